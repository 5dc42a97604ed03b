//! A table of beginnings: what each file is, and why it is refused.

use super::*;

/// A file of the ISO 14496-12 family with these brands.
fn film_of(brands: &[&str]) -> Vec<u8> {
    let size = u32::try_from(8 + 4 + 4 * brands.len()).expect("few brands");
    let mut bytes = size.to_be_bytes().to_vec();
    bytes.extend(b"ftyp");
    bytes.extend(brands[0].as_bytes());
    bytes.extend([0; 4]);
    for brand in &brands[1..] {
        bytes.extend(brand.as_bytes());
    }
    bytes.extend(b"....mdat");
    bytes
}

/// An office document of these parts.
fn office_of(parts: &[&str]) -> Vec<u8> {
    let parts: Vec<(&str, &str)> = parts.iter().map(|name| (*name, "<x/>")).collect();
    zip::of(&parts)
}

fn wide(text: &str) -> Vec<u8> {
    text.bytes().flat_map(|letter| [letter, 0]).collect()
}

#[test]
fn a_file_is_what_its_content_says() {
    let types = "[Content_Types].xml";
    let open = |kind: &str| {
        let kind = format!("application/vnd.oasis.opendocument.{kind}");
        zip::of(&[("mimetype", &kind), ("content.xml", "<x/>")])
    };
    let message = [COMPOUND, &[0; 600], &wide("__properties_version1.0")].concat();
    for (bytes, kind) in [
        (b"\xff\xd8\xff\xe1Exif".to_vec(), Kind::Jpeg),
        (b"\x89PNG\r\n\x1a\n....".to_vec(), Kind::Png),
        (b"GIF89a....".to_vec(), Kind::Gif),
        (b"GIF87a....".to_vec(), Kind::Gif),
        (b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), Kind::Webp),
        (b"RIFF\0\0\0\0WAVEfmt ".to_vec(), Kind::Wav),
        (b"%PDF-1.7\n".to_vec(), Kind::Pdf),
        (b"ID3\x04\0".to_vec(), Kind::Mp3),
        (b"\xff\xfb\x90\x64".to_vec(), Kind::Mp3),
        (film_of(&["heic", "mif1"]), Kind::Heic),
        (film_of(&["mif1", "mif1", "heic"]), Kind::Heic),
        (film_of(&["M4A ", "isom"]), Kind::M4a),
        (film_of(&["isom", "iso2", "mp41"]), Kind::Mp4),
        (film_of(&["qt  "]), Kind::Mov),
        (b"\0\0\0\x08wide....mdat".to_vec(), Kind::Mov),
        (office_of(&[types, "word/document.xml"]), Kind::Word),
        (office_of(&[types, "xl/workbook.xml"]), Kind::Excel),
        (
            office_of(&[types, "ppt/presentation.xml"]),
            Kind::PowerPoint,
        ),
        (open("text"), Kind::OpenText),
        (open("spreadsheet"), Kind::OpenSheet),
        (open("presentation"), Kind::OpenSlides),
        (message, Kind::Msg),
        (
            b"From: a@b\r\nSubject: hello\r\nDate: x\r\n\r\n<html>".to_vec(),
            Kind::Eml,
        ),
        ("He said “no”.\n".into(), Kind::Text),
        (b"Caf\xe9, in an older alphabet".to_vec(), Kind::Text),
        ([&b"\xff\xfe"[..], &wide("wide")].concat(), Kind::Text),
        (b"To do: ring home\nthen wait".to_vec(), Kind::Text),
    ] {
        assert_eq!(kind_of(&bytes), Ok(kind));
    }
}

#[test]
fn what_could_run_or_hide_is_refused_whatever_it_is_called() {
    let types = "[Content_Types].xml";
    let word = "word/document.xml";
    for (bytes, why) in [
        (vec![], Refusal::Empty),
        (b"MZ\x90\0".to_vec(), Refusal::Program),
        (b"\x7fELF\x02".to_vec(), Refusal::Program),
        (b"\xcf\xfa\xed\xfe".to_vec(), Refusal::Program),
        (b"#!/bin/sh\necho".to_vec(), Refusal::Program),
        (b"L\0\0\0\x01\x14\x02\0..".to_vec(), Refusal::Program),
        (b"<!DOCTYPE html><p>".to_vec(), Refusal::WebPage),
        (b"\xef\xbb\xbf\n <svg onload=x>".to_vec(), Refusal::WebPage),
        (b"<?xml version='1.0'?>".to_vec(), Refusal::WebPage),
        (b"Hello <script>alert(1)".to_vec(), Refusal::WebPage),
        (b"7z\xbc\xaf\x27\x1c".to_vec(), Refusal::Archive),
        (b"Rar!\x1a\x07\x01".to_vec(), Refusal::Archive),
        (b"\x1f\x8b\x08".to_vec(), Refusal::Archive),
        (office_of(&["a.txt"]), Refusal::Archive),
        (office_of(&[types, "AndroidManifest.xml"]), Refusal::Archive),
        (office_of(&["word/document.xml"]), Refusal::Archive),
        (
            office_of(&[types, word, "word/vbaProject.bin"]),
            Refusal::Macros,
        ),
        (
            office_of(&[types, "xl/workbook.xml", "xl/macrosheets/sheet1.xml"]),
            Refusal::Macros,
        ),
        (
            zip::of(&[
                ("mimetype", "application/vnd.oasis.opendocument.text"),
                ("Basic/script-lc.xml", "<x/>"),
            ]),
            Refusal::Macros,
        ),
        (b"PK\x03\x04 and no end".to_vec(), Refusal::Broken),
        ([COMPOUND, &[0; 600]].concat(), Refusal::OldOffice),
        (film_of(&["avif"]), Refusal::Unknown),
        (b"words with a\0nothing".to_vec(), Refusal::Unknown),
    ] {
        assert_eq!(kind_of(&bytes), Err(why));
    }
}

#[test]
fn a_file_that_is_two_things_counts_as_what_it_begins_as() {
    let archive = office_of(&["a.txt"]);
    for (first, is) in [
        (&b"GIF89a/*"[..], Ok(Kind::Gif)),
        (b"\xff\xd8\xff<script>", Ok(Kind::Jpeg)),
        (b"%PDF-1.4 MZ", Ok(Kind::Pdf)),
        (b"MZ%PDF-1.4", Err(Refusal::Program)),
        (b"\n%PDF-1.4 <html>", Err(Refusal::Unknown)),
    ] {
        let both = [first, &archive].concat();
        assert_eq!(kind_of(&both), is);
    }
}
