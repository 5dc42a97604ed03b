//! What is unusual at the door: told to whom it concerns, written down, and never in floods.

use super::*;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{Page, Visitor};

on_both_databases! {
    a_sign_in_from_a_new_place_is_told_once_a_day
    a_passkey_in_a_new_place_is_told_as_well
    a_first_sign_in_and_one_from_a_known_place_are_not_told
    a_right_password_after_five_wrong_ones_is_told
    a_right_password_after_wrong_ones_is_told_where_it_is_asked_again
    wrong_passwords_are_told_once_a_day
    wrong_passwords_that_go_on_are_told_when_a_day_is_over
    wrong_codes_are_told_once_a_day
    five_refused_keys_are_told_and_a_right_one_forgets_them
    a_question_that_was_too_old_is_no_refused_key
    five_accounts_that_fail_from_one_network_are_told_to_administrators
    addresses_without_an_account_and_other_networks_do_not_count
    a_slip_of_somebody_who_is_known_there_is_forgiven
    administrators_get_one_letter_a_day_however_many_networks
    another_school_hears_nothing_of_it
}

const HOME: &str = "192.0.2.7";
const AWAY: &str = "198.51.100.1";
const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/153.0";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1";
const DAY: i64 = 24 * 3_600;
/// Everybody at the school.
const ALL: [&str; 6] = ["staff", "colleague", "pastoral", "deputy", "dsl", "admin"];

/// Sends a password from this network.
async fn tries(school: &School, address: &str, password: &str, network: &str) -> Page {
    tries_with(
        &mut school.visitor().on(network, WINDOWS),
        address,
        password,
    )
    .await
}

async fn tries_with(visitor: &mut Visitor, address: &str, password: &str) -> Page {
    let email = format!("{address}@hawthorn-park.example");
    let form = [("email", email.as_str()), ("password", password)];
    visitor.post("/hawthorn-park", &form).await
}

/// How many letters to this person say so.
async fn told(school: &School, address: &str, words: &str) -> usize {
    let letters = school.letters_to(address).await;
    letters
        .iter()
        .filter(|letter| letter.contains(words))
        .count()
}

const NEW: &str = "New sign-in to your Keyward account";
const AFTER: &str = "Your Keyward password was right after several wrong ones";
const WRONG: &str = "Somebody failed to sign in to your Keyward account";
const MANY: &str = "Somebody is trying passwords at your school";

async fn a_sign_in_from_a_new_place_is_told_once_a_day(school: School) {
    school.gives_password("staff").await;
    tries(&school, "staff", PASSWORD, HOME).await.leads_to();
    assert_eq!(
        told(&school, "staff", NEW).await,
        0,
        "the first is new everywhere"
    );
    let mut phone = school
        .visitor()
        .on(AWAY, IPHONE)
        .at(&school.second_server());
    tries_with(&mut phone, "staff", PASSWORD).await.leads_to();
    assert_eq!(told(&school, "staff", NEW).await, 1);
    let letters = school.letters_to("staff").await;
    let letter = letters.iter().find(|letter| letter.contains(NEW));
    let letter = letter.expect("a letter");
    for words in [
        "from Safari on iPhone",
        "on the network 198.51.100.1",
        "You have not signed in with this browser on this network before",
        "Ask for a new one on the sign-in page at once",
    ] {
        assert!(letter.contains(words), "{words}: {letter}");
    }
    let entry = school.wrote_down("unusual sign-in noticed").await;
    let entry = entry.expect("an entry");
    assert!(entry.contains("pattern: new_place"), "{entry}");
    assert!(entry.contains("letter: sent"), "{entry}");

    // The same browser elsewhere, and another browser here, are new; but not told again that day.
    tries(&school, "staff", PASSWORD, "203.0.113.5")
        .await
        .leads_to();
    let mut other = school.visitor().on(HOME, IPHONE);
    tries_with(&mut other, "staff", PASSWORD).await.leads_to();
    assert_eq!(told(&school, "staff", NEW).await, 1, "no floods");
    let entry = school.wrote_down("unusual sign-in noticed").await;
    assert!(
        entry
            .expect("an entry")
            .contains("letter: sent before that day")
    );
    school.clock.advance_seconds(DAY);
    tries(&school, "staff", PASSWORD, "203.0.113.6")
        .await
        .leads_to();
    assert_eq!(told(&school, "staff", NEW).await, 2);
}

