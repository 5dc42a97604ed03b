//! A key whose counter goes back may have been copied.

use super::*;
use crate::audit::Entry;
use crate::security_keys::assertion::Touch;
use crate::security_keys::store;
use crate::testing::on_both_databases;
use crate::testing::school::PASSWORD;
use keyward_web::Problem;
use serde_json::json;

on_both_databases! {
    a_copied_key_is_suspended_and_everybody_is_told
    the_same_number_twice_is_a_copy_too
    two_copies_at_the_same_moment_never_both_get_in
    a_key_goes_on_from_the_number_that_it_was_judged_by
    a_touch_that_was_overtaken_suspends_nothing
    a_suspended_key_is_no_way_to_a_new_one
}

async fn a_copied_key_is_suspended_and_everybody_is_told(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let mut copy = blue.clone();
    for _ in 0..3 {
        dana.elevates_with(&mut blue).await.leads_to();
    }
    assert!(is_elevated(&mut dana).await);

    let mut thief = school.signed_in("dsl").await;
    let refused = thief.elevates_with(&mut copy).await;
    refused
        .is(422)
        .reads("There may be a copy of your security key, so we have suspended it")
        .reads("You and your administrators have been told");
    assert!(!is_elevated(&mut thief).await);
    assert!(!is_elevated(&mut dana).await, "what the key opened is shut");

    assert!(letters_say(&school, "dsl", "Your security key was suspended").await);
    assert!(
        letters_say(
            &school,
            "admin",
            "A security key at your school was suspended"
        )
        .await
    );
    assert!(!letters_say(&school, "deputy", "suspended").await);
    let entry = school.wrote_down("security key suspended").await;
    let entry = entry.expect("an entry");
    assert!(entry.contains("because: counter_went_back"), "{entry}");
    assert!(entry.contains("elevations dropped: 1"), "{entry}");

    dana.get(LIST)
        .await
        .reads("Suspended")
        .reads("speak to your administrator");
    dana.get("/elevation")
        .await
        .reads("You need a security key for this");
    dana.get("/dashboard")
        .await
        .never_says("Elevate Your Access");
    let wish = json!({"purpose": "elevate"});
    let page = dana.post_json("/security-keys/challenges", &wish).await;
    assert_eq!(told(&page).0, "no_keys");
}

async fn the_same_number_twice_is_a_copy_too(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let mut copy = blue.clone();
    let mut thief = school.signed_in("dsl").await;
    let (hers, his) = (
        dana.is_asked("elevate").await,
        thief.is_asked("elevate").await,
    );
    let (hers, his) = (hers.touched(&mut blue), his.touched(&mut copy));
    dana.posts_touch(&hers, "/elevation", &[]).await.leads_to();
    let refused = thief.posts_touch(&his, "/elevation", &[]).await;
    refused.is(422).reads("we have suspended it");
    let page = dana.get("/dashboard").await;
    page.reads("has ended, because the security key that opened it was suspended");
    assert!(!is_elevated(&mut dana).await);
}

async fn two_copies_at_the_same_moment_never_both_get_in(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let mut copy = blue.clone();
    let mut thief = school.signed_in("dsl").await.at(&school.second_server());
    let hers = dana.is_asked("elevate").await.touched(&mut blue);
    let his = thief.is_asked("elevate").await.touched(&mut copy);
    let (first, second) = tokio::join!(
        dana.posts_touch(&hers, "/elevation", &[]),
        thief.posts_touch(&his, "/elevation", &[]),
    );
    let mut answers = [first.status.as_u16(), second.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [303, 422]);
    for visitor in [&mut dana, &mut thief] {
        assert!(!is_elevated(visitor).await, "the key is suspended");
    }
}

async fn a_key_goes_on_from_the_number_that_it_was_judged_by(school: School) {
    school.signed_in_with_a_key("dsl", &mut key(1)).await;
    let person = school.person("dsl").await;
    // Both were judged before either was settled, as on two servers.
    let counted = school
        .writes(move |tx| {
            let [held] = &store::of(tx, &person)?[..] else {
                return Err(Problem::bug("one key"));
            };
            tx.entry(Entry::of(
                "security key touched",
                "security key",
                &held.id.0,
            ))?;
            let touch = |counter_after| Touch {
                credential_id: held.stored.credential_id.clone(),
                counter_before: held.stored.counter,
                counter_after,
                user_verified: false,
                record: held.stored.record.clone(),
            };
            let (hers, his) = (held.stored.counter + 1, held.stored.counter + 2);
            Ok([
                store::note_use(tx, &held.id, &touch(hers), "hers")?,
                store::note_use(tx, &held.id, &touch(his), "his")?,
            ])
        })
        .await;
    assert_eq!(counted, [true, false]);
}

async fn a_touch_that_was_overtaken_suspends_nothing(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let first = dana.is_asked("elevate").await.touched(&mut blue);
    let second = dana.is_asked("elevate").await.touched(&mut blue);
    dana.posts_touch(&second, "/elevation", &[])
        .await
        .leads_to();
    let refused = dana.posts_touch(&first, "/elevation", &[]).await;
    refused.is(422).reads("used twice at the same time");
    assert!(is_elevated(&mut dana).await);
    dana.elevates_with(&mut blue).await.leads_to();
}

async fn a_suspended_key_is_no_way_to_a_new_one(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let mut copy = blue.clone();
    dana.elevates_with(&mut blue).await.leads_to();
    dana.elevates_with(&mut copy).await.is(422);
    let list = dana.get(LIST).await;
    list.reads("Two people at your school can let you back in together");
    assert!(list.every("[data-register-key]", "href").is_empty());
    let proof = json!({"password": PASSWORD});
    let refused = dana.begins_to_link("Another", proof).await;
    assert_eq!(told(&refused).0, "no_working_key");
    let removal = format!("{}/removal", pages_of(&mut dana, "Blue key").await);
    dana.get(&removal).await.reads("You have no key that works");
    dana.post(&removal, &[("password", PASSWORD)]).await.is(422);
    dana.get(LIST).await.reads("Blue key");
}
