//! A member of staff whom a concern named is not part of it after all.

use super::put_right::WHY;
use super::*;
use crate::key_policy::{Family, Kind, Policy};
use crate::testing::on_both_databases;

on_both_databases! {
    whoever_was_named_by_mistake_reads_it_again_and_the_other_leads_are_told
    nobody_is_let_back_unseen_by_naming_the_other_lead_too
    nor_by_excluding_the_other_lead_first_nor_by_a_child_whose_file_is_closed_to_her
    a_lead_without_a_key_that_counts_is_none_who_reads_it
    whoever_was_named_when_it_was_logged_stays_so_to_its_writer_alone
    what_else_keeps_them_from_it_keeps_them_still
    nobody_says_it_of_themselves_nor_as_a_user_group
    of_two_who_say_it_at_once_the_second_is_told
    a_form_sent_again_lets_nobody_back_who_was_named_again
}

/// What the act is called at its address.
const OFF: &str = "staff-taken-off";
/// What the other leads are written.
const TOLD: &str = "Somebody is no longer kept from a concern that you read";

async fn whoever_was_named_by_mistake_reads_it_again_and_the_other_leads_are_told(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &[&ella], &["dsl", "colleague"]).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get(&address(&id)).await;
    page.never_says("Not part of this after all");
    let empty = dana.get(&format!("{}/{OFF}", address(&id))).await;
    empty.reads("This concern names no member of staff");
    let col = school.person("colleague").await;
    let named = [("person", &*col.0), WHY];
    did(&school, &mut dana, &id, "staff", &named).await;
    let mut reader = school.signed_in("colleague").await;
    reader.get(&address(&id)).await.is(404);
    let bad = does(&school, &mut dana, &id, OFF, &[("words", "x")]).await;
    bad.is(422)
        .reads("Choose the member of staff who is not part of this")
        .reads("Write how you know that they are not part of this, in at least");
    let page = dana.get(&address(&id)).await;
    page.reads("Not part of this after all")
        .reads("Member of staff it is about, who cannot read it Col Colleague");
    did(&school, &mut dana, &id, OFF, &named).await;
    reader.get(&address(&id)).await.is(200).reads(SEEN);
    dana.get(&address(&id))
        .await
        .reads("They are not part of this concern")
        .reads("A member of staff was named Dana Lead")
        .reads("A member of staff is not part of this after all Dana Lead")
        .reads("Member of staffCol Colleague")
        .never_says("Member of staff it is about");
    dana.get(&format!("/pupils/{ella}/chronology"))
        .await
        .reads("A member of staff is not part of this after all");
    let page = school.signed_in("staff").await.get(&address(&id)).await;
    page.never_says("Member of staff it is about")
        .never_says("not part of");
    let told = async |person| school.letters_to(person).await.concat().contains(TOLD);
    assert!(told("deputy").await && !told("dsl").await && !told("colleague").await);
    let letters = school.letters_to("deputy").await.concat();
    assert!(letters.contains(&address(&id)), "{letters}");
    for secret in ["Ella", "Fairweather", "Col ", "mother", "Dana"] {
        assert!(!letters.contains(secret), "{secret}: {letters}");
    }
    let detail = school.wrote_down("member of staff taken off a concern");
    let detail = detail.await.expect("an entry");
    assert!(!detail.contains(&col.0), "{detail}");
}

/// What every lead is written who is told of it.
const TOLD_OF: &str = "Somebody is no longer kept from a concern";

async fn nobody_is_let_back_unseen_by_naming_the_other_lead_too(school: School) {
    let (id, mut dana) = case(&school).await;
    school.puts_into("pastoral", "DSL").await;
    names_as_staff(&school, &id, "pastoral").await;
    let letters = async |person| {
        let mut letters = school.letters_to(person).await;
        letters.retain(|letter| letter.contains(TOLD_OF));
        letters
    };
    let mut numbers = Vec::new();
    for person in ["colleague", "deputy"] {
        let person = school.person(person).await;
        let named = [("person", &*person.0), WHY];
        did(&school, &mut dana, &id, "staff", &named).await;
        numbers.push(person);
    }
    let mut dee = school.elevated("deputy").await;
    dee.get(&address(&id)).await.is(404);
    let named = [("person", &*numbers[0].0), WHY];
    did(&school, &mut dana, &id, OFF, &named).await;
    // Whoever is named herself learns that it was done, and nothing that opens anything.
    let told = letters("deputy").await.concat();
    assert!(told.contains("does not name them any more"), "{told}");
    for secret in ["/concerns", &*id.0, "that you read", "Ella", "Col ", "Dana"] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    let named = [("person", &*numbers[1].0), WHY];
    did(&school, &mut dana, &id, OFF, &named).await;
    // She reads it now, and is told that somebody was let back.
    dee.get(&address(&id)).await.is(200);
    let told = letters("deputy").await;
    assert_eq!(told.len(), 2, "{told:?}");
    let opens = told.iter().filter(|letter| letter.contains(&address(&id)));
    assert_eq!(opens.count(), 1, "{told:?}");
    // Whom it named when it was logged is told nothing, nor is whoever did it or is no lead.
    for person in ["pastoral", "dsl", "colleague"] {
        assert!(letters(person).await.is_empty(), "{person}");
    }
}

