//! A passkey that is not one's own, not here, not now, or not any more.

use super::*;
use crate::audit::Entry;
use crate::testing::software_key::{Bent, Kind};
use axum::http::Method;
use keyward_db::{Sql, params};
use serde_json::json;

on_both_databases! {
    a_passkey_signs_in_at_its_own_school_alone
    a_passkey_that_names_another_person_or_nobody_lets_nobody_in
    an_answer_works_once_and_a_failure_uses_its_question_up
    a_question_waits_for_three_hundred_seconds
    an_answer_without_the_finger_of_another_page_or_forged_lets_nobody_in
    a_u2f_key_is_no_passkey
    a_passkey_that_is_lost_suspended_removed_or_not_approved_lets_nobody_in
    nobody_who_has_left_comes_back_with_a_passkey
    a_copied_passkey_is_suspended_and_told
    of_two_servers_at_the_same_instant_one_takes_the_answer
    nobody_fills_the_table_with_questions
    an_address_that_guesses_waits
    a_passkeys_answer_comes_from_our_own_page
}

keyward_db::statements! {
    /// Changes what one passkey is.
    LOSE = "UPDATE security_key SET lost_at = 1 WHERE kind = 'passkey'";
    /// As an administrator allows it again.
    FIND = "UPDATE security_key SET lost_at = NULL, suspended_at = NULL, approved_at = 1,
                                    removed_at = NULL WHERE kind = 'passkey'";
    /// Suspends it.
    SUSPEND = "UPDATE security_key SET suspended_at = 1 WHERE kind = 'passkey'";
    /// Takes the approval away.
    NOT_APPROVED = "UPDATE security_key SET approved_at = NULL WHERE kind = 'passkey'";
    /// Removes it.
    REMOVE = "UPDATE security_key SET removed_at = 1 WHERE kind = 'passkey'";
    /// Somebody leaves.
    LEAVE = "UPDATE person SET left_at = 1 WHERE id = $1";
    /// How many questions there are.
    QUESTIONS = "SELECT COUNT(*) FROM passkey_question";
    /// Asks for two keys, at once.
    TWO_KEYS = "UPDATE group_policy SET keys_min = 2, grace_days = 14";
}

/// Every user group that has a policy asks for two keys.
pub(super) async fn asks_two_keys(school: &School) {
    runs(school, TWO_KEYS).await;
}

async fn runs(school: &School, sql: Sql) {
    school
        .writes(move |tx| {
            tx.execute(sql, &params![])?;
            tx.entry(Entry::of("test", "security key", "it"))
        })
        .await;
}

async fn dana_has_one(school: &School) -> SoftwareKey {
    let mut laptop = laptop();
    school
        .signed_in_with_a_passkey("dsl", "DSL", &mut laptop)
        .await;
    laptop
}

/// What comes of signing in with this passkey.
async fn tries(school: &School, key: &mut SoftwareKey) -> Page {
    let mut nobody = school.visitor();
    let page = nobody.signs_in_with_passkey(key).await;
    assert_eq!(nobody.session(), None, "{}", page.body);
    page
}

/// The same words for whatever is not let in.
#[track_caller]
fn says_nothing(page: &Page) {
    assert_eq!(page.status, 422);
    assert_eq!(page.json()["error"]["code"], "not_in", "{}", page.body);
    page.never_says("Dana").never_says("dsl@");
}

async fn a_passkey_signs_in_at_its_own_school_alone(school: School) {
    let mut laptop = dana_has_one(&school).await;
    school.neighbour("DSL").await;
    school.group_asks("DSL", Asks::default()).await;
    let mut nobody = school.visitor();
    let page = nobody
        .post_json("/larch-lane/passkey/challenges", &json!({}))
        .await;
    let asked = page.is(200).json();
    let answer = laptop.touch(&asked["publicKey"], ORIGIN).expect("a touch");
    let form = json!({"ceremony": asked["ceremony"], "credential": answer});
    says_nothing(&nobody.post_json("/larch-lane/passkey", &form).await);
    assert_eq!(nobody.session(), None);

    // A question of one school is none of another's, and stays unanswered.
    let page = nobody
        .post_json("/larch-lane/passkey/challenges", &json!({}))
        .await;
    let asked = page.is(200).json();
    let answer = laptop.touch(&asked["publicKey"], ORIGIN).expect("a touch");
    let form = json!({"ceremony": asked["ceremony"], "credential": answer});
    let page = nobody.post_json("/hawthorn-park/passkey", &form).await;
    assert_eq!(refused(&page, &nobody), "expired");
    let mut dana = school.visitor();
    dana.signs_in_with_passkey(&mut laptop).await.is(200);
}

