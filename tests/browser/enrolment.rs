//! Keys that are lost, and the ways back in.

use thirtyfour::By;

use crate::errands::{ELEVATE, ELEVATED};
use crate::failure::Outcome;
use crate::server::{Demo, Person};
use crate::virtual_key::VirtualKey;
use crate::visitor::Visitor;

const LOST: &str = "Lost your security key?";

/// Somebody reports their only key lost from the sign-in page; an administrator and a deputy let them
/// back in together; the new key opens what the old one did.
pub async fn two_people_let_somebody_back_in_who_lost_their_key(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let holder = visitor.one_of("Pastoral")?;
    let administrator = visitor.one_of("Administrator")?;
    let deputy = visitor.one_of("Deputy DSL")?;
    visitor.signs_in(&holder).await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;
    visitor.links_a_first_key(&holder, "Blue key").await?;
    visitor.leaves_with_the_key().await?;

    reports_it_lost(visitor, &holder).await?;

    visitor.comes_with_a_key(&administrator).await?;
    visitor.opens("Settings").await?;
    visitor.opens("Approvals").await?;
    let name = name_of(visitor, &holder).await?;
    visitor.chooses(&name).await?;
    visitor.takes_pictures("approvals-empty").await?;
    visitor.presses("See their keys").await?;
    visitor.reads("Have they lost every key?").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("keys-of-somebody").await?;
    visitor
        .types(
            "What happened to their keys, and how do you know that it is them who asks?",
            "Her bag was stolen. She came to my office.",
        )
        .await?;
    visitor.presses("Ask a second person to agree").await?;
    visitor
        .shows_the_key_to("ask a second person to agree")
        .await?;
    visitor.reads("A second person has to agree by").await?;
    visitor.leaves_with_the_key().await?;

    visitor.comes_with_a_key(&deputy).await?;
    visitor.opens("Settings").await?;
    visitor.opens("Approvals").await?;
    visitor
        .reads("Her bag was stolen. She came to my office.")
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("approvals").await?;
    visitor.presses("Agree").await?;
    visitor.shows_the_key_to("let somebody back in").await?;
    visitor
        .reads("can set up a new key within two hours")
        .await?;
    visitor.leaves_with_the_key().await?;

    visitor.signs_in(&holder).await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;
    visitor.links_a_first_key(&holder, "New key").await?;
    visitor.takes_pictures("keys-after-recovery").await?;
    visitor.elevates().await?;
    visitor.reads(ELEVATED).await?;
    visitor
        .finds_the_letter(
            &holder.email,
            "You can set up a new security key",
            "Your old keys open nothing any more",
        )
        .await
}

async fn reports_it_lost(visitor: &mut Visitor, holder: &Person) -> Outcome {
    let sign_in = visitor.demo()?.sign_in.clone();
    visitor.goes_to(&sign_in).await?;
    visitor.opens(LOST).await?;
    visitor.reads("You do not need a key for this").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("lost-key-sign-in").await?;
    visitor.types("Email address", &holder.email).await?;
    visitor.types("Password", &holder.password).await?;
    visitor.presses("Sign in").await?;
    visitor
        .reads("Choose the key that you do not have any more")
        .await?;
    visitor.opens("Report lost: Blue key").await?;
    visitor.reads("This is your only key that works").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("lost-key-confirm").await?;
    visitor.presses("Report it lost").await?;
    visitor.reads("You have no key that works now").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("lost-key-reported").await?;
    visitor
        .finds_the_letter(
            &holder.email,
            "Your security key was reported lost",
            "It opens nothing any more",
        )
        .await?;
    visitor.types_the_address("/dashboard").await?;
    visitor.does_not_read(ELEVATE).await?;
    visitor.signs_out().await
}

/// The name by which a list of people knows somebody: the part of their address before the `@`, as
/// names are written.
async fn name_of(visitor: &mut Visitor, person: &Person) -> Outcome<String> {
    let words = person.email.split('@').next().unwrap_or_default();
    let wanted = words.replace('.', " ");
    for choice in visitor.driver.find_all(By::Css("option")).await? {
        let name = choice.text().await?;
        if name.to_lowercase() == wanted {
            return Ok(name);
        }
    }
    Err(format!("nobody in the list is {wanted}").into())
}

/// The administrator prints the code; a lead without a key opens it; the administrator reviews it.
pub async fn the_break_glass_code_is_printed_opened_and_reviewed(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    let administrator = visitor.one_of("Administrator")?;
    visitor.comes_with_a_key(&administrator).await?;
    visitor.types_the_address("/break-glass").await?;
    visitor.reads("There is no code that works").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.presses("Print a new code").await?;
    visitor
        .shows_the_key_to("print a new break-glass code")
        .await?;
    visitor.reads("Print this page now").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("break-glass-sheet").await?;
    let sheet = visitor.driver.find(By::Css(".kw-sheet__code")).await?;
    let code = sheet.text().await?;
    let office_key = visitor.leaves_with_the_key().await?;

    visitor.signs_in(&lead).await?;
    visitor.types_the_address("/break-glass/opening").await?;
    visitor.presses("Open it, and tell everybody").await?;
    visitor.reads("There is a problem").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("break-glass-wrong").await?;
    visitor.types("Code from the sheet", &code).await?;
    visitor
        .types(
            "Why can it not wait?",
            "A child came to me and no lead had a key.",
        )
        .await?;
    visitor
        .types("Your Keyward password", &lead.password)
        .await?;
    visitor.presses("Open it, and tell everybody").await?;
    visitor.reads(ELEVATED).await?;
    visitor.reads("opened the break-glass code").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("break-glass-open").await?;
    visitor.signs_out().await?;

    visitor.signs_in(&administrator).await?;
    visitor.plugs_in(office_key).await?;
    visitor.elevates().await?;
    visitor.opens("See the opening").await?;
    visitor
        .reads("A child came to me and no lead had a key.")
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("break-glass-review").await?;
    visitor
        .types("What did you find?", "It was needed, and it was right.")
        .await?;
    visitor.presses("Write the review and close it").await?;
    visitor.reads("The review is written").await
}
