//! `keyward audit verify`.

use clap::Subcommand;

use super::{Failure, open, say};
use crate::audit::{Verdict, verify};
use crate::config::Config;
use crate::school;

/// The audit log.
#[derive(Subcommand)]
pub enum AuditCommand {
    /// Prove that no entry was changed, removed or reordered, school by school
    Verify {
        /// One school alone, by its part of the address
        #[arg(long)]
        school: Option<String>,
    },
}

pub async fn run(command: AuditCommand, config: Config) -> Result<(), Failure> {
    let AuditCommand::Verify { school } = command;
    let app = open::app(config).await?;
    let slugs = match school {
        Some(slug) => vec![slug],
        None => school::every(&app)
            .await?
            .into_iter()
            .map(|school| school.slug)
            .collect(),
    };
    let mut broken = 0;
    for slug in slugs {
        let actor = school::machine_at(&app, &slug, "the command line").await?;
        match verify(&app, actor).await? {
            Verdict::Whole { entries, last } => {
                say(format_args!(
                    "{slug}: whole, {entries} entries, the last is {last}"
                ));
            }
            Verdict::Broken { number, why } => {
                broken += 1;
                say(format_args!("{slug}: BROKEN at entry {number}: {why}"));
            }
        }
    }
    if broken == 0 {
        Ok(())
    } else {
        Err(Failure::new("the audit log does not hold together"))
    }
}
