//! The planner as visitors meet it: its page, its letters and its feed.

use super::reminders::remind;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::ids::{ConcernId, KeyId};
use crate::sessions::{self, Cause, Gone};
use crate::testing::school::PASSWORD;
use crate::testing::{School, Visitor, on_both_databases};

on_both_databases! {
    what_is_due_is_shown_by_how_near_it_is
    what_is_due_is_turned_page_by_page
    of_what_is_in_hand_the_oldest_stand_there
    what_is_due_this_week_stands_at_the_top_of_the_dashboard
    nobody_sees_or_is_told_of_what_is_kept_from_them
    a_letter_comes_once_on_a_working_morning_and_names_nobody
    a_feed_holds_days_and_numbers_until_it_is_taken_back
    a_feed_ends_with_what_ends_everything_else
    whoever_has_a_feed_is_told_of_it
    the_feed_of_somebody_who_left_is_not_there
    one_who_cannot_be_reminded_keeps_nobody_else_from_it
}

keyward_db::statements! {
    /// Somebody leaves, and nothing else of theirs ends.
    LEAVES = "UPDATE person SET left_at = $2 WHERE id = $1";
    /// What is due to somebody is due on a day that there never was.
    SPOILS = "UPDATE action SET due_on = '2026-02-31' WHERE assigned_id = $1";
}

const HOUR: i64 = 3_600;

/// A concern about Ella, with an action for a person that is due on a day.
async fn due_to(school: &School, lead: &mut Visitor, to: &str, due: &str) -> ConcernId {
    let ella = school.enrols("Ella", &format!("Fair{to}{due}"), "7").await;
    let id = school.logs(&[&ella], 60, "No coat.", &["dsl"]).await;
    adds_action(school, lead, &id, to, due).await;
    id
}

async fn adds_action(school: &School, lead: &mut Visitor, id: &ConcernId, to: &str, due: &str) {
    school.clock.advance_seconds(1);
    let to = school.person(to).await;
    let typed = [
        ("sort", "contact_home"),
        ("words", "Ring the mother"),
        ("to", to.0.as_str()),
        ("due", due),
    ];
    does(lead, id, "actions", &typed).await;
}

/// Sends the form of an act about a concern, as its page gave it.
async fn does(lead: &mut Visitor, id: &ConcernId, act: &str, typed: &[(&str, &str)]) {
    let address = format!("/concerns/{id}/{act}");
    let page = lead.get(&address).await;
    let mut fields: Vec<(&str, String)> = Vec::new();
    for hidden in ["form", "seen"] {
        let values = page.every(&format!("input[type=hidden][name={hidden}]"), "value");
        fields.extend(values.into_iter().map(|value| (hidden, value)));
    }
    let mut all: Vec<(&str, &str)> = typed.to_vec();
    all.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
    let to = format!("/concerns/{id}");
    assert_eq!(lead.post(&address, &all).await.leads_to(), to);
}

async fn what_is_due_is_shown_by_how_near_it_is(school: School) {
    // The clock stands on Wednesday, 18 November 2026.
    let mut dana = school.elevated("dsl").await;
    dana.get("/planner").await.is(200).reads("Nothing is due");
    let id = due_to(&school, &mut dana, "dsl", "2026-11-18").await;
    due_to(&school, &mut dana, "dsl", "2026-11-20").await;
    due_to(&school, &mut dana, "dsl", "2026-12-03").await;
    due_to(&school, &mut dana, "deputy", "2026-11-18").await;
    let page = dana.get("/planner").await;
    page.reads("Today 1").reads("This week 1").reads("Later 1");
    page.reads("Ring the mother").reads("Thursday 3 December");
    let links = page.every("section[aria-labelledby^=due-] a.kw-list__link", "href");
    assert_eq!(links.len(), 3);
    assert_eq!(links[0], format!("/concerns/{id}"));
    // Beside each child stands their part.
    let page = dana.get(&format!("/concerns/{id}/roles")).await;
    let role = page.every("select", "name").remove(0);
    let typed = [(role.as_str(), "witness"), ("words", "She saw it.")];
    does(&mut dana, &id, "roles", &typed).await;
    for page in ["/planner", "/dashboard"] {
        let page = dana.get(page).await;
        page.reads("Ella Fairdsl2026-11-18 (7B), witness");
    }
    school.clock.advance_seconds(48 * HOUR);
    let mut dana = school.elevated("dsl").await;
    dana.get("/planner")
        .await
        .reads("Overdue 1")
        .reads("Today 1")
        .reads("Later 1");
}

