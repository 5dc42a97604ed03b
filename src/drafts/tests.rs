//! Drafts, as their writers meet them.

mod acts;
mod bounds;
mod kept;

use axum::http::header::ACCEPT;
use keyward_db::params;

use crate::audit::Entry;
use crate::ids::PupilId;
use crate::pupils::{self, Details};
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    what_was_typed_is_kept_and_offered_again
    a_draft_is_its_writers_alone
    nothing_of_a_draft_is_read_over_a_shoulder
    two_tabs_keep_both
    a_draft_ends_when_it_is_logged_and_a_late_save_brings_nothing_back
    discarding_asks_first_and_is_written_down
    a_forgotten_draft_is_never_removed_and_its_writer_is_reminded
    nobody_saves_into_somebody_elses_drafts
    a_session_that_ended_takes_nothing_along
}

/// What somebody typed; it is looked for where it must not be.
const WORDS: &str = "She would not take her coat off all day.";

keyward_db::statements! {
    /// What the database holds of a draft.
    HELD = "SELECT fields FROM draft WHERE id = $1";
}

/// A page that somebody opened to write on.
struct Desk {
    form: String,
    version: String,
    page: String,
    writer: String,
    category: String,
}

impl Desk {
    async fn opens(visitor: &mut Visitor, address: &str) -> Self {
        let page = visitor.get(address).await;
        page.is(200);
        let hidden = |name: &str| page.every(&format!("input[name={name}]"), "value")[0].clone();
        Self {
            form: hidden("form"),
            version: hidden("draft"),
            page: hidden("page"),
            writer: hidden("writer"),
            category: page.every("input[name=category]", "value")[0].clone(),
        }
    }

    fn fields<'a>(&'a self, words: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![
            ("form", &self.form),
            ("draft", &self.version),
            ("page", &self.page),
            ("turn", "1"),
            ("writer", &self.writer),
            ("place", "Art room"),
            ("category", &self.category),
            ("seen-and-heard", words),
        ]
    }

    /// Saves as the script of the page does, and learns the new version.
    async fn saves(&mut self, visitor: &mut Visitor, words: &str) -> Page {
        let answer = by_script(visitor, "/drafts", &self.fields(words)).await;
        if answer.status == 200 {
            let told = answer.json();
            self.form = told["form"].as_str().expect("a form").to_owned();
            self.version = told["version"].to_string();
        }
        answer
    }
}

/// Sends a form as a script does.
async fn by_script(visitor: &mut Visitor, path: &str, fields: &[(&str, &str)]) -> Page {
    let json = "application/json".parse().expect("a header");
    visitor.headers.insert(ACCEPT, json);
    let answer = visitor.post(path, fields).await;
    visitor.headers.remove(ACCEPT);
    answer
}

/// Ella, in year 7.
async fn enrols(school: &School) -> PupilId {
    let enrolled = school.writes(|tx| {
        let details = Details {
            upn: "A1".into(),
            forename: "Ella".into(),
            surname: "Fairweather".into(),
            preferred_name: String::new(),
            born_on: "2014-05-01".into(),
            year_group: "7".into(),
            form: "7B".into(),
        };
        let id = pupils::enrol(tx, &details)?;
        tx.entry(Entry::of("pupil enrolled", "pupil", &id.0))?;
        Ok(id)
    });
    enrolled.await
}

fn way_back(form: &str) -> String {
    format!("/concerns/new?draft={form}")
}

async fn what_was_typed_is_kept_and_offered_again(school: School) {
    let mut sam = school.signed_in("staff").await;
    let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
    let answer = desk.saves(&mut sam, WORDS).await;
    let told = answer.is(200).json();
    assert_eq!(
        (&told["version"], &told["apart"]),
        (&1.into(), &false.into())
    );
    assert!(told["at"].as_str().is_some_and(|at| at.contains(':')));
    let again = desk
        .saves(&mut sam, &format!("{WORDS} Not even in PE."))
        .await;
    assert_eq!(again.json()["version"], 2);

    // A day later, at another machine.
    school.clock.advance_seconds(3_600);
    let mut sam = school.signed_in("staff").await;
    let dashboard = sam.get("/dashboard").await;
    dashboard
        .reads("Your drafts")
        .reads("No pupil chosen yet Last changed today at")
        .reads("It stays until you log or discard it.");
    let ways = dashboard.every(".kw-drafts a", "href");
    assert_eq!(ways[0], way_back(&desk.form));
    sam.get("/concerns/new")
        .await
        .reads("You have another draft");
    let page = sam.get(&ways[0]).await;
    page.is(200).reads(WORDS).reads("Not even in PE.");
    page.never_says("You have another draft");
    assert_eq!(page.every("#place", "value"), ["Art room"]);
    assert_eq!(page.every("input[name=form]", "value"), [desk.form.clone()]);
    assert_eq!(page.every("input[name=draft]", "value"), ["2"]);
    let chosen = page.every("input[name=category][checked]", "value");
    assert_eq!(chosen, [desk.category.clone()]);

    // Without a script there is a button.
    let desk = Desk::opens(&mut sam, &ways[0]).await;
    let answer = sam.post("/drafts", &desk.fields("Less.")).await;
    assert_eq!(answer.leads_to(), "/dashboard");
    sam.get("/dashboard")
        .await
        .reads("Your draft is saved. Nobody else can see it");
    sam.get(&ways[0]).await.reads("Less.").never_says(WORDS);
}

