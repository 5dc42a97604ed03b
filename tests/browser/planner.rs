//! What is due, ticked off from the planner; and what repeats, looked at and dismissed.

use thirtyfour::By;
use thirtyfour::prelude::ElementQueryable;

use crate::errands::CONCERN;
use crate::failure::Outcome;
use crate::server::Demo;
use crate::visitor::Visitor;

const LUNCH: &str = "Sit beside them at lunch.";
const LETTER: &str = "Write to the family.";
const ON_A_DAY: &str = "return new Date(Date.now() + DAYS * 86400000)\
    .toLocaleDateString('en-CA', { timeZone: 'Europe/London' })";

/// A lead gives herself an action for today and one for tomorrow, finds both in the planner, and
/// ticks the first off from there.
pub async fn what_is_due_is_ticked_off_from_the_planner(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    visitor.comes_with_a_key(&lead).await?;
    visitor.opens("Inbox").await?;
    let first = "//ol[contains(@class, 'kw-inbox')]//a[contains(@href, '/concerns/')]";
    let concern = visitor.address_at(first).await?;
    for (words, days) in [(LUNCH, 0), (LETTER, 1)] {
        visitor
            .types_the_address(&format!("{concern}/actions"))
            .await?;
        visitor.chooses("Talk to the child").await?;
        visitor.types("What is to be done?", words).await?;
        visitor.chooses("Helen Okafor, DSL").await?;
        let day = ON_A_DAY.replace("DAYS", &i32::to_string(&days));
        let day = visitor.driver.execute(day, Vec::new()).await?;
        let day = day.json().as_str().unwrap_or_default().to_owned();
        visitor.sets_the_day("By when?", &day).await?;
        visitor.presses("Add this action").await?;
        visitor.reads("The action is added.").await?;
    }
    visitor.opens("Planner").await?;
    visitor.reads("Today").await?;
    visitor.reads(LUNCH).await?;
    visitor.reads("This week").await?;
    visitor.reads(LETTER).await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("planner").await?;
    visitor
        .opens(&format!("Mark as done or cancel: {LUNCH}"))
        .await?;
    visitor.chooses("It is done").await?;
    visitor
        .types("Result, or reason for cancelling", "They ate together.")
        .await?;
    visitor.presses("Save").await?;
    visitor.reads("The action is done.").await?;
    visitor.opens("Planner").await?;
    visitor.reads(LETTER).await?;
    visitor.does_not_read(LUNCH).await
}

/// A lead gives whoever logged a concern something to do. They find it on their dashboard, read it with
/// their key, and say that it is done.
pub async fn whoever_logged_a_concern_does_what_they_were_given(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let teacher = visitor.one_of("Staff")?;
    visitor.comes_with_a_key(&teacher).await?;
    let concern = visitor.logs(&CONCERN).await?;
    let key = visitor.leaves_with_the_key().await?;
    let lead = visitor.one_of("DSL")?;
    visitor.comes_with_a_key(&lead).await?;
    visitor
        .types_the_address(&format!("{concern}/actions"))
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("action-to-give").await?;
    visitor.chooses("Talk to the child").await?;
    visitor.types("What is to be done?", LUNCH).await?;
    visitor.chooses("Amira Khan, Staff").await?;
    visitor.presses("Add this action").await?;
    visitor.reads("The action is added.").await?;
    for (page, name) in [
        ("Dashboard", "given-dashboard"),
        ("Planner", "given-planner"),
    ] {
        visitor.opens(page).await?;
        visitor.reads("Actions you gave").await?;
        visitor.meets_no_barrier_at_any_width().await?;
        visitor.takes_pictures(name).await?;
    }
    visitor.signs_out().await?;
    visitor.unplugs().await?;
    visitor.signs_in(&teacher).await?;
    visitor.reads("1 action is for you to do.").await?;
    visitor.does_not_read(LUNCH).await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("own-action-dashboard").await?;
    visitor.plugs_in(key).await?;
    visitor.elevates().await?;
    visitor.types_the_address(&concern).await?;
    visitor.reads("For you to do").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("own-action-concern").await?;
    visitor
        .opens(&format!("Mark as done: Talk to the child: {LUNCH}"))
        .await?;
    visitor.reads("What was the result?").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("own-action-done").await?;
    visitor
        .types("What was the result?", "They ate together.")
        .await?;
    visitor.presses("Mark as done").await?;
    visitor.reads("The action is done.").await?;
    visitor.does_not_read("For you to do").await?;
    visitor.reads("They ate together.").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("own-action-result").await?;
    visitor.opens("Dashboard").await?;
    visitor.reads("Actions you have done").await?;
    visitor.takes_pictures("own-action-dashboard-done").await?;
    visitor.signs_out().await?;
    visitor.signs_in(&lead).await?;
    visitor
        .reads("1 result of actions that you gave is unread.")
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("result-dashboard").await
}

/// Three notes about one child make a signal. A lead reads on which records it stands, has to say
/// why it is none, and finds it dismissed from the child's file as well.
pub async fn a_pattern_is_looked_at_and_dismissed_with_a_reason(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let teacher = visitor.one_of("Staff")?;
    visitor.signs_in(&teacher).await?;
    for _ in 0..3 {
        visitor.logs(&CONCERN).await?;
    }
    visitor.signs_out().await?;
    let lead = visitor.one_of("DSL")?;
    visitor.comes_with_a_key(&lead).await?;
    visitor.opens("Pupils").await?;
    visitor.opens("Adeyemi, Temi").await?;
    visitor.opens("Patterns about this pupil").await?;
    visitor.reads("3 concerns about Temi Adeyemi").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("patterns").await?;
    visitor.begins_to_dismiss().await?;
    visitor.presses("Dismiss this pattern").await?;
    visitor.reads("There is a problem").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("patterns-wrong").await?;
    visitor
        .types(
            "Reason for dismissing it",
            "One worry, written down thrice.",
        )
        .await?;
    visitor.presses("Dismiss this pattern").await?;
    visitor.reads("There is no new pattern").await?;
    visitor.reads("One worry, written down thrice.").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("patterns-dismissed").await
}

impl Visitor {
    async fn begins_to_dismiss(&mut self) -> Outcome {
        self.notes("begins to dismiss the pattern");
        let summary = By::Css(".kw-pattern__dismiss summary");
        Ok(self.driver.query(summary).first().await?.click().await?)
    }
}
