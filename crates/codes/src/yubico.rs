//! Codes that a key types when pressed: Yubico OTP.
//!
//! A public identity, then one block of AES-128 (FIPS 197) with the key's counters inside, all in
//! [`modhex`]. Described by Yubico in "OTPs Explained" and, with vectors, in `test-vectors.txt` of
//! libyubikey.

use std::fmt;

use aes::Aes128;
use aes::cipher::{BlockCipherDecrypt, KeyInit};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::{bytes_of_hex, modhex};

const BLOCK_BYTES: usize = 16;
/// A block in modhex.
const BLOCK_LETTERS: usize = 32;
/// A public identity in modhex: 1 to 16 bytes. A key may also type none, but then nothing says
/// whose it is.
const PUBLIC_ID_LETTERS: std::ops::RangeInclusive<usize> = 2..=32;
/// What the check sum over a whole block comes to when the block is sound (RFC 1662 § C.2).
const CRC_RESIDUE: u16 = 0xf0b8;

/// What is wrong with something that a key is said to have typed.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It is not modhex, or too short or too long.
    #[error("this is not what such a key types")]
    Unreadable,
    /// It does not open: another key typed it, or a character was lost or changed.
    #[error("this does not open with the key's secret")]
    Broken,
}

/// The secret of a key: AES-128, known to the key and the server.
#[derive(Clone)]
pub struct AesKey(Zeroizing<[u8; BLOCK_BYTES]>);

impl AesKey {
    /// The key of these bytes, of which there are sixteen.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: [u8; BLOCK_BYTES] = bytes.try_into().ok()?;
        Some(Self(Zeroizing::new(bytes)))
    }

    /// The key of a hexadecimal text, in either case, in groups or not: 32 digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        Self::from_bytes(&bytes_of_hex(text)?)
    }

    /// The key's bytes, to be sealed.
    pub fn as_bytes(&self) -> &[u8; BLOCK_BYTES] {
        &self.0
    }
}

impl fmt::Debug for AesKey {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("AesKey(…)")
    }
}

/// What a key typed: whose it says it is, and a sealed block.
#[derive(Clone)]
pub struct Otp {
    public_id: String,
    block: [u8; BLOCK_BYTES],
}

impl Otp {
    /// Reads what was typed: 34 to 64 letters of modhex, usually 44.
    ///
    /// # Errors
    /// [`Wrong::Unreadable`] when a key types nothing like it.
    pub fn parse(typed: &str) -> Result<Self, Wrong> {
        let typed = typed.trim();
        let bytes = modhex::decode(typed).ok_or(Wrong::Unreadable)?;
        let public_letters = typed.len().saturating_sub(BLOCK_LETTERS);
        if !PUBLIC_ID_LETTERS.contains(&public_letters) {
            return Err(Wrong::Unreadable);
        }
        let (public_id, block) = bytes
            .split_last_chunk::<BLOCK_BYTES>()
            .ok_or(Wrong::Unreadable)?;
        Ok(Self {
            public_id: modhex::encode(public_id),
            block: *block,
        })
    }

    /// Whose it says it is, in modhex and small letters. It is no secret, and no proof either.
    pub fn public_id(&self) -> &str {
        &self.public_id
    }

    /// Opens the block with the key's secret.
    ///
    /// # Errors
    /// [`Wrong::Broken`] when the check sum of what comes out is wrong.
    pub fn open(&self, key: &AesKey) -> Result<Token, Wrong> {
        let mut block = Zeroizing::new(self.block);
        Aes128::new((&*key.0).into()).decrypt_block((&mut *block).into());
        if crc(&*block) != CRC_RESIDUE {
            return Err(Wrong::Broken);
        }
        Ok(Token::of(&block))
    }
}

impl fmt::Debug for Otp {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Otp({}…)", self.public_id)
    }
}

/// What stood in a block that opened.
#[derive(Clone)]
pub struct Token {
    private_id: Zeroizing<[u8; 6]>,
    use_counter: u16,
    timestamp: u32,
    session_use: u8,
    random: u16,
}

impl Token {
    /// The fields, least byte first. The highest bit of the counter says that Caps Lock set the
    /// key off, and is no part of it.
    fn of(block: &[u8; BLOCK_BYTES]) -> Self {
        let [a, b, c, d, e, f, uses @ .., _, _] = block;
        let [
            use_low,
            use_high,
            time @ ..,
            session_use,
            random_low,
            random_high,
        ] = uses;
        let [time_low, time_middle, time_high] = *time;
        Self {
            private_id: Zeroizing::new([*a, *b, *c, *d, *e, *f]),
            use_counter: u16::from_le_bytes([*use_low, *use_high]) & 0x7fff,
            timestamp: u32::from_le_bytes([time_low, time_middle, time_high, 0]),
            session_use: *session_use,
            random: u16::from_le_bytes([*random_low, *random_high]),
        }
    }

