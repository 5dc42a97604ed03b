//! The pop-up that links a key, where things go otherwise: each says why and leads on.

use thirtyfour::Key;

use crate::drivers::Kind;
use crate::errands::ADDED;
use crate::failure::Outcome;
use crate::server::{Demo, Person};
use crate::virtual_key::VirtualKey;
use crate::visitor::Visitor;

/// The shortest that Firefox does not lengthen would be 15 seconds; there nobody waits, because
/// a key that is not touched refuses at once.
const SHORT: (&str, &str) = ("KEYWARD_SECURITY_KEY_SECONDS", "5");

/// Escape, Cancel, a wrong password, a key that nobody touches: words, and the way to a linked key.
pub async fn a_cancelled_and_a_timed_out_registration_have_words_and_a_way_on(
    visitor: &mut Visitor,
) -> Outcome {
    visitor.comes_to(Demo::opens_with(&[SHORT])?).await?;
    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    visitor.opens_security_keys().await?;
    visitor.takes_pictures("keys-none").await?;
    the_dialog_keeps_the_keyboard(visitor).await?;

    visitor.opens_the_registration().await?;
    visitor.types("Your Keyward password", "wrong").await?;
    visitor.presses("Start Registration").await?;
    visitor.reads("Enter a name for it").await?;
    visitor.types("Device Name", "Blue key").await?;
    visitor.presses("Start Registration").await?;
    visitor.reads("The password is not right").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("keys-dialog-wrong").await?;

    visitor.plugs_in(VirtualKey::u2f().untouched()).await?;
    starts(visitor, &lead).await?;
    if visitor.kind == Kind::Chromium {
        visitor.reads("Insert your key into your PC").await?;
        visitor.reads("Waiting for your key").await?;
        visitor.takes_pictures("keys-dialog-touch").await?;
        visitor.presses("Cancel").await?;
        visitor
            .reads("You cancelled, so the key was not added.")
            .await?;
        visitor.presses("Try again").await?;
        visitor.presses("Start Registration").await?;
        visitor
            .reads("The time ran out before a key answered.")
            .await?;
        // After a wait in vain the key can be asked for its PIN, where it has one.
        visitor
            .plugs_in(VirtualKey::fido2().with_wrong_pin())
            .await?;
        visitor.meets_no_barrier().await?;
        visitor.takes_pictures("keys-dialog-try-with-pin").await?;
        visitor.presses("Try again with PIN").await?;
        visitor.presses("Start Registration").await?;
    }
    visitor.reads("The key did not answer.").await?;
    visitor.reads("wrong PIN").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("keys-dialog-problem").await?;

    visitor.plugs_in(VirtualKey::u2f()).await?;
    visitor.presses("Try again").await?;
    visitor.presses("Start Registration").await?;
    visitor.reads(ADDED).await?;
    visitor.meets_no_barrier().await?;
    visitor.closes_the_registration("Blue key").await?;
    a_spare_is_cancelled_and_then_linked(visitor, &lead).await
}

async fn starts(visitor: &mut Visitor, person: &Person) -> Outcome {
    visitor
        .types("Your Keyward password", &person.password)
        .await?;
    visitor.presses("Start Registration").await
}

/// Tab and Shift+Tab go round within; Escape leads back to the button.
async fn the_dialog_keeps_the_keyboard(visitor: &mut Visitor) -> Outcome {
    let opener = "Register a new U2F key";
    visitor.tabs_to(opener).await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.reads("Device Name").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("keys-dialog-name").await?;
    let round = [
        "Device Name",
        "Your Keyward password",
        "Start Registration",
        "Cancel",
        "Device Name",
    ];
    for name in round {
        visitor.stands_at(name).await?;
        visitor.presses_on_the_keyboard(Key::Tab).await?;
    }
    visitor.stands_at("Your Keyward password").await?;
    for name in ["Device Name", "Cancel", "Start Registration"] {
        visitor.presses_shift_tab().await?;
        visitor.stands_at(name).await?;
    }
    visitor.presses_on_the_keyboard(Key::Escape).await?;
    visitor.no_longer_reads("Device Name").await?;
    visitor.stands_at(opener).await
}

/// A further key: the one that is there, then the new one; in between one can go back.
async fn a_spare_is_cancelled_and_then_linked(visitor: &mut Visitor, person: &Person) -> Outcome {
    visitor.opens_the_registration().await?;
    visitor.types("Device Name", "Spare").await?;
    visitor.presses("Start Registration").await?;
    visitor.reads("Now take that key out").await?;
    visitor.presses("Cancel").await?;
    visitor
        .reads("You cancelled, so the key was not added.")
        .await?;
    visitor.presses("Try again").await?;
    visitor.presses("Start Registration").await?;
    visitor.reads("Now take that key out").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("keys-dialog-swap").await?;
    visitor.plugs_in(VirtualKey::fido2()).await?;
    visitor.presses("The new key is in").await?;
    visitor.reads(ADDED).await?;
    visitor.closes_the_registration("Spare").await?;
    visitor.takes_pictures("keys-two").await?;
    the_first_key_is_removed(visitor, person).await
}

/// Removing one key asks for the password and a touch of the other.
async fn the_first_key_is_removed(visitor: &mut Visitor, person: &Person) -> Outcome {
    visitor.opens("Remove Blue key").await?;
    visitor.reads("Remove the key Blue key?").await?;
    visitor.types("Your Keyward password", "wrong").await?;
    visitor.presses("Remove this key").await?;
    visitor.reads("The password is not right").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("keys-remove").await?;
    visitor
        .types("Your Keyward password", &person.password)
        .await?;
    visitor.presses("Remove this key").await?;
    visitor.reads("The key Blue key was removed.").await
}
