//! The page that searches. What is looked for travels in the body of a form, never in an address.

use askama::Template;
use axum::http::StatusCode;
use keyward_web::{Answer, Errors, Form, Problem};

use super::find::find;
use super::found::Found;
use super::keeper::{Readiness, lock};
use super::shelf::Place;
use super::wanted::{SearchForm, Show, Wanted, place_words};
use crate::audit::Entry;
use crate::cx::Cx;
use crate::layout::{Choice, Shell};

/// What a search came to.
pub(super) enum Outcome {
    /// Nothing was looked for.
    Nothing,
    /// This was found.
    Found(Box<Found>),
    /// So many hundredths of the index are there.
    Preparing(u8),
    /// The school's records need more memory than this server gives to searching.
    TooLarge,
    /// This server does not search.
    Off,
}

#[derive(Template)]
#[template(path = "search/page.html")]
pub(super) struct SearchPage {
    shell: Shell,
    form: SearchForm,
    shows: Vec<Choice>,
    outcome: Outcome,
    is_elevated: bool,
    /// Whether a touch of their key would open more.
    would_grow: bool,
}

impl SearchPage {
    fn of(cx: &Cx, form: SearchForm, outcome: Outcome) -> Self {
        Self {
            shell: cx.page(),
            form,
            shows: shows(),
            outcome,
            is_elevated: cx.access.is_elevated(),
            would_grow: cx.access.would_grow(),
        }
    }

    fn is_narrowed(&self) -> bool {
        let SearchForm { show, from, to, .. } = &self.form;
        *show != Show::Everything || !from.is_empty() || !to.is_empty()
    }

    /// What a person who listens hears.
    fn status(&self) -> String {
        match &self.outcome {
            Outcome::Nothing | Outcome::TooLarge | Outcome::Off => String::new(),
            Outcome::Preparing(percent) => format!("Preparing search: {percent} %"),
            Outcome::Found(found) if found.words().is_empty() => "Nothing found".to_owned(),
            Outcome::Found(found) => found.words(),
        }
    }

    /// A place, as the button to what is older carries it.
    fn place(&self, last: &Place) -> String {
        place_words(*last)
    }

    /// Whether results of one kind have the page to themselves.
    fn is_alone(&self) -> bool {
        self.form.show != Show::Everything
    }
}

fn shows() -> Vec<Choice> {
    let shows = Show::ALL.into_iter();
    shows
        .map(|show| Choice::new(show.name(), show.words()))
        .collect()
}

/// The page, with what was looked for last in the box, so that coming back from a record goes on
/// where one was.
pub(super) async fn get(cx: Cx) -> Answer {
    let words = lock(&cx.app().search().pace).last_words(&cx.session, cx.now());
    let form = SearchForm {
        words,
        ..SearchForm::default()
    };
    cx.show(&SearchPage::of(&cx, form, Outcome::Nothing))
}

/// A search: sent by its button, or as somebody types.
pub(super) async fn post(cx: Cx, Form(form): Form<SearchForm>) -> Answer {
    keep_pace(&cx, &form)?;
    let wanted = match form.check() {
        Ok(Some(wanted)) => wanted,
        Ok(None) => return cx.show(&SearchPage::of(&cx, form, Outcome::Nothing)),
        Err(errors) => {
            let form = SearchForm { errors, ..form };
            return cx.show_again(&SearchPage::of(&cx, form, Outcome::Nothing));
        }
    };
    let outcome = search(&cx, wanted, form.is_typed).await?;
    cx.show(&SearchPage::of(&cx, form, outcome))
}

fn keep_pace(cx: &Cx, form: &SearchForm) -> Result<(), Problem> {
    let mut pace = lock(&cx.app().search().pace);
    pace.notes_words(&cx.session, &form.words, cx.now());
    if pace.allows(&cx.person, cx.now()) {
        return Ok(());
    }
    Err(Problem::refused(
        StatusCode::TOO_MANY_REQUESTS,
        "Too many searches at once",
        "You searched more often in the last seconds than anybody types. Wait twenty seconds, \
         then search again.",
    ))
}

async fn search(cx: &Cx, wanted: Wanted, is_typed: bool) -> Result<Outcome, Problem> {
    let school = (cx.school.id.clone(), cx.school_key.clone());
    let shelved = match cx.app().search().ready(cx.app(), school).await? {
        Readiness::Ready(shelved) => shelved,
        Readiness::Preparing(percent) => return Ok(Outcome::Preparing(percent)),
        Readiness::TooLarge => return Ok(Outcome::TooLarge),
        Readiness::Off => return Ok(Outcome::Off),
    };
    let show = wanted.show;
    let found = cx
        .read(move |tx| find(tx, &shelved.held(), &wanted))
        .await?;
    write_down(cx, &found, show, is_typed).await?;
    Ok(Outcome::Found(Box::new(found)))
}

/// Writes down that somebody searched, and how much they found, before they see any of it. Not for
/// what: words may name a child, and the log is read by others.
async fn write_down(cx: &Cx, found: &Found, show: Show, is_typed: bool) -> Result<(), Problem> {
    let now = cx.now();
    let pace = &cx.app().search().pace;
    if is_typed && !lock(pace).is_unwritten(&cx.session, now) {
        return Ok(());
    }
    let how = if is_typed {
        "as they typed"
    } else {
        "by its button"
    };
    let entry = Entry::of("searched", "person", &cx.person.0)
        .with("how", how)
        .with("for", show.words().to_lowercase())
        .with("pupils", found.pupils.count)
        .with("concerns", found.concerns.count)
        .with("additions", found.added.count);
    cx.write(move |tx| tx.entry(entry.clone())).await?;
    if is_typed {
        lock(pace).was_written(&cx.session, now);
    }
    Ok(())
}

fn page(outcome: Outcome) -> SearchPage {
    SearchPage {
        shell: Shell::default(),
        form: SearchForm {
            words: "bruise".into(),
            ..SearchForm::default()
        },
        shows: shows(),
        outcome,
        is_elevated: true,
        would_grow: false,
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> SearchPage {
    page(Outcome::Found(Box::new(super::samples::found())))
}

/// The page for one kind of result, of which nothing was found.
pub(super) fn sample_of_nothing() -> SearchPage {
    let mut page = page(Outcome::Found(Box::default()));
    page.form.show = Show::Added;
    page.would_grow = true;
    page
}

/// The page while the index is being put together.
pub(super) fn sample_preparing() -> SearchPage {
    page(Outcome::Preparing(40))
}

/// The page with a day that is none.
pub(super) fn sample_with_errors() -> SearchPage {
    let mut page = page(Outcome::Nothing);
    page.form.from = "soon".into();
    page.form.errors = Errors::one("from", "Enter a day, such as 22/11/2026, or leave it empty");
    page
}

/// The page of a server that does not search.
pub(super) fn sample_off() -> SearchPage {
    page(Outcome::Off)
}
