//! Logging: the form, finding pupils, alerts.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    a_teacher_logs_and_is_told_so
    everything_typed_survives_an_error
    every_text_at_its_limit_is_sent_in_any_script
    enter_in_a_field_sends_nothing_half_written
    nothing_is_noticed_before_a_child_is_born
    pupils_are_found_without_script_and_as_one_types
    however_much_is_looked_for_something_is_answered
    a_form_sent_twice_makes_one_concern
    a_letter_names_no_child_and_no_content
    leads_are_alerted_unless_unticked
    what_somebody_logged_is_listed_page_by_page
    a_technician_logs_what_they_saw_and_reads_no_file
    nobody_logs_without_the_right
}

async fn a_teacher_logs_and_is_told_so(school: School) {
    let ella = ella(&school).await;
    let (mut sam, id) = logged(&school, &[&ella], &["dsl"]).await;
    sam.get("/dashboard")
        .await
        .is(200)
        .reads("Ella Fairweather")
        .reads("Not read by a lead yet");
    sam.get(&address(&id))
        .await
        .is(200)
        .reads(SEEN)
        .reads(SAID)
        .reads(PLACE)
        .reads("Sam Staff (you)")
        .reads("Dana Lead")
        .reads("Has not opened it yet");
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    form.sent(&mut sam, "/concerns").await;
    sam.get("/dashboard")
        .await
        .reads("Your concern is logged. An alert has been sent.");
}

async fn however_much_is_looked_for_something_is_answered(school: School) {
    let ella = ella(&school).await;
    let long = "fairweather ".repeat(17_000);
    let mut sam = school.signed_in("staff").await;
    for find in [long.replace(' ', ""), "z".repeat(200_000)] {
        let fields = [("find", find.as_str())];
        let found = sam.post("/concerns/new/pupils", &fields).await;
        assert!(found.is(200).body.contains("[]"));
    }
    let found = sam.post("/concerns/new/pupils", &[("find", &long)]).await;
    assert!(found.is(200).body.contains(&ella.0));
    let mut dana = school.elevated("dsl").await;
    let long = long.replace(' ', "");
    dana.post("/pupils", &[("find", &long)]).await.is(200);
}

async fn everything_typed_survives_an_error(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella], &["colleague"]).await;
    let form = form.with("day", "2031-01-01").with("find", "under");
    let page = form.sent(&mut sam, "/concerns").await;
    page.is(422)
        .reads("There is a problem")
        .reads("The day it was noticed must be today or earlier")
        .reads("Ella Fairweather")
        .reads(SEEN)
        .reads(SAID);
    assert!(page.body.contains("<title>Error: "));
    assert_eq!(page.every("#day", "value"), ["2031-01-01"]);
    assert_eq!(page.every("#place", "value"), [PLACE]);
    assert_eq!(page.every("#find", "value"), ["under"]);
    assert_eq!(page.every("input[name=pupil][checked]", "value"), [ella.0]);
    let colleague = school.person("colleague").await.0;
    assert_eq!(
        page.every("input[name=alert][checked]", "value"),
        [colleague]
    );
    assert_eq!(
        page.every("input[name=category][checked]", "value").len(),
        1
    );
    let sent = form
        .0
        .iter()
        .find(|(name, _)| name == "form")
        .expect("a form");
    assert_eq!(page.every("input[name=form]", "value"), [sent.1.as_str()]);

    let markup = form.with("seen-and-heard", "<b>&\"</textarea>");
    let page = markup.sent(&mut sam, "/concerns").await;
    page.reads("<b>&\"</textarea>").never_says("<b>&");
    let empty = sam.post("/concerns", &[]).await;
    empty
        .is(422)
        .reads("Find and choose the pupil this is about");
    empty.reads("Choose at least one person to alert");
    assert_eq!(count(&school).await, 0);
}

async fn enter_in_a_field_sends_nothing_half_written(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    let page = sam.get("/concerns/new").await;
    // A browser presses the first button of a form, wherever Enter was pressed in it.
    let buttons = page.every("form[action='/concerns'] button", "class");
    assert_eq!(buttons[0], "kw-enter");
    let to = page.every("button.kw-enter", "formaction");
    assert_eq!(to, ["/concerns/new"]);
    let page = form.with("enter", "1").sent(&mut sam, &to[0]).await;
    page.is(200)
        .reads("Nothing is sent yet: your form is as you left it.")
        .reads(SEEN)
        .reads(SAID);
    assert_eq!(page.every("input[name=pupil][checked]", "value"), [ella.0]);
    assert_eq!(count(&school).await, 0);
}

