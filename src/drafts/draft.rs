//! The noun: a concern that is being written, and what becomes of a save.

use keyward_moment::Moment;
use keyward_web::Pairs;

use super::act::OfAct;

/// Where a draft stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Somebody is writing it.
    Writing,
    /// It became a concern.
    Logged,
    /// Its writer discarded it.
    Discarded,
}

impl State {
    const ALL: [Self; 3] = [Self::Writing, Self::Logged, Self::Discarded];

    /// As the database names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Writing => "writing",
            Self::Logged => "logged",
            Self::Discarded => "discarded",
        }
    }

    /// The state of this name.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What is kept already under the form's identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub state: State,
    pub version: i64,
    /// The page that saved it last, and which of its saves that was.
    pub page: String,
    pub turn: i64,
    /// Of which act it is; of none, where it is of a new concern.
    pub of: Option<OfAct>,
}

impl Kept {
    /// Whether somebody writes it: what they do as this act, or else a new concern.
    pub(super) fn is_written_as(&self, of: Option<&OfAct>) -> bool {
        self.state == State::Writing && self.of.as_ref() == of
    }

    /// Whether somebody writes something else under its name. No page that we give out does that.
    pub(super) fn is_written_as_another(&self, of: Option<&OfAct>) -> bool {
        self.state == State::Writing && self.of.as_ref() != of
    }
}

/// What a page sends to be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Save {
    /// Which page sends it, what it knows, and which of its saves it is.
    pub mark: Mark,
    /// Whether the page asks for a draft of its own.
    pub apart: bool,
}

/// Which draft a form knows, as its hidden fields say it: a form that comes back to be put right is
/// still the same page, whose saves may still be under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The version that the page knows; 0, when it knows of none.
    pub version: i64,
    /// Which page; empty, for one that is opened now.
    pub page: String,
    /// Which of the page's saves came last.
    pub turn: i64,
}

/// The longest name of a page.
const PAGE_CHARACTERS_MAX: usize = 64;

impl Mark {
    /// What the hidden fields say.
    pub fn read(pairs: &Pairs) -> Self {
        let number = |name: &str| pairs.text(name).parse().unwrap_or(0);
        let page = pairs.text("page").chars().take(PAGE_CHARACTERS_MAX);
        Self {
            version: number("draft"),
            page: page.collect(),
            turn: number("turn"),
        }
    }
}

/// The fields that come filled in, or say how something is looked for or shown: by themselves they are
/// nothing that somebody wrote. The part of a pupil comes with the pupil.
const COME_FILLED_IN: [&str; 9] = [
    "find",
    "day",
    "time",
    "time-unknown",
    "alert",
    "alert-group",
    "map-pupil",
    "map-region",
    "enter",
];
const COME_FILLED_IN_BEGIN: [&str; 2] = ["role-", "map-build"];

/// Whether somebody wrote or chose anything of this, such as would be missed.
pub(super) fn is_something(typed: &[(String, String)]) -> bool {
    let comes_filled_in = |name: &str| {
        let mut begins = COME_FILLED_IN_BEGIN.iter();
        COME_FILLED_IN.contains(&name) || begins.any(|start| name.starts_with(start))
    };
    let mut written = typed.iter().filter(|(name, _)| !comes_filled_in(name));
    written.any(|(_, value)| !value.trim().is_empty())
}

/// What becomes of a save.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// It begins a draft.
    Begin,
    /// It takes the place of what the same page saved before, or of what the page was opened with.
    Replace,
    /// A later save of the same page came first.
    Passed,
    /// Another page saved meanwhile: both are kept.
    Apart,
    /// The draft is over, and a late save does not bring it back.
    Over,
}

/// What becomes of this save beside what is kept.
pub(super) fn deed(kept: Option<&Kept>, save: &Save) -> Deed {
    let Some(kept) = kept else {
        return Deed::Begin;
    };
    let Mark {
        version,
        page,
        turn,
    } = &save.mark;
    match kept.state {
        _ if save.apart => Deed::Apart,
        State::Logged | State::Discarded => Deed::Over,
        State::Writing if kept.page == *page && *turn < kept.turn => Deed::Passed,
        State::Writing if kept.page == *page || kept.version == *version => Deed::Replace,
        State::Writing => Deed::Apart,
    }
}

/// A draft as its writer is reminded of it: whom it is about, and nothing of what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The form's identifier.
    pub id: String,
    /// The pupils who are chosen, as far as the writer finds them; nobody yet, where it is empty.
    pub about: String,
    /// When it was saved last, in words: `today at 14:05`.
    pub when: String,
    /// How many days ago it was begun.
    pub days: i64,
}

