//! The stock, as administrators meet it.

use super::{AES, PRIVATE_ID, PUBLIC_ID, SEED, hotp_line, log, sends, stocked, yubico_line};
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{School, on_both_databases};

on_both_databases! {
    an_administrator_imports_a_file_and_sees_what_is_free
    the_same_file_with_more_lines_brings_in_what_is_new
    while_one_line_is_wrong_nothing_is_imported
    a_file_that_is_none_gets_words
    a_key_is_typed_by_hand_and_its_secrets_are_not_shown_again
    what_elevated_access_kept_of_a_form_holds_no_secret
    a_free_key_is_removed_and_can_come_back
    secrets_stand_nowhere_in_the_open
    only_who_manages_people_sees_the_stock
    a_key_of_another_school_is_not_there
}

async fn an_administrator_imports_a_file_and_sees_what_is_free(school: School) {
    let mut ada = school.elevated("admin").await;
    ada.get("/keys/stock")
        .await
        .reads("There are no USB keys in stock.");
    ada.get("/keys/stock/imports/new").await.is(200);
    let file = format!(
        "# keys\n{}{}",
        yubico_line("508326", PUBLIC_ID),
        hotp_line("1382042", 0)
    );
    let sent = sends(&mut ada, file.as_bytes()).await;
    assert_eq!(sent.leads_to(), "/keys/stock");
    ada.get("/keys/stock")
        .await
        .reads("2 keys were imported.")
        .reads("2 in stock, 2 of them free.")
        .reads("508326 Yubico OTP vvgutbiedkvi…")
        .reads("1382042 OATH-HOTP")
        .reads("Free");
    let written = school.wrote_down("USB key added to stock").await;
    assert_eq!(
        written.as_deref(),
        Some("kind: OATH-HOTP; serial: 1382042; public ID: 1382042")
    );
}

async fn the_same_file_with_more_lines_brings_in_what_is_new(school: School) {
    let mut ada = school.elevated("admin").await;
    let first = yubico_line("508326", PUBLIC_ID);
    sends(&mut ada, first.as_bytes()).await.leads_to();
    let more = format!("LOGGING START,today\n{first}{}", hotp_line("1382042", 16));
    sends(&mut ada, more.as_bytes()).await.leads_to();
    ada.get("/keys/stock")
        .await
        .reads("1 key was imported. 1 was in stock already. 1 line was about something else.");
    sends(&mut ada, more.as_bytes()).await.leads_to();
    ada.get("/keys/stock")
        .await
        .reads("No key was new. 2 were in stock already.");
    assert_eq!(
        stocked(&school).await,
        ["1382042 1382042", "508326 vvgutbiedkvi"]
    );
}

async fn while_one_line_is_wrong_nothing_is_imported(school: School) {
    let mut ada = school.elevated("admin").await;
    let right = yubico_line("508326", PUBLIC_ID);
    let wrong = yubico_line("508327", "vvgutbiedkvj").replace(PRIVATE_ID, "8792ebfe26");
    let page = sends(&mut ada, format!("{right}{wrong}").as_bytes()).await;
    page.is(422)
        .reads("1 thing in this file is wrong. Nothing was imported.")
        .reads("2 Private ID a private ID is 12 digits and letters")
        .never_says("8792ebfe26")
        .never_says(AES);
    assert!(page.body.contains("<title>Error: Import USB keys"));
    assert!(stocked(&school).await.is_empty());

    sends(&mut ada, right.as_bytes()).await.leads_to();
    let anew = right.replace(AES, "00000000000000000000000000000000");
    let file = format!("{}{anew}", hotp_line("1382042", 0));
    sends(&mut ada, file.as_bytes())
        .await
        .is(422)
        .reads("2 another key of this identity is in stock");
    assert_eq!(stocked(&school).await.len(), 1);
}

async fn a_file_that_is_none_gets_words(school: School) {
    let mut ada = school.elevated("admin").await;
    for (file, words) in [
        (&b""[..], "There is no key in this file"),
        (b"Name,Surname\n1,2", "Is it the right file?"),
        (b"PK\x03\x04", "Is it the right file?"),
        (&vec![b'#'; 2 * 1024 * 1024], "larger than 1 MB"),
    ] {
        sends(&mut ada, file).await.is(422).reads(words);
    }
    let elsewhere = ada.get("/keys/stock/imports").await;
    assert_eq!(elsewhere.leads_to(), "/keys/stock/imports/new");
}

