//! Keys that wait for approval: which do, what their holder reads, and how one is withdrawn.

use serde_json::json;

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    a_key_that_does_not_elevate_brings_one_that_waits
    a_key_shown_without_the_pin_that_is_asked_for_brings_one_that_waits
    what_a_key_may_do_is_asked_again_when_the_new_one_answers
    where_nobody_else_could_approve_it_does_so_at_once_and_administrators_are_told
    a_key_that_does_not_elevate_never_removes_the_last_one
    a_key_of_ones_own_waits_once_the_user_groups_give_more
    a_user_group_that_is_given_more_asks_for_approval_too
    a_key_that_somebody_vouched_for_goes_on_when_the_user_groups_give_more
    whoever_approved_a_key_does_not_vouch_for_their_own_promotion_of_its_holder
    a_key_that_waits_says_so_wherever_it_is_missed
    a_key_that_was_approved_once_is_not_withdrawn
    a_key_is_withdrawn_where_the_user_group_asks_for_one_at_sign_in
}

/// Links a key by this proof.
async fn links_by(visitor: &mut Visitor, proof: serde_json::Value, key: &mut SoftwareKey) -> bool {
    let begun = visitor.begins_to_link("Thief key", proof).await;
    let linked = visitor.finishes_linking(&begun, key).await;
    linked.is(201);
    linked
        .body
        .contains("until somebody at your school has approved it")
}

async fn a_key_that_does_not_elevate_brings_one_that_waits(school: School) {
    let [(mut dana, mut blue), (mut dee, _)] = two_with_keys(&school).await;
    let app = school.links_soft_key("dsl", "Phone").await;
    school.admits_only("dsl", "u2f_keys").await;
    let mut thief = school.signed_in("dsl").await;
    let proof = json!({"code": app.code(&school, 0)});
    assert!(links_by(&mut thief, proof, &mut key(1)).await);
    thief.get(LIST).await.reads("Thief key waits for approval");
    for told in ["deputy", "admin"] {
        let told = letters_that_say(&school, told, "user groups do not let elevate").await;
        assert_eq!(told, 1);
    }
    dee.get("/approvals")
        .await
        .reads("New key of Dana Lead")
        .reads("Thief key, U2F key");
    let refusal = forms(&dee.get("/approvals").await, "/refusal").remove(0);
    dee.post(&refusal, &[]).await.leads_to();
    // A key that elevates brings one that elevates, as ever.
    let mut gold = key(2);
    dana.links_another(&mut blue, &mut gold, "Gold key")
        .await
        .is(201);
    dana.elevates_with(&mut gold).await.leads_to();
}

async fn a_key_shown_without_the_pin_that_is_asked_for_brings_one_that_waits(school: School) {
    two_with_keys(&school).await;
    let mut pinned = SoftwareKey::new(Kind::Fido2, 7).with_pin();
    let mut sam = school.signed_in_with_a_key("staff", &mut pinned).await;
    asks(&school, "Staff", "self_service", false).await;
    asks_for_a_pin(&school).await;
    let asked = sam.is_asked("add_key").await;
    assert_eq!(asked.options["userVerification"], "preferred");
    let [(_, ceremony), (_, credential)] = asked.touched(&mut pinned);
    let proof = json!({"ceremony": ceremony, "credential": credential});
    let mut second = SoftwareKey::new(Kind::Fido2, 8).with_pin();
    assert!(!links_by(&mut sam, proof, &mut second).await);
    // Whoever found the key, without its PIN, and bends what the browser was asked.
    let asked = sam.is_asked("add_key").await;
    pinned.bent.flags_turned = 0x04;
    let [(_, ceremony), (_, credential)] = asked.touched(&mut pinned);
    let proof = json!({"ceremony": ceremony, "credential": credential, "device_name": "Third key"});
    let begun = sam.begins_to_link("Third key", proof).await;
    let mut third = SoftwareKey::new(Kind::Fido2, 9).with_pin();
    sam.finishes_linking(&begun, &mut third).await.is(201);
    sam.get(LIST).await.reads("Third key waits for approval");
}

