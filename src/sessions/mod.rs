//! Where somebody is signed in: on which browser, from which network, elevated or not.
//!
//! Everybody sees their own sessions and ends any or all of them; whoever manages people sees and
//! ends those of others at their school, who are told. What else ends a session (a new password, a
//! lost key, the end of an account) stands in one table, [`Cause`].
//!
//! It never shows a session's secret, which is in the person's browser alone, and nobody finds a
//! session by any other way than its person.

mod cause;
mod endings;
mod mine;
mod of_person;
mod session;
mod store;
#[cfg(test)]
mod tests;

pub use cause::{Cause, Gone};
pub use endings::{Closed, close_after, end, end_after};

use crate::access::{May, Right};
use crate::feature::Feature;

/// The pages of one's own sessions and, for those who manage people, of others'.
pub fn feature() -> Feature {
    let may = May::Have(Right::ManagePeople);
    Feature::named("sessions")
        .get("/account/sessions", May::BeHere, mine::get)
        .post("/account/sessions/endings", May::BeHere, mine::end_others)
        .post(
            "/account/sessions/{session}/ending",
            May::BeHere,
            mine::end_one,
        )
        .get("/people/{person}/sessions", may, of_person::get)
        .post(
            "/people/{person}/sessions/endings",
            may,
            of_person::end_every,
        )
        .post(
            "/people/{person}/sessions/{session}/ending",
            may,
            of_person::end_one,
        )
        .statements(store::STATEMENTS)
        .statements(endings::STATEMENTS)
        .sample("sessions", &mine::sample())
        .sample("somebody's sessions", &of_person::sample())
}
