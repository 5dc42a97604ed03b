//! Who may do what: pure, one table.
//!
//! A user group holds rights in two columns. The standard column always counts; the elevated
//! column counts while the person's own security key has elevated this session. Access is counted
//! anew at each request. This module never looks anything up and never knows the time.

use std::collections::BTreeSet;

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

    /// The same person's access while their user group waits for a key at sign-in: nothing yet.
    #[must_use]
    pub fn awaiting_key(self) -> Self {
        Self {
            awaits_key: true,
            ..self
        }
    }

    /// The same person's access where every user group that lets them read every file limits it to
    /// some categories.
    #[must_use]
    pub fn limited_to_categories(self, limited: bool) -> Self {
        Self { limited, ..self }
    }

    /// Whether nothing counts until a key is shown.
    pub fn awaits_key(&self) -> bool {
        self.awaits_key && !self.is_elevated
    }

    /// Whether this right counts now.
    pub fn has(&self, right: Right) -> bool {
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

    /// Which pupils' files may be read now.
    pub fn files(&self) -> Files {
        let every = self.has(Right::ReadEveryFile);
        if every && !self.limited {
            Files::Every
        } else if every || self.has(Right::ReadYearGroupFiles) {
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
            (
                Self::Arrive | Self::BeHere | Self::Have(_) | Self::HaveAny(_) | Self::ReadFiles,
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
        &[],
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
