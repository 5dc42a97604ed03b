//! `keyward user invite`.

use clap::Subcommand;
use keyward_web::Problem;

use super::{Failure, open, say};
use crate::config::Config;
use crate::people::{self, Invitation};
use crate::school;

/// People at a school.
#[derive(Subcommand)]
pub enum UserCommand {
    /// Invite somebody: they are written to, and set their own password at the sign-in page
    Invite {
        /// Their name, such as "Amira Khan"
        name: String,
        /// Their e-mail address
        email: String,
        /// The school's part of the address, such as hawthorn-park
        #[arg(long)]
        school: String,
        /// A user group to put them into, such as Staff or DSL; may be given several times
        #[arg(long = "group", required = true)]
        groups: Vec<String>,
        /// A year group whose files they may read with elevated access; may be given several times
        #[arg(long = "year")]
        years: Vec<String>,
        /// A form whose files they may read with elevated access, such as 7B; may be given several
        /// times
        #[arg(long = "form")]
        forms: Vec<String>,
    },
}

pub async fn run(command: UserCommand, config: Config) -> Result<(), Failure> {
    let UserCommand::Invite {
        name,
        email,
        school,
        groups,
        years,
        forms,
    } = command;
    let invitation = Invitation::check(&name, &email, groups, years)?.with_forms(forms);
    let app = open::app(config).await?;
    let actor = school::machine_at(&app, &school, "the command line")
        .await
        .map_err(|problem| match problem {
            Problem::NotFound => Failure::new(format!("there is no school at /{school}")),
            other => other.into(),
        })?;
    let sign_in = format!("{}/{school}", app.config().origin().as_str());
    let said = format!(
        "{} can set a password at {sign_in}/password-link. The letter that says so goes out with \
         the server's next round.",
        invitation.email().as_str()
    );
    app.write_as(actor, app.now(), move |tx| {
        people::invite(tx, &invitation, &sign_in)
    })
    .await?;
    say(said);
    Ok(())
}
