//! Who may do what: pure, one table.
//!
//! A user group holds rights in two columns. The standard column always counts; the elevated
//! column counts while the person's own security key has elevated this session. Access is counted
//! anew at each request. This module never looks anything up and never knows the time.

mod view;

use std::collections::BTreeSet;

pub use view::View;

/// What a user group may be given.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// Log a concern about any pupil.
    LogConcerns,
    /// Read the concerns that one was alerted to.
    ReadAlerts,
    /// Read the files of the year groups and forms that one was given.
    ReadYearGroupFiles,
    /// Read every pupil's file.
    ReadEveryFile,
    /// Act on the concerns that one may read through a pupil's file.
    WorkCases,
    /// Import pupils.
    ManagePupils,
    /// Invite people, end their accounts, put them into user groups.
    ManagePeople,
    /// Change what user groups are given.
    ManageGroups,
    /// Approve somebody else's first key, and let them back in together with another person.
    VouchForKeys,
    /// Read the audit log.
    ReadAudit,
}

impl Right {
    /// Every right, in the order in which pages show them.
    pub const ALL: [Self; 10] = [
        Self::LogConcerns,
        Self::ReadAlerts,
        Self::ReadYearGroupFiles,
        Self::ReadEveryFile,
        Self::WorkCases,
        Self::ManagePupils,
        Self::ManagePeople,
        Self::ManageGroups,
        Self::VouchForKeys,
        Self::ReadAudit,
    ];

    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LogConcerns => "log_concerns",
            Self::ReadAlerts => "read_alerts",
            Self::ReadYearGroupFiles => "read_year_group_files",
            Self::ReadEveryFile => "read_every_file",
            Self::WorkCases => "work_cases",
            Self::ManagePupils => "manage_pupils",
            Self::ManagePeople => "manage_people",
            Self::ManageGroups => "manage_groups",
            Self::VouchForKeys => "vouch_for_keys",
            Self::ReadAudit => "read_audit",
        }
    }

    /// As a person reads it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::LogConcerns => "Log a concern about any pupil",
            Self::ReadAlerts => "Read the concerns they are alerted to",
            Self::ReadYearGroupFiles => {
                "Read the files of the year groups and forms they are given"
            }
            Self::ReadEveryFile => "Read every pupil's file",
            Self::WorkCases => "Act on concerns in those files: assign, decide, close",
            Self::ManagePupils => "Import pupils",
            Self::ManagePeople => "Invite people and choose their user groups",
            Self::ManageGroups => "Change user groups and the school's settings",
            Self::VouchForKeys => "Approve other people's first keys, and let them back in",
            Self::ReadAudit => "Read the audit log",
        }
    }

    /// Whether it counts only with the person's own security key: it opens pupils' files, the
    /// audit log, or the gate to either, so it stands in the elevated column alone.
    pub const fn needs_key(self) -> bool {
        match self {
            Self::LogConcerns | Self::ReadAlerts | Self::ManagePupils => false,
            Self::ReadYearGroupFiles
            | Self::ReadEveryFile
            | Self::WorkCases
            | Self::ManagePeople
            | Self::ManageGroups
            | Self::VouchForKeys
            | Self::ReadAudit => true,
        }
    }

    /// Whether it opens the gate to others: it gives rights, or lets people and their keys in.
    pub const fn opens_the_gate(self) -> bool {
        matches!(
            self,
            Self::ManagePeople | Self::ManageGroups | Self::VouchForKeys
        )
    }

    /// Whether it opens pupils' files.
    pub const fn opens_files(self) -> bool {
        matches!(self, Self::ReadYearGroupFiles | Self::ReadEveryFile)
    }

    /// The right of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.name() == name)
    }
}

/// Which column of a user group's rights.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// Counts always.
    Standard,
    /// Counts while the person's own key has elevated the session.
    Elevated,
}

impl Column {
    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Elevated => "elevated",
        }
    }

    /// The column of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Standard, Self::Elevated]
            .into_iter()
            .find(|column| column.name() == name)
    }
}

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

    /// The same person's access while they look as a user group.
    #[must_use]
    pub fn looking_as(self, view: View) -> Self {
        Self {
            view: Some(view),
            ..self
        }
    }

    /// The same person's access once they look as themselves again.
    #[must_use]
    pub fn looking_as_oneself(&self) -> Self {
        Self {
            view: None,
            ..self.clone()
        }
    }

    /// The user group as which they look, if they do.
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

    /// Whether acts that need this right are offered: it counts now, and they look as themselves, for
    /// whoever looks as a user group changes nothing.
    pub fn offers(&self, right: Right) -> bool {
        self.view.is_none() && self.has(right)
    }

    /// Whether this right would count now if they looked as themselves.
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

    /// Which pupils' files may be read now. Of them, somebody who looks as a user group sees those
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

