//! What of pupils' files somebody's user groups give them, with their key: pure rules, for letters
//! that say so and for what counts as more.
//!
//! A user group reads every file, or those of the year groups and forms that a person was given;
//! some are limited to categories of concern, each of which brings those beneath it.

use crate::ids::CategoryId;
use crate::pupils::YearGroup;

/// A category to which a user group's files are limited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Which.
    pub id: CategoryId,
    /// The category above it, if any.
    pub parent: Option<CategoryId>,
    /// Its name.
    pub name: String,
}

/// What one user group gives of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// Whether it reads every file, not those of the person's year groups and forms.
    pub every: bool,
    /// The categories to which it is limited; none is every category.
    pub limits: Vec<Limit>,
}

/// What of pupils' files somebody may read with their key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// What each of their user groups gives.
    pub lenses: Vec<Lens>,
    /// The year groups that they were given, youngest first.
    pub years: Vec<YearGroup>,
    /// The forms that they were given.
    pub forms: Vec<String>,
}

/// Some files: all of them, a year group's or a form's.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Scope {
    Every,
    Year(YearGroup),
    Form(String),
}

/// Whether files limited to these categories show all that they show limited to those.
pub fn shows_all_of(limits: &[Limit], others: &[Limit]) -> bool {
    if limits.is_empty() || others.is_empty() {
        return limits.is_empty();
    }
    others.iter().all(|other| {
        let mut limits = limits.iter();
        limits.any(|limit| limit.id == other.id || Some(&limit.id) == other.parent.as_ref())
    })
}

impl Sight {
    /// Whether it shows anything that the other did not. One user group's files and another's
    /// categories never add up: each of its parts has to stand in one part of the other.
    pub fn is_more_than(&self, before: &Self) -> bool {
        let was = before.parts();
        self.parts().iter().any(|(scope, limits)| {
            // Category by category, so that two user groups together cover what was given by two.
            let single = |limit: &Limit| vec![limit.clone()];
            let pieces: Vec<Vec<Limit>> = match limits.is_empty() {
                true => vec![Vec::new()],
                false => limits.iter().map(single).collect(),
            };
            !pieces.iter().all(|piece| {
                was.iter().any(|(other, theirs)| {
                    (*other == Scope::Every || other == scope) && shows_all_of(theirs, piece)
                })
            })
        })
    }

    fn parts(&self) -> Vec<(Scope, &[Limit])> {
        let mut parts = Vec::new();
        for lens in &self.lenses {
            if lens.every {
                parts.push((Scope::Every, lens.limits.as_slice()));
                continue;
            }
            let years = self.years.iter().map(|year| Scope::Year(*year));
            let forms = self.forms.iter().map(|form| Scope::Form(form.clone()));
            parts.extend(
                years
                    .chain(forms)
                    .map(|scope| (scope, lens.limits.as_slice())),
            );
        }
        parts
    }

    /// In words, as in "access to …": `every pupil's file`, `the files of Year 7 and 7B, in the
    /// category Attendance alone`; none where no file is open.
    pub fn words(&self) -> Option<String> {
        let mut words: Vec<String> = Vec::new();
        for lens in &self.lenses {
            let Some(files) = self.files(lens) else {
                continue;
            };
            let said = format!("{files}{}", limits_words(&lens.limits));
            if !words.contains(&said) {
                words.push(said);
            }
        }
        let whole = "every pupil's file".to_owned();
        match words.as_slice() {
            [] => None,
            _ if words.contains(&whole) => Some(whole),
            _ => Some(words.join("; and ")),
        }
    }

    fn files(&self, lens: &Lens) -> Option<String> {
        if lens.every {
            return Some("every pupil's file".to_owned());
        }
        let years = self.years.iter().map(YearGroup::to_string);
        let names: Vec<String> = years.chain(self.forms.iter().cloned()).collect();
        (!names.is_empty()).then(|| format!("the files of {}", and(&names)))
    }
}

/// `, in the category Attendance alone`; empty where there is no limit.
pub fn limits_words(limits: &[Limit]) -> String {
    let names: Vec<String> = limits.iter().map(|limit| limit.name.clone()).collect();
    match names.len() {
        0 => String::new(),
        1 => format!(", in the category {} alone", and(&names)),
        _ => format!(", in the categories {} alone", and(&names)),
    }
}

