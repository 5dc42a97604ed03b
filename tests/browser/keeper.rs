//! Programs that the journeys need beside them: browser drivers and Keyward itself.
//!
//! Each has a directory of its own and never outlives the tests, not even tests that are killed.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};

/// How long a program may take until it has said what we wait for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running program; dropping it ends the program and removes its directory.
pub struct Kept {
    name: String,
    keeper: Child,
    home: PathBuf,
    lines: Receiver<String>,
}

impl Kept {
    /// Starts a program; `arguments` are told its directory.
    pub fn start<A: AsRef<OsStr>>(
        program: &Path,
        arguments: impl FnOnce(&Path) -> Vec<A>,
        environment: &[(&str, &str)],
    ) -> Outcome<Self> {
        let name = program
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let home = tempfile::Builder::new()
            .prefix("keyward-browser.")
            .tempdir()?
            .keep();
        let mut keeper = Command::new("bash")
            .args(["-c", include_str!("keeper.sh"), "keeper"])
            .arg(&home)
            .arg(program)
            .args(arguments(&home))
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(home.join("log"))?)
            .process_group(0)
            .spawn()?;
        let said = keeper.stdout.take().ok_or("the keeper has no output")?;
        let (heard, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(said).lines().map_while(Result::ok) {
                // Nobody may be listening any more; what is said is read all the same.
                let _ = heard.send(line);
            }
        });
        Ok(Self {
            name,
            keeper,
            home,
            lines,
        })
    }

    /// Listens until a line means something to `hear`.
    pub fn hears<T>(&self, mut hear: impl FnMut(&str) -> Option<T>) -> Outcome<T> {
        let until = Instant::now() + PATIENCE;
        loop {
            match self
                .lines
                .recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                Ok(line) => {
                    if let Some(meaning) = hear(&line) {
                        return Ok(meaning);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    return Err(self.failed("did not say that it is ready"));
                }
                Err(RecvTimeoutError::Disconnected) => return Err(self.failed("ended by itself")),
            }
        }
    }

    /// What the program wrote on its standard error, most of all at the end.
    pub fn log(&self) -> String {
        let log = std::fs::read_to_string(self.home.join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    fn failed(&self, what: &str) -> Failure {
        Failure::from(format!("{} {what}. It wrote:\n{}", self.name, self.log()))
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // The keeper has a time limit of its own.
        let _ = self.keeper.wait();
    }
}
