//! Looking for something: the index names what may hold it, the rule says what of that the reader
//! may read, and what was opened shows whether it does.

use std::collections::{HashMap, HashSet};

use keyward_moment::Moment;
use keyward_web::Problem;
use keyward_words::{Bits, Query, marked, snippet};
use zeroize::Zeroizing;

use super::around::{self, Known};
use super::called;
use super::found::{ConcernFound, EntryFound, Found, List, PupilFound, Snippet};
use super::held::{Held, Kind};
use super::key::Key;
use super::permitted::{self, About, Concern, Entry};
use super::scope::{Child, Scope};
use super::store::FIELDS;
use super::walk::Walk;
use super::wanted::{Show, Wanted};
use crate::concerns::{Reader, when};
use crate::cx::Tx;
use crate::ids::{ConcernId, PupilId};
use crate::pupils::Pupil;

/// How many results of a kind are shown beside the others.
const SHOWN_AMONG_OTHERS: usize = 10;
/// How many are shown on a page of their own.
const SHOWN_ALONE: usize = 25;
/// How many pupils are shown on a page of their own.
const PUPILS_SHOWN_ALONE: usize = 50;
/// Of so many children is read what is known around them, to see whether they are looked for.
const LOOKED_AROUND_MAX: usize = 200;
/// How many snippets of a result are shown.
const SNIPPETS_MAX: usize = 2;

/// What the actor finds now.
///
/// # Errors
/// Not found, for nobody; that the database is away.
pub(super) fn find(tx: &mut Tx<'_, '_>, held: &Held, wanted: &Wanted) -> Result<Found, Problem> {
    let scope = Scope::now(tx, held, wanted.query.parts())?;
    let mut found = Found::default();
    if wanted.show == Show::Everything && wanted.before.is_none() {
        found.categories = called::categories(tx, wanted.query.parts())?;
    }
    if wanted.show.takes_in(Show::Pupils) && wanted.before.is_none() {
        found.pupils = pupils(tx, held, &scope, wanted)?;
    }
    if wanted.show.takes_in(Show::Concerns) {
        found.concerns = Search::of(tx, held, wanted, &scope)?.concerns(tx)?;
    }
    if wanted.show.takes_in(Show::Added) {
        found.added = Search::of(tx, held, wanted, &scope)?.added(tx)?;
    }
    Ok(found)
}

fn pupils(
    tx: &mut Tx<'_, '_>,
    held: &Held,
    scope: &Scope,
    wanted: &Wanted,
) -> Result<List<PupilFound>, Problem> {
    let most = match wanted.show {
        Show::Pupils => PUPILS_SHOWN_ALONE,
        Show::Everything | Show::Concerns | Show::Added => SHOWN_AMONG_OTHERS,
    };
    let (unsure, is_more) = unsure(scope);
    let parts = wanted.query.parts();
    let may_hold = parts.iter().flat_map(|part| held.around.may_hold(part));
    let keys: Vec<Key> = may_hold
        .filter(|(_, pupil)| unsure.contains(pupil))
        .map(|(key, _)| key)
        .collect();
    let known = match keys.is_empty() {
        true => HashMap::new(),
        false => around::seen(tx, &keys)?,
    };
    let around = |child: &Child| known.get(&child.id).map_or(&[][..], Vec::as_slice);
    let holds = |child: &&Child| {
        child.is_named
            || parts.iter().all(|part| {
                let texts = || around(child).iter().flat_map(|one| &one.texts);
                part.is_in(&child.finding) || texts().any(|text| part.is_in(text))
            })
    };
    let children: Vec<&Child> = scope.children.iter().filter(holds).collect();
    let first: Vec<PupilId> = children
        .iter()
        .take(most)
        .map(|one| one.id.clone())
        .collect();
    let shown = permitted::files(tx, &first)?;
    let shown_pupil = |pupil: &Pupil| {
        let known = known.get(&pupil.id).map_or(&[][..], Vec::as_slice);
        shown_pupil(pupil, known, &wanted.query)
    };
    Ok(List {
        shown: shown.iter().map(shown_pupil).collect(),
        count: children.len(),
        is_more,
        last: None,
    })
}

/// The children of whom only what is known around them tells whether they are looked for, and
/// whether there are more than are looked at.
fn unsure(scope: &Scope) -> (HashSet<Key>, bool) {
    let unsure = scope.children.iter().filter(|child| !child.is_named);
    let keys: Vec<Key> = unsure.filter_map(|child| Key::of(&child.id.0)).collect();
    let is_more = keys.len() > LOOKED_AROUND_MAX;
    (keys.into_iter().take(LOOKED_AROUND_MAX).collect(), is_more)
}

fn shown_pupil(pupil: &Pupil, known: &[Known], query: &Query) -> PupilFound {
    let marked_texts = known.iter().flat_map(|one| {
        let texts = one.texts.iter().map(|text| (text, query.marks(text)));
        texts.map(|(text, marks)| (one.what, text, marks))
    });
    let snippets = marked_texts
        .filter(|(_, _, marks)| !marks.is_empty())
        .take(SNIPPETS_MAX)
        .map(|(label, text, marks)| Snippet {
            label,
            pieces: snippet(text, &marks),
        });
    let mut name = pupil.list_name();
    if let Some(register) = pupil.register_name() {
        name = format!("{name} ({register})");
    }
    PupilFound {
        id: pupil.id.clone(),
        name: marked(&name, &query.marks(&name)),
        about: pupil.description(),
        upn: marked(&pupil.upn, &query.marks(&pupil.upn)),
        snippets: snippets.collect(),
    }
}

