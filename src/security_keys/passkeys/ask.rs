//! The question to any passkey, for the script of the sign-in page.

use axum::extract::Path;
use axum::http::StatusCode;
use keyward_web::{Answer, Problem};
use serde_json::json;

use super::questions;
use crate::cx::Visit;
use crate::key_policy;
use crate::school;
use crate::security_keys::wire;
use crate::sign_in;

/// Asks, where some user group of the school lets a passkey sign in; elsewhere there is nothing.
pub async fn ask(visit: Visit, Path(slug): Path<String>) -> Answer {
    let (school, key) = school::by_slug(&visit.app, &slug).await?;
    let there = Some((school.id.clone(), key));
    if !visit
        .read(there.clone(), key_policy::passkeys_sign_in)
        .await?
    {
        return Err(Problem::NotFound);
    }
    let mut begun = match visit.app.verifier()?.begin_passkey_sign_in() {
        Ok(begun) => begun,
        Err(refusal) => return wire::refused_key(&refusal),
    };
    let seconds = visit.app.config().limits.security_key_seconds;
    begun.options["timeout"] = (seconds * 1000).into();
    let (token, state) = (sign_in::new_token()?, begun.state);
    let (secret, address) = (token.clone(), sign_in::network(visit.address));
    visit
        .write(there, move |tx| {
            questions::put(tx, &secret, &state, &address, seconds)
        })
        .await?;
    wire::answer(
        StatusCode::OK,
        &json!({"ceremony": token, "publicKey": begun.options}),
    )
}
