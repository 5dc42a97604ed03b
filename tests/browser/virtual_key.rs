//! Security keys of software that a browser takes for real ones.
//!
//! WebAuthn Level 3, section 11 (User Agent Automation): the WebDriver extension commands.

use std::fmt::{Debug, Formatter};
use std::sync::Arc;

use axum::http::Method;
use serde_json::{Value, json};
use thirtyfour::WebDriver;
use thirtyfour::common::command::{Command, ExtensionCommand};

use crate::failure::Outcome;

/// What the key speaks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Speaks {
    /// U2F alone (CTAP1): a touch, never a PIN.
    U2f,
    /// FIDO2 (CTAP 2.1) with a PIN set. Plain `ctap2` is not offered: Firefox cannot sign with it
    /// when more than one credential is allowed.
    Fido2,
    /// A passkey on the device itself, which asks for its holder's finger.
    Passkey,
}

/// A key in somebody's pocket: unplugged, with everything that it remembers.
#[derive(Clone)]
pub struct VirtualKey {
    speaks: Speaks,
    touched: bool,
    right_pin: bool,
    credentials: Vec<Value>,
}

impl VirtualKey {
    /// A new U2F-only key.
    pub fn u2f() -> Self {
        Self::new(Speaks::U2f)
    }

    /// A new FIDO2 key with a PIN.
    pub fn fido2() -> Self {
        Self::new(Speaks::Fido2)
    }

    /// A new device that keeps passkeys.
    pub fn passkey() -> Self {
        Self::new(Speaks::Passkey)
    }

    /// A new key of any kind.
    pub fn new(speaks: Speaks) -> Self {
        Self {
            speaks,
            touched: true,
            right_pin: true,
            credentials: Vec::new(),
        }
    }

    /// The same key, whose button nobody presses. Chromium then waits until the time is up; Firefox
    /// refuses at once.
    pub fn untouched(mut self) -> Self {
        self.touched = false;
        self
    }

    /// The name of the first account on the key, as scripts write it.
    pub fn credential_id(&self) -> Option<&str> {
        self.credentials.first()?["credentialId"].as_str()
    }

    /// The same key, whose holder types a wrong PIN.
    pub fn with_wrong_pin(mut self) -> Self {
        self.right_pin = false;
        self
    }
}

impl Debug for VirtualKey {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        let Self {
            speaks,
            touched,
            right_pin,
            credentials,
        } = self;
        let accounts = credentials.len();
        write!(
            out,
            "{speaks:?} key, touched {touched}, right PIN {right_pin}, {accounts} accounts"
        )
    }
}

/// A key in the browser's socket. Plug in one at a time.
pub struct PluggedIn {
    key: VirtualKey,
    id: String,
}

impl PluggedIn {
    /// Puts the key in.
    pub async fn put(driver: &WebDriver, key: VirtualKey) -> Outcome<Self> {
        let fido2 = key.speaks != Speaks::U2f;
        let passkey = key.speaks == Speaks::Passkey;
        let id = post(
            driver,
            "/webauthn/authenticator",
            json!({
                "protocol": if fido2 { "ctap2_1" } else { "ctap1/u2f" },
                "transport": if passkey { "internal" } else { "usb" },
                "hasResidentKey": passkey,
                "hasUserVerification": fido2,
                "isUserVerified": fido2 && key.right_pin,
                "isUserConsenting": key.touched,
            }),
        )
        .await?;
        let id = id.as_str().ok_or("the new key has no name")?.to_owned();
        for credential in &key.credentials {
            let path = format!("/webauthn/authenticator/{id}/credential");
            post(driver, &path, credential.clone()).await?;
        }
        Ok(Self { key, id })
    }

    /// Takes the key out; what it remembers, its counter too, goes with it.
    pub async fn take(mut self, driver: &WebDriver) -> Outcome<VirtualKey> {
        self.key.credentials = self.credentials(driver).await?;
        self.remove(driver).await?;
        Ok(self.key)
    }

    /// A copy of the key as it is now.
    pub async fn copy(&self, driver: &WebDriver) -> Outcome<VirtualKey> {
        Ok(VirtualKey {
            credentials: self.credentials(driver).await?,
            ..self.key.clone()
        })
    }

    /// Removes the key and forgets it.
    pub async fn remove(&self, driver: &WebDriver) -> Outcome {
        let path = format!("/webauthn/authenticator/{}", self.id);
        send(driver, Method::DELETE, &path, None).await?;
        Ok(())
    }

    /// How far the counter of each credential has come.
    pub async fn counters(&self, driver: &WebDriver) -> Outcome<Vec<u64>> {
        let credentials = self.credentials(driver).await?;
        Ok(credentials
            .iter()
            .filter_map(|credential| credential["signCount"].as_u64())
            .collect())
    }

    async fn credentials(&self, driver: &WebDriver) -> Outcome<Vec<Value>> {
        let path = format!("/webauthn/authenticator/{}/credentials", self.id);
        let answer = send(driver, Method::GET, &path, None).await?;
        let Value::Array(mut credentials) = answer else {
            return Err("the key lists no credentials".into());
        };
        // Firefox leaves a dummy of another site behind when a U2F key is registered twice, and it
        // answers absent members with null, which it does not take back. Chromium's U2F key forgets
        // the site's name but wants to be told it.
        credentials.retain(|key| key["rpId"] == "localhost" || key.get("rpId").is_none());
        for credential in credentials.iter_mut().filter_map(Value::as_object_mut) {
            credential.retain(|_, value| !value.is_null());
            credential.insert("rpId".into(), "localhost".into());
        }
        Ok(credentials)
    }
}

async fn post(driver: &WebDriver, path: &str, body: Value) -> Outcome<Value> {
    send(driver, Method::POST, path, Some(body)).await
}

/// Sends a WebDriver command that the client library does not know.
pub async fn send(
    driver: &WebDriver,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> Outcome<Value> {
    let command = Extension {
        method,
        path: path.into(),
        body,
    };
    Ok(driver
        .cmd(Command::ExtensionCommand(Box::new(command)))
        .await?
        .value()?)
}

#[derive(Debug)]
struct Extension {
    method: Method,
    path: Arc<str>,
    body: Option<Value>,
}

impl ExtensionCommand for Extension {
    fn parameters_json(&self) -> Option<Value> {
        self.body.clone()
    }

    fn method(&self) -> Method {
        self.method.clone()
    }

    fn endpoint(&self) -> Arc<str> {
        self.path.clone()
    }
}
