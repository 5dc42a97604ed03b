//! All user groups side by side: what each gives, always or with the key.

use askama::Template;
use keyward_web::Answer;

use super::group::{Columns, Given, Group};
use super::store;
use crate::access::{Column, FIRST_GROUPS, Right};
use crate::cx::Cx;
use crate::ids::GroupId;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "groups/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    groups: Vec<Group>,
    rights: [Right; Right::ALL.len()],
}

pub(super) async fn get(cx: Cx) -> Answer {
    let groups = cx.read(store::every).await?;
    cx.show(&ListPage {
        shell: cx.page(),
        groups,
        rights: Right::ALL,
    })
}

/// The user groups of a new school, for samples of pages.
pub(super) fn sample_groups() -> Vec<Group> {
    let groups = FIRST_GROUPS.into_iter().map(|(name, standard, elevated)| {
        let standard = standard.iter().map(|right| (Column::Standard, *right));
        let elevated = elevated.iter().map(|right| (Column::Elevated, *right));
        Group {
            id: GroupId(name.to_lowercase().replace(' ', "-")),
            name: name.into(),
            columns: Columns::of(standard.chain(elevated)),
            limits: Vec::new(),
            members: vec!["Amira Khan".into()],
        }
    });
    groups.collect()
}

/// The page, filled with a sample.
pub(super) fn sample() -> ListPage {
    ListPage {
        shell: Shell::default(),
        groups: sample_groups(),
        rights: Right::ALL,
    }
}
