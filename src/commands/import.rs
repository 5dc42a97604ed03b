//! `keyward import pupils`.

use std::io::{BufRead, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use keyward_web::Problem;

use super::{Failure, open, say};
use crate::config::Config;
use crate::pupils::{self, FILE_BYTES_MAX, Plan, Wrong};
use crate::school;

/// Records from a file.
#[derive(Subcommand)]
pub enum ImportCommand {
    /// Import pupils from a CSV file of the school's registers
    ///
    /// The first line of the file holds the headings, in any order: UPN, Forename, Surname,
    /// Preferred name, Date of birth, Year group, Form. Preferred name and Form may be left out;
    /// other columns are passed over, and many systems' own headings are known too.
    ///
    /// Every row is checked first. While one is wrong, nothing is imported, each is named with its
    /// line, column and reason, and the command ends with status 1. Otherwise it says what would
    /// change and asks. Running it again changes only what changed; nobody is ever removed.
    Pupils {
        /// The CSV file
        file: PathBuf,
        /// The school's part of the address, such as hawthorn-park
        #[arg(long)]
        school: String,
        /// Import without asking
        #[arg(long)]
        yes: bool,
    },
}

pub async fn run(command: ImportCommand, config: Config) -> Result<(), Failure> {
    let ImportCommand::Pupils { file, school, yes } = command;
    let bytes = read(&file)?;
    let app = open::app(config).await?;
    let actor = school::machine_at(&app, &school, "the command line")
        .await
        .map_err(|problem| match problem {
            Problem::NotFound => Failure::new(format!("there is no school at /{school}")),
            other => other.into(),
        })?;
    let checked = match pupils::check(&bytes, app.now().london().date()) {
        Ok(Ok(checked)) => checked,
        Ok(Err(wrong)) => return Err(named(&wrong)),
        Err(why) => return Err(Failure::new(why)),
    };
    let rows = checked.clone();
    let plan: Plan = app
        .read_as(actor.clone(), app.now(), move |tx| {
            pupils::plan_now(tx, &rows)
        })
        .await?;
    report(&plan);
    if plan.is_empty() {
        say("There is nothing to import.");
        return Ok(());
    }
    if !yes && !confirmed()? {
        return Err(Failure::new("nothing was imported"));
    }
    let done = app
        .write_as(actor, app.now(), move |tx| pupils::apply(tx, &checked))
        .await?;
    say(format_args!("Imported: {}.", done.counts()));
    Ok(())
}

/// The file's bytes; of one that is too large, just enough to say so.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |error| Failure::new(format!("{} cannot be read: {error}", path.display()));
    let file = std::fs::File::open(path).map_err(failed)?;
    let most = u64::try_from(FILE_BYTES_MAX).unwrap_or(u64::MAX) + 1;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Names every wrong row on standard output.
fn named(wrong: &[Wrong]) -> Failure {
    for Wrong {
        line,
        column,
        value,
        reason,
    } in wrong
    {
        match (column.is_empty(), value.is_empty()) {
            (true, _) => say(format_args!("line {line}: {reason}")),
            (false, true) => say(format_args!("line {line}, {column}: {reason}")),
            (false, false) => say(format_args!("line {line}, {column} \"{value}\": {reason}")),
        }
    }
    let things = match wrong.len() {
        1 => "1 thing in the file is".to_owned(),
        count => format!("{count} things in the file are"),
    };
    Failure::new(format!("nothing was imported: {things} wrong"))
}

/// Says what would change.
fn report(plan: &Plan) {
    for changed in &plan.changed {
        for change in &changed.changes {
            say(format_args!(
                "line {}, {}: {} → {}",
                changed.line,
                change.column.words(),
                pupils::words(change.column, &change.was),
                pupils::words(change.column, &change.becomes)
            ));
        }
    }
    say(format_args!("The file holds {} pupils.", plan.counts()));
    if plan.absent > 0 {
        say(format_args!(
            "Pupils who are not in the file and stay as they are: {}.",
            plan.absent
        ));
    }
}

/// Asks whoever sits there.
fn confirmed() -> Result<bool, Failure> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        return Err(Failure::new(
            "nothing was imported, for nobody is there to ask. Add --yes to import without asking",
        ));
    }
    let mut out = std::io::stderr();
    out.write_all(b"Import them? [y/N] ")
        .map_err(Failure::new)?;
    out.flush().map_err(Failure::new)?;
    let mut answer = String::new();
    input.lock().read_line(&mut answer).map_err(Failure::new)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
