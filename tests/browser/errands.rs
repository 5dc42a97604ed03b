//! What people do again and again: linking a key, elevating, logging a concern, reading letters.

use thirtyfour::By;
use thirtyfour::prelude::ElementQueryable;

use crate::failure::Outcome;
use crate::server::Person;
use crate::virtual_key::VirtualKey;
use crate::visitor::Visitor;

/// The address of each act on a concern, and what its page asks or says.
pub const ACTS: [(&str, &str); 17] = [
    ("assignment", "Assign"),
    ("contacts", "What was said?"),
    ("actions", "What is to be done?"),
    ("decisions", "What was decided?"),
    ("notes", "Your message"),
    ("links", "How are they connected?"),
    ("links-undone", "linked with no other that you read"),
    ("significance", "Save"),
    ("categories", "Categories from now on"),
    ("roles", "The record keeps the role"),
    ("case-notes", "Save this case note"),
    ("alerts", "Why should they know?"),
    ("pupils", "Find"),
    ("pupils-taken-off", "The concern leaves their file"),
    ("staff", "How are they part of this?"),
    ("staff-taken-off", "nobody is kept from it for that"),
    ("closure", "What happened, and the reasons"),
];

/// What the pop-up says at the end, as in printed instructions.
pub const ADDED: &str = "Successfully added new U2F key. You can now close this window";
/// What leads to elevated access.
pub const ELEVATE: &str = "Elevate Your Access";
/// What every page says while access is elevated.
pub const ELEVATED: &str = "Elevated access is on";
/// What answers an address that leads nowhere, or to what one may not see.
pub const NOT_FOUND: &str = "Page not found";

/// A concern to be logged.
pub struct Concern {
    /// Some letters of the pupil's name.
    pub pupil_letters: &'static str,
    /// The pupil's name.
    pub pupil: &'static str,
    /// What the pupil is called where a concern is listed, for whoever may know it.
    pub listed: &'static str,
    /// Where it was noticed.
    pub place: &'static str,
    /// What was seen and heard.
    pub seen_and_heard: &'static str,
    /// The child's own words.
    pub own_words: &'static str,
}

/// A concern that nobody alerts anybody in particular to: the leads are ticked already.
pub const CONCERN: Concern = Concern {
    pupil_letters: "temi ade",
    pupil: "Temi Adeyemi",
    listed: "Temi Adeyemi (7A)",
    place: "Year 7 corridor",
    seen_and_heard: "Temi sat alone on the stairs through the whole of break and did not want to \
                     come to lunch. One sleeve was held down over the wrist.",
    own_words: "I am not going home with him.",
};

impl Visitor {
    /// Opens the tab of the security keys.
    pub async fn opens_security_keys(&mut self) -> Outcome {
        self.opens("Account Settings").await?;
        self.opens("Security Keys").await?;
        self.reads("U2F Keys").await
    }

    /// Opens the pop-up that links a key.
    pub async fn opens_the_registration(&mut self) -> Outcome {
        self.presses("Register a new U2F key").await?;
        self.reads("Device Name").await
    }

    /// Links the key that is plugged in, as the account's first.
    pub async fn links_a_first_key(&mut self, person: &Person, name: &str) -> Outcome {
        self.opens_security_keys().await?;
        self.opens_the_registration().await?;
        self.types("Device Name", name).await?;
        self.types("Your Keyward password", &person.password)
            .await?;
        self.presses("Start Registration").await?;
        self.reads(ADDED).await?;
        self.closes_the_registration(name).await
    }

    /// Closes the pop-up; the list then shows the key.
    pub async fn closes_the_registration(&mut self, name: &str) -> Outcome {
        self.presses("Close").await?;
        self.no_longer_reads(ADDED).await?;
        self.reads(name).await
    }

    /// Signs in, links a first key, the office key, and elevates with it.
    pub async fn comes_with_a_key(&mut self, person: &Person) -> Outcome {
        self.signs_in(person).await?;
        self.plugs_in(VirtualKey::u2f()).await?;
        self.links_a_first_key(person, "Office key").await?;
        self.elevates().await
    }

