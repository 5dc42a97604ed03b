//! The page that a working day begins on.

use askama::Template;
use keyward_web::{Answer, Problem};

use super::viewing;
use crate::access::{Files, Right};
use crate::alerts::Waits;
use crate::break_glass::{self, Opening};
use crate::casework::{self, Results};
use crate::categories::Marks;
use crate::concerns::{self, Line, NeedsMe, Pupils, Unread};
use crate::counted::Counted;
use crate::cx::{Cx, Tx};
use crate::drafts::{self, InHand, Offered};
use crate::enrolment::{self, Way};
use crate::ids::ConcernId;
use crate::inbox::{self, Fullness};
use crate::key_policy::{Lacking, Leads};
use crate::layout::Shell;
use crate::planner::{self, Given, Near};
use crate::sign_in::{self, BusyNetwork};

/// How many of one's own concerns are shown.
const LOGGED_LINES: i64 = 10;

#[derive(Template)]
#[template(path = "dashboard/show.html")]
pub(super) struct DashboardPage {
    shell: Shell,
    may_log: bool,
    /// What they have to do that is overdue or due this week.
    near: Near,
    /// What they gave others to do, which is still to be done.
    given: Given,
    /// What came of the actions that they gave or did.
    results: Results,
    needs_me: NeedsMe,
    /// Whether they can be alerted to concerns at all.
    hears: bool,
    has_key: bool,
    /// Whether what they hold waits for somebody's approval.
    key_waits: bool,
    /// Whether a key would open more, and no concern that waits says so already.
    offers_key: bool,
    logged: Vec<Line>,
    /// What is unread in the school, for whoever may read files now.
    unread: Option<Unread>,
    /// How full the inbox is, for whoever has one now.
    inbox: Option<Fullness>,
    /// What was opened with the break-glass code and waits for a review.
    openings: Vec<Opening>,
    /// The networks from which sign-ins fail for many accounts, for whoever manages people.
    networks: Vec<BusyNetwork>,
    /// Which leads hold no key that counts, for leads and for whoever manages people.
    lacking: Option<Lacking>,
    /// Whether they can see who holds which keys now.
    sees_keys: bool,
    /// How many keys and people wait for a yes that they may give now.
    approvals: usize,
    /// Whether they could review it now.
    may_review: bool,
    /// What they are writing and have not logged yet.
    drafts: Vec<Offered>,
    /// What they are writing about a concern or in a file and have not sent yet.
    in_hand: Vec<InHand>,
    /// Whether files may be read thanks to elevated access alone.
    files_are_elevated: bool,
}

impl DashboardPage {
    /// `1 concern` or `3 concerns`.
    fn with_key_words(&self) -> String {
        self.needs_me.with_key.of_words("concern", "concerns")
    }

    /// How many wait beyond those shown, in words.
    fn more(&self) -> Option<String> {
        self.needs_me.count.beyond(self.needs_me.lines.len())
    }

    /// Whether the page has a place for what somebody logged.
    fn shows_logged(&self) -> bool {
        self.may_log || !self.logged.is_empty()
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    if cx.access.view().is_some() {
        return viewing::get(&cx).await;
    }
    let (has_key, keys) = (cx.ways.any(), cx.keys);
    let page = cx.read(move |tx| page(tx, has_key, keys)).await?;
    let key_waits = !has_key && enrolment::way(&cx).await? == Way::Waiting;
    cx.show(&DashboardPage {
        shell: cx.page(),
        key_waits,
        ..page
    })
}

/// The dashboard of the actor, but for its frame and for a key of theirs that waits.
fn page(tx: &mut Tx<'_, '_>, has_key: bool, keys: i64) -> Result<DashboardPage, Problem> {
    let access = tx.access().clone();
    let (files, elevated) = (access.files(), access.if_elevated());
    let manages = elevated.has(Right::ManagePeople);
    let unread = match files {
        Files::None => None,
        Files::Given | Files::Every => Some(concerns::unread(tx)?),
    };
    let networks = match manages {
        true => sign_in::busy_networks(tx)?,
        false => Vec::new(),
    };
    let lacking = match manages || elevated.has(Right::WorkCases) {
        true => Leads::now(tx)?.lacking(tx.person()?),
        false => None,
    };
    let drafts = match access.has(Right::LogConcerns) {
        true => drafts::offered(tx)?,
        false => Vec::new(),
    };
    let needs_me = concerns::needs_me(tx)?;
    Ok(DashboardPage {
        shell: Shell::default(),
        may_log: access.offers(Right::LogConcerns),
        near: planner::near(tx)?,
        given: planner::given(tx)?,
        results: casework::results(tx)?,
        hears: elevated.has(Right::ReadAlerts),
        has_key,
        key_waits: false,
        offers_key: keys == 0 && access.would_grow() && needs_me.with_key.is_none(),
        needs_me,
        logged: concerns::logged(tx, None, LOGGED_LINES)?,
        unread,
        inbox: inbox::fullness(tx)?,
        openings: break_glass::banner(tx)?,
        networks,
        lacking: lacking.filter(|lacking| manages || lacking.includes_me),
        sees_keys: access.has(Right::ManagePeople),
        approvals: enrolment::for_my_yes(tx)?,
        drafts,
        in_hand: drafts::in_hand(tx)?,
        may_review: access.has(Right::VouchForKeys),
        files_are_elevated: access.if_not_elevated().files() == Files::None,
    })
}

/// The page, filled with a sample.
pub(super) fn sample() -> DashboardPage {
    let line = |named: &str, others| Line {
        id: ConcernId("c".into()),
        categories: Marks::sample(&["Attendance"]),
        recorder: "Sam Staff".into(),
        noticed: "today at 13:50".into(),
        recorded: "today at 14:05".into(),
        pupils: Pupils {
            named: vec![named.into()],
            others,
        },
        is_read_by_lead: true,
        status: "open".into(),
        has_note: true,
        waits: Waits::PassedOn,
        waits_words: String::new(),
    };
    DashboardPage {
        shell: Shell::default(),
        may_log: true,
        near: Near::sample(),
        given: Given::sample(),
        results: Results::sample(),
        needs_me: NeedsMe {
            lines: vec![line("Zoë O’Sullivan", 0)],
            count: Counted::of(2),
            with_key: Counted::of(1),
            is_elevated: true,
        },
        hears: true,
        has_key: true,
        key_waits: false,
        offers_key: false,
        logged: vec![line("Zoë O’Sullivan", 0)],
        unread: Some(Unread {
            lines: vec![line("Tom Reed", 1)],
            count: Counted::of(1),
        }),
        inbox: Some(Fullness::default()),
        openings: vec![break_glass::sample_opening()],
        approvals: 2,
        networks: vec![BusyNetwork {
            network: "192.0.2.7".into(),
            accounts: 6,
        }],
        lacking: Some(Lacking::sample()),
        sees_keys: true,
        drafts: vec![Offered::sample()],
        in_hand: InHand::samples(),
        may_review: true,
        files_are_elevated: true,
    }
}
