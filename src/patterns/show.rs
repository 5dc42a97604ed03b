//! What repeats now, and on which records it stands.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use askama::Template;
use axum::extract::RawQuery;
use keyward_moment::Moment;
use keyward_web::{Answer, Errors, Pairs, Problem};

use super::dismiss::DismissForm;
use super::pattern::Pattern;
use super::signal::{
    ADULT_DAYS, ADULT_MIN, PLACE_MIN, PLACE_PUPILS_MIN, RISE_MIN, SEVERAL_MIN, Signal, TIME_DAYS,
    TIME_MIN, WINDOW_DAYS, signals,
};
use super::store::{self, Dismissal, Glance, Looked};
use crate::concerns::Noticed;
use crate::cx::{Cx, Tx};
use crate::family;
use crate::ids::{ConcernId, PupilId};
use crate::layout::Shell;
use crate::pupils;

#[derive(Template)]
#[template(path = "patterns/show.html")]
pub(super) struct PatternsPage {
    shell: Shell,
    board: Board,
    /// The child whose patterns alone are shown; empty for everybody's.
    pupil: String,
    form: DismissForm,
}

/// What repeats, as the page shows it.
#[derive(Clone, Debug, Default)]
pub(super) struct Board {
    /// What nobody has dismissed as it stands.
    pub open: Vec<Card>,
    /// How many more there are, all of them older.
    pub more: usize,
    /// What somebody has.
    pub dismissed: Vec<Card>,
}

/// So many signals of a kind stand on the page; in a large school there may be hundreds, and whoever
/// looks begins with what is newest.
const CARDS_MAX: usize = 20;
/// So many of a signal's records are seen at once, the others when asked for.
const RECORDS_SEEN: usize = 8;
/// So many of a signal's records are seen with their words: a place that everybody passes may have
/// hundreds.
const GLANCES_MAX: usize = 20;

/// A signal in words.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub tag: String,
    pub heading: String,
    /// Whose files it leads to, by name.
    pub files: Vec<(PupilId, String)>,
    pub records: Vec<Record>,
    /// The last dismissal that its reader may know, though it may not take in every record.
    pub dismissal: Option<Dismissal>,
}

/// A record that a signal stands on.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub id: ConcernId,
    pub noticed: Noticed,
    pub recorded_at: Moment,
    pub recorder: String,
    pub pupils: String,
    pub place: String,
    /// What is seen of it at a glance; none for the oldest of very many, and of what is dismissed.
    pub glance: Option<Glance>,
}

impl Card {
    /// The records that are seen at once, and those that are there when asked for.
    fn parts(&self) -> (&[Record], &[Record]) {
        let seen = self.records.len().min(RECORDS_SEEN);
        self.records.split_at(seen)
    }

    /// Looks at its newest records; what several signals stand on is looked at once.
    fn look_at_records(
        &mut self,
        tx: &mut Tx<'_, '_>,
        glances: &mut BTreeMap<ConcernId, Glance>,
    ) -> Result<(), Problem> {
        for record in self.records.iter_mut().take(GLANCES_MAX) {
            let glance = match glances.get(&record.id) {
                Some(glance) => glance.clone(),
                None => store::glance(tx, &record.id)?,
            };
            glances.insert(record.id.clone(), glance.clone());
            record.glance = Some(glance);
        }
        Ok(())
    }

    /// The name of its field on a page that has several.
    fn reason_id(&self) -> String {
        format!("reason-{}", self.tag)
    }
}

