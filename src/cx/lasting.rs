//! How long an elevation lasts.

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
