//! Somebody with a browser, as far as the server can tell.

use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use scraper::{Html, Selector};
use tower::ServiceExt;

use crate::app::App;
use crate::cx::guard::SESSION_COOKIE;

/// A visitor, who keeps the session's cookie.
#[derive(Clone)]
pub struct Visitor {
    app: App,
    router: Router,
    session: Option<String>,
    /// How often the key that types codes was pressed which a test gave them; none without one.
    presses: Option<u64>,
    address: Option<SocketAddr>,
    /// The headers that a browser sends with a form of our own.
    pub headers: HeaderMap,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Page {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Visitor {
    /// Somebody new.
    pub fn new(app: &App) -> Self {
        Self::before(app, app.router())
    }

    /// Somebody new, before what this server answers.
    pub fn before(app: &App, router: Router) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert("sec-fetch-site", "same-origin".parse().expect("a header"));
        Self {
            app: app.clone(),
            router,
            session: None,
            presses: None,
            address: None,
            headers,
        }
    }

    /// The same visitor with this session.
    #[must_use]
    pub fn with_session(mut self, token: &str) -> Self {
        self.session = Some(token.to_owned());
        self
    }

    /// The same visitor at another server.
    #[must_use]
    pub fn at(mut self, app: &App) -> Self {
        self.app = app.clone();
        self.router = app.router();
        self
    }

    /// The same visitor with a key in hand, which they show wherever an act asks for a touch.
    #[must_use]
    pub fn with_a_key_in_hand(mut self) -> Self {
        self.presses = Some(0);
        self
    }

    /// The server that they visit.
    pub(super) fn app(&self) -> &App {
        &self.app
    }

    /// The same visitor on another network, with a browser that names itself so.
    #[must_use]
    pub fn on(mut self, address: &str, agent: &str) -> Self {
        let address: IpAddr = address.parse().expect("an address");
        self.address = Some(SocketAddr::new(address, 443));
        self.headers
            .insert(USER_AGENT, agent.parse().expect("a header"));
        self
    }

    /// The session's secret, if there is one.
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    /// Sends a form, and again with a code of the key in hand where the act asks for it.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.posts(path, fields).await;
        match self.presses {
            Some(before) if page.asks_for_a_touch() => {
                let code = self.presses_key_in_hand(before).await;
                self.presses = Some(before + 1);
                let all: Vec<(&str, &str)> =
                    fields.iter().copied().chain([("code", &*code)]).collect();
                self.posts(path, &all).await
            }
            Some(_) | None => page,
        }
    }

    async fn posts(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect::<Vec<_>>()
            .join("&");
        self.send(
            Method::POST,
            path,
            Some("application/x-www-form-urlencoded"),
            body.into(),
        )
        .await
    }

    /// Sends JSON.
    pub async fn post_json(&mut self, path: &str, json: &serde_json::Value) -> Page {
        let body = json.to_string();
        self.send(Method::POST, path, Some("application/json"), body.into())
            .await
    }

    /// Sends anything.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        content_type: Option<&str>,
        body: Body,
    ) -> Page {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(kind) = content_type {
            request = request.header(CONTENT_TYPE, kind);
        }
        if let Some(token) = &self.session {
            request = request.header(COOKIE, format!("{SESSION_COOKIE}={token}"));
        }
        let mut request = request.body(body).expect("a request");
        if let Some(address) = self.address {
            request.extensions_mut().insert(ConnectInfo(address));
        }
        let router = self.router.clone();
        let response = router.oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        self.keep_cookie(&parts.headers);
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Page {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    fn keep_cookie(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(SET_COOKIE) {
            let text = cookie.to_str().expect("text");
            if let Some(rest) = text.strip_prefix(&format!("{SESSION_COOKIE}=")) {
                let token = rest.split(';').next().unwrap_or_default();
                self.session = (!token.is_empty()).then(|| token.to_owned());
            }
        }
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

impl Page {
    /// What a person reads on it, blanks folded.
    pub fn text(&self) -> String {
        let html = Html::parse_document(&self.body);
        let body = Selector::parse("body").expect("a selector");
        let words = html
            .select(&body)
            .flat_map(|body| body.text())
            .collect::<String>();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Asserts that a person reads these words on it.
    #[track_caller]
    pub fn reads(&self, words: &str) -> &Self {
        let text = self.text();
        assert!(
            text.contains(words),
            "{words:?} is not on the page ({}): {text}",
            self.status
        );
        self
    }

    /// Asserts that these words stand nowhere in it, not even unseen.
    #[track_caller]
    pub fn never_says(&self, words: &str) -> &Self {
        assert!(
            !self.body.contains(words),
            "{words:?} is on the page ({})",
            self.status
        );
        self
    }

    /// Whether it asks for a touch before it does what was sent.
    pub fn asks_for_a_touch(&self) -> bool {
        self.status == StatusCode::FORBIDDEN && self.body.contains("Show your key to ")
    }

    /// Asserts the status.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// Where it leads on to, asserted to be a redirect.
    #[track_caller]
    pub fn leads_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        self.headers[LOCATION].to_str().expect("an address")
    }

    /// The elements that a CSS selector finds: each one's attribute.
    pub fn every(&self, selector: &str, attribute: &str) -> Vec<String> {
        let html = Html::parse_document(&self.body);
        let selector = Selector::parse(selector).expect("a selector");
        let found = html
            .select(&selector)
            .filter_map(|element| element.attr(attribute));
        found.map(str::to_owned).collect()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}
