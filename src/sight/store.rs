//! Every SQL statement about why somebody sees a file: the rule itself, asked for somebody else.

use std::collections::BTreeSet;

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use crate::access::{Access, Right};
use crate::concerns::{
    Reader, alerted_to, in_files, kept_from, known_to_reader, one_group_takes_in, readable,
};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId, PupilId};
use crate::people::{self, Limit};
use crate::pupils::{Reach, file_may_be_read, lens_takes_in};

keyward_db::statements! {
    /// Whether the file of a pupil is open to somebody, and what each of their user groups gives of
    /// it: a row a group and right that opens files, or a group without one; a row a category to
    /// which the group is limited.
    FILE = concat!(
        "SELECT DISTINCT CASE WHEN ", file_may_be_read!(), " THEN 1 ELSE 0 END,
                user_group.name, lens.right_name,
                CASE WHEN ", lens_takes_in!(), " THEN 1 ELSE 0 END,
                category.position, category.name, category.id, category.parent_id, user_group.id
         FROM pupil
         LEFT JOIN membership ON membership.person_id = $2
         LEFT JOIN user_group ON user_group.id = membership.group_id
         LEFT JOIN group_right AS lens
                ON lens.group_id = membership.group_id
               AND lens.right_name IN ('read_every_file', 'read_year_group_files')
         LEFT JOIN group_category ON group_category.group_id = lens.group_id
         LEFT JOIN category ON category.id = group_category.category_id
         WHERE pupil.school_id = $1 AND pupil.id = $7
         ORDER BY user_group.name, user_group.id, lens.right_name, category.position,
                  category.name, category.id");
    /// Since when somebody is excluded from a pupil's file.
    EXCLUDED = "SELECT made_at FROM exclusion
                WHERE person_id = $1 AND pupil_id = $2 AND ended_at IS NULL";
    /// Whose user groups open files, whichever.
    READERS_OF_FILES = "SELECT person.id FROM person
                        WHERE person.school_id = $1 AND person.left_at IS NULL
                          AND EXISTS (
                              SELECT 1 FROM membership
                              JOIN group_right ON group_right.group_id = membership.group_id
                              WHERE membership.person_id = person.id
                                AND group_right.right_name IN ('read_every_file',
                                                               'read_year_group_files'))";
    /// Who is excluded from a pupil's file, and since when.
    EXCLUDED_FROM = "SELECT person_id, MIN(made_at) FROM exclusion
                     WHERE pupil_id = $1 AND ended_at IS NULL GROUP BY person_id";
    /// The concerns about a pupil that a reader may read and knows to be about them.
    READABLE = concat!(
        "SELECT concern.id FROM concern_pupil AS file
         JOIN concern ON concern.id = file.concern_id
         JOIN pupil ON pupil.id = file.pupil_id
         WHERE file.pupil_id = $8 AND ", readable!(), " AND ", known_to_reader!());
    /// What opens and closes the concerns about a pupil to somebody: their own, alerts, the file of this
    /// pupil (another's opens none of this pupil's concerns), and what is kept from them.
    CONCERNS = concat!(
        "SELECT concern.id,
                CASE WHEN ", readable!(), " AND ", known_to_reader!(), " THEN 1 ELSE 0 END,
                CASE WHEN concern.recorder_id = $2 THEN 1 ELSE 0 END,
                CASE WHEN ", alerted_to!(), " THEN 1 ELSE 0 END,
                CASE WHEN ", in_files!(), " AND ", known_to_reader!(), "
                          AND ($3 = 1 OR ", one_group_takes_in!(), ") THEN 1 ELSE 0 END,
                CASE WHEN ", kept_from!(), " THEN 1 ELSE 0 END
         FROM concern_pupil AS file
         JOIN concern ON concern.id = file.concern_id
         JOIN pupil ON pupil.id = file.pupil_id
         WHERE file.pupil_id = $8 AND concern.school_id = $1");
}

/// What one user group of somebody does about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GroupRule {
    pub group: String,
    /// The right that opens files; none where it gives none.
    pub right: Option<Right>,
    /// Whether it takes in the pupil.
    pub takes_in: bool,
    /// The categories to which it is limited; none is every category.
    pub limits: Vec<Limit>,
}

/// Whether a file is open to somebody with their key, and what each of their user groups does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FileRule {
    pub is_open: bool,
    pub groups: Vec<GroupRule>,
    /// Since when they are excluded from it, if they are.
    pub excluded_since: Option<Moment>,
}

/// Why the file of a pupil of the actor's school is open to somebody with their key, or closed.
pub(super) fn file_rule(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    access: &Access,
    pupil: &PupilId,
) -> Result<FileRule, Problem> {
    let reach = Reach::of(tx.school()?, person, access);
    let mut rule = FileRule::default();
    let rows = tx.all(FILE, &reach.and(&params![pupil]), |row| {
        let limit = match (row.get(6)?, row.get(5)?) {
            (Some(id), Some(name)) => Some(Limit {
                id,
                parent: row.get(7)?,
                name,
            }),
            (None, _) | (_, None) => None,
        };
        let right = row.get::<Option<String>>(2)?;
        let group = GroupRule {
            group: row.get::<Option<String>>(1)?.unwrap_or_default(),
            right: right.as_deref().and_then(Right::named),
            takes_in: row.get(3)?,
            limits: Vec::new(),
        };
        Ok((row.get::<bool>(0)?, group, limit))
    })?;
    for (is_open, group, limit) in rows {
        rule.is_open = is_open;
        let is_same = |last: &GroupRule| last.group == group.group && last.right == group.right;
        if !group.group.is_empty() && !rule.groups.last().is_some_and(is_same) {
            rule.groups.push(group);
        }
        if let Some(last) = rule.groups.last_mut() {
            last.limits.extend(limit);
        }
    }
    let since = tx.one(EXCLUDED, &params![person, pupil], |row| row.get::<i64>(0))?;
    rule.excluded_since = since.map(Moment::from_micros);
    Ok(rule)
}

/// Everybody at the actor's school whose user groups open files.
pub(super) fn readers_of_files(tx: &mut Tx<'_, '_>) -> Result<BTreeSet<PersonId>, Problem> {
    let school = tx.school()?;
    let rows = tx.all(READERS_OF_FILES, &params![school], |row| row.get(0))?;
    Ok(rows.into_iter().collect())
}

/// Who is excluded from a pupil's file now, and since when.
pub(super) fn excluded_from(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
) -> Result<Vec<(PersonId, Moment)>, Problem> {
    Ok(tx.all(EXCLUDED_FROM, &params![pupil], |row| {
        Ok((row.get(0)?, Moment::from_micros(row.get(1)?)))
    })?)
}

/// How many of the concerns about a pupil that the actor may read somebody else reads, and how: each
/// in one of three ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Those that the actor may read.
    pub all: usize,
    /// Those that the person may read with their key.
    pub open: usize,
    /// Those of them that they may read without a key.
    pub without_key: usize,
    /// Those that they read through the file.
    pub in_file: usize,
    /// Those that they read because they logged them themselves, and not through the file.
    pub own: usize,
    /// Those that they read because they were alerted to them alone.
    pub alerted: usize,
    /// Those that name them as staff, or another pupil from whose file they were excluded.
    pub kept: usize,
}

