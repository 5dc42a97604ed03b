//! A concern from its acknowledgement to its outcome, and back.

use thirtyfour::By;

use crate::drivers::Kind;
use crate::errands::CONCERN;
use crate::failure::Outcome;
use crate::server::Demo;
use crate::virtual_key::VirtualKey;
use crate::visitor::Visitor;

const RANG: &str = "Temi’s mother answered. She will come on Monday morning.";
const DECIDED: &str = "Early help";
const OUTCOME: &str = "She talks with the counsellor every week.";

/// A lead acknowledges it, gives an action, rings home, decides, cannot close it while something is
/// to be done, does it, closes it, and opens it again. Its writer sees that it is acted on.
pub async fn a_concern_is_acted_on_closed_and_reopened(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let teacher = visitor.one_of("Staff")?;
    visitor.signs_in(&teacher).await?;
    let concern = visitor.logs(&CONCERN).await?;
    visitor.types_the_address(&concern).await?;
    visitor
        .reads("A safeguarding lead will look at it.")
        .await?;
    visitor.signs_out().await?;

    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;
    visitor.links_a_first_key(&lead, "Office key").await?;
    visitor.elevates().await?;
    visitor.types_the_address(&concern).await?;
    visitor.looks_at("case-new", CONCERN.seen_and_heard).await?;
    visitor.presses("Acknowledge").await?;
    visitor.reads("You have acknowledged this concern.").await?;

    visitor.opens("Add an action").await?;
    visitor.chooses("Talk to the child").await?;
    visitor
        .types("What is to be done?", "Sit with Temi at lunch.")
        .await?;
    visitor.chooses("Helen Okafor, DSL").await?;
    visitor.looks_at("case-action", "By when?").await?;
    visitor.presses("Add this action").await?;
    visitor.reads("The action is added.").await?;

    // What was written when the lid was closed stands there again.
    visitor.opens("Record contact made").await?;
    visitor.types("What was said?", RANG).await?;
    visitor.reads("Draft saved at").await?;
    visitor.types_the_address(&concern).await?;
    visitor.looks_at("case-drafted", "not sent yet").await?;
    visitor
        .types_the_address(&format!("{concern}/contacts"))
        .await?;
    visitor
        .looks_at("case-draft", "This is your draft, saved")
        .await?;
    visitor.finds_in("What was said?", RANG).await?;
    visitor.presses("Record contact made").await?;
    visitor
        .looks_at("case-contact-wrong", "There is a problem")
        .await?;
    visitor.chooses("Parent or carer").await?;
    visitor.chooses("By telephone").await?;
    visitor.chooses("Yes").await?;
    visitor.presses("Record contact made").await?;
    visitor.reads("The contact made is recorded.").await?;
    visitor.reads(RANG).await?;

    decides(visitor).await?;

    visitor.opens("Close").await?;
    visitor.chooses("Support in school").await?;
    visitor
        .types("What happened, and the reasons for closing it", OUTCOME)
        .await?;
    visitor.presses("Close this concern").await?;
    visitor
        .looks_at("case-closure-wrong", "An action is still open")
        .await?;
    visitor
        .finds_in("What happened, and the reasons for closing it", OUTCOME)
        .await?;
    visitor
        .opens("Talk to the child: Sit with Temi at lunch.")
        .await?;
    visitor.chooses("It is done").await?;
    visitor
        .types(
            "Result, or reason for cancelling",
            "She ate with two friends.",
        )
        .await?;
    visitor.looks_at("case-result", "What happened?").await?;
    visitor.presses("Save").await?;
    visitor.reads("The action is done.").await?;

    visitor.opens("Close").await?;
    visitor.chooses("Support in school").await?;
    visitor
        .types("What happened, and the reasons for closing it", OUTCOME)
        .await?;
    visitor.presses("Close this concern").await?;
    visitor
        .looks_at("case-closed", "The concern is closed.")
        .await?;
    if visitor.kind == Kind::Chromium {
        visitor.prints("case-closed").await?;
    }

    visitor.opens("Reopen").await?;
    visitor
        .types(
            "Reason for reopening it",
            "She did not come to lunch today.",
        )
        .await?;
    visitor.presses("Reopen").await?;
    visitor
        .looks_at("case-reopened", "The concern is open again.")
        .await?;
    quieter_acts(visitor, &concern).await?;
    second_thoughts(visitor, &concern).await?;

    visitor.signs_out().await?;
    visitor.signs_in(&teacher).await?;
    visitor.types_the_address(&concern).await?;
    visitor
        .looks_at("case-writer", "A safeguarding lead is acting on it.")
        .await?;
    visitor.reads("Thank you for noticing.").await?;
    visitor.does_not_read(RANG).await
}