async fn a_passkey_in_a_new_place_is_told_as_well(school: School) {
    let mut laptop = SoftwareKey::passkey(1);
    school
        .signed_in_with_a_passkey("dsl", "DSL", &mut laptop)
        .await;
    let mut home = school.visitor().on(HOME, WINDOWS);
    home.signs_in_with_passkey(&mut laptop).await.is(200);
    assert_eq!(told(&school, "dsl", NEW).await, 0);
    let mut away = school.visitor().on(AWAY, WINDOWS);
    away.signs_in_with_passkey(&mut laptop).await.is(200);
    assert_eq!(told(&school, "dsl", NEW).await, 1);
    assert_eq!(told(&school, "dsl", "somebody has your passkey").await, 1);
}

async fn a_first_sign_in_and_one_from_a_known_place_are_not_told(school: School) {
    school.gives_password("staff").await;
    for _ in 0..3 {
        tries(&school, "staff", PASSWORD, HOME).await.leads_to();
        school.clock.advance_seconds(2 * DAY);
    }
    // An address of the same IPv6 network is the same place.
    for (host, letters) in [("1", 1), ("ffff", 1)] {
        let address = format!("2001:db8:1:2::{host}");
        tries(&school, "staff", PASSWORD, &address).await.leads_to();
        school.clock.advance_seconds(2 * DAY);
        assert_eq!(told(&school, "staff", NEW).await, letters);
    }
}

async fn fails(school: &School, address: &str, times: usize) {
    for _ in 0..times {
        tries(school, address, "wrong", HOME).await.is(422);
    }
}

async fn a_right_password_after_five_wrong_ones_is_told(school: School) {
    school.gives_password("staff").await;
    fails(&school, "staff", 4).await;
    tries(&school, "staff", PASSWORD, HOME).await.leads_to();
    assert_eq!(told(&school, "staff", AFTER).await, 0, "four are a slip");
    fails(&school, "staff", 5).await;
    school.clock.advance_seconds(31);
    tries(&school, "staff", PASSWORD, HOME).await.leads_to();
    assert_eq!(told(&school, "staff", AFTER).await, 1);
    let words = "Just before, 5 wrong passwords in a row were tried.";
    assert_eq!(told(&school, "staff", words).await, 1);
    let entry = school.wrote_down("unusual sign-in noticed").await;
    assert!(entry.expect("an entry").contains("pattern: after_failures"));
    fails(&school, "staff", 5).await;
    school.clock.advance_seconds(31);
    tries(&school, "staff", PASSWORD, HOME).await.leads_to();
    assert_eq!(told(&school, "staff", AFTER).await, 1, "no floods");
}

async fn a_right_password_after_wrong_ones_is_told_where_it_is_asked_again(school: School) {
    school.gives_password("staff").await;
    let mut sam = school.signed_in("staff").await;
    let form = |current| [("current", current), ("password", "x"), ("again", "y")];
    let new = "violet tractor hums softly";
    let wrong = [("current", "wrong"), ("password", new), ("again", new)];
    sam.post("/account/password", &form("wrong")).await.is(422);
    for _ in 0..5 {
        sam.post("/account/password", &wrong).await.is(422);
    }
    assert_eq!(told(&school, "staff", WRONG).await, 1);
    school.clock.advance_seconds(31);
    let right = [("current", PASSWORD), ("password", new), ("again", new)];
    sam.post("/account/password", &right).await.leads_to();
    assert_eq!(told(&school, "staff", AFTER).await, 1);
}

async fn wrong_passwords_are_told_once_a_day(school: School) {
    school.gives_password("staff").await;
    for (letters, later) in [(1, 31), (1, DAY), (2, 0)] {
        fails(&school, "staff", 5).await;
        assert_eq!(told(&school, "staff", WRONG).await, letters);
        // Its own person comes in between, which forgets the failures.
        school.clock.advance_seconds(31);
        tries(&school, "staff", PASSWORD, HOME).await.leads_to();
        school.clock.advance_seconds(later);
    }
}

