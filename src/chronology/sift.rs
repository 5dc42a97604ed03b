//! The fields by which a chronology is sifted, alone or side by side, and the turning of its pages.

use keyward_web::Problem;

use super::event::Key;
use super::filter::{Filter, Kind};
use super::gather::Page;
use super::store;
use crate::cx::Tx;
use crate::ids::CategoryId;
use crate::layout::Choice;

/// What is looked at, and the categories to choose from.
#[derive(Clone, Debug, Default)]
pub(super) struct Sift {
    pub filter: Filter,
    pub categories: Vec<Choice>,
}

/// A side of a page, and the place from which the next one goes.
type Turn<'a> = Option<(&'static str, &'a Key)>;

impl Sift {
    /// The fields for this filter.
    pub(super) fn of(tx: &mut Tx<'_, '_>, filter: Filter) -> Result<Self, Problem> {
        let categories = categories(tx, &filter.category)?;
        Ok(Self { filter, categories })
    }

    pub(super) fn kinds(&self) -> Vec<Choice> {
        let every = Choice::new("", "Everything");
        let kinds = Kind::ALL.map(|kind| Choice::new(kind.name(), kind.words()));
        std::iter::once(every).chain(kinds).collect()
    }

    pub(super) fn kind(&self) -> &'static str {
        self.filter.kind.map_or("", Kind::name)
    }

    pub(super) fn orders(&self) -> Vec<Choice> {
        vec![
            Choice::new("", "Oldest first").chosen(!self.filter.newest_first),
            Choice::new("newest", "Newest first").chosen(self.filter.newest_first),
        ]
    }

    pub(super) fn significances(&self) -> Vec<Choice> {
        vec![
            Choice::new("significant", "Significant concerns and flags only")
                .chosen(self.filter.significant),
        ]
    }

    /// What stands on the pages before and after this one.
    pub(super) fn turns_in_words(&self) -> (&'static str, &'static str) {
        let (earlier, later) = ("Earlier entries", "Later entries");
        match self.filter.newest_first {
            true => (later, earlier),
            false => (earlier, later),
        }
    }

    /// The way to the page that is shown before this one.
    pub(super) fn previous<'a>(&self, page: &'a Page) -> Turn<'a> {
        match self.filter.newest_first {
            true => page.later.as_ref().map(|key| ("after", key)),
            false => page.earlier.as_ref().map(|key| ("before", key)),
        }
    }

    /// The way to the page that is shown after it.
    pub(super) fn next<'a>(&self, page: &'a Page) -> Turn<'a> {
        match self.filter.newest_first {
            true => page.earlier.as_ref().map(|key| ("before", key)),
            false => page.later.as_ref().map(|key| ("after", key)),
        }
    }

    /// The rest of the address of such a page; nothing, where there is none.
    pub(super) fn turn(&self, turn: Turn<'_>) -> Option<String> {
        let (side, key) = turn?;
        Some(self.filter.query(Some((side, &key.in_address()))))
    }
}

/// The categories to choose from, each beneath its parent.
pub(super) fn categories(tx: &mut Tx<'_, '_>, chosen: &str) -> Result<Vec<Choice>, Problem> {
    let every = Choice::new("", "All categories");
    let choice = |(id, name, parent): (CategoryId, String, Option<String>)| {
        let words = match parent {
            Some(parent) => format!("{parent}: {name}"),
            None => name,
        };
        let is_chosen = id.0 == chosen;
        Choice::new(id.0, words).chosen(is_chosen)
    };
    let categories = store::categories(tx)?.into_iter().map(choice);
    Ok(std::iter::once(every).chain(categories).collect())
}
