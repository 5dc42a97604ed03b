//! What a visitor does with a security key: the browser's script, in few words.

use serde_json::{Value, json};

use super::school::{ORIGIN, PASSWORD};
use super::software_key::SoftwareKey;
use super::{Page, School, Visitor};

/// A question that was put to a key.
pub struct Question {
    /// Its name on the server.
    pub ceremony: String,
    /// What the browser is told.
    pub options: Value,
}

impl Question {
    /// Reads a question.
    #[track_caller]
    pub fn read(page: &Page) -> Self {
        page.is(200);
        let mut json = page.json();
        Self {
            ceremony: json["ceremony"].as_str().expect("a ceremony").to_owned(),
            options: json["publicKey"].take(),
        }
    }

    /// The two fields of a form, once this key was touched.
    pub fn touched(&self, key: &mut SoftwareKey) -> [(&'static str, String); 2] {
        let answer = key.touch(&self.options, ORIGIN).expect("a touch");
        [("ceremony", self.ceremony.clone()), ("credential", answer)]
    }
}

impl Visitor {
    /// Asks for a question to a key.
    pub async fn is_asked(&mut self, purpose: &str) -> Question {
        let wish = json!({"purpose": purpose});
        Question::read(&self.post_json("/security-keys/challenges", &wish).await)
    }

    /// Sends a form with the touch that it needs.
    pub async fn touches(
        &mut self,
        key: &mut SoftwareKey,
        purpose: &str,
        address: &str,
        fields: &[(&str, &str)],
    ) -> Page {
        let question = self.is_asked(purpose).await;
        let touch = question.touched(key);
        self.posts_touch(&touch, address, fields).await
    }

    /// Sends a form that asks for a touch of its own, and touches this key for it.
    pub async fn acts_with(
        &mut self,
        key: &mut SoftwareKey,
        address: &str,
        fields: &[(&str, &str)],
    ) -> Page {
        let page = self.post(address, fields).await;
        assert!(page.asks_for_a_touch(), "{}", page.text());
        let touch = self.is_asked_about(&page).await.touched(key);
        self.posts_touch(&touch, address, fields).await
    }

    /// Asks for the question to a key for the act that this page is about.
    pub async fn is_asked_about(&mut self, page: &Page) -> Question {
        let about = page.every("form[data-touch=act]", "data-touch-about");
        let wish = json!({"purpose": "act", "about": about[0]});
        Question::read(&self.post_json("/security-keys/challenges", &wish).await)
    }

    /// Sends a form with a touch that was made before.
    pub async fn posts_touch(
        &mut self,
        touch: &[(&'static str, String); 2],
        address: &str,
        fields: &[(&str, &str)],
    ) -> Page {
        let touch = touch.iter().map(|(name, value)| (*name, value.as_str()));
        let all: Vec<(&str, &str)> = fields.iter().copied().chain(touch).collect();
        self.post(address, &all).await
    }

    /// Elevates their access.
    pub async fn elevates_with(&mut self, key: &mut SoftwareKey) -> Page {
        self.touches(key, "elevate", "/elevation", &[]).await
    }

    /// Begins to link a key, with what proves who they are.
    pub async fn begins_to_link(&mut self, name: &str, proof: Value) -> Page {
        let mut form = proof;
        form["device_name"] = name.into();
        self.post_json("/account/security-keys/registrations", &form)
            .await
    }

    /// Links a key, once the server has asked for it.
    pub async fn finishes_linking(&mut self, begun: &Page, key: &mut SoftwareKey) -> Page {
        let question = Question::read(begun);
        let answer = key.register(&question.options, ORIGIN).expect("an answer");
        let form = json!({"ceremony": question.ceremony, "credential": answer});
        self.post_json("/account/security-keys", &form).await
    }

    /// Links their first key.
    pub async fn links(&mut self, key: &mut SoftwareKey, name: &str) -> Page {
        let proof = json!({"password": PASSWORD});
        let begun = self.begins_to_link(name, proof).await;
        self.finishes_linking(&begun, key).await
    }

    /// Links a further key by a touch of one that is there.
    pub async fn links_another(
        &mut self,
        there: &mut SoftwareKey,
        key: &mut SoftwareKey,
        name: &str,
    ) -> Page {
        let question = self.is_asked("add_key").await;
        let [(_, ceremony), (_, credential)] = question.touched(there);
        let proof = json!({"ceremony": ceremony, "credential": credential});
        let begun = self.begins_to_link(name, proof).await;
        self.finishes_linking(&begun, key).await
    }
}

impl School {
    /// A visitor signed in as this person, who has a password and has linked this key.
    pub async fn signed_in_with_a_key(&self, address: &str, key: &mut SoftwareKey) -> Visitor {
        self.gives_password(address).await;
        let mut visitor = self.signed_in(address).await;
        visitor.links(key, "Blue key").await.is(201);
        visitor
    }
}
