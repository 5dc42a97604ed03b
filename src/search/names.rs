//! The names of a school's children, in one index in memory: who bears a name is found without reading
//! the roll. A child's name is never changed once it is on the roll.

use std::collections::HashSet;

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;
use keyward_words::{Index, Part};

use super::key::Key;
use super::store::key;
use crate::cx::Tx;

keyward_db::statements! {
    /// The pupils of a school from an identifier on, whoever may read their files: for the index alone.
    /// `|| ''` keeps a database from walking every pupil of the school for the few who came since.
    WRITTEN = "SELECT id, finding FROM pupil WHERE school_id || '' = $1 AND id > $2";
}

/// A child, with the plain words of their name.
pub(super) struct Name {
    pupil: Key,
    finding: String,
}

/// The index of the names of one school's children.
#[derive(Debug, Default)]
pub(super) struct Names {
    rows: Vec<(Key, String)>,
    index: Index,
    keys: HashSet<Key>,
}

impl Names {
    /// Adds those that are not here yet.
    pub fn add(&mut self, names: Vec<Name>) {
        for name in names {
            if self.keys.insert(name.pupil) {
                self.index.add([name.finding.as_str()]);
                self.rows.push((name.pupil, name.finding));
            }
        }
    }

    /// Whether one of these is not here yet.
    pub fn lacks(&self, names: &[Name]) -> bool {
        names.iter().any(|name| !self.keys.contains(&name.pupil))
    }

    /// The children in whose name this part is.
    pub fn with(&self, part: &Part) -> HashSet<Key> {
        let may_hold = self.index.may_hold(part);
        let numbers = may_hold.down_from(self.index.count());
        let rows = numbers.filter_map(|number| self.rows.get(number as usize));
        rows.filter(|(_, finding)| part.is_in(finding))
            .map(|(pupil, _)| *pupil)
            .collect()
    }

    /// About how much memory it takes.
    pub fn bytes(&self) -> usize {
        let held: usize = self
            .rows
            .iter()
            .map(|(_, finding)| finding.capacity())
            .sum();
        self.index.bytes() + held + self.rows.capacity() * 4 * size_of::<Key>()
    }
}

/// The names that came to a school's roll since a moment; at first all of them.
pub(super) fn written(tx: &mut Tx<'_, '_>, since: Option<Moment>) -> Result<Vec<Name>, Problem> {
    let school = tx.school()?;
    let from = since.map(|moment| Key::first_of(moment).to_string());
    let rows = tx.all(WRITTEN, &params![school, from.unwrap_or_default()], |row| {
        Ok((row.get::<String>(0)?, row.get(1)?))
    })?;
    let name = |(id, finding): (String, String)| {
        Ok(Name {
            pupil: key(&id)?,
            finding,
        })
    };
    rows.into_iter().map(name).collect()
}
