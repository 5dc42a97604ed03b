//! What stands beneath a concern's own words, for this reader: to whoever sees it through a file,
//! where it stands and all that was done; to whoever wrote it or was alerted, that it was received,
//! is being acted on, or is closed, and the messages to them. Nothing of the case stands there else.

use keyward_moment::Moment;
use keyward_web::Problem;

use super::case::{Action, Case};
use super::drafted::{self, Drafted};
use super::kind::Kind;
use super::own::{self, Ended};
use super::terms::{Significance, Status};
use super::timeline::{self, FollowUp, NoteToMe};
use super::{results, store};
use crate::access::Right;
use crate::concerns::{Noticed, told, when};
use crate::cx::Tx;
use crate::drafts::ActPage;
use crate::ids::ConcernId;

/// What stands beneath a concern.
#[derive(Clone, Debug)]
pub enum Beneath {
    /// For whoever sees it through a file.
    Case(Box<CaseView>),
    /// For whoever wrote it or was alerted to it.
    Sight(Sight),
}

/// Where a concern stands, and what was done about it.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// The concern's address.
    pub address: String,
    status: Status,
    /// Who leads on it.
    pub assigned: Option<String>,
    /// Whether it weighs more than usual.
    pub is_significant: bool,
    /// What is still to be done.
    pub open: Vec<OpenAction>,
    /// Its categories when it was logged, where they are others now.
    pub logged_as: Option<String>,
    /// The pupils whose role is another now, and as what they were logged.
    pub roles_logged: Vec<String>,
    /// Whether it is linked with another that the reader sees.
    pub is_linked: bool,
    /// Whether the reader acts on concerns.
    pub may_act: bool,
    /// Whether the reader has acknowledged it.
    pub is_acknowledged: bool,
    /// Who has acknowledged it, and when.
    pub acknowledged: Vec<(String, Moment)>,
    /// What was done, in the order of writing.
    pub done: Vec<FollowUp>,
    /// How it was closed, while it is.
    pub closed: Option<Closed>,
    /// An identifier for the form that acknowledges.
    pub form: String,
    /// What the reader is writing about it and has not sent yet.
    pub drafted: Vec<Drafted>,
}

/// How a concern was closed.
#[derive(Clone, Debug)]
pub struct Closed {
    /// With which outcome, in words.
    pub outcome: &'static str,
    /// By whom.
    pub who: String,
    /// When.
    pub at: Moment,
}

/// Something still to be done.
#[derive(Clone, Debug)]
pub struct OpenAction {
    /// Which.
    pub id: String,
    /// What is to be done.
    pub words: String,
    /// Who does it.
    pub assigned: String,
    /// By when, in words.
    pub due_on: String,
    /// Whether that day is over.
    pub is_late: bool,
    /// Whether the reader is to do it.
    pub is_mine: bool,
}

/// What somebody sees who wrote a concern or was alerted to it.
#[derive(Clone, Debug)]
pub struct Sight {
    status: Status,
    /// The concern's address.
    pub address: String,
    /// What they are to do about it.
    pub to_do: Vec<OpenAction>,
    /// How much more of that their key would show.
    pub to_do_with_key: i64,
    /// What came of what they were to do.
    pub ended: Vec<Ended>,
    /// What they are writing about it and have not sent yet.
    pub drafted: Vec<Drafted>,
    /// The messages to them.
    pub notes: Vec<NoteToMe>,
}

impl Beneath {
    /// Whether the reader acts on it.
    pub fn may_act(&self) -> bool {
        match self {
            Self::Case(case) => case.may_act,
            Self::Sight(_) => false,
        }
    }

    /// Whether the reader sees it through a file, with where it stands above its words.
    pub fn is_case(&self) -> bool {
        match self {
            Self::Case(_) => true,
            Self::Sight(_) => false,
        }
    }

    /// Whether no lead has begun to act on it.
    pub fn is_new(&self) -> bool {
        let status = match self {
            Self::Case(case) => case.status,
            Self::Sight(sight) => sight.status,
        };
        status == Status::New
    }

    /// What the reader finds there.
    pub fn heading(&self) -> &'static str {
        match self {
            Self::Case(_) => "What was done and added",
            Self::Sight(_) => "What became of it",
        }
    }

    /// What was done, as far as the reader sees it.
    pub fn done(&self) -> &[FollowUp] {
        match self {
            Self::Case(case) => &case.done,
            Self::Sight(_) => &[],
        }
    }
}

impl Sight {
    /// What follows upon where it stands, and nothing of how; the tag before it says the rest.
    pub fn in_words(&self) -> &'static str {
        match self.status {
            Status::New => "A safeguarding lead will look at it.",
            Status::Open => "A safeguarding lead is acting on it.",
            Status::Closed => "It was acted on.",
        }
    }

    /// Where access is elevated, to come back here.
    pub fn elevation(&self) -> String {
        format!("/elevation?next={}", self.address)
    }

    /// What became of it as a tag, and its colour.
    pub fn tag(&self) -> (&'static str, &'static str) {
        told(self.status.name())
    }
}

impl CaseView {
    /// Where it stands, as a tag, and its colour.
    pub fn tag(&self) -> (&'static str, &'static str) {
        let colour = match self.status {
            Status::New => "govuk-tag--yellow",
            Status::Open => "govuk-tag--blue",
            Status::Closed => "govuk-tag--grey",
        };
        (self.status.words(), colour)
    }

