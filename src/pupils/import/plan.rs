//! What an import would do: who is new, what changes, who stays.

use std::collections::BTreeMap;

use super::check::{Checked, Row};
use crate::ids::PupilId;
use crate::pupils::{Column, Details};

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Who is new.
    pub new: Vec<Row>,
    /// Who changes, and how.
    pub changed: Vec<Changed>,
    /// How many are as the file says already.
    pub unchanged: usize,
    /// How many pupils of the school are not in the file; they stay as they are.
    pub absent: usize,
}

/// A pupil of whom something changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Which.
    pub id: PupilId,
    /// The line of the file.
    pub line: usize,
    /// What is known of them then.
    pub details: Details,
    /// What changes.
    pub changes: Vec<Change>,
}

/// What changes in one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The column.
    pub column: Column,
    /// What is known now.
    pub was: String,
    /// What the file says.
    pub becomes: String,
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty()
    }

    /// `3 new, 1 changed and 210 unchanged`.
    pub fn counts(&self) -> String {
        format!(
            "{} new, {} changed and {} unchanged",
            self.new.len(),
            self.changed.len(),
            self.unchanged
        )
    }
}

/// Compares a checked file with the pupils of the school, by UPN.
pub fn plan(checked: &Checked, known: &BTreeMap<String, (PupilId, Details)>) -> Plan {
    let mut plan = Plan::default();
    for row in &checked.rows {
        let Some((id, was)) = known.get(&row.details.upn) else {
            plan.new.push(row.clone());
            continue;
        };
        let mut details = row.details.clone();
        if !checked.has_preferred_name {
            details.preferred_name.clone_from(&was.preferred_name);
        }
        if !checked.has_form {
            details.form.clone_from(&was.form);
        }
        let changes: Vec<Change> = Column::ALL
            .into_iter()
            .filter(|column| details.of(*column) != was.of(*column))
            .map(|column| Change {
                column,
                was: was.of(column).to_owned(),
                becomes: details.of(column).to_owned(),
            })
            .collect();
        if changes.is_empty() {
            plan.unchanged += 1;
        } else {
            plan.changed.push(Changed {
                id: id.clone(),
                line: row.line,
                details,
                changes,
            });
        }
    }
    plan.absent = known.len() - plan.changed.len() - plan.unchanged;
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(upn: &str, form: &str) -> Details {
        Details {
            upn: upn.into(),
            forename: "Amy".into(),
            surname: "Ash".into(),
            preferred_name: "Ames".into(),
            born_on: "2014-05-01".into(),
            year_group: "7".into(),
            form: form.into(),
        }
    }

    fn planned(rows: Vec<Details>, has_form: bool) -> Plan {
        let known = ["A", "B"]
            .into_iter()
            .map(|upn| (upn.to_owned(), (PupilId(upn.into()), details(upn, "7B"))))
            .collect();
        let rows = rows.into_iter().zip(2..);
        let checked = Checked {
            has_preferred_name: true,
            has_form,
            rows: rows.map(|(details, line)| Row { line, details }).collect(),
        };
        plan(&checked, &known)
    }

    #[test]
    fn new_changed_unchanged_and_absent_pupils_are_told_apart() {
        let plan = planned(vec![details("A", "7C"), details("C", "7C")], true);
        assert_eq!(plan.counts(), "1 new, 1 changed and 0 unchanged");
        assert_eq!(plan.absent, 1);
        let change = Change {
            column: Column::Form,
            was: "7B".into(),
            becomes: "7C".into(),
        };
        assert_eq!(plan.changed[0].changes, [change]);
        assert!(planned(vec![details("A", "7B")], true).is_empty());
    }

    #[test]
    fn a_column_that_the_file_has_not_stays_as_it_is() {
        let plan = planned(vec![details("A", "")], false);
        assert!(plan.is_empty());
        assert_eq!(plan.unchanged, 1);
    }
}
