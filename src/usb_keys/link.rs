//! Linking a key of the stock: the person proves who they are, then presses the key.

use askama::Template;
use keyward_codes::hotp::{self, Digits};
use keyward_web::{Answer, Errors, Form, Pairs, Problem, Undone};

use super::new_key::serial;
use super::pressed::Pressed;
use super::secret::Secret;
use super::sort::Sort;
use super::store::{self, ToLink};
use super::take::count_of;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::enrolment::{self, Admitted, Grant, Way};
use crate::ids::KeyId;
use crate::key_policy::ShownKey;
use crate::layout::Shell;
use crate::security_keys::{
    Attempt, Claim, KeyAnswer, NewCodeKey, NotLinked, Ways, check_new_name, forgive_wrong_codes,
    link_code_key, prove, tell_linked,
};

/// How many presses a key may have been tried out before it is linked.
pub(super) const TRIED_MAX: u32 = 1_000;

/// Said of a key that is not in stock as of a code that is not right.
const UNKNOWN: &str = "This is no key of your school's stock, or its code is not right. Empty the \
                       field and press the key again. If it happens again, ask your administrator \
                       whether the key was imported";
const ELSEWHERE: &str = NotLinked::Taken.words();
const MINE: &str = "This key is already linked to your account";
const HANDED: &str = "This key was handed out to somebody else. Give it to them, or ask your \
                      administrator";
const OVERTAKEN: &str = "Something changed while you were linking this key, so it was not linked. Press \
                         the key again and try once more";
const USED: &str = "That code was typed before one that was used already. Press the key again";

#[derive(Template)]
#[template(path = "usb_keys/link.html")]
pub(super) struct LinkPage {
    shell: Shell,
    way: Way,
    ways: Ways,
    is_admitted: bool,
    device_name: String,
    serial: String,
    email: String,
    errors: Errors,
}

