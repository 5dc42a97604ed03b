//! A page of the pupils whose files the actor may read.

use keyward_db::{Value, params};
use keyward_web::Problem;

use super::reach::{Reach, file_may_be_read};
use super::store::{pupil, six};
use super::{Pupil, YearGroup};
use crate::cx::Tx;
use crate::ids::PupilId;

/// How many pupils stand on one page.
pub(super) const ROWS_MAX: usize = 50;

/// The columns of a pupil, of those whose file may be read, of one year group or (when `$7` is
/// empty) of all.
macro_rules! readable {
    ($columns:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM pupil WHERE pupil.school_id = $1 AND ",
            file_may_be_read!(),
            " AND ($7 = '' OR pupil.year_group = $7)"
        )
    };
}

/// The same, with every column that a list shows.
macro_rules! rows {
    () => {
        readable!("id, upn, forename, surname, preferred_name, born_on, year_group, form, finding")
    };
}

/// Pupils whose words hold all of six.
macro_rules! holds_six_words {
    () => {
        " AND finding LIKE '%' || $8 || '%' AND finding LIKE '%' || $9 || '%'
          AND finding LIKE '%' || $10 || '%' AND finding LIKE '%' || $11 || '%'
          AND finding LIKE '%' || $12 || '%' AND finding LIKE '%' || $13 || '%'"
    };
}

keyward_db::statements! {
    /// Readable pupils from a place in the order on.
    AFTER = concat!(rows!(), " AND (finding, id) > ($8, $9) ORDER BY finding, id LIMIT 51");
    /// Readable pupils before a place in the order, the nearest first.
    BEFORE = concat!(rows!(),
                     " AND (finding, id) < ($8, $9) ORDER BY finding DESC, id DESC LIMIT 51");
    /// How many readable pupils there are.
    COUNT = readable!("COUNT(*)");
    /// The place of a readable pupil in the order.
    PLACE = concat!(readable!("finding"), " AND id = $8");
    /// Readable pupils whose words hold all of six; whose begin with the first come first.
    SEARCH = concat!(rows!(), holds_six_words!(),
                     " ORDER BY CASE WHEN ' ' || finding LIKE '% ' || $8 || '%' THEN 0 ELSE 1 END,
                                finding, id LIMIT 50");
    /// How many there are of those.
    SEARCH_COUNT = concat!(readable!("COUNT(*)"), holds_six_words!());
    /// The year groups of readable pupils.
    YEARS = concat!("SELECT DISTINCT year_group FROM pupil WHERE pupil.school_id = $1 AND ",
                    file_may_be_read!());
}

/// Where in the list a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// At its beginning.
    First,
    /// After this pupil.
    After(PupilId),
    /// Before this pupil.
    Before(PupilId),
}

/// A page of the list.
#[derive(Clone, Debug, Default)]
pub(super) struct Listing {
    /// The pupils.
    pub pupils: Vec<Pupil>,
    /// The year groups that there are.
    pub years: Vec<YearGroup>,
    /// How many pupils there are on all pages.
    pub count: i64,
    /// The pupil before whom the page before ends.
    pub previous: Option<PupilId>,
    /// The pupil after whom the next page begins.
    pub next: Option<PupilId>,
}

/// A page of the list, in order of surname.
pub(super) fn page(
    tx: &mut Tx<'_, '_>,
    year: Option<YearGroup>,
    place: &Place,
) -> Result<Listing, Problem> {
    let who = Who::of(tx, year)?;
    let mut listing = match place {
        Place::First => after(tx, &who, None)?,
        Place::After(id) => {
            let place = finding(tx, &who, id)?;
            after(tx, &who, place.as_deref().map(|finding| (finding, id)))?
        }
        Place::Before(id) => match finding(tx, &who, id)? {
            Some(finding) => before(tx, &who, &finding, id)?,
            None => after(tx, &who, None)?,
        },
    };
    listing.count = who.count(tx, COUNT, &[])?;
    listing.years = years(tx)?;
    Ok(listing)
}

