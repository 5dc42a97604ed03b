//! What is due, what is in hand, and the feed.

use askama::Template;
use jiff::civil::Date;
use keyward_moment::Moment;
use keyward_web::{Answer, Problem};

use super::due::{Nearness, day_words};
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
    due: Vec<Due>,
    in_hand: Vec<InHand>,
    may_work: bool,
    /// How many actions more a touch of the key would show.
    with_key: Counted,
    /// When the reader made the address of a feed.
    feed_made_at: Option<Moment>,
}

impl PlannerPage {
    /// What is due, near things first; nothing that is empty.
    fn parts(&self) -> Vec<(Nearness, Vec<&Due>)> {
        let of = |near: Nearness| {
            let due = self.due.iter();
            due.filter(|due| Nearness::of(due.due_on, self.today) == near)
                .collect()
        };
        let all = Nearness::ALL.map(|near| (near, of(near)));
        all.into_iter()
            .filter(|(_, due): &(_, Vec<&Due>)| !due.is_empty())
            .collect()
    }

    fn day(&self, due: &&Due) -> String {
        day_words(due.due_on, self.today)
    }

    fn today_words(&self) -> String {
        day_words(self.today, self.today)
    }

    fn with_key_words(&self) -> String {
        self.with_key.of_words("action", "actions")
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    let (due, in_hand, with_key, feed_made_at) = cx
        .read(|tx| {
            let (due, in_hand) = (store::due(tx)?, store::in_hand(tx)?);
            let with_key = store::with_key(tx)?;
            Ok::<_, Problem>((due, in_hand, with_key, store::feed_made_at(tx)?))
        })
        .await?;
    cx.show(&PlannerPage {
        shell: cx.page(),
        today: cx.now().london().date(),
        due,
        in_hand,
        may_work: cx.access.offers(Right::WorkCases),
        with_key,
        feed_made_at,
    })
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
        in_hand: vec![InHand {
            concern: ConcernId("c".into()),
            noticed_at: moment,
            recorded_at: moment,
            recorder: "Sam Staff".into(),
            is_new: true,
            about: about(),
        }],
        may_work: true,
        with_key: Counted::of(1),
        feed_made_at: Some(moment),
    }
}

/// The page of somebody who has nothing to do.
pub(super) fn sample_of_none() -> PlannerPage {
    PlannerPage {
        due: Vec::new(),
        in_hand: Vec::new(),
        with_key: Counted::default(),
        feed_made_at: None,
        ..sample()
    }
}
