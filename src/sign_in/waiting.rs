//! Who waits after failed attempts, and letting them try again: for those who manage people.

use std::collections::BTreeMap;

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::{attempts, notices};
use crate::audit::Entry;
use crate::cx::Tx;
use crate::people::{self, Account, Holder};

keyward_db::statements! {
    /// Everything that waits, at whatever school: accounts, codes, networks, by hashes alone.
    WAITING = "SELECT subject, blocked_until FROM throttle WHERE blocked_until > $1";
}

/// Until when somebody waits, and for what.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// No password of theirs is looked at until then.
    pub password: Option<Moment>,
    /// No code of theirs is looked at until then.
    pub codes: Option<Moment>,
    /// Nothing that they type as the break-glass code is looked at until then.
    pub break_glass: Option<Moment>,
}

impl Waiting {
    /// Whether they wait at all.
    pub fn any(self) -> bool {
        self.password.is_some() || self.codes.is_some() || self.break_glass.is_some()
    }

    /// What failed, in a sentence.
    fn words(self) -> String {
        let failed = [
            (self.password, "wrong passwords"),
            (self.codes, "wrong codes"),
            (self.break_glass, "wrong break-glass codes"),
        ];
        let failed = failed.into_iter().filter(|(until, _)| until.is_some());
        failed
            .map(|(_, what)| what)
            .collect::<Vec<_>>()
            .join(" and ")
    }
}

/// Until when somebody at the actor's school waits.
///
/// # Errors
/// That the database is away.
pub fn waiting_of(tx: &mut Tx<'_, '_>, account: &Account) -> Result<Waiting, Problem> {
    let password = attempts::account_name(tx, &account.email)?;
    let codes = attempts::codes_of(&account.person);
    let break_glass = attempts::break_glass_of(&account.person);
    Ok(Waiting {
        password: attempts::blocked_until(tx, &password)?,
        codes: attempts::blocked_until(tx, &codes)?,
        break_glass: attempts::blocked_until(tx, &break_glass)?,
    })
}

/// Everybody at the actor's school who waits now, and until when.
///
/// # Errors
/// That the database is away.
pub fn everybody_waiting(tx: &mut Tx<'_, '_>) -> Result<Vec<(Holder, Waiting)>, Problem> {
    let now = tx.now().as_micros();
    let waiting = tx.all(WAITING, &params![now], |row| {
        Ok((row.get::<String>(0)?, row.get::<i64>(1)?))
    })?;
    let waiting: BTreeMap<String, i64> = waiting.into_iter().collect();
    let until = |subject: &str| waiting.get(subject).copied().map(Moment::from_micros);
    let mut found = Vec::new();
    for holder in people::everybody_here(tx)? {
        let one = Waiting {
            password: until(&attempts::account_name(tx, &holder.email)?),
            codes: until(&attempts::codes_of(&holder.id)),
            break_glass: until(&attempts::break_glass_of(&holder.id)),
        };
        if one.any() {
            found.push((holder, one));
        }
    }
    Ok(found)
}

/// Lets somebody at the actor's school try again at once who waits; whether they did. They are
/// told, and it is written down.
///
/// # Errors
/// That the database is away.
pub fn let_try_again(tx: &mut Tx<'_, '_>, account: &Account) -> Result<bool, Problem> {
    let waiting = waiting_of(tx, account)?;
    if !waiting.any() {
        return Ok(false);
    }
    if waiting.password.is_some() {
        let name = attempts::account_name(tx, &account.email)?;
        attempts::unlock(tx, &name)?;
    }
    if waiting.codes.is_some() {
        attempts::forget_codes(tx, &account.person)?;
    }
    if waiting.break_glass.is_some() {
        attempts::forget_break_glass(tx, &account.person)?;
    }
    notices::may_try_again(tx, account, &waiting.words())?;
    let entry = Entry::of("trying allowed again", "person", &account.person.0);
    tx.entry(entry.with("after", waiting.words()))?;
    Ok(true)
}
