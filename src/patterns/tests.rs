//! What repeats, as those who act on concerns meet it.

use keyward_db::params;

use crate::access::Right;
use crate::ids::PupilId;
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    what_repeats_names_the_records_it_stands_on
    what_was_dismissed_comes_back_when_a_record_joins
    nobody_learns_of_a_pattern_in_files_that_are_closed_to_them
    a_dismissal_without_a_reason_comes_back
    a_dismissal_is_told_to_whoever_sees_every_record_it_stands_on
    a_siblings_rise_leads_to_both_files_by_name
    what_is_no_pupil_is_never_led_back_to
    a_dismissal_takes_in_what_was_shown_and_nothing_else
}

keyward_db::statements! {
    /// Names somebody of the staff in a concern.
    NAME = "INSERT INTO concern_staff (concern_id, person_id) VALUES ($1, $2)";
    /// Two children are siblings.
    SIBLINGS = "INSERT INTO family_link (id, school_id, pupil_id, relative_id, kind, words, added_by,
                                         added_at, form_tag)
                SELECT 'f', school_id, $1, $2, 'sibling', $4, $3, 0, 'f' FROM pupil WHERE id = $1";
}

const DAY: i64 = 24 * 60;
const REASON: &str = "One lost coat, noted three times.";

/// Three concerns about a child on three days.
async fn three_about(school: &School, child: &PupilId) {
    for days in 1..=3 {
        school
            .logs(&[child], days * DAY, "He had no coat.", &["dsl"])
            .await;
    }
}

/// The fields with which the page's first pattern is dismissed.
fn dismissal(page: &Page, reason: &str) -> Vec<(String, String)> {
    let first = |selector: &str| page.every(selector, "value")[0].clone();
    let mut fields = vec![
        ("pattern".to_owned(), first("[name=pattern]")),
        ("reason".to_owned(), reason.to_owned()),
    ];
    let records = page.every("[name=record]", "value");
    fields.extend(records.into_iter().map(|id| ("record".to_owned(), id)));
    fields
}

async fn dismisses(visitor: &mut Visitor, page: &Page, reason: &str) -> Page {
    let fields = dismissal(page, reason);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    visitor.post("/patterns/dismissals", &fields).await
}

async fn what_repeats_names_the_records_it_stands_on(school: School) {
    let ella = school.enrols("Ella", "Fairweather", "7").await;
    three_about(&school, &ella).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get("/patterns").await;
    page.is(200)
        .reads("3 concerns about Ella Fairweather within 28 days, none marked as significant")
        .reads("He had no coat.")
        .reads("Attendance")
        .reads("What counts as a pattern")
        .reads("At least 3 concerns about one child within 28 days")
        .reads("there is no setting that changes them");
    let board = dana.get("/dashboard").await;
    assert_eq!(
        board.every(".kw-inbox-link [href='/patterns']", "href"),
        ["/patterns"]
    );
    let stand = page.every(".kw-pattern .govuk-tag--yellow", "class");
    assert_eq!(stand.len(), 3, "where each stands");
    let records = page.every(".kw-pattern a.kw-list__link", "href");
    assert_eq!(records.len(), 3);
    assert_eq!(page.text().matches("Noticed ").count(), 3);
    let recorded = format!("Sam Staff, {}", school.app.now().day());
    page.reads(&recorded);
    for record in records {
        dana.get(&record).await.is(200).reads("He had no coat.");
    }
    let tom = school.enrols("Tom", "Underhill", "9").await;
    dana.get(&format!("/patterns?pupil={ella}"))
        .await
        .reads("3 concerns about Ella");
    dana.get(&format!("/patterns?pupil={tom}"))
        .await
        .reads("There is no new pattern about this pupil")
        .never_says("Ella");
}

