//! Contacts, as visitors meet them.

use crate::access::Right;
use crate::ids::PupilId;
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    a_parent_is_written_down_and_a_newer_entry_takes_the_place
    who_must_not_be_contacted_is_not_dialled
    agencies_are_suggested_from_files_that_may_be_read
    two_people_update_one_contact_and_the_second_is_told
    contacts_are_seen_with_the_file_alone
    a_contact_ends_with_a_reason
    the_same_person_twice_is_asked_about_first
    who_must_not_be_contacted_stands_on_the_concern_for_whoever_reads_the_file
}

const MOTHER: [(&str, &str); 4] = [
    ("side", "family"),
    ("name", "Mo Ash"),
    ("relation", "Mother"),
    ("telephone", "07700 900123"),
];
const WORKER: [(&str, &str); 4] = [
    ("side", "professional"),
    ("name", "Sol Work"),
    ("relation", "Social worker"),
    ("agency", "Northtown services"),
];

/// Sends the form at this address with these fields changed.
async fn sends(visitor: &mut Visitor, child: &PupilId, at: &str, fields: &[(&str, &str)]) -> Page {
    let page = visitor
        .get(&format!("/pupils/{child}/contacts/new{at}"))
        .await;
    page.is(200);
    let form = page.every("input[name=form]", "value");
    let old = page.every("input[name=replaces]", "value");
    let mut all = vec![("form", form[0].as_str()), ("replaces", old[0].as_str())];
    all.extend_from_slice(fields);
    visitor
        .post(&format!("/pupils/{child}/contacts"), &all)
        .await
}

/// The query of the first way to update a contact.
async fn update(visitor: &mut Visitor, child: &PupilId) -> String {
    let page = visitor.get(&format!("/pupils/{child}/contacts")).await;
    let links = page.every("a[href*='replaces=']", "href");
    links[0].split_once("/new").expect("a query").1.to_owned()
}

async fn a_parent_is_written_down_and_a_newer_entry_takes_the_place(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    let list = format!("/pupils/{zoe}/contacts");
    assert_eq!(sends(&mut dana, &zoe, "", &MOTHER).await.leads_to(), list);
    let page = dana.get(&list).await;
    page.reads("Mo Ash Mother").reads("07700 900123");
    assert_eq!(page.every("dd a", "href"), ["tel:07700900123"]);

    let at = update(&mut dana, &zoe).await;
    let form = dana.get(&format!("/pupils/{zoe}/contacts/new{at}")).await;
    assert_eq!(form.every("#telephone", "value"), ["07700 900123"]);
    let newer = [
        MOTHER[0],
        MOTHER[1],
        MOTHER[2],
        ("telephone", "07700 900999"),
    ];
    let silent = sends(&mut dana, &zoe, &at, &newer).await;
    silent.is(422).reads("Write what changed");
    let mut newer = newer.to_vec();
    newer.push(("why", "New number"));
    sends(&mut dana, &zoe, &at, &newer).await.leads_to();
    let page = dana.get(&list).await;
    page.reads("07700 900999").reads("Ended: New number");
    assert_eq!(page.every("a[href*='replaces=']", "href").len(), 1);
    let file = dana.get(&format!("/pupils/{zoe}")).await;
    file.reads("07700 900999").never_says("900123");
    let entries = school.entries_of("contact added").await;
    assert_eq!(entries.len(), 2);
    assert!(entries[1].1.contains("in place of") && !entries[1].1.contains("900"));
}

async fn who_must_not_be_contacted_is_not_dialled(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    let mut fields = MOTHER.to_vec();
    fields.push(("no-contact", "Non-molestation order of 3 March"));
    sends(&mut dana, &zoe, "", &fields).await.leads_to();
    let list = dana.get(&format!("/pupils/{zoe}/contacts")).await;
    list.reads("Must not be contacted. Non-molestation order of 3 March");
    let file = dana.get(&format!("/pupils/{zoe}")).await;
    file.reads("Must not be contacted.");
    for page in [list, file] {
        assert!(page.every("a[href^='tel:']", "href").is_empty());
    }
}

async fn agencies_are_suggested_from_files_that_may_be_read(school: School) {
    let (zoe, tom) = (
        school.enrols("Zoe", "Ash", "7").await,
        school.enrols("Tom", "Bell", "9").await,
    );
    let mut dana = school.elevated("dsl").await;
    sends(&mut dana, &zoe, "?side=professional", &WORKER)
        .await
        .leads_to();
    let mut other = WORKER.to_vec();
    other[3] = ("agency", "Witness unit");
    sends(&mut dana, &tom, "?side=professional", &other)
        .await
        .leads_to();
    let form = format!("/pupils/{zoe}/contacts/new?side=professional");
    let page = dana.get(&form).await;
    assert_eq!(
        page.every("#agencies option", "value"),
        ["Northtown services", "Witness unit"]
    );
    school.gives("Pastoral", Right::WorkCases).await;
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&form).await;
    assert_eq!(
        page.every("#agencies option", "value"),
        ["Northtown services"]
    );
}

async fn two_people_update_one_contact_and_the_second_is_told(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    sends(&mut dana, &zoe, "", &MOTHER).await.leads_to();
    let at = update(&mut dana, &zoe).await;
    let mut dee = school.elevated("deputy").await;
    let page = dee.get(&format!("/pupils/{zoe}/contacts/new{at}")).await;
    let (form, old) = (
        page.every("input[name=form]", "value").remove(0),
        page.every("input[name=replaces]", "value").remove(0),
    );
    let mut mine = MOTHER.to_vec();
    mine.push(("why", "Moved"));
    sends(&mut dana, &zoe, &at, &mine).await.leads_to();
    let mut theirs = MOTHER.to_vec();
    theirs[3] = ("telephone", "07700 900777");
    theirs.extend([("form", form.as_str()), ("replaces", &old), ("why", "Rang")]);
    let page = dee.post(&format!("/pupils/{zoe}/contacts"), &theirs).await;
    page.is(422)
        .reads("Dana Lead updated or ended this contact on");
    assert_eq!(page.every("#telephone", "value"), ["07700 900777"]);
    let list = dee.get(&format!("/pupils/{zoe}/contacts")).await;
    list.never_says("900777");
}

