//! A picture as it stands on a page: its lines, its regions, and which region a point lies in.
//!
//! A younger child's figure is the same drawing with other proportions, so that a mark which was
//! placed on one is found again on the other.

use std::sync::LazyLock;

use super::geometry::{
    Ends, Node, Point, area, both_halves, contains, from_edge, nodes, path, points,
    with_short_edges,
};
use super::shapes::{
    BACK, FOOT_SOLE, FOOT_TOP, FRONT, HAND_BACK, HAND_PALM, HEAD_BACK, HEAD_FRONT, HEAD_LEFT,
    Shape, ShapeCell, Younger,
};
use super::view::{Build, Side, View};

/// The largest coordinate: places are thousandths of the view box.
pub(super) const PLACE_MAX: i32 = 1000;
/// How far beside the outline a mark may stand, in units of the view box.
const BESIDE_MAX: f64 = 14.0;

/// Where a mark stands: thousandths of the view box, to the right and down.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub x: i32,
    pub y: i32,
}

/// A picture of one build.
#[derive(Debug)]
pub(super) struct Figure {
    pub view: View,
    pub build: Build,
    pub width: i32,
    pub height: i32,
    /// The outline, as SVG writes a path.
    pub outline: String,
    /// The lines within it.
    pub lines: String,
    pub cells: Vec<Cell>,
    /// Whether a younger child's differs.
    pub differs: bool,
    body: Vec<Point>,
    drawn: Drawn,
}

/// A region of a picture.
#[derive(Debug)]
pub(super) struct Cell {
    pub key: String,
    /// What nurses call it.
    pub name: String,
    pub centre: Place,
    pub edge: Vec<Point>,
}

/// What was drawn, and what is done to it: turned into its mirror image, made younger.
#[derive(Copy, Clone, Debug)]
struct Drawn {
    shape: &'static Shape,
    is_mirrored: bool,
    younger: Option<Younger>,
    /// The side that `{S}` names in what is drawn once.
    side: Side,
}

static FIGURES: LazyLock<Vec<Figure>> = LazyLock::new(|| {
    let builds = |view| Build::ALL.map(|build| Figure::of(view, build));
    View::ALL.into_iter().flat_map(builds).collect()
});

/// Every picture, of both builds.
pub(super) fn figures() -> &'static [Figure] {
    &FIGURES
}

/// A picture.
pub(super) fn figure(view: View, build: Build) -> &'static Figure {
    // The order in which they were made.
    &FIGURES[view as usize * Build::ALL.len() + build as usize]
}

impl Drawn {
    fn of(view: View, build: Build) -> Self {
        let (shape, is_mirrored, side) = match view {
            // Whoever looks at a face has the child's left to their right.
            View::Front => (&FRONT, false, Side::Left),
            View::Back => (&BACK, false, Side::Right),
            View::HeadFront => (&HEAD_FRONT, false, Side::Left),
            View::HeadBack => (&HEAD_BACK, false, Side::Right),
            View::HeadLeft => (&HEAD_LEFT, false, Side::Left),
            View::HeadRight => (&HEAD_LEFT, true, Side::Right),
            View::LeftHandBack => (&HAND_BACK, false, Side::Left),
            View::RightHandBack => (&HAND_BACK, true, Side::Right),
            View::RightPalm => (&HAND_PALM, false, Side::Right),
            View::LeftPalm => (&HAND_PALM, true, Side::Left),
            View::LeftFootTop => (&FOOT_TOP, false, Side::Left),
            View::RightFootTop => (&FOOT_TOP, true, Side::Right),
            View::RightSole => (&FOOT_SOLE, false, Side::Right),
            View::LeftSole => (&FOOT_SOLE, true, Side::Left),
        };
        let younger = match build {
            Build::Younger => shape.younger,
            Build::Older => None,
        };
        Self {
            shape,
            is_mirrored,
            younger,
            side,
        }
    }

