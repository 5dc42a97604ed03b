//! One user group: its name, and a tick for each right in each column. Adding one and changing
//! one are the same page.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::group::{Columns, Group, Wanted};
use super::store;
use crate::access::{Column, Right};
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::enrolment;
use crate::ids::GroupId;
use crate::layout::Shell;
use crate::mail::{self, Letter};
use crate::people;

#[derive(Template)]
#[template(path = "groups/edit.html")]
pub(super) struct EditPage {
    shell: Shell,
    /// The group as it is; none while it is being added.
    group: Option<Group>,
    form: EditForm,
    rights: [Right; Right::ALL.len()],
}

/// A user group as ticked.
#[derive(Clone, Default)]
pub(super) struct EditForm {
    name: String,
    columns: Columns,
    /// Whether a right was sent that Keyward does not know.
    has_unknown: bool,
    errors: Errors,
}

impl ReadForm for EditForm {
    fn read(pairs: &Pairs) -> Self {
        let of = |column: Column| {
            pairs
                .every(column.name())
                .filter_map(Right::named)
                .map(move |right| (column, right))
                .collect::<Vec<_>>()
        };
        let (standard, elevated) = (of(Column::Standard), of(Column::Elevated));
        let has_unknown = [Column::Standard, Column::Elevated]
            .into_iter()
            .any(|column| {
                pairs
                    .every(column.name())
                    .any(|name| Right::named(name).is_none())
            });
        Self {
            name: pairs.text("name").to_owned(),
            columns: Columns::of(standard.into_iter().chain(elevated)),
            has_unknown,
            errors: Errors::new(),
        }
    }
}

impl EditForm {
    /// What may be written down; else what is wrong. A right that is not known is never dropped
    /// silently: whoever sent it believes that it was given.
    fn check(&self) -> Result<Wanted, Errors> {
        let wanted = Wanted::check(&self.name, self.columns.clone());
        if !self.has_unknown {
            return wanted;
        }
        let mut errors = wanted.err().unwrap_or_default();
        errors.add(
            "rights",
            "Keyward does not know one of the rights that were sent. Check the ticks, then save \
             again",
        );
        Err(errors)
    }
}

impl EditPage {
    fn of(shell: Shell, group: Option<Group>, form: EditForm) -> Self {
        Self {
            shell,
            group,
            form,
            rights: Right::ALL,
        }
    }

    fn heading(&self) -> &str {
        let name = self.group.as_ref().map(|group| group.name.as_str());
        name.unwrap_or("Add a user group")
    }

    fn action(&self) -> String {
        let url = self.group.as_ref().map(Group::url);
        url.unwrap_or_else(|| "/groups".into())
    }
}

pub(super) async fn new(cx: Cx) -> Answer {
    cx.show(&EditPage::of(cx.page(), None, EditForm::default()))
}

pub(super) async fn get(cx: Cx, Path(id): Path<GroupId>) -> Answer {
    let group = cx.read(move |tx| store::one(tx, &id)).await?;
    let form = EditForm {
        name: group.name.clone(),
        columns: group.columns.clone(),
        ..EditForm::default()
    };
    cx.show(&EditPage::of(cx.page(), Some(group), form))
}

pub(super) async fn add(cx: Cx, Form(form): Form<EditForm>) -> Answer {
    save(cx, None, form).await
}

pub(super) async fn post(cx: Cx, Path(id): Path<GroupId>, Form(form): Form<EditForm>) -> Answer {
    save(cx, Some(id), form).await
}