async fn contacts_are_seen_with_the_file_alone(school: School) {
    let tom = school.enrols("Tom", "Bell", "9").await;
    let mut dana = school.elevated("dsl").await;
    sends(&mut dana, &tom, "", &MOTHER).await.leads_to();
    let at = update(&mut dana, &tom).await;
    school.gives("Pastoral", Right::WorkCases).await;
    let mut pat = school.elevated("pastoral").await;
    for page in ["", "/new", &format!("/new{at}")] {
        let page = pat.get(&format!("/pupils/{tom}/contacts{page}")).await;
        page.is(404).never_says("Ash");
    }
    let to = format!("/pupils/{tom}/contacts");
    pat.post(&to, &MOTHER).await.is(404);
    // A contact is no way into another child's file.
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let crossed = pat.get(&format!("/pupils/{zoe}/contacts/new{at}")).await;
    crossed.is(404);
    let mut fields = MOTHER.to_vec();
    let old = at.trim_start_matches("?replaces=");
    fields.extend([("replaces", old), ("why", "Crossed")]);
    pat.post(&format!("/pupils/{zoe}/contacts"), &fields)
        .await
        .is(404);
    let list = dana.get(&to).await;
    list.reads("Mo Ash").never_says("Past contacts");
}

async fn a_contact_ends_with_a_reason(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    sends(&mut dana, &zoe, "", &WORKER).await.leads_to();
    let list = format!("/pupils/{zoe}/contacts");
    let page = dana.get(&list).await;
    let end = page.every("a[href$='/ending']", "href").remove(0);
    dana.get(&end).await.is(200).reads("Sol Work");
    let blank = dana.post(&end, &[("reason", " ")]).await;
    blank.is(422).reads("Write why it ends");
    for _ in 0..2 {
        let sent = dana.post(&end, &[("reason", "Moved team")]).await;
        assert_eq!(sent.leads_to(), list);
    }
    let page = dana.get(&list).await;
    page.reads("Ended: Moved team")
        .reads("No professional is recorded");
    assert_eq!(school.entries_of("contact ended").await.len(), 1);
    let mut dee = school.elevated("deputy").await;
    let late = dee.post(&end, &[("reason", "Retired")]).await;
    late.is(422).reads("Dana Lead ended this contact on");
}

async fn the_same_person_twice_is_asked_about_first(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    let list = format!("/pupils/{zoe}/contacts");
    let page = dana.get(&format!("{list}/new")).await;
    let form = page.every("input[name=form]", "value").remove(0);
    let mut first = MOTHER.to_vec();
    first.push(("form", &form));
    // A double click is no second person.
    for _ in 0..2 {
        assert_eq!(dana.post(&list, &first).await.leads_to(), list);
    }
    let again = [
        MOTHER[0],
        ("name", "mo  ASH"),
        ("relation", "mother"),
        ("telephone", "07700 900999"),
    ];
    let page = sends(&mut dana, &zoe, "", &again).await;
    page.is(422)
        .reads("Mo Ash, Mother, is there already, added by Dana Lead on");
    assert_eq!(page.every("#telephone", "value"), ["07700 900999"]);
    assert_eq!(page.every("input[name=anyway]", "value"), ["1"]);
    let mut anyway = again.to_vec();
    anyway.push(("anyway", "1"));
    sends(&mut dana, &zoe, "", &anyway).await.leads_to();
    // Somebody of that name who is another to the child is not asked about, nor one who has ended.
    let aunt = [MOTHER[0], MOTHER[1], ("relation", "Aunt or uncle")];
    sends(&mut dana, &zoe, "", &aunt).await.leads_to();
    assert_eq!(school.entries_of("contact added").await.len(), 3);
    let tom = school.enrols("Tom", "Bell", "9").await;
    sends(&mut dana, &tom, "", &MOTHER).await.leads_to();
    let page = dana.get(&format!("/pupils/{tom}/contacts")).await;
    let end = page.every("a[href$='/ending']", "href").remove(0);
    dana.post(&end, &[("reason", "Moved away")])
        .await
        .leads_to();
    sends(&mut dana, &tom, "", &MOTHER).await.leads_to();
}

async fn who_must_not_be_contacted_stands_on_the_concern_for_whoever_reads_the_file(
    school: School,
) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let concern = school.logs(&[&zoe], 10, "Late again.", &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let mut barred = MOTHER.to_vec();
    barred.push(("no-contact", "Non-molestation order of 3 March"));
    sends(&mut dana, &zoe, "", &barred).await.leads_to();
    let page = dana.get(&format!("/concerns/{concern}")).await;
    page.reads("Must not be contacted: Mo Ash, Mother");
    let mut sam = school.signed_in("staff").await;
    let page = sam.get(&format!("/concerns/{concern}")).await;
    page.is(200)
        .never_says("Mo Ash")
        .never_says("Must not be contacted");
    let end = dana.get(&format!("/pupils/{zoe}/contacts")).await;
    let end = end.every("a[href$='/ending']", "href").remove(0);
    dana.post(&end, &[("reason", "The order is lifted")])
        .await
        .leads_to();
    let page = dana.get(&format!("/concerns/{concern}")).await;
    page.never_says("Must not be contacted");
}
