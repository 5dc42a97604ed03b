//! One alert group: its name and its people. Adding one and changing one are the same page.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone, readable_line};

use super::AlertGroup;
use crate::access::Right;
use crate::alerts::able::{self, Able};
use crate::alerts::keeping;
use crate::alerts::there::There;
use crate::audit::Entry;
use crate::cx::{Cx, Shown, Tx};
use crate::ids::{AlertGroupId, PersonId};
use crate::layout::{Choice, Shell};
use crate::people::{self, Holder};

/// The longest name.
const NAME_CHARACTERS_MAX: usize = 60;

#[derive(Template)]
#[template(path = "alerts/groups/edit.html")]
pub(in crate::alerts) struct EditPage {
    shell: Shell,
    /// The group as it is; none while it is being added.
    group: Option<AlertGroup>,
    form: GroupForm,
    people: Vec<Choice>,
    /// The group as somebody else saved it since the form was opened.
    meanwhile: Option<AlertGroup>,
}

/// An alert group as typed.
#[derive(Clone, Debug, Default)]
pub(in crate::alerts) struct GroupForm {
    name: String,
    members: Vec<PersonId>,
    shown: Shown,
    errors: Errors,
}

impl ReadForm for GroupForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            name: pairs.text("name").into(),
            members: pairs
                .every("member")
                .map(|id| PersonId(id.into()))
                .collect(),
            shown: Shown::read(pairs),
            errors: Errors::new(),
        }
    }
}

/// A name and people that may be written down.
struct Wanted {
    name: String,
    members: Vec<PersonId>,
}

impl GroupForm {
    fn check(&self, known: &[Holder]) -> Result<Wanted, Errors> {
        let mut errors = Errors::new();
        let name = readable_line(&self.name).unwrap_or_default();
        if name.is_empty() || name.chars().count() > NAME_CHARACTERS_MAX {
            let words = format!("Enter a name, up to {NAME_CHARACTERS_MAX} characters");
            errors.add("name", words);
        }
        let mut members = self.members.clone();
        members.sort();
        members.dedup();
        if members.is_empty() {
            errors.add("member", "Choose who is in it");
        } else if members
            .iter()
            .any(|id| known.iter().all(|holder| holder.id != *id))
        {
            errors.add("member", "Choose people who read alerts");
        }
        errors.unless_any(Wanted { name, members })
    }
}

impl EditPage {
    fn of(shell: Shell, desk: Desk, mut form: GroupForm) -> Self {
        let Desk {
            group,
            was_removed: _,
            people,
            there,
            shown,
        } = desk;
        let is_behind = form.shown.is_behind(&shown);
        form.shown = shown;
        let choice = |holder: &Holder| {
            let chosen = form.members.contains(&holder.id);
            let beside = there.as_alerted(&holder.id, |_| true);
            holder.choice().hint(beside.join(". ")).chosen(chosen)
        };
        Self {
            shell,
            meanwhile: group.clone().filter(|_| is_behind),
            group,
            people: people.iter().map(choice).collect(),
            form,
        }
    }

    fn heading(&self) -> &str {
        let name = self.group.as_ref().map(|group| group.name.as_str());
        name.unwrap_or("Add an alert group")
    }

    fn action(&self) -> String {
        let url = self.group.as_ref().map(AlertGroup::url);
        url.unwrap_or_else(|| "/alert-groups".into())
    }
}

/// What the page shows beside the form.
struct Desk {
    group: Option<AlertGroup>,
    /// Whether somebody has removed the group.
    was_removed: bool,
    people: Vec<Holder>,
    there: There,
    shown: Shown,
}

fn desk(tx: &mut Tx<'_, '_>, id: Option<&AlertGroupId>) -> Result<Desk, Problem> {
    let was_removed = match id {
        Some(id) => super::was_removed(tx, id)?,
        None => false,
    };
    let group = match id.filter(|_| !was_removed) {
        Some(id) => Some(super::one(tx, id)?),
        None => None,
    };
    let mut parts = Vec::new();
    if let Some(group) = &group {
        parts.push(group.name.as_str());
        parts.extend(group.members.iter().map(|(id, _)| id.0.as_str()));
    }
    let shown = Shown::of(tx, &parts)?;
    let people = people::holders(tx, Right::ReadAlerts)?;
    Ok(Desk {
        group,
        was_removed,
        people,
        there: There::today(tx)?,
        shown,
    })
}

pub(in crate::alerts) async fn new(cx: Cx) -> Answer {
    let desk = cx.read(|tx| desk(tx, None)).await?;
    cx.show(&EditPage::of(cx.page(), desk, GroupForm::default()))
}

pub(in crate::alerts) async fn get(cx: Cx, Path(id): Path<AlertGroupId>) -> Answer {
    let desk = cx.read(move |tx| desk(tx, Some(&id))).await?;
    let group = desk.group.as_ref().ok_or(Problem::NotFound)?;
    let form = GroupForm {
        name: group.name.clone(),
        members: group.members.iter().map(|(id, _)| id.clone()).collect(),
        ..GroupForm::default()
    };
    cx.show(&EditPage::of(cx.page(), desk, form))
}

