//! What a visitor does with an authenticator app.

use keyward_codes::hotp::{Digits, Secret, code};
use keyward_codes::totp::step_at;
use keyward_db::params;

use super::{Page, School, Visitor};
use crate::audit::Entry;
use crate::cx::Actor;
use crate::ids::KeyId;
use crate::key_policy::Kind;
use crate::school;
use crate::security_keys::{NewCodeKey, link_code_key};

keyward_db::statements! {
    /// Lets each user group of a person elevate with these kinds alone.
    ADMIT = "INSERT INTO group_policy (group_id, kinds, synced_passkeys, passkey_sign_in, pin,
                                       approved_models, key_at_sign_in, keys_min, grace_days,
                                       first_key)
             SELECT group_id, $2, 0, 0, 0, 0, 0, 0, 14, 'by_default' FROM membership
             WHERE person_id = $1
             ON CONFLICT (group_id) DO UPDATE SET kinds = excluded.kinds";
}

/// An app that shows codes.
#[derive(Clone)]
pub struct SoftApp(pub Secret);

impl SoftApp {
    /// The code that it shows so many steps after this school's clock.
    pub fn code(&self, school: &School, steps_later: i64) -> String {
        let now = school.app.now().as_micros() / 1_000_000 + 30 * steps_later;
        code(&self.0, step_at(now), Digits::Six)
    }

    /// A code that is none of those taken now.
    pub fn wrong_code(&self, school: &School) -> String {
        let near: Vec<String> = (-1..=1).map(|step| self.code(school, step)).collect();
        let wrong = (0..4).map(|number| format!("{number:06}"));
        wrong
            .into_iter()
            .find(|code| !near.contains(code))
            .expect("four are more than three")
    }
}

impl School {
    /// Links a soft key to this person.
    pub async fn links_soft_key(&self, address: &str, name: &str) -> SoftApp {
        let (school, key) = school::by_slug(&self.app, "hawthorn-park")
            .await
            .expect("there");
        let person = self.person(address).await;
        let actor = Actor::arriving(Some((school.id, key)), person, "a test");
        let (app, name) = (SoftApp(Secret::generate()), name.to_owned());
        let secret = app.0.to_base32();
        let linked = self.app.write_as(actor, self.app.now(), move |tx| {
            let id = KeyId(tx.new_id());
            let new = NewCodeKey {
                id: &id,
                kind: Kind::SoftKey,
                name: &name,
                unique: &format!("soft:{id}"),
                secret: &secret,
                counter: 0,
                model: "",
                is_approved: true,
            };
            tx.entry(Entry::of("security key linked", "security key", &id.0))?;
            link_code_key(tx, &new)
        });
        linked.await.expect("written").expect("linked");
        app
    }

    /// Lets this person's user groups elevate with these families of key alone.
    pub async fn admits_only(&self, address: &str, families: &str) {
        let (person, families) = (self.person(address).await, families.to_owned());
        let done = self
            .app
            .db()
            .write(move |tx| tx.execute(ADMIT, &params![&person, &families]));
        assert!(done.await.expect("written") > 0);
    }
}

impl Visitor {
    /// Where each of their keys is removed, in the order of the list.
    pub async fn removals(&mut self) -> Vec<String> {
        let page = self.get("/account/security-keys").await;
        let mut links = page.every("a", "href");
        links.retain(|href| href.ends_with("/removal"));
        links
    }

    /// Elevates their access with a code.
    pub async fn enters(&mut self, code: &str) -> Page {
        self.post("/elevation", &[("code", code)]).await
    }
}
