//! Password links: for one account, once, for a day; a newer link ends the older. The database
//! keeps only their hash.

use keyward_db::params;
use keyward_web::Problem;

use super::store::new_token;
use crate::app::App;
use crate::cx::{Actor, Tx, token_hash};
use crate::ids::{PersonId, SchoolId};
use crate::mail::{self, Letter};
use crate::people;

keyward_db::statements! {
    /// Takes a request down. Whether the address is known is found out later, by the post room.
    TAKE_DOWN = "INSERT INTO password_request (id, school_id, email, requested_at)
                 VALUES ($1, $2, $3, $4)";
    /// Takes the oldest request up; no other server gets it as well.
    TAKE_UP = "DELETE FROM password_request
               WHERE id = (SELECT id FROM password_request ORDER BY requested_at, id LIMIT 1)
               RETURNING school_id, email,
                         (SELECT wrapped_key FROM school
                          WHERE school.id = password_request.school_id),
                         (SELECT slug FROM school WHERE school.id = password_request.school_id),
                         (SELECT name FROM school WHERE school.id = password_request.school_id)";
    /// How many links an account was sent since a moment.
    SENT_SINCE = "SELECT COUNT(*) FROM password_link WHERE person_id = $1 AND made_at > $2";
    /// Ends every older link of an account.
    END_OLDER = "UPDATE password_link SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL";
    /// A new link.
    INSERT = "INSERT INTO password_link (token_hash, person_id, made_at, expires_at)
              VALUES ($1, $2, $3, $4)";
    /// Whose link this is, while it works.
    WHOSE = "SELECT person.id FROM password_link
             JOIN person ON person.id = password_link.person_id
             WHERE password_link.token_hash = $1 AND person.school_id = $2
               AND person.left_at IS NULL
               AND password_link.used_at IS NULL AND password_link.expires_at > $3";
    /// Uses a link up, once.
    USE = "UPDATE password_link SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL";
    /// How many working keys a person holds.
    KEYS = "SELECT (SELECT COUNT(*) FROM working_key WHERE person_id = $1)
                   + (SELECT COUNT(*) FROM recovery_code
                      WHERE person_id = $1 AND used_at IS NULL AND replaced_at IS NULL)";
}

/// How long a link works.
pub const LINK_SECONDS: i64 = 24 * 3_600;
/// No more links than this an hour go to one account.
const LINKS_AN_HOUR_MAX: i64 = 5;

/// Takes a request for a link down; the same work whether or not the address is known.
pub fn take_down(tx: &mut Tx<'_, '_>, email: &str) -> Result<(), Problem> {
    let (id, school, now) = (tx.new_id(), tx.school()?, tx.now().as_micros());
    tx.keep_house(TAKE_DOWN, &params![&id, school, email, now])?;
    Ok(())
}

/// Works through the requests taken down: a letter with a link for each known address, and
/// nothing for any other.
///
/// # Errors
/// That the database is away.
pub async fn answer_requests(app: &App) -> Result<(), Problem> {
    while answer_one(app).await? {}
    Ok(())
}

async fn answer_one(app: &App) -> Result<bool, Problem> {
    let taken = app.db().write(|tx| {
        tx.one(TAKE_UP, &params![], |row| {
            Ok((
                row.get::<SchoolId>(0)?,
                row.get::<String>(1)?,
                row.get::<Vec<u8>>(2)?,
                row.get::<String>(3)?,
                row.get::<String>(4)?,
            ))
        })
    });
    let Some((school, email, wrapped, slug, name)) = taken.await? else {
        return Ok(false);
    };
    let key = app.unwrap_key(&school, &wrapped)?;
    let actor = Actor::machine(Some((school, key)), "the post room");
    let sign_in = format!("{}/{slug}", app.config().origin().as_str());
    app.write_as(actor, app.now(), move |tx| {
        write(tx, &email, &sign_in, &name)
    })
    .await?;
    Ok(true)
}

fn write(tx: &mut Tx<'_, '_>, email: &str, sign_in: &str, school: &str) -> Result<(), Problem> {
    let Some(account) = people::account(tx, email)? else {
        return Ok(());
    };
    let now = tx.now();
    let hour = now.plus_seconds(-3_600).as_micros();
    let sent = tx.one(SENT_SINCE, &params![&account.person, hour], |row| {
        row.get::<i64>(0)
    })?;
    if sent.unwrap_or(0) >= LINKS_AN_HOUR_MAX {
        return Ok(());
    }
    let token = new_token()?;
    let expires = now.plus_seconds(LINK_SECONDS);
    tx.keep_house(END_OLDER, &params![&account.person, now.as_micros()])?;
    let row = params![
        token_hash(&token),
        &account.person,
        now.as_micros(),
        expires.as_micros()
    ];
    tx.keep_house(INSERT, &row)?;
    mail::post(
        tx,
        &Letter {
            to: &account.email,
            subject: "Your Keyward password",
            body: &format!(
                "Hello {},\n\nto set your password for {school}, open this link. It works once, until \
             {}:\n\n{sign_in}/password/{token}\n\nIf you did not ask for it, do nothing: your \
             password stays as it is. A new password never replaces your security key.\n",
                account.name,
                expires.day_and_time()
            ),
        },
    )
}

/// Whose link this is at the actor's school, while it works.
///
/// # Errors
/// That the database is away.
pub fn whose(tx: &mut Tx<'_, '_>, token: &str) -> Result<Option<PersonId>, Problem> {
    let params = params![token_hash(token), tx.school()?, tx.now().as_micros()];
    Ok(tx.one(WHOSE, &params, |row| row.get(0))?)
}

/// Uses a link up; whether it was still there to be used.
///
/// # Errors
/// That the database is away.
pub fn use_up(tx: &mut Tx<'_, '_>, token: &str) -> Result<bool, Problem> {
    let params = params![token_hash(token), tx.now().as_micros()];
    Ok(tx.keep_house(USE, &params)? == 1)
}

/// Whether a person holds a working key.
///
/// # Errors
/// That the database is away.
pub fn holds_a_key(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<bool, Problem> {
    let keys = tx.one(KEYS, &params![person], |row| row.get::<i64>(0))?;
    Ok(keys.unwrap_or(0) > 0)
}