async fn save(cx: Cx, id: Option<GroupId>, mut form: EditForm) -> Answer {
    let group = match id.clone() {
        Some(id) => Some(cx.read(move |tx| store::one(tx, &id)).await?),
        None => None,
    };
    let done = match form.check() {
        Ok(wanted) => {
            cx.write(move |tx| match &id {
                Some(id) => change(tx, id, &wanted),
                None => insert(tx, &wanted),
            })
            .await
        }
        Err(errors) => Err(Undone::Form(errors)),
    };
    match done {
        Ok(()) => {
            cx.app().letters().notify_one();
            cx.redirect("/groups")
        }
        Err(Undone::Form(errors)) => {
            form.errors = errors;
            cx.show_again(&EditPage::of(cx.page(), group, form))
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

fn insert(tx: &mut Tx<'_, '_>, wanted: &Wanted) -> Result<(), Undone> {
    is_free(tx, None, &wanted.name)?;
    let id = store::insert(tx, &wanted.name)?;
    store::write(tx, &id, wanted)?;
    tx.entry(
        Entry::of("user group added", "group", &id.0)
            .with("name", &wanted.name)
            .with("rights", wanted.columns.line()),
    )?;
    Ok(tx.say(&format!("The user group {} was added.", wanted.name))?)
}

fn change(tx: &mut Tx<'_, '_>, id: &GroupId, wanted: &Wanted) -> Result<(), Undone> {
    let before = store::one(tx, id)?;
    is_free(tx, Some(id), &wanted.name)?;
    let more = wanted.columns.more_than(&before.columns);
    let me = tx.person()?;
    if !more.is_empty() && store::is_in(tx, id, me)? {
        return Err(Undone::field(
            "rights",
            "Nobody may give more to a user group they are in: two people are needed. Ask \
             somebody who is not in it",
        ));
    }
    let needed = enrolment::who_needs_a_key(tx)?;
    store::write(tx, id, wanted)?;
    if people::is_locked_out(tx)? {
        return Err(Undone::field(
            "rights",
            "Nobody would be left who can manage people and user groups. Give both to another \
             user group with somebody in it first",
        ));
    }
    tx.entry(
        Entry::of("user group changed", "group", &id.0)
            .with("name before", &before.name)
            .with("name now", &wanted.name)
            .with("rights before", before.columns.line())
            .with("rights now", wanted.columns.line()),
    )?;
    if more.iter().any(|right| right.opens_files()) && !before.members.is_empty() {
        tell_readers(tx, &before, wanted)?;
    }
    let mut words = format!(
        "The user group {} was changed. It counts from everybody's next click.",
        wanted.name
    );
    for waits in needed.ask_again(tx)? {
        let (keys, holder) = (waits.keys.join(", "), waits.holder);
        words = format!("{words} {keys} of {holder} waits for approval by somebody else than you.");
    }
    Ok(tx.say(&words)?)
}

fn is_free(tx: &mut Tx<'_, '_>, but: Option<&GroupId>, name: &str) -> Result<(), Undone> {
    let lower = name.to_lowercase();
    let taken = store::every(tx)?
        .into_iter()
        .any(|group| Some(&group.id) != but && group.name.to_lowercase() == lower);
    if taken {
        let words = format!("There is a user group called {name} already: choose another name");
        return Err(Undone::field("name", words));
    }
    Ok(())
}

/// Tells everybody who reads every file that a whole user group can read files now.
fn tell_readers(tx: &mut Tx<'_, '_>, group: &Group, wanted: &Wanted) -> Result<(), Problem> {
    for reader in people::holders(tx, Right::ReadEveryFile)? {
        mail::post(
            tx,
            &Letter {
                to: &reader.email,
                subject: "A user group was given access to pupils' files",
                body: &format!(
                    "Hello {},\n\n{} gave the user group {} more access to pupils' files, once its \
                 people use their own security keys. In it are: {}.\n\nYou are told because you \
                 read every pupil's file. If this is not right, speak to your school's \
                 administrators at once.\n",
                    reader.name,
                    tx.actor().name,
                    wanted.name,
                    group.members.join(", "),
                ),
            },
        )?;
    }
    Ok(())
}

/// The page, filled with a sample.
pub(super) fn sample() -> EditPage {
    let group = super::list::sample_groups().into_iter().next();
    let form = EditForm {
        name: "Staff".into(),
        columns: Columns::of([(Column::Standard, Right::ReadEveryFile)]),
        errors: Errors::one("rights", "It can only be in the elevated column"),
        ..EditForm::default()
    };
    EditPage::of(Shell::default(), group, form)
}
