//! A browser as small as can be: HTTP/1.1 (RFC 9112) over a new loopback connection a request.

use std::io::{Error, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{SystemTime, UNIX_EPOCH};

use keyward_codes::hotp::{self, Digits, Secret};
use keyward_codes::totp;

use crate::server::{Person, Server};

/// Whoever asks.
#[derive(Clone)]
pub struct Client {
    server: SocketAddr,
    forwarded: u8,
    cookie: Option<String>,
}

/// What came back.
pub struct Page {
    /// The status.
    pub status: u16,
    /// What it says.
    pub body: String,
    head: String,
}

impl Page {
    /// What stands between these two texts, the first time that it does.
    pub fn between(&self, before: &str, after: &str) -> Result<&str> {
        let (_, rest) = self.body.split_once(before).unwrap_or_default();
        match rest.split_once(after) {
            Some((found, _)) => Ok(found),
            None => Err(Error::other(format!("{before:?} is not on the page"))),
        }
    }
}

impl Client {
    /// Somebody whose requests count as from `192.0.2.n` (the demo trusts its own machine's word).
    pub fn of(server: &Server, n: u8) -> Self {
        Self {
            server: server.address,
            forwarded: n,
            cookie: None,
        }
    }

    /// Opens a page.
    pub fn get(&self, path: &str) -> Result<Page> {
        self.send("GET", path, "")
    }

    /// Sends a form.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Result<Page> {
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", value.replace('@', "%40").replace(' ', "+")));
        self.send("POST", path, &pairs.collect::<Vec<_>>().join("&"))
    }

    /// Signs in as somebody with an authenticator app that is set up on the spot, and elevates
    /// their access with it.
    pub fn elevated(server: &Server, person: &Person) -> Result<Self> {
        let mut client = Self::of(server, 1);
        let (email, password) = (person.email.as_str(), person.password.as_str());
        let entered = client.post(
            "/hawthorn-park",
            &[("email", email), ("password", password)],
        )?;
        client.keep_cookie(&entered);
        let proof = [("device_name", "Benchmark"), ("password", password)];
        client.post("/account/soft-keys/setup", &proof)?;
        let page = client.get("/account/soft-keys/setup")?;
        let secret = page.between("kw-secret\">", "<")?.replace(' ', "");
        let secret = Secret::from_base32(&secret).map_err(|_| Error::other("no secret"))?;
        let setup = page.between("name=\"setup\" value=\"", "\"")?;
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_err(Error::other)?;
        let step = totp::step_at(i64::try_from(since.as_secs()).map_err(Error::other)?);
        let code = |step| hotp::code(&secret, step, Digits::Six);
        let now = code(step);
        let fields = [
            ("setup", setup),
            ("device_name", "Benchmark"),
            ("code", &now),
        ];
        client.post("/account/soft-keys", &fields)?;
        // A code works once; that of the next half minute is accepted from a clock that is early.
        let touched = client.post("/elevation", &[("code", &code(step + 1))])?;
        client.keep_cookie(&touched);
        Ok(client)
    }

    /// Keeps the cookie of an answer for the next requests.
    pub fn keep_cookie(&mut self, page: &Page) {
        let mut cookies = page.head.lines().filter_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie")
                .then(|| value.split(';').next())?
        });
        self.cookie = cookies.next_back().map(str::to_owned);
    }

    fn send(&self, method: &str, path: &str, body: &str) -> Result<Page> {
        let mut stream = TcpStream::connect(self.server)?;
        let cookie = self
            .cookie
            .as_ref()
            .map(|c| format!("Cookie: {c}\r\n"))
            .unwrap_or_default();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\
             Sec-Fetch-Site: same-origin\r\nX-Forwarded-For: 192.0.2.{}\r\n{cookie}\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.server.port(),
            self.forwarded,
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| Error::other("no HTTP answer"))?;
        Ok(Page {
            status,
            body: body.to_owned(),
            head: head.to_owned(),
        })
    }
}
