//! A request that changes something must come from a page of ours.

use axum::http::{HeaderMap, Method};

/// The origin (RFC 6454) at which people reach this server, such as `https://keyward.example`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// The origin of a base address. A trailing slash is passed over.
    pub fn of(base_url: &str) -> Self {
        Self(base_url.trim_end_matches('/').to_ascii_lowercase())
    }

    /// As it stands in an `Origin` header.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The request did not come from a page of ours.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct CrossSite;

/// Passes a safe method; any other needs `Sec-Fetch-Site: same-origin` (Fetch Metadata) or, where
/// a browser does not send that header, exactly our `Origin`. `same-site` counts as hostile: a
/// neighbouring subdomain is somebody else.
///
/// # Errors
/// [`CrossSite`] when neither header vouches for the request.
pub fn came_from_here(
    method: &Method,
    headers: &HeaderMap,
    ours: &Origin,
) -> Result<(), CrossSite> {
    if method.is_safe() {
        return Ok(());
    }
    let of = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("unreadable"))
    };
    let vouched = match (of("sec-fetch-site"), of("origin")) {
        (Some(site), None) => site == "same-origin",
        (Some(site), Some(origin)) => {
            site == "same-origin" && (origin == ours.as_str() || is_loopback_twin(origin, ours))
        }
        (None, Some(origin)) => origin == ours.as_str(),
        (None, None) => false,
    };
    if vouched { Ok(()) } else { Err(CrossSite) }
}

/// `http://127.0.0.1:8080` for `http://localhost:8080`: one machine under two names.
fn is_loopback_twin(origin: &str, ours: &Origin) -> bool {
    let port = |text: &str, host: &str| text.strip_prefix(host).map(str::to_owned);
    match (
        port(origin, "http://127.0.0.1"),
        port(ours.as_str(), "http://localhost"),
    ) {
        (Some(theirs), Some(ours)) => theirs == ours,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: Method, headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(k, v)| (k.parse().unwrap(), v.parse().unwrap()))
            .collect();
        came_from_here(&method, &headers, &Origin::of("https://keyward.example/")).is_ok()
    }

    #[test]
    fn only_our_own_pages_may_change_anything() {
        let ours = "https://keyward.example";
        assert!(asked(Method::GET, &[("sec-fetch-site", "cross-site")]));
        assert!(asked(Method::POST, &[("sec-fetch-site", "same-origin")]));
        assert!(asked(Method::POST, &[("origin", ours)]));
        assert!(asked(
            Method::POST,
            &[("sec-fetch-site", "same-origin"), ("origin", ours)]
        ));
        for headers in [
            &[][..],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "same-site"), ("origin", ours)],
            &[
                ("sec-fetch-site", "same-origin"),
                ("origin", "https://evil.example"),
            ],
            &[("origin", "https://keyward.example.evil")],
            &[("origin", "null")],
        ] {
            assert!(!asked(Method::POST, headers), "{headers:?}");
            assert!(!asked(Method::DELETE, headers), "{headers:?}");
        }
    }

    #[test]
    fn a_demo_on_this_machine_answers_to_both_of_its_names() {
        let ours = Origin::of("http://localhost:8080");
        let post = |origin: &str| {
            let headers = [
                (
                    "sec-fetch-site".parse().unwrap(),
                    "same-origin".parse().unwrap(),
                ),
                ("origin".parse().unwrap(), origin.parse().unwrap()),
            ];
            came_from_here(&Method::POST, &headers.into_iter().collect(), &ours).is_ok()
        };
        assert!(post("http://127.0.0.1:8080"));
        assert!(!post("http://127.0.0.1:8081"));
    }
}
