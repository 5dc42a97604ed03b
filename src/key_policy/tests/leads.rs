//! What an act on keys leaves of the safeguarding leads who can open something.

use keyward_db::params;

use super::pages::{address, form, preview, save};
use crate::ids::ConcernId;
use crate::key_policy::Kind as KeyKind;
use crate::testing::school::PASSWORD;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{School, Visitor, on_both_databases};

on_both_databases! {
    the_last_lead_with_a_key_reads_what_follows_and_is_kept_from_nothing
    whoever_looks_after_keys_reads_it_of_another
    concerns_kept_from_every_lead_who_is_left_are_counted_for_whoever_reads_them_alone
    a_policy_that_leaves_no_lead_says_so_before_and_after
    who_lacks_a_key_stands_where_administrators_and_leads_look
}

keyward_db::statements! {
    /// A concern names somebody on the staff.
    NAMES = "INSERT INTO concern_staff (concern_id, person_id, logged) VALUES ($1, $2, 0)";
    /// It is closed.
    CLOSE = "UPDATE case_standing SET status = 'closed' WHERE concern_id = $1";
}

const KEPT: &str = "Of the open concerns that you read, 1 is kept from everybody who would be left";

/// The page of this person's one key, such as `/account/security-keys/k`.
async fn page_of_key(visitor: &mut Visitor) -> String {
    let list = visitor.get("/account/security-keys").await;
    let links = list.every("a[href$='/removal']", "href");
    let link = links.first().expect("a key");
    link.trim_end_matches("/removal").to_owned()
}

async fn naming_the_deputy(school: &School) -> ConcernId {
    let child = school.enrols("Ash", "Grove", "7").await;
    let concern = school.logs(&[&child], 30, "Seen.", &["dsl"]).await;
    let (of, deputy) = (concern.clone(), school.person("deputy").await);
    let names = school.app.db();
    let names = names.write(move |tx| tx.execute(NAMES, &params![&of, &deputy]));
    assert_eq!(names.await.expect("named"), 1);
    concern
}

async fn the_last_lead_with_a_key_reads_what_follows_and_is_kept_from_nothing(school: School) {
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let key = page_of_key(&mut dana).await;
    let would =
        "You are a safeguarding lead, and would hold no key that counts. No lead would be left";
    let removal = format!("{key}/removal");
    dana.get(&removal).await.reads(would);
    dana.get(&format!("{key}/loss")).await.reads(would);
    // A teacher's key is missed by nobody, nor is a lead's while they have a spare.
    let mut green = SoftwareKey::new(Kind::U2f, 3);
    let mut sam = school.signed_in_with_a_key("staff", &mut green).await;
    let his = page_of_key(&mut sam).await;
    sam.get(&format!("{his}/removal"))
        .await
        .is(200)
        .never_says("safeguarding lead, and would");
    let mut spare = SoftwareKey::new(Kind::U2f, 2);
    dana.links_another(&mut blue, &mut spare, "Spare")
        .await
        .is(201);
    dana.get(&removal).await.is(200).never_says("No lead would");
    let right = [("password", PASSWORD)];
    let gone = dana.touches(&mut blue, "remove_key", &removal, &right);
    gone.await.leads_to();
    dana.get("/account/security-keys")
        .await
        .reads("was removed")
        .never_says("No lead is left");
    let key = page_of_key(&mut dana).await;
    let lost = dana.post(&format!("{key}/loss"), &[]).await;
    assert_eq!(lost.leads_to(), "/account/lost-key");
    dana.get("/account/lost-key")
        .await
        .reads("is reported lost")
        .reads("No lead is left who can open concerns. Link another key today.");
}

async fn whoever_looks_after_keys_reads_it_of_another(school: School) {
    school.gives_key("dsl", KeyKind::U2f).await;
    school.gives_key("deputy", KeyKind::U2f).await;
    let mut ada = school.elevated("admin").await;
    let keys = format!("/people/{}/security-keys", school.person("dsl").await);
    let page = ada.get(&keys).await;
    page.reads("1 safeguarding lead would hold no key that counts. 1 lead would be left");
    let report = page.every("form[action$='/loss']", "action").remove(0);
    ada.post(&report, &[]).await.leads_to();
    ada.get(&keys)
        .await
        .reads("1 safeguarding lead holds no key that counts now. Help them to link another");
    let keys = format!("/people/{}/security-keys", school.person("deputy").await);
    ada.get(&keys)
        .await
        .reads("No lead would be left who can open concerns");
}

