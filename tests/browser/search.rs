//! Searching: as one types, by keyboard, and coming back to what was found.

use thirtyfour::Key;

use crate::failure::Outcome;
use crate::server::Demo;
use crate::visitor::Visitor;

const BOX: &str = "Words to look for";
const ADDITION: &str = "Show older additions";

/// A lead types a few letters, walks through what is found, opens it, and comes back to it.
pub async fn a_lead_searches_as_they_type_and_by_keyboard(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    visitor.opens("Search").await?;
    visitor.stands_at(BOX).await?;
    visitor.types_here("stairs").await?;
    visitor.reads("Nothing found").await?;
    visitor
        .reads("With your security key you may find more")
        .await?;
    visitor.opens("Dashboard").await?;
    visitor
        .plugs_in(crate::virtual_key::VirtualKey::u2f())
        .await?;
    visitor.links_a_first_key(&lead, "Office key").await?;
    visitor.elevates().await?;

    // One key leads to the box from anywhere.
    visitor.opens("Dashboard").await?;
    visitor.reads("Waiting for you").await?;
    visitor.types_here("/").await?;
    visitor.reads("Narrow it down").await?;
    visitor.stands_at(BOX).await?;
    visitor.types("Words to look for", "sleep").await?;
    visitor.reads("found").await?;
    visitor.reads("Seen and heard").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("search").await?;
    visitor.does_not_read(ADDITION).await?;

    visitor.types("Words to look for", "temitope").await?;
    visitor.reads("Adeyemi, Temi (Temitope Adeyemi)").await?;
    visitor.takes_pictures("search-name").await?;
    visitor.stands_at(BOX).await?;
    visitor.presses_on_the_keyboard(Key::Down).await?;
    visitor
        .stands_at("Adeyemi, Temi (Temitope Adeyemi)")
        .await?;
    visitor.presses_on_the_keyboard(Key::Up).await?;
    visitor.stands_at(BOX).await?;
    visitor.presses_on_the_keyboard(Key::Down).await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.reads("Date of birth").await?;
    visitor.driver.back().await?;
    // What was looked for is there again, and what it found.
    visitor.reads("Adeyemi, Temi (Temitope Adeyemi)").await?;

    visitor.opens("Narrow it down").await?;
    visitor.takes_pictures("search-narrowed").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.drops_elevated_access().await?;
    Ok(())
}
