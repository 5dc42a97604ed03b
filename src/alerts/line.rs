//! Next in line: to whom a concern is passed on that nobody has acknowledged.

use askama::Template;
use keyward_db::params;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::able::{self, Able};
use super::there::There;
use super::whole::Whole;
use super::{keeping, store};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::{Cx, Shown, Tx};
use crate::ids::PersonId;
use crate::key_policy::{Lacking, Leads};
use crate::layout::{Choice, Shell};
use crate::people::{self, Holder};
use crate::school_calendar;

/// How many can be in line.
const PLACES: usize = 6;

keyward_db::statements! {
    /// The line that a school keeps, in order.
    LINE = "SELECT next_in_line.person_id FROM next_in_line
            JOIN person ON person.id = next_in_line.person_id
            WHERE next_in_line.school_id = $1 AND person.left_at IS NULL
            ORDER BY next_in_line.position";
    /// Makes room for a new line.
    CLEAR = "DELETE FROM next_in_line WHERE school_id = $1";
    /// A place in the line.
    INSERT = "INSERT INTO next_in_line (school_id, position, person_id) VALUES ($1, $2, $3)";
}

/// The line of the actor's school, in order: the one that it keeps, else every lead.
pub(super) fn people(tx: &mut Tx<'_, '_>) -> Result<Vec<PersonId>, Problem> {
    let line = kept(tx)?;
    if line.is_empty() {
        store::leads(tx)
    } else {
        Ok(line)
    }
}

fn kept(tx: &mut Tx<'_, '_>) -> Result<Vec<PersonId>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(LINE, &params![school], |row| row.get(0))?)
}

/// A line as chosen, place by place.
#[derive(Clone, Debug, Default)]
pub(super) struct LineForm {
    places: Vec<String>,
    shown: Shown,
    errors: Errors,
}

impl ReadForm for LineForm {
    fn read(pairs: &Pairs) -> Self {
        let place = |number: usize| pairs.text(&format!("place-{number}")).to_owned();
        Self {
            places: (1..=PLACES).map(place).collect(),
            shown: Shown::read(pairs),
            errors: Errors::new(),
        }
    }
}

impl LineForm {
    /// The people of the line; places that were left empty close up.
    fn check(&self, known: &[Holder]) -> Result<Vec<PersonId>, Errors> {
        let mut errors = Errors::new();
        let mut line: Vec<PersonId> = Vec::new();
        for (number, id) in (1..).zip(&self.places) {
            let field = format!("place-{number}");
            let person = PersonId(id.clone());
            if id.is_empty() {
                continue;
            } else if !known.iter().any(|holder| holder.id == person) {
                errors.add(field, "Choose somebody who reads alerts");
            } else if line.contains(&person) {
                errors.add(field, "Choose each person once");
            } else {
                line.push(person);
            }
        }
        errors.unless_any(line)
    }
}

#[derive(Template)]
#[template(path = "alerts/line.html")]
pub(super) struct LinePage {
    shell: Shell,
    form: LineForm,
    people: Vec<Choice>,
    /// Which leads hold no key that counts, and what follows.
    lacking: Option<String>,
    /// What follows from who is in it, or that nobody is.
    follows: Vec<String>,
    /// The line that somebody else saved since the form was opened, by name.
    meanwhile: Option<Vec<String>>,
}

impl LinePage {
    fn of(shell: Shell, mut form: LineForm, desk: &Desk) -> Self {
        let name = |lead: &PersonId| {
            let lead = desk.people.iter().find(|holder| holder.id == *lead)?;
            Some(lead.name.clone())
        };
        let is_behind = form.shown.is_behind(&desk.shown);
        let meanwhile = is_behind.then(|| desk.line.iter().filter_map(name).collect());
        form.shown = desk.shown.clone();
        let chosen = form.places.iter().filter(|id| !id.is_empty());
        let chosen: Vec<PersonId> = chosen.map(|id| PersonId(id.clone())).collect();
        Self {
            shell,
            follows: desk.follows(&chosen),
            people: desk.choices(),
            form,
            meanwhile,
            lacking: desk.lacking.clone(),
        }
    }

    /// Each place: its number, its label, and who was chosen for it.
    fn places(&self) -> impl Iterator<Item = (String, String, &str)> {
        (1..).zip(&self.form.places).map(|(number, chosen)| {
            let label = match number {
                1 => "First".to_owned(),
                _ => format!("Then ({number})"),
            };
            (format!("place-{number}"), label, chosen.as_str())
        })
    }

    fn keeps_none(&self) -> bool {
        self.form.places.iter().all(String::is_empty)
    }
}

struct Desk {
    people: Vec<Holder>,
    leads: Vec<PersonId>,
    line: Vec<PersonId>,
    there: There,
    /// Who is asked before the line today, as it is one of the holidays.
    first: Option<PersonId>,
    lacking: Option<String>,
    shown: Shown,
}

impl Desk {
    /// What follows from this line, as a whole and from each who is in it.
    fn follows(&self, line: &[PersonId]) -> Vec<String> {
        let whole = Whole {
            line,
            leads: &self.leads,
            first: self.first.as_ref(),
            there: &self.there,
        };
        let mut follows = whole.follows();
        follows.extend(able::follows(&self.there.able, line, Able::in_line));
        follows
    }