/// One search for one kind of result.
struct Search<'s> {
    held: &'s Held,
    wanted: &'s Wanted,
    scope: &'s Scope,
    reader: Reader,
    now: Moment,
}

impl<'s> Search<'s> {
    fn of(
        tx: &Tx<'_, '_>,
        held: &'s Held,
        wanted: &'s Wanted,
        scope: &'s Scope,
    ) -> Result<Self, Problem> {
        Ok(Self {
            held,
            wanted,
            scope,
            reader: Reader::now(tx)?,
            now: tx.now(),
        })
    }

    fn shown(&self) -> usize {
        match self.wanted.show {
            Show::Everything => SHOWN_AMONG_OTHERS,
            Show::Pupils | Show::Concerns | Show::Added => SHOWN_ALONE,
        }
    }

    fn concerns(&self, tx: &mut Tx<'_, '_>) -> Result<List<ConcernFound>, Problem> {
        let mut walk = Walk::of_concerns(self.held, self.wanted, self.scope);
        walk.fill(self.shown(), |batch| {
            let keys: Vec<_> = batch.iter().map(|candidate| candidate.place.key).collect();
            let mut read = permitted::concerns(tx, &self.reader, &keys)?;
            let about = permitted::about(tx, &self.reader, &keys)?;
            let judged = batch.iter().map(|candidate| {
                let concern = read.remove(&candidate.place.key)?;
                let about = about.get(&candidate.place.key).cloned().unwrap_or_default();
                Some(self.concern(concern, about))
            });
            Ok(judged.collect())
        })
    }

    /// The concern as a result, if it holds what is looked for.
    fn concern(&self, concern: Concern, about: About) -> Option<ConcernFound> {
        let texts: Vec<(&'static str, &str)> = concern
            .fields
            .iter()
            .filter_map(|(at, words)| Some((FIELDS.get(*at)?.1, words.as_str())))
            .collect();
        let mut names = about.plain;
        names.push(concern.recorder.clone());
        let mut snippets = self.snippets(&texts, &names)?;
        if snippets.is_empty()
            && let Some((label, words)) = texts.first()
        {
            let pieces = snippet(words, &[]);
            snippets.push(Snippet { label, pieces });
        }
        Some(ConcernFound {
            snippets,
            id: ConcernId(concern.id),
            pupils: about.pupils,
            categories: concern.categories,
            recorder: concern.recorder,
            noticed: concern.noticed.when(self.now),
            recorded: when(concern.recorded_at, self.now),
        })
    }

    fn added(&self, tx: &mut Tx<'_, '_>) -> Result<List<EntryFound>, Problem> {
        let mut walk = Walk::of_added(self.held, self.wanted, self.scope);
        walk.fill(self.shown(), |batch| {
            let keys = |kind: Kind| {
                let keys = batch.iter().filter(|candidate| candidate.kind == kind);
                keys.map(|candidate| candidate.place.key)
                    .collect::<Vec<_>>()
            };
            let mut read = permitted::amendments(tx, &self.reader, &keys(Kind::Amendment))?;
            read.extend(permitted::follow_ups(
                tx,
                &self.reader,
                &keys(Kind::FollowUp),
            )?);
            read.extend(permitted::marks(tx, &self.reader, &keys(Kind::Mark))?);
            let mut concerns = Vec::new();
            for entry in read.values() {
                concerns.push(super::store::key(&entry.concern)?);
            }
            let about = permitted::about(tx, &self.reader, &concerns)?;
            let mut judged = Vec::new();
            for candidate in batch {
                let entry = read.remove(&candidate.place.key);
                judged.push(match entry {
                    Some(entry) => {
                        let concern = super::store::key(&entry.concern)?;
                        let about = about.get(&concern).cloned().unwrap_or_default();
                        Some(self.entry(entry, about))
                    }
                    None => None,
                });
            }
            Ok(judged)
        })
    }

    /// The entry as a result, if it holds what is looked for, something of it in its own words.
    fn entry(&self, entry: Entry, about: About) -> Option<EntryFound> {
        let texts: Vec<(&'static str, &str)> = entry
            .texts
            .iter()
            .map(|words: &Zeroizing<String>| ("", words.as_str()))
            .collect();
        let snippets = self.snippets(&texts, &about.plain)?;
        (!snippets.is_empty()).then(|| EntryFound {
            snippets,
            concern: ConcernId(entry.concern),
            what: entry.what,
            pupils: about.pupils,
            writer: entry.writer,
            written: when(entry.written_at, self.now),
        })
    }

    /// Some words around what is looked for, if all of it is in these texts and names.
    fn snippets(&self, texts: &[(&'static str, &str)], names: &[String]) -> Option<Vec<Snippet>> {
        let query = &self.wanted.query;
        let holds_all = query.parts().iter().all(|part| {
            texts.iter().any(|(_, words)| part.is_in(words))
                || names.iter().any(|name| part.is_in(name))
        });
        if !holds_all {
            return None;
        }
        let marked = texts
            .iter()
            .map(|(label, words)| (label, words, query.marks(words)));
        let snippets = marked
            .filter(|(_, _, marks)| !marks.is_empty())
            .take(SNIPPETS_MAX)
            .map(|(label, words, marks)| Snippet {
                label,
                pieces: snippet(words, &marks),
            });
        Some(snippets.collect())
    }
}

/// The concerns of which somebody finds entries of this kind.
pub(super) fn within(scope: &Scope, kind: Kind) -> &Bits {
    match kind {
        Kind::FollowUp => &scope.in_files,
        Kind::Concern => &scope.reads,
        Kind::Amendment | Kind::Mark => &scope.beside,
    }
}
