//! Walking through what may hold what is looked for, the newest first, until there is enough.

use std::iter::Peekable;

use keyward_web::Problem;

use super::found::List;
use super::held::{Held, Kind};
use super::scope::Scope;
use super::shelf::{Place, Row, Shelf};
use super::wanted::Wanted;

/// How many are looked at before a search is content with what it has.
const LOOKED_AT_MAX: usize = 1_024;

/// An entry that may hold what is looked for.
#[derive(Copy, Clone, Debug)]
pub(super) struct Candidate {
    pub place: Place,
    pub kind: Kind,
}

/// The candidates of one shelf, the newest first.
type Candidates<'w> = Box<dyn Iterator<Item = Candidate> + 'w>;

/// A way through candidates, the newest first.
pub(super) struct Walk<'w> {
    shelves: Vec<Peekable<Candidates<'w>>>,
}

/// What became of a candidate: nothing where it may not be read, and then whether it is a result.
pub(super) type Judged<T> = Option<Option<T>>;

impl<'w> Walk<'w> {
    pub fn of_concerns(held: &'w Held, wanted: &'w Wanted, scope: &'w Scope) -> Self {
        Self::of(held, wanted, scope, &[Kind::Concern])
    }

    pub fn of_added(held: &'w Held, wanted: &'w Wanted, scope: &'w Scope) -> Self {
        Self::of(
            held,
            wanted,
            scope,
            &[Kind::Amendment, Kind::FollowUp, Kind::Mark],
        )
    }

    fn of(held: &'w Held, wanted: &'w Wanted, scope: &'w Scope, kinds: &[Kind]) -> Self {
        let mut shelves = Vec::new();
        for shelves_of_an_age in [&held.recent, &held.settled] {
            for kind in kinds {
                let shelf = shelves_of_an_age.of(*kind);
                shelves.push(candidates(shelf, *kind, wanted, scope).peekable());
            }
        }
        Self { shelves }
    }

    /// Takes candidates batch by batch, lets each batch be judged, and keeps as many results as are
    /// shown; whether there is one more tells whether there are more.
    pub fn fill<T>(
        &mut self,
        shown: usize,
        mut judge: impl FnMut(&[Candidate]) -> Result<Vec<Judged<T>>, Problem>,
    ) -> Result<List<T>, Problem> {
        let mut list = List::default();
        let (mut looked_at, mut last_read, mut last_shown) = (0, None, None);
        while looked_at < LOOKED_AT_MAX {
            let batch: Vec<Candidate> = self.by_ref().take(shown + 1).collect();
            if batch.is_empty() {
                return Ok(list);
            }
            looked_at += batch.len();
            for (candidate, judged) in batch.iter().zip(judge(&batch)?) {
                let Some(result) = judged else { continue };
                last_read = Some(candidate.place);
                let Some(result) = result else { continue };
                if list.count == shown {
                    list.is_more = true;
                    list.last = last_shown;
                    return Ok(list);
                }
                list.count += 1;
                list.shown.push(result);
                last_shown = Some(candidate.place);
            }
        }
        // What is left may hold it too: the next page goes on after the last that was read.
        list.last = last_read;
        Ok(list)
    }
}

impl Iterator for Walk<'_> {
    type Item = Candidate;

    fn next(&mut self) -> Option<Candidate> {
        let newest = (0..self.shelves.len())
            .filter_map(|at| Some((self.shelves.get_mut(at)?.peek()?.place, at)))
            .max()?;
        self.shelves.get_mut(newest.1)?.next()
    }
}

fn candidates<'w>(
    shelf: &'w Shelf,
    kind: Kind,
    wanted: &'w Wanted,
    scope: &'w Scope,
) -> Candidates<'w> {
    let in_own_words = kind != Kind::Concern;
    let parts = wanted.query.parts();
    // Whoever recorded a concern stands on it; what was added has a writer of its own.
    let named = match kind {
        Kind::Concern => &scope.recorded,
        Kind::Amendment | Kind::FollowUp | Kind::Mark => &scope.named,
    };
    let found = shelf.candidates(parts, named, in_own_words);
    let end = |at| Place {
        at,
        key: super::key::Key::default(),
    };
    let mut below = shelf.before(end(wanted.until));
    if let Some(before) = wanted.before {
        below = below.min(shelf.before(before));
    }
    let rows = found
        .down_from(below)
        .filter_map(|number| shelf.row(number));
    let rows = rows.take_while(|row| row.place.at >= wanted.from);
    let within = move |row: &&Row| {
        super::find::within(scope, kind).has(row.concern)
            || (row.told.is_some() && row.told == scope.me && scope.reads.has(row.concern))
    };
    Box::new(rows.filter(within).map(move |row| Candidate {
        place: row.place,
        kind,
    }))
}
