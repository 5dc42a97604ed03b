//! The code that an administrator prints when handing a first key over: once, for one person, for
//! three days. The database keeps its hash, and a newer code replaces the older.

use keyward_codes::recovery;
use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;
use zeroize::Zeroizing;

use crate::cx::{Cx, Tx, token_hash};
use crate::ids::PersonId;
use crate::sign_in::{self, Admission};

/// How long a code works.
const CODE_SECONDS: i64 = 72 * 3_600;

/// What is said when what somebody began with is over.
pub(super) const OVER: &str = "Something changed on your account meanwhile. Reload this page and \
                               begin again";

keyward_db::statements! {
    /// A newer code replaces the older.
    REPLACE = "UPDATE enrolment_code SET replaced_at = $2
               WHERE person_id = $1 AND used_at IS NULL AND replaced_at IS NULL";
    /// Nobody gives rights and the code for a first key as well.
    END_MINE = "UPDATE enrolment_code SET replaced_at = $3
                WHERE person_id = $1 AND made_by = $2 AND used_at IS NULL
                  AND replaced_at IS NULL";
    /// A new code.
    INSERT = "INSERT INTO enrolment_code (id, person_id, code_hash, made_by, made_at, expires_at)
              VALUES ($1, $2, $3, $4, $5, $6)";
    /// The code of somebody that was typed, while it works.
    FIND = "SELECT id FROM enrolment_code
            WHERE person_id = $1 AND code_hash = $2 AND used_at IS NULL AND replaced_at IS NULL
              AND expires_at > $3";
    /// Uses a code up, once.
    USE = "UPDATE enrolment_code SET used_at = $3
           WHERE id = $1 AND person_id = $2 AND used_at IS NULL AND replaced_at IS NULL
             AND expires_at > $3";
}

/// A code that was made, to be printed.
pub(super) struct Printed {
    /// As it is written.
    pub text: Zeroizing<String>,
    /// Until when it works.
    pub expires_at: Moment,
}

/// Makes a code for somebody at the actor's school; the caller has found them there.
pub(super) fn make(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Printed, Problem> {
    let [code, ..] = recovery::generate();
    let text = code.text();
    let (id, now) = (tx.new_id(), tx.now());
    let expires_at = now.plus_seconds(CODE_SECONDS);
    tx.execute(REPLACE, &params![person, now.as_micros()])?;
    let row = params![
        &id,
        person,
        token_hash(&text),
        tx.person()?,
        now.as_micros(),
        expires_at.as_micros()
    ];
    tx.execute(INSERT, &row)?;
    Ok(Printed { text, expires_at })
}

/// What a typed code is.
pub(super) enum Typed {
    /// The actor's, and it works.
    Right(String),
    /// No code of theirs that works; what is said beside the field.
    Wrong(String),
}

/// Finds the code that the actor typed. The attempt is counted before it is looked at.
pub(super) async fn find(cx: &Cx, typed: &str) -> Result<Typed, Problem> {
    let admission = cx.write(sign_in::admit_code).await?;
    if let Admission::Wait(until) = admission {
        let minutes = sign_in::minutes_until(cx.now(), until);
        return Ok(Typed::Wrong(sign_in::codes_wait_words(minutes)));
    }
    let hash = recovery::Code::parse(typed).map(|code| token_hash(&code.text()));
    let found = cx
        .write(move |tx| {
            let person = tx.person()?;
            let params = params![
                person,
                hash.as_deref().unwrap_or_default(),
                tx.now().as_micros()
            ];
            let found = tx.one(FIND, &params, |row| row.get::<String>(0))?;
            if found.is_some() {
                sign_in::forget_codes(tx, person)?;
            }
            Ok::<_, Problem>(found)
        })
        .await?;
    Ok(found.map_or_else(
        || {
            Typed::Wrong(
                "This code does not work. Check it against the sheet; it works once, for three \
                 days, and a newer one replaces it"
                    .to_owned(),
            )
        },
        Typed::Right,
    ))
}

/// Ends the code that the actor printed for somebody and that was not used yet: the actor gives them
/// more now. The caller writes the entry.
pub(super) fn end_mine_for(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<(), Problem> {
    if let Some(actor) = tx.actor().person_id() {
        let row = params![person, actor, tx.now().as_micros()];
        tx.execute(END_MINE, &row)?;
    }
    Ok(())
}

/// Uses a code of the actor's up; whether it was still there to be used.
pub(super) fn use_up(tx: &mut Tx<'_, '_>, code: &str) -> Result<bool, Problem> {
    let params = params![code, tx.person()?, tx.now().as_micros()];
    Ok(tx.execute(USE, &params)? == 1)
}
