//! What the page of an act says of its draft: the fields by which both know each other, where what is
//! typed is kept, and the draft that stands on it.

use keyward_web::{Pairs, Problem};

use super::act::{self, OfAct};
use super::act_store;
use super::draft::Mark;
use crate::concerns::when;
use crate::cx::{Cx, Tx};
use crate::inbox::WayBack;

/// What a form says of its draft in hidden fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Which form this is: sent twice, it does one thing. Its draft is called so too.
    pub form: String,
    /// Which draft its page knows.
    pub mark: Mark,
    /// Whether its page keeps a draft.
    keeps: bool,
}

impl Known {
    /// What the hidden fields say.
    pub fn read(pairs: &Pairs) -> Self {
        Self {
            form: pairs.text("form").to_owned(),
            mark: Mark::read(pairs),
            keeps: pairs.has("draft"),
        }
    }

    /// A form of this name, of which no draft is kept.
    pub fn form(form: String) -> Self {
        Self {
            form,
            ..Self::default()
        }
    }

    /// The form was sent: its draft is over.
    ///
    /// # Errors
    /// That the database is away.
    pub fn is_sent(&self, tx: &mut Tx<'_, '_>, of: &OfAct) -> Result<(), Problem> {
        match self.keeps {
            true => act::sent(tx, of, &self.form),
            false => Ok(()),
        }
    }
}

/// What the page of an act shows of its draft.
#[derive(Clone, Debug, Default)]
pub struct Pad {
    /// What its form says of it.
    pub known: Known,
    /// Where it is kept: `/concerns/c/drafts`.
    pub to: String,
    /// What the act is called.
    pub act: String,
    /// Who writes: a page never saves for somebody else who signed in meanwhile.
    pub writer: String,
    /// When the draft that stands on it was saved last, in words; empty where there is none.
    pub saved: String,
    /// What was done since then that must be seen first, in words; empty where nothing was.
    pub since: String,
    /// The way back to the inbox.
    pub inbox: String,
}

impl Pad {
    /// Of a page of this act that is opened now, with what its writer typed and has not sent. The
    /// caller has made sure that they may still do it. Whoever views as a user group has no drafts.
    ///
    /// # Errors
    /// That the database is away.
    pub fn open(tx: &mut Tx<'_, '_>, of: &OfAct) -> Result<(Self, Option<Pairs>), Problem> {
        let found = match tx.access().view() {
            Some(_) => None,
            None => act_store::of_act(tx, of)?,
        };
        let mark = Mark {
            page: tx.new_id(),
            ..Mark::default()
        };
        let writer = tx.person()?.0.clone();
        let Some((id, typed, version, saved_at)) = found else {
            let known = Known {
                mark,
                ..Known::form(tx.new_id())
            };
            return Ok((Self::of(writer, of, known), None));
        };
        let known = Known {
            form: id.0,
            mark: Mark { version, ..mark },
            keeps: true,
        };
        let pad = Self {
            saved: when(saved_at, tx.now()),
            ..Self::of(writer, of, known)
        };
        Ok((pad, Some(typed)))
    }

    /// Of a page that comes back with what its form said.
    pub fn again(cx: &Cx, of: &OfAct, known: &Known) -> Self {
        Self::of(cx.person.0.clone(), of, known.clone())
    }

    fn of(writer: String, of: &OfAct, known: Known) -> Self {
        Self {
            known,
            to: format!("{}/drafts", of.about.address()),
            act: of.act.clone(),
            writer,
            saved: String::new(),
            since: String::new(),
            inbox: String::new(),
        }
    }

    /// The same, with the way back to the inbox.
    #[must_use]
    pub fn from(self, from: &WayBack) -> Self {
        Self {
            inbox: from.text(),
            ..self
        }
    }

    /// What it is about is past, so that the draft that stood on it is over.
    ///
    /// # Errors
    /// That the database is away.
    pub fn is_past(&self, tx: &mut Tx<'_, '_>, of: &OfAct) -> Result<(), Problem> {
        self.known.is_sent(tx, of)
    }

    /// A sample.
    pub fn sample() -> Self {
        Self {
            known: Known::form("f".into()),
            to: "/concerns/c/drafts".into(),
            act: "contacts".into(),
            writer: "w".into(),
            saved: "today at 14:05".into(),
            since: "Dee Deputy recorded contact made today at 14:05".into(),
            inbox: String::new(),
        }
    }
}
