//! What asks for a fresh touch each time, as visitors meet it.

use serde_json::json;

use crate::access::May;
use crate::app::features;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    what_gives_rights_asks_for_a_touch_each_time
    a_slip_costs_no_touch_and_a_rehearsal_leaves_nothing
    one_touch_carries_out_one_act_and_no_other
    a_touch_for_something_else_carries_nothing_out
    another_sessions_touch_carries_nothing_out
    two_servers_carry_one_act_out_once
    a_code_does_and_a_recovery_code_does_not
    somebody_without_a_key_is_told_the_way_on
    a_key_that_does_not_elevate_carries_nothing_out
    whoever_may_not_is_not_asked
}

async fn administrator(school: &School) -> (Visitor, SoftwareKey) {
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    let mut ada = school.signed_in_with_a_key("admin", &mut key).await;
    ada.elevates_with(&mut key).await.leads_to();
    (ada, key)
}

fn governors() -> [(&'static str, &'static str); 2] {
    [("name", "Governors"), ("standard", "log_concerns")]
}

async fn are_there(visitor: &mut Visitor, group: &str) -> bool {
    visitor.get("/groups").await.text().contains(group)
}

async fn what_gives_rights_asks_for_a_touch_each_time(school: School) {
    let (mut ada, mut key) = administrator(&school).await;
    let page = ada.post("/groups", &governors()).await;
    page.is(403)
        .reads("Show your key to add a user group")
        .reads("you will read: The user group Governors was added");
    assert_eq!(page.every("form[data-touch=act]", "action"), ["/groups"]);
    let kept = page.every("form[data-touch=act] input[type=hidden]", "value");
    assert_eq!(kept, ["Governors", "log_concerns"]);
    assert!(!are_there(&mut ada, "Governors").await);
    let touch = ada.is_asked_about(&page).await.touched(&mut key);
    let done = ada.posts_touch(&touch, "/groups", &governors()).await;
    assert_eq!(done.leads_to(), "/groups");
    assert!(are_there(&mut ada, "Governors").await);
    let entry = school.wrote_down("security key touched").await;
    assert!(entry.expect("an entry").contains("for: add a user group"));
    let again = [("name", "Visitors")];
    assert!(ada.post("/groups", &again).await.asks_for_a_touch());
}

async fn a_slip_costs_no_touch_and_a_rehearsal_leaves_nothing(school: School) {
    let (mut ada, mut key) = administrator(&school).await;
    let slip = ada.post("/groups", &[("name", " ")]).await;
    slip.is(422).reads("Enter a name for the user group");
    let new = [
        ("name", "Nia New"),
        ("email", "nia@hawthorn-park.example"),
        ("groups", "DSL"),
    ];
    let before = school.wrote_down("person invited").await;
    for _ in 0..2 {
        let page = ada.post("/people/invitations", &new).await;
        assert!(page.asks_for_a_touch());
    }
    ada.get("/people").await.never_says("Nia New");
    assert!(school.letters_to("nia").await.is_empty());
    assert_eq!(school.wrote_down("person invited").await, before);
    let done = ada.acts_with(&mut key, "/people/invitations", &new).await;
    done.leads_to();
    ada.get("/people").await.reads("Nia New");
    assert_eq!(school.letters_to("nia").await.len(), 1);
}

async fn one_touch_carries_out_one_act_and_no_other(school: School) {
    let (mut ada, mut key) = administrator(&school).await;
    let page = ada.post("/groups", &governors()).await;
    let other = [("name", "Governors"), ("elevated", "read_every_file")];
    // The touch was for another form, and is used up by being tried.
    let touch = ada.is_asked_about(&page).await.touched(&mut key);
    let refused = ada.posts_touch(&touch, "/groups", &other).await;
    refused
        .is(403)
        .reads("the answer to an earlier request")
        .reads("you will read: The user group Governors was added");
    ada.posts_touch(&touch, "/groups", &governors())
        .await
        .is(403)
        .reads("the answer to an earlier request");
    assert!(!are_there(&mut ada, "Governors").await);
    // The same form, sent twice with one touch: the second is looked at anew.
    let touch = ada.is_asked_about(&page).await.touched(&mut key);
    ada.posts_touch(&touch, "/groups", &governors())
        .await
        .leads_to();
    ada.posts_touch(&touch, "/groups", &governors())
        .await
        .is(422)
        .reads("There is a user group called Governors already");
    // The same fields at another address.
    let page = ada.post("/keys/export", &[]).await;
    let touch = ada.is_asked_about(&page).await.touched(&mut key);
    let printed = ada.posts_touch(&touch, "/break-glass", &[]).await;
    printed.is(403).reads("the answer to an earlier request");
}

async fn a_touch_for_something_else_carries_nothing_out(school: School) {
    let (mut ada, mut key) = administrator(&school).await;
    for purpose in ["elevate", "add_key", "remove_key", "print_recovery_codes"] {
        let refused = ada
            .touches(&mut key, purpose, "/groups", &governors())
            .await;
        refused.is(403).reads("the answer to an earlier request");
    }
    assert!(!are_there(&mut ada, "Governors").await);
    // And one for an act elevates nobody.
    let page = ada.post("/groups", &governors()).await;
    let question = ada.is_asked_about(&page).await;
    let touch = question.touched(&mut key);
    ada.post("/elevation/end", &[]).await.leads_to();
    ada.posts_touch(&touch, "/elevation", &[]).await.is(422);
    for (purpose, about) in [("act", ""), ("act", "x"), ("elevate", "0")] {
        let about = about.repeat(64);
        let wish = json!({"purpose": purpose, "about": about});
        ada.post_json("/security-keys/challenges", &wish)
            .await
            .is(400);
    }
}