async fn concerns_kept_from_every_lead_who_is_left_are_counted_for_whoever_reads_them_alone(
    school: School,
) {
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    school.gives_key("deputy", KeyKind::U2f).await;
    let concern = naming_the_deputy(&school).await;
    let removal = format!("{}/removal", page_of_key(&mut dana).await);
    let left = "1 lead would be left who can open concerns";
    // The password alone is told of leads and not of concerns, and neither is whoever looks after keys.
    dana.get(&removal).await.reads(left).never_says("kept from");
    let keys = format!("/people/{}/security-keys", school.person("dsl").await);
    for other in ["admin", "deputy"] {
        let mut other = school.elevated(other).await;
        let page = other.get(&keys).await;
        page.is(200).never_says("kept from everybody");
    }
    dana.elevates_with(&mut blue).await.leads_to();
    dana.get(&removal).await.reads(left).reads(KEPT);
    school.gives_key("pastoral", KeyKind::U2f).await;
    dana.get(&removal).await.reads(KEPT);
    // Another lead who reads it is enough, and so is that it is closed.
    school.puts_into("pastoral", "DSL").await;
    dana.get(&removal)
        .await
        .reads("2 leads would be left")
        .never_says("kept from everybody");
    let child = school.enrols("Bea", "Bell", "7").await;
    let other = school.logs(&[&child], 20, "Seen.", &["dsl"]).await;
    let pastoral = school.person("pastoral").await;
    let (first, deputy) = (concern.clone(), school.person("deputy").await);
    let names = school.app.db();
    let names = names.write(move |tx| {
        tx.execute(NAMES, &params![&first, &pastoral])?;
        tx.execute(NAMES, &params![&other, &pastoral])?;
        tx.execute(NAMES, &params![&other, &deputy])
    });
    names.await.expect("named");
    let many = "Of the open concerns that you read, 2 are kept from everybody who would be left";
    dana.get(&removal).await.reads(many);
    let closed = school.app.db();
    let closed = closed.write(move |tx| tx.execute(CLOSE, &params![&concern]));
    closed.await.expect("closed");
    dana.get(&removal).await.reads(KEPT);
}

async fn a_policy_that_leaves_no_lead_says_so_before_and_after(school: School) {
    school.gives_key("dsl", KeyKind::U2f).await;
    let mut ada = school.elevated("admin").await;
    let dsl = address(&school, "DSL").await;
    let same = preview(&mut ada, &dsl, &form(&["u2f_keys"], &[])).await;
    same.is(200).never_says("safeguarding lead");
    let looked = preview(&mut ada, &dsl, &form(&["passkeys"], &[])).await;
    looked
        .is(200)
        .reads("1 safeguarding lead would hold no key that counts. No lead would be left");
    save(&mut ada, &dsl, &looked).await.leads_to();
    ada.get(dsl.trim_end_matches("/keys"))
        .await
        .reads("No lead is left who can open concerns. Help them to link another key today.");
}

async fn who_lacks_a_key_stands_where_administrators_and_leads_look(school: School) {
    let none = "No safeguarding lead holds a key that counts: nobody can open concerns as a lead";
    for (who, reads) in [("admin", true), ("dsl", true), ("staff", false)] {
        let mut visitor = school.signed_in(who).await;
        let page = visitor.get("/dashboard").await;
        assert_eq!(page.is(200).text().contains(none), reads, "{who}");
    }
    school.gives_key("dsl", KeyKind::U2f).await;
    let some = "1 of 2 safeguarding leads holds no key that counts";
    let own = "You are a safeguarding lead and hold no key that counts.";
    let mut ada = school.elevated("admin").await;
    ada.get("/dashboard").await.reads(some).never_says(none);
    ada.get("/alerts/line").await.reads(some).reads(
        "a concern that only they may read stays closed until they have linked one: Dee Deputy.",
    );
    let mut dee = school.signed_in("deputy").await;
    dee.get("/dashboard").await.reads(own).never_says(some);
    for other in ["dsl", "staff"] {
        let mut other = school.elevated(other).await;
        let page = other.get("/dashboard").await;
        page.is(200).never_says(some).never_says(own);
    }
    school.gives_key("deputy", KeyKind::U2f).await;
    ada.get("/dashboard").await.never_says("key that counts");
    ada.get("/alerts/line").await.never_says("key that counts");
}