    /// Whether it carries this private identity, found out in constant time. The check sum alone
    /// is no proof: one wrong block in 65,536 passes it.
    pub fn is_of(&self, private_id: &[u8; 6]) -> bool {
        self.private_id[..].ct_eq(&private_id[..]).into()
    }

    /// The private identity, to be sealed when a key is first met.
    pub fn private_id(&self) -> &[u8; 6] {
        &self.private_id
    }

    /// How often the key was plugged in, up to 32,767.
    pub fn use_counter(&self) -> u16 {
        self.use_counter
    }

    /// Eighths of a second since the key was plugged in, counted from anywhere, in 24 bits.
    pub fn timestamp(&self) -> u32 {
        self.timestamp
    }

    /// How often the key was pressed since it was plugged in.
    pub fn session_use(&self) -> u8 {
        self.session_use
    }

    /// A number that makes no two blocks alike.
    pub fn random(&self) -> u16 {
        self.random
    }

    /// One number that rises with every press: plugged in times 256, plus presses since. What is
    /// not above the last one accepted was typed before.
    pub fn count(&self) -> u32 {
        u32::from(self.use_counter) * 256 + u32::from(self.session_use)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Token(… {})", self.count())
    }
}

/// CRC-16 with the polynomial x¹⁶ + x¹² + x⁵ + 1, from 0xffff and least bit first (RFC 1662 § C.2).
fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |crc, _| {
            (crc >> 1) ^ (0x8408 & 0u16.wrapping_sub(crc & 1))
        })
    })
}

