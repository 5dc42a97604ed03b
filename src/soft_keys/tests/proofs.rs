//! What proves who it is that sets an app up, and what their user groups say to it.

use keyward_db::params;

use super::begun::{BY_PASSWORD, Begun, LIST, NEW, SETUP, begins, begun, newcomer};
use super::is_elevated;
use crate::testing::school::PASSWORD;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{School, on_both_databases};

on_both_databases! {
    somebody_sets_several_apps_up_each_proven_by_a_key_that_is_there
    a_touch_proves_it_too
    a_printed_code_is_used_up_by_the_app
    a_first_app_that_waits_for_approval_opens_nothing
    a_user_group_without_soft_keys_is_warned
}

keyward_db::statements! {
    /// How a first key is come by.
    FIRST_KEY = "UPDATE group_policy SET first_key = $1";
    /// How many printed codes are used up.
    USED_UP = "SELECT COUNT(*) FROM enrolment_code WHERE used_at IS NOT NULL";
}

async fn somebody_sets_several_apps_up_each_proven_by_a_key_that_is_there(school: School) {
    let mut dana = newcomer(&school, "dsl").await;
    let phone = begun(&mut dana, "Phone", BY_PASSWORD).await;
    let code = phone.app.code(&school, -1);
    phone.confirms(&mut dana, &code).await.leads_to();
    begins(&mut dana, "Tablet", BY_PASSWORD).await.is(422);
    begins(&mut dana, "Tablet", &[("code", "123456")])
        .await
        .is(422)
        .reads("That code is not right");
    let proof = phone.app.code(&school, 0);
    let tablet = begun(&mut dana, "Tablet", &[("code", &proof)]).await;
    assert_ne!(phone.app.0.as_bytes(), tablet.app.0.as_bytes());
    let code = tablet.app.code(&school, 0);
    tablet.confirms(&mut dana, &code).await.leads_to();
    for app in [&phone.app, &tablet.app] {
        dana.enters(&app.code(&school, 1)).await.leads_to();
    }
    let entry = school.wrote_down("security key linked").await;
    assert!(entry.expect("an entry").contains("proven by: a key"));
}

async fn a_touch_proves_it_too(school: School) {
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let page = dana.get(NEW).await;
    assert_eq!(
        page.every("form[data-touch]", "data-touch"),
        ["add_key"],
        "the script asks for the touch"
    );
    begins(&mut dana, "Phone", BY_PASSWORD).await.is(422);
    let form = [("device_name", "Phone")];
    let begun = dana.touches(&mut blue, "add_key", SETUP, &form).await;
    assert_eq!(begun.leads_to(), SETUP);
    let begun = Begun::read(&dana.get(SETUP).await);
    let code = begun.app.code(&school, 0);
    begun.confirms(&mut dana, &code).await.leads_to();
    let list = dana.get(LIST).await;
    assert_eq!(
        list.every("table", "aria-label"),
        ["Your U2F keys", "Your soft keys"]
    );
}

async fn a_printed_code_is_used_up_by_the_app(school: School) {
    school.admits_only("staff", "u2f_keys soft_keys").await;
    asks_first_key(&school, "with_code").await;
    let mut ada = school.elevated("admin").await;
    let sam = school.person("staff").await;
    let page = format!("/people/{sam}/security-keys/enrolment-code");
    let sheet = ada.post(&page, &[]).await.text();
    let is_code = |word: &&str| word.len() == 19 && word.matches('-').count() == 3;
    let printed = sheet.split(' ').find(is_code).expect("a code");
    let mut sam = newcomer(&school, "staff").await;
    sam.get(NEW).await.reads("Enrolment code");
    begins(&mut sam, "Phone", BY_PASSWORD)
        .await
        .is(422)
        .reads("Enter the enrolment code");
    let proof = [("password", PASSWORD), ("enrolment_code", printed)];
    let first = begun(&mut sam, "Phone", &proof).await;
    // Not by beginning, for the app may never be set up.
    let second = begun(&mut sam, "Phone", &proof).await;
    let code = first.app.code(&school, 0);
    first.confirms(&mut sam, &code).await.is(422);
    assert_eq!(used_up(&school).await, 0);
    let code = second.app.code(&school, 0);
    second.confirms(&mut sam, &code).await.leads_to();
    assert_eq!(used_up(&school).await, 1);
    let entry = school.wrote_down("security key linked").await;
    let entry = entry.expect("an entry");
    assert!(entry.contains("password and enrolment code"), "{entry}");
    assert!(!entry.contains(printed));
}

async fn used_up(school: &School) -> i64 {
    let counted = school
        .app
        .db()
        .read(|tx| tx.one(USED_UP, &params![], |row| row.get(0)));
    counted.await.expect("read").expect("a number")
}

async fn asks_first_key(school: &School, way: &'static str) {
    let asked = school
        .app
        .db()
        .write(move |tx| tx.execute(FIRST_KEY, &params![way]));
    assert!(asked.await.expect("written") > 0);
}

async fn a_first_app_that_waits_for_approval_opens_nothing(school: School) {
    school.admits_only("dsl", "u2f_keys soft_keys").await;
    asks_first_key(&school, "approved").await;
    let mut dana = newcomer(&school, "dsl").await;
    dana.get(NEW)
        .await
        .reads("somebody else at your school approves it");
    let begun = begun(&mut dana, "Phone", BY_PASSWORD).await;
    let code = begun.app.code(&school, 0);
    begun.confirms(&mut dana, &code).await.leads_to();
    dana.get(LIST)
        .await
        .reads("It opens nothing until somebody at your school has approved it")
        .reads("Phone waits for approval");
    dana.enters(&begun.app.code(&school, 1)).await.is(422);
    assert!(!is_elevated(&mut dana).await);
    let letters = school.letters_to("deputy").await.concat();
    assert!(
        letters.contains("first security key waits"),
        "whoever can approve it is told"
    );
    let mut dee = school.elevated("deputy").await;
    let waiting = dee.get("/approvals").await;
    waiting.reads("Phone, soft key");
    let approval = waiting
        .every("form[action$='/approval']", "action")
        .concat();
    dee.post(&approval, &[]).await.leads_to();
    school.clock.advance_seconds(60);
    dana.enters(&begun.app.code(&school, 0)).await.leads_to();
}

async fn a_user_group_without_soft_keys_is_warned(school: School) {
    school.admits_only("dsl", "u2f_keys usb_keys").await;
    let mut dana = newcomer(&school, "dsl").await;
    dana.get(LIST)
        .await
        .reads("Your user group does not let soft keys elevate your access.");
    dana.get(NEW)
        .await
        .reads("Your user group does not let soft keys elevate your access");
    let begun = begun(&mut dana, "Phone", BY_PASSWORD).await;
    let wrong = begun.app.wrong_code(&school);
    for _ in 0..3 {
        begun.confirms(&mut dana, &wrong).await.is(422);
    }
    let code = begun.app.code(&school, 0);
    begun.confirms(&mut dana, &code).await.leads_to();
    dana.get(LIST)
        .await
        .reads("Successfully added new soft key")
        .reads("Those below open nothing.")
        .never_says("The next code that it shows");
    // It forgets no wrong codes: the four before this one count.
    dana.enters(&wrong).await.is(422).reads("not right");
    dana.enters(&wrong).await.is(422).reads("Wait a minute");
    assert!(!is_elevated(&mut dana).await);
}
