//! The noun: a mark that somebody saw on a child's body, where it was and what it looked like.

use serde::{Deserialize, Serialize};

use super::figure::{Cell, Figure, Place, figure};
use super::view::{Build, View};

/// What kind of mark it is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Bruise,
    Cut,
    Burn,
    Bite,
    Swelling,
    Rash,
    Pain,
    Other,
}

impl Kind {
    pub(super) const ALL: [Self; 8] = [
        Self::Bruise,
        Self::Cut,
        Self::Burn,
        Self::Bite,
        Self::Swelling,
        Self::Rash,
        Self::Pain,
        Self::Other,
    ];

    /// As forms and rows call it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Bruise => "bruise",
            Self::Cut => "cut",
            Self::Burn => "burn",
            Self::Bite => "bite",
            Self::Swelling => "swelling",
            Self::Rash => "rash",
            Self::Pain => "pain",
            Self::Other => "other",
        }
    }

    /// The kind that is called so.
    pub(super) fn called(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// As people call it. It says what was seen, not how it came about.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Bruise => "Bruise",
            Self::Cut => "Cut or graze",
            Self::Burn => "Burn or scald",
            Self::Bite => "Bite mark",
            Self::Swelling => "Swelling",
            Self::Rash => "Rash",
            Self::Pain => "Pain, with no mark to see",
            Self::Other => "Something else",
        }
    }
}

/// A place on one picture, as a form sends it: `front:older:512:300`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub view: View,
    pub build: Build,
    pub place: Place,
}

impl Spot {
    /// Reads a spot that lies on the body.
    pub(super) fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(':').collect();
        let &[view, build, x, y] = parts.as_slice() else {
            return None;
        };
        let spot = Self {
            view: View::called(view)?,
            build: Build::called(build)?,
            place: Place {
                x: x.parse().ok()?,
                y: y.parse().ok()?,
            },
        };
        spot.region().map(|_| spot)
    }

    /// The spot that a region's name alone stands for, `front/knee-left`, beside those taken.
    pub(super) fn named(name: &str, build: Build, taken: &[Self]) -> Option<Self> {
        let (view, key) = name.split_once('/')?;
        let view = View::called(view)?;
        let figure = figure(view, build);
        let there = taken
            .iter()
            .filter(|spot| spot.view == view && spot.build == build);
        let there: Vec<Place> = there.map(|spot| spot.place).collect();
        let place = figure.free_place(figure.region(key)?, &there);
        Some(Self { view, build, place })
    }

    /// The picture on which it stands.
    pub(super) fn figure(self) -> &'static Figure {
        figure(self.view, self.build)
    }

    /// The region in which it lies.
    pub(super) fn region(self) -> Option<&'static Cell> {
        self.figure().region_at(self.place)
    }

    /// As a form sends it.
    pub(super) fn written(self) -> String {
        let Place { x, y } = self.place;
        format!("{}:{}:{x}:{y}", self.view.key(), self.build.key())
    }
}

/// A mark. Its region was found by its place, so the two cannot disagree; it is kept in words,
/// because a drawing may be drawn better one day and the record stays what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub(super) spot: Spot,
    pub(super) region: String,
    pub(super) kind: Kind,
    pub(super) description: String,
    pub(super) size: String,
    pub(super) colour: String,
}

/// A mark as it is sealed.
#[derive(Debug, Deserialize, Serialize)]
struct Sealed {
    spot: String,
    region: String,
    kind: String,
    description: String,
    size: String,
    colour: String,
}

impl Mark {
    /// The words that are sealed.
    pub(super) fn words(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&Sealed {
            spot: self.spot.written(),
            region: self.region.clone(),
            kind: self.kind.key().to_owned(),
            description: self.description.clone(),
            size: self.size.clone(),
            colour: self.colour.clone(),
        })
    }

    /// The mark of words that were sealed.
    pub(super) fn of_words(words: &str) -> Option<Self> {
        let sealed: Sealed = serde_json::from_str(words).ok()?;
        Some(Self {
            spot: Spot::read(&sealed.spot)?,
            region: sealed.region,
            kind: Kind::called(&sealed.kind)?,
            description: sealed.description,
            size: sealed.size,
            colour: sealed.colour,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spot_is_read_as_it_was_written_and_only_where_a_body_is() {
        let text = "front:older:630:720";
        let spot = Spot::read(text).unwrap();
        assert_eq!(spot.written(), text);
        assert_eq!(spot.region().unwrap().name, "Left knee, front");
        for wrong in [
            "",
            "front:older:630",
            "front:older:630:720:1",
            "side:older:630:720",
            "front:old:630:720",
            "front:older:0:0",
            "front:older:-5:720",
            "front:older:99999:720",
            "front:older:NaN:720",
        ] {
            assert_eq!(Spot::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_region_alone_names_a_spot_within_it() {
        let spot = Spot::named("left-palm/thumb", Build::Younger, &[]).unwrap();
        assert_eq!(spot.region().unwrap().name, "Left thumb, palm side");
        let next = Spot::named("left-palm/thumb", Build::Younger, &[spot]).unwrap();
        assert_ne!(spot, next);
        assert_eq!(next.region().unwrap().name, "Left thumb, palm side");
        assert_eq!(Spot::named("left-palm/knee", Build::Older, &[]), None);
        assert_eq!(Spot::named("left-palm", Build::Older, &[]), None);
    }

    #[test]
    fn a_mark_comes_back_from_its_words() {
        let mark = Mark {
            spot: Spot::read("front:older:630:720").unwrap(),
            region: "Left knee, front".into(),
            kind: Kind::Bruise,
            description: "Round, \"old\"".into(),
            size: "2 cm".into(),
            colour: "yellow".into(),
        };
        assert_eq!(Mark::of_words(&mark.words().unwrap()), Some(mark));
        assert_eq!(Mark::of_words("{}"), None);
        for kind in Kind::ALL {
            assert_eq!(Kind::called(kind.key()), Some(kind));
        }
    }
}
