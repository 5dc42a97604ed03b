//! Passkeys on the person's own device: linked, touched beside other keys, copied to other devices.

use super::*;
use crate::testing::on_both_databases;
use crate::testing::school::{ORIGIN, PASSWORD};
use crate::testing::software_key::NoAnswer;
use crate::testing::with_passkey::Asks;
use serde_json::json;

on_both_databases! {
    a_passkey_is_linked_with_its_holders_finger_and_elevates
    a_passkey_and_a_u2f_key_of_one_person_both_elevate
    a_passkey_that_a_cloud_account_copies_is_refused_unless_the_school_lets_it_in
    a_passkey_that_is_copied_later_stays_and_one_that_changes_its_nature_does_not
    where_passkeys_are_not_used_the_page_says_so_and_none_is_linked
    a_passkey_that_was_not_given_its_finger_is_not_linked
}

async fn a_passkey_is_linked_with_its_holders_finger_and_elevates(school: School) {
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    dana.get(LIST)
        .await
        .reads("Passkeys")
        .reads("Register a new passkey");
    let proof = json!({"password": PASSWORD, "passkey": true});
    let begun = dana.begins_to_link("School laptop", proof).await;
    let options = begun.json()["publicKey"].clone();
    let selection = &options["authenticatorSelection"];
    assert_eq!(selection["residentKey"], "required");
    assert_eq!(selection["requireResidentKey"], true);
    assert_eq!(selection["userVerification"], "required");
    assert!(selection["authenticatorAttachment"].is_null(), "{options}");
    assert_eq!(options["attestation"].as_str().unwrap_or("none"), "none");
    assert_eq!(
        key(9).register(&options, ORIGIN),
        Err(NoAnswer::NotAllowed),
        "a U2F key keeps no passkey"
    );
    let mut laptop = SoftwareKey::passkey(1);
    let linked = dana.finishes_linking(&begun, &mut laptop).await;
    linked.is(201);
    assert_eq!(
        linked.json()["message"],
        "Successfully added new passkey. You can now close this window"
    );
    let list = dana.get(LIST).await;
    list.reads("School laptop");
    assert_eq!(list.every("table", "aria-label"), ["Your passkeys"]);
    let entry = school.wrote_down("security key linked").await;
    let entry = entry.expect("an entry");
    assert!(entry.contains("kind: passkey"), "{entry}");
    assert!(
        letters_say(
            &school,
            "dsl",
            "\"School laptop\" was added to your account"
        )
        .await
    );

    assert!(!is_elevated(&mut dana).await);
    let elevated = dana.elevates_with(&mut laptop).await;
    assert_eq!(elevated.leads_to(), "/dashboard");
    assert!(is_elevated(&mut dana).await);
    let entry = school.wrote_down("access elevated").await;
    let entry = entry.expect("an entry");
    assert!(entry.contains("kind: passkey; PIN given: true"), "{entry}");
}

async fn a_passkey_and_a_u2f_key_of_one_person_both_elevate(school: School) {
    let (mut blue, mut laptop) = (key(1), SoftwareKey::passkey(2));
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let wish = json!({"passkey": true});
    let begun = dana
        .begins_to_link_another(&mut blue, "School laptop", wish)
        .await;
    dana.finishes_linking(&begun, &mut laptop).await.is(201);
    let asked = dana.is_asked("elevate").await;
    let allowed = &asked.options["allowCredentials"];
    let ways = allowed.as_array().expect("a list").iter();
    let ways: Vec<_> = ways.map(|key| key["transports"].clone()).collect();
    assert!(ways.contains(&json!(["usb", "nfc"])), "{allowed}");
    assert!(ways.contains(&json!(["hybrid", "internal"])), "{allowed}");
    assert_eq!(asked.options["userVerification"], "preferred");
    assert_eq!(
        asked.options["hints"],
        json!([]),
        "neither is pushed forward"
    );
    for key in [&mut blue, &mut laptop] {
        assert_eq!(dana.elevates_with(key).await.leads_to(), "/dashboard");
        dana.post("/elevation/end", &[]).await.leads_to();
    }
    // Without the finger it is nobody's.
    laptop.bent.flags_turned = 0x04;
    let refused = dana.elevates_with(&mut laptop).await;
    refused.is(422);
    assert!(!is_elevated(&mut dana).await);
    let why = school.wrote_down("security key refused").await;
    assert!(why.expect("an entry").contains("because: pin_missing"));
}

