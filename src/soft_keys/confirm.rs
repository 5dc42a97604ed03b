//! The page that an app is set up from, and the code by which its person shows that it is.

use askama::Template;
use keyward_codes::hotp::{Digits, Secret};
use keyward_codes::totp;
use keyward_codes::typed::Typed;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, Undone};
use zeroize::Zeroizing;

use super::qr::Drawing;
use super::setup::{self, Setup};
use super::start;
use super::take::DRIFT_STEPS;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::enrolment::Admitted;
use crate::ids::{KeyId, SetupId};
use crate::key_policy::Kind;
use crate::layout::Shell;
use crate::security_keys::{
    Attempt, NewCodeKey, check_new_name, forgive_wrong_codes, link_code_key, tell_linked,
};

/// Who stands behind the codes, as the app shows it.
const ISSUER: &str = "Keyward";
/// How far a clock is looked for that is wrong, either way: somewhat more than an hour, by which
/// clocks are wrong that somebody sets by hand.
const WRONG_CLOCK_STEPS: u32 = 150;

const NO_CODE: &str = "Enter the 6 digits that your app shows for Keyward now";
const WRONG: &str = "That code is not right. Enter the 6 digits that your app shows for Keyward now; \
                     they change every 30 seconds. If it happens again, let your phone set its time \
                     by itself, in its settings";
const OVER: &str = "That code on the screen does not count any more: it lasts ten minutes, and ends \
                    when you start again elsewhere. Remove what you added to the app, and start again";
const OVERTAKEN: &str = "Something changed while you were setting this app up, so it was not linked. \
                         Remove what you added to the app, and start again";

#[derive(Template)]
#[template(path = "soft_keys/confirm.html")]
pub(super) struct ConfirmPage {
    shell: Shell,
    setup: SetupId,
    device_name: String,
    drawing: Drawing,
    /// What the picture says, for an app on this very device.
    address: String,
    /// The secret in groups of four, for whoever types it.
    groups: String,
    email: String,
    until: String,
    errors: Errors,
}

impl ConfirmPage {
    fn of(cx: &Cx, setup: Setup, errors: Errors) -> Result<Self, Problem> {
        Self::new(cx.page(), setup, &cx.email, errors)
    }

    fn new(shell: Shell, setup: Setup, email: &str, errors: Errors) -> Result<Self, Problem> {
        let address = totp::otpauth_uri(ISSUER, email, &setup.secret);
        let drawing = Drawing::of(&address);
        Ok(Self {
            shell,
            address,
            drawing: drawing.ok_or_else(|| Problem::bug("an address that fills no QR code"))?,
            groups: in_groups(&setup.secret),
            setup: setup.id,
            device_name: setup.name,
            email: email.to_owned(),
            until: setup.expires_at.time(),
            errors,
        })
    }
}

fn in_groups(secret: &Secret) -> String {
    let text = secret.to_base32();
    let groups = text.as_bytes().chunks(4).map(String::from_utf8_lossy);
    groups.collect::<Vec<_>>().join(" ")
}

/// What is being set up in this session, until it is confirmed or over.
pub(super) async fn get(cx: Cx) -> Answer {
    match cx.read(setup::under_way).await? {
        Some(setup) => cx.show(&ConfirmPage::of(&cx, setup, Errors::new())?),
        None => cx.redirect("/account/soft-keys/new"),
    }
}

