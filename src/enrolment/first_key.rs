//! How somebody comes to a new key: pure.

use crate::key_policy::FirstKey;

/// What is known of somebody who wants to link a key.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What the strictest of their user groups says about a first key.
    pub first_key: FirstKey,
    /// Whether their user groups give any right that needs a key.
    pub needs_key: bool,
    /// How many other people could approve it: they may vouch for keys, and hold one that works.
    pub others_who_vouch: i64,
    /// How many keys they hold in any state: working, suspended, lost, waiting for approval.
    pub keys: i64,
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
    /// Nothing: they hold keys, and none of them works.
    Closed,
}

/// So many others who can approve make approval the default: one may be away.
const OTHERS_MIN: i64 = 2;

impl Way {
    /// The way of whoever stands so. A key that is lost, suspended or waiting is a key: whoever
    /// holds one does not get past it with a password.
    pub fn of(standing: Standing) -> Self {
        if standing.working > 0 {
            return Self::ByKey;
        }
        if standing.is_let_back_in {
            return Self::ByRecovery;
        }
        if standing.keys > 0 {
            return Self::Closed;
        }
        match standing.first_key {
            FirstKey::ByDefault
                if standing.needs_key && standing.others_who_vouch >= OTHERS_MIN =>
            {
                Self::ToBeApproved
            }
            FirstKey::ByDefault | FirstKey::SelfService => Self::ByPassword,
            FirstKey::WithCode => Self::WithCode,
            FirstKey::Approved => Self::ToBeApproved,
        }
    }

    /// Whether it begins with the password: a first key, or one after a recovery.
    pub fn asks_password(self) -> bool {
        match self {
            Self::ByPassword | Self::WithCode | Self::ToBeApproved | Self::ByRecovery => true,
            Self::ByKey | Self::Closed => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: Standing = Standing {
        first_key: FirstKey::ByDefault,
        needs_key: true,
        others_who_vouch: 2,
        keys: 0,
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
    fn what_a_user_group_says_is_done_whoever_can_approve() {
        for (first_key, way) in [
            (FirstKey::SelfService, Way::ByPassword),
            (FirstKey::WithCode, Way::WithCode),
            (FirstKey::Approved, Way::ToBeApproved),
        ] {
            for others_who_vouch in [0, 5] {
                let said = Standing {
                    first_key,
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
                first_key,
                keys: 1,
                ..NEW
            };
            assert_eq!(Way::of(held), Way::Closed);
            let works = Standing { working: 1, ..held };
            assert_eq!(Way::of(works), Way::ByKey);
            let codes_alone = Standing { keys: 0, ..works };
            assert_eq!(Way::of(codes_alone), Way::ByKey);
        }
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
