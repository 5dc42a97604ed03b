//! Files, as people meet them.

mod attaching;
mod opening;
mod under_way;
mod way_back;

use axum::body::Body;
use axum::http::Method;
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE};
use keyward_db::params;

use super::zip;
use crate::audit::Entry;
use crate::ids::PupilId;
use crate::pupils::{self, Details};
use crate::testing::{Page, School, Visitor};

/// A picture of one dot.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF";
const NAME: &str = "Ella’s drawing.png";
const TYPED: &str = "She drew this at break.";

keyward_db::statements! {
    /// Everything that the database holds of files.
    HELD = "SELECT document.name, document_content.content FROM document
            JOIN document_content ON document_content.document_id = document.id";
    /// Names a member of staff in a concern.
    NAME_STAFF = "INSERT INTO concern_staff (concern_id, person_id) VALUES ($1, $2)";
    /// What the database says of what is in files.
    TAGS = "SELECT content_tag FROM document";
    /// Alerts somebody to every concern.
    ALERT = "INSERT INTO alert (concern_id, person_id, alerted_at)
             SELECT concern.id, $1, 0 FROM concern";
    /// Nobody is alerted to any concern.
    NOBODY_ALERTED = "DELETE FROM alert";
    /// How many files there are.
    COUNT = "SELECT COUNT(*) FROM document_content";
}

/// A body with these fields and files (RFC 7578).
fn parts(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--parts\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
    }
    for (name, content) in files {
        let head = format!(
            "--parts\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: text/html\r\n\r\n"
        );
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(b"--parts--\r\n");
    body
}

async fn sends(
    visitor: &mut Visitor,
    path: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Page {
    let kind = Some("multipart/form-data; boundary=parts");
    let body = Body::from(parts(fields, files));
    visitor.send(Method::POST, path, kind, body).await
}

/// A form that somebody is filling in.
struct Desk {
    form: String,
    fields: Vec<(String, String)>,
}

impl Desk {
    async fn opens(school: &School, visitor: &mut Visitor, pupil: &PupilId) -> Self {
        let page = visitor.get("/concerns/new").await;
        let first = |selector: &str| page.every(selector, "value")[0].clone();
        let category = page.every("input[name=category]", "value")[0].clone();
        let fields = [
            ("form", first("input[name=form]")),
            ("draft", first("input[name=draft]")),
            ("page", first("input[name=page]")),
            ("turn", "1".to_owned()),
            ("writer", first("input[name=writer]")),
            ("day", first("#day")),
            ("time", first("#time")),
            ("place", "Art room".to_owned()),
            ("category", category),
            ("seen-and-heard", TYPED.to_owned()),
            ("pupil", pupil.0.clone()),
            ("alert", school.person("colleague").await.0),
        ];
        Self {
            form: first("input[name=form]"),
            fields: fields
                .map(|(name, value)| (name.to_owned(), value))
                .to_vec(),
        }
    }

    fn field(&self, wanted: &str) -> &str {
        let found = self.fields.iter().find(|(name, _)| name == wanted);
        &found.expect("a field").1
    }

    async fn posts(&self, visitor: &mut Visitor, path: &str) -> Page {
        let fields: Vec<(&str, &str)> = self.fields.iter().map(|(k, v)| (&**k, &**v)).collect();
        visitor.post(path, &fields).await
    }

    fn files(&self) -> String {
        format!("/drafts/{}/documents", self.form)
    }

    /// Attaches files as the script of the page does.
    async fn attaches(&self, visitor: &mut Visitor, files: &[(&str, &[u8])]) -> Page {
        let own = [
            ("page", self.field("page")),
            ("writer", self.field("writer")),
        ];
        let json = "application/json".parse().expect("a header");
        visitor.headers.insert(ACCEPT, json);
        let answer = sends(visitor, &self.files(), &own, files).await;
        visitor.headers.remove(ACCEPT);
        answer
    }
}

async fn ella(school: &School) -> PupilId {
    let enrolled = school.writes(|tx| {
        let details = Details {
            upn: "A1".into(),
            forename: "Ella".into(),
            surname: "Fairweather".into(),
            preferred_name: String::new(),
            born_on: "2014-05-01".into(),
            year_group: "7".into(),
            form: "7B".into(),
        };
        let id = pupils::enrol(tx, &details)?;
        tx.entry(Entry::of("pupil enrolled", "pupil", &id.0))?;
        Ok(id)
    });
    enrolled.await
}

/// Sam logs a concern with these files: Sam, and the address of the concern.
async fn logged_with(school: &School, files: &[(&str, &[u8])]) -> (Visitor, String) {
    let ella = ella(school).await;
    let mut sam = school.signed_in("staff").await;
    let desk = Desk::opens(school, &mut sam, &ella).await;
    if !files.is_empty() {
        desk.attaches(&mut sam, files).await.is(200);
    }
    school.clock.advance_seconds(1);
    assert_eq!(
        desk.posts(&mut sam, "/concerns").await.leads_to(),
        "/dashboard"
    );
    let links = sam.get("/concerns").await.every("a.kw-list__link", "href");
    (sam, links[0].clone())
}

/// Where the files of a page lie.
fn addresses(page: &Page) -> Vec<String> {
    page.every(".kw-file > a.govuk-link:not(.kw-file__save)", "href")
}

async fn held(school: &School) -> i64 {
    let read = school
        .app
        .db()
        .read(|tx| tx.one(COUNT, &[], |row| row.get(0)));
    read.await.expect("read").expect("a count")
}
