//! How long an elevation lasts, and what makes it last.

use axum::http::HeaderMap;
use keyward_moment::Moment;

use crate::config::Limits;
use crate::key_policy::{BREAK_GLASS_SECONDS, Kind, Policy};

/// Until when an elevation lasts that began at one moment and was last seen at another: until it
/// rests too long, or to its end in any case.
pub fn elevation_until(
    policy: &Policy,
    limits: &Limits,
    kind: Kind,
    at: Moment,
    seen: Moment,
) -> Moment {
    let longest = match kind {
        Kind::BreakGlass => BREAK_GLASS_SECONDS.min(limits.elevation_seconds_max),
        Kind::U2f
        | Kind::Passkey
        | Kind::SoftKey
        | Kind::YubicoOtp
        | Kind::OathHotp
        | Kind::RecoveryCode => limits.elevation_seconds_max,
    };
    let end = at.plus_seconds(policy.seconds_max(longest));
    let idle = policy.idle_seconds(limits.elevation_idle_seconds);
    seen.plus_seconds(idle).min(end)
}

/// Whether a page sent this by itself, as it does with a draft or while somebody searches, instead of
/// somebody going from one page to the next: then the page goes on showing when elevated access ends
/// (`Sec-Fetch-Mode`, Fetch Metadata Request Headers, section 2.2). A browser that does not say it is
/// taken as going to a page.
pub(super) fn is_by_itself(headers: &HeaderMap) -> bool {
    let mode = headers.get("sec-fetch-mode");
    mode.is_some_and(|mode| mode != "navigate")
}
