//! The certificates that software keys show, and the roots that vouch for them: the least that
//! RFC 5280 lets stand.

use p256::ecdsa::{Signature, SigningKey, signature::Signer};

/// The certificate, in DER, that `key` wrote for itself.
pub fn own(key: &SigningKey) -> Vec<u8> {
    let name = names(&[(0x03, 0x0c, "A software U2F key")]);
    signed((key, &name), (key, &name), &[])
}

/// A root certificate in PEM form, whose key wrote it for itself.
pub fn root(key: &SigningKey) -> String {
    let name = names(&[(0x03, 0x0c, "A maker of software keys")]);
    let may_vouch = extension(&[0x55, 0x1d, 0x13], true, &[0x30, 3, 1, 1, 0xff]);
    let may_sign = extension(&[0x55, 0x1d, 0x0f], true, &[0x03, 2, 1, 0x06]);
    pem(&signed((key, &name), (key, &name), &[may_vouch, may_sign]))
}

/// A certificate in PEM form.
pub fn pem(der: &[u8]) -> String {
    let text = data_encoding::BASE64.encode(der);
    let lines = text.as_bytes().chunks(64).map(String::from_utf8_lossy);
    let lines = lines.collect::<Vec<_>>().join("\n");
    format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n")
}

/// The certificate of a key, in DER, for which a root vouches (WebAuthn Level 3, section 8.2.1).
pub fn below(root: &SigningKey, key: &SigningKey, model: Option<[u8; 16]>) -> Vec<u8> {
    let name = names(&[
        (0x06, 0x13, "GB"),
        (0x0a, 0x0c, "Software Keys"),
        (0x0b, 0x0c, "Authenticator Attestation"),
        (0x03, 0x0c, "A software key"),
    ]);
    let issuer = names(&[(0x03, 0x0c, "A maker of software keys")]);
    let mut extensions = vec![extension(&[0x55, 0x1d, 0x13], true, &[0x30, 0])];
    extensions.extend(model.map(|model| {
        let named = [0x2b, 6, 1, 4, 1, 0x82, 0xe5, 0x1c, 1, 1, 4];
        extension(&named, false, &field(0x04, &model))
    }));
    signed((key, &name), (root, &issuer), &extensions)
}

fn extension(identifier: &[u8], is_critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if is_critical { &[1, 1, 0xff] } else { &[] };
    sequence(&[&object(identifier), critical, &field(0x04, value)])
}

/// A name of these parts: the last byte of which part, how it is written, and the text.
fn names(parts: &[(u8, u8, &str)]) -> Vec<u8> {
    let part = |(kind, tag, text): &(u8, u8, &str)| {
        let named = sequence(&[&object(&[0x55, 0x04, *kind]), &field(*tag, text.as_bytes())]);
        field(0x31, &named)
    };
    field(0x30, &parts.iter().flat_map(part).collect::<Vec<u8>>())
}

/// The certificate of a key and its name, which another key signs.
fn signed(
    (key, name): (&SigningKey, &[u8]),
    (signer, issuer): (&SigningKey, &[u8]),
    extensions: &[Vec<u8>],
) -> Vec<u8> {
    let algorithm = sequence(&[&object(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02])]);
    let validity = sequence(&[
        &field(0x17, b"240101000000Z"),
        &field(0x17, b"491231235959Z"),
    ]);
    let mut bits = vec![0];
    bits.extend_from_slice(key.verifying_key().to_sec1_point(false).as_bytes());
    let public_key = sequence(&[
        &sequence(&[
            &object(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]),
            &object(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]),
        ]),
        &field(0x03, &bits),
    ]);
    let extensions = match extensions {
        [] => Vec::new(),
        some => field(0xa3, &field(0x30, &some.concat())),
    };
    let body = sequence(&[
        &field(0xa0, &field(0x02, &[2])),
        &field(0x02, &[1]),
        &algorithm,
        issuer,
        &validity,
        name,
        &public_key,
        &extensions,
    ]);
    let signature: Signature = signer.sign(&body);
    let mut bits = vec![0];
    bits.extend_from_slice(signature.to_der().as_bytes());
    sequence(&[&body, &algorithm, &field(0x03, &bits)])
}

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    field(0x30, &parts.concat())
}

fn object(identifier: &[u8]) -> Vec<u8> {
    field(0x06, identifier)
}

/// One DER field; none here is as long as 64 KiB.
fn field(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len())
        .expect("a short field")
        .to_be_bytes();
    let mut field = vec![tag];
    match length {
        [0, short @ 0..=0x7f] => field.push(short),
        [0, long] => field.extend([0x81, long]),
        both => {
            field.push(0x82);
            field.extend(both);
        }
    }
    field.extend_from_slice(content);
    field
}