async fn what_is_due_is_turned_page_by_page(school: School) {
    let mut dana = school.elevated("dsl").await;
    let id = due_to(&school, &mut dana, "dsl", "2026-11-18").await;
    for _ in 0..2 {
        adds_action(&school, &mut dana, &id, "dsl", "2026-11-18").await;
    }
    for _ in 0..40 {
        adds_action(&school, &mut dana, &id, "dsl", "2026-12-03").await;
    }
    let ends = ".kw-planner__end";
    let first = dana.get("/planner").await;
    first.reads("Today 3").never_says("Later 37");
    assert!(first.every("a[rel=prev]", "href").is_empty());
    let mut all = first.every(ends, "href");
    assert_eq!(all.len(), 40);
    let next = first.every("a[rel=next]", "href").remove(0);
    let second = dana.get(&next).await;
    second.is(200).reads("Later").never_says("Later 3");
    assert_eq!(second.every("a[rel=prev]", "href"), ["/planner"]);
    assert!(second.every("a[rel=next]", "href").is_empty());
    all.extend(second.every(ends, "href"));
    assert_eq!(all.len(), 43);
    let all: std::collections::BTreeSet<_> = all.into_iter().collect();
    assert_eq!(all.len(), 43, "nothing stands on two pages");
    // What no page leads to is as if it were not there.
    dana.get("/planner?after=soon").await.reads("Today 3");
}

async fn of_what_is_in_hand_the_oldest_stand_there(school: School) {
    let mut dana = school.elevated("dsl").await;
    let dana_id = school.person("dsl").await;
    let ella = school.enrols("Ella", "Fair", "7").await;
    for number in 0..13 {
        let id = school.logs(&[&ella], 60, "No coat.", &["dsl"]).await;
        does(&mut dana, &id, "assignment", &[("to", &dana_id.0)]).await;
        if number == 11 {
            dana.get("/planner").await.never_says(" more.");
        }
    }
    let page = dana.get("/planner").await;
    page.reads("Assigned to you 13").reads("1 more.");
    let shown = page.every("section[aria-labelledby=in-hand] a.kw-list__link", "href");
    assert_eq!(shown.len(), 12);
    let all = page.every("section[aria-labelledby=in-hand] p a", "href");
    dana.get(&all[0]).await.is(200).reads("13");
}

async fn what_is_due_this_week_stands_at_the_top_of_the_dashboard(school: School) {
    let mut dana = school.elevated("dsl").await;
    dana.get("/dashboard").await.never_says("Due from you");
    let id = due_to(&school, &mut dana, "dsl", "2026-11-18").await;
    due_to(&school, &mut dana, "dsl", "2026-12-03").await;
    let page = dana.get("/dashboard").await;
    page.reads("Your actions due 1")
        .reads("Contact home: Ring the mother")
        .reads("Ella Fairdsl2026-11-18 (7B)")
        .reads("Wednesday 18 November")
        .never_says("Thursday 3 December");
    let links = page.every("section[aria-labelledby=due] a.kw-list__link", "href");
    assert_eq!(links, [format!("/concerns/{id}")]);
    school.clock.advance_seconds(24 * HOUR);
    let mut dana = school.elevated("dsl").await;
    dana.get("/dashboard")
        .await
        .reads("Overdue, Wednesday 18 November");
    // Without the key nothing of it is there.
    let mut dana = school.signed_in("dsl").await;
    let page = dana.get("/dashboard").await;
    page.never_says("Due from you")
        .never_says("Ring the mother");
}

