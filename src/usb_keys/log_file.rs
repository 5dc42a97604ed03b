//! The file that a program for YubiKeys wrote while it programmed them: a line for each key.
//!
//! The YubiKey Personalization Tool writes its "traditional" or its "Yubico" format, YubiKey
//! Manager the latter (both read in their sources: `yubikeylogger.cpp`, `ykman/otp.py`), and a
//! school may bring a table of its own under headings. A value of the file is never told again: an
//! error names its line and its column.

use encoding_rs::Encoding;

use super::log_line::{Headings, Line, fields, line_of};
use super::new_key::{Field, NewKey};
use super::sort::Sort;

/// The largest file that is read.
pub const FILE_BYTES_MAX: usize = 1024 * 1024;
/// The most keys that are read.
pub const KEYS_MAX: usize = 5_000;

/// What is wrong with one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Which line.
    pub line: usize,
    /// The column's heading, as we write it; empty for the line as a whole.
    pub column: &'static str,
    /// What is wrong.
    pub reason: String,
}

impl Wrong {
    /// What is wrong with a line as a whole.
    pub fn of_line(line: usize, reason: impl Into<String>) -> Self {
        Self {
            line,
            column: "",
            reason: reason.into(),
        }
    }
}

/// A file of which every line is right.
#[derive(Debug)]
pub struct LogFile {
    /// Each key, and the line on which it stands.
    pub keys: Vec<(usize, NewKey)>,
    /// The lines that tell of something else than a key that types codes.
    pub passed_over: usize,
}

/// Reads a file.
///
/// # Errors
/// Every line that is wrong.
pub fn read(bytes: &[u8]) -> Result<LogFile, Vec<Wrong>> {
    let text = text(bytes);
    let (mut keys, mut wrong, mut passed_over) = (Vec::new(), Vec::new(), 0);
    let mut headings = None;
    let mut is_first = true;
    for (line, words) in (1..).zip(text.lines()) {
        let words = words.trim();
        if words.is_empty() || words.starts_with('#') {
            continue;
        }
        let fields = fields(words);
        if std::mem::take(&mut is_first) {
            headings = Headings::read(&fields);
            if headings.is_some() {
                continue;
            }
        }
        let said = match &headings {
            Some(headings) => headings.line(&fields),
            None => line_of(&fields),
        };
        let checked = match said {
            Ok(Line::Yubico(typed)) => NewKey::yubico(typed),
            Ok(Line::Hotp(typed)) => NewKey::hotp(typed),
            Ok(Line::Else) => {
                passed_over += 1;
                continue;
            }
            Err(reason) => {
                wrong.push(Wrong::of_line(line, reason));
                continue;
            }
        };
        match checked {
            Ok(key) => keys.push((line, key)),
            Err(fields) => wrong.extend(fields.into_iter().map(|(field, reason)| Wrong {
                line,
                column: field.words(),
                reason: reason.into(),
            })),
        }
    }
    twice(&keys, &mut wrong);
    if keys.len() > KEYS_MAX {
        wrong = vec![Wrong::of_line(1, "the file holds more than 5000 keys")];
    }
    if !wrong.is_empty() {
        wrong.sort_by_key(|wrong| wrong.line);
        return Err(wrong);
    }
    Ok(LogFile { keys, passed_over })
}

/// Names each key that stands in the file a second time.
fn twice(keys: &[(usize, NewKey)], wrong: &mut Vec<Wrong>) {
    let mut met = std::collections::BTreeMap::new();
    for (line, key) in keys {
        if let Some(first) = met.insert((key.sort(), key.public_id.as_str()), *line) {
            let column = match key.sort() {
                Sort::OathHotp => Field::Serial,
                Sort::YubicoOtp => Field::PublicId,
            };
            wrong.push(Wrong {
                line: *line,
                column: column.words(),
                reason: format!(
                    "line {first} is about the same key. If it was programmed twice, take out the \
                     earlier line"
                ),
            });
        }
    }
}

