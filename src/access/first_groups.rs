//! The user groups that a new school begins with.

use super::Right;

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
