//! A person at a browser: what they open, press, type and read, in the words on the page.
//!
//! Every step waits until what it needs is there, and no step sleeps.

use std::fmt::Debug;

use thirtyfour::extensions::query::ElementQuery;
use thirtyfour::prelude::{ElementQueryable, WebElement};
use thirtyfour::{By, Key, WebDriver};

use crate::drivers::Kind;
use crate::failure::Outcome;
use crate::server::{Demo, Person};
use crate::virtual_key::{PluggedIn, VirtualKey};

/// Somebody at a browser, with at most one security key plugged in.
pub struct Visitor {
    /// Which browser they use.
    pub kind: Kind,
    /// The browser, for what has no words here.
    pub driver: WebDriver,
    /// The demo school that they visit.
    pub demo: Option<Demo>,
    plugged_in: Option<PluggedIn>,
    steps: Vec<String>,
}

impl Visitor {
    /// Somebody who has just sat down.
    pub fn new(kind: Kind, driver: WebDriver) -> Self {
        Self {
            kind,
            driver,
            demo: None,
            plugged_in: None,
            steps: Vec::new(),
        }
    }

    /// What they did so far, one step a line.
    pub fn steps(&self) -> &[String] {
        &self.steps
    }

    fn step(&mut self, verb: &str, object: impl Debug) {
        self.notes(&format!("{verb} {object:?}"));
    }

    /// Writes down a step for the report of a failure.
    pub fn notes(&mut self, step: &str) {
        self.steps.push(step.to_owned());
    }

    // ——— Coming and going ———

    /// Goes to an address that is not of a demo school's.
    pub async fn goes_to(&mut self, address: &str) -> Outcome {
        self.step("goes to", address);
        Ok(self.driver.goto(address).await?)
    }

    /// Comes to a demo school as nobody yet, on its sign-in page.
    pub async fn comes_to(&mut self, demo: Demo) -> Outcome {
        let address = demo.sign_in.clone();
        self.demo = Some(demo);
        self.goes_to(&address).await?;
        self.driver.delete_all_cookies().await?;
        self.goes_to(&address).await
    }

    /// The demo school that they came to.
    pub fn demo(&self) -> Outcome<&Demo> {
        Ok(self
            .demo
            .as_ref()
            .ok_or("this journey has no demo school")?)
    }

    /// Types an address of the demo school, such as `/dashboard`.
    pub async fn types_the_address(&mut self, path: &str) -> Outcome {
        let address = format!("{}{path}", self.demo()?.origin);
        self.goes_to(&address).await
    }

    /// Somebody of a user group.
    pub fn one_of(&self, group: &str) -> Outcome<Person> {
        self.demo()?.one_of(group)
    }

    /// Signs in with the password and, where a key is asked for, goes on without it.
    pub async fn signs_in(&mut self, person: &Person) -> Outcome {
        self.gives_password(person).await?;
        let without = named(CONTROLS, "Continue without a key");
        let dashboard = named(LINKS, "Dashboard");
        let next = self
            .driver
            .query(By::XPath(without.clone()))
            .or(By::XPath(dashboard));
        next.and_displayed().first().await?;
        if !self.driver.find_all(By::XPath(without)).await?.is_empty() {
            self.presses("Continue without a key").await?;
        }
        self.reads("Dashboard").await
    }

    /// Fills in the sign-in page and sends it.
    pub async fn gives_password(&mut self, person: &Person) -> Outcome {
        let sign_in = self.demo()?.sign_in.clone();
        self.goes_to(&sign_in).await?;
        self.types("Email address", &person.email).await?;
        self.types("Password", &person.password).await?;
        self.presses("Sign in").await
    }

    // ——— On a page ———

    /// Follows a link or opens a tab.
    pub async fn opens(&mut self, name: &str) -> Outcome {
        self.step("opens", name);
        Ok(self.sees_one(LINKS, name).await?.click().await?)
    }

    /// Presses a button, or a link that looks like one.
    pub async fn presses(&mut self, name: &str) -> Outcome {
        self.step("presses", name);
        Ok(self.sees_one(CONTROLS, name).await?.click().await?)
    }

