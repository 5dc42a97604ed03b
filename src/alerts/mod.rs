//! Alerts: nobody's worry gets lost.
//!
//! Whoever logs a concern chooses people and alert groups; a group is resolved to its people at
//! that moment. Each of them says themselves that they have it: opening a concern is not
//! acknowledging it. A concern whose category asks for an answer has a clock, which runs in school
//! time and stops when a safeguarding lead acknowledges it. When it runs out, the concern is passed
//! on to the next in line, visibly, once, however many servers there are.
//!
//! Whoever hears of a concern reads it. So who is in a group, in the line or stands in changes with a
//! touch alone, every lead is told of it, and nobody but a lead puts themselves in.
//!
//! Nobody is ever alerted to a concern that names them as staff, or that is about a pupil from
//! whose file they were excluded; and a letter never says more than that there is something to read.

mod able;
mod acknowledge;
mod clock;
mod covers;
mod groups;
mod keeping;
mod line;
mod more;
mod next;
mod panel;
mod passing;
mod raise;
mod store;
#[cfg(test)]
pub(crate) mod tests;
mod there;
mod waits;
mod whole;
mod written_down;

pub use acknowledge::{Acknowledged, acknowledge, is_in_hand};
pub use clock::Watch;
pub use groups::{AlertGroup, offered};
pub use keeping::{NOT_YOURSELF, puts_themselves_in, tell, tell_of_reading, tell_of_time};
pub use more::raise_more;
pub use panel::{Panel, panel, sample as sample_panel};
pub use raise::{alert_past, raise};
pub use there::There;
pub use waits::Waits;

use crate::access::{May, Right};
use crate::feature::{Feature, Part, Setting};

/// Who may keep alert groups and the line.
const KEEPERS: May = May::HaveAny(&[Right::ManageGroups, Right::WorkCases]);

/// The pages of alerts.
pub fn feature() -> Feature {
    Feature::named("alerts")
        .post(
            "/concerns/{concern}/alert/acknowledgement",
            May::BeHere,
            acknowledge::post,
        )
        .get("/alert-groups", KEEPERS, groups::list::get)
        .get("/alert-groups/new", KEEPERS, groups::edit::new)
        .post_with_touch(
            "/alert-groups",
            KEEPERS,
            "add an alert group",
            groups::edit::add,
        )
        .get("/alert-groups/{group}", KEEPERS, groups::edit::get)
        .post_with_touch(
            "/alert-groups/{group}",
            KEEPERS,
            "change an alert group",
            groups::edit::post,
        )
        .post(
            "/alert-groups/{group}/retirement",
            KEEPERS,
            groups::edit::retire,
        )
        .get("/alerts/line", KEEPERS, line::get)
        .post_with_touch(
            "/alerts/line",
            KEEPERS,
            "change who is next in line",
            line::post,
        )
        .setting(Setting {
            label: "Alert groups",
            href: "/alert-groups",
            may: KEEPERS,
            part: Part::Safeguarding,
            about: "People who are alerted together",
        })
        .setting(Setting {
            label: "Next in line",
            href: "/alerts/line",
            may: KEEPERS,
            part: Part::Safeguarding,
            about: "Who is asked when nobody acknowledges a concern in time",
        })
        .statements(able::STATEMENTS)
        .statements(store::STATEMENTS)
        .statements(panel::STATEMENTS)
        .statements(groups::STATEMENTS)
        .statements(clock::STATEMENTS)
        .statements(covers::STATEMENTS)
        .statements(line::STATEMENTS)
        .statements(keeping::STATEMENTS)
        .statements(written_down::STATEMENTS)
        .sample("alert groups", &groups::list::sample())
        .sample("an alert group", &groups::edit::sample())
        .sample("next in line", &line::sample())
}
