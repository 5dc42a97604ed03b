//! Nobody finds, or learns from a count, what they may not read.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    a_teacher_finds_their_own_and_a_lead_with_their_key_everything
    whoever_reads_a_year_group_finds_its_concerns_and_no_other_names
    whoever_was_alerted_finds_the_concern_and_nothing_that_was_done
    whoever_is_named_or_excluded_finds_nothing
    a_mark_is_found_by_whoever_may_know_on_whom_it_is
    what_was_done_is_found_by_what_people_read_and_by_no_code
    a_user_group_that_is_limited_to_categories_finds_those_alone
    another_school_finds_nothing
    whoever_views_as_a_user_group_finds_what_both_may_read
}

async fn a_teacher_finds_their_own_and_a_lead_with_their_key_everything(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let hers = Record::new("staff", &[&ella], "A bruise.")
        .kept(&school)
        .await;
    let his = Record::new("colleague", &[&tom], "A bruise too.")
        .kept(&school)
        .await;
    is_prepared(&school, &school.app).await;
    let mut sam = school.signed_in("staff").await;
    let page = finds(&mut sam, "bruise").await;
    page.reads("1 concern found")
        .never_says("data-elevated")
        .never_says("Tom");
    assert_eq!(concerns(&page), std::slice::from_ref(&hers));
    let mut dana = school.signed_in("dsl").await;
    let without = finds(&mut dana, "bruise").await;
    without
        .reads("Nothing found")
        .reads("Elevate Your Access")
        .never_says(&hers);
    school.elevates("dsl").await;
    let with = finds(&mut dana, "bruise").await;
    with.reads("2 concerns found");
    assert_eq!(concerns(&with), [his, hers]);
    let elevated = with.every("[data-elevated] [data-search-result]", "href");
    assert_eq!(elevated.len(), 2);
}

async fn whoever_reads_a_year_group_finds_its_concerns_and_no_other_names(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let both = Record::new("staff", &[&ella, &tom], "They fought.")
        .kept(&school)
        .await;
    Record::new("staff", &[&tom], "Tom fought again.")
        .kept(&school)
        .await;
    adds(
        &school,
        "dsl",
        &both,
        Some("decision"),
        r#"{"reasons":"They fought before."}"#,
    )
    .await;
    is_prepared(&school, &school.app).await;
    let mut pat = school.elevated("pastoral").await;
    let page = finds(&mut pat, "fought").await;
    page.reads("1 concern and 1 addition to concerns found");
    page.reads("Ella O’Sullivan (7B) and another pupil")
        .never_says("Underhill");
    assert_eq!(concerns(&page), [both.clone(), both.clone()]);
    // That it is about Tom is not for them to find.
    let page = finds(&mut pat, "underhill").await;
    page.reads("Nothing found").never_says("Underhill, Tom");
    finds(&mut pat, "fought underhill")
        .await
        .reads("Nothing found");
    finds(&mut pat, "fought ella")
        .await
        .reads("1 concern and 1 addition");
    finds(&mut pat, "ella")
        .await
        .reads("1 pupil and 1 concern found");
}

async fn whoever_was_alerted_finds_the_concern_and_nothing_that_was_done(school: School) {
    let ella = ella(&school).await;
    let id = Record::new("staff", &[&ella], "A bruise.")
        .kept(&school)
        .await;
    adds(&school, "staff", &id, None, "The bruise is on the left.").await;
    let done = r#"{"what":"Asked about the bruise.","with":"police"}"#;
    adds(&school, "dsl", &id, Some("action"), done).await;
    is_prepared(&school, &school.app).await;
    let mut col = school.signed_in("colleague").await;
    finds(&mut col, "bruise").await.reads("Nothing found");
    let (person, now) = (
        school.person("colleague").await,
        school.app.now().as_micros(),
    );
    happens(&school, ALERT, params![&id, &person, now].into()).await;
    let page = finds(&mut col, "bruise").await;
    page.reads("1 concern and 1 addition to concerns found")
        .never_says("Asked about");
    finds(&mut col, "police").await.reads("Nothing found");
    // Nor does whoever wrote it.
    let mut sam = school.signed_in("staff").await;
    let page = finds(&mut sam, "bruise").await;
    page.reads("1 concern and 1 addition to concerns found")
        .never_says("Asked about");
    let mut dana = school.elevated("dsl").await;
    finds(&mut dana, "bruise")
        .await
        .reads("1 concern and 2 additions to concerns found");
}

async fn whoever_is_named_or_excluded_finds_nothing(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let about_ella = Record::new("staff", &[&ella], "A bruise.")
        .kept(&school)
        .await;
    let about_tom = Record::new("staff", &[&tom], "A bruise.")
        .kept(&school)
        .await;
    let own = Record::new("deputy", &[&ella], "My own bruise note.")
        .kept(&school)
        .await;
    adds(
        &school,
        "dsl",
        &own,
        Some("contact"),
        r#"{"said":"Bruise of long ago."}"#,
    )
    .await;
    is_prepared(&school, &school.app).await;
    let mut dee = school.elevated("deputy").await;
    let all = finds(&mut dee, "bruise").await;
    all.reads("3 concerns and 1 addition to concerns found");
    let deputy = school.person("deputy").await;
    happens(&school, NAMES, params![&about_tom, &deputy].into()).await;
    let page = finds(&mut dee, "bruise").await;
    assert_eq!(
        concerns(&page),
        [own.clone(), about_ella.clone(), own.clone()]
    );
    finds(&mut dee, "bruise underhill")
        .await
        .reads("Nothing found");

    school.excludes("deputy", &ella).await;
    // Their own words stay; what was done about them does not, nor does the file.
    let page = finds(&mut dee, "bruise").await;
    page.reads("1 concern found").never_says("long ago");
    assert_eq!(concerns(&page), std::slice::from_ref(&own));
    let page = finds(&mut dee, "ella").await;
    page.reads("1 concern found").never_says("/pupils/");
    let mut dana = school.elevated("dsl").await;
    finds(&mut dana, "bruise")
        .await
        .reads("3 concerns and 1 addition to concerns found");
}

