//! Everybody at the school, with a box to find somebody. What is sought never stands in an
//! address.

use std::collections::BTreeSet;

use askama::Template;
use keyward_web::{Answer, Form, Pairs, Problem};

use super::directory::{self, Member};
use crate::cx::Cx;
use crate::ids::PersonId;
use crate::layout::{Column, Shell};
use crate::sign_in;

#[derive(Template)]
#[template(path = "people/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    sought: String,
    people: Vec<Member>,
    ended: Vec<Member>,
    everybody: usize,
    /// Who waits after failed attempts.
    waiting: BTreeSet<PersonId>,
    /// How many networks wait too.
    networks_waiting: usize,
    columns: Vec<Column>,
}

pub(super) async fn get(cx: Cx) -> Answer {
    page(cx, String::new()).await
}

pub(super) async fn find(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    page(cx, form.text("find").to_owned()).await
}

async fn page(cx: Cx, sought: String) -> Answer {
    let (members, waiting, networks) = cx
        .read(|tx| {
            let members = directory::everybody(tx)?;
            let waiting = sign_in::everybody_waiting(tx)?;
            Ok::<_, Problem>((members, waiting, sign_in::waiting_networks(tx)?))
        })
        .await?;
    let mut page = ListPage::of(cx.page(), sought, members);
    page.waiting = waiting.into_iter().map(|(holder, _)| holder.id).collect();
    page.networks_waiting = networks.len();
    cx.show(&page)
}

impl ListPage {
    fn waits(&self, member: &Member) -> bool {
        self.waiting.contains(&member.id)
    }

    /// What waits now, in a sentence's beginning; empty where nothing does.
    fn waiting_words(&self) -> String {
        let people = match self.waiting.len() {
            0 => "",
            1 => "1 person waits",
            many => &format!("{many} people wait"),
        };
        let networks = match self.networks_waiting {
            0 => "",
            1 => "1 network waits",
            many => &format!("{many} networks wait"),
        };
        match (people, networks) {
            (one, "") | ("", one) => one.to_owned(),
            (people, networks) => format!("{people}, and {networks}"),
        }
    }

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
            waiting: BTreeSet::new(),
            networks_waiting: 0,
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
    ListPage {
        waiting: BTreeSet::from([amira.id.clone()]),
        networks_waiting: 1,
        ..ListPage::of(Shell::default(), "khan".into(), vec![amira, new, left])
    }
}
