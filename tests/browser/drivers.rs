//! The two browsers, each started through its own WebDriver program.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::extensions::query::ElementPollerWithTimeout;
use thirtyfour::{Capabilities, WebDriver};

use crate::failure::Outcome;
use crate::keeper::Kept;

/// How long a journey waits for something on a page to come true.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// How often it looks.
pub const GLANCE: Duration = Duration::from_millis(40);

/// Which browser.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Chromium, which also stands for Chrome and Edge.
    Chromium,
    /// Firefox ESR.
    Firefox,
}

impl Kind {
    /// Both, in the order in which their tests are listed.
    pub const BOTH: [Self; 2] = [Self::Chromium, Self::Firefox];

    /// As it stands before the name of a test.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    /// The WebDriver program. `tests/install` puts geckodriver where we look first.
    fn program(self) -> PathBuf {
        match self {
            Self::Chromium => PathBuf::from("chromedriver"),
            Self::Firefox => std::env::var_os("XDG_CACHE_HOME")
                .map(PathBuf::from)
                .or_else(|| Some(std::env::home_dir()?.join(".cache")))
                .map(|cache| cache.join("keyward/geckodriver-0.37.1/bin/geckodriver"))
                .filter(|program| program.exists())
                .unwrap_or_else(|| PathBuf::from("geckodriver")),
        }
    }

    fn arguments(self) -> Vec<&'static str> {
        match self {
            Self::Chromium => vec!["--port=0"],
            Self::Firefox => vec!["--port=0", "--websocket-port=0"],
        }
    }

    fn capabilities(self) -> Value {
        match self {
            // `--remote-debugging-pipe` lets Chromium end itself when its driver is gone.
            Self::Chromium => json!({
                "browserName": "chrome",
                "goog:chromeOptions": { "args": [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                    "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
                    "--window-size=1280,900", "--hide-scrollbars",
                ] },
            }),
            Self::Firefox => json!({
                "browserName": "firefox",
                "moz:firefoxOptions": {
                    "args": ["-headless", "-width", "1280", "-height", "900"],
                    "prefs": {
                        "security.webauth.webauthn_enable_softtoken": true,
                        "security.webauth.webauthn_enable_usbtoken": false,
                        "security.webauthn.always_allow_direct_attestation": true,
                    },
                },
            }),
        }
    }
}

/// A running browser; its profile is new and goes when the browser goes.
pub struct Browser {
    /// Which one.
    pub kind: Kind,
    /// The session with it.
    pub driver: WebDriver,
    program: Kept,
}

impl Browser {
    /// Starts the driver program and through it the browser.
    pub async fn start(kind: Kind) -> Outcome<Self> {
        let program = Kept::start(&kind.program(), |_| kind.arguments(), &[])?;
        let port = program.hears(|line| {
            let port = line
                .strip_prefix("ChromeDriver was started successfully on port ")
                .map(|rest| rest.trim_end_matches('.'))
                .or_else(|| Some(line.split_once("Listening on ")?.1.rsplit_once(':')?.1))?;
            port.parse::<u16>().ok()
        })?;
        let mut capabilities = Capabilities::new();
        for (name, value) in kind.capabilities().as_object().into_iter().flatten() {
            capabilities.set(name.as_str(), value)?;
        }
        let driver = WebDriver::builder(format!("http://127.0.0.1:{port}"), capabilities)
            .poller(Arc::new(ElementPollerWithTimeout::new(PATIENCE, GLANCE)))
            .await?;
        Ok(Self {
            kind,
            driver,
            program,
        })
    }

    /// Ends the browser; the driver program goes with the value.
    pub async fn quit(self) {
        if let Err(error) = self.driver.quit().await {
            eprintln!("{} did not end by itself: {error}", self.kind.name());
        }
        drop(self.program);
    }
}
