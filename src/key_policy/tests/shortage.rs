//! Too few keys: counted, shown and ended, for whoever holds some and for whoever holds none.

use super::pages::{EVERY, address, form, is_told, preview, save};
use crate::key_policy::Policy;
use crate::testing::school::PASSWORD;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{School, Visitor, on_both_databases};

on_both_databases! {
    whoever_has_no_key_is_counted_from_the_save_on
    linking_a_spare_and_removing_it_does_not_begin_the_time_anew
    whoever_held_enough_for_as_long_has_the_whole_time_again
    asking_more_gives_the_whole_time_to_whoever_held_enough
    nothing_is_left_of_a_shortage_where_no_number_is_asked_for
    a_model_that_is_removed_counts_from_its_removal_on
}

const DAY: i64 = 24 * 3_600;
/// Three days after the school opened.
const THIRD_DAY: &str = "21 November 2026 at 11:06";

fn asking(keys_min: i64) -> Policy {
    Policy {
        keys_min,
        grace_days: 3,
        ..Policy::default()
    }
}

async fn asks_by_page(school: &School, group: &str, keys_min: &str) {
    let mut ada = school.elevated("admin").await;
    let to = address(school, group).await;
    let fields = form(&EVERY, &[("keys_min", keys_min), ("grace", "3")]);
    let looked = preview(&mut ada, &to, &fields).await;
    save(&mut ada, &to, &looked).await.leads_to();
}

/// Removes the newest of somebody's keys by a touch of another.
async fn removes_the_newest(visitor: &mut Visitor, there: &mut SoftwareKey) {
    let removal = visitor.removals().await.pop().expect("a key");
    let proof = [("password", PASSWORD)];
    visitor
        .touches(there, "remove_key", &removal, &proof)
        .await
        .leads_to();
}

async fn whoever_has_no_key_is_counted_from_the_save_on(school: School) {
    let mut ada = school.elevated("admin").await;
    let dsl = address(&school, "DSL").await;
    let fields = form(&EVERY, &[("keys_min", "1"), ("grace", "3")]);
    let looked = preview(&mut ada, &dsl, &fields).await;
    looked
        .is(200)
        .reads("Too few keys, with time to link more 1")
        .reads(&format!("Dana Lead holds none of 1, until {THIRD_DAY}"));
    save(&mut ada, &dsl, &looked).await.leads_to();
    is_told(&school, "dsl", "You are to hold 1 key and hold none").await;
    let same = preview(&mut ada, &dsl, &fields).await;
    same.never_says("Dana Lead");
    // She comes a day before the end for the first time.
    school.clock.advance_seconds(2 * DAY);
    let mut ada = school.elevated("admin").await;
    for page in ["/keys", "/keys?show=grace"] {
        let page = ada.get(page).await;
        page.reads("Dana Lead")
            .reads(&format!("Too few Has until {THIRD_DAY} to link more"));
    }
    ada.get("/keys?show=grace").await.never_says("Sam Staff");
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    for page in ["/dashboard", "/elevation", "/account/security-keys"] {
        dana.get(page)
            .await
            .reads("hold 1 security key that elevates your access, and you hold none")
            .reads(&format!("Link one by {THIRD_DAY}"));
    }
    school.clock.advance_seconds(DAY);
    let mut dana = school.signed_in("dsl").await;
    dana.get("/dashboard")
        .await
        .reads(&format!("The time to link one ended on {THIRD_DAY}"));
    let mut ada = school.elevated("admin").await;
    ada.get("/keys?show=grace")
        .await
        .reads(&format!("Too few Cannot elevate since {THIRD_DAY}"));
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    dana.links(&mut key, "Blue key").await.is(201);
    dana.elevates_with(&mut key).await.leads_to();
    dana.get("/dashboard")
        .await
        .reads("Elevated access is on")
        .never_says("asks you to hold");
    ada.get("/keys?show=grace").await.never_says("Dana Lead");
}

async fn linking_a_spare_and_removing_it_does_not_begin_the_time_anew(school: School) {
    let (mut key, mut spare) = (
        SoftwareKey::new(Kind::U2f, 1),
        SoftwareKey::new(Kind::U2f, 2),
    );
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    asks_by_page(&school, "DSL", "2").await;
    school.clock.advance_seconds(2 * DAY);
    let mut dana_later = school.signed_in("dsl").await;
    std::mem::swap(&mut dana, &mut dana_later);
    dana.links_another(&mut key, &mut spare, "Spare")
        .await
        .is(201);
    dana.get("/dashboard").await.never_says("asks you to hold");
    removes_the_newest(&mut dana, &mut key).await;
    dana.get("/dashboard")
        .await
        .reads(&format!("Link another by {THIRD_DAY}"));
    school.clock.advance_seconds(DAY);
    let mut dana = school.signed_in("dsl").await;
    dana.elevates_with(&mut key)
        .await
        .is(422)
        .reads("the time to link another is over");
}