async fn a_passkey_that_a_cloud_account_copies_is_refused_unless_the_school_lets_it_in(
    school: School,
) {
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    let mut cloud = SoftwareKey::passkey(1).synced(true);
    let refused = dana.links_passkey(&mut cloud, "My phone").await;
    let (code, words) = told(&refused);
    assert_eq!(code, "synced");
    assert!(words.contains("lets in only what stays on one device"));
    dana.get(LIST).await.never_says("My phone");

    let lets_in = Asks {
        synced: true,
        ..Asks::default()
    };
    school.group_asks("DSL", lets_in).await;
    dana.links_passkey(&mut cloud, "My phone").await.is(201);
    assert_eq!(
        dana.elevates_with(&mut cloud).await.leads_to(),
        "/dashboard"
    );
    // The next request knows that the school has thought again.
    school.group_asks("DSL", Asks::default()).await;
    assert!(!is_elevated(&mut dana).await);
    let refused = dana.elevates_with(&mut cloud).await;
    refused.is(422).reads("through a cloud account");
}

async fn a_passkey_that_is_copied_later_stays_and_one_that_changes_its_nature_does_not(
    school: School,
) {
    let lets_in = Asks {
        synced: true,
        ..Asks::default()
    };
    school.group_asks("DSL", lets_in).await;
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    let mut phone = SoftwareKey::passkey(1).synced(false);
    dana.links_passkey(&mut phone, "My phone").await.is(201);
    for is_copied in [true, true, false, true] {
        phone = phone.synced(is_copied);
        assert_eq!(
            dana.elevates_with(&mut phone).await.leads_to(),
            "/dashboard"
        );
        dana.post("/elevation/end", &[]).await.leads_to();
    }
    phone.bent.flags_turned = 0x18;
    let refused = dana.elevates_with(&mut phone).await;
    refused
        .is(422)
        .reads("no longer describes itself as it did when you set it up");
    // Nor may one that stayed on its device say that it can be copied now.
    let (mut deputys, asks) = (SoftwareKey::passkey(2), Asks::default());
    school.group_asks("Deputy DSL", asks).await;
    school.gives_password("deputy").await;
    let mut dee = school.signed_in("deputy").await;
    dee.links_passkey(&mut deputys, "My phone").await.is(201);
    deputys = deputys.synced(true);
    let refused = dee.elevates_with(&mut deputys).await;
    refused.is(422).reads("no longer describes itself");
    assert!(!is_elevated(&mut dee).await);
}

async fn where_passkeys_are_not_used_the_page_says_so_and_none_is_linked(school: School) {
    let mut laptop = SoftwareKey::passkey(1);
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    let proof = json!({"password": PASSWORD, "passkey": true});
    let begun = dana.begins_to_link("School laptop", proof.clone()).await;
    let no_passkeys = || Asks {
        kinds: "u2f_keys",
        sign_in: false,
        ..Asks::default()
    };
    school.group_asks("DSL", no_passkeys()).await;
    let list = dana.get(LIST).await;
    list.reads("Your user group does not use passkeys.")
        .never_says("data-register-key=passkey");
    let late = dana.finishes_linking(&begun, &mut laptop).await;
    assert_eq!(told(&late).0, "kind_not_admitted", "it was begun before");
    let refused = dana.begins_to_link("School laptop", proof).await;
    assert_eq!(told(&refused).0, "kind_not_admitted");

    // One that is there already opens nothing any more, at the next request.
    school.group_asks("DSL", Asks::default()).await;
    dana.links_passkey(&mut laptop, "School laptop")
        .await
        .is(201);
    dana.elevates_with(&mut laptop).await.leads_to();
    school.group_asks("DSL", no_passkeys()).await;
    assert!(!is_elevated(&mut dana).await);
    dana.get(LIST).await.reads("Those below open nothing.");
    let refused = dana.elevates_with(&mut laptop).await;
    refused.is(422).reads("does not let this kind of key");
}

async fn a_passkey_that_was_not_given_its_finger_is_not_linked(school: School) {
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    let mut laptop = SoftwareKey::passkey(1).bent(|bent| bent.flags_turned = 0x04);
    let refused = dana.links_passkey(&mut laptop, "My phone").await;
    assert_eq!(told(&refused).0, "pin_missing");
    dana.get(LIST).await.never_says("My phone");
}
