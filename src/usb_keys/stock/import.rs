//! Bringing keys in from the file that was written while they were programmed: all of them, or
//! none while one line is wrong.

use askama::Template;
use axum::extract::Multipart;
use keyward_web::{Answer, Errors, Problem};

use crate::audit::Entry;
use crate::cx::Cx;
use crate::layout::Shell;
use crate::upload::{self, NotSent};
use crate::usb_keys::log_file::{self, FILE_BYTES_MAX, LogFile, Wrong};
use crate::usb_keys::store::{self, BroughtIn};

/// No page shows more wrong lines than this.
const WRONG_MAX: usize = 200;

#[derive(Template)]
#[template(path = "usb_keys/stock/import.html")]
pub(super) struct ImportPage {
    shell: Shell,
    errors: Errors,
    wrong: Vec<Wrong>,
    more: usize,
}

impl ImportPage {
    fn of(shell: Shell, errors: Errors) -> Self {
        Self {
            shell,
            errors,
            wrong: Vec::new(),
            more: 0,
        }
    }

    fn wrong(shell: Shell, mut wrong: Vec<Wrong>) -> Self {
        let words = match wrong.len() {
            1 => "1 thing in this file is wrong".to_owned(),
            count => format!("{count} things in this file are wrong"),
        };
        let words = format!("{words}. Nothing was imported.");
        let more = wrong.len().saturating_sub(WRONG_MAX);
        wrong.truncate(WRONG_MAX);
        Self {
            wrong,
            more,
            ..Self::of(shell, Errors::one("wrong", words))
        }
    }
}

/// Why nothing was kept.
enum Stopped {
    /// The stock holds other keys of these identities.
    Wrong(Vec<Wrong>),
    Problem(Problem),
}

impl From<Problem> for Stopped {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<keyward_db::Error> for Stopped {
    fn from(error: keyward_db::Error) -> Self {
        Self::Problem(error.into())
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    cx.show(&ImportPage::of(cx.page(), Errors::new()))
}

/// The address to which a file is sent is no page.
pub(super) async fn elsewhere(cx: Cx) -> Answer {
    cx.redirect("/keys/stock/imports/new")
}

/// Reads a file and keeps its keys.
pub(super) async fn post(cx: Cx, parts: Multipart) -> Answer {
    let again = |errors| cx.show_again(&ImportPage::of(cx.page(), errors));
    let bytes = match upload::file(parts, FILE_BYTES_MAX).await {
        Ok(bytes) => bytes,
        Err(why) => return again(Errors::one("file", not_sent(why))),
    };
    let file = match log_file::read(&bytes) {
        Ok(file) if file.keys.is_empty() => {
            let words = "There is no key in this file. Choose the file that was written while the \
                         keys were programmed.";
            return again(Errors::one("file", words));
        }
        Ok(file) => file,
        Err(wrong) => return cx.show_again(&ImportPage::wrong(cx.page(), wrong)),
    };
    match keep(&cx.anew().await?, file).await {
        Ok(()) => cx.redirect("/keys/stock"),
        Err(Stopped::Wrong(wrong)) => cx.show_again(&ImportPage::wrong(cx.page(), wrong)),
        Err(Stopped::Problem(problem)) => Err(problem),
    }
}

async fn keep(cx: &Cx, file: LogFile) -> Result<(), Stopped> {
    cx.write(move |tx| {
        let (mut brought, mut already, mut wrong) = (Vec::new(), 0, Vec::new());
        for (line, key) in &file.keys {
            match store::bring_in(tx, key)? {
                BroughtIn::Yes => brought.push(key),
                BroughtIn::Already => already += 1,
                BroughtIn::Other => wrong.push(Wrong::of_line(
                    *line,
                    "another key of this identity is in stock. If the key was programmed anew, \
                     remove that one from the stock first",
                )),
            }
        }
        if !wrong.is_empty() {
            return Err(Stopped::Wrong(wrong));
        }
        for key in &brought {
            tx.entry(
                Entry::of("USB key added to stock", "school", &tx.school()?.0)
                    .with("kind", key.sort().words())
                    .with("serial", &key.serial)
                    .with("public ID", &key.public_id),
            )?;
        }
        tx.say(&counts(brought.len(), already, file.passed_over))?;
        Ok(())
    })
    .await
}

/// What came of a file.
fn counts(brought: usize, already: usize, passed_over: usize) -> String {
    let mut words = match brought {
        0 => "No key was new.".to_owned(),
        1 => "1 key was imported.".to_owned(),
        many => format!("{many} keys were imported."),
    };
    match already {
        0 => {}
        1 => words.push_str(" 1 was in stock already."),
        many => words.push_str(&format!(" {many} were in stock already.")),
    }
    match passed_over {
        0 => {}
        1 => words.push_str(" 1 line was about something else."),
        many => words.push_str(&format!(" {many} lines were about something else.")),
    }
    words
}

fn not_sent(why: NotSent) -> &'static str {
    match why {
        NotSent::Nothing | NotSent::TooMany => {
            "Choose the CSV file that was written while the keys were programmed."
        }
        NotSent::TooLarge => "The file is larger than 1 MB, which no file of this kind is.",
        NotSent::Broken => "The file did not arrive whole. Choose it again.",
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> ImportPage {
    ImportPage::of(Shell::default(), Errors::new())
}

/// The page after a file with wrong lines.
pub(super) fn wrong_sample() -> ImportPage {
    let wrong = Wrong {
        line: 3,
        column: "Private ID",
        reason: "a private ID is 12 digits and letters from 0 to 9 and a to f".into(),
    };
    let mut page = ImportPage::wrong(Shell::default(), vec![wrong]);
    page.more = 7;
    page
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn what_came_of_a_file_is_said_in_numbers() {
        assert_eq!(counts(1, 0, 0), "1 key was imported.");
        assert_eq!(
            counts(3, 1, 2),
            "3 keys were imported. 1 was in stock already. 2 lines were about something else."
        );
        assert_eq!(counts(0, 2, 0), "No key was new. 2 were in stock already.");
    }
}
