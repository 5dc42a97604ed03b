//! A person who has a keyboard and no mouse.

use axum::http::Method;
use thirtyfour::{Key, TypingData};

use crate::drivers::PATIENCE;
use crate::errands::CONCERN;
use crate::failure::Outcome;
use crate::server::Demo;
use crate::virtual_key::send;
use crate::visitor::Visitor;

/// More stops than any of our pages has.
const STOPS_MAX: usize = 80;

impl Visitor {
    /// What a screen reader calls the element that the keyboard is at.
    async fn name_of_stop(&self) -> Outcome<String> {
        let stop = self.driver.active_element().await?;
        let path = format!("/element/{}/computedlabel", stop.element_id());
        let name = send(&self.driver, Method::GET, &path, None).await?;
        Ok(name.as_str().unwrap_or_default().trim().to_owned())
    }

    /// Makes sure that the keyboard is at this element, or comes there by the page itself.
    pub async fn stands_at(&mut self, name: &str) -> Outcome {
        self.notes(&format!("stands at {name:?}"));
        let until = std::time::Instant::now() + PATIENCE;
        let mut stop = self.name_of_stop().await?;
        while stop != name && std::time::Instant::now() < until {
            stop = self.name_of_stop().await?;
        }
        if stop == name {
            Ok(())
        } else {
            Err(format!("the keyboard stands at {stop:?}, not at {name:?}").into())
        }
    }

    /// Presses Tab until the keyboard is at this element.
    pub async fn tabs_to(&mut self, name: &str) -> Outcome {
        self.notes(&format!("tabs to {name:?}"));
        let mut passed = Vec::new();
        for _ in 0..STOPS_MAX {
            let stop = self.name_of_stop().await?;
            if stop == name {
                return Ok(());
            }
            passed.push(stop);
            self.presses_on_the_keyboard(Key::Tab).await?;
        }
        passed.dedup();
        Err(format!("Tab never comes to {name:?}; it passed {passed:?}").into())
    }

    /// Presses Shift and Tab.
    pub async fn presses_shift_tab(&mut self) -> Outcome {
        self.notes("presses Shift+Tab");
        let keyboard = self.driver.action_chain_with_delay(None, None);
        let (shift, tab) = (char::from(Key::Shift), char::from(Key::Tab));
        let tabbed = keyboard.key_down(shift).key_down(tab).key_up(tab);
        Ok(tabbed.key_up(shift).perform().await?)
    }

    /// Types where the keyboard is.
    pub async fn types_here(&mut self, keys: impl Into<TypingData>) -> Outcome {
        self.notes("types");
        Ok(self.driver.active_element().await?.send_keys(keys).await?)
    }
}

/// From the sign-in page to a logged concern without a mouse.
pub async fn logging_a_concern_by_keyboard_alone(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let teacher = visitor.one_of("Staff")?;
    visitor.tabs_to("Email address").await?;
    visitor.types_here(&teacher.email).await?;
    visitor.tabs_to("Password").await?;
    visitor
        .types_here(teacher.password.as_str() + Key::Enter)
        .await?;
    visitor.reads("Waiting for you").await?;

    visitor.tabs_to("Skip to main content").await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.tabs_to("Log a concern").await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.reads("Who is it about?").await?;

    visitor.tabs_to("Log this concern").await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.reads("There is a problem").await?;
    visitor
        .tabs_to("Find and choose the pupil this is about")
        .await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.stands_at("Who is it about?").await?;

    visitor.types_here(CONCERN.pupil_letters).await?;
    visitor.reads("1 pupil found").await?;
    visitor.presses_on_the_keyboard(Key::Down).await?;
    visitor.stands_at(CONCERN.pupil).await?;
    visitor.types_here(" ").await?;
    visitor
        .reads(&format!("{} is chosen.", CONCERN.pupil))
        .await?;
    visitor.stands_at("Who is it about?").await?;
    visitor.types_here("nobody of this name").await?;
    visitor
        .reads("No pupil is found by “nobody of this name”.")
        .await?;

    visitor.tabs_to("Where").await?;
    visitor.types_here(CONCERN.place).await?;
    visitor.tabs_to("What did you see and hear?").await?;
    visitor.types_here(CONCERN.seen_and_heard).await?;
    visitor.tabs_to("The child’s own words (optional)").await?;
    visitor.types_here(CONCERN.own_words).await?;
    visitor.tabs_to("Home circumstances").await?;
    visitor.types_here(" ").await?;
    visitor.tabs_to("Young carer").await?;
    visitor.types_here(" ").await?;
    visitor.reads("Say whom the child cares for").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("concern-filled-in").await?;
    visitor.tabs_to("Log this concern").await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.reads("Your concern is logged.").await?;
    visitor.reads("Not read by a lead yet").await?;
    visitor.tabs_to(CONCERN.listed).await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.reads(CONCERN.seen_and_heard).await?;
    visitor.reads("Young carer").await
}
