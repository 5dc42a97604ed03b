//! Logging a concern on a phone, with one thumb.

use thirtyfour::{By, Key};

use crate::drivers::Kind;
use crate::errands::CONCERN;
use crate::failure::Outcome;
use crate::server::Demo;
use crate::visitor::Visitor;

const OTHER: &str = "Isla Ramsbottom";
const GUIDANCE: &str = "Give every child the role that they have in this.";
const EXACTER: &str = "Say whether it happened before";
const STAFF: &str = "Is a member of staff part of this concern?";
const MORE: &str = "Add more: how the child looked and behaved, your professional opinion, who was there, whom you told";

impl Visitor {
    /// Gives a chosen pupil their role in the concern.
    pub async fn gives_the_part(&mut self, pupil: &str, part: &str) -> Outcome {
        let list = self
            .field(&format!("The role that {pupil} has in this"))
            .await?;
        self.takes(&list, part).await
    }

    /// Chooses a day long ago, with which the time of now goes, and ticks that nobody knows the time.
    async fn says_it_was_long_ago(&mut self) -> Outcome {
        self.notes("says that it was long ago");
        let script = "const day = document.getElementById('day');
            day.value = '2020-01-06';
            day.dispatchEvent(new Event('change', { bubbles: true }));
            return document.getElementById('time').value";
        let time = self.driver.execute(script, Vec::new()).await?;
        if time.json().as_str() != Some("") {
            return Err(format!("the time is {:?}", time.json()).into());
        }
        self.chooses("Time not known").await
    }

    /// Takes this entry of a list.
    async fn takes(&mut self, list: &thirtyfour::WebElement, entry: &str) -> Outcome {
        self.notes(&format!("takes {entry:?}"));
        let entry = format!("./option[normalize-space(.)='{entry}']");
        Ok(list.find(By::XPath(entry)).await?.click().await?)
    }
}

/// Two children with a role each, categories with their guidance, a lead whom the concern names.
pub async fn a_concern_is_logged_on_a_phone(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let teacher = visitor.one_of("Staff")?;
    visitor.signs_in(&teacher).await?;
    visitor.looks_at_width(375).await?;
    visitor.presses("Log a concern").await?;
    visitor
        .types("Who is it about?", CONCERN.pupil_letters)
        .await?;
    visitor.reads("1 pupil found").await?;
    visitor.chooses(CONCERN.pupil).await?;
    visitor
        .reads(&format!("{} is chosen. Type", CONCERN.pupil))
        .await?;
    visitor.types("Who is it about?", "isla rams").await?;
    visitor.reads("1 pupil found").await?;
    visitor.chooses(OTHER).await?;
    visitor
        .reads(&format!("{OTHER} is chosen. Choose the role"))
        .await?;

    visitor.says_it_was_long_ago().await?;
    visitor.types("Where", CONCERN.place).await?;
    visitor
        .types("What did you see and hear?", CONCERN.seen_and_heard)
        .await?;
    visitor.presses(MORE).await?;
    visitor
        .types("Your professional opinion", "She is afraid of somebody.")
        .await?;
    visitor.does_not_read(GUIDANCE).await?;
    visitor.does_not_read("Bullying").await?;
    visitor.chooses("Child-on-child abuse").await?;
    visitor.reads(GUIDANCE).await?;
    visitor.does_not_read(EXACTER).await?;
    visitor.chooses("Bullying").await?;
    visitor.reads(EXACTER).await?;

    // Whom it names cannot be alerted to it, which shows at once.
    visitor.presses(STAFF).await?;
    let list = visitor.driver.find(By::Id("staff")).await?;
    visitor.takes(&list, "Helen Okafor").await?;
    visitor.reads("Not alerted to it: Helen Okafor").await?;
    let kept = By::Css("input[name=alert]:disabled:not(:checked)");
    let kept = visitor.driver.find_all(kept).await?;
    if kept.len() != 1 {
        return Err(format!("{} people are kept from it, not one", kept.len()).into());
    }
    visitor.presses("Add another member of staff").await?;
    visitor.driver.find(By::Id("staff-2")).await?;
    visitor.meets_no_barrier().await?;

    // Nobody's part is that of another child.
    visitor.presses("Log this concern").await?;
    visitor
        .reads(&format!("Choose the role that {OTHER} has in this"))
        .await?;
    visitor.reads(GUIDANCE).await?;
    visitor
        .finds_in("Your professional opinion", "She is afraid of somebody.")
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    if visitor.kind == Kind::Chromium {
        visitor.takes_pictures("log-a-concern-wrong").await?;
    }
    visitor.looks_at_width(375).await?;
    visitor
        .gives_the_part(OTHER, "Alleged to have harmed")
        .await?;
    visitor.presses("Log this concern").await?;
    visitor.reads("Your concern is logged.").await?;
    visitor
        .opens(&format!(
            "{}; {OTHER} (9A), alleged to have harmed",
            CONCERN.listed
        ))
        .await?;
    visitor.reads("Alleged to have harmed").await?;
    visitor.reads("6 January 2020, time not known").await?;
    visitor.reads("Professional opinion of").await?;
    visitor.reads("Helen Okafor").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    if visitor.kind == Kind::Chromium {
        visitor.takes_pictures("concern-with-parts").await?;
    }
    Ok(())
}

