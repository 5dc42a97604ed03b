//! `keyward demo`.

use clap::{Args, ValueEnum};
use keyward_moment::{Clock, FrozenClock, SystemClock};

use super::{Failure, open, say, serve};
use crate::config::Config;
use crate::demo::{self, Folder, FolderError, Large, Member, SCHOOL_NAME, SCHOOL_SLUG, Size};

/// How the demo starts.
#[derive(Args)]
pub struct DemoOptions {
    /// Delete what the demo made in its folder, and begin afresh
    #[arg(long)]
    reset: bool,
    /// How much the first start makes: some weeks of 120 pupils, or 15 years and 300,000 concerns
    /// of 2,000 pupils before them, which takes a while
    #[arg(long, value_enum, default_value_t = SizeName::Usual)]
    size: SizeName,
    /// The same number makes the same large school
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Copy, Clone, Debug, ValueEnum)]
enum SizeName {
    Usual,
    Large,
}

impl DemoOptions {
    fn size(&self) -> Size {
        match self.size {
            SizeName::Usual => Size::Usual,
            SizeName::Large => Size::Large(Large::of_seed(self.seed)),
        }
    }
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        Self::new(error)
    }
}

/// Opens the demo school, fills it at the first start, and serves until Ctrl-C or SIGTERM.
pub async fn run(options: DemoOptions, config: Config) -> Result<(), Failure> {
    let (config, listener) = serve::listen(config).await?;
    let folder = Folder::take(&config.data_dir, options.reset)?;
    let members = match folder.people()? {
        Some(members) => members,
        None => fill(&folder, config.clone(), options.size()).await?,
    };
    let app = open::app(config).await?;
    let stop = serve::stop();
    introduce(app.config().origin().as_str(), &members);
    serve::answer(app, listener, stop).await
}

async fn fill(folder: &Folder, config: Config, size: Size) -> Result<Vec<Member>, Failure> {
    let now = SystemClock.now();
    let clock = FrozenClock::at(demo::begins(now, size));
    let app = open::app_at(config, Box::new(clock)).await?;
    let members = demo::fill(&app, now, size, &|line| say(line)).await?;
    folder.keep(&members)?;
    Ok(members)
}

/// The addresses, the table of people, and where to begin.
fn introduce(origin: &str, members: &[Member]) {
    say(format_args!(
        "{SCHOOL_NAME}, a made-up school to try Keyward with. Ctrl-C ends it.\n"
    ));
    say(format_args!("Sign in:  {origin}/{SCHOOL_SLUG}"));
    say(format_args!("Mailbox:  {origin}/demo/mailbox\n"));
    let width = |column: fn(&Member) -> &str| {
        let widths = members.iter().map(|member| column(member).chars().count());
        widths.max().unwrap_or(0) + 2
    };
    let (emails, passwords) = (width(|m| &m.email), width(|m| &m.password));
    let line = |email: &str, password: &str, group: &str| {
        say(format_args!("{email:emails$}{password:passwords$}{group}"));
    };
    line("E-mail", "Password", "User group");
    for member in members {
        line(&member.email, &member.password, &member.group);
    }
    say(format_args!("\n{}", hint(members)));
}

/// What to try first; true of any browser and any key.
fn hint(members: &[Member]) -> String {
    let one_of = |group: &str| {
        let member = members.iter().find(|member| member.group == group);
        member.map_or("", |member| &member.email)
    };
    format!(
        "Begin as {} (DSL): sign in, open Account Settings > Security Keys, register a key, and \
         choose Elevate Your Access on the dashboard. No key at hand? In Chrome or Edge press F12, \
         open More tools > WebAuthn, and add a virtual authenticator (keep that panel open).",
        one_of("DSL")
    )
}
