//! School time: when the school is open, its terms, its closed days, and who stands in for
//! somebody who is away.
//!
//! The clock of a concern that nobody has acknowledged runs in school time alone. In the holidays
//! it runs for grave concerns, in the hours in which somebody looks in, so that none of them waits
//! for weeks. A school that has written down nothing is open from Monday to Friday, 08:30 to 16:00,
//! every week.
//!
//! Whoever stands in is alerted to what the person away is alerted to, and reads it. So only a lead
//! stands in for a lead, nobody stands in for somebody who reads files that they do not read, and what
//! was written down counts only while that holds.

mod absence;
mod absences;
mod calendar;
mod edit;
mod rows;
mod store;
#[cfg(test)]
mod tests;
mod written;

pub use absence::{Absent, Away, who_answers};
pub use calendar::Calendar;

use jiff::civil::Date;
use keyward_web::Problem;

use crate::access::{May, Right};
use crate::cx::Tx;
use crate::feature::{Feature, Part, Setting};
use crate::ids::PersonId;

/// The pages of school time.
pub fn feature() -> Feature {
    let may = May::HaveAny(&[Right::ManageGroups, Right::WorkCases]);
    Feature::named("school_calendar")
        .get("/school/calendar", may, edit::get)
        .post_with_touch(
            "/school/calendar",
            may,
            "change the school calendar",
            edit::post,
        )
        .post("/school/calendar/rows", may, edit::more)
        .get("/school/absences", may, absences::get)
        .post_with_touch(
            "/school/absences",
            may,
            "say who stands in for somebody",
            absences::post,
        )
        .post("/school/absences/{absence}/end", may, absences::end)
        .statements(store::STATEMENTS)
        .setting(Setting {
            label: "Absences",
            href: "/school/absences",
            may,
            part: Part::Safeguarding,
            about: "Who is away, and who stands in",
        })
        .setting(Setting {
            label: "School calendar",
            href: "/school/calendar",
            may,
            part: Part::Safeguarding,
            about: "Hours, terms and closed days: when the time to acknowledge runs",
        })
        .sample("the school calendar", &edit::sample())
        .sample("absences", &absences::sample())
}

/// The calendar of the actor's school, and who is asked first in the holidays.
///
/// # Errors
/// That the database is away.
pub fn calendar(tx: &mut Tx<'_, '_>) -> Result<(Calendar, Option<PersonId>), Problem> {
    let kept = store::kept(tx)?;
    Ok((kept.calendar, kept.holiday_person))
}

/// Who is away at the actor's school on this day.
///
/// # Errors
/// That the database is away.
pub fn away(tx: &mut Tx<'_, '_>, day: Date) -> Result<Vec<Away>, Problem> {
    store::away(tx, day)
}
