//! Whom a concern is about, as it stands for its reader: as it is now for whoever has to know, and as
//! it was logged for its writer, who reads it through no file.

/// SQL: the reader sees whom this readable `concern` is about, and each child's part in it, as that
/// is now: they read it through a file, or were alerted to it, so that nobody acts on what a lead has
/// put right. Its writer keeps sight of it as they logged it.
macro_rules! as_it_is {
    () => {
        concat!(
            "(concern.recorder_id <> $2 OR ",
            $crate::concerns::in_files!(),
            ")"
        )
    };
}
pub(crate) use as_it_is;

/// SQL: this row of whom a readable `concern` is about (an alias of `concern_pupil`) stands with it
/// for the reader.
macro_rules! stands_with {
    ($row:literal) => {
        concat!(
            "(",
            $row,
            ".logged = 1 OR ",
            $crate::concerns::as_it_is!(),
            ")"
        )
    };
}
pub(crate) use stands_with;

/// SQL: this row of `concern_pupil_off` still stands with a readable `concern` for the reader, who
/// sees it as it was logged: it is their own. IS TRUE keeps
/// a database from beginning with everything that they ever wrote.
macro_rules! still_stands_with {
    ($row:literal) => {
        concat!(
            "((concern.recorder_id = $2) IS TRUE AND ",
            $row,
            ".logged = 1 AND NOT ",
            $crate::concerns::in_files!(),
            ")"
        )
    };
}
pub(crate) use still_stands_with;

/// SQL: what stands beside a readable `concern` of this `pupil`, such as a mark on their body, stands
/// there for the reader: they read it through a file, with all that was done about it, or the pupil
/// stands with it for them.
macro_rules! pupil_stands_with {
    () => {
        concat!(
            "(",
            $crate::concerns::in_files!(),
            " OR EXISTS (SELECT 1 FROM concern_pupil AS about
                         WHERE about.concern_id = concern.id AND about.pupil_id = pupil.id AND ",
            $crate::concerns::stands_with!("about"),
            ") OR EXISTS (SELECT 1 FROM concern_pupil_off AS about
                          WHERE about.concern_id = concern.id AND about.pupil_id = pupil.id AND ",
            $crate::concerns::still_stands_with!("about"),
            "))"
        )
    };
}
pub(crate) use pupil_stands_with;

/// SQL: the part of this pupil (an alias of `concern_pupil`, or of `concern_pupil_off`) in a readable
/// `concern`, as the reader sees it.
macro_rules! part_that_stands {
    ($row:literal) => {
        concat!(
            "CASE WHEN ",
            $crate::concerns::as_it_is!(),
            " THEN ",
            $row,
            ".role ELSE ",
            $row,
            ".role_logged END"
        )
    };
}
pub(crate) use part_that_stands;

/// SQL: this member of staff (an alias of `concern_staff`) stands with a readable `concern` for the
/// reader: whoever does not read it through a file knows those alone with whom it was logged.
macro_rules! staff_stands_with {
    ($row:literal) => {
        concat!(
            "(",
            $row,
            ".logged = 1 OR ",
            $crate::concerns::in_files!(),
            ")"
        )
    };
}
pub(crate) use staff_stands_with;

/// SQL: these columns of the pupils who stand with readable `concern`s (`$concerns` names them, `$which`
/// says which) for the reader: of those whom each is about, and, for whoever sees it as it was logged,
/// of those who were taken off.
macro_rules! pupils_who_stand {
    ($columns:expr, $concerns:expr, $which:expr) => {
        concat!(
            $crate::concerns::pupils_in!($columns, $concerns, "concern_pupil"),
            $which,
            " AND ",
            $crate::concerns::stands_with!("about"),
            " UNION ALL ",
            $crate::concerns::pupils_in!($columns, $concerns, "concern_pupil_off"),
            $crate::concerns::still_stands_with!("about"),
            " AND ",
            $which
        )
    };
}
pub(crate) use pupils_who_stand;

/// SQL: these columns of the pupils of `concern`s in one of the tables of whom they are about.
macro_rules! pupils_in {
    ($columns:expr, $concerns:expr, $table:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM ",
            $concerns,
            " JOIN ",
            $table,
            " AS about ON about.concern_id = concern.id
             JOIN pupil ON pupil.id = about.pupil_id WHERE "
        )
    };
}
pub(crate) use pupils_in;

/// SQL: these columns and, as the last, whether nothing keeps them from it any more for its naming them,
/// of the members of staff with whom a readable `concern` stands for the reader: of
/// those whom it names, and, for its writer, who sees it as it was logged, of those who are not part of
/// it after all.
macro_rules! staff_who_stand {
    ($columns:expr, $which:expr) => {
        concat!(
            "SELECT ",
            $columns,
            ", 0 FROM concern JOIN concern_staff AS named ON named.concern_id = concern.id
              JOIN person ON person.id = named.person_id WHERE ",
            $which,
            " AND ",
            $crate::concerns::staff_stands_with!("named"),
            " UNION ALL SELECT ",
            $columns,
            ", 1 FROM concern JOIN concern_staff_off AS named ON named.concern_id = concern.id
              JOIN person ON person.id = named.person_id WHERE ",
            $crate::concerns::still_stands_with!("named"),
            " AND ",
            $which
        )
    };
}
pub(crate) use staff_who_stand;
