//! Cookies that hold one opaque secret (RFC 6265bis).

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// How this server names and guards its cookies.
///
/// Over TLS they carry the `__Host-` prefix and `Secure`. On plain `http://localhost` they carry
/// neither, because some browsers refuse them there.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Cookies {
    /// Whether people reach us over TLS.
    pub https: bool,
}

impl Cookies {
    /// The secret in the cookie of this name.
    pub fn read<'h>(&self, headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
        let name = self.full_name(name);
        headers
            .get_all(COOKIE)
            .into_iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value)
    }

    /// The `Set-Cookie` value that hands out a secret (letters and digits) until the browser
    /// closes.
    ///
    /// # Panics
    /// When the secret holds what a header cannot.
    pub fn set(&self, name: &str, secret: &str) -> HeaderValue {
        self.header(&format!(
            "{}={secret}; Path=/; HttpOnly; SameSite=Lax",
            self.full_name(name)
        ))
    }

    /// The `Set-Cookie` value that takes a cookie back.
    pub fn clear(&self, name: &str) -> HeaderValue {
        let name = self.full_name(name);
        self.header(&format!(
            "{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        ))
    }

    fn full_name(&self, name: &str) -> String {
        if self.https {
            format!("__Host-{name}")
        } else {
            name.to_owned()
        }
    }

    fn header(&self, text: &str) -> HeaderValue {
        let secure = if self.https { "; Secure" } else { "" };
        HeaderValue::from_str(&format!("{text}{secure}")).expect("a cookie is plain ASCII")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_tls_a_cookie_is_bound_to_this_host() {
        let cookies = Cookies { https: true };
        assert_eq!(
            cookies.set("session", "abc"),
            "__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
        let mut headers = HeaderMap::new();
        headers.insert(
            COOKIE,
            HeaderValue::from_static("session=no; __Host-session=yes"),
        );
        assert_eq!(cookies.read(&headers, "session"), Some("yes"));
    }

    #[test]
    fn a_cookie_taken_back_is_empty_and_over() {
        let cookies = Cookies { https: false };
        assert!(
            cookies
                .clear("session")
                .to_str()
                .unwrap()
                .starts_with("session=; ")
        );
        assert!(
            cookies
                .clear("session")
                .to_str()
                .unwrap()
                .contains("Max-Age=0")
        );
    }
}
