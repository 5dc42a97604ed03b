//! Somebody as an actor without a session: for what goes to them by itself, such as a letter or a
//! calendar feed. What it may count is what they could read with their key, and no more.

use keyward_seal::SchoolKey;
use keyward_web::Problem;

use super::store;
use crate::app::App;
use crate::cx::Actor;
use crate::ids::{PersonId, SchoolId, SessionId};

/// A person of this school with what their own key would open now.
///
/// # Errors
/// Not found; that the database is away.
pub async fn as_actor(
    app: &App,
    school: (SchoolId, SchoolKey),
    person: &PersonId,
) -> Result<Actor, Problem> {
    let machine = Actor::machine(Some(school.clone()), "Keyward");
    let whose = person.clone();
    let (account, access) = app
        .read_as(machine, app.now(), move |tx| {
            let account = store::account_of(tx, &whose)?;
            Ok::<_, Problem>((account, store::access_of(tx, &whose)?))
        })
        .await?;
    let session = SessionId("no session".into());
    Ok(Actor::person(
        school,
        account.person,
        account.name,
        session,
        access,
    ))
}
