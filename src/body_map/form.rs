//! The marks on a form, as typed: each with its place and what was seen of it. The same fields
//! stand on the form that logs a concern and on the one that adds marks to it later.

use keyward_web::{Errors, Pairs};

use super::mark::{Kind, Mark, Spot};
use super::view::Build;
use crate::ids::PupilId;

/// The most marks of one form.
const MARKS_MAX: usize = 50;
/// How many are read: more, so that a form that is too full comes back with what was typed.
const READ_MAX: usize = 2 * MARKS_MAX;
/// The longest description.
const DESCRIPTION_CHARACTERS_MAX: usize = 1_000;
/// The longest size, and the longest colour.
const SHORT_CHARACTERS_MAX: usize = 60;

/// The marks on a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarksForm {
    pub(super) marks: Vec<Draft>,
    /// The maps that the page showed, one for each child.
    pub(super) maps: Vec<MapForm>,
    /// What was asked of the page without a script: to add a mark, or to take one away.
    pub(super) asked: Asked,
    /// On which of the maps.
    pub(super) asked_on: usize,
}

/// The map of one child, as it was shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MapForm {
    /// Whose; empty, where nobody is named yet.
    pub pupil: String,
    /// The figure that was chosen, if any.
    pub build: Option<Build>,
    /// The region in the list.
    pub region: String,
}

/// What a button of the form asked for.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Asked {
    #[default]
    Nothing,
    Added,
    /// To add a mark, and no region was chosen.
    AddedNowhere,
    /// To add a mark to a form that is full.
    AddedTooMany,
    Removed,
}

/// A mark, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub spot: String,
    /// Whose body; may be empty where one pupil is named.
    pub pupil: String,
    pub kind: String,
    pub size: String,
    pub colour: String,
    pub description: String,
}

impl MarksForm {
    /// Reads the fields, and does what a button asked: adds a mark, or takes one away.
    pub fn read(pairs: &Pairs) -> Self {
        let column = |name: &'static str| pairs.every(name).take(READ_MAX).collect::<Vec<_>>();
        let (pupils, kinds) = (column("mark-pupil"), column("mark-kind"));
        let (sizes, colours) = (column("mark-size"), column("mark-colour"));
        let descriptions = column("mark-description");
        let typed = |column: &[&str], at: usize| {
            let text = column.get(at).copied().unwrap_or_default();
            text.trim().to_owned()
        };
        let marks = pairs.every("mark-spot").take(READ_MAX).enumerate();
        let marks = marks.map(|(at, spot)| Draft {
            spot: spot.to_owned(),
            pupil: typed(&pupils, at),
            kind: typed(&kinds, at),
            size: typed(&sizes, at),
            colour: typed(&colours, at),
            description: typed(&descriptions, at),
        });
        let (whose, regions) = (column("map-pupil"), column("map-region"));
        let map = |at: usize| {
            let pupil = typed(&whose, at);
            let build = Build::called(pairs.text(&build_field(&pupil)));
            MapForm {
                build: build.or_else(|| Build::called(pairs.text(BUILD))),
                region: typed(&regions, at),
                pupil,
            }
        };
        let mut form = Self {
            marks: marks.collect(),
            maps: (0..whose.len().max(regions.len())).map(map).collect(),
            ..Self::default()
        };
        form.obey(pairs);
        form.sort();
        form
    }

    /// The marks stand, and are numbered, by the maps that they are on.
    fn sort(&mut self) {
        let maps = &self.maps;
        self.marks.sort_by_key(|mark| {
            let at = maps.iter().position(|map| map.pupil == mark.pupil);
            at.unwrap_or(maps.len())
        });
    }

    /// The map of this child, where the page showed one.
    pub(super) fn map_of(&self, pupil: &str) -> Option<&MapForm> {
        self.maps.iter().find(|map| map.pupil == pupil)
    }

    fn obey(&mut self, pairs: &Pairs) {
        if pairs.has("mark-add") {
            let whose = pairs.text("mark-add");
            let on = self.maps.iter().position(|map| map.pupil == whose);
            self.asked_on = on.unwrap_or(0);
            self.asked = self.add();
        } else if let Ok(number) = pairs.text("mark-remove").parse::<usize>()
            && (1..=self.marks.len()).contains(&number)
        {
            self.marks.remove(number - 1);
            self.asked = Asked::Removed;
        }
    }

    fn add(&mut self) -> Asked {
        if self.marks.len() >= MARKS_MAX {
            return Asked::AddedTooMany;
        }
        let Some(map) = self.maps.get_mut(self.asked_on) else {
            return Asked::AddedNowhere;
        };
        let theirs = self.marks.iter().filter(|mark| mark.pupil == map.pupil);
        let taken: Vec<Spot> = theirs.filter_map(|mark| Spot::read(&mark.spot)).collect();
        let Some(spot) = Spot::named(&map.region, map.build.unwrap_or_default(), &taken) else {
            return Asked::AddedNowhere;
        };
        self.marks.push(Draft {
            spot: spot.written(),
            pupil: map.pupil.clone(),
            ..Draft::default()
        });
        map.region.clear();
        Asked::Added
    }

