//! Checking a file's rows: each is right, or named with its line, its columns and the reasons.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::sheet::{self, Sheet, Unreadable};
use crate::pupils::{Column, Details, Typed};

/// The most characters of a wrong value that are shown.
const SHOWN_CHARACTERS_MAX: usize = 40;

/// A file of which every row is right.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Checked {
    /// The optional columns that the file has; what it has not stays as it is.
    pub has_preferred_name: bool,
    /// The same, for the form.
    pub has_form: bool,
    /// Every row.
    pub rows: Vec<Row>,
}

/// A row that is right.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Row {
    /// The line on which it begins.
    pub line: usize,
    /// The pupil.
    pub details: Details,
}

/// What is wrong with one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The line on which the row begins.
    pub line: usize,
    /// The column's heading, as we write it; empty for the row as a whole.
    pub column: &'static str,
    /// What the file says there, cut short.
    pub value: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Wrong {
    /// The reason as a sentence of its own.
    pub fn sentence(&self) -> String {
        let mut letters = self.reason.chars();
        let first = letters
            .next()
            .map(|letter| letter.to_uppercase().to_string());
        format!("{}{}", first.unwrap_or_default(), letters.as_str())
    }
}

/// Checks a file of pupils.
///
/// # Errors
/// Why nothing of it can be read.
pub fn check(bytes: &[u8], today: Date) -> Result<Result<Checked, Vec<Wrong>>, Unreadable> {
    let sheet = sheet::read(bytes)?;
    let mut wrong = Vec::new();
    let mut rows: Vec<Row> = Vec::with_capacity(sheet.rows.len());
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for (line, fields) in &sheet.rows {
        match row(&sheet, fields, today) {
            Ok(details) => {
                if let Some(first) = lines.get(&details.upn) {
                    wrong.push(Wrong {
                        line: *line,
                        column: Column::Upn.words(),
                        value: details.upn.clone(),
                        reason: format!("line {first} has the same UPN"),
                    });
                } else {
                    lines.insert(details.upn.clone(), *line);
                }
                rows.push(Row {
                    line: *line,
                    details,
                });
            }
            Err(reasons) => {
                wrong.extend(reasons.into_iter().map(|(column, reason)| {
                    Wrong {
                        line: *line,
                        column: column.map_or("", Column::words),
                        value: column.map_or_else(String::new, |column| {
                            shown(field(&sheet, fields, column))
                        }),
                        reason,
                    }
                }));
            }
        }
    }
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    Ok(Ok(Checked {
        has_preferred_name: sheet.columns.contains(&Some(Column::PreferredName)),
        has_form: sheet.columns.contains(&Some(Column::Form)),
        rows,
    }))
}

type Reasons = Vec<(Option<Column>, String)>;

fn row(sheet: &Sheet, fields: &[String], today: Date) -> Result<Details, Reasons> {
    let columns = sheet.columns.len();
    if fields
        .iter()
        .skip(columns)
        .any(|more| !more.trim().is_empty())
    {
        return Err(vec![(
            None,
            format!(
                "the row has {} fields under {columns} headings; a field with a comma in it needs \
                 quotation marks around it",
                fields.len()
            ),
        )]);
    }
    if let Some(place) = fields.iter().position(|field| field.contains('\n')) {
        return Err(vec![(
            sheet.columns.get(place).copied().flatten(),
            "it runs over several lines; a quotation mark may be missing".into(),
        )]);
    }
    let of = |column| field(sheet, fields, column);
    let typed = Typed {
        upn: of(Column::Upn),
        forename: of(Column::Forename),
        surname: of(Column::Surname),
        preferred_name: of(Column::PreferredName),
        born_on: of(Column::BornOn),
        year_group: of(Column::YearGroup),
        form: of(Column::Form),
    };
    Details::check(typed, today).map_err(|wrong| {
        let named = wrong.into_iter();
        named
            .map(|(column, reason)| (Some(column), reason))
            .collect()
    })
}

fn field<'a>(sheet: &Sheet, fields: &'a [String], column: Column) -> &'a str {
    let place = sheet
        .columns
        .iter()
        .position(|known| *known == Some(column));
    place
        .and_then(|place| fields.get(place))
        .map_or("", String::as_str)
}

fn shown(value: &str) -> String {
    let line = value.trim().lines().next().unwrap_or_default();
    if line.chars().count() <= SHOWN_CHARACTERS_MAX {
        return line.to_owned();
    }
    let cut: String = line.chars().take(SHOWN_CHARACTERS_MAX).collect();
    format!("{cut}…")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 22);

    fn wrong(rows: &str) -> Vec<String> {
        let file = format!("Surname,Forename,UPN,DOB,Year,Form\n{rows}");
        let wrong = check(file.as_bytes(), TODAY).unwrap().unwrap_err();
        wrong
            .iter()
            .map(|wrong| format!("{} {}: {}", wrong.line, wrong.column, wrong.reason))
            .collect()
    }

    #[test]
    fn every_wrong_row_is_named_with_its_line_column_and_reason() {
        assert_eq!(
            wrong(
                "Ash,Amy,B801200005001,1 May 2014,7,7B\n\
                 ,Ben,A801200005001,31/02/2014,14\n"
            ),
            [
                "3 UPN: its check letter does not fit: one of its characters is wrong (these \
                 digits would begin with B)",
                "3 Surname: it is empty",
                "3 Date of birth: there is no such day; check the day and the month",
                "3 Year group: a year group is N1, N2, R or a number from 1 to 13",
            ]
        );
    }

    #[test]
    fn one_upn_on_two_lines_is_named_with_both() {
        let row = "Ash,Amy,B801200005001,1 May 2014,7,7B\n";
        assert_eq!(
            wrong(&format!("{row}{row}")),
            ["3 UPN: line 2 has the same UPN"]
        );
    }

    #[test]
    fn a_comma_or_a_quotation_mark_astray_is_named() {
        let wrong = wrong(
            "Ash, junior,Amy,B801200005001,1 May 2014,7,7B\n\
             \"Bell,Ben,B801200005001,1 May 2014,7,7B\nCole,Cy,x,y,z",
        );
        assert!(wrong[0].starts_with("2 : the row has 7 fields under 6 headings"));
        assert!(wrong[1].starts_with("3 Surname: it runs over several lines"));
    }

    #[test]
    fn what_is_right_is_kept() {
        let file = "UPN;Legal Forename;Legal Surname;Date of Birth;Year Group\n\
                    b801200005001;Zo\u{eb};O’Sullivan;01/05/2014;Year 7\n";
        let checked = check(file.as_bytes(), TODAY).unwrap().unwrap();
        assert!(!checked.has_form && !checked.has_preferred_name);
        assert_eq!(checked.rows[0].line, 2);
        assert_eq!(checked.rows[0].details.year_group, "7");
    }
}
