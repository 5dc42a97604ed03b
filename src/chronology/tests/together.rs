//! Chronologies side by side.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    siblings_stand_side_by_side_as_far_as_their_files_are_open
}

async fn siblings_stand_side_by_side_as_far_as_their_files_are_open(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let amy = school.enrols("Amy", "Ash", "7").await;
    let tom = school.enrols("Tom", "Ash", "9").await;
    school
        .logs(&[&zoe, &amy], 3 * 1_440, "Of both.", &["dsl"])
        .await;
    school.logs(&[&tom], 50, "Of Tom alone.", &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let alone = format!("{}/family", chronology(&zoe));
    dana.get(&alone)
        .await
        .reads("No child whose file you may read");
    for relative in [&amy, &tom] {
        let new = format!("/pupils/{zoe}/family/new");
        let form = dana.get(&new).await.every("input[name=form]", "value");
        let fields = [
            ("form", form[0].as_str()),
            ("relative", &relative.0),
            ("kind", "sibling"),
            ("words", "Admission form"),
        ];
        let sent = dana.post(&format!("/pupils/{zoe}/family"), &fields).await;
        sent.leads_to();
    }
    let page = dana.get(&alone).await;
    page.reads("Of Tom alone.").reads("A.A.").reads("T.A.");
    assert_eq!(page.body.matches("Of both.").count(), 1, "for both at once");
    let shared = ".kw-together__event--shared .kw-event__badge";
    assert_eq!(page.every(shared, "class").len(), 1);
    page.reads("Z.A., A.A.").never_says("with A.A.");
    let chosen = dana.get(&format!("{alone}?with={amy}")).await;
    chosen.reads("Of both.").never_says("Of Tom alone.");
    let flags_alone = dana.get(&format!("{alone}?kind=flags&with={tom}")).await;
    flags_alone
        .reads("Choose more to show")
        .never_says("Of Tom alone.");
    let everything = flags_alone.every(".kw-sift__acts a", "href");
    assert_eq!(everything, [format!("{alone}?with={tom}")]);
    let kind = flags_alone.every("#kind option[selected]", "value");
    assert_eq!(kind, ["flags"]);
    let wrong = dana.get(&format!("{alone}?from=Monday")).await;
    wrong.is(422).reads("Enter a day, such as 22/11/2026");
    let newest = dana.get(&format!("{alone}?order=newest")).await;
    in_order(&newest, &["Of Tom alone.", "Of both."]);
    let mut pat = school.elevated("pastoral").await;
    for address in [alone.clone(), format!("{alone}?with={tom}&with={amy}")] {
        let page = pat.get(&address).await;
        page.is(200).reads("Of both.").never_says("Tom");
    }
    let opened = school.entries_of("chronology opened").await;
    assert!(opened.iter().any(|(pupil, _)| *pupil == tom.0));
}
