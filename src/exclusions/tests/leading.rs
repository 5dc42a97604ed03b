//! A school keeps a lead, and so do each file and each concern.

use keyward_db::params;

use super::*;
use crate::key_policy::Kind as KeyKind;

on_both_databases! {
    the_last_lead_stays_one_until_there_is_another
    whoever_alone_reads_a_file_as_a_lead_stays_one
    whoever_alone_reads_a_concern_as_a_lead_stays_one_and_is_not_excluded
    nor_are_they_once_its_children_were_taken_off
    a_concern_about_two_children_keeps_a_lead_who_reads_both
    what_no_lead_reads_already_holds_nobody_back
    whoever_leaves_a_file_to_leads_without_a_key_is_told
}

keyward_db::statements! {
    /// A pupil is taken off a concern.
    OFF = "INSERT INTO concern_pupil_off (concern_id, pupil_id, role_logged, role, logged, off_at)
           SELECT concern_id, pupil_id, role_logged, role, logged, 1 FROM concern_pupil
           WHERE concern_id = $1 AND pupil_id = $2";
    /// They stand with it no more.
    GONE = "DELETE FROM concern_pupil WHERE concern_id = $1 AND pupil_id = $2";
}

/// Why the last lead stays one.
const LAST_LEAD: &str = "No safeguarding lead would be left to read every file";

/// What somebody would have to be left with: no right to act on concerns, or files of some only.
const OF_A_FORM: [(&str, &str); 3] = [
    ("name", "Safeguarding lead"),
    ("standard", "log_concerns"),
    ("elevated", "read_every_file"),
];

async fn the_last_lead_stays_one_until_there_is_another(school: School) {
    let (dsl, deputy) = (school.person("dsl").await, school.person("deputy").await);
    let mut ada = school.elevated("admin").await;
    ada.post(&format!("/people/{deputy}/ending"), &[])
        .await
        .leads_to();
    let ending = format!("/people/{dsl}/ending");
    ada.post(&ending, &[]).await.is(422).reads(LAST_LEAD);
    let (membership, staff) = (format!("/people/{dsl}/membership"), [("groups", "Staff")]);
    let page = ada.post(&membership, &staff).await;
    page.is(422).reads(LAST_LEAD);
    let page = ada.get("/groups").await;
    let links = page.every("a[href^='/groups/']", "href");
    let mut refused = 0;
    for link in links.iter().filter(|link| *link != "/groups/new") {
        let page = ada.get(link).await;
        let name = page.every("#name", "value").remove(0);
        let fields = OF_A_FORM.map(|(field, value)| match field {
            "name" => (field, name.as_str()),
            _ => (field, value),
        });
        if page.text().contains("Dana Lead") {
            ada.post(link, &fields).await.is(422).reads(LAST_LEAD);
            refused += 1;
        }
    }
    assert_eq!(refused, 1, "one user group makes Dana a lead");
    school.elevated("dsl").await.get("/pupils").await.is(200);
    // With another lead, the first may go.
    let group = ada.get(&format!("/people/{dsl}")).await;
    let groups = group.every("input[name=groups][checked]", "value");
    let pastoral = school.person("pastoral").await;
    let fields: Vec<(&str, &str)> = groups.iter().map(|name| ("groups", &**name)).collect();
    ada.post(&format!("/people/{pastoral}/membership"), &fields)
        .await
        .leads_to();
    ada.post(&ending, &[]).await.leads_to();
}

async fn whoever_alone_reads_a_file_as_a_lead_stays_one(school: School) {
    let nephew = enrols(&school, "Ashgrove", "7").await;
    let (dsl, deputy) = (school.person("dsl").await, school.person("deputy").await);
    let mut dana = school.elevated("dsl").await;
    excludes(&mut dana, &nephew, &deputy).await.leads_to();
    let mut ada = school.elevated("admin").await;
    ada.post(&format!("/people/{dsl}/ending"), &[])
        .await
        .is(422)
        .reads(LAST_LEAD)
        .never_says("Ashgrove");
    ada.post(&format!("/people/{deputy}/ending"), &[])
        .await
        .leads_to();
}

/// A concern about these children that names these people, whom it is kept from.
async fn naming(school: &School, about: &[&PupilId], named: &[&PersonId]) -> ConcernId {
    let concern = logs(school, "staff", about, &["dsl"]).await;
    for person in named {
        let (of, person) = (concern.clone(), (*person).clone());
        let names = school.app.db();
        let names = names.write(move |tx| tx.execute(NAMES, &params![&of, &person]));
        names.await.expect("written");
    }
    concern
}

