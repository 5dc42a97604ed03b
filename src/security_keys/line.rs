//! One key in a list, in words.

use keyward_moment::Moment;

use super::store::HeldKey;

/// One line of a list of keys.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which key.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is: its kind, and its model where that is known.
    pub what: String,
    /// When it was linked.
    pub added: String,
    /// When it was last used, and where.
    pub last_used: Option<(String, String)>,
    /// When it was suspended.
    pub suspended: Option<String>,
    /// When it was reported lost.
    pub lost: Option<String>,
    /// Whether somebody else has to approve it first.
    pub waits: bool,
    /// Whether its person can withdraw it: it was never approved.
    pub may_be_withdrawn: bool,
    /// Whether two people ended it for good.
    pub is_ended: bool,
}

impl Line {
    /// The line of this key.
    pub fn of(key: &HeldKey) -> Self {
        let last_used = key.last_used.as_ref();
        Self {
            id: key.id.0.clone(),
            name: key.name.clone(),
            what: match key.model.as_str() {
                "" => key.kind.words().to_owned(),
                model => format!("{}, {model}", key.kind.words()),
            },
            added: key.added_at.day(),
            last_used: last_used.map(|(at, device)| (at.day_and_time(), device.clone())),
            suspended: key.suspended_at.map(Moment::day_and_time),
            lost: key.lost_at.map(Moment::day_and_time),
            waits: key.waits(),
            may_be_withdrawn: !key.was_approved,
            is_ended: key.is_ended,
        }
    }

    /// Whether it can be reported lost. One that was never approved is withdrawn instead.
    pub fn may_be_lost(&self) -> bool {
        self.lost.is_none() && !self.may_be_withdrawn
    }

    /// Whether somebody else can let it be used again.
    pub fn may_return(&self) -> bool {
        (self.lost.is_some() || self.suspended.is_some()) && !self.is_ended
    }

    /// What somebody else does who lets it be used again, on the button.
    pub fn return_words(&self) -> &'static str {
        match self.lost {
            Some(_) => "Return this key",
            None => "Allow this key again",
        }
    }

    /// A line for samples of pages.
    pub fn sample(id: &str, name: &str) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            what: "U2F key, YubiKey 5 NFC".into(),
            added: "22 November 2026".into(),
            last_used: Some((
                "22 November 2026 at 14:05".into(),
                "Chrome on Windows".into(),
            )),
            suspended: None,
            lost: None,
            waits: false,
            may_be_withdrawn: false,
            is_ended: false,
        }
    }
}
