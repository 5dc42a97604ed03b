//! Keeping the categories, as leads and administrators meet it.

use keyward_db::params;

use crate::audit::Entry;
use crate::ids::PupilId;
use crate::pupils::{self, Details};
use crate::testing::{Page, School, Visitor, on_both_databases};

keyward_db::statements! {
    /// A category of this name.
    NAMED = "SELECT category.id FROM category
             JOIN school ON school.id = category.school_id
             WHERE school.slug = $1 AND category.name = $2";
    /// Limits the files of a user group to a category.
    LIMIT = "INSERT INTO group_category (group_id, category_id)
             SELECT user_group.id, $1 FROM user_group
             JOIN category ON category.school_id = user_group.school_id
             WHERE category.id = $1 AND user_group.name = 'Pastoral'";
}

on_both_databases! {
    a_lead_adds_a_category_that_is_offered_at_once
    what_is_wrong_comes_back_with_what_was_typed
    a_category_is_renamed_and_old_concerns_follow
    two_people_who_change_one_category_lose_nothing
    a_retired_category_is_not_offered_and_stays_on_old_concerns
    the_last_category_is_not_retired
    a_category_moves_among_those_beside_it
    nothing_is_moved_beneath_a_category_that_limits_a_user_group
    a_category_that_limits_a_user_group_never_changes_its_meaning_unnoticed
    nobody_keeps_categories_without_the_right_or_of_another_school
    how_long_a_concern_may_wait_never_changes_unnoticed
}

async fn how_long_a_concern_may_wait_never_changes_unnoticed(school: School) {
    let medical = at(&school, "Medical").await;
    let mut ada = school.elevated("admin").await;
    let typed = fields(&mut ada, &medical).await;
    sends(&mut ada, &medical, &typed, &[("minutes", "90")])
        .await
        .leads_to();
    school.clock.advance_seconds(1);
    let typed = fields(&mut ada, &medical).await;
    sends(&mut ada, &medical, &typed, &[("minutes", "0")])
        .await
        .leads_to();
    let letters = school.letters_to("dsl").await;
    let subject = "How long concerns may wait was changed";
    let told: Vec<&String> = letters.iter().filter(|one| one.contains(subject)).collect();
    assert_eq!(told.len(), 2);
    let words = "Ada Admin changed how long a concern of the category Medical may wait";
    assert!(told[1].contains(words), "{}", told[1]);
    assert!(
        told[1].contains("from 1 hour 30 minutes to no limit"),
        "{}",
        told[1]
    );
    // Another change is told to nobody.
    let typed = fields(&mut ada, &medical).await;
    sends(&mut ada, &medical, &typed, &[("colour", "red")])
        .await
        .leads_to();
    assert_eq!(school.letters_to("dsl").await.len(), letters.len());
}

/// The address of the category of this name.
async fn at(school: &School, name: &'static str) -> String {
    at_school(school, "hawthorn-park", name).await
}

async fn at_school(school: &School, slug: &'static str, name: &'static str) -> String {
    let db = school.app.db();
    let read = db.read(move |tx| tx.one(NAMED, &params![slug, name], |row| row.get::<String>(0)));
    let id = read.await.expect("read").expect("a category");
    format!("/categories/{id}")
}

/// What stands on the page of a category, to be changed and sent back.
async fn fields(visitor: &mut Visitor, at: &str) -> Vec<(String, String)> {
    let page = visitor.get(at).await;
    let one = |selector: &str| page.is(200).every(selector, "value").concat();
    let field = |name: &str, value: String| (name.to_owned(), value);
    vec![
        field("was", one("input[name=was]")),
        field("name", one("#name")),
        field("parent", one("#parent option[selected]")),
        field("colour", one("input[name=colour][checked]")),
        field("guidance", String::new()),
        field("minutes", one("#minutes")),
    ]
}

