//! For a key that was pressed so often elsewhere that its codes are not known any more: two codes in
//! a row say where its count stands.

use askama::Template;
use keyward_codes::hotp;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, Undone};

use super::link::TRIED_MAX;
use super::pressed::Pressed;
use super::sort::Sort;
use super::take;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::layout::Shell;
use crate::security_keys::{Attempt, code_keys, forgive_wrong_codes, rise};

const WRONG: &str = "These are not two codes in a row of a key of yours. Empty the field and press \
                     the key twice. If it happens again, ask your administrator";

#[derive(Template)]
#[template(path = "usb_keys/resync.html")]
pub(super) struct ResyncPage {
    shell: Shell,
    has_any: bool,
    errors: Errors,
}

async fn page(cx: &Cx, errors: Errors) -> Result<ResyncPage, Problem> {
    let keys = cx.read(|tx| code_keys(tx, Sort::OathHotp.kind())).await?;
    Ok(ResyncPage {
        shell: cx.page(),
        has_any: !keys.is_empty(),
        errors,
    })
}

pub(super) async fn get(cx: Cx) -> Answer {
    cx.show(&page(&cx, Errors::new()).await?)
}

pub(super) async fn post(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    match follow(&cx, &form).await {
        Ok(()) => cx.redirect("/account/security-keys"),
        Err(Undone::Form(errors)) => cx.show_again(&page(&cx, errors).await?),
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

async fn follow(cx: &Cx, form: &Pairs) -> Result<(), Undone> {
    let pressed =
        Pressed::read(form.raw("codes")).map_err(|words| Undone::field("codes", words))?;
    let Pressed::Twice(first, second) = pressed else {
        let words = "A key that types letters needs none of this. If its code is not accepted, ask \
                     your administrator";
        return Err(Undone::field("codes", words));
    };
    let attempt = Attempt::counted(cx, "codes").await?;
    let device = cx.visit().device.clone();
    let followed = cx
        .write(move |tx| {
            let followed = catch_up(tx, &first, &second, &device)?;
            if !followed {
                let person = tx.person()?;
                let refused = Entry::of("security key refused", "person", &person.0)
                    .with("for", "resynchronisation");
                attempt.refuse(tx, refused, &device)?;
            }
            Ok::<_, Problem>(followed)
        })
        .await?;
    cx.app().letters().notify_one();
    match followed {
        true => Ok(()),
        false => Err(Undone::field("codes", WRONG)),
    }
}

/// Lets the count of the key that typed these go on to the second of them.
fn catch_up(tx: &mut Tx<'_, '_>, first: &str, second: &str, device: &str) -> Result<bool, Problem> {
    for key in code_keys(tx, Sort::OathHotp.kind())? {
        let Some((length, secret)) = take::of_length(&key, first.len())? else {
            continue;
        };
        let next = u64::try_from(key.counter + 1).map_err(Problem::bug)?;
        let found = hotp::resynchronise(&secret, length, first, second, next, TRIED_MAX);
        let found = found.and_then(|counter| i64::try_from(counter).ok());
        if let Some(counter) = found
            && rise(tx, &key.id, counter, device)?
        {
            forgive_wrong_codes(tx, Sort::OathHotp.kind())?;
            tx.entry(
                Entry::of("USB key resynchronised", "security key", &key.id.0)
                    .with("name", &key.name)
                    .with("presses passed over", counter - key.counter)
                    .with("device", device),
            )?;
            tx.say(&format!(
                "The key {} works again: use its next code.",
                key.name
            ))?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// The page, filled with a sample.
pub(super) fn sample() -> ResyncPage {
    ResyncPage {
        shell: Shell::default(),
        has_any: true,
        errors: Errors::one("codes", WRONG),
    }
}
