//! What a concern is made of: each child's part, its categories, what is folded away on the form.

use super::*;
use crate::testing::on_both_databases;

keyward_db::statements! {
    /// The part of each pupil, as logged and as it counts.
    ROLES = "SELECT concern_pupil.role_logged, concern_pupil.role FROM concern_pupil
             JOIN pupil ON pupil.id = concern_pupil.pupil_id ORDER BY pupil.finding";
    /// The categories of the only concern, in order.
    CATEGORIES = "SELECT category.name FROM concern_category
                  JOIN category ON category.id = concern_category.category_id
                  WHERE concern_category.logged = 1 AND concern_category.counts = 1
                  ORDER BY concern_category.position";
    /// A category of this name.
    NAMED = "SELECT category.id FROM category
             JOIN school ON school.id = category.school_id
             WHERE school.slug = 'hawthorn-park' AND category.name = $1";
}

on_both_databases! {
    a_role_is_never_copied_from_one_child_to_another
    a_child_found_without_script_is_given_a_part_too
    several_categories_stand_in_the_schools_order
    guidance_stands_beside_each_category_that_has_it
    what_is_folded_away_is_kept_open_and_shown
    an_opinion_is_marked_as_one
    whose_words_they_are_is_not_said_of_one_child_among_several
    when_and_by_whom_stand_wherever_a_concern_does
    where_nobody_knows_the_time_no_page_says_one
}

async fn rows(school: &School, sql: keyward_db::Sql) -> Vec<String> {
    let read = school
        .app
        .db()
        .read(move |tx| tx.all(sql, &[], |row| row.get(0)));
    read.await.expect("read")
}

/// The category of this name.
async fn category(school: &School, name: &'static str) -> String {
    let db = school.app.db();
    let read = db.read(move |tx| tx.one(NAMED, &params![name], |row| row.get(0)));
    read.await.expect("read").expect("a category")
}

async fn a_role_is_never_copied_from_one_child_to_another(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella, &tom], &["dsl"]).await;
    let toms = format!("role-{tom}");
    let mut unsaid = form.clone();
    unsaid.0.retain(|(name, _)| !name.starts_with("role-"));
    for unsaid in [unsaid.clone(), unsaid.with(&toms, "")] {
        let page = unsaid.sent(&mut sam, "/concerns").await;
        page.is(422)
            .reads("Choose the role that Tom Underhill has in this")
            .never_says("the role that Ella Fairweather has in this. Choose")
            .reads(SEEN)
            .reads(SAID);
        let link = format!("a[href='#{toms}']");
        assert_eq!(page.every(&link, "href").len(), 1);
        let described = page.every(&format!("select[id='{toms}']"), "aria-describedby");
        assert!(described[0].contains(&format!("{toms}-error")));
        let chosen = "input[name=pupil][checked]";
        assert_eq!(page.every(chosen, "value"), [ella.0.clone(), tom.0.clone()]);
        let ellas = format!("select[id='role-{ella}'] option[selected]");
        assert_eq!(page.every(&ellas, "value"), ["subject"]);
    }
    assert_eq!(count(&school).await, 0);

    let form = form.with(&toms, "alleged");
    form.sent(&mut sam, "/concerns").await.leads_to();
    form.sent(&mut sam, "/concerns").await.leads_to();
    assert_eq!(count(&school).await, 1);
    let roles = school.app.db().read(|tx| {
        tx.all(ROLES, &[], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?))
        })
    });
    let same = |role: &str| (role.to_owned(), role.to_owned());
    assert_eq!(
        roles.await.expect("read"),
        [same("subject"), same("alleged")]
    );
    let id = newest(&mut sam).await;
    let mut dana = school.elevated("dsl").await;
    for visitor in [&mut sam, &mut dana] {
        visitor
            .get(&address(&id))
            .await
            .reads("Subject Ella Fairweather")
            .reads("Alleged to have harmed Tom Underhill");
    }
    // Whoever reads it for Ella's year alone learns the part, not the name.
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&address(&id)).await;
    page.reads("Subject Ella Fairweather")
        .reads("Alleged to have harmed A pupil")
        .never_says("Tom");
}

async fn a_child_found_without_script_is_given_a_part_too(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let mut sam = school.signed_in("staff").await;
    let first = sam.post("/concerns/new", &[("find", "underh")]).await;
    let toms = format!("select[id='role-{tom}'] option[selected]");
    assert_eq!(first.every(&toms, "value"), ["subject"], "the only one");
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    let form = form.with("find", "underh");
    let further = form.sent(&mut sam, "/concerns/new").await;
    assert!(further.every(&toms, "value").is_empty(), "not copied");
    let both = form.and("pupil", &tom.0).and(&format!("role-{tom}"), "");
    both.sent(&mut sam, "/concerns").await.is(422);
}

