//! The key that types codes which a test puts into somebody's hand, linked when it is first shown.

use keyward_codes::hotp::{Digits, Secret, code};
use keyward_db::params;

use super::Visitor;
use crate::app::App;
use crate::audit::Entry;
use crate::cx::{Actor, token_hash};
use crate::ids::{KeyId, PersonId};
use crate::key_policy::Kind;
use crate::school;
use crate::security_keys::{NewCodeKey, link_code_key};

keyward_db::statements! {
    /// Whose session this is, and where.
    WHOSE = "SELECT person.id, school.slug, session.id FROM session
             JOIN person ON person.id = session.person_id
             JOIN school ON school.id = person.school_id
             WHERE session.token_hash = $1";
}

/// The key of RFC 4226, appendix D.
const SEED: &str = "3132333435363738393031323334353637383930";

impl Visitor {
    /// The code that the key types next, which was pressed so often before.
    pub(super) async fn presses_key_in_hand(&self, before: u64) -> String {
        if before == 0 {
            let token = self.session().expect("a session").to_owned();
            links(self.app(), &token).await;
        }
        let secret = Secret::from_hex(SEED).expect("a secret");
        code(&secret, before, Digits::Six)
    }
}

/// Links the key to whoever has this session.
async fn links(app: &App, token: &str) {
    let hash = token_hash(token);
    let found = app.db().read(move |tx| {
        tx.one(WHOSE, &params![&hash], |row| {
            Ok((
                row.get::<PersonId>(0)?,
                row.get::<String>(1)?,
                row.get::<String>(2)?,
            ))
        })
    });
    let (person, slug, session) = found.await.expect("read").expect("a session");
    let (school, key) = school::by_slug(app, &slug).await.expect("a school");
    let actor = Actor::arriving(Some((school.id, key)), person, "a test");
    let tail: String = session.chars().rev().take(6).collect();
    let linked = app.write_as(actor, app.now(), move |tx| {
        let id = KeyId(tx.new_id());
        tx.entry(Entry::of("security key linked", "security key", &id.0))?;
        link_code_key(
            tx,
            &NewCodeKey {
                id: &id,
                kind: Kind::OathHotp,
                name: &format!("In hand {tail}"),
                unique: &format!("oath_hotp:{id}"),
                secret: &format!("6:{SEED}"),
                counter: -1,
                model: "",
                is_approved: true,
            },
        )
    });
    linked.await.expect("written").expect("linked");
}
