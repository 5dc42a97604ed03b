//! Viewing as another user group: chosen by a lead, who sees what they may see and its people may
//! see, changes nothing meanwhile, and stops whenever they like.

use askama::Template;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use crate::access::Right;
use crate::audit::Entry;
use crate::cx::{self, Cx, Tx};
use crate::elevation::safe_next;
use crate::groups::{self, Group};
use crate::layout::{Choice, Shell};
use crate::pupils::{self, YearGroup};

#[derive(Template)]
#[template(path = "sight/view_as.html")]
pub(super) struct ViewAsPage {
    shell: Shell,
    groups: Vec<Choice>,
    years: Vec<Choice>,
    form: ViewAsForm,
}

/// As whom to look.
#[derive(Clone, Debug, Default)]
pub(super) struct ViewAsForm {
    group: String,
    year: String,
    errors: Errors,
}

impl ReadForm for ViewAsForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            group: pairs.text("group").to_owned(),
            year: pairs.text("year").to_owned(),
            errors: Errors::new(),
        }
    }
}

/// Whether what a user group shows of files hangs on a year group.
fn asks_for_a_year(group: &Group) -> bool {
    let gives = |wanted: Right| group.columns.all().any(|(_, right)| right == wanted);
    gives(Right::ReadYearGroupFiles) && !gives(Right::ReadEveryFile)
}

/// What there is to view as: the user groups, and the year groups that the school's pupils are in.
#[derive(Default)]
struct Desk {
    groups: Vec<Group>,
    years: Vec<YearGroup>,
}

fn desk(tx: &mut Tx<'_, '_>) -> Result<Desk, Problem> {
    Ok(Desk {
        groups: groups::every(tx)?,
        years: pupils::year_groups(tx)?,
    })
}

impl ViewAsPage {
    fn of(shell: Shell, desk: &Desk, form: ViewAsForm) -> Self {
        let sees = |group: &Group| match (group.limits_words(), asks_for_a_year(group)) {
            (None, _) => "opens no pupil’s file".to_owned(),
            (Some(limits), true) => format!("files by year group and form. {limits}"),
            (Some(limits), false) => format!("every pupil’s file. {limits}"),
        };
        let choice =
            |group: &Group| Choice::new(&group.id.0, format!("{}: {}", group.name, sees(group)));
        let first = |words| std::iter::once(Choice::new("", words));
        let years = desk.years.iter();
        let years = years.map(|year| Choice::new(year.name(), year.to_string()));
        Self {
            shell,
            groups: first("Choose a user group")
                .chain(desk.groups.iter().map(choice))
                .collect(),
            years: first("Choose a year group").chain(years).collect(),
            form,
        }
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    let desk = cx.read(desk).await?;
    let form = ViewAsForm::default();
    cx.show(&ViewAsPage::of(cx.page(), &desk, form))
}

pub(super) async fn post(cx: Cx, Form(mut form): Form<ViewAsForm>) -> Answer {
    let wanted = form.clone();
    match cx.write(move |tx| begin(tx, &wanted)).await {
        Ok(()) => cx.redirect("/dashboard"),
        Err(Undone::Form(errors)) => {
            form.errors = errors;
            let desk = cx.read(desk).await?;
            cx.show_again(&ViewAsPage::of(cx.page(), &desk, form))
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

fn begin(tx: &mut Tx<'_, '_>, form: &ViewAsForm) -> Result<(), Undone> {
    let groups = groups::every(tx)?;
    let group = groups.into_iter().find(|group| group.id.0 == form.group);
    let Some(group) = group else {
        return Err(Undone::field("group", "Choose a user group"));
    };
    let year = match (asks_for_a_year(&group), YearGroup::named(&form.year)) {
        (true, Some(year)) => year.name(),
        (true, None) => {
            let words = format!(
                "Choose the year group of which {} is to see files",
                group.name
            );
            return Err(Undone::field("year", words));
        }
        (false, _) => "",
    };
    cx::view_as(tx, &group.id, year)?;
    let mut entry =
        Entry::of("viewing as a user group began", "group", &group.id.0).with("name", &group.name);
    if !year.is_empty() {
        entry = entry.with("year group", year);
    }
    Ok(tx.entry(entry)?)
}

/// Views as oneself again, and goes on to the page that was closed meanwhile, or to the dashboard.
/// Somebody who views as themselves already changes nothing.
pub(super) async fn end(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    if let Some(view) = cx.access.view() {
        let group = view.group.clone();
        cx.write(move |tx| {
            cx::view_as_oneself(tx)?;
            tx.entry(Entry::of(
                "viewing as a user group ended",
                "group",
                &group.0,
            ))?;
            tx.say("You see Keyward as yourself again.")?;
            Ok::<_, Problem>(())
        })
        .await?;
    }
    cx.redirect(safe_next(form.raw("next")))
}

/// The page, filled with a sample.
pub(super) fn sample() -> ViewAsPage {
    let page = ViewAsPage::of(
        Shell::default(),
        &Desk::default(),
        ViewAsForm {
            group: "a".into(),
            year: String::new(),
            errors: Errors::one("year", "Choose the year group"),
        },
    );
    let mut groups = page.groups;
    groups.extend([
        Choice::new(
            "a",
            "Pastoral: files by year group and form. Every category",
        ),
        Choice::new("b", "Staff: opens no pupil’s file"),
    ]);
    ViewAsPage { groups, ..page }
}
