//! A browser as small as can be: HTTP/1.1 (RFC 9112) over a new loopback connection a request.

use std::io::{Error, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};

use crate::server::Server;

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
    head: String,
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
        let (head, _) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| Error::other("no HTTP answer"))?;
        Ok(Page {
            status,
            head: head.to_owned(),
        })
    }
}
