//! What a file is, by its content: the first bytes, and for office documents the parts inside. What
//! it calls itself counts for nothing here.

use super::kind::Kind;
use super::refusal::Refusal;
use super::zip;

/// What begins a program, whatever it is called.
const PROGRAMS: [&[u8]; 9] = [
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"L\0\0\0\x01\x14\x02\0",
];
/// What begins an archive other than ZIP.
const ARCHIVES: [&[u8]; 7] = [
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
];
/// What begins an Office document from before 2007, and Outlook's e-mail ([MS-CFB] § 2.2).
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// What begins a page of the web or a drawing, once blanks are passed over.
const WEB: [&str; 9] = [
    "<!doctype",
    "<html",
    "<head",
    "<body",
    "<svg",
    "<script",
    "<?xml",
    "<iframe",
    "<!--",
];
/// How much of a text is looked at for what betrays a page.
const BEGINNING_BYTES: usize = 1_024;

/// The kind of this content.
///
/// # Errors
/// Why it is not taken.
pub(super) fn kind_of(bytes: &[u8]) -> Result<Kind, Refusal> {
    let begins = |first: &[u8]| bytes.starts_with(first);
    let at = |from: usize, part: &[u8]| bytes.get(from..).is_some_and(|b| b.starts_with(part));
    match bytes {
        [] => Err(Refusal::Empty),
        _ if PROGRAMS.iter().any(|first| begins(first)) => Err(Refusal::Program),
        _ if ARCHIVES.iter().any(|first| begins(first)) || at(257, b"ustar") => {
            Err(Refusal::Archive)
        }
        _ if begins(b"\xff\xd8\xff") => Ok(Kind::Jpeg),
        _ if begins(b"\x89PNG\r\n\x1a\n") => Ok(Kind::Png),
        _ if begins(b"GIF87a") || begins(b"GIF89a") => Ok(Kind::Gif),
        _ if begins(b"RIFF") && at(8, b"WEBP") => Ok(Kind::Webp),
        _ if begins(b"RIFF") && at(8, b"WAVE") => Ok(Kind::Wav),
        _ if begins(b"%PDF-") => Ok(Kind::Pdf),
        _ if begins(b"ID3") || is_mpeg_sound(bytes) => Ok(Kind::Mp3),
        _ if at(4, b"ftyp") => film(bytes),
        _ if [&b"moov"[..], b"mdat", b"wide"]
            .iter()
            .any(|box_| at(4, box_)) =>
        {
            Ok(Kind::Mov)
        }
        _ if begins(zip::BEGINS) => office(bytes),
        _ if begins(b"PK") => Err(Refusal::Archive),
        _ if begins(COMPOUND) => compound(bytes),
        _ => text(bytes),
    }
}

/// Whether this begins with a frame of MPEG sound, layer III (ISO 11172-3 § 2.4.1.3).
fn is_mpeg_sound(bytes: &[u8]) -> bool {
    let [0xff, second, third, ..] = bytes else {
        return false;
    };
    let is_layer_three = second & 0xe6 == 0xe2 && second & 0x18 != 0x08;
    is_layer_three && third & 0xf0 != 0xf0 && third & 0x0c != 0x0c
}

/// The family of ISO 14496-12 names itself at its beginning, and what else it agrees with.
fn film(bytes: &[u8]) -> Result<Kind, Refusal> {
    let size = bytes
        .first_chunk::<4>()
        .map_or(0, |size| u32::from_be_bytes(*size));
    let size = usize::try_from(size).unwrap_or(0).min(bytes.len()).min(256);
    let brands: Vec<&[u8]> = bytes
        .get(8..size)
        .unwrap_or_default()
        .chunks_exact(4)
        .collect();
    let is_any_of = |names: &[&[u8]]| brands.iter().any(|brand| names.contains(brand));
    match brands.first() {
        Some(&b"M4A " | &b"M4B ") => Ok(Kind::M4a),
        Some(&b"qt  ") => Ok(Kind::Mov),
        Some(_) if is_any_of(&[b"heic", b"heix", b"heim", b"heis"]) => Ok(Kind::Heic),
        Some(_)
            if is_any_of(&[
                b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"3gp4", b"3gp5",
            ]) =>
        {
            Ok(Kind::Mp4)
        }
        Some(_) | None => Err(Refusal::Unknown),
    }
}

