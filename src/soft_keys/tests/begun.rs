//! An app that is begun to be set up, as its person does it.

use keyward_codes::hotp::Secret;
use keyward_db::params;
use scraper::{Html, Selector};

use crate::testing::school::PASSWORD;
use crate::testing::with_code::SoftApp;
use crate::testing::{Page, School, Visitor};

pub(super) const LIST: &str = "/account/security-keys";
pub(super) const NEW: &str = "/account/soft-keys/new";
pub(super) const SETUP: &str = "/account/soft-keys/setup";
pub(super) const LINK: &str = "/account/soft-keys";

keyward_db::statements! {
    /// What is kept of apps that are being set up.
    SETUPS = "SELECT secret FROM soft_key_setup";
}

/// An app that was begun to be set up: what it was told, and the page that told it.
pub(super) struct Begun {
    pub app: SoftApp,
    pub setup: String,
}

impl Begun {
    /// What stands on this page.
    #[track_caller]
    pub fn read(page: &Page) -> Self {
        let html = Html::parse_document(&page.body);
        let secret = Selector::parse("dd .kw-secret").expect("a selector");
        let secret = html.select(&secret).next().expect("a secret").text();
        let secret = Secret::from_base32(&secret.collect::<String>()).expect("base32");
        Self {
            app: SoftApp(secret),
            setup: page.every("input[name=setup]", "value").remove(0),
        }
    }

    /// Confirms it with this code.
    pub async fn confirms(&self, visitor: &mut Visitor, code: &str) -> Page {
        let name = "as the page had it";
        let form = [
            ("setup", self.setup.as_str()),
            ("device_name", name),
            ("code", code),
        ];
        visitor.post(LINK, &form).await
    }
}

/// Begins to set an app up.
pub(super) async fn begins(visitor: &mut Visitor, name: &str, proof: &[(&str, &str)]) -> Page {
    let mut form = vec![("device_name", name)];
    form.extend_from_slice(proof);
    visitor.post(SETUP, &form).await
}

/// Begins to set an app up, with what is enough, and opens the page that tells it what it needs.
pub(super) async fn begun(visitor: &mut Visitor, name: &str, proof: &[(&str, &str)]) -> Begun {
    assert_eq!(begins(visitor, name, proof).await.leads_to(), SETUP);
    Begun::read(visitor.get(SETUP).await.is(200))
}

/// Somebody signed in who has a password and no key.
pub(super) async fn newcomer(school: &School, address: &str) -> Visitor {
    school.gives_password(address).await;
    school.signed_in(address).await
}

/// What is sent with a password.
pub(super) const BY_PASSWORD: &[(&str, &str)] = &[("password", PASSWORD)];

/// What the database keeps of apps that are being set up.
pub(super) async fn setups(school: &School) -> Vec<Vec<u8>> {
    let read = school
        .app
        .db()
        .read(|tx| tx.all(SETUPS, &params![], |row| row.get(0)));
    read.await.expect("read")
}
