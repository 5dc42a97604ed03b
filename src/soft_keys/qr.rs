//! A text as a QR code (ISO/IEC 18004), drawn in squares that stand in the page itself: pure.
//!
//! It is part of the page and no picture with an address of its own, so what it says is nowhere
//! asked for, kept or logged.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};

/// The light frame that a camera needs around the code, in squares (ISO/IEC 18004, "quiet zone").
const QUIET: i32 = 4;

/// A QR code as one path of an SVG.
#[derive(Clone)]
pub(super) struct Drawing {
    /// How many squares it is wide and high, with its frame.
    pub side: i32,
    /// The dark squares, as the `d` of a path.
    pub path: String,
}

impl Drawing {
    /// Draws this text; nothing where it is longer than any code holds.
    pub fn of(text: &str) -> Option<Self> {
        // A screen has no dirt and no creases: the fewer squares, the larger each is.
        let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            let mut x = 0;
            while x < code.size() {
                let dark = (x..code.size()).take_while(|x| code.get_module(*x, y));
                let run = i32::try_from(dark.count()).unwrap_or_default();
                if run > 0 {
                    // Writing to a String cannot fail.
                    let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
                }
                x += run.max(1);
            }
        }
        let side = code.size() + 2 * QUIET;
        Some(Self { side, path })
    }
}

#[cfg(test)]
pub(super) mod reading {
    //! What a camera sees of a drawing.

    use super::QUIET;

    /// The text that a drawing of this path and side says.
    pub fn text_of(side: usize, path: &str) -> String {
        let quiet = usize::try_from(QUIET).expect("a few");
        let mut dark = vec![vec![false; side]; side];
        for run in path.split('z').filter(|run| !run.is_empty()) {
            let (corner, rest) = run
                .strip_prefix('M')
                .and_then(|run| run.split_once('h'))
                .expect("a run");
            let (x, y) = corner.split_once(' ').expect("a corner");
            let number = |text: &str| text.parse::<usize>().expect("a number");
            let length = number(rest.split('v').next().unwrap_or_default());
            let (x, y) = (number(x), number(y));
            dark[y][x..x + length].fill(true);
        }
        let frame = |at: usize| at < quiet || at >= side - quiet;
        for (y, row) in dark.iter().enumerate() {
            for (x, square) in row.iter().enumerate() {
                assert!(!(*square && (frame(x) || frame(y))), "the frame is light");
            }
        }
        let grid = rqrr::SimpleGrid::from_func(side - 2 * quiet, |x, y| dark[y + quiet][x + quiet]);
        let (_, text) = rqrr::Grid::new(grid).decode().expect("a QR code");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Drawing;
    use super::reading::text_of;

    #[test]
    fn a_drawing_says_what_it_was_drawn_of() {
        let long = "x".repeat(600);
        for text in [
            "a",
            "otpauth://totp/Keyward:a%40b.example?secret=ABC",
            &long,
        ] {
            let drawing = Drawing::of(text).expect("it fits");
            let side = usize::try_from(drawing.side).expect("a side");
            assert_eq!(text_of(side, &drawing.path), text);
        }
    }

    #[test]
    fn what_no_code_holds_is_not_drawn() {
        assert!(Drawing::of(&"x".repeat(3_000)).is_none());
    }
}