async fn whoever_alone_reads_a_concern_as_a_lead_stays_one_and_is_not_excluded(school: School) {
    let child = enrols(&school, "Ashgrove", "7").await;
    let other = enrols(&school, "Bell", "7").await;
    let (dsl, deputy) = (school.person("dsl").await, school.person("deputy").await);
    let concern = naming(&school, &[&child], &[&deputy]).await;
    let mut ada = school.elevated("admin").await;
    let ending = format!("/people/{dsl}/ending");
    let refused = ada.post(&ending, &[]).await;
    refused.is(422).reads(LAST_LEAD).never_says("Ashgrove");
    let (membership, staff) = (format!("/people/{dsl}/membership"), [("groups", "Staff")]);
    let refused = ada.post(&membership, &staff).await;
    refused.is(422).reads(LAST_LEAD).never_says("Ashgrove");
    let (mut dana, mut dee) = (
        school.elevated("dsl").await,
        school.elevated("deputy").await,
    );
    for lead in [&mut dana, &mut dee] {
        let refused = excludes(lead, &child, &dsl).await;
        refused.is(422).reads(TOO_FEW).reads(WHY);
    }
    let address = format!("/concerns/{concern}");
    dana.get(&address).await.is(200);
    dee.get(&address).await.is(404);
    // From another file they may be kept, and whoever does not read the concern from this one.
    excludes(&mut dee, &other, &dsl).await.leads_to();
    excludes(&mut dana, &child, &deputy).await.leads_to();
    // With another lead, the first may go.
    let page = ada.get(&format!("/people/{dsl}")).await;
    let groups = page.every("input[name=groups][checked]", "value");
    let fields: Vec<(&str, &str)> = groups.iter().map(|name| ("groups", &**name)).collect();
    let pastoral = school.person("pastoral").await;
    ada.post(&format!("/people/{pastoral}/membership"), &fields)
        .await
        .leads_to();
    ada.post(&ending, &[]).await.leads_to();
}

async fn nor_are_they_once_its_children_were_taken_off(school: School) {
    let child = enrols(&school, "Ashgrove", "7").await;
    let (other, last) = (
        enrols(&school, "Bell", "7").await,
        enrols(&school, "Cole", "7").await,
    );
    let (dsl, deputy) = (school.person("dsl").await, school.person("deputy").await);
    let concern = naming(&school, &[&child, &other, &last], &[]).await;
    for pupil in [&child, &other] {
        let (of, off) = (concern.clone(), pupil.clone());
        let write = school.app.db().write(move |tx| {
            tx.execute(OFF, &params![&of, &off])?;
            tx.execute(GONE, &params![&of, &off])
        });
        assert_eq!(write.await.expect("taken off"), 1);
    }
    let mut dana = school.elevated("dsl").await;
    excludes(&mut dana, &child, &deputy).await.leads_to();
    let refused = excludes(&mut dana, &other, &dsl).await;
    refused.is(422).reads(TOO_FEW);
}

async fn a_concern_about_two_children_keeps_a_lead_who_reads_both(school: School) {
    let child = enrols(&school, "Ashgrove", "7").await;
    let other = enrols(&school, "Bell", "7").await;
    let (dsl, deputy) = (school.person("dsl").await, school.person("deputy").await);
    logs(&school, "staff", &[&child, &other], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    excludes(&mut dana, &other, &deputy).await.leads_to();
    let refused = excludes(&mut dana, &child, &dsl).await;
    refused.is(422).reads(TOO_FEW);
}

async fn what_no_lead_reads_already_holds_nobody_back(school: School) {
    let child = enrols(&school, "Ashgrove", "7").await;
    let (dsl, deputy) = (school.person("dsl").await, school.person("deputy").await);
    naming(&school, &[&child], &[&dsl, &deputy]).await;
    let mut dee = school.elevated("deputy").await;
    excludes(&mut dee, &child, &dsl).await.leads_to();
}

async fn whoever_leaves_a_file_to_leads_without_a_key_is_told(school: School) {
    let closed = "No safeguarding lead who holds a key that counts can open this file now";
    let (dsl, deputy) = (school.person("dsl").await, school.person("deputy").await);
    school.gives_key("dsl", KeyKind::U2f).await;
    let mut dana = school.elevated("dsl").await;
    let (first, second) = (
        enrols(&school, "Ashgrove", "7").await,
        enrols(&school, "Bell", "7").await,
    );
    excludes(&mut dana, &first, &deputy).await.leads_to();
    dana.get(&address(&first)).await.never_says(closed);
    // The deputy is left as a lead, and can open nothing.
    excludes(&mut dana, &second, &dsl).await.leads_to();
    dana.get("/pupils")
        .await
        .reads("You cannot see that file from now on.")
        .reads(closed);
}
