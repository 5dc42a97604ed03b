//! Runs each journey in both browsers, each browser's journeys one after the other.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt;
use libtest_mimic::{Failed, Trial};
use tokio::runtime::Runtime;

use crate::drivers::{Browser, Kind};
use crate::failure::{Failure, Outcome};
use crate::visitor::Visitor;

/// A journey under way.
pub type Steps<'v> = Pin<Box<dyn Future<Output = Outcome> + 'v>>;

/// A story of a visitor, with its name.
pub struct Journey {
    /// The name of its function.
    pub name: &'static str,
    /// The browsers that can show it.
    pub browsers: &'static [Kind],
    /// The function.
    pub steps: for<'v> fn(&'v mut Visitor) -> Steps<'v>,
}

/// Lists journeys by their functions, `async fn(&mut Visitor) -> Outcome`: each becomes the tests
/// `chromium::name` and `firefox::name`. `[chromium]` keeps one to a browser that can show it.
#[macro_export]
macro_rules! journeys {
    ($($([$kind:ident])? $($part:ident)::+),+ $(,)?) => {
        [$($crate::runner::Journey {
            name: $crate::runner::last_part(stringify!($($part)::+)),
            browsers: $crate::journeys!(@browsers $($kind)?),
            steps: |visitor| Box::pin($($part)::+(visitor)),
        }),+]
    };
    (@browsers) => { &$crate::drivers::Kind::BOTH };
    (@browsers chromium) => { &[$crate::drivers::Kind::Chromium] };
    (@browsers firefox) => { &[$crate::drivers::Kind::Firefox] };
}

/// The function's name out of its path.
pub fn last_part(path: &'static str) -> &'static str {
    path.rsplit(':').next().unwrap_or(path).trim()
}

/// The browsers, each started when its first journey begins and shared by those that follow.
#[derive(Clone)]
pub struct Browsers {
    runtime: Arc<Runtime>,
    chromium: Arc<Mutex<Option<Browser>>>,
    firefox: Arc<Mutex<Option<Browser>>>,
}

impl Browsers {
    /// No browser yet.
    pub fn new() -> Outcome<Self> {
        Ok(Self {
            runtime: Arc::new(Runtime::new()?),
            chromium: Arc::default(),
            firefox: Arc::default(),
        })
    }

    /// The tests, the browsers taking turns so that two threads keep both busy.
    pub fn trials(&self, journeys: &[Journey]) -> Vec<Trial> {
        let mut trials = Vec::new();
        for journey in journeys {
            for &kind in journey.browsers {
                let (browsers, name, steps) = (self.clone(), journey.name, journey.steps);
                let full_name = format!("{}::{name}", kind.name());
                trials.push(Trial::test(full_name, move || {
                    browsers.run(kind, name, steps).map_err(Failed::from)
                }));
            }
        }
        trials
    }

    /// Ends both browsers.
    pub fn quit(&self) {
        for kind in Kind::BOTH {
            let browser = self
                .of(kind)
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
            if let Some(browser) = browser {
                self.runtime.block_on(browser.quit());
            }
        }
    }

    fn of(&self, kind: Kind) -> &Mutex<Option<Browser>> {
        match kind {
            Kind::Chromium => &self.chromium,
            Kind::Firefox => &self.firefox,
        }
    }

    fn run(
        &self,
        kind: Kind,
        name: &str,
        steps: for<'v> fn(&'v mut Visitor) -> Steps<'v>,
    ) -> Outcome {
        let mut place = self.of(kind).lock().unwrap_or_else(PoisonError::into_inner);
        self.runtime.block_on(async {
            let browser = match place.take() {
                Some(browser) => browser,
                None => Browser::start(kind).await?,
            };
            let mut visitor = Visitor::new(kind, browser.driver.clone());
            let walk = async {
                visitor.looks_at_width(1280).await?;
                steps(&mut visitor).await
            };
            let walked = match AssertUnwindSafe(walk).catch_unwind().await {
                Ok(Ok(())) => visitor.leaves().await,
                Ok(Err(failure)) => Err(report(&visitor, name, &failure.to_string()).await),
                Err(panic) => Err(report(&visitor, name, &panic_words(&*panic)).await),
            };
            // Whoever comes after a failure gets a new browser.
            match walked {
                Ok(()) => *place = Some(browser),
                Err(_) => browser.quit().await,
            }
            walked
        })
    }
}

/// The failure with all that helps to understand it.
async fn report(visitor: &Visitor, name: &str, failure: &str) -> Failure {
    let place = visitor
        .driver
        .current_url()
        .await
        .map_or_else(|e| e.to_string(), |url| url.into());
    let page = visitor
        .text()
        .await
        .unwrap_or_else(|failure| failure.to_string());
    let picture = visitor
        .takes_picture_of_failure(&format!("{}-{name}", visitor.kind.name()))
        .await;
    let picture = picture.map_or_else(
        |failure| failure.to_string(),
        |path| path.display().to_string(),
    );
    let log = visitor
        .demo
        .as_ref()
        .map(|demo| demo.log())
        .unwrap_or_default();
    let steps = visitor.steps().join("\n  ");
    Failure::from(format!(
        "{failure}\n\nThe steps:\n  {steps}\n\nThe page {place} ({picture}):\n{page}\n\n\
         The server's log:\n{log}"
    ))
}

fn panic_words(panic: &(dyn std::any::Any + Send)) -> String {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    words
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic")
        .to_owned()
}
