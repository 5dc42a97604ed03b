//! What this person may set at their school, so that the bar of every page holds daily work alone.

use askama::Template;
use keyward_web::Answer;

use crate::cx::Cx;
use crate::feature::{Part, Setting};
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "school/settings.html")]
pub(super) struct SettingsPage {
    shell: Shell,
    settings: Vec<Setting>,
}

impl SettingsPage {
    /// The parts that hold anything, each with what it holds.
    fn parts(&self) -> Vec<(Part, Vec<&Setting>)> {
        let of = |part| self.settings.iter().filter(move |s| s.part == part);
        Part::ALL
            .into_iter()
            .map(|part| (part, of(part).collect::<Vec<_>>()))
            .filter(|(_, settings)| !settings.is_empty())
            .collect()
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    let settings = match cx.access.view() {
        Some(_) => cx.app().read_settings(),
        None => cx.app().settings(),
    };
    let settings = settings.iter().copied();
    let page = SettingsPage {
        shell: cx.page(),
        settings: settings
            .filter(|setting| setting.may.allows(Some(&cx.access)))
            .collect(),
    };
    cx.show(&page)
}

/// The page, filled with a sample.
pub(super) fn sample() -> SettingsPage {
    SettingsPage {
        shell: Shell::default(),
        settings: vec![super::DETAILS],
    }
}
