//! The headers that keep a browser strict, on every answer (OWASP ASVS 5.0 § 3.4).

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types 'none'";

/// Sets what every answer carries. A page that set `Cache-Control` itself keeps it; all else is
/// never stored, because it may be about a child. What somebody sent us as a file sets a
/// `Content-Security-Policy` of its own, which allows less. `https` says whether people reach us over
/// TLS.
///
/// `Referrer-Policy` is `same-origin` and not `no-referrer`, because the latter would make
/// browsers send `Origin: null` with our own forms (Fetch § 3.2).
pub fn secure_headers(headers: &mut HeaderMap, https: bool) {
    let fixed = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-embedder-policy"),
            "require-corp",
        ),
        (
            HeaderName::from_static("x-permitted-cross-domain-policies"),
            "none",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), \
             microphone=(), geolocation=(), payment=(), usb=()",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if https {
        let years_two = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(STRICT_TRANSPORT_SECURITY, years_two);
    }
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(POLICY));
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_never_stored_and_never_runs_what_is_not_ours() {
        let mut headers = HeaderMap::new();
        secure_headers(&mut headers, true);
        assert_eq!(headers[CACHE_CONTROL], "no-store");
        let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
        assert!(headers.contains_key(STRICT_TRANSPORT_SECURITY));
    }

    #[test]
    fn a_file_that_somebody_sent_keeps_a_policy_of_its_own() {
        let mut headers = HeaderMap::new();
        let own = HeaderValue::from_static("default-src 'none'; sandbox");
        headers.insert(CONTENT_SECURITY_POLICY, own.clone());
        secure_headers(&mut headers, true);
        assert_eq!(headers.get_all(CONTENT_SECURITY_POLICY).iter().count(), 1);
        assert_eq!(headers[CONTENT_SECURITY_POLICY], own);
    }

    #[test]
    fn an_asset_keeps_its_own_caching_and_plain_http_makes_no_promise_of_tls() {
        let mut headers = HeaderMap::new();
        headers.insert(
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000"),
        );
        secure_headers(&mut headers, false);
        assert_eq!(headers[CACHE_CONTROL], "public, max-age=31536000");
        assert!(!headers.contains_key(STRICT_TRANSPORT_SECURITY));
    }
}
