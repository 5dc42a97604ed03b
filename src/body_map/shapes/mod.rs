//! The drawings, made for Keyward: outlines that show neither sex nor face beyond what places a
//! mark, and the regions of each, which tile the drawing without gap or overlap.
//!
//! Points are written as in a picture: to the right, then down. `!` marks a sharp corner.

mod back;
mod foot;
mod front;
mod hand;
mod head;

pub(in crate::body_map) use back::BACK;
pub(in crate::body_map) use foot::{FOOT_SOLE, FOOT_TOP};
pub(in crate::body_map) use front::FRONT;
pub(in crate::body_map) use hand::{HAND_BACK, HAND_PALM};
pub(in crate::body_map) use head::{HEAD_BACK, HEAD_FRONT, HEAD_LEFT};

/// A drawing.
#[derive(Copy, Clone, Debug)]
pub(in crate::body_map) struct Shape {
    pub width: i32,
    pub height: i32,
    /// Whether the outline is the right half of one that is its own mirror image.
    pub is_half: bool,
    pub outline: &'static str,
    /// What helps to find one's way: a nail, a crease.
    pub lines: &'static [&'static str],
    /// Such lines of the right half, which the left half has too.
    pub paired_lines: &'static [&'static str],
    /// How a younger child differs, where they do.
    pub younger: Option<Younger>,
    pub cells: &'static [ShapeCell],
    /// Regions of the right half, which the left half has too.
    pub paired_cells: &'static [ShapeCell],
}

/// A region of a drawing.
#[derive(Copy, Clone, Debug)]
pub(in crate::body_map) struct ShapeCell {
    pub key: &'static str,
    /// What nurses call it; `{S}` and `{s}` stand for the side, which is the child's own.
    pub name: &'static str,
    /// Where a mark stands that is placed by the name alone.
    pub centre: (i32, i32),
    pub edge: &'static str,
}

/// How a younger child's figure differs from the one that is drawn: where heights come to lie, and
/// how wide it is there.
#[derive(Copy, Clone, Debug)]
pub(in crate::body_map) struct Younger {
    pub heights: &'static [(f64, f64)],
    pub widths: &'static [(f64, f64)],
}

/// A younger child’s body, from the front and from behind.
const YOUNGER_BODY: Younger = Younger {
    heights: &[
        (18.0, 18.0),
        (152.0, 172.0),
        (196.0, 228.0),
        (384.0, 420.0),
        (532.0, 570.0),
        (720.0, 768.0),
        (985.0, 985.0),
    ],
    widths: &[
        (18.0, 1.3),
        (110.0, 1.28),
        (150.0, 1.15),
        (166.0, 1.05),
        (196.0, 0.9),
        (384.0, 0.97),
        (480.0, 0.96),
        (532.0, 0.95),
        (720.0, 1.0),
        (930.0, 1.02),
        (985.0, 1.05),
    ],
};

const fn cell(
    key: &'static str,
    name: &'static str,
    centre: (i32, i32),
    edge: &'static str,
) -> ShapeCell {
    ShapeCell {
        key,
        name,
        centre,
        edge,
    }
}
