//! The route table: what a feature answers, and the right that each address needs.

use std::convert::Infallible;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use keyward_db::Sql;
use keyward_web::Problem;
use tower_http::catch_panic::CatchPanicLayer;

use crate::access::May;
use crate::app::App;
use crate::cx::{Closed, guard};

/// The largest body of a form that anybody may send, signed in or not.
const ENTRY_BYTES_MAX: usize = 256 * 1024;
/// The largest body of an ordinary form: every field of the longest at its limit, and a text that is
/// too long besides, so that it comes back to be shortened. A character takes up to twelve bytes on
/// its way (four of UTF-8, three for each once encoded).
const FORM_BYTES_MAX: usize = 2 * 1024 * 1024;
/// The largest body of a page that takes a file. It is far above what such a page accepts, which
/// can then say in words that a file is too large.
const UPLOAD_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Whether the page at this address is not opened to whoever views as a user group.
pub fn is_closed_meanwhile(features: &[Feature], address: &str) -> bool {
    let mut routes = features.iter().flat_map(|feature| &feature.routes);
    let takes = routes.any(|route| route.method == Method::POST && route.address == address);
    Closed::page(address, takes).is_some()
}

/// One line of the route table.
#[derive(Clone)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The address, with its parameters in braces.
    pub address: &'static str,
    /// What it asks of whoever comes.
    pub may: May,
    /// The largest body it takes.
    pub body_bytes_max: usize,
    /// Whether it brings files, which are taken piece by piece.
    pub brings_files: bool,
    /// What it does, in words, where it asks for a fresh touch each time: "change a user group".
    pub touch_to: Option<&'static str>,
    answer: MethodRouter<App>,
}

/// One entry of the navigation, shown to those who may open it.
#[derive(Copy, Clone, Debug)]
pub struct Entrance {
    /// The words.
    pub label: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Who sees it.
    pub may: May,
}

/// One page of the settings, shown to those who may open it.
#[derive(Copy, Clone, Debug)]
pub struct Setting {
    /// The words.
    pub label: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Who sees it.
    pub may: May,
    /// The part of the settings in which it stands.
    pub part: Part,
    /// What it is for.
    pub about: &'static str,
}

/// A part of the settings.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// How the school works with concerns.
    Safeguarding,
    /// Who may do and see what.
    Access,
    /// The school and its records.
    School,
}

impl Part {
    /// Every part, in the order in which the page shows them.
    pub const ALL: [Self; 3] = [Self::Safeguarding, Self::Access, Self::School];

    /// As a person reads it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Safeguarding => "Safeguarding",
            Self::Access => "Access",
            Self::School => "School",
        }
    }
}

/// A feature: one folder, its routes, its statements, its entrance.
pub struct Feature {
    /// The folder's name.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "the house tests name a feature by it")
    )]
    pub name: &'static str,
    /// The route table.
    pub routes: Vec<Route>,
    /// Every SQL statement of the feature.
    pub statements: Vec<Sql>,
    /// Its places in the navigation.
    pub entrances: Vec<Entrance>,
    /// Its places in the settings.
    pub settings: Vec<Setting>,
    /// Each of its pages filled with a sample: name and HTML.
    pub samples: Vec<(&'static str, String)>,
}

impl Feature {
    /// A feature without routes yet.
    pub fn named(name: &'static str) -> Self {
        let (routes, statements) = (Vec::new(), Vec::new());
        Self {
            name,
            routes,
            statements,
            entrances: Vec::new(),
            settings: Vec::new(),
            samples: Vec::new(),
        }
    }

    /// A page.
    #[must_use]
    pub fn get<H, T>(self, address: &'static str, may: May, answer: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.route(Method::GET, address, may, ENTRY_BYTES_MAX, get(answer))
    }

    /// An act.
    #[must_use]
    pub fn post<H, T>(self, address: &'static str, may: May, answer: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let most = match may {
            May::Enter => ENTRY_BYTES_MAX,
            May::Arrive
            | May::BeHere
            | May::Have(_)
            | May::HaveAny(_)
            | May::ReadFiles
            | May::Lead => FORM_BYTES_MAX,
        };
        self.route(Method::POST, address, may, most, post(answer))
    }

    /// An act that cannot be undone, or opens a gate: each time it asks for a fresh touch of the
    /// person's key, to do what these words say: "change a user group". Its form has no secret and
    /// no code of its own.
    #[must_use]
    pub fn post_with_touch<H, T>(
        self,
        address: &'static str,
        may: May,
        touch_to: &'static str,
        answer: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.post(address, may, answer).with_touch(touch_to)
    }

    /// The act that was put last is one of those: [`Self::post_with_touch`].
    #[must_use]
    pub fn with_touch(mut self, touch_to: &'static str) -> Self {
        if let Some(route) = self.routes.last_mut() {
            route.touch_to = Some(touch_to);
        }
        self
    }

    /// An act that brings a file.
    #[must_use]
    pub fn upload<H, T>(self, address: &'static str, may: May, answer: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let mut feature = self.route(Method::POST, address, may, UPLOAD_BYTES_MAX, post(answer));
        if let Some(route) = feature.routes.last_mut() {
            route.brings_files = true;
        }
        feature
    }

    fn route(
        mut self,
        method: Method,
        address: &'static str,
        may: May,
        body_bytes_max: usize,
        answer: MethodRouter<App>,
    ) -> Self {
        self.routes.push(Route {
            method,
            address,
            may,
            body_bytes_max,
            brings_files: false,
            touch_to: None,
            answer,
        });
        self
    }

    /// The feature's statements, which one test prepares on both databases.
    #[must_use]
    pub fn statements(mut self, statements: &[Sql]) -> Self {
        self.statements.extend_from_slice(statements);
        self
    }

    /// A place in the navigation.
    #[must_use]
    pub fn entrance(mut self, label: &'static str, href: &'static str, may: May) -> Self {
        self.entrances.push(Entrance { label, href, may });
        self
    }

    /// A place in the settings: what is set up once and then seldom touched.
    #[must_use]
    pub fn setting(mut self, setting: Setting) -> Self {
        self.settings.push(setting);
        self
    }

    /// A page filled with a sample, which the house tests render.
    #[must_use]
    pub fn sample(mut self, name: &'static str, page: &impl askama::Template) -> Self {
        let html = page
            .render()
            .unwrap_or_else(|error| format!("{name} does not render: {error}"));
        self.samples.push((name, html));
        self
    }
}

/// A fault of ours that nobody foresaw; what it said stays out of the answer and the log.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Problem::bug("a handler panicked").into_response()
}

/// The router of these features: every route behind the guard that holds its right.
pub fn router(app: &App, features: &[Feature]) -> Router<App> {
    let mut router = Router::new();
    let routes = || features.iter().flat_map(|feature| &feature.routes);
    for route in routes() {
        let is_sent_to =
            |other: &Route| other.method == Method::POST && other.address == route.address;
        let closed = match route.method {
            Method::GET if route.may != May::Enter => {
                Closed::page(route.address, routes().any(is_sent_to))
            }
            _ => None,
        };
        let guarded = route
            .answer
            .clone()
            .layer::<_, Infallible>(DefaultBodyLimit::max(route.body_bytes_max))
            .layer::<_, Infallible>(CatchPanicLayer::custom(panicked))
            .layer(guard::layer(app, route, closed));
        router = router.route(route.address, guarded);
    }
    router
}
