//! What is written to people when a user group asks something else of their keys.

use keyward_web::Problem;

use super::plan::{Plan, Touched};
use super::standing::Effect;
use crate::cx::Tx;
use crate::enrolment;
use crate::mail::{self, Letter};

/// What somebody is to do, in a sentence; nothing where their next sign-in is as it was.
fn what_to_do(effect: &Effect) -> Option<String> {
    Some(match effect {
        Effect::LockedOut => "None of the keys on your account elevates your access any more. Ask \
                              your administrator which kind you need, and link it under Account \
                              Settings, Security Keys."
            .to_owned(),
        Effect::PinNotSeen => "Your security key's PIN is asked for as well as a touch. If your \
                               key has no PIN, ask your administrator how to set one."
            .to_owned(),
        Effect::GraceOver => "You hold too few keys, and nothing elevates your access until you \
                              have linked another under Account Settings, Security Keys."
            .to_owned(),
        Effect::Short {
            keys,
            keys_min,
            until,
        } => {
            let (these, held, further) = match (keys_min, keys) {
                (1, _) => ("1 key".to_owned(), "none".to_owned(), "one"),
                (_, 0) => (format!("{keys_min} keys"), "none".to_owned(), "them"),
                _ => (format!("{keys_min} keys"), keys.to_string(), "another"),
            };
            format!(
                "You are to hold {these} and hold {held}. Link {further} under Account Settings, \
                 Security Keys, by {}; afterwards nothing elevates your access until you have. If \
                 you were not given a key, ask your administrator for one.",
                until.day_and_time()
            )
        }
        Effect::NeedsFirstKey => {
            "You are asked for a security key when you sign in, and have none \
                                  yet: ask your administrator for one. You can link it as soon as \
                                  you have signed in with your password."
                .to_owned()
        }
        Effect::ShowsKey => "You are asked for your security key when you sign in, not only for \
                             your password: keep it with you."
            .to_owned(),
        Effect::Drops => return None,
    })
}

/// Tells everybody whose next sign-in or elevation is another.
pub(super) fn tell_touched(tx: &mut Tx<'_, '_>, plan: &Plan) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), tx.actor().name.clone());
    for Touched { who, effects } in &plan.touched {
        let lines: Vec<_> = effects.iter().filter_map(what_to_do).collect();
        if lines.is_empty() {
            continue;
        }
        let body = format!(
            "Hello {},\n\n{by} changed what your user group {} asks of security keys, on {at}.\n\n{}\n\n\
             If you do not know why, speak to {by} or another administrator.\n",
            who.name,
            plan.group,
            lines.join("\n\n"),
        );
        mail::post(
            tx,
            &Letter {
                to: &who.email,
                subject: "Your user group asks something else of your security key",
                body: &body,
            },
        )?;
    }
    Ok(())
}

/// Tells everybody else who leads or administers that a user group asks less than before: whoever only
/// leads cannot change it back, but knows whether it should be so.
pub(super) fn tell_those_who_answer(tx: &mut Tx<'_, '_>, plan: &Plan) -> Result<(), Problem> {
    let looser = plan.changes.iter().filter(|change| change.is_looser);
    let lines: Vec<_> = looser
        .map(|change| {
            format!(
                "{}: {} (before: {})",
                change.what, change.now, change.before
            )
        })
        .collect();
    let words = format!(
        "{} let the user group {} be opened with less than before:\n\n{}\n\nYou are told because you \
         lead or administer. If this is not right, speak to them; whoever manages user groups can \
         change it back.\n",
        tx.actor().name,
        plan.group,
        lines.join("\n"),
    );
    let subject = "A user group asks less of its security keys";
    enrolment::write_to_those_who_answer(tx, tx.person()?, subject, &words)
}
