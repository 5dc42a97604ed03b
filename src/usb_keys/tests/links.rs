//! Linking a key of the stock, and what becomes of it when its holder gives it up.

use super::{
    AES, PRIVATE_ID, PUBLIC_ID, SECRETS, SEED, code, hotp_line, is_elevated, links, log, press,
    sends, stocks, twice, with_yubico, yubico_line,
};
use keyward_codes::yubico::AesKey;

use crate::testing::school::PASSWORD;
use crate::testing::{School, on_both_databases};

on_both_databases! {
    a_lead_links_a_key_by_pressing_it
    a_key_that_types_digits_is_linked_by_its_serial_number_and_two_codes
    a_key_that_is_not_in_stock_and_a_wrong_code_are_told_in_the_same_words
    a_further_key_needs_one_that_is_linked_already
    nobody_links_the_key_of_somebody_else
    a_key_that_was_handed_to_somebody_else_is_theirs
    a_key_of_another_schools_stock_is_not_accepted
    a_key_that_was_given_up_is_released_and_its_old_codes_stay_used
    what_is_linked_is_sealed
    a_first_key_that_waits_for_approval_opens_nothing
    a_code_that_was_read_by_another_school_is_none_here
}

const UNKNOWN: &str = "This is no key of your school's stock, or its code is not right";

async fn a_lead_links_a_key_by_pressing_it(school: School) {
    stocks(&school, &yubico_line("508326", PUBLIC_ID)).await;
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    dana.get("/account/security-keys")
        .await
        .reads("Register a new USB key");
    dana.get("/account/usb-keys/new")
        .await
        .is(200)
        .reads("Press your key’s button in this field");
    let otp = press(PUBLIC_ID, 1, 0);
    for (name, proof, words) in [
        ("Ring", "", "Enter your Keyward password"),
        ("Ring", "wrong password", "not right"),
        ("", PASSWORD, "Enter a name for it"),
    ] {
        let refused = links(&mut dana, name, &otp, &[("password", proof)]).await;
        refused.is(422).reads(words).never_says(&otp);
    }
    let proof = [("password", PASSWORD)];
    links(&mut dana, "Ring", "", &proof)
        .await
        .is(422)
        .reads("Click into this field and press your key's button");
    let linked = links(&mut dana, "Ring", &format!("{otp}\r\n"), &proof).await;
    assert_eq!(linked.leads_to(), "/account/security-keys");
    let list = dana.get("/account/security-keys").await;
    list.reads("The key Ring is linked to your account")
        .reads("Ring");
    assert_eq!(list.every("table", "aria-label"), ["Your USB keys"]);
    let written = school
        .wrote_down("security key linked")
        .await
        .expect("written");
    assert!(
        written.contains("serial: 508326; public ID: vvgutbiedkvi"),
        "{written}"
    );
    let letters = school.letters_to("dsl").await;
    assert!(
        letters
            .iter()
            .any(|letter| letter.contains("security key \"Ring\" was added"))
    );
    let mut ada = school.elevated("admin").await;
    ada.get("/keys/stock")
        .await
        .reads("1 in stock, 0 of them free.")
        .reads("Dana Lead")
        .reads("In use");

    dana.enters(&otp).await.is(422).reads("used already");
    assert!(
        !is_elevated(&mut dana).await,
        "the code that linked it is used"
    );
    dana.enters(&press(PUBLIC_ID, 1, 1)).await.leads_to();
    assert!(is_elevated(&mut dana).await);
}

async fn a_key_that_types_digits_is_linked_by_its_serial_number_and_two_codes(school: School) {
    // Pressed five hundred times to try it out.
    stocks(&school, &hotp_line("1382042", 16)).await;
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    let proof = [("password", PASSWORD)];
    links(&mut dana, "Token", &twice(500), &proof)
        .await
        .is(422)
        .reads("Enter the serial number that is printed on the key");
    let proof = [("password", PASSWORD), ("serial", " 138 2042 ")];
    links(&mut dana, "Token", &code(500), &proof)
        .await
        .is(422)
        .reads("press its button twice");
    let apart = format!("{}\n{}", code(500), code(502));
    for wrong in [apart, twice(3), twice(1_100)] {
        let refused = links(&mut dana, "Token", &wrong, &proof).await;
        refused.is(422).reads(UNKNOWN);
    }
    links(&mut dana, "Token", &twice(500), &proof)
        .await
        .leads_to();
    for used in [500, 501] {
        dana.enters(&code(used)).await.is(422).reads("used already");
    }
    dana.enters(&code(502)).await.leads_to();
    assert!(is_elevated(&mut dana).await);
}