async fn nor_by_excluding_the_other_lead_first_nor_by_a_child_whose_file_is_closed_to_her(
    school: School,
) {
    let niece = school.enrols("Nia", "Niece", "7").await;
    school.excludes("deputy", &niece).await;
    for lead in ["pastoral", "admin"] {
        school.puts_into(lead, "DSL").await;
    }
    let ella = ella(&school).await;
    let id = logged(&school, &[&ella], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    let col = school.person("colleague").await;
    let named = [("person", &*col.0), WHY];
    did(&school, &mut dana, &id, "staff", &named).await;
    // One lead is excluded from the child's file; to the other it is closed by a child who is added.
    let pat = school.person("pastoral").await;
    let why = [
        ("form", "x"),
        ("person", &*pat.0),
        ("reason", "Her cousin."),
    ];
    let excluded = dana.post(&format!("/pupils/{ella}/exclusions"), &why).await;
    excluded.leads_to();
    put_right::adds(&school, &mut dana, &id, &niece)
        .await
        .leads_to();
    for kept in ["pastoral", "deputy"] {
        let mut kept = school.elevated(kept).await;
        kept.get(&address(&id)).await.is(404);
    }
    did(&school, &mut dana, &id, OFF, &named).await;
    for kept in ["pastoral", "deputy"] {
        let mut told = school.letters_to(kept).await;
        told.retain(|letter| letter.contains(TOLD_OF));
        let told = told.concat();
        assert!(
            told.contains("does not name them any more"),
            "{kept}: {told}"
        );
        for secret in [
            "/concerns",
            &*id.0,
            "that you read",
            "Ella",
            "Nia",
            "Col ",
            "Dana",
        ] {
            assert!(!told.contains(secret), "{secret}: {told}");
        }
    }
    let letters = school.letters_to("admin").await.concat();
    assert!(letters.contains(&address(&id)), "{letters}");
    // Whoever was excluded before it was logged learns of nothing.
    let other = logged(&school, &[&niece], &["dsl"]).await;
    did(&school, &mut dana, &other, "staff", &named).await;
    did(&school, &mut dana, &other, OFF, &named).await;
    let mut told = school.letters_to("deputy").await;
    told.retain(|letter| letter.contains(TOLD_OF));
    assert_eq!(told.len(), 1, "{told:?}");
}

async fn a_lead_without_a_key_that_counts_is_none_who_reads_it(school: School) {
    let (id, mut dana) = case(&school).await;
    school.gives_key("dsl", Kind::U2f).await;
    let me = school.person("dsl").await;
    let named = [("person", &*me.0), WHY];
    let last = "No safeguarding lead would be left who can read this concern.";
    let refused = does(&school, &mut dana, &id, "staff", &named).await;
    refused.is(422).reads(last).reads("His mother told us so.");
    // Nor does a key count that her user group does not take.
    let policy = Policy {
        families: [Family::U2fKeys].into(),
        ..Policy::default()
    };
    school.asks("Deputy DSL", policy).await;
    school.gives_key("deputy", Kind::SoftKey).await;
    let refused = does(&school, &mut dana, &id, "staff", &named).await;
    refused.is(422).reads(last);
    school.gives_key("deputy", Kind::U2f).await;
    let sent = does(&school, &mut dana, &id, "staff", &named).await;
    assert_eq!(sent.leads_to(), "/dashboard");
    dana.get(&address(&id)).await.is(404);
}

async fn whoever_was_named_when_it_was_logged_stays_so_to_its_writer_alone(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &[&ella], &["dsl", "colleague"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    names_as_staff(&school, &id, "deputy").await;
    let dee = school.person("deputy").await;
    let named = [("person", &*dee.0), WHY];
    did(&school, &mut dana, &id, OFF, &named).await;
    let about = "Member of staff it is about";
    let was = "Member of staff named when it was logged Dee Deputy";
    let kept = "Member of staff it is about, who cannot read it Dee Deputy";
    let page = dana.get(&address(&id)).await;
    page.never_says(about)
        .never_says("named when it was logged");
    let mut sam = school.signed_in("staff").await;
    let page = sam.get(&address(&id)).await;
    page.reads(was).never_says("cannot read it");
    // Whoever was alerted watches nobody whom a lead has cleared.
    let mut col = school.signed_in("colleague").await;
    let page = col.get(&address(&id)).await;
    page.is(200).reads(SEEN).never_says(about);
    page.never_says("Dee Deputy");
    // Named once more, they are as they were logged, and can be taken off once more.
    did(&school, &mut dana, &id, "staff", &named).await;
    sam.get(&address(&id)).await.reads(kept).never_says(was);
    dana.get(&address(&id)).await.reads(kept);
    did(&school, &mut dana, &id, OFF, &named).await;
    let page = sam.get(&address(&id)).await;
    page.reads(was).never_says("cannot read it");
    dana.get(&address(&id)).await.never_says(about);
}

async fn what_else_keeps_them_from_it_keeps_them_still(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &[&ella], &["dsl"]).await;
    for person in ["deputy", "colleague"] {
        names_as_staff(&school, &id, person).await;
    }
    school.excludes("deputy", &ella).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    for person in ["deputy", "colleague"] {
        let person = school.person(person).await;
        let named = [("person", &*person.0), WHY];
        did(&school, &mut dana, &id, OFF, &named).await;
    }
    let mut dee = school.elevated("deputy").await;
    dee.get(&address(&id)).await.is(404);
    // Who was never alerted reads nothing by it, and no letter goes to whoever does not read it.
    let mut col = school.elevated("colleague").await;
    col.get(&address(&id)).await.is(404);
    let letters = school.letters_to("deputy").await.concat();
    assert!(!letters.contains(TOLD), "{letters}");
}

async fn nobody_says_it_of_themselves_nor_as_a_user_group(school: School) {
    let (id, mut dana) = case(&school).await;
    names_as_staff(&school, &id, "deputy").await;
    let dee = school.person("deputy").await;
    let to = format!("{}/{OFF}", address(&id));
    let named = [("form", "f"), ("person", &*dee.0), WHY];
    let mut herself = school.elevated("deputy").await;
    herself.get(&to).await.is(404);
    herself.post(&to, &named).await.is(404);
    // Nor whoever wrote it and is named in it.
    names_as_staff(&school, &id, "staff").await;
    school.puts_into("staff", "DSL").await;
    let mut sam = school.elevated("staff").await;
    sam.post(&to, &named).await.is(404);
    // Nor a lead while she views as a user group whose people could.
    views_as(&school, &mut dana, "Deputy DSL").await;
    dana.get(&address(&id)).await.is(200);
    let refused = dana.post(&to, &named).await;
    refused.is(403).reads("Nothing was changed");
    dana.post("/view-as/end", &[]).await.leads_to();
    dana.get(&address(&id)).await.reads("Dee Deputy");
    herself.get(&address(&id)).await.is(404);
}

async fn of_two_who_say_it_at_once_the_second_is_told(school: School) {
    let (id, _) = case(&school).await;
    names_as_staff(&school, &id, "colleague").await;
    let col = school.person("colleague").await;
    let named = [("person", &*col.0), WHY];
    let mut both = together::both(&school, &id, OFF, &named).await;
    let (_, told) = together::second_of(&mut both).await;
    told.reads("said that a member of staff is not part of this after all today at")
        .reads("What you wrote is kept below.")
        .reads("His mother told us so.");
    let mut dana = school.elevated("dsl").await;
    let page = dana.get(&address(&id)).await;
    assert_eq!(
        page.text().matches("Member of staffCol Colleague").count(),
        1
    );
}

async fn a_form_sent_again_lets_nobody_back_who_was_named_again(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &[&ella], &["dsl", "colleague"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    let col = school.person("colleague").await;
    let named = [("person", &*col.0), WHY];
    did(&school, &mut dana, &id, "staff", &named).await;
    let form = Filled::by(&mut dana, &format!("{}/{OFF}", address(&id)), &named).await;
    assert_eq!(form.sent(&mut dana).await.leads_to(), address(&id));
    did(&school, &mut dana, &id, "staff", &named).await;
    assert_eq!(form.sent(&mut dana).await.leads_to(), address(&id));
    let mut reader = school.signed_in("colleague").await;
    reader.get(&address(&id)).await.is(404);
    let page = dana.get(&address(&id)).await;
    let off = "A member of staff is not part of this after all Dana";
    assert_eq!(page.text().matches(off).count(), 1);
}
