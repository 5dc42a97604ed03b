//! The columns of a file of pupils, and the many names that other systems give them.

/// A column.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Unique pupil number.
    Upn,
    /// First name.
    Forename,
    /// Last name.
    Surname,
    /// What they are called.
    PreferredName,
    /// Date of birth.
    BornOn,
    /// Year group.
    YearGroup,
    /// Form.
    Form,
}

impl Column {
    /// Every column, in the order of our own template.
    pub const ALL: [Self; 7] = [
        Self::Upn,
        Self::Forename,
        Self::Surname,
        Self::PreferredName,
        Self::BornOn,
        Self::YearGroup,
        Self::Form,
    ];

    /// Its heading, as we write it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Upn => "UPN",
            Self::Forename => "Forename",
            Self::Surname => "Surname",
            Self::PreferredName => "Preferred name",
            Self::BornOn => "Date of birth",
            Self::YearGroup => "Year group",
            Self::Form => "Form",
        }
    }

    /// Whether a file may do without it.
    pub const fn may_be_absent(self) -> bool {
        match self {
            Self::PreferredName | Self::Form => true,
            Self::Upn | Self::Forename | Self::Surname | Self::BornOn | Self::YearGroup => false,
        }
    }

    /// The column that a heading means, whatever its case, blanks and punctuation.
    pub fn headed(heading: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|column| column.rank(heading).is_some())
    }

    /// How well known a heading is for this column, 0 best; `None` when it means something else.
    pub fn rank(self, heading: &str) -> Option<usize> {
        let plain: String = heading
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        self.headings().iter().position(|known| *known == plain)
    }

    const fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Upn => &["upn", "uniquepupilnumber", "pupilupn"],
            Self::Forename => &[
                "forename",
                "forenames",
                "firstname",
                "firstnames",
                "givenname",
                "legalforename",
                "legalfirstname",
                "pupilforename",
            ],
            Self::Surname => &[
                "surname",
                "lastname",
                "familyname",
                "legalsurname",
                "legallastname",
                "pupilsurname",
            ],
            Self::PreferredName => &[
                "preferredname",
                "preferredforename",
                "preferredfirstname",
                "preferredgivenname",
                "knownas",
                "chosenname",
            ],
            Self::BornOn => &["dateofbirth", "dob", "birthdate", "birthday", "bornon"],
            Self::YearGroup => &[
                "yeargroup",
                "year",
                "nationalcurriculumyear",
                "ncyear",
                "ncyearactual",
                "curriculumyear",
                "yr",
            ],
            Self::Form => &[
                "form",
                "formgroup",
                "registrationgroup",
                "reggroup",
                "reg",
                "registration",
                "tutorgroup",
                "class",
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_other_systems_are_known() {
        for (heading, column) in [
            ("UPN", Column::Upn),
            ("Legal forename", Column::Forename),
            (" First_Name ", Column::Forename),
            ("Last name", Column::Surname),
            ("Preferred Forename", Column::PreferredName),
            ("D.O.B.", Column::BornOn),
            ("Date of Birth", Column::BornOn),
            ("Year", Column::YearGroup),
            ("NC Year (Actual)", Column::YearGroup),
            ("Registration Group", Column::Form),
        ] {
            assert_eq!(Column::headed(heading), Some(column), "{heading}");
        }
        assert_eq!(Column::headed("Gender"), None);
    }

    #[test]
    fn no_heading_means_two_columns_and_ours_mean_themselves() {
        let mut seen = std::collections::BTreeSet::new();
        for column in Column::ALL {
            assert_eq!(Column::headed(column.words()), Some(column));
            assert!(
                column
                    .headings()
                    .iter()
                    .all(|heading| seen.insert(*heading))
            );
        }
    }
}
