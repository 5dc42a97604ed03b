//! An administrator asks something else of a user group's keys: they see beforehand whom it locks
//! out, and whoever it touches is told at their next click.

use thirtyfour::Cookie;

use crate::errands::ELEVATED;
use crate::failure::Outcome;
use crate::server::Demo;
use crate::virtual_key::VirtualKey;
use crate::visitor::Visitor;

/// The cookie that holds a session.
const SESSION: &str = "keyward-session";

/// A lead is elevated in one session; in another an administrator forbids their kind of key.
pub async fn a_policy_names_whom_it_locks_out_and_drops_them(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let (lead, administrator) = (visitor.one_of("DSL")?, visitor.one_of("Administrator")?);
    visitor.signs_in(&lead).await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;
    visitor.links_a_first_key(&lead, "Blue key").await?;
    visitor.elevates().await?;
    let leads_session = visitor.puts_the_session_aside().await?;

    visitor.comes_with_a_key(&administrator).await?;
    visitor.opens("Settings").await?;
    visitor.opens("User groups").await?;
    visitor.opens("DSL").await?;
    visitor
        .opens("What this user group asks of security keys")
        .await?;
    visitor.reads("What DSL asks of security keys").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("key-policy").await?;
    visitor.chooses("U2F keys").await?;
    visitor.chooses("2 keys, so that one is a spare").await?;
    visitor.presses("See what would happen").await?;
    visitor.reads("Nothing is saved yet").await?;
    visitor.reads("Locked out").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("key-policy-preview").await?;
    visitor.presses("Save").await?;
    visitor
        .reads("Show your key to change what is asked of keys")
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("key-for-an-act").await?;
    visitor
        .shows_the_key_to("change what is asked of keys")
        .await?;
    visitor
        .reads("What DSL asks of security keys was changed")
        .await?;
    visitor.types_the_address("/key-models").await?;
    visitor.reads("Approve a model").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("key-models").await?;
    visitor.opens("Settings").await?;
    visitor.opens("User groups").await?;
    visitor.opens("Administrator").await?;
    visitor
        .opens("What this user group asks of security keys")
        .await?;
    visitor.chooses("2 keys, so that one is a spare").await?;
    visitor.presses("See what would happen").await?;
    visitor
        .reads("Nobody outside this user group can change this back")
        .await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("key-policy-warning").await?;
    visitor.puts_the_session_aside().await?;

    visitor.takes_the_session_up(leads_session).await?;
    visitor.types_the_address("/dashboard").await?;
    visitor
        .reads("because your user group now asks for something else from security keys")
        .await?;
    visitor.does_not_read(ELEVATED).await?;
    visitor.reads("asks you to hold 2 security keys").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("too-few-keys").await
}

impl Visitor {
    /// Leaves the browser to somebody else, without signing out.
    pub async fn puts_the_session_aside(&mut self) -> Outcome<String> {
        self.notes("puts the session aside");
        let cookie = self.driver.get_named_cookie(SESSION).await?;
        self.driver.delete_cookie(SESSION).await?;
        Ok(cookie.value)
    }

    /// Comes back to a session that was put aside.
    pub async fn takes_the_session_up(&mut self, session: String) -> Outcome {
        self.notes("takes the session up again");
        // Name, value and path alone: Firefox refuses its own word for this domain.
        let mut cookie = Cookie::new(SESSION, session);
        cookie.set_path("/");
        Ok(self.driver.add_cookie(cookie).await?)
    }
}
