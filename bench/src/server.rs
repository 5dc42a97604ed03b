//! A demo school in a process of its own, ended when it is dropped.

use std::io::{BufRead, BufReader, Error, Read, Result};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// The running server.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// The people in its table.
    pub people: Vec<Person>,
    process: Child,
    /// Kept open: the server may have more to say.
    _output: BufReader<ChildStdout>,
}

/// One line of the demo's table.
pub struct Person {
    /// Their e-mail address.
    pub email: String,
    /// Their password.
    pub password: String,
}

impl Server {
    /// Starts the demo on a port of its own, and reads its table.
    pub fn start(binary: &Path, folder: &Path) -> Result<Self> {
        Self::start_with(binary, folder, &[])
    }

    /// The same, with more options.
    pub fn start_with(binary: &Path, folder: &Path, options: &[&str]) -> Result<Self> {
        let mut process = Command::new(binary)
            .args(["demo", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(folder)
            .args(options)
            .env("KEYWARD_TRUSTED_PROXIES", "127.0.0.1")
            .env("KEYWARD_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process
            .stdout
            .take()
            .ok_or_else(|| Error::other("no output"))?;
        let (mut port, mut people) = (None, Vec::new());
        let mut output = BufReader::new(output);
        for line in output.by_ref().lines() {
            let line = line?;
            if let Some((_, rest)) = line.split_once("http://localhost:") {
                let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                port = port.or_else(|| digits.parse::<u16>().ok());
            }
            let columns: Vec<&str> = line
                .split("  ")
                .map(str::trim)
                .filter(|c| !c.is_empty())
                .collect();
            match columns.as_slice() {
                [email, password, _] if email.contains('@') => people.push(Person {
                    email: (*email).to_owned(),
                    password: (*password).to_owned(),
                }),
                _ if !people.is_empty() => break,
                _ => {}
            }
        }
        let port = port.ok_or_else(|| Error::other("the demo did not say where it listens"))?;
        Ok(Self {
            address: SocketAddr::from(([127, 0, 0, 1], port)),
            people,
            process,
            _output: output,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
