//! Who must not see a pupil's file, for whoever acts on its concerns: the list, and the form that
//! excludes somebody.

use askama::Template;
use axum::extract::Path;
use keyward_moment::Moment;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::exclusion::{End, Exclusion};
use super::led::{Unled, opened_by};
use super::store;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::drafts::{Known, OfAct, Pad};
use crate::ids::{ExclusionId, PersonId, PupilId};
use crate::layout::{Choice, Shell};
use crate::people::{self, Holder};
use crate::pupils::{self, Pupil};
use crate::reason::reason;

/// What is said where the reason is missing.
const REASON_ASKED: &str = "Enter the reason";

/// What follows where every lead who holds a key is excluded.
const CLOSED: &str = "No safeguarding lead who holds a key that counts can open this file now. Ask another \
                      lead to link one today.";

#[derive(Template)]
#[template(path = "exclusions/of_file.html")]
pub(super) struct OfFilePage {
    shell: Shell,
    pupil: Pupil,
    exclusions: Vec<Exclusion>,
    people: Vec<Choice>,
    form: ExcludeForm,
    pad: Pad,
}

/// Who is to be excluded, as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct ExcludeForm {
    /// Which form this is: sent twice, it excludes once.
    known: Known,
    person: String,
    reason: String,
    errors: Errors,
}

impl ReadForm for ExcludeForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            known: Known::read(pairs),
            person: pairs.text("person").into(),
            reason: pairs.raw("reason").into(),
            errors: Errors::new(),
        }
    }
}

/// What the page is made of.
struct Seen {
    pupil: Pupil,
    exclusions: Vec<Exclusion>,
    staff: Vec<Holder>,
}

fn look(tx: &mut Tx<'_, '_>, id: &PupilId) -> Result<Seen, Problem> {
    Ok(Seen {
        pupil: pupils::find(tx, id)?,
        exclusions: store::of_file(tx, id)?,
        staff: people::everybody_here(tx)?,
    })
}

impl OfFilePage {
    fn of(shell: Shell, seen: Seen, form: ExcludeForm, pad: Pad) -> Self {
        let is_excluded = |person: &Holder| {
            let mut in_force = seen.exclusions.iter().filter(|one| one.end.is_none());
            in_force.any(|one| one.person == person.id)
        };
        let staff = seen.staff.iter().filter(|person| !is_excluded(person));
        let people = people::choices("Choose somebody", staff);
        Self {
            shell,
            pupil: seen.pupil,
            exclusions: seen.exclusions,
            people,
            form,
            pad,
        }
    }

    fn in_force(&self) -> Vec<&Exclusion> {
        let exclusions = self.exclusions.iter();
        exclusions.filter(|one| one.end.is_none()).collect()
    }

    fn ended(&self) -> Vec<(&Exclusion, &End)> {
        let exclusions = self.exclusions.iter();
        exclusions
            .filter_map(|one| Some((one, one.end.as_ref()?)))
            .collect()
    }

    fn file_url(&self) -> String {
        format!("/pupils/{}", self.pupil.id)
    }
}

/// Which act a draft of an exclusion is of.
fn of_act(pupil: &PupilId) -> Result<OfAct, Problem> {
    OfAct::named(pupil, "exclusions")
}

pub(super) async fn get(cx: Cx, Path(pupil): Path<PupilId>) -> Answer {
    let (seen, (pad, typed)) = cx
        .write(move |tx| {
            let seen = look(tx, &pupil)?;
            tx.entry(Entry::of("exclusions opened", "pupil", &pupil.0))?;
            Ok::<_, Problem>((seen, Pad::open(tx, &of_act(&pupil)?)?))
        })
        .await?;
    let form = ExcludeForm::read(&typed.unwrap_or_default());
    cx.show(&OfFilePage::of(cx.page(), seen, form, pad))
}

