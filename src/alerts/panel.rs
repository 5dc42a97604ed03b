//! Who was alerted to a concern, who has it in hand, and to whom it was passed on.

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::passing::{Passing, since};
use super::store;
use super::waits::Waits;
use super::written_down::WrittenDown;
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
    /// Each person whom the writer of a concern chose, whether or not they were alerted; and, as far as
    /// the reader sees what became of it, whom a lead chose later, and when they opened and acknowledged
    /// it.
    CHOSEN = concat!("SELECT person.id, person.name,
                     CASE WHEN choice.group_id IS NOT NULL THEN 'group'
                          WHEN choice.later = 1 THEN 'later' ELSE 'chosen' END,
                     COALESCE(alert_group.name, ''), reading.first_read_at, alert.acknowledged_at, 0
              FROM alert_choice AS choice
              JOIN concern ON concern.id = choice.concern_id
              JOIN person ON person.id = choice.person_id
              LEFT JOIN alert_group ON alert_group.id = choice.group_id
              LEFT JOIN alert ON alert.concern_id = choice.concern_id
                             AND alert.person_id = choice.person_id AND ", outcome_is_seen!(), "
              LEFT JOIN reading ON reading.concern_id = alert.concern_id
                               AND reading.person_id = alert.person_id
              WHERE choice.concern_id = $1 AND (choice.later = 0 OR ", outcome_is_seen!(), ")
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
    /// That they are away today and who stands in, while it waits for them; empty otherwise.
    pub absence: String,
}

/// What stands beside a concern.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// Everybody who was alerted.
    pub alerted: Vec<Alerted>,
    /// Each time that it was passed on, in words.
    pub passings: Vec<String>,
    /// Who is in line, in words, where the reader is not told to whom it was passed on.
    pub line: Vec<String>,
    /// Its clock, in words; empty where nothing waits.
    pub waits: String,
    /// Whether its time is over.
    pub is_over: bool,
    /// Whether the reader may say that they have it.
    pub may_acknowledge: bool,
}

/// What stands beside a concern that the actor reads. Whoever acts on it sees all. Its writer, and
/// whoever else was alerted, sees whom the writer chose, and a lead later, and not to whom it went in the
/// end: the difference would tell them who is excluded from the file of a child; and where it is kept from
/// them since, as nobody has opened it yet.
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
            let alerted = Alerted {
                name: row.get(1)?,
                is_me: person == me,
                through: through(&row.get::<String>(2)?, &row.get::<String>(3)?, person == me),
                opened_at: moment(row.get(4)?),
                acknowledged_at: moment(row.get(5)?),
                cannot_read: row.get::<bool>(6)? && acts_on_it,
                absence: String::new(),
            };
            Ok((person, alerted))
        })
    };
    let mut alerted = listed(if acts_on_it { PANEL } else { CHOSEN })?;
    if !acts_on_it && !alerted.iter().any(|(_, one)| one.is_me) {
        // Whoever it came to otherwise sees how.
        alerted.extend(listed(PANEL)?.into_iter().filter(|(_, one)| one.is_me));
    }
    let passings = tx.all(PASSINGS, &wanted, |row| {
        Ok(Passing {
            to: row.get(0)?,
            covers: row.get(1)?,
            at: Moment::from_micros(row.get(2)?),
            minutes: row.get(3)?,
        })
    })?;
    let passings = match acts_on_it {
        true => passings.iter().map(|one| one.words(now)).collect(),
        false => since(&passings, now).into_iter().collect(),
    };
    let waits = tx.one(CLOCK, &wanted, |row| {
        Ok(Waits::of(
            &row.get::<String>(0)?,
            row.get(1)?,
            row.get(2)?,
            now,
        ))
    })?;
    let waits = waits.unwrap_or_default();
    let through = store::through(tx, concern)?;
    let with_names = !matches!(through.as_deref(), Some("cover" | "clock"));
    let asks_for_line = !acts_on_it && with_names && waits == Waits::PassedOn;
    let written_down = WrittenDown::of(tx, concern, with_names, asks_for_line)?;
    let line = match asks_for_line {
        true => written_down.line(tx)?,
        false => Vec::new(),
    };
    let is_closed = stands.status == "closed";
    let with_absence = |(person, one): (PersonId, Alerted)| {
        let waits_for_them = !is_closed && one.acknowledged_at.is_none() && !one.cannot_read;
        let absence = written_down.absence(&person).filter(|_| waits_for_them);
        Alerted {
            absence: absence.unwrap_or_default(),
            ..one
        }
    };
    Ok(Panel {
        alerted: alerted.into_iter().map(with_absence).collect(),
        passings,
        line,
        waits: waits.words(now),
        is_over: waits.is_over(),
        may_acknowledge: tx.access().view().is_none() && stands.may_acknowledge(tx.access()),
    })
}

/// How somebody came to be alerted.
fn through(how: &str, group: &str, is_me: bool) -> String {
    match how {
        "group" if !group.is_empty() => format!("Through {group}"),
        "later" => "Alerted later".into(),
        "cover" => "Stands in for somebody who is away".into(),
        "clock" if is_me => "It was passed on to you".into(),
        "clock" => "It was passed on to them".into(),
        _ => String::new(),
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
        absence: "Away until Monday 5 January; Dee Deputy stands in".into(),
    };
    Panel {
        alerted: vec![
            alerted("Dana Lead", Some(moment), Some(moment)),
            alerted("Dee Deputy", None, None),
        ],
        passings: vec![Passing::sample().words(moment)],
        line: vec!["Dana Lead".into(), "Dee Deputy".into()],
        waits: Waits::PassedOn.words(moment),
        is_over: true,
        may_acknowledge: true,
    }
}
