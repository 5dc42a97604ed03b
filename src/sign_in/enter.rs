//! A school's sign-in page, and the same form for whoever comes to report a lost key.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use keyward_moment::Moment;
use keyward_seal::SchoolKey;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm};

use super::attempts;
use super::networks::{self, Look};
use super::place::Place;
use super::throttle::Subject;
use super::watch::{self, With};
use super::words::{minutes_until, wait_words};
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
    let (counted, from, email) = (
        account_name.clone(),
        attempts::network(visit.address),
        form.email.clone(),
    );
    let (admission, account) = visit
        .write(there.clone(), move |tx| {
            let account = people::account(tx, &email)?;
            let person = account.as_ref().map(|account| &account.person);
            let sender = networks::sender(tx, person, &from)?;
            let admission = networks::admit(tx, &counted, &from, sender)?;
            Ok::<_, Problem>((admission, account))
        })
        .await?;
    let look = match admission {
        Ok(look) => look,
        Err(until) => {
            return waits(&visit, there, (school, errand), form, until).await;
        }
    };
    let hash = account
        .as_ref()
        .and_then(|account| account.password_hash.clone());
    let password = std::mem::take(&mut form.password);
    let matches = visit.app.hasher().matches(password, hash).await?;
    match account.filter(|_| matches) {
        Some(account) if !look.lets_in => {
            hold_back(&visit, there.clone(), account, look).await?;
            not_in(&visit, there, (school, errand), form, look).await
        }
        Some(account) => {
            let (place, id) = (Place::of(&visit), account.person.clone());
            let actor = Actor::arriving(there, id.clone(), &account.name);
            // Whoever was signed in with this browser is not any more, elevated or not.
            let before = visit.presence.as_ref().map(|there| there.session.clone());
            let entered = visit.app.write_as(actor, visit.now, move |tx| {
                look.was_right(tx, &account_name, &place.network)?;
                if let Some(before) = &before {
                    sessions::end(tx, before, Cause::SignedInAgain)?;
                }
                let arrival =
                    watch::arrived(tx, &account, &place, With::Password, look.failures - 1)?;
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
            note_failure(
                &visit,
                there.clone(),
                &form.email,
                account_name,
                look.failures,
            )
            .await?;
            not_in(&visit, there, (school, errand), form, look).await
        }
    }
}

/// The page for whoever did not come in: where the network waits it says that and nothing else.
async fn not_in(
    visit: &Visit,
    there: Option<(SchoolId, SchoolKey)>,
    what: (School, Errand),
    mut form: EnterForm,
    look: Look,
) -> Answer {
    if let Some(until) = look.network_waits {
        return waits(visit, there, what, form, until).await;
    }
    form.errors
        .add("email", "The email address or the password is not right");
    page(visit, there, what, form, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// The page for whoever has to wait.
async fn waits(
    visit: &Visit,
    there: Option<(SchoolId, SchoolKey)>,
    what: (School, Errand),
    mut form: EnterForm,
    until: Moment,
) -> Answer {
    let words = wait_words(minutes_until(visit.now, until));
    form.errors.add("email", words);
    page(visit, there, what, form, StatusCode::TOO_MANY_REQUESTS).await
}

/// The password was right, from a network that waits and where its person is not known. It is
/// written down, so that somebody who asks why can be told, and told where
/// many wrong ones came before.
async fn hold_back(
    visit: &Visit,
    there: Option<(SchoolId, SchoolKey)>,
    account: Account,
    look: Look,
) -> Result<(), Problem> {
    let place = Place::of(visit);
    let noted = visit.write(there, move |tx| {
        // It counts like a wrong one, or what follows would tell that it was right.
        watch::proved_again(tx, &account, &place, look.failures - 1)?;
        tx.entry(
            Entry::of("sign-in held back", "person", &account.person.0)
                .with("because", "the network waits")
                .with("device", &place.device)
                .with("network", &place.network),
        )
    });
    noted.await
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
        networks::tell_if_waiting(tx, &place.network)?;
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
