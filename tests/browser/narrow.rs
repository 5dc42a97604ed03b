//! A list of staff that is too long to look through is narrowed by part of a name.

use thirtyfour::prelude::ElementQueryable;
use thirtyfour::{By, Key};

use crate::errands::CONCERN;
use crate::failure::Outcome;
use crate::server::Demo;
use crate::visitor::Visitor;

/// Who joins the demo's few, so that the list is a long one.
const NEWCOMERS: [(&str, &str); 4] = [
    ("Grace Holloway", "grace.holloway@hawthorn-park.example"),
    ("Noël Abara", "noel.abara@hawthorn-park.example"),
    ("Una Berg", "una.berg@hawthorn-park.example"),
    ("Vikram Lowe", "vikram.lowe@hawthorn-park.example"),
];

/// Asking who sees a file, with more colleagues than a short list holds.
pub async fn a_long_list_of_staff_is_narrowed_by_part_of_a_name(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let administrator = visitor.one_of("Administrator")?;
    visitor.comes_with_a_key(&administrator).await?;
    visitor.types_the_address("/sight").await?;
    visitor.reads("You are not in this list").await?;
    visitor.finds_no_box().await?;
    for (name, email) in NEWCOMERS {
        visitor.opens("People").await?;
        visitor.presses("Invite somebody").await?;
        visitor.types("Name", name).await?;
        visitor.types("Email address", email).await?;
        visitor.chooses("Staff").await?;
        visitor.presses("Invite").await?;
        visitor.shows_the_key_to("invite somebody").await?;
        visitor.reads(name).await?;
    }
    visitor.types_the_address("/sight").await?;
    visitor.reads("You are not in this list").await?;
    let everybody = visitor.choices_left().await?;
    visitor.narrows_to("o").await?;
    visitor.reads("found: choose one in the list.").await?;
    let some = visitor.choices_left().await?;
    if some >= everybody || some < 2 {
        return Err(format!("{some} of {everybody} are left").into());
    }
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("narrowed").await?;
    visitor.narrows_to("nobody at all").await?;
    visitor
        .reads("Nothing in the list is found by “nobody at all”.")
        .await?;
    // An accent that nobody types is no hindrance, and the only one who is left is chosen.
    visitor.narrows_to("noel").await?;
    visitor.reads("Noël Abara, Staff is chosen.").await?;
    // Enter goes to the list and sends nothing half filled in.
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.does_not_read("There is a problem").await?;
    visitor.stands_at("Who").await?;
    visitor.types("Pupil", CONCERN.pupil_letters).await?;
    visitor.chooses(CONCERN.pupil).await?;
    visitor.presses("Check access").await?;
    visitor.reads("Noël Abara cannot open the file of").await
}

impl Visitor {
    async fn finds_no_box(&mut self) -> Outcome {
        self.notes("finds no box above the short list");
        match self.driver.find_all(By::Css(".kw-narrow")).await?.len() {
            0 => Ok(()),
            _ => Err("a short list has a box to narrow it".into()),
        }
    }

    /// Types into the box above the list, in place of what stands there.
    async fn narrows_to(&mut self, text: &str) -> Outcome {
        self.notes(&format!("narrows the list to {text:?}"));
        let found = self.driver.query(By::Css("input.kw-narrow"));
        let found = found.first().await?;
        found.clear().await?;
        Ok(found.send_keys(text).await?)
    }

    /// How many there are to choose from.
    async fn choices_left(&mut self) -> Outcome<usize> {
        let choices = By::Css("select[data-narrow] option:not([value=''])");
        Ok(self.driver.find_all(choices).await?.len())
    }
}
