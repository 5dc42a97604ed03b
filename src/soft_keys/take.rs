//! Taking a code that somebody typed.

use keyward_codes::hotp::{Digits, Secret};
use keyward_codes::totp::{self, Found};
use keyward_web::Problem;

use crate::cx::Tx;
use crate::key_policy::Kind;
use crate::security_keys::{CodeKey, Taken, TakenBy, code_keys, rise};

/// How many half minutes a clock may be off, either way.
pub(super) const DRIFT_STEPS: u32 = 1;

/// Takes these digits, if they are a code of one of the actor's soft keys and were never used.
///
/// # Errors
/// That the database is away.
pub fn take(tx: &mut Tx<'_, '_>, digits: &str, device: &str) -> Result<Taken, Problem> {
    let mut taken = Taken::No;
    for key in code_keys(tx, Kind::SoftKey)? {
        match find(tx, &key, digits)? {
            Found::Step(step) => {
                let step = i64::try_from(step).map_err(Problem::bug)?;
                if rise(tx, &key.id, step, device)? {
                    return Ok(Taken::By(TakenBy {
                        key: key.id,
                        name: key.name,
                        kind: Kind::SoftKey,
                        aside: None,
                    }));
                }
                taken = Taken::UsedAlready;
            }
            Found::UsedAlready => taken = Taken::UsedAlready,
            Found::No => {}
        }
    }
    Ok(taken)
}

fn find(tx: &Tx<'_, '_>, key: &CodeKey, digits: &str) -> Result<Found, Problem> {
    let secret = Secret::from_base32(&key.secret).map_err(Problem::bug)?;
    let step_now = totp::step_at(tx.now().as_micros() / 1_000_000);
    let last_used = u64::try_from(key.counter).ok();
    let six = Digits::Six;
    Ok(totp::find(
        &secret,
        six,
        digits,
        step_now,
        last_used,
        DRIFT_STEPS,
    ))
}
