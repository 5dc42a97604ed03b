//! What a visitor does with a passkey, and what a school lets it do.

use keyward_db::params;
use serde_json::{Value, json};

use super::school::{ORIGIN, PASSWORD};
use super::software_key::SoftwareKey;
use super::with_key::Question;
use super::{Page, School, Visitor};
use crate::audit::Entry;

keyward_db::statements! {
    /// What the user groups of this name ask from now on.
    ASK = "INSERT INTO group_policy (group_id, kinds, synced_passkeys, passkey_sign_in, pin,
                                     approved_models, key_at_sign_in, keys_min, grace_days,
                                     first_key)
           SELECT id, $2, $3, $4, $5, 0, 0, 0, 14, 'self_service' FROM user_group WHERE name = $1
           ON CONFLICT (group_id) DO UPDATE
           SET kinds = excluded.kinds, synced_passkeys = excluded.synced_passkeys,
               passkey_sign_in = excluded.passkey_sign_in, pin = excluded.pin";
}

/// What a user group asks of touched keys.
pub struct Asks {
    /// The headings under which keys elevate.
    pub kinds: &'static str,
    /// Whether passkeys may be copied to other devices.
    pub synced: bool,
    /// Whether they sign in.
    pub sign_in: bool,
    /// Whether the PIN is needed.
    pub pin: bool,
}

impl Default for Asks {
    /// U2F keys and passkeys, which sign in.
    fn default() -> Self {
        Self {
            kinds: "u2f_keys passkeys",
            synced: false,
            sign_in: true,
            pin: false,
        }
    }
}

impl School {
    /// Sets what the user groups of this name ask, at every school.
    pub async fn group_asks(&self, group: &'static str, asks: Asks) {
        self.writes(move |tx| {
            let row = params![group, asks.kinds, asks.synced, asks.sign_in, asks.pin];
            tx.execute(ASK, &row)?;
            tx.entry(Entry::of("test", "group", group))
        })
        .await;
    }

    /// A visitor signed in as this person, who has a password and has linked this passkey, which
    /// their user group lets sign in.
    pub async fn signed_in_with_a_passkey(
        &self,
        address: &str,
        group: &'static str,
        key: &mut SoftwareKey,
    ) -> Visitor {
        self.group_asks(group, Asks::default()).await;
        self.gives_password(address).await;
        let mut visitor = self.signed_in(address).await;
        visitor.links_passkey(key, "School laptop").await.is(201);
        visitor
    }
}

impl Visitor {
    /// Links their first key, a passkey.
    pub async fn links_passkey(&mut self, key: &mut SoftwareKey, name: &str) -> Page {
        let proof = json!({"password": PASSWORD, "passkey": true});
        let begun = self.begins_to_link(name, proof).await;
        self.finishes_linking(&begun, key).await
    }

    /// Begins to link a key of this kind by a touch of one that is there.
    pub async fn begins_to_link_another(
        &mut self,
        there: &mut SoftwareKey,
        name: &str,
        mut wish: Value,
    ) -> Page {
        let question = self.is_asked("add_key").await;
        let [(_, ceremony), (_, credential)] = question.touched(there);
        wish["ceremony"] = ceremony.into();
        wish["credential"] = credential.into();
        self.begins_to_link(name, wish).await
    }

    /// Asks for a question to any passkey, at the sign-in page.
    pub async fn is_asked_at_the_door(&mut self) -> Question {
        let address = "/hawthorn-park/passkey/challenges";
        Question::read(&self.post_json(address, &json!({})).await)
    }

    /// Sends an answer to a question at the sign-in page.
    pub async fn answers_at_the_door(&mut self, asked: &Question, answer: &str) -> Page {
        let form = json!({"ceremony": asked.ceremony, "credential": answer});
        self.post_json("/hawthorn-park/passkey", &form).await
    }

    /// Signs in with a passkey alone.
    pub async fn signs_in_with_passkey(&mut self, key: &mut SoftwareKey) -> Page {
        let asked = self.is_asked_at_the_door().await;
        let answer = key.touch(&asked.options, ORIGIN).expect("a touch");
        self.answers_at_the_door(&asked, &answer).await
    }
}
