//! Codes that count half minutes: TOTP (RFC 6238), which is HOTP at a step of the clock.
//!
//! With SHA-1 alone: it is what authenticator apps take when nothing is said, and some take
//! nothing else. A step is found as a number, so that whoever accepts it can refuse it next time
//! (RFC 6238 § 5.2).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use subtle::Choice;

use crate::hotp::{Digits, Secret, earliest, is_code};

/// How long a step lasts (RFC 6238 § 4.1, the default).
pub const STEP_SECONDS: u32 = 30;

/// The step at so many seconds after 1970-01-01T00:00:00 UTC (RFC 6238 § 4.2). Its code is
/// [`crate::hotp::code`] with the step as counter.
pub fn step_at(unix_seconds: i64) -> u64 {
    u64::try_from(unix_seconds).unwrap_or(0) / u64::from(STEP_SECONDS)
}

/// What a typed code turned out to be.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The code of this step, which was not used before; it is to be kept as last used.
    Step(u64),
    /// A right code, but of the step that was last used or of one before.
    UsedAlready,
    /// No code of the steps looked at.
    No,
}

/// Looks for the step whose code this is, from `drift_steps` before now to `drift_steps` after,
/// both included. `typed` is digits alone, as [`crate::typed`] gives them; `last_used` is the
/// step that was last accepted from this secret.
///
/// All steps are looked at in any case, and codes are compared in constant time.
pub fn find(
    secret: &Secret,
    digits: Digits,
    typed: &str,
    step_now: u64,
    last_used: Option<u64>,
    drift_steps: u32,
) -> Found {
    let drift = u64::from(drift_steps);
    let steps = step_now.saturating_sub(drift)..=step_now.saturating_add(drift);
    let matches = |step| is_code(secret, digits, typed, step);
    let unused = |step| Choice::from(u8::from(last_used.is_none_or(|last| step > last)));
    let right = earliest(steps.clone(), matches);
    let fresh = earliest(steps, |step| matches(step) & unused(step));
    match (fresh, right) {
        (Some(step), _) => Found::Step(step),
        (None, Some(_)) => Found::UsedAlready,
        (None, None) => Found::No,
    }
}

/// RFC 3986 § 2.3: what stands for itself in every part of an address.
const RESERVED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The address that an authenticator app reads from a QR code, in Google Authenticator's
/// "Key Uri Format" (sections "Label" and "Parameters"): six digits every thirty seconds.
///
/// A colon parts issuer and account and so stands in neither: a blank takes its place.
pub fn otpauth_uri(issuer: &str, account: &str, secret: &Secret) -> String {
    let encoded = |text: &str| {
        let text = text.replace(':', " ");
        let words: Vec<&str> = text.split_whitespace().collect();
        utf8_percent_encode(&words.join(" "), &RESERVED).to_string()
    };
    let (issuer, account, digits) = (encoded(issuer), encoded(account), Digits::Six.count());
    let secret = secret.to_base32();
    format!(
        "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}\
         &algorithm=SHA1&digits={digits}&period={STEP_SECONDS}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hotp::code;

    const SIX: Digits = Digits::Six;

    fn secret() -> Secret {
        Secret::from_bytes(b"12345678901234567890").unwrap()
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        // Appendix B, the rows of SHA-1.
        for (seconds, step, right) in [
            (59, 0x1, "94287082"),
            (1_111_111_109, 0x0235_23ec, "07081804"),
            (1_111_111_111, 0x0235_23ed, "14050471"),
            (1_234_567_890, 0x0273_ef07, "89005924"),
            (2_000_000_000, 0x03f9_40aa, "69279037"),
            (20_000_000_000, 0x27bc_86aa, "65353130"),
        ] {
            assert_eq!(step_at(seconds), step);
            assert_eq!(code(&secret(), step, Digits::Eight), right);
            let found = find(&secret(), Digits::Eight, right, step, None, 0);
            assert_eq!(found, Found::Step(step));
        }
    }

    #[test]
    fn a_step_lasts_thirty_seconds() {
        let steps = [-1, 0, 29, 30, 59, 60].map(step_at);
        assert_eq!(steps, [0, 0, 0, 1, 1, 2]);
    }

    #[test]
    fn a_clock_may_be_so_many_steps_off_either_way_and_no_more() {
        let at = |step| find(&secret(), SIX, &code(&secret(), step, SIX), 1000, None, 1);
        assert_eq!(at(998), Found::No);
        assert_eq!(at(999), Found::Step(999));
        assert_eq!(at(1000), Found::Step(1000));
        assert_eq!(at(1001), Found::Step(1001));
        assert_eq!(at(1002), Found::No);
        for (end, step) in [(0, 1), (u64::MAX, u64::MAX - 1)] {
            let typed = code(&secret(), step, SIX);
            assert_eq!(
                find(&secret(), SIX, &typed, end, None, 2),
                Found::Step(step)
            );
        }
    }

    #[test]
    fn a_step_is_used_once_and_those_before_it_never_again() {
        let find = |step, last| {
            let typed = code(&secret(), step, SIX);
            find(&secret(), SIX, &typed, 1000, last, 1)
        };
        assert_eq!(find(1000, Some(999)), Found::Step(1000));
        assert_eq!(find(1000, Some(1000)), Found::UsedAlready);
        assert_eq!(find(999, Some(1000)), Found::UsedAlready);
        assert_eq!(find(1001, Some(1000)), Found::Step(1001));
        assert_eq!(find(1001, Some(u64::MAX)), Found::UsedAlready);
        assert_eq!(find(0, Some(1000)), Found::No, "long over");
        assert_eq!(find(0, None), Found::No);
    }

    #[test]
    fn the_address_for_the_app_holds_all_that_it_needs() {
        assert_eq!(
            otpauth_uri("Keyward", "ruth@oakfield.example", &secret()),
            "otpauth://totp/Keyward:ruth%40oakfield.example\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Keyward\
             &algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn no_name_breaks_out_of_its_place_in_the_address() {
        let uri = otpauth_uri("St: Mary’s & Co?", "a/b#c%&secret=x +~_.-:", &secret());
        assert_eq!(
            uri,
            "otpauth://totp/St%20Mary%E2%80%99s%20%26%20Co%3F:a%2Fb%23c%25%26secret%3Dx%20%2B~_.-\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=St%20Mary%E2%80%99s%20%26%20Co%3F&algorithm=SHA1&digits=6&period=30"
        );
    }
}
