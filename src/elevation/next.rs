//! Where to go on once access is elevated: a page of ours, or the dashboard.

/// Where somebody goes on who came from nowhere in particular.
pub(super) const DASHBOARD: &str = "/dashboard";

/// The address, if it is a path on this server and nothing else; the dashboard otherwise.
///
/// Browsers read `//host`, `/\host` and `/<tab>/host` as another site (URL Standard, section 4.4),
/// so an address holds none of these: one slash first, then printable ASCII without a backslash.
pub fn safe(next: &str) -> &str {
    let plain = |c: char| c.is_ascii_graphic() && c != '\\';
    let local = next.starts_with('/') && !next.starts_with("//");
    if local && next.chars().all(plain) {
        next
    } else {
        DASHBOARD
    }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn only_a_path_on_this_server_is_followed() {
        for fine in [
            "/dashboard",
            "/pupils/1?from=list#top",
            "/a//b",
            "/%2F%2Fevil",
        ] {
            assert_eq!(safe(fine), fine);
        }
        for elsewhere in [
            "",
            "dashboard",
            "//evil.example",
            "/\\evil.example",
            "/a\\b",
            "\\/evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            " /dashboard",
            "https://evil.example",
            "javascript:alert(1)",
            "/dash\r\nset-cookie: a=b",
            "/é",
        ] {
            assert_eq!(safe(elsewhere), "/dashboard", "{elsewhere:?}");
        }
    }
}