    /// Types into the field with this label, in place of what stood there.
    pub async fn types(&mut self, label: &str, text: &str) -> Outcome {
        self.step("types into", label);
        let field = self.field(label).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Chooses a radio button, a tick box or an entry of a list.
    pub async fn chooses(&mut self, label: &str) -> Outcome {
        self.step("chooses", label);
        let of_label = format!(
            "//*[@id=//label[normalize-space(.)={0}]/@for]",
            quoted(label)
        );
        let of_list = format!("//option[normalize-space(.)={}]", quoted(label));
        let choice = self
            .driver
            .query(By::XPath(of_label))
            .or(By::XPath(of_list));
        Ok(choice
            .desc(label)
            .and_displayed()
            .first()
            .await?
            .click()
            .await?)
    }

    /// Presses a key on the keyboard, wherever the keyboard is.
    pub async fn presses_on_the_keyboard(&mut self, key: Key) -> Outcome {
        self.step("presses on the keyboard", &key);
        let keyboard = self.driver.action_chain_with_delay(None, None);
        let key = char::from(key);
        Ok(keyboard.key_down(key).key_up(key).perform().await?)
    }

    /// Makes sure of what stands in the field with this label.
    pub async fn finds_in(&mut self, label: &str, text: &str) -> Outcome {
        self.step("finds in", label);
        match self.field(label).await?.value().await? {
            Some(stands) if stands == text => Ok(()),
            other => Err(format!("{label:?} holds {other:?}, not {text:?}").into()),
        }
    }

    /// The field with this label.
    pub async fn field(&self, label: &str) -> Outcome<WebElement> {
        let path = format!(
            "//*[@id=//label[normalize-space(.)={}]/@for]",
            quoted(label)
        );
        Ok(self.query(path, label).first().await?)
    }

    /// Waits until the page says something.
    pub async fn reads(&mut self, text: &str) -> Outcome {
        self.step("reads", text);
        // A page that goes while it is read is not the page that is waited for.
        let words = text.to_owned();
        let page = self
            .driver
            .query(By::Css("body"))
            .with_filter(move |body: WebElement| {
                let words = words.clone();
                async move { Ok(body.text().await.is_ok_and(|text| text.contains(&words))) }
            });
        page.desc(text).first().await?;
        Ok(())
    }

    /// Waits until the page says it no longer.
    pub async fn no_longer_reads(&mut self, text: &str) -> Outcome {
        self.step("no longer reads", text);
        let words = text.to_owned();
        let page = self
            .driver
            .query(By::Css("body"))
            .with_filter(move |body: WebElement| {
                let words = words.clone();
                async move { Ok(body.text().await.is_ok_and(|text| !text.contains(&words))) }
            });
        page.desc(&format!("a page without {text}")).first().await?;
        Ok(())
    }

    /// Makes sure that the page as it is now does not say something. Read first what the page
    /// should say, or the page before it is meant.
    pub async fn does_not_read(&mut self, text: &str) -> Outcome {
        self.step("does not read", text);
        let page = self.text().await?;
        if page.contains(text) {
            Err(format!("the page says {text:?}").into())
        } else {
            Ok(())
        }
    }

    /// All that the page says.
    pub async fn text(&self) -> Outcome<String> {
        Ok(self.driver.find(By::Css("body")).await?.text().await?)
    }

    /// The address without the origin.
    pub async fn path(&self) -> Outcome<String> {
        Ok(self.driver.current_url().await?.path().to_owned())
    }

    async fn sees_one(&self, kinds: &[&str], name: &str) -> Outcome<WebElement> {
        Ok(self.query(named(kinds, name), name).first().await?)
    }

    fn query(&self, path: String, name: &str) -> ElementQuery {
        self.driver
            .query(By::XPath(path))
            .desc(name)
            .and_displayed()
    }

    // ——— Tabs ———

    /// Opens a second tab of the browser, which stays empty until an address is typed.
    pub async fn opens_a_tab(&mut self) -> Outcome {
        self.steps.push("opens a tab".into());
        let tab = self.driver.new_tab().await?;
        Ok(self.driver.switch_to_window(tab).await?)
    }

    /// Turns to the other of two tabs, once there is another.
    pub async fn turns_to_the_other_tab(&mut self) -> Outcome {
        self.steps.push("turns to the other tab".into());
        let (here, driver) = (self.driver.window().await?, self.driver.clone());
        let opened = self
            .driver
            .query(By::Css("html"))
            .with_filter(move |_: WebElement| {
                let driver = driver.clone();
                async move { Ok(driver.windows().await?.len() == 2) }
            });
        opened.desc("a second tab").first().await?;
        let tabs = self.driver.windows().await?;
        let other = tabs.into_iter().find(|tab| *tab != here);
        let other = other.ok_or("there is no other tab")?;
        Ok(self.driver.switch_to_window(other).await?)
    }

    // ——— Security keys ———

    /// Plugs a key in, after taking out the one that is there.
    pub async fn plugs_in(&mut self, key: VirtualKey) -> Outcome {
        self.step("plugs in", &key);
        if let Some(before) = self.plugged_in.take() {
            before.remove(&self.driver).await?;
        }
        self.plugged_in = Some(PluggedIn::put(&self.driver, key).await?);
        Ok(())
    }

    /// Takes the key out and puts it in their pocket.
    pub async fn unplugs(&mut self) -> Outcome<VirtualKey> {
        self.steps.push("unplugs the key".into());
        let plugged_in = self.plugged_in.take().ok_or("no key is plugged in")?;
        plugged_in.take(&self.driver).await
    }

    /// Somebody makes a copy of the key that is plugged in.
    pub async fn copies_the_key(&mut self) -> Outcome<VirtualKey> {
        self.steps.push("copies the key".into());
        self.key()?.copy(&self.driver).await
    }

    /// The key that is plugged in.
    pub fn key(&self) -> Outcome<&PluggedIn> {
        Ok(self.plugged_in.as_ref().ok_or("no key is plugged in")?)
    }

    /// Leaves the browser as the next visitor wants to find it.
    pub async fn leaves(&mut self) -> Outcome {
        if let Some(key) = self.plugged_in.take() {
            key.remove(&self.driver).await?;
        }
        self.driver.delete_all_cookies().await?;
        let mut tabs = self.driver.windows().await?;
        let last = tabs.pop().ok_or("the browser has no tab")?;
        for tab in tabs {
            self.driver.switch_to_window(tab).await?;
            self.driver.close_window().await?;
        }
        self.driver.switch_to_window(last).await?;
        Ok(self.driver.goto("about:blank").await?)
    }
}

const LINKS: &[&str] = &["a", "*[@role='tab']", "summary"];
const CONTROLS: &[&str] = &[
    "button",
    "a[@role='button']",
    "input[@type='submit']",
    "summary",
];

/// The XPath of elements by the words on them.
fn named(kinds: &[&str], name: &str) -> String {
    let name = quoted(name);
    let alternatives = kinds.iter().map(|kind| {
        format!("//{kind}[normalize-space(.)={name} or @value={name} or @aria-label={name}]")
    });
    alternatives.collect::<Vec<_>>().join(" | ")
}

/// A text as XPath writes it; no text on our pages holds both kinds of quotation marks.
fn quoted(text: &str) -> String {
    if text.contains('"') {
        format!("'{text}'")
    } else {
        format!("\"{text}\"")
    }
}
