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
use crate::cx::Cx;
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
    let files = cx.access.files();
    let manages = cx.access.if_elevated().has(Right::ManagePeople);
    let works = cx.access.if_elevated().has(Right::WorkCases);
    let (
        near,
        given,
        results,
        needs_me,
        logged,
        unread,
        inbox,
        openings,
        approvals,
        networks,
        drafts,
        in_hand,
        lacking,
    ) = cx
        .read(move |tx| {
            let unread = match files {
                Files::None => None,
                Files::Given | Files::Every => Some(concerns::unread(tx)?),
            };
            let logged = concerns::logged(tx, None, LOGGED_LINES)?;
            let openings = break_glass::banner(tx)?;
            let networks = match manages {
                true => sign_in::busy_networks(tx)?,
                false => Vec::new(),
            };
            let lacking = match manages || works {
                true => Leads::now(tx)?.lacking(tx.person()?),
                false => None,
            };
            let near = planner::near(tx)?;
            let given = planner::given(tx)?;
            let results = casework::results(tx)?;
            let needs_me = concerns::needs_me(tx)?;
            let inbox = inbox::fullness(tx)?;
            let (drafts, in_hand) = (drafts::offered(tx)?, drafts::in_hand(tx)?);
            let approvals = enrolment::for_my_yes(tx)?;
            Ok::<_, Problem>((
                near, given, results, needs_me, logged, unread, inbox, openings, approvals,
                networks, drafts, in_hand, lacking,
            ))
        })
        .await?;
    let key_waits = !cx.ways.any() && enrolment::way(&cx).await? == Way::Waiting;
    cx.show(&DashboardPage {
        shell: cx.page(),
        may_log: cx.access.offers(Right::LogConcerns),
        offers_key: cx.keys == 0 && cx.access.would_grow() && needs_me.with_key.is_none(),
        near,
        given,
        results,
        needs_me,
        hears: cx.access.if_elevated().has(Right::ReadAlerts),
        has_key: cx.ways.any(),
        key_waits,
        logged,
        unread,
        inbox,
        openings,
        approvals,
        networks,
        lacking: lacking.filter(|lacking| manages || lacking.includes_me),
        sees_keys: cx.access.has(Right::ManagePeople),
        drafts: match cx.access.has(Right::LogConcerns) {
            true => drafts,
            false => Vec::new(),
        },
        in_hand,
        may_review: cx.access.has(Right::VouchForKeys),
        files_are_elevated: cx.access.if_not_elevated().files() == Files::None,
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
