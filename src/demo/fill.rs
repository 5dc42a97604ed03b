//! Filling an empty house, through the doors that real use goes through: a school, its staff, its
//! pupils, and some weeks of concerns.

use keyward_moment::Moment;
use keyward_web::Problem;

use super::house::House;
use super::large::{self, Large};
use super::staff::Member;
use super::{children, history, register};
use crate::app::App;

/// The school was added so long ago, a little before the first concern.
const HISTORY_SECONDS: i64 = 40 * DAY_SECONDS;
const DAY_SECONDS: i64 = 24 * 3_600;

/// How much of a school is made.
#[derive(Copy, Clone, Debug)]
pub enum Size {
    /// 120 pupils and some weeks of concerns.
    Usual,
    /// The same, after the years of a large school.
    Large(Large),
}

/// The moment at which the school began to use Keyward, seen from now.
pub fn begins(now: Moment, size: Size) -> Moment {
    let usual = history_begins(now);
    match size {
        Size::Usual => usual,
        Size::Large(_) => large::begins(now).map_or(usual, |begins| begins.min(usual)),
    }
}

/// The moment at which the last weeks begin, of which every concern has a story of its own.
fn history_begins(now: Moment) -> Moment {
    now.plus_seconds(-HISTORY_SECONDS)
}

/// Fills the house until now, and tells how far it is where that takes long. The application's own
/// clock stands where the school [`begins`].
///
/// # Errors
/// That the database is away.
pub async fn fill(
    app: &App,
    now: Moment,
    size: Size,
    tell: &dyn Fn(&str),
) -> Result<Vec<Member>, Problem> {
    let begin = begins(now, size).plus_seconds(3_600);
    let mut house = House::build(app).await?;
    let members = house.invite_staff(begin).await?;
    let begin = history_begins(now);
    match size {
        Size::Usual => {}
        Size::Large(large) => large::happen(&house, large, (begin, now), tell).await?,
    }
    let next_day = begin.plus_seconds(DAY_SECONDS);
    let pupils = register::pupils(now.london().date())?;
    let enrolled = house.lets(IMPORTER, next_day, move |tx| register::enrol(tx, &pupils));
    let register = enrolled.await?;
    let morning = next_day.plus_seconds(DAY_SECONDS);
    children::are_known(&house, &register, morning).await?;
    history::happen(&house, &register, now).await?;
    Ok(members)
}

/// The administrator, who imported the pupils.
pub(super) const IMPORTER: &str = "ruth.abrahams";
