//! A user group as somebody ticked it: its rights, and the categories to which its files are limited.

use keyward_web::{Errors, Pairs, ReadForm};

use super::group::{Columns, Wanted};
use crate::access::{Column, Right};
use crate::people::Limit;

/// A user group as ticked.
#[derive(Clone, Default)]
pub(super) struct EditForm {
    pub name: String,
    pub columns: Columns,
    pub reach: Reach,
    /// The categories that were ticked.
    pub ticked: Vec<String>,
    /// Whether a right was sent that Keyward does not know.
    pub has_unknown: bool,
    pub errors: Errors,
}

/// Which concerns the files of a user group are to show.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Reach {
    /// Those that they show now: nothing was sent about it.
    #[default]
    Unchanged,
    /// Every category.
    Every,
    /// The categories that were ticked.
    Some,
}

impl ReadForm for EditForm {
    fn read(pairs: &Pairs) -> Self {
        let of = |column: Column| {
            pairs
                .every(column.name())
                .filter_map(Right::named)
                .map(move |right| (column, right))
                .collect::<Vec<_>>()
        };
        let (standard, elevated) = (of(Column::Standard), of(Column::Elevated));
        let has_unknown = [Column::Standard, Column::Elevated]
            .into_iter()
            .any(|column| {
                pairs
                    .every(column.name())
                    .any(|name| Right::named(name).is_none())
            });
        Self {
            name: pairs.text("name").to_owned(),
            columns: Columns::of(standard.into_iter().chain(elevated)),
            reach: match pairs.text("reach") {
                "every" => Reach::Every,
                "some" => Reach::Some,
                _ => Reach::Unchanged,
            },
            ticked: pairs.every("category").map(str::to_owned).collect(),
            has_unknown,
            errors: Errors::new(),
        }
    }
}

impl EditForm {
    /// What may be written down; else what is wrong. A right or a category that is not known is
    /// never dropped silently: whoever sent it believes that it was given, or that it limits.
    pub fn check(&self, before: &[Limit], categories: &[Limit]) -> Result<Wanted, Errors> {
        let wanted = Wanted::check(&self.name, self.columns.clone());
        let mut errors = wanted.as_ref().err().cloned().unwrap_or_default();
        if self.has_unknown {
            errors.add(
                "rights",
                "Keyward does not know one of the rights that were sent. Check the ticks, then \
                 save again",
            );
        }
        let ticked = |limit: &&Limit| self.ticked.contains(&limit.id.0);
        let limits: Vec<Limit> = match self.reach {
            Reach::Unchanged => before.to_vec(),
            Reach::Every => Vec::new(),
            Reach::Some => categories.iter().filter(ticked).cloned().collect(),
        };
        if self.reach == Reach::Some && limits.is_empty() {
            errors.add(
                "category",
                "Choose a category at least, or choose every category",
            );
        } else if self.reach == Reach::Some && limits.len() < self.ticked.len() {
            errors.add(
                "category",
                "A category that was sent is not there any more. Check the ticks, then save again",
            );
        }
        match wanted {
            Ok(wanted) if errors.is_empty() => Ok(Wanted { limits, ..wanted }),
            _ => Err(errors),
        }
    }
}
