//! What is known of a pupil, checked.

use jiff::civil::Date;

use super::name::{name, plain, tidy};
use super::upn::Upn;
use super::year_group::YearGroup;
use super::{Column, birth};

/// What is known of a pupil, before checking: one text a column.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed<'a> {
    /// Unique pupil number.
    pub upn: &'a str,
    /// First name.
    pub forename: &'a str,
    /// Last name.
    pub surname: &'a str,
    /// What they are called; may be empty.
    pub preferred_name: &'a str,
    /// Date of birth.
    pub born_on: &'a str,
    /// Year group.
    pub year_group: &'a str,
    /// Form; may be empty.
    pub form: &'a str,
}

/// What is known of a pupil, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Details {
    /// Unique pupil number, its check letter verified.
    pub upn: String,
    /// First name.
    pub forename: String,
    /// Last name.
    pub surname: String,
    /// What they are called; empty when it is the first name.
    pub preferred_name: String,
    /// `yyyy-mm-dd`.
    pub born_on: String,
    /// `N1`, `N2`, `R`, `1` … `13`.
    pub year_group: String,
    /// Form; may be empty.
    pub form: String,
}

impl Details {
    /// Checks what is known of a pupil.
    ///
    /// # Errors
    /// Each column at fault, with the reason.
    pub fn check(typed: Typed<'_>, today: Date) -> Result<Self, Vec<(Column, String)>> {
        let mut wrong = Vec::new();
        let mut keep = |column, checked: Result<String, String>| {
            checked.unwrap_or_else(|reason| {
                wrong.push((column, reason));
                String::new()
            })
        };
        let upn = Upn::parse(typed.upn).map(|upn| upn.as_str().to_owned());
        let born_on = birth::parse(typed.born_on, today).map(|date| date.to_string());
        let year_group = YearGroup::parse(typed.year_group).map(|year| year.name().to_owned());
        let mut details = Self {
            upn: keep(Column::Upn, upn),
            forename: keep(Column::Forename, name(typed.forename)),
            surname: keep(Column::Surname, name(typed.surname)),
            preferred_name: keep(Column::PreferredName, tidy(typed.preferred_name)),
            born_on: keep(Column::BornOn, born_on),
            year_group: keep(Column::YearGroup, year_group),
            form: keep(Column::Form, tidy(typed.form)),
        };
        if details.preferred_name == details.forename {
            details.preferred_name.clear();
        }
        if wrong.is_empty() {
            Ok(details)
        } else {
            Err(wrong)
        }
    }

    /// The plain words by which the pupil is found and put in order, the surname first.
    pub fn finding(&self) -> String {
        let parts = [
            &self.surname,
            &self.preferred_name,
            &self.forename,
            &self.upn,
        ];
        let plain: Vec<String> = parts.iter().map(|part| plain(part)).collect();
        plain.join(" ").replace("  ", " ")
    }

    /// What is kept in this column.
    pub fn of(&self, column: Column) -> &str {
        match column {
            Column::Upn => &self.upn,
            Column::Forename => &self.forename,
            Column::Surname => &self.surname,
            Column::PreferredName => &self.preferred_name,
            Column::BornOn => &self.born_on,
            Column::YearGroup => &self.year_group,
            Column::Form => &self.form,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TYPED: Typed<'_> = Typed {
        upn: "b801200005001",
        forename: " Zoe\u{0308} ",
        surname: "O’Sullivan",
        preferred_name: "Zo\u{eb}",
        born_on: "1 May 2014",
        year_group: "Year 7",
        form: "7B",
    };

    #[test]
    fn what_is_known_is_kept_in_one_spelling() {
        let details = Details::check(TYPED, date(2026, 11, 22)).unwrap();
        assert_eq!(details.preferred_name, "", "it is the first name");
        assert_eq!(details.born_on, "2014-05-01");
        assert_eq!(details.finding(), "osullivan zoe b801200005001");
    }

    #[test]
    fn every_column_at_fault_is_named() {
        let wrong = Details::check(Typed::default(), date(2026, 11, 22)).unwrap_err();
        let columns: Vec<Column> = wrong.into_iter().map(|(column, _)| column).collect();
        assert_eq!(
            columns,
            [
                Column::Upn,
                Column::Forename,
                Column::Surname,
                Column::BornOn,
                Column::YearGroup
            ]
        );
    }
}
