//! The models of key that a school approves, each with the root certificate that vouches for it.
//!
//! While a school approves none, no key is asked for its make. Approving a model lets nobody in by
//! itself: it is asked for where a user group says so. A model that is removed vouches for nothing
//! from the next request on.

mod page;
mod store;

pub use store::{all, any};

pub(super) use page::{add, get, remove, sample};
pub(super) use store::STATEMENTS;

use keyward_moment::Moment;
use keyward_web::{Errors, readable_line};

use crate::ids::KeyModelId;
use crate::security_keys;

/// A model of key that the school approves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovedModel {
    /// Which.
    pub id: KeyModelId,
    /// What the school calls it.
    pub name: String,
    /// Its identifier; empty for every model of the root.
    pub model: String,
    /// The root certificate that vouches for it.
    pub root_pem: String,
    /// When it was approved.
    pub added_at: Moment,
    /// For how many working keys it vouches.
    pub keys: i64,
}

/// The longest name, in characters.
const NAME_CHARACTERS_MAX: usize = 80;
/// The longest certificate, in characters.
const ROOT_CHARACTERS_MAX: usize = 16_384;

/// A model that may be approved.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wanted {
    name: String,
    model: String,
    root_pem: String,
    /// Whom the root certificate names.
    root: String,
}

impl Wanted {
    /// Checks what was typed.
    ///
    /// # Errors
    /// What is wrong, field by field.
    fn check(name: &str, model: &str, every: bool, root_pem: &str) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let name = readable_line(name).unwrap_or_default();
        if name.is_empty() || name.chars().count() > NAME_CHARACTERS_MAX {
            let words =
                format!("Enter a name for the model, up to {NAME_CHARACTERS_MAX} characters");
            errors.add("name", words);
        }
        let read = match (model, every) {
            ("", true) => Ok(String::new()),
            ("", false) => Err(
                "Enter the identifier of the model, or tick that every model of the root \
                 certificate is approved",
            ),
            (_, true) => {
                Err("Either enter an identifier or tick that every model is approved, not both")
            }
            (model, false) => security_keys::model(model).ok_or(
                "Enter the identifier as its maker prints it, such as \
                 2fc0579f-8113-47ea-b116-bb5a8db9202a",
            ),
        };
        let read = read.map_err(|words| errors.add("model", words));
        let fits = root_pem.chars().count() <= ROOT_CHARACTERS_MAX;
        let root = Some(root_pem)
            .filter(|_| fits)
            .and_then(security_keys::root);
        if root.is_none() {
            let words = "Paste one root certificate in PEM form, from \u{201c}-----BEGIN \
                         CERTIFICATE-----\u{201d} to \u{201c}-----END CERTIFICATE-----\u{201d}; a \
                         key\u{2019}s own certificate does not do";
            errors.add("root", words);
        }
        errors.unless_any(Self {
            name: name.to_owned(),
            model: read.unwrap_or_default(),
            root_pem: root_pem.trim().to_owned(),
            root: root.map(|root| root.subject).unwrap_or_default(),
        })
    }
}
