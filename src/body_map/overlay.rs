//! All the marks of one child over time, on one map. It shows those of the concerns that the reader
//! may read, and opening it is written down.

use askama::Template;
use axum::extract::{Path, RawQuery};
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use keyward_moment::Moment;
use keyward_web::{Answer, Errors, Pairs, Problem};

use super::picture::{Age, Picture, pictures};
use super::shown::{build_of, look};
use super::store::{self, Recorded};
use crate::audit::Entry;
use crate::concerns::Noticed;
use crate::cx::Cx;
use crate::ids::{ConcernId, PupilId};
use crate::layout::Shell;
use crate::pupils::{self, Pupil};

/// How many marks are shown at once.
const MARKS_MAX: usize = 200;
const RECENT_DAYS: i64 = 14;
const EARLIER_DAYS: i64 = 90;
const DAY_SECONDS: i64 = 86_400;

/// Between which days marks are looked for, as typed.
#[derive(Clone, Debug, Default)]
struct Days {
    from: String,
    to: String,
    errors: Errors,
}

impl Days {
    fn read(query: &Pairs) -> Self {
        Self {
            from: query.text("from").into(),
            to: query.text("to").into(),
            errors: Errors::new(),
        }
    }

    /// The moments between which they lie.
    fn check(&self) -> Result<(Moment, Moment), Errors> {
        let mut errors = Errors::new();
        let mut day = |field: &str, text: &str| -> Option<Date> {
            let day = text.parse().ok();
            if day.is_none() && !text.is_empty() {
                errors.add(field, "Enter a day as year-month-day, such as 2026-11-22");
            }
            day
        };
        let (from, to) = (day("from", &self.from), day("to", &self.to));
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            errors.add("to", "The last day must not be before the first");
        }
        let begin = |day: Date| Moment::from_london(day, Time::midnight());
        let after = to.and_then(|day| day.checked_add(1.day()).ok());
        let always = (Moment::from_micros(i64::MIN), Moment::from_micros(i64::MAX));
        errors.unless_any((
            from.and_then(begin).unwrap_or(always.0),
            after.and_then(begin).unwrap_or(always.1),
        ))
    }

    fn are_any(&self) -> bool {
        !self.from.is_empty() || !self.to.is_empty()
    }
}

/// The marks that were seen on one day and belong to one concern.
#[derive(Clone, Debug)]
struct Seen {
    concern: ConcernId,
    noticed: Noticed,
    /// Who wrote the first of them down, and when.
    writer: String,
    written_at: Moment,
    age: Age,
    marks: Vec<Line>,
}

/// A mark in the list.
#[derive(Clone, Debug)]
struct Line {
    number: i64,
    region: String,
    look: String,
    description: String,
}

#[derive(Template)]
#[template(path = "body_map/overlay.html")]
pub(super) struct OverlayPage {
    shell: Shell,
    pupil: Pupil,
    days: Days,
    pictures: Vec<Picture>,
    seen: Vec<Seen>,
    /// Whether there are more than are shown.
    has_more: bool,
}

impl OverlayPage {
    /// The page of these marks, the newest first. The oldest is number 1.
    fn of(shell: Shell, pupil: Pupil, days: Days, mut marks: Vec<Recorded>, now: Moment) -> Self {
        let has_more = marks.len() > MARKS_MAX;
        marks.truncate(MARKS_MAX);
        let numbers = (1..=i64::try_from(marks.len()).unwrap_or(i64::MAX)).rev();
        let numbered: Vec<(i64, Recorded)> = numbers.zip(marks).collect();
        let spots = numbered
            .iter()
            .rev()
            .map(|(number, recorded)| (*number, recorded.mark.spot, age(recorded.noticed.at, now)));
        let spots: Vec<_> = spots.collect();
        let build = build_of(numbered.iter().map(|(_, recorded)| recorded));
        let together = |(_, one): &(i64, Recorded), (_, other): &(i64, Recorded)| {
            one.concern == other.concern && one.noticed == other.noticed
        };
        let seen = numbered.chunk_by(together).filter_map(|marks| {
            let (_, first) = marks.first()?;
            Some(Seen {
                concern: first.concern.clone(),
                noticed: first.noticed,
                writer: first.writer.clone(),
                written_at: first.written_at,
                age: age(first.noticed.at, now),
                marks: marks.iter().map(line).collect(),
            })
        });
        Self {
            shell,
            pupil,
            days,
            pictures: pictures(&spots, build),
            seen: seen.collect(),
            has_more,
        }
    }

