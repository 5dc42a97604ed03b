//! One-time codes: what a key, an app or a printed sheet gives a person to type, once.
//!
//! [`hotp`] counts presses, [`totp`] counts half minutes, [`yubico`] opens what a key types in
//! [`modhex`], [`recovery`] is the printed sheet, and [`typed`] tells which of them stands in a
//! field.
//!
//! Nothing here knows a school, reads a clock or keeps anything: counters and seconds are handed
//! in, and whoever asks keeps what was used. No secret and no code shows in `Debug`.

pub mod hotp;
pub mod modhex;
pub mod recovery;
pub mod totp;
pub mod typed;
pub mod yubico;

use zeroize::Zeroizing;

/// The text without what people and word processors put between groups: blanks and dashes.
fn ungrouped(text: &str) -> Zeroizing<String> {
    const DASHES: [char; 7] = ['-', '‐', '‑', '‒', '–', '—', '−'];
    let kept = |letter: &char| !letter.is_whitespace() && !DASHES.contains(letter);
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    plain.extend(text.chars().filter(kept));
    plain
}

/// The bytes that hexadecimal text stands for, in either case, its groups apart or together.
fn bytes_of_hex(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let plain = ungrouped(text);
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(plain.as_bytes());
    bytes.ok().map(Zeroizing::new)
}

fn random<const N: usize>() -> Zeroizing<[u8; N]> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut()).expect("the operating system gives random numbers");
    bytes
}
