//! What repeats: each pattern by what tells it from every other, and the parts of a school's day.

use keyward_moment::Moment;

use crate::ids::{PersonId, PupilId};

/// What repeats.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pattern {
    /// Several concerns about one child within a window, none of them marked as significant.
    Several(PupilId),
    /// Concerns about several children at one place, in plain words.
    Place(String),
    /// Concerns about one child on one weekday (Monday is 1) at one time of day.
    Time(PupilId, i8, DayPart),
    /// Concerns that name one adult.
    Adult(PersonId),
    /// More concerns than before about a sibling of a child.
    SiblingRise { of: PupilId, sibling: PupilId },
}

/// A part of the day, as a school divides it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DayPart {
    BeforeSchool,
    Morning,
    Midday,
    Afternoon,
    AfterSchool,
}

impl DayPart {
    pub(super) fn of(moment: Moment) -> Self {
        let time = moment.london().time();
        match i16::from(time.hour()) * 60 + i16::from(time.minute()) {
            ..525 => Self::BeforeSchool,
            525..720 => Self::Morning,
            720..810 => Self::Midday,
            810..930 => Self::Afternoon,
            _ => Self::AfterSchool,
        }
    }

    /// `in the morning`.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::BeforeSchool => "before school",
            Self::Morning => "in the morning",
            Self::Midday => "at midday",
            Self::Afternoon => "in the afternoon",
            Self::AfterSchool => "after school",
        }
    }

    /// As it stands in a signal's name.
    const fn name(self) -> &'static str {
        match self {
            Self::BeforeSchool => "before",
            Self::Morning => "morning",
            Self::Midday => "midday",
            Self::Afternoon => "afternoon",
            Self::AfterSchool => "after",
        }
    }
}

impl Pattern {
    /// The parts that tell one pattern from every other, whatever records it stands on.
    pub(super) fn parts(&self) -> Vec<String> {
        match self {
            Self::Several(pupil) => vec!["several".into(), pupil.0.clone()],
            Self::Place(place) => vec!["place".into(), place.clone()],
            Self::Time(pupil, weekday, part) => vec![
                "time".into(),
                pupil.0.clone(),
                weekday.to_string(),
                part.name().into(),
            ],
            Self::Adult(person) => vec!["adult".into(), person.0.clone()],
            Self::SiblingRise { of, sibling } => {
                vec!["sibling".into(), of.0.clone(), sibling.0.clone()]
            }
        }
    }

    /// The child in whose file it is shown, where it is about one.
    pub(super) fn pupil(&self) -> Option<&PupilId> {
        match self {
            Self::Several(pupil)
            | Self::Time(pupil, _, _)
            | Self::SiblingRise { of: pupil, .. } => Some(pupil),
            Self::Place(_) | Self::Adult(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday 23 November 2026 at 10:00 in London.
    const NOW: i64 = 1_795_428_000_000_000;

    #[test]
    fn the_day_is_divided_as_a_school_divides_it() {
        let at = |hour: i64, minute: i64| {
            DayPart::of(Moment::from_micros(NOW).plus_seconds((hour - 10) * 3_600 + minute * 60))
        };
        for (hour, minute, part) in [
            (8, 44, DayPart::BeforeSchool),
            (8, 45, DayPart::Morning),
            (12, 0, DayPart::Midday),
            (13, 30, DayPart::Afternoon),
            (15, 30, DayPart::AfterSchool),
        ] {
            assert_eq!(at(hour, minute), part, "{hour}:{minute}");
        }
    }
}
