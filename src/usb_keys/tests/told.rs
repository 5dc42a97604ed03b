//! What is told of a USB key: to its person, and to whoever looks after the school's keys.

use super::{PUBLIC_ID, is_elevated, links, press, stocks, with_yubico, yubico_line};
use crate::key_policy::Policy;
use crate::testing::school::PASSWORD;
use crate::testing::{School, on_both_databases};

on_both_databases! {
    a_user_group_without_usb_keys_is_warned
    what_is_said_of_a_key_that_was_linked_is_true
    the_schools_keys_tell_its_serial_number
}

async fn a_user_group_without_usb_keys_is_warned(school: School) {
    let mut dana = with_yubico(&school, "dsl").await;
    school.admits_only("dsl", "u2f_keys soft_keys").await;
    dana.get("/account/usb-keys/new")
        .await
        .reads("Your user group does not let USB keys elevate your access");
    dana.enters(&press(PUBLIC_ID, 2, 0))
        .await
        .is(422)
        .reads("does not let this kind of key elevate");
    assert!(!is_elevated(&mut dana).await);
}

async fn what_is_said_of_a_key_that_was_linked_is_true(school: School) {
    let second = yubico_line("508327", "vvgutbiedkvj");
    let file = format!("{}{second}", yubico_line("508326", PUBLIC_ID));
    stocks(&school, &file).await;
    for address in ["dsl", "deputy"] {
        school.gives_password(address).await;
    }
    let proof = [("password", PASSWORD)];
    school.admits_only("dsl", "u2f_keys soft_keys").await;
    let mut dana = school.signed_in("dsl").await;
    let otp = press(PUBLIC_ID, 1, 0);
    links(&mut dana, "Ring", &otp, &proof).await.leads_to();
    dana.get("/account/security-keys")
        .await
        .reads("The key Ring is linked to your account. It opens nothing")
        .reads("your user group does not let USB keys elevate your access")
        .never_says("Its next code elevates");
    // The time to link a second key is over.
    let two = Policy {
        keys_min: 2,
        grace_days: 0,
        ..Policy::default()
    };
    school.asks("Deputy DSL", two).await;
    let mut dee = school.signed_in("deputy").await;
    dee.get("/dashboard").await;
    let otp = press("vvgutbiedkvj", 1, 0);
    links(&mut dee, "Ring", &otp, &proof).await.leads_to();
    dee.get("/account/security-keys")
        .await
        .reads("The key Ring is linked to your account. It elevates your access once you hold 2")
        .never_says("Its next code elevates");
}

async fn the_schools_keys_tell_its_serial_number(school: School) {
    with_yubico(&school, "dsl").await;
    let mut ada = school.elevated("admin").await;
    ada.get("/keys")
        .await
        .reads("Ring (USB key, Yubico OTP, serial number 508326)");
    let file = ada.post("/keys/export", &[]).await.body;
    assert!(file.contains(",Ring,USB key,Yubico OTP,508326,"), "{file}");
    let page = format!("/people/{}/security-keys", school.person("dsl").await);
    ada.get(&page)
        .await
        .reads("Ring USB key, Yubico OTP 508326");
}
