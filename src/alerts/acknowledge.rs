//! "I have this": somebody who was alerted says that they have the concern in hand.

use axum::extract::Path;
use keyward_moment::Moment;
use keyward_web::{Answer, Problem};

use super::store::{self, Stands};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::ConcernId;
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
}

impl Acknowledged {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Now => "You have this concern in hand.".into(),
            Self::Before => "You have this concern in hand already.".into(),
            Self::ByAnother(Some((who, at))) => {
                format!("{who} acknowledged this concern on {}.", at.day_and_time())
            }
            Self::ByAnother(None) => "Somebody has this concern in hand already.".into(),
            Self::Closed => "This concern was closed meanwhile.".into(),
        }
    }
}

/// The actor has the concern in hand: somebody who was alerted to it, or a lead who reads it
/// through a pupil's file. A lead's word stops the clock; that of somebody to whom it was passed on
/// lets it rest until the next school day.
///
/// # Errors
/// Not found, whether it is not there or not for the actor; that the database is away.
pub fn acknowledge(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Acknowledged, Problem> {
    let stands = store::stands(tx, concern)?;
    let leads = stands.is_lead && stands.in_files && tx.access().has(Right::WorkCases);
    if !stands.is_alerted && !leads {
        return Err(Problem::NotFound);
    }
    let is_mine_now = stands.is_alerted && store::acknowledge(tx, concern)?;
    let is_taken = leads && store::take(tx, concern)?;
    if is_taken {
        tx.entry(Entry::of("concern acknowledged", "concern", &concern.0))?;
    } else if is_mine_now {
        rest(tx, concern, &stands)?;
        tx.entry(Entry::of("alert acknowledged", "concern", &concern.0))?;
    }
    Ok(match (is_mine_now || is_taken, stands.status.as_str()) {
        (true, _) => Acknowledged::Now,
        (false, "closed") => Acknowledged::Closed,
        (false, _) if stands.acknowledged_at.is_some() => Acknowledged::Before,
        (false, _) => Acknowledged::ByAnother(store::taken_by(tx, concern)?),
    })
}

fn rest(tx: &mut Tx<'_, '_>, concern: &ConcernId, stands: &Stands) -> Result<(), Problem> {
    if stands.through != "clock" {
        return Ok(());
    }
    let minutes = store::minutes(tx, concern)?.unwrap_or_default();
    let (calendar, _) = school_calendar::calendar(tx)?;
    store::rest(tx, concern, calendar.next_opening(tx.now(), minutes))
}

pub(super) async fn post(cx: Cx, Path(id): Path<ConcernId>) -> Answer {
    let to = format!("/concerns/{id}");
    cx.write(move |tx| {
        let done = acknowledge(tx, &id)?;
        tx.say(&done.words())
    })
    .await?;
    cx.redirect(to)
}