/// The pupils whose names or UPN hold all of these plain words.
pub(super) fn search(
    tx: &mut Tx<'_, '_>,
    year: Option<YearGroup>,
    words: &str,
) -> Result<Listing, Problem> {
    let who = Who::of(tx, year)?;
    let [a, b, c, d, e, f] = six(words);
    let words = params![a, b, c, d, e, f];
    Ok(Listing {
        pupils: tx.all(SEARCH, &who.and(&words), pupil)?,
        years: years(tx)?,
        count: who.count(tx, SEARCH_COUNT, &words)?,
        previous: None,
        next: None,
    })
}

/// The pupils whose files the actor may read and whose names or UPN hold all words of a text: at
/// most fifty, in order of surname.
///
/// # Errors
/// Not found, for nobody; that the database is away.
pub fn search_files(tx: &mut Tx<'_, '_>, text: &str) -> Result<Vec<Pupil>, Problem> {
    let words = super::name::asked(text);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    Ok(search(tx, None, &words)?.pupils)
}

/// The place of a pupil in the order. A pupil whom the actor may not see has none, and the list
/// begins at its beginning.
fn finding(tx: &mut Tx<'_, '_>, who: &Who, id: &PupilId) -> Result<Option<String>, Problem> {
    Ok(tx.one(PLACE, &who.and(&params![id]), |row| row.get(0))?)
}

fn after(
    tx: &mut Tx<'_, '_>,
    who: &Who,
    place: Option<(&str, &PupilId)>,
) -> Result<Listing, Problem> {
    let from = match place {
        Some((finding, id)) => params![finding, id],
        None => params!["", ""],
    };
    let mut pupils = tx.all(AFTER, &who.and(&from), pupil)?;
    let more = cut(&mut pupils);
    let id = |pupil: &Pupil| pupil.id.clone();
    Ok(Listing {
        previous: place.and(pupils.first()).map(id),
        next: pupils.last().filter(|_| more).map(id),
        pupils,
        ..Listing::default()
    })
}

fn before(tx: &mut Tx<'_, '_>, who: &Who, finding: &str, id: &PupilId) -> Result<Listing, Problem> {
    let mut pupils = tx.all(BEFORE, &who.and(&params![finding, id]), pupil)?;
    let more = cut(&mut pupils);
    pupils.reverse();
    let id = |pupil: &Pupil| pupil.id.clone();
    Ok(Listing {
        previous: pupils.first().filter(|_| more).map(id),
        next: pupils.last().map(id),
        pupils,
        ..Listing::default()
    })
}

/// Takes away the pupil that only told that there are more; whether there was one.
fn cut(pupils: &mut Vec<Pupil>) -> bool {
    let more = pupils.len() > ROWS_MAX;
    pupils.truncate(ROWS_MAX);
    more
}

/// The year groups of the pupils whose files may be read, the youngest first.
fn years(tx: &mut Tx<'_, '_>) -> Result<Vec<YearGroup>, Problem> {
    let reach = Reach::now(tx)?;
    let names = tx.all(YEARS, &reach.and(&[]), |row| row.get::<String>(0))?;
    let years = names.iter().filter_map(|name| YearGroup::named(name));
    let mut years: Vec<YearGroup> = years.collect();
    years.sort_unstable();
    Ok(years)
}

/// Whose files of which year group: the first seven parameters of the statements.
struct Who(Vec<Value>);

impl Who {
    fn of(tx: &Tx<'_, '_>, year: Option<YearGroup>) -> Result<Self, Problem> {
        let year = year.map_or("", YearGroup::name);
        Ok(Self(Reach::now(tx)?.and(&params![year])))
    }

    fn and(&self, more: &[Value]) -> Vec<Value> {
        self.0.iter().chain(more).cloned().collect()
    }

    fn count(
        &self,
        tx: &mut Tx<'_, '_>,
        sql: keyward_db::Sql,
        more: &[Value],
    ) -> Result<i64, Problem> {
        let count = tx.one(sql, &self.and(more), |row| row.get(0))?;
        Ok(count.unwrap_or_default())
    }
}
