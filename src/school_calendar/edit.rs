//! When the school is open: hours, terms, closed days, and the holidays.

use std::fmt::Display;

use askama::Template;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, Undone};

use super::calendar::{Calendar, GRAVE_MINUTES_MAX};
use super::rows::{List, TypedDays};
use super::store;
use super::written::{CalendarForm, TypedHours, WEEKDAYS};
use crate::access::Right;
use crate::alerts;
use crate::audit::Entry;
use crate::cx::{Cx, Shown, Tx};
use crate::ids::PersonId;
use crate::layout::{Choice, Shell};
use crate::people::{self, Holder};

#[derive(Template)]
#[template(path = "school_calendar/edit.html")]
pub(super) struct EditPage {
    shell: Shell,
    form: CalendarForm,
    people: Vec<Choice>,
    /// Whether the school has written down nothing yet.
    is_default: bool,
    /// The last day of the last term, in words.
    known_until: Option<String>,
    /// Its name, if it has one.
    last_term: Option<String>,
    grave_minutes_max: i64,
    /// What somebody else saved since the form was opened, where the form says something else.
    meanwhile: Vec<(&'static str, String)>,
}

impl EditPage {
    fn of(shell: Shell, mut form: CalendarForm, desk: &Desk) -> Self {
        let nobody = Choice::new("", "Nobody in particular");
        let mut meanwhile = Vec::new();
        if form.shown.is_behind(&desk.kept.shown) {
            meanwhile = desk.kept.differs_from(&form);
            if form.holiday_person != desk.kept.holiday_person {
                let mut people = desk.people.iter();
                let asked = people.find(|holder| holder.id.0 == desk.kept.holiday_person);
                let name = asked.map_or("nobody in particular", |holder| &holder.name);
                meanwhile.push(("Asked first in the holidays", name.to_owned()));
            }
        }
        form.shown = desk.kept.shown.clone();
        let form = form.with_rows_to_fill_in();
        let people = desk.people.iter().map(Holder::choice);
        Self {
            shell,
            form,
            people: std::iter::once(nobody).chain(people).collect(),
            is_default: desk.is_default,
            known_until: desk.known_until.clone(),
            last_term: desk.last_term.clone(),
            grave_minutes_max: GRAVE_MINUTES_MAX,
            meanwhile,
        }
    }

    /// Each day of the week with what was typed.
    fn week(&self) -> impl Iterator<Item = (&'static str, &TypedHours)> {
        WEEKDAYS.into_iter().zip(&self.form.week)
    }

    /// What is wrong with a field: of a day of the week, or of a row by its number.
    fn error(&self, part: &str, of: &impl Display) -> Option<&str> {
        self.form.errors.of(&format!("{part}-{of}"))
    }
}

/// What the page shows beside the form.
struct Desk {
    people: Vec<Holder>,
    is_default: bool,
    known_until: Option<String>,
    last_term: Option<String>,
    /// The calendar that the school has, as a form.
    kept: CalendarForm,
}

fn desk(tx: &mut Tx<'_, '_>) -> Result<Desk, Problem> {
    let kept = store::kept(tx)?;
    let people = people::holders(tx, Right::ReadAlerts)?;
    let last = kept.calendar.last_term();
    let known_until = last.map(|term| term.days.last.strftime("%-d %B %Y").to_string());
    let last_term = last
        .map(|term| term.name.clone())
        .filter(|name| !name.is_empty());
    let mut form = CalendarForm::of(&kept.calendar, kept.holiday_person.as_ref());
    form.shown = Shown::of(tx, &form.parts())?;
    Ok(Desk {
        people,
        is_default: kept.is_default,
        known_until,
        last_term,
        kept: form,
    })
}

pub(super) async fn get(cx: Cx) -> Answer {
    let desk = cx.read(desk).await?;
    cx.show(&EditPage::of(cx.page(), desk.kept.clone(), &desk))
}

pub(super) async fn post(cx: Cx, Form(mut form): Form<CalendarForm>) -> Answer {
    let sent = form.clone();
    let done = match form.check() {
        Ok(calendar) => cx.write(move |tx| save(tx, &sent, &calendar)).await,
        Err(errors) => Err(Undone::Form(errors)),
    };
    match done {
        Ok(()) => {
            cx.app().letters().notify_one();
            cx.redirect("/school/calendar")
        }
        Err(Undone::Form(errors)) => {
            form.errors = errors;
            let desk = cx.read(desk).await?;
            cx.show_again(&EditPage::of(cx.page(), form, &desk))
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

/// The page again, with what is typed on it and more rows to fill in, for whoever has no script.
pub(super) async fn more(cx: Cx, Form(form): Form<CalendarForm>) -> Answer {
    let desk = cx.read(desk).await?;
    cx.show(&EditPage::of(cx.page(), form, &desk))
}

/// Why a calendar waits to be saved again.
const MEANWHILE: &str = "Somebody else has saved the calendar since you opened this page. Look at \
                         what it says below, then save yours again if it is to count instead";

fn save(tx: &mut Tx<'_, '_>, form: &CalendarForm, calendar: &Calendar) -> Result<(), Undone> {
    let person = match form.holiday_person.as_str() {
        "" => None,
        id => Some(PersonId(id.to_owned())),
    };
    let people = people::holders(tx, Right::ReadAlerts)?;
    if let Some(person) = &person
        && !people.iter().any(|holder| holder.id == *person)
    {
        let words = "Choose somebody who reads alerts, or nobody in particular";
        return Err(Undone::field("holiday-person", words));
    }
    let kept = desk(tx)?.kept;
    let wanted = CalendarForm::of(calendar, person.as_ref());
    if kept.parts() != wanted.parts() && form.shown.is_behind(&kept.shown) {
        return Err(Undone::field("opens-Monday", MEANWHILE));
    }
    let before = store::kept(tx)?.holiday_person;
    if alerts::puts_themselves_in(tx, &before, &person)? {
        return Err(Undone::field("holiday-person", alerts::NOT_YOURSELF));
    }
    store::keep(tx, calendar, person.as_ref())?;
    if let Some(asked) = person.as_ref().filter(|_| person != before) {
        let name = people.iter().find(|holder| holder.id == *asked);
        let name = name.map_or("somebody", |holder| &holder.name);
        let did = format!("chose {name} to be asked first about grave concerns in the holidays");
        alerts::tell(tx, &did, std::slice::from_ref(asked))?;
    }
    let school = tx.school()?;
    let person = person.map(|person| person.0).unwrap_or_default();
    tx.entry(
        Entry::of("school calendar changed", "school", &school.0)
            .with("terms", calendar.terms.len())
            .with("closed days", calendar.closed.len())
            .with("holidays", person),
    )?;
    Ok(tx.say("The school calendar was saved. It counts for what is logged from now on.")?)
}

/// The page, filled with a sample.
pub(super) fn sample() -> EditPage {
    let desk = Desk {
        people: Vec::new(),
        is_default: true,
        known_until: Some("18 December 2026".into()),
        last_term: Some("Autumn term 2026".into()),
        kept: CalendarForm::of(&Calendar::default(), None),
    };
    let form = CalendarForm {
        closed: vec![TypedDays {
            first: "2026-12-25".into(),
            last: String::new(),
            name: "Christmas Day".into(),
        }],
        shown: Shown::read(&Pairs::of(&[(Shown::FIELD, "another")])),
        errors: Errors::one("term-first-1", "Enter the first day of term 1"),
        ..CalendarForm::of(&Calendar::default(), None)
    };
    EditPage::of(Shell::default(), form, &desk)
}