async fn a_draft_is_its_writers_alone(school: School) {
    let mut sam = school.signed_in("staff").await;
    let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
    desk.saves(&mut sam, WORDS).await.is(200);
    let (way, removal) = (
        way_back(&desk.form),
        format!("/drafts/{}/removal", desk.form),
    );
    for person in ["colleague", "dsl", "deputy", "admin"] {
        let mut other = school.elevated(person).await;
        other.get(&way).await.is(404).never_says(WORDS);
        other.get(&removal).await.is(404);
        other.post(&removal, &[]).await.is(404);
        other.get("/dashboard").await.never_says("Your drafts");
    }
    let mut lee = school.neighbour("Staff").await;
    lee.get(&way).await.is(404);
    // The same identifier is another draft in another person's hands.
    let mut col = school.signed_in("colleague").await;
    let theirs = [
        ("form", desk.form.as_str()),
        ("seen-and-heard", "Other words."),
    ];
    by_script(&mut col, "/drafts", &theirs).await.is(200);
    sam.get(&way).await.reads(WORDS).never_says("Other words.");
    col.get(&way).await.reads("Other words.").never_says(WORDS);
}

async fn nothing_of_a_draft_is_read_over_a_shoulder(school: School) {
    let mut sam = school.signed_in("staff").await;
    let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
    desk.saves(&mut sam, WORDS).await.is(200);
    for address in [
        "/dashboard",
        "/concerns/new",
        &format!("/drafts/{}/removal", desk.form),
    ] {
        let page = sam.get(address).await;
        page.is(200).never_says(WORDS).never_says("Art room");
    }
}

async fn two_tabs_keep_both(school: School) {
    let mut sam = school.signed_in("staff").await;
    let mut first = Desk::opens(&mut sam, "/concerns/new").await;
    first.saves(&mut sam, WORDS).await.is(200);
    let mut second = Desk::opens(&mut sam, &way_back(&first.form)).await;
    first
        .saves(&mut sam, "What the first tab says.")
        .await
        .is(200);
    let begun = second.form.clone();
    let answer = second.saves(&mut sam, "What the second tab says.").await;
    assert_eq!(answer.is(200).json()["apart"], true);
    assert_ne!(second.form, begun);
    sam.get(&way_back(&first.form))
        .await
        .reads("What the first tab says.");
    sam.get(&way_back(&second.form))
        .await
        .reads("What the second tab says.");
    let both = sam.get("/dashboard").await.every(".kw-drafts a", "href");
    assert_eq!(both.len(), 4, "{both:?}");

    // A save that is tried again after its answer was lost makes no second draft.
    let lost = Desk {
        version: "1".into(),
        ..second
    };
    let answer = by_script(&mut sam, "/drafts", &lost.fields("Once more.")).await;
    assert_eq!(answer.json()["apart"], false);

    // By a button, a person is told.
    let stale = Desk {
        version: "1".into(),
        page: "another".into(),
        ..lost
    };
    by_script(&mut sam, "/drafts", &stale.fields("x")).await;
    let fields = stale.fields("By a button.");
    let stale = [&fields[..2], &[("page", "a third")], &fields[3..]].concat();
    sam.post("/drafts", &stale).await;
    sam.get("/dashboard")
        .await
        .reads("What you wrote is saved as a draft of its own.");
}

