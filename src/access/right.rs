//! What a user group may be given: the rights, each by its name and in words.

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
