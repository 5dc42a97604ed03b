//! One category. Adding one and changing one are the same page.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::category::Category;
use super::colour::Colour;
use super::store;
use super::tree::Branch;
use super::wanted::{Typed, Wanted};
use crate::alerts;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::CategoryId;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "categories/edit.html")]
pub(super) struct EditPage {
    shell: Shell,
    /// The category as it is; none while it is being added.
    category: Option<Category>,
    /// Those that it can stand beneath, and by itself.
    parents: Vec<Choice>,
    form: EditForm,
}

/// A category as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct EditForm {
    typed: Typed,
    /// The category as it was when the page was shown, so that nobody writes over what somebody
    /// else changed meanwhile.
    was: String,
    errors: Errors,
}

impl ReadForm for EditForm {
    fn read(pairs: &Pairs) -> Self {
        let text = |name| pairs.text(name).to_owned();
        Self {
            typed: Typed {
                name: text("name"),
                parent: text("parent"),
                colour: text("colour"),
                guidance: text("guidance"),
                minutes: text("minutes"),
            },
            was: text("was"),
            errors: Errors::new(),
        }
    }
}

impl EditForm {
    /// The form of a category as it is.
    fn of(category: &Category) -> Self {
        let parent = category.parent.as_ref().map(|parent| parent.0.clone());
        Self {
            typed: Typed {
                name: category.name.clone(),
                parent: parent.unwrap_or_default(),
                colour: category.colour.name().to_owned(),
                guidance: category.guidance.clone(),
                minutes: category.respond_minutes.to_string(),
            },
            was: as_it_is(category),
            errors: Errors::new(),
        }
    }

    /// A form not yet filled in.
    fn new() -> Self {
        Self {
            typed: Typed {
                colour: Colour::default().name().to_owned(),
                minutes: "60".to_owned(),
                ..Typed::default()
            },
            ..Self::default()
        }
    }
}

/// Everything that can be changed of a category, on one line.
fn as_it_is(category: &Category) -> String {
    let parent = category.parent.as_ref().map_or("", |parent| &parent.0);
    let (colour, minutes) = (category.colour.name(), category.respond_minutes);
    let (name, guidance) = (&category.name, &category.guidance);
    let line = format!("{parent} {colour} {minutes} {name}: {guidance}");
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl EditPage {
    fn of(shell: Shell, id: Option<&CategoryId>, tree: &[Branch], form: EditForm) -> Self {
        let mine = |category: &&Category| Some(&category.id) == id;
        let category = tree.iter().flat_map(Branch::all).find(mine).cloned();
        let above = tree.iter().map(|branch| &branch.category);
        let above = above.filter(|above| Some(&above.id) != id && !above.is_retired);
        let parents = std::iter::once(Choice::new("", "None: it has no parent"))
            .chain(above.map(|above| Choice::new(&above.id.0, &above.name)))
            .collect();
        Self {
            shell,
            category,
            parents,
            form,
        }
    }

    fn heading(&self) -> &str {
        let name = self
            .category
            .as_ref()
            .map(|category| category.name.as_str());
        name.unwrap_or("Add a category")
    }

    fn action(&self) -> String {
        let url = self.category.as_ref().map(Category::url);
        url.unwrap_or_else(|| "/categories".into())
    }
}

pub(super) async fn new(cx: Cx) -> Answer {
    let tree = cx.read(store::tree).await?;
    cx.show(&EditPage::of(cx.page(), None, &tree, EditForm::new()))
}

pub(super) async fn get(cx: Cx, Path(id): Path<CategoryId>) -> Answer {
    let tree = cx.read(store::tree).await?;
    let form = EditForm::of(one(&tree, &id)?);
    cx.show(&EditPage::of(cx.page(), Some(&id), &tree, form))
}

pub(super) async fn add(cx: Cx, Form(form): Form<EditForm>) -> Answer {
    save(cx, None, form).await
}

pub(super) async fn post(cx: Cx, Path(id): Path<CategoryId>, Form(form): Form<EditForm>) -> Answer {
    save(cx, Some(id), form).await
}

/// The category of a tree.
pub(super) fn one<'a>(tree: &'a [Branch], id: &CategoryId) -> Result<&'a Category, Problem> {
    let found = tree.iter().flat_map(Branch::all).find(|one| one.id == *id);
    found.ok_or(Problem::NotFound)
}