async fn a_passkey_that_names_another_person_or_nobody_lets_nobody_in(school: School) {
    let mut laptop = dana_has_one(&school).await;
    let mut phone = SoftwareKey::passkey(2);
    school
        .signed_in_with_a_passkey("deputy", "Deputy DSL", &mut phone)
        .await;
    let mut deputys = laptop.clone();
    deputys.bent.user_handle = Some(phone.holder.clone().expect("a person"));
    says_nothing(&tries(&school, &mut deputys).await);
    // The deputy's own passkey under the name of the lead's.
    let mut stolen = phone.clone();
    stolen.bent.credential_id = Some(laptop.credential_id());
    says_nothing(&tries(&school, &mut stolen).await);
    stolen.bent.user_handle = Some(laptop.holder.clone().expect("a person"));
    says_nothing(&tries(&school, &mut stolen).await);
    let mut nobodys = laptop.clone();
    nobodys.holder = None;
    nobodys.bent.heedless = true;
    says_nothing(&tries(&school, &mut nobodys).await);
    let mut strangers = SoftwareKey::passkey(9);
    strangers.bent.heedless = true;
    says_nothing(&tries(&school, &mut strangers).await);
    let entry = school.wrote_down("sign-in with a passkey failed").await;
    assert!(entry.expect("an entry").contains("because: not_linked"));
    let mut dana = school.visitor();
    laptop.counter += 9;
    dana.signs_in_with_passkey(&mut laptop).await.is(200);
}

async fn an_answer_works_once_and_a_failure_uses_its_question_up(school: School) {
    let mut laptop = dana_has_one(&school).await;
    let mut nobody = school.visitor();
    let asked = nobody.is_asked_at_the_door().await;
    let answer = laptop.touch(&asked.options, ORIGIN).expect("a touch");
    let mut dana = school.visitor();
    dana.answers_at_the_door(&asked, &answer).await.is(200);
    let again = nobody.answers_at_the_door(&asked, &answer).await;
    assert_eq!(refused(&again, &nobody), "expired");

    let other = nobody.is_asked_at_the_door().await;
    let again = nobody.answers_at_the_door(&other, &answer).await;
    says_nothing(&again);
    assert_eq!(nobody.session(), None, "an answer to another question");
    let answer = laptop.touch(&other.options, ORIGIN).expect("a touch");
    let late = nobody.answers_at_the_door(&other, &answer).await;
    assert_eq!(refused(&late, &nobody), "expired", "it was used up");
}

async fn a_question_waits_for_three_hundred_seconds(school: School) {
    let mut laptop = dana_has_one(&school).await;
    for (seconds, lets_in) in [(299, true), (300, false)] {
        let mut dana = school.visitor();
        let asked = dana.is_asked_at_the_door().await;
        let answer = laptop.touch(&asked.options, ORIGIN).expect("a touch");
        school.clock.advance_seconds(seconds);
        let page = dana.answers_at_the_door(&asked, &answer).await;
        assert_eq!(page.status == 200, lets_in, "{seconds}: {}", page.body);
    }
}

async fn an_answer_without_the_finger_of_another_page_or_forged_lets_nobody_in(school: School) {
    let mut laptop = dana_has_one(&school).await;
    let bends: [fn(&mut Bent); 6] = [
        |bent| bent.flags_turned = 0x04,
        |bent| bent.flags_turned = 0x01,
        |bent| bent.origin = Some("https://keyward.example.evil".into()),
        |bent| bent.cross_origin = Some(true.into()),
        |bent| bent.rp_id = Some("evil.example".into()),
        |bent| bent.signer = Some(9),
    ];
    for bend in bends {
        let mut bent = laptop.clone().bent(bend);
        says_nothing(&tries(&school, &mut bent).await);
    }
    let mut nobody = school.visitor();
    for nonsense in ["", "{}", "null", "[]", "{\"type\":\"public-key\"}"] {
        let asked = nobody.is_asked_at_the_door().await;
        says_nothing(&nobody.answers_at_the_door(&asked, nonsense).await);
    }
    let mut dana = school.visitor();
    dana.signs_in_with_passkey(&mut laptop).await.is(200);
}

async fn a_u2f_key_is_no_passkey(school: School) {
    let laptop = dana_has_one(&school).await;
    for kind in [Kind::U2f, Kind::Fido2] {
        let mut key = SoftwareKey::new(kind, 7).with_pin();
        let address = if kind == Kind::U2f { "deputy" } else { "admin" };
        school.signed_in_with_a_key(address, &mut key).await;
        key.bent.heedless = true;
        key.bent.user_handle = laptop.holder.clone();
        says_nothing(&tries(&school, &mut key).await);
    }
}

async fn a_passkey_that_is_lost_suspended_removed_or_not_approved_lets_nobody_in(school: School) {
    let mut laptop = dana_has_one(&school).await;
    for state in [LOSE, SUSPEND, NOT_APPROVED, REMOVE] {
        runs(&school, state).await;
        says_nothing(&tries(&school, &mut laptop).await);
        runs(&school, FIND).await;
        let mut dana = school.visitor();
        dana.signs_in_with_passkey(&mut laptop).await.is(200);
    }
}

async fn nobody_who_has_left_comes_back_with_a_passkey(school: School) {
    let mut laptop = dana_has_one(&school).await;
    let person = school.person("dsl").await;
    school
        .writes(move |tx| {
            tx.execute(LEAVE, &params![&person])?;
            tx.entry(Entry::of("test", "person", &person.0))
        })
        .await;
    says_nothing(&tries(&school, &mut laptop).await);
}