/// What somebody may read, with this access, of the concerns about a pupil; of those alone that the
/// actor may read.
pub(super) fn counts(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    access: &Access,
    pupil: &PupilId,
) -> Result<Counts, Problem> {
    let mine = Reader::now(tx)?.and(&params![pupil]);
    let mine: BTreeSet<String> = tx
        .all(READABLE, &mine, |row| row.get::<ConcernId>(0))?
        .into_iter()
        .map(|id| id.0)
        .collect();
    let without_key = flags(tx, person, &access.if_not_elevated(), pupil, &mine)?;
    let mut counts = Counts {
        without_key: without_key.iter().filter(|[open, ..]| *open).count(),
        ..Counts::default()
    };
    for [open, own, alerted, in_file, kept] in flags(tx, person, access, pupil, &mine)? {
        counts.all += 1;
        counts.open += usize::from(open);
        counts.in_file += usize::from(open && in_file);
        counts.own += usize::from(open && own && !in_file);
        counts.alerted += usize::from(open && alerted && !own && !in_file);
        counts.kept += usize::from(kept && !own);
    }
    Ok(counts)
}

/// Of each of these concerns about a pupil, what opens and closes it to somebody with this access:
/// whether it is open, their own, one they were alerted to, in the file, kept from them.
fn flags(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    access: &Access,
    pupil: &PupilId,
    of: &BTreeSet<String>,
) -> Result<Vec<[bool; 5]>, Problem> {
    let theirs = Reader::of(tx.school()?, person, access).and(&params![pupil]);
    let rows = tx.all(CONCERNS, &theirs, |row| {
        let flag = |index| row.get::<bool>(index);
        let flags = [flag(1)?, flag(2)?, flag(3)?, flag(4)?, flag(5)?];
        Ok((row.get::<ConcernId>(0)?, flags))
    })?;
    let rows = rows.into_iter().filter(|(id, _)| of.contains(&id.0));
    Ok(rows.map(|(_, flags)| flags).collect())
}

/// What somebody's user groups give them with their key, and how many of their keys elevate them.
pub(super) fn access_and_keys(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
) -> Result<(Access, i64), Problem> {
    let access = people::access_of(tx, person)?;
    let keys = tx.keys_that_elevate(person)?;
    Ok((access, keys))
}
