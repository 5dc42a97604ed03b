//! Which concern is seen with what was done about it, in SQL.

/// SQL: the reader sees this `concern` through a file, with what was done about it. For a
/// statement whose first six parameters are those of a [`Reach`](crate::pupils::Reach).
macro_rules! case_is_seen {
    () => {
        concat!(
            "(",
            $crate::concerns::at_this_school!(),
            " AND ",
            $crate::concerns::in_files!(),
            " AND ",
            $crate::concerns::concern_seen_as!(),
            ")"
        )
    };
}
pub(crate) use case_is_seen;

/// SQL: this `follow_up` is no link nor undoes one, or leads to a concern that the reader sees through a file.
macro_rules! leads_to_what_is_seen {
    () => {
        concat!(
            "(follow_up.kind NOT IN ('link', 'link_undone') OR EXISTS (
                 SELECT 1 FROM concern WHERE concern.id = follow_up.about_id AND ",
            $crate::casework::case_is_seen!(),
            "))"
        )
    };
}
pub(crate) use leads_to_what_is_seen;

/// SQL: the reader may know through a file that this `concern` is about this `pupil`.
macro_rules! known_through_file {
    () => {
        concat!("($3 = 1 OR ", $crate::concerns::one_group_takes_in!(), ")")
    };
}
pub(super) use known_through_file;