async fn a_user_group_that_is_limited_to_categories_finds_those_alone(school: School) {
    let ella = ella(&school).await;
    let late = Record::new("staff", &[&ella], "Late, with a bruise.")
        .kept(&school)
        .await;
    let hurt = Record {
        category: "Physical injury",
        ..Record::new("staff", &[&ella], "A bruise.")
    };
    let hurt = hurt.kept(&school).await;
    adds(&school, "staff", &hurt, None, "Bruise again.").await;
    is_prepared(&school, &school.app).await;
    let mut pat = school.elevated("pastoral").await;
    finds(&mut pat, "bruise")
        .await
        .reads("2 concerns and 1 addition to concerns found");
    let limited = school.writes(|tx| {
        let here = tx.school()?;
        tx.execute(LIMITED, &params![here, "Pastoral", "Attendance"])?;
        done(tx, "")
    });
    limited.await;
    let page = finds(&mut pat, "bruise").await;
    page.reads("1 concern found").never_says(&hurt);
    assert_eq!(concerns(&page), [late]);
}

async fn another_school_finds_nothing(school: School) {
    let ella = ella(&school).await;
    Record::new("staff", &[&ella], "A bruise.")
        .kept(&school)
        .await;
    is_prepared(&school, &school.app).await;
    let mut lee = school.neighbour("DSL").await;
    let page = lee.post("/search", &[("words", "bruise")]).await;
    page.never_says("<mark>").never_says("Ella");
}

async fn a_mark_is_found_by_whoever_may_know_on_whom_it_is(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let both = Record::new("staff", &[&ella, &tom], "They fought.")
        .kept(&school)
        .await;
    marks(&school, "staff", &both, &ella, "Like a thumbprint").await;
    marks(&school, "staff", &both, &tom, "Like a fishbone").await;
    is_prepared(&school, &school.app).await;
    let mut dana = school.elevated("dsl").await;
    for words in ["thumbprint", "fishbone", "knee fishbone"] {
        let page = finds(&mut dana, words).await;
        page.reads("1 addition to concerns found")
            .reads("Mark on a body map");
        assert_eq!(concerns(&page), std::slice::from_ref(&both), "{words}");
    }
    let mut pat = school.elevated("pastoral").await;
    finds(&mut pat, "thumbprint")
        .await
        .reads("1 addition to concerns found");
    finds(&mut pat, "fishbone").await.reads("Nothing found");
    let mut other = school.signed_in("colleague").await;
    finds(&mut other, "thumbprint").await.reads("Nothing found");
}

async fn what_was_done_is_found_by_what_people_read_and_by_no_code(school: School) {
    let ella = ella(&school).await;
    let hers = Record::new("staff", &[&ella], "She cried.")
        .kept(&school)
        .await;
    let decision = r#"{"decision":{"threshold":"universal","considered":["talk_home"],"decision":"Wait.","reasons":"She agreed.","no_referral":null}}"#;
    adds(&school, "dsl", &hers, Some("decision"), decision).await;
    is_prepared(&school, &school.app).await;
    let mut dana = school.elevated("dsl").await;
    finds(&mut dana, "talk_home").await.reads("Nothing found");
    let page = finds(&mut dana, "talk carers agreed").await;
    page.reads("1 addition to concerns found");
}

async fn whoever_views_as_a_user_group_finds_what_both_may_read(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let hers = Record::new("staff", &[&ella], "A bruise.")
        .kept(&school)
        .await;
    let his = Record::new("staff", &[&tom], "A bruise too.")
        .kept(&school)
        .await;
    adds(&school, "dsl", &his, None, "The bruise is old.").await;
    is_prepared(&school, &school.app).await;
    let mut dana = school.elevated("dsl").await;
    let pastoral = school.group("Pastoral").await;
    let group = [("group", pastoral.0.as_str()), ("year", "7")];
    dana.post("/view-as", &group).await.leads_to();
    let page = finds(&mut dana, "bruise").await;
    page.is(200)
        .reads("1 concern found")
        .reads("You are viewing as Pastoral, Year 7.")
        .never_says("Tom");
    assert_eq!(concerns(&page), std::slice::from_ref(&hers));
    finds(&mut dana, "underhill").await.reads("Nothing found");
    let written = school.entries_of("searched").await;
    let said = "viewing as: Pastoral, Year 7";
    assert_eq!(written.len(), 2);
    assert!(
        written.iter().all(|(_, detail)| detail.contains(said)),
        "{written:?}"
    );
    dana.post("/view-as/end", &[]).await.leads_to();
    finds(&mut dana, "bruise")
        .await
        .reads("2 concerns and 1 addition");
}
