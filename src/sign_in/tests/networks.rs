//! A network from which too many attempts failed: it waits, and whoever is at home there does not.

use keyward_db::params;

use super::*;
use crate::testing::{Page, Visitor};

on_both_databases! {
    whoever_is_known_on_a_network_that_waits_comes_in
    a_network_that_waits_tells_nobody_who_is_known_there
    a_right_guess_on_a_network_that_waits_is_told
    a_right_guess_on_a_network_that_waits_changes_nothing_that_shows
    on_a_network_that_waits_the_accounts_own_count_goes_on
    nobody_is_known_for_ever
    beyond_a_larger_number_nobody_elses_attempt_makes_work
    whoever_is_signed_in_is_not_held_back_by_a_network
    a_network_that_waits_is_seen_and_cleared
    a_network_waits_at_each_school_for_itself
    a_network_that_waits_is_told_once_a_day
}

const HOME: &str = "192.0.2.7";
const AWAY: &str = "198.51.100.1";
const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/153.0";
const DAY: i64 = 24 * 3_600;
const SUBJECT: &str = "A network waits after failed attempts";
const NOT_RIGHT: &str = "The email address or the password is not right";

keyward_db::statements! {
    /// A network waits everywhere, for whoever is not known there.
    WAIT = "INSERT INTO throttle (subject, failures, failed_at, blocked_until)
            VALUES ($1, 401, $2, $3)";
    /// How much is counted.
    COUNTED = "SELECT COUNT(*) FROM throttle";
}

async fn sends(visitor: &mut Visitor, page: &str, address: &str, password: &str) -> Page {
    let email = format!("{address}@hawthorn-park.example");
    let form = [("email", email.as_str()), ("password", password)];
    visitor.post(page, &form).await
}

async fn tries(school: &School, address: &str, password: &str, network: &str) -> Page {
    let mut visitor = school.visitor().on(network, WINDOWS);
    sends(&mut visitor, "/hawthorn-park", address, password).await
}

/// Signs in with made-up names from this network until it waits.
async fn comes_to_wait(school: &School, network: &str) {
    for number in 0..41 {
        let page = tries(school, &format!("made-up-{number}"), "x", network).await;
        page.is(422).reads(NOT_RIGHT);
    }
    tries(school, "made-up", "x", network).await.is(429);
}

async fn told(school: &School, address: &str, words: &str) -> usize {
    let letters = school.letters_to(address).await;
    let told = letters.iter().filter(|letter| letter.contains(words));
    told.count()
}

async fn whoever_is_known_on_a_network_that_waits_comes_in(school: School) {
    for address in ["staff", "colleague"] {
        school.gives_password(address).await;
    }
    tries(&school, "staff", PASSWORD, HOME).await.leads_to();
    tries(&school, "colleague", PASSWORD, AWAY).await.leads_to();
    comes_to_wait(&school, HOME).await;
    let page = tries(&school, "colleague", PASSWORD, HOME).await;
    page.is(429).reads("Wait a minute");
    let page = tries(&school, "staff", PASSWORD, HOME).await;
    assert_eq!(page.leads_to(), "/dashboard");
    let second = school.second_server();
    let mut sam = school.visitor().on(HOME, WINDOWS).at(&second);
    let page = sends(&mut sam, "/hawthorn-park/lost-key", "staff", PASSWORD).await;
    assert_eq!(page.leads_to(), "/account/lost-key");
    // That they came in ends nobody else's waiting.
    let page = tries(&school, "colleague", PASSWORD, HOME).await;
    page.is(429);
    tries(&school, "colleague", PASSWORD, AWAY).await.leads_to();
    school.clock.advance_seconds(31);
    tries(&school, "colleague", PASSWORD, HOME).await.leads_to();
}