    fn width(self) -> f64 {
        f64::from(self.shape.width)
    }

    fn mirror(self, at: Point) -> Point {
        Point::at(self.width() - at.x, at.y)
    }

    /// Where a drawn point comes to lie.
    fn lies(self, at: Point) -> Point {
        let at = match self.younger {
            Some(younger) => {
                let (middle, wide) = (self.width() / 2.0, along(younger.widths, at.y));
                Point::at(
                    middle + (at.x - middle) * wide,
                    along(younger.heights, at.y),
                )
            }
            None => at,
        };
        if self.is_mirrored {
            self.mirror(at)
        } else {
            at
        }
    }

    /// The drawn point that comes to lie here.
    fn drawn(self, at: Point) -> Point {
        let at = if self.is_mirrored {
            self.mirror(at)
        } else {
            at
        };
        match self.younger {
            Some(younger) => {
                let back: Vec<_> = younger
                    .heights
                    .iter()
                    .map(|(y, lies)| (*lies, *y))
                    .collect();
                let y = along(&back, at.y);
                let (middle, wide) = (self.width() / 2.0, along(younger.widths, y));
                Point::at(middle + (at.x - middle) / wide, y)
            }
            None => at,
        }
    }

    fn nodes(self, nodes: &[Node]) -> Vec<Node> {
        let lie = nodes.iter().map(|node| Node {
            at: self.lies(node.at),
            ..*node
        });
        lie.collect()
    }

    /// The outline that was drawn, whole.
    fn outline(self) -> Vec<Node> {
        let outline = nodes(self.shape.outline);
        if self.shape.is_half {
            both_halves(&outline, self.width())
        } else {
            outline
        }
    }

    fn lines(self) -> String {
        let line = |text: &&str| path(&self.nodes(&nodes(text)), Ends::Open);
        let mirrored = |text: &&str| {
            let other: Vec<Node> = nodes(text)
                .iter()
                .map(|node| Node {
                    at: self.mirror(node.at),
                    ..*node
                })
                .collect();
            path(&self.nodes(&other), Ends::Open)
        };
        let (once, paired) = (self.shape.lines, self.shape.paired_lines);
        let once = once.iter().map(line);
        let pairs = paired.iter().map(line);
        once.chain(pairs)
            .chain(paired.iter().map(mirrored))
            .collect()
    }

    fn cells(self) -> Vec<Cell> {
        let once = self.shape.cells.iter();
        let once = once.map(|cell| self.cell(cell, cell.key.to_owned(), self.side, |at| at));
        let pairs = self.shape.paired_cells.iter().flat_map(|cell| {
            let key = |side: Side| format!("{}-{}", cell.key, side.word());
            let (near, far) = (self.side, self.side.other());
            [
                self.cell(cell, key(near), near, |at| at),
                self.cell(cell, key(far), far, |at| self.mirror(at)),
            ]
        });
        once.chain(pairs).collect()
    }

    fn cell(
        self,
        cell: &ShapeCell,
        key: String,
        side: Side,
        turned: impl Fn(Point) -> Point,
    ) -> Cell {
        let edge = points(cell.edge);
        let edge = match self.younger {
            Some(_) => with_short_edges(&edge),
            None => edge,
        };
        let (x, y) = cell.centre;
        let centre = self.lies(turned(Point::at(x.into(), y.into())));
        let lies = |at: &Point| {
            let at = self.lies(turned(*at));
            // As scripts are told it, so that they and we say the same.
            Point::at((at.x * 10.0).round() / 10.0, (at.y * 10.0).round() / 10.0)
        };
        Cell {
            key,
            name: side.names(cell.name),
            centre: self.place(centre),
            edge: edge.iter().map(lies).collect(),
        }
    }

    fn place(self, at: Point) -> Place {
        let share = |at: f64, of: i32| {
            let place = (at * f64::from(PLACE_MAX) / f64::from(of)).round();
            // Between the two edges of the picture, so no digit is lost.
            place.clamp(0.0, f64::from(PLACE_MAX)) as i32
        };
        Place {
            x: share(at.x, self.shape.width),
            y: share(at.y, self.shape.height),
        }
    }

