//! The life of the tables, step by step. A step that was released is never changed.

use keyward_db::Migration;

/// Every migration, in order.
pub const MIGRATIONS: &[Migration] = &[
    migration(1, "people", include_str!("../migrations/0001_people.sql")),
    migration(
        2,
        "security_keys",
        include_str!("../migrations/0002_security_keys.sql"),
    ),
    migration(
        3,
        "concerns",
        include_str!("../migrations/0003_concerns.sql"),
    ),
    migration(
        4,
        "every_kind_of_key",
        include_str!("../migrations/0004_every_kind_of_key.sql"),
    ),
    migration(
        5,
        "soft_keys",
        include_str!("../migrations/0005_soft_keys.sql"),
    ),
    migration(
        6,
        "sessions",
        include_str!("../migrations/0006_sessions.sql"),
    ),
    migration(
        7,
        "vouching",
        include_str!("../migrations/0007_vouching.sql"),
    ),
    migration(
        8,
        "policies",
        include_str!("../migrations/0008_policies.sql"),
    ),
    migration(9, "doors", include_str!("../migrations/0009_doors.sql")),
    migration(
        10,
        "casework",
        include_str!("../migrations/0010_casework.sql"),
    ),
    migration(11, "papers", include_str!("../migrations/0011_papers.sql")),
    migration(
        12,
        "body_map",
        include_str!("../migrations/0012_body_map.sql"),
    ),
    migration(13, "alerts", include_str!("../migrations/0013_alerts.sql")),
    migration(15, "file", include_str!("../migrations/0015_file.sql")),
    migration(
        16,
        "who_sees_what",
        include_str!("../migrations/0016_who_sees_what.sql"),
    ),
    migration(
        17,
        "patterns",
        include_str!("../migrations/0017_patterns.sql"),
    ),
    migration(18, "search", include_str!("../migrations/0018_search.sql")),
    migration(
        20,
        "planner",
        include_str!("../migrations/0020_planner.sql"),
    ),
    migration(
        21,
        "marks found",
        include_str!("../migrations/0021_marks_found.sql"),
    ),
    migration(22, "names", include_str!("../migrations/0022_names.sql")),
    migration(23, "gates", include_str!("../migrations/0023_gates.sql")),
    migration(
        24,
        "time not known",
        include_str!("../migrations/0024_time_not_known.sql"),
    ),
    migration(25, "pace", include_str!("../migrations/0025_pace.sql")),
    migration(
        26,
        "put right",
        include_str!("../migrations/0026_put_right.sql"),
    ),
    migration(
        27,
        "second thoughts",
        include_str!("../migrations/0027_second_thoughts.sql"),
    ),
    migration(28, "told", include_str!("../migrations/0028_told.sql")),
    migration(
        29,
        "term names",
        include_str!("../migrations/0029_term_names.sql"),
    ),
    migration(
        30,
        "by time",
        include_str!("../migrations/0030_by_time.sql"),
    ),
    migration(31, "given", include_str!("../migrations/0031_given.sql")),
    migration(32, "kept", include_str!("../migrations/0032_kept.sql")),
    migration(
        33,
        "large school",
        include_str!("../migrations/0033_large_school.sql"),
    ),
];

const fn migration(number: u32, name: &'static str, sql: &'static str) -> Migration {
    Migration { number, name, sql }
}
