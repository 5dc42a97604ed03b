//! Security keys: the small devices that staff carry and touch.
//!
//! A person links their own key to their account once. From then on a touch of that key answers a
//! question which Keyward asked a moment before, and nobody who lacks the key can give the answer.
//! This room asks the questions and judges the answers. It is the only one that knows how a key
//! speaks; everybody else hears `NewKey`, `Touch` or a [`Refusal`] with words for the person.
//!
//! Keys that give codes stand in the same list, and a code proves as much as a touch. This room
//! counts codes and asks the room of each kind; it does not know how a code comes about.
//!
//! A question is taken out of the store before its answer is judged, so that one question has one
//! answer. This room never writes what a key said to a log, and it never lets a person in by
//! itself: whoever asked for a touch settles it in the transaction of what it was for.

mod allow;
mod answer;
mod assertion;
mod attempt;
mod attestation;
mod ceremonies;
mod challenge;
mod code_keys;
mod codes;
mod key;
mod library;
mod line;
mod list;
mod loss;
mod missed;
mod name;
mod new_key;
mod notices;
mod passkeys;
mod proof;
mod purpose;
mod refusal;
mod register;
mod registration;
mod remove;
mod rename;
mod report;
mod store;
mod strict_json;
mod touches;
mod transports;
mod verifier;
mod ways;
mod wire;
mod withdraw;

#[cfg(test)]
mod tests;

pub use allow::may_allow;
pub use attempt::Attempt;
pub use attestation::{model, root};
pub use code_keys::{
    CodeKey, NewCodeKey, NotLinked, check_new_name, code_keys, forgive_wrong_codes, link_code_key,
    rise,
};
pub use codes::{Taken, TakenBy};
pub use key::PersonHandle;
pub use line::Line;
pub use loss::lose_every_key;
pub use missed::last_of as last_that_counts;
pub use new_key::{Claim, prove};
pub use notices::{linked as tell_linked, to_me as tell_me};
pub use passkeys::judge as judge_passkey;
pub use proof::{KeyAnswer, judge, judge_for};
pub use purpose::Purpose;
pub use refusal::Refusal;
pub use report::lines_of;
pub use store::remove_every;
pub use verifier::{SettingRefused, Verifier};
pub use ways::Ways;
pub use wire::{
    Sent, answer as answer_script, refused as refuse_script_with, refused_key as refuse_script,
};

use crate::access::{May, Right};
use crate::feature::Feature;

/// Those who look after other people's keys.
pub const KEEPERS: May = May::HaveAny(&[Right::ManagePeople, Right::VouchForKeys]);

/// The list of keys and what can be done with them, and the questions that the script asks.
pub fn feature() -> Feature {
    Feature::named("security_keys")
        .post("/security-keys/challenges", May::Arrive, challenge::post)
        .get("/account/security-keys", May::Arrive, list::get)
        .get(
            "/account/security-keys/browsers",
            May::Arrive,
            list::browsers,
        )
        .post(
            "/account/security-keys/registrations",
            May::Arrive,
            register::begin,
        )
        .post("/account/security-keys", May::Arrive, register::finish)
        .get(
            "/account/security-keys/{key}/name",
            May::BeHere,
            rename::get,
        )
        .post(
            "/account/security-keys/{key}/name",
            May::BeHere,
            rename::post,
        )
        .get(
            "/account/security-keys/{key}/removal",
            May::BeHere,
            remove::get,
        )
        .post(
            "/account/security-keys/{key}/removal",
            May::BeHere,
            remove::post,
        )
        .get(
            "/account/security-keys/{key}/withdrawal",
            May::Arrive,
            withdraw::get,
        )
        .post(
            "/account/security-keys/{key}/withdrawal",
            May::Arrive,
            withdraw::post,
        )
        .get("/account/lost-key", May::Arrive, report::get)
        .get(
            "/account/security-keys/{key}/loss",
            May::Arrive,
            report::confirm,
        )
        .post(
            "/account/security-keys/{key}/loss",
            May::Arrive,
            report::post,
        )
        .post(
            "/people/{person}/security-keys/{key}/loss",
            KEEPERS,
            report::post_for_another,
        )
        .post_with_touch(
            "/people/{person}/security-keys/{key}/return",
            KEEPERS,
            "allow a key again",
            allow::post,
        )
        .post("/{school}/passkey/challenges", May::Enter, passkeys::ask)
        .statements(store::STATEMENTS)
        .statements(passkeys::STATEMENTS)
        .statements(ceremonies::STATEMENTS)
        .statements(code_keys::STATEMENTS)
        .statements(loss::STATEMENTS)
        .statements(report::STATEMENTS)
        .sample("security keys", &list::sample())
        .sample("no security key yet", &list::empty_sample())
        .sample("browsers for security keys", &list::browsers_sample())
        .sample("rename a security key", &rename::sample())
        .sample("remove a security key", &remove::sample())
        .sample("withdraw a security key", &withdraw::sample())
        .sample("no more keys withdrawn today", &withdraw::spent_sample())
        .sample("report a key lost", &report::sample())
        .sample("confirm that a key is lost", &report::confirm_sample())
}
