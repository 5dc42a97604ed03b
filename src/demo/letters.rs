//! The letters in the demo's mailbox, read from their files (RFC 5322).

use std::path::Path;

use keyward_moment::Moment;
use mail_parser::MessageParser;

/// A letter as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub to: String,
    pub subject: String,
    pub sent_at: Moment,
    pub text: String,
}

/// A piece of a letter's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Words(String),
    /// An address of Keyward's own; no other becomes a link.
    Link(String),
    LineEnd,
}

/// Every letter in the folder, newest first. What is no letter is passed over.
pub(super) async fn read(folder: &Path) -> std::io::Result<Vec<Letter>> {
    let mut files = match tokio::fs::read_dir(folder).await {
        Ok(files) => files,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut letters = Vec::new();
    while let Some(file) = files.next_entry().await? {
        let path = file.path();
        if path.extension().is_some_and(|extension| extension == "eml") {
            letters.extend(parse(&tokio::fs::read(&path).await?).map(|letter| (path, letter)));
        }
    }
    // The files are named after identifiers, which sort by time.
    letters.sort_by(|(a, one), (b, other)| (other.sent_at, b).cmp(&(one.sent_at, a)));
    Ok(letters.into_iter().map(|(_, letter)| letter).collect())
}

fn parse(file: &[u8]) -> Option<Letter> {
    let message = MessageParser::default().parse(file)?;
    Some(Letter {
        to: message.to()?.first()?.address()?.to_owned(),
        subject: message.subject()?.to_owned(),
        sent_at: Moment::from_micros(message.date()?.to_timestamp().checked_mul(1_000_000)?),
        text: message.body_text(0)?.replace("\r\n", "\n"),
    })
}

/// The paragraphs of a text, in pieces.
pub(super) fn paragraphs(text: &str, origin: &str) -> Vec<Vec<Piece>> {
    let paragraphs = text
        .split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty());
    paragraphs
        .map(|paragraph| pieces(paragraph, origin))
        .collect()
}

fn pieces(paragraph: &str, origin: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (number, line) in paragraph.lines().enumerate() {
        if number > 0 {
            pieces.push(Piece::LineEnd);
        }
        let mut rest = line;
        while let Some((before, link, after)) = next_link(rest, origin) {
            pieces.push(Piece::Words(before.to_owned()));
            pieces.push(Piece::Link(link.to_owned()));
            rest = after;
        }
        pieces.push(Piece::Words(rest.to_owned()));
    }
    pieces.retain(|piece| *piece != Piece::Words(String::new()));
    pieces
}

fn next_link<'t>(text: &'t str, origin: &str) -> Option<(&'t str, &'t str, &'t str)> {
    let mut found = text.match_indices(origin).map(|(index, _)| index);
    // Without the slash `http://localhost:8080` would begin `http://localhost:8080@elsewhere` too.
    let from = found.find(|index| text[index + origin.len()..].starts_with('/'))?;
    let rest = &text[from..];
    let length = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'))
        .unwrap_or(rest.len());
    let link = rest[..length].trim_end_matches(['.', ',', ';', ')']);
    Some((&text[..from], link, &rest[link.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "http://localhost:8080";

    fn words(text: &str) -> Piece {
        Piece::Words(text.into())
    }

    fn link(text: &str) -> Piece {
        Piece::Link(text.into())
    }

    #[test]
    fn a_letter_is_read_as_it_was_written() {
        let file = "From: Keyward <keyward@localhost>\r\n\
            To: amira.khan@hawthorn-park.example\r\n\
            Subject: =?utf-8?b?U2nDom4=?=\r\n\
            Date: Sun, 22 Nov 2026 14:05:00 +0000\r\n\
            Content-Transfer-Encoding: quoted-printable\r\n\
            Content-Type: text/plain; charset=utf-8\r\n\r\n\
            Hello Si=C3=A2n,\r\n\r\nopen http://localhost:8080/hawthorn-park/pass=\r\nword/abc\r\n";
        let letter = parse(file.as_bytes()).unwrap();
        assert_eq!(letter.to, "amira.khan@hawthorn-park.example");
        assert_eq!(letter.subject, "Siân");
        assert_eq!(letter.sent_at.day_and_time(), "22 November 2026 at 14:05");
        let address = "http://localhost:8080/hawthorn-park/password/abc";
        assert_eq!(
            paragraphs(&letter.text, ORIGIN),
            [
                vec![words("Hello Siân,")],
                vec![words("open "), link(address)]
            ]
        );
    }

    #[test]
    fn only_our_own_addresses_become_links() {
        for other in [
            "see https://example.org/x",
            "http://localhost:80801/x",
            "http://localhost:8080.example.org/",
            "http://localhost:8080@example.org/",
            "http://localhost:8080",
            "javascript:alert(1)",
        ] {
            assert_eq!(paragraphs(other, ORIGIN), [vec![words(other)]], "{other}");
        }
    }

    #[test]
    fn a_sentence_ends_after_a_link_and_lines_stay_lines() {
        let text = "Open http://localhost:8080/a, then\n(http://localhost:8080/b).";
        let expected = vec![
            words("Open "),
            link("http://localhost:8080/a"),
            words(", then"),
            Piece::LineEnd,
            words("("),
            link("http://localhost:8080/b"),
            words(")."),
        ];
        assert_eq!(paragraphs(text, ORIGIN), [expected]);
    }
}
