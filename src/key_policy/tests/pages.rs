//! The pages of a user group's policy, as administrators meet them.

use crate::key_policy::{Family, Policy};
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    a_policy_is_looked_at_and_then_saved
    whoever_would_be_locked_out_is_named_before_anything_is_saved
    grace_and_keys_at_sign_in_are_told_beforehand_and_by_letter
    what_cannot_stand_comes_back_filled_in
    a_preview_that_is_out_of_date_saves_nothing
    what_another_administrator_tightened_meanwhile_is_not_undone_unseen
    nobody_asks_less_of_their_own_user_group
    what_is_refused_stands_beside_what_was_changed
    a_policy_that_its_own_people_cannot_loosen_is_warned_of
    the_last_administrators_go_on_being_able_to_elevate
    only_those_who_manage_user_groups_reach_a_policy_and_only_of_their_school
    a_user_group_with_a_policy_can_be_removed
}

pub(super) type Fields<'f> = Vec<(&'f str, &'f str)>;

/// The form as it stands in a new school, with these kinds.
pub(super) fn form<'f>(kinds: &[&'f str], more: &[(&'f str, &'f str)]) -> Fields<'f> {
    let kinds = kinds.iter().map(|kind| ("kinds", *kind));
    let rest = [
        ("keys_min", "0"),
        ("grace", "14"),
        ("first_key", "by_default"),
    ];
    let rest = rest
        .into_iter()
        .filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kinds.chain(rest).chain(more.iter().copied()).collect()
}

pub(super) async fn address(school: &School, group: &str) -> String {
    format!("/groups/{}/keys", school.group(group).await)
}

pub(super) async fn preview(visitor: &mut Visitor, address: &str, fields: &Fields<'_>) -> Page {
    visitor.post(&format!("{address}/preview"), fields).await
}