async fn a_key_is_typed_by_hand_and_its_secrets_are_not_shown_again(school: School) {
    let mut ada = school.elevated("admin").await;
    ada.get("/keys/stock/new").await.is(200);
    let typed = [
        ("kind", "yubico_otp"),
        ("serial", "508326"),
        ("public_id", "vvgutbiedkv"),
        ("secret_id", PRIVATE_ID),
        ("secret_aes", AES),
    ];
    ada.post("/keys/stock", &typed)
        .await
        .is(422)
        .reads("Public ID: a public ID is 2 to 32 of the letters")
        .never_says(PRIVATE_ID)
        .never_says(AES);
    ada.post("/keys/stock", &[("serial", "508326")])
        .await
        .is(422)
        .reads("Choose what the key types");
    let right = typed.map(|(name, value)| match name {
        "public_id" => (name, PUBLIC_ID),
        _ => (name, value),
    });
    assert_eq!(
        ada.post("/keys/stock", &right).await.leads_to(),
        "/keys/stock"
    );
    ada.get("/keys/stock")
        .await
        .reads("The key is in stock.")
        .reads("508326")
        .never_says(AES);
    ada.post("/keys/stock", &right)
        .await
        .is(422)
        .reads("This key is in stock already");
    let hotp = [
        ("kind", "oath_hotp"),
        ("serial", "fe 12"),
        ("secret_key", SEED),
        ("digits", "6"),
        ("counter", ""),
    ];
    ada.post("/keys/stock", &hotp).await.leads_to();
    assert_eq!(stocked(&school).await, ["508326 vvgutbiedkvi", "FE12 FE12"]);
}

async fn what_elevated_access_kept_of_a_form_holds_no_secret(school: School) {
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    let mut ada = school.signed_in_with_a_key("admin", &mut key).await;
    let typed = [
        ("serial", "508326"),
        ("secret_aes", AES),
        ("secret_id", PRIVATE_ID),
    ];
    ada.post("/keys/stock", &typed)
        .await
        .is(403)
        .reads("508326")
        .never_says(AES)
        .never_says(PRIVATE_ID);
}

async fn a_free_key_is_removed_and_can_come_back(school: School) {
    let mut ada = school.elevated("admin").await;
    let line = yubico_line("508326", PUBLIC_ID);
    sends(&mut ada, line.as_bytes()).await.leads_to();
    let list = ada.get("/keys/stock").await;
    let links = list.every("a[href$='/removal']", "href");
    ada.get(&links[0])
        .await
        .is(200)
        .reads("Remove the key 508326");
    assert_eq!(ada.post(&links[0], &[]).await.leads_to(), "/keys/stock");
    ada.get("/keys/stock")
        .await
        .reads("The key 508326 is out of the stock.")
        .reads("There are no USB keys in stock.");
    ada.post(&links[0], &[]).await.is(404);
    ada.get(&links[0]).await.is(404);
    let free = links[0].replace("/removal", "/release");
    ada.get(&free).await.is(404);
    ada.post(&free, &[]).await.is(404);
    let written = school.wrote_down("USB key removed from stock").await;
    assert!(written.is_some_and(|it| it.contains("serial: 508326")));
    sends(&mut ada, line.as_bytes()).await.leads_to();
    ada.get("/keys/stock")
        .await
        .reads("1 in stock, 1 of them free.");
}

async fn secrets_stand_nowhere_in_the_open(school: School) {
    let mut ada = school.elevated("admin").await;
    let file = format!(
        "{}{}",
        yubico_line("508326", PUBLIC_ID),
        hotp_line("1382042", 0)
    );
    sends(&mut ada, file.as_bytes()).await.leads_to();
    let list = ada.get("/keys/stock").await;
    let written = log(&school).await;
    assert!(written.contains("508326"));
    let dumped = school
        .app
        .db()
        .read(|tx| {
            tx.all(super::SEALED, &keyward_db::params![], |row| {
                row.get::<Vec<u8>>(0)
            })
        })
        .await
        .expect("read");
    assert_eq!(dumped.len(), 2);
    for secret in [AES, PRIVATE_ID, SEED] {
        list.never_says(secret);
        assert!(!written.contains(secret));
        let bytes = data_encoding::HEXLOWER
            .decode(secret.as_bytes())
            .expect("hex");
        for sealed in &dumped {
            let holds = |part: &[u8]| sealed.windows(part.len()).any(|window| window == part);
            assert!(!holds(secret.as_bytes()) && !holds(&bytes));
        }
    }
}

async fn only_who_manages_people_sees_the_stock(school: School) {
    let mut others = vec![school.signed_in("admin").await];
    for address in ["staff", "pastoral", "dsl"] {
        others.push(school.elevated(address).await);
    }
    for other in &mut others {
        for address in ["/keys/stock", "/keys/stock/new", "/keys/stock/imports/new"] {
            other.get(address).await.never_says("in stock");
        }
        let sent = sends(other, yubico_line("508326", PUBLIC_ID).as_bytes()).await;
        assert!(sent.status.as_u16() == 403 || sent.status.as_u16() == 404);
    }
    assert!(stocked(&school).await.is_empty());
}

async fn a_key_of_another_school_is_not_there(school: School) {
    let mut ada = school.elevated("admin").await;
    sends(&mut ada, yubico_line("508326", PUBLIC_ID).as_bytes())
        .await
        .leads_to();
    let list = ada.get("/keys/stock").await;
    let removal = &list.every("a[href$='/removal']", "href")[0];
    let mut lee = school.neighbours_administrator().await;
    lee.get("/keys/stock").await.is(200).never_says("508326");
    lee.get(removal).await.is(404);
    lee.post(removal, &[]).await.is(404);
    // The same key may be in the stock of two schools; neither hears of the other.
    sends(&mut lee, yubico_line("508326", PUBLIC_ID).as_bytes())
        .await
        .leads_to();
    lee.get("/keys/stock").await.reads("1 key was imported.");
}
