//! A lead who works through the inbox with a keyboard alone.

use thirtyfour::Key;

use crate::failure::Outcome;
use crate::server::Demo;
use crate::visitor::Visitor;

const OFF: &str = "Turn these keys off";
const ON: &str = "Turn these keys on";
const UNOPENED: &str = "2 concerns were not acknowledged, because you have not opened them.";

/// Down the list, two at once, and back to one's own keys.
pub async fn the_inbox_is_worked_through_by_keyboard_alone(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    visitor.comes_with_a_key(&lead).await?;
    visitor.types_the_address("/inbox").await?;
    visitor.reads("Select all on this page").await?;
    visitor.does_not_read("Acknowledge selected").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("inbox").await?;

    // Two are chosen on the way down, and sent to be acknowledged together.
    visitor.types_here("jx").await?;
    visitor.reads("1 selected").await?;
    visitor.types_here("jx").await?;
    visitor.reads("2 selected").await?;
    visitor.takes_pictures("inbox-chosen").await?;
    visitor.types_here("kx").await?;
    visitor.reads("1 selected").await?;
    visitor.types_here("xa").await?;
    // Nobody has in hand what they have not read: both stay chosen, and say so.
    visitor.reads(UNOPENED).await?;
    visitor.reads("2 selected").await?;
    visitor
        .reads("Open it and read it, then acknowledge it.")
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("inbox-done").await?;

    // Keys are letters where somebody types or chooses.
    visitor.tabs_to("Filter and order").await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.tabs_to("Assigned to").await?;
    visitor.types_here("x").await?;
    visitor.does_not_read("1 selected").await?;

    // The list of shortcuts, and their switch: from it one comes back to where one was.
    visitor.tabs_to("Show").await?;
    visitor.types_here("?").await?;
    visitor.stands_at("Close").await?;
    visitor.reads("Select it, or not").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("inbox-keys").await?;
    visitor.tabs_to(OFF).await?;
    visitor.types_here(" ").await?;
    visitor.stands_at(ON).await?;
    visitor.presses_on_the_keyboard(Key::Escape).await?;
    visitor.stands_at("Show").await?;
    visitor.types_here("j").await?;
    visitor.stands_at("Show").await?;
    visitor.tabs_to("Keyboard shortcuts ?").await?;
    visitor.types_here(" ").await?;
    visitor.tabs_to(ON).await?;
    visitor.types_here(" ").await?;
    visitor.presses_on_the_keyboard(Key::Escape).await?;
    visitor.types_here("jo").await?;
    visitor.reads("What was done and added").await?;
    visitor.takes_pictures("concern-alerted").await
}
