//! A security key made of software, and the browser around it: it takes the options that Keyward
//! sends and gives what `credential.toJSON()` would.

use super::certificate;
use ciborium::{Value as Cbor, cbor};
use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Who made a key.
#[derive(Clone, Copy, Debug)]
pub struct Maker {
    /// Each seed is another maker, with another root.
    pub seed: u8,
    /// The model that the certificate names.
    pub model: Option<[u8; 16]>,
}

impl Maker {
    /// The root certificate, in PEM form.
    pub fn root(self) -> String {
        certificate::root(&secret(b'r', self.seed))
    }

    fn certificate(self, key: &SigningKey) -> Cbor {
        Cbor::Bytes(certificate::below(
            &secret(b'r', self.seed),
            key,
            self.model,
        ))
    }
}

/// Which language the key speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// CTAP1: no PIN, no AAGUID, and a certificate of its maker's at registration.
    U2f,
    /// CTAP2; what a browser leaves of it where no attestation was asked for.
    Fido2,
    /// CTAP2, vouching for itself ("packed" self attestation).
    Fido2Packed,
}

/// Why the browser came back without an answer: the name of its error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// `InvalidStateError`: the key is among the excluded ones.
    InvalidState,
    /// `NotAllowedError`: no allowed key, or a PIN that the key has not got.
    NotAllowed,
}

/// What to do wrongly. Everything that is left alone is done as it should be.
#[derive(Clone, Debug, Default)]
pub struct Bent {
    /// The page's address in the client data.
    pub origin: Option<String>,
    /// `crossOrigin` in the client data.
    pub cross_origin: Option<Value>,
    /// `topOrigin` in the client data.
    pub top_origin: Option<String>,
    /// `type` in the client data.
    pub kind: Option<String>,
    /// The challenge in the client data.
    pub challenge: Option<Vec<u8>>,
    /// The site for which the key answers.
    pub rp_id: Option<String>,
    /// Flags to turn round: 0x01 touched, 0x04 PIN given, 0x08 may be copied, 0x10 is copied.
    pub flags_turned: u8,
    /// The counter that the key tells.
    pub counter: Option<u32>,
    /// The person whom the key names.
    pub user_handle: Option<Vec<u8>>,
    /// The credential ID that the key tells.
    pub credential_id: Option<Vec<u8>>,
    /// Signs with the key of this seed.
    pub signer: Option<u8>,
    /// Answers although the lists of excluded and allowed keys forbid it.
    pub heedless: bool,
}

/// One key. A clone of it is a cloned key: the same secret, and a counter of its own.
#[derive(Clone)]
pub struct SoftwareKey {
    kind: Kind,
    seed: u8,
    pin: bool,
    maker: Option<Maker>,
    is_passkey: bool,
    /// What every answer says beside touched and PIN: that it may be, and is, copied.
    copied: u8,
    /// The person whom a passkey was made for.
    pub holder: Option<Vec<u8>>,
    /// How often it has answered.
    pub counter: u32,
    /// What to do wrongly.
    pub bent: Bent,
}

impl SoftwareKey {
    /// A key of this kind; each `seed` is another key.
    pub fn new(kind: Kind, seed: u8) -> SoftwareKey {
        SoftwareKey {
            kind,
            seed,
            pin: false,
            maker: None,
            is_passkey: false,
            copied: 0,
            holder: None,
            counter: 0,
            bent: Bent::default(),
        }
    }

    /// The key with its maker's certificate, which it shows only to whoever asks for it.
    pub fn made_by(mut self, maker: Maker) -> SoftwareKey {
        self.maker = Some(maker);
        self
    }

    /// The key with a PIN, which its person knows.
    pub fn with_pin(mut self) -> SoftwareKey {
        self.pin = true;
        self
    }

    /// A passkey on a device of this seed, which asks for the finger of its person.
    pub fn passkey(seed: u8) -> SoftwareKey {
        SoftwareKey {
            is_passkey: true,
            ..SoftwareKey::new(Kind::Fido2, seed).with_pin()
        }
    }

    /// The passkey kept in a cloud account, which `is_copied` to other devices or is not yet.
    pub fn synced(mut self, is_copied: bool) -> SoftwareKey {
        self.copied = if is_copied { 0x18 } else { 0x08 };
        self
    }

    /// The key, bent.
    pub fn bent(mut self, bend: impl FnOnce(&mut Bent)) -> SoftwareKey {
        bend(&mut self.bent);
        self
    }