pub(super) async fn post(
    cx: Cx,
    Path(pupil): Path<PupilId>,
    Form(mut form): Form<ExcludeForm>,
) -> Answer {
    let (id, sent) = (pupil.clone(), form.clone());
    match cx.write(move |tx| exclude(tx, &id, &sent)).await {
        // Whoever excluded themselves sees nothing of the file any more.
        Ok(()) if form.person == cx.person.0 => cx.redirect("/pupils"),
        Ok(()) => cx.redirect(format!("/pupils/{pupil}/exclusions")),
        Err(Undone::Form(errors)) => {
            form.errors = errors;
            let pad = Pad::again(&cx, &of_act(&pupil)?, &form.known);
            let seen = cx.read(move |tx| look(tx, &pupil)).await?;
            cx.show_again(&OfFilePage::of(cx.page(), seen, form, pad))
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

/// Why the last lead who reads the file, or a concern in it, is not excluded. The words are the same
/// for both: whoever acts on concerns may be the one whom that concern names.
const LAST: &str = "Too few safeguarding leads would be left to read this file. Make somebody else \
                    a lead first, or end the exclusion of another lead";

fn exclude(tx: &mut Tx<'_, '_>, pupil: &PupilId, form: &ExcludeForm) -> Result<(), Undone> {
    pupils::find(tx, pupil)?;
    let tag = store::form_tag(
        tx,
        &[&form.known.form, &pupil.0, &form.person, &form.reason],
    )?;
    if store::is_made(tx, &tag)? {
        return Ok(());
    }
    let mut errors = Errors::new();
    let person = PersonId(form.person.clone());
    let staff = people::everybody_here(tx)?;
    let somebody = staff.into_iter().find(|one| one.id == person);
    if somebody.is_none() {
        errors.add("person", "Choose who must not see this file");
    }
    let reason = reason(&form.reason, REASON_ASKED);
    if let Err(wrong) = &reason {
        errors.add("reason", wrong.as_str());
    }
    let (Some(somebody), Ok(reason), true) = (somebody, reason, errors.is_empty()) else {
        return Err(errors.into());
    };
    let (unled, opened) = (Unled::before(tx)?, opened_by(tx, pupil)?);
    let Some(id) = store::insert(tx, pupil, &person, reason, &tag)? else {
        let words = format!("{} is excluded from this file already", somebody.name);
        return Err(Undone::field("person", words));
    };
    if unled.has_grown(tx)? {
        return Err(Undone::field("person", LAST));
    }
    // Whom it is about stands in the exclusion alone: who reads the log need not learn it.
    tx.entry(Entry::of("somebody excluded from a file", "exclusion", &id.0).with("pupil", pupil))?;
    form.known.is_sent(tx, &of_act(pupil)?)?;
    let words = match tx.person()? == &person {
        true => "You cannot see that file from now on. Somebody else ends it.".to_owned(),
        false => format!(
            "{} cannot see this file from now on. They are not told.",
            somebody.name
        ),
    };
    match opened > 0 && opened_by(tx, pupil)? == 0 {
        true => Ok(tx.warn(&format!("{words} {CLOSED}"))?),
        false => Ok(tx.say(&words)?),
    }
}

/// An exclusion for samples of pages.
pub(super) fn sample_exclusion() -> Exclusion {
    Exclusion {
        id: ExclusionId("e".into()),
        person: PersonId("p".into()),
        person_name: "Amira Khan".into(),
        reason: "She is an aunt of the child.".into(),
        made_by: "Dana Lead".into(),
        made_at: Moment::from_micros(1_795_000_000_000_000),
        end: None,
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> OfFilePage {
    let ended = Exclusion {
        end: Some(End {
            reason: "She no longer works with the family.".into(),
            by: "Dee Deputy".into(),
            at: Moment::from_micros(1_795_000_000_000_000),
        }),
        ..sample_exclusion()
    };
    let seen = Seen {
        pupil: Pupil::sample(),
        exclusions: vec![sample_exclusion(), ended],
        staff: Vec::new(),
    };
    let form = ExcludeForm {
        errors: Errors::one("person", LAST),
        ..ExcludeForm::default()
    };
    OfFilePage::of(Shell::default(), seen, form, Pad::sample())
}
