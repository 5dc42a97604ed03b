//! `keyward school add`.

use clap::Subcommand;

use super::{Failure, open, say};
use crate::config::Config;
use crate::school::{self, NewSchool};

/// Schools on this server.
#[derive(Subcommand)]
pub enum SchoolCommand {
    /// Add a school, with its first user groups and a key of its own
    Add {
        /// The school's name, such as "Hawthorn Park Academy"
        name: String,
        /// Its part of the address: lower-case letters, digits and hyphens, such as hawthorn-park
        #[arg(long)]
        address: String,
        /// Whom its people ask for help, such as it@school.example or a telephone number
        #[arg(long)]
        support: String,
    },
}

pub async fn run(command: SchoolCommand, config: Config) -> Result<(), Failure> {
    let SchoolCommand::Add {
        name,
        address,
        support,
    } = command;
    let new = NewSchool::check(&name, &address, &support)?;
    let app = open::app(config).await?;
    let school = school::add(&app, new).await?;
    let origin = app.config().origin().as_str().to_owned();
    say(format_args!(
        "{} signs in at {origin}/{}",
        school.name, school.slug
    ));
    say(format_args!(
        "Invite its administrator next: keyward user invite --school {} --group Administrator \
         NAME EMAIL",
        school.slug
    ));
    Ok(())
}
