//! Recovery codes, as visitors print and enter them.

use keyward_codes::recovery::Code;
use keyward_db::params;
use serde_json::json;

use crate::testing::school::PASSWORD;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{Page, School, Visitor, on_both_databases};

keyward_db::statements! {
    /// What the database keeps of codes.
    HASHES = "SELECT code_hash FROM recovery_code";
    /// What was written down.
    WRITTEN = "SELECT act || '; ' || detail FROM audit_entry ORDER BY number";
}

on_both_databases! {
    a_sheet_is_printed_with_a_key_and_shown_once
    a_code_elevates_once_and_says_how_many_are_left
    a_code_signs_in_and_lets_a_new_key_in
    a_code_used_at_two_servers_at_the_same_instant_works_at_one
    a_code_neither_removes_a_key_nor_prints_codes
    a_newer_sheet_ends_the_older_and_what_it_had_opened
    a_user_group_without_recovery_codes_takes_none
    nobody_prints_without_a_key
    another_persons_code_is_wrong
    whoever_leaves_leaves_no_code_behind
    whoever_reports_a_key_lost_can_end_the_codes_too
    neither_the_database_nor_the_log_knows_a_code
}

const PAGE: &str = "/account/recovery-codes";

fn blue() -> SoftwareKey {
    SoftwareKey::new(Kind::U2f, 1)
}

/// The codes on a page.
fn codes_on(page: &Page) -> Vec<String> {
    let text = page.text();
    let words = text.split_whitespace();
    words
        .filter(|word| word.len() == 19 && Code::parse(word).is_some())
        .map(str::to_owned)
        .collect()
}

async fn prints(visitor: &mut Visitor, key: &mut SoftwareKey) -> Vec<String> {
    let sheet = visitor
        .touches(key, "print_recovery_codes", PAGE, &[])
        .await;
    sheet.is(200).reads("Print this page now");
    let codes = codes_on(&sheet);
    assert_eq!(codes.len(), 10);
    codes
}

async fn is_elevated(visitor: &mut Visitor) -> bool {
    let page = visitor.get("/dashboard").await;
    !page.every("[data-elevation]", "role").is_empty()
}

async fn a_sheet_is_printed_with_a_key_and_shown_once(school: School) {
    let mut key = blue();
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    dana.get(PAGE).await.reads("You have no recovery codes yet");
    let codes = prints(&mut dana, &mut key).await;
    let page = dana.get(PAGE).await;
    page.reads("10 of the 10 codes on your sheet are left");
    assert!(codes_on(&page).is_empty());
    let letters = school.letters_to("dsl").await;
    let printed = |letter: &&String| letter.contains("ten new recovery codes were printed");
    let told = letters.iter().find(printed).expect("a letter");
    for code in &codes {
        assert!(!told.contains(code.as_str()));
    }
    // The same touch prints no second sheet.
    let question = dana.is_asked("print_recovery_codes").await;
    let touch = question.touched(&mut key);
    dana.posts_touch(&touch, PAGE, &[]).await.is(200);
    dana.posts_touch(&touch, PAGE, &[]).await.is(422);
}

async fn a_code_elevates_once_and_says_how_many_are_left(school: School) {
    let mut key = blue();
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    let codes = prints(&mut dana, &mut key).await;
    let typed = codes[3].to_uppercase().replace('-', " ");
    let done = dana.enters(&typed).await;
    assert_eq!(done.leads_to(), "/dashboard");
    let page = dana.get("/dashboard").await;
    page.reads("Elevated access is on. You have 9 recovery codes left.");
    assert!(is_elevated(&mut dana).await);
    let letters = school.letters_to("dsl").await;
    let used = |letter: &&String| letter.contains("one of your recovery codes was used");
    let told = letters.iter().find(used).expect("a letter");
    assert!(told.contains("9 codes are left") && !told.contains(codes[3].as_str()));
    dana.post("/elevation/end", &[]).await.leads_to();
    let again = dana.enters(&codes[3]).await;
    again.is(422).reads("That code was used already");
    assert!(!is_elevated(&mut dana).await);
    for code in codes.iter().filter(|code| **code != codes[3]) {
        dana.enters(code).await.leads_to();
        dana.post("/elevation/end", &[]).await.leads_to();
    }
    dana.get(PAGE)
        .await
        .reads("All ten codes of your sheet are used");
}

