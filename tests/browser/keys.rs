//! The journey that Keyward exists for, at its thinnest: link a key, elevate, drop it, sign in
//! with it.

use thirtyfour::By;
use thirtyfour::prelude::ElementQueryable;

use crate::failure::Outcome;
use crate::server::Demo;
use crate::virtual_key::VirtualKey;
use crate::visitor::Visitor;

/// Opens the tab of the security keys.
async fn opens_security_keys(visitor: &mut Visitor) -> Outcome {
    visitor.opens("Account Settings").await?;
    visitor.opens("Security Keys").await?;
    visitor.reads("U2F Keys").await
}

/// A lead links their key, elevates their access with it, drops it, and signs in with it.
pub async fn a_key_is_linked_and_elevates(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    visitor.does_not_read("Elevate Your Access").await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;

    opens_security_keys(visitor).await?;
    visitor.takes_pictures("keys-none").await?;
    visitor.presses("Register a new U2F key").await?;
    visitor.reads("Start Registration").await?;
    visitor.takes_pictures("keys-dialog-1").await?;
    visitor.types("Device Name", "Blue key").await?;
    visitor.types("Your Keyward password", "wrong").await?;
    visitor.presses("Start Registration").await?;
    visitor.reads("The password is not right").await?;
    visitor.takes_pictures("keys-dialog-wrong").await?;
    visitor
        .types("Your Keyward password", &lead.password)
        .await?;
    visitor.presses("Start Registration").await?;
    visitor
        .reads("Successfully added new U2F key. You can now close this window")
        .await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("keys-dialog-3").await?;
    visitor.presses("Close").await?;
    visitor.reads("Have you got a spare?").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("keys-one").await?;

    visitor.opens("Dashboard").await?;
    visitor.opens("Elevate Your Access").await?;
    visitor.reads("Insert your key").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("elevation").await?;
    visitor.presses("Use your security key").await?;
    visitor.reads("Elevated access is on").await?;
    visitor.does_not_read("Elevate Your Access").await?;
    visitor.takes_pictures("dashboard-elevated").await?;
    visitor.presses("Drop elevated access").await?;
    visitor.reads("Elevated access is off").await?;

    // The same key again: the browser knows it.
    opens_security_keys(visitor).await?;
    visitor.presses("Register a new U2F key").await?;
    visitor.types("Device Name", "blue KEY").await?;
    visitor.presses("Start Registration").await?;
    visitor
        .reads("You already have a key with this name")
        .await?;
    visitor.types("Device Name", "Spare").await?;
    visitor.presses("Start Registration").await?;
    visitor.presses("The new key is in").await?;
    visitor
        .reads("This key is already linked to your account")
        .await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("keys-dialog-error").await?;
    visitor.presses("Try again").await?;
    visitor.presses("Start Registration").await?;
    visitor.reads("take that key out").await?;
    let blue = visitor.unplugs().await?;
    visitor.plugs_in(VirtualKey::fido2()).await?;
    visitor.presses("The new key is in").await?;
    visitor.reads("Successfully added new U2F key").await?;
    visitor.presses("Close").await?;
    visitor.reads("Spare").await?;
    visitor.takes_pictures("keys-two").await?;

    visitor.plugs_in(blue).await?;
    visitor.presses("Sign out").await?;
    visitor.gives_password(&lead).await?;
    visitor.reads("Continue without a key").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("sign-in-key").await?;
    visitor.presses("Sign in with your security key").await?;
    visitor.reads("Elevated access is on").await?;
    visitor.does_not_read("Elevate Your Access").await?;

    // The spare is removed by a touch of the other.
    opens_security_keys(visitor).await?;
    let removal = By::XPath("//tr[@data-key-name='Spare']//a[starts-with(., 'Remove')]");
    visitor.driver.query(removal).first().await?.click().await?;
    visitor.reads("Remove the key Spare?").await?;
    visitor.types("Your Keyward password", "wrong").await?;
    visitor.presses("Remove this key").await?;
    visitor.reads("The password is not right").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("keys-remove").await?;
    visitor
        .types("Your Keyward password", &lead.password)
        .await?;
    visitor.presses("Remove this key").await?;
    visitor.reads("The key Spare was removed.").await
}

/// Nobody presses the key: the pop-up counts down, can be cancelled, and says when time is over.
pub async fn an_untouched_key_is_waited_for(visitor: &mut Visitor) -> Outcome {
    let demo = Demo::opens_with(&[("KEYWARD_SECURITY_KEY_SECONDS", "6")])?;
    visitor.comes_to(demo).await?;
    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    visitor.plugs_in(VirtualKey::u2f().untouched()).await?;
    opens_security_keys(visitor).await?;
    visitor.presses("Register a new U2F key").await?;
    visitor.types("Device Name", "Blue key").await?;
    visitor
        .types("Your Keyward password", &lead.password)
        .await?;
    visitor.presses("Start Registration").await?;
    visitor.reads("Insert your key into your PC").await?;
    visitor.takes_pictures("keys-dialog-2").await?;
    visitor.reads("The time ran out").await?;
    visitor.meets_no_barrier().await?;
    visitor.presses("Try again").await?;
    visitor.presses("Start Registration").await?;
    visitor.reads("Insert your key into your PC").await?;
    visitor.presses("Cancel").await?;
    visitor.reads("You cancelled").await
}
