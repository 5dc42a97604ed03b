//! An app that is being set up: what its codes come from, kept sealed between the page that shows
//! it and the code that confirms it.
//!
//! It lives in the database, so that any server can confirm what another began; for one person in
//! one session, and for ten minutes. A newer one ends the older.

use keyward_codes::hotp::Secret;
use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;
use zeroize::Zeroizing;

use crate::cx::Tx;
use crate::enrolment::Grant;
use crate::ids::SetupId;

keyward_db::statements! {
    /// An app is being set up. It takes the place of what its person began before.
    BEGIN = "INSERT INTO soft_key_setup (id, person_id, session_id, name, secret, proven,
                                         expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (person_id) DO UPDATE
             SET id = excluded.id, session_id = excluded.session_id, name = excluded.name,
                 secret = excluded.secret, proven = excluded.proven,
                 expires_at = excluded.expires_at";
    /// What a person is setting up in this session.
    UNDER_WAY = "SELECT id, name, secret, proven, expires_at FROM soft_key_setup
                 WHERE person_id = $1 AND session_id = $2 AND expires_at > $3";
    /// A person's set-up has come to its end.
    END = "DELETE FROM soft_key_setup WHERE id = $1 AND person_id = $2";
    /// Forgets what nobody confirmed in time.
    FORGET_EXPIRED = "DELETE FROM soft_key_setup WHERE expires_at <= $1";
}

/// How long somebody has to scan the code and type what their app shows.
const SETUP_SECONDS: i64 = 600;

/// An app that is being set up.
pub(super) struct Setup {
    /// Which.
    pub id: SetupId,
    /// The name that the new key is to have.
    pub name: String,
    /// What its codes are computed from.
    pub secret: Secret,
    /// What its person has proven.
    pub grant: Grant,
    /// When it is over.
    pub expires_at: Moment,
}

/// Begins to set an app up for the actor, in this session.
pub(super) fn begin(
    tx: &mut Tx<'_, '_>,
    name: &str,
    secret: &Secret,
    grant: &Grant,
) -> Result<(), Problem> {
    let (id, now) = (SetupId(tx.new_id()), tx.now());
    let (person, session) = (tx.person()?, tx.session()?);
    let secret = Zeroizing::new(secret.to_base32());
    let sealed = tx.seal("soft_key_setup", &id.0, "secret", &secret)?;
    let expires = now.plus_seconds(SETUP_SECONDS).as_micros();
    tx.keep_house(FORGET_EXPIRED, &params![now.as_micros()])?;
    let row = params![&id, person, session, name, sealed, grant.line(), expires];
    tx.keep_house(BEGIN, &row)?;
    Ok(())
}

/// What the actor is setting up in this session, while it lasts.
pub(super) fn under_way(tx: &mut Tx<'_, '_>) -> Result<Option<Setup>, Problem> {
    let (person, session, now) = (tx.person()?, tx.session()?, tx.now().as_micros());
    let row = tx.one(UNDER_WAY, &params![person, session, now], |row| {
        let (id, name, secret) = (row.get::<SetupId>(0)?, row.get(1)?, row.get(2)?);
        let (proven, expires_at) = (row.get(3)?, row.get(4)?);
        Ok((id, name, secret, proven, expires_at))
    })?;
    let Some((id, name, sealed, proven, expires_at)) = row else {
        return Ok(None);
    };
    let (sealed, proven): (Vec<u8>, String) = (sealed, proven);
    let secret = Zeroizing::new(tx.open("soft_key_setup", &id.0, "secret", &sealed)?);
    let unread = || Problem::bug("a set-up that nobody was granted");
    Ok(Some(Setup {
        id,
        name,
        secret: Secret::from_base32(&secret).map_err(Problem::bug)?,
        grant: Grant::read(&proven).ok_or_else(unread)?,
        expires_at: Moment::from_micros(expires_at),
    }))
}

/// The one that a page was about, while it lasts. A newer one has ended it.
pub(super) fn of_page(tx: &mut Tx<'_, '_>, id: &SetupId) -> Result<Option<Setup>, Problem> {
    Ok(under_way(tx)?.filter(|setup| setup.id == *id))
}

/// Ends it, whatever came of it: its secret is nowhere to be read again.
pub(super) fn end(tx: &mut Tx<'_, '_>, setup: &Setup) -> Result<(), Problem> {
    let (person, now) = (tx.person()?, tx.now().as_micros());
    tx.keep_house(END, &params![&setup.id, person])?;
    tx.keep_house(FORGET_EXPIRED, &params![now])?;
    Ok(())
}