async fn another_sessions_touch_carries_nothing_out(school: School) {
    let (mut ada, mut key) = administrator(&school).await;
    let page = ada.post("/groups", &governors()).await;
    let mut elsewhere = school.signed_in("admin").await;
    elsewhere.elevates_with(&mut key).await.leads_to();
    let touch = elsewhere.is_asked_about(&page).await.touched(&mut key);
    ada.posts_touch(&touch, "/groups", &governors())
        .await
        .is(403);
    assert!(!are_there(&mut ada, "Governors").await);
}

async fn two_servers_carry_one_act_out_once(school: School) {
    let (mut ada, mut key) = administrator(&school).await;
    let second = school.second_server();
    let page = ada.post("/keys/export", &[]).await;
    for _ in 0..5 {
        let touch = ada.is_asked_about(&page).await.touched(&mut key);
        let (mut one, mut other) = (ada.clone(), ada.clone().at(&second));
        let same = touch.clone();
        let (first, then) = tokio::join!(
            tokio::spawn(async move { one.posts_touch(&same, "/keys/export", &[]).await }),
            tokio::spawn(async move { other.posts_touch(&touch, "/keys/export", &[]).await }),
        );
        let status = |page: Result<Page, _>| page.expect("an answer").status.as_u16();
        let mut both = [status(first), status(then)];
        both.sort_unstable();
        assert_eq!(both, [200, 403], "exactly one is carried out");
    }
}

async fn a_code_does_and_a_recovery_code_does_not(school: School) {
    let (mut ada, mut key) = administrator(&school).await;
    let sheet = ada
        .touches(
            &mut key,
            "print_recovery_codes",
            "/account/recovery-codes",
            &[],
        )
        .await;
    let code = sheet.text();
    let code = code.split_whitespace().find(|word| word.len() == 19);
    let mut fields = governors().to_vec();
    fields.push(("code", code.expect("a code")));
    let refused = ada.post("/groups", &fields).await;
    refused.is(403).reads("A recovery code is not enough");
    let phone = school.links_soft_key("admin", "Phone").await;
    let page = ada.post("/groups", &governors()).await;
    assert_eq!(
        page.every("input[name=code]", "autocomplete"),
        ["one-time-code"]
    );
    let wrong = phone.wrong_code(&school);
    fields[2] = ("code", &wrong);
    let refused = ada.post("/groups", &fields).await;
    refused.is(403).reads("That code is not right");
    refused.never_says(&wrong);
    assert!(!are_there(&mut ada, "Governors").await);
    let right = phone.code(&school, 0);
    fields[2] = ("code", &right);
    ada.post("/groups", &fields).await.leads_to();
    assert!(are_there(&mut ada, "Governors").await);
    fields[0] = ("name", "Others");
    ada.post("/groups", &fields)
        .await
        .is(403)
        .reads("That code was used already");
}

async fn somebody_without_a_key_is_told_the_way_on(school: School) {
    let ada = school.signed_in("admin").await;
    school.elevates("admin").await;
    let mut ada = ada;
    let page = ada.post("/groups", &governors()).await;
    page.is(403)
        .reads("there is none on your account that can be used")
        .reads("Set one up in Account Settings");
    assert!(!are_there(&mut ada, "Governors").await);
}

async fn a_key_that_does_not_elevate_carries_nothing_out(school: School) {
    let (mut ada, _) = administrator(&school).await;
    let phone = school.links_soft_key("admin", "Phone").await;
    school.admits_only("admin", "u2f_keys").await;
    let code = phone.code(&school, 0);
    let mut fields = governors().to_vec();
    fields.push(("code", &code));
    let refused = ada.post("/groups", &fields).await;
    refused
        .is(403)
        .reads("does not let this kind of key elevate");
    assert!(!are_there(&mut ada, "Governors").await);
}

async fn whoever_may_not_is_not_asked(school: School) {
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    dana.elevates_with(&mut key).await.leads_to();
    dana.post("/groups", &governors()).await.is(404);
    dana.touches(&mut key, "elevate", "/groups", &governors())
        .await
        .is(404);
}

#[test]
fn what_asks_for_a_touch_asks_for_a_right_that_needs_a_key() {
    let features = features();
    let routes = features.iter().flat_map(|feature| &feature.routes);
    let asking: Vec<_> = routes.filter(|route| route.touch_to.is_some()).collect();
    assert!(asking.len() > 15, "{}", asking.len());
    for route in asking {
        let needs_key = match route.may {
            May::Have(right) => right.needs_key(),
            May::HaveAny(rights) => rights.iter().all(|right| right.needs_key()),
            May::Lead => true,
            May::Enter | May::Arrive | May::BeHere | May::ReadFiles => false,
        };
        assert!(needs_key, "{}", route.address);
    }
}
