//! Elevated access ends: by the button, by itself, and in every tab at once. Nobody loses what
//! they are writing by it.

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
    let concern = a_teacher_logs_a_concern(visitor).await?;
    a_lead_sits_down_with_a_key(visitor).await?;
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

/// Two tabs of one session: what is dropped in one goes from the page in the other, and what is
/// being written there stays.
pub async fn what_one_tab_drops_no_other_tab_shows(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let concern = a_teacher_logs_a_concern(visitor).await?;
    a_lead_sits_down_with_a_key(visitor).await?;
    visitor.elevates().await?;
    visitor.types_the_address(&concern).await?;
    visitor.reads(CONCERN.seen_and_heard).await?;
    visitor.types("Add an amendment", AMENDMENT).await?;

    visitor.opens_a_tab().await?;
    visitor.types_the_address("/dashboard").await?;
    visitor.drops_elevated_access().await?;

    visitor.turns_to_the_other_tab().await?;
    visitor
        .reads("Your elevated access has ended. What you were writing is kept.")
        .await?;
    visitor.does_not_read(ELEVATED).await?;
    visitor.does_not_read(CONCERN.seen_and_heard).await?;
    visitor.does_not_read(CONCERN.own_words).await?;
    visitor.does_not_read(CONCERN.pupil).await?;
    visitor.finds_in("Add an amendment", AMENDMENT).await
}

/// Whoever elevates in the midst of writing does it in a new tab; what was written stands where it
/// stood and can be sent.
pub async fn elevating_takes_nobody_away_from_what_they_write(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    a_lead_sits_down_with_a_key(visitor).await?;
    visitor.writes(&CONCERN).await?;
    // A key is plugged into one tab alone, as far as Chromium's driver knows.
    let key = visitor.unplugs().await?;
    visitor.opens(ELEVATE).await?;
    visitor.turns_to_the_other_tab().await?;
    visitor.plugs_in(key).await?;
    visitor.presses("Use your security key").await?;
    visitor.reads(ELEVATED).await?;
    visitor.unplugs().await?;

    visitor.turns_to_the_other_tab().await?;
    visitor.finds_in("Where", CONCERN.place).await?;
    visitor
        .finds_in("What did you see and hear?", CONCERN.seen_and_heard)
        .await?;
    let concern = visitor.sends(&CONCERN).await?;
    visitor.reads(ELEVATED).await?;
    visitor.types_the_address(&concern).await?;
    visitor.reads(CONCERN.seen_and_heard).await?;
    visitor.reads(CONCERN.own_words).await
}

/// Logs a concern that only elevated access opens to a lead, and tells where it is.
async fn a_teacher_logs_a_concern(visitor: &mut Visitor) -> Outcome<String> {
    let teacher = visitor.one_of("Staff")?;
    visitor.signs_in(&teacher).await?;
    let concern = visitor.logs(&CONCERN).await?;
    visitor.signs_out().await?;
    Ok(concern)
}

/// A lead, signed in, whose key is linked and plugged in.
async fn a_lead_sits_down_with_a_key(visitor: &mut Visitor) -> Outcome {
    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;
    visitor.links_a_first_key(&lead, "Blue key").await
}