pub(in crate::alerts) async fn add(cx: Cx, Form(form): Form<GroupForm>) -> Answer {
    save(cx, None, form).await
}

pub(in crate::alerts) async fn post(
    cx: Cx,
    Path(id): Path<AlertGroupId>,
    Form(form): Form<GroupForm>,
) -> Answer {
    save(cx, Some(id), form).await
}

async fn save(cx: Cx, id: Option<AlertGroupId>, mut form: GroupForm) -> Answer {
    let (of, sent) = (id.clone(), form.clone());
    match cx.write(move |tx| write(tx, of.as_ref(), &sent)).await {
        Ok(()) => {
            cx.app().letters().notify_one();
            cx.redirect("/alert-groups")
        }
        Err(Undone::Form(errors)) => {
            form.errors = errors;
            let desk = cx.read(move |tx| desk(tx, id.as_ref())).await?;
            cx.show_again(&EditPage::of(cx.page(), desk, form))
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

/// What is said to whoever saves a group that somebody removed meanwhile.
const REMOVED: &str = "Somebody removed this alert group while you had it open. What you entered is \
                       kept below: save it to add it as a new alert group";

/// Why a group waits to be saved again.
const MEANWHILE: &str = "Somebody else has saved this group since you opened this page. Look at it \
                         below, then save yours again if it is to count instead";

fn write(tx: &mut Tx<'_, '_>, id: Option<&AlertGroupId>, form: &GroupForm) -> Result<(), Undone> {
    let desk = desk(tx, id)?;
    if desk.was_removed {
        return Err(Undone::field("name", REMOVED));
    }
    let Wanted { name, members } = form.check(&desk.people).map_err(Undone::Form)?;
    let before = desk.group;
    let is_so = before.as_ref().is_some_and(|group| {
        let mut ids: Vec<&PersonId> = group.members.iter().map(|(id, _)| id).collect();
        ids.sort();
        group.name == name && ids.into_iter().eq(&members)
    });
    if !is_so && form.shown.is_behind(&desk.shown) {
        return Err(Undone::field("member", MEANWHILE));
    }
    let lower = name.to_lowercase();
    let taken = super::every(tx)?
        .into_iter()
        .any(|group| Some(&group.id) != id && group.name.to_lowercase() == lower);
    if taken {
        let words = format!("There is an alert group called {name} already: choose another name");
        return Err(Undone::field("name", words));
    }
    let were: Vec<PersonId> = before
        .iter()
        .flat_map(|group| group.members.iter().map(|(id, _)| id.clone()))
        .collect();
    if keeping::puts_themselves_in(tx, &were, &members)? {
        return Err(Undone::field("member", keeping::NOT_YOURSELF));
    }
    let written = super::write(tx, id, &name, &members)?;
    let act = match before {
        Some(_) => "alert group changed",
        None => "alert group added",
    };
    let people: Vec<&str> = members.iter().map(|person| person.0.as_str()).collect();
    tx.entry(
        Entry::of(act, "alert group", &written.0)
            .with("name", &name)
            .with("people", people.join(" ")),
    )?;
    let joined: Vec<PersonId> = members
        .iter()
        .filter(|person| !were.contains(person))
        .cloned()
        .collect();
    if !joined.is_empty() {
        let names = keeping::names(&desk.people, &joined);
        let did = format!("put {names} into the alert group {name}");
        keeping::tell(tx, &did, &joined)?;
    }
    let saved = format!("The alert group {name} was saved.");
    let follows = able::follows(&desk.there.able, &members, Able::as_alerted);
    match follows.is_empty() {
        true => tx.say(&saved)?,
        false => tx.warn(&format!("{saved} {}", follows.join(" ")))?,
    }
    Ok(())
}

/// An alert group is not offered any more. Whoever was alerted through it stays so.
pub(in crate::alerts) async fn retire(cx: Cx, Path(id): Path<AlertGroupId>) -> Answer {
    cx.write(move |tx| {
        if super::retire(tx, &id)? {
            tx.entry(Entry::of("alert group removed", "alert group", &id.0))?;
        }
        tx.say("The alert group is not offered any more.")
    })
    .await?;
    cx.redirect("/alert-groups")
}

/// The page, filled with a sample.
pub(in crate::alerts) fn sample() -> EditPage {
    let group = super::list::sample_group();
    let holder = Holder::sample("p", "Pat Pastoral", "Pastoral");
    let form = GroupForm {
        name: group.name.clone(),
        members: Vec::new(),
        shown: Shown::read(&Pairs::of(&[(Shown::FIELD, "another")])),
        errors: Errors::one("member", "Choose who is in it"),
    };
    let desk = Desk {
        group: Some(group),
        was_removed: false,
        people: vec![holder],
        there: There::default(),
        shown: Shown::default(),
    };
    EditPage::of(Shell::default(), desk, form)
}