async fn nobody_sees_or_is_told_of_what_is_kept_from_them(school: School) {
    let mut dana = school.elevated("dsl").await;
    due_to(&school, &mut dana, "deputy", "2026-11-18").await;
    let mut dee = school.elevated("deputy").await;
    dee.get("/planner").await.reads("Ring the mother");
    // Without the key there is a number, and no word.
    let mut without = school.signed_in("deputy").await;
    without
        .get("/planner")
        .await
        .reads("1 action is assigned to you")
        .never_says("Nothing is due")
        .never_says("Ring the mother")
        .never_says("Ella");
    let pupils = dee.get("/pupils").await;
    let ella = pupils.every("a[href^='/pupils/0']", "href")[0]
        .trim_start_matches("/pupils/")
        .to_owned();
    school.excludes("deputy", &crate::ids::PupilId(ella)).await;
    dee.get("/planner")
        .await
        .reads("Nothing is due")
        .never_says("Ring the mother");
    // Of the children of one concern, the reader of a year group learns of those alone.
    let (abi, ben) = (
        school.enrols("Abi", "Moss", "7").await,
        school.enrols("Ben", "Reed", "9").await,
    );
    let id = school.logs(&[&abi, &ben], 60, "No coat.", &["dsl"]).await;
    school
        .gives("Pastoral", crate::access::Right::WorkCases)
        .await;
    adds_action(&school, &mut dana, &id, "pastoral", "2026-11-18").await;
    let mut pat = school.elevated("pastoral").await;
    pat.get("/planner")
        .await
        .reads("Abi Moss")
        .never_says("Reed");
    let before = school.letters_to("deputy").await.len();
    remind(&school.app).await.expect("reminded");
    assert_eq!(school.letters_to("deputy").await.len(), before);
}

/// The letters to the deputy that say what is due.
async fn reminders(school: &School) -> Vec<String> {
    let letters = school.letters_to("deputy").await.into_iter();
    letters
        .filter(|letter| letter.contains("What is due to you in Keyward"))
        .collect()
}

async fn a_letter_comes_once_on_a_working_morning_and_names_nobody(school: School) {
    let mut dana = school.elevated("dsl").await;
    due_to(&school, &mut dana, "deputy", "2026-11-18").await;
    due_to(&school, &mut dana, "deputy", "2026-11-19").await;
    let (one, other) = tokio::join!(remind(&school.app), async {
        remind(&school.second_server()).await
    });
    one.expect("reminded");
    other.expect("reminded");
    let letters = reminders(&school).await;
    assert_eq!(letters.len(), 1);
    assert!(
        letters[0].contains("1 action is due today."),
        "{}",
        letters[0]
    );
    assert!(!letters[0].contains("Ella") && !letters[0].contains("mother"));
    remind(&school.app).await.expect("reminded");
    assert_eq!(reminders(&school).await.len(), 1);
    // The next day the first is overdue, though not before seven, and on a Saturday nobody is
    // written to.
    school.clock.advance_seconds(19 * HOUR);
    remind(&school.app).await.expect("reminded");
    assert_eq!(reminders(&school).await.len(), 1);
    school.clock.advance_seconds(5 * HOUR);
    remind(&school.app).await.expect("reminded");
    let letters = reminders(&school).await;
    let both = "1 action is due today, and 1 is overdue.";
    assert_eq!(letters.len(), 2);
    assert!(letters.iter().any(|letter| letter.contains(both)));
    school.clock.advance_seconds(48 * HOUR);
    remind(&school.app).await.expect("reminded");
    assert_eq!(reminders(&school).await.len(), 2);
}

/// Makes a feed; its address.
async fn makes_feed(visitor: &mut Visitor) -> String {
    let made = visitor.post("/planner/feed", &[]).await;
    let text = made.is(200).text();
    let at = text.find("/planner/feed/").expect("the address");
    let address = text[at..].chars();
    address
        .take_while(|letter| !letter.is_whitespace())
        .collect()
}

async fn a_feed_ends_with_what_ends_everything_else(school: School) {
    let person = school.person("dsl").await;
    let mut calendar = school.visitor();
    for cause in [Cause::PasswordSet, Cause::LetBackIn, Cause::AccountEnded] {
        let mut dana = school.elevated("dsl").await;
        let address = makes_feed(&mut dana).await;
        calendar.get(&address).await.is(200);
        let whose = person.clone();
        let ends = move |tx: &mut Tx<'_, '_>| {
            sessions::end_after(tx, &whose, cause)?;
            tx.entry(Entry::of("sessions ended", "person", &whose.0))
        };
        school.writes(ends).await;
        calendar.get(&address).await.is(404);
    }
    for gone in [Gone::Suspended, Gone::Lost] {
        let mut dana = school.elevated("dsl").await;
        let address = makes_feed(&mut dana).await;
        let (whose, key) = (person.clone(), KeyId("a key".into()));
        let closes = move |tx: &mut Tx<'_, '_>| {
            sessions::close_after(tx, &whose, &key, gone)?;
            tx.entry(Entry::of("key gone", "person", &whose.0))
        };
        school.writes(closes).await;
        calendar.get(&address).await.is(404);
    }
    school.gives_password("dsl").await;
    let mut dana = school.elevated("dsl").await;
    let address = makes_feed(&mut dana).await;
    let new = "seven quiet harbour lanterns";
    let fields = [("current", PASSWORD), ("password", new), ("again", new)];
    dana.post("/account/password", &fields).await.leads_to();
    calendar.get(&address).await.is(404);
    assert!(school.wrote_down("calendar feed ended").await.is_some());
}