    /// Those to choose from, each with what may make them the wrong one.
    fn choices(&self) -> Vec<Choice> {
        let choice = |holder: &Holder| self.there.to_be_in_line(holder, &self.people);
        let nobody = std::iter::once(Choice::new("", "Nobody"));
        nobody.chain(self.people.iter().map(choice)).collect()
    }
}

fn desk(tx: &mut Tx<'_, '_>) -> Result<Desk, Problem> {
    let (me, line) = (tx.person()?.clone(), kept(tx)?);
    let today = tx.now().london().date();
    let (calendar, holiday_person) = school_calendar::calendar(tx)?;
    Ok(Desk {
        first: holiday_person.filter(|_| calendar.is_holiday(today)),
        people: people::holders(tx, Right::ReadAlerts)?,
        leads: store::leads(tx)?,
        there: There::today(tx)?,
        lacking: Leads::now(tx)?
            .lacking(&me)
            .map(|lacking| lacking.by_name()),
        shown: shown(tx, &line)?,
        line,
    })
}

fn shown(tx: &Tx<'_, '_>, line: &[PersonId]) -> Result<Shown, Problem> {
    let ids: Vec<&str> = line.iter().map(|person| person.0.as_str()).collect();
    Shown::of(tx, &ids)
}

pub(super) async fn get(cx: Cx) -> Answer {
    let desk = cx.read(desk).await?;
    let mut places: Vec<_> = desk.line.iter().map(|person| person.0.clone()).collect();
    places.resize(PLACES, String::new());
    let form = LineForm {
        places,
        ..LineForm::default()
    };
    cx.show(&LinePage::of(cx.page(), form, &desk))
}

pub(super) async fn post(cx: Cx, Form(mut form): Form<LineForm>) -> Answer {
    let sent = form.clone();
    match cx.write(move |tx| save(tx, &sent)).await {
        Ok(()) => {
            cx.app().letters().notify_one();
            cx.redirect("/alerts/line")
        }
        Err(Undone::Form(errors)) => {
            form.errors = errors;
            let desk = cx.read(desk).await?;
            cx.show_again(&LinePage::of(cx.page(), form, &desk))
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

/// Why a line waits to be saved again.
const MEANWHILE: &str = "Somebody else has saved another line since you opened this page. Look at it \
                         below, then save yours again if it is to count instead";

fn save(tx: &mut Tx<'_, '_>, form: &LineForm) -> Result<(), Undone> {
    let known = people::holders(tx, Right::ReadAlerts)?;
    let line = form.check(&known).map_err(Undone::Form)?;
    let before = kept(tx)?;
    if before != line && form.shown.is_behind(&shown(tx, &before)?) {
        return Err(Undone::field("place-1", MEANWHILE));
    }
    if keeping::puts_themselves_in(tx, &before, &line)? {
        let me = tx.person()?;
        let place = form.places.iter().position(|person| *person == me.0);
        let place = place.unwrap_or_default();
        let field = format!("place-{}", place + 1);
        return Err(Undone::field(&field, keeping::NOT_YOURSELF));
    }
    let school = tx.school()?;
    tx.execute(CLEAR, &params![school])?;
    for (position, person) in (1_i64..).zip(&line) {
        tx.execute(INSERT, &params![school, position, person])?;
    }
    let words = |line: &[PersonId]| {
        let ids: Vec<&str> = line.iter().map(|person| person.0.as_str()).collect();
        ids.join(" ")
    };
    tx.entry(
        Entry::of("next in line changed", "school", &school.0)
            .with("before", words(&before))
            .with("now", words(&line)),
    )?;
    if line != before {
        let did = match line.as_slice() {
            [] => "took everybody out of the line to which concerns are passed on that nobody has \
                   acknowledged, so that every safeguarding lead is asked"
                .to_owned(),
            line => format!(
                "changed to whom concerns are passed on that nobody has acknowledged: to {}, in turn",
                keeping::names(&known, line)
            ),
        };
        keeping::tell(tx, &did, &line)?;
    }
    let saved = "The line was saved. It counts from the next concern that is passed on.";
    let follows = desk(tx)?.follows(&line);
    match follows.is_empty() {
        true => tx.say(saved)?,
        false => tx.warn(&format!("{saved} {}", follows.join(" ")))?,
    }
    Ok(())
}

/// The page, filled with a sample.
pub(super) fn sample() -> LinePage {
    let holder = Holder::sample("d", "Dana Lead", "DSL");
    let desk = Desk {
        leads: vec![holder.id.clone()],
        people: vec![holder],
        line: Vec::new(),
        there: There::default(),
        first: None,
        lacking: Some(Lacking::sample().by_name()),
        shown: Shown::default(),
    };
    let form = LineForm {
        places: [vec!["d".to_owned()], vec![String::new(); PLACES - 1]].concat(),
        shown: Shown::read(&Pairs::of(&[(Shown::FIELD, "another")])),
        errors: Errors::one("place-2", "Choose each person once"),
    };
    LinePage::of(Shell::default(), form, &desk)
}
