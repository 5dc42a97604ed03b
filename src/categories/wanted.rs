//! What a category may be made into: the rules of its form. Pure.

use keyward_web::{Errors, readable_line};

use super::colour::Colour;
use super::tree::Branch;
use crate::ids::CategoryId;

/// The longest name, in characters.
const NAME_CHARACTERS_MAX: usize = 60;
/// The longest guidance, in characters.
const GUIDANCE_CHARACTERS_MAX: usize = 1000;
/// The longest wait for a lead, in minutes of school time: about two weeks of it.
const RESPOND_MINUTES_MAX: i64 = 4000;

/// A category as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub name: String,
    /// Beneath which; empty is by itself.
    pub parent: String,
    pub colour: String,
    pub guidance: String,
    pub minutes: String,
}

/// A category that may be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    pub name: String,
    pub parent: Option<CategoryId>,
    pub colour: Colour,
    pub guidance: String,
    pub respond_minutes: i64,
}

impl Wanted {
    /// Checks what was typed for one category of a tree; `of` is none for a new one.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub(super) fn check(
        typed: &Typed,
        of: Option<&CategoryId>,
        tree: &[Branch],
    ) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let name = name(&typed.name, of, tree).unwrap_or_else(|wrong| {
            errors.add("name", wrong);
            String::new()
        });
        let parent = parent(&typed.parent, of, tree).unwrap_or_else(|wrong| {
            errors.add("parent", wrong);
            None
        });
        let colour = Colour::named(&typed.colour).unwrap_or_else(|| {
            errors.add("colour", "Choose a colour");
            Colour::default()
        });
        let guidance = typed.guidance.trim();
        if guidance.chars().count() > GUIDANCE_CHARACTERS_MAX {
            errors.add("guidance", "Guidance must be 1,000 characters or fewer");
        }
        let minutes = match typed.minutes.trim() {
            "" => Some(0),
            text => text.parse().ok(),
        };
        let respond_minutes = minutes
            .filter(|minutes| (0..=RESPOND_MINUTES_MAX).contains(minutes))
            .unwrap_or_else(|| {
                let words = "Enter whole minutes of school time, up to 4000, such as 30; 0 is no \
                             limit";
                errors.add("minutes", words);
                0
            });
        errors.unless_any(Self {
            name,
            parent,
            colour,
            guidance: guidance.to_owned(),
            respond_minutes,
        })
    }
}

fn name(typed: &str, of: Option<&CategoryId>, tree: &[Branch]) -> Result<String, String> {
    let name = readable_line(typed).unwrap_or_default();
    if name.is_empty() || name.chars().count() > NAME_CHARACTERS_MAX {
        let most = NAME_CHARACTERS_MAX;
        return Err(format!(
            "Enter a name for the category, up to {most} characters"
        ));
    }
    let lower = name.to_lowercase();
    let mut others = tree
        .iter()
        .flat_map(Branch::all)
        .filter(|other| Some(&other.id) != of);
    match others.find(|other| other.name.to_lowercase() == lower) {
        None => Ok(name),
        Some(other) if other.is_retired => Err(format!(
            "There is a retired category called {}: bring it back, or choose another name",
            other.name
        )),
        Some(other) => Err(format!(
            "There is a category called {} already: choose another name",
            other.name
        )),
    }
}

fn parent(
    typed: &str,
    of: Option<&CategoryId>,
    tree: &[Branch],
) -> Result<Option<CategoryId>, String> {
    if typed.is_empty() {
        return Ok(None);
    }
    let mine = tree.iter().find(|branch| Some(&branch.category.id) == of);
    if let Some(mine) = mine.filter(|mine| !mine.beneath.is_empty()) {
        return Err(format!(
            "There are categories beneath {}, so it stands by itself: move those first",
            mine.category.name
        ));
    }
    let mut above = tree.iter().map(|branch| &branch.category);
    let above = above.find(|above| above.id.0 == typed && Some(&above.id) != of);
    match above {
        Some(above) => Ok(Some(above.id.clone())),
        None => Err("Choose the category that it stands beneath".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::category::Category;
    use super::super::tree::tree;
    use super::*;

    fn grown() -> Vec<Branch> {
        let mut old = Category::sample("old", None, "Old");
        old.is_retired = true;
        tree(vec![
            Category::sample("peers", None, "Child-on-child abuse"),
            Category::sample("bullying", Some("peers"), "Bullying"),
            Category::sample("attendance", None, "Attendance"),
            old,
        ])
    }

    fn typed() -> Typed {
        Typed {
            name: " Online  safety ".into(),
            colour: "blue".into(),
            minutes: " 30 ".into(),
            ..Typed::default()
        }
    }

    #[test]
    fn what_is_typed_well_may_be_written_down() {
        let wanted = Wanted::check(&typed(), None, &grown()).unwrap();
        assert_eq!(wanted.name, "Online safety");
        assert_eq!((wanted.colour, wanted.respond_minutes), (Colour::Blue, 30));
        let bullying = CategoryId("bullying".into());
        let mut same = typed();
        (same.name, same.parent) = ("bullying".into(), "attendance".into());
        same.minutes.clear();
        let wanted = Wanted::check(&same, Some(&bullying), &grown()).unwrap();
        assert_eq!(wanted.parent, Some(CategoryId("attendance".into())));
        assert_eq!(wanted.respond_minutes, 0);
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        type Spoil = fn(&mut Typed);
        let cases: [(&str, &str, Spoil); 12] = [
            ("name", "Enter a name", |typed| typed.name.clear()),
            ("name", "Enter a name", |typed| typed.name = "x".repeat(61)),
            ("name", "Enter a name", |typed| {
                typed.name = "a\nb\u{202e}".into()
            }),
            ("name", "Attendance already", |typed| {
                typed.name = "ATTENDANCE".into();
            }),
            ("name", "bring it back", |typed| typed.name = "Old".into()),
            ("parent", "stands beneath", |typed| {
                typed.parent = "bullying".into();
            }),
            ("parent", "stands beneath", |typed| {
                typed.parent = "nowhere".into();
            }),
            ("colour", "Choose a colour", |typed| {
                typed.colour = "mauve".into();
            }),
            ("guidance", "1,000", |typed| {
                typed.guidance = "x".repeat(1001);
            }),
            ("minutes", "whole minutes", |typed| {
                typed.minutes = "soon".into();
            }),
            ("minutes", "whole minutes", |typed| {
                typed.minutes = "-1".into();
            }),
            ("minutes", "whole minutes", |typed| {
                typed.minutes = "4001".into();
            }),
        ];
        for (field, words, spoil) in cases {
            let mut typed = typed();
            spoil(&mut typed);
            let errors = Wanted::check(&typed, None, &grown()).unwrap_err();
            let said = errors.of(field).unwrap_or_default();
            assert!(
                said.contains(words) && errors.all().len() == 1,
                "{errors:?}"
            );
        }
    }

    #[test]
    fn one_with_others_beneath_it_stands_by_itself() {
        let mut typed = typed();
        typed.parent = "attendance".into();
        let peers = CategoryId("peers".into());
        let errors = Wanted::check(&typed, Some(&peers), &grown()).unwrap_err();
        assert!(errors.of("parent").unwrap().contains("move those first"));
        typed.parent = "peers".into();
        let itself = Wanted::check(&typed, Some(&CategoryId("attendance".into())), &grown());
        assert!(itself.is_ok());
        typed.parent = "attendance".into();
        let itself = Wanted::check(&typed, Some(&CategoryId("attendance".into())), &grown());
        assert!(itself.is_err());
    }
}
