//! Files, as people meet them.

use axum::body::Body;
use axum::http::Method;
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE};
use keyward_db::params;

use super::zip;
use crate::audit::Entry;
use crate::ids::PupilId;
use crate::pupils::{self, Details};
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    a_file_goes_with_the_concern_that_is_logged
    a_draft_and_its_files_are_the_writers_alone
    a_refused_file_says_why_and_loses_nothing
    what_is_too_large_or_too_many_says_so
    a_file_opens_for_whoever_may_read_the_concern_and_is_written_down
    a_file_never_runs_where_our_pages_do
    files_are_added_to_a_concern_later_and_never_removed
    a_file_is_removed_from_a_draft_and_what_was_typed_stays
    a_file_that_is_sent_twice_is_kept_once
    two_tabs_with_one_draft_keep_the_files_of_both
    a_file_is_sealed_and_known_by_its_hash_alone
}

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
        let category = page.every("#category option", "value")[1].clone();
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
    page.every(".kw-file > a.govuk-link", "href")
}

async fn held(school: &School) -> i64 {
    let read = school
        .app
        .db()
        .read(|tx| tx.one(COUNT, &[], |row| row.get(0)));
    read.await.expect("read").expect("a count")
}

async fn a_file_goes_with_the_concern_that_is_logged(school: School) {
    let (mut sam, concern) = logged_with(&school, &[(NAME, PNG), ("notes.txt", b"words")]).await;
    let page = sam.get(&concern).await;
    page.reads(NAME)
        .reads("Picture, 33 bytes")
        .reads("notes.txt");
    page.never_says("Added by");
    let files = addresses(&page);
    assert_eq!(files.len(), 2);
    let pictures = page.every(".kw-file img", "src");
    assert_eq!(pictures, [files[0].clone()]);
    let file = sam.get(&files[0]).await;
    assert_eq!(file.is(200).headers[CONTENT_TYPE], "image/png");
    assert!(file.body.contains("IHDR"));
    assert_eq!(held(&school).await, 2);
}

async fn a_draft_and_its_files_are_the_writers_alone(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let desk = Desk::opens(&school, &mut sam, &ella).await;
    let answer = desk.attaches(&mut sam, &[(NAME, PNG)]).await;
    let told = answer.is(200).json();
    let address = told["files"][0]["address"].as_str().expect("an address");
    assert_eq!(told["files"][0]["name"], NAME);
    sam.get(address).await.is(200);
    sam.get(&desk.files()).await.is(200).reads(NAME);
    for person in ["colleague", "dsl", "admin"] {
        let mut other = school.elevated(person).await;
        other.get(address).await.is(404);
        other.get(&desk.files()).await.is(404).never_says(NAME);
        // A page of Sam's attaches nothing for somebody else, and nobody attaches to Sam's draft.
        desk.attaches(&mut other, &[("a.png", PNG)]).await.is(404);
        sends(&mut other, &desk.files(), &[], &[("a.png", PNG)])
            .await
            .is(404);
        let id = told["files"][0]["id"].as_str().expect("an id");
        let elsewhere = format!("/concerns/nothing/documents/{id}");
        other.get(&elsewhere).await.is(404);
    }
    assert_eq!(held(&school).await, 1);
    let mut lee = school.neighbour("Staff").await;
    lee.get(address).await.is(404);
}

async fn a_refused_file_says_why_and_loses_nothing(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let desk = Desk::opens(&school, &mut sam, &ella).await;
    let macros = zip::of(&[
        ("[Content_Types].xml", ""),
        ("word/document.xml", ""),
        ("word/vbaProject.bin", ""),
    ]);
    for (name, content, why) in [
        ("game.jpg", &b"MZ\x90\0"[..], "game.jpg is a program"),
        ("page.html", b"<!doctype html>", "page.html is a web page"),
        ("notes.docm", &macros, "notes.docm holds macros"),
        (
            "photo.pdf",
            PNG,
            "photo.pdf ends in .pdf, but what is in it is: Picture",
        ),
        ("empty.png", b"", "empty.png is empty"),
        ("x\u{202e}gnp.exe", b"MZ", "xgnp.exe is a program"),
    ] {
        let answer = desk
            .attaches(&mut sam, &[(name, content), ("good.pdf", PDF)])
            .await;
        let told = answer.is(422).json();
        let words = told["refused"][0].as_str().expect("words");
        assert!(words.starts_with(why), "{words}");
        assert_eq!(told["files"][0]["name"], "good.pdf");
    }

    // Without a script: the button keeps what was typed, then files are sent by a page.
    let to = desk.posts(&mut sam, "/drafts/documents").await;
    assert_eq!(to.leads_to(), desk.files());
    let page = sends(
        &mut sam,
        &desk.files(),
        &[("form", "f")],
        &[("a.zip", b"PK\x05\x06"), ("b.png", PNG)],
    )
    .await;
    page.is(422)
        .reads("There is a problem")
        .reads("a.zip holds other files")
        .reads("Unpack it");
    page.reads("b.png");
    assert!(page.body.contains("<title>Error: "));
    let nothing = sends(&mut sam, &desk.files(), &[], &[]).await;
    nothing.is(422).reads("Choose the files to attach");
    let back = sam.get(&format!("/concerns/new?draft={}", desk.form)).await;
    back.reads(TYPED).reads("b.png").reads("good.pdf");
    assert_eq!(back.every("#place", "value"), ["Art room"]);
}

