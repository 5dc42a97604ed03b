//! What any careful web application needs and no school is needed for: forms that come back
//! filled in, problems that become pages, requests that prove where they come from, and the
//! headers that keep a browser strict.

mod address;
mod cookies;
mod errors;
mod form;
mod headers;
mod line;
mod problem;
mod same_origin;
mod undone;

pub use address::{TrustedProxies, client_address};
pub use cookies::Cookies;
pub use errors::Errors;
pub use form::{Form, Pairs, ReadForm};
pub use headers::secure_headers;
pub use line::readable_line;
pub use problem::Problem;
pub use same_origin::{CrossSite, Origin, came_from_here};
pub use undone::Undone;

/// What a handler gives: a response, or the problem that the shell turns into a page.
pub type Answer = Result<axum::response::Response, Problem>;