/// `A`, `A and B`, `A, B and C`.
fn and(names: &[String]) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(name: &str, parent: Option<&str>) -> Limit {
        Limit {
            id: CategoryId(name.into()),
            parent: parent.map(|parent| CategoryId(parent.into())),
            name: name.into(),
        }
    }

    fn sight(lenses: &[(bool, &[Limit])], years: &[&str], forms: &[&str]) -> Sight {
        let lens = |(every, limits): &(bool, &[Limit])| Lens {
            every: *every,
            limits: limits.to_vec(),
        };
        Sight {
            lenses: lenses.iter().map(lens).collect(),
            years: years
                .iter()
                .filter_map(|year| YearGroup::named(year))
                .collect(),
            forms: forms.iter().map(|form| (*form).to_owned()).collect(),
        }
    }

    #[test]
    fn more_is_what_no_one_user_group_showed_before() {
        let (attendance, online) = (limit("Attendance", None), limit("Online", None));
        let late = limit("Late", Some("Attendance"));
        let a = std::slice::from_ref(&attendance);
        let (l, o) = (std::slice::from_ref(&late), std::slice::from_ref(&online));
        let both = [attendance.clone(), online.clone()];
        let all: &[Limit] = &[];
        for (before, now, more) in [
            (
                sight(&[], &["7"], &[]),
                sight(&[(false, all)], &["7"], &[]),
                true,
            ),
            (
                sight(&[], &[], &[]),
                sight(&[(false, all)], &[], &[]),
                false,
            ),
            (
                sight(&[(false, all)], &["7"], &[]),
                sight(&[(false, all)], &["7", "8"], &[]),
                true,
            ),
            (
                sight(&[(false, all)], &["7"], &[]),
                sight(&[(false, all)], &["7"], &["7B"]),
                true,
            ),
            (
                sight(&[(false, all)], &["7", "8"], &[]),
                sight(&[(false, all)], &["7"], &[]),
                false,
            ),
            (
                sight(&[(true, all)], &[], &[]),
                sight(&[(false, a)], &["7"], &["7B"]),
                false,
            ),
            (
                sight(&[(true, a)], &[], &[]),
                sight(&[(true, all)], &[], &[]),
                true,
            ),
            (
                sight(&[(true, a)], &[], &[]),
                sight(&[(true, l)], &[], &[]),
                false,
            ),
            (
                sight(&[(true, l)], &[], &[]),
                sight(&[(true, a)], &[], &[]),
                true,
            ),
            (
                sight(&[(true, a)], &[], &[]),
                sight(&[(true, &both)], &[], &[]),
                true,
            ),
            (
                sight(&[(true, a), (true, o)], &[], &[]),
                sight(&[(true, &both)], &[], &[]),
                false,
            ),
            // Attendance of everybody and all of year 7 are not Online of everybody.
            (
                sight(&[(true, a), (false, all)], &["7"], &[]),
                sight(&[(true, o)], &[], &[]),
                true,
            ),
        ] {
            assert_eq!(now.is_more_than(&before), more, "{before:?} then {now:?}");
        }
    }

    #[test]
    fn a_letter_says_the_truth() {
        let a = [limit("Attendance", None)];
        let both = [limit("Attendance", None), limit("Online safety", None)];
        for (sight, words) in [
            (sight(&[], &["7"], &[]), None),
            (sight(&[(false, &[])], &[], &[]), None),
            (
                sight(&[(true, &[]), (true, &a)], &[], &[]),
                Some("every pupil's file"),
            ),
            (
                sight(&[(false, &[])], &["7"], &["7B"]),
                Some("the files of Year 7 and 7B"),
            ),
            (
                sight(&[(false, &both)], &["7", "8"], &[]),
                Some(
                    "the files of Year 7 and Year 8, in the categories Attendance and Online \
                     safety alone",
                ),
            ),
            (
                sight(&[(true, &a), (false, &[])], &["7"], &[]),
                Some(
                    "every pupil's file, in the category Attendance alone; and the files of Year 7",
                ),
            ),
        ] {
            assert_eq!(sight.words().as_deref(), words);
        }
    }
}