    /// The name that the key gives itself: 64 bytes as U2F keys do, or 32.
    pub fn credential_id(&self) -> Vec<u8> {
        let half = Sha256::digest([b'i', self.seed]);
        match self.kind {
            Kind::U2f => [half, Sha256::digest([b'j', self.seed])].concat(),
            Kind::Fido2 | Kind::Fido2Packed => half.to_vec(),
        }
    }

    /// `navigator.credentials.create()` on a page at `origin`.
    pub fn register(&mut self, options: &Value, origin: &str) -> Result<String, NoAnswer> {
        if listed(options, "excludeCredentials", &self.credential_id()) && !self.bent.heedless {
            return Err(NoAnswer::InvalidState);
        }
        let told = options["rp"]["id"].as_str().expect("rp.id");
        let rp_id = self.bent.rp_id.clone().unwrap_or_else(|| told.to_owned());
        let wish = &options["authenticatorSelection"]["userVerification"];
        let flags = 0x40 | self.flags(wish)?;
        if options["authenticatorSelection"]["residentKey"] == "required" {
            if !self.is_passkey {
                return Err(NoAnswer::NotAllowed);
            }
            let holder = options["user"]["id"].as_str().expect("user.id");
            let holder = BASE64URL_NOPAD.decode(holder.as_bytes());
            self.holder = Some(holder.expect("base64url"));
        }
        if self.kind != Kind::U2f {
            self.counter += 1;
        }
        let client_data = self.client_data("webauthn.create", options, origin);

        let id = self
            .bent
            .credential_id
            .clone()
            .unwrap_or_else(|| self.credential_id());
        let mut data = self.head(&rp_id, flags);
        data.extend(match self.kind {
            Kind::U2f => [0; 16],
            Kind::Fido2 | Kind::Fido2Packed => *b"a software key 2",
        });
        data.extend(
            u16::try_from(id.len())
                .expect("a length in two bytes")
                .to_be_bytes(),
        );
        data.extend(&id);
        data.extend(encoded(&self.public_key()));

        let hash = Sha256::digest(&client_data);
        let is_asked = options["attestation"] == "direct";
        let plugged_in = ["nfc", "usb"];
        let transports = if self.is_passkey {
            ["hybrid", "internal"]
        } else {
            plugged_in
        };
        let (format, statement) = match self.kind {
            _ if self.maker.is_some() && !is_asked => ("none", cbor!({})),
            Kind::U2f => {
                let maker = secret(b'm', self.seed);
                let message = u2f_registration_message(&rp_id, &hash, &id, &self.public_point());
                let signature = Cbor::Bytes(signed(&maker, &message));
                let own = || Cbor::Bytes(certificate::own(&maker));
                let certificate = self.maker.map_or_else(own, |by| by.certificate(&maker));
                (
                    "fido-u2f",
                    cbor!({"sig" => signature, "x5c" => [certificate]}),
                )
            }
            Kind::Fido2 => ("none", cbor!({})),
            Kind::Fido2Packed => {
                let message = [data.as_slice(), hash.as_slice()].concat();
                let maker = secret(b'm', self.seed);
                let statement = match self.maker {
                    None => {
                        let signature = Cbor::Bytes(signed(&self.signer(), &message));
                        cbor!({"alg" => -7, "sig" => signature})
                    }
                    Some(by) => {
                        let signature = Cbor::Bytes(signed(&maker, &message));
                        let certificate = by.certificate(&maker);
                        cbor!({"alg" => -7, "sig" => signature, "x5c" => [certificate]})
                    }
                };
                ("packed", statement)
            }
        };
        let object = cbor!({
            "fmt" => format,
            "attStmt" => statement.expect("a statement"),
            "authData" => Cbor::Bytes(data.clone()),
        });
        Ok(json!({
            "authenticatorAttachment": "cross-platform",
            "clientExtensionResults": {"credProps": {"rk": self.is_passkey}},
            "id": text(&id),
            "rawId": text(&id),
            "response": {
                "attestationObject": text(&encoded(&object.expect("an attestation object"))),
                "authenticatorData": text(&data),
                "clientDataJSON": text(&client_data),
                "publicKeyAlgorithm": -7,
                "transports": transports,
            },
            "type": "public-key",
        })
        .to_string())
    }