async fn a_code_signs_in_and_lets_a_new_key_in(school: School) {
    let mut key = blue();
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    let codes = prints(&mut dana, &mut key).await;
    let mut dana = school.visitor();
    let form = [
        ("email", "dsl@hawthorn-park.example"),
        ("password", PASSWORD),
    ];
    let entered = dana.post("/hawthorn-park", &form).await;
    assert_eq!(entered.leads_to(), "/sign-in/key");
    dana.get("/sign-in/key").await.reads("Use a recovery code");
    let done = dana.post("/sign-in/key", &[("code", &codes[0])]).await;
    assert_eq!(done.leads_to(), "/dashboard");
    assert!(is_elevated(&mut dana).await);
    let mut green = SoftwareKey::new(Kind::U2f, 2);
    let proof = json!({"code": codes[1]});
    let begun = dana.begins_to_link("Green key", proof.clone()).await;
    dana.finishes_linking(&begun, &mut green).await.is(201);
    dana.begins_to_link("Another", proof).await.is(422);
}

async fn a_code_used_at_two_servers_at_the_same_instant_works_at_one(school: School) {
    let mut key = blue();
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    let codes = prints(&mut dana, &mut key).await;
    let second = school.second_server();
    for code in codes {
        let mut one = school.signed_in("dsl").await;
        let mut other = school.signed_in("dsl").await.at(&second);
        let same = code.clone();
        let (first, then) = tokio::join!(
            tokio::spawn(async move { one.enters(&same).await.status.as_u16() }),
            tokio::spawn(async move { other.enters(&code).await.status.as_u16() }),
        );
        let mut both = [first.expect("an answer"), then.expect("an answer")];
        both.sort_unstable();
        assert_eq!(both, [303, 422], "exactly one is let in");
    }
}

async fn a_code_neither_removes_a_key_nor_prints_codes(school: School) {
    let mut key = blue();
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    let codes = prints(&mut dana, &mut key).await;
    let refused = dana.post(PAGE, &[("code", &codes[0])]).await;
    refused.is(422).reads("A recovery code is not enough");
    let removal = dana.removals().await.remove(0);
    let form = [("password", PASSWORD), ("code", codes[0].as_str())];
    let refused = dana.post(&removal, &form).await;
    refused.is(422).reads("A recovery code is not enough");
    assert_eq!(dana.removals().await.len(), 1);
    dana.enters(&codes[0]).await.leads_to();
}

async fn a_newer_sheet_ends_the_older_and_what_it_had_opened(school: School) {
    let mut key = blue();
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    let older = prints(&mut dana, &mut key).await;
    let mut thief = school.signed_in("dsl").await;
    thief.enters(&older[0]).await.leads_to();
    assert!(is_elevated(&mut thief).await);
    let newer = prints(&mut dana, &mut key).await;
    assert!(!is_elevated(&mut thief).await);
    thief.enters(&older[1]).await.is(422).reads("not right");
    thief.enters(&newer[1]).await.leads_to();
}

async fn a_user_group_without_recovery_codes_takes_none(school: School) {
    let mut key = blue();
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    let codes = prints(&mut dana, &mut key).await;
    school.admits_only("dsl", "u2f_keys soft_keys").await;
    let page = dana.get(PAGE).await;
    page.reads("Your user group does not use recovery codes");
    page.never_says("print_recovery_codes");
    let question = dana.is_asked("print_recovery_codes").await;
    let touch = question.touched(&mut key);
    dana.posts_touch(&touch, PAGE, &[]).await.is(422);
    let refused = dana.enters(&codes[0]).await;
    refused
        .is(422)
        .reads("does not let this kind of key elevate");
    let mut green = SoftwareKey::new(Kind::U2f, 2);
    let proof = json!({"code": codes[0]});
    dana.begins_to_link("Green key", proof.clone())
        .await
        .is(422);
    // Whoever has nothing else that works is not asked for what would not be taken.
    let lost = format!("{}/loss", dana.removals().await[0].replace("/removal", ""));
    dana.post(&lost, &[]).await;
    dana.get("/account/security-keys")
        .await
        .reads("Without a key that works you cannot link another");
    // What was refused was not used up.
    school.admits_only("dsl", "u2f_keys recovery_codes").await;
    let begun = dana.begins_to_link("Green key", proof).await;
    dana.finishes_linking(&begun, &mut green).await.is(201);
}

