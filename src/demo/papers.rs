//! The files that go with the demo's stories.

use keyward_web::Problem;

const LETTER: &[u8] = include_bytes!("letter.pdf");
const DRAWING: &[u8] = include_bytes!("drawing.png");

/// The content of a file of this name.
pub(super) fn called(name: &str) -> Result<&'static [u8], Problem> {
    match name.rsplit_once('.') {
        Some((_, "pdf")) => Ok(LETTER),
        Some((_, "png")) => Ok(DRAWING),
        _ => Err(Problem::bug(format_args!(
            "the demo's own data: no file is like {name}"
        ))),
    }
}
