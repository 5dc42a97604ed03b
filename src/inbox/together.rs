//! Several concerns at once: each is acted on by itself, and the page says what came of each.

use keyward_web::{Answer, Form, Pairs, Problem, ReadForm};

use super::filter::Filter;
use super::list::{Desk, ListPage};
use super::store::{self, LINES_MAX};
use crate::alerts::{self, Acknowledged};
use crate::concerns::Pupils;
use crate::cx::{Cx, Tx};
use crate::ids::ConcernId;

/// What somebody chose on the page.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    concerns: Vec<ConcernId>,
    filter: Filter,
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
        Self {
            concerns,
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
    let Chosen { concerns, filter } = chosen;
    let wrong = concerns
        .is_empty()
        .then_some("Choose at least one concern first");
    let asked = filter.clone();
    let (done, desk) = cx
        .write(move |tx| {
            let mut done = Vec::new();
            for concern in &concerns {
                done.push(acknowledge_one(tx, concern)?);
            }
            Ok::<_, Problem>((done, Desk::set(tx, &asked)?))
        })
        .await?;
    let page = ListPage::of(&cx, filter, desk, done, wrong);
    match wrong {
        None => cx.show(&page),
        Some(_) => cx.show_again(&page),
    }
}

fn acknowledge_one(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Done, Problem> {
    let acknowledged = match alerts::acknowledge(tx, concern) {
        Ok(acknowledged) => acknowledged,
        Err(Problem::NotFound) => {
            return Ok(Done {
                concern: None,
                words: "A concern is not here any more, or is not yours to see.".into(),
                is_done: false,
            });
        }
        Err(other) => return Err(other),
    };
    Ok(Done {
        concern: Some((concern.clone(), store::pupils(tx, concern)?)),
        is_done: acknowledged == Acknowledged::Now,
        words: acknowledged.words(),
    })
}
