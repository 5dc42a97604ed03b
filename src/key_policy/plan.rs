//! A policy that is about to be saved: what changes, and what it would do to whom.

use keyward_moment::Moment;
use keyward_web::{Errors, Problem, Undone};
use sha2::{Digest, Sha256};

use super::change::Change;
use super::leads::{Fewer, Leads};
use super::policy::Policy;
use super::shortage::Shortage;
use super::standing::{Effect, Standing};
use super::{standings, store};
use crate::access::Right;
use crate::config::Limits;
use crate::cx::{Tx, note_shortage_of};
use crate::enrolment;
use crate::ids::{GroupId, PersonId};
use crate::people;

/// Why nobody loosens what they are bound by.
const OWN: &str = "nobody may ask less of the keys of a user group they are in, because two people \
                   are needed. Ask somebody who manages user groups and is not in it";
/// Why the last administrators go on being able to elevate.
const LAST: &str = "Nobody would be left who can manage people and user groups and surely holds a \
                    key that elevates. Let one of them link such a key first; where a PIN is asked \
                    for, let them use their key with its PIN once";
/// What stands beside whatever else was changed that may be why.
const LAST_TOO: &str = "this was changed too, and may be why nobody would be left";

/// Somebody to whom something would happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Who.
    pub who: Standing,
    /// What would happen.
    pub effects: Vec<Effect>,
}

/// What saving a policy would do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The user group's name.
    pub group: String,
    /// How many people are in it.
    pub people: usize,
    /// In which respects it asks something else.
    pub changes: Vec<Change>,
    /// To whom something would happen, by name.
    pub touched: Vec<Touched>,
    /// What it leaves of the leads who can open something, where that is less.
    pub fewer_leads: Option<Fewer>,
    /// Whether nobody outside the user group could change it back.
    pub is_one_way: bool,
    /// Whose shortage of keys begins with it, or is forgotten.
    shortages: Vec<(PersonId, Shortage)>,
}

impl Plan {
    /// What would happen if this group of the actor's school asked this from now on.
    ///
    /// # Errors
    /// Not found; the form's errors where it may not be saved; that the database is away.
    pub fn make(
        tx: &mut Tx<'_, '_>,
        group: &GroupId,
        wanted: &Policy,
        limits: &Limits,
    ) -> Result<Self, Undone> {
        let (name, before) = store::policy_of(tx, group)?;
        let (me, now) = (tx.person()?.clone(), tx.now());
        let approval_is_default = enrolment::approval_is_default(tx)?;
        let changes = before.changes_to(wanted, approval_is_default);
        let everybody = standings::of_everybody(tx)?;
        let mine = everybody.iter().find(|standing| standing.person == me);
        let is_mine = mine.is_some_and(|standing| standing.asked.contains_key(group));
        if is_mine && changes.iter().any(|change| change.is_looser) {
            return Err(Undone::Form(not_ones_own(&changes)));
        }
        let is_in = |standing: &&Standing| standing.asked.contains_key(group);
        let after = |standing: &Standing| match standing.asked.contains_key(group) {
            true => standing.if_asked(group, wanted, now),
            false => standing.clone(),
        };
        let afterwards: Vec<_> = everybody.iter().map(after).collect();
        if locks_out(tx, &everybody, &afterwards, now)? {
            return Err(Undone::Form(not_the_last(&changes)));
        }
        let leads = Leads::now(tx)?;
        let fewer_leads = Fewer::between(tx, &leads, &leads.standing(&afterwards))?;
        let is_looser_back = |change: &Change| change.is_looser;
        let back = wanted.changes_to(&before, approval_is_default);
        let is_tighter = back.iter().any(is_looser_back);
        let members: Vec<_> = everybody.iter().filter(is_in).collect();
        let is_member = |person: &PersonId| members.iter().any(|it| it.person == *person);
        let managers = people::holders(tx, Right::ManageGroups)?;
        let touched = everybody
            .iter()
            .zip(&afterwards)
            .map(|(before, after)| Touched {
                effects: before.effects(after, limits, now),
                who: before.clone(),
            });
        Ok(Self {
            group: name,
            people: members.len(),
            changes,
            touched: touched
                .filter(|touched| !touched.effects.is_empty())
                .collect(),
            fewer_leads,
            is_one_way: is_tighter && managers.iter().all(|manager| is_member(&manager.id)),
            shortages: shortages(&everybody, &afterwards, now),
        })
    }

