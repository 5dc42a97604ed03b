//! Taking a code that a key typed: once, ever, on every server.

use keyward_codes::hotp::{self, Digits};
use keyward_codes::yubico::Otp;
use keyward_web::Problem;

use super::secret::Secret;
use super::sort::Sort;
use super::store;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::security_keys::{CodeKey, Taken, TakenBy, code_keys, rise};

/// How many presses that never reached us are looked past.
const LOOK_AHEAD: u32 = 20;
/// How many codes before the last one are known again, to say that they were used.
const LOOK_BACK: u32 = 20;

/// Takes what a key typed, if it is a key of the actor's and the code was never used.
///
/// # Errors
/// That the database is away.
pub fn take_otp(tx: &mut Tx<'_, '_>, otp: &Otp, device: &str) -> Result<Taken, Problem> {
    let Some(id) = store::mine_that_types(tx, otp.public_id())? else {
        return Ok(Taken::No);
    };
    let keys = code_keys(tx, Sort::YubicoOtp.kind())?;
    let Some(key) = keys.into_iter().find(|key| key.id == id) else {
        return Ok(Taken::No);
    };
    let Some(count) = count_of(&Secret::read(Sort::YubicoOtp, &key.secret)?, otp) else {
        return Ok(Taken::No);
    };
    if rise(tx, &key.id, count, device)? {
        return Ok(by(key, Sort::YubicoOtp));
    }
    if count < key.counter {
        // It was typed before the last one that was taken, and kept: or a copy of the key typed it.
        tx.entry(
            Entry::of("older code of a USB key refused", "security key", &key.id.0)
                .with("name", &key.name)
                .with("count", count)
                .with("last taken", key.counter)
                .with("device", device),
        )?;
    }
    Ok(Taken::UsedAlready)
}

/// The count inside what a key typed; nothing where this secret does not open it.
pub(super) fn count_of(secret: &Secret, otp: &Otp) -> Option<i64> {
    let Secret::Yubico { private_id, key } = secret else {
        return None;
    };
    let token = otp.open(key).ok()?;
    token.is_of(private_id).then(|| token.count().into())
}

/// Takes these digits, if they are a code of one of the actor's keys and were never used.
///
/// # Errors
/// That the database is away.
pub fn take_digits(tx: &mut Tx<'_, '_>, digits: &str, device: &str) -> Result<Taken, Problem> {
    let mut taken = Taken::No;
    for key in code_keys(tx, Sort::OathHotp.kind())? {
        let Some((length, secret)) = of_length(&key, digits.len())? else {
            continue;
        };
        let next = key.counter + 1;
        if let Some(counter) = find(&secret, length, digits, next, LOOK_AHEAD) {
            if rise(tx, &key.id, counter, device)? {
                return Ok(by(key, Sort::OathHotp));
            }
            taken = Taken::UsedAlready;
        }
        let back = LOOK_BACK.min(u32::try_from(next).unwrap_or(LOOK_BACK));
        let first = next - i64::from(back);
        if find(&secret, length, digits, first, back).is_some() {
            taken = Taken::UsedAlready;
        }
    }
    Ok(taken)
}

/// The first of so many counters from this one whose code this is.
fn find(secret: &hotp::Secret, length: Digits, digits: &str, first: i64, many: u32) -> Option<i64> {
    let first = u64::try_from(first).ok()?;
    let found = hotp::find(secret, length, digits, first, many.checked_sub(1)?)?;
    i64::try_from(found).ok()
}

/// The secret of a key that types so many digits.
pub(super) fn of_length(
    key: &CodeKey,
    digits: usize,
) -> Result<Option<(Digits, hotp::Secret)>, Problem> {
    Ok(match Secret::read(Sort::OathHotp, &key.secret)? {
        Secret::Hotp {
            digits: Some(length),
            secret,
        } if length.count() == digits => Some((length, secret)),
        Secret::Hotp { .. } | Secret::Yubico { .. } => None,
    })
}

fn by(key: CodeKey, sort: Sort) -> Taken {
    Taken::By(TakenBy {
        key: key.id,
        name: key.name,
        kind: sort.kind(),
        aside: None,
    })
}
