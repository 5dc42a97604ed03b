//! The noun: one category.

use super::colour::Colour;
use crate::ids::CategoryId;

/// A category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Which.
    pub id: CategoryId,
    /// Beneath which it stands; nothing when it stands by itself.
    pub parent: Option<CategoryId>,
    /// Its name.
    pub name: String,
    /// Its colour.
    pub colour: Colour,
    /// What helps whoever chooses it; may be empty.
    pub guidance: String,
    /// How many minutes of school time a concern of it may wait for a lead; 0 is no limit.
    pub respond_minutes: i64,
    /// Whether nobody is offered it any more.
    pub is_retired: bool,
}

impl Category {
    /// Where its page is.
    pub fn url(&self) -> String {
        format!("/categories/{}", self.id)
    }

    /// How long a concern of it may wait for a lead, in words.
    pub fn wait_words(&self) -> String {
        let (hours, minutes) = (self.respond_minutes / 60, self.respond_minutes % 60);
        let of = |count: i64, unit: &str| match count {
            1 => format!("1 {unit}"),
            count => format!("{count} {unit}s"),
        };
        match (hours, minutes) {
            (0, 0) => "No limit".to_owned(),
            (0, minutes) => of(minutes, "minute"),
            (hours, 0) => of(hours, "hour"),
            (hours, minutes) => format!("{} {}", of(hours, "hour"), of(minutes, "minute")),
        }
    }

    /// A category for samples of pages and for tests.
    pub fn sample(id: &str, parent: Option<&str>, name: &str) -> Self {
        Self {
            id: CategoryId(id.into()),
            parent: parent.map(|parent| CategoryId(parent.into())),
            name: name.into(),
            colour: Colour::Orange,
            guidance: "Say exactly what you saw.".into(),
            respond_minutes: 90,
            is_retired: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_a_concern_may_wait_is_said_in_hours_and_minutes() {
        for (respond_minutes, words) in [
            (0, "No limit"),
            (1, "1 minute"),
            (30, "30 minutes"),
            (60, "1 hour"),
            (90, "1 hour 30 minutes"),
            (390, "6 hours 30 minutes"),
        ] {
            let category = Category {
                respond_minutes,
                ..Category::sample("a", None, "Attendance")
            };
            assert_eq!(category.wait_words(), words);
        }
    }
}