async fn what_is_too_large_or_too_many_says_so(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let desk = Desk::opens(&school, &mut sam, &ella).await;
    let large = [PNG, &vec![0; 20_000_000]].concat();
    let answer = desk.attaches(&mut sam, &[("large.png", &large)]).await;
    let told = answer.is(422).json();
    let words = told["refused"][0].as_str().expect("words");
    assert!(
        words.starts_with("large.png is larger than 20 MB"),
        "{words}"
    );
    assert_eq!(held(&school).await, 0);

    for number in 0..20 {
        let name = format!("{number}.png");
        desk.attaches(&mut sam, &[(&name, PNG)]).await.is(200);
    }
    let answer = desk.attaches(&mut sam, &[("one-more.png", PNG)]).await;
    let told = answer.is(422).json();
    let words = told["refused"][0].as_str().expect("words");
    assert!(words.starts_with("one-more.png was not added: a concern takes 20 files"));
    assert_eq!(told["files"].as_array().map(Vec::len), Some(20));
}

async fn a_file_opens_for_whoever_may_read_the_concern_and_is_written_down(school: School) {
    let (mut sam, concern) = logged_with(&school, &[(NAME, PNG)]).await;
    let address = addresses(&sam.get(&concern).await)[0].clone();
    assert_eq!(school.wrote_down("document opened").await, None);
    let mut col = school.signed_in("colleague").await;
    col.get(&address).await.is(200);
    let id = concern.strip_prefix("/concerns/").expect("a concern");
    let detail = format!("concern: {id}");
    assert_eq!(school.wrote_down("document opened").await, Some(detail));
    let mut dana = school.signed_in("dsl").await;
    dana.get(&address).await.is(404);
    let mut dana = school.elevated("dsl").await;
    dana.get(&address).await.is(200);
    for person in ["admin", "deputy"] {
        let mut other = school.signed_in(person).await;
        other.get(&address).await.is(404);
        other.get(&format!("{concern}/documents/new")).await.is(404);
        sends(
            &mut other,
            &format!("{concern}/documents"),
            &[],
            &[("a.png", PNG)],
        )
        .await
        .is(404);
    }
    let mut lee = school.neighbour("DSL").await;
    lee.get(&address).await.is(404);
    assert_eq!(school.visitor().get(&address).await.leads_to(), "/");
    // A file is found with its own concern alone.
    dana.get(&format!(
        "/concerns/other/{}",
        address.rsplit('/').next().expect("an id")
    ))
    .await
    .is(404);
}

async fn a_file_never_runs_where_our_pages_do(school: School) {
    let word = zip::of(&[("[Content_Types].xml", ""), ("word/document.xml", "")]);
    let files = [
        (NAME, PNG),
        ("letter.pdf", PDF),
        ("plan.docx", &word),
        ("words.txt", b"<b>words</b>"),
    ];
    let (mut sam, concern) = logged_with(&school, &files).await;
    let addresses = addresses(&sam.get(&concern).await);
    for (address, kind, how) in [
        (
            0,
            "image/png",
            "inline; filename=\"Ella_s drawing.png\"; filename*=UTF-8''Ella%E2%80%99s%20drawing.png",
        ),
        (
            1,
            "application/pdf",
            "inline; filename=\"letter.pdf\"; filename*=UTF-8''letter.pdf",
        ),
        (
            2,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "attachment; filename=\"plan.docx\"; filename*=UTF-8''plan.docx",
        ),
        (
            3,
            "text/plain",
            "attachment; filename=\"words.txt\"; filename*=UTF-8''words.txt",
        ),
    ] {
        let file = sam.get(&addresses[address]).await;
        file.is(200);
        let header = |name: &str| file.headers[name].to_str().expect("text").to_owned();
        assert_eq!(header(CONTENT_TYPE.as_str()), kind);
        assert_eq!(header(CONTENT_DISPOSITION.as_str()), how);
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(header("x-frame-options"), "DENY");
        let policies: Vec<_> = file
            .headers
            .get_all("content-security-policy")
            .iter()
            .collect();
        assert_eq!(policies.len(), 1);
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(!policy.contains("script"), "{policy}");
        assert_eq!(
            policy.ends_with("sandbox"),
            kind != "application/pdf",
            "{policy}"
        );
    }
}