/// What a route asks of whoever comes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum May {
    /// Nothing: the sign-in page and what belongs to it.
    Enter,
    /// To be signed in, even where a key is still to be shown: the pages on the way to that.
    Arrive,
    /// To be signed in; what the page shows is decided by its lookups.
    BeHere,
    /// This right.
    Have(Right),
    /// One of these rights at least.
    HaveAny(&'static [Right]),
    /// To read the files of some pupils at least.
    ReadFiles,
    /// To lead: to act on concerns, and to read every file, whatever its categories.
    Lead,
}

impl May {
    /// Whether this access is enough; `None` is somebody who is not signed in.
    pub fn allows(self, access: Option<&Access>) -> bool {
        match (self, access) {
            (Self::Enter, _) | (Self::Arrive, Some(_)) => true,
            (Self::BeHere, Some(access)) => !access.awaits_key(),
            (Self::Have(right), Some(access)) => access.has(right),
            (Self::HaveAny(rights), Some(access)) => rights.iter().any(|right| access.has(*right)),
            (Self::ReadFiles, Some(access)) => access.files() != Files::None,
            (Self::Lead, Some(access)) => {
                access.has(Right::WorkCases) && access.files() == Files::Every
            }
            (
                Self::Arrive
                | Self::BeHere
                | Self::Have(_)
                | Self::HaveAny(_)
                | Self::ReadFiles
                | Self::Lead,
                None,
            ) => false,
        }
    }
}

