//! The dashboard of somebody who views as a user group: nothing of their own, which is not its
//! people's, and nothing of its people's own, which is not theirs to see.

use askama::Template;
use keyward_web::Answer;

use crate::access::Files;
use crate::counted::Counted;
use crate::cx::Cx;
use crate::inbox;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "dashboard/viewing.html")]
pub(super) struct ViewingPage {
    shell: Shell,
    /// How many concerns nobody has acknowledged, where the user group has an inbox.
    new: Option<Counted>,
    reads_files: bool,
}

pub(super) async fn get(cx: &Cx) -> Answer {
    let inbox = cx.read(inbox::fullness).await?;
    cx.show(&ViewingPage {
        shell: cx.page(),
        new: inbox.map(|inbox| inbox.new),
        reads_files: cx.access.files() != Files::None,
    })
}

/// The page, filled with a sample.
pub(super) fn sample() -> ViewingPage {
    ViewingPage {
        shell: Shell {
            viewing_as: Some("Deputy DSL".into()),
            ..Shell::default()
        },
        new: Some(Counted::default()),
        reads_files: true,
    }
}
