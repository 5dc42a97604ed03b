//! Everybody at the school, with a box to find somebody. What is sought never stands in an
//! address.

use askama::Template;
use keyward_web::{Answer, Form, Pairs};

use super::directory::{self, Member};
use crate::cx::Cx;
use crate::layout::{Column, Shell};

#[derive(Template)]
#[template(path = "people/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    sought: String,
    people: Vec<Member>,
    ended: Vec<Member>,
    everybody: usize,
    columns: Vec<Column>,
}

pub(super) async fn get(cx: Cx) -> Answer {
    page(cx, String::new()).await
}

pub(super) async fn find(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    page(cx, form.text("find").to_owned()).await
}

async fn page(cx: Cx, sought: String) -> Answer {
    let members = cx.read(directory::everybody).await?;
    cx.show(&ListPage::of(cx.page(), sought, members))
}

impl ListPage {
    fn of(shell: Shell, sought: String, members: Vec<Member>) -> Self {
        let everybody = members
            .iter()
            .filter(|member| member.left.is_none())
            .count();
        let (people, ended) = members
            .into_iter()
            .filter(|member| member.answers_to(&sought))
            .partition(|member| member.left.is_none());
        let columns = vec![
            Column::new("Name").ascending(),
            Column::new("User groups"),
            Column::new("Password"),
            Column::new("Keys").numeric(),
            Column::new("Last signed in"),
        ];
        Self {
            shell,
            sought,
            people,
            ended,
            everybody,
            columns,
        }
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> ListPage {
    let amira = directory::sample();
    let left = Member {
        left: amira.signed_in,
        ..amira.clone()
    };
    let new = Member {
        has_password: false,
        keys: 0,
        signed_in: None,
        year_groups: Vec::new(),
        ..amira.clone()
    };
    ListPage::of(Shell::default(), "khan".into(), vec![amira, new, left])
}
