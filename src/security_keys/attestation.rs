//! Which approved model of key vouches for a new key: the chain of certificates that the key
//! brought, up to a root that the school keeps, and the model that it tells.
//!
//! The library has judged the key's statement before, and that a FIDO2 key tells the model that its
//! certificate names (WebAuthn Level 3, section 8.2.1). A U2F key tells none itself: its
//! certificate does, or the root vouches for every model.

use webauthn_rs::prelude::{
    AttestationCaList, AttestationMetadata, Credential, ParsedAttestationData, SecurityKey, Uuid,
};

use super::key::NewKey;
use super::library::quietly;
use crate::ids::KeyModelId;
use crate::key_policy::ApprovedModel;

/// The certificate extension that names the model (id-fido-gen-ce-aaguid).
const MODEL: &str = "1.3.6.1.4.1.45724.1.1.4";
/// The extension that says whether a certificate may vouch for others (basic constraints).
const MAY_VOUCH: &str = "2.5.29.19";
/// The extension that says what its key is for (key usage).
const USAGE: &str = "2.5.29.15";

/// A root certificate that can vouch for keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// Whom it names.
    pub subject: String,
}

/// The root certificate of this PEM text, if it is one that can vouch for keys.
pub fn root(pem: &str) -> Option<Root> {
    let one = pem.matches("-----BEGIN").count() == 1;
    let list = quietly(|| AttestationCaList::try_from(pem.trim().as_bytes())).ok()?;
    let certificate = list.cas().values().next().filter(|_| one)?.ca();
    let extensions = certificate.tbs_certificate().extensions()?;
    let value = |wanted: &str| {
        let found = extensions.iter().find(|e| e.extn_id.to_string() == wanted);
        found.map(|extension| extension.extn_value.as_bytes())
    };
    // SEQUENCE { BOOLEAN TRUE … }, and BIT STRING with the sixth bit (RFC 5280, section 4.2.1).
    let may_vouch = matches!(value(MAY_VOUCH)?, [0x30, _, 0x01, 0x01, 0xff, ..]);
    let may_sign = matches!(value(USAGE)?, [0x03, _, _, bits, ..] if bits & 0x04 != 0);
    (may_vouch && may_sign).then(|| Root {
        subject: certificate.tbs_certificate().subject().to_string(),
    })
}

/// The identifier of a model in the one way that it is kept.
pub fn model(text: &str) -> Option<String> {
    let model = Uuid::parse_str(text).ok().filter(|model| !model.is_nil())?;
    Some(model.to_string())
}

impl NewKey {
    /// The approved model that vouches for this key.
    pub fn approved_as(&self, models: &[ApprovedModel]) -> Option<KeyModelId> {
        let key: SecurityKey = serde_json::from_str(&self.record).ok()?;
        let credential = Credential::from(key);
        let vouching = models.iter().find(|model| vouches(model, &credential));
        vouching.map(|model| model.id.clone())
    }
}

fn vouches(model: &ApprovedModel, credential: &Credential) -> bool {
    quietly(|| {
        let Ok(roots) = AttestationCaList::try_from(model.root_pem.as_bytes()) else {
            return false;
        };
        let is_below = matches!(credential.verify_attestation(&roots), Ok(Some(_)));
        is_below && (model.model.is_empty() || told(credential).as_ref() == Some(&model.model))
    })
}

/// The model that the key told, under its maker's signature.
fn told(credential: &Credential) -> Option<String> {
    match &credential.attestation.metadata {
        AttestationMetadata::Packed { aaguid } | AttestationMetadata::Tpm { aaguid, .. } => {
            Some(aaguid.to_string())
        }
        _ => named_by_certificate(&credential.attestation.data),
    }
}

fn named_by_certificate(data: &ParsedAttestationData) -> Option<String> {
    let ParsedAttestationData::Basic(chain) = data else {
        return None;
    };
    let extensions = chain.first()?.tbs_certificate().extensions()?;
    let named = extensions.iter().find(|e| e.extn_id.to_string() == MODEL)?;
    // OCTET STRING of sixteen bytes.
    let [0x04, 0x10, model @ ..] = named.extn_value.as_bytes() else {
        return None;
    };
    Some(Uuid::from_slice(model).ok()?.to_string())
}
