//! Whom a concern is about and which staff it names, as that is put right after it was logged: every
//! SQL statement about it, and whom there is to choose from.

use keyward_db::params;
use keyward_web::Problem;

use super::around::Around;
use super::case::Case;
use super::seen::{case_is_seen, known_through_file};
use crate::alerts::{AlertGroup, There};
use crate::concerns::{Alertable, Called, Reader, is_lead, kept_from_by, name_if_known, readable};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId, PupilId};
use crate::key_policy::holds_a_key_that_counts;
use crate::pupils::{self, Pupil, Reach, file_may_be_read};

/// SQL: this `person` has the concern `$1`, or an open action of it.
macro_rules! works_on_it {
    () => {
        "(EXISTS (SELECT 1 FROM case_standing WHERE case_standing.concern_id = $1
                                                AND case_standing.assigned_id = person.id)
          OR EXISTS (SELECT 1 FROM action WHERE action.concern_id = $1 AND action.state = 'open'
                                            AND action.assigned_id = person.id))"
    };
}

keyward_db::statements! {
    /// A concern is about a pupil from now on. One who was taken off is as they were logged.
    ADD = "INSERT INTO concern_pupil (concern_id, pupil_id, noticed_at, role_logged, role, logged,
                                      beside_from, beside_until)
           SELECT concern.id, $2, concern.noticed_at, COALESCE(were.role_logged, $3), $3,
                  COALESCE(were.logged, 0),
                  (SELECT MIN(also.beside_from) FROM concern_pupil AS also
                   WHERE also.concern_id = concern.id),
                  (SELECT MAX(also.beside_until) FROM concern_pupil AS also
                   WHERE also.concern_id = concern.id)
           FROM concern
           LEFT JOIN concern_pupil_off AS were ON were.concern_id = concern.id
                                              AND were.pupil_id = $2
           WHERE concern.id = $1
           ON CONFLICT (concern_id, pupil_id) DO NOTHING";
    /// They are no longer among those who were taken off.
    BACK = "DELETE FROM concern_pupil_off WHERE concern_id = $1 AND pupil_id = $2";
    /// A pupil whom it is not about after all.
    OFF = "INSERT INTO concern_pupil_off (concern_id, pupil_id, role_logged, role, logged, off_at)
           SELECT concern_id, pupil_id, role_logged, role, logged, $3 FROM concern_pupil
           WHERE concern_id = $1 AND pupil_id = $2
           ON CONFLICT (concern_id, pupil_id) DO NOTHING";
    /// They stand with it no more.
    GONE = "DELETE FROM concern_pupil WHERE concern_id = $1 AND pupil_id = $2";
    /// Whether the reader would know that a concern is about this pupil, if it were.
    WOULD_KNOW = concat!(
        "SELECT 1 FROM concern JOIN pupil ON pupil.id = $8
         WHERE concern.id = $7 AND ", case_is_seen!(), " AND ", known_through_file!(), " AND ",
        file_may_be_read!());
    /// The members of staff whom it names.
    NAMED = "SELECT person_id FROM concern_staff WHERE concern_id = $1";
    /// Who wrote it.
    WRITER = "SELECT recorder_id FROM concern WHERE id = $1";
    /// Who was alerted to it.
    ALERTED = "SELECT person_id FROM alert WHERE concern_id = $1";
    /// How many safeguarding leads read a concern, and how many would if it named this person and
    /// were about this pupil too; of all of them, or of those alone who hold a key that counts, for
    /// without one nobody opens anything.
    LEADS = concat!(
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN person.id = $3 OR EXISTS (
                    SELECT 1 FROM exclusion AS beside
                    WHERE beside.person_id = person.id AND beside.pupil_id = $4
                      AND beside.ended_at IS NULL) THEN 0 ELSE 1 END), 0)
         FROM person JOIN concern ON concern.id = $2
         WHERE person.school_id = $1 AND person.left_at IS NULL AND ", is_lead!("person.id"), "
           AND NOT ", kept_from_by!("person.id"), "
           AND ($5 = 0 OR ", holds_a_key_that_counts!("person.id"), ")");
    /// Who has a concern, or an open action of it, and must not see this pupil's file.
    BARRED = concat!(
        "SELECT person.name FROM exclusion JOIN person ON person.id = exclusion.person_id
         WHERE exclusion.pupil_id = $2 AND exclusion.ended_at IS NULL AND ", works_on_it!(), "
         ORDER BY person.name, person.id LIMIT 1");
    /// This person, where they have a concern or an open action of it.
    WORKS = concat!("SELECT person.name FROM person WHERE person.id = $2 AND ", works_on_it!());
    /// The pupils who were taken off a readable concern, by name where the reader may know them.
    TAKEN_OFF = concat!(
        "SELECT pupil.id, ", name_if_known!(), "
         FROM concern
         JOIN concern_pupil_off AS was ON was.concern_id = concern.id
         JOIN pupil ON pupil.id = was.pupil_id
         WHERE concern.id = $8 AND ", readable!(), "
         ORDER BY pupil.finding, pupil.id");
}

/// Why somebody stays who is the last lead to read a concern.
pub(super) const LAST_LEAD: &str = "No safeguarding lead would be left who can read this concern. \
     Make somebody else a lead first, who holds a security key and is kept from nothing in it";

/// What there is to choose from, for the acts that put a concern right.
#[derive(Clone, Debug, Default)]
pub(super) struct Offers {
    /// The pupils who were found, and the one who was chosen.
    pub pupils: Vec<Pupil>,
    /// Who can be alerted.
    pub people: Vec<Alertable>,
    pub groups: Vec<AlertGroup>,
    /// Who is there today, for the acts that choose somebody.
    pub there: There,
    /// Who stands in for nobody as far as this concern goes: its writer, and the staff whom it names.
    pub stand_in_for_none: Vec<PersonId>,
    /// Its writer, where they are the only one left who could be alerted.
    pub only_its_writer: Option<String>,
    /// Who works here and is not named yet; or who is named.
    pub staff: Vec<(PersonId, String)>,
    /// Whether more concerns were found than are offered.
    pub are_more: bool,
    /// Whether what was chosen leaves no lead who reads the concern.
    pub leaves_no_lead: bool,
    /// Who has the concern, or an open action of it, and could not read it any more.
    pub works_on_it: Option<String>,
    /// Who is around the children.
    pub around: Vec<Around>,
    /// Who ended the action that this is about, and when, and what was written then; if it has ended.
    pub ended: Option<(String, String)>,
}

impl Offers {
    /// One for samples of pages.
    pub(super) fn sample() -> Self {
        let person = |id: &str, name: &str, is_lead| Alertable {
            id: PersonId(id.into()),
            name: name.into(),
            groups: "Staff".into(),
            is_lead,
            has_password: true,
        };
        Self {
            pupils: vec![Pupil::sample()],
            people: vec![
                person("d", "Dee Deputy", true),
                person("c", "Col Colleague", false),
            ],
            groups: Vec::new(),
            there: There::default(),
            stand_in_for_none: Vec::new(),
            only_its_writer: None,
            staff: vec![(PersonId("c".into()), "Col Colleague".into())],
            are_more: false,
            leaves_no_lead: false,
            works_on_it: None,
            around: vec![Around::sample()],
            ended: None,
        }
    }
}

/// Looks for a pupil by what was typed, and for the one who was chosen, among those whose files the
/// actor reads: what happens to a concern that is about another would tell who is excluded from that
/// file. And among those alone whom the actor would know to be in it: whether another is there already
/// is not theirs to know, nor to be learned from what adding them once more would do.
pub(super) fn find_pupils(
    tx: &mut Tx<'_, '_>,
    typed: &str,
    chosen: &str,
    case: &mut Case,
) -> Result<(), Problem> {
    let mut found = match typed.is_empty() {
        true => Vec::new(),
        false => pupils::search_files(tx, typed)?,
    };
    if !chosen.is_empty() && found.iter().all(|pupil| pupil.id.0 != chosen) {
        match pupils::find(tx, &PupilId(chosen.to_owned())) {
            Ok(pupil) => found.insert(0, pupil),
            Err(Problem::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    found.retain(|pupil| case.pupils.iter().all(|one| one.id != pupil.id));
    let reach = Reach::now(tx)?;
    let mut would_know = Vec::with_capacity(found.len());
    for pupil in found {
        let wanted = reach.and(&params![&case.id, &pupil.id]);
        if tx
            .one(WOULD_KNOW, &wanted, |row| row.get::<i64>(0))?
            .is_some()
        {
            would_know.push(pupil);
        }
    }
    let found = would_know;
    if found.iter().any(|pupil| pupil.id.0 == chosen) {
        case.offers.leaves_no_lead = leaves_no_lead(tx, &case.id, "", chosen)?;
        case.offers.works_on_it = works_on_it(tx, BARRED, &case.id, chosen)?;
    }
    case.offers.pupils = found;
    Ok(())
}

/// Looks for everybody who can be alerted and was not, and for the alert groups. Its writer reads it
/// anyhow. Whoever is kept from the concern for another reason than that it names them is among them,
/// and passed over later.
pub(super) fn find_people(tx: &mut Tx<'_, '_>, case: &mut Case) -> Result<(), Problem> {
    let writer = ids(tx, WRITER, &case.id)?;
    let named = ids(tx, NAMED, &case.id)?;
    let mut not_these = ids(tx, ALERTED, &case.id)?;
    not_these.extend_from_slice(&named);
    not_these.push(tx.person()?.clone());
    let mut people = crate::concerns::alertable(tx)?;
    people.retain(|person| !not_these.contains(&person.id));
    let (writers, people): (Vec<_>, Vec<_>) = people
        .into_iter()
        .partition(|person| writer.contains(&person.id));
    if people.is_empty() {
        case.offers.only_its_writer = writers.into_iter().next().map(|writer| writer.name);
    }
    case.offers.people = people;
    case.offers.groups = crate::alerts::offered(tx)?;
    case.offers.there = There::today(tx)?;
    case.offers.stand_in_for_none = [writer, named].concat();
    Ok(())
}

/// Looks for who works here and is not named yet.
pub(super) fn find_staff(
    tx: &mut Tx<'_, '_>,
    chosen: &str,
    case: &mut Case,
) -> Result<(), Problem> {
    let named = ids(tx, NAMED, &case.id)?;
    let staff = crate::people::everybody_here(tx)?.into_iter();
    let staff = staff.map(|person| (person.id, person.name));
    case.offers.staff = staff.filter(|(id, _)| !named.contains(id)).collect();
    if !chosen.is_empty() {
        case.offers.leaves_no_lead = leaves_no_lead(tx, &case.id, chosen, "")?;
        case.offers.works_on_it = works_on_it(tx, WORKS, &case.id, chosen)?;
    }
    Ok(())
}

fn ids(
    tx: &mut Tx<'_, '_>,
    sql: keyward_db::Sql,
    id: &ConcernId,
) -> Result<Vec<PersonId>, Problem> {
    Ok(tx.all(sql, &params![id], |row| row.get(0))?)
}

/// Who works on the concern and is found by this statement.
fn works_on_it(
    tx: &mut Tx<'_, '_>,
    sql: keyward_db::Sql,
    id: &ConcernId,
    chosen: &str,
) -> Result<Option<String>, Problem> {
    Ok(tx.one(sql, &params![id, chosen], |row| row.get(0))?)
}

/// What is said where somebody who works on a concern could not read it any more.
pub(super) fn still_works(name: &str) -> String {
    format!(
        "{name} has this concern, or an action of it, and could not read it any more. Assign it, or \
         give the action, to somebody else first"
    )
}

/// Whether a lead reads the concern now and none would, if it named this person and were about this
/// pupil. A lead who could open it counts before one who holds no key yet.
fn leaves_no_lead(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
    person: &str,
    pupil: &str,
) -> Result<bool, Problem> {
    let mut leaves_none = false;
    for with_a_key in [false, true] {
        let wanted = params![tx.school()?, id, person, pupil, with_a_key];
        let counts = tx.one(LEADS, &wanted, |row| {
            Ok((row.get::<i64>(0)?, row.get::<i64>(1)?))
        })?;
        let (now, then) = counts.unwrap_or_default();
        leaves_none |= now > 0 && then == 0;
    }
    Ok(leaves_none)
}

/// The concern is about this pupil from now on, with this part in it; whether it was not before.
pub(super) fn add(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
    pupil: &str,
    role: &str,
) -> Result<bool, Problem> {
    let rows = tx.execute(ADD, &params![id, pupil, role])?;
    tx.execute(BACK, &params![id, pupil])?;
    Ok(rows > 0)
}

/// The concern is not about this pupil after all.
pub(super) fn take_off(tx: &mut Tx<'_, '_>, id: &ConcernId, pupil: &str) -> Result<(), Problem> {
    let now = tx.now().as_micros();
    tx.execute(OFF, &params![id, pupil, now])?;
    tx.execute(GONE, &params![id, pupil])?;
    Ok(())
}

/// The pupils who were taken off a concern, by name where the actor may know them.
pub(super) fn taken_off(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
) -> Result<Vec<(PupilId, Option<Called>)>, Problem> {
    let reader = Reader::now(tx)?;
    Ok(tx.all(TAKEN_OFF, &reader.and(&params![id]), |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}
