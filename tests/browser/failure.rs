//! Why a journey ended early, in words.

use std::error::Error;
use std::fmt::{Display, Formatter};

/// The reason, as it is shown in the test's report.
#[derive(Debug)]
pub struct Failure(String);

/// What each step of a journey comes to.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Display for Failure {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<String> for Failure {
    fn from(words: String) -> Self {
        Self(words)
    }
}

impl From<&str> for Failure {
    fn from(words: &str) -> Self {
        Self(words.to_owned())
    }
}

macro_rules! failure_from {
    ($($error:ty),+) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                let mut words = error.to_string();
                let mut cause = error.source();
                while let Some(deeper) = cause {
                    words = format!("{words}: {deeper}");
                    cause = deeper.source();
                }
                Self(words)
            }
        }
    )+};
}

failure_from!(
    std::io::Error,
    serde_json::Error,
    thirtyfour::error::WebDriverError
);