async fn decides(visitor: &mut Visitor) -> Outcome {
    visitor.opens("Record a decision").await?;
    visitor.chooses("Early help: targeted support").await?;
    visitor.chooses("Refer to children’s social care").await?;
    visitor.types("What was decided?", DECIDED).await?;
    visitor
        .types("Reasons for the decision", "The family asked for it.")
        .await?;
    visitor.chooses("It was not made").await?;
    visitor
        .types("Why was it not made?", "There was no sign of harm.")
        .await?;
    visitor
        .looks_at("case-decision", "What was considered?")
        .await?;
    visitor.presses("Record this decision").await?;
    visitor.reads("The decision is recorded.").await?;
    visitor.reads("There was no sign of harm.").await
}

/// The acts under "More", each with what is wrong with it empty.
async fn quieter_acts(visitor: &mut Visitor, concern: &str) -> Outcome {
    for (act, button) in [
        ("assignment", "Assign"),
        ("links", "Link them"),
        ("significance", "Save"),
        ("categories", "Change the category"),
        ("roles", "Change the role"),
    ] {
        visitor
            .types_the_address(&format!("{concern}/{act}"))
            .await?;
        visitor.presses(button).await?;
        visitor
            .looks_at(&format!("case-{act}"), "There is a problem")
            .await?;
    }
    visitor
        .types_the_address(&format!("{concern}/notes"))
        .await?;
    visitor
        .types("Your message", "Thank you for noticing.")
        .await?;
    visitor.looks_at("case-note", "To whom?").await?;
    visitor.presses("Send the message").await?;
    visitor.reads("The message is sent.").await
}

/// A wrong link and a wrong name, and the way back from each.
async fn second_thoughts(visitor: &mut Visitor, concern: &str) -> Outcome {
    visitor
        .types_the_address(&format!("{concern}/links"))
        .await?;
    let open = "document.querySelector('form details').open = true";
    visitor.driver.execute(open, Vec::new()).await?;
    visitor
        .types("Find concerns by a pupil’s name", "a")
        .await?;
    visitor.presses("Find").await?;
    visitor
        .looks_at("case-link-found", "With which concern?")
        .await?;
    let first = By::Css(".govuk-radios__label");
    visitor.driver.find(first.clone()).await?.click().await?;
    visitor
        .types("How are they connected?", "The same bus.")
        .await?;
    visitor.presses("Link them").await?;
    visitor.reads("The concerns are linked.").await?;
    visitor
        .types_the_address(&format!("{concern}/links-undone"))
        .await?;
    visitor.driver.find(first).await?.click().await?;
    let how = "How do you know that they do not belong together?";
    visitor.types(how, "It was another bus.").await?;
    visitor
        .looks_at("case-link-undone", "Undo this link")
        .await?;
    visitor.presses("Undo this link").await?;
    visitor.reads("The link is undone.").await?;

    visitor
        .types_the_address(&format!("{concern}/staff"))
        .await?;
    visitor.chooses("Oliver Bennett").await?;
    visitor
        .types("How are they part of this?", "He drove the bus.")
        .await?;
    visitor.presses("Name them").await?;
    let named = "name a member of staff, who is kept from a concern";
    visitor.shows_the_key_to(named).await?;
    visitor
        .types_the_address(&format!("{concern}/staff-taken-off"))
        .await?;
    visitor.presses("They are not part of this").await?;
    visitor
        .looks_at("case-staff-off-wrong", "There is a problem")
        .await?;
    visitor.chooses("Oliver Bennett").await?;
    let how = "How do you know that they are not part of this?";
    visitor
        .types(how, "It was his brother, who does not work here.")
        .await?;
    visitor.presses("They are not part of this").await?;
    let off = "let somebody read a concern again that named them";
    visitor.shows_the_key_to(off).await?;
    visitor
        .looks_at("case-staff-off", "They are not part of this concern")
        .await
}

impl Visitor {
    /// Looks at the page that says these words: no barrier at any width; pictures of it.
    async fn looks_at(&mut self, name: &str, words: &str) -> Outcome {
        self.reads(words).await?;
        self.meets_no_barrier_at_any_width().await?;
        self.takes_pictures(name).await
    }
}
