//! A school keeps a lead, and so does each file.

use super::*;

on_both_databases! {
    the_last_lead_stays_one_until_there_is_another
    whoever_alone_reads_a_file_as_a_lead_stays_one
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
