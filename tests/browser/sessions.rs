//! Where somebody is signed in: what they left open elsewhere is seen and ended, at once.

use thirtyfour::By;
use thirtyfour::prelude::ElementQueryable;

use crate::failure::Outcome;
use crate::server::Demo;
use crate::visitor::Visitor;

/// A session that was left open on another machine is ended from this one.
pub async fn a_session_that_was_left_open_is_seen_and_ended(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let teacher = visitor.one_of("Staff")?;
    visitor.signs_in(&teacher).await?;
    let left_open = visitor.puts_the_session_aside().await?;

    visitor.signs_in(&teacher).await?;
    visitor.opens("Account Settings").await?;
    visitor.opens("Sessions").await?;
    visitor.reads("Where you are signed in").await?;
    visitor.reads("This one").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.looks_at_width(1280).await?;
    visitor.takes_pictures("sessions").await?;
    let other = "//tr[td and not(contains(., 'This one'))]//button";
    let other = visitor.driver.query(By::XPath(other)).single().await?;
    other.click().await?;
    visitor.reads("You are signed out of").await?;
    visitor.reads("Ended from the list of sessions").await?;
    visitor.does_not_read("Sign out everywhere else").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("sessions-ended").await?;
    visitor.puts_the_session_aside().await?;

    visitor.takes_the_session_up(left_open).await?;
    visitor.types_the_address("/account/sessions").await?;
    visitor
        .reads("Forgotten your password or using Keyward for the first time?")
        .await
}
