//! A first key that waits: its holder reads so, withdraws the wrong one, and somebody else approves
//! the right one.

use crate::failure::Outcome;
use crate::server::{Demo, Person};
use crate::virtual_key::VirtualKey;
use crate::visitor::Visitor;

/// What the pop-up says at the end of a registration that waits.
const WAITS: &str = "It opens nothing until somebody at your school has approved it";

/// Links a first key that waits.
async fn links_to_wait(visitor: &mut Visitor, person: &Person, name: &str) -> Outcome {
    visitor.opens_security_keys().await?;
    visitor.opens_the_registration().await?;
    visitor.types("Device Name", name).await?;
    visitor
        .types("Your Keyward password", &person.password)
        .await?;
    visitor.presses("Start Registration").await?;
    visitor.reads(WAITS).await?;
    visitor.presses("Close").await?;
    visitor.reads(&format!("{name} waits for approval")).await
}

/// Links a first key and elevates; the key that was used.
async fn becomes_a_key_holder(visitor: &mut Visitor, person: &Person) -> Outcome<VirtualKey> {
    visitor.signs_in(person).await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;
    visitor.links_a_first_key(person, "Office key").await?;
    visitor.elevates().await?;
    visitor.signs_out().await?;
    visitor.unplugs().await
}

/// Somebody links the wrong key, withdraws it, links the right one, and a lead approves that.
pub async fn a_first_key_that_waits_is_withdrawn_and_the_right_one_approved(
    visitor: &mut Visitor,
) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    let administrator = visitor.one_of("Administrator")?;
    let newcomer = visitor.one_of("Pastoral")?;
    let office_key = becomes_a_key_holder(visitor, &lead).await?;
    becomes_a_key_holder(visitor, &administrator).await?;

    visitor.signs_in(&newcomer).await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;
    links_to_wait(visitor, &newcomer, "Wrong key").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("key-waits").await?;
    visitor.types_the_address("/elevation").await?;
    visitor
        .reads("Your security key waits for approval")
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("elevation-waits").await?;
    visitor.opens_security_keys().await?;
    visitor.opens("Withdraw Wrong key").await?;
    visitor.reads("Withdraw the key Wrong key?").await?;
    visitor.presses("Withdraw this key").await?;
    visitor.reads("There is a problem").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("key-withdrawal").await?;
    visitor
        .types("Your Keyward password", &newcomer.password)
        .await?;
    visitor.presses("Withdraw this key").await?;
    visitor.reads("The key Wrong key was withdrawn").await?;
    visitor.unplugs().await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;
    links_to_wait(visitor, &newcomer, "Right key").await?;
    let right_key = visitor.leaves_with_the_key().await?;

    visitor.signs_in(&lead).await?;
    visitor.plugs_in(office_key).await?;
    visitor.elevates().await?;
    visitor.opens("Settings").await?;
    visitor.opens("Approvals").await?;
    visitor.reads("Right key, U2F key").await?;
    visitor.does_not_read("Wrong key").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("approvals-first-key").await?;
    visitor.presses("Approve this key").await?;
    visitor.shows_the_key_to("approve somebody’s key").await?;
    visitor.reads("is approved").await?;
    visitor.leaves_with_the_key().await?;

    visitor.signs_in(&newcomer).await?;
    visitor.plugs_in(right_key).await?;
    visitor.elevates().await
}