async fn every_text_at_its_limit_is_sent_in_any_script(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    // A character of four bytes, of which each travels as three.
    let of = |characters: usize| "𐍈".repeat(characters);
    let filled = Filled::by(&school, &mut sam, &[&ella], &["dsl"])
        .await
        .with("seen-and-heard", &of(20_000))
        .with("own-words", &of(20_000))
        .with("non-verbal", &of(5_000))
        .with("opinion", &of(5_000))
        .with("present", &of(1_000))
        .with("told", &of(200))
        .with("place", &of(200));
    let long = filled.clone().with("own-words", &of(40_000));
    let page = long.sent(&mut sam, "/concerns").await;
    page.is(422)
        .reads("The child’s own words must be 20,000 characters or fewer")
        .reads(&of(40_000));
    filled.sent(&mut sam, "/concerns").await.leads_to();
}

async fn nothing_is_noticed_before_a_child_is_born(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella, &tom], &["dsl"]).await;
    let early = form.clone().with("day", "2014-04-30");
    let page = early.sent(&mut sam, "/concerns").await;
    page.is(422)
        .reads("Ella Fairweather was born on 1 May 2014")
        .reads(SEEN);
    assert_eq!(
        page.every("#day[aria-describedby]", "value"),
        ["2014-04-30"]
    );
    assert_eq!(count(&school).await, 0);
    let on_the_day = form.with("day", "2014-05-01").with("time", "00:30");
    let answer = on_the_day.sent(&mut sam, "/concerns").await;
    assert_eq!(answer.leads_to(), "/dashboard");
}

async fn pupils_are_found_without_script_and_as_one_types(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    let page = form
        .clone()
        .with("find", "underh")
        .sent(&mut sam, "/concerns/new")
        .await;
    page.is(200)
        .reads("Tom Underhill")
        .reads("Year 9, 9B, born 1 May 2014")
        .reads(SEEN);
    assert_eq!(
        page.every("input[name=pupil]", "value"),
        [ella.0.clone(), tom.0.clone()]
    );
    let page = form
        .with("find", "nobody of this name")
        .sent(&mut sam, "/concerns/new")
        .await;
    page.is(200)
        .reads("Nobody else is found by “nobody of this name”");

    let typed = sam
        .post("/concerns/new/pupils", &[("find", "ell fair")])
        .await;
    let found = typed.is(200).json();
    assert_eq!(found["pupils"][0]["id"], ella.0.as_str());
    assert_eq!(found["pupils"][0]["name"], "Ella Fairweather");
    assert_eq!(found["pupils"].as_array().map(Vec::len), Some(1));

    let page = sam.get(&format!("/concerns/new?pupil={tom}")).await;
    page.is(200).reads("Tom Underhill");
    assert_eq!(page.every("input[name=pupil][checked]", "value"), [tom.0]);
    sam.get("/concerns/new?pupil=nobody").await.is(200);
}

async fn a_form_sent_twice_makes_one_concern(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    let mut again = sam.clone();
    let (first, second) = tokio::join!(
        form.sent(&mut sam, "/concerns"),
        form.sent(&mut again, "/concerns")
    );
    assert_eq!(first.leads_to(), second.leads_to());
    assert_eq!(
        form.sent(&mut sam, "/concerns").await.leads_to(),
        "/dashboard"
    );
    assert_eq!(count(&school).await, 1);
    assert_eq!(
        school.letters_to("dsl").await.len(),
        2,
        "an invitation and one alert"
    );

    // Somebody who goes back and writes more loses nothing.
    let more = form.with("seen-and-heard", "And then she cried.");
    assert_eq!(
        more.sent(&mut sam, "/concerns").await.leads_to(),
        "/dashboard"
    );
    assert_eq!(count(&school).await, 2);
}