/// Sends what the preview's page would send.
pub(super) async fn save(visitor: &mut Visitor, address: &str, preview: &Page) -> Page {
    let fields = fields_of(preview);
    visitor.post(address, &borrowed(&fields)).await
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    let fields = fields.iter();
    fields
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// The form with which a preview is saved.
fn fields_of(preview: &Page) -> Vec<(String, String)> {
    let fields = "form[action$='/keys'] input[type=hidden]";
    let (names, values) = (
        preview.every(fields, "name"),
        preview.every(fields, "value"),
    );
    names.into_iter().zip(values).collect()
}

pub(super) async fn is_told(school: &School, address: &str, words: &str) {
    let letters = school.letters_to(address).await;
    let letters: Vec<_> = letters
        .iter()
        .map(|letter| letter.replace("\r\n", " "))
        .collect();
    assert!(
        letters.iter().any(|letter| letter.contains(words)),
        "{letters:?}"
    );
}

pub(super) const EVERY: [&str; 5] = [
    "u2f_keys",
    "passkeys",
    "soft_keys",
    "usb_keys",
    "recovery_codes",
];

async fn a_policy_is_looked_at_and_then_saved(school: School) {
    let mut ada = school.elevated("admin").await;
    let dsl = address(&school, "DSL").await;
    let group = dsl.trim_end_matches("/keys");
    assert_eq!(
        ada.get(group).await.every("main a[href$='/keys']", "href"),
        [dsl.as_str()]
    );
    let page = ada.get(&dsl).await;
    page.is(200).reads("What DSL asks of security keys");
    assert_eq!(page.every("[name=kinds][checked]", "value"), EVERY);
    let fields = form(&EVERY[..2], &[("pin", "yes"), ("idle", "5")]);
    let looked = preview(&mut ada, &dsl, &fields).await;
    looked
        .is(200)
        .reads("Nothing is saved yet")
        .reads("PIN asked for Yes Until now: No")
        .reads("5 minutes Until now: As long as on this server")
        .reads("Nobody would be locked out. 1 person is in this user group");
    let unchanged = ada.get(&dsl).await;
    assert_eq!(unchanged.every("[name=kinds][checked]", "value"), EVERY);
    // Once more: the form comes back as it was.
    let mut once_more = fields.clone();
    once_more.push(("act", "change"));
    let page = preview(&mut ada, &dsl, &once_more).await;
    assert_eq!(page.is(200).every("[name=idle]", "value"), ["5"]);
    assert_eq!(save(&mut ada, &dsl, &looked).await.leads_to(), group);
    ada.get(group)
        .await
        .reads("What DSL asks of security keys was changed");
    let page = ada.get(&dsl).await;
    assert_eq!(page.every("[name=kinds][checked]", "value"), EVERY[..2]);
    assert_eq!(page.every("[name=pin][checked]", "value"), ["yes"]);
    let entry = school.wrote_down("key policy changed").await;
    let entry = entry.expect("an entry");
    for words in [
        "user group: DSL",
        "PIN asked for before: No",
        "PIN asked for now: Yes",
        "Keys that elevate now: U2F keys, Passkeys",
    ] {
        assert!(entry.contains(words), "{words:?} in {entry}");
    }
    let same = preview(&mut ada, &dsl, &fields).await;
    same.is(200).reads("the user group asks this already");
}

async fn whoever_would_be_locked_out_is_named_before_anything_is_saved(school: School) {
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    dana.elevates_with(&mut key).await.leads_to();
    let mut ada = school.elevated("admin").await;
    let dsl = address(&school, "DSL").await;
    let pin = form(&EVERY[..2], &[("pin", "yes")]);
    preview(&mut ada, &dsl, &pin)
        .await
        .reads("Perhaps locked out 1")
        .reads("Elevated now 1");
    let looked = preview(&mut ada, &dsl, &form(&["soft_keys"], &[])).await;
    looked
        .is(200)
        .reads("Locked out 1")
        .reads("Elevated now 1")
        .reads("Dana Lead");
    dana.get("/dashboard").await.reads("Elevated access is on");
    save(&mut ada, &dsl, &looked).await.leads_to();
    dana.get("/dashboard")
        .await
        .reads("because your user group now asks for something else");
    is_told(&school, "dsl", "None of the keys on your account elevates").await;
    // Another user group that lets her key in would not help: the strictest wins.
    school.puts_into("dsl", "Deputy DSL").await;
    let deputy = address(&school, "Deputy DSL").await;
    let looser = preview(&mut ada, &deputy, &form(&EVERY, &[("synced", "yes")])).await;
    looser.is(200).never_says("Dana Lead");
}

async fn grace_and_keys_at_sign_in_are_told_beforehand_and_by_letter(school: School) {
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    school.signed_in_with_a_key("staff", &mut key).await;
    let mut ada = school.elevated("admin").await;
    let staff = address(&school, "Staff").await;
    let fields = form(
        &EVERY,
        &[("keys_min", "2"), ("grace", "3"), ("at_sign_in", "yes")],
    );
    let looked = preview(&mut ada, &staff, &fields).await;
    looked
        .is(200)
        .reads("Sam Staff holds 1 of 2, until 21 November 2026 at 11:06")
        .reads("Without any key 1")
        .reads("Col Colleague");
    save(&mut ada, &staff, &looked).await.leads_to();
    is_told(&school, "staff", "You are to hold 2 keys and hold 1").await;
    is_told(&school, "colleague", "and have none yet").await;
}

async fn what_cannot_stand_comes_back_filled_in(school: School) {
    let mut ada = school.elevated("admin").await;
    let dsl = address(&school, "DSL").await;
    let wrong = form(
        &["soft_keys"],
        &[
            ("pin", "yes"),
            ("models", "yes"),
            ("idle", "16"),
            ("grace", "x"),
        ],
    );
    for to in [dsl.clone(), format!("{dsl}/preview")] {
        let page = ada.post(&to, &wrong).await;
        page.is(422)
            .reads("Only U2F keys and passkeys bring a PIN")
            .reads("Add an approved model first")
            .reads("Enter whole minutes from 1 to 15")
            .reads("Enter a number of days from 0 to 90");
        assert_eq!(page.every("[name=kinds][checked]", "value"), ["soft_keys"]);
        assert_eq!(page.every("[name=idle]", "value"), ["16"]);
        assert_eq!(page.every("[name=grace]", "value"), ["x"]);
    }
    let none = preview(&mut ada, &dsl, &form(&[], &[])).await;
    none.is(422).reads("Choose at least one kind of key");
}

async fn a_preview_that_is_out_of_date_saves_nothing(school: School) {
    let mut ada = school.elevated("admin").await;
    let dsl = address(&school, "DSL").await;
    let fields = form(&["soft_keys"], &[]);
    let looked = preview(&mut ada, &dsl, &fields).await;
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    school.signed_in_with_a_key("dsl", &mut key).await;
    let again = save(&mut ada, &dsl, &looked).await;
    again
        .is(422)
        .reads("Nothing was saved: since you looked, what the user group asks")
        .reads("Locked out 1");
    assert!(school.wrote_down("key policy changed").await.is_none());
    save(&mut ada, &dsl, &again).await.leads_to();
    // Nor is it saved without having been looked at.
    let unseen = form(&["usb_keys"], &[("seen", "")]);
    ada.post(&dsl, &unseen)
        .await
        .is(422)
        .reads("Look once more");
}

async fn what_another_administrator_tightened_meanwhile_is_not_undone_unseen(school: School) {
    let mut ada = school.elevated("admin").await;
    let dsl = address(&school, "DSL").await;
    // Neither page names anybody: nobody in the user group has a key.
    let brief = preview(&mut ada, &dsl, &form(&EVERY, &[("idle", "5")])).await;
    let strict = form(&EVERY[..2], &[("pin", "yes"), ("idle", "10")]);
    let strict = preview(&mut ada, &dsl, &strict).await;
    save(&mut ada, &dsl, &strict).await.leads_to();
    let again = save(&mut ada, &dsl, &brief).await;
    again
        .is(422)
        .reads("Nothing was saved")
        .reads("PIN asked for Asks less No Until now: Yes");
    let page = ada.get(&dsl).await;
    assert_eq!(page.every("[name=pin][checked]", "value"), ["yes"]);
    assert_eq!(page.every("[name=idle]", "value"), ["10"]);
    save(&mut ada, &dsl, &again).await.leads_to();
    let page = ada.get(&dsl).await;
    assert_eq!(page.every("[name=idle]", "value"), ["5"]);
}

async fn nobody_asks_less_of_their_own_user_group(school: School) {
    let mut ada = school.elevated("admin").await;
    let own = address(&school, "Administrator").await;
    let looser = form(&EVERY, &[("synced", "yes")]);
    for to in [own.clone(), format!("{own}/preview")] {
        let page = ada.post(&to, &looser).await;
        page.is(422).reads("two people are needed");
        assert_eq!(page.every("[name=synced][checked]", "value"), ["yes"]);
    }
    let tighter = preview(&mut ada, &own, &form(&EVERY, &[("idle", "5")])).await;
    save(&mut ada, &own, &tighter).await.leads_to();
    // Somebody else can, and those who manage user groups are told.
    school.puts_into("admin", "Staff").await;
    let staff = address(&school, "Staff").await;
    ada.post(&staff, &looser).await.is(422);
    let pastoral = address(&school, "Pastoral").await;
    school.puts_into("colleague", "Administrator").await;
    let looked = preview(&mut ada, &pastoral, &looser).await;
    save(&mut ada, &pastoral, &looked).await.leads_to();
    is_told(
        &school,
        "colleague",
        "Ada Admin let the user group Pastoral",
    )
    .await;
    is_told(&school, "deputy", "Ada Admin let the user group Pastoral").await;
}

/// The fields of a refused form beside which something stands.
fn fields_with_words(page: &Page) -> Vec<String> {
    let beside = page.every(".govuk-error-message", "id");
    let linked = page.every(".govuk-error-summary a", "href");
    let linked: Vec<_> = linked
        .iter()
        .map(|to| format!("{}-error", &to[1..]))
        .collect();
    assert_eq!(beside, linked, "the summary leads to each");
    beside
}

async fn what_is_refused_stands_beside_what_was_changed(school: School) {
    let mut ada = school.elevated("admin").await;
    let own = address(&school, "Administrator").await;
    let looser = form(&EVERY, &[("synced", "yes"), ("first_key", "self_service")]);
    let page = preview(&mut ada, &own, &looser).await;
    page.is(422)
        .reads("Passkeys kept in a cloud account: nobody may ask less")
        .reads("First key: nobody may ask less");
    assert_eq!(
        fields_with_words(&page),
        ["synced-error", "first_key-error"]
    );
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    let mut ada = school.signed_in_with_a_key("admin", &mut key).await;
    ada.elevates_with(&mut key).await.leads_to();
    let pin = form(&EVERY, &[("pin", "yes"), ("idle", "5")]);
    let page = preview(&mut ada, &own, &pin).await;
    page.is(422).reads("Nobody would be left");
    assert_eq!(fields_with_words(&page), ["pin-error"]);
}

async fn a_policy_that_its_own_people_cannot_loosen_is_warned_of(school: School) {
    const WARNING: &str = "Nobody outside this user group can change this back";
    let mut ada = school.elevated("admin").await;
    let own = address(&school, "Administrator").await;
    let tighter = form(&EVERY, &[("idle", "5")]);
    preview(&mut ada, &own, &tighter)
        .await
        .is(200)
        .reads(WARNING)
        .reads("put somebody else into a user group that may change user groups")
        .reads("whoever runs the server");
    // Who manages user groups is not in this one.
    let staff = address(&school, "Staff").await;
    preview(&mut ada, &staff, &tighter)
        .await
        .is(200)
        .never_says(WARNING);
    let governors = [("name", "Governors"), ("elevated", "manage_groups")];
    ada.post("/groups", &governors).await.leads_to();
    school.puts_into("colleague", "Governors").await;
    preview(&mut ada, &own, &tighter)
        .await
        .is(200)
        .never_says(WARNING);
}

async fn the_last_administrators_go_on_being_able_to_elevate(school: School) {
    let mut key = SoftwareKey::new(Kind::Fido2, 1).with_pin();
    let mut ada = school.signed_in_with_a_key("admin", &mut key).await;
    ada.elevates_with(&mut key).await.leads_to();
    let own = address(&school, "Administrator").await;
    let soft = preview(&mut ada, &own, &form(&["soft_keys"], &[])).await;
    soft.is(422).reads("Nobody would be left");
    let pin = form(&EVERY[..2], &[("pin", "yes")]);
    preview(&mut ada, &own, &pin)
        .await
        .is(422)
        .reads("let them use their key with its PIN once");
    // A key that has given its PIN once surely has one.
    let touched = Policy {
        families: [Family::U2fKeys].into(),
        pin: true,
        ..Policy::default()
    };
    school.asks("Administrator", touched).await;
    ada.elevates_with(&mut key).await.leads_to();
    school.asks("Administrator", Policy::default()).await;
    ada.elevates_with(&mut key).await.leads_to();
    let looked = preview(&mut ada, &own, &pin).await;
    let fields = fields_of(looked.is(200));
    let saved = ada.acts_with(&mut key, &own, &borrowed(&fields)).await;
    saved.leads_to();
}

async fn only_those_who_manage_user_groups_reach_a_policy_and_only_of_their_school(school: School) {
    let dsl = address(&school, "DSL").await;
    let fields = form(&["soft_keys"], &[]);
    let mut other = school.neighbours_administrator().await;
    let mut visitors = vec![
        school.elevated("dsl").await,
        school.signed_in("staff").await,
    ];
    visitors.push(other.clone());
    for visitor in &mut visitors {
        visitor.get(&dsl).await.is(404);
        visitor.post(&dsl, &fields).await.is(404);
        preview(visitor, &dsl, &fields).await.is(404);
    }
    other.get("/groups").await.is(200);
    let mut plain = school.signed_in("admin").await;
    plain.get(&dsl).await.is(404);
    assert!(school.wrote_down("key policy changed").await.is_none());
}

async fn a_user_group_with_a_policy_can_be_removed(school: School) {
    let mut ada = school.elevated("admin").await;
    ada.post("/groups", &[("name", "Governors")])
        .await
        .leads_to();
    school.asks("Governors", Policy::default()).await;
    let group = school.group("Governors").await;
    let removed = ada.post(&format!("/groups/{group}/removal"), &[]).await;
    assert_eq!(removed.leads_to(), "/groups");
}
