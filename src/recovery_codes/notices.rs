//! What is written to people about their recovery codes.

use keyward_web::Problem;

use crate::cx::Tx;
use crate::security_keys::tell_me;

/// What to do when it was somebody else.
const IF_NOT_YOU: &str = "If it was not you, somebody knows your password and holds your sheet or a \
                          key of yours. Ask for a new password on the sign-in page at once, print \
                          new codes, and tell your administrator.";

/// A new sheet was printed.
pub(super) fn printed(tx: &mut Tx<'_, '_>, device: &str) -> Result<(), Problem> {
    let at = tx.now().day_and_time();
    tell_me(
        tx,
        "New recovery codes were printed for your Keyward account",
        &format!(
            "ten new recovery codes were printed for your account on {at}, from {device}. Codes \
             from an older sheet do not work any more: tear it up.\n\nIf it was you, there is nothing \
             else to do.\n\n{IF_NOT_YOU}\n"
        ),
    )
}

/// A code was used.
pub(super) fn used(tx: &mut Tx<'_, '_>, left: i64, device: &str) -> Result<(), Problem> {
    let at = tx.now().day_and_time();
    let left = match left {
        0 => {
            "It was the last one: print new ones under Account Settings, Security Keys.".to_owned()
        }
        1 => "1 code is left.".to_owned(),
        many => format!("{many} codes are left."),
    };
    tell_me(
        tx,
        "A recovery code of your Keyward account was used",
        &format!(
            "one of your recovery codes was used on {at}, from {device}. {left}\n\nIf it was you, \
             there is nothing to do.\n\n{IF_NOT_YOU}\n"
        ),
    )
}
