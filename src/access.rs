//! Who may do what: pure, one table.
//!
//! A user group holds rights in two columns. The standard column always counts; the elevated
//! column counts while the person's own security key has elevated this session. Access is counted
//! anew at each request. This module never looks anything up and never knows the time.

mod column;
mod first_groups;
mod may;
mod right;
#[cfg(test)]
mod tests;
mod view;

use std::collections::BTreeSet;

pub use column::Column;
pub use first_groups::FIRST_GROUPS;
pub use may::May;
pub use right::Right;
pub use view::View;

/// The rights of one person in one session, both columns, and which of them count now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    standard: BTreeSet<Right>,
    elevated: BTreeSet<Right>,
    is_elevated: bool,
    awaits_key: bool,
    limited: bool,
    view: Option<View>,
}

/// Which pupils' files a person may read now.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Files {
    /// None.
    None,
    /// Those that their user groups, year groups, forms and categories give.
    Given,
    /// All.
    Every,
}

impl Access {
    /// The access of somebody whose groups give these rights. What needs a key counts as
    /// elevated, whichever column it stands in.
    pub fn new(rights: impl IntoIterator<Item = (Column, Right)>, is_elevated: bool) -> Self {
        let mut access = Self {
            is_elevated,
            ..Self::default()
        };
        for (column, right) in rights {
            match column {
                Column::Standard if !right.needs_key() => access.standard.insert(right),
                Column::Standard | Column::Elevated => access.elevated.insert(right),
            };
        }
        access
    }

    /// The access of somebody whose user groups give these rights, each with whether its group is
    /// limited to categories of concern.
    pub fn of_groups(
        rights: impl IntoIterator<Item = (Column, Right, bool)>,
        is_elevated: bool,
    ) -> Self {
        let rights: Vec<_> = rights.into_iter().collect();
        let whole = |(_, right, limited): &(Column, Right, bool)| {
            *right == Right::ReadEveryFile && !limited
        };
        let limited = !rights.iter().any(whole);
        let rights = rights.into_iter().map(|(column, right, _)| (column, right));
        Self {
            limited,
            ..Self::new(rights, is_elevated)
        }
    }

    /// The same person's access while their user group waits for a key at sign-in: nothing yet.
    #[must_use]
    pub fn awaiting_key(self) -> Self {
        Self {
            awaits_key: true,
            ..self
        }
    }

    /// The same person's access while they view as a user group.
    #[must_use]
    pub fn looking_as(self, view: View) -> Self {
        Self {
            view: Some(view),
            ..self
        }
    }

    /// The same person's access once they view as themselves again.
    #[must_use]
    pub fn looking_as_oneself(&self) -> Self {
        Self {
            view: None,
            ..self.clone()
        }
    }

    /// The user group as which they view, if they do.
    pub fn view(&self) -> Option<&View> {
        self.view.as_ref()
    }

    /// Whether nothing counts until a key is shown.
    pub fn awaits_key(&self) -> bool {
        self.awaits_key && !self.is_elevated
    }

    /// Whether this right counts now.
    pub fn has(&self, right: Right) -> bool {
        let is_seen = |view: &View| view.rights.contains(&right);
        self.has_of_ones_own(right) && self.view.as_ref().is_none_or(is_seen)
    }

    /// Whether acts that need this right are offered: it counts now, and they view as themselves, for
    /// whoever views as a user group changes nothing.
    pub fn offers(&self, right: Right) -> bool {
        self.view.is_none() && self.has(right)
    }

    /// Whether this right would count now if they viewed as themselves.
    fn has_of_ones_own(&self, right: Right) -> bool {
        !self.awaits_key()
            && (self.standard.contains(&right)
                || (self.is_elevated && self.elevated.contains(&right)))
    }

    /// Whether the session is elevated now.
    pub fn is_elevated(&self) -> bool {
        self.is_elevated
    }

    /// The same person's access with a touch of their key.
    #[must_use]
    pub fn if_elevated(&self) -> Self {
        Self {
            is_elevated: true,
            ..self.clone()
        }
    }

    /// The same person's access without a touch of their key.
    #[must_use]
    pub fn if_not_elevated(&self) -> Self {
        Self {
            is_elevated: false,
            ..self.clone()
        }
    }

    /// Whether a touch of the key would open anything more.
    pub fn would_grow(&self) -> bool {
        self.awaits_key() || (!self.is_elevated && !self.elevated.is_subset(&self.standard))
    }

    /// Which pupils' files may be read now. Of them, somebody who views as a user group sees those
    /// that it reads too, which a lookup decides.
    pub fn files(&self) -> Files {
        let opens_files = |view: &View| view.rights.iter().any(|right| right.opens_files());
        if !self.view.as_ref().is_none_or(opens_files) {
            return Files::None;
        }
        let every = self.has_of_ones_own(Right::ReadEveryFile);
        if every && !self.limited {
            Files::Every
        } else if every || self.has_of_ones_own(Right::ReadYearGroupFiles) {
            Files::Given
        } else {
            Files::None
        }
    }
}
