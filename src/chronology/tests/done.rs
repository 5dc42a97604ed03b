//! What was done about a concern, in a chronology and on paper.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    what_was_done_says_what_it_says_and_names_no_other_child
}

async fn what_was_done_says_what_it_says_and_names_no_other_child(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let kit = school.enrols("Kit", "Bell", "9").await;
    let both = school.logs(&[&zoe, &kit], 60, "Of both.", &["dsl"]).await;
    let other = school.logs(&[&kit], 50, "Of Kit.", &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    contacts(&mut dana, &both).await;
    let roles = [
        ("form", "r"),
        (&*format!("role-{zoe}"), "witness"),
        (&*format!("role-{kit}"), "other"),
        ("words", "Told by the class."),
    ];
    let to = format!("/concerns/{both}/roles");
    dana.post(&to, &roles).await.leads_to();
    let link = [
        ("form", "l"),
        ("other", other.0.as_str()),
        ("words", "One worry."),
    ];
    let to = format!("/concerns/{both}/links");
    dana.post(&to, &link).await.leads_to();
    let page = dana.get(&chronology(&zoe)).await;
    page.reads("Contact: Police")
        .reads("How: By telephone")
        .reads("Telephoned them.")
        .reads("Zoe Ash: ")
        .reads("Kit Bell: ")
        .reads("Told by the class.")
        .reads("One worry.");
    // Who reads it for Zoe's sake learns no more of the other child than that there is one, and
    // nothing of a concern that they do not see.
    let mut pat = school.elevated("pastoral").await;
    pat.get(&chronology(&zoe))
        .await
        .reads("Telephoned them.")
        .reads("Zoe Ash: ")
        .reads("Another pupil: ")
        .never_says("Kit")
        .never_says("One worry.");
    for (visitor, other) in [(&mut dana, "K.B.: "), (&mut pat, "Another pupil: ")] {
        let paper = visitor.get(&format!("{}/document", chronology(&zoe))).await;
        paper.is(200).reads("Telephoned them.").reads(other);
        paper.reads("Zoe Ash: ").never_says("Kit");
    }
}
