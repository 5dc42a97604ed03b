//! The command line, for whoever looks after the server.

mod audit;
mod demo;
mod import;
mod open;
mod school;
mod serve;
mod user;

use std::io::IsTerminal;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::{Config, ConfigError};

/// Safeguarding records that open only to a person's own security key.
///
/// Settings come from one TOML file (--config), from KEYWARD_… variables over it, and from these
/// options over both. docs/settings.md describes every setting.
#[derive(Parser)]
#[command(name = "keyward", version, arg_required_else_help = true)]
pub struct CommandLine {
    #[command(flatten)]
    settings: SettingsOptions,
    #[command(subcommand)]
    command: Command,
}

/// Where the settings are.
#[derive(Args)]
struct SettingsOptions {
    /// The settings file (TOML)
    #[arg(long, global = true, value_name = "FILE", env = "KEYWARD_CONFIG")]
    config: Option<PathBuf>,
    /// The address and port to listen on, such as 127.0.0.1:8080
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// The folder in which Keyward keeps its database, its letters and its master key
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Answer people's browsers, until Ctrl-C
    Serve,
    /// Schools on this server
    #[command(subcommand)]
    School(school::SchoolCommand),
    /// People at a school
    #[command(subcommand)]
    User(user::UserCommand),
    /// Bring records in from a file
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// Bring the database up to date; `serve` does so by itself
    Migrate,
    /// The audit log
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Try Keyward with a made-up school, on this machine alone, until Ctrl-C
    Demo(demo::DemoOptions),
}

/// Why a command did not do what it should, in words for whoever typed it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(String);

impl Failure {
    /// A failure in these words.
    pub fn new(words: impl std::fmt::Display) -> Self {
        Self(words.to_string())
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self(error.to_string())
    }
}

impl From<keyward_db::Error> for Failure {
    fn from(error: keyward_db::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<keyward_web::Errors> for Failure {
    fn from(errors: keyward_web::Errors) -> Self {
        let lines = errors
            .all()
            .iter()
            .map(|(field, words)| format!("{field}: {words}"));
        Self(lines.collect::<Vec<_>>().join("\n"))
    }
}

impl From<keyward_web::Problem> for Failure {
    fn from(problem: keyward_web::Problem) -> Self {
        use keyward_web::Problem;
        match problem {
            Problem::NotFound => Self("it is not there".into()),
            Problem::Refused { words, .. } => Self(words),
            Problem::TooLarge => Self("it is too large".into()),
            Problem::Away(why) | Problem::Bug(why) => Self(why),
        }
    }
}

/// Runs a command. Failures go to standard error, with status 1 (2 for a wrong setting).
pub fn run(line: CommandLine) -> ExitCode {
    let config = match line.settings.read(&line.command) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("keyward: {error}");
            return ExitCode::from(2);
        }
    };
    log(&config);
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("keyward: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(carry_out(line.command, config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("keyward: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn carry_out(command: Command, config: Config) -> Result<(), Failure> {
    match command {
        Command::Serve => serve::run(config).await,
        Command::School(command) => school::run(command, config).await,
        Command::User(command) => user::run(command, config).await,
        Command::Import(command) => import::run(command, config).await,
        Command::Migrate => open::migrate(&config).await,
        Command::Audit(command) => audit::run(command, config).await,
        Command::Demo(options) => demo::run(options, config).await,
    }
}

impl SettingsOptions {
    fn read(&self, command: &Command) -> Result<Config, ConfigError> {
        let mut said = Vec::new();
        said.extend(self.listen.clone().map(|value| ("listen", value)));
        said.extend(self.data_dir.clone().map(|value| ("data_dir", value)));
        let file = self.config.as_deref();
        if !matches!(command, Command::Demo(_)) {
            return Config::read(file, std::env::vars(), &said);
        }
        if self.data_dir.is_none() {
            // Never the folder of a real school, wherever the settings say that it is.
            said.push(("data_dir", "var/demo".into()));
        }
        Config::read_for_demo(file, std::env::vars(), &said)
    }
}

fn log(config: &Config) {
    let filter = format!(
        "warn,keyward={0},keyward_db={0},keyward_web={0}",
        config.log
    );
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(filter))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    // A panic's message may hold what somebody wrote; where it happened is enough.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(%place, "a fault of ours");
    }));
}

/// Says a line on standard output, which is what the command was asked for. Nobody may be
/// listening any more, which is no reason to stop.
pub fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
