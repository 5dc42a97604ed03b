//! The school's keys as a CSV file (RFC 4180), for the auditor and the inventory.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::IntoResponse;
use keyward_web::{Answer, Problem};

use super::estate::{Grace, Holder};
use super::store;
use crate::audit::Entry;
use crate::cx::Cx;

const HEAD: [&str; 14] = [
    "Name",
    "Email address",
    "User groups",
    "Keys that work",
    "Can elevate with too few keys until",
    "Handed out",
    "Key",
    "Kind",
    "Model",
    "Serial number",
    "Added",
    "Last used",
    "Where last used",
    "State",
];

pub(super) async fn post(cx: Cx) -> Answer {
    let holders = cx
        .write(|tx| {
            let holders = store::everybody(tx)?;
            let school = tx.school()?;
            tx.entry(
                Entry::of("keys exported", "school", &school.0).with("people", holders.len()),
            )?;
            Ok::<_, Problem>(holders)
        })
        .await?;
    let csv = written(&holders).map_err(Problem::bug)?;
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8"),
        ),
        (
            CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"keys.csv\""),
        ),
    ];
    Ok((StatusCode::OK, headers, csv).into_response())
}

fn written(holders: &[Holder]) -> Result<Vec<u8>, csv::Error> {
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    csv.write_record(HEAD)?;
    for holder in holders {
        let grace = holder.grace.map(|grace| match grace {
            Grace::Until(until) => until.rfc3339(),
            Grace::FromNextClick(days) => Grace::days_words(&days),
        });
        let who = [
            holder.name.clone(),
            holder.email.clone(),
            holder.groups.clone(),
            holder.working().to_string(),
            grace.unwrap_or_default(),
            holder.handed_out.join(", "),
        ];
        let keys = holder.keys.iter().map(|key| {
            let last = key.last_used.as_ref();
            [
                key.name.clone(),
                key.shown.kind.words().to_owned(),
                key.model.clone(),
                key.serial.clone(),
                key.added_at.rfc3339(),
                last.map(|(at, _)| at.rfc3339()).unwrap_or_default(),
                last.map(|(_, device)| device.clone()).unwrap_or_default(),
                key.state.words().to_owned(),
            ]
        });
        let mut rows: Vec<[String; 8]> = keys.collect();
        if rows.is_empty() {
            rows.push([const { String::new() }; 8]);
        }
        for row in rows {
            csv.write_record(who.iter().chain(&row).map(|cell| inert(cell)))?;
        }
    }
    csv.into_inner().map_err(|error| error.into_error().into())
}

/// A cell that no spreadsheet takes for a formula (OWASP, "CSV Injection").
fn inert(cell: &str) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key_estate::estate;

    #[test]
    fn a_line_a_key_and_a_line_for_whoever_has_none() {
        let mut without = estate::sample();
        without.keys.clear();
        without.grace = Some(Grace::FromNextClick(14));
        without.handed_out.clear();
        let csv = written(&[estate::sample(), without]).expect("CSV");
        let text = String::from_utf8(csv).expect("text");
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines.len(), 5, "{text}");
        assert!(
            lines[1].starts_with("Amira Khan,amira.khan@hawthorn-park.example,\"DSL, Staff\",1,")
        );
        assert!(lines[1].contains(",\"14 203 512 (Blue, USB-A)\",Blue key,U2F key,,"));
        assert!(lines[1].ends_with(",Chrome on Windows,Works"));
        assert!(lines[2].ends_with(",Lost"));
        let nothing = ",0,14 days from their next click,,,,,,,,,";
        assert!(lines[3].ends_with(nothing), "{}", lines[3]);
        let columns = |line: &str| line.matches(',').count();
        assert_eq!(columns(lines[0]), columns(nothing) + 2, "{}", lines[0]);
    }

    #[test]
    fn no_cell_is_a_formula() {
        for wicked in ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1"] {
            let mut holder = estate::sample();
            holder.keys[0].name = wicked.into();
            let csv = written(&[holder]).expect("CSV");
            let text = String::from_utf8(csv).expect("text");
            assert!(text.contains(&format!(",'{wicked}")), "{text}");
        }
    }
}
