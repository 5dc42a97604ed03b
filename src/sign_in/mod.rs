//! Signing in at a school's page: the password first, then the key for whoever has one; or a passkey
//! alone, where every user group of its holder lets it.
//!
//! A wrong password and an unknown address read the same and take as long. A session is a random
//! secret in a cookie, of which the database keeps a hash. A password link never skips the key.

mod again;
mod ask;
mod attempts;
mod enter;
mod link;
mod networks;
mod notices;
mod passkey;
mod patterns;
mod place;
mod set;
mod sign_out;
mod store;
#[cfg(test)]
mod tests;
mod throttle;
mod waiting;
mod watch;
mod words;

pub use again::{ask_again, is_password_of};
pub use attempts::{
    Admission, admit_break_glass, admit_code, admit_from, count_refused_key,
    count_wrong_break_glass, forget_break_glass, forget_codes, forget_refused_keys, network,
};
pub use link::answer_requests;
pub use networks::{WaitingNetwork, let_network_try_again, waiting_networks};
pub use patterns::Pattern;
#[cfg(test)]
pub use place::Place;
#[cfg(test)]
pub use store::begin_session;
pub use store::{new_token, rotate};
pub use waiting::{Waiting, everybody_waiting, let_try_again, waiting_of};
pub use watch::{BusyNetwork, busy_networks, may_tell};
pub use words::{a_while, codes_wait_words, minutes_until};

use crate::access::May;
use crate::feature::Feature;

/// The pages before anybody is signed in.
pub fn feature() -> Feature {
    Feature::named("sign_in")
        .get("/{school}", May::Enter, enter::get)
        .post("/{school}", May::Enter, enter::post)
        .get("/{school}/lost-key", May::Enter, enter::lost_key)
        .post("/{school}/lost-key", May::Enter, enter::post_lost_key)
        .post("/{school}/passkey", May::Enter, passkey::post)
        .get("/{school}/password-link", May::Enter, ask::get)
        .post("/{school}/password-link", May::Enter, ask::post)
        .get("/{school}/password/{token}", May::Enter, set::get)
        .post("/{school}/password/{token}", May::Enter, set::post)
        .post("/sign-out", May::Arrive, sign_out::post)
        .statements(store::STATEMENTS)
        .statements(attempts::STATEMENTS)
        .statements(link::STATEMENTS)
        .statements(networks::STATEMENTS)
        .statements(waiting::STATEMENTS)
        .statements(watch::STATEMENTS)
        .sample("sign in", &enter::sample())
        .sample("sign in to report a lost key", &enter::lost_key_sample())
        .sample("ask for a password link", &ask::sample())
        .sample("set a password", &set::sample())
}
