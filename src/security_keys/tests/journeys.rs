//! Keys as visitors meet them: linked, touched, copied, renamed and removed, on both databases.

mod ceremonies;
mod copies;
mod linking;
mod managing;
mod passkeys;
mod pins;

use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{Page, School, Visitor};

const LIST: &str = "/account/security-keys";

fn key(seed: u8) -> SoftwareKey {
    SoftwareKey::new(Kind::U2f, seed)
}

/// What the script is told, asserted to be a refusal.
#[track_caller]
fn told(page: &Page) -> (String, String) {
    let json = page.json();
    let error = &json["error"];
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    assert!(page.status.is_client_error(), "{}", page.body);
    (text("code"), text("words"))
}

/// Where a key's pages are.
async fn pages_of(visitor: &mut Visitor, name: &str) -> String {
    let list = visitor.get(LIST).await;
    let rows = list.every("[data-key-name]", "data-key-name");
    let place = rows.iter().position(|row| row == name).expect("a key");
    let links = list.every(r#"a[href$="/removal"]"#, "href");
    links[place].trim_end_matches("/removal").to_owned()
}

/// Whether the session is elevated.
async fn is_elevated(visitor: &mut Visitor) -> bool {
    let page = visitor.get("/dashboard").await;
    !page.is(200).every("[data-elevation]", "role").is_empty()
}

async fn letters_say(school: &School, to: &str, words: &str) -> bool {
    school
        .letters_to(to)
        .await
        .iter()
        .any(|letter| letter.contains(words))
}
