//! Attaching files: to a draft, to a concern, and what is refused.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    a_file_lies_with_no_draft_that_is_not_called_as_forms_are
    a_file_lies_with_no_draft_of_an_act
    a_file_begins_no_more_drafts_than_there_may_be
    the_drafts_of_one_person_hold_so_much_together
    nobody_adds_more_within_a_day_than_ten_concerns_hold
    a_file_goes_with_the_concern_that_is_logged
    a_refused_file_says_why_and_loses_nothing
    what_is_too_large_or_too_many_says_so
    a_file_beyond_the_most_that_are_taken_is_called_too_many_and_not_too_large
    files_are_added_to_a_concern_later_and_never_removed
    a_file_is_removed_from_a_draft_and_what_was_typed_stays
    a_file_that_is_sent_twice_is_kept_once
    two_tabs_with_one_draft_keep_the_files_of_both
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

async fn a_file_beyond_the_most_that_are_taken_is_called_too_many_and_not_too_large(
    school: School,
) {
    let ella = ella(&school).await;
    let few = school.server_with(&[("documents_max", "1"), ("document_bytes_max", "1000")]);
    let large = vec![b'a'; 1_001];
    for (sent, kept, why) in [
        (
            [("one.png", PNG), ("two.png", PNG)],
            "one.png",
            "two.png was not added: a concern takes 1 file.",
        ),
        // Of two, the one that is too large leaves room for the other.
        (
            [("large.txt", &large[..]), ("two.png", PNG)],
            "two.png",
            "large.txt is larger than 1 kB",
        ),
    ] {
        let concern = school.logs(&[&ella], 60, TYPED, &["colleague"]).await;
        let mut sam = school.signed_in("staff").await.at(&few);
        let to = format!("/concerns/{concern}/documents");
        let page = sends(&mut sam, &to, &[("form", "f")], &sent).await;
        page.is(422).reads(why);
        assert_eq!(page.every("#refused-1", "id").len(), 1);
        assert_eq!(page.every("#refused-2", "id").len(), 0);
        page.reads(kept);
    }
    assert_eq!(held(&school).await, 2);
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
            .starts_with("kind: png; bytes: 33; tag: ")
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

async fn a_file_lies_with_no_draft_that_is_not_called_as_forms_are(school: School) {
    let mut sam = school.signed_in("staff").await;
    for junk in ["junk-0", "A1A2035C-C24D-755B-A5AC-9831031949B2", "%20"] {
        let to = format!("/drafts/{junk}/documents");
        let page = sends(&mut sam, &to, &[("page", "p")], &[("a.png", PNG)]).await;
        page.is(404);
    }
    assert_eq!(held(&school).await, 0);
    sam.get("/dashboard").await.never_says("You have a draft");
}

async fn a_file_lies_with_no_draft_of_an_act(school: School) {
    let ella = ella(&school).await;
    let concern = school.logs(&[&ella], 60, TYPED, &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let act = form(0);
    let typed = [("form", &*act), ("act", "case-notes"), ("words", TYPED)];
    let kept = dana
        .post(&format!("/concerns/{concern}/drafts"), &typed)
        .await;
    kept.leads_to();
    let files = format!("/drafts/{act}/documents");
    for page in ["p", ""] {
        let page = sends(&mut dana, &files, &[("page", page)], &[("a.png", PNG)]).await;
        page.is(404);
    }
    dana.get(&files).await.is(404);
    // Nor does a file of another draft come by its address.
    let other = form(1);
    let to = format!("/drafts/{other}/documents");
    let page = sends(&mut dana, &to, &[("page", "p")], &[("a.png", PNG)]).await;
    let own = dana.get(page.leads_to()).await;
    let address = own.every("a[href*='/documents/']", "href")[0].clone();
    let file = address.rsplit('/').next().expect("a file").to_owned();
    dana.get(&format!("{files}/{file}")).await.is(404);
    for form in [&act, &other] {
        let fields = [("form", form.as_str()), ("page", "p")];
        let removal = format!("{files}/{file}/removal");
        dana.post(&removal, &fields).await.is(404);
    }
    assert_eq!(held(&school).await, 1);
    // The draft is as it was.
    let page = dana.get(&format!("/concerns/{concern}/case-notes")).await;
    page.is(200).reads(TYPED);
}

/// What a form is called, by its number.
fn form(number: usize) -> String {
    format!("01a2035c-c24d-755b-a5ac-{number:012}")
}

async fn a_file_begins_no_more_drafts_than_there_may_be(school: School) {
    let mut sam = school.signed_in("staff").await;
    for number in 0..20 {
        let to = format!("/drafts/{}/documents", form(number));
        let page = sends(&mut sam, &to, &[("page", "p")], &[("a.png", PNG)]).await;
        page.leads_to();
    }
    let to = format!("/drafts/{}/documents", form(20));
    let page = sends(&mut sam, &to, &[("page", "p")], &[("a.png", PNG)]).await;
    page.is(409)
        .reads("You have 20 drafts, the most there can be");
    assert_eq!(held(&school).await, 20);
}

async fn the_drafts_of_one_person_hold_so_much_together(school: School) {
    let app = school.server_with(&[("documents_bytes_max", "1000")]);
    let mut sam = school.signed_in("staff").await.at(&app);
    let note = [b'a'; 900];
    for (number, status) in [(0, 303), (1, 303), (2, 422)] {
        let to = format!("/drafts/{}/documents", form(number));
        let page = sends(&mut sam, &to, &[("page", "p")], &[("a.txt", &note)]).await;
        assert_eq!(page.status, status, "{number}");
        if status == 422 {
            page.reads("the files of all your drafts may be 2 kB together");
        }
    }
    assert_eq!(held(&school).await, 2);
    let removal = format!("/drafts/{}/removal", form(0));
    sam.post(&removal, &[]).await.leads_to();
    let to = format!("/drafts/{}/documents", form(2));
    let page = sends(&mut sam, &to, &[("page", "p")], &[("a.txt", &note)]).await;
    page.leads_to();
}

async fn nobody_adds_more_within_a_day_than_ten_concerns_hold(school: School) {
    let ella = ella(&school).await;
    let concern = school.logs(&[&ella], 60, TYPED, &["colleague"]).await;
    let to = format!("/concerns/{concern}/documents");
    let few = school.server_with(&[("documents_max", "1")]);
    let small = school.server_with(&[("documents_bytes_max", "1000")]);
    let (short, long) = ([b'a'; 90], [b'a'; 900]);
    let (one, two) = (
        [("b.txt", &short[..])],
        [("b.txt", &long[..]), ("c.exe", b"MZ")],
    );
    // Once by their number, once by their bytes: each beside what was added to other concerns.
    for (app, person, taken, files) in [
        (few, "staff", 10, &one[..]),
        (small, "colleague", 11, &two[..]),
    ] {
        let mut visitor = school.signed_in(person).await.at(&app);
        for number in 0..taken {
            let other = school.logs(&[&ella], 60, TYPED, &["colleague"]).await;
            let to = format!("/concerns/{other}/documents");
            let form = format!("{person} {number}");
            let page = sends(&mut visitor, &to, &[("form", &form)], &files[..1]).await;
            page.leads_to();
        }
        let before = held(&school).await;
        let page = sends(&mut visitor, &to, &[("form", "f")], files).await;
        page.is(422)
            .reads("b.txt was not added: one person adds")
            .reads("Send it again tomorrow at this time");
        assert_eq!(page.text().contains("c.exe is a program"), files.len() > 1);
        assert_eq!(held(&school).await, before);
    }
    school.clock.advance_seconds(24 * 3_600);
    let mut sam = school.signed_in("staff").await;
    let page = sends(&mut sam, &to, &[("form", "g")], &one).await;
    page.leads_to();
}
