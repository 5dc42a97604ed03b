//! The answer of a key as a browser's `credential.toJSON()` wrote it, and the checks of it that
//! Keyward makes itself before the library sees it.

use super::key::CREDENTIAL_ID_BYTES_MAX;
use super::refusal::Refusal;
use super::strict_json;
use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;

/// The longest answer that is read at all.
pub(super) const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// An answer in the right form; nothing of it is proved yet.
pub(super) struct Answer {
    fields: Value,
    /// The name of the key that answered, as the browser tells it.
    pub(super) credential_id: Vec<u8>,
}

impl Answer {
    /// Reads `PublicKeyCredential.toJSON()` (WebAuthn Level 3, sections 5.1.1.1 to 5.1.1.3).
    pub(super) fn read(text: &str) -> Result<Answer, Refusal> {
        if text.len() > ANSWER_BYTES_MAX {
            return Err(Refusal::TooLarge);
        }
        let fields = strict_json::read(text.as_bytes())
            .filter(Value::is_object)
            .ok_or(Refusal::Unreadable("no JSON object, or a field twice"))?;
        if fields.get("type").and_then(Value::as_str) != Some("public-key") {
            return Err(Refusal::Unreadable("type"));
        }
        let id = fields
            .get("rawId")
            .and_then(Value::as_str)
            .ok_or(Refusal::Unreadable("rawId"))?;
        if fields.get("id").and_then(Value::as_str) != Some(id) {
            return Err(Refusal::Unreadable("id and rawId differ"));
        }
        let credential_id = bytes(id).ok_or(Refusal::Unreadable("rawId"))?;
        if credential_id.len() > CREDENTIAL_ID_BYTES_MAX {
            return Err(Refusal::IdTooLong);
        }
        if credential_id.is_empty() {
            return Err(Refusal::Unreadable("rawId"));
        }
        Ok(Answer {
            fields,
            credential_id,
        })
    }

    /// One field of the response as it stands.
    pub(super) fn response(&self, name: &str) -> Option<&Value> {
        self.fields
            .get("response")?
            .get(name)
            .filter(|value| !value.is_null())
    }

    /// One field of the response that holds bytes.
    pub(super) fn response_bytes(&self, name: &'static str) -> Result<Vec<u8>, Refusal> {
        let text = self
            .response(name)
            .and_then(Value::as_str)
            .ok_or(Refusal::Unreadable(name))?;
        bytes(text).ok_or(Refusal::Unreadable(name))
    }

    /// What the browser says of the page that asked (WebAuthn Level 3, section 5.8.1): the kind of
    /// question, the page's address, and that no other page held it.
    ///
    /// Sections 7.1 (steps 7 to 12) and 7.2 (steps 10 to 14) ask for these checks. The library
    /// passes over `crossOrigin` and `topOrigin` where a key is touched, and takes an address that
    /// only begins like ours.
    pub(super) fn check_page(&self, kind: &str, origins: &[String]) -> Result<(), Refusal> {
        let said = strict_json::read(&self.response_bytes("clientDataJSON")?)
            .filter(Value::is_object)
            .ok_or(Refusal::Unreadable(
                "clientDataJSON is no object, or has a field twice",
            ))?;
        let text = |name: &str| said.get(name).and_then(Value::as_str);

        match text("type") {
            Some(told) if told == kind => {}
            Some(_) => return Err(Refusal::WrongKind),
            None => return Err(Refusal::Unreadable("clientDataJSON type")),
        }
        match said.get("crossOrigin") {
            None | Some(Value::Bool(false)) => {}
            Some(Value::Bool(true)) => return Err(Refusal::Embedded),
            Some(_) => return Err(Refusal::Unreadable("clientDataJSON crossOrigin")),
        }
        if said.get("topOrigin").is_some() {
            return Err(Refusal::Embedded);
        }
        match text("origin") {
            Some(origin) if origins.iter().any(|ours| ours == origin) => Ok(()),
            Some(_) => Err(Refusal::WrongAddress),
            None => Err(Refusal::Unreadable("clientDataJSON origin")),
        }
    }

    /// The field of the response as the library wants to read it: nothing but what was checked.
    pub(super) fn passed_on(&self, names: &[&'static str]) -> Result<Value, Refusal> {
        let mut response = serde_json::Map::new();
        for name in names {
            response.insert(
                (*name).to_owned(),
                BASE64URL_NOPAD.encode(&self.response_bytes(name)?).into(),
            );
        }
        response.insert("userHandle".to_owned(), Value::Null);
        let id = BASE64URL_NOPAD.encode(&self.credential_id);
        Ok(serde_json::json!({
            "id": id, "rawId": id, "type": "public-key",
            "response": response, "clientExtensionResults": {},
        }))
    }
}

/// The bytes behind base64url without padding, as `toJSON()` writes them.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}
