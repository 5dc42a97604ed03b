//! A large school: two thousand children and fifteen years of concerns, by chance that repeats.
//!
//! One seed makes the same children, and the same words about them at the same times. Everything is
//! written in the order in which it happened, each act by its own person at its own moment, through
//! narrow doors of the rooms that write what their pages would write. Nobody gets a letter of it.

mod author;
mod chance;
mod diary;
mod pupils;
mod stories;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use keyward_moment::Moment;
use keyward_web::Problem;

use self::author::Author;
use self::chance::Chance;
use self::diary::{Diary, in_thousands};
use self::pupils::{Child, children};
use self::stories::notes;
use super::calendar::school_year;
use super::fill::IMPORTER;
use super::house::House;
use super::register;

/// Its oldest pupils came so many years ago, to the nursery.
const YEARS: i16 = 15;

/// How large a school is made, and from which seed.
#[derive(Copy, Clone, Debug)]
pub struct Large {
    /// The same seed makes the same school.
    pub seed: u64,
    /// How many children.
    pub pupils: usize,
    /// How many concerns.
    pub concerns: usize,
}

impl Large {
    /// A school of the size to build for.
    pub const fn of_seed(seed: u64) -> Self {
        Self {
            seed,
            pupils: 2_000,
            concerns: 300_000,
        }
    }
}

/// The moment at which a school began that has kept records for all these years: the month before
/// its oldest pupils came.
pub(super) fn begins(now: Moment) -> Option<Moment> {
    let year = school_year(now.london().date()) - YEARS;
    Moment::from_london(Date::new(year, 8, 1).ok()?, Time::midnight())
}

/// Lets all the years happen, until this moment, and tells how far it is.
pub(super) async fn happen(
    house: &House<'_>,
    large: Large,
    (until, now): (Moment, Moment),
    tell: &dyn Fn(&str),
) -> Result<(), Problem> {
    let Large {
        seed,
        pupils,
        concerns,
    } = large;
    tell(&format!(
        "A large school from the seed {seed}: {} pupils, {} concerns.",
        in_thousands(pupils),
        in_thousands(concerns)
    ));
    let mut chance = Chance::of_seed(seed);
    let children = children(&mut chance, pupils, now.london().date())?;
    let mut notes = notes(&mut chance, &children, concerns, until)?
        .into_iter()
        .peekable();
    let mut author = Author::at(house, seed, until).await?;
    let mut diary = Diary::new(house, concerns, tell);
    for (day, arriving) in arrivals(&children) {
        let morning = Moment::from_london(day, Time::midnight())
            .ok_or_else(|| Problem::bug("a day without a morning"))?
            .min(until);
        while let Some(note) = notes.next_if(|note| note.recorded_at < morning) {
            diary.enter(author.story(&note)?).await?;
        }
        diary.close(morning).await?;
        let details = arriving.iter().filter_map(|child| children.get(*child));
        let details: Vec<_> = details.map(|child| child.details.clone()).collect();
        let called: Vec<_> = details.iter().map(|one| one.forename.clone()).collect();
        let enrolled = house.lets(IMPORTER, morning, move |tx| {
            register::bring_in(tx, &details)
        });
        for (child, known) in arriving
            .into_iter()
            .zip(enrolled.await?.into_iter().zip(called))
        {
            author.meet(child, known);
        }
    }
    for note in notes {
        diary.enter(author.story(&note)?).await?;
    }
    diary.close(until).await
}

/// The children by the day on which they came.
fn arrivals(children: &[Child]) -> BTreeMap<Date, Vec<usize>> {
    let mut arrivals: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (place, child) in children.iter().enumerate() {
        arrivals.entry(child.came_on).or_default().push(place);
    }
    arrivals
}
