//! A lead who enters terms and closed days, a row each.

use serde_json::json;
use thirtyfour::By;
use thirtyfour::prelude::ElementQueryable;

use crate::failure::Outcome;
use crate::server::Demo;
use crate::visitor::Visitor;

/// A row is added, both are saved with a touch, and the page shows them again with one to fill in.
pub async fn terms_and_closed_days_are_entered_in_rows(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    visitor.comes_with_a_key(&lead).await?;
    visitor.types_the_address("/school/calendar").await?;
    visitor.reads("Add another closed day").await?;
    visitor.fills("term-first-1", "2026-09-02").await?;
    visitor.fills("term-last-1", "2026-12-18").await?;
    visitor.fills("term-name-1", "Autumn term 2026").await?;
    visitor.fills("closed-name-1", "INSET day").await?;
    visitor.presses("Add another closed day").await?;
    visitor.fills("closed-first-2", "2026-12-21").await?;
    visitor.fills("closed-last-2", "2027-01-01").await?;
    visitor.fills("closed-name-2", "Christmas").await?;
    visitor.presses("Save calendar").await?;
    visitor.reads("Enter the first day of closed day 1").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("calendar-wrong").await?;

    visitor.fills("closed-first-1", "2026-10-26").await?;
    visitor.presses("Save calendar").await?;
    visitor
        .shows_the_key_to("change the school calendar")
        .await?;
    visitor.reads("The school calendar was saved.").await?;
    visitor.holds("closed-name-1", "INSET day").await?;
    visitor.holds("closed-last-2", "2027-01-01").await?;
    visitor.holds("closed-first-3", "").await?;
    visitor.holds("term-last-1", "2026-12-18").await?;
    visitor.holds("term-name-1", "Autumn term 2026").await?;
    visitor
        .reads("The last term entered here (Autumn term 2026) ends on 18 December 2026.")
        .await?;
    visitor.takes_pictures("calendar").await
}

impl Visitor {
    /// Fills a field of a row: several rows have fields of one name.
    async fn fills(&mut self, id: &str, value: &str) -> Outcome {
        self.notes(&format!("fills {id} with {value:?}"));
        let field = self.driver.query(By::Id(id)).first().await?.to_json()?;
        let script = "arguments[0].value = arguments[1];";
        self.driver
            .execute(script, vec![field, json!(value)])
            .await?;
        Ok(())
    }

    /// Sees that a field of a row holds this.
    async fn holds(&mut self, id: &str, value: &str) -> Outcome {
        self.notes(&format!("looks into {id}"));
        let field = self.driver.query(By::Id(id)).first().await?;
        match field.prop("value").await?.as_deref() {
            Some(held) if held == value => Ok(()),
            other => Err(format!("{id} holds {other:?}, not {value:?}").into()),
        }
    }
}
