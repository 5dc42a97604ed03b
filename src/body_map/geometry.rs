//! Lines and areas of a drawing. Pure: smooth lines through points, and what lies within what.

use std::fmt::Write;

/// A point of a drawing, in the units of its view box.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub(super) struct Point {
    pub x: f64,
    pub y: f64,
}

/// A point through which a line goes, and whether the line turns sharply there.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub at: Point,
    pub is_corner: bool,
}

/// One piece of a smooth line: two points that pull at it, and where it ends.
#[derive(Copy, Clone, Debug)]
struct Curve([Point; 3]);

/// Whether a line ends where it began.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    Open,
    Closed,
}

/// How strongly the neighbours of a point pull at the line, as a share of the piece's length.
const PULL: f64 = 0.36;
/// Into how many straight pieces a curve is cut where an area is measured.
const PIECES: u32 = 6;
/// How long a straight edge may be before it is cut, so that it bends with the figure.
const EDGE_MAX: f64 = 20.0;

impl Point {
    pub(super) const fn at(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    pub(super) fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// The point this share of the way to another.
    pub(super) fn towards(self, other: Self, share: f64) -> Self {
        Self::at(
            self.x + (other.x - self.x) * share,
            self.y + (other.y - self.y) * share,
        )
    }

    /// The direction to another point, of length one; nowhere, when they are one.
    fn direction(self, other: Self) -> Self {
        let length = self.distance(other);
        if length == 0.0 {
            Self::default()
        } else {
            Self::at((other.x - self.x) / length, (other.y - self.y) / length)
        }
    }
}

/// The nodes of a text such as `250,18 265,20 303,80!`, where `!` marks a corner.
pub(super) fn nodes(text: &str) -> Vec<Node> {
    let node = |word: &str| {
        let (x, y) = word.trim_end_matches('!').split_once(',')?;
        Some(Node {
            at: Point::at(x.parse().ok()?, y.parse().ok()?),
            is_corner: word.ends_with('!'),
        })
    };
    text.split_whitespace().filter_map(node).collect()
}

/// The points of such a text.
pub(super) fn points(text: &str) -> Vec<Point> {
    nodes(text).iter().map(|node| node.at).collect()
}

/// A whole outline from its right half, which begins and ends on the middle line.
pub(super) fn both_halves(half: &[Node], width: f64) -> Vec<Node> {
    let other = half.iter().rev().map(|node| Node {
        at: Point::at(width - node.at.x, node.at.y),
        ..*node
    });
    let mut whole: Vec<Node> = half.iter().copied().chain(other).collect();
    whole.dedup_by(|next, last| next.at == last.at);
    if whole.first().map(|node| node.at) == whole.last().map(|node| node.at) {
        whole.pop();
    }
    whole
}

/// The direction in which the line passes a node.
fn passing(before: Point, at: Point, after: Point) -> Point {
    let (back, on) = (before.distance(at), at.distance(after));
    let (came, goes) = (before.direction(at), at.direction(after));
    // The nearer neighbour has the greater say.
    let sum = Point::at(came.x * on + goes.x * back, came.y * on + goes.y * back);
    Point::default().direction(sum)
}

fn curves(nodes: &[Node], ends: Ends) -> Vec<Curve> {
    let count = nodes.len();
    let pieces = match ends {
        Ends::Closed => count,
        Ends::Open => count.saturating_sub(1),
    };
    let node = |index: usize| nodes[index % count];
    let curve = |index: usize| {
        let (from, to) = (node(index), node(index + 1));
        let is_first = ends == Ends::Open && index == 0;
        let is_last = ends == Ends::Open && index + 2 >= count;
        let straight = from.at.direction(to.at);
        let leaves = if from.is_corner || is_first {
            straight
        } else {
            passing(node(index + count - 1).at, from.at, to.at)
        };
        let arrives = if to.is_corner || is_last {
            straight
        } else {
            passing(from.at, to.at, node(index + 2).at)
        };
        let pull = from.at.distance(to.at) * PULL;
        Curve([
            Point::at(from.at.x + leaves.x * pull, from.at.y + leaves.y * pull),
            Point::at(to.at.x - arrives.x * pull, to.at.y - arrives.y * pull),
            to.at,
        ])
    };
    (0..pieces).map(curve).collect()
}

/// The smooth line through these nodes, as SVG writes a path.
pub(super) fn path(nodes: &[Node], ends: Ends) -> String {
    let mut text = String::new();
    let Some(first) = nodes.first() else {
        return text;
    };
    // Writing to a String cannot fail.
    let _ = write!(text, "M{:.1} {:.1}", first.at.x, first.at.y);
    for Curve([a, b, c]) in curves(nodes, ends) {
        let _ = write!(
            text,
            "C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
            a.x, a.y, b.x, b.y, c.x, c.y
        );
    }
    if ends == Ends::Closed {
        text.push('Z');
    }
    text
}

/// The area within the smooth closed line through these nodes.
pub(super) fn area(nodes: &[Node]) -> Vec<Point> {
    let mut area = Vec::new();
    let Some(mut from) = nodes.first().map(|node| node.at) else {
        return area;
    };
    for Curve([a, b, c]) in curves(nodes, Ends::Closed) {
        for piece in 1..=PIECES {
            let share = f64::from(piece) / f64::from(PIECES);
            let (ab, bc) = (a.towards(b, share), b.towards(c, share));
            let (fa, abc) = (from.towards(a, share), ab.towards(bc, share));
            area.push(fa.towards(ab, share).towards(abc, share));
        }
        from = c;
    }
    area
}

/// The same area, its long edges cut into short ones.
pub(super) fn with_short_edges(area: &[Point]) -> Vec<Point> {
    let mut cut = Vec::new();
    for (from, to) in edges(area) {
        let mut pieces = 1.0;
        while from.distance(to) / pieces > EDGE_MAX {
            pieces += 1.0;
        }
        let mut piece = 0.0;
        while piece < pieces {
            cut.push(from.towards(to, piece / pieces));
            piece += 1.0;
        }
    }
    cut
}

fn edges(area: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    let next = area.iter().cycle().skip(1);
    area.iter().copied().zip(next.copied())
}

/// Whether a point lies within an area: whether a line from it to the right leaves the area an odd
/// number of times.
pub(super) fn contains(area: &[Point], point: Point) -> bool {
    let crossed = edges(area).filter(|(from, to)| {
        (from.y > point.y) != (to.y > point.y)
            && point.x < (to.x - from.x) * (point.y - from.y) / (to.y - from.y) + from.x
    });
    crossed.count() % 2 == 1
}

/// How far a point is from the edge of an area.
pub(super) fn from_edge(area: &[Point], point: Point) -> f64 {
    let far = |(from, to): (Point, Point)| {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = dx * dx + dy * dy;
        let share = if length == 0.0 {
            0.0
        } else {
            ((point.x - from.x) * dx + (point.y - from.y) * dy) / length
        };
        point.distance(from.towards(to, share.clamp(0.0, 1.0)))
    };
    edges(area).map(far).fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: &str = "10,10! 30,10! 30,30! 10,30!";

    #[test]
    fn a_point_is_within_or_without() {
        let square = points(SQUARE);
        assert!(contains(&square, Point::at(20.0, 20.0)));
        for (x, y) in [(5.0, 20.0), (35.0, 20.0), (20.0, 5.0), (20.0, 35.0)] {
            assert!(!contains(&square, Point::at(x, y)), "{x}, {y}");
        }
        assert!((from_edge(&square, Point::at(20.0, 4.0)) - 6.0).abs() < 1e-9);
        assert!((from_edge(&square, Point::at(12.0, 20.0)) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn corners_stay_sharp_and_the_rest_is_round() {
        let sharp = area(&nodes(SQUARE));
        assert!(sharp.iter().all(|at| at.x >= 10.0 && at.x <= 30.0));
        let round = area(&nodes(&SQUARE.replace('!', "")));
        assert!(round.iter().any(|at| at.x > 31.0));
        assert!(path(&nodes(SQUARE), Ends::Closed).starts_with("M10.0 10.0C"));
    }

    #[test]
    fn two_halves_make_a_whole_that_is_its_own_mirror_image() {
        let whole = both_halves(&nodes("50,0 80,20 50,60!"), 100.0);
        let at: Vec<_> = whole.iter().map(|node| (node.at.x, node.at.y)).collect();
        assert_eq!(at, [(50.0, 0.0), (80.0, 20.0), (50.0, 60.0), (20.0, 20.0)]);
    }

    #[test]
    fn long_edges_are_cut_where_they_are() {
        let cut = with_short_edges(&points("0,0 50,0 50,10"));
        assert!(edges(&cut).all(|(from, to)| from.distance(to) <= EDGE_MAX));
        assert!(cut.contains(&Point::at(50.0, 0.0)));
    }
}
