//! A school's sign-in page, and the same form for whoever comes to report a lost key.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use keyward_seal::SchoolKey;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm};

use super::attempts::{self, Admission};
use super::place::Place;
use super::throttle::Subject;
use super::watch::{self, With};
use super::{link, notices, store};
use crate::audit::Entry;
use crate::cx::{Actor, Visit, guard, redirect, show};
use crate::ids::SchoolId;
use crate::key_policy;
use crate::layout::Shell;
use crate::people::{self, Account};
use crate::school::{self, School};
use crate::sessions::{self, Cause};

#[derive(Template)]
#[template(path = "sign_in/enter.html")]
pub(super) struct EnterPage {
    shell: Shell,
    school: School,
    errand: Errand,
    form: EnterForm,
    /// Whether some user group lets a passkey sign in.
    passkeys: bool,
}

/// What somebody signs in for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Errand {
    /// A day's work.
    Work,
    /// Reporting a key lost.
    LostKey,
}

impl Errand {
    /// Where somebody goes on who is signed in.
    fn leads_to(self, has_key: bool) -> &'static str {
        match self {
            Self::LostKey => "/account/lost-key",
            Self::Work if has_key => "/sign-in/key",
            Self::Work => "/dashboard",
        }
    }
}

/// What somebody types to sign in. The password never comes back.
#[derive(Clone, Default)]
pub(super) struct EnterForm {
    email: String,
    password: String,
    errors: Errors,
}

impl ReadForm for EnterForm {
    fn read(pairs: &Pairs) -> Self {
        let (email, password) = (
            pairs.text("email").to_lowercase(),
            pairs.raw("password").into(),
        );
        Self {
            email,
            password,
            errors: Errors::new(),
        }
    }
}

pub(super) async fn get(visit: Visit, Path(slug): Path<String>) -> Answer {
    show_form(&visit, &slug, Errand::Work).await
}

pub(super) async fn lost_key(visit: Visit, Path(slug): Path<String>) -> Answer {
    show_form(&visit, &slug, Errand::LostKey).await
}

