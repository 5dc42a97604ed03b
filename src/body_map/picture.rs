//! A picture with marks on it, drawn by the server: numbers on an outline, which a list beside it
//! explains.

use super::figure::{Figure, figure};
use super::mark::Spot;
use super::view::Build;

/// How large the circle of a mark is, as a share of the width of a whole body's picture.
const BODY_RADIUS: f64 = 0.044;
/// The same of a head, hand or foot, which stands smaller on the page.
const PART_RADIUS: f64 = 0.06;
/// How large a number is beside its circle.
const LETTERS: f64 = 1.3;
/// A picture higher than this is one of a whole body.
const PART_HEIGHT_MAX: i32 = 800;

/// A picture with its marks.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    pub figure: &'static Figure,
    pub spots: Vec<Numbered>,
}

/// A mark on a picture.
#[derive(Clone, Debug)]
pub(super) struct Numbered {
    pub number: i64,
    pub x: String,
    pub y: String,
    /// How long ago it was seen.
    pub age: Age,
}

/// How long ago a mark was seen, in three steps.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Age {
    #[default]
    Recent,
    Earlier,
    Old,
}

impl Age {
    /// As the style sheet calls it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Recent => "recent",
            Self::Earlier => "earlier",
            Self::Old => "old",
        }
    }

    /// In words, for whoever cannot tell dark from faint.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Recent => "in the last 14 days",
            Self::Earlier => "in the last 90 days",
            Self::Old => "more than 90 days ago",
        }
    }
}

/// The pictures that show these marks: one for each view that has any, all of one build.
pub(super) fn pictures(marks: &[(i64, Spot, Age)], build: Build) -> Vec<Picture> {
    let mut views: Vec<_> = marks.iter().map(|(_, spot, _)| spot.view).collect();
    views.sort_unstable();
    views.dedup();
    let picture = |view| {
        let onto = figure(view, build);
        let there = marks.iter().filter(|(_, spot, _)| spot.view == view);
        let spots = there.map(|(number, spot, age)| {
            let point = onto.point(spot.figure().translate(spot.place, onto));
            Numbered {
                number: *number,
                x: format!("{:.1}", point.x),
                y: format!("{:.1}", point.y),
                age: *age,
            }
        });
        Picture {
            figure: onto,
            spots: spots.collect(),
        }
    };
    views.into_iter().map(picture).collect()
}

impl Picture {
    /// What the picture shows, for somebody who does not see it.
    pub(super) fn words(&self) -> String {
        let mut numbers: Vec<_> = self.spots.iter().map(|spot| spot.number).collect();
        numbers.sort_unstable();
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let marks = match numbers.as_slice() {
            [_] => "mark",
            _ => "marks",
        };
        let view = self.figure.view.words();
        format!("{view}, with {marks} {}", numbers.join(", "))
    }

    /// How large a circle is.
    pub(super) fn radius(&self) -> String {
        format!("{:.1}", self.circle())
    }

    /// How large a number is.
    pub(super) fn letters(&self) -> String {
        format!("{:.1}", self.circle() * LETTERS)
    }

    fn circle(&self) -> f64 {
        let share = if self.is_whole() {
            BODY_RADIUS
        } else {
            PART_RADIUS
        };
        f64::from(self.figure.width) * share
    }

    fn is_whole(&self) -> bool {
        self.figure.height > PART_HEIGHT_MAX
    }

    /// How the page lays it out: a body is high, a head, hand or foot is not.
    pub(super) fn shape(&self) -> &'static str {
        if self.is_whole() { "tall" } else { "small" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, number: i64) -> (i64, Spot, Age) {
        (number, Spot::read(text).unwrap(), Age::Recent)
    }

    #[test]
    fn each_view_that_has_marks_is_one_picture_that_says_which() {
        let marks = [
            seen("left-palm:older:230:550", 2),
            seen("front:older:630:720", 3),
            seen("front:younger:370:760", 1),
        ];
        let pictures = pictures(&marks, Build::Older);
        let words: Vec<_> = pictures.iter().map(Picture::words).collect();
        let expected = [
            "Body, front, with marks 1, 3",
            "Left hand, palm, with mark 2",
        ];
        assert_eq!(words, expected);
        // On the younger child's figure the knee is lower than on the older one's.
        assert_eq!(pictures[0].spots[0].y, "720.0");
        assert!(pictures[0].spots[1].y.parse::<f64>().unwrap() < 740.0);
    }
}
