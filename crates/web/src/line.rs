//! One line of text that reads as it is written: names of people, groups, schools and keys.

/// The text with one blank where there were several, if it reads as it is written: without
/// control characters, characters that could not be read (U+FFFD), marks that turn the reading
/// direction (Unicode Bidirectional Algorithm § 2) and blanks without width.
pub fn readable_line(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    (!line.chars().any(misleads)).then_some(line)
}

fn misleads(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{fffd}'
            | '\u{061c}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::readable_line;

    #[test]
    fn a_line_reads_as_it_is_written() {
        assert_eq!(
            readable_line("  Siân \r\n Llewellyn ").as_deref(),
            Some("Siân Llewellyn")
        );
        assert_eq!(
            readable_line("علی\u{200c}رضا").as_deref(),
            Some("علی\u{200c}رضا")
        );
        for wrong in [
            "a\u{202e}b",
            "\u{fffd}",
            "a\u{0}b",
            "a\u{200b}b",
            "\u{2066}a",
            "a\u{7}",
        ] {
            assert_eq!(readable_line(wrong), None, "{wrong:?}");
        }
    }
}