/// What such a file is written in: ASCII, or what Excel makes of it.
fn text(bytes: &[u8]) -> String {
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding
            .decode_without_bom_handling(&bytes[mark..])
            .0
            .into(),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
    .replace("\r\n", "\n")
    .replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(file: &str) -> Vec<String> {
        let file = read(file.as_bytes()).expect("right");
        let keys = file.keys.iter().map(|(line, key)| {
            format!(
                "{line} {} {} {} {}",
                key.sort().name(),
                key.serial,
                key.public_id,
                key.counter
            )
        });
        keys.collect()
    }

    fn wrong(file: &str) -> Vec<String> {
        let wrong = read(file.as_bytes()).expect_err("wrong").into_iter();
        wrong
            .map(|wrong| format!("{} {}: {}", wrong.line, wrong.column, wrong.reason))
            .collect()
    }

    /// Lines as published beside programs that read these files.
    const TRADITIONAL: &str = "\
LOGGING START,11.12.13 18:50
Yubico OTP,12/11/2013 11:10,1,vvgutbiedkvi,ab86c04de6a3,d26a7c0f85fdda28bd816e406342b214,,,0,0,0,0,0,0,0,0,0,0
OATH-HOTP,11.12.13 18:55,1,,,916821d3a138bf855e70069605559a206ba854cd,,,0,0,0,8,16,0,0,0,0,0,1382042
Static Password,11.12.13 19:08,1,,d5a3d50327dc,0e8e37b0e38b314a56748c030f58d21d,,,0,0,0,0,0,0,0,0,0,0
";
    const YUBICO: &str = "\
# OATH mode
508326,,0,69cfb9202438ca68964ec3244bfa4843d073a43b,,2013-12-12T08:41:07,
1382042,,32,bf7efc1c8b6f23604930a9ce693bdd6c3265be00,,2013-12-12T08:41:17,

508326,cccccccccccc,83cebdfb7b93,a47c5bf9c152202f577be6721c0113af,,2013-12-12T08:43:17,
";

    #[test]
    fn the_traditional_format_is_read_and_what_is_no_such_key_passed_over() {
        let right = [
            "2 yubico_otp  vvgutbiedkvi -1",
            "3 oath_hotp 1382042 1382042 15",
        ];
        assert_eq!(keys(TRADITIONAL), right);
        assert_eq!(read(TRADITIONAL.as_bytes()).unwrap().passed_over, 2);
        let moment = TRADITIONAL.replace("12/11/2013 11:10", "12/11/2013, 11:10");
        assert_eq!(keys(&moment), right);
    }

    #[test]
    fn the_yubico_format_is_read_whatever_its_line_ends_and_separators() {
        let right = [
            "2 oath_hotp 508326 508326 -1",
            "3 oath_hotp 1382042 1382042 31",
            "5 yubico_otp 508326 cccccccccccc -1",
        ];
        assert_eq!(keys(YUBICO), right);
        assert_eq!(keys(&YUBICO.replace('\n', "\r\n")), right);
        assert_eq!(keys(&YUBICO.replace(',', ";")), right);
        assert_eq!(keys(&format!("\u{feff}{YUBICO}")), right);
    }

    #[test]
    fn a_table_under_headings_is_read_in_any_order() {
        let file = "Secret key,Kind,Serial number,Public ID,Private ID,Digits,Counter\n\
            ecde18dbe76fbd0c33330f1c354871db,Yubico OTP,7,dteffuje,8792ebfe26cc,,\n\
            3132333435363738393031323334353637383930,HOTP,8,,,6,9\n\
            3132333435363738393031323334353637383930,,9,,,6,9\n";
        assert_eq!(
            keys(file),
            [
                "2 yubico_otp 7 dteffuje -1",
                "3 oath_hotp 8 8 8",
                "4 oath_hotp 9 9 8",
            ]
        );
    }

    #[test]
    fn every_wrong_line_is_named_with_its_column_and_without_its_value() {
        let file = "\
508326,cccccccccccc,83cebdfb7b,a47c5bf9c152202f577be6721c0113af,,2013,
508327,abc,83cebdfb7b93,a47c5bf9c152202f577be6721c0113,,2013,
508328,,0,69cfb9202438,,2013,
508329,ubhe1234,0,69cfb9202438ca68964ec3244bfa4843d073a43b,,2013,
OATH-HOTP,11.12.13,1,,,916821d3a138bf855e70069605559a206ba854cd,,,0,0,0,6,0,0,0,0,0,0
Name,Surname
";
        let wrong = wrong(file);
        let named: Vec<&str> = wrong
            .iter()
            .map(|wrong| wrong.split_once(':').unwrap().0)
            .collect();
        assert_eq!(
            named,
            [
                "1 Private ID",
                "2 Public ID",
                "2 Secret key",
                "3 Secret key",
                "4 Public ID",
                "5 ",
                "6 ",
            ]
        );
        for value in ["83ce", "a47c", "69cf", "9168", "ubhe"] {
            assert!(!wrong.concat().contains(value), "{value}");
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_named_with_both_lines() {
        let line = "508326,cccccccccccc,83cebdfb7b93,a47c5bf9c152202f577be6721c0113af,,2013,\n";
        let wrong = wrong(&format!("{line}{line}"));
        assert!(
            wrong[0].starts_with("2 Public ID: line 1 is about the same key"),
            "{wrong:?}"
        );
    }

    #[test]
    fn a_file_without_keys_holds_none() {
        assert!(read(b"").unwrap().keys.is_empty());
        assert!(
            read(b"LOGGING START,today\n# nothing\n")
                .unwrap()
                .keys
                .is_empty()
        );
        assert_eq!(
            read(YUBICO.as_bytes()).unwrap().keys[2].1.sort(),
            Sort::YubicoOtp
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_breaks_the_reading(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = read(&bytes);
            let mut file = b"Yubico OTP,".to_vec();
            file.extend(&bytes);
            let _ = read(&file);
        }
    }
}
