//! Each try with a code is counted as a wrong one before anything looks at it.

use keyward_web::Undone;

use crate::cx::Cx;
use crate::security_keys::Refusal;
use crate::sign_in::{self, Admission};

/// Counts a try with a code; the form says how long to wait where there were too many.
pub(super) async fn counted(cx: &Cx, field: &str) -> Result<(), Undone> {
    match cx.write(sign_in::admit_code).await? {
        Admission::Admitted(_) => Ok(()),
        Admission::Wait(until) => {
            let minutes = (cx.now().seconds_until(until) + 59) / 60;
            Err(Undone::field(field, Refusal::Wait(minutes).words()))
        }
    }
}