    /// Notes whose shortage of keys begins with it, so that their time is counted from now on,
    /// whether they come or not.
    ///
    /// # Errors
    /// That the database is away.
    pub fn note_shortages(&self, tx: &mut Tx<'_, '_>) -> Result<(), Problem> {
        note(tx, &self.shortages)
    }

    /// What tells two plans apart: in which respects the user group asks something else than it did
    /// when somebody looked, and whom that touches and how, whatever the time.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for change in &self.changes {
            digest.update(format!(
                "{}: {} -> {}\n",
                change.field, change.before, change.now
            ));
        }
        for Touched { who, effects } in &self.touched {
            for effect in effects {
                let how = match effect {
                    Effect::LockedOut => "locked out",
                    Effect::PinNotSeen => "PIN not seen",
                    Effect::GraceOver => "grace over",
                    Effect::Short { .. } => "short",
                    Effect::Drops => "drops",
                    Effect::NeedsFirstKey => "needs a first key",
                    Effect::ShowsKey => "shows a key",
                };
                digest.update(format!("{} {how}\n", who.person));
            }
        }
        data_encoding::HEXLOWER.encode(&digest.finalize())
    }
}

/// What stands beside each respect in which less is asked.
fn not_ones_own(changes: &[Change]) -> Errors {
    let mut errors = Errors::new();
    for change in changes.iter().filter(|change| change.is_looser) {
        errors.add(change.field, format!("{}: {OWN}", change.what));
    }
    errors
}

/// What stands beside each respect that may be why nobody would be left.
fn not_the_last(changes: &[Change]) -> Errors {
    let mut errors = Errors::new();
    for change in changes.iter().filter(|change| change.may_lock_out()) {
        errors.add(
            change.field,
            match errors.is_empty() {
                true => LAST.to_owned(),
                false => format!("{}: {LAST_TOO}", change.what),
            },
        );
    }
    match errors.is_empty() {
        true => Errors::one("kinds", LAST),
        false => errors,
    }
}

/// Whose shortage of keys begins or is forgotten where everybody stands otherwise than before.
fn shortages(before: &[Standing], after: &[Standing], now: Moment) -> Vec<(PersonId, Shortage)> {
    let pairs = before.iter().zip(after);
    let kept = pairs.map(|(before, after)| (before, before.shortage_as(after, now)));
    kept.filter(|(before, kept)| before.shortage != *kept)
        .map(|(before, kept)| (before.person.clone(), kept))
        .collect()
}

fn note(tx: &mut Tx<'_, '_>, shortages: &[(PersonId, Shortage)]) -> Result<(), Problem> {
    for (person, shortage) in shortages {
        note_shortage_of(tx, person, *shortage)?;
    }
    Ok(())
}

/// Notes whose shortage of keys begins because everybody stands otherwise than before.
///
/// # Errors
/// That the database is away.
pub fn note_shortages(
    tx: &mut Tx<'_, '_>,
    before: &[Standing],
    after: &[Standing],
) -> Result<(), Problem> {
    let shortages = shortages(before, after, tx.now());
    note(tx, &shortages)
}

/// Whether nobody is left with a key that elevates for the right to manage people or user groups,
/// where somebody is now.
pub fn locks_out(
    tx: &mut Tx<'_, '_>,
    before: &[Standing],
    after: &[Standing],
    now: Moment,
) -> Result<bool, Problem> {
    for right in [Right::ManagePeople, Right::ManageGroups] {
        let holders = people::holders(tx, right)?;
        let can = |standings: &[Standing]| {
            standings.iter().any(|standing| {
                let holds = holders.iter().any(|holder| holder.id == standing.person);
                holds && standing.can_elevate(&standing.policy(), now)
            })
        };
        if can(before) && !can(after) {
            return Ok(true);
        }
    }
    Ok(false)
}