async fn what_a_key_may_do_is_asked_again_when_the_new_one_answers(school: School) {
    two_with_keys(&school).await;
    let app = school.links_soft_key("dsl", "Phone").await;
    let mut thief = school.signed_in("dsl").await;
    let proof = json!({"code": app.code(&school, 0)});
    let begun = thief.begins_to_link("Thief key", proof).await;
    begun.is(200);
    school.admits_only("dsl", "u2f_keys").await;
    thief.finishes_linking(&begun, &mut key(1)).await.is(201);
    thief.get(LIST).await.reads("Thief key waits for approval");
}

async fn where_nobody_else_could_approve_it_does_so_at_once_and_administrators_are_told(
    school: School,
) {
    school.signed_in_with_a_key("dsl", &mut key(101)).await;
    let app = school.links_soft_key("dsl", "Phone").await;
    school.admits_only("dsl", "u2f_keys").await;
    let mut dana = school.signed_in("dsl").await;
    let proof = json!({"code": app.code(&school, 0)});
    assert!(!links_by(&mut dana, proof, &mut key(1)).await);
    dana.get(LIST).await.never_says("waits for approval");
    let told = letters_that_say(&school, "admin", "nobody else could approve it").await;
    assert_eq!(told, 1);
    assert_eq!(
        letters_that_say(&school, "staff", "nobody else could approve it").await,
        0
    );
}

async fn a_key_that_does_not_elevate_never_removes_the_last_one(school: School) {
    asks(&school, "DSL", "self_service", false).await;
    school.gives_password("dsl").await;
    let (phone, tablet) = (
        school.links_soft_key("dsl", "Phone").await,
        school.links_soft_key("dsl", "Tablet").await,
    );
    school.admits_only("dsl", "u2f_keys").await;
    let mut thief = school.signed_in("dsl").await;
    let removals = thief.removals().await;
    let removes = |code: String| [("password", PASSWORD.to_owned()), ("code", code)];
    let form = removes(phone.code(&school, 0));
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    thief.post(&removals[0], &form).await.leads_to();
    // With the first key gone, the password would bring a new one that elevates.
    school.clock.advance_seconds(90);
    let left = thief.get(LIST).await;
    let code = match &left.every("[data-key-name]", "data-key-name")[..] {
        [name] if name == "Phone" => phone.code(&school, 0),
        _ => tablet.code(&school, 0),
    };
    let form = removes(code);
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    thief
        .post(&removals[1], &form)
        .await
        .is(422)
        .reads("it cannot remove your last key that works");
    assert_eq!(thief.removals().await.len(), 1);
    let entry = school.wrote_down("security key refused").await;
    assert!(entry.expect("an entry").contains("for: remove_key"));
}

/// Ada puts Sam into Staff and DSL; the page that says so.
async fn promotes_sam(school: &School, ada: &mut Visitor) -> crate::testing::Page {
    let membership = format!("/people/{}/membership", school.person("staff").await);
    let groups = [("groups", "Staff"), ("groups", "DSL")];
    let page = ada.post(&membership, &groups).await.leads_to().to_owned();
    ada.get(&page).await
}