async fn what_was_dismissed_comes_back_when_a_record_joins(school: School) {
    let ella = school.enrols("Ella", "Fairweather", "7").await;
    three_about(&school, &ella).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get("/patterns").await;
    assert_eq!(
        dismisses(&mut dana, &page, REASON).await.leads_to(),
        "/patterns"
    );
    let mut dee = school.elevated("deputy").await;
    let settled = dee.get("/patterns").await;
    settled
        .reads("There is no new pattern")
        .reads("Dismissed")
        .reads(REASON);
    assert!(settled.every("[name=pattern]", "value").is_empty());
    let written = school.wrote_down("pattern dismissed").await;
    assert_eq!(written.as_deref(), Some("records: 3"));

    school.logs(&[&ella], 30, "Still no coat.", &["dsl"]).await;
    dee.get("/patterns")
        .await
        .reads("4 concerns about Ella Fairweather")
        .reads("Dana Lead dismissed this on");
}

async fn nobody_learns_of_a_pattern_in_files_that_are_closed_to_them(school: School) {
    let (ella, tom) = (
        school.enrols("Ella", "Fairweather", "7").await,
        school.enrols("Tom", "Underhill", "9").await,
    );
    three_about(&school, &ella).await;
    three_about(&school, &tom).await;
    school.gives("Pastoral", Right::WorkCases).await;
    let mut pat = school.elevated("pastoral").await;
    pat.get("/patterns")
        .await
        .is(200)
        .reads("about Ella Fairweather")
        .never_says("Tom")
        .never_says("Hall: 6");
    // Concerns that she reads for Ella's sake make no pattern about Tom.
    for days in 4..=6 {
        let both = [&ella, &tom];
        let minutes = days * DAY;
        school
            .logs(&both, minutes, "They had no coat.", &["dsl"])
            .await;
    }
    pat.get("/patterns")
        .await
        .reads("6 concerns about Ella Fairweather")
        .never_says("Tom");
    school.excludes("pastoral", &ella).await;
    pat.get("/patterns")
        .await
        .reads("There is no new pattern")
        .never_says("Ella");
    // A pattern that somebody names without seeing it is not there.
    let mut dana = school.elevated("dsl").await;
    let page = dana.get("/patterns").await;
    dismisses(&mut pat, &page, REASON).await.leads_to();
    assert_eq!(school.wrote_down("pattern dismissed").await, None);
}

async fn a_dismissal_without_a_reason_comes_back(school: School) {
    let ella = school.enrols("Ella", "Fairweather", "7").await;
    three_about(&school, &ella).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get("/patterns").await;
    let again = dismisses(&mut dana, &page, "  ").await;
    again
        .is(422)
        .reads("Enter the reason for dismissing this pattern");
    assert_eq!(again.every("details[open] [name=reason]", "id"), ["reason"]);
    let long = "é".repeat(20_001);
    let again = dismisses(&mut dana, &page, &long).await;
    again
        .is(422)
        .reads("20,000 characters or fewer")
        .reads(&long);
    assert_eq!(school.wrote_down("pattern dismissed").await, None);
}

async fn a_dismissal_is_told_to_whoever_sees_every_record_it_stands_on(school: School) {
    let ella = school.enrols("Ella", "Fairweather", "7").await;
    three_about(&school, &ella).await;
    let names_pat = school.logs(&[&ella], 30, "Pat was there.", &["dsl"]).await;
    let pat = school.person("pastoral").await;
    let named = school
        .app
        .db()
        .write(move |tx| tx.execute(NAME, &params![&names_pat, &pat]));
    assert_eq!(named.await.expect("named"), 1);
    school.gives("Pastoral", Right::WorkCases).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get("/patterns").await;
    page.reads("4 concerns about Ella");
    dismisses(&mut dana, &page, REASON).await.leads_to();
    // It stands on a record that Pat must not see: to Pat the pattern is as nobody left it.
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get("/patterns").await;
    page.reads("3 concerns about Ella")
        .never_says(REASON)
        .never_says("Dana Lead");
    assert_eq!(page.every("[name=pattern]", "value").len(), 1);
    school.clock.advance_seconds(60);
    let own = "The coat was found.";
    dismisses(&mut pat, &page, own).await.leads_to();
    pat.get("/patterns")
        .await
        .reads("There is no new pattern")
        .reads(own)
        .never_says(REASON);
    // What Pat knew of does not bring it back to whoever sees more, and dismissed all of it.
    let page = dana.get("/patterns").await;
    page.reads("There is no new pattern").reads(REASON);
    assert!(page.every("[name=pattern]", "value").is_empty());
    // A record that joins brings it back, with what was said last.
    school.logs(&[&ella], 20, "No coat again.", &["dsl"]).await;
    dana.get("/patterns")
        .await
        .reads("5 concerns about Ella")
        .reads("Pat Pastoral dismissed this on")
        .reads("It did not cover every record below");
    pat.get("/patterns")
        .await
        .reads("4 concerns about Ella")
        .reads(own)
        .never_says(REASON);
}

