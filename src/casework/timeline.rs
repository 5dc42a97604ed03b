//! What was done about a concern, in words: for its page, and for whoever tells it elsewhere.

use keyward_moment::Moment;
use keyward_web::Problem;

use super::deed::{Deed, InWords};
use super::kind::Kind;
use super::others;
use super::store::{self, Done};
use crate::concerns::Noticed;
use crate::cx::Tx;
use crate::ids::{ConcernId, PupilId};

/// What was written down within this time of its happening was written down then.
const SAME_TIME_SECONDS: i64 = 120;

/// Something that was done about a concern, as somebody who may read it does.
#[derive(Clone, Debug)]
pub struct FollowUp {
    /// Which.
    pub id: String,
    /// What kind.
    pub kind: Kind,
    /// What it was, its facts and its texts.
    pub words: InWords,
    /// Who wrote it down.
    pub who: String,
    /// Whether the reader did.
    pub is_mine: bool,
    /// When it was written down.
    pub written_at: Moment,
    /// When it happened.
    pub happened: Noticed,
    /// The concern that it leads to, if it is a link.
    pub linked: Option<ConcernId>,
    /// With which outcome, in words, if it closed the concern.
    pub outcome: Option<&'static str>,
}

impl FollowUp {
    /// Its facts by name, a line each.
    pub fn facts(&self) -> String {
        let facts = self.words.facts.iter();
        let facts = facts.map(|(name, value)| format!("{name}: {value}"));
        facts.collect::<Vec<_>>().join("\n")
    }

    fn of(done: Done, name: impl Fn(&PupilId) -> Option<String>) -> Self {
        let (linked, outcome) = match &done.deed {
            Deed::Link { other, .. } | Deed::LinkUndone { other, .. } => {
                (Some(ConcernId(other.clone())), None)
            }
            Deed::Closure { outcome, .. } => (None, Some(outcome.words())),
            Deed::Acknowledgement {}
            | Deed::Assignment { .. }
            | Deed::Action { .. }
            | Deed::ActionDone { .. }
            | Deed::ActionCancelled { .. }
            | Deed::Contact { .. }
            | Deed::Decision { .. }
            | Deed::CategoryChange { .. }
            | Deed::RoleChange { .. }
            | Deed::Significance { .. }
            | Deed::CaseNote { .. }
            | Deed::PupilAdded { .. }
            | Deed::PupilTakenOff { .. }
            | Deed::Alert { .. }
            | Deed::StaffNamed { .. }
            | Deed::StaffTakenOff { .. }
            | Deed::Note { .. }
            | Deed::Reopening { .. } => (None, None),
        };
        Self {
            id: done.id,
            kind: done.deed.kind(),
            words: done.deed.in_words(|pupil| name(&PupilId(pupil.to_owned()))),
            who: done.who,
            is_mine: done.is_mine,
            written_at: done.written_at,
            happened: done.happened,
            linked,
            outcome,
        }
    }
}

/// What was done about a concern, in the order of writing; nothing, when the actor does not see it
/// through a file.
///
/// # Errors
/// Not found, for nobody; a bug's page when words were changed or moved.
pub fn follow_ups(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Vec<FollowUp>, Problem> {
    let done = store::of_concern(tx, id)?;
    let names = if done.iter().any(|done| done.deed.kind().names_pupils()) {
        store::names_ever(tx, id)?
    } else {
        Vec::new()
    };
    let name = |pupil: &PupilId| {
        let found = names.iter().find(|(id, _)| id == pupil);
        found.and_then(|(_, name)| name.as_ref().map(ToString::to_string))
    };
    let done = done.into_iter();
    let mut all: Vec<FollowUp> = done.map(|done| FollowUp::of(done, name)).collect();
    for link in &mut all {
        let Some(other) = &link.linked else { continue };
        let about = others::about(tx, other)?;
        if let Some(noticed) = others::noticed(tx, other)? {
            let day = noticed.day();
            let about = format!("about {about}, noticed on {day}");
            link.words.what = leads_to(link.kind, &about);
        }
    }
    Ok(all)
}

/// What a link says of the concern to which it leads.
fn leads_to(kind: Kind, which: &str) -> String {
    match kind == Kind::LinkUndone {
        true => format!("Link undone with a concern {which}"),
        false => format!("Linked with a concern {which}"),
    }
}

/// The same, where pupils are called otherwise than by their names: what says nothing of a pupil
/// leaves them another pupil.
///
/// # Errors
/// As [`follow_ups`].
pub fn follow_ups_naming(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
    name: impl Fn(&PupilId) -> Option<String>,
) -> Result<Vec<FollowUp>, Problem> {
    let done = store::of_concern(tx, id)?.into_iter();
    let mut all: Vec<FollowUp> = done.map(|done| FollowUp::of(done, &name)).collect();
    for link in &mut all {
        let Some(other) = &link.linked else { continue };
        if let Some(noticed) = others::noticed(tx, other)? {
            link.words.what = leads_to(link.kind, &format!("noticed on {}", noticed.day()));
        }
    }
    Ok(all)
}

/// A message to the reader.
#[derive(Clone, Debug)]
pub struct NoteToMe {
    /// Who wrote it.
    pub who: String,
    /// When.
    pub written_at: Moment,
    /// What it says.
    pub words: String,
}

/// The messages to the actor about a concern that they may read.
pub(super) fn notes(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Vec<NoteToMe>, Problem> {
    let notes = store::notes(tx, id)?.into_iter();
    let note = |note: Done| {
        let Deed::Note { words, .. } = note.deed else {
            return None;
        };
        Some(NoteToMe {
            who: note.who,
            written_at: note.written_at,
            words,
        })
    };
    Ok(notes.filter_map(note).collect())
}

/// One line of a concern's record: something that was added, or done.
#[derive(Clone, Debug)]
pub struct RecordLine {
    /// Which; empty for what was added.
    pub id: String,
    /// What it was.
    pub what: String,
    /// Who wrote it down.
    pub who: String,
    /// When.
    pub written_at: Moment,
    /// When it happened, where that was another time.
    pub happened: Option<Noticed>,
    /// Facts by name.
    pub facts: Vec<(&'static str, String)>,
    /// What was written, each text under its name.
    pub texts: Vec<(&'static str, String)>,
    /// The concern that it leads to, if it is a link.
    pub linked: Option<ConcernId>,
}

/// What was added (by whom, when, which words) and what was done, in the order of writing.
pub fn record<'a>(
    added: impl Iterator<Item = (&'a str, Moment, &'a str)>,
    done: &[FollowUp],
) -> Vec<RecordLine> {
    let added = added.map(|(who, written_at, words)| RecordLine {
        id: String::new(),
        what: "Amendment".into(),
        who: who.into(),
        written_at,
        happened: None,
        facts: Vec::new(),
        texts: vec![("", words.into())],
        linked: None,
    });
    let done = done.iter().map(|done| RecordLine {
        id: done.id.clone(),
        what: done.words.what.clone(),
        who: done.who.clone(),
        written_at: done.written_at,
        happened: (!done.happened.time_known
            || done.happened.at.seconds_until(done.written_at) >= SAME_TIME_SECONDS)
            .then_some(done.happened),
        facts: done.words.facts.clone(),
        texts: done.words.texts.clone(),
        linked: done.linked.clone(),
    });
    let mut lines: Vec<RecordLine> = added.chain(done).collect();
    lines.sort_by_key(|line| line.written_at);
    lines
}