impl Board {
    /// Looks now, as the actor; of one child alone when asked.
    pub(super) fn now(tx: &mut Tx<'_, '_>, pupil: Option<&PupilId>) -> Result<Self, Problem> {
        let mut looked = store::look(tx)?;
        let mut dismissals = store::dismissals(tx, &looked.seen)?;
        let siblings = family::siblings(tx)?;
        let siblings = both_ways(siblings);
        let mut board = Self::default();
        let mut found = signals(&looked.seen, &siblings, tx.now());
        found.retain(|signal| pupil.is_none() || signal.pattern.pupil() == pupil);
        let newest = |signal: &Signal| signal.records.first().and_then(|id| looked.noticed_at(id));
        found.sort_by_key(|signal| Reverse(newest(signal)));
        let mut glances = BTreeMap::new();
        for signal in found {
            // A sibling of whom nothing was recorded lately is in none of the records.
            if let Pattern::SiblingRise { of, .. } = &signal.pattern
                && !looked.pupils.contains_key(of)
            {
                let name = pupils::find(tx, of)?.display_name();
                looked.pupils.insert(of.clone(), name);
            }
            let tag = store::tag(tx, &signal.pattern)?;
            let (dismissal, settled) = dismissals.of(tx, &tag, &signal)?;
            let cards = match settled {
                true => &mut board.dismissed,
                false => &mut board.open,
            };
            if cards.len() < CARDS_MAX {
                let mut card = card(&looked, &signal, tag, dismissal);
                if !settled {
                    card.look_at_records(tx, &mut glances)?;
                }
                cards.push(card);
            } else if !settled {
                board.more += 1;
            }
        }
        Ok(board)
    }
}

/// Each of two siblings, and the other as theirs.
fn both_ways(pairs: Vec<(PupilId, PupilId)>) -> Vec<(PupilId, PupilId)> {
    let both = |(one, other): (PupilId, PupilId)| [(one.clone(), other.clone()), (other, one)];
    pairs.into_iter().flat_map(both).collect()
}

fn card(looked: &Looked, signal: &Signal, tag: String, dismissal: Option<Dismissal>) -> Card {
    let name = |pupil: &PupilId| looked.pupils.get(pupil).cloned().unwrap_or_default();
    let mut records = Vec::with_capacity(signal.records.len());
    for seen in signal.records.iter().filter_map(|id| looked.of(id)) {
        let pupils: Vec<String> = seen.pupils.iter().map(name).collect();
        records.push(Record {
            id: seen.concern.clone(),
            noticed: seen.noticed,
            recorded_at: seen.recorded_at,
            recorder: seen.recorder.clone(),
            pupils: pupils.join(", "),
            place: seen.place.clone(),
            glance: None,
        });
    }
    let count = records.len();
    let place = || records.first().map(|record| record.place.clone());
    let heading = match &signal.pattern {
        Pattern::Several(pupil) => format!(
            "{count} concerns about {} within {WINDOW_DAYS} days, none marked as significant",
            name(pupil)
        ),
        Pattern::Place(_) => format!(
            "{count} concerns in one place within {WINDOW_DAYS} days: {}",
            place().unwrap_or_default()
        ),
        Pattern::Time(pupil, weekday, part) => format!(
            "{count} concerns about {} on a {} {}, within {TIME_DAYS} days",
            name(pupil),
            weekday_words(*weekday),
            part.words()
        ),
        Pattern::Adult(person) => format!(
            "{count} concerns that name {} within {ADULT_DAYS} days",
            looked.staff.get(person).cloned().unwrap_or_default()
        ),
        Pattern::SiblingRise { of, sibling } => format!(
            "{count} concerns in {WINDOW_DAYS} days about {}, {}’s sibling: more than before",
            name(sibling),
            name(of)
        ),
    };
    let of = match &signal.pattern {
        Pattern::Several(pupil) | Pattern::Time(pupil, _, _) => vec![pupil],
        // Its records stand in the sibling's file; the child is the one who may need looking after.
        Pattern::SiblingRise { of, sibling } => vec![sibling, of],
        Pattern::Place(_) | Pattern::Adult(_) => Vec::new(),
    };
    let files = of.into_iter().map(|pupil| (pupil.clone(), name(pupil)));
    let files = files.filter(|(_, name)| !name.is_empty()).collect();
    Card {
        tag,
        heading,
        files,
        records,
        dismissal,
    }
}

const fn weekday_words(monday_is_one: i8) -> &'static str {
    match monday_is_one {
        1 => "Monday",
        2 => "Tuesday",
        3 => "Wednesday",
        4 => "Thursday",
        5 => "Friday",
        6 => "Saturday",
        _ => "Sunday",
    }
}

