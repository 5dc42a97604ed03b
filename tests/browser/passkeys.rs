//! Passkeys on one's own device, and keys with a PIN, where the user group asks for them.

use crate::errands::{ELEVATE, ELEVATED};
use crate::failure::Outcome;
use crate::server::{Demo, Person};
use crate::virtual_key::VirtualKey;
use crate::visitor::Visitor;

/// What the pop-up says where somebody else has to approve the key first.
const ADDED_TO_WAIT: &str = "Successfully added new U2F key. It opens nothing until somebody at your \
                             school has approved it";
const PASSKEY_ADDED: &str = "Successfully added new passkey. You can now close this window";

/// The administrator lets passkeys of a user group sign in; its lead links one and comes back with
/// it alone. Access is elevated from the start.
pub async fn a_passkey_signs_in_without_a_password(visitor: &mut Visitor) -> Outcome {
    let demo = Demo::opens_with(&[("KEYWARD_SECURITY_KEY_SECONDS", "15")])?;
    visitor.comes_to(demo).await?;
    visitor.does_not_read("Sign in with a passkey").await?;
    a_user_group_asks(visitor, "A passkey signs in without the password").await?;

    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    visitor.plugs_in(VirtualKey::passkey()).await?;
    links_a_passkey(visitor, &lead).await?;
    visitor.signs_out().await?;

    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("sign-in-passkey").await?;
    visitor.presses("Sign in with a passkey").await?;
    visitor.reads(ELEVATED).await?;
    visitor.does_not_read(ELEVATE).await?;
    visitor.opens_security_keys().await?;
    visitor.reads("In use now").await?;
    visitor.drops_elevated_access().await?;
    visitor.elevates().await?;
    visitor.signs_out().await?;

    // Another device keeps no passkey of hers.
    visitor.plugs_in(VirtualKey::passkey()).await?;
    visitor.presses("Sign in with a passkey").await?;
    visitor.reads("passkey answered.").await?;
    visitor.does_not_read(ELEVATED).await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("sign-in-passkey-refused").await
}

async fn links_a_passkey(visitor: &mut Visitor, lead: &Person) -> Outcome {
    visitor.opens_security_keys().await?;
    visitor.takes_pictures("passkeys-none").await?;
    visitor.presses("Register a new passkey").await?;
    visitor
        .reads("What you call the device that keeps it")
        .await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("passkeys-dialog-name").await?;
    visitor.types("Device Name", "School laptop").await?;
    visitor
        .types("Your Keyward password", &lead.password)
        .await?;
    visitor.presses("Start Registration").await?;
    visitor.reads(PASSKEY_ADDED).await?;
    visitor.takes_pictures("passkeys-dialog-done").await?;
    visitor.presses("Close").await?;
    visitor.no_longer_reads(PASSKEY_ADDED).await?;
    visitor.reads("School laptop").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("passkeys-one").await
}

/// A key that knows no PIN is told so; one with a PIN elevates.
pub async fn a_user_group_that_asks_for_the_pin_gets_it(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let asks = "The key's PIN, or a finger or face, as well as a touch";
    let administrator = visitor.one_of("Administrator")?;
    let office_key = a_user_group_asks(visitor, asks).await?;

    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    let plain = VirtualKey::u2f();
    visitor.plugs_in(plain).await?;
    visitor.links_a_first_key(&lead, "Blue key").await?;
    visitor.opens("Dashboard").await?;
    visitor.opens(ELEVATE).await?;
    visitor
        .reads("Your user group asks for your key's PIN")
        .await?;
    visitor.presses("Use your security key").await?;
    visitor
        .reads("A U2F key that has no PIN cannot be used")
        .await?;
    visitor.does_not_read(ELEVATED).await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("elevation-pin").await?;

    visitor.opens_security_keys().await?;
    visitor.opens_the_registration().await?;
    visitor.types("Device Name", "Key with a PIN").await?;
    visitor.presses("Start Registration").await?;
    visitor.reads("Now take that key out").await?;
    visitor.plugs_in(VirtualKey::fido2()).await?;
    visitor.presses("The new key is in").await?;
    // A key without its PIN brings no key that elevates by itself.
    visitor.reads(ADDED_TO_WAIT).await?;
    visitor.presses("Close").await?;
    visitor.reads("Key with a PIN waits for approval").await?;
    let key_with_a_pin = visitor.leaves_with_the_key().await?;

    visitor.signs_in(&administrator).await?;
    visitor.plugs_in(office_key).await?;
    visitor.elevates().await?;
    visitor.opens("Settings").await?;
    visitor.opens("Approvals").await?;
    visitor.presses("Approve this key").await?;
    visitor.shows_the_key_to("approve somebody’s key").await?;
    visitor.reads("is approved").await?;
    visitor.leaves_with_the_key().await?;

    visitor.signs_in(&lead).await?;
    visitor.plugs_in(key_with_a_pin).await?;
    visitor.elevates().await
}

/// The administrator sets one thing that the leads' user group asks.
async fn a_user_group_asks(visitor: &mut Visitor, what: &str) -> Outcome<VirtualKey> {
    let administrator = visitor.one_of("Administrator")?;
    visitor.comes_with_a_key(&administrator).await?;
    visitor.opens("Settings").await?;
    visitor.opens("User groups").await?;
    visitor.opens("DSL").await?;
    visitor
        .opens("What this user group asks of security keys")
        .await?;
    visitor.chooses(what).await?;
    visitor
        .chooses("By themselves, with their password")
        .await?;
    visitor.presses("See what would happen").await?;
    visitor.reads("Nothing is saved yet.").await?;
    visitor.presses("Save").await?;
    visitor
        .shows_the_key_to("change what is asked of keys")
        .await?;
    visitor.reads("DSL").await?;
    let office_key = visitor.unplugs().await?;
    visitor.signs_out().await?;
    Ok(office_key)
}