async fn show_form(visit: &Visit, slug: &str, errand: Errand) -> Answer {
    let (school, key) = school::by_slug(&visit.app, slug).await?;
    if visit
        .presence
        .as_ref()
        .is_some_and(|presence| presence.school.id == school.id)
    {
        return redirect(errand.leads_to(false));
    }
    let form = EnterForm::default();
    let there = Some((school.id.clone(), key));
    page(visit, there, (school, errand), form, StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    there: Option<(SchoolId, SchoolKey)>,
    (school, errand): (School, Errand),
    form: EnterForm,
    status: StatusCode,
) -> Answer {
    let shell = visit.page_of(&school.name, &school.slug);
    let passkeys =
        errand == Errand::Work && visit.read(there, key_policy::passkeys_sign_in).await?;
    show(
        status,
        &EnterPage {
            shell,
            school,
            errand,
            form,
            passkeys,
        },
    )
}

pub(super) async fn post(
    visit: Visit,
    Path(slug): Path<String>,
    Form(form): Form<EnterForm>,
) -> Answer {
    enter(visit, &slug, form, Errand::Work).await
}

pub(super) async fn post_lost_key(
    visit: Visit,
    Path(slug): Path<String>,
    Form(form): Form<EnterForm>,
) -> Answer {
    enter(visit, &slug, form, Errand::LostKey).await
}

async fn enter(visit: Visit, slug: &str, mut form: EnterForm, errand: Errand) -> Answer {
    let (school, key) = school::by_slug(&visit.app, slug).await?;
    let there = Some((school.id.clone(), key));
    if form.email.is_empty() {
        form.errors.add("email", "Enter your email address");
    }
    if form.password.is_empty() {
        form.errors.add("password", "Enter your password");
    }
    if !form.errors.is_empty() {
        return page(
            &visit,
            there,
            (school, errand),
            form,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    }
    let account_name = attempts::name(Subject::Account, &format!("{} {}", school.id, form.email));
    let address_name = attempts::name(Subject::Address, &attempts::network(visit.address));

    let (counted, from, email) = (
        account_name.clone(),
        address_name.clone(),
        form.email.clone(),
    );
    let (admission, account) = visit
        .write(there.clone(), move |tx| {
            let admission = attempts::admit(tx, &counted, &from)?;
            Ok::<_, Problem>((admission, people::account(tx, &email)?))
        })
        .await?;
    let failures = match admission {
        Admission::Admitted(failures) => failures,
        Admission::Wait(until) => {
            let minutes = (visit.now.seconds_until(until) + 59) / 60;
            form.errors.add("email", wait_words(minutes));
            return page(
                &visit,
                there,
                (school, errand),
                form,
                StatusCode::TOO_MANY_REQUESTS,
            )
            .await;
        }
    };
    let hash = account
        .as_ref()
        .and_then(|account| account.password_hash.clone());
    let password = std::mem::take(&mut form.password);
    let matches = visit.app.hasher().matches(password, hash).await?;
    match account.filter(|_| matches) {
        Some(account) => {
            let (place, id) = (Place::of(&visit), account.person.clone());
            let actor = Actor::arriving(there, id.clone(), &account.name);
            // Whoever was signed in with this browser is not any more, elevated or not.
            let before = visit.presence.as_ref().map(|there| there.session.clone());
            let entered = visit.app.write_as(actor, visit.now, move |tx| {
                attempts::forget(tx, &account_name, &address_name)?;
                if let Some(before) = &before {
                    sessions::end(tx, before, Cause::SignedInAgain)?;
                }
                let arrival = watch::arrived(tx, &account, &place, With::Password, failures - 1)?;
                watch::forgive(tx, &arrival, &account_name, &place.network)?;
                let (session, token) = store::begin_session(tx, &id, &place, None)?;
                tx.entry(
                    Entry::of("signed in with a password", "person", &id.0)
                        .with("session", &session)
                        .with("device", &place.device)
                        .with("network", &place.network),
                )?;
                Ok::<_, Problem>((token, link::holds_a_key(tx, &id)?))
            });
            let (token, has_key) = entered.await?;
            visit.app.letters().notify_one();
            let to = errand.leads_to(has_key);
            Ok(guard::with_session(&visit.app, redirect(to)?, &token))
        }
        None => {
            note_failure(&visit, there.clone(), &form.email, account_name, failures).await?;
            form.errors
                .add("email", "The email address or the password is not right");
            page(
                &visit,
                there,
                (school, errand),
                form,
                StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await
        }
    }
}

pub(super) fn wait_words(minutes: i64) -> String {
    match minutes {
        ..=1 => "Too many attempts have failed. Wait a minute, then try again".to_owned(),
        2..=60 => {
            format!("Too many attempts have failed. Wait {minutes} minutes, then try again")
        }
        _ => "Too many attempts have failed. Ask for a new password with the link below".to_owned(),
    }
}

/// Writes a failed attempt down, and tells the person when there are many.
async fn note_failure(
    visit: &Visit,
    there: Option<(crate::ids::SchoolId, keyward_seal::SchoolKey)>,
    email: &str,
    account_name: String,
    failures: i64,
) -> Result<(), Problem> {
    let (email, place) = (email.to_owned(), Place::of(visit));
    let noted = visit.write(there, move |tx| {
        let account: Option<Account> = people::account(tx, &email)?;
        let subject = account
            .as_ref()
            .map_or("nobody", |account| account.person.0.as_str());
        tx.entry(
            Entry::of("sign-in failed", "person", subject)
                .with("failures in a row", failures)
                .with("device", &place.device)
                .with("network", &place.network),
        )?;
        watch::failed(tx, &account_name, account.is_some(), &place.network)?;
        if let Some(account) = account {
            notices::wrong_passwords(tx, &account, failures, &place.device)?;
        }
        Ok::<_, Problem>(())
    });
    noted.await?;
    visit.app.letters().notify_one();
    Ok(())
}

/// The page, filled with a sample.
pub(super) fn sample() -> EnterPage {
    let school = crate::school::sample();
    let form = EnterForm {
        email: "amira.khan@hawthorn-park.example".into(),
        errors: Errors::one("email", "The email address or the password is not right"),
        ..EnterForm::default()
    };
    EnterPage {
        shell: Shell::default(),
        school,
        errand: Errand::Work,
        form,
        passkeys: true,
    }
}

/// The page for somebody who has lost a key, filled with a sample.
pub(super) fn lost_key_sample() -> EnterPage {
    EnterPage {
        errand: Errand::LostKey,
        ..sample()
    }
}
