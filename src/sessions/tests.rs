//! Sessions, as whoever has them and whoever manages people meet them.

mod ends;

use crate::testing::school::PASSWORD;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{School, Visitor, on_both_databases};

on_both_databases! {
    everybody_sees_where_they_are_signed_in
    what_ran_out_or_ended_is_shown_below_and_no_more_than_five
    a_session_is_ended_at_once_on_every_server
    signing_out_everywhere_else_leaves_this_one
    ending_this_one_signs_out
    nobody_finds_anothers_session
    an_administrator_sees_and_ends_somebodys_sessions
    nobody_manages_sessions_of_another_school_without_the_right_or_their_own
    a_session_that_was_elevated_says_by_which_key
    after_a_key_is_linked_everything_else_can_be_signed_out
}

const PAGE: &str = "/account/sessions";
const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/153.0";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1";

/// Somebody who signs in with their password on this network and browser.
async fn signs_in(school: &School, address: &str, network: &str, agent: &str) -> Visitor {
    let mut visitor = school.visitor().on(network, agent);
    let email = format!("{address}@hawthorn-park.example");
    let right = [("email", email.as_str()), ("password", PASSWORD)];
    visitor.post("/hawthorn-park", &right).await.leads_to();
    visitor
}

/// Where the sessions on a page are ended, in its order.
async fn endings(visitor: &mut Visitor, page: &str) -> Vec<String> {
    let page = visitor.get(page).await;
    let mut forms = page.is(200).every("form", "action");
    forms.retain(|action| action.contains("/sessions/") && action.ends_with("/ending"));
    forms
}

/// Whether they are still signed in.
async fn is_in(visitor: &mut Visitor) -> bool {
    visitor.get("/account").await.status == 200
}

async fn everybody_sees_where_they_are_signed_in(school: School) {
    school.gives_password("staff").await;
    let mut phone = signs_in(&school, "staff", "198.51.100.1", IPHONE).await;
    school.clock.advance_seconds(600);
    let mut here = signs_in(&school, "staff", "192.0.2.7", WINDOWS).await;
    let page = here.get(PAGE).await;
    page.is(200)
        .reads("Firefox on Windows This one")
        .reads("192.0.2.7")
        .reads("Safari on iPhone")
        .reads("198.51.100.1")
        .reads("18 November 2026 at 11:06 18 November 2026 at 11:06 Off")
        .reads("18 November 2026 at 11:16 Now Off")
        .never_says("where you are now");
    for visitor in [&here, &phone] {
        let token = visitor.session().expect("a session");
        page.never_says(token)
            .never_says(&crate::cx::token_hash(token));
    }
    let page = phone.get(PAGE).await;
    page.reads("Safari on iPhone This one")
        .reads("198.51.100.1");
    let mut same = signs_in(&school, "staff", "192.0.2.7", IPHONE).await;
    let page = same.get(PAGE).await;
    page.reads("192.0.2.7, where you are now");
    let mut nobody = school.visitor();
    assert_eq!(nobody.get(PAGE).await.leads_to(), "/");
}

async fn what_ran_out_or_ended_is_shown_below_and_no_more_than_five(school: School) {
    school.gives_password("staff").await;
    signs_in(&school, "staff", "203.0.113.9", IPHONE).await;
    school.clock.advance_seconds(3_700);
    for _ in 0..5 {
        let mut left = signs_in(&school, "staff", "198.51.100.1", WINDOWS).await;
        left.post("/sign-out", &[]).await.leads_to();
    }
    let mut here = signs_in(&school, "staff", "192.0.2.7", WINDOWS).await;
    let page = here.get(PAGE).await;
    page.reads("The last that ended").reads("(Signed out)");
    assert_eq!(page.text().matches("(Signed out)").count(), 5);
    page.never_says("203.0.113.9")
        .never_says("Sign out everywhere else");
    assert_eq!(
        endings(&mut here, PAGE).await.len(),
        1,
        "what ran out does not stand"
    );

    school.clock.advance_seconds(3_600);
    let mut later = signs_in(&school, "staff", "198.51.100.2", IPHONE).await;
    let page = later.get(PAGE).await;
    page.reads("Network: 192.0.2.7.")
        .reads("ended on 18 November 2026 at 13:08 (Ran out)");
    assert_eq!(endings(&mut later, PAGE).await.len(), 1);
}

