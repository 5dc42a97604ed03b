//! First keys, lost keys and the way back in, as visitors meet them.

mod alone;
mod first_keys;
mod giving;
mod printed;
mod recoveries;
mod waiting;
mod withdrawals;

use keyward_db::params;

use crate::testing::school::PASSWORD;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{School, Visitor};

keyward_db::statements! {
    /// What a user group asks of first keys, and of signing in.
    ASK = "INSERT INTO group_policy (group_id, kinds, synced_passkeys, passkey_sign_in, pin,
                                     approved_models, key_at_sign_in, keys_min, grace_days, first_key)
           SELECT id, 'u2f_keys passkeys soft_keys usb_keys recovery_codes', 0, 0, 0, 0, $3, 0, 14, $2
           FROM user_group WHERE name = $1";
    /// Every user group that asks anything asks for a PIN too.
    ASK_FOR_PIN = "UPDATE group_policy SET pin = 1";
}

const LIST: &str = "/account/security-keys";

fn key(number: u8) -> SoftwareKey {
    SoftwareKey::new(Kind::U2f, number)
}

/// The user group asks for this way to a first key.
async fn asks(school: &School, group: &'static str, first_key: &'static str, at_sign_in: bool) {
    let asked = school
        .app
        .db()
        .write(move |tx| tx.execute(ASK, &params![group, first_key, at_sign_in]));
    assert_eq!(asked.await.expect("written"), 1);
}

/// Every user group that asks anything asks for a PIN too.
async fn asks_for_a_pin(school: &School) {
    let asked = school
        .app
        .db()
        .write(|tx| tx.execute(ASK_FOR_PIN, &params![]));
    asked.await.expect("written");
}

/// Dana and Dee hold keys that work, and are elevated by them.
async fn two_with_keys(school: &School) -> [(Visitor, SoftwareKey); 2] {
    let (mut blue, mut red) = (key(101), key(102));
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    dana.elevates_with(&mut blue).await.leads_to();
    let mut dee = school.signed_in_with_a_key("deputy", &mut red).await;
    dee.elevates_with(&mut red).await.leads_to();
    let (dana, dee) = (dana.with_a_key_in_hand(), dee.with_a_key_in_hand());
    [(dana, blue), (dee, red)]
}

/// A visitor signed in as this person, who has a password and no key.
async fn newcomer(school: &School, address: &str) -> Visitor {
    school.gives_password(address).await;
    school.signed_in(address).await
}

/// The page of somebody's keys.
async fn page_of(school: &School, address: &str) -> String {
    format!("/people/{}/security-keys", school.person(address).await)
}

/// How many letters to somebody hold these words.
async fn letters_that_say(school: &School, address: &str, words: &str) -> usize {
    let letters = school.letters_to(address).await;
    letters
        .iter()
        .filter(|letter| letter.contains(words))
        .count()
}

/// The addresses of forms on a page that end so.
fn forms(page: &crate::testing::Page, ending: &str) -> Vec<String> {
    let selector = format!(r#"form[action$="{ending}"]"#);
    page.every(&selector, "action")
}

/// What is sent with a password.
fn with_password() -> serde_json::Value {
    serde_json::json!({ "password": PASSWORD })
}

/// The user group asks for a key at sign-in.
pub async fn asks_for_a_key_at_sign_in(school: &School, group: &'static str) {
    asks(school, group, "by_default", true).await;
}