impl PatternsPage {
    const HINT: &str = "Such as “All three are about one lost coat” or “We have spoken to the \
                        family and a plan is in place”. The pattern comes back when another record \
                        joins.";

    /// What makes a pattern, each rule by the name that its reader would give it.
    fn rules() -> [(&'static str, String); 5] {
        [
            (
                "One child, again and again",
                format!(
                    "At least {SEVERAL_MIN} concerns about one child within {WINDOW_DAYS} days, each \
                     of the usual significance. Where a lead marked one as significant, it has been \
                     seen and is not counted."
                ),
            ),
            (
                "One place",
                format!(
                    "At least {PLACE_MIN} concerns at one place, about at least {PLACE_PUPILS_MIN} \
                     children together, within {WINDOW_DAYS} days. Capitals, full stops and words \
                     such as “the” make no difference; another word for the place does."
                ),
            ),
            (
                "One time of the week",
                format!(
                    "Concerns about one child on at least {TIME_MIN} days that are the same day of the \
                     week, at the same part of the day, within {TIME_DAYS} days. Those whose time \
                     nobody knows are not counted."
                ),
            ),
            (
                "One adult",
                format!(
                    "At least {ADULT_MIN} concerns that name the same member of staff, within \
                     {ADULT_DAYS} days."
                ),
            ),
            (
                "A sibling",
                format!(
                    "At least {RISE_MIN} concerns about a child’s sibling in the last \
                     {WINDOW_DAYS} days, and at least twice as many as in the {WINDOW_DAYS} days \
                     before."
                ),
            ),
        ]
    }

    pub(super) fn of(shell: Shell, board: Board, pupil: String, form: DismissForm) -> Self {
        Self {
            shell,
            board,
            pupil,
            form,
        }
    }

    /// What was typed to dismiss this one, if it came back.
    fn typed(&self, card: &Card) -> &str {
        match self.form.pattern == card.tag {
            true => &self.form.reason,
            false => "",
        }
    }

    /// What is wrong with that.
    fn error(&self, card: &Card) -> Option<&str> {
        match self.form.pattern == card.tag {
            true => self.form.errors.of("reason"),
            false => None,
        }
    }
}

pub(super) async fn get(cx: Cx, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let pupil = query.text("pupil").to_owned();
    let only = (!pupil.is_empty()).then(|| PupilId(pupil.clone()));
    let board = cx.read(move |tx| Board::now(tx, only.as_ref())).await?;
    let form = DismissForm::default();
    cx.show(&PatternsPage::of(cx.page(), board, pupil, form))
}

/// The page, filled with a sample.
pub(super) fn sample() -> PatternsPage {
    let moment = Moment::from_micros(1_795_000_000_000_000);
    let card = |tag: &str, dismissal| Card {
        tag: tag.into(),
        heading: "3 concerns about Zoë O’Sullivan within 28 days, none marked as significant"
            .into(),
        files: vec![(PupilId("p".into()), "Zoë O’Sullivan".into())],
        records: vec![Record {
            id: ConcernId("c".into()),
            noticed: Noticed::at(moment),
            recorded_at: moment.plus_seconds(90_000),
            recorder: "Sam Staff".into(),
            pupils: "Zoë O’Sullivan".into(),
            place: "Dining hall".into(),
            glance: Some(Glance::sample()),
        }],
        dismissal,
    };
    let form = DismissForm {
        pattern: "a".into(),
        errors: Errors::one("reason", super::dismiss::NO_REASON),
        ..DismissForm::default()
    };
    let board = Board {
        open: vec![card("a", None)],
        more: 3,
        dismissed: vec![card("b", Some(Dismissal::sample(moment)))],
    };
    PatternsPage::of(Shell::default(), board, String::new(), form)
}

/// The page where nothing repeats.
pub(super) fn sample_of_none() -> PatternsPage {
    PatternsPage::of(
        Shell::default(),
        Board::default(),
        "p".into(),
        DismissForm::default(),
    )
}