async fn files_are_added_to_a_concern_later_and_never_removed(school: School) {
    let (mut sam, concern) = logged_with(&school, &[]).await;
    sam.get(&concern)
        .await
        .reads("No file goes with this concern.");
    let mut col = school.signed_in("colleague").await;
    let new = format!("{concern}/documents/new");
    col.get(&new)
        .await
        .is(200)
        .reads("Everybody who may read this concern can open them");
    let to = format!("{concern}/documents");
    let before = school.letters_to("staff").await.len();
    school.clock.advance_seconds(1);
    let answer = sends(
        &mut col,
        &to,
        &[("form", "f")],
        &[(NAME, PNG), ("b.pdf", PDF)],
    )
    .await;
    assert_eq!(answer.leads_to(), format!("{concern}#documents"));
    sam.get(&concern)
        .await
        .reads(NAME)
        .reads("Added by Col Colleague, today at");
    let letters = school.letters_to("staff").await;
    assert_eq!(letters.len(), before + 1, "one letter for both");
    assert!(!letters[before].contains("drawing"));
    let refused = sends(&mut col, &to, &[("form", "g")], &[("a.exe", b"MZ")]).await;
    refused.is(422).reads("a.exe is a program").reads(NAME);

    let address = addresses(&sam.get(&concern).await)[0].clone();
    let id = address.rsplit('/').next().expect("an id");
    for way in [
        format!("{address}/removal"),
        format!("/drafts/nothing/documents/{id}/removal"),
    ] {
        col.post(&way, &[]).await.is(404);
        sam.post(&way, &[]).await.is(404);
    }
    sam.get(&address).await.is(200);
}

async fn a_file_is_removed_from_a_draft_and_what_was_typed_stays(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let desk = Desk::opens(&school, &mut sam, &ella).await;
    let answer = desk
        .attaches(&mut sam, &[(NAME, PNG), ("b.pdf", PDF)])
        .await;
    let told = answer.json();
    let address = told["files"][0]["address"].as_str().expect("an address");
    let removal = format!("{address}/removal");
    let mut col = school.signed_in("colleague").await;
    col.post(&removal, &[]).await.is(404);
    assert_eq!(held(&school).await, 2);
    let answer = desk.posts(&mut sam, &removal).await;
    let back = sam.get(answer.leads_to()).await;
    back.reads(TYPED).reads("b.pdf").never_says(NAME);
    sam.get(address).await.is(404);
    assert_eq!(held(&school).await, 1);
    let written = school.wrote_down("document removed from a draft").await;
    assert!(
        written
            .expect("an entry")
            .starts_with("kind: png; bytes: 33; sha256: ")
    );
    sam.post(&format!("/drafts/{}/removal", desk.form), &[])
        .await
        .leads_to();
    assert_eq!(held(&school).await, 0);
}

async fn a_file_that_is_sent_twice_is_kept_once(school: School) {
    let (mut sam, concern) = logged_with(&school, &[]).await;
    let to = format!("{concern}/documents");
    for _ in 0..2 {
        sends(&mut sam, &to, &[("form", "f")], &[(NAME, PNG)])
            .await
            .leads_to();
    }
    assert_eq!(addresses(&sam.get(&concern).await).len(), 1);
    sends(&mut sam, &to, &[("form", "g")], &[(NAME, PNG)])
        .await
        .leads_to();
    assert_eq!(addresses(&sam.get(&concern).await).len(), 2);
}

async fn two_tabs_with_one_draft_keep_the_files_of_both(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let desk = Desk::opens(&school, &mut sam, &ella).await;
    desk.attaches(&mut sam, &[(NAME, PNG)]).await.is(200);
    let mut other = Desk {
        form: desk.form.clone(),
        fields: desk.fields.clone(),
    };
    for (name, value) in &mut other.fields {
        if name == "page" {
            *value = "another".into();
        }
    }
    desk.posts(&mut sam, "/drafts").await.leads_to();
    other.posts(&mut sam, "/drafts").await.leads_to();
    let ways = sam.get("/dashboard").await.every(".kw-drafts a", "href");
    assert_eq!(ways.len(), 4);
    for way in [&ways[0], &ways[2]] {
        sam.get(way).await.reads(NAME);
    }
    // Discarding one leaves the file with the other.
    sam.post(&ways[1], &[]).await.leads_to();
    sam.get(&ways[2]).await.reads(NAME);
    assert_eq!(held(&school).await, 1);
}

async fn a_file_is_sealed_and_known_by_its_hash_alone(school: School) {
    let (mut sam, concern) = logged_with(&school, &[(NAME, PNG)]).await;
    let read = school.app.db().read(|tx| {
        tx.all(HELD, &params![], |row| {
            Ok([row.get::<Vec<u8>>(0)?, row.get::<Vec<u8>>(1)?].concat())
        })
    });
    let held = read.await.expect("read").concat();
    for word in ["drawing", "IHDR"] {
        assert!(!held.windows(word.len()).any(|part| part == word.as_bytes()));
    }
    let sha256 = {
        use sha2::{Digest, Sha256};
        data_encoding::HEXLOWER.encode(&Sha256::digest(PNG))
    };
    let id = concern.strip_prefix("/concerns/").expect("a concern");
    let added = school.wrote_down("document added").await;
    let expected = format!("kind: png; bytes: 33; sha256: {sha256}; concern: {id}");
    assert_eq!(added, Some(expected));
    let mut dana = school.elevated("dsl").await;
    dana.get("/audit").await.never_says("drawing");
    sam.get("/dashboard").await.never_says("drawing");
}
