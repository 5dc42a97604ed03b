//! One alert group: its name and its people. Adding one and changing one are the same page.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone, readable_line};

use super::AlertGroup;
use crate::access::Right;
use crate::alerts::keeping;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
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
}

/// An alert group as typed.
#[derive(Clone, Debug, Default)]
pub(in crate::alerts) struct GroupForm {
    name: String,
    members: Vec<PersonId>,
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
    fn of(shell: Shell, group: Option<AlertGroup>, form: GroupForm, people: &[Holder]) -> Self {
        let choice = |holder: &Holder| {
            let chosen = form.members.contains(&holder.id);
            Choice::new(&holder.id.0, &holder.name).chosen(chosen)
        };
        Self {
            shell,
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

fn desk(
    tx: &mut Tx<'_, '_>,
    id: Option<&AlertGroupId>,
) -> Result<(Option<AlertGroup>, Vec<Holder>), Problem> {
    let group = match id {
        Some(id) => Some(super::one(tx, id)?),
        None => None,
    };
    Ok((group, people::holders(tx, Right::ReadAlerts)?))
}

pub(in crate::alerts) async fn new(cx: Cx) -> Answer {
    let (_, people) = cx.read(|tx| desk(tx, None)).await?;
    cx.show(&EditPage::of(
        cx.page(),
        None,
        GroupForm::default(),
        &people,
    ))
}

pub(in crate::alerts) async fn get(cx: Cx, Path(id): Path<AlertGroupId>) -> Answer {
    let (group, people) = cx.read(move |tx| desk(tx, Some(&id))).await?;
    let form = group
        .as_ref()
        .map_or_else(GroupForm::default, |group| GroupForm {
            name: group.name.clone(),
            members: group.members.iter().map(|(id, _)| id.clone()).collect(),
            errors: Errors::new(),
        });
    cx.show(&EditPage::of(cx.page(), group, form, &people))
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
            let (group, people) = cx.read(move |tx| desk(tx, id.as_ref())).await?;
            cx.show_again(&EditPage::of(cx.page(), group, form, &people))
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

fn write(tx: &mut Tx<'_, '_>, id: Option<&AlertGroupId>, form: &GroupForm) -> Result<(), Undone> {
    let (before, known) = desk(tx, id)?;
    let Wanted { name, members } = form.check(&known).map_err(Undone::Form)?;
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
        let names = keeping::names(&known, &joined);
        let did = format!("put {names} into the alert group {name}");
        keeping::tell(tx, &did, &joined)?;
    }
    Ok(tx.say(&format!("The alert group {name} was saved."))?)
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
    let holder = Holder {
        id: PersonId("p".into()),
        name: "Pat Pastoral".into(),
        email: "pat@hawthorn-park.example".into(),
    };
    let form = GroupForm {
        name: group.name.clone(),
        members: Vec::new(),
        errors: Errors::one("member", "Choose who is in it"),
    };
    EditPage::of(Shell::default(), Some(group), form, &[holder])
}