impl LinkPage {
    fn of(cx: &Cx, way: Way, form: &Pairs, errors: Errors) -> Self {
        Self {
            shell: cx.page(),
            way,
            ways: cx.ways,
            is_admitted: cx
                .policy
                .admits(ShownKey::by_code(Sort::YubicoOtp.kind()))
                .is_ok(),
            device_name: form.text("device_name").to_owned(),
            serial: form.text("serial").to_owned(),
            email: cx.email.clone(),
            errors,
        }
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    let way = enrolment::way(&cx).await?;
    cx.show(&LinkPage::of(&cx, way, &Pairs::default(), Errors::new()))
}

/// A key as the form describes it.
#[derive(Clone)]
struct Wish {
    name: String,
    serial: String,
    pressed: Pressed,
}

pub(super) async fn post(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    let errors = match link(&cx, &form).await {
        Ok(()) => return cx.redirect("/account/security-keys"),
        Err(Undone::Form(errors)) => errors,
        Err(Undone::Problem(problem)) => return Err(problem),
    };
    let way = enrolment::way(&cx).await?;
    cx.show_again(&LinkPage::of(&cx, way, &form, errors))
}

async fn link(cx: &Cx, form: &Pairs) -> Result<(), Undone> {
    let wish = check(cx, form).await?;
    let claim = Claim {
        password: form.raw("password").to_owned(),
        enrolment_code: form.text("enrolment_code").to_owned(),
        answer: KeyAnswer::read(form),
    };
    let grant = prove(cx, claim).await?.map_err(|refused| {
        let field = refused.field.unwrap_or("use-key");
        Undone::field(field, refused.words)
    })?;
    let attempt = Attempt::counted(cx, "codes").await?;
    let device = cx.visit().device.clone();
    // Who holds too few keys, and has no time left, may still hold too few with this one.
    let too_few = cx
        .grace
        .filter(|few| few.is_over && few.keys + 1 < few.keys_min);
    let keys_min = too_few.map(|few| few.keys_min);
    let linked = cx
        .write(
            move |tx| match keep(tx, &wish, &grant, keys_min, &device)? {
                Ok(()) => Ok::<_, Problem>(Ok(())),
                Err((field, words)) => {
                    let person = tx.person()?;
                    let refused = Entry::of("security key refused", "person", &person.0)
                        .with("for", "register")
                        .with("kind", "USB key");
                    attempt.refuse(tx, refused, &device)?;
                    Ok(Err((field, words)))
                }
            },
        )
        .await?;
    cx.app().letters().notify_one();
    linked.map_err(|(field, words)| Undone::field(field, words))
}

/// Checks what needs no proof yet, so that a slip costs no touch.
async fn check(cx: &Cx, form: &Pairs) -> Result<Wish, Undone> {
    let mut errors = Errors::new();
    let typed = form.text("device_name").to_owned();
    let name = cx.read(move |tx| check_new_name(tx, &typed)).await?;
    let name = name.map_err(|refused| {
        let (field, words) = not_linked(refused);
        errors.add(field, words);
    });
    let serial = serial(form.text("serial")).map_err(|words| {
        errors.add("serial", format!("Serial number: {words}"));
    });
    let pressed = Pressed::read(form.raw("codes")).map_err(|words| errors.add("codes", words));
    if let (Ok(serial), Ok(Pressed::Twice(..))) = (&serial, &pressed)
        && serial.is_empty()
    {
        errors.add(
            "serial",
            "Enter the serial number that is printed on the key",
        );
    }
    match (name, serial, pressed) {
        (Ok(name), Ok(serial), Ok(pressed)) if errors.is_empty() => Ok(Wish {
            name,
            serial,
            pressed,
        }),
        _ => Err(Undone::Form(errors)),
    }
}

fn not_linked(refused: NotLinked) -> (&'static str, &'static str) {
    let field = match refused {
        NotLinked::TooMany | NotLinked::Name(_) => "device_name",
        NotLinked::Taken => "codes",
    };
    (field, refused.words())
}

type Refused = (&'static str, &'static str);

/// Links the key in one transaction, or says why not.
fn keep(
    tx: &mut Tx<'_, '_>,
    wish: &Wish,
    grant: &Grant,
    keys_min: Option<i64>,
    device: &str,
) -> Result<Result<(), Refused>, Problem> {
    let (stock, secret, counter) = match found(tx, wish)? {
        Ok(found) => found,
        Err(words) => return Ok(Err(("codes", words))),
    };
    match stock.holder {
        Some(holder) if holder == *tx.person()? => return Ok(Err(("codes", MINE))),
        Some(_) => return Ok(Err(("codes", ELSEWHERE))),
        None => {}
    }
    if store::is_in_other_hands(tx, &stock.serial)? {
        return Ok(Err(("codes", HANDED)));
    }
    if counter <= stock.counter {
        return Ok(Err(("codes", USED)));
    }
    if let Err(refused) = check_new_name(tx, &wish.name)? {
        return Ok(Err(not_linked(refused)));
    }
    // A printed code is used up by this, so it comes when nothing else can go wrong.
    let Some(admitted) = grant.take(tx)? else {
        return Ok(Err(("codes", OVERTAKEN)));
    };
    let id = KeyId(tx.new_id());
    let sort = secret.sort();
    let model = format!("{} {}", sort.words(), stock.serial);
    let new = NewCodeKey {
        id: &id,
        kind: sort.kind(),
        name: &wish.name,
        unique: &format!("{}:{id}", sort.name()),
        secret: &secret.text(),
        counter,
        model: model.trim(),
        is_approved: admitted.is_at_once(),
    };
    if let Err(refused) = link_code_key(tx, &new)? {
        return Ok(Err(not_linked(refused)));
    }
    store::claim(tx, &stock.id, &id, counter)?;
    if admitted.is_at_once() {
        forgive_wrong_codes(tx, sort.kind())?;
    }
    tell_linked(tx, &wish.name, device)?;
    admitted.announce(tx, &id, &wish.name, device)?;
    tx.entry(
        Entry::of("security key linked", "security key", &id.0)
            .with("name", &wish.name)
            .with("kind", sort.words())
            .with("serial", &stock.serial)
            .with("public ID", &stock.public_id)
            .with("proven by", grant.words())
            .with("device", device),
    )?;
    let asked = tx.asked_of_keys(tx.person()?)?;
    let is_let_in = asked.admits(ShownKey::by_code(sort.kind())).is_ok();
    let next = what_next(admitted, is_let_in, keys_min);
    tx.say(&format!(
        "The key {} is linked to your account. {next}",
        wish.name
    ))?;
    Ok(Ok(()))
}

/// What the key does from now on, in words.
fn what_next(admitted: Admitted, is_let_in: bool, keys_min: Option<i64>) -> String {
    if !is_let_in {
        return "It opens nothing, because your user group does not let USB keys elevate your \
                access."
            .to_owned();
    }
    match (admitted, keys_min) {
        (Admitted::OnceApproved, _) => {
            "It opens nothing until somebody else has approved it.".to_owned()
        }
        (Admitted::AtOnce | Admitted::AfterRecovery | Admitted::Unapproved, Some(keys_min)) => {
            format!("It elevates your access once you hold {keys_min} keys.")
        }
        (Admitted::AtOnce | Admitted::AfterRecovery | Admitted::Unapproved, None) => {
            "Its next code elevates your access.".to_owned()
        }
    }
}

/// The key of the stock that typed this, what its codes come from, and the count it told. A key
/// that is not there and a code that is not right are told in the same words.
fn found(
    tx: &mut Tx<'_, '_>,
    wish: &Wish,
) -> Result<Result<(ToLink, Secret, i64), &'static str>, Problem> {
    let (sort, public_id) = match &wish.pressed {
        Pressed::Otp(otp) => (Sort::YubicoOtp, otp.public_id()),
        Pressed::Twice(..) => (Sort::OathHotp, wish.serial.as_str()),
    };
    let Some((stock, secret)) = store::to_link(tx, sort, public_id)? else {
        return Ok(Err(UNKNOWN));
    };
    let right = match &wish.pressed {
        Pressed::Otp(otp) => count_of(&secret, otp).map(|count| (secret, count)),
        Pressed::Twice(first, second) => in_a_row(&secret, first, second, stock.counter),
    };
    Ok(right
        .map(|(secret, counter)| (stock, secret, counter))
        .ok_or(UNKNOWN))
}

