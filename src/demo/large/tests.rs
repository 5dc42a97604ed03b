//! The large school, small.

use std::cell::RefCell;

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::author::Author;
use super::diary::Act;
use super::stories::Noted;
use super::{Large, begins, happen};
use crate::app::App;
use crate::audit::{self, Verdict};
use crate::casework::PastDeed;
use crate::concerns;
use crate::cx::Tx;
use crate::demo::house::House;
use crate::ids::{ConcernId, PupilId};
use crate::school;
use crate::testing::{School, on_both_databases};

keyward_db::statements! {
    CONCERNS = "SELECT id, recorded_at, seen_and_heard FROM concern ORDER BY recorded_at, noticed_at, id";
    FOLLOW_UPS = "SELECT id, written_at, words FROM follow_up";
    PUPILS = "SELECT forename, surname, upn FROM pupil ORDER BY upn";
    STANDING = "SELECT COUNT(*) FROM case_standing WHERE status = $1";
    LETTERS = "SELECT COUNT(*) FROM mail";
    LATER_THAN_THE_NEXT = "SELECT COUNT(*) FROM audit_entry AS one
                           JOIN audit_entry AS next ON next.school_id = one.school_id
                                                   AND next.number = one.number + 1
                           WHERE one.at > next.at";
}

/// Everything that anybody wrote, with when, and every child.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    children: Vec<String>,
    concerns: Vec<(i64, String)>,
    /// Without identifiers, which nobody chooses.
    done: Vec<(i64, String)>,
}

/// 22 November 2026 in the afternoon.
const NOW: Moment = Moment::from_micros(1_795_356_300_000_000);
const LEAD: &str = "helen.okafor";

async fn lives(app: &App, seed: u64) -> (House<'_>, Vec<String>) {
    let lines = RefCell::new(Vec::new());
    let mut house = House::build(app).await.unwrap();
    house.invite_staff(begins(NOW).unwrap()).await.unwrap();
    let large = Large {
        seed,
        pupils: 32,
        concerns: 200,
    };
    let tell = |line: &str| lines.borrow_mut().push(line.to_owned());
    let until = NOW.plus_seconds(-40 * 86_400);
    happen(&house, large, (until, NOW), &tell).await.unwrap();
    (house, lines.into_inner())
}

/// Reads everything, as a lead with their key at hand.
fn reads(tx: &mut Tx<'_, '_>) -> Result<Told, Problem> {
    let children = tx.all(PUPILS, &[], |row| {
        let (forename, surname, upn): (String, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!("{forename} {surname} {upn}"))
    })?;
    let rows = |row: &keyward_db::Row<'_>| {
        Ok((
            row.get::<String>(0)?,
            row.get::<i64>(1)?,
            row.get::<Vec<u8>>(2)?,
        ))
    };
    let concerns = tx.all(CONCERNS, &[], rows)?;
    let done = tx.all(FOLLOW_UPS, &[], rows)?;
    let mut told = Told {
        children,
        ..Told::default()
    };
    for (id, at, words) in concerns {
        let words = tx.open("concern", &id, "seen_and_heard", &words)?;
        told.concerns.push((at, words));
        // All its other words open too, and all that was done about it.
        concerns::open_told(tx, &ConcernId(id))?;
    }
    for (id, at, words) in done {
        let words = tx.open("follow_up", &id, "words", &words)?;
        // Whose action it is stands in it by identifier.
        let words = words.split("\"id\":").next().unwrap_or_default().to_owned();
        told.done.push((at, words));
    }
    told.concerns.sort();
    told.done.sort();
    Ok(told)
}

async fn number(house: &House<'_>, sql: keyward_db::Sql, of: &'static [&'static str]) -> i64 {
    let counted = house.lets(LEAD, NOW, move |tx| {
        let params: Vec<_> = of.iter().flat_map(|word| params![*word]).collect();
        let counted = tx.one(sql, &params, |row| row.get::<i64>(0))?;
        Ok(counted.unwrap_or_default())
    });
    counted.await.unwrap()
}

async fn a_seed_makes_the_same_school_each_time(school: School) {
    let mut told = Vec::new();
    for seed in [7, 7, 8] {
        let (app, _kept) = school.empty_house(begins(NOW).unwrap());
        let (house, _) = lives(&app, seed).await;
        told.push(house.lets(LEAD, NOW, reads).await.unwrap());
    }
    assert_eq!(told[0].concerns.len(), 200);
    assert_eq!(told[0].children.len(), 32);
    assert!(told[0].done.len() > 300, "{}", told[0].done.len());
    assert!(told[0] == told[1], "one seed, one school");
    assert!(told[0].children != told[2].children && told[0].concerns != told[2].concerns);
}

async fn it_is_written_down_in_order_and_nobody_is_written_to(school: School) {
    let (app, _kept) = school.empty_house(begins(NOW).unwrap());
    let (house, lines) = lives(&app, 1).await;
    assert_eq!(
        lines[0],
        "A large school from the seed 1: 32 pupils, 200 concerns."
    );
    assert_eq!(lines.last().unwrap(), "Concerns: 200 of 200");
    assert_eq!(number(&house, LETTERS, &[]).await, 9, "the invitations");
    assert_eq!(number(&house, LATER_THAN_THE_NEXT, &[]).await, 0);
    assert!(number(&house, STANDING, &["closed"]).await > 150);
    let machine = school::machine_at(&app, "hawthorn-park", "a test").await;
    let verdict = audit::verify(&app, machine.unwrap()).await.unwrap();
    assert!(matches!(verdict, Verdict::Whole { .. }), "{verdict:?}");
}

/// However late it was noted, a lead has acknowledged it before the years end.
async fn no_concern_of_those_years_stays_new(school: School) {
    let (app, _kept) = school.empty_house(begins(NOW).unwrap());
    let (house, _) = lives(&app, 1).await;
    assert_eq!(number(&house, STANDING, &["new"]).await, 0);
    let until = NOW.plus_seconds(-40 * 86_400);
    let mut author = Author::at(&house, 1, until).await.unwrap();
    author.meet(0, (PupilId("p".into()), "Ella".into()));
    for seed in 0..500 {
        let recorded_at = until.plus_seconds(-3_601);
        let note = Noted {
            recorded_at,
            noticed_at: recorded_at.plus_seconds(-600),
            child: 0,
            seed,
        };
        let story = author.story(&note).unwrap();
        let is_acknowledged = story.iter().any(|coming| {
            matches!(coming.act, Act::Does(_, PastDeed::Acknowledgement)) && coming.at < until
        });
        let is_in_order = story.is_sorted_by_key(|coming| coming.at);
        assert!(is_acknowledged && is_in_order, "{seed}");
    }
}

on_both_databases! {
    no_concern_of_those_years_stays_new
    a_seed_makes_the_same_school_each_time
    it_is_written_down_in_order_and_nobody_is_written_to
}