async fn whoever_held_enough_for_as_long_has_the_whole_time_again(school: School) {
    let (mut key, mut spare) = (
        SoftwareKey::new(Kind::U2f, 1),
        SoftwareKey::new(Kind::U2f, 2),
    );
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    asks_by_page(&school, "DSL", "2").await;
    dana.links_another(&mut key, &mut spare, "Spare")
        .await
        .is(201);
    dana.get("/dashboard").await;
    school.clock.advance_seconds(3 * DAY);
    let mut dana = school.signed_in("dsl").await;
    dana.get("/dashboard").await;
    removes_the_newest(&mut dana, &mut key).await;
    dana.get("/dashboard")
        .await
        .reads("Link another by 24 November 2026 at 11:06");
}

async fn asking_more_gives_the_whole_time_to_whoever_held_enough(school: School) {
    let (mut key, mut spare) = (
        SoftwareKey::new(Kind::U2f, 1),
        SoftwareKey::new(Kind::U2f, 2),
    );
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    asks_by_page(&school, "DSL", "2").await;
    dana.links_another(&mut key, &mut spare, "Spare")
        .await
        .is(201);
    dana.get("/dashboard").await;
    school.clock.advance_seconds(DAY);
    asks_by_page(&school, "DSL", "3").await;
    is_told(&school, "dsl", "by 22 November 2026 at 11:06").await;
    let mut dana = school.signed_in("dsl").await;
    dana.get("/dashboard")
        .await
        .reads("Link another by 22 November 2026 at 11:06");
    // Asking the same number in another way gives nobody more time.
    let mut ada = school.elevated("admin").await;
    let to = address(&school, "DSL").await;
    let fields = [("keys_min", "3"), ("grace", "3"), ("idle", "5")];
    let looked = preview(&mut ada, &to, &form(&EVERY, &fields)).await;
    save(&mut ada, &to, &looked).await.leads_to();
    dana.get("/dashboard")
        .await
        .reads("Link another by 22 November 2026 at 11:06");
}

async fn nothing_is_left_of_a_shortage_where_no_number_is_asked_for(school: School) {
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    asks_by_page(&school, "DSL", "2").await;
    school.clock.advance_seconds(2 * DAY);
    asks_by_page(&school, "DSL", "0").await;
    asks_by_page(&school, "DSL", "2").await;
    let mut later = school.signed_in("dsl").await;
    later
        .get("/dashboard")
        .await
        .reads("Link another by 23 November 2026 at 11:06");
    school.asks("DSL", asking(0)).await;
    later.get("/dashboard").await.never_says("asks you to hold");
    school.asks("DSL", asking(2)).await;
    later
        .get("/dashboard")
        .await
        .reads("Link another by 23 November 2026 at 11:06");
    dana.get("/dashboard").await;
}

async fn a_model_that_is_removed_counts_from_its_removal_on(school: School) {
    let maker = crate::testing::software_key::Maker {
        seed: 1,
        model: Some(*b"a software key 2"),
    };
    let mut ada = school.elevated("admin").await;
    let root = maker.root();
    let fields = [
        ("name", "Software keys"),
        ("every", "yes"),
        ("root", root.as_str()),
    ];
    ada.post("/key-models", &fields).await.leads_to();
    let mut key = SoftwareKey::new(Kind::Fido2Packed, 1).made_by(maker);
    school.signed_in_with_a_key("dsl", &mut key).await;
    let policy = Policy {
        approved_models: true,
        ..asking(1)
    };
    school.asks("DSL", policy).await;
    ada.get("/keys?show=grace").await.never_says("Dana Lead");
    let page = ada.get("/key-models").await;
    let removal = page.every("form[action$='/removal']", "action");
    ada.post(&removal[0], &[]).await.leads_to();
    school.clock.advance_seconds(DAY);
    let mut ada = school.elevated("admin").await;
    ada.get("/keys?show=grace")
        .await
        .reads("Dana Lead")
        .reads(&format!("Has until {THIRD_DAY} to link more"));
}
