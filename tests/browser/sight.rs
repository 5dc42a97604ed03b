//! A lead views as another user group and back, excludes somebody from a file, and reads why they do
//! not see it.

use crate::errands::{CONCERN, NOT_FOUND};
use crate::failure::Outcome;
use crate::server::Demo;
use crate::visitor::Visitor;

const PUPIL: &str = "Adeyemi, Temi";
/// Somebody of another family, and letters that find them alone.
const OTHER: &str = "Finley Dawson";
const OTHER_LETTERS: &str = "finley daw";
const VIEWING: &str = "You are viewing as Pastoral, Year 8.";
const WHY: &str = "Temi is a child of her sister.";

/// What she excludes counts at once, and the page of reasons says so.
pub async fn a_lead_views_as_a_user_group_and_back_and_excludes_somebody(
    visitor: &mut Visitor,
) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    visitor.comes_with_a_key(&lead).await?;
    visitor.opens("Pupils").await?;
    visitor.reads(PUPIL).await?;
    visitor.takes_pictures("pupils").await?;
    visitor.sees_each_line_whole_on_a_phone().await?;

    visitor.opens("Settings").await?;
    visitor.opens("Who sees what").await?;
    visitor.presses("View as a user group").await?;
    visitor.reads("never more than either").await?;
    visitor
        .chooses("Pastoral: files by year group and form. Every category")
        .await?;
    visitor.presses("View as this user group").await?;
    visitor
        .reads("Choose the year group of which Pastoral")
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("view-as-wrong").await?;
    visitor.chooses("Year 8").await?;
    visitor.presses("View as this user group").await?;
    visitor.reads(VIEWING).await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("viewing-as-dashboard").await?;
    visitor.opens("Pupils").await?;
    visitor.reads("24 pupils").await?;
    visitor.does_not_read(PUPIL).await?;
    visitor.types_the_address("/concerns/new").await?;
    visitor
        .reads("Stop viewing as Pastoral, Year 8, then open it again")
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("viewing-as-refused").await?;
    visitor.opens("Dashboard").await?;
    visitor.presses("Stop viewing as Pastoral, Year 8").await?;
    visitor.reads("You see Keyward as yourself again.").await?;
    visitor.does_not_read(VIEWING).await?;

    visitor.opens("Pupils").await?;
    visitor.opens(PUPIL).await?;
    visitor.opens("Who must not see it").await?;
    visitor.reads("Nobody is excluded from this file.").await?;
    visitor.presses("Exclude them now").await?;
    visitor.reads("Choose who must not see this file").await?;
    visitor.chooses("Priya Nair, Pastoral").await?;
    visitor.types("Reason", WHY).await?;
    visitor.presses("Exclude them now").await?;
    visitor
        .reads("Priya Nair cannot see this file from now on")
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("exclusions").await?;

    visitor.opens("The pupil’s file").await?;
    visitor.opens("Who sees this file, and why").await?;
    visitor.reads("and you are one of them").await?;
    visitor.reads("Who must not see it").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("everybody-who-sees-a-file").await?;
    visitor
        .opens("Ask why somebody sees it, or does not")
        .await?;
    visitor.chooses("Priya Nair, Pastoral").await?;
    // Another pupil is found as one types, and the first is asked about as long as none is chosen.
    visitor.types("Pupil", CONCERN.pupil_letters).await?;
    visitor.reads("Nobody else is found by").await?;
    visitor.types("Pupil", "").await?;
    visitor.presses("Check access").await?;
    visitor.reads("Priya Nair cannot open the file of").await?;
    visitor
        .reads("An exclusion closes this file to them since")
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("why").await?;

    visitor.opens("Everybody who sees this file").await?;
    visitor.opens("The pupil’s file").await?;
    visitor.opens("Family").await?;
    visitor.opens("Link a child").await?;
    visitor
        .types("Who is the other child?", OTHER_LETTERS)
        .await?;
    visitor.reads("1 pupil found. Choose their name").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("family-found").await?;
    visitor.chooses(OTHER).await?;
    visitor
        .reads("is chosen. Type another name to choose somebody else.")
        .await?;
    visitor.chooses("Cousin").await?;
    visitor
        .types("How do you know?", "Their grandmother said so.")
        .await?;
    visitor.presses("Link these children").await?;
    visitor.reads("The two children are linked.").await?;
    visitor.reads(OTHER).await?;

    visitor.signs_out().await?;
    let pastoral = visitor.one_of("Pastoral")?;
    visitor.unplugs().await?;
    visitor.comes_with_a_key(&pastoral).await?;
    visitor.opens("Pupils").await?;
    visitor.reads("47 pupils").await?;
    visitor.does_not_read(PUPIL).await?;
    visitor.types_the_address("/sight").await?;
    visitor.reads(NOT_FOUND).await
}

impl Visitor {
    /// Makes sure that a phone shows the roll without anything beyond its edge.
    async fn sees_each_line_whole_on_a_phone(&mut self) -> Outcome {
        self.notes("sees each line of the roll whole on a phone");
        self.looks_at_width(375).await?;
        let beyond = "const roll = document.querySelector('.kw-roll').parentElement; \
                      return roll.scrollWidth - roll.clientWidth;";
        let beyond = self.driver.execute(beyond, Vec::new()).await?;
        self.looks_at_width(1280).await?;
        match beyond.json().as_i64() {
            Some(0) => Ok(()),
            other => Err(format!("the roll goes {other:?} pixels beyond the edge").into()),
        }
    }
}
