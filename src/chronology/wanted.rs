//! What of a file is wanted on a page of its chronology, as SQL: the conditions that every source of
//! events is asked with, and the order in which they stand.

/// SQL: the significance of this `concern` as far as the reader knows it: through a file.
macro_rules! significance {
    () => {
        concat!(
            "CASE WHEN ",
            $crate::concerns::in_files!(),
            " THEN standing.significance ELSE 'usual' END"
        )
    };
}
pub(super) use significance;

/// SQL: this category, which the concern `has`, counts: for whoever reads the concern through a file
/// as it is now, for others as it was logged.
macro_rules! counts {
    () => {
        concat!(
            "CASE WHEN ",
            $crate::concerns::in_files!(),
            " THEN has.counts ELSE has.logged END = 1"
        )
    };
}
pub(super) use counts;

/// SQL: this `concern` of the file `$8` is wanted: of a significance (`$9`) and of a category or one
/// beneath it (`$10`), where these are not empty. What the reader is not shown finds nothing.
macro_rules! wanted {
    () => {
        concat!(
            "file.pupil_id = $8 AND ",
            $crate::concerns::readable!(),
            " AND ",
            $crate::concerns::known_to_reader!(),
            " AND ($9 = '' OR $9 = ",
            $crate::chronology::wanted::significance!(),
            ")
              AND ($10 = '' OR EXISTS (
                  SELECT 1 FROM concern_category AS has
                  JOIN category ON category.id = has.category_id
                  WHERE has.concern_id = concern.id AND $10 IN (category.id, category.parent_id)
                    AND ",
            $crate::chronology::wanted::counts!(),
            "))"
        )
    };
}
pub(super) use wanted;

/// SQL: within the days (`$11`, `$12`) and after a place in the order (`$13`, `$14`).
macro_rules! after {
    ($at:expr, $id:literal) => {
        concat!(
            " AND ",
            $at,
            " >= $11 AND ",
            $at,
            " < $12 AND (",
            $at,
            ", ",
            $id,
            ") > ($13, $14)
              ORDER BY ",
            $at,
            ", ",
            $id,
            " LIMIT $15"
        )
    };
}
pub(super) use after;

/// SQL: the same before a place in the order, the nearest first.
macro_rules! before {
    ($at:expr, $id:literal) => {
        concat!(
            " AND ",
            $at,
            " >= $11 AND ",
            $at,
            " < $12 AND (",
            $at,
            ", ",
            $id,
            ") < ($13, $14)
              ORDER BY ",
            $at,
            " DESC, ",
            $id,
            " DESC LIMIT $15"
        )
    };
}
pub(super) use before;

/// SQL: these columns of the concerns of a file that are wanted.
macro_rules! concerns_wanted {
    ($columns:expr) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM concern_pupil AS file
             JOIN concern ON concern.id = file.concern_id
             JOIN pupil ON pupil.id = file.pupil_id
             JOIN case_standing AS standing ON standing.concern_id = concern.id
             JOIN person ON person.id = concern.recorder_id
             WHERE ",
            $crate::chronology::wanted::wanted!()
        )
    };
}
pub(super) use concerns_wanted;

/// SQL: these columns of what a table holds beside the concerns of a file that are wanted, with whoever
/// wrote it: of those concerns alone that reach into the span (`$11`, `$12`). CROSS JOIN keeps SQLite to
/// that order.
macro_rules! beside_wanted {
    ($columns:expr, $table:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM concern_pupil AS file
             JOIN ",
            $table,
            " ON ",
            $table,
            ".concern_id = file.concern_id
             CROSS JOIN concern
             JOIN pupil ON pupil.id = file.pupil_id
             JOIN case_standing AS standing ON standing.concern_id = concern.id
             JOIN person ON person.id = ",
            $table,
            ".writer_id
             WHERE concern.id = file.concern_id
               AND file.beside_until >= $11 AND file.beside_from < $12 AND ",
            $crate::chronology::wanted::wanted!()
        )
    };
}
pub(super) use beside_wanted;

/// SQL: these columns of what was added to them.
macro_rules! amendments_wanted {
    ($columns:expr) => {
        concat!(
            $crate::chronology::wanted::beside_wanted!($columns, "amendment"),
            " AND ",
            $crate::concerns::beside_is_seen!("amendment.writer_id")
        )
    };
}
pub(super) use amendments_wanted;

/// SQL: these columns of what was done about them.
macro_rules! done_wanted {
    ($columns:expr) => {
        concat!(
            $crate::chronology::wanted::beside_wanted!($columns, "follow_up"),
            " AND ",
            $crate::concerns::in_files!(),
            " AND ",
            $crate::casework::leads_to_what_is_seen!()
        )
    };
}
pub(super) use done_wanted;

/// SQL: the minute in which something was written beside a concern.
macro_rules! minute {
    ($at:literal) => {
        concat!("(", $at, " - ", $at, " % 60000000)")
    };
}
pub(super) use minute;
