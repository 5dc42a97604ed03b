//! A file of comma-separated values (RFC 4180) as programs for schools write it: with commas,
//! semicolons or tabs, in UTF-8, UTF-16 or Windows-1252, with whatever line ends.

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::pupils::Column;

/// The largest file that is read.
pub const FILE_BYTES_MAX: usize = 5 * 1024 * 1024;
/// The most rows that are read.
pub const ROWS_MAX: usize = 20_000;

/// Why nothing of a file can be read, in words for whoever sent it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// A file's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Which column each field of a row belongs to.
    pub columns: Vec<Option<Column>>,
    /// Each row: the line on which it begins, and its fields.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Reads a file.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(too_large());
    }
    let text = text(bytes)?;
    let (from, text) = after_separator_line(&text);
    let delimiter = delimiter(text);
    let mut rows = rows(text, delimiter, from)?.into_iter();
    let Some((_, headings)) = rows.next() else {
        return Err(Unreadable(
            "The file is empty. Export the pupils again, with a first line of headings.".into(),
        ));
    };
    let columns = columns(&headings)?;
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Err(Unreadable(
            "The file holds headings and no pupils. Export the pupils again.".into(),
        ));
    }
    Ok(Sheet { columns, rows })
}

/// What is said of a file that is too large.
pub(super) fn too_large() -> Unreadable {
    Unreadable(
        "The file is larger than 5 MB. Export only the columns that are asked for, or import one \
         year group at a time."
            .into(),
    )
}

fn text(bytes: &[u8]) -> Result<String, Unreadable> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Unreadable(
            "This is an Excel workbook. In Excel choose Save As, then the type “CSV UTF-8 (Comma \
             delimited)”, and choose the new file here."
                .into(),
        ));
    }
    // A mark at the beginning names the encoding; without one it is UTF-8 when it can be, and
    // otherwise what Excel writes on a British Windows.
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    };
    if text.contains('\0') {
        return Err(Unreadable(
            "This is not a file of comma-separated values (CSV). Export the pupils as CSV and \
             choose that file here."
                .into(),
        ));
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Excel may write its separator on a line before the headings: `sep=;`. Answers the number of
/// the first line after it, and the rest.
fn after_separator_line(text: &str) -> (usize, &str) {
    match text.split_once('\n') {
        Some((first, rest)) if first.trim_matches('"').starts_with("sep=") => (2, rest),
        _ => (1, text),
    }
}

/// The separator by which most headings are known.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty());
    let line = line.unwrap_or_default();
    let known = |delimiter: u8| {
        line.split(char::from(delimiter))
            .filter(|heading| Column::headed(heading).is_some())
            .count()
    };
    // Of equals the last wins, and the comma is the usual one.
    let best = [b'\t', b';', b','].into_iter().max_by_key(|d| known(*d));
    best.unwrap_or(b',')
}

/// The rows that hold anything, each with the line on which it begins.
fn rows(
    text: &str,
    delimiter: u8,
    first_line: usize,
) -> Result<Vec<(usize, Vec<String>)>, Unreadable> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let bytes = text.as_bytes();
    let (mut rows, mut line, mut counted) = (Vec::new(), first_line, 0);
    for record in reader.records() {
        let record = record.map_err(|error| Unreadable(format!("It cannot be read: {error}")))?;
        let from = record.position().map_or(counted, |position| {
            usize::try_from(position.byte()).unwrap_or(counted)
        });
        // Empty lines before a row are counted too.
        let empty = bytes[from..].iter().take_while(|b| **b == b'\n').count();
        let begins = from + empty;
        line += bytes[counted..begins]
            .iter()
            .filter(|b| **b == b'\n')
            .count();
        counted = begins;
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        // One more than the most: the headings.
        if rows.len() > ROWS_MAX {
            return Err(Unreadable(format!(
                "The file holds more than {ROWS_MAX} pupils. Import one year group at a time."
            )));
        }
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(rows)
}

/// Which column each heading means. Of two headings for one column the better-known counts; of two
/// known alike, or of two numbers, nobody knows which is right.
fn columns(headings: &[String]) -> Result<Vec<Option<Column>>, Unreadable> {
    let mut columns = vec![None; headings.len()];
    for column in Column::ALL {
        let known = headings.iter().enumerate();
        let mut known: Vec<(usize, usize)> = known
            .filter_map(|(place, heading)| Some((column.rank(heading)?, place)))
            .collect();
        let best = known.iter().map(|(rank, _)| *rank).min();
        // By its UPN a pupil is found again: here a lesser-known heading is not passed over.
        known.retain(|(rank, _)| column == Column::Upn || Some(*rank) == best);
        let places: Vec<usize> = known.into_iter().map(|(_, place)| place).collect();
        match places[..] {
            [] => {}
            [place] => columns[place] = Some(column),
            _ => return Err(several(column, headings, &places)),
        }
    }
    let missing: Vec<&str> = Column::ALL
        .into_iter()
        .filter(|column| !column.may_be_absent() && !columns.contains(&Some(*column)))
        .map(Column::words)
        .collect();
    if missing.is_empty() {
        return Ok(columns);
    }
    let found: Vec<&str> = headings
        .iter()
        .map(|heading| heading.trim())
        .filter(|heading| !heading.is_empty() && heading.len() <= 60)
        .take(20)
        .collect();
    Err(Unreadable(format!(
        "The file has no column for {}. Its first line must hold the headings; it holds: {}.",
        missing.join(", "),
        found.join(", ")
    )))
}