async fn a_key_that_is_not_in_stock_and_a_wrong_code_are_told_in_the_same_words(school: School) {
    stocks(
        &school,
        &format!("{}{}", yubico_line("1", PUBLIC_ID), hotp_line("2", 0)),
    )
    .await;
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    let broken = press(PUBLIC_ID, 1, 0);
    let broken = format!("{PUBLIC_ID}{}", "c".repeat(broken.len() - PUBLIC_ID.len()));
    let proof = [("password", PASSWORD)];
    let key = AesKey::from_hex(AES).expect("a key");
    let forged = keyward_codes::yubico::press(PUBLIC_ID, [7; 6], &key, 1, 0);
    for codes in [press("vvgutbiedkvj", 1, 0), broken, forged] {
        let refused = links(&mut dana, "Ring", &codes, &proof).await;
        refused.is(422).reads(UNKNOWN).never_says(&codes);
    }
    let form = [("password", PASSWORD), ("serial", "3")];
    links(&mut dana, "Ring", &twice(0), &form)
        .await
        .is(422)
        .reads(UNKNOWN);
    let form = [("password", PASSWORD), ("serial", "2")];
    links(&mut dana, "Ring", &twice(5_000), &form)
        .await
        .is(422)
        .reads(UNKNOWN);
    links(&mut dana, "Ring", &twice(0), &form)
        .await
        .is(422)
        .reads("Too many codes were wrong");
}

async fn a_further_key_needs_one_that_is_linked_already(school: School) {
    let mut dana = with_yubico(&school, "dsl").await;
    stocks(&school, &hotp_line("1382042", 0)).await;
    let form = [("serial", "1382042"), ("password", PASSWORD)];
    links(&mut dana, "Token", &twice(0), &form).await.is(422);
    let wrong = [("serial", "1382042"), ("code", "123456")];
    links(&mut dana, "Token", &twice(0), &wrong)
        .await
        .is(422)
        .reads("That code is not right");
    let otp = press(PUBLIC_ID, 1, 1);
    let form = [("serial", "1382042"), ("code", otp.as_str())];
    links(&mut dana, "ring", &twice(0), &form)
        .await
        .is(422)
        .reads("You already have a key with this name");
    links(&mut dana, "Token", &twice(0), &form).await.leads_to();
    dana.enters(&code(2)).await.leads_to();
}

async fn nobody_links_the_key_of_somebody_else(school: School) {
    let mut dana = with_yubico(&school, "dsl").await;
    school.gives_password("deputy").await;
    let mut dee = school.signed_in("deputy").await;
    let proof = [("password", PASSWORD)];
    links(&mut dee, "Mine", &press(PUBLIC_ID, 2, 0), &proof)
        .await
        .is(422)
        .reads("This key is linked to another account");
    let used = press(PUBLIC_ID, 2, 1);
    let again = [("code", used.as_str())];
    links(&mut dana, "Twice", &press(PUBLIC_ID, 2, 2), &again)
        .await
        .is(422)
        .reads("This key is already linked to your account");
}

async fn a_key_that_was_handed_to_somebody_else_is_theirs(school: School) {
    stocks(&school, &yubico_line("508326", PUBLIC_ID)).await;
    let dee = school.person("deputy").await.0;
    let mut ada = school.elevated("admin").await;
    let form = [
        ("person", dee.as_str()),
        ("serial", "508 326"),
        ("model", ""),
    ];
    ada.post("/keys/handed-out", &form).await.leads_to();
    for (address, status) in [("dsl", 422), ("deputy", 303)] {
        school.gives_password(address).await;
        let mut visitor = school.signed_in(address).await;
        let proof = [("password", PASSWORD)];
        let answer = links(&mut visitor, "Ring", &press(PUBLIC_ID, 1, 0), &proof).await;
        answer.is(status);
        if status == 422 {
            answer.reads("This key was handed out to somebody else");
        }
    }
}

async fn a_key_of_another_schools_stock_is_not_accepted(school: School) {
    let mut lee = school.neighbours_administrator().await;
    let file = format!(
        "{}{}",
        yubico_line("508326", PUBLIC_ID),
        hotp_line("1382042", 0)
    );
    sends(&mut lee, file.as_bytes()).await.leads_to();
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    let proof = [("password", PASSWORD), ("serial", "1382042")];
    for codes in [press(PUBLIC_ID, 1, 0), twice(0)] {
        links(&mut dana, "Ring", &codes, &proof)
            .await
            .is(422)
            .reads(UNKNOWN);
    }
}

async fn a_code_that_was_read_by_another_school_is_none_here(school: School) {
    let mut dana = with_yubico(&school, "dsl").await;
    let mut lee = school.neighbours_administrator().await;
    lee.enters(&press(PUBLIC_ID, 3, 0)).await.is(422);
    dana.enters(&press(PUBLIC_ID, 3, 0)).await.leads_to();
}