async fn the_feed_of_somebody_who_left_is_not_there(school: School) {
    let mut dana = school.elevated("dsl").await;
    due_to(&school, &mut dana, "deputy", "2026-11-18").await;
    let mut calendar = school.visitor();
    // By the page on which accounts end, which ends the feed with them.
    let mut dee = school.elevated("deputy").await;
    let address = makes_feed(&mut dee).await;
    calendar.get(&address).await.is(200);
    let deputy = school.person("deputy").await;
    let mut ada = school.elevated("admin").await;
    let ended = ada.post(&format!("/people/{deputy}/ending"), &[]).await;
    assert_eq!(ended.leads_to(), "/people");
    let gone = calendar.get(&address).await;
    gone.is(404).never_says("VEVENT");
    // Even where the address itself was left, whoever left has nothing due.
    let address = makes_feed(&mut dana).await;
    calendar.get(&address).await.is(200);
    let (dsl, now) = (school.person("dsl").await, school.app.now().as_micros());
    let left = school
        .app
        .db()
        .write(move |tx| tx.execute(LEAVES, &keyward_db::params![&dsl, now]));
    assert_eq!(left.await.expect("written"), 1);
    let nowhere = calendar.get("/planner/feed/nowhere").await;
    assert_eq!(calendar.get(&address).await.is(404).body, nowhere.body);
}

async fn one_who_cannot_be_reminded_keeps_nobody_else_from_it(school: School) {
    let mut dana = school.elevated("dsl").await;
    let mut people = Vec::new();
    for person in ["dsl", "deputy"] {
        due_to(&school, &mut dana, person, "2026-11-18").await;
        people.push((school.person(person).await, person));
    }
    // They are reminded in this order: the first of them cannot be.
    people.sort();
    let (first, second) = (people[0].clone(), people[1].1);
    let spoiled = school
        .app
        .db()
        .write(move |tx| tx.execute(SPOILS, &keyward_db::params![&first.0]));
    assert_eq!(spoiled.await.expect("written"), 1);
    remind(&school.app).await.expect("reminded");
    let subject = "Subject: What is due to you in Keyward";
    for (person, letters) in [(first.1, 0), (second, 1)] {
        let sent = school.letters_to(person).await;
        let sent = sent.iter().filter(|letter| letter.contains(subject));
        assert_eq!(sent.count(), letters, "{person}");
    }
}

async fn whoever_has_a_feed_is_told_of_it(school: School) {
    let mut dana = school.elevated("dsl").await;
    let address = makes_feed(&mut dana).await;
    let letters = school.letters_to("dsl").await;
    let letter = letters
        .iter()
        .find(|letter| letter.contains("Subject: Your calendar feed has a new address"))
        .expect("a letter");
    assert!(letter.contains("If this was not you"));
    assert!(
        !letter.contains(address.trim_start_matches("http")),
        "{letter}"
    );
}

async fn a_feed_holds_days_and_numbers_until_it_is_taken_back(school: School) {
    let mut dana = school.elevated("dsl").await;
    due_to(&school, &mut dana, "dsl", "2026-11-18").await;
    let address = makes_feed(&mut dana).await;
    let mut calendar = school.visitor();
    let feed = calendar.get(&address).await;
    feed.is(200);
    assert!(feed.body.contains("DTSTART;VALUE=DATE:20261118"));
    assert!(feed.body.contains("SUMMARY:Keyward: 1 action due"));
    assert!(!feed.body.contains("Ella") && !feed.body.contains("mother"));
    calendar
        .get(&format!("{}x", &address[..address.len() - 1]))
        .await
        .is(404);
    dana.post("/planner/feed", &[]).await.is(200);
    calendar.get(&address).await.is(404);
    dana.post("/planner/feed/removal", &[]).await.leads_to();
    assert!(school.wrote_down("calendar feed removed").await.is_some());
    dana.get("/planner").await.reads("Make a calendar address");
}
