//! The demo's mailbox: every letter that Keyward sent, newest first, for whoever tries the demo.

use askama::Template;
use axum::extract::RawQuery;
use keyward_moment::Moment;
use keyward_web::{Answer, Pairs, Problem};

use super::letters::{self, Letter, Piece};
use super::staff::SCHOOL_SLUG;
use crate::config::MailServer;
use crate::cx::{Visit, show};
use crate::layout::{Choice, Shell};
use crate::mail::{Delivery, PostRoom};

const LETTERS_A_PAGE: usize = 20;

#[derive(Template)]
#[template(path = "demo/mailbox.html")]
pub(super) struct MailboxPage {
    shell: Shell,
    slug: &'static str,
    /// Whose letters alone are shown; empty for everybody's.
    to: String,
    recipients: Vec<Choice>,
    letters: Vec<Shown>,
    newer: String,
    older: String,
}

/// A letter as the page shows it.
struct Shown {
    to: String,
    subject: String,
    at: String,
    machine_at: String,
    paragraphs: Vec<Vec<Piece>>,
}

pub(super) async fn get(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    let config = visit.app.config();
    let delivery = Delivery::new(config).map_err(Problem::bug)?;
    PostRoom::new(visit.app.clone(), delivery).empty().await?;
    let MailServer::Files(folder) = &config.mail_server else {
        return Err(Problem::NotFound);
    };
    let letters = letters::read(folder).await.map_err(Problem::bug)?;
    let asked = Pairs::parse(query.unwrap_or_default().as_bytes());
    let number = asked.text("page").parse().unwrap_or(1).max(1);
    let origin = config.origin().as_str();
    let page = MailboxPage::of(visit.page(), letters, asked.text("to"), number, origin);
    show(axum::http::StatusCode::OK, &page)
}

impl MailboxPage {
    fn of(shell: Shell, letters: Vec<Letter>, to: &str, number: usize, origin: &str) -> Self {
        let mut known: Vec<String> = letters.iter().map(|letter| letter.to.clone()).collect();
        known.sort();
        known.dedup();
        let to = known.iter().find(|address| *address == to);
        let to = to.map_or("", String::as_str);
        let everybody = Choice::new("", "Everybody");
        let recipients = known.iter().map(|address| Choice::new(address, address));
        let wanted: Vec<&Letter> = letters
            .iter()
            .filter(|letter| to.is_empty() || letter.to == to)
            .collect();
        let pages = wanted.len().div_ceil(LETTERS_A_PAGE).max(1);
        let number = number.min(pages);
        let page = |number: usize| format!("/demo/mailbox?to={to}&page={number}");
        let shown = wanted.iter().skip((number - 1) * LETTERS_A_PAGE);
        Self {
            shell,
            slug: SCHOOL_SLUG,
            recipients: std::iter::once(everybody).chain(recipients).collect(),
            letters: shown
                .take(LETTERS_A_PAGE)
                .map(|letter| Shown::of(letter, origin))
                .collect(),
            newer: if number > 1 {
                page(number - 1)
            } else {
                String::new()
            },
            older: if number < pages {
                page(number + 1)
            } else {
                String::new()
            },
            to: to.into(),
        }
    }
}

impl Shown {
    fn of(letter: &Letter, origin: &str) -> Self {
        Self {
            to: letter.to.clone(),
            subject: letter.subject.clone(),
            at: letter.sent_at.day_and_time(),
            machine_at: letter.sent_at.rfc3339(),
            paragraphs: letters::paragraphs(&letter.text, origin),
        }
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> MailboxPage {
    let letter = Letter {
        to: "amira.khan@hawthorn-park.example".into(),
        subject: "Your Keyward password".into(),
        sent_at: Moment::from_micros(1_795_000_000_000_000),
        text: "Hello Amira Khan,\n\nopen this link:\n\nhttp://localhost:8080/hawthorn-park/x\n"
            .into(),
    };
    let letters = vec![letter; LETTERS_A_PAGE + 1];
    MailboxPage::of(Shell::default(), letters, "", 1, "http://localhost:8080")
}

/// The page before any letter was sent.
pub(super) fn empty_sample() -> MailboxPage {
    MailboxPage::of(Shell::default(), Vec::new(), "", 1, "http://localhost:8080")
}