async fn wrong_passwords_that_go_on_are_told_when_a_day_is_over(school: School) {
    school.gives_password("staff").await;
    fails(&school, "staff", 5).await;
    school.clock.advance_seconds(31);
    tries(&school, "staff", PASSWORD, HOME).await.leads_to();
    // The fifth of a new row falls within a day of the letter before.
    school.clock.advance_seconds(DAY - 3_600);
    fails(&school, "staff", 5).await;
    assert_eq!(told(&school, "staff", WRONG).await, 1);
    school.clock.advance_seconds(3_600);
    fails(&school, "staff", 1).await;
    assert_eq!(told(&school, "staff", WRONG).await, 2);
}

async fn wrong_codes_are_told_once_a_day(school: School) {
    let app = school.links_soft_key("dsl", "Phone").await;
    school.admits_only("dsl", "soft_keys").await;
    let mut dana = school.signed_in("dsl").await;
    for letters in [1, 1] {
        let wrong = app.wrong_code(&school);
        for _ in 0..5 {
            dana.enters(&wrong).await.is(422).reads("not right");
        }
        assert_eq!(
            told(&school, "dsl", "Wrong codes were entered").await,
            letters
        );
        school.clock.advance_seconds(31);
        dana.enters(&app.code(&school, 0)).await.leads_to();
        dana.post("/elevation/end", &[]).await.leads_to();
        school.clock.advance_seconds(60);
    }
}

async fn five_refused_keys_are_told_and_a_right_one_forgets_them(school: School) {
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    for _ in 0..4 {
        shows_no_key(&mut dana).await;
    }
    dana.elevates_with(&mut blue).await.leads_to();
    dana.post("/elevation/end", &[]).await.leads_to();
    for _ in 0..4 {
        shows_no_key(&mut dana).await;
    }
    let words = "Security keys were refused in your Keyward account";
    assert_eq!(told(&school, "dsl", words).await, 0);
    let mut dana = dana.at(&school.second_server());
    shows_no_key(&mut dana).await;
    assert_eq!(told(&school, "dsl", words).await, 1);
    dana.elevates_with(&mut blue).await.leads_to();
    dana.post("/elevation/end", &[]).await.leads_to();
    for _ in 0..5 {
        shows_no_key(&mut dana).await;
    }
    assert_eq!(told(&school, "dsl", words).await, 1, "no floods");
    dana.elevates_with(&mut blue).await.leads_to();
}

/// Elevates with an answer that is none.
async fn shows_no_key(visitor: &mut Visitor) {
    let asked = visitor.is_asked("elevate").await;
    let form = [("ceremony", asked.ceremony.as_str()), ("credential", "{}")];
    visitor.post("/elevation", &form).await.is(422);
}

async fn a_question_that_was_too_old_is_no_refused_key(school: School) {
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    for _ in 0..6 {
        let asked = dana.is_asked("elevate").await;
        let touch = asked.touched(&mut blue);
        school.clock.advance_seconds(301);
        dana.posts_touch(&touch, "/elevation", &[]).await.is(422);
    }
    assert_eq!(told(&school, "dsl", "Security keys were refused").await, 0);
}

