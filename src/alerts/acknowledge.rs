//! "Acknowledge": somebody who was alerted says that they have the concern in hand.

use axum::extract::Path;
use keyward_moment::Moment;
use keyward_web::{Answer, Form, Pairs, Problem};

use super::store::{self, Stands};
use crate::audit::Entry;
use crate::casework;
use crate::cx::{Cx, Tx};
use crate::ids::ConcernId;
use crate::inbox::WayBack;
use crate::school_calendar;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acknowledged {
    /// The actor has it in hand from now on.
    Now,
    /// The actor had said so before.
    Before,
    /// Another lead had it in hand already: who, where that is known, and since when.
    ByAnother(Option<(String, Moment)>),
    /// It is closed.
    Closed,
    /// The actor has not read it yet: nobody has in hand what they have not opened.
    Unopened,
}

impl Acknowledged {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Now => "You have acknowledged this concern.".into(),
            Self::Before => "You have acknowledged this concern already.".into(),
            Self::ByAnother(Some((who, at))) => {
                format!("{who} acknowledged this concern on {}.", at.day_and_time())
            }
            Self::ByAnother(None) => "Somebody has acknowledged this concern already.".into(),
            Self::Closed => "This concern was closed meanwhile.".into(),
            Self::Unopened => "Read this concern, then acknowledge it.".into(),
        }
    }
}

/// The actor has the concern in hand: somebody who was alerted to it, or who acts on concerns and
/// reads it through a pupil's file. What the latter say stands among what was done about it; a
/// lead's word stops the clock, and that of somebody to whom it was passed on lets it rest until the
/// next school day.
///
/// # Errors
/// Not found, whether it is not there or not for the actor; that the database is away.
pub fn acknowledge(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Acknowledged, Problem> {
    let stands = store::stands(tx, concern)?;
    if !stands.acts_on_it(tx.access()) {
        return acknowledge_alert(tx, concern, &stands);
    }
    if stands.status == "closed" {
        Ok(Acknowledged::Closed)
    } else if stands.has_in_hand {
        Ok(Acknowledged::Before)
    } else if stands.status == "new" || stands.waits_for_actor() {
        if !stands.is_opened {
            return Ok(Acknowledged::Unopened);
        }
        Ok(match casework::acknowledge(tx, concern)? {
            true => Acknowledged::Now,
            false => Acknowledged::Before,
        })
    } else if stands.is_alerted {
        Ok(Acknowledged::Before)
    } else {
        Ok(Acknowledged::ByAnother(store::taken_by(tx, concern)?))
    }
}

/// Somebody who was alerted, and does not act on it, has it in hand.
fn acknowledge_alert(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    stands: &Stands,
) -> Result<Acknowledged, Problem> {
    if !stands.is_alerted {
        return Err(Problem::NotFound);
    }
    if !stands.is_opened {
        return Ok(Acknowledged::Unopened);
    }
    if is_in_hand(tx, concern)? {
        tx.entry(Entry::of("alert acknowledged", "concern", &concern.0))?;
        return Ok(Acknowledged::Now);
    }
    Ok(match stands.status.as_str() {
        "closed" => Acknowledged::Closed,
        _ => Acknowledged::Before,
    })
}

/// Notes beside the actor's alert, if they have one, that they have the concern in hand; whether
/// they had not said so before. Whoever calls writes the entry.
///
/// # Errors
/// That the database is away.
pub fn is_in_hand(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<bool, Problem> {
    if !store::acknowledge(tx, concern)? {
        return Ok(false);
    }
    if store::through(tx, concern)?.as_deref() == Some("clock") {
        let minutes = store::minutes(tx, concern)?.unwrap_or_default();
        let (calendar, _) = school_calendar::calendar(tx)?;
        store::rest(tx, concern, calendar.next_opening(tx.now(), minutes))?;
    }
    Ok(true)
}

pub(super) async fn post(cx: Cx, Path(id): Path<ConcernId>, Form(pairs): Form<Pairs>) -> Answer {
    let from = WayBack::read(pairs.text(WayBack::FIELD));
    let to = format!("/concerns/{id}{}", from.query());
    cx.write(move |tx| {
        let done = acknowledge(tx, &id)?;
        tx.say(&done.words())
    })
    .await?;
    cx.redirect(to)
}
