//! The certificate that a software U2F key shows: the least that RFC 5280 lets stand.

use p256::ecdsa::{Signature, SigningKey, signature::Signer};

/// The certificate, in DER, that `key` wrote for itself.
pub fn own(key: &SigningKey) -> Vec<u8> {
    let algorithm = sequence(&[&object(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02])]);
    let name = sequence(&[&field(
        0x31,
        &sequence(&[
            &object(&[0x55, 0x04, 0x03]),
            &field(0x0c, b"A software U2F key"),
        ]),
    )]);
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
    let body = sequence(&[
        &field(0xa0, &field(0x02, &[2])),
        &field(0x02, &[1]),
        &algorithm,
        &name,
        &validity,
        &name,
        &public_key,
    ]);
    let signature: Signature = key.sign(&body);
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
