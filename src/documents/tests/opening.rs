//! Opening files: who may, how a browser is given them, what is known of them.

use std::time::Duration;

use super::*;
use crate::cx::Patience;
use crate::testing::on_both_databases;

on_both_databases! {
    a_file_stands_by_its_name_in_the_chronology
    a_draft_and_its_files_are_the_writers_alone
    a_file_opens_for_whoever_may_read_the_concern_and_is_written_down
    a_file_never_runs_where_our_pages_do
    a_file_is_sealed_and_known_by_its_tag_alone
    nobody_finds_out_that_a_picture_of_theirs_is_here
    whom_a_concern_names_sees_their_own_files_alone
    whoever_opens_too_much_at_once_waits_and_nothing_is_written_down
}

async fn whoever_opens_too_much_at_once_waits_and_nothing_is_written_down(school: School) {
    let (sam, concern) = logged_with(&school, &[(NAME, PNG)]).await;
    let app = school.second_server().with_patience(Patience::NONE);
    let mut sam = sam.at(&app);
    let address = addresses(&sam.get(&concern).await)[0].clone();
    let staff = school.person("staff").await;
    let room = app
        .downloads()
        .turn(&staff, 64_000_000, Duration::from_secs(60));
    let room = room.await.expect("room");
    sam.get(&address)
        .await
        .is(503)
        .reads("Other files are still being opened");
    assert_eq!(school.wrote_down("document opened").await, None);
    drop(room);
    let mut sam = sam.at(&school.app);
    let page = sam.get(&address).await;
    assert_eq!(page.is(200).body, String::from_utf8_lossy(PNG));
    assert!(school.wrote_down("document opened").await.is_some());
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
    let saved = "attachment; filename=\"Ella_s drawing.png\"; \
                 filename*=UTF-8''Ella%E2%80%99s%20drawing.png";
    let word_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let plan = "attachment; filename=\"plan.docx\"; filename*=UTF-8''plan.docx";
    let words = "attachment; filename=\"words.txt\"; filename*=UTF-8''words.txt";
    for (address, kind, how) in [
        (&addresses[0], "image/png", "inline"),
        (&format!("{}?save", addresses[0]), "image/png", saved),
        (&addresses[1], "application/pdf", "inline"),
        (&addresses[2], word_type, plan),
        (&addresses[3], "text/plain", words),
    ] {
        let file = sam.get(address).await;
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
        assert!(policy.ends_with("; sandbox"), "{policy}");
        // A PDF alone stands within a page, and within none but ours.
        let framed = match kind {
            "application/pdf" => "frame-ancestors 'self'",
            _ => "frame-ancestors 'none'",
        };
        assert!(policy.contains(framed), "{kind}: {policy}");
    }
}

async fn a_file_is_sealed_and_known_by_its_tag_alone(school: School) {
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
    let tag = tags(&school).await.concat();
    let expected = format!("kind: png; bytes: 33; tag: {tag}; concern: {id}");
    assert_eq!(added, Some(expected));
    assert!(tag.len() == 64 && tag != sha256);
    let mut dana = school.elevated("dsl").await;
    dana.get("/audit").await.never_says("drawing");
    sam.get("/dashboard").await.never_says("drawing");
}

async fn whom_a_concern_names_sees_their_own_files_alone(school: School) {
    let (mut sam, concern) = logged_with(&school, &[(NAME, PNG)]).await;
    let mut col = school.signed_in("colleague").await;
    let to = format!("{concern}/documents");
    sends(&mut col, &to, &[("form", "f")], &[("seen.pdf", PDF)])
        .await
        .leads_to();
    let theirs = addresses(&sam.get(&concern).await);
    assert_eq!(theirs.len(), 2);
    let id = concern.strip_prefix("/concerns/").expect("a concern");
    let (id, person) = (id.to_owned(), school.person("staff").await);
    let named = school
        .app
        .db()
        .write(move |tx| tx.execute(NAME_STAFF, &params![&id, &person]));
    assert_eq!(named.await.expect("written"), 1);
    sam.get(&concern)
        .await
        .is(200)
        .reads(NAME)
        .never_says("seen.pdf");
    sam.get(&theirs[0]).await.is(200);
    sam.get(&theirs[1]).await.is(404);
    col.get(&theirs[1]).await.is(200);
}

async fn a_file_stands_by_its_name_in_the_chronology(school: School) {
    let (_, concern) = logged_with(&school, &[(NAME, PNG)]).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get(&concern).await;
    let file = page.every(".kw-about a", "href").remove(0);
    for page in ["chronology", "chronology/document"] {
        let page = dana.get(&format!("{file}/{page}")).await;
        page.is(200).reads(&format!("Files {NAME}"));
    }
}

/// The tags of files, as the database holds them.
async fn tags(school: &School) -> Vec<String> {
    let read = school
        .app
        .db()
        .read(|tx| tx.all(TAGS, &[], |row| row.get(0)));
    read.await.expect("read")
}

async fn nobody_finds_out_that_a_picture_of_theirs_is_here(school: School) {
    // Whoever reads the log attaches the same picture themselves, and compares.
    logged_with(&school, &[(NAME, PNG), ("again.png", PNG)]).await;
    let tags = tags(&school).await;
    assert_eq!(tags.len(), 2);
    assert_ne!(tags[0], tags[1]);
}
