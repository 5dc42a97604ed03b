//! Who waits now after failed attempts, and letting them try again.

use askama::Template;
use axum::extract::Path;
use keyward_moment::Moment;
use keyward_web::{Answer, Form, Pairs, Problem};

use super::directory::Holder;
use super::store;
use crate::cx::Cx;
use crate::ids::PersonId;
use crate::layout::Shell;
use crate::sign_in::{self, Waiting, WaitingNetwork};

#[derive(Template)]
#[template(path = "people/waiting.html")]
pub(super) struct WaitingPage {
    shell: Shell,
    me: PersonId,
    people: Vec<(Holder, Waiting)>,
    /// The networks that wait at the school.
    networks: Vec<WaitingNetwork>,
}

impl WaitingPage {
    fn is_me(&self, person: &Holder) -> bool {
        self.me == person.id
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    let (people, networks) = cx
        .read(|tx| {
            let people = sign_in::everybody_waiting(tx)?;
            Ok::<_, Problem>((people, sign_in::waiting_networks(tx)?))
        })
        .await?;
    cx.show(&WaitingPage {
        shell: cx.page(),
        me: cx.person.clone(),
        people,
        networks,
    })
}

/// Lets somebody else who failed too often try again at once. Nobody does it for themselves, or
/// whoever sits at an open session could guess at its password for ever.
pub(super) async fn let_try_again(cx: Cx, Path(person): Path<PersonId>) -> Answer {
    let to = format!("/people/{person}");
    cx.write(move |tx| {
        if tx.person()? == &person {
            return Err(Problem::NotFound);
        }
        let account = store::account_of(tx, &person)?;
        match sign_in::let_try_again(tx, &account)? {
            true => tx.say(&format!(
                "{} can try again now and is told by email.",
                account.name
            )),
            false => tx.say(&format!("{} does not wait any more.", account.name)),
        }
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect(to)
}

/// Lets everybody try again at once from a network that waits at the school.
pub(super) async fn let_network_try_again(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    let network = form.text("network").to_owned();
    cx.write(
        move |tx| match sign_in::let_network_try_again(tx, &network)? {
            true => tx.say(&format!(
                "Everybody can try again from the network {network}."
            )),
            false => tx.say("That network does not wait any more."),
        },
    )
    .await?;
    cx.redirect("/people/waiting")
}

/// The page, filled with a sample.
pub(super) fn sample() -> WaitingPage {
    let at = Moment::from_micros(1_795_000_000_000_000);
    let until = Some(at);
    let holder = Holder::sample("p", "Amira Khan", "Staff");
    WaitingPage {
        shell: Shell::default(),
        me: PersonId("me".into()),
        people: vec![(
            holder,
            Waiting {
                password: until,
                codes: until,
                break_glass: until,
            },
        )],
        networks: vec![WaitingNetwork {
            network: "192.0.2.7".into(),
            failures: 41,
            until: at,
        }],
    }
}