async fn a_key_that_was_given_up_is_released_and_its_old_codes_stay_used(school: School) {
    let mut dana = with_yubico(&school, "dsl").await;
    let mut ada = school.elevated("admin").await;
    let list = ada.get("/keys/stock").await;
    assert!(list.every("a[href$='/release']", "href").is_empty());
    let last = press(PUBLIC_ID, 9, 9);
    let removal = dana.removals().await.remove(0);
    let form = [("password", PASSWORD), ("code", last.as_str())];
    dana.post(&removal, &form).await.leads_to();

    // Still nobody else's, until an administrator says so.
    school.gives_password("deputy").await;
    let mut dee = school.signed_in("deputy").await;
    let proof = [("password", PASSWORD)];
    let refused = links(&mut dee, "Ring", &press(PUBLIC_ID, 10, 0), &proof).await;
    refused
        .is(422)
        .reads("This key is linked to another account");
    let list = ada.get("/keys/stock").await;
    list.reads("when the key was removed from their account");
    let release = list.every("a[href$='/release']", "href").remove(0);
    ada.get(&release)
        .await
        .reads("It was linked to Dana Lead")
        .reads("no code that was used before works again");
    let mut dee_tries = school.elevated("dsl").await;
    dee_tries.post(&release, &[]).await.is(404);
    ada.post(&release, &[]).await.leads_to();
    ada.post(&release, &[]).await.is(404);
    assert!(school.wrote_down("USB key released").await.is_some());

    for old in [last.clone(), press(PUBLIC_ID, 9, 8)] {
        let refused = links(&mut dee, "Ring", &old, &proof).await;
        refused
            .is(422)
            .reads("was typed before one that was used already");
    }
    // Nor after it left the stock and came back from the same file.
    let list = ada.get("/keys/stock").await;
    let removal = list.every("a[href$='/removal']", "href").remove(0);
    ada.post(&removal, &[]).await.leads_to();
    stocks(&school, &yubico_line("508326", PUBLIC_ID)).await;
    let refused = links(&mut dee, "Ring", &last, &proof).await;
    refused
        .is(422)
        .reads("was typed before one that was used already");
    school.clock.advance_seconds(3_600);
    let mut dee = school.signed_in("deputy").await;
    links(&mut dee, "Ring", &press(PUBLIC_ID, 10, 0), &proof)
        .await
        .leads_to();
    dee.enters(&press(PUBLIC_ID, 10, 1)).await.leads_to();
    let mut dana = school.signed_in("dsl").await;
    dana.enters(&press(PUBLIC_ID, 10, 2)).await.is(422);
}

async fn what_is_linked_is_sealed(school: School) {
    let mut dana = with_yubico(&school, "dsl").await;
    let otp = press(PUBLIC_ID, 1, 1);
    dana.enters(&otp).await.leads_to();
    let sealed = school
        .app
        .db()
        .read(|tx| tx.all(SECRETS, &keyward_db::params![], |row| row.get::<Vec<u8>>(0)));
    let sealed = sealed.await.expect("read");
    assert_eq!(sealed.len(), 1);
    let written = log(&school).await;
    let letters = school.letters_to("dsl").await.concat();
    for secret in [AES, PRIVATE_ID, SEED] {
        let bytes = data_encoding::HEXLOWER
            .decode(secret.as_bytes())
            .expect("hex");
        let holds = |part: &[u8]| sealed[0].windows(part.len()).any(|it| it == part);
        assert!(!holds(secret.as_bytes()) && !holds(&bytes));
        assert!(!written.contains(secret) && !letters.contains(secret));
    }
    assert!(!written.contains(&otp[PUBLIC_ID.len()..]));
}

async fn a_first_key_that_waits_for_approval_opens_nothing(school: School) {
    stocks(&school, &yubico_line("508326", PUBLIC_ID)).await;
    school.gives_password("dsl").await;
    school.admits_only("dsl", "u2f_keys usb_keys").await;
    let asked = school
        .app
        .db()
        .write(|tx| tx.execute(super::APPROVED_FIRST, &[]));
    assert!(asked.await.expect("written") > 0);
    let mut dana = school.signed_in("dsl").await;
    dana.get("/account/usb-keys/new")
        .await
        .reads("somebody else at your school approves it");
    let proof = [("password", PASSWORD)];
    links(&mut dana, "Ring", &press(PUBLIC_ID, 1, 0), &proof)
        .await
        .leads_to();
    dana.get("/account/security-keys")
        .await
        .reads("It opens nothing until somebody else has approved it.");
    dana.enters(&press(PUBLIC_ID, 1, 1)).await.is(422);
    assert!(!is_elevated(&mut dana).await);
}
