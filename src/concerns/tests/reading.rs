//! Reading: who may, what they see, what is written down, what may be added.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    a_teacher_records_and_the_dsl_reads_only_with_their_key
    an_alerted_colleague_reads_without_a_key
    a_year_group_reader_sees_their_own_pupil_and_another
    an_unread_concern_waits_for_every_lead
    an_amendment_stands_beside
    logging_and_each_opening_are_written_down
}

async fn a_teacher_records_and_the_dsl_reads_only_with_their_key(school: School) {
    let ella = ella(&school).await;
    let (mut sam, id) = logged(&school, &[&ella], &["dsl", "deputy"]).await;
    let mut dana = school.signed_in("dsl").await;
    dana.get(&address(&id)).await.is(404).never_says("Ella");
    let waiting = dana.get("/dashboard").await;
    waiting
        .reads("1 concern is waiting for you")
        .reads("Set up your security key");
    waiting.never_says("Ella");
    waiting.never_says(&id.0);

    school.elevates("dsl").await;
    let board = dana.get("/dashboard").await;
    board.reads("Ella Fairweather").reads("Sam Staff");
    assert!(
        !board
            .every("[data-elevated] a.kw-list__link", "href")
            .is_empty()
    );
    let page = dana.get(&address(&id)).await;
    page.is(200)
        .reads(SEEN)
        .reads(SAID)
        .reads("Opened today at");
    assert!(page.body.contains("<article data-elevated>"));
    assert!(page.body.contains("Concern logged on"));

    sam.get("/dashboard").await.reads("Read by a lead");
    sam.get(&address(&id)).await.reads("Read by a lead");
    let to = format!("/concerns/{id}/alert/acknowledgement");
    assert_eq!(dana.post(&to, &[]).await.leads_to(), address(&id));
    dana.get("/dashboard")
        .await
        .reads("No concern is waiting for you")
        .never_says(&id.0);
}

async fn an_alerted_colleague_reads_without_a_key(school: School) {
    let ella = ella(&school).await;
    let (mut sam, id) = logged(&school, &[&ella], &["colleague"]).await;
    let mut col = school.signed_in("colleague").await;
    col.get("/dashboard").await.reads("Ella Fairweather");
    let page = col.get(&address(&id)).await;
    page.is(200).reads(SEEN).never_says("data-elevated");
    // A colleague is no lead.
    sam.get(&address(&id))
        .await
        .reads("Not read by a lead yet")
        .reads("Opened today at");
}

async fn a_year_group_reader_sees_their_own_pupil_and_another(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let (mut sam, both) = logged(&school, &[&tom, &ella], &["dsl"]).await;
    let other = logs(&school, &mut sam, &[&tom], &["dsl"]).await;
    let mut pat = school.signed_in("pastoral").await;
    pat.get(&address(&both)).await.is(404);
    pat.get("/dashboard")
        .await
        .never_says("Other unread concerns");

    school.elevates("pastoral").await;
    let board = pat.get("/dashboard").await;
    board.reads("Ella Fairweather (7B) and another pupil");
    for secret in ["Tom", "Underhill", &other.0] {
        board.never_says(secret);
    }
    pat.get(&address(&both))
        .await
        .is(200)
        .reads("Ella Fairweather 7B No other concern another pupil")
        .reads(SEEN)
        .never_says("Underhill");
    pat.get(&address(&other)).await.is(404);

    // Whoever is alerted sees whom it is about.
    let alerted = logs(&school, &mut sam, &[&tom, &ella], &["pastoral"]).await;
    let page = pat.get(&address(&alerted)).await;
    page.reads("Ella Fairweather 7B 1 other concern Tom Underhill 9B");
}

async fn an_unread_concern_waits_for_every_lead(school: School) {
    let ella = ella(&school).await;
    let (_, id) = logged(&school, &[&ella], &["dsl"]).await;
    let mut dee = school.elevated("deputy").await;
    let board = dee.get("/dashboard").await;
    board
        .reads("Other unread concerns 1")
        .reads("You were not alerted to these");
    dee.get(&address(&id)).await.is(200);
    dee.get("/dashboard")
        .await
        .reads("There is nothing else that you have not opened")
        .never_says(&id.0);
}

async fn an_amendment_stands_beside(school: School) {
    let ella = ella(&school).await;
    let (mut sam, id) = logged(&school, &[&ella], &["dsl"]).await;
    let to = format!("/concerns/{id}/amendments");
    school.clock.advance_seconds(1);
    let form = sam
        .get(&address(&id))
        .await
        .every("input[name=form]", "value");
    let fields = [
        ("form", form[0].as_str()),
        ("words", "It was the right elbow."),
    ];
    assert_eq!(sam.post(&to, &fields).await.leads_to(), address(&id));
    assert_eq!(sam.post(&to, &fields).await.leads_to(), address(&id));
    let page = sam.get(&address(&id)).await;
    page.reads(SEEN)
        .reads("Your amendment stands beside the concern.")
        .reads("Sam Staff, today at");
    assert_eq!(page.body.matches("It was the right elbow.").count(), 1);
    let letters = school.letters_to("dsl").await;
    let letter = letters.last().expect("a letter");
    assert!(letter.contains("Something was added") && !letter.contains("elbow"));
    assert_eq!(letters.len(), 3);

    school.clock.advance_seconds(60);
    let mut dana = school.elevated("dsl").await;
    let form = dana
        .get(&address(&id))
        .await
        .every("input[name=form]", "value");
    let fields = [("form", form[0].as_str()), ("words", "Rang home at noon.")];
    assert_eq!(dana.post(&to, &fields).await.leads_to(), address(&id));
    let text = sam.get(&address(&id)).await.text();
    let (first, second) = (text.find("right elbow"), text.find("Rang home"));
    assert!(first < second && second.is_some());

    let blank = dana.post(&to, &[("words", "  ")]).await;
    blank
        .is(422)
        .reads("Write what you want to add")
        .reads(SEEN);
    let mut col = school.signed_in("colleague").await;
    col.post(&to, &fields).await.is(404);
    let mut dee = school.signed_in("deputy").await;
    dee.post(&to, &fields).await.is(404);
}

async fn logging_and_each_opening_are_written_down(school: School) {
    let ella = ella(&school).await;
    let (mut sam, id) = logged(&school, &[&ella], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    for visitor in [&mut sam, &mut dana] {
        visitor.get(&address(&id)).await.is(200);
    }
    dana.get(&address(&id)).await.is(200);
    let mut col = school.signed_in("colleague").await;
    col.get(&address(&id)).await.is(404);
    let done = acts(&school).await;
    let done: Vec<(&str, &str)> = done.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        done,
        [
            ("concern logged", "Sam Staff"),
            ("concern opened", "Sam Staff"),
            ("concern opened", "Dana Lead"),
            ("concern opened", "Dana Lead"),
        ]
    );
}
