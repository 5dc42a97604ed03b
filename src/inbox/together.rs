//! Several concerns at once: each is acted on by itself, and the inbox says what came of each.

use keyward_web::{Answer, Form, Pairs, Problem, ReadForm};

use super::came::{self, Came, Left};
use super::filter::Filter;
use super::list::{Desk, ListPage};
use super::store::LINES_MAX;
use crate::access::Right;
use crate::alerts::{self, Acknowledged};
use crate::casework::{self, Assigned};
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
    /// What an act on several left as it was, and why.
    left: Vec<(ConcernId, Left)>,
}

impl Chosen {
    /// What an act on several left as it was, as an address says it: it is chosen still.
    pub(super) fn left(text: &str) -> Self {
        let left = came::read_left(text, LINES_MAX);
        Self {
            concerns: left.iter().map(|(concern, _)| concern.clone()).collect(),
            left,
            ..Self::default()
        }
    }

    /// Why a concern was left as it was, if it was.
    pub(super) fn why(&self, concern: &ConcernId) -> Option<&'static str> {
        let left = self.left.iter().find(|(id, _)| id == concern);
        left.map(|(_, left)| left.words())
    }

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
            Self::NoConcern => "Select at least one concern first",
            Self::Nobody => "Choose who to assign them to",
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
            left: Vec::new(),
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

/// Does something about each of those that were chosen, and leads back to the inbox as it was
/// filtered. What was left as it was stays chosen there, and says why.
async fn one_by_one(
    cx: Cx,
    chosen: Chosen,
    wrong: Option<Wrong>,
    act: impl Fn(&mut Tx<'_, '_>, &ConcernId) -> Result<Came, Problem> + Send + 'static,
) -> Answer {
    let filter = chosen.filter.clone();
    if let Some(wrong) = wrong {
        let asked = filter.clone();
        let desk = cx.read(move |tx| Desk::set(tx, &asked)).await?;
        let again = Some((wrong, chosen));
        return cx.show_again(&ListPage::of(&cx, filter, desk, again));
    }
    let concerns = chosen.concerns;
    let left = cx
        .write(move |tx| {
            let mut came = Vec::new();
            for concern in &concerns {
                let one = match act(tx, concern) {
                    Err(Problem::NotFound) => Came::Nowhere,
                    other => other?,
                };
                came.push((concern.clone(), one));
            }
            let words = came::in_words(&came);
            match came::is_left(&came) {
                true => tx.warn(&words)?,
                false => tx.say(&words)?,
            }
            Ok::<_, Problem>(came::left(&came))
        })
        .await?;
    cx.redirect(filter.url_leaving(&left))
}

fn acknowledge_one(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Came, Problem> {
    Ok(match alerts::acknowledge(tx, concern)? {
        Acknowledged::Now => Came::InHand,
        Acknowledged::Before => Came::InHandBefore,
        Acknowledged::ByAnother(who) => Came::InHandOfAnother(who),
        Acknowledged::Closed => Came::Closed,
        Acknowledged::Unopened => Came::Unopened,
    })
}

fn assign_one(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    chosen: &Chosen,
    sign_in_url: &str,
) -> Result<Came, Problem> {
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
    let assigned = casework::assign(tx, concern, to.as_ref(), chosen.seen(concern), sign_in_url)?;
    Ok(match assigned {
        Assigned::Now => Came::Assigned(name),
        Assigned::Before => Came::AssignedBefore(name),
        Assigned::Meanwhile(other) => Came::AssignedMeanwhile(other),
        Assigned::NotTo => Came::NotTo(name),
        Assigned::Closed => Came::Closed,
    })
}
