//! The code itself: made, replaced, used once.

use keyward_codes::recovery;
use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;
use zeroize::Zeroizing;

use crate::cx::{Tx, token_hash};

keyward_db::statements! {
    /// A newer code replaces the older.
    REPLACE = "UPDATE break_glass_code SET replaced_at = $2
               WHERE school_id = $1 AND used_at IS NULL AND replaced_at IS NULL";
    /// A new code.
    INSERT = "INSERT INTO break_glass_code (id, school_id, code_hash, made_by, made_at)
              VALUES ($1, $2, $3, $4, $5)";
    /// The code that works now: who printed it, and when.
    CURRENT = "SELECT person.name, break_glass_code.made_at
               FROM break_glass_code JOIN person ON person.id = break_glass_code.made_by
               WHERE break_glass_code.school_id = $1 AND used_at IS NULL AND replaced_at IS NULL
               ORDER BY break_glass_code.made_at DESC, break_glass_code.id DESC LIMIT 1";
    /// Uses the code up, once.
    USE = "UPDATE break_glass_code SET used_at = $3
           WHERE school_id = $1 AND code_hash = $2 AND used_at IS NULL AND replaced_at IS NULL";
}

/// The code that lies in the envelope.
pub(super) struct Current {
    /// Who printed it.
    pub printed_by: String,
    /// When.
    pub printed_at: Moment,
}

/// Makes a new code for the actor's school, which replaces the older.
pub(super) fn make(tx: &mut Tx<'_, '_>) -> Result<Zeroizing<String>, Problem> {
    let [code, ..] = recovery::generate();
    let text = code.text();
    let (id, school, now) = (tx.new_id(), tx.school()?, tx.now().as_micros());
    tx.execute(REPLACE, &params![school, now])?;
    let row = params![&id, school, token_hash(&text), tx.person()?, now];
    tx.execute(INSERT, &row)?;
    Ok(text)
}

/// The code of the actor's school that works now.
pub(super) fn current(tx: &mut Tx<'_, '_>) -> Result<Option<Current>, Problem> {
    let school = tx.school()?;
    Ok(tx.one(CURRENT, &params![school], |row| {
        Ok(Current {
            printed_by: row.get(0)?,
            printed_at: Moment::from_micros(row.get(1)?),
        })
    })?)
}

/// Uses the school's code up, if this is it; nobody else gets it as well.
pub(super) fn use_up(tx: &mut Tx<'_, '_>, typed: &str) -> Result<bool, Problem> {
    let Some(code) = recovery::Code::parse(typed) else {
        return Ok(false);
    };
    let params = params![tx.school()?, token_hash(&code.text()), tx.now().as_micros()];
    Ok(tx.execute(USE, &params)? == 1)
}