async fn save(cx: Cx, id: Option<CategoryId>, form: EditForm) -> Answer {
    let (asked, typed) = (id.clone(), form.clone());
    let done = cx.write(move |tx| match &asked {
        Some(id) => change(tx, id, &typed),
        None => insert(tx, &typed.typed),
    });
    match done.await {
        Ok(()) => {
            cx.app().letters().notify_one();
            cx.redirect("/categories")
        }
        Err(Undone::Form(errors)) => {
            let tree = cx.read(store::tree).await?;
            let form = EditForm { errors, ..form };
            cx.show_again(&EditPage::of(cx.page(), id.as_ref(), &tree, form))
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

fn insert(tx: &mut Tx<'_, '_>, typed: &Typed) -> Result<(), Undone> {
    let wanted = Wanted::check(typed, None, &store::tree(tx)?)?;
    let school = tx.school()?;
    let id = store::insert(tx, school, &wanted)?;
    tx.entry(
        Entry::of("category added", "category", &id.0)
            .with("name", &wanted.name)
            .with("minutes", wanted.respond_minutes),
    )?;
    Ok(tx.say(&format!("The category {} was added.", wanted.name))?)
}

fn change(tx: &mut Tx<'_, '_>, id: &CategoryId, form: &EditForm) -> Result<(), Undone> {
    let tree = store::tree(tx)?;
    let before = one(&tree, id)?;
    if form.was != as_it_is(before) {
        let words = "Somebody changed this category while you had it open. What you typed is still \
                     here: look at the category in another tab, then open it again and make your \
                     change";
        return Err(Undone::field("name", words));
    }
    let wanted = Wanted::check(&form.typed, Some(id), &tree)?;
    if let Some(parent) = wanted
        .parent
        .as_ref()
        .filter(|to| before.parent.as_ref() != Some(*to))
    {
        widens_nobody(tx, one(&tree, parent)?)?;
    }
    store::change(tx, id, &wanted)?;
    let named = |parent: &Option<CategoryId>| {
        let above = parent.as_ref().and_then(|id| one(&tree, id).ok());
        above.map_or("none", |above| &above.name).to_owned()
    };
    tx.entry(
        Entry::of("category changed", "category", &id.0)
            .with("name before", &before.name)
            .with("name now", &wanted.name)
            .with("beneath before", named(&before.parent))
            .with("beneath now", named(&wanted.parent))
            .with("minutes before", before.respond_minutes)
            .with("minutes now", wanted.respond_minutes),
    )?;
    if wanted.name != before.name || wanted.parent != before.parent {
        tell_of_limits(tx, before, &wanted.name)?;
    }
    if wanted.respond_minutes != before.respond_minutes {
        let now = Category {
            respond_minutes: wanted.respond_minutes,
            ..before.clone()
        };
        let did = format!(
            "changed how long a concern of the category {} may wait for a lead in school time, from {} \
             to {}",
            wanted.name,
            before.wait_words().to_lowercase(),
            now.wait_words().to_lowercase()
        );
        alerts::tell_of_time(tx, &did)?;
    }
    Ok(tx.say(&format!("The category {} was changed.", wanted.name))?)
}

/// Tells the leads that a category has another name or place by which the files of a user group are
/// limited: what is logged under it from now on is what that group reads.
fn tell_of_limits(tx: &mut Tx<'_, '_>, before: &Category, now: &str) -> Result<(), Problem> {
    let mut groups = store::limited_to(tx, &before.id)?;
    if let Some(above) = &before.parent {
        groups.extend(store::limited_to(tx, above)?);
    }
    groups.sort();
    groups.dedup();
    if groups.is_empty() {
        return Ok(());
    }
    let did = format!(
        "changed the category {} to {now}, or moved it. What {} may read depends on it",
        before.name,
        groups.join(" and ")
    );
    alerts::tell_of_reading(tx, &did)
}

/// Refuses to move a category beneath one that limits a user group, which would then read the
/// concerns of both.
fn widens_nobody(tx: &mut Tx<'_, '_>, parent: &Category) -> Result<(), Undone> {
    let groups = store::limited_to(tx, &parent.id)?;
    if groups.is_empty() {
        return Ok(());
    }
    let words = format!(
        "The files of {} are limited to {} and would take in the concerns of this category too. \
         Have the user group changed first, or choose another",
        groups.join(" and "),
        parent.name
    );
    Err(Undone::field("parent", words))
}

/// The page, filled with a sample.
pub(super) fn sample() -> EditPage {
    let tree = super::sample();
    let id = CategoryId("p".into());
    let mut form = one(&tree, &id).map_or_else(|_| EditForm::new(), EditForm::of);
    form.errors = Errors::one("minutes", "Enter whole minutes");
    EditPage::of(Shell::default(), Some(&id), &tree, form)
}
