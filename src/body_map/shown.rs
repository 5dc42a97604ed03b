//! The body maps of a concern, as whoever reads the concern sees them.

use std::collections::BTreeMap;

use askama::Template;
use askama::filters::HtmlSafe;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::mark::Mark;
use super::picture::{Age, Picture, pictures};
use super::store::{self, Recorded};
use super::view::Build;
use crate::concerns::Noticed;
use crate::cx::Tx;
use crate::ids::{ConcernId, PupilId};
use crate::inbox::WayBack;

/// The maps of a concern, as a part of its page.
#[derive(Clone, Debug, Template)]
#[template(path = "body_map/shown.html")]
pub struct BodyMaps {
    concern: ConcernId,
    maps: Vec<BodyMap>,
    /// The inbox from which the concern was opened.
    from: WayBack,
    /// Whether marks can be added now.
    offers: bool,
}

/// It is a part of a page, in which everything typed was made harmless already.
impl HtmlSafe for BodyMaps {}

/// The map of one pupil in one concern.
#[derive(Clone, Debug)]
pub(super) struct BodyMap {
    /// The pupil's name.
    pub(super) name: String,
    pub(super) pictures: Vec<Picture>,
    pub(super) marks: Vec<MarkLine>,
}

/// A mark in the list beside the pictures.
#[derive(Clone, Debug)]
pub(super) struct MarkLine {
    pub number: i64,
    pub region: String,
    /// What kind it is, how large, of which colour.
    pub look: String,
    pub description: String,
    pub noticed: Noticed,
    pub written_at: Moment,
    pub writer: String,
    /// Whether it was added after the concern was logged.
    pub is_later: bool,
}

impl MarkLine {
    fn of((number, recorded): (i64, &Recorded), logged_at: Moment) -> Self {
        let mark = &recorded.mark;
        Self {
            number,
            region: mark.region.clone(),
            look: look(mark),
            description: mark.description.clone(),
            noticed: recorded.noticed,
            written_at: recorded.written_at,
            writer: recorded.writer.clone(),
            is_later: recorded.written_at > logged_at,
        }
    }
}

/// What a mark looked like, in one line.
pub(super) fn look(mark: &Mark) -> String {
    let parts = [mark.kind.words(), &mark.size, &mark.colour];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(", ")
}

/// The build whose figure shows the marks: the one on which the last of them was placed.
pub(super) fn build_of<'a>(marks: impl IntoIterator<Item = &'a Recorded>) -> Build {
    let last = marks.into_iter().max_by_key(|mark| mark.noticed);
    last.map_or_else(Build::default, |last| last.mark.spot.build)
}

/// The body maps of a concern: of each pupil whom the actor may know it to be about, if marks were
/// seen.
///
/// # Errors
/// That the database is away; a bug's page when a mark was changed or moved.
pub fn of_concern(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    logged_at: Moment,
) -> Result<BodyMaps, Problem> {
    let marks = store::of_concern(tx, concern)?;
    let theirs = marks.chunk_by(|(one, ..), (other, ..)| one == other);
    Ok(BodyMaps {
        concern: concern.clone(),
        maps: theirs.map(|marks| map(marks, logged_at)).collect(),
        from: WayBack::default(),
        offers: tx.access().view().is_none(),
    })
}

/// The marks on one pupil in each of the concerns of their file that were noticed between these moments
/// (microseconds), as a list of text, a line each; of none whom the actor may not know it to be about.
///
/// # Errors
/// As [`of_concern`].
pub fn in_words(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    noticed: (i64, i64),
) -> Result<BTreeMap<ConcernId, String>, Problem> {
    let marks = store::of_file(tx, pupil, noticed)?;
    let of_each = marks.chunk_by(|one, other| one.concern == other.concern);
    let lists = of_each.filter_map(|marks| Some((marks.first()?.concern.clone(), list(marks))));
    Ok(lists.collect())
}

/// Marks in words, numbered as the reader sees them, as on the concern's page.
fn list(marks: &[Recorded]) -> String {
    let lines = (1..).zip(marks).map(|(number, recorded): (i64, _)| {
        let mark = &recorded.mark;
        let line = format!("{number}. {}: {}", mark.region, look(mark));
        match mark.description.as_str() {
            "" => line,
            description => format!("{line}. {description}"),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn map(marks: &[(PupilId, String, Recorded)], logged_at: Moment) -> BodyMap {
    // Numbered as the reader sees them, so that no gap tells of a mark that they do not see.
    let recorded = || marks.iter().map(|(_, _, recorded)| recorded);
    let numbered = || (1..).zip(recorded());
    let spots = numbered().map(|(number, one)| (number, one.mark.spot, Age::Recent));
    let spots: Vec<_> = spots.collect();
    BodyMap {
        name: marks
            .first()
            .map(|(_, name, _)| name.clone())
            .unwrap_or_default(),
        pictures: pictures(&spots, build_of(recorded())),
        marks: numbered().map(|one| MarkLine::of(one, logged_at)).collect(),
    }
}

impl BodyMaps {
    /// The same, on the page of a concern that was opened from this inbox.
    #[must_use]
    pub fn from(self, inbox: &WayBack) -> Self {
        Self {
            from: inbox.clone(),
            ..self
        }
    }

    /// Maps to try a page with.
    pub fn sample() -> Self {
        let logged_at = Moment::from_micros(0);
        let mark = |spot: &str, later| {
            let spot = super::mark::Spot::read(spot)?;
            let recorded = Recorded {
                concern: ConcernId("c".into()),
                noticed: Noticed::at(logged_at),
                written_at: logged_at.plus_seconds(later),
                writer: "Sam Staff".into(),
                mark: Mark {
                    spot,
                    region: spot.region()?.name.clone(),
                    kind: super::mark::Kind::Bruise,
                    description: "Round, with a clear edge.".into(),
                    size: "2 cm".into(),
                    colour: "yellow".into(),
                },
            };
            Some((PupilId("p".into()), "Zoë O’Sullivan".to_owned(), recorded))
        };
        let marks = [
            mark("front:older:630:720", 0),
            mark("left-palm:older:230:550", 86_400),
        ];
        let marks: Vec<_> = marks.into_iter().flatten().collect();
        Self {
            concern: ConcernId("c".into()),
            maps: vec![map(&marks, logged_at)],
            from: WayBack::default(),
            offers: true,
        }
    }
}