async fn a_siblings_rise_leads_to_both_files_by_name(school: School) {
    let ella = school.enrols("Ella", "Fairweather", "7").await;
    let tom = school.enrols("Tom", "Fairweather", "9").await;
    let (one, other) = (ella.clone(), tom.clone());
    let dana = school.person("dsl").await;
    let linked = school.app.db();
    let linked = linked.write(move |tx| {
        let sealed = b"sealed".to_vec();
        tx.execute(SIBLINGS, &params![&one, &other, &dana, sealed])
    });
    assert_eq!(linked.await.expect("linked"), 1);
    three_about(&school, &ella).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get(&format!("/patterns?pupil={tom}")).await;
    page.reads("about Ella Fairweather, Tom Fairweather’s sibling: more than before")
        .reads("Open the file of Ella Fairweather")
        .reads("Open the file of Tom Fairweather");
    let files = page.every(".kw-pattern__file a", "href");
    assert_eq!(files, [format!("/pupils/{ella}"), format!("/pupils/{tom}")]);
}

async fn what_is_no_pupil_is_never_led_back_to(school: School) {
    let ella = school.enrols("Ella", "Fairweather", "7").await;
    three_about(&school, &ella).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get("/patterns").await;
    let mut fields = dismissal(&page, REASON);
    fields.push(("pupil".to_owned(), format!("{ella}\nx: y")));
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    dana.post("/patterns/dismissals", &fields).await.is(404);
    assert_eq!(school.wrote_down("pattern dismissed").await, None);
}

async fn a_dismissal_takes_in_what_was_shown_and_nothing_else(school: School) {
    let ella = school.enrols("Ella", "Fairweather", "7").await;
    three_about(&school, &ella).await;
    let tom = school.enrols("Tom", "Underhill", "9").await;
    let other = school.logs(&[&tom], 30, "He had no lunch.", &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get("/patterns").await;
    let sent = async |visitor: &mut Visitor, fields: &[(String, String)]| {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        visitor.post("/patterns/dismissals", &fields).await
    };
    // Without any of its records nothing is dismissed, and no reason is kept that anybody sees.
    let mut none = dismissal(&page, REASON);
    none.retain(|(name, _)| name != "record");
    none.push(("record".to_owned(), other.0.clone()));
    sent(&mut dana, &none).await.leads_to();
    assert_eq!(school.wrote_down("pattern dismissed").await, None);
    dana.get("/patterns").await.never_says(REASON);
    // One that another record was slipped into stands on what was shown alone.
    let mut more = dismissal(&page, REASON);
    more.push(("record".to_owned(), other.0.clone()));
    more.push(("record".to_owned(), "nowhere".to_owned()));
    sent(&mut dana, &more).await.leads_to();
    let written = school.wrote_down("pattern dismissed").await;
    assert_eq!(written.as_deref(), Some("records: 3"));
    // So whoever sees those three, and not the other, is told of it.
    school.gives("Pastoral", Right::WorkCases).await;
    let mut pat = school.elevated("pastoral").await;
    pat.get("/patterns")
        .await
        .reads("There is no new pattern")
        .reads(REASON);
}
