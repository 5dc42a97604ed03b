//! How somebody comes to a new key: pure.

use crate::key_policy::FirstKey;

/// What is known of somebody who wants to link a key.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// What each of their user groups says about a first key.
    pub first_keys: &'a [FirstKey],
    /// Whether their user groups give any right that needs a key.
    pub needs_key: bool,
    /// How many other people may vouch for keys and hold one that was approved once, whatever has
    /// become of it: reporting keys lost makes nobody's first key easier to come by.
    pub others_who_vouch: usize,
    /// How many of these did not let them in.
    pub others_who_may_approve: usize,
    /// Whether their account was brought back, and held a key before.
    pub held_a_key_before: bool,
    /// How many keys they hold in any state: working, suspended, lost, waiting for approval.
    pub keys: i64,
    /// How many of these wait for approval.
    pub waiting: i64,
    /// How many keys and printed recovery codes of theirs work.
    pub working: i64,
    /// Whether two people have let them back in, and they have not used it yet.
    pub is_let_back_in: bool,
}

/// What somebody must bring before a new key is linked to their account.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// Their password: it is their first key.
    ByPassword,
    /// Their password, and the code that an administrator printed for them.
    WithCode,
    /// Their password; the key elevates once somebody else has approved it.
    ToBeApproved,
    /// Their password, because two people have let them back in.
    ByRecovery,
    /// A touch of a key that they hold, or a code of it.
    ByKey,
    /// Nothing yet: what they hold waits for approval.
    Waiting,
    /// Nothing: they hold keys, and none of them works.
    Closed,
}

/// So many others who can approve make approval the default: one may be away.
const OTHERS_MIN: usize = 2;

/// Whether so many who can approve make approval the default.
pub fn are_enough_to_approve(others: usize) -> bool {
    others >= OTHERS_MIN
}

impl Way {
    /// The way of whoever stands so. A key that is lost, suspended or waiting is a key: whoever
    /// holds one does not get past it with a password.
    pub fn of(standing: Standing<'_>) -> Self {
        if standing.working > 0 {
            return Self::ByKey;
        }
        if standing.is_let_back_in {
            return Self::ByRecovery;
        }
        match (standing.waiting, standing.keys) {
            (_, 0) => Self::to_a_first_key(standing),
            (0, _) => Self::Closed,
            (_, _) => Self::Waiting,
        }
    }

    /// The way of whoever stands so and holds no key. Whoever had one before their account ended
    /// does not come back by password or printed code alone, or one administrator would give
    /// anybody a new key by ending their account. Otherwise the strictest of their user groups counts,
    /// once it is known whether the default means approval.
    pub fn to_a_first_key(standing: Standing<'_>) -> Self {
        if standing.held_a_key_before && standing.others_who_may_approve > 0 {
            return Self::ToBeApproved;
        }
        let approval_is_default =
            standing.needs_key && are_enough_to_approve(standing.others_who_vouch);
        match FirstKey::strictest(standing.first_keys, approval_is_default) {
            FirstKey::ByDefault | FirstKey::SelfService => Self::ByPassword,
            FirstKey::WithCode => Self::WithCode,
            FirstKey::Approved => Self::ToBeApproved,
        }
    }

    /// Whether it begins with the password: a first key, or one after a recovery.
    pub fn asks_password(self) -> bool {
        match self {
            Self::ByPassword | Self::WithCode | Self::ToBeApproved | Self::ByRecovery => true,
            Self::ByKey | Self::Waiting | Self::Closed => false,
        }
    }

    /// Whether a new key can be linked now.
    pub fn is_open(self) -> bool {
        match self {
            Self::ByPassword
            | Self::WithCode
            | Self::ToBeApproved
            | Self::ByRecovery
            | Self::ByKey => true,
            Self::Waiting | Self::Closed => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: Standing<'_> = Standing {
        first_keys: &[FirstKey::ByDefault],
        needs_key: true,
        others_who_vouch: 2,
        others_who_may_approve: 2,
        held_a_key_before: false,
        keys: 0,
        waiting: 0,
        working: 0,
        is_let_back_in: false,
    };

    #[test]
    fn by_default_a_key_that_opens_something_is_approved_where_two_others_can() {
        assert_eq!(Way::of(NEW), Way::ToBeApproved);
        let alone = Standing {
            others_who_vouch: 1,
            ..NEW
        };
        assert_eq!(Way::of(alone), Way::ByPassword);
        let opens_nothing = Standing {
            needs_key: false,
            ..NEW
        };
        assert_eq!(Way::of(opens_nothing), Way::ByPassword);
    }

    #[test]
    fn a_printed_code_is_no_way_past_approval_that_another_user_group_asks_for() {
        let both = Standing {
            first_keys: &[FirstKey::WithCode, FirstKey::ByDefault],
            ..NEW
        };
        assert_eq!(Way::of(both), Way::ToBeApproved);
        let alone = Standing {
            others_who_vouch: 1,
            ..both
        };
        assert_eq!(Way::of(alone), Way::WithCode);
    }

    #[test]
    fn what_a_user_group_says_is_done_whoever_can_approve() {
        for (first_key, way) in [
            (FirstKey::SelfService, Way::ByPassword),
            (FirstKey::WithCode, Way::WithCode),
            (FirstKey::Approved, Way::ToBeApproved),
        ] {
            for others_who_vouch in [0, 5] {
                let said = Standing {
                    first_keys: &[first_key],
                    others_who_vouch,
                    ..NEW
                };
                assert_eq!(Way::of(said), way);
            }
        }
    }

    #[test]
    fn a_password_never_gets_past_a_key_in_any_state() {
        for first_key in FirstKey::ALL {
            let held = Standing {
                first_keys: &[first_key],
                keys: 1,
                ..NEW
            };
            assert_eq!(Way::of(held), Way::Closed);
            let works = Standing { working: 1, ..held };
            assert_eq!(Way::of(works), Way::ByKey);
            let codes_alone = Standing { keys: 0, ..works };
            assert_eq!(Way::of(codes_alone), Way::ByKey);
            let waits = Standing { waiting: 1, ..held };
            assert_eq!(Way::of(waits), Way::Waiting);
            assert!(!Way::Waiting.is_open() && !Way::Closed.is_open());
        }
    }

    #[test]
    fn whoever_held_a_key_comes_back_by_approval_where_anybody_could_give_it() {
        for first_key in FirstKey::ALL {
            let back = Standing {
                first_keys: &[first_key],
                others_who_vouch: 1,
                others_who_may_approve: 1,
                held_a_key_before: true,
                ..NEW
            };
            assert_eq!(Way::of(back), Way::ToBeApproved);
        }
        let alone = Standing {
            others_who_vouch: 1,
            others_who_may_approve: 0,
            held_a_key_before: true,
            ..NEW
        };
        assert_eq!(Way::of(alone), Way::ByPassword);
    }

    #[test]
    fn two_people_let_somebody_in_whose_keys_are_dead_and_nobody_past_one_that_works() {
        let back = Standing {
            keys: 1,
            is_let_back_in: true,
            ..NEW
        };
        assert_eq!(Way::of(back), Way::ByRecovery);
        let works = Standing { working: 1, ..back };
        assert_eq!(Way::of(works), Way::ByKey);
    }
}
