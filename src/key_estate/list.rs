//! The school's keys, person by person.

use askama::Template;
use axum::extract::RawQuery;
use keyward_moment::Moment;
use keyward_web::{Answer, Pairs};

use super::estate::{self, Grace, Holder, Key, Show, State};
use super::store;
use crate::cx::Cx;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "key_estate/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    show: Show,
    choices: Vec<Choice>,
    holders: Vec<Holder>,
    counts: Counts,
    now: Moment,
}

/// How many people hold how many keys.
struct Counts {
    none: usize,
    one: usize,
    spare: usize,
    unused: usize,
}

impl ListPage {
    fn is_unused(&self, key: &Key) -> bool {
        key.is_unused(self.now)
    }

    fn is_over(&self, until: &Moment) -> bool {
        self.now >= *until
    }

    fn of(shell: Shell, show: Show, holders: Vec<Holder>, now: Moment) -> Self {
        let count = |show: Show| {
            let shown = holders.iter().filter(|holder| show.shows(holder, now));
            shown.count()
        };
        Self {
            shell,
            show,
            choices: Show::ALL
                .into_iter()
                .map(|show| Choice::new(show.name(), show.words()))
                .collect(),
            counts: Counts {
                none: count(Show::None),
                one: count(Show::One),
                spare: count(Show::Spare),
                unused: count(Show::Unused),
            },
            holders: holders
                .into_iter()
                .filter(|holder| show.shows(holder, now))
                .collect(),
            now,
        }
    }
}

pub(super) async fn get(cx: Cx, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let show = Show::named(query.text("show"));
    let holders = cx.read(store::everybody).await?;
    cx.show(&ListPage::of(cx.page(), show, holders, cx.now()))
}

/// The page, filled with a sample.
pub(super) fn sample() -> ListPage {
    let now = Moment::from_micros(1_799_000_000_000_000);
    ListPage::of(
        Shell::default(),
        Show::Everybody,
        vec![estate::sample()],
        now,
    )
}
