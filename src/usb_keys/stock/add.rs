//! Adding one key by hand. Its secrets are read, sealed, and never sent back to a page.

use askama::Template;
use keyward_web::{Answer, Errors, Form, Pairs, Undone};

use crate::audit::Entry;
use crate::cx::Cx;
use crate::layout::{Choice, Shell};
use crate::usb_keys::new_key::{Field, NewKey, Typed};
use crate::usb_keys::sort::Sort;
use crate::usb_keys::store::{self, BroughtIn};

#[derive(Template)]
#[template(path = "usb_keys/stock/add.html")]
pub(super) struct AddPage {
    shell: Shell,
    kind: String,
    serial: String,
    public_id: String,
    digits: String,
    counter: String,
    errors: Errors,
}

impl AddPage {
    fn of(shell: Shell, form: &Pairs, errors: Errors) -> Self {
        let of = |name: &str| form.text(name).to_owned();
        Self {
            shell,
            kind: of("kind"),
            serial: of("serial"),
            public_id: of("public_id"),
            digits: of("digits"),
            counter: of("counter"),
            errors,
        }
    }

    fn kinds(&self) -> [Choice; 2] {
        [
            Choice::new(Sort::YubicoOtp.name(), Sort::YubicoOtp.words())
                .hint("It types about 44 letters")
                .reveals(),
            Choice::new(Sort::OathHotp.name(), Sort::OathHotp.words())
                .hint("It types 6 or 8 digits")
                .reveals(),
        ]
    }

    fn lengths(&self) -> [Choice; 3] {
        [
            Choice::new("", "I do not know"),
            Choice::new("6", "6 digits"),
            Choice::new("8", "8 digits"),
        ]
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    cx.show(&AddPage::of(cx.page(), &Pairs::default(), Errors::new()))
}

pub(super) async fn post(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    let errors = match check(&form) {
        Ok(new) => match keep(&cx, new).await {
            Ok(()) => return cx.redirect("/keys/stock"),
            Err(Undone::Form(errors)) => errors,
            Err(Undone::Problem(problem)) => return Err(problem),
        },
        Err(errors) => errors,
    };
    cx.show_again(&AddPage::of(cx.page(), &form, errors))
}

fn check(form: &Pairs) -> Result<NewKey, Errors> {
    let Some(sort) = Sort::named(form.text("kind")) else {
        return Err(Errors::one("kind", "Choose what the key types"));
    };
    let secret = match sort {
        Sort::YubicoOtp => "secret_aes",
        Sort::OathHotp => "secret_key",
    };
    let typed = Typed {
        serial: form.text("serial"),
        secret: form.text(secret),
        ..Typed::default()
    };
    let checked = match sort {
        Sort::YubicoOtp => NewKey::yubico(Typed {
            public_id: form.text("public_id"),
            private_id: form.text("secret_id"),
            ..typed
        }),
        Sort::OathHotp => NewKey::hotp(Typed {
            digits: form.text("digits"),
            counter: form.text("counter"),
            ..typed
        }),
    };
    checked.map_err(|wrong| {
        let mut errors = Errors::new();
        for (field, reason) in wrong {
            let name = match field {
                Field::Serial => "serial",
                Field::PublicId => "public_id",
                Field::PrivateId => "secret_id",
                Field::Secret => secret,
                Field::Digits => "digits",
                Field::Counter => "counter",
            };
            errors.add(name, format!("{}: {reason}", field.words()));
        }
        errors
    })
}

async fn keep(cx: &Cx, new: NewKey) -> Result<(), Undone> {
    cx.write(move |tx| {
        let field = match new.sort() {
            Sort::YubicoOtp => "public_id",
            Sort::OathHotp => "serial",
        };
        match store::bring_in(tx, &new)? {
            BroughtIn::Yes => {}
            BroughtIn::Already => {
                return Err(Undone::field(field, "This key is in stock already"));
            }
            BroughtIn::Other => {
                let words = "Another key of this identity is in stock. If the key was programmed \
                             anew, remove that one first";
                return Err(Undone::field(field, words));
            }
        }
        tx.entry(
            Entry::of("USB key added to stock", "school", &tx.school()?.0)
                .with("kind", new.sort().words())
                .with("serial", &new.serial)
                .with("public ID", &new.public_id),
        )?;
        tx.say("The key is in stock.").map_err(Undone::from)
    })
    .await
}

/// The page, filled with a sample.
pub(super) fn sample() -> AddPage {
    let form = Pairs::of(&[("kind", "yubico_otp"), ("serial", "508326")]);
    let errors = Errors::one("public_id", "Public ID: it is missing");
    AddPage::of(Shell::default(), &form, errors)
}
