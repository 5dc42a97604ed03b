//! The built program while it serves, and what a browser would ask of it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::program::keyward;

/// How long a program may take until it has said what we wait for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server of ours; dropping it ends it.
pub struct Server {
    child: Child,
    lines: Receiver<String>,
}

impl Server {
    /// Starts it on a port of its own, with its data in this folder.
    pub fn starts(command: &str, folder: &Path, more: &[&str]) -> Self {
        Self::starts_with(command, folder, more, &[])
    }

    /// The same with these settings in its environment.
    pub fn starts_with(
        command: &str,
        folder: &Path,
        more: &[&str],
        settings: &[(&str, &str)],
    ) -> Self {
        let mut keyward = keyward([command, "--listen", "127.0.0.1:0", "--data-dir"]);
        keyward.arg(folder).args(more).stdout(Stdio::piped());
        keyward.env("KEYWARD_LOG", "warn");
        keyward.envs(settings.iter().copied());
        let mut child = keyward.spawn().expect("it starts");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let (heard, lines) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                // Nobody may be listening any more; what is said is read all the same.
                let _ = heard.send(line);
            }
        });
        Self { child, lines }
    }

    /// The lines up to the first for which this holds, that one included.
    pub fn lines_until(&self, is_last: impl Fn(&str) -> bool) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let heard = self.lines.recv_timeout(PATIENCE);
            let line = heard.unwrap_or_else(|_| panic!("only said {lines:#?}"));
            let ended = is_last(&line);
            lines.push(line);
            if ended {
                return lines;
            }
        }
    }

    /// Ends it as a service manager does.
    pub fn ends(mut self) -> ExitStatus {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(told.expect("kill is there").success());
        self.child.wait().expect("it ends")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where a server listens, from the line that says so.
pub fn port(line: &str) -> u16 {
    let (_, rest) = line.split_once("http://localhost:").expect("an address");
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next();
    digits.expect("a port").parse().expect("a port")
}

/// Asks for a page; status and body.
pub fn get(port: u16, path: &str) -> (u16, String) {
    ask(port, &format!("GET {path}"), "", "")
}

/// Sends a form; status and body.
pub fn post(port: u16, path: &str, form: &str) -> (u16, String) {
    let headers = format!(
        "Origin: http://localhost:{port}\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n",
        form.len()
    );
    ask(port, &format!("POST {path}"), &headers, form)
}

fn ask(port: u16, what: &str, headers: &str, body: &str) -> (u16, String) {
    let answer = exchange(port, what, headers, body);
    (answer.status, answer.body)
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The lines before the body.
    pub head: String,
    /// The body.
    pub body: String,
}

/// Somebody with a browser at one server.
#[derive(Clone, Default)]
pub struct Browser {
    cookie: String,
}

impl Browser {
    /// Opens a page at this server.
    pub fn get(&mut self, port: u16, path: &str) -> Answer {
        self.asks(port, &format!("GET {path}"), "")
    }

    /// Sends a form to this server.
    pub fn post(&mut self, port: u16, path: &str, form: &[(&str, &str)]) -> Answer {
        let pairs = form.iter().map(|(name, value)| {
            let value = value.replace('@', "%40").replace(' ', "+");
            format!("{name}={value}")
        });
        self.asks(
            port,
            &format!("POST {path}"),
            &pairs.collect::<Vec<_>>().join("&"),
        )
    }

    fn asks(&mut self, port: u16, what: &str, form: &str) -> Answer {
        let headers = format!(
            "Sec-Fetch-Site: same-origin\r\nCookie: {}\r\nContent-Length: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n",
            self.cookie,
            form.len()
        );
        let answer = exchange(port, what, &headers, form);
        let cookies = answer.head.lines().filter_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie").then_some(value)
        });
        if let Some(cookie) = cookies
            .filter_map(|value| value.split(';').next())
            .next_back()
        {
            self.cookie = cookie.to_owned();
        }
        answer
    }
}

fn exchange(port: u16, what: &str, headers: &str, body: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let request = format!(
        "{what} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n{headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
    let status = head.split(' ').nth(1).expect("a status");
    Answer {
        status: status.parse().expect("a number"),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}
