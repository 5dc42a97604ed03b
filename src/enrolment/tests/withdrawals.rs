//! Keys that wait, withdrawn by whoever linked them.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    a_key_that_waits_is_withdrawn_with_the_password
    nobody_withdraws_more_than_three_keys_a_day_and_approvers_get_one_letter
    a_key_that_never_opened_anything_is_not_reported_lost
}

async fn a_key_that_waits_is_withdrawn_with_the_password(school: School) {
    let [(mut dana, _), _] = two_with_keys(&school).await;
    let mut pat = newcomer(&school, "pastoral").await;
    pat.links(&mut key(1), "Wrong key").await.is(201);
    let withdrawal = pat
        .get(LIST)
        .await
        .every(r#"a[href$="/withdrawal"]"#, "href")
        .remove(0);
    pat.get(&withdrawal)
        .await
        .is(200)
        .reads("Withdraw the key Wrong key?");
    pat.post(&withdrawal, &[])
        .await
        .is(422)
        .reads("Enter your Keyward password");
    let wrong = [("password", "something else entirely")];
    pat.post(&withdrawal, &wrong).await.is(422);
    dana.post(&withdrawal, &[("password", PASSWORD)])
        .await
        .is(404);
    let right = [("password", PASSWORD)];
    assert_eq!(pat.post(&withdrawal, &right).await.leads_to(), LIST);
    pat.get(LIST)
        .await
        .reads("The key Wrong key was withdrawn")
        .reads("You have not linked a security key yet");
    dana.get("/approvals").await.never_says("Wrong key");
    let entry = school.wrote_down("security key withdrawn").await;
    assert!(entry.expect("an entry").contains("name: Wrong key"));
    assert_eq!(
        letters_that_say(&school, "pastoral", "was withdrawn").await,
        1
    );
    pat.post(&withdrawal, &right).await.is(404);
    pat.links(&mut key(2), "Right key").await.is(201);
    pat.get(LIST).await.reads("Right key waits for approval");
}

async fn nobody_withdraws_more_than_three_keys_a_day_and_approvers_get_one_letter(school: School) {
    two_with_keys(&school).await;
    let mut pat = newcomer(&school, "pastoral").await;
    let right = [("password", PASSWORD)];
    for number in 1..=3 {
        pat.links(&mut key(number), "Wrong key").await.is(201);
        let withdrawal = withdrawal(&mut pat).await;
        pat.post(&withdrawal, &right).await.leads_to();
    }
    pat.links(&mut key(4), "Fourth key").await.is(201);
    let fourth = withdrawal(&mut pat).await;
    pat.post(&fourth, &right)
        .await
        .is(422)
        .reads("were withdrawn or refused within a day")
        .reads("Ask somebody who approves keys to refuse this one");
    pat.get(LIST).await.reads("Fourth key waits for approval");
    for told in ["dsl", "deputy", "admin"] {
        let told = letters_that_say(&school, told, "first security key waits").await;
        assert_eq!(told, 1);
    }
    school.clock.advance_seconds(25 * 3_600);
    let mut pat = school.signed_in("pastoral").await;
    pat.post(&fourth, &right).await.leads_to();
    pat.links(&mut key(5), "Right key").await.is(201);
    let told = letters_that_say(&school, "dsl", "first security key waits").await;
    assert_eq!(told, 2);
}

/// Where the visitor withdraws the key that waits.
async fn withdrawal(visitor: &mut Visitor) -> String {
    let list = visitor.get(LIST).await;
    list.every(r#"a[href$="/withdrawal"]"#, "href").remove(0)
}

async fn a_key_that_never_opened_anything_is_not_reported_lost(school: School) {
    two_with_keys(&school).await;
    let mut pat = newcomer(&school, "pastoral").await;
    pat.links(&mut key(1), "Wrong key").await.is(201);
    let list = pat.get(LIST).await;
    let withdrawal = list.every("a[href$='/withdrawal']", "href").remove(0);
    list.never_says("Report lost");
    let loss = withdrawal.replace("/withdrawal", "/loss");
    pat.get(&loss).await.is(404);
    pat.post(&loss, &[]).await.is(404);
    pat.get(LIST).await.reads("Wrong key waits for approval");
    assert_eq!(
        letters_that_say(&school, "dsl", "was reported lost").await,
        0
    );
}
