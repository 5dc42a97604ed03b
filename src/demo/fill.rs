//! Filling an empty house, through the doors that real use goes through: a school, its staff, its
//! pupils, and some weeks of concerns.

use keyward_moment::Moment;
use keyward_web::Problem;

use super::house::House;
use super::staff::Member;
use super::{children, history, register};
use crate::app::App;

/// The school was added so long ago, a little before the first concern.
const HISTORY_SECONDS: i64 = 40 * DAY_SECONDS;
const DAY_SECONDS: i64 = 24 * 3_600;

/// The moment at which the school began to use Keyward, seen from now.
pub fn history_begins(now: Moment) -> Moment {
    now.plus_seconds(-HISTORY_SECONDS)
}

/// Fills the house until now. The application's own clock stands where history begins.
///
/// # Errors
/// That the database is away.
pub async fn fill(app: &App, now: Moment) -> Result<Vec<Member>, Problem> {
    let begin = history_begins(now);
    let mut house = House::build(app).await?;
    let members = house.invite_staff(begin.plus_seconds(3_600)).await?;
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
const IMPORTER: &str = "ruth.abrahams";
