//! Adding an amendment beside a concern. Whoever may read a concern may add to it: the person who
//! recorded it, the people alerted to it, and whoever may read the file of one of its pupils.

use axum::extract::Path;
use axum::http::StatusCode;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm};

use super::check::WORDS_CHARACTERS_MAX;
use super::open::{Opened, open};
use super::reader::Reader;
use super::show::ShowPage;
use super::{alerts, pace, store};
use crate::audit::Entry;
use crate::cx::{Cx, Tx, show};
use crate::drafts::{Known, OfAct, Pad};
use crate::ids::ConcernId;
use crate::inbox::WayBack;

/// What is typed to be added.
#[derive(Clone, Debug, Default)]
pub(super) struct AmendForm {
    /// Which form this is: sent twice, it adds once.
    pub known: Known,
    pub words: String,
    /// The way back to the inbox as its person left it.
    pub way_back: WayBack,
    pub errors: Errors,
}

impl ReadForm for AmendForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            known: Known::read(pairs),
            words: pairs.raw("words").into(),
            way_back: WayBack::read(pairs.text(WayBack::FIELD)),
            errors: Errors::new(),
        }
    }
}

impl AmendForm {
    /// The words, if they are fit to be added.
    fn check(&self) -> Result<&str, Errors> {
        let words = self.words.trim();
        if words.is_empty() {
            Err(Errors::one("words", "Write what you want to add"))
        } else if words.chars().count() > WORDS_CHARACTERS_MAX {
            let most = "The amendment must be 20,000 characters or fewer";
            Err(Errors::one("words", most))
        } else {
            Ok(words)
        }
    }
}

/// Which act a draft of an amendment is of.
pub(super) fn of_act(id: &ConcernId) -> Result<OfAct, Problem> {
    OfAct::named(id, "amendments")
}

enum Outcome {
    Added(ConcernId),
    Again(Box<Opened>, AmendForm),
    /// The form comes back, to be sent later.
    TooSoon(Box<Opened>, AmendForm),
}

pub(super) async fn post(cx: Cx, Path(id): Path<ConcernId>, Form(form): Form<AmendForm>) -> Answer {
    let origin = cx.app().config().origin().as_str();
    let sign_in_url = format!("{origin}/{}", cx.school.slug);
    let (of, from) = (of_act(&id)?, form.way_back.query());
    let outcome = cx
        .write(move |tx| amend(tx, &id, &form, &sign_in_url))
        .await?;
    match outcome {
        Outcome::Added(id) => {
            cx.app().letters().notify_one();
            cx.redirect(format!("/concerns/{id}{from}"))
        }
        Outcome::Again(opened, form) => {
            let pad = Pad::again(&cx, &of, &form.known);
            cx.show_again(&ShowPage::of(&cx, *opened, form, pad))
        }
        Outcome::TooSoon(opened, form) => {
            let pad = Pad::again(&cx, &of, &form.known);
            let page = ShowPage::of(&cx, *opened, form, pad);
            show(StatusCode::TOO_MANY_REQUESTS, &page)
        }
    }
}

fn amend(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
    form: &AmendForm,
    sign_in_url: &str,
) -> Result<Outcome, Problem> {
    let reader = Reader::now(tx)?;
    if !store::is_readable(tx, &reader, id)? {
        return Err(Problem::NotFound);
    }
    let again = |errors| AmendForm {
        errors,
        ..form.clone()
    };
    let words = match form.check() {
        Ok(words) => words,
        Err(errors) => return Ok(Outcome::Again(Box::new(open(tx, id)?), again(errors))),
    };
    let tag = store::form_tag(tx, &[&form.known.form, &id.0, words])?;
    if !store::has_amended(tx, &tag)?
        && let Some(too_soon) = pace::too_soon_to_add(tx)?
    {
        let form = again(Errors::one("words", too_soon));
        return Ok(Outcome::TooSoon(Box::new(open(tx, id)?), form));
    }
    add(tx, id, words, &form.known.form, sign_in_url)?;
    form.known.is_sent(tx, &of_act(id)?)?;
    tx.say("Your amendment stands beside the concern.")?;
    Ok(Outcome::Added(id.clone()))
}

/// Adds words beside a concern that the actor may read, once for each form, and tells those who
/// keep sight of it.
///
/// # Errors
/// Not found, whether it is not there or not for the actor; that the database is away.
pub(super) fn add(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
    words: &str,
    form: &str,
    sign_in_url: &str,
) -> Result<(), Problem> {
    let reader = Reader::now(tx)?;
    if !store::is_readable(tx, &reader, id)? {
        return Err(Problem::NotFound);
    }
    let tag = store::form_tag(tx, &[form, &id.0, words])?;
    if store::amend(tx, id, words, &tag)? {
        alerts::tell_of_amendment(tx, id, sign_in_url)?;
        tx.entry(Entry::of("concern amended", "concern", &id.0))?;
    }
    Ok(())
}
