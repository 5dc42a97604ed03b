//! Chronologies side by side.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    siblings_stand_side_by_side_as_far_as_their_files_are_open
    each_childs_own_role_stands_beside_them
}

keyward_db::statements! {
    /// A child is said to have harmed another.
    ACCUSE = "UPDATE concern_pupil SET role = 'alleged' WHERE concern_id = $1 AND pupil_id = $2";
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

async fn each_childs_own_role_stands_beside_them(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let kit = school.enrols("Kit", "Bell", "9").await;
    let both = school.logs(&[&zoe, &kit], 60, "Of both.", &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let pages = ["", "/document", "/family"].map(|part| format!("{}{part}", chronology(&zoe)));
    for page in &pages {
        dana.get(page).await.never_says("alleged to have harmed");
    }
    changes(&school, ACCUSE, params![&both, &kit].to_vec()).await;
    for page in &pages {
        let page = dana.get(page).await;
        page.is(200).reads(", alleged to have harmed");
    }
    dana.get(&pages[1])
        .await
        .reads("with K.B., alleged to have harmed");
    // Of a child whom the reader may not know nothing is said, nor to whom it is kept from since.
    let mut pat = school.elevated("pastoral").await;
    for page in &pages {
        let page = pat.get(page).await;
        page.is(200)
            .reads("another pupil")
            .never_says("alleged to have harmed");
    }
    school.puts_into("staff", "Deputy DSL").await;
    let mut sam = school.elevated("staff").await;
    sam.get(&pages[1]).await.reads("alleged to have harmed");
    let staff = school.person("staff").await;
    changes(&school, NAME, params![&both, &staff].to_vec()).await;
    sam.get(&pages[1])
        .await
        .reads("K.B.")
        .never_says("alleged to have harmed");
}