async fn a_copied_passkey_is_suspended_and_told(school: School) {
    let mut laptop = dana_has_one(&school).await;
    let mut copy = laptop.clone();
    let mut dana = school.visitor();
    for _ in 0..2 {
        dana.signs_in_with_passkey(&mut laptop).await.is(200);
    }
    assert!(is_elevated(&mut dana).await);
    let page = tries(&school, &mut copy).await;
    assert_eq!(page.json()["error"]["code"], "counter_went_back");
    let closed = dana.get("/dashboard").await;
    assert_eq!(closed.leads_to(), "/", "what it began has ended");
    says_nothing(&tries(&school, &mut laptop).await);
    let letters = school.letters_to("dsl").await.join("\n");
    assert!(
        letters.contains("Your security key was suspended"),
        "{letters}"
    );
    let letters = school.letters_to("admin").await.join("\n");
    assert!(letters.contains("A security key at your school was suspended"));
}

async fn of_two_servers_at_the_same_instant_one_takes_the_answer(school: School) {
    let mut laptop = dana_has_one(&school).await;
    let second = school.second_server();
    for _ in 0..5 {
        let mut here = school.visitor();
        let mut there = school.visitor().at(&second);
        // One answer, sent twice.
        let asked = here.is_asked_at_the_door().await;
        let answer = laptop.touch(&asked.options, ORIGIN).expect("a touch");
        let (one, other) = tokio::join!(
            here.answers_at_the_door(&asked, &answer),
            there.answers_at_the_door(&asked, &answer)
        );
        let let_in = [&one, &other].into_iter().filter(|page| page.status == 200);
        assert_eq!(let_in.count(), 1, "{} {}", one.body, other.body);
    }
    // A passkey and its copy, which tell the same number in answer to two questions.
    let mut copy = laptop.clone();
    let mut here = school.visitor();
    let mut there = school.visitor().at(&second);
    let (asked, asked_too) = (
        here.is_asked_at_the_door().await,
        there.is_asked_at_the_door().await,
    );
    let answer = laptop.touch(&asked.options, ORIGIN).expect("a touch");
    let copied = copy.touch(&asked_too.options, ORIGIN).expect("a touch");
    let (one, other) = tokio::join!(
        here.answers_at_the_door(&asked, &answer),
        there.answers_at_the_door(&asked_too, &copied)
    );
    let let_in = [&one, &other].into_iter().filter(|page| page.status == 200);
    assert_eq!(let_in.count(), 1, "{} {}", one.body, other.body);
}

async fn nobody_fills_the_table_with_questions(school: School) {
    dana_has_one(&school).await;
    let mut nobody = school.visitor();
    for _ in 0..205 {
        nobody.is_asked_at_the_door().await;
    }
    let count = async || {
        let read = school.app.db().read(|tx| {
            let count = tx.one(QUESTIONS, &params![], |row| row.get::<i64>(0));
            count.map(Option::unwrap_or_default)
        });
        read.await.expect("read")
    };
    assert_eq!(count().await, 200);
    school.clock.advance_seconds(301);
    nobody.is_asked_at_the_door().await;
    assert_eq!(count().await, 1);
}

async fn an_address_that_guesses_waits(school: School) {
    let mut laptop = dana_has_one(&school).await;
    // What is right is not counted.
    for _ in 0..45 {
        school
            .visitor()
            .signs_in_with_passkey(&mut laptop)
            .await
            .is(200);
    }
    let mut guesser = school.visitor();
    let guess = json!({"ceremony": "nothing", "credential": "{}"});
    for _ in 0..41 {
        let page = guesser.post_json("/hawthorn-park/passkey", &guess).await;
        page.is(422);
    }
    let page = guesser.post_json("/hawthorn-park/passkey", &guess).await;
    page.is(429);
    assert_eq!(refused(&page, &guesser), "wait");
}

async fn a_passkeys_answer_comes_from_our_own_page(school: School) {
    let mut laptop = dana_has_one(&school).await;
    let mut evil = school.visitor();
    let asked = evil.is_asked_at_the_door().await;
    let answer = laptop.touch(&asked.options, ORIGIN).expect("a touch");
    for site in ["cross-site", "same-site", "none"] {
        evil.headers
            .insert("sec-fetch-site", site.parse().expect("a header"));
        evil.answers_at_the_door(&asked, &answer).await.is(403);
    }
    // A form of another page cannot write JSON, wherever it says it comes from.
    let mut victim = school.visitor();
    let form = json!({"ceremony": asked.ceremony, "credential": answer}).to_string();
    for kind in ["text/plain", "application/x-www-form-urlencoded"] {
        let body = form.clone().into();
        let page = victim
            .send(Method::POST, "/hawthorn-park/passkey", Some(kind), body)
            .await;
        assert_eq!(refused(&page, &victim), "unreadable");
    }
    victim.answers_at_the_door(&asked, &answer).await.is(200);
}
