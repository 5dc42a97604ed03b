//! What is due, what is in hand, and the feed.

use askama::Template;
use axum::extract::RawQuery;
use jiff::civil::Date;
use keyward_moment::Moment;
use keyward_web::{Answer, Pairs, Problem};

use super::due::{Nearness, day_words};
use super::given::{self, Given};
use super::place::Place;
use super::store::{self, Due, InHand};
use crate::access::Right;
use crate::concerns::Pupils;
use crate::counted::Counted;
use crate::cx::Cx;
use crate::ids::ConcernId;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "planner/show.html")]
pub(super) struct PlannerPage {
    shell: Shell,
    today: Date,
    /// What is due, from where this page begins.
    due: Vec<Due>,
    from: Option<Place>,
    next: Option<Place>,
    /// What they gave others to do, which is still to be done.
    given: Given,
    in_hand: Vec<InHand>,
    /// How many concerns are in hand.
    in_hand_count: Counted,
    may_work: bool,
    /// How many actions more a touch of the key would show.
    with_key: Counted,
    /// When the reader made the address of a feed.
    feed_made_at: Option<Moment>,
}

impl PlannerPage {
    /// What is due, near things first; each with whether all of it stands on this page, so that it can be
    /// counted.
    fn parts(&self) -> Vec<(Nearness, &[Due], bool)> {
        let near = |due: &Due| Nearness::of(due.due_on, self.today);
        let parts = self.due.chunk_by(|one, other| near(one) == near(other));
        let mut parts: Vec<_> = parts
            .filter_map(|due| Some((near(due.first()?), due, true)))
            .collect();
        if let (Some(first), Some(_)) = (parts.first_mut(), &self.from) {
            first.2 = false;
        }
        if let (Some(last), Some(_)) = (parts.last_mut(), &self.next) {
            last.2 = false;
        }
        parts
    }

    /// The page that goes on where this one ends; empty on the last.
    fn next(&self) -> String {
        self.next.as_ref().map_or_else(String::new, Place::address)
    }

    /// The way back to the first page; empty on it.
    fn first(&self) -> &'static str {
        self.from.as_ref().map_or("", |_| "/planner")
    }

    fn day(&self, due: &Due) -> String {
        day_words(due.due_on, self.today)
    }

    fn today_words(&self) -> String {
        day_words(self.today, self.today)
    }

    /// How many of the concerns in hand are not shown, in words.
    fn more_in_hand(&self) -> Option<String> {
        self.in_hand_count.beyond(self.in_hand.len())
    }

    fn with_key_words(&self) -> String {
        self.with_key.of_words("action", "actions")
    }
}

pub(super) async fn get(cx: Cx, RawQuery(query): RawQuery) -> Answer {
    let from = Place::read(&Pairs::parse(query.unwrap_or_default().as_bytes()));
    let shell = cx.page();
    let page = cx
        .read(move |tx| {
            let (due, next) = store::due(tx, from.as_ref())?;
            let (in_hand, in_hand_count) = store::in_hand(tx)?;
            Ok::<_, Problem>(PlannerPage {
                shell: shell.clone(),
                today: tx.now().london().date(),
                due,
                from: from.clone(),
                next,
                given: given::all(tx)?,
                in_hand,
                in_hand_count,
                may_work: tx.access().offers(Right::WorkCases),
                with_key: store::with_key(tx)?,
                feed_made_at: store::feed_made_at(tx)?,
            })
        })
        .await?;
    cx.show(&page)
}

/// The page, filled with a sample.
pub(super) fn sample() -> PlannerPage {
    let moment = Moment::from_micros(1_795_000_000_000_000);
    let about = || Pupils {
        named: vec!["Zoë O’Sullivan".into()],
        others: 1,
    };
    let due = |due_on| Due {
        action: "a".into(),
        concern: ConcernId("c".into()),
        due_on,
        what: "Speak with the child",
        words: "Ask about breakfast club.".into(),
        about: about(),
        in_file: true,
    };
    PlannerPage {
        shell: Shell::default(),
        today: jiff::civil::date(2026, 11, 26),
        due: vec![
            due(jiff::civil::date(2026, 11, 24)),
            due(jiff::civil::date(2026, 11, 26)),
            due(jiff::civil::date(2026, 12, 26)),
        ],
        from: None,
        next: Some(Place {
            due_on: jiff::civil::date(2026, 12, 26),
            action: "a".into(),
        }),
        given: Given::sample(),
        in_hand: vec![InHand {
            concern: ConcernId("c".into()),
            noticed_at: moment,
            recorded_at: moment,
            recorder: "Sam Staff".into(),
            is_new: true,
            about: about(),
        }],
        in_hand_count: Counted::of(3),
        may_work: true,
        with_key: Counted::of(1),
        feed_made_at: Some(moment),
    }
}

/// The page of somebody who has nothing to do.
pub(super) fn sample_of_none() -> PlannerPage {
    PlannerPage {
        due: Vec::new(),
        given: Given::default(),
        next: None,
        in_hand: Vec::new(),
        in_hand_count: Counted::default(),
        with_key: Counted::default(),
        feed_made_at: None,
        ..sample()
    }
}
