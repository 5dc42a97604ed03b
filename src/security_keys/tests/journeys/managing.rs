//! Renaming and removing keys.

use serde_json::json;

use super::*;
use crate::testing::on_both_databases;
use crate::testing::school::PASSWORD;

on_both_databases! {
    a_key_is_renamed
    a_key_is_removed_with_the_password_and_a_touch
    removing_the_last_key_says_what_is_lost
    removing_a_key_ends_what_it_opened_and_it_opens_nothing_more
    another_persons_key_is_not_there
    each_kind_of_key_stands_under_its_own_heading
    a_kind_that_opens_nothing_says_so
}

async fn a_key_is_renamed(school: School) {
    let (mut blue, mut spare) = (key(1), key(2));
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    dana.links_another(&mut blue, &mut spare, "Spare")
        .await
        .is(201);
    let page = format!("{}/name", pages_of(&mut dana, "Spare").await);
    let form = dana.get(&page).await;
    assert_eq!(form.every("#device_name", "value"), ["Spare"]);
    for (name, words) in [
        ("", "Enter a name"),
        ("blue KEY", "You already have a key with this name"),
    ] {
        let again = dana.post(&page, &[("device_name", name)]).await;
        again.is(422).reads(words);
    }
    let again = dana.post(&page, &[("device_name", "blue KEY")]).await;
    assert_eq!(again.every("#device_name", "value"), ["blue KEY"]);
    let done = dana
        .post(&page, &[("device_name", "SPARE in the safe")])
        .await;
    assert_eq!(done.leads_to(), LIST);
    dana.get(LIST)
        .await
        .reads("The key is now called SPARE in the safe.");
    dana.get(LIST)
        .await
        .reads("SPARE in the safe")
        .reads("Blue key");
}

async fn a_key_is_removed_with_the_password_and_a_touch(school: School) {
    let (mut blue, mut spare) = (key(1), key(2));
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    dana.links_another(&mut blue, &mut spare, "Spare")
        .await
        .is(201);
    let page = format!("{}/removal", pages_of(&mut dana, "Spare").await);
    dana.get(&page).await.reads("Remove the key Spare?");
    let wrong = [("password", "wrong")];
    let refused = dana.touches(&mut blue, "remove_key", &page, &wrong).await;
    refused.is(422).reads("The password is not right");
    let right = [("password", PASSWORD)];
    dana.post(&page, &right).await.is(422);
    let other = dana.touches(&mut blue, "add_key", &page, &right).await;
    other.is(422).reads("an earlier request");
    dana.get(LIST).await.reads("Spare");
    let done = dana.touches(&mut blue, "remove_key", &page, &right).await;
    assert_eq!(done.leads_to(), LIST);
    let list = dana.get(LIST).await;
    list.reads("The key Spare was removed.");
    assert_eq!(list.every("[data-key-name]", "data-key-name"), ["Blue key"]);
    assert!(letters_say(&school, "dsl", "A security key was removed").await);
    assert!(school.wrote_down("security key removed").await.is_some());
    dana.get(&page).await.is(404);
}

async fn removing_the_last_key_says_what_is_lost(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let page = format!("{}/removal", pages_of(&mut dana, "Blue key").await);
    dana.get(&page)
        .await
        .reads("This is your last key")
        .reads("you cannot elevate your access");
    let right = [("password", PASSWORD)];
    let done = dana.touches(&mut blue, "remove_key", &page, &right).await;
    assert_eq!(done.leads_to(), LIST);
    dana.get(LIST).await.reads("not linked a security key yet");
    // The first key again: the password is enough.
    dana.links(&mut key(2), "Red key").await.is(201);
}

async fn removing_a_key_ends_what_it_opened_and_it_opens_nothing_more(school: School) {
    let (mut blue, mut spare) = (key(1), key(2));
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    dana.links_another(&mut blue, &mut spare, "Spare")
        .await
        .is(201);
    let mut by_spare = school.signed_in("dsl").await;
    by_spare.elevates_with(&mut spare).await.leads_to();
    dana.elevates_with(&mut blue).await.leads_to();
    let waiting = by_spare.is_asked("elevate").await.touched(&mut spare);
    let page = format!("{}/removal", pages_of(&mut dana, "Spare").await);
    let right = [("password", PASSWORD)];
    dana.touches(&mut blue, "remove_key", &page, &right)
        .await
        .leads_to();
    assert!(is_elevated(&mut dana).await, "by another key");
    assert!(!is_elevated(&mut by_spare).await);
    let refused = by_spare.posts_touch(&waiting, "/elevation", &[]).await;
    refused.is(422).reads("not linked to your account");
}

async fn another_persons_key_is_not_there(school: School) {
    let (mut blue, mut red) = (key(1), key(2));
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let mut dee = school.signed_in_with_a_key("deputy", &mut red).await;
    dee.elevates_with(&mut red).await.leads_to();
    let hers = pages_of(&mut dana, "Blue key").await;
    dee.get(&format!("{hers}/name")).await.is(404);
    dee.get(&format!("{hers}/removal")).await.is(404);
    let name = [("device_name", "Mine")];
    dee.post(&format!("{hers}/name"), &name).await.is(404);
    let page = format!("{hers}/removal");
    let right = [("password", PASSWORD)];
    let refused = dee.touches(&mut red, "remove_key", &page, &right).await;
    refused.is(404);
    dana.get(LIST).await.reads("Blue key");
}

async fn each_kind_of_key_stands_under_its_own_heading(school: School) {
    let (mut blue, mut laptop) = (key(1), SoftwareKey::passkey(2));
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let list = dana.get(LIST).await;
    list.reads("Have you got a spare?");
    let parts = [
        "Have you got a spare?",
        ">U2F Keys<",
        ">Passkeys<",
        ">Soft Keys<",
        ">USB Keys<",
        "data-register-dialog",
    ];
    let places = parts.map(|part| list.body.find(part).expect(part));
    assert!(places.is_sorted(), "{places:?}");

    let phone = school.links_soft_key("dsl", "Phone").await;
    let begun = json!({"code": phone.code(&school, 0), "passkey": true});
    let begun = dana.begins_to_link("Laptop", begun).await;
    dana.finishes_linking(&begun, &mut laptop).await.is(201);
    let list = dana.get(LIST).await;
    list.never_says("Have you got a spare?");
    for (label, name) in [
        ("Your U2F keys", "Blue key"),
        ("Your passkeys", "Laptop"),
        ("Your soft keys", "Phone"),
    ] {
        let rows = format!("table[aria-label='{label}'] tr[data-key-name]");
        assert_eq!(list.every(&rows, "data-key-name"), [name]);
    }
    assert_eq!(list.every("table", "aria-label").len(), 3);
}

async fn a_kind_that_opens_nothing_says_so(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    dana.get(LIST)
        .await
        .never_says("does not let")
        .never_says("does not use");
    school.admits_only("dsl", "soft_keys").await;
    let list = dana.get(LIST).await;
    list.reads("does not let U2F keys elevate your access. Those below open nothing.")
        .reads("does not use passkeys.")
        .reads("does not let USB keys elevate your access.")
        .never_says("does not let soft keys");
    // Every kind can be linked still, but passkeys, which are not used at all.
    for kind in ["U2F key", "soft key", "USB key"] {
        list.reads(&format!("Register a new {kind}"));
    }
}