    /// Signs out and takes the key along.
    pub async fn leaves_with_the_key(&mut self) -> Outcome<VirtualKey> {
        self.signs_out().await?;
        self.unplugs().await
    }

    /// Elevates their access from the dashboard with the key that is plugged in.
    pub async fn elevates(&mut self) -> Outcome {
        self.opens("Dashboard").await?;
        self.opens(ELEVATE).await?;
        self.presses("Use your security key").await?;
        self.reads(ELEVATED).await
    }

    /// Shows the key that is plugged in for an act that asks for it each time.
    pub async fn shows_the_key_to(&mut self, words: &str) -> Outcome {
        self.reads(&format!("Show your key to {words}")).await?;
        self.presses("Show your key and carry on").await?;
        // That page says already what the next one will say.
        self.no_longer_reads("Show your key to").await
    }

    /// Drops elevated access by the button.
    pub async fn drops_elevated_access(&mut self) -> Outcome {
        self.presses("Drop elevated access").await?;
        self.reads("Elevated access is off").await
    }

    /// Signs out.
    pub async fn signs_out(&mut self) -> Outcome {
        self.presses("Sign out").await?;
        self.reads("Forgotten your password or using Keyward for the first time?")
            .await
    }

    /// Writes a concern and has not sent it yet.
    pub async fn writes(&mut self, concern: &Concern) -> Outcome {
        self.opens("Log a concern").await?;
        self.types("Who is it about?", concern.pupil_letters)
            .await?;
        self.reads("1 pupil found").await?;
        self.chooses(concern.pupil).await?;
        self.reads(&format!("{} is chosen.", concern.pupil)).await?;
        self.types("Where", concern.place).await?;
        self.chooses("Home circumstances").await?;
        self.types("What did you see and hear?", concern.seen_and_heard)
            .await?;
        self.types("The child’s own words (optional)", concern.own_words)
            .await
    }

    /// Logs a concern and finds its address among what they logged.
    pub async fn logs(&mut self, concern: &Concern) -> Outcome<String> {
        self.writes(concern).await?;
        self.sends(concern).await
    }

    /// Sends the concern that was written, and finds its address among what they logged.
    pub async fn sends(&mut self, concern: &Concern) -> Outcome<String> {
        self.presses("Log this concern").await?;
        self.reads("Your concern is logged.").await?;
        self.address_at(&format!(
            "//section[@aria-labelledby='logged']//a[.='{}']",
            concern.listed
        ))
        .await
    }

    /// Where the first link with this XPath leads, without the origin.
    pub async fn address_at(&mut self, path: &str) -> Outcome<String> {
        let link = self.driver.query(By::XPath(path)).first().await?;
        let address = link.attr("href").await?;
        Ok(address.ok_or_else(|| format!("{path} leads nowhere"))?)
    }

    /// Follows the link in the newest letter with this subject to this person.
    pub async fn follows_the_link_in_the_letter(&mut self, to: &str, subject: &str) -> Outcome {
        self.types_the_address("/demo/mailbox").await?;
        self.reads(subject).await?;
        let link = format!(
            "//article[h2[.='{subject}'] and p[contains(., '{to}')]]//a[contains(@href, '/password/')]"
        );
        let link = self.driver.find(By::XPath(link)).await?;
        Ok(link.click().await?)
    }

    /// Makes sure that this letter lies in the mailbox, and what it says.
    pub async fn finds_the_letter(&mut self, to: &str, subject: &str, words: &str) -> Outcome {
        self.types_the_address("/demo/mailbox").await?;
        let path = format!("//article[h2[.='{subject}'] and p[contains(., '{to}')]]");
        let letter = self.driver.find(By::XPath(path)).await;
        let letter = letter.map_err(|_| format!("no letter {subject:?} to {to}"))?;
        let text = letter.text().await?;
        if text.contains(words) {
            Ok(())
        } else {
            Err(format!("the letter does not say {words:?}:\n{text}").into())
        }
    }
}
