//! The page that a working day begins on.

use askama::Template;
use keyward_web::Answer;

use crate::cx::Cx;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "dashboard/show.html")]
pub(super) struct DashboardPage {
    shell: Shell,
}

pub(super) async fn get(cx: Cx) -> Answer {
    cx.show(&DashboardPage { shell: cx.page() })
}

/// The page, filled with a sample.
pub(super) fn sample() -> DashboardPage {
    DashboardPage {
        shell: Shell::default(),
    }
}
