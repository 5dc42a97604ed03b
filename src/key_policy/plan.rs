//! A policy that is about to be saved: what changes, and what it would do to whom.

use keyward_moment::Moment;
use keyward_web::{Problem, Undone};
use sha2::{Digest, Sha256};

use super::change::Change;
use super::policy::Policy;
use super::standing::{Effect, Standing};
use super::{standings, store};
use crate::access::Right;
use crate::config::Limits;
use crate::cx::Tx;
use crate::ids::GroupId;
use crate::people;

/// Why nobody loosens what they are bound by.
const OWN: &str = "Nobody may ask less of the keys of a user group they are in: two people are \
                   needed. Ask somebody who is not in it";
/// Why the last administrators go on being able to elevate.
const LAST: &str = "Nobody would be left who can manage people and user groups and surely holds a \
                    key that elevates. Let one of them link such a key first; where a PIN is asked \
                    for, let them use their key with its PIN once";

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
        let changes = before.changes_to(wanted);
        let everybody = standings::of_everybody(tx)?;
        let mine = everybody.iter().find(|standing| standing.person == me);
        let is_mine = mine.is_some_and(|standing| standing.asked.contains_key(group));
        if is_mine && changes.iter().any(|change| change.is_looser) {
            return Err(Undone::field("kinds", OWN));
        }
        let is_in = |standing: &&Standing| standing.asked.contains_key(group);
        let touched = |standing: &Standing| Touched {
            effects: standing.effects(&standing.if_asked(group, wanted).policy(), limits, now),
            who: standing.clone(),
        };
        let touched = everybody.iter().filter(is_in).map(touched);
        let plan = Self {
            group: name,
            people: everybody.iter().filter(is_in).count(),
            changes,
            touched: touched
                .filter(|touched| !touched.effects.is_empty())
                .collect(),
        };
        let after = |standing: &Standing| match standing.asked.contains_key(group) {
            true => standing.if_asked(group, wanted),
            false => standing.clone(),
        };
        let afterwards: Vec<_> = everybody.iter().map(after).collect();
        if locks_out(tx, &everybody, &afterwards, now)? {
            return Err(Undone::field("kinds", LAST));
        }
        Ok(plan)
    }

    /// What tells two plans apart by whom they touch and how, whatever the time.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
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
