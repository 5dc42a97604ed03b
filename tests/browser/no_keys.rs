//! A browser that knows no security keys.

use crate::failure::Outcome;
use crate::server::Demo;
use crate::visitor::Visitor;

/// Such a browser gets no pop-up but a page that says which browsers do.
pub async fn a_browser_without_keys_is_told_which_do(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    let script = visitor.forgets_security_keys().await?;
    visitor.opens_security_keys().await?;
    visitor.presses("Register a new U2F key").await?;
    visitor
        .reads("Use another browser for your security key")
        .await?;
    for browser in [
        "Google Chrome",
        "Microsoft Edge",
        "Mozilla Firefox",
        "Safari",
    ] {
        visitor.reads(browser).await?;
    }
    visitor.does_not_read("Device Name").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("browsers").await?;
    visitor.opens("Back to your security keys").await?;
    visitor.reads("U2F Keys").await?;
    visitor.remembers_security_keys(&script).await?;
    visitor.opens("Security Keys").await?;
    visitor.opens_the_registration().await
}
