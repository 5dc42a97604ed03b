//! One user group: its name, a tick for each right in each column, and the categories to which its
//! files are limited. Adding one and changing
//! one are the same page.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Problem, Undone};

use super::form::{EditForm, Reach};
use super::group::{Columns, Group, Wanted, limits_line};
use super::store;
use crate::access::{Column, Right};
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::enrolment;
use crate::exclusions::{LAST_LEAD, Unled};
use crate::ids::{CategoryId, GroupId};
use crate::layout::{Choice, Shell};
use crate::mail::{self, Letter};
use crate::people::{self, Limit, limits_words};

#[derive(Template)]
#[template(path = "groups/edit.html")]
pub(super) struct EditPage {
    shell: Shell,
    /// The group as it is; none while it is being added.
    group: Option<Group>,
    form: EditForm,
    rights: [Right; Right::ALL.len()],
    /// The categories to which its files can be limited.
    categories: Vec<Limit>,
}

impl EditPage {
    fn of(shell: Shell, seen: Seen, form: EditForm) -> Self {
        Self {
            shell,
            group: seen.group,
            form,
            rights: Right::ALL,
            categories: seen.categories,
        }
    }

    /// The choice between every category and some.
    fn reaches(&self) -> Vec<Choice> {
        vec![
            Choice::new("every", "Every category"),
            Choice::new("some", "Only these categories").reveals(),
        ]
    }

    fn reach(&self) -> &'static str {
        let limited = self
            .group
            .as_ref()
            .is_some_and(|group| !group.limits.is_empty());
        match self.form.reach {
            Reach::Some => "some",
            Reach::Unchanged if limited => "some",
            Reach::Every | Reach::Unchanged => "every",
        }
    }

    /// The categories, each followed by those beneath it.
    fn category_choices(&self) -> Vec<Choice> {
        let is_top = |limit: &&Limit| {
            let parent = limit.parent.as_ref();
            !parent.is_some_and(|parent| self.categories.iter().any(|one| one.id == *parent))
        };
        let mut choices = Vec::new();
        for top in self.categories.iter().filter(is_top) {
            let beneath: Vec<&Limit> = self
                .categories
                .iter()
                .filter(|one| one.parent.as_ref() == Some(&top.id))
                .collect();
            let hint = match beneath.is_empty() {
                true => "",
                false => "And those beneath it",
            };
            choices.push(self.category_choice(top, top.name.clone()).hint(hint));
            for one in beneath {
                choices.push(self.category_choice(one, format!("{}: {}", top.name, one.name)));
            }
        }
        choices
    }

    fn category_choice(&self, limit: &Limit, words: String) -> Choice {
        let limits = self.group.iter().flat_map(|group| &group.limits);
        let chosen = match self.form.reach {
            Reach::Unchanged => limits.into_iter().any(|one| one.id == limit.id),
            Reach::Every | Reach::Some => self.form.ticked.contains(&limit.id.0),
        };
        Choice::new(&limit.id.0, words).chosen(chosen)
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

/// What the page is made of.
struct Seen {
    /// The group as it is; none while it is being added.
    group: Option<Group>,
    categories: Vec<Limit>,
}

fn look(tx: &mut Tx<'_, '_>, id: Option<&GroupId>) -> Result<Seen, Problem> {
    let group = match id {
        Some(id) => Some(store::one(tx, id)?),
        None => None,
    };
    let categories = store::categories(tx, id)?;
    Ok(Seen { group, categories })
}

pub(super) async fn new(cx: Cx) -> Answer {
    let seen = cx.read(|tx| look(tx, None)).await?;
    cx.show(&EditPage::of(cx.page(), seen, EditForm::default()))
}

pub(super) async fn get(cx: Cx, Path(id): Path<GroupId>) -> Answer {
    let seen = cx.read(move |tx| look(tx, Some(&id))).await?;
    let group = seen.group.as_ref();
    let form = EditForm {
        name: group.map(|group| group.name.clone()).unwrap_or_default(),
        columns: group.map(|group| group.columns.clone()).unwrap_or_default(),
        ..EditForm::default()
    };
    cx.show(&EditPage::of(cx.page(), seen, form))
}

pub(super) async fn add(cx: Cx, Form(form): Form<EditForm>) -> Answer {
    save(cx, None, form).await
}

pub(super) async fn post(cx: Cx, Path(id): Path<GroupId>, Form(form): Form<EditForm>) -> Answer {
    save(cx, Some(id), form).await
}

async fn save(cx: Cx, id: Option<GroupId>, mut form: EditForm) -> Answer {
    let of = id.clone();
    let seen = cx.read(move |tx| look(tx, of.as_ref())).await?;
    let before = seen.group.as_ref().map(|group| group.limits.as_slice());
    let done = match form.check(before.unwrap_or_default(), &seen.categories) {
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
            cx.show_again(&EditPage::of(cx.page(), seen, form))
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
            .with("rights", wanted.columns.line())
            .with("files show", wanted.limits_line()),
    )?;
    Ok(tx.say(&format!("The user group {} was added.", wanted.name))?)
}

fn change(tx: &mut Tx<'_, '_>, id: &GroupId, wanted: &Wanted) -> Result<(), Undone> {
    let before = store::one(tx, id)?;
    is_free(tx, Some(id), &wanted.name)?;
    let more = wanted.columns.more_than(&before.columns);
    let me = tx.person()?;
    let widens = wanted.widens(&before);
    if (widens || !more.is_empty()) && store::is_in(tx, id, me)? {
        return Err(Undone::field(
            if more.is_empty() {
                "category"
            } else {
                "rights"
            },
            "Nobody may give more to a user group they are in: two people are needed. Ask \
             somebody who is not in it",
        ));
    }
    let needed = enrolment::who_needs_a_key(tx)?;
    let unled = Unled::before(tx)?;
    store::write(tx, id, wanted)?;
    if people::is_locked_out(tx)? {
        return Err(Undone::field(
            "rights",
            "Nobody would be left who can manage people and user groups. Give both to another \
             user group with somebody in it first",
        ));
    }
    if unled.has_grown(tx)? {
        return Err(Undone::field("rights", LAST_LEAD));
    }
    tx.entry(
        Entry::of("user group changed", "group", &id.0)
            .with("name before", &before.name)
            .with("name now", &wanted.name)
            .with("rights before", before.columns.line())
            .with("rights now", wanted.columns.line())
            .with("files showed", limits_line(&before.limits))
            .with("files show now", wanted.limits_line()),
    )?;
    let opens_more = widens || more.iter().any(|right| right.opens_files());
    if opens_more && !before.members.is_empty() {
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
                    "Hello {},\n\n{} gave the user group {} more access to pupils' files{}, once its \
                 people use their own security keys. In it are: {}.\n\nYou are told because you \
                 read every pupil's file. If this is not right, speak to your school's \
                 administrators at once.\n",
                    reader.name,
                    tx.actor().name,
                    wanted.name,
                    limits_words(&wanted.limits),
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
        reach: Reach::Some,
        ticked: vec!["a".into()],
        errors: Errors::one("rights", "It can only be in the elevated column"),
        ..EditForm::default()
    };
    let limit = |id: &str, parent: Option<&str>, name: &str| Limit {
        id: CategoryId(id.into()),
        parent: parent.map(|parent| CategoryId(parent.into())),
        name: name.into(),
    };
    let categories = vec![
        limit("a", None, "Attendance"),
        limit("b", Some("a"), "Late again and again"),
        limit("c", None, "Online safety"),
    ];
    EditPage::of(Shell::default(), Seen { group, categories }, form)
}