/// What is said of several columns that mean one thing.
fn several(column: Column, headings: &[String], places: &[usize]) -> Unreadable {
    let mut named: Vec<String> = places
        .iter()
        .map(|place| format!("“{}” (column {})", headings[*place].trim(), place + 1))
        .collect();
    let how_many = match named.len() {
        2 => "two".to_owned(),
        more => more.to_string(),
    };
    let last = named.pop().unwrap_or_default();
    Unreadable(format!(
        "The file has {how_many} columns for {}: {} and {last}. Remove all but the right one, then \
         choose the file again.",
        column.words(),
        named.join(", "),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADINGS: &str = "UPN,Forename,Surname,Date of birth,Year group";

    fn lines(text: &str) -> Vec<usize> {
        let sheet = read(text.as_bytes()).expect("readable");
        sheet.rows.into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn rows_know_their_lines_whatever_the_line_ends() {
        assert_eq!(
            lines(&format!("{HEADINGS}\na,b\n\n\nc,d\n,,\ne")),
            [2, 5, 7]
        );
        assert_eq!(lines(&format!("{HEADINGS}\r\na,b\r\n\r\nc,d\r\n")), [2, 4]);
        assert_eq!(lines(&format!("{HEADINGS}\ra,b\rc,d")), [2, 3]);
        assert_eq!(lines(&format!("\n{HEADINGS}\n\"a\nb\",c\nd,e")), [3, 5]);
        assert_eq!(lines(&format!("sep=,\r\n{HEADINGS}\r\na,b")), [3]);
    }

    #[test]
    fn separators_quotes_and_encodings_are_seen_through() {
        let semicolons = HEADINGS.replace(',', ";");
        let fields = |bytes: &[u8]| read(bytes).expect("readable").rows[0].1.join("|");
        assert_eq!(
            fields(format!("\u{feff}{semicolons}\n1;\"O;Sullivan\";Zoë").as_bytes()),
            "1|O;Sullivan|Zoë"
        );
        let tabs = HEADINGS.replace(',', "\t");
        let utf16: Vec<u8> = format!("\u{feff}{tabs}\r\n1\tZoë")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(fields(&utf16), "1|Zoë");
        let mut windows = format!("{HEADINGS}\r\n1,Zo").into_bytes();
        windows.extend(b"\xeb,O\x92Sullivan");
        assert_eq!(fields(&windows), "1|Zoë|O’Sullivan");
    }

    #[test]
    fn of_two_headings_the_better_known_counts() {
        let sheet = read(b"UPN,Year,Legal forename,Forename,Surname,DOB,Year group\na").unwrap();
        assert_eq!(sheet.columns[1], None);
        assert_eq!(sheet.columns[2], None);
        assert_eq!(sheet.columns[3], Some(Column::Forename));
        assert_eq!(sheet.columns[6], Some(Column::YearGroup));
    }

    #[test]
    fn of_two_columns_that_mean_one_thing_nobody_guesses() {
        for (headings, words) in [
            (
                "Unique Pupil Number,Forename,Surname,DOB,Year, UPN ",
                "two columns for UPN: “Unique Pupil Number” (column 1) and “UPN” (column 6)",
            ),
            (
                "UPN,Forename,Surname,DOB,Year,UPN,upn",
                "3 columns for UPN: “UPN” (column 1), “UPN” (column 6) and “upn” (column 7)",
            ),
            (
                "UPN,Forename,Surname,Legal surname,DOB,Year,surname",
                "two columns for Surname: “Surname” (column 3) and “surname” (column 7)",
            ),
        ] {
            let unreadable = read(format!("{headings}\na").as_bytes()).unwrap_err().0;
            assert!(unreadable.contains(words), "{unreadable}");
            assert!(unreadable.contains("Remove all but the right one"));
        }
    }

    #[test]
    fn what_cannot_be_read_gets_words() {
        for (bytes, words) in [
            (&b""[..], "is empty"),
            (b"\n\n ,\n", "is empty"),
            (HEADINGS.as_bytes(), "no pupils"),
            (
                b"UPN,Forename\na,b",
                "no column for Surname, Date of birth, Year group",
            ),
            (b"PK\x03\x04rest", "Excel workbook"),
            (b"a\0b", "not a file of comma-separated values"),
        ] {
            let unreadable = read(bytes).unwrap_err().to_string();
            assert!(unreadable.contains(words), "{unreadable}");
        }
        let many = format!("{HEADINGS}\n{}", "a\n".repeat(ROWS_MAX + 1));
        assert!(read(many.as_bytes()).unwrap_err().0.contains("20000"));
        let most = format!("{HEADINGS}\n{}", "a\n".repeat(ROWS_MAX));
        assert_eq!(read(most.as_bytes()).unwrap().rows.len(), ROWS_MAX);
        let large = vec![b'a'; FILE_BYTES_MAX + 1];
        assert!(read(&large).unwrap_err().0.contains("5 MB"));
    }

    proptest::proptest! {
        #[test]
        fn nothing_breaks_the_reading(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let mut file = format!("{HEADINGS}\n").into_bytes();
            file.extend(&bytes);
            let _ = read(&file);
            let _ = read(&bytes);
        }
    }
}