/// The user groups that a new school begins with: name, standard column, elevated column.
pub const FIRST_GROUPS: [(&str, &[Right], &[Right]); 5] = [
    ("Staff", &[Right::LogConcerns, Right::ReadAlerts], &[]),
    (
        "Pastoral",
        &[Right::LogConcerns],
        &[Right::ReadAlerts, Right::ReadYearGroupFiles],
    ),
    (
        "Deputy DSL",
        &[Right::LogConcerns],
        &[
            Right::ReadAlerts,
            Right::ReadEveryFile,
            Right::WorkCases,
            Right::VouchForKeys,
        ],
    ),
    (
        "DSL",
        &[Right::LogConcerns],
        &[
            Right::ReadAlerts,
            Right::ReadEveryFile,
            Right::WorkCases,
            Right::VouchForKeys,
        ],
    ),
    (
        "Administrator",
        &[Right::LogConcerns],
        &[
            Right::ManagePupils,
            Right::ManagePeople,
            Right::ManageGroups,
            Right::VouchForKeys,
            Right::ReadAudit,
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::GroupId;

    fn first(group: &str, is_elevated: bool) -> Access {
        let (_, standard, elevated) = FIRST_GROUPS
            .into_iter()
            .find(|(name, _, _)| *name == group)
            .unwrap();
        let of = |column, rights: &'static [Right]| rights.iter().map(move |r| (column, *r));
        let rights = of(Column::Standard, standard).chain(of(Column::Elevated, elevated));
        Access::new(rights, is_elevated)
    }

    #[test]
    fn every_right_has_a_name_that_finds_it_again() {
        for right in Right::ALL {
            assert_eq!(Right::named(right.name()), Some(right));
        }
        assert_eq!(Right::named("everything"), None);
    }

    #[test]
    fn a_lead_reads_files_only_with_the_key() {
        for lead in ["DSL", "Deputy DSL"] {
            assert_eq!(first(lead, false).files(), Files::None);
            assert_eq!(first(lead, true).files(), Files::Every);
            assert!(!first(lead, false).has(Right::ReadAlerts));
        }
        assert_eq!(first("Pastoral", true).files(), Files::Given);
        assert_eq!(first("Staff", true).files(), Files::None);
    }

    #[test]
    fn an_administrator_never_reads_a_file_and_manages_only_with_the_key() {
        let elevated = first("Administrator", true);
        assert_eq!(elevated.files(), Files::None);
        assert!(elevated.has(Right::ManagePeople));
        assert!(!first("Administrator", false).has(Right::ManagePeople));
        assert!(!elevated.has(Right::ReadAlerts) && !elevated.has(Right::WorkCases));
    }

    #[test]
    fn everybody_logs_a_concern_without_a_key() {
        for (group, ..) in FIRST_GROUPS {
            assert!(first(group, false).has(Right::LogConcerns), "{group}");
        }
    }

    #[test]
    fn what_opens_files_or_the_gate_to_them_never_counts_without_the_key() {
        for right in Right::ALL {
            let given = Access::new([(Column::Standard, right)], false);
            assert_eq!(given.has(right), !right.needs_key(), "{right:?}");
            assert!(given.if_elevated().has(right));
            assert!(!right.opens_files() || right.needs_key(), "{right:?}");
        }
        for (group, standard, _) in FIRST_GROUPS {
            assert!(!standard.iter().any(|right| right.needs_key()), "{group}");
        }
    }

    fn view(group: &str) -> View {
        let seen = first(group, true);
        View {
            group: GroupId(group.into()),
            name: group.into(),
            year: String::new(),
            rights: Right::ALL
                .into_iter()
                .filter(|right| seen.has(*right))
                .collect(),
        }
    }

    #[test]
    fn whoever_looks_as_a_user_group_has_no_right_that_it_or_they_lack() {
        for (own, ..) in FIRST_GROUPS {
            for (group, ..) in FIRST_GROUPS {
                for is_elevated in [true, false] {
                    let (mine, theirs) = (first(own, is_elevated), first(group, true));
                    let seen = mine.clone().looking_as(view(group));
                    for right in Right::ALL {
                        let both = mine.has(right) && theirs.has(right);
                        assert_eq!(seen.has(right), both, "{own} as {group}: {right:?}");
                        assert!(!seen.offers(right));
                        assert_eq!(mine.offers(right), mine.has(right));
                    }
                    let no_files = mine.files() == Files::None || theirs.files() == Files::None;
                    assert_eq!(seen.files() == Files::None, no_files, "{own} as {group}");
                }
            }
        }
    }

    #[test]
    fn every_file_is_open_only_where_a_user_group_without_a_limit_opens_it() {
        let of = |rights: &[(Right, bool)]| {
            let rights = rights
                .iter()
                .map(|(right, limited)| (Column::Elevated, *right, *limited));
            Access::of_groups(rights, true).files()
        };
        let (every, years) = (Right::ReadEveryFile, Right::ReadYearGroupFiles);
        assert_eq!(of(&[(every, false)]), Files::Every);
        assert_eq!(of(&[(every, true)]), Files::Given);
        assert_eq!(of(&[(every, true), (years, false)]), Files::Given);
        assert_eq!(of(&[(every, true), (every, false)]), Files::Every);
        assert_eq!(of(&[(Right::WorkCases, false)]), Files::None);
    }

    #[test]
    fn leading_takes_every_file_and_acting_on_concerns() {
        for (group, leads) in [("DSL", true), ("Deputy DSL", true), ("Pastoral", false)] {
            assert_eq!(
                May::Lead.allows(Some(&first(group, true))),
                leads,
                "{group}"
            );
            assert!(!May::Lead.allows(Some(&first(group, false))));
        }
        let rights = [Right::ReadEveryFile, Right::WorkCases];
        let rights = rights.map(|right| (Column::Elevated, right, true));
        assert!(!May::Lead.allows(Some(&Access::of_groups(rights, true))));
        assert!(!May::Lead.allows(None));
    }

    #[test]
    fn elevation_is_offered_where_it_opens_something() {
        assert!(first("DSL", false).would_grow());
        assert!(!first("DSL", true).would_grow(), "it is on already");
        assert!(!first("Staff", false).would_grow());
    }

    #[test]
    fn while_a_key_is_awaited_only_the_way_to_it_is_open() {
        let waiting = first("DSL", false).awaiting_key();
        assert!(May::Enter.allows(Some(&waiting)) && May::Arrive.allows(Some(&waiting)));
        assert!(!May::BeHere.allows(Some(&waiting)));
        for right in Right::ALL {
            assert!(!waiting.has(right), "{right:?}");
        }
        assert!(waiting.would_grow());
        let shown = waiting.if_elevated();
        assert!(!shown.awaits_key() && shown.has(Right::ReadEveryFile));
    }

    #[test]
    fn routes_ask_for_what_they_say() {
        let staff = first("Staff", false);
        assert!(May::Enter.allows(None));
        for may in [
            May::Arrive,
            May::BeHere,
            May::Have(Right::LogConcerns),
            May::ReadFiles,
        ] {
            assert!(!may.allows(None));
        }
        assert!(May::BeHere.allows(Some(&staff)));
        assert!(May::Have(Right::LogConcerns).allows(Some(&staff)));
        assert!(!May::ReadFiles.allows(Some(&staff)));
        assert!(May::ReadFiles.allows(Some(&first("Pastoral", true))));
        let either = May::HaveAny(&[Right::ManagePeople, Right::VouchForKeys]);
        assert!(!either.allows(None) && !either.allows(Some(&first("DSL", false))));
        assert!(!either.allows(Some(&first("Pastoral", true))));
        for group in ["DSL", "Administrator"] {
            assert!(either.allows(Some(&first(group, true))));
        }
    }
}
