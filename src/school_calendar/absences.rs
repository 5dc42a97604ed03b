//! Who is away, and who stands in for them.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::absence::Absence;
use super::calendar::Days;
use super::{store, written};
use crate::access::Right;
use crate::alerts;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::{AbsenceId, PersonId};
use crate::layout::{Choice, Shell};
use crate::people::{self, Holder};

#[derive(Template)]
#[template(path = "school_calendar/absences.html")]
pub(super) struct AbsencesPage {
    shell: Shell,
    absences: Vec<Absence>,
    form: AbsenceForm,
    people: Vec<Choice>,
}

/// An absence as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct AbsenceForm {
    person: String,
    cover: String,
    first: String,
    last: String,
    errors: Errors,
}

impl ReadForm for AbsenceForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            person: pairs.text("person").into(),
            cover: pairs.text("cover").into(),
            first: pairs.text("first").into(),
            last: pairs.text("last").into(),
            errors: Errors::new(),
        }
    }
}

/// The longest absence: whoever stands in for longer is written down again, and the leads told again.
const DAYS_MAX: i32 = 62;

/// An absence that may be written down.
struct Wanted {
    person: PersonId,
    cover: PersonId,
    days: Days,
}

impl AbsenceForm {
    fn check(&self, people: &[Holder], today: jiff::civil::Date) -> Result<Wanted, Errors> {
        let mut errors = Errors::new();
        let known = |id: &str| people.iter().find(|holder| holder.id.0 == id);
        let (person, cover) = (known(&self.person), known(&self.cover));
        if person.is_none() {
            errors.add("person", "Choose who is away");
        }
        if cover.is_none() {
            errors.add("cover", "Choose who stands in");
        } else if self.person == self.cover {
            errors.add("cover", "Choose somebody else to stand in");
        }
        let (first, last) = (written::day(&self.first), written::day(&self.last));
        if first.is_none() {
            errors.add("first", "Enter the first day away, such as 02/12/2026");
        }
        match (first, last) {
            (_, None) => errors.add("last", "Enter the last day away, such as 04/12/2026"),
            (_, Some(last)) if last < today => {
                errors.add("last", "The last day away must be today or later");
            }
            (Some(first), Some(last)) if last < first => {
                errors.add("last", "The last day away must not be before the first");
            }
            (Some(first), Some(last)) if (last - first).get_days() >= DAYS_MAX => {
                let words = format!(
                    "An absence lasts up to {DAYS_MAX} days: write down an earlier last day, and \
                     another absence when it is near"
                );
                errors.add("last", words);
            }
            _ => {}
        }
        match (person, cover, first, last) {
            (Some(person), Some(cover), Some(first), Some(last)) if errors.is_empty() => {
                Ok(Wanted {
                    person: person.id.clone(),
                    cover: cover.id.clone(),
                    days: Days { first, last },
                })
            }
            _ => Err(errors),
        }
    }
}

impl AbsencesPage {
    fn of(shell: Shell, absences: Vec<Absence>, people: &[Holder], form: AbsenceForm) -> Self {
        Self {
            shell,
            absences,
            form,
            people: people::choices("Choose a person", people),
        }
    }
}

fn desk(tx: &mut Tx<'_, '_>) -> Result<(Vec<Absence>, Vec<Holder>), Problem> {
    let absences = store::absences(tx)?;
    Ok((absences, people::holders(tx, Right::ReadAlerts)?))
}

pub(super) async fn get(cx: Cx) -> Answer {
    let (absences, people) = cx.read(desk).await?;
    let form = AbsenceForm::default();
    cx.show(&AbsencesPage::of(cx.page(), absences, &people, form))
}

pub(super) async fn post(cx: Cx, Form(mut form): Form<AbsenceForm>) -> Answer {
    let sent = form.clone();
    match cx.write(move |tx| add(tx, &sent)).await {
        Ok(()) => {
            cx.app().letters().notify_one();
            cx.redirect("/school/absences")
        }
        Err(Undone::Form(errors)) => {
            form.errors = errors;
            let (absences, people) = cx.read(desk).await?;
            cx.show_again(&AbsencesPage::of(cx.page(), absences, &people, form))
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

fn add(tx: &mut Tx<'_, '_>, form: &AbsenceForm) -> Result<(), Undone> {
    let people = people::holders(tx, Right::ReadAlerts)?;
    let today = store::today(tx.now());
    let Wanted {
        person,
        cover,
        days,
    } = form.check(&people, today).map_err(Undone::Form)?;
    if alerts::puts_themselves_in(tx, [], [&cover])? {
        return Err(Undone::field("cover", alerts::NOT_YOURSELF));
    }
    if !store::may_stand_in(tx, &person, &cover)? {
        let words = "Choose a safeguarding lead, or somebody in the same user groups and with the \
                     same year groups and forms: for a lead only another lead stands in";
        return Err(Undone::field("cover", words));
    }
    let id = store::insert_absence(tx, &person, &cover, days)?;
    tx.entry(
        Entry::of("absence written down", "absence", &id.0)
            .with("away", &person)
            .with("stands in", &cover)
            .with("from", days.first)
            .with("to", days.last),
    )?;
    let name = |id: &PersonId| {
        let found = people.iter().find(|holder| holder.id == *id);
        found.map_or("somebody", |holder| &holder.name)
    };
    let did = format!(
        "wrote down that {} is away from {} to {}, and that {} stands in: until then they are alerted \
         to every concern to which {} is alerted",
        name(&person),
        days.first.strftime("%-d %B %Y"),
        days.last.strftime("%-d %B %Y"),
        name(&cover),
        name(&person)
    );
    alerts::tell(tx, &did, &[person, cover])?;
    Ok(tx.say("The absence was saved. What is passed on meanwhile goes to whoever stands in.")?)
}

/// Ends an absence. One that has ended already stays as it is.
pub(super) async fn end(cx: Cx, Path(id): Path<AbsenceId>) -> Answer {
    cx.write(move |tx| {
        if store::end_absence(tx, &id)? {
            tx.entry(Entry::of("absence ended", "absence", &id.0))?;
        }
        tx.say("The absence has ended.")
    })
    .await?;
    cx.redirect("/school/absences")
}

/// The page, filled with a sample.
pub(super) fn sample() -> AbsencesPage {
    let day = jiff::civil::date(2026, 12, 1);
    let absence = Absence {
        id: AbsenceId("a".into()),
        person: "Dana Lead".into(),
        cover: "Dee Deputy".into(),
        days: Days {
            first: day,
            last: day,
        },
    };
    let form = AbsenceForm {
        errors: Errors::one("person", "Choose who is away"),
        ..AbsenceForm::default()
    };
    AbsencesPage::of(Shell::default(), vec![absence], &[], form)
}
