//! USB keys, as visitors meet them.

mod codes;
mod links;
mod stock;
mod told;

use axum::body::Body;
use axum::http::Method;
use keyward_codes::hotp::{self, Digits};
use keyward_codes::yubico::AesKey;
use keyward_db::params;

use crate::testing::school::PASSWORD;
use crate::testing::{Page, School, Visitor};

keyward_db::statements! {
    /// Everything that the stock and the log hold in the open.
    STOCKED = "SELECT serial || ' ' || public_id FROM key_in_stock ORDER BY serial";
    /// What is sealed.
    SEALED = "SELECT secret FROM key_in_stock";
    /// What is sealed of keys that were linked.
    SECRETS = "SELECT secret FROM security_key WHERE secret IS NOT NULL";
    /// A first key waits for somebody else's approval.
    APPROVED_FIRST = "UPDATE group_policy SET first_key = 'approved'";
    /// What was written down.
    WRITTEN = "SELECT act || '; ' || detail FROM audit_entry ORDER BY number";
}

pub(super) const PUBLIC_ID: &str = "vvgutbiedkvi";
pub(super) const PRIVATE_ID: &str = "8792ebfe26cc";
pub(super) const AES: &str = "ecde18dbe76fbd0c33330f1c354871db";
/// The key of RFC 4226, appendix D.
pub(super) const SEED: &str = "3132333435363738393031323334353637383930";

/// The line that YubiKey Manager writes for a key.
pub(super) fn yubico_line(serial: &str, public_id: &str) -> String {
    format!("{serial},{public_id},{PRIVATE_ID},{AES},,2026-11-24T09:00:00,\n")
}

/// The line that the YubiKey Personalization Tool writes for an OATH-HOTP key.
pub(super) fn hotp_line(serial: &str, counter: u32) -> String {
    format!("{serial},,{counter},{SEED},,2026-11-24T09:00:00,\n")
}

/// What the key types when plugged in and pressed so many times.
pub(super) fn press(public_id: &str, plugged: u16, pressed: u8) -> String {
    let private_id = super::secret::private_id(PRIVATE_ID).expect("twelve digits");
    let key = AesKey::from_hex(AES).expect("a key");
    keyward_codes::yubico::press(public_id, *private_id, &key, plugged, pressed)
}

/// What the OATH-HOTP key types at this count.
pub(super) fn code(counter: u64) -> String {
    let secret = hotp::Secret::from_hex(SEED).expect("a secret");
    hotp::code(&secret, counter, Digits::Six)
}

/// Two codes in a row, as they stand in the field.
pub(super) fn twice(counter: u64) -> String {
    format!("{}\r\n{}\r\n", code(counter), code(counter + 1))
}

/// Puts these lines into the stock.
pub(super) async fn stocks(school: &School, file: &str) {
    let mut ada = school.elevated("admin").await;
    sends(&mut ada, file.as_bytes()).await.leads_to();
}

/// Sends the form that links a key.
pub(super) async fn links(
    visitor: &mut Visitor,
    name: &str,
    codes: &str,
    more: &[(&str, &str)],
) -> Page {
    let mut form = vec![("device_name", name), ("codes", codes)];
    form.extend_from_slice(more);
    visitor.post("/account/usb-keys", &form).await
}

/// Somebody signed in, who has a password and has linked the Yubico OTP key by its first press.
pub(super) async fn with_yubico(school: &School, address: &str) -> Visitor {
    stocks(school, &yubico_line("508326", PUBLIC_ID)).await;
    school.gives_password(address).await;
    let mut visitor = school.signed_in(address).await;
    let proof = [("password", PASSWORD)];
    let linked = links(&mut visitor, "Ring", &press(PUBLIC_ID, 1, 0), &proof).await;
    linked.leads_to();
    visitor
}

/// Somebody signed in, who has linked the OATH-HOTP key by its codes 0 and 1.
pub(super) async fn with_hotp(school: &School, address: &str) -> Visitor {
    stocks(school, &hotp_line("1382042", 0)).await;
    school.gives_password(address).await;
    let mut visitor = school.signed_in(address).await;
    let proof = [("password", PASSWORD), ("serial", "1382042")];
    links(&mut visitor, "Token", &twice(0), &proof)
        .await
        .leads_to();
    visitor
}

/// Whether their access is elevated.
pub(super) async fn is_elevated(visitor: &mut Visitor) -> bool {
    let page = visitor.get("/dashboard").await;
    !page.every("[data-elevation]", "role").is_empty()
}

/// Sends a file as a browser does (RFC 7578).
pub(super) async fn sends(visitor: &mut Visitor, file: &[u8]) -> Page {
    let mut body = b"--cut\r\nContent-Disposition: form-data; name=\"file\"; \
                     filename=\"keys.csv\"\r\nContent-Type: text/csv\r\n\r\n"
        .to_vec();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--cut--\r\n");
    let kind = Some("multipart/form-data; boundary=cut");
    visitor
        .send(Method::POST, "/keys/stock/imports", kind, Body::from(body))
        .await
}

/// What the stock holds, removed keys too: serial number and public identity.
pub(super) async fn stocked(school: &School) -> Vec<String> {
    let read = school
        .app
        .db()
        .read(|tx| tx.all(STOCKED, &params![], |row| row.get(0)));
    read.await.expect("read")
}

/// Every line of the log, in one text.
pub(super) async fn log(school: &School) -> String {
    let read = school
        .app
        .db()
        .read(|tx| tx.all(WRITTEN, &params![], |row| row.get::<String>(0)));
    read.await.expect("read").join("\n")
}