/// Enter chooses the only pupil found, or the one that the keyboard is at, and sends nothing.
pub async fn enter_chooses_a_pupil_and_sends_nothing(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let teacher = visitor.one_of("Staff")?;
    visitor.signs_in(&teacher).await?;
    visitor.opens("Log a concern").await?;
    visitor
        .types("Who is it about?", CONCERN.pupil_letters)
        .await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor
        .reads(&format!("{} is chosen.", CONCERN.pupil))
        .await?;
    visitor.stands_at("Who is it about?").await?;
    // Of several none is chosen, until the keyboard is at one.
    visitor.types("Who is it about?", "ar").await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.reads("the down arrow goes to these").await?;
    visitor.does_not_read("is chosen").await?;
    visitor.presses_on_the_keyboard(Key::Down).await?;
    visitor.presses_on_the_keyboard(Key::Down).await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.reads("Choose the role that they have").await?;
    let chosen = By::Css("[data-find-chosen] input:checked");
    let chosen = visitor.driver.find_all(chosen).await?;
    if chosen.len() != 2 {
        return Err(format!("{} pupils are chosen, not 2", chosen.len()).into());
    }

    visitor.presses("Add marks on a body map").await?;
    visitor.reads("Tap the place on the picture").await?;
    visitor.types("Where", CONCERN.place).await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.stands_at("What did you see and hear?").await?;
    visitor.types_here("She cried.").await?;
    visitor.tabs_to("Home circumstances").await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.stands_at("Home circumstances").await?;
    visitor
        .finds_in("What did you see and hear?", "She cried.")
        .await?;
    visitor.does_not_read("Choose where on the body").await?;
    visitor.does_not_read("There is a problem").await?;
    match visitor.path().await?.as_str() {
        "/concerns/new" => Ok(()),
        path => Err(format!("Enter led to {path}").into()),
    }
}

/// A lead adds a category, and moves it.
pub async fn a_school_keeps_its_categories(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    visitor.comes_with_a_key(&lead).await?;
    visitor.opens("Settings").await?;
    visitor.opens("Categories").await?;
    visitor.reads("Child missing education").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.presses("Add a category").await?;
    visitor.types("Name", "Bullying").await?;
    visitor.presses("Save category").await?;
    visitor
        .reads("There is a category called Bullying already")
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.types("Name", "Transport").await?;
    visitor.chooses("Yellow").await?;
    visitor
        .types("Guidance", "Say which bus, and who was on it.")
        .await?;
    visitor.presses("Save category").await?;
    visitor.reads("The category Transport was added.").await?;
    visitor.presses("Move Transport up").await?;
    visitor.reads("Say which bus").await?;
    visitor.takes_pictures("categories").await?;
    visitor.opens("Transport").await?;
    visitor.takes_pictures("category").await
}