/// A key made of software: what it types when plugged in and pressed so many times.
#[cfg(any(test, feature = "testing"))]
pub fn press(
    public_id: &str,
    private_id: [u8; 6],
    key: &AesKey,
    use_counter: u16,
    session_use: u8,
) -> String {
    use aes::cipher::BlockCipherEncrypt;

    let mut block = [0; BLOCK_BYTES];
    block[..6].copy_from_slice(&private_id);
    block[6..8].copy_from_slice(&use_counter.to_le_bytes());
    block[11] = session_use;
    block[12..14].copy_from_slice(&*crate::random::<2>());
    let sum = !crc(&block[..14]);
    block[14..].copy_from_slice(&sum.to_le_bytes());
    Aes128::new((&*key.0).into()).encrypt_block((&mut block).into());
    format!("{public_id}{}", modhex::encode(&block))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// libyubikey, test-vectors.txt.
    const TYPED: &str = "dteffujehknhfjbrjnlnldnhcujvddbikngjrtgh";
    const KEY: &str = "ecde18dbe76fbd0c33330f1c354871db";
    const PRIVATE_ID: [u8; 6] = [0x87, 0x92, 0xeb, 0xfe, 0x26, 0xcc];

    fn key(hex: &str) -> AesKey {
        AesKey::from_hex(hex).unwrap()
    }

    fn hex(text: &str) -> Vec<u8> {
        bytes_of_hex(text).unwrap().to_vec()
    }

    #[test]
    fn the_vector_of_libyubikey_opens() {
        let shouted = format!("  {}\n", TYPED.to_uppercase());
        for typed in [TYPED, &shouted] {
            let otp = Otp::parse(typed).unwrap();
            assert_eq!(otp.public_id(), "dteffuje");
            let token = otp.open(&key(KEY)).unwrap();
            assert_eq!(token.private_id(), &PRIVATE_ID);
            assert_eq!(token.use_counter(), 0x0013);
            assert_eq!(token.timestamp(), 0x00_c230);
            assert_eq!(token.session_use(), 0x11);
            assert_eq!(token.random(), 0x9fc8);
            assert_eq!(token.count(), 0x1311);
        }
    }

    #[test]
    fn what_yubico_published_from_real_keys_opens() {
        // Yubico forum, topic "Test vectors" (2008): seven presses of one key.
        let secret = key("0682952d3363f225654b58a73b131259");
        let tokens = [
            "ndgtriluugngkuhguutjdfihfkleuvnjtjiljkbtbngb",
            "ndgtriluugnghggtkhvrbbrrgtdfeivgklbkviteggcu",
            "ndgtriluugngvlbnjllchllugvhhftndludrjubuuvkh",
            "ndgtriluugngvukkrdlbvnettvhdhcjfgtjljkufulfe",
            "ndgtriluugngnfdeicbdnfhlinhjvkufikdvbunjjvbn",
            "ndgtriluugngbclrcivunvrbghicrfkeflvgrkdrfbve",
            "ndgtriluugngvkdlfkvljfcvbehdvbtelhuutgdhfdku",
        ]
        .map(|typed| {
            let otp = Otp::parse(typed).unwrap();
            assert_eq!(otp.public_id(), "ndgtriluugng");
            otp.open(&secret).unwrap()
        });
        assert_eq!(tokens[0].count(), 13 * 256);
        assert_eq!(tokens[0].random(), 13082);
        assert_eq!(tokens[1].count(), 13 * 256 + 1);
        assert_eq!((tokens[1].timestamp(), tokens[1].random()), (22, 38751));
        let uid = [0xc5, 0xfc, 0x55, 0xc3, 0x76, 0x7f];
        assert!(tokens.iter().all(|token| token.is_of(&uid)));
        assert!(tokens.is_sorted_by(|one, next| one.count() < next.count()));
    }

    #[test]
    fn another_key_does_not_open_it() {
        let otp = Otp::parse(TYPED).unwrap();
        let mut bytes = hex(KEY);
        for at in 0..bytes.len() {
            bytes[at] ^= 1;
            let other = AesKey::from_bytes(&bytes).unwrap();
            assert_eq!(otp.open(&other).unwrap_err(), Wrong::Broken, "byte {at}");
            bytes[at] ^= 1;
        }
        let token = otp.open(&AesKey::from_bytes(&bytes).unwrap()).unwrap();
        assert!(token.is_of(&PRIVATE_ID));
        assert!(!token.is_of(&[0x87, 0x92, 0xeb, 0xfe, 0x26, 0xcd]));
    }

    #[test]
    fn any_changed_letter_of_the_block_is_found() {
        for at in "dteffuje".len()..TYPED.len() {
            let other = if &TYPED[at..=at] == "c" { "b" } else { "c" };
            let changed = format!("{}{other}{}", &TYPED[..at], &TYPED[at + 1..]);
            let otp = Otp::parse(&changed).unwrap();
            assert_eq!(
                otp.open(&key(KEY)).unwrap_err(),
                Wrong::Broken,
                "letter {at}"
            );
        }
    }

    #[test]
    fn only_what_is_as_long_as_a_key_types_is_read() {
        for (letters, reads) in [
            (0, false),
            (32, false),
            (33, false),
            (34, true),
            (35, false),
            (44, true),
            (64, true),
            (66, false),
        ] {
            assert_eq!(Otp::parse(&"v".repeat(letters)).is_ok(), reads, "{letters}");
        }
        let wrong = format!("{} {}", &TYPED[..8], &TYPED[8..]);
        assert_eq!(Otp::parse(&wrong).unwrap_err(), Wrong::Unreadable);
        let wrong = TYPED.replacen('d', "a", 1);
        assert_eq!(Otp::parse(&wrong).unwrap_err(), Wrong::Unreadable);
    }

    #[test]
    fn the_count_rises_with_presses_and_plugging_in_and_caps_lock_is_no_part_of_it() {
        let count = |uses, session| {
            let typed = press("cccccb", PRIVATE_ID, &key(KEY), uses, session);
            Otp::parse(&typed).unwrap().open(&key(KEY)).unwrap().count()
        };
        let counts = [(1, 0), (1, 1), (1, 255), (2, 0), (0x7fff, 255)].map(|(u, s)| count(u, s));
        assert_eq!(counts, [256, 257, 511, 512, 0x7f_ffff]);
        assert_eq!(count(0x8002, 0), 512);
    }

    #[test]
    fn a_key_has_sixteen_bytes_and_is_not_shown() {
        assert!(AesKey::from_hex(&KEY[..30]).is_none());
        assert!(AesKey::from_hex(&format!("{KEY}00")).is_none());
        assert!(AesKey::from_hex(&KEY.replace('e', "x")).is_none());
        let grouped = "EC DE 18 DB E7 6F BD 0C 33 33 0F 1C 35 48 71 DB";
        assert_eq!(&key(grouped).as_bytes()[..], hex(KEY));
        let otp = Otp::parse(TYPED).unwrap();
        let token = otp.open(&key(KEY)).unwrap();
        let shown = format!("{:?} {otp:?} {token:?}", key(KEY));
        assert_eq!(shown, "AesKey(…) Otp(dteffuje…) Token(… 4881)");
    }

    proptest! {
        #[test]
        fn a_press_opens_with_what_was_put_in(
            public in proptest::collection::vec(any::<u8>(), 1..=16),
            private: [u8; 6],
            secret: [u8; 16],
            uses in 0u16..0x8000,
            session: u8,
        ) {
            let secret = AesKey::from_bytes(&secret).unwrap();
            let typed = press(&modhex::encode(&public), private, &secret, uses, session);
            let otp = Otp::parse(&typed).unwrap();
            prop_assert_eq!(otp.public_id(), modhex::encode(&public));
            let token = otp.open(&secret).unwrap();
            prop_assert!(token.is_of(&private));
            prop_assert_eq!((token.use_counter(), token.session_use()), (uses, session));
        }
    }
}