async fn five_accounts_that_fail_from_one_network_are_told_to_administrators(school: School) {
    let mut ada = school.signed_in("admin").await;
    for address in &ALL[..4] {
        tries(&school, address, "wrong", AWAY).await.is(422);
        tries(&school, address, "wrong", AWAY).await.is(422);
    }
    assert_eq!(told(&school, "admin", MANY).await, 0);
    ada.get("/dashboard").await.never_says(AWAY);
    let mut fifth = school
        .visitor()
        .on(AWAY, WINDOWS)
        .at(&school.second_server());
    tries_with(&mut fifth, "dsl", "wrong").await.is(422);
    assert_eq!(told(&school, "admin", MANY).await, 1);
    assert_eq!(told(&school, "admin", "5 different people").await, 1);
    for other in &ALL[..5] {
        assert_eq!(
            told(&school, other, MANY).await,
            0,
            "{other} manages nobody"
        );
    }
    let entry = school.wrote_down("many accounts failed to sign in").await;
    assert_eq!(entry.as_deref(), Some("accounts within an hour: 5"));
    ada.get("/dashboard")
        .await
        .reads("sign in as 5 different people failed from the network 198.51.100.1");
    school
        .signed_in("staff")
        .await
        .get("/dashboard")
        .await
        .never_says(AWAY);
    tries(&school, "admin", "wrong", AWAY).await.is(422);
    ada.get("/dashboard")
        .await
        .reads("sign in as 6 different people");
    assert_eq!(told(&school, "admin", MANY).await, 1, "once a day");
    school.clock.advance_seconds(3_599);
    ada.get("/dashboard").await.reads(AWAY);
    school.clock.advance_seconds(2);
    let mut ada = school.signed_in("admin").await;
    ada.get("/dashboard").await.is(200).never_says(AWAY);
}

async fn addresses_without_an_account_and_other_networks_do_not_count(school: School) {
    for number in 0..6 {
        let nobody = format!("nobody{number}");
        tries(&school, &nobody, "wrong", AWAY).await.is(422);
    }
    for (network, address) in (1..).zip(ALL) {
        let network = format!("203.0.113.{network}");
        tries(&school, address, "wrong", &network).await.is(422);
    }
    // An hour apart they do not count together.
    for address in ALL {
        school.clock.advance_seconds(901);
        tries(&school, address, "wrong", HOME).await.is(422);
    }
    assert_eq!(told(&school, "admin", MANY).await, 0);
    let entry = school.wrote_down("many accounts failed to sign in").await;
    assert_eq!(entry, None);
}

async fn a_slip_of_somebody_who_is_known_there_is_forgiven(school: School) {
    for address in ALL {
        school.gives_password(address).await;
        tries(&school, address, PASSWORD, HOME).await.leads_to();
    }
    // At the school's own network everybody slips once, and then comes in.
    for address in ALL {
        tries(&school, address, "wrong", HOME).await.is(422);
        tries(&school, address, PASSWORD, HOME).await.leads_to();
    }
    assert_eq!(told(&school, "admin", MANY).await, 0);
    // Where nobody is known, a right guess does not hide the wrong ones.
    for address in &ALL[..5] {
        tries(&school, address, "wrong", AWAY).await.is(422);
        tries(&school, address, PASSWORD, AWAY).await.leads_to();
    }
    assert_eq!(told(&school, "admin", MANY).await, 1);
}

async fn administrators_get_one_letter_a_day_however_many_networks(school: School) {
    for network in 1..=3 {
        let network = format!("203.0.113.{network}");
        for address in &ALL[..5] {
            let _ = tries(&school, address, "wrong", &network).await;
        }
        // They wait longer and longer; the hour does not pass.
        school.clock.advance_seconds(600);
    }
    assert_eq!(told(&school, "admin", MANY).await, 1);
    let mut ada = school.signed_in("admin").await;
    let page = ada.get("/dashboard").await;
    for network in ["203.0.113.1", "203.0.113.2", "203.0.113.3"] {
        page.reads(&format!("from the network {network}"));
    }
    school.clock.advance_seconds(DAY);
    for address in &ALL[..5] {
        tries(&school, address, "wrong", AWAY).await.is(422);
    }
    assert_eq!(told(&school, "admin", MANY).await, 2);
}

async fn another_school_hears_nothing_of_it(school: School) {
    let mut lee = school.neighbours_administrator().await;
    for address in &ALL[..5] {
        tries(&school, address, "wrong", AWAY).await.is(422);
    }
    lee.get("/dashboard").await.is(200).never_says(AWAY);
    // The same network at the other school counts for itself.
    let mut nobody = school.visitor().on(AWAY, WINDOWS);
    let form = [("email", "lee@larch-lane.example"), ("password", "wrong")];
    nobody.post("/larch-lane", &form).await.is(422);
    lee.get("/dashboard").await.never_says(AWAY);
}