async fn a_draft_ends_when_it_is_logged_and_a_late_save_brings_nothing_back(school: School) {
    let pupil = enrols(&school).await;
    let mut sam = school.signed_in("staff").await;
    let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
    desk.saves(&mut sam, WORDS).await.is(200);
    let lead = school.person("dsl").await.0;
    let day = school.app.now().london();
    let (day, time) = (
        day.strftime("%Y-%m-%d").to_string(),
        day.strftime("%H:%M").to_string(),
    );
    let mut logged = desk.fields(WORDS);
    logged.extend([
        ("pupil", pupil.0.as_str()),
        ("alert", &lead),
        ("day", &day),
        ("time", &time),
    ]);
    // A form that comes back keeps its draft.
    let unfinished = [&logged[..], &[("find", "x")]].concat();
    let unfinished: Vec<_> = unfinished
        .into_iter()
        .filter(|(name, _)| *name != "pupil")
        .collect();
    let page = sam.post("/concerns", &unfinished).await;
    assert_eq!(page.is(422).every("input[name=draft]", "value"), ["1"]);
    // It is still the same page, whose last save may be under way: that makes no second draft.
    assert_eq!(page.every("input[name=page]", "value"), [desk.page.clone()]);
    assert_eq!(page.every("input[name=turn]", "value"), ["1"]);
    sam.get(&way_back(&desk.form)).await.is(200);

    assert_eq!(
        sam.post("/concerns", &logged).await.leads_to(),
        "/dashboard"
    );
    sam.get("/dashboard").await.never_says("Your drafts");
    sam.get(&way_back(&desk.form)).await.is(404);
    let late = by_script(&mut sam, "/drafts", &desk.fields("Late.")).await;
    assert_eq!(late.is(409).json()["why"], "over");
    sam.get("/dashboard").await.never_says("Your drafts");

    // Whoever goes on writing there loses nothing.
    let more = [&desk.fields("More.")[..], &[("apart", "1")]].concat();
    let answer = by_script(&mut sam, "/drafts", &more).await;
    assert_eq!(answer.is(200).json()["apart"], true);
    sam.get("/dashboard").await.reads("Your drafts");

    // A form of which no draft was saved ends as well.
    let other = Desk::opens(&mut sam, "/concerns/new").await;
    let mut logged: Vec<_> = logged.into_iter().skip(2).collect();
    logged.extend([("form", other.form.as_str()), ("draft", "0")]);
    sam.post("/concerns", &logged).await.leads_to();
    by_script(&mut sam, "/drafts", &other.fields("Late."))
        .await
        .is(409);
}

async fn discarding_asks_first_and_is_written_down(school: School) {
    let mut sam = school.signed_in("staff").await;
    let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
    desk.saves(&mut sam, WORDS).await.is(200);
    let removal = format!("/drafts/{}/removal", desk.form);
    sam.get(&removal)
        .await
        .is(200)
        .reads("Discard your draft from today at")
        .reads("nobody can bring it back");
    sam.get(&way_back(&desk.form)).await.is(200);
    assert_eq!(sam.post(&removal, &[]).await.leads_to(), "/dashboard");
    sam.get("/dashboard")
        .await
        .reads("Your draft is discarded.");
    sam.get(&way_back(&desk.form)).await.is(404);
    assert_eq!(
        school.wrote_down("draft discarded").await.as_deref(),
        Some("files: 0")
    );
    let late = desk.saves(&mut sam, WORDS).await;
    assert_eq!(late.is(409).json()["why"], "over");
    sam.post(&removal, &[]).await.is(404);
}

async fn a_forgotten_draft_is_never_removed_and_its_writer_is_reminded(school: School) {
    let mut sam = school.signed_in("staff").await;
    let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
    desk.saves(&mut sam, WORDS).await.is(200);
    school.clock.advance_seconds(40 * 86_400);
    let mut sam = school.signed_in("staff").await;
    // Ending another draft lets go of what is over, and of nothing else.
    let mut other = Desk::opens(&mut sam, "/concerns/new").await;
    other.saves(&mut sam, "x").await.is(200);
    sam.post(&format!("/drafts/{}/removal", other.form), &[])
        .await
        .leads_to();
    sam.get("/dashboard")
        .await
        .reads("Begun 40 days ago.")
        .reads("Nobody else sees a draft or is told of it.");
    sam.get(&way_back(&desk.form)).await.reads(WORDS);
}

async fn nobody_saves_into_somebody_elses_drafts(school: School) {
    let mut sam = school.signed_in("staff").await;
    let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
    // Somebody else signs in in another tab of a shared machine, and Sam's page saves on.
    let mut col = school.signed_in("colleague").await;
    let answer = desk.saves(&mut col, WORDS).await;
    assert_eq!(answer.is(409).json()["why"], "somebody else");
    answer.never_says(WORDS);
    col.post("/drafts", &desk.fields(WORDS))
        .await
        .is(409)
        .reads("Somebody else is signed in now");
    col.get("/dashboard").await.never_says("Your drafts");
}

async fn a_session_that_ended_takes_nothing_along(school: School) {
    let mut sam = school.signed_in("staff").await;
    let desk = Desk::opens(&mut sam, "/concerns/new").await;
    let mut gone = school.visitor();
    let answer = by_script(&mut gone, "/drafts", &desk.fields(WORDS)).await;
    assert_eq!(answer.status, 403, "the script keeps what was typed");
    let by_button = gone.post("/drafts", &desk.fields(WORDS)).await;
    by_button
        .is(403)
        .reads("You have been signed out")
        .reads(WORDS);
    let fields: Vec<String> = by_button.every("form input[name=form]", "value");
    assert_eq!(fields, std::slice::from_ref(&desk.form));
    let mut ada = school.elevated("admin").await;
    ada.post("/drafts", &desk.fields(WORDS)).await.is(409);
}

/// The words that a draft is kept in, as the database holds them.
async fn held(school: &School, form: &str) -> Option<Vec<u8>> {
    let form = form.to_owned();
    let db = school.app.db();
    let read = db.read(move |tx| tx.one(HELD, &params![&form], |row| row.get(0)));
    read.await.expect("read").flatten()
}