async fn a_key_of_ones_own_waits_once_the_user_groups_give_more(school: School) {
    let [(mut dana, _), _] = two_with_keys(&school).await;
    let mut green = key(1);
    let mut sam = school.signed_in_with_a_key("staff", &mut green).await;
    let sheet = sam
        .touches(
            &mut green,
            "print_recovery_codes",
            "/account/recovery-codes",
            &[],
        )
        .await;
    let text = sheet.is(200).text();
    let is_code = |word: &&str| word.len() == 19 && word.matches('-').count() == 3;
    let code = text.split(' ').find(is_code).expect("a code").to_owned();
    sam.elevates_with(&mut green).await.leads_to();
    let mut ada = school.elevated("admin").await;
    promotes_sam(&school, &mut ada)
        .await
        .reads("Their key Blue key opens nothing until somebody else than you has approved it");
    sam.get("/dashboard")
        .await
        .never_says("data-elevation-until");
    sam.get(LIST).await.reads("Blue key waits for approval");
    sam.get("/approvals").await.is(404);
    // Nor does what was printed with it.
    sam.enters(&code).await.is(422);
    assert_eq!(
        letters_that_say(&school, "staff", "waits for approval again").await,
        1
    );
    for told in ["dsl", "deputy"] {
        let told = letters_that_say(&school, told, "their user groups give them more").await;
        assert_eq!(told, 1);
    }
    let [approval] = &forms(&dana.get("/approvals").await, "/approval")[..] else {
        panic!("one key waits");
    };
    ada.post(approval, &[]).await.is(404);
    dana.post(approval, &[]).await.leads_to();
    sam.elevates_with(&mut green).await.leads_to();
    // Once somebody has vouched for it, it goes on; and what stays as it is, is saved in silence.
    let told = letters_that_say(&school, "staff", "user groups have changed").await;
    promotes_sam(&school, &mut ada).await;
    let after = letters_that_say(&school, "staff", "user groups have changed").await;
    assert_eq!(told, after);
    sam.get(LIST).await.never_says("waits for approval");
}

async fn a_user_group_that_is_given_more_asks_for_approval_too(school: School) {
    let [(mut dana, _), _] = two_with_keys(&school).await;
    let mut green = key(1);
    let mut sam = school.signed_in_with_a_key("staff", &mut green).await;
    let mut ada = school.elevated("admin").await;
    let groups = ada.get("/groups").await;
    let at = groups.body.find(">Staff</a>").expect("the group");
    let from = groups.body[..at].rfind("/groups/").expect("a link");
    let staff = groups.body[from..at].trim_end_matches('"').to_owned();
    let rights = [
        ("name", "Staff"),
        ("standard", "log_concerns"),
        ("elevated", "read_audit"),
    ];
    ada.post(&staff, &rights).await.leads_to();
    ada.get("/groups")
        .await
        .reads("Blue key of Sam Staff waits for approval");
    sam.get(LIST).await.reads("Blue key waits for approval");
    // Whoever gave the group more does not approve it as well, nor a first key in it.
    let mut col = newcomer(&school, "colleague").await;
    col.links(&mut key(2), "First key").await.is(201);
    let page = ada.get("/approvals").await;
    page.reads("Blue key").reads("First key");
    assert!(forms(&page, "/approval").is_empty(), "{}", page.text());
    assert_eq!(forms(&dana.get("/approvals").await, "/approval").len(), 2);
}

async fn a_key_that_somebody_vouched_for_goes_on_when_the_user_groups_give_more(school: School) {
    two_with_keys(&school).await;
    asks(&school, "Staff", "with_code", false).await;
    school.puts_into("colleague", "Administrator").await;
    let mut col = school.elevated("colleague").await;
    let page = page_of(&school, "staff").await;
    let sheet = col.post(&format!("{page}/enrolment-code"), &[]).await;
    let text = sheet.text();
    let is_code = |word: &&str| word.len() == 19 && word.matches('-').count() == 3;
    let code = text.split(' ').find(is_code).expect("a code").to_owned();
    let mut sam = newcomer(&school, "staff").await;
    let mut green = key(1);
    let proof = json!({"password": PASSWORD, "enrolment_code": code});
    let begun = sam.begins_to_link("Green key", proof).await;
    sam.finishes_linking(&begun, &mut green).await.is(201);
    let mut ada = school.elevated("admin").await;
    promotes_sam(&school, &mut ada)
        .await
        .never_says("opens nothing until");
    sam.elevates_with(&mut green).await.leads_to();
}

