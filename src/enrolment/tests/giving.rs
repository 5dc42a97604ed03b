//! What one administrator gives or takes away opens no way to a key by itself.

use super::{LIST, forms, key, newcomer, two_with_keys};
use crate::testing::{School, Visitor, on_both_databases};

on_both_databases! {
    taking_the_right_to_vouch_away_opens_no_way_to_a_first_key
    whoever_gives_a_user_group_more_approves_nobody_in_it
    an_approval_of_whoever_let_somebody_in_is_no_vouching
}

async fn moves(school: &School, ada: &mut Visitor, address: &str, group: &str) {
    let page = format!("/people/{}/membership", school.person(address).await);
    ada.post(&page, &[("groups", group)]).await.leads_to();
}

async fn taking_the_right_to_vouch_away_opens_no_way_to_a_first_key(school: School) {
    two_with_keys(&school).await;
    let mut ada = school.elevated("admin").await;
    let mut pat = newcomer(&school, "pastoral").await;
    // The school keeps a lead, who has no key yet and vouches for nobody.
    school.puts_into("staff", "DSL").await;
    for lead in ["dsl", "deputy"] {
        moves(&school, &mut ada, lead, "Staff").await;
    }
    pat.links(&mut key(1), "Puppet's key").await.is(201);
    pat.get(LIST).await.reads("Puppet's key waits for approval");
    // After a month nobody counts who does not vouch any more.
    school.clock.advance_seconds(30 * 24 * 3_600 + 1);
    let mut sam = newcomer(&school, "colleague").await;
    school.puts_into("colleague", "Pastoral").await;
    sam.links(&mut key(2), "First key").await.is(201);
    sam.get(LIST).await.never_says("waits for approval");
}

async fn whoever_gives_a_user_group_more_approves_nobody_in_it(school: School) {
    let [(mut dana, _), _] = two_with_keys(&school).await;
    let mut pat = newcomer(&school, "pastoral").await;
    pat.links(&mut key(1), "Gold key").await.is(201);
    let mut ada = school.elevated("admin").await;
    assert_eq!(forms(&ada.get("/approvals").await, "/approval").len(), 1);
    let groups = ada.get("/groups").await;
    let at = groups.body.find(">Pastoral</a>").expect("the group");
    let from = groups.body[..at].rfind("/groups/").expect("a link");
    let pastoral = groups.body[from..at].trim_end_matches('"').to_owned();
    let rights = [
        ("name", "Pastoral"),
        ("standard", "log_concerns"),
        ("elevated", "read_alerts"),
        ("elevated", "read_every_file"),
    ];
    ada.post(&pastoral, &rights).await.leads_to();
    assert!(forms(&ada.get("/approvals").await, "/approval").is_empty());
    assert_eq!(forms(&dana.get("/approvals").await, "/approval").len(), 1);
}

async fn an_approval_of_whoever_let_somebody_in_is_no_vouching(school: School) {
    let [(mut dana, _), _] = two_with_keys(&school).await;
    let mut ada = school.elevated("admin").await;
    let mut pat = newcomer(&school, "pastoral").await;
    pat.links(&mut key(1), "Gold key").await.is(201);
    let approval = forms(&ada.get("/approvals").await, "/approval").remove(0);
    ada.post(&approval, &[]).await.leads_to();
    moves(&school, &mut ada, "pastoral", "Staff").await;
    moves(&school, &mut ada, "pastoral", "Pastoral").await;
    pat.get(LIST).await.reads("Gold key waits for approval");
    assert!(forms(&ada.get("/approvals").await, "/approval").is_empty());
    assert_eq!(forms(&dana.get("/approvals").await, "/approval").len(), 1);
}
