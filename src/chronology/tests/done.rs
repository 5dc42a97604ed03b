//! What was done about a concern, in a chronology and on paper.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    what_was_done_says_what_it_says_and_names_no_other_child
    within_a_minute_things_stand_in_the_order_of_writing
    that_a_concern_weighs_more_is_said_at_the_concern_alone
}

async fn that_a_concern_weighs_more_is_said_at_the_concern_alone(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let id = school.logs(&[&zoe], 60, "The only one.", &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let weighs = [
        ("significance", "significant"),
        ("words", "It is the third."),
    ];
    let to = format!("/concerns/{id}/significance");
    dana.post(&to, &weighs).await.leads_to();
    contacts(&mut dana, &id).await;
    for page in [chronology(&zoe), format!("{}/document", chronology(&zoe))] {
        let page = dana.get(&page).await;
        page.reads("Significance: Significant")
            .reads("Telephoned them.");
        assert_eq!(page.body.matches("Significant</strong>").count(), 1);
    }
}

async fn within_a_minute_things_stand_in_the_order_of_writing(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let id = school.logs(&[&zoe], 60, "The only one.", &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let address = format!("/concerns/{id}");
    dana.get(&address).await.is(200);
    // Twenty seconds into a minute.
    school.clock.advance_seconds(20);
    let me = school.person("dsl").await;
    let action = [
        ("form", "a"),
        ("sort", "contact_home"),
        ("words", "Ring the mother"),
        ("to", me.0.as_str()),
        ("due", "2026-12-03"),
    ];
    let to = format!("{address}/actions");
    dana.post(&to, &action).await.leads_to();
    school.clock.advance_seconds(5);
    let page = dana.get(&format!("{address}/contacts")).await;
    let (day, time) = (page.every("#day", "value"), page.every("#time", "value"));
    let contact = [
        ("form", "c"),
        ("with", "police"),
        ("means", "telephone"),
        ("reached", "yes"),
        ("words", "Telephoned them."),
        ("day", day[0].as_str()),
        ("time", time[0].as_str()),
    ];
    let to = format!("{address}/contacts");
    dana.post(&to, &contact).await.leads_to();
    school.clock.advance_seconds(5);
    amends(&mut dana, &id, "And so on.").await;
    let order = ["Ring the mother", "Telephoned them.", "And so on."];
    in_order(&dana.get(&chronology(&zoe)).await, &order);
    let newest = format!("{}?order=newest", chronology(&zoe));
    let order = ["And so on.", "Telephoned them.", "Ring the mother"];
    in_order(&dana.get(&newest).await, &order);
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
    page.reads("Contact made: Police")
        .reads("How: By telephone")
        .reads("Telephoned them.")
        .reads("Zoe Ash (7B): ")
        .reads("Kit Bell (9B): ")
        .reads("Linked with a concern noticed on")
        .reads("Told by the class.")
        .reads("One worry.");
    // Who reads it for Zoe's sake learns no more of the other child than that there is one, and
    // nothing of a concern that they do not see.
    let mut pat = school.elevated("pastoral").await;
    pat.get(&chronology(&zoe))
        .await
        .reads("Telephoned them.")
        .reads("Zoe Ash (7B): ")
        .reads("Another pupil: ")
        .never_says("Kit")
        .never_says("One worry.");
    for (visitor, other) in [(&mut dana, "K.B.: "), (&mut pat, "Another pupil: ")] {
        let paper = visitor.get(&format!("{}/document", chronology(&zoe))).await;
        paper.is(200).reads("Telephoned them.").reads(other);
        paper.reads("Zoe Ash (7B): ").never_says("Kit");
    }
}
