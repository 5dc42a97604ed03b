//! Elevated access ends: by the button, and by itself.

use crate::errands::{CONCERN, ELEVATE, ELEVATED, NOT_FOUND};
use crate::failure::Outcome;
use crate::server::Demo;
use crate::virtual_key::VirtualKey;
use crate::visitor::Visitor;

/// Long enough for a slow machine to open a page within it.
const SHORT: (&str, &str) = ("KEYWARD_ELEVATION_IDLE_SECONDS", "9");
const AMENDMENT: &str = "I spoke with the form tutor.\nShe will ring home at three.";

/// It drops on request; it drops by itself, clears what it had opened from the page, and keeps
/// what is being written until the key is touched again.
pub async fn elevation_is_dropped_and_expires(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens_with(&[SHORT])?).await?;
    let teacher = visitor.one_of("Staff")?;
    visitor.signs_in(&teacher).await?;
    let concern = visitor.logs(&CONCERN).await?;
    visitor.signs_out().await?;

    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;
    visitor.links_a_first_key(&lead, "Blue key").await?;
    visitor.elevates().await?;
    visitor.reads("left").await?;
    visitor.drops_elevated_access().await?;
    visitor.reads(ELEVATE).await?;
    visitor.does_not_read(ELEVATED).await?;
    visitor.types_the_address(&concern).await?;
    visitor.reads(NOT_FOUND).await?;

    visitor.opens(ELEVATE).await?;
    visitor.presses("Use your security key").await?;
    visitor.reads(ELEVATED).await?;
    visitor.types_the_address(&concern).await?;
    visitor.reads(CONCERN.seen_and_heard).await?;
    visitor.types("Add an amendment", AMENDMENT).await?;
    visitor
        .reads("Your elevated access has ended. What you were writing is kept.")
        .await?;
    visitor.does_not_read(ELEVATED).await?;
    visitor.reads("Elevate Your Access in a new tab").await?;
    visitor.does_not_read(CONCERN.seen_and_heard).await?;
    visitor.does_not_read(CONCERN.own_words).await?;
    visitor.does_not_read(CONCERN.pupil).await?;
    visitor.does_not_read("Read by a lead").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("concern-elevation-ended").await?;

    visitor.presses("Add an amendment").await?;
    visitor.reads("This was not saved yet").await?;
    visitor.does_not_read(CONCERN.pupil).await?;
    visitor.opens("What is kept").await?;
    visitor.reads(AMENDMENT).await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("kept").await?;
    visitor.presses("Touch your key and carry on").await?;
    visitor
        .reads("Your amendment stands beside the concern.")
        .await?;
    visitor.reads(AMENDMENT).await?;
    visitor.reads(CONCERN.seen_and_heard).await
}