async fn a_network_that_waits_tells_nobody_who_is_known_there(school: School) {
    for address in ["staff", "colleague"] {
        school.gives_password(address).await;
    }
    tries(&school, "staff", PASSWORD, HOME).await.leads_to();
    comes_to_wait(&school, HOME).await;
    let mut answers = Vec::new();
    for (address, password) in [
        ("staff", "wrong"),
        ("colleague", "wrong"),
        ("colleague", PASSWORD),
        ("nobody", "wrong"),
    ] {
        // Up to and beyond where the account waits too.
        for _ in 0..7 {
            let page = tries(&school, address, password, HOME).await;
            page.is(429).reads("Wait a minute").never_says(NOT_RIGHT);
            answers.push(page.body.replace(address, ""));
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}

async fn a_right_guess_on_a_network_that_waits_is_told(school: School) {
    school.gives_password("staff").await;
    comes_to_wait(&school, HOME).await;
    for _ in 0..5 {
        tries(&school, "staff", "wrong", HOME).await.is(429);
    }
    school.clock.advance_seconds(29);
    tries(&school, "made-up", "x", HOME).await.is(429);
    let held = school.wrote_down("sign-in held back").await;
    assert_eq!(held, None);
    school.clock.advance_seconds(1);
    tries(&school, "made-up", "x", HOME).await.is(422);
    tries(&school, "staff", PASSWORD, HOME).await.is(429);
    let held = school.wrote_down("sign-in held back").await;
    assert!(held.expect("an entry").contains("the network waits"));
    let words = "Your Keyward password was right after several wrong ones";
    assert_eq!(told(&school, "staff", words).await, 1);
}

async fn a_right_guess_on_a_network_that_waits_changes_nothing_that_shows(school: School) {
    school.gives_password("staff").await;
    comes_to_wait(&school, HOME).await;
    for _ in 0..4 {
        tries(&school, "staff", "wrong", HOME).await.is(429);
    }
    tries(&school, "staff", PASSWORD, HOME).await.is(429);
    // As after a wrong one: the account itself waits now.
    tries(&school, "staff", PASSWORD, AWAY).await.is(429);
}

async fn on_a_network_that_waits_the_accounts_own_count_goes_on(school: School) {
    for address in ["staff", "colleague"] {
        school.gives_password(address).await;
        tries(&school, address, PASSWORD, HOME).await.leads_to();
    }
    comes_to_wait(&school, HOME).await;
    for _ in 0..5 {
        tries(&school, "staff", "wrong", HOME).await.is(429);
    }
    tries(&school, "staff", PASSWORD, HOME).await.is(429);
    tries(&school, "staff", PASSWORD, AWAY).await.is(429);
    tries(&school, "colleague", PASSWORD, HOME).await.leads_to();
    let words = "Somebody failed to sign in to your Keyward account";
    assert_eq!(told(&school, "staff", words).await, 1);
}

async fn nobody_is_known_for_ever(school: School) {
    for address in ["staff", "colleague"] {
        school.gives_password(address).await;
        tries(&school, address, PASSWORD, HOME).await.leads_to();
        school.clock.advance_seconds(2 * DAY);
    }
    school.clock.advance_seconds(87 * DAY);
    comes_to_wait(&school, HOME).await;
    tries(&school, "staff", PASSWORD, HOME).await.is(429);
    tries(&school, "colleague", PASSWORD, HOME).await.leads_to();
}

async fn beyond_a_larger_number_nobody_elses_attempt_makes_work(school: School) {
    school.gives_password("staff").await;
    tries(&school, "staff", PASSWORD, HOME).await.leads_to();
    comes_to_wait(&school, HOME).await;
    let now = school.app.now();
    let counted = async || {
        let read = school.app.db().read(|tx| {
            let count = tx.one(COUNTED, &params![], |row| row.get::<i64>(0))?;
            Ok::<_, keyward_db::Error>(count)
        });
        read.await.expect("read")
    };
    let before = counted().await;
    tries(&school, "one", "x", HOME).await.is(429);
    assert_eq!(counted().await, before.map(|rows| rows + 1));
    school
        .writes(move |tx| {
            let name =
                crate::sign_in::attempts::name(crate::sign_in::throttle::Subject::Crowd, AWAY);
            let until = now.plus_seconds(600).as_micros();
            tx.keep_house(WAIT, &params![name, now.as_micros(), until])?;
            Ok(())
        })
        .await;
    comes_to_wait(&school, AWAY).await;
    let before = counted().await;
    tries(&school, "two", "x", AWAY).await.is(429);
    assert_eq!(counted().await, before);
    tries(&school, "staff", PASSWORD, AWAY).await.is(429);
    tries(&school, "staff", PASSWORD, HOME).await.leads_to();
}

async fn whoever_is_signed_in_is_not_held_back_by_a_network(school: School) {
    school.gives_password("staff").await;
    let mut sam = school.signed_in("staff").await.on(AWAY, WINDOWS);
    comes_to_wait(&school, AWAY).await;
    let new = "violet tractor hums softly";
    let wrong = [("current", "wrong"), ("password", new), ("again", new)];
    sam.post("/account/password", &wrong)
        .await
        .is(422)
        .reads("The password is not right");
    let right = [("current", PASSWORD), ("password", new), ("again", new)];
    sam.post("/account/password", &right).await.leads_to();
}

async fn a_network_that_waits_is_seen_and_cleared(school: School) {
    school.gives_password("colleague").await;
    let mut ada = school.elevated("admin").await;
    let clear = "/people/waiting/network";
    let which = [("network", HOME)];
    ada.get("/people").await.never_says("/people/waiting");
    comes_to_wait(&school, HOME).await;
    ada.get("/people").await.reads("1 network waits");
    ada.get("/people/waiting")
        .await
        .reads(HOME)
        .reads("41 attempts have failed")
        .never_says("Nobody waits now");
    ada.post(clear, &[("network", AWAY)]).await.leads_to();
    ada.get("/people/waiting")
        .await
        .reads("does not wait any more")
        .reads(HOME);
    let entry = school.wrote_down("network allowed to try again").await;
    assert_eq!(entry, None, "nothing was done");
    school
        .signed_in("staff")
        .await
        .post(clear, &which)
        .await
        .is(404);
    assert_eq!(ada.post(clear, &which).await.leads_to(), "/people/waiting");
    ada.get("/people/waiting")
        .await
        .reads("Everybody can try again from the network 192.0.2.7")
        .reads("Nobody waits now");
    let entry = school.wrote_down("network allowed to try again").await;
    assert_eq!(entry.as_deref(), Some("attempts that failed: 41"));
    tries(&school, "colleague", PASSWORD, HOME).await.leads_to();
}

async fn a_network_waits_at_each_school_for_itself(school: School) {
    let mut lee = school.neighbours_administrator().await;
    comes_to_wait(&school, HOME).await;
    lee.get("/people/waiting").await.reads("Nobody waits now");
    lee.post("/people/waiting/network", &[("network", HOME)])
        .await
        .leads_to();
    tries(&school, "made-up", "x", HOME).await.is(429);
    let mut nobody = school.visitor().on(HOME, WINDOWS);
    let form = [("email", "lee@larch-lane.example"), ("password", "wrong")];
    nobody.post("/larch-lane", &form).await.is(422);
}

async fn a_network_that_waits_is_told_once_a_day(school: School) {
    let mut somebody = school.visitor().on(HOME, WINDOWS);
    for number in 0..40 {
        let page = format!("made-up-{number}");
        sends(&mut somebody, "/hawthorn-park", &page, "x")
            .await
            .is(422);
    }
    assert_eq!(told(&school, "admin", SUBJECT).await, 0);
    sends(&mut somebody, "/hawthorn-park", "made-up", "x").await;
    assert_eq!(told(&school, "admin", SUBJECT).await, 1);
    assert_eq!(told(&school, "admin", HOME).await, 1);
    assert_eq!(told(&school, "staff", SUBJECT).await, 0);
    let entry = school.wrote_down("network came to wait").await;
    assert_eq!(entry.as_deref(), Some("attempts that failed: 41"));
    school.clock.advance_seconds(31);
    sends(&mut somebody, "/hawthorn-park", "made-up", "x").await;
    // Requests for password links count together with sign-ins.
    let ask = "/hawthorn-park/password-link";
    let mut other = school.visitor().on(AWAY, WINDOWS);
    for number in 0..41 {
        let email = format!("made-up-{number}@hawthorn-park.example");
        other.post(ask, &[("email", &email)]).await.is(200);
    }
    assert_eq!(told(&school, "admin", SUBJECT).await, 1, "no floods");
    school.clock.advance_seconds(DAY + 1);
    comes_to_wait(&school, AWAY).await;
    assert_eq!(told(&school, "admin", SUBJECT).await, 2);
}
