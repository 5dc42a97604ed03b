//! Every SQL statement about pupils. There is no way to a pupil that does not ask who looks.

use keyward_db::{Row, params};
use keyward_web::Problem;

use super::details::Details;
use super::name::asked;
use super::pupil::Pupil;
use super::reach::{Reach, file_may_be_read};
use super::year_group::YearGroup;
use crate::access::Right;
use crate::cx::Tx;
use crate::ids::PupilId;

keyward_db::statements! {
    /// A pupil of a school.
    OF_SCHOOL = "SELECT id, upn, forename, surname, preferred_name, born_on, year_group, form
                 FROM pupil WHERE school_id = $1 AND id = $2";
    /// Pupils of a school whose words hold all of six; whose words begin with the first come first.
    SEARCH = "SELECT id, upn, forename, surname, preferred_name, born_on, year_group, form
              FROM pupil
              WHERE school_id = $1
                AND finding LIKE '%' || $2 || '%' AND finding LIKE '%' || $3 || '%'
                AND finding LIKE '%' || $4 || '%' AND finding LIKE '%' || $5 || '%'
                AND finding LIKE '%' || $6 || '%' AND finding LIKE '%' || $7 || '%'
              ORDER BY CASE WHEN ' ' || finding LIKE '% ' || $2 || '%' THEN 0 ELSE 1 END,
                       finding, id
              LIMIT 20";
    /// A pupil whose file may be read.
    READABLE = concat!(
        "SELECT id, upn, forename, surname, preferred_name, born_on, year_group, form
         FROM pupil WHERE ", file_may_be_read!(), " AND id = $7");
    /// The forms that pupils of a school are in.
    FORMS = "SELECT DISTINCT form FROM pupil WHERE school_id = $1 AND form <> '' ORDER BY form";
    /// The year groups that a school's pupils are in.
    YEARS = "SELECT DISTINCT year_group FROM pupil WHERE school_id = $1";
    /// A new pupil.
    INSERT = "INSERT INTO pupil (id, school_id, upn, forename, surname, preferred_name, born_on,
                                 year_group, form, finding, created_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
}

/// Reads a pupil's eight columns, from the first on.
///
/// # Errors
/// As the database says.
pub fn pupil(row: &Row<'_>) -> Result<Pupil, keyward_db::Error> {
    Ok(Pupil {
        id: row.get(0)?,
        upn: row.get(1)?,
        forename: row.get(2)?,
        surname: row.get(3)?,
        preferred_name: row.get(4)?,
        born_on: row.get(5)?,
        year_group: row.get(6)?,
        form: row.get(7)?,
    })
}

/// Any pupil of the actor's school, for somebody who logs a concern.
///
/// # Errors
/// Not found; that the database is away.
pub fn find_for_logging(tx: &mut Tx<'_, '_>, id: &PupilId) -> Result<Pupil, Problem> {
    if !tx.access().has(Right::LogConcerns) {
        return Err(Problem::NotFound);
    }
    let school = tx.school()?;
    tx.one(OF_SCHOOL, &params![school, id], pupil)?
        .ok_or(Problem::NotFound)
}

/// Pupils of the actor's school, for somebody who logs a concern: all words of the text are in
/// their names or UPN. At most twenty, in order of surname.
///
/// # Errors
/// Not found, for somebody who may not; that the database is away.
pub fn search_for_logging(tx: &mut Tx<'_, '_>, text: &str) -> Result<Vec<Pupil>, Problem> {
    if !tx.access().has(Right::LogConcerns) {
        return Err(Problem::NotFound);
    }
    search(tx, text)
}

fn search(tx: &mut Tx<'_, '_>, text: &str) -> Result<Vec<Pupil>, Problem> {
    let school = tx.school()?;
    let words = asked(text);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let [a, b, c, d, e, f] = six(&words);
    Ok(tx.all(SEARCH, &params![school, a, b, c, d, e, f], pupil)?)
}

/// The first six words of a text in plain words; empty ones, which everything holds, for the rest.
pub(super) fn six(plain: &str) -> [&str; 6] {
    let mut words = plain.split(' ');
    std::array::from_fn(|_| words.next().unwrap_or_default())
}

/// The pupil, if the actor may read their file now.
///
/// # Errors
/// Not found, whether they are not there or not for the actor; that the database is away.
pub fn find(tx: &mut Tx<'_, '_>, id: &PupilId) -> Result<Pupil, Problem> {
    let reach = Reach::now(tx)?;
    tx.one(READABLE, &reach.and(&params![id]), pupil)?
        .ok_or(Problem::NotFound)
}

/// The year groups that pupils of the actor's school are in, youngest first.
///
/// # Errors
/// That the database is away.
pub fn year_groups(tx: &mut Tx<'_, '_>) -> Result<Vec<YearGroup>, Problem> {
    let school = tx.school()?;
    let names: Vec<String> = tx.all(YEARS, &params![school], |row| row.get(0))?;
    let mut years: Vec<_> = names
        .iter()
        .filter_map(|name| YearGroup::named(name))
        .collect();
    years.sort_unstable();
    Ok(years)
}

/// The names of the forms that pupils of the actor's school are in.
///
/// # Errors
/// That the database is away.
pub fn forms(tx: &mut Tx<'_, '_>) -> Result<Vec<String>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(FORMS, &params![school], |row| row.get(0))?)
}

/// Any pupil of the actor's school, for somebody who asks who sees their file and why: whoever
/// logs concerns or imports pupils finds any pupil by name.
///
/// # Errors
/// Not found; that the database is away.
pub fn find_for_asking(tx: &mut Tx<'_, '_>, id: &PupilId) -> Result<Pupil, Problem> {
    may_find_any(tx)?;
    let school = tx.school()?;
    tx.one(OF_SCHOOL, &params![school, id], pupil)?
        .ok_or(Problem::NotFound)
}

/// Pupils of the actor's school, for the same.
///
/// # Errors
/// Not found, for somebody who may not; that the database is away.
pub fn search_for_asking(tx: &mut Tx<'_, '_>, text: &str) -> Result<Vec<Pupil>, Problem> {
    may_find_any(tx)?;
    search(tx, text)
}

fn may_find_any(tx: &Tx<'_, '_>) -> Result<(), Problem> {
    match tx.access().has(Right::LogConcerns) || tx.access().has(Right::ManagePupils) {
        true => Ok(()),
        false => Err(Problem::NotFound),
    }
}

/// Writes a new pupil of the actor's school. Whoever calls writes the audit entry.
///
/// # Errors
/// That the UPN is taken; that the database is away.
pub fn enrol(tx: &mut Tx<'_, '_>, details: &Details) -> Result<PupilId, Problem> {
    let (id, now) = (tx.new_id(), tx.now().as_micros());
    let school = tx.school()?;
    let Details {
        upn,
        forename,
        surname,
        preferred_name,
        born_on,
        year_group,
        form,
    } = details;
    let finding = details.finding();
    tx.execute(
        INSERT,
        &params![
            &id,
            school,
            upn,
            forename,
            surname,
            preferred_name,
            born_on,
            year_group,
            form,
            finding,
            now
        ],
    )?;
    Ok(PupilId(id))
}
