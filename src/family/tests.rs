//! Family, as visitors meet it.

use crate::access::Right;
use crate::ids::PupilId;
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    a_shared_telephone_suggests_and_never_assumes
    a_suggestion_never_reveals_a_child_whose_file_is_closed
    a_dismissed_suggestion_stays_away_until_another_contact_is_shared
    a_link_is_seen_from_both_files_by_who_may_read_both
    only_children_whose_file_is_open_are_found_and_linked
    a_link_ends_with_a_reason
}

/// Writes down a parent with this telephone number, typed as it comes, and this address.
async fn parent(visitor: &mut Visitor, child: &PupilId, telephone: &str, address: &str) {
    let new = format!("/pupils/{child}/contacts/new");
    let form = visitor.get(&new).await.every("input[name=form]", "value");
    let fields = [
        ("form", form[0].as_str()),
        ("name", "Mo Ash"),
        ("relation", "Mother"),
        ("telephone", telephone),
        ("address", address),
        ("anyway", "1"),
    ];
    let sent = visitor
        .post(&format!("/pupils/{child}/contacts"), &fields)
        .await;
    sent.leads_to();
}

/// Links two children.
async fn links(visitor: &mut Visitor, child: &PupilId, relative: &PupilId) -> Page {
    let new = format!("/pupils/{child}/family/new?relative={relative}");
    let form = visitor.get(&new).await.every("input[name=form]", "value");
    let fields = [
        ("form", form[0].as_str()),
        ("relative", relative.0.as_str()),
        ("kind", "sibling"),
        ("words", "Mother said so."),
    ];
    visitor
        .post(&format!("/pupils/{child}/family"), &fields)
        .await
}

fn family(child: &PupilId) -> String {
    format!("/pupils/{child}/family")
}

/// Zoe Ash in year 7 and Tom Bell in year 9.
async fn children(school: &School) -> (PupilId, PupilId) {
    (
        school.enrols("Zoe", "Ash", "7").await,
        school.enrols("Tom", "Bell", "9").await,
    )
}

async fn a_shared_telephone_suggests_and_never_assumes(school: School) {
    let (zoe, tom) = children(&school).await;
    let amy = school.enrols("Amy", "Cole", "8").await;
    let mut dana = school.elevated("dsl").await;
    parent(&mut dana, &zoe, "07700 900123", "14 Larch Lane, NT1 4AB").await;
    parent(&mut dana, &tom, "+44 7700 900123", "14 larch ln nt14ab").await;
    parent(&mut dana, &amy, "07700 900124", "15 Larch Lane, NT1 4AB").await;
    let page = dana.get(&family(&zoe)).await;
    page.reads("May be family")
        .reads("Tom Bell")
        .reads("has the same home and the same telephone number as one of Zoe Ash")
        .never_says("Amy");
    page.reads("No child whose file you may read is linked");
    dana.get(&family(&tom)).await.reads("Zoe Ash");
    dana.get(&family(&amy)).await.never_says("May be family");
    let file = dana.get(&format!("/pupils/{zoe}")).await;
    file.never_says("Tom Bell");

    let sent = links(&mut dana, &zoe, &tom).await;
    assert_eq!(sent.leads_to(), family(&zoe));
    for (child, name) in [(&zoe, "Tom Bell"), (&tom, "Zoe Ash")] {
        let page = dana.get(&family(child)).await;
        page.reads(name)
            .reads("Sibling")
            .never_says("May be family");
        dana.get(&format!("/pupils/{child}")).await.reads(name);
    }
}

async fn a_suggestion_never_reveals_a_child_whose_file_is_closed(school: School) {
    let (zoe, tom) = children(&school).await;
    let mut dana = school.elevated("dsl").await;
    for child in [&zoe, &tom] {
        parent(&mut dana, child, "07700 900123", "").await;
    }
    school.gives("Pastoral", Right::WorkCases).await;
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&family(&zoe)).await;
    page.is(200).never_says("May be family").never_says("Tom");
    pat.get(&family(&tom)).await.is(404);
    let dismissal = format!("/pupils/{zoe}/family/suggestions/{tom}");
    pat.get(&dismissal).await.is(404).never_says("Tom");
    let fields = [("form", "f"), ("reason", "No")];
    pat.post(&dismissal, &fields).await.is(404);
    let turned = format!("/pupils/{tom}/family/suggestions/{zoe}");
    pat.get(&turned).await.is(404);
    pat.post(&turned, &fields).await.is(404);
    // Whoever was excluded from one file learns of it from neither.
    school.excludes("deputy", &tom).await;
    let mut dee = school.elevated("deputy").await;
    dee.get(&family(&zoe)).await.is(200).never_says("Tom");
    dana.get(&family(&zoe)).await.reads("Tom Bell");
}