async fn a_session_is_ended_at_once_on_every_server(school: School) {
    school.gives_password("staff").await;
    let phone = signs_in(&school, "staff", "198.51.100.1", IPHONE).await;
    let mut here = signs_in(&school, "staff", "192.0.2.7", WINDOWS).await;
    let mut phone = phone.at(&school.second_server());
    assert!(is_in(&mut phone).await);
    let page = here.get(PAGE).await;
    let theirs = page.every("tr form", "action");
    let own = endings_of_this(&page.body);
    let theirs = theirs.into_iter().find(|action| *action != own);
    let theirs = theirs.expect("the other one");
    assert_eq!(here.post(&theirs, &[]).await.leads_to(), PAGE);
    here.get(PAGE)
        .await
        .reads("You are signed out of Safari on iPhone")
        .reads("(Ended from the list of sessions)");
    assert_eq!(phone.get("/account").await.leads_to(), "/");
    let entry = school.wrote_down("signed out").await.expect("an entry");
    assert_eq!(
        entry,
        "device: Safari on iPhone; network: 198.51.100.1; from here: false"
    );
    here.post(&theirs, &[]).await.leads_to();
    here.get(PAGE).await.reads("That session had ended already");
}

/// Where the session that looks on is ended.
fn endings_of_this(body: &str) -> String {
    let html = scraper::Html::parse_document(body);
    let rows = scraper::Selector::parse("tbody tr").expect("a selector");
    let form = scraper::Selector::parse("form").expect("a selector");
    let this = html
        .select(&rows)
        .find(|row| row.text().any(|text| text.contains("This one")));
    let form = this.and_then(|row| row.select(&form).next());
    form.and_then(|form| form.attr("action"))
        .expect("a form")
        .to_owned()
}

async fn signing_out_everywhere_else_leaves_this_one(school: School) {
    school.gives_password("staff").await;
    let mut others = [
        signs_in(&school, "staff", "198.51.100.1", IPHONE).await,
        signs_in(&school, "staff", "198.51.100.2", WINDOWS).await,
    ];
    let mut colleague = school.signed_in("colleague").await;
    let mut here = signs_in(&school, "staff", "192.0.2.7", WINDOWS).await;
    let done = here.post("/account/sessions/endings", &[]).await;
    assert_eq!(done.leads_to(), PAGE);
    here.get(PAGE)
        .await
        .reads("You are signed out everywhere else");
    for other in &mut others {
        assert!(!is_in(other).await);
    }
    assert!(is_in(&mut here).await && is_in(&mut colleague).await);
    let entry = school.wrote_down("signed out everywhere else").await;
    assert_eq!(entry.as_deref(), Some("sessions ended: 2"));
}

async fn ending_this_one_signs_out(school: School) {
    let mut here = school.signed_in("staff").await;
    let token = here.session().expect("a session").to_owned();
    let [own] = &endings(&mut here, PAGE).await[..] else {
        panic!("one session");
    };
    assert_eq!(here.post(own, &[]).await.leads_to(), "/hawthorn-park");
    assert_eq!(here.session(), None);
    let mut thief = school.visitor().with_session(&token);
    assert!(!is_in(&mut thief).await);
}

async fn nobody_finds_anothers_session(school: School) {
    let mut sam = school.signed_in("staff").await;
    let mut col = school.signed_in("colleague").await;
    let [sams] = &endings(&mut sam, PAGE).await[..] else {
        panic!("one session");
    };
    let (theirs, nowhere) = (
        col.post(sams, &[]).await,
        col.post("/account/sessions/nothing/ending", &[]).await,
    );
    theirs.is(404);
    nowhere.is(404);
    assert_eq!(theirs.text(), nowhere.text());
    assert!(is_in(&mut sam).await);
    col.get(PAGE).await.is(200);
    assert_eq!(
        endings(&mut col, PAGE).await.len(),
        1,
        "nobody else's is listed"
    );
}

