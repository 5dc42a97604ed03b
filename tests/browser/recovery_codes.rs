//! Ten printed codes, for the day when a key is at home.

use thirtyfour::By;

use crate::errands::{ELEVATE, ELEVATED};
use crate::failure::Outcome;
use crate::server::Demo;
use crate::virtual_key::VirtualKey;
use crate::visitor::Visitor;

/// A lead prints a sheet with their key, comes back without the key, and signs in with a code of it;
/// the same code does not work again.
pub async fn a_printed_code_signs_in_once(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;
    visitor.links_a_first_key(&lead, "Blue key").await?;
    visitor.opens("Print recovery codes").await?;
    visitor.reads("You have no recovery codes yet").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("recovery-codes").await?;
    visitor.presses("Print ten new codes").await?;
    visitor.reads("Print this page now").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("recovery-codes-sheet").await?;
    let mut codes = Vec::new();
    for line in visitor
        .driver
        .find_all(By::Css(".kw-sheet__codes li"))
        .await?
    {
        codes.push(line.text().await?);
    }
    if codes.len() != 10 {
        return Err(format!("{} codes stand on the sheet", codes.len()).into());
    }
    visitor.leaves_with_the_key().await?;

    visitor.gives_password(&lead).await?;
    visitor.opens("Use a recovery code").await?;
    visitor.types("Recovery code", &codes[0]).await?;
    visitor.takes_pictures("sign-in-recovery-code").await?;
    visitor.presses("Use this code").await?;
    visitor.reads(ELEVATED).await?;
    visitor.reads("You have 9 recovery codes left.").await?;
    visitor.does_not_read(ELEVATE).await?;
    visitor.drops_elevated_access().await?;
    visitor.opens(ELEVATE).await?;
    visitor.opens("Use a recovery code").await?;
    visitor.types("Recovery code", &codes[0]).await?;
    visitor.presses("Use this code").await?;
    visitor.reads("That code was used already").await?;
    visitor
        .finds_the_letter(
            &lead.email,
            "A recovery code of your Keyward account was used",
            "9 codes are left",
        )
        .await
}