/// An office document by the parts in it; any other ZIP file is an archive.
fn office(bytes: &[u8]) -> Result<Kind, Refusal> {
    let Some(names) = zip::names(bytes) else {
        return Err(Refusal::Broken);
    };
    let lower: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
    let holds = |name: &str| lower.iter().any(|part| part == name);
    let open = match zip::mimetype(bytes) {
        Some(b"application/vnd.oasis.opendocument.text") => Some(Kind::OpenText),
        Some(b"application/vnd.oasis.opendocument.spreadsheet") => Some(Kind::OpenSheet),
        Some(b"application/vnd.oasis.opendocument.presentation") => Some(Kind::OpenSlides),
        Some(_) | None => None,
    };
    let kind = match open {
        Some(kind) => kind,
        None if !holds("[content_types].xml") => return Err(Refusal::Archive),
        None if holds("word/document.xml") => Kind::Word,
        None if holds("xl/workbook.xml") => Kind::Excel,
        None if holds("ppt/presentation.xml") => Kind::PowerPoint,
        None => return Err(Refusal::Archive),
    };
    let is_macro = |part: &String| {
        part.ends_with("vbaproject.bin")
            || part.starts_with("xl/macrosheets/")
            || part.contains("/activex/")
            || part.starts_with("basic/")
            || part.starts_with("scripts/")
    };
    match lower.iter().any(is_macro) {
        true => Err(Refusal::Macros),
        false => Ok(kind),
    }
}

/// Outlook's e-mail, by the stream that each has ([MS-OXMSG] § 2.4); anything else is an Office
/// document from before 2007, which can hold macros that nobody sees.
fn compound(bytes: &[u8]) -> Result<Kind, Refusal> {
    let stream: Vec<u8> = "__properties_version1.0"
        .bytes()
        .flat_map(|letter| [letter, 0])
        .collect();
    match bytes.windows(stream.len()).any(|part| part == stream) {
        true => Ok(Kind::Msg),
        false => Err(Refusal::OldOffice),
    }
}

/// Text of any kind: an e-mail, a page of the web, or plain words.
fn text(bytes: &[u8]) -> Result<Kind, Refusal> {
    let is_wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let is_plain = |byte: &u8| !byte.is_ascii_control() || b"\t\n\r\x0c".contains(byte);
    if is_wide {
        // UTF-16 is not looked through; handed out as a file, it runs nowhere.
        return Ok(Kind::Text);
    }
    if !bytes.iter().all(is_plain) {
        return Err(Refusal::Unknown);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let beginning = &bytes[..bytes.len().min(BEGINNING_BYTES)];
    let beginning = String::from_utf8_lossy(beginning).to_lowercase();
    let begins = WEB
        .iter()
        .any(|first| beginning.trim_start().starts_with(first));
    let holds = ["<script", "<svg", "<html"]
        .iter()
        .any(|tag| beginning.contains(tag));
    match (begins, is_email(&beginning), holds) {
        (true, _, _) | (false, false, true) => Err(Refusal::WebPage),
        (false, true, _) => Ok(Kind::Eml),
        (false, false, false) => Ok(Kind::Text),
    }
}

/// Whether a text begins with the lines of an e-mail's head (RFC 5322 § 2.2), two that each has.
fn is_email(beginning: &str) -> bool {
    let head = beginning.split("\r\n\r\n").next().unwrap_or_default();
    let head = head.split("\n\n").next().unwrap_or_default();
    let first = head.lines().next().unwrap_or_default();
    let named = |name: &str| head.lines().any(|line| line.starts_with(name));
    let is_field = first.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    });
    let known = [
        "from:",
        "date:",
        "received:",
        "return-path:",
        "message-id:",
        "to:",
        "subject:",
    ];
    is_field && known.iter().filter(|name| named(name)).count() >= 2
}

#[cfg(test)]
#[path = "recognise_tests.rs"]
mod tests;
