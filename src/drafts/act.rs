//! Drafts of what somebody does about a concern, or in a pupil's file: kept as they type, offered again by the page of the
//! same act about the same, and let go of once it is sent. They are their writer's alone like
//! every draft, and stand in no list of what is not logged yet: the act's own page offers them, to
//! whoever may still do it. So they do not count among the 20 either, of which one is asked to discard
//! some: there are 50 at most, of which the oldest gives way to a newer one.

use axum::http::HeaderMap;
use axum::response::IntoResponse;
use keyward_web::{Answer, Pairs, Problem};

use super::draft::{Kept, State};
use super::keep::{self, is_id};
use super::store;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::{ConcernId, DraftId, PupilId};

/// What an act is about: a concern, or a pupil in whose file it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A concern.
    Concern(ConcernId),
    /// A pupil's file.
    Pupil(PupilId),
}

impl About {
    /// Its own address: `/concerns/c`.
    pub(super) fn address(&self) -> String {
        match self {
            Self::Concern(id) => format!("/concerns/{id}"),
            Self::Pupil(id) => format!("/pupils/{id}"),
        }
    }

    /// As the database holds it: the concern and the pupil, of which one is empty.
    pub(super) fn in_columns(&self) -> (&str, &str) {
        match self {
            Self::Concern(id) => (&id.0, ""),
            Self::Pupil(id) => ("", &id.0),
        }
    }
}

impl From<&ConcernId> for About {
    fn from(id: &ConcernId) -> Self {
        Self::Concern(id.clone())
    }
}

impl From<&PupilId> for About {
    fn from(id: &PupilId) -> Self {
        Self::Pupil(id.clone())
    }
}

/// Which act, about what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfAct {
    /// About what.
    pub about: About,
    /// What the act is called: for most, the rest of the address of its page, `contacts`.
    pub act: String,
}

/// The longest name of an act.
const ACT_CHARACTERS_MAX: usize = 120;

impl OfAct {
    /// The act of this name, as a form says it.
    ///
    /// # Errors
    /// Not found, where nothing is called so.
    pub fn named(about: impl Into<About>, act: &str) -> Result<Self, Problem> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-/".contains(c);
        let is_plain = act.chars().all(plain) && !act.is_empty();
        match is_plain && act.len() <= ACT_CHARACTERS_MAX && !act.starts_with('/') {
            true => Ok(Self {
                about: about.into(),
                act: act.to_owned(),
            }),
            false => Err(Problem::NotFound),
        }
    }

    /// Of which act a draft is, as the database holds it; of none, where it is of a new concern.
    pub(super) fn of_row(concern: String, pupil: String, act: String) -> Option<Self> {
        let about = match pupil.is_empty() {
            true => About::Concern(ConcernId(concern)),
            false => About::Pupil(PupilId(pupil)),
        };
        (!act.is_empty()).then_some(Self { about, act })
    }
}

/// The fields in which somebody writes; what is chosen beside them comes filled in, or is chosen anew
/// in a moment.
const WRITTEN: [&str; 20] = [
    "words",
    "decision",
    "reasons",
    "no-referral",
    "person",
    "agency",
    "mark-spot",
    "name",
    "source",
    "note",
    "reason",
    "relation",
    "telephone",
    "other-telephone",
    "email",
    "address",
    "no-contact",
    "why",
    "why-not",
    "how",
];

/// Whether somebody wrote anything of this, such as would be missed.
pub(super) fn is_something(typed: &[(String, String)]) -> bool {
    let mut written = typed.iter().filter(|(name, _)| WRITTEN.contains(&&**name));
    written.any(|(_, value)| !value.trim().is_empty())
}

/// The form of this act was sent: its draft is over, and a late save does not bring it back. Whatever
/// else is written under its name is not.
///
/// # Errors
/// That the database is away.
pub fn sent(tx: &mut Tx<'_, '_>, of: &OfAct, form: &str) -> Result<(), Problem> {
    let id = DraftId(form.to_owned());
    let is_another = |kept: Kept| kept.is_written_as_another(Some(of));
    match !is_id(form) || store::kept(tx, &id)?.is_some_and(is_another) {
        true => Ok(()),
        false => store::end(tx, &id, State::Logged),
    }
}

/// Keeps what was typed. The page's script is answered in JSON; a button leads on to the concern or the
/// file.
///
/// # Errors
/// As `may` says; that the draft cannot be kept, and why.
pub async fn keep_of_act(
    cx: Cx,
    (of, headers, pairs): (OfAct, HeaderMap, Pairs),
    may: impl Fn(&mut Tx<'_, '_>) -> Result<(), Problem> + Send + 'static,
) -> Answer {
    let at = cx.now().time();
    let asks_json = keep::asks_json(&headers);
    let back = of.about.address();
    let outcome = cx
        .write(move |tx| {
            may(tx)?;
            let outcome = match keep::keep_of(tx, &pairs, false, Some(&of))? {
                keep::Outcome::Over if !asks_json => keep::keep_of(tx, &pairs, true, Some(&of))?,
                other => other,
            };
            if !asks_json {
                keep::say(tx, &outcome)?;
            }
            Ok::<_, Problem>(outcome)
        })
        .await?;
    match asks_json {
        true => Ok(keep::told(outcome, &at).into_response()),
        false => cx.redirect(back),
    }
}

/// Discards the actor's draft of this act.
///
/// # Errors
/// Not found: it is over, is not there, is of something else, or is somebody else's.
pub fn discard_of_act(tx: &mut Tx<'_, '_>, of: &OfAct, form: &str) -> Result<(), Problem> {
    let id = DraftId(form.to_owned());
    let is_it = |kept: Kept| kept.is_written_as(Some(of));
    if !store::kept(tx, &id)?.is_some_and(is_it) {
        return Err(Problem::NotFound);
    }
    store::end(tx, &id, State::Discarded)?;
    tx.entry(Entry::of("draft discarded", "draft", &id.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_alone_is_nothing_written() {
        let typed = |pairs: &[(&str, &str)]| {
            let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            pairs.iter().map(own).collect::<Vec<_>>()
        };
        let chosen = [("day", "2026-11-22"), ("with", "parent"), ("words", " \n")];
        assert!(!is_something(&typed(&chosen)));
        for name in WRITTEN {
            assert!(is_something(&typed(&[(name, "Rang home.")])), "{name}");
        }
    }

    #[test]
    fn an_act_is_called_as_its_address() {
        let named = |act: &str| OfAct::named(&ConcernId("c".into()), act).is_ok();
        assert!(named("contacts") && named("actions/01a2-b/result"));
        for wrong in ["", "/contacts", "Ella", "a b", "../x", &"a".repeat(121)] {
            assert!(!named(wrong), "{wrong}");
        }
    }
}
