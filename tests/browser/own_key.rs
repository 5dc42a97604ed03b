//! Keys are their holders' own: signing in with one, somebody else's, the same one twice, a copy.

use serde_json::{Value, json};

use crate::errands::{ELEVATE, ELEVATED};
use crate::failure::Outcome;
use crate::server::Demo;
use crate::virtual_key::VirtualKey;
use crate::visitor::Visitor;

/// Signed in with the key, access is elevated from the start, and nothing offers to elevate it.
pub async fn signing_in_with_the_key_leaves_no_elevate_option(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;
    visitor.links_a_first_key(&lead, "Blue key").await?;
    visitor.signs_out().await?;

    visitor.gives_password(&lead).await?;
    visitor.reads("Continue without a key").await?;
    visitor.takes_pictures("sign-in-key").await?;
    visitor.presses("Sign in with your security key").await?;
    visitor.reads(ELEVATED).await?;
    visitor.does_not_read(ELEVATE).await?;
    for place in ["Pupils", "Log a concern", "Account Settings", "Dashboard"] {
        visitor.opens(place).await?;
        visitor.reads(ELEVATED).await?;
        visitor.does_not_read(ELEVATE).await?;
    }
    visitor.signs_out().await?;

    visitor.gives_password(&lead).await?;
    visitor.presses("Continue without a key").await?;
    visitor.reads(ELEVATE).await?;
    visitor.does_not_read(ELEVATED).await
}

/// Somebody else's key opens nothing, not even where the browser is made to ask it; and the same
/// key is not linked twice.
pub async fn another_persons_key_is_refused(visitor: &mut Visitor) -> Outcome {
    let demo = Demo::opens_with(&[("KEYWARD_SECURITY_KEY_SECONDS", "15")])?;
    visitor.comes_to(demo).await?;
    let deputy = visitor.one_of("Deputy DSL")?;
    visitor.signs_in(&deputy).await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;
    visitor.links_a_first_key(&deputy, "Tom's key").await?;
    let deputys = visitor.unplugs().await?;
    visitor.signs_out().await?;

    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;
    visitor.links_a_first_key(&lead, "Blue key").await?;
    the_same_key_is_not_linked_twice(visitor).await?;
    let own = visitor.unplugs().await?;

    visitor.opens("Dashboard").await?;
    visitor.opens(ELEVATE).await?;
    visitor.plugs_in(deputys.clone()).await?;
    visitor.presses("Use your security key").await?;
    visitor.reads("No key of yours answered.").await?;
    visitor
        .reads("this key may not be linked to your account")
        .await?;
    visitor.does_not_read(ELEVATED).await?;
    visitor.takes_pictures("elevation-another-key").await?;

    // Chromium's key says nothing of whose it is; Firefox's does.
    let answer = answers_with(visitor, &deputys).await?;
    let words = answer["words"].as_str().unwrap_or_default();
    let refused = words.contains("This security key is not linked to your account.")
        || words.contains("This security key was set up for another account.");
    if answer["status"].as_u64() != Some(422) || !refused {
        return Err(format!("somebody else's key was answered {answer}").into());
    }
    visitor.opens("Dashboard").await?;
    visitor.reads(ELEVATE).await?;

    visitor.plugs_in(own).await?;
    visitor.elevates().await
}

/// The browser knows the key by what the server excludes.
async fn the_same_key_is_not_linked_twice(visitor: &mut Visitor) -> Outcome {
    visitor.opens_the_registration().await?;
    visitor.types("Device Name", "blue KEY").await?;
    visitor.presses("Start Registration").await?;
    visitor
        .reads("You already have a key with this name")
        .await?;
    visitor.types("Device Name", "Spare").await?;
    visitor.presses("Start Registration").await?;
    visitor.presses("The new key is in").await?;
    visitor
        .reads("This key is already linked to your account")
        .await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("keys-already-linked").await?;
    visitor.presses("Close").await?;
    visitor
        .no_longer_reads("This key is already linked to your account")
        .await?;
    visitor.does_not_read("Spare").await
}

const ANSWER: &str = r"
    const done = arguments[arguments.length - 1];
    (async () => {
        const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
        const body = JSON.stringify({ purpose: 'elevate' });
        const asked = await fetch('/security-keys/challenges', { method: 'POST', headers, body });
        const { ceremony, publicKey } = await asked.json();
        publicKey.allowCredentials = [{ type: 'public-key', id: arguments[0] }];
        const options = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
        const touched = await navigator.credentials.get({ publicKey: options });
        const credential = JSON.stringify(touched.toJSON());
        const answer = await fetch('/elevation', {
            method: 'POST',
            headers: { Accept: 'application/json' },
            body: new URLSearchParams({ ceremony, credential }),
        });
        done({ status: answer.status, words: await answer.text() });
    })().catch((error) => done({ words: String(error) }));
";

/// What the server says when a script makes somebody else's key sign the person's own challenge.
async fn answers_with(visitor: &Visitor, key: &VirtualKey) -> Outcome<Value> {
    let id = key.credential_id().ok_or("the key knows no account")?;
    let answer = visitor
        .driver
        .execute_async(ANSWER, vec![json!(id)])
        .await?;
    Ok(answer.json().clone())
}

/// A copy counts what was counted already: it opens nothing, and it is told to all concerned.
pub async fn a_cloned_key_is_suspended_and_told(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = visitor.one_of("DSL")?;
    let administrator = visitor.one_of("Administrator")?;
    visitor.signs_in(&lead).await?;
    visitor.plugs_in(VirtualKey::u2f()).await?;
    visitor.links_a_first_key(&lead, "Blue key").await?;
    visitor.elevates().await?;
    visitor.drops_elevated_access().await?;
    let copy = visitor.copies_the_key().await?;
    visitor.elevates().await?;
    visitor.drops_elevated_access().await?;

    visitor.plugs_in(copy).await?;
    visitor.opens(ELEVATE).await?;
    visitor.presses("Use your security key").await?;
    visitor
        .reads("There may be a copy of your security key, so we have suspended it.")
        .await?;
    visitor.does_not_read(ELEVATED).await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("elevation-cloned").await?;
    visitor.opens_security_keys().await?;
    visitor.reads("Suspended").await?;
    visitor.reads("Blue key was suspended on").await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("keys-suspended").await?;
    visitor
        .finds_the_letter(
            &lead.email,
            "Your security key was suspended",
            "use another of your keys",
        )
        .await?;
    visitor
        .finds_the_letter(
            &administrator.email,
            "A security key at your school was suspended",
            &lead.email,
        )
        .await
}
