//! The first tab: who I am here.

use askama::Template;
use keyward_web::Answer;

use super::store;
use crate::cx::Cx;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "account/details.html")]
pub(super) struct DetailsPage {
    shell: Shell,
    tab: &'static str,
    name: String,
    email: String,
    groups: String,
    keys: i64,
    school: String,
    support_contact: String,
}

pub(super) async fn get(cx: Cx) -> Answer {
    let groups = cx.read(store::my_groups).await?;
    let page = DetailsPage {
        shell: cx.page(),
        tab: "details",
        name: cx.name.clone(),
        email: cx.email.clone(),
        groups: groups.join(", "),
        keys: cx.keys,
        school: cx.school.name.clone(),
        support_contact: cx.school.support_contact.clone(),
    };
    cx.show(&page)
}

/// The page, filled with a sample.
pub(super) fn sample() -> DetailsPage {
    DetailsPage {
        shell: Shell::default(),
        tab: "details",
        name: "Amira Khan".into(),
        email: "amira.khan@hawthorn-park.example".into(),
        groups: "DSL".into(),
        keys: 1,
        school: "Hawthorn Park".into(),
        support_contact: "it@hawthorn-park.example".into(),
    }
}
