//! The people who work at a school, the user groups they are in, and their passwords.
//!
//! A person never sees another's password, and nobody sets one, or registers a security key, for
//! somebody else. Nobody changes their own user groups or ends their own account, and the last
//! person who can manage people and user groups stays. Who reads every pupil's file is told when
//! another person comes to read files.

mod directory;
mod ending;
mod hasher;
mod invitation;
mod invite;
mod list;
mod membership;
mod password;
mod person;
mod show;
mod sight;
mod standing_in;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub(crate) use directory::groups_line;
pub use directory::{
    Holder, choices, everybody_here, holders, holders_of_any, is_locked_out, sight_of,
};
pub use hasher::Hasher;
pub use invite::{Invitation, invite};
pub use password::NewPassword;
pub use person::Email;
pub use sight::{Limit, Sight, limits_words, shows_all_of};
pub use standing_in::as_actor;
pub use store::{Account, access_of, account, account_of, set_password};

use crate::access::{May, Right};
use crate::feature::Feature;

/// What people's pages answer.
pub fn feature() -> Feature {
    let may = May::Have(Right::ManagePeople);
    Feature::named("people")
        .get("/people", may, list::get)
        .post("/people", may, list::find)
        .get("/people/invitations/new", may, invitation::get)
        .post_with_touch(
            "/people/invitations",
            may,
            "invite somebody",
            invitation::post,
        )
        .get("/people/waiting", may, waiting::get)
        .post(
            "/people/waiting/network",
            may,
            waiting::let_network_try_again,
        )
        .get("/people/{person}", may, show::get)
        .post_with_touch(
            "/people/{person}/membership",
            may,
            "change somebody’s user groups",
            show::change,
        )
        .post("/people/{person}/attempts", may, waiting::let_try_again)
        .get("/people/{person}/ending", may, ending::get)
        .post_with_touch(
            "/people/{person}/ending",
            may,
            "end an account",
            ending::post,
        )
        .post_with_touch(
            "/people/{person}/return",
            may,
            "bring an account back",
            ending::bring_back,
        )
        .entrance("People", "/people", may)
        .statements(store::STATEMENTS)
        .statements(directory::STATEMENTS)
        .sample("people", &list::sample())
        .sample("invite somebody", &invitation::sample())
        .sample("a person", &show::sample())
        .sample("end an account", &ending::sample())
        .sample("waiting after failed attempts", &waiting::sample())
}