pub(super) async fn post(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    let id = SetupId(form.text("setup").to_owned());
    let found = cx.read(move |tx| setup::of_page(tx, &id)).await?;
    let Some(setup) = found else {
        return start::again(&cx, form.text("device_name"), Errors::one("use-key", OVER)).await;
    };
    match confirm(&cx, &setup.id, form.raw("code")).await {
        Ok(Judged::Linked) => cx.redirect("/account/security-keys"),
        Ok(Judged::Wrong(words)) => {
            cx.show_again(&ConfirmPage::of(&cx, setup, Errors::one("code", words))?)
        }
        Ok(Judged::Over(field, words)) => {
            start::again(&cx, &setup.name, Errors::one(field, words)).await
        }
        Err(Undone::Form(errors)) => cx.show_again(&ConfirmPage::of(&cx, setup, errors)?),
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

/// What came of a code.
enum Judged {
    /// It confirmed the app, which is a key now.
    Linked,
    /// It is none of the app's; what to do, for the person.
    Wrong(String),
    /// It may be right, but the set-up is over: the field of the first page, and what to do.
    Over(&'static str, &'static str),
}

async fn confirm(cx: &Cx, setup: &SetupId, typed: &str) -> Result<Judged, Undone> {
    let digits = match Typed::parse(typed) {
        Some(Typed::Digits(digits)) if digits.len() == Digits::Six.count() => digits,
        Some(Typed::Digits(_) | Typed::Yubico(_) | Typed::Recovery(_)) | None => {
            return Err(Undone::field("code", NO_CODE));
        }
    };
    let attempt = Attempt::counted(cx, "code").await?;
    let (setup, device) = (setup.clone(), cx.visit().device.clone());
    let elevates = cx.policy.admits(start::SHOWN).is_ok();
    let judged = cx.write(move |tx| {
        let Some(setup) = setup::of_page(tx, &setup)? else {
            return Ok(Judged::Over("use-key", OVER));
        };
        let (judged, because) = match step_of(tx, &setup.secret, &digits) {
            Ok(step) => match keep(tx, &setup, step, elevates, &device)? {
                Ok(()) => return Ok(Judged::Linked),
                Err((field, words, because)) => (Judged::Over(field, words), because),
            },
            Err(words) => (Judged::Wrong(words), "wrong_code"),
        };
        let person = tx.person()?;
        let refused = Entry::of("security key refused", "person", &person.0)
            .with("for", "register")
            .with("kind", Kind::SoftKey.words())
            .with("because", because);
        attempt.refuse(tx, refused, &device)?;
        Ok::<_, Problem>(judged)
    });
    let judged = judged.await?;
    cx.app().letters().notify_one();
    Ok(judged)
}

/// The half minute whose code this is; what to do, where it is none of now.
fn step_of(tx: &Tx<'_, '_>, secret: &Secret, digits: &str) -> Result<u64, String> {
    let now = totp::step_at(tx.now().as_micros() / 1_000_000);
    let find = |drift| match totp::find(secret, Digits::Six, digits, now, None, drift) {
        totp::Found::Step(step) => Some(step),
        totp::Found::UsedAlready | totp::Found::No => None,
    };
    match (find(DRIFT_STEPS), find(WRONG_CLOCK_STEPS)) {
        (Some(step), _) => Ok(step),
        (None, Some(step)) => Err(wrong_clock(step, now)),
        (None, None) => Err(WRONG.to_owned()),
    }
}

fn wrong_clock(step: u64, now: u64) -> String {
    let seconds = step.abs_diff(now) * u64::from(totp::STEP_SECONDS);
    let how = if step < now { "slow" } else { "fast" };
    let minutes = match (seconds + 30) / 60 {
        1 => "1 minute".to_owned(),
        many => format!("{many} minutes"),
    };
    format!(
        "That code is from your app, but the clock of your phone is about {minutes} {how}. Let your \
         phone set its time by itself, in its settings, then enter the code that the app shows"
    )
}

/// The field of the first page, what to do, and why, for the audit log.
type Refused = (&'static str, &'static str, &'static str);

/// Links the app, which showed the code of this step, or says why not. The set-up is over.
fn keep(
    tx: &mut Tx<'_, '_>,
    setup: &Setup,
    step: u64,
    elevates: bool,
    device: &str,
) -> Result<Result<(), Refused>, Problem> {
    setup::end(tx, setup)?;
    if let Err(refused) = check_new_name(tx, &setup.name)? {
        // Another window was quicker.
        return Ok(Err(("device_name", refused.words(), "overtaken")));
    }
    // A printed code is used up by this, so it comes when nothing else can go wrong.
    let Some(admitted) = setup.grant.take(tx)? else {
        let because = "what was proven no longer holds";
        return Ok(Err(("use-key", OVERTAKEN, because)));
    };
    let id = KeyId(tx.new_id());
    let secret = Zeroizing::new(setup.secret.to_base32());
    let new = NewCodeKey {
        id: &id,
        kind: Kind::SoftKey,
        name: &setup.name,
        unique: &format!("soft:{id}"),
        secret: &secret,
        // The code that confirmed it is used.
        counter: i64::try_from(step).map_err(Problem::bug)?,
        model: "",
        is_approved: admitted.is_at_once(),
    };
    if link_code_key(tx, &new)?.is_err() {
        return Err(Problem::bug("a new soft key that somebody has already"));
    }
    if admitted.is_at_once() {
        forgive_wrong_codes(tx, Kind::SoftKey)?;
    }
    tell_linked(tx, &setup.name, device)?;
    admitted.announce(tx, &id, &setup.name, device)?;
    tx.entry(
        Entry::of("security key linked", "security key", &id.0)
            .with("name", &setup.name)
            .with("kind", Kind::SoftKey.words())
            .with("proven by", setup.grant.words())
            .with("device", device),
    )?;
    tx.say(match admitted {
        Admitted::AtOnce | Admitted::AfterRecovery | Admitted::Unapproved if elevates => {
            "Successfully added new soft key. The next code that it shows elevates your access."
        }
        Admitted::AtOnce | Admitted::AfterRecovery | Admitted::Unapproved => {
            "Successfully added new soft key"
        }
        Admitted::OnceApproved => {
            "Successfully added new soft key. It opens nothing until somebody at your school has \
             approved it: they have been told."
        }
    })?;
    Ok(Ok(()))
}

/// The page, filled with a sample.
pub(super) fn sample() -> ConfirmPage {
    ConfirmPage {
        shell: Shell::default(),
        setup: SetupId("a".into()),
        device_name: "My phone".into(),
        drawing: Drawing {
            side: 9,
            path: "M4 4h1v1h-1z".into(),
        },
        address: "otpauth://totp/Keyward:amira?secret=GEZDGNBVGY3TQOJQ".into(),
        groups: "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ".into(),
        email: "amira.khan@hawthorn-park.example".into(),
        until: "14:15".into(),
        errors: Errors::one("code", WRONG),
    }
}
