//! Who may link a first key, and who lets somebody back in who has lost every key.
//!
//! A user group says how its people come to a first key: with their password, with a code that an
//! administrator printed, or with somebody else's approval. Whoever holds a key, in whatever state,
//! links a further one with a key; a lost or suspended key is a key, so that a password alone never
//! gets past it. Somebody whose keys are all gone is let back in by two people together, each with
//! elevated access by a key of their own.
//!
//! Nobody approves their own key, agrees to a recovery that they began or that is for them, or lets
//! anybody in by break glass. One administrator alone never gives anybody a new key who had one:
//! whoever let somebody in (by an invitation, by bringing their account back, by their user groups)
//! neither approves their first key nor prints a code for it, and whoever returns a lost key does not approve it.

mod again;
mod approvals;
mod codes;
mod first_key;
mod grant;
mod let_in;
mod notices;
mod person;
mod prove;
mod recoveries;
mod store;
#[cfg(test)]
mod tests;
mod waiting;
mod waits;

pub use again::who_needs_a_key;
pub use first_key::Way;
pub use grant::{Admitted, Grant};
pub use let_in::{LetIn, let_in};
pub use notices::{write_to_somebody, write_to_those_who_answer};
pub use person::{check_sentences, check_words, refused_for};
pub use prove::{Wrong, prove, way};
pub use store::{approval_is_default, needs_key, others_who_vouch};
#[cfg(test)]
pub use tests::asks_for_a_key_at_sign_in;
pub use waiting::{for_my_yes, tell_that_it_waits};

use crate::access::{May, Right};
use crate::feature::{Feature, Part, Setting};
use crate::security_keys::KEEPERS;

/// Approvals, and the page of somebody's keys.
pub fn feature() -> Feature {
    let vouch = May::Have(Right::VouchForKeys);
    Feature::named("enrolment")
        .get("/approvals", vouch, approvals::get)
        .get("/approvals/somebody", vouch, approvals::somebody)
        .post_with_touch(
            "/approvals/keys/{key}/approval",
            vouch,
            "approve somebody’s key",
            approvals::approve,
        )
        .post("/approvals/keys/{key}/refusal", vouch, approvals::refuse)
        .post_with_touch(
            "/approvals/recoveries/{recovery}/agreement",
            vouch,
            "let somebody back in",
            approvals::agree,
        )
        .post(
            "/approvals/recoveries/{recovery}/withdrawal",
            vouch,
            approvals::withdraw,
        )
        .get("/people/{person}/security-keys", KEEPERS, person::get)
        .post_with_touch(
            "/people/{person}/security-keys/recoveries",
            vouch,
            "ask a second person to agree",
            person::begin_recovery,
        )
        .post_with_touch(
            "/people/{person}/security-keys/enrolment-code",
            May::Have(Right::ManagePeople),
            "print an enrolment code",
            person::print_code,
        )
        .setting(Setting {
            label: "Approvals",
            href: "/approvals",
            may: vouch,
            part: Part::Access,
            about: "First keys and returns that wait for your approval",
        })
        .statements(store::STATEMENTS)
        .statements(let_in::STATEMENTS)
        .statements(again::STATEMENTS)
        .statements(codes::STATEMENTS)
        .statements(waiting::STATEMENTS)
        .statements(recoveries::STATEMENTS)
        .sample("approvals", &approvals::sample())
        .sample("nothing to approve", &approvals::empty_sample())
        .sample("the security keys of somebody", &person::sample())
        .sample("the security keys of somebody new", &person::new_sample())
        .sample("the enrolment sheet", &person::sheet_sample())
}