async fn a_letter_names_no_child_and_no_content(school: School) {
    let ella = ella(&school).await;
    let (_, id) = logged(&school, &[&ella], &["dsl", "colleague"]).await;
    for person in ["dsl", "colleague"] {
        let letters = school.letters_to(person).await;
        let letter = letters.last().expect("a letter");
        assert!(letter.contains("A concern has been logged for you to read"));
        assert!(
            letter.contains("http://localhost:8080/hawthorn-park"),
            "{letter}"
        );
        for secret in [
            "Ella",
            "Fairweather",
            "bruise",
            "cupboard",
            "Cloakroom",
            "Attendance",
            &id.0,
        ] {
            assert!(!letter.contains(secret), "{secret}");
        }
    }
    assert_eq!(school.letters_to("deputy").await.len(), 1, "not alerted");
}

async fn leads_are_alerted_unless_unticked(school: School) {
    let id = |person: &'static str| {
        let school = &school;
        async move { school.person(person).await.0 }
    };
    let mut sam = school.signed_in("staff").await;
    let page = sam.get("/concerns/new").await;
    let ticked = page.every("input[name=alert][checked]", "value");
    assert_eq!(ticked, [id("dsl").await, id("deputy").await]);
    page.reads("Dana Lead DSL. Has not signed in yet");
    let all = page.every("input[name=alert]", "value");
    assert_eq!(
        all.len(),
        4,
        "leads, a colleague and pastoral, not oneself: {all:?}"
    );
    assert!(!all.contains(&id("admin").await));

    let mut dana = school.signed_in("dsl").await;
    let page = dana.get("/concerns/new").await;
    page.reads("Dana Lead (you)");
    let ticked = page.every("input[name=alert][checked]", "value");
    assert_eq!(ticked, [id("deputy").await]);

    // Somebody who cannot be alerted is not alerted, whatever the form says.
    let ella = ella(&school).await;
    let form = Filled::by(&school, &mut sam, &[&ella], &["admin"]).await;
    form.sent(&mut sam, "/concerns").await.is(422);
}

async fn what_somebody_logged_is_listed_page_by_page(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    sam.get("/concerns")
        .await
        .reads("You have not logged a concern yet");
    for number in 0..27 {
        let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
        let form = form.with("seen-and-heard", &number.to_string());
        assert_eq!(
            form.sent(&mut sam, "/concerns").await.leads_to(),
            "/dashboard"
        );
    }
    let links = "a.kw-list__link";
    let first = sam.get("/concerns").await.every(links, "href");
    let older = sam.get("/concerns").await.every("a[rel=next]", "href");
    let page = sam.get(&older[0]).await;
    let second = page.every(links, "href");
    assert_eq!((first.len(), second.len()), (25, 2));
    assert!(first.iter().all(|link| !second.contains(link)));
    assert!(page.every("a[rel=next]", "href").is_empty());
    let mut col = school.signed_in("colleague").await;
    let page = col.get(&older[0]).await;
    assert!(page.is(200).every(links, "href").is_empty());
}

async fn a_technician_logs_what_they_saw_and_reads_no_file(school: School) {
    let ella = ella(&school).await;
    let mut ada = school.signed_in("admin").await;
    ada.get("/dashboard").await.reads("Log a concern");
    ada.post("/concerns/new", &[("find", "fairweather")])
        .await
        .is(200)
        .reads("Ella Fairweather");
    let form = Filled::by(&school, &mut ada, &[&ella], &["dsl"]).await;
    form.sent(&mut ada, "/concerns").await.leads_to();
    let id = newest(&mut ada).await;
    let mut ada = school.elevated("admin").await;
    ada.get(&address(&id)).await.is(200).reads(SEEN);
    ada.get(&format!("/pupils/{ella}")).await.is(404);
    ada.get("/pupils").await.is(404);
}

async fn nobody_logs_without_the_right(school: School) {
    let taken = school
        .app
        .db()
        .write(|tx| tx.execute(TAKE, &params!["Administrator", "log_concerns"]));
    assert_eq!(taken.await.expect("taken"), 1);
    let mut ada = school.elevated("admin").await;
    for (address, fields) in [
        ("/concerns/new", [("find", "e")]),
        ("/concerns/new/pupils", [("find", "e")]),
        ("/concerns", [("form", "x")]),
    ] {
        ada.post(address, &fields).await.is(404);
    }
    ada.get("/concerns/new").await.is(404);
    let mut nobody = school.visitor();
    assert_eq!(nobody.get("/concerns/new").await.leads_to(), "/");
    nobody
        .post("/concerns/new/pupils", &[("find", "e")])
        .await
        .is(403);
}
