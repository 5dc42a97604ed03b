//! Account Settings, Security Keys, Recovery codes: what is left of the sheet, and printing a new
//! one on a page made for it. The codes are shown this once.

use askama::Template;
use keyward_web::{Answer, Errors, Form, Pairs, Problem};

use super::codes::{self, Left};
use super::notices;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::layout::Shell;
use crate::security_keys::{self, KeyAnswer, Purpose, Ways};

#[derive(Template)]
#[template(path = "recovery_codes/show.html")]
pub(super) struct ShowPage {
    shell: Shell,
    /// How many codes are left, and when the sheet was printed.
    left: Option<(i64, String)>,
    /// Whether their user groups take recovery codes.
    are_taken: bool,
    /// What can be shown before new ones are printed.
    ways: Ways,
    errors: Errors,
}

async fn page(cx: &Cx, errors: Errors) -> Result<ShowPage, Problem> {
    let left = cx.read(codes::left_of_mine).await?;
    let words = |left: Left| (left.codes, left.printed_at.day_and_time());
    Ok(ShowPage {
        shell: cx.page(),
        left: left.map(words),
        are_taken: cx.policy.takes_recovery_codes(),
        ways: cx.ways.with_a_key(),
        errors,
    })
}

pub(super) async fn get(cx: Cx) -> Answer {
    cx.show(&page(&cx, Errors::new()).await?)
}

#[derive(Template)]
#[template(path = "recovery_codes/sheet.html")]
pub(super) struct SheetPage {
    shell: Shell,
    name: String,
    school: String,
    address: String,
    codes: Vec<String>,
    printed: String,
}

pub(super) async fn post(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    if !cx.policy.takes_recovery_codes() {
        return cx.show_again(&page(&cx, Errors::new()).await?);
    }
    let answer = KeyAnswer::read(&form);
    let judged = security_keys::judge(&cx, Purpose::PrintRecoveryCodes, &answer).await?;
    let device = cx.visit().device.clone();
    let printed = cx
        .write(move |tx| {
            let proved = match judged.settle(tx)? {
                Ok(proved) => proved,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let codes = codes::make(tx)?;
            notices::printed(tx, &device)?;
            tx.entry(
                Entry::of("recovery codes printed", "person", &tx.person()?.0)
                    .with("with a touch or code of", &proved.key)
                    .with("device", &device),
            )?;
            Ok::<_, Problem>(Ok(codes))
        })
        .await?;
    cx.app().letters().notify_one();
    match printed {
        Ok(codes) => cx.show(&SheetPage {
            shell: cx.page(),
            name: cx.name.clone(),
            school: cx.school.name.clone(),
            address: format!("{}/{}", cx.app().config().origin().as_str(), cx.school.slug),
            codes: codes.iter().map(|code| code.to_string()).collect(),
            printed: cx.now().day_and_time(),
        }),
        Err(refusal) => {
            let errors = Errors::one(answer.field(), refusal.words());
            cx.show_again(&page(&cx, errors).await?)
        }
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> ShowPage {
    ShowPage {
        shell: Shell::default(),
        left: Some((7, "21 November 2026 at 09:12".into())),
        are_taken: true,
        ways: Ways {
            touched: 1,
            typed: 1,
            recovery_codes: 0,
        },
        errors: Errors::one("code", "That code is not right."),
    }
}

/// The page of somebody who has none and no key to print them with, filled with a sample.
pub(super) fn empty_sample() -> ShowPage {
    ShowPage {
        left: None,
        ways: Ways::default(),
        errors: Errors::new(),
        ..sample()
    }
}

/// The sheet, filled with a sample.
pub(super) fn sheet_sample() -> SheetPage {
    SheetPage {
        shell: Shell::default(),
        name: "Amira Khan".into(),
        school: "Hawthorn Park".into(),
        address: "https://keyward.example/hawthorn-park".into(),
        codes: ["0abc-1def-2ghj-3kmn", "4pqr-5stv-6wxy-7z01"]
            .map(String::from)
            .into(),
        printed: "21 November 2026 at 09:12".into(),
    }
}
