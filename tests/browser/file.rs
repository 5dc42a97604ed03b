//! A child's file: flags, the people around them, a brother who is found and not assumed, and their
//! chronologies.

use serde_json::json;
use thirtyfour::By;

use crate::drivers::Kind;
use crate::failure::Outcome;
use crate::server::Demo;
use crate::visitor::Visitor;

const TELEPHONE: &str = "07700 900123";

/// A lead puts a flag on a child, writes down a mother and a social worker, learns that another child
/// has a contact with the same number, links the two, and reads and prints their chronologies.
pub async fn a_lead_keeps_a_childs_file_and_prints_the_chronology(
    visitor: &mut Visitor,
) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    visitor.comes_with_a_key(&lead).await?;
    visitor.opens("Pupils").await?;
    visitor.opens("Adeyemi, Tobi").await?;
    visitor.adds_a_mother("+44 7700 900123").await?;
    visitor.opens("Pupils").await?;
    visitor.opens("Adeyemi, Temi").await?;
    visitor.reads("Nobody linked").await?;

    visitor.opens("Flags").await?;
    visitor.reads("There is no flag on this pupil.").await?;
    visitor.opens("Add a flag").await?;
    visitor.presses("Add this flag").await?;
    visitor.reads("There is a problem").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("file-flag-wrong").await?;
    visitor.chooses("Child protection plan").await?;
    visitor
        .sets_the_day("Since which day?", "2026-03-03")
        .await?;
    visitor
        .types(
            "Who said so, or which document?",
            "Minutes of the conference",
        )
        .await?;
    visitor.presses("Add this flag").await?;
    visitor.reads("The flag is on the file.").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("file-flags").await?;

    visitor.opens("Contacts").await?;
    visitor.adds_a_mother(TELEPHONE).await?;
    visitor.opens("Add a professional").await?;
    visitor.types("Name", "Sol Work").await?;
    visitor.types("Role", "Social worker").await?;
    visitor
        .types("Agency", "Northtown children’s services")
        .await?;
    visitor
        .types("Telephone (optional)", "01632 960123")
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("file-contact-new").await?;
    visitor.presses("Save this contact").await?;
    visitor.reads("Sol Work").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("file-contacts").await?;

    visitor.opens("Family").await?;
    visitor.reads("has the same telephone number").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("file-family").await?;
    visitor.opens("They are family: Tobi Adeyemi").await?;
    visitor.would_lose(false).await?;
    visitor.types("How do you know?", "Admission form").await?;
    visitor.would_lose(true).await?;
    visitor.presses("Link these children").await?;
    visitor.reads("There is a problem").await?;
    visitor.would_lose(true).await?;
    visitor.chooses("Sibling").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.presses("Link these children").await?;
    visitor.reads("The two children are linked.").await?;

    visitor.opens("File").await?;
    visitor.reads("since 3 March 2026").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("file").await?;
    visitor.reads_the_chronologies().await
}

impl Visitor {
    /// Writes down a mother with this number, from any page of a child's file.
    async fn adds_a_mother(&mut self, telephone: &str) -> Outcome {
        self.opens("Contacts").await?;
        self.opens("Add a parent or carer").await?;
        self.types("Name", "Bisi Adeyemi").await?;
        self.types("What are they to the child?", "Mother").await?;
        self.types("Telephone (optional)", telephone).await?;
        self.presses("Save this contact").await?;
        self.reads("The contact is in the file.").await
    }

    async fn reads_the_chronologies(&mut self) -> Outcome {
        self.opens("Chronology").await?;
        self.reads("Child protection plan began").await?;
        self.meets_no_barrier_at_any_width().await?;
        self.takes_pictures("file-chronology").await?;
        self.opens("Side by side with family").await?;
        self.reads("Up to three.").await?;
        self.meets_no_barrier_at_any_width().await?;
        self.takes_pictures("file-together").await?;
        self.opens("Chronology of one child").await?;
        self.chooses("Flags").await?;
        self.presses("Show these").await?;
        self.reads("Show everything").await?;
        self.opens("Printable version of what is selected").await?;
        self.reads("Flags only").await?;
        self.opens("Chronology").await?;
        self.opens("Show everything").await?;
        self.opens("Printable version").await?;
        self.reads("Chronology of Temi Adeyemi").await?;
        self.meets_no_barrier_at_any_width().await?;
        self.takes_pictures("file-document").await?;
        if self.kind == Kind::Chromium {
            self.looks_at_paper(true).await?;
            self.reads("Chronology of Temi Adeyemi").await?;
            self.does_not_read("Print this page").await?;
            self.does_not_read("Sign out").await?;
            self.takes_pictures("file-document-paper").await?;
            self.looks_at_paper(false).await?;
            self.prints("file-document").await?;
        }
        Ok(())
    }

    /// Whether the page asks before it is left, for what is typed there is nowhere else. The question is
    /// the browser's, which a driver answers unseen; whether it is asked is what the page says.
    async fn would_lose(&mut self, something: bool) -> Outcome {
        self.notes("begins to leave the page");
        let script = "const leaving = new Event('beforeunload', { cancelable: true });
                      window.dispatchEvent(leaving);
                      return leaving.defaultPrevented;";
        let asked = self.driver.execute(script, Vec::new()).await?;
        match asked.json().as_bool() {
            Some(asked) if asked == something => Ok(()),
            asked => Err(format!("the page asks before it is left: {asked:?}").into()),
        }
    }

    /// Chooses a day, as the calendar of the field would.
    pub async fn sets_the_day(&mut self, label: &str, day: &str) -> Outcome {
        let field = self.field(label).await?.to_json()?;
        let script = "arguments[0].value = arguments[1];";
        let given = vec![field, json!(day)];
        self.driver.execute(script, given).await?;
        let css = By::Css("input[type=date]");
        let stands = self.driver.find(css).await?.prop("value").await?;
        match stands.as_deref() {
            Some(stands) if stands == day => Ok(()),
            other => Err(format!("{label:?} holds {other:?}").into()),
        }
    }
}