async fn several_categories_stand_in_the_schools_order(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    let form = form
        .with("category", &category(&school, "Online safety").await)
        .and("category", &category(&school, "Child-on-child abuse").await)
        .and("category", &category(&school, "Bullying").await)
        .and("category", &category(&school, "Attendance").await);
    form.sent(&mut sam, "/concerns").await.leads_to();
    let names = ["Attendance", "Bullying", "Online safety"];
    assert_eq!(rows(&school, CATEGORIES).await, names);
    let id = newest(&mut sam).await;
    let marks = "kw-topic kw-topic--blue";
    let page = sam.get(&address(&id)).await;
    page.reads("Attendance, Bullying, Online safety");
    assert_eq!(page.body.matches(marks).count(), 2);
    sam.get("/dashboard").await.reads("Attendance, Bullying");
    let mut dana = school.elevated("dsl").await;
    for page in ["/dashboard", &format!("/pupils/{ella}")] {
        dana.get(page).await.reads("Attendance, Bullying, Online");
    }
    let nothing = Filled(
        form.0
            .into_iter()
            .filter(|(n, _)| n != "category")
            .collect(),
    );
    let page = nothing.sent(&mut sam, "/concerns").await;
    page.is(422).reads("Choose at least one category");
}

async fn guidance_stands_beside_each_category_that_has_it(school: School) {
    let mut sam = school.signed_in("staff").await;
    let page = sam.get("/concerns/new").await;
    page.reads("Promise no secrecy");
    let described = page.every("input[name=category][aria-describedby]", "aria-describedby");
    assert!(described.len() > 20);
    for id in described {
        assert_eq!(page.every(&format!("p[id='{id}']"), "class").len(), 1);
    }
}

async fn what_is_folded_away_is_kept_open_and_shown(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let open = "details.kw-more[open]";
    let fresh = sam.get("/concerns/new").await;
    assert!(fresh.every(open, "class").is_empty());
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    for (field, words) in MORE {
        let page = form.clone().with(field, words).with("place", "");
        let page = page.sent(&mut sam, "/concerns").await;
        assert_eq!(page.is(422).every(open, "class").len(), 1, "{field}");
        assert!(page.body.contains(words), "{field}");
    }
    let all = MORE
        .into_iter()
        .fold(form, |form, (field, words)| form.with(field, words));
    all.sent(&mut sam, "/concerns").await.leads_to();
    let id = newest(&mut sam).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get(&address(&id)).await;
    for (_, words) in MORE {
        page.reads(words);
    }
}

async fn an_opinion_is_marked_as_one(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    let form = form.with("opinion", MORE[1].1);
    form.sent(&mut sam, "/concerns").await.leads_to();
    let id = newest(&mut sam).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get(&address(&id)).await;
    page.reads("Professional opinion of Sam Staff I think she is afraid of somebody.");
    // It stands apart from what was seen and heard.
    let (seen, opinion) = (page.body.find(SEEN), page.body.find(MORE[1].1));
    assert!(seen < opinion && page.body.contains("kw-opinion"));
}

async fn whose_words_they_are_is_not_said_of_one_child_among_several(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let mut dana = school.elevated("dsl").await;
    for (about, said, never) in [
        (&[&ella][..], "The child’s own words", "A child’s own words"),
        (
            &[&ella, &tom],
            "A child’s own words",
            "The child’s own words",
        ),
    ] {
        let (_, id) = logged(&school, about, &["dsl"]).await;
        let page = dana.get(&address(&id)).await;
        page.reads(SAID).reads(said).never_says(never);
    }
    let page = dana.get(&format!("/pupils/{tom}/chronology")).await;
    page.reads(SAID)
        .reads("A child’s own words")
        .never_says("The child’s own words");
}

async fn when_and_by_whom_stand_wherever_a_concern_does(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    let form = form.with("day", "2026-01-05").with("time", "09:15");
    form.sent(&mut sam, "/concerns").await.leads_to();
    let id = newest(&mut sam).await;
    let recorded = school.app.now().day_and_time();
    let mut dana = school.elevated("dsl").await;
    for page in [address(&id), format!("/pupils/{ella}")] {
        dana.get(&page)
            .await
            .reads("Noticed 5 January 2026 at 09:15")
            .reads(&format!("Recorded {recorded}"))
            .reads("Sam Staff");
    }
    for page in ["/dashboard", "/inbox"] {
        let page = dana.get(page).await;
        let text = page.text().to_lowercase();
        assert!(text.contains("noticed 5 january at 09:15"), "{text}");
        page.reads("Sam Staff").reads("today at");
    }
    let page = sam.get("/concerns").await;
    page.reads("noticed 5 January at 09:15")
        .reads("recorded today at");
}

async fn where_nobody_knows_the_time_no_page_says_one(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    let form = form.with("day", "2026-11-10").with("time-unknown", "1");
    // What stands in the field of the time is then nothing said, and the tick survives an error.
    let page = form
        .clone()
        .with("place", "")
        .sent(&mut sam, "/concerns")
        .await;
    assert_eq!(page.is(422).every("#time-unknown[checked]", "value"), ["1"]);
    let form = form.with("time", "");
    form.sent(&mut sam, "/concerns").await.leads_to();
    let id = newest(&mut sam).await;
    let words = "10 November 2026, time not known";
    sam.get(&address(&id)).await.reads(words);
    let mut dana = school.elevated("dsl").await;
    for page in [
        address(&id),
        format!("/pupils/{ella}"),
        format!("/pupils/{ella}/chronology"),
        format!("/pupils/{ella}/chronology/document"),
    ] {
        dana.get(&page).await.reads(words).never_says("12:00");
    }
    dana.get("/inbox")
        .await
        .reads("10 November, time not known");
    sam.get("/concerns")
        .await
        .reads("noticed 10 November, time not known");
}