async fn a_dismissed_suggestion_stays_away_until_another_contact_is_shared(school: School) {
    let (zoe, tom) = children(&school).await;
    let mut dana = school.elevated("dsl").await;
    for child in [&zoe, &tom] {
        parent(&mut dana, child, "07700 900123", "").await;
    }
    let dismissal = format!("/pupils/{zoe}/family/suggestions/{tom}");
    school.clock.advance_seconds(60);
    let page = dana.get(&dismissal).await;
    page.is(200).reads("Tom Bell");
    let form = page.every("input[name=form]", "value").remove(0);
    let blank = [("form", form.as_str()), ("reason", "")];
    dana.post(&dismissal, &blank)
        .await
        .is(422)
        .reads("Write why they are no family");
    let fields = [("form", form.as_str()), ("reason", "The same childminder")];
    for _ in 0..2 {
        let sent = dana.post(&dismissal, &fields).await;
        assert_eq!(sent.leads_to(), family(&zoe));
    }
    assert_eq!(
        school.entries_of("family suggestion dismissed").await.len(),
        1
    );
    for (child, name) in [(&zoe, "Tom"), (&tom, "Zoe Ash</a>")] {
        dana.get(&family(child)).await.never_says(name);
    }
    school.clock.advance_seconds(60);
    for child in [&zoe, &tom] {
        parent(&mut dana, child, "", "14 Larch Lane, NT1 4AB").await;
    }
    let page = dana.get(&family(&zoe)).await;
    page.reads("Tom Bell").reads("has the same home as one of");
}

async fn a_link_is_seen_from_both_files_by_who_may_read_both(school: School) {
    let (zoe, tom) = children(&school).await;
    let amy = school.enrols("Amy", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    for relative in [&tom, &amy] {
        links(&mut dana, &zoe, relative).await.leads_to();
    }
    let mut pat = school.elevated("pastoral").await;
    for page in [family(&zoe), format!("/pupils/{zoe}")] {
        let page = pat.get(&page).await;
        page.is(200).reads("Amy Ash").never_says("Tom");
    }
    pat.get(&family(&amy)).await.reads("Zoe Ash");
    let page = pat.get(&family(&zoe)).await;
    page.never_says("/ending").never_says("Link a child");
    let again = links(&mut dana, &tom, &zoe).await;
    again
        .is(422)
        .reads("Dana Lead linked Zoe Ash already, as “Sibling”");
}

async fn only_children_whose_file_is_open_are_found_and_linked(school: School) {
    let (zoe, tom) = children(&school).await;
    let amy = school.enrols("Amy", "Bell", "7").await;
    school.gives("Pastoral", Right::WorkCases).await;
    let mut pat = school.elevated("pastoral").await;
    let found = pat
        .post(&format!("/pupils/{zoe}/family/new"), &[("find", "bell")])
        .await;
    found.is(200).reads("Amy Bell").never_says("Tom");
    // As one types, the same are found.
    let typed = pat.post("/pupils/found", &[("find", "bell")]).await;
    let typed = typed.json();
    assert_eq!(typed["pupils"].as_array().map(Vec::len), Some(1));
    assert_eq!(typed["pupils"][0]["name"], "Amy Bell");
    let page = links(&mut pat, &zoe, &tom).await;
    page.is(422)
        .reads("Find and choose the other child")
        .reads("Mother said so.")
        .never_says("Tom");
    let page = links(&mut pat, &zoe, &zoe).await;
    page.is(422).reads("Find and choose the other child");
    links(&mut pat, &zoe, &amy).await.leads_to();
    let mut sam = school.elevated("staff").await;
    sam.post("/pupils/found", &[("find", "bell")]).await.is(404);
    for page in ["", "/new"] {
        let page = sam.get(&format!("{}{page}", family(&zoe))).await;
        page.is(404).never_says("Ash");
    }
}

async fn a_link_ends_with_a_reason(school: School) {
    let (zoe, tom) = children(&school).await;
    let mut dana = school.elevated("dsl").await;
    links(&mut dana, &zoe, &tom).await.leads_to();
    let page = dana.get(&family(&tom)).await;
    let end = page.every("a[href$='/ending']", "href").remove(0);
    school.gives("Pastoral", Right::WorkCases).await;
    let mut pat = school.elevated("pastoral").await;
    let from_zoe = end.replace(&tom.0, &zoe.0);
    for end in [&end, &from_zoe] {
        pat.get(end).await.is(404);
    }
    dana.get(&end).await.is(200).reads("Zoe Ash");
    let blank = dana.post(&end, &[("reason", "")]).await;
    blank.is(422).reads("Write why the link ends");
    for _ in 0..2 {
        let sent = dana.post(&end, &[("reason", "By mistake")]).await;
        assert_eq!(sent.leads_to(), family(&tom));
    }
    assert_eq!(school.entries_of("family link ended").await.len(), 1);
    dana.get(&family(&zoe)).await.never_says("Tom");
}