/// The secret, which knows now how many digits its key types, and the counter of the second code.
fn in_a_row(secret: &Secret, first: &str, second: &str, last: i64) -> Option<(Secret, i64)> {
    let Secret::Hotp { digits, secret } = secret else {
        return None;
    };
    let length = Digits::of(first.len())?;
    if digits.is_some_and(|said| said != length) {
        return None;
    }
    let next = u64::try_from(last + 1).ok()?;
    let counter = hotp::resynchronise(secret, length, first, second, next, TRIED_MAX)?;
    let known = Secret::Hotp {
        digits: Some(length),
        secret: secret.clone(),
    };
    Some((known, i64::try_from(counter).ok()?))
}

/// The page, filled with a sample.
pub(super) fn sample() -> LinkPage {
    LinkPage {
        shell: Shell::default(),
        way: Way::WithCode,
        ways: Ways::default(),
        is_admitted: false,
        device_name: "Key on my ring".into(),
        serial: String::new(),
        email: "amira.khan@hawthorn-park.example".into(),
        errors: Errors::one("codes", UNKNOWN),
    }
}

/// The page for somebody who has a key that is touched, filled with a sample.
pub(super) fn further_sample() -> LinkPage {
    LinkPage {
        way: Way::ByKey,
        ways: Ways {
            touched: 1,
            typed: 1,
            recovery_codes: 0,
        },
        is_admitted: true,
        errors: Errors::new(),
        ..sample()
    }
}