async fn whoever_approved_a_key_does_not_vouch_for_their_own_promotion_of_its_holder(
    school: School,
) {
    two_with_keys(&school).await;
    asks(&school, "Staff", "approved", false).await;
    let mut sam = newcomer(&school, "staff").await;
    sam.links(&mut key(1), "Green key").await.is(201);
    let mut ada = school.elevated("admin").await;
    let approval = forms(&ada.get("/approvals").await, "/approval").remove(0);
    ada.post(&approval, &[]).await.leads_to();
    sam.get(LIST).await.never_says("waits for approval");
    promotes_sam(&school, &mut ada).await;
    sam.get(LIST).await.reads("Green key waits for approval");
}

async fn a_key_that_waits_says_so_wherever_it_is_missed(school: School) {
    two_with_keys(&school).await;
    let mut pat = newcomer(&school, "pastoral").await;
    pat.links(&mut key(1), "Gold key").await.is(201);
    let who = "whose user group lets them approve other people’s keys";
    pat.get(LIST)
        .await
        .reads("Gold key waits for approval")
        .reads(who)
        .reads("Until your key is approved you cannot link another one")
        .never_says("let you back in together");
    let again = pat.begins_to_link("Another", with_password()).await;
    again.is(409);
    assert_eq!(again.json()["error"]["code"], "key_waits");
    assert!(again.body.contains("waits for approval") && again.body.contains(who));
    pat.get("/elevation")
        .await
        .reads("waits for approval")
        .reads(who)
        .never_says("If you have been given a key");
    for new in ["/account/usb-keys/new", "/account/soft-keys/new"] {
        pat.get(new)
            .await
            .reads("waits for approval")
            .reads("If you linked the wrong key, withdraw it in Account Settings, Security Keys")
            .never_says("let you back in together");
    }
    let withdrawal = pat
        .get(LIST)
        .await
        .every(r#"a[href$="/withdrawal"]"#, "href");
    let removal = withdrawal[0].replace("/withdrawal", "/removal");
    assert_eq!(pat.get(&removal).await.leads_to(), withdrawal[0]);
    pat.get(&withdrawal[0])
        .await
        .is(200)
        .reads("waits for approval")
        .reads(who);
}

async fn a_key_that_was_approved_once_is_not_withdrawn(school: School) {
    let [(mut dana, _), _] = two_with_keys(&school).await;
    let mut sam = school.signed_in_with_a_key("staff", &mut key(1)).await;
    let removal = sam.removals().await.remove(0);
    let withdrawal = removal.replace("/removal", "/withdrawal");
    let mut ada = school.elevated("admin").await;
    let right = [("password", PASSWORD)];
    sam.get(&withdrawal).await.is(404);
    sam.post(&withdrawal, &right).await.is(404);
    promotes_sam(&school, &mut ada).await;
    sam.get(&withdrawal).await.is(404);
    sam.post(&withdrawal, &right).await.is(404);
    sam.get(&removal)
        .await
        .is(200)
        .reads("waits for approval")
        .never_says("so you cannot remove this one yourself");
    let approval = forms(&dana.get("/approvals").await, "/approval").remove(0);
    dana.post(&approval, &[]).await.leads_to();
    sam.get(&withdrawal).await.is(404);
    assert_eq!(sam.removals().await, [removal]);
}

async fn a_key_is_withdrawn_where_the_user_group_asks_for_one_at_sign_in(school: School) {
    two_with_keys(&school).await;
    asks(&school, "Pastoral", "by_default", true).await;
    let mut pat = newcomer(&school, "pastoral").await;
    pat.links(&mut key(1), "Wrong key").await.is(201);
    let withdrawal = pat
        .get(LIST)
        .await
        .every(r#"a[href$="/withdrawal"]"#, "href")
        .remove(0);
    let right = [("password", PASSWORD)];
    assert_eq!(pat.post(&withdrawal, &right).await.leads_to(), LIST);
}
