//! Every alert group of the school.

use askama::Template;
use keyward_web::Answer;

use super::AlertGroup;
use crate::cx::Cx;
use crate::ids::{AlertGroupId, PersonId};
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "alerts/groups/list.html")]
pub(in crate::alerts) struct ListPage {
    shell: Shell,
    groups: Vec<AlertGroup>,
}

pub(in crate::alerts) async fn get(cx: Cx) -> Answer {
    let groups = cx.read(super::every).await?;
    cx.show(&ListPage {
        shell: cx.page(),
        groups,
    })
}

/// An alert group for samples of pages.
pub(super) fn sample_group() -> AlertGroup {
    AlertGroup {
        id: AlertGroupId("g".into()),
        name: "Year 7 team".into(),
        members: vec![(PersonId("p".into()), "Pat Pastoral".into())],
    }
}

/// The page, filled with a sample.
pub(in crate::alerts) fn sample() -> ListPage {
    ListPage {
        shell: Shell::default(),
        groups: vec![sample_group()],
    }
}
