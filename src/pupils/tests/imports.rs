//! Bringing pupils in, as administrators meet it.

use axum::body::Body;
use axum::http::Method;

use super::{entries, joins};
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    an_import_is_checked_confirmed_and_done_again
    wrong_rows_are_named_and_nothing_is_imported
    a_file_that_cannot_be_read_gets_words
    nobody_confirms_for_somebody_else_nor_a_day_later
    only_who_manages_pupils_imports
}

const HEADINGS: &str = "UPN,Legal forename,Legal surname,DOB,Year group,Reg group\r\n";
const AMY: &str = "B801200005001,Amy,Ash,1 May 2014,7,7B\r\n";
const BEN: &str = "Q801200005002,Ben,Bell,02/05/2013,Year 8,8C\r\n";

/// Sends a file as a browser does (RFC 7578).
async fn sends(visitor: &mut Visitor, file: &[u8]) -> Page {
    let mut body = b"--cut\r\nContent-Disposition: form-data; name=\"file\"; \
                     filename=\"pupils.csv\"\r\nContent-Type: text/csv\r\n\r\n"
        .to_vec();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--cut--\r\n");
    let kind = Some("multipart/form-data; boundary=cut");
    visitor
        .send(Method::POST, "/pupils/imports", kind, Body::from(body))
        .await
}

async fn an_import_is_checked_confirmed_and_done_again(school: School) {
    let mut ada = school.elevated("admin").await;
    ada.get("/pupils/imports/new").await.is(200);
    let sent = sends(&mut ada, format!("{HEADINGS}{AMY}{BEN}").as_bytes()).await;
    let check = sent.leads_to().to_owned();
    let confirmation = format!("{check}/confirmation");
    ada.get(&check)
        .await
        .is(200)
        .reads("New pupils 2")
        .reads("Import 2 pupils")
        .reads("Year 8");
    let mut dana = school.elevated("dsl").await;
    dana.get("/pupils").await.reads("There are no pupils");
    assert_eq!(
        ada.post(&confirmation, &[]).await.leads_to(),
        "/pupils/imports/new"
    );
    ada.get("/pupils/imports/new")
        .await
        .reads("The import is done: 2 new, 0 changed and 0 unchanged.");
    dana.get("/pupils")
        .await
        .reads("Ash, Amy")
        .reads("Bell, Ben");
    ada.post(&confirmation, &[]).await.is(404);

    let moved = BEN.replace("8C", "8D");
    let sent = sends(&mut ada, format!("{HEADINGS}{moved}").as_bytes()).await;
    let check = sent.leads_to().to_owned();
    ada.get(&check)
        .await
        .reads("Pupils who change 1")
        .reads("Bell line 2")
        .reads("Form 8C 8D")
        .reads("Pupils who are not in the file 1")
        .reads("Import 1 pupil")
        .never_says("Ash");
    ada.post(&format!("{check}/confirmation"), &[])
        .await
        .leads_to();
    dana.get("/pupils").await.reads("8D").reads("Ash, Amy");

    let sent = sends(&mut ada, format!("{HEADINGS}{AMY}{moved}").as_bytes()).await;
    ada.get(sent.leads_to())
        .await
        .reads("There is nothing to import");
    assert_eq!(entries(&school, "pupils imported").await.len(), 2);
}

async fn wrong_rows_are_named_and_nothing_is_imported(school: School) {
    let mut ada = school.elevated("admin").await;
    let wrong = BEN.replace("02/05/2013", "31/02/2013");
    let file = format!("{HEADINGS}{AMY}{wrong}{AMY}");
    let page = sends(&mut ada, file.as_bytes()).await;
    page.is(422)
        .reads("2 things in this file are wrong. Nothing was imported.")
        .reads("3 Date of birth 31/02/2013 There is no such day")
        .reads("4 UPN B801200005001 Line 2 has the same UPN")
        .never_says("confirmation");
    assert!(page.body.contains("<title>Error: Import pupils"));
    assert!(entries(&school, "import checked").await.is_empty());
    let mut dana = school.elevated("dsl").await;
    dana.get("/pupils").await.reads("There are no pupils");
}

async fn a_file_that_cannot_be_read_gets_words(school: School) {
    let mut ada = school.elevated("admin").await;
    for (file, words) in [
        (&b""[..], "The file is empty"),
        (b"UPN,Forename\n1,2", "no column for Surname"),
        (
            b"UPN,Unique pupil number,Forename,Surname,DOB,Year\n1,2",
            "two columns for UPN: \u{201c}UPN\u{201d} (column 1) and \u{201c}Unique pupil \
             number\u{201d} (column 2)",
        ),
        (b"PK\x03\x04", "Excel workbook"),
        (&vec![b'a'; 6 * 1024 * 1024], "larger than 5 MB"),
        (&vec![b'a'; 70 * 1024 * 1024], "larger than 5 MB"),
    ] {
        sends(&mut ada, file).await.is(422).reads(words);
    }
    let kind = Some("multipart/form-data; boundary=cut");
    for body in ["--cut--\r\n", "nonsense", ""] {
        let page = ada
            .send(Method::POST, "/pupils/imports", kind, Body::from(body))
            .await;
        page.is(422).reads("There is a problem");
    }
    assert_eq!(
        ada.get("/pupils/imports").await.leads_to(),
        "/pupils/imports/new"
    );
}

async fn nobody_confirms_for_somebody_else_nor_a_day_later(school: School) {
    let mut ada = school.elevated("admin").await;
    let sent = sends(&mut ada, format!("{HEADINGS}{AMY}").as_bytes()).await;
    let check = sent.leads_to().to_owned();
    let confirmation = format!("{check}/confirmation");
    joins(&school, "colleague", "Administrator").await;
    let mut col = school.elevated("colleague").await;
    col.get("/pupils/imports/new").await.is(200);
    col.get(&check).await.is(404).never_says("Amy");
    col.post(&confirmation, &[]).await.is(404);
    ada.get(&check).await.is(200);
    school.clock.advance_seconds(24 * 3_600);
    let mut later = school.elevated("admin").await;
    later.get(&check).await.is(404);
    later.post(&confirmation, &[]).await.is(404);
}

async fn only_who_manages_pupils_imports(school: School) {
    let mut ada = school.elevated("admin").await;
    let file = format!("{HEADINGS}{AMY}");
    let check = sends(&mut ada, file.as_bytes()).await.leads_to().to_owned();
    let mut others = vec![school.signed_in("admin").await];
    for address in ["staff", "pastoral", "dsl"] {
        others.push(school.elevated(address).await);
    }
    // The session above was elevated with the others of the same person.
    let mut not_elevated = others.remove(0);
    not_elevated.get("/pupils/imports/new").await.is(404);
    for mut other in others {
        other.get("/pupils/imports/new").await.is(404);
        other.get(&check).await.is(404);
        other
            .post(&format!("{check}/confirmation"), &[])
            .await
            .is(404);
        sends(&mut other, file.as_bytes()).await.is(404);
    }
}