    /// `navigator.credentials.get()` on a page at `origin`.
    pub fn touch(&mut self, options: &Value, origin: &str) -> Result<String, NoAnswer> {
        let id = self
            .bent
            .credential_id
            .clone()
            .unwrap_or_else(|| self.credential_id());
        let is_for_anybody = options["allowCredentials"]
            .as_array()
            .is_none_or(Vec::is_empty);
        let may_answer = match is_for_anybody {
            true => self.holder.is_some(),
            false => listed(options, "allowCredentials", &id),
        };
        if !may_answer && !self.bent.heedless {
            return Err(NoAnswer::NotAllowed);
        }
        let told = options["rpId"].as_str().expect("rpId");
        let rp_id = self.bent.rp_id.clone().unwrap_or_else(|| told.to_owned());
        let flags = self.flags(&options["userVerification"])?;
        self.counter += 1;
        let data = self.head(&rp_id, flags);
        let client_data = self.client_data("webauthn.get", options, origin);
        let message = [data.as_slice(), Sha256::digest(&client_data).as_slice()].concat();
        let mut answer = json!({
            "authenticatorAttachment": "cross-platform",
            "clientExtensionResults": {},
            "id": text(&id),
            "rawId": text(&id),
            "response": {
                "authenticatorData": text(&data),
                "clientDataJSON": text(&client_data),
                "signature": text(&signed(&self.signer(), &message)),
            },
            "type": "public-key",
        });
        if let Some(handle) = self.bent.user_handle.as_ref().or(self.holder.as_ref()) {
            answer["response"]["userHandle"] = text(handle).into();
        }
        Ok(answer.to_string())
    }

    /// The flags for a question that wishes, or requires, the PIN.
    fn flags(&self, wish: &Value) -> Result<u8, NoAnswer> {
        let given = match wish.as_str().expect("userVerification") {
            "required" if !self.pin => return Err(NoAnswer::NotAllowed),
            "required" | "preferred" if self.pin => 0x05,
            _ => 0x01,
        };
        Ok((given | self.copied) ^ self.bent.flags_turned)
    }

    /// The authenticator data as far as every answer has it (WebAuthn Level 3, section 6.1).
    fn head(&self, rp_id: &str, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(rp_id).to_vec();
        data.push(flags);
        data.extend(self.bent.counter.unwrap_or(self.counter).to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, options: &Value, origin: &str) -> Vec<u8> {
        let challenge = match &self.bent.challenge {
            Some(bytes) => text(bytes),
            None => options["challenge"].as_str().expect("challenge").to_owned(),
        };
        let mut data = json!({
            "type": self.bent.kind.as_deref().unwrap_or(kind),
            "challenge": challenge,
            "origin": self.bent.origin.as_deref().unwrap_or(origin),
            "crossOrigin": self.bent.cross_origin.clone().unwrap_or(false.into()),
        });
        if let Some(top) = &self.bent.top_origin {
            data["topOrigin"] = top.as_str().into();
        }
        data.to_string().into_bytes()
    }

    fn signer(&self) -> SigningKey {
        secret(b's', self.bent.signer.unwrap_or(self.seed))
    }

    /// 0x04, x, y (SEC 1, section 2.3.3).
    fn public_point(&self) -> Vec<u8> {
        secret(b's', self.seed)
            .verifying_key()
            .to_sec1_point(false)
            .as_bytes()
            .to_vec()
    }

    /// The public key as COSE writes it (RFC 9053, section 7.1.1).
    fn public_key(&self) -> Cbor {
        let point = self.public_point();
        let number = |number: i64| Cbor::from(number);
        let bytes = |range: std::ops::Range<usize>| Cbor::Bytes(point[range].to_vec());
        Cbor::Map(vec![
            (number(1), number(2)),
            (number(3), number(-7)),
            (number(-1), number(1)),
            (number(-2), bytes(1..33)),
            (number(-3), bytes(33..65)),
        ])
    }
}

/// What a U2F key's maker signs (FIDO U2F Raw Message Formats v1.2, section 4.3).
pub fn u2f_registration_message(rp_id: &str, hash: &[u8], handle: &[u8], point: &[u8]) -> Vec<u8> {
    [&[0], Sha256::digest(rp_id).as_slice(), hash, handle, point].concat()
}

fn secret(purpose: u8, seed: u8) -> SigningKey {
    SigningKey::from_slice(&Sha256::digest([purpose, seed])).expect("a secret key")
}

fn signed(key: &SigningKey, message: &[u8]) -> Vec<u8> {
    let signature: Signature = key.sign(message);
    signature.to_der().as_bytes().to_vec()
}

fn listed(options: &Value, list: &str, id: &[u8]) -> bool {
    let list = options[list].as_array().expect("a list of keys");
    list.iter().any(|key| key["id"] == text(id))
}

fn encoded(value: &Cbor) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("CBOR");
    bytes
}

fn text(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}
