//! Flags, as visitors meet them.

use crate::ids::PupilId;
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    a_flag_stands_on_the_file_until_it_ends_with_a_reason
    whoever_reads_the_file_sees_its_flags_and_nobody_else
    what_is_wrong_with_a_flag_comes_back_filled_in
    two_people_end_one_flag_and_the_second_is_told
    a_school_writes_a_flag_in_its_own_words
    of_which_kind_a_flag_is_stands_neither_in_the_log_nor_in_the_database
}

keyward_db::statements! {
    /// What the database says of flags without the school's key.
    IN_CLEAR = "SELECT kind FROM flag";
}

const SOURCE: &str = "Minutes of the conference";

/// Puts a flag of this kind on a child.
async fn adds(visitor: &mut Visitor, child: &PupilId, fields: &[(&str, &str)]) -> Page {
    let page = visitor.get(&format!("/pupils/{child}/flags/new")).await;
    let form = page.every("input[name=form]", "value");
    let mut all = vec![("form", form[0].as_str()), ("source", SOURCE)];
    all.extend_from_slice(fields);
    visitor.post(&format!("/pupils/{child}/flags"), &all).await
}

const PLAN: [(&str, &str); 2] = [("kind", "child_protection"), ("began", "2026-03-03")];

/// The way to the end of the only flag that stands.
async fn ending(visitor: &mut Visitor, child: &PupilId) -> String {
    let page = visitor.get(&format!("/pupils/{child}/flags")).await;
    let links = page.every("a[href$='/ending']", "href");
    assert_eq!(links.len(), 1);
    links[0].clone()
}

async fn a_flag_stands_on_the_file_until_it_ends_with_a_reason(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    let list = format!("/pupils/{zoe}/flags");
    assert_eq!(adds(&mut dana, &zoe, &PLAN).await.leads_to(), list);
    let file = dana.get(&format!("/pupils/{zoe}")).await;
    file.reads("Child protection plan since 3 March 2026");
    dana.get(&list)
        .await
        .reads(SOURCE)
        .reads("Added by Dana Lead on")
        .never_says("Past flags");

    let end = ending(&mut dana, &zoe).await;
    dana.get(&end).await.is(200).reads("since 3 March 2026");
    let early = [("on", "2026-03-02"), ("reason", "Stepped down")];
    dana.post(&end, &early)
        .await
        .is(422)
        .reads("It began on 3 March 2026")
        .reads("Stepped down");
    let fields = [("on", "2026-05-01"), ("reason", "Stepped down")];
    for _ in 0..2 {
        assert_eq!(dana.post(&end, &fields).await.leads_to(), list);
    }
    let file = dana.get(&format!("/pupils/{zoe}")).await;
    file.never_says("Child protection plan");
    dana.get(&list)
        .await
        .reads("3 March 2026 to 1 May 2026")
        .reads("Ended: Stepped down");
    for act in ["flag added", "flag ended"] {
        let entries = school.entries_of(act).await;
        assert_eq!(entries.len(), 1, "{act}");
        let (pupil, detail) = &entries[0];
        assert_eq!(*pupil, zoe.0);
        assert!(!detail.contains("Stepped") && !detail.contains("Minutes"));
    }
}

async fn whoever_reads_the_file_sees_its_flags_and_nobody_else(school: School) {
    let (zoe, tom) = (
        school.enrols("Zoe", "Ash", "7").await,
        school.enrols("Tom", "Bell", "9").await,
    );
    let mut dana = school.elevated("dsl").await;
    for child in [&zoe, &tom] {
        adds(&mut dana, child, &PLAN).await.leads_to();
    }
    let mut pat = school.elevated("pastoral").await;
    let list = format!("/pupils/{zoe}/flags");
    let page = pat.get(&list).await;
    page.is(200).reads("Child protection plan");
    page.never_says("Add a flag").never_says("/ending");
    let end = ending(&mut dana, &zoe).await;
    let fields = [("on", "2026-05-01"), ("reason", "No")];
    pat.post(&list, &PLAN).await.is(404);
    pat.post(&end, &fields).await.is(404);
    pat.get(&format!("/pupils/{tom}/flags")).await.is(404);
    // A flag is no way into another child's file.
    school
        .gives("Pastoral", crate::access::Right::WorkCases)
        .await;
    let toms = ending(&mut dana, &tom).await;
    pat.get(&toms).await.is(404);
    let crossed = toms.replace(&tom.0, &zoe.0);
    pat.get(&crossed).await.is(404);
    pat.post(&crossed, &fields).await.is(404);
    let toms_list = format!("/pupils/{tom}/flags");
    pat.post(&toms_list, &PLAN).await.is(404).never_says("Tom");

    let mut sam = school.elevated("staff").await;
    sam.get(&list).await.is(404);
    school.excludes("deputy", &zoe).await;
    let mut dee = school.elevated("deputy").await;
    dee.get(&list).await.is(404);
    dee.post(&end, &fields).await.is(404);
    let mut unelevated = school.signed_in("dsl").await;
    unelevated.get(&list).await.is(404);
    assert!(school.entries_of("flag ended").await.is_empty());
}

async fn what_is_wrong_with_a_flag_comes_back_filled_in(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    let fields = [("kind", "ehcp"), ("began", "2030-01-01"), ("note", "Kept.")];
    let page = adds(&mut dana, &zoe, &fields).await;
    page.is(422)
        .reads("The day it began must be today or earlier")
        .reads("Kept.");
    assert_eq!(page.every("#source", "value"), [SOURCE]);
    assert_eq!(page.every("input[value=ehcp][checked]", "name"), ["kind"]);
    assert!(school.entries_of("flag added").await.is_empty());
}

async fn two_people_end_one_flag_and_the_second_is_told(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    adds(&mut dana, &zoe, &PLAN).await.leads_to();
    let end = ending(&mut dana, &zoe).await;
    let mut dee = school.elevated("deputy").await;
    dee.get(&end).await.is(200);
    let fields = [("on", "2026-05-01"), ("reason", "Stepped down")];
    dana.post(&end, &fields).await.leads_to();
    let late = [("on", "2026-05-02"), ("reason", "Closed by review")];
    dee.post(&end, &late)
        .await
        .is(422)
        .reads("Dana Lead ended this flag on")
        .reads("Closed by review");
    let list = dee.get(&format!("/pupils/{zoe}/flags")).await;
    list.reads("Stepped down").never_says("Closed by review");
}

async fn a_school_writes_a_flag_in_its_own_words(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    let fields = [
        ("kind", "other"),
        ("name", "Forces family"),
        ("began", "1/9/2026"),
    ];
    adds(&mut dana, &zoe, &fields).await.leads_to();
    let file = dana.get(&format!("/pupils/{zoe}")).await;
    file.reads("Forces family since 1 September 2026");
    let entries = school.entries_of("flag added").await;
    assert!(!entries[0].1.contains("Forces"), "the words stay sealed");
}

async fn of_which_kind_a_flag_is_stands_neither_in_the_log_nor_in_the_database(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    adds(&mut dana, &zoe, &PLAN).await.leads_to();
    let written = school.wrote_down("flag added").await.expect("an entry");
    assert!(!written.contains("protection"), "{written}");
    let read = school
        .app
        .db()
        .read(|tx| tx.all(IN_CLEAR, &[], |row| row.get(0)));
    let kinds: Vec<String> = read.await.expect("read");
    assert_eq!(kinds, [""]);
    dana.get(&format!("/pupils/{zoe}"))
        .await
        .reads("Child protection plan since 3 March 2026");
}
