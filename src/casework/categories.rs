//! Changing the categories of a concern. Those with which it was logged stay to be seen.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Errors;

use super::act::{Act, Doing, Frame, Guards};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::kind::Kind;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "casework/categories.html")]
pub(super) struct CategoriesPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    logged: String,
    categories: Vec<Choice>,
}

/// Changing categories.
pub(super) struct CategoryChange;

impl Act for CategoryChange {
    type Page = CategoriesPage;
    const ADDRESS: &'static str = "categories";
    const GUARDS: Guards = Guards::Newest(Kind::CategoryChange);

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let ticked: Vec<&str> = form.every("category").collect();
        let chosen = case.categories.iter();
        let chosen: Vec<_> = chosen
            .filter(|kind| ticked.contains(&&*kind.id.0))
            .collect();
        let names = |kind: &&super::case::CategoryOf| kind.name.clone();
        let (from, to) = (case.categories_now(), chosen.iter().map(names).collect());
        if chosen.is_empty() {
            check.errors.add("category", "Tick a category");
        } else if from == to {
            check.errors.add(
                "category",
                "Tick another category, or go back to the concern",
            );
        }
        let words = check.reason("words", "Enter the reason for the change");
        let ids = chosen.iter().map(|kind| kind.id.0.clone()).collect();
        let deed = Deed::CategoryChange {
            from,
            to,
            ids,
            words,
        };
        check.proves(Some(Doing::now(deed, now)))
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> CategoriesPage {
        let logged: Vec<_> = case.categories.iter().filter(|kind| kind.logged).collect();
        let logged: Vec<_> = logged.iter().map(|kind| kind.name.as_str()).collect();
        // Nothing typed yet: those that count.
        let is_sent = form.has("words");
        let ticked: Vec<&str> = form.every("category").collect();
        let choice = |kind: &super::case::CategoryOf| {
            let is_chosen = match is_sent {
                true => ticked.contains(&&*kind.id.0),
                false => kind.counts,
            };
            Choice::new(&kind.id.0, &kind.name).chosen(is_chosen)
        };
        CategoriesPage {
            logged: logged.join(", "),
            categories: case.categories.iter().map(choice).collect(),
            shell,
            frame,
            form,
        }
    }
}
