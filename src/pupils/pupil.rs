//! A pupil, as the people who work at the school see them.

use jiff::civil::Date;

use super::birth;
use super::year_group::YearGroup;
use crate::ids::PupilId;

/// A pupil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pupil {
    /// The identifier, which is all that an address ever holds of them.
    pub id: PupilId,
    /// Unique pupil number.
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

impl Pupil {
    /// What they are called, and their last name: `Zoë O’Sullivan`.
    pub fn display_name(&self) -> String {
        format!("{} {}", self.called(), self.surname)
    }

    /// The name by which a list is ordered: `O’Sullivan, Zoë`.
    pub fn list_name(&self) -> String {
        format!("{}, {}", self.surname, self.called())
    }

    /// The name in the registers, where it is not what they are called.
    pub fn register_name(&self) -> Option<String> {
        (self.called() != self.forename).then(|| format!("{} {}", self.forename, self.surname))
    }

    /// What tells two children of one name apart: `Year 7, 7B, born 1 May 2014`.
    pub fn description(&self) -> String {
        let (year, born) = (self.year_words(), self.birthday());
        if self.form.is_empty() {
            format!("{year}, born {born}")
        } else {
            format!("{year}, {}, born {born}", self.form)
        }
    }

    /// `Year 7`, `Reception`, `Nursery 2`.
    pub fn year_words(&self) -> String {
        YearGroup::named(&self.year_group)
            .map_or_else(|| self.year_group.clone(), |year| year.to_string())
    }

    /// `1 May 2014`.
    pub fn birthday(&self) -> String {
        birth::words(&self.born_on)
    }

    /// Whether they were born on this day or before it.
    pub fn was_born_by(&self, day: Date) -> bool {
        let born = self.born_on.parse::<Date>();
        born.map_or(true, |born| born <= day)
    }

    /// What they are called: the preferred name, or the first.
    pub fn called(&self) -> &str {
        if self.preferred_name.is_empty() {
            &self.forename
        } else {
            &self.preferred_name
        }
    }

    /// A pupil for samples of pages.
    pub fn sample() -> Self {
        Self {
            id: PupilId("p".into()),
            upn: "B801200005001".into(),
            forename: "Zoë".into(),
            surname: "O’Sullivan".into(),
            preferred_name: String::new(),
            born_on: "2014-05-01".into(),
            year_group: "7".into(),
            form: "7B".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pupil_is_named_as_they_are_called_and_told_apart() {
        let zoe = Pupil::sample();
        assert_eq!(zoe.display_name(), "Zoë O’Sullivan");
        assert_eq!(zoe.description(), "Year 7, 7B, born 1 May 2014");
        assert_eq!(zoe.register_name(), None);
        let alex = Pupil {
            preferred_name: "Alex".into(),
            form: String::new(),
            year_group: "R".into(),
            ..zoe
        };
        assert_eq!(alex.display_name(), "Alex O’Sullivan");
        assert_eq!(alex.list_name(), "O’Sullivan, Alex");
        assert_eq!(alex.register_name().as_deref(), Some("Zoë O’Sullivan"));
        assert_eq!(alex.description(), "Reception, born 1 May 2014");
    }
}
