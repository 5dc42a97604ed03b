//! Who was alerted to a concern, who has it in hand, and to whom it was passed on.

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::store;
use super::waits::Waits;
use crate::concerns::{kept_from_by, outcome_is_seen};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId};

keyward_db::statements! {
    /// Each person who was alerted to a concern: how, when they opened and acknowledged it, and
    /// whether it is kept from them now.
    PANEL = concat!(
        "SELECT person.id, person.name, alert.through, COALESCE(alert_group.name, ''),
                reading.first_read_at, alert.acknowledged_at,
                CASE WHEN person.id <> concern.recorder_id AND ", kept_from_by!("person.id"), "
                     THEN 1 ELSE 0 END
         FROM concern
         JOIN alert ON alert.concern_id = concern.id
         JOIN person ON person.id = alert.person_id
         LEFT JOIN alert_group ON alert_group.id = alert.group_id
         LEFT JOIN reading ON reading.concern_id = alert.concern_id
                          AND reading.person_id = alert.person_id
         WHERE concern.id = $1 AND ", outcome_is_seen!(), "
         ORDER BY person.name, person.id");
    /// Each person whom the writer of a concern chose, whether or not they were alerted; and when
    /// they opened and acknowledged it, as far as the reader sees what became of it.
    CHOSEN = concat!("SELECT person.id, person.name,
                     CASE WHEN choice.group_id IS NULL THEN 'chosen' ELSE 'group' END,
                     COALESCE(alert_group.name, ''), reading.first_read_at, alert.acknowledged_at, 0
              FROM alert_choice AS choice
              JOIN concern ON concern.id = choice.concern_id
              JOIN person ON person.id = choice.person_id
              LEFT JOIN alert_group ON alert_group.id = choice.group_id
              LEFT JOIN alert ON alert.concern_id = choice.concern_id
                             AND alert.person_id = choice.person_id AND ", outcome_is_seen!(), "
              LEFT JOIN reading ON reading.concern_id = alert.concern_id
                               AND reading.person_id = alert.person_id
              WHERE choice.concern_id = $1
              ORDER BY person.name, person.id");
    /// Each time that a concern was passed on, in order.
    PASSINGS = concat!("SELECT COALESCE(person.name, ''), COALESCE(absent.name, ''),
                       passing_on.passed_at, passing_on.minutes
                FROM passing_on
                JOIN concern ON concern.id = passing_on.concern_id
                LEFT JOIN person ON person.id = passing_on.person_id
                LEFT JOIN person AS absent ON absent.id = passing_on.covers_id
                WHERE passing_on.concern_id = $1 AND ", outcome_is_seen!(), "
                ORDER BY passing_on.step");
    /// The clock of a concern.
    CLOCK = concat!(
        "SELECT standing.status, standing.respond_by, standing.passed_on
         FROM case_standing AS standing JOIN concern ON concern.id = standing.concern_id
         WHERE concern.id = $1 AND ", outcome_is_seen!());
}

/// To whom a concern was passed on, as whoever does not act on it is told.
const NEXT: &str = "the next in line";

/// Somebody who was alerted.
#[derive(Clone, Debug)]
pub struct Alerted {
    /// Their name.
    pub name: String,
    /// Whether it is the reader.
    pub is_me: bool,
    /// How they came to be alerted, where whoever logged it did not choose them.
    pub through: String,
    /// When they first opened it.
    pub opened_at: Option<Moment>,
    /// When they said that they have it.
    pub acknowledged_at: Option<Moment>,
    /// Whether it is kept from them now, as whoever acts on it is told.
    pub cannot_read: bool,
}

/// What stands beside a concern.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// Everybody who was alerted.
    pub alerted: Vec<Alerted>,
    /// Each time that it was passed on, in words.
    pub passings: Vec<String>,
    /// Its clock, in words; empty where nothing waits.
    pub waits: String,
    /// Whether its time is over.
    pub is_over: bool,
    /// Whether the reader may say that they have it.
    pub may_acknowledge: bool,
}

/// What stands beside a concern that the actor reads. Whoever acts on it sees all. Its writer, and
/// whoever else was alerted, sees whom the writer chose, and not to whom it went in the end: the
/// difference would tell them who is excluded from the file of a child; and where it is kept from them
/// since, as nobody has opened it yet.
///
/// # Errors
/// Not found, whether it is not there or not for the actor.
pub fn panel(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Panel, Problem> {
    let stands = store::stands(tx, concern)?;
    let me = tx.person()?.clone();
    let now = tx.now();
    let acts_on_it = stands.acts_on_it(tx.access());
    let wanted = params![concern, &me];
    let mut listed = |list| {
        tx.all(list, &wanted, |row| {
            let person: PersonId = row.get(0)?;
            let moment = |micros: Option<i64>| micros.map(Moment::from_micros);
            Ok(Alerted {
                name: row.get(1)?,
                is_me: person == me,
                through: through(&row.get::<String>(2)?, &row.get::<String>(3)?),
                opened_at: moment(row.get(4)?),
                acknowledged_at: moment(row.get(5)?),
                cannot_read: row.get::<bool>(6)? && acts_on_it,
            })
        })
    };
    let mut alerted = listed(if acts_on_it { PANEL } else { CHOSEN })?;
    if !acts_on_it && !alerted.iter().any(|one| one.is_me) {
        // Whoever it came to otherwise sees how.
        alerted.extend(listed(PANEL)?.into_iter().filter(|one| one.is_me));
    }
    let passings = tx.all(PASSINGS, &wanted, |row| {
        let (mut to, mut covers) = (row.get::<String>(0)?, row.get::<String>(1)?);
        if !acts_on_it && !to.is_empty() {
            (to, covers) = (NEXT.to_owned(), String::new());
        }
        Ok(passing(
            &to,
            &covers,
            Moment::from_micros(row.get(2)?),
            row.get(3)?,
            now,
        ))
    })?;
    let waits = tx.one(CLOCK, &wanted, |row| {
        Ok(Waits::of(
            &row.get::<String>(0)?,
            row.get(1)?,
            row.get(2)?,
            now,
        ))
    })?;
    let waits = waits.unwrap_or_default();
    Ok(Panel {
        alerted,
        passings,
        waits: waits.words(now),
        is_over: waits.is_over(),
        may_acknowledge: tx.access().view().is_none() && stands.may_acknowledge(tx.access()),
    })
}

fn through(how: &str, group: &str) -> String {
    match how {
        "group" if !group.is_empty() => format!("Through {group}"),
        "cover" => "Stands in for somebody who is away".into(),
        "clock" => "It was passed on to them".into(),
        _ => String::new(),
    }
}

/// One passing on, in words.
fn passing(to: &str, covers: &str, at: Moment, minutes: i64, now: Moment) -> String {
    let when = if at.london().date() == now.london().date() {
        format!("at {}", at.time())
    } else {
        format!("on {}", at.day_and_time())
    };
    let because = match minutes {
        0 => "because no lead had acknowledged it by then".to_owned(),
        _ => format!("because no lead had acknowledged it within {minutes} minutes of school time"),
    };
    match (to, covers) {
        ("", _) => format!(
            "Nobody was left to pass it on to {when}. Everybody in line is asked again on the next \
             school day"
        ),
        (to, "") => format!("Passed on to {to} {when}, {because}"),
        (to, covers) => format!("Passed on to {to}, who stands in for {covers}, {when}, {because}"),
    }
}

/// A panel for samples of pages.
pub fn sample() -> Panel {
    let moment = Moment::from_micros(0);
    let alerted = |name: &str, opened_at, acknowledged_at| Alerted {
        name: name.into(),
        is_me: false,
        through: "Through Year 7 team".into(),
        opened_at,
        acknowledged_at,
        cannot_read: false,
    };
    Panel {
        alerted: vec![
            alerted("Dana Lead", Some(moment), Some(moment)),
            alerted("Dee Deputy", None, None),
        ],
        passings: vec![passing("Dee Deputy", "", moment, 30, moment)],
        waits: Waits::PassedOn.words(moment),
        is_over: true,
        may_acknowledge: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passing_on_says_to_whom_when_and_why() {
        // 22 November 2026 at 14:05 in London.
        let at = Moment::from_micros(1_795_356_300_000_000);
        for (to, covers, minutes, now, words) in [
            (
                "Dee Deputy",
                "",
                30,
                at,
                "Passed on to Dee Deputy at 14:05, because no lead had acknowledged it within 30 minutes of school time",
            ),
            (
                "Dee Deputy",
                "",
                0,
                at,
                "Passed on to Dee Deputy at 14:05, because no lead had acknowledged it by then",
            ),
            (
                "Hal Head",
                "Dee Deputy",
                30,
                at.plus_seconds(86_400),
                "Passed on to Hal Head, who stands in for Dee Deputy, on 22 November 2026 at 14:05, because no lead had acknowledged it within 30 minutes of school time",
            ),
            (
                "",
                "",
                30,
                at,
                "Nobody was left to pass it on to at 14:05. Everybody in line is asked again on the next school day",
            ),
        ] {
            assert_eq!(passing(to, covers, at, minutes, now), words);
        }
    }
}
