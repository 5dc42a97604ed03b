//! The name of a file: kept as its person gave it, without what could mislead.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::kind::Kind;
use super::refusal::Refusal;

/// The longest name, in characters.
const CHARACTERS_MAX: usize = 120;
/// What may stand as it is in an encoded name (`attr-char`, RFC 8187 § 3.2.1).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The name without folders, without marks that are not seen or turn the reading direction, and
/// without what a file system cannot take; `file` where nothing is left.
pub(super) fn cleaned(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = last
        .chars()
        .filter(|c| !is_unseen(*c))
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
            other => other,
        })
        .collect();
    let words: Vec<&str> = seen.split_whitespace().collect();
    let line = words.join(" ");
    let line = line.trim_matches(['.', ' ']);
    match line {
        "" => "file".to_owned(),
        line => shortened(line),
    }
}

/// Whether a character takes no room, or turns the reading direction (Unicode Bidirectional
/// Algorithm § 2): `fdp.exe` could read as `exe.pdf`.
fn is_unseen(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{fffd}' | '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Cut to its length before its ending.
fn shortened(name: &str) -> String {
    if name.chars().count() <= CHARACTERS_MAX {
        return name.to_owned();
    }
    let ending = ending(name).map_or(String::new(), |ending| format!(".{ending}"));
    let room = CHARACTERS_MAX - ending.chars().count();
    let stem: String = name.chars().take(room).collect();
    format!("{}{ending}", stem.trim_end_matches(['.', ' ']))
}

/// The ending of a name: what follows its last point, if that is short and plain.
fn ending(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    let is_plain = ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (!stem.is_empty() && is_plain && (1..=8).contains(&ending.len())).then_some(ending)
}

/// The name for content of this kind: one without an ending is given it.
///
/// # Errors
/// A refusal when its ending is another kind's, or nobody's.
pub(super) fn fitting(name: &str, kind: Kind) -> Result<String, Refusal> {
    let name = cleaned(name);
    let Some(ending) = ending(&name) else {
        return Ok(shortened(&format!("{name}.{}", kind.name())));
    };
    let lower = ending.to_ascii_lowercase();
    match kind.endings().contains(&lower.as_str()) {
        true => Ok(name),
        false => Err(Refusal::Unfit(lower, kind)),
    }
}

/// `Content-Disposition` for a file to be saved (RFC 6266): its name once plain and once with every
/// letter.
pub(super) fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| match c {
            ' '..='~' if !matches!(c, '"' | '\\' | '%' | ';') => c,
            _ => '_',
        })
        .collect();
    let whole = utf8_percent_encode(name, PLAIN);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_without_what_misleads() {
        for (sent, kept) in [
            ("Siân’s note.docx", "Siân’s note.docx"),
            ("C:\\Users\\sam\\IMG 1.jpg", "IMG 1.jpg"),
            ("../../etc/passwd", "passwd"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("a\u{0}b\r\nc\u{200b}.txt", "ab c.txt"),
            ("what? <b>.pdf", "what_ _b_.pdf"),
            ("  . . ", "file"),
            ("", "file"),
            (".htaccess", "htaccess"),
            ("علی\u{200c}رضا.pdf", "علی\u{200c}رضا.pdf"),
        ] {
            assert_eq!(cleaned(sent), kept, "{sent:?}");
        }
        let long = cleaned(&format!("{}.jpeg", "é".repeat(300)));
        assert!(long.ends_with(".jpeg") && long.chars().count() == CHARACTERS_MAX);
    }

    #[test]
    fn a_name_fits_its_content_or_is_refused() {
        assert_eq!(fitting("IMG_1.JPEG", Kind::Jpeg).unwrap(), "IMG_1.JPEG");
        assert_eq!(fitting("image", Kind::Png).unwrap(), "image.png");
        assert_eq!(
            fitting("Meeting of 3. May", Kind::Pdf).unwrap(),
            "Meeting of 3. May.pdf"
        );
        for (name, kind, ending) in [
            ("a.exe", Kind::Jpeg, "exe"),
            ("a.jpg.html", Kind::Jpeg, "html"),
            ("a.JPG", Kind::Heic, "jpg"),
            ("a.docm", Kind::Word, "docm"),
        ] {
            let refusal = Refusal::Unfit(ending.into(), kind);
            assert_eq!(fitting(name, kind), Err(refusal), "{name}");
        }
    }

    #[test]
    fn a_header_holds_any_name_and_nothing_more() {
        assert_eq!(
            disposition("Siân’s 100%.pdf"),
            "attachment; filename=\"Si_n_s 100_.pdf\"; \
             filename*=UTF-8''Si%C3%A2n%E2%80%99s%20100%25.pdf"
        );
        let odd = disposition("a\"; filename=b.exe\r\nX: y.pdf");
        assert!(
            odd.is_ascii() && !odd.contains('\r') && odd.matches('"').count() == 2,
            "{odd}"
        );
    }
}
