//! Journeys through Keyward in real browsers, Chromium and Firefox, with virtual security keys.
//!
//! `make test` installs what this needs. To walk one journey:
//! `cargo test --test browser -- firefox::virtual_keys_work`.

#![expect(
    dead_code,
    reason = "the journeys that use the rest come with the application"
)]
#![expect(
    clippy::print_stderr,
    reason = "tests report to the person who runs them"
)]

mod axe;
mod drivers;
mod failure;
mod keeper;
mod keys;
mod pictures;
mod rehearsal;
mod runner;
mod server;
mod virtual_key;
mod visitor;

use std::process::ExitCode;

use drivers::Kind;
use libtest_mimic::Arguments;
use runner::Browsers;

fn main() -> ExitCode {
    let journeys = journeys![rehearsal::virtual_keys_work, keys::a_key_is_linked_and_elevates, [chromium] keys::an_untouched_key_is_waited_for];

    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(Kind::BOTH.len());
    let browsers = match Browsers::new() {
        Ok(browsers) => browsers,
        Err(failure) => {
            eprintln!("{failure}");
            return ExitCode::FAILURE;
        }
    };
    let conclusion = libtest_mimic::run(&arguments, browsers.trials(&journeys));
    browsers.quit();
    conclusion.exit_code()
}