    fn file_address(&self) -> String {
        format!("/pupils/{}", self.pupil.id)
    }

    /// How many marks there are, in words.
    fn count(&self) -> String {
        match self.seen.iter().map(|seen| seen.marks.len()).sum() {
            0 => "No marks".to_owned(),
            1 => "1 mark".to_owned(),
            count if self.has_more => format!("The newest {count} marks"),
            count => format!("{count} marks"),
        }
    }
}

fn line((number, recorded): &(i64, Recorded)) -> Line {
    Line {
        number: *number,
        region: recorded.mark.region.clone(),
        look: look(&recorded.mark),
        description: recorded.mark.description.clone(),
    }
}

fn age(noticed_at: Moment, now: Moment) -> Age {
    let days = noticed_at.seconds_until(now) / DAY_SECONDS;
    if days <= RECENT_DAYS {
        Age::Recent
    } else if days <= EARLIER_DAYS {
        Age::Earlier
    } else {
        Age::Old
    }
}

/// Opens the map of a child; `?from=` and `?to=` are days.
pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>, RawQuery(query): RawQuery) -> Answer {
    let mut days = Days::read(&Pairs::parse(query.unwrap_or_default().as_bytes()));
    let between = match days.check() {
        Ok(between) => Some(between),
        Err(errors) => {
            days.errors = errors;
            None
        }
    };
    let opened = cx.write(move |tx| {
        let pupil = pupils::find(tx, &id)?;
        let marks = match between {
            Some(between) => store::of_pupil(tx, &pupil.id, between, MARKS_MAX)?,
            None => Vec::new(),
        };
        tx.entry(Entry::of("body map opened", "pupil", &pupil.id.0))?;
        Ok::<_, Problem>((pupil, marks))
    });
    let (pupil, marks) = opened.await?;
    let is_right = days.errors.is_empty();
    let page = OverlayPage::of(cx.page(), pupil, days, marks, cx.now());
    if is_right {
        cx.show(&page)
    } else {
        cx.show_again(&page)
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> OverlayPage {
    let now = Moment::from_micros(1_795_000_000_000_000);
    let mark = |days_ago: i64, spot: &str| {
        let spot = super::mark::Spot::read(spot)?;
        Some(Recorded {
            concern: ConcernId(format!("c{days_ago}")),
            noticed: Noticed::at(now.plus_seconds(-days_ago * DAY_SECONDS)),
            written_at: now,
            writer: "Sam Staff".into(),
            mark: super::Mark {
                spot,
                region: spot.region()?.name.clone(),
                kind: super::mark::Kind::Bruise,
                description: "Round.".into(),
                size: "2 cm".into(),
                colour: "yellow".into(),
            },
        })
    };
    let marks = [
        mark(1, "front:older:630:720"),
        mark(40, "back:older:430:220"),
        mark(200, "front:older:370:760"),
    ];
    let marks = marks.into_iter().flatten().collect();
    OverlayPage::of(
        Shell::default(),
        Pupil::sample(),
        Days::default(),
        marks,
        now,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_grows_faint_by_the_day_it_was_seen() {
        let now = Moment::from_micros(1_795_000_000_000_000);
        let ago = |days: i64| age(now.plus_seconds(-days * DAY_SECONDS), now);
        assert_eq!([ago(0), ago(14)], [Age::Recent; 2]);
        assert_eq!([ago(15), ago(90)], [Age::Earlier; 2]);
        assert_eq!(ago(91), Age::Old);
    }

    #[test]
    fn the_oldest_mark_is_number_one_and_each_day_stands_by_itself() {
        let page = sample();
        let numbers: Vec<_> = page.seen.iter().map(|seen| seen.marks[0].number).collect();
        assert_eq!(numbers, [3, 2, 1]);
        assert_eq!(page.count(), "3 marks");
        assert_eq!(page.pictures.len(), 2);
    }

    #[test]
    fn days_that_are_none_or_out_of_order_are_said_so() {
        let days = |from: &str, to: &str| Days {
            from: from.into(),
            to: to.into(),
            errors: Errors::new(),
        };
        assert!(days("", "").check().is_ok());
        let (from, until) = days("2026-07-01", "2026-07-01").check().unwrap();
        assert_eq!(from.seconds_until(until), DAY_SECONDS);
        assert!(days("soon", "").check().unwrap_err().of("from").is_some());
        let order = days("2026-07-02", "2026-07-01").check().unwrap_err();
        assert!(order.of("to").is_some());
    }
}
