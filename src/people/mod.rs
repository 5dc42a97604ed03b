//! The people who work at a school, the user groups they are in, and their passwords.
//!
//! A person never sees another's password, and nobody sets one for somebody else.

mod hasher;
mod invite;
mod password;
mod person;
mod store;

pub use hasher::Hasher;
pub use invite::{Invitation, invite};
pub use password::{NewPassword, PASSWORD_CHARACTERS_MIN};
pub use person::Email;
pub use store::{Account, account, account_of, set_password};

use crate::feature::Feature;

/// What people's pages answer.
pub fn feature() -> Feature {
    Feature::named("people").statements(store::STATEMENTS)
}