    fn point(self, place: Place) -> Point {
        let share = |place: i32, of: i32| f64::from(place) * f64::from(of) / f64::from(PLACE_MAX);
        Point::at(
            share(place.x, self.shape.width),
            share(place.y, self.shape.height),
        )
    }
}

/// What a table of pairs says in between; beyond its ends, what it says there.
fn along(table: &[(f64, f64)], at: f64) -> f64 {
    let before = table.iter().rev().find(|(from, _)| *from <= at);
    let after = table.iter().find(|(from, _)| *from > at);
    match (before, after) {
        (Some((from, a)), Some((to, b))) => a + (b - a) * (at - from) / (to - from),
        (Some((_, last)), None) => *last,
        (None, Some((_, first))) => *first,
        (None, None) => at,
    }
}

impl Figure {
    fn of(view: View, build: Build) -> Self {
        let drawn = Drawn::of(view, build);
        let outline = drawn.nodes(&drawn.outline());
        Self {
            view,
            build,
            width: drawn.shape.width,
            height: drawn.shape.height,
            outline: path(&outline, Ends::Closed),
            lines: drawn.lines(),
            cells: drawn.cells(),
            differs: drawn.shape.younger.is_some(),
            body: area(&outline),
            drawn,
        }
    }

    /// Where a place lies, in units of the view box.
    pub(super) fn point(&self, place: Place) -> Point {
        self.drawn.point(place)
    }

    /// Whether a place is on the body.
    pub(super) fn is_on_body(&self, place: Place) -> bool {
        contains(&self.body, self.point(place))
    }

    /// The region in which a place lies; none, when it is beside the body.
    pub(super) fn region_at(&self, place: Place) -> Option<&Cell> {
        let point = self.point(place);
        if !contains(&self.body, point) && from_edge(&self.body, point) > BESIDE_MAX {
            return None;
        }
        // Where regions meet, rounding may leave a hair between them.
        let near = [(0.0, 0.0), (0.2, 0.0), (0.0, 0.2), (-0.2, 0.0), (0.0, -0.2)];
        near.iter().find_map(|(dx, dy)| {
            let point = Point::at(point.x + dx, point.y + dy);
            self.cells.iter().find(|cell| contains(&cell.edge, point))
        })
    }

    /// The region that is called so.
    pub(super) fn region(&self, key: &str) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.key == key)
    }

    /// The same place of the body in this picture of another build.
    pub(super) fn translate(&self, place: Place, to: &Self) -> Place {
        let drawn = self.drawn.drawn(self.point(place));
        to.drawn.place(to.drawn.lies(drawn))
    }

    /// Where a mark is put that names this region alone: its centre, or beside it where others
    /// stand already.
    pub(super) fn free_place(&self, cell: &Cell, taken: &[Place]) -> Place {
        const STEP: i32 = 28;
        let centre = cell.centre;
        let around = [
            (0, 0),
            (1, 0),
            (-1, 0),
            (0, 1),
            (0, -1),
            (1, 1),
            (-1, -1),
            (1, -1),
            (-1, 1),
        ];
        let places = around.iter().flat_map(|(x, y)| {
            [1, 2].map(|far| Place {
                x: centre.x + x * far * STEP * self.height / self.width,
                y: centre.y + y * far * STEP,
            })
        });
        let is_free = |place: &Place| {
            let near = |other: &Place| (other.x - place.x).abs() + (other.y - place.y).abs() < STEP;
            !taken.iter().any(near)
                && self.is_on_body(*place)
                && self.region_at(*place).is_some_and(|at| at.key == cell.key)
        };
        places.into_iter().find(is_free).unwrap_or(centre)
    }
}

#[cfg(test)]
#[path = "figure_tests.rs"]
mod tests;