async fn sends(
    visitor: &mut Visitor,
    at: &str,
    fields: &[(String, String)],
    changes: &[(&str, &str)],
) -> Page {
    let mut fields = fields.to_vec();
    for (name, value) in changes {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    visitor.post(at, &fields).await
}

/// The names that are offered to whoever logs a concern, in order.
async fn offered(school: &School) -> String {
    let mut sam = school.signed_in("staff").await;
    sam.get("/concerns/new").await.is(200).text()
}

/// Sam logs a concern of this category.
async fn logged(school: &School, category: &str) -> (Visitor, PupilId) {
    let details = Details {
        upn: "A1".into(),
        forename: "Ella".into(),
        surname: "Fairweather".into(),
        preferred_name: String::new(),
        born_on: "2014-05-01".into(),
        year_group: "7".into(),
        form: "7B".into(),
    };
    let ella = school.writes(move |tx| {
        let id = pupils::enrol(tx, &details)?;
        tx.entry(Entry::of("pupil enrolled", "pupil", &id.0))?;
        Ok(id)
    });
    let ella = ella.await;
    let mut sam = school.signed_in("staff").await;
    let page = sam.get("/concerns/new").await;
    let one = |selector: &str| page.every(selector, "value").concat();
    let (form, day, time) = (one("input[name=form]"), one("#day"), one("#time"));
    let dana = school.person("dsl").await.0;
    let category = category.trim_start_matches("/categories/");
    let fields = [
        ("form", form.as_str()),
        ("day", &day),
        ("time", &time),
        ("place", "Hall"),
        ("seen-and-heard", "Seen."),
        ("category", category),
        ("pupil", &ella.0),
        ("alert", &dana),
    ];
    let answer = sam.post("/concerns", &fields).await;
    assert_eq!(answer.leads_to(), "/dashboard");
    (sam, ella)
}

async fn a_lead_adds_a_category_that_is_offered_at_once(school: School) {
    let mut dana = school.elevated("dsl").await;
    dana.get("/categories")
        .await
        .is(200)
        .reads("Child-on-child abuse")
        .reads("30 minutes");
    let peers = at(&school, "Child-on-child abuse").await;
    let parent = peers.trim_start_matches("/categories/");
    let new = [
        ("name", "Initiation ritual"),
        ("parent", parent),
        ("colour", "orange"),
        ("guidance", "Name the team or club."),
        ("minutes", "120"),
    ];
    let answer = dana.post("/categories", &new).await;
    assert_eq!(answer.leads_to(), "/categories");
    dana.get("/categories")
        .await
        .reads("The category Initiation ritual was added");
    let page = offered(&school).await;
    assert!(page.contains("Initiation ritual Name the team or club."));
    let mut ada = school.elevated("admin").await;
    ada.get("/audit").await.reads("Category added");
}

async fn what_is_wrong_comes_back_with_what_was_typed(school: School) {
    let mut dana = school.elevated("dsl").await;
    let new = [
        ("name", "attendance"),
        ("colour", "green"),
        ("guidance", "Since when?"),
        ("minutes", "soon"),
    ];
    let page = dana.post("/categories", &new).await;
    page.is(422)
        .reads("There is a category called Attendance already")
        .reads("Enter whole minutes of school time")
        .reads("Since when?");
    assert_eq!(page.every("#minutes", "value"), ["soon"]);
    let colour = page.every("input[name=colour][checked]", "value");
    assert_eq!(colour, ["green"]);
}

async fn a_category_is_renamed_and_old_concerns_follow(school: School) {
    let medical = at(&school, "Medical").await;
    let (mut sam, _) = logged(&school, &medical).await;
    let mut ada = school.elevated("admin").await;
    let as_shown = fields(&mut ada, &medical).await;
    let changes = [("name", "Health"), ("colour", "pink")];
    let answer = sends(&mut ada, &medical, &as_shown, &changes).await;
    assert_eq!(answer.leads_to(), "/categories");
    let page = sam.get("/concerns").await;
    page.reads("Health");
    assert!(page.body.contains("kw-topic--pink"));
    ada.get("/audit")
        .await
        .reads("Name before: Medical Name now: Health");
}

async fn two_people_who_change_one_category_lose_nothing(school: School) {
    let medical = at(&school, "Medical").await;
    let mut ada = school.elevated("admin").await;
    let mut dana = school.elevated("dsl").await;
    let (hers, theirs) = (
        fields(&mut ada, &medical).await,
        fields(&mut dana, &medical).await,
    );
    let first = sends(&mut ada, &medical, &hers, &[("name", "Health")]).await;
    assert_eq!(first.leads_to(), "/categories");
    let second = sends(&mut dana, &medical, &theirs, &[("name", "First aid")]).await;
    second
        .is(422)
        .reads("Somebody changed this category while you had it open");
    assert_eq!(second.every("#name", "value"), ["First aid"]);
    dana.get("/categories").await.reads("Health");
}

async fn a_retired_category_is_not_offered_and_stays_on_old_concerns(school: School) {
    let peers = at(&school, "Child-on-child abuse").await;
    let bullying = at(&school, "Bullying").await;
    let (mut sam, _) = logged(&school, &bullying).await;
    let mut dana = school.elevated("dsl").await;
    let retirement = format!("{peers}/retirement");
    let answer = dana.post(&retirement, &[]).await;
    assert_eq!(answer.leads_to(), "/categories");
    let page = offered(&school).await;
    assert!(!page.contains("Child-on-child abuse") && !page.contains("Bullying"));
    assert!(page.contains("Online safety"));
    sam.get("/concerns").await.reads("Bullying");
    dana.get(&peers).await.reads("Restore this category");
    dana.post(&format!("{peers}/return"), &[]).await.leads_to();
    assert!(offered(&school).await.contains("Bullying"));
    let mut ada = school.elevated("admin").await;
    ada.get("/audit")
        .await
        .reads("Category retired")
        .reads("Category brought back");
}

async fn the_last_category_is_not_retired(school: School) {
    let mut dana = school.elevated("dsl").await;
    let page = dana.get("/categories").await;
    let every = page.every(".kw-categories > li > .kw-category a", "href");
    let (last, others) = every.split_last().expect("categories");
    for at in others {
        dana.post(&format!("{at}/retirement"), &[]).await;
    }
    let answer = dana.post(&format!("{last}/retirement"), &[]).await;
    answer.is(409).reads("This is the last category");
    school
        .signed_in("staff")
        .await
        .get("/concerns/new")
        .await
        .reads("Sexual abuse");
}

async fn a_category_moves_among_those_beside_it(school: School) {
    let behaviour = at(&school, "Behaviour").await;
    let mut dana = school.elevated("dsl").await;
    let before = |page: &str, one: &str, other: &str| page.find(one) < page.find(other);
    assert!(before(&offered(&school).await, "Attendance", "Behaviour"));
    let place = format!("{behaviour}/place");
    let answer = dana.post(&place, &[("to", "up")]).await;
    // The same button stands ready, and the other where it can go no further that way.
    let ready = "button[autofocus]";
    let page = dana.get(answer.leads_to()).await;
    assert_eq!(page.every(ready, "aria-label"), ["Move Behaviour down"]);
    let first = dana.get("/categories").await;
    assert_eq!(first.every(ready, "value"), [""; 0]);
    assert!(before(&offered(&school).await, "Behaviour", "Attendance"));
    // It is the first already.
    dana.post(&place, &[("to", "up")]).await.leads_to();
    let answer = dana.post(&place, &[("to", "down")]).await;
    let page = dana.get(answer.leads_to()).await;
    assert_eq!(page.every(ready, "aria-label"), ["Move Behaviour down"]);
    assert!(before(&offered(&school).await, "Attendance", "Behaviour"));
    let self_harm = at(&school, "Suicidal thoughts").await;
    let place = format!("{self_harm}/place");
    dana.post(&place, &[("to", "up")]).await.leads_to();
    let page = offered(&school).await;
    assert!(before(&page, "Suicidal thoughts", "Self-harm"));
    dana.post(&place, &[("to", "sideways")]).await.is(404);
}

async fn nothing_is_moved_beneath_a_category_that_limits_a_user_group(school: School) {
    let attendance = at(&school, "Attendance").await;
    let limit = attendance.trim_start_matches("/categories/").to_owned();
    let of = limit.clone();
    let db = school.app.db();
    let limited = db.write(move |tx| tx.execute(LIMIT, &params![&of]));
    assert_eq!(limited.await.expect("written"), 1);
    let medical = at(&school, "Medical").await;
    let mut dana = school.elevated("dsl").await;
    let as_shown = fields(&mut dana, &medical).await;
    let beneath = [("parent", limit.as_str())];
    let page = sends(&mut dana, &medical, &as_shown, &beneath).await;
    page.is(422)
        .reads("The files of Pastoral are limited to Attendance");
    assert_eq!(page.every("#parent option[selected]", "value"), [limit]);
    // One that stands there already may still be changed.
    let missing = at(&school, "Child missing education").await;
    let as_shown = fields(&mut dana, &missing).await;
    let answer = sends(&mut dana, &missing, &as_shown, &[("minutes", "15")]).await;
    assert_eq!(answer.leads_to(), "/categories");
}

async fn nobody_keeps_categories_without_the_right_or_of_another_school(school: School) {
    let medical = at(&school, "Medical").await;
    for mut visitor in [
        school.elevated("staff").await,
        school.elevated("pastoral").await,
        school.signed_in("dsl").await,
    ] {
        visitor.get("/categories").await.is(404);
        visitor.get(&medical).await.is(404);
        let retirement = format!("{medical}/retirement");
        visitor.post(&retirement, &[]).await.is(404);
        let new = [("name", "Mine"), ("colour", "red")];
        visitor.post("/categories", &new).await.is(404);
    }
    let mut lee = school.neighbour("DSL").await;
    lee.get(&medical).await.is(404);
    for act in ["/retirement", "/return", "/place"] {
        let to = format!("{medical}{act}");
        lee.post(&to, &[("to", "up")]).await.is(404);
    }
    let theirs = at_school(&school, "larch-lane", "Medical").await;
    let as_shown = fields(&mut lee, &theirs).await;
    let answer = sends(&mut lee, &medical, &as_shown, &[]).await;
    answer.is(404);
    assert!(offered(&school).await.contains("Medical"));
}

async fn a_category_that_limits_a_user_group_never_changes_its_meaning_unnoticed(school: School) {
    const TOLD: &str = "Subject: What a user group may read was changed";
    let told = async || {
        let mut letters = school.letters_to("dsl").await;
        letters.retain(|letter| letter.contains(TOLD));
        letters
    };
    let online = at(&school, "Online safety").await;
    let id = online.trim_start_matches("/categories/").to_owned();
    let limited = school
        .app
        .db()
        .write(move |tx| tx.execute(LIMIT, &params![&id]));
    assert_eq!(limited.await.expect("limited"), 1);
    // An unattended desk has no key.
    let mut desk = school.signed_in("admin").await;
    school.elevates("admin").await;
    let mut ada = school.elevated("admin").await;
    let typed = fields(&mut ada, &online).await;
    let renamed = [("name", "Sexual violence")];
    let page = sends(&mut desk, &online, &typed, &renamed).await;
    assert!(page.asks_for_a_touch());
    assert!(told().await.is_empty());
    sends(&mut ada, &online, &typed, &renamed).await.leads_to();
    let letters = told().await;
    assert_eq!(letters.len(), 1);
    let words = "Ada Admin changed the category Online safety to Sexual violence";
    assert!(letters[0].contains(words), "{}", letters[0]);
    assert!(letters[0].contains("What Pastoral may read depends on it"));
    // What changes nothing of the kind is told to nobody, nor is a category that limits nobody.
    let typed = fields(&mut ada, &online).await;
    sends(&mut ada, &online, &typed, &[("minutes", "60")])
        .await
        .leads_to();
    let other = at(&school, "Child-on-child abuse").await;
    let typed = fields(&mut ada, &other).await;
    sends(&mut ada, &other, &typed, &[("name", "Between children")])
        .await
        .leads_to();
    assert_eq!(told().await.len(), 1);
}
