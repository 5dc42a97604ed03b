//! Who waits after failed attempts, and letting them try again: for those who manage people.

use std::collections::BTreeMap;

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::throttle::Subject;
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
}

impl Waiting {
    /// Whether they wait at all.
    pub fn any(self) -> bool {
        self.password.is_some() || self.codes.is_some()
    }

    /// What failed, in a sentence.
    fn words(self) -> &'static str {
        match (self.password, self.codes) {
            (Some(_), Some(_)) => "wrong passwords and wrong codes",
            (None, Some(_)) => "wrong codes",
            (Some(_), None) | (None, None) => "wrong passwords",
        }
    }
}

/// Until when somebody at the actor's school waits.
///
/// # Errors
/// That the database is away.
pub fn waiting_of(tx: &mut Tx<'_, '_>, account: &Account) -> Result<Waiting, Problem> {
    let password = attempts::account_name(tx, &account.email)?;
    let codes = attempts::codes_of(&account.person);
    Ok(Waiting {
        password: attempts::blocked_until(tx, &password)?,
        codes: attempts::blocked_until(tx, &codes)?,
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
    notices::may_try_again(tx, account, waiting.words())?;
    let entry = Entry::of("trying allowed again", "person", &account.person.0);
    tx.entry(entry.with("after", waiting.words()))?;
    Ok(true)
}

/// Until when nobody can type the break-glass code of the actor's school.
///
/// # Errors
/// That the database is away.
pub fn break_glass_waits(tx: &mut Tx<'_, '_>) -> Result<Option<Moment>, Problem> {
    let school = attempts::name(Subject::School, &tx.school()?.0);
    attempts::blocked_until(tx, &school)
}

/// Lets the break-glass code of the actor's school be typed again at once, if it waits.
///
/// # Errors
/// That the database is away.
pub fn let_break_glass_try_again(tx: &mut Tx<'_, '_>) -> Result<bool, Problem> {
    if break_glass_waits(tx)?.is_none() {
        return Ok(false);
    }
    let school = tx.school()?;
    attempts::unlock(tx, &attempts::name(Subject::School, &school.0))?;
    tx.entry(Entry::of(
        "typing the break-glass code allowed again",
        "school",
        &school.0,
    ))?;
    Ok(true)
}
