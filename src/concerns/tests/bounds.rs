//! What one person can make the school carry: forms, readings, letters, concerns.

use axum::body::Body;
use axum::http::Method;

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    a_form_of_thirty_thousand_fields_is_refused_in_words
    a_form_that_is_too_full_comes_back_bounded
    a_glance_at_a_concern_opens_nothing
    whoever_adds_again_and_again_is_told_of_once_in_a_while
    nobody_logs_more_than_a_school_can_read
    nobody_adds_more_than_a_school_can_read
}

keyward_db::statements! {
    /// How many have opened a concern.
    READINGS = "SELECT COUNT(*) FROM reading";
}

async fn a_form_of_thirty_thousand_fields_is_refused_in_words(school: School) {
    let mut sam = school.signed_in("staff").await;
    for path in ["/concerns", "/concerns/new", "/drafts"] {
        let fields = vec![("mark-spot", ""); 30_000];
        let page = sam.post(path, &fields).await;
        page.is(413)
            .reads("This form has too many fields")
            .reads("choose less at once and send it again");
    }
    assert_eq!(count(&school).await, 0);
}

async fn a_form_that_is_too_full_comes_back_bounded(school: School) {
    let mut sam = school.signed_in("staff").await;
    let numbers: Vec<String> = (0..600).map(|number| number.to_string()).collect();
    let mut fields = vec![("mark-spot", ""); 600];
    fields.extend(numbers.iter().map(|number| ("staff", number.as_str())));
    fields.extend(numbers.iter().map(|number| ("pupil", number.as_str())));
    for (path, status) in [("/concerns", 422), ("/concerns/new", 200)] {
        let page = sam.post(path, &fields).await;
        page.is(status);
        assert_eq!(page.every("input[name=mark-spot]", "value").len(), 101);
        assert_eq!(page.every("select[name=staff]", "name").len(), 21);
        assert!(page.body.len() < 500_000, "{} bytes", page.body.len());
    }
    let page = sam.post("/concerns", &fields).await;
    page.reads("A form takes up to 50 marks");
}

async fn readings(school: &School) -> i64 {
    let db = school.app.db();
    let read = db.read(|tx| tx.one(READINGS, &[], |row| row.get(0)));
    read.await.expect("read").expect("a count")
}

async fn a_glance_at_a_concern_opens_nothing(school: School) {
    let ella = ella(&school).await;
    let (_, id) = logged(&school, &[&ella], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.send(Method::HEAD, &address(&id), None, Body::empty())
        .await
        .is(404);
    assert_eq!(readings(&school).await, 0);
    assert_eq!(school.wrote_down("concern opened").await, None);
    let mut nobody = school.visitor();
    let health = nobody.send(Method::HEAD, "/health", None, Body::empty());
    health.await.is(200);
    dana.get(&address(&id)).await.is(200);
    assert_eq!(readings(&school).await, 1);
}

async fn adds(visitor: &mut Visitor, id: &ConcernId, form: usize) -> Page {
    let (form, to) = (form.to_string(), format!("/concerns/{id}/amendments"));
    let fields = [("form", form.as_str()), ("words", "And again.")];
    visitor.post(&to, &fields).await
}

async fn additions_told(school: &School, address: &str) -> usize {
    let letters = school.letters_to(address).await;
    let of_them = letters
        .iter()
        .filter(|one| one.contains("Something was added"));
    of_them.count()
}

async fn whoever_adds_again_and_again_is_told_of_once_in_a_while(school: School) {
    let ella = ella(&school).await;
    let (mut sam, id) = logged(&school, &[&ella], &["dsl", "colleague"]).await;
    for form in 0..8 {
        school.clock.advance_seconds(10);
        adds(&mut sam, &id, form).await.leads_to();
    }
    for lead in ["dsl", "colleague"] {
        assert_eq!(additions_told(&school, lead).await, 1, "{lead}");
    }
    // Dana adds too: whoever has not heard of anything yet hears of it at once.
    let mut dana = school.elevated("dsl").await;
    adds(&mut dana, &id, 8).await.leads_to();
    assert_eq!(additions_told(&school, "staff").await, 1);
    // What came meanwhile is told at the end of the quarter of an hour, in one letter.
    school.clock.advance_seconds(15 * 60);
    for lead in ["dsl", "colleague"] {
        assert_eq!(additions_told(&school, lead).await, 2, "{lead}");
    }
    school.clock.advance_seconds(3_600);
    assert_eq!(additions_told(&school, "dsl").await, 2);
    // Another concern is told of by itself.
    let mut sam = school.signed_in("staff").await;
    let other = logs(&school, &mut sam, &[&ella], &["dsl"]).await;
    adds(&mut sam, &other, 9).await.leads_to();
    adds(&mut sam, &id, 10).await.leads_to();
    assert_eq!(additions_told(&school, "dsl").await, 4);
}

async fn nobody_logs_more_than_a_school_can_read(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    for number in 0..30 {
        school.clock.advance_seconds(1);
        let form = form.clone().with("form", &number.to_string());
        form.sent(&mut sam, "/concerns").await.leads_to();
    }
    let more = form.clone().with("form", "one more");
    let page = more.sent(&mut sam, "/concerns").await;
    page.is(429)
        .reads("You have logged 30 concerns within 10 minutes")
        .reads("Nothing is lost: what you typed is still here")
        .reads(SEEN)
        .reads(SAID);
    // The last one sent twice is one that is there already.
    let last = form.clone().with("form", "29");
    last.sent(&mut sam, "/concerns").await.leads_to();
    assert_eq!(count(&school).await, 30);
    let mut col = school.signed_in("colleague").await;
    logs(&school, &mut col, &[&ella], &["dsl"]).await;
    school.clock.advance_seconds(10 * 60);
    more.sent(&mut sam, "/concerns").await.leads_to();
    assert_eq!(count(&school).await, 32);
}

async fn nobody_adds_more_than_a_school_can_read(school: School) {
    let ella = ella(&school).await;
    let (mut sam, id) = logged(&school, &[&ella], &["dsl"]).await;
    for form in 0..29 {
        adds(&mut sam, &id, form).await.leads_to();
    }
    let marks = format!("/concerns/{id}/marks");
    let page = sam.get(&format!("{marks}/new")).await;
    let value = |selector: &str| page.every(selector, "value")[0].clone();
    let (day, time) = (value("#day"), value("#time"));
    let mark = |form| {
        [
            ("form", form),
            ("day", day.as_str()),
            ("time", time.as_str()),
            ("mark-spot", "front:older:630:720"),
            ("mark-kind", "bruise"),
        ]
    };
    sam.post(&marks, &mark("first")).await.leads_to();
    let page = adds(&mut sam, &id, 29).await;
    page.is(429)
        .reads("You have added to concerns 30 times within 10 minutes")
        .reads("And again.");
    sam.post(&marks, &mark("second"))
        .await
        .is(429)
        .reads("You have added to concerns 30 times");
    // What is there already is no addition.
    adds(&mut sam, &id, 28).await.leads_to();
    sam.post(&marks, &mark("first")).await.leads_to();
    school.clock.advance_seconds(10 * 60);
    adds(&mut sam, &id, 29).await.leads_to();
}