    /// Whether it is closed.
    pub fn is_closed(&self) -> bool {
        self.status == Status::Closed
    }

    /// Who acknowledged it, in words.
    pub fn acknowledged_in_words(&self, now: &Moment) -> String {
        let people = self.acknowledged.iter();
        let people = people.map(|(who, at)| format!("{who}, {}", when(*at, *now)));
        people.collect::<Vec<_>>().join("; ")
    }
}

/// What stands beneath a concern that the actor may read and has opened. Whoever calls writes the
/// entry.
///
/// # Errors
/// Not found, for nobody; a bug's page when words were changed or moved.
pub fn beneath(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Beneath, Problem> {
    if !store::is_case(tx, id)? {
        let (to_do, to_do_with_key) = own::open(tx, id)?;
        return Ok(Beneath::Sight(Sight {
            status: store::status(tx, id)?,
            address: format!("/concerns/{id}"),
            to_do: open_actions(to_do.iter(), tx.now()),
            to_do_with_key,
            ended: own::ended(tx, id)?,
            drafted: drafted::drafted(tx, id)?,
            notes: timeline::notes(tx, id)?,
        }));
    }
    // Whoever views as another user group has not read it as themselves.
    if tx.access().view().is_none() {
        results::read(tx, id)?;
    }
    let case = store::case(tx, id)?;
    let done = timeline::follow_ups(tx, id)?;
    let drafted = drafted::drafted(tx, id)?;
    let may_act = tx.access().offers(Right::WorkCases);
    let view = view(&case, done, may_act, (tx.new_id(), tx.now()));
    Ok(Beneath::Case(Box::new(CaseView { drafted, ..view })))
}

fn view(
    case: &Case,
    done: Vec<FollowUp>,
    may_act: bool,
    (form, now): (String, Moment),
) -> CaseView {
    let acknowledged = || {
        done.iter()
            .filter(|done| done.kind == Kind::Acknowledgement)
    };
    let is_acknowledged = acknowledged().any(|done| done.is_mine);
    let acknowledged = acknowledged().map(|done| (done.who.clone(), done.written_at));
    let acknowledged = acknowledged.collect();
    let closed = done.iter().rev().find_map(|done| {
        Some(Closed {
            outcome: done.outcome?,
            who: done.who.clone(),
            at: done.written_at,
        })
    });
    CaseView {
        address: format!("/concerns/{}", case.id),
        status: case.status,
        assigned: case.assigned.as_ref().map(|(_, name)| name.clone()),
        is_significant: case.significance == Significance::Significant,
        open: open_actions(case.open_actions(), now),
        logged_as: case.logged_as(),
        roles_logged: case.roles_logged(),
        is_linked: !case.linked().is_empty(),
        may_act,
        is_acknowledged,
        acknowledged,
        closed: closed.filter(|_| case.status == Status::Closed),
        done,
        form,
        drafted: Vec::new(),
    }
}

/// What is still to be done, seen at this moment.
fn open_actions<'a>(actions: impl Iterator<Item = &'a Action>, now: Moment) -> Vec<OpenAction> {
    let today = now.london().date().to_string();
    let open = |action: &Action| OpenAction {
        id: action.id.clone(),
        words: action.words.clone(),
        assigned: action.assigned.clone(),
        due_on: action.due_in_words(),
        is_late: action.due_on < today,
        is_mine: action.is_mine,
    };
    actions.map(open).collect()
}

/// A sample, as a lead sees it.
pub fn sample() -> Beneath {
    let mut case = super::case::sample();
    case.categories.push(super::case::CategoryOf {
        id: crate::ids::CategoryId("l".into()),
        name: "Neglect".into(),
        logged: true,
        counts: false,
    });
    let moment = Moment::from_micros(0);
    let contact = FollowUp {
        id: "f".into(),
        kind: Kind::Contact,
        words: super::deed::InWords {
            what: "Contact made: Parent or carer".into(),
            facts: vec![("How", "By telephone".into())],
            texts: vec![("", "Rang home.".into())],
        },
        who: "Dana Lead".into(),
        is_mine: false,
        written_at: moment,
        happened: Noticed::at(moment.plus_seconds(-3600)),
        linked: None,
        outcome: None,
    };
    let form = ("f".to_owned(), moment);
    let view = view(&case, vec![contact], true, form);
    Beneath::Case(Box::new(CaseView {
        drafted: sample_drafted(),
        ..view
    }))
}

fn sample_drafted() -> Vec<Drafted> {
    vec![Drafted {
        page: ActPage::sample(),
        saved: "today at 14:05".into(),
    }]
}

/// A sample, as whoever wrote the concern sees it.
pub fn sample_for_writer() -> Beneath {
    Beneath::Sight(Sight {
        status: Status::Open,
        address: "/concerns/c".into(),
        to_do: open_actions(super::case::sample().open_actions(), Moment::from_micros(0)),
        to_do_with_key: 1,
        ended: vec![Ended {
            id: "a".into(),
            words: "Contact home: ring the mother".into(),
            what: "You did this",
            at: Moment::from_micros(0),
            result: "She will come on Monday.".into(),
        }],
        drafted: sample_drafted(),
        notes: vec![NoteToMe {
            who: "Dana Lead".into(),
            written_at: Moment::from_micros(0),
            words: "Thank you.".into(),
        }],
    })
}
