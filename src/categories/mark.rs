//! The categories of a concern as lists and pages show them: each by its name, with its colour.

use std::fmt;

use keyward_db::{Column, FromColumn};

use super::colour::Colour;

/// SQL: the categories that count for this `concern`, or for a reader who does not see what was done
/// about it those that it was logged with, in order, each on a line of its own after its
/// colour. It is read as [`Marks`].
macro_rules! marks {
    () => {
        concat!(
            "(SELECT string_agg(kind.colour || ' ' || kind.name, '\n' ORDER BY has.position, kind.id)
              FROM concern_category AS has
              JOIN category AS kind ON kind.id = has.category_id
              WHERE has.concern_id = concern.id
                AND CASE WHEN ",
            $crate::concerns::in_files!(),
            " THEN has.counts ELSE has.logged END = 1)"
        )
    };
}
pub(crate) use marks;

/// A category by its name and colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its name.
    pub name: String,
    /// Its colour, which never stands without the name.
    pub colour: Colour,
}

/// The categories of a concern, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks(pub Vec<Mark>);

impl Marks {
    fn read(lines: &str) -> Self {
        let mark = |line: &str| {
            let (colour, name) = line.split_once(' ').unwrap_or(("", line));
            Mark {
                name: name.to_owned(),
                colour: Colour::named(colour).unwrap_or_default(),
            }
        };
        Self(lines.lines().map(mark).collect())
    }

    /// Marks of these names, for samples of pages.
    pub fn sample(names: &[&str]) -> Self {
        let colours = Colour::ALL.into_iter().cycle();
        let mark = |(name, colour): (&&str, Colour)| Mark {
            name: (*name).to_owned(),
            colour,
        };
        Self(names.iter().zip(colours).map(mark).collect())
    }
}

impl FromColumn for Marks {
    fn from_column(column: Column<'_>) -> Option<Self> {
        let lines = Option::<String>::from_column(column)?;
        Some(Self::read(&lines.unwrap_or_default()))
    }
}

impl fmt::Display for Marks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|mark| mark.name.as_str()).collect();
        f.write_str(&names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_in_order_with_their_colours() {
        let marks = Marks::read("red Physical abuse\nblue Online safety\nmauve Other");
        assert_eq!(marks.to_string(), "Physical abuse, Online safety, Other");
        let colours: Vec<_> = marks.0.iter().map(|mark| mark.colour).collect();
        assert_eq!(colours, [Colour::Red, Colour::Blue, Colour::Grey]);
        assert_eq!(Marks::read(""), Marks::default());
    }
}