    /// The parts that make two sendings the same one.
    pub fn parts(&self) -> Vec<&str> {
        let parts = self.marks.iter().flat_map(|mark| {
            [
                &mark.spot,
                &mark.pupil,
                &mark.kind,
                &mark.size,
                &mark.colour,
                &mark.description,
            ]
        });
        parts.map(String::as_str).collect()
    }

    /// Whose marks they are and what they say, in order; what is wrong goes to the errors.
    pub fn check(&self, pupils: &[PupilId], errors: &mut Errors) -> Vec<(PupilId, Mark)> {
        if self.marks.len() > MARKS_MAX {
            let most = format!("A form takes up to {MARKS_MAX} marks: add the others afterwards");
            errors.add("map-region", most);
        }
        let numbered = (1..).zip(&self.marks);
        numbered
            .filter_map(|(number, draft)| {
                let pupil = draft.pupil(number, pupils, errors);
                let mark = draft.check(number, errors);
                pupil.zip(mark)
            })
            .collect()
    }
}

/// The name of the field in which a figure is chosen; of each of several, the child's identifier follows.
const BUILD: &str = "map-build";

/// The name of the field in which this child's figure is chosen.
pub(super) fn build_field(pupil: &str) -> String {
    match pupil {
        "" => BUILD.to_owned(),
        pupil => format!("{BUILD}-{pupil}"),
    }
}

/// The fields of a mark that can be wrong.
const FIELDS: [&str; 5] = ["pupil", "kind", "size", "colour", "description"];

/// What is wrong with this mark, out of everything that is wrong with its form.
pub(super) fn errors_of(number: usize, errors: &Errors) -> Errors {
    let mut own = Errors::new();
    for name in FIELDS.map(|name| field(number, name)) {
        if let Some(words) = errors.of(&name) {
            own.add(&*name, words);
        }
    }
    own
}

/// The name of a field of one mark.
pub(super) fn field(number: usize, name: &str) -> String {
    format!("mark-{number}-{name}")
}

impl Draft {
    /// Whose mark it is: the pupil it names, or the only one there is.
    fn pupil(&self, number: usize, pupils: &[PupilId], errors: &mut Errors) -> Option<PupilId> {
        let named = pupils.iter().find(|id| id.0 == self.pupil);
        let found = match (named, pupils) {
            (Some(pupil), _) => Some(pupil),
            (None, [only]) if self.pupil.is_empty() => Some(only),
            (None, _) => None,
        };
        if found.is_none() && !pupils.is_empty() {
            let wrong = format!("Choose whose body mark {number} is on, or remove the mark");
            errors.add(field(number, "pupil"), wrong);
        }
        found.cloned()
    }

    fn check(&self, number: usize, errors: &mut Errors) -> Option<Mark> {
        let before = errors.all().len();
        let mut wrong = |name, words: String| errors.add(field(number, name), words);
        let spot = Spot::read(&self.spot);
        if spot.is_none() {
            let words = format!("Mark {number} is not on the body: remove it and place it again");
            wrong("kind", words);
        }
        let kind = Kind::called(&self.kind);
        if kind.is_none() {
            wrong("kind", format!("Choose what mark {number} is"));
        }
        if !self.size.is_empty() && !is_size(&self.size) {
            let example = "such as 2 cm or 15 mm by 5 mm";
            wrong(
                "size",
                format!("Give the size of mark {number} in cm or mm, {example}"),
            );
        }
        for (name, words, what, most) in [
            ("size", &self.size, "size", SHORT_CHARACTERS_MAX),
            ("colour", &self.colour, "colour", SHORT_CHARACTERS_MAX),
            (
                "description",
                &self.description,
                "description",
                DESCRIPTION_CHARACTERS_MAX,
            ),
        ] {
            if words.chars().count() > most {
                wrong(
                    name,
                    format!("The {what} of mark {number} must be {most} characters or fewer"),
                );
            }
        }
        if kind == Some(Kind::Other) && self.description.is_empty() {
            wrong("description", format!("Describe mark {number}"));
        }
        if errors.all().len() > before {
            return None;
        }
        let (spot, kind) = spot.zip(kind)?;
        Some(Mark {
            spot,
            region: spot.region()?.name.clone(),
            kind,
            description: self.description.clone(),
            size: self.size.clone(),
            colour: self.colour.clone(),
        })
    }
}

/// Whether a text says how large something is: a number, and cm or mm.
fn is_size(text: &str) -> bool {
    let lower = text.to_lowercase();
    let has_unit = ["cm", "mm", "centimet", "millimet"]
        .iter()
        .any(|unit| lower.contains(unit));
    has_unit && lower.contains(|letter: char| letter.is_ascii_digit())
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