async fn an_administrator_sees_and_ends_somebodys_sessions(school: School) {
    school.gives_password("staff").await;
    let mut phone = signs_in(&school, "staff", "198.51.100.1", IPHONE).await;
    let mut laptop = signs_in(&school, "staff", "192.0.2.7", WINDOWS).await;
    let mut ada = school.elevated("admin").await.at(&school.second_server());
    let person = format!("/people/{}", school.person("staff").await);
    let page = format!("{person}/sessions");
    let link = ada.get(&person).await.every("a", "href");
    assert!(link.contains(&page));
    let shown = ada.get(&page).await;
    shown
        .reads("Where Sam Staff is signed in")
        .reads("Safari on iPhone")
        .reads("192.0.2.7")
        .never_says("This one");
    for visitor in [&phone, &laptop] {
        let token = visitor.session().expect("a session");
        shown
            .never_says(token)
            .never_says(&crate::cx::token_hash(token));
    }
    let first = endings(&mut ada, &page).await.remove(0);
    let ended_first = ada.post(&first, &[]).await;
    assert_eq!(ended_first.leads_to(), page);
    ada.get(&page)
        .await
        .reads("and told by email")
        .reads("Ended by an administrator");
    let standing = [is_in(&mut phone).await, is_in(&mut laptop).await];
    assert_eq!(standing.iter().filter(|stands| **stands).count(), 1);
    let entry = school.wrote_down("session ended for somebody").await;
    assert!(entry.expect("an entry").contains("device: "));
    let done = ada.post(&format!("{page}/endings"), &[]).await;
    assert_eq!(done.leads_to(), page);
    ada.get(&page)
        .await
        .reads("Sam Staff is not signed in anywhere");
    assert!(!is_in(&mut phone).await && !is_in(&mut laptop).await);
    let letters = school.letters_to("staff").await.join("\n");
    assert!(
        letters.contains("Ada Admin signed you out everywhere"),
        "{letters}"
    );
    let entry = school.wrote_down("sessions ended for somebody").await;
    assert_eq!(entry.as_deref(), Some("sessions ended: 1"));

    let before = school.letters_to("staff").await.len();
    ada.post(&format!("{page}/endings"), &[]).await.leads_to();
    ada.get(&page).await.reads("Sam Staff was not signed in");
    assert_eq!(
        school.letters_to("staff").await.len(),
        before,
        "nothing was done"
    );
}

async fn nobody_manages_sessions_of_another_school_without_the_right_or_their_own(school: School) {
    let mut sam = school.signed_in("staff").await;
    let own = endings(&mut sam, PAGE).await.remove(0);
    let session = own.trim_start_matches("/account/sessions/").to_owned();
    let page = format!("/people/{}/sessions", school.person("staff").await);
    let acts = [format!("{page}/endings"), format!("{page}/{session}")];
    let mut lee = school.neighbours_administrator().await;
    let (mut dana, mut plain) = (
        school.elevated("dsl").await,
        school.signed_in("admin").await,
    );
    for visitor in [&mut lee, &mut dana, &mut plain] {
        visitor.get(&page).await.is(404);
        for act in &acts {
            visitor.post(act, &[]).await.is(404);
        }
    }
    let mut ada = school.elevated("admin").await;
    let me = format!("/people/{}/sessions", school.person("admin").await);
    ada.get(&me).await.is(200).reads("This is you");
    assert!(endings(&mut ada, &me).await.is_empty());
    ada.post(&format!("{me}/endings"), &[]).await.is(404);
    // Somebody's session is not found under another's name.
    let col = format!("/people/{}/sessions", school.person("colleague").await);
    ada.post(&format!("{col}/{session}"), &[]).await.is(404);
    assert!(is_in(&mut sam).await);
}

async fn a_session_that_was_elevated_says_by_which_key(school: School) {
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let mut other = school.signed_in("dsl").await;
    other.get(PAGE).await.never_says("Blue key");
    dana.elevates_with(&mut blue).await.leads_to();
    other
        .get(PAGE)
        .await
        .reads("By the U2F key Blue key, until 11:21");
    let mut ada = school.elevated("admin").await;
    let page = format!("/people/{}/sessions", school.person("dsl").await);
    ada.get(&page)
        .await
        .reads("By the U2F key Blue key, until 11:21");
    school.clock.advance_seconds(15 * 60);
    other.get(PAGE).await.is(200).never_says("Blue key");
}

async fn after_a_key_is_linked_everything_else_can_be_signed_out(school: School) {
    let mut elsewhere = school.signed_in("dsl").await;
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let keys = dana.get("/account/security-keys").await;
    keys.reads("Blue key").reads("sign out everywhere else");
    assert!(keys.every("main a", "href").contains(&PAGE.to_owned()));
    dana.post("/account/sessions/endings", &[]).await.leads_to();
    assert!(is_in(&mut dana).await && !is_in(&mut elsewhere).await);
}
