//! Several concerns at once: each is acted on by itself, and the page says what came of each.

use keyward_web::{Answer, Form, Pairs, Problem, ReadForm};

use super::filter::Filter;
use super::list::{Desk, ListPage};
use super::store::{self, LINES_MAX};
use crate::access::Right;
use crate::alerts::{self, Acknowledged};
use crate::casework::{self, Assigned};
use crate::concerns::Pupils;
use crate::cx::{Cx, Tx};
use crate::ids::{ConcernId, PersonId};
use crate::people;

/// What somebody chose on the page.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    concerns: Vec<ConcernId>,
    /// To whom each concern of the page was assigned when it was shown.
    seen: Vec<(ConcernId, Option<PersonId>)>,
    /// Whom they chose to give them to, as the form names them.
    to: String,
    filter: Filter,
}

impl Chosen {
    /// Whether this concern is among those chosen.
    pub(super) fn has(&self, concern: &ConcernId) -> bool {
        self.concerns.contains(concern)
    }

    /// Whom they chose to give them to.
    pub(super) fn to(&self) -> &str {
        &self.to
    }

    fn seen(&self, concern: &ConcernId) -> Option<&PersonId> {
        let seen = self.seen.iter().find(|(id, _)| id == concern);
        seen.and_then(|(_, person)| person.as_ref())
    }
}

/// What was wrong with an act on several.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// No concern was chosen.
    NoConcern,
    /// Nobody was chosen to give them to.
    Nobody,
}

impl Wrong {
    /// In words, with the next step.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::NoConcern => "Choose at least one concern first",
            Self::Nobody => "Choose to whom to give them",
        }
    }

    /// The field that it is about.
    pub(super) const fn field(self) -> &'static str {
        match self {
            Self::NoConcern => "together",
            Self::Nobody => "to",
        }
    }
}

impl ReadForm for Chosen {
    fn read(pairs: &Pairs) -> Self {
        let mut concerns: Vec<_> = pairs
            .every("concern")
            .take(LINES_MAX)
            .map(|id| ConcernId(id.into()))
            .collect();
        concerns.sort();
        concerns.dedup();
        let here = pairs.text("here");
        let query = here.split_once('?').map_or("", |(_, query)| query);
        let seen = pairs.every("seen").take(LINES_MAX).map(|seen| {
            let (concern, person) = seen.split_once(' ').unwrap_or((seen, ""));
            let person = Some(person).filter(|person| !person.is_empty());
            (
                ConcernId(concern.into()),
                person.map(|id| PersonId(id.into())),
            )
        });
        Self {
            concerns,
            seen: seen.collect(),
            to: pairs.text("to").to_owned(),
            filter: Filter::read(&Pairs::parse(query.as_bytes())),
        }
    }
}

/// What came of one concern.
#[derive(Clone, Debug)]
pub(super) struct Done {
    /// Which; none where it is not there, or not for the actor any more.
    pub concern: Option<(ConcernId, Pupils)>,
    pub words: String,
    /// Whether it was done as asked.
    pub is_done: bool,
}

impl Done {
    /// Of what is not there, or not for the actor.
    fn nowhere() -> Self {
        Self {
            concern: None,
            words: "A concern is not here any more, or is not yours to see.".into(),
            is_done: false,
        }
    }

    /// One for samples of pages.
    pub(super) fn sample() -> Self {
        let pupils = Pupils {
            named: vec!["Zoë O’Sullivan".into()],
            others: 0,
        };
        Self {
            concern: Some((ConcernId("c".into()), pupils)),
            words: "Dee Deputy acknowledged it meanwhile.".into(),
            is_done: false,
        }
    }
}

pub(super) async fn acknowledge(cx: Cx, Form(chosen): Form<Chosen>) -> Answer {
    let wrong = chosen.concerns.is_empty().then_some(Wrong::NoConcern);
    one_by_one(cx, chosen, wrong, acknowledge_one).await
}

pub(super) async fn assign(cx: Cx, Form(chosen): Form<Chosen>) -> Answer {
    let wrong = match (chosen.concerns.is_empty(), chosen.to.is_empty()) {
        (true, _) => Some(Wrong::NoConcern),
        (false, true) => Some(Wrong::Nobody),
        (false, false) => None,
    };
    let url = format!("{}/{}", cx.app().config().origin().as_str(), cx.school.slug);
    let app = cx.app().clone();
    let seen = chosen.clone();
    let answer = one_by_one(cx, chosen, wrong, move |tx, concern| {
        assign_one(tx, concern, &seen, &url)
    });
    let answer = answer.await;
    app.letters().notify_one();
    answer
}

/// Does something about each of those that were chosen, and shows the page with what came of it.
async fn one_by_one(
    cx: Cx,
    chosen: Chosen,
    wrong: Option<Wrong>,
    act: impl Fn(&mut Tx<'_, '_>, &ConcernId) -> Result<Done, Problem> + Send + 'static,
) -> Answer {
    let filter = chosen.filter.clone();
    let (asked, concerns) = (filter.clone(), chosen.concerns.clone());
    let (done, desk) = cx
        .write(move |tx| {
            let mut done = Vec::new();
            for concern in concerns.iter().filter(|_| wrong.is_none()) {
                done.push(match act(tx, concern) {
                    Err(Problem::NotFound) => Done::nowhere(),
                    other => other?,
                });
            }
            Ok::<_, Problem>((done, Desk::set(tx, &asked)?))
        })
        .await?;
    match wrong {
        None => cx.show(&ListPage::of(&cx, filter, desk, done, None)),
        Some(wrong) => {
            let again = Some((wrong, chosen));
            cx.show_again(&ListPage::of(&cx, filter, desk, done, again))
        }
    }
}

fn acknowledge_one(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Done, Problem> {
    let acknowledged = alerts::acknowledge(tx, concern)?;
    Ok(Done {
        concern: Some((concern.clone(), store::pupils(tx, concern)?)),
        is_done: acknowledged == Acknowledged::Now,
        words: acknowledged.words(),
    })
}

fn assign_one(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    chosen: &Chosen,
    sign_in_url: &str,
) -> Result<Done, Problem> {
    let to = match chosen.to.as_str() {
        "me" => Some(tx.person()?.clone()),
        "nobody" => None,
        other => Some(PersonId(other.into())),
    };
    let name = match &to {
        Some(person) => people::holders(tx, Right::WorkCases)?
            .into_iter()
            .find_map(|holder| (holder.id == *person).then_some(holder.name))
            .unwrap_or_else(|| "This person".into()),
        None => "nobody in particular".into(),
    };
    // Whom it is about is known before it is given away: afterwards it may not be theirs to see.
    let pupils = store::pupils(tx, concern)?;
    let assigned = casework::assign(tx, concern, to.as_ref(), chosen.seen(concern), sign_in_url)?;
    let words = match &assigned {
        Assigned::Now => format!("assigned to {name}."),
        Assigned::Before => format!("it was assigned to {name} already."),
        Assigned::Meanwhile(Some(other)) => {
            format!("it was assigned to {other} meanwhile. Look at it before you change that.")
        }
        Assigned::Meanwhile(None) => {
            "nobody has it any more. Look at it before you change that.".into()
        }
        Assigned::NotTo => format!("{name} does not see it, and so cannot be given it."),
        Assigned::Closed => "it is closed. Reopen it to assign it.".into(),
    };
    Ok(Done {
        concern: Some((concern.clone(), pupils)),
        is_done: assigned == Assigned::Now,
        words,
    })
}