async fn nobody_prints_without_a_key(school: School) {
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    dana.get(PAGE).await.reads("You need a key that works");
    let form = [("password", PASSWORD)];
    let refused = dana.post(PAGE, &form).await;
    refused.is(422);
    assert!(codes_on(&refused).is_empty());
    school.elevates("dsl").await;
    let refused = dana.post(PAGE, &form).await;
    refused.is(422);
    assert!(codes_on(&refused).is_empty());
}

async fn another_persons_code_is_wrong(school: School) {
    let (mut blue, mut green) = (blue(), SoftwareKey::new(Kind::U2f, 2));
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let hers = prints(&mut dana, &mut blue).await;
    let mut dee = school.signed_in_with_a_key("deputy", &mut green).await;
    prints(&mut dee, &mut green).await;
    dee.enters(&hers[0]).await.is(422).reads("not right");
    dana.enters(&hers[0]).await.leads_to();
}

async fn whoever_leaves_leaves_no_code_behind(school: School) {
    let mut key = blue();
    let mut dee = school.signed_in_with_a_key("deputy", &mut key).await;
    let codes = prints(&mut dee, &mut key).await;
    let mut ada = school.elevated("admin").await;
    let deputy = school.person("deputy").await;
    ada.post(&format!("/people/{deputy}/ending"), &[])
        .await
        .leads_to();
    ada.post(&format!("/people/{deputy}/return"), &[])
        .await
        .leads_to();
    let mut dee = school.signed_in("deputy").await;
    dee.enters(&codes[0]).await.is(422);
    dee.get(PAGE).await.reads("You have no recovery codes yet");
}

async fn whoever_reports_a_key_lost_can_end_the_codes_too(school: School) {
    let (mut blue, mut green) = (blue(), SoftwareKey::new(Kind::U2f, 2));
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    dana.links_another(&mut blue, &mut green, "Green key")
        .await
        .is(201);
    let codes = prints(&mut dana, &mut blue).await;
    let losses = dana.removals().await;
    let loss = |removal: &str| removal.replace("/removal", "/loss");
    dana.get(&loss(&losses[0]))
        .await
        .reads("End my recovery codes too");
    dana.post(&loss(&losses[0]), &[]).await.leads_to();
    let mut thief = school.signed_in("dsl").await;
    thief.enters(&codes[0]).await.leads_to();
    assert!(is_elevated(&mut thief).await);
    let told = [("codes", "yes")];
    dana.post(&loss(&losses[1]), &told).await.leads_to();
    dana.get("/account/lost-key")
        .await
        .reads("Nor do your recovery codes");
    assert!(!is_elevated(&mut thief).await);
    thief.enters(&codes[1]).await.is(422);
    assert!(school.wrote_down("recovery codes ended").await.is_some());
}

async fn neither_the_database_nor_the_log_knows_a_code(school: School) {
    let mut key = blue();
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    let codes = prints(&mut dana, &mut key).await;
    dana.enters(&codes[0]).await.leads_to();
    let kept = school.app.db().read(|tx| {
        let mut kept: Vec<String> = tx.all(HASHES, &params![], |row| row.get(0))?;
        kept.extend(tx.all(WRITTEN, &params![], |row| row.get::<String>(0))?);
        Ok::<_, keyward_db::Error>(kept)
    });
    let kept = kept.await.expect("read");
    assert!(kept.len() > 12);
    for code in &codes {
        let plain = crate::cx::token_hash(code);
        let bare = code.replace('-', "");
        for text in &kept {
            assert!(!text.contains(code.as_str()) && !text.contains(&bare));
            assert_ne!(*text, plain, "a hash that anybody could compute");
        }
    }
}
