//! An authenticator app is set up from the page, and its codes open what a key opens.

use std::time::{Duration, SystemTime};

use keyward_codes::hotp::{Digits, Secret, code};
use keyward_codes::totp::step_at;
use thirtyfour::By;

use crate::errands::{ELEVATE, ELEVATED};
use crate::failure::Outcome;
use crate::server::Demo;
use crate::visitor::Visitor;

/// An app, whose holder always takes the code after the last one that was taken.
struct App {
    secret: Secret,
    last: u64,
}

impl App {
    /// The app that is told this secret. Its first code is that of the last half minute, so that
    /// two more are taken at once; but not where that is about to be too old.
    fn told(secret: &str) -> Outcome<Self> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let soon = now.map_err(|error| error.to_string())? + Duration::from_secs(3);
        let seconds = i64::try_from(soon.as_secs()).map_err(|error| error.to_string())?;
        Ok(Self {
            secret: Secret::from_base32(secret).map_err(|error| error.to_string())?,
            last: step_at(seconds) - 2,
        })
    }

    /// The next code.
    fn next(&mut self) -> String {
        self.last += 1;
        code(&self.secret, self.last, Digits::Six)
    }

    /// A code of another year.
    fn wrong(&self) -> String {
        code(&self.secret, self.last + 1_000_000, Digits::Six)
    }
}

/// A lead's first key is their phone: it elevates, and it signs in.
pub async fn an_app_is_set_up_and_elevates(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    visitor.opens_security_keys().await?;
    visitor.reads("A soft key is an authenticator app").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("soft-keys-none").await?;
    visitor.presses("Register a new soft key").await?;
    visitor.reads("install one first").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("soft-key-start").await?;
    visitor.presses("Start Registration").await?;
    visitor.reads("There is a problem").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("soft-key-start-wrong").await?;
    visitor.types("Device Name", "My phone").await?;
    visitor
        .types("Your Keyward password", &lead.password)
        .await?;
    visitor.presses("Start Registration").await?;
    visitor.reads("Set up your app").await?;
    visitor.opens("Cannot scan it?").await?;
    visitor.reads("choose to enter a key by hand").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("soft-key-setup").await?;
    let typed = visitor.driver.find(By::Css("dd .kw-secret")).await?;
    let secret = typed.text().await?;
    let wrong = App::told(&secret)?.wrong();
    confirms(visitor, &wrong).await?;
    visitor.reads("That code is not right").await?;
    visitor.opens("Cannot scan it?").await?;
    visitor.reads(&secret).await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("soft-key-setup-wrong").await?;

    let mut app = App::told(&secret)?;
    let first = app.next();
    confirms(visitor, &first).await?;
    visitor.reads("Successfully added new soft key").await?;
    visitor.does_not_read(&secret).await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("soft-keys-one").await?;

    visitor.opens("Dashboard").await?;
    visitor.opens(ELEVATE).await?;
    visitor.reads("Enter a code").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("soft-key-elevation").await?;
    enters(visitor, &first).await?;
    visitor.reads("That code was used already").await?;
    enters(visitor, &app.next()).await?;
    visitor.reads(ELEVATED).await?;
    visitor.signs_out().await?;

    visitor.gives_password(&lead).await?;
    visitor.reads("Have you got your security key").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("soft-key-sign-in").await?;
    enters(visitor, &app.next()).await?;
    visitor.reads(ELEVATED).await?;
    visitor.does_not_read(ELEVATE).await?;
    visitor.opens_security_keys().await?;
    visitor.reads("In use now").await
}

async fn confirms(visitor: &mut Visitor, code: &str) -> Outcome {
    visitor.types("Code that the app shows now", code).await?;
    visitor.presses("Confirm").await
}

async fn enters(visitor: &mut Visitor, code: &str) -> Outcome {
    visitor.types("Enter a code", code).await?;
    visitor.presses("Use this code").await
}
