//! The way back to the inbox, and what weighs more in it.

use axum::body::Body;
use axum::http::Method;

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    the_way_back_leads_to_the_inbox_as_it_was_left_after_acts_too
    the_way_back_leads_nowhere_else
    what_weighs_more_says_so_in_the_inbox_and_in_the_file
}

async fn the_way_back_leads_to_the_inbox_as_it_was_left_after_acts_too(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let inbox = "/inbox?status=unread&year=7&order=oldest";
    let page = dana.get(inbox).await;
    let links = page.every(".kw-inbox__line a.kw-list__link", "href");
    let link = format!("/concerns/{id}?inbox=status%3Dunread%26year%3D7%26order%3Doldest");
    assert_eq!(links, std::slice::from_ref(&link));
    let back = |page: &Page| page.every("a.govuk-back-link", "href");
    let page = dana.get(&link).await;
    assert_eq!(back(&page), [inbox]);
    // From act to act it stays, and every act leads back to the concern with it.
    for act in page.every(".kw-acts a", "href") {
        assert!(
            act.ends_with("?inbox=status%3Dunread%26year%3D7%26order%3Doldest"),
            "{act}"
        );
        let page = dana.get(&act).await;
        assert_eq!(back(page.is(200)), std::slice::from_ref(&link), "{act}");
        let from = page.every("main form[data-sends] input[name=inbox]", "value");
        assert_eq!(from, ["status=unread&year=7&order=oldest"], "{act}");
    }
    let from = ("inbox", "status=unread&year=7&order=oldest");
    for (to, fields) in [
        (
            "case-notes",
            vec![("form", "f"), ("words", "She was calmer.")],
        ),
        ("acknowledgement", vec![("form", "f")]),
        ("amendments", vec![("form", "f"), ("words", "Seen again.")]),
    ] {
        let fields = [&fields[..], &[from]].concat();
        let sent = dana.post(&format!("/concerns/{id}/{to}"), &fields).await;
        assert_eq!(sent.leads_to(), link, "{to}");
    }
    // So it does through the marks, the files and the alert of the concern.
    let page = dana.get(&link).await;
    for beside in ["marks/new", "documents/new"] {
        let query = link.split_once('?').expect("a query").1;
        let there = format!("/concerns/{id}/{beside}?{query}");
        assert!(page.body.contains(&format!("href=\"{there}\"")), "{beside}");
        let page = dana.get(&there).await;
        assert_eq!(back(page.is(200)), std::slice::from_ref(&link), "{beside}");
        // A form of files may not arrive whole, so that its address carries it.
        match page.every("main form[enctype]", "action").first() {
            Some(to) => assert!(to.ends_with(query), "{beside}"),
            None => {
                let carried = page.every("main input[name=inbox]", "value");
                assert_eq!(carried, [from.1], "{beside}");
            }
        }
    }
    let typed = [("form", "m"), from];
    let page = dana.post(&format!("/concerns/{id}/marks"), &typed).await;
    assert_eq!(back(page.is(422)), std::slice::from_ref(&link));
    let marks = dana.get(&format!("/concerns/{id}/marks/new")).await;
    let day = marks.every("#day", "value");
    let mark = [
        ("form", "m"),
        ("day", &*day[0]),
        ("time-unknown", "1"),
        ("mark-spot", "front:older:630:720"),
        ("mark-pupil", ""),
        ("mark-kind", "bruise"),
        ("mark-size", ""),
        ("mark-colour", ""),
        ("mark-description", ""),
        from,
    ];
    let sent = dana.post(&format!("/concerns/{id}/marks"), &mark).await;
    assert_eq!(sent.leads_to(), link, "marks");
    let parts = "--parts\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n\
                 words\r\n--parts--\r\n";
    let (_, query) = link.split_once('?').expect("a query");
    let (to, kind) = (
        format!("/concerns/{id}/documents?{query}"),
        Some("multipart/form-data; boundary=parts"),
    );
    let sent = dana.send(Method::POST, &to, kind, Body::from(parts)).await;
    assert_eq!(sent.leads_to(), format!("{link}#documents"));
    let alert = format!("/concerns/{id}/alert/acknowledgement");
    assert_eq!(dana.post(&alert, &[from]).await.leads_to(), link);
    // What is wrong with a form leaves it.
    let wrong = [("form", "g"), ("words", ""), from];
    let page = dana
        .post(&format!("/concerns/{id}/case-notes"), &wrong)
        .await;
    assert_eq!(back(page.is(422)), [link]);
    let page = dana.get("/inbox").await;
    let links = page.every(".kw-inbox__line a.kw-list__link", "href");
    assert_eq!(links, [format!("/concerns/{id}")]);
}

async fn the_way_back_leads_nowhere_else(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    for from in [
        "https://example.org/",
        "%2F%2Fexample.org",
        "status%3DElla",
        "category%3D%22%3E%3Cscript%3E",
    ] {
        let page = dana.get(&format!("/concerns/{id}?inbox={from}")).await;
        assert_eq!(
            page.every("a.govuk-back-link", "href"),
            ["/inbox"],
            "{from}"
        );
        let fields = [
            ("form", from),
            ("words", "She was calmer."),
            ("inbox", from),
        ];
        let sent = dana
            .post(&format!("/concerns/{id}/case-notes"), &fields)
            .await;
        assert_eq!(sent.leads_to(), format!("/concerns/{id}"), "{from}");
    }
}

async fn what_weighs_more_says_so_in_the_inbox_and_in_the_file(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    logged(&school, &ella, &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let file = format!("/pupils/{ella}");
    let said = |page: &Page| page.body.matches(">Significant<").count();
    for page in ["/inbox", &file] {
        assert_eq!(said(dana.get(page).await.is(200)), 0, "{page}");
    }
    let weighs = [("significance", "significant"), ("words", "The third.")];
    let to = format!("/concerns/{id}/significance");
    dana.post(&to, &weighs).await.leads_to();
    for page in ["/inbox", &file] {
        assert_eq!(said(dana.get(page).await.is(200)), 1, "{page}");
    }
    // Whoever wrote it and is kept from it since is told nothing of its weight.
    school.puts_into("staff", "Deputy DSL").await;
    let mut sam = school.elevated("staff").await;
    assert_eq!(said(sam.get(&file).await.is(200)), 1);
    names(&school, &id, "staff").await;
    assert_eq!(said(sam.get(&file).await.is(200)), 0);
}