/// Whether more than one of these may have been forgotten.
pub fn are_several_old(drafts: &[Offered]) -> bool {
    drafts.iter().filter(|draft| draft.is_old()).count() > 1
}

/// From how many days on a draft is a worry that somebody may have forgotten to send.
const FORGOTTEN_DAYS: i64 = 3;

impl Offered {
    pub(super) fn of(id: String, begun_at: Moment, changed_at: Moment, now: Moment) -> Self {
        let (begun, today) = (begun_at.london().date(), now.london().date());
        let days = begun.until(today).map_or(0, |span| span.get_days().into());
        Self {
            id,
            about: String::new(),
            when: crate::concerns::when(changed_at, now),
            days,
        }
    }

    /// Whether it may have been forgotten.
    pub fn is_old(&self) -> bool {
        self.days >= FORGOTTEN_DAYS
    }

    /// Whom it is about, in words.
    pub fn whom(&self) -> &str {
        match self.about.as_str() {
            "" => "No pupil chosen yet",
            about => about,
        }
    }

    /// A draft, for samples.
    pub fn sample() -> Self {
        Self {
            id: "f".into(),
            about: "Zoë O’Sullivan (7B)".into(),
            when: "today at 14:05".into(),
            days: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(state: State) -> Kept {
        Kept {
            state,
            version: 4,
            page: "this".into(),
            turn: 7,
            of: None,
        }
    }

    fn save(version: i64, page: &str, turn: i64) -> Save {
        let page = page.into();
        Save {
            mark: Mark {
                version,
                page,
                turn,
            },
            apart: false,
        }
    }

    #[test]
    fn a_save_never_takes_the_place_of_what_its_page_has_not_seen() {
        let writing = kept(State::Writing);
        for (sent, becomes) in [
            (save(4, "this", 8), Deed::Replace),
            // Its own answer was lost on the way, and it tries again.
            (save(3, "this", 8), Deed::Replace),
            (save(3, "this", 7), Deed::Replace),
            (save(4, "this", 6), Deed::Passed),
            (save(4, "other", 1), Deed::Replace),
            (save(3, "other", 1), Deed::Apart),
            (save(0, "other", 1), Deed::Apart),
            (
                Save {
                    apart: true,
                    ..save(4, "this", 9)
                },
                Deed::Apart,
            ),
        ] {
            assert_eq!(deed(Some(&writing), &sent), becomes, "{sent:?}");
            assert_eq!(deed(None, &sent), Deed::Begin);
        }
    }

    #[test]
    fn what_comes_filled_in_is_nothing_written() {
        let typed = |pairs: &[(&str, &str)]| {
            let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            pairs.iter().map(own).collect::<Vec<_>>()
        };
        let opened = [
            ("find", "temi"),
            ("day", "2026-11-22"),
            ("time", "14:05"),
            ("place", ""),
            ("seen-and-heard", "  \n"),
            ("staff", ""),
            ("alert", "d"),
            ("map-build", "older"),
            ("map-build-p", "younger"),
            ("map-region", "front/knee-left"),
            ("role-p", "subject"),
        ];
        assert!(!is_something(&typed(&opened)));
        for written in [
            ("pupil", "p"),
            ("category", "c"),
            ("place", "Hall"),
            ("told", "Dana"),
            ("staff", "d"),
            ("mark-spot", "front:older:1:1"),
        ] {
            let all = [&opened[..], &[written]].concat();
            assert!(is_something(&typed(&all)), "{written:?}");
        }
    }

    #[test]
    fn a_late_save_brings_nothing_back() {
        for state in [State::Logged, State::Discarded] {
            assert_eq!(deed(Some(&kept(state)), &save(4, "this", 9)), Deed::Over);
            let apart = Save {
                apart: true,
                ..save(4, "this", 9)
            };
            assert_eq!(deed(Some(&kept(state)), &apart), Deed::Apart);
            assert_eq!(State::of_name(state.name()), Some(state));
        }
    }

    #[test]
    fn a_draft_of_three_days_may_have_been_forgotten() {
        // 22 November 2026 at 14:05 in London.
        let now = Moment::from_micros(1_795_356_300_000_000);
        let begun = |days: i64| {
            let at = now.plus_seconds(-days * 86_400);
            Offered::of("f".into(), at, now, now)
        };
        assert_eq!(begun(0).when, "today at 14:05");
        assert!(!begun(2).is_old() && begun(3).is_old());
        assert_eq!(begun(40).days, 40);
    }
}
