//! The way back to the inbox from the page of files.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    the_way_back_to_the_inbox_outlives_a_form_that_did_not_arrive
}

async fn the_way_back_to_the_inbox_outlives_a_form_that_did_not_arrive(school: School) {
    let ella = ella(&school).await;
    let concern = school.logs(&[&ella], 60, TYPED, &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let from = "?inbox=status%3Dnew";
    let page = dana
        .get(&format!("/concerns/{concern}/documents/new{from}"))
        .await;
    let to = page.every("form[enctype]", "action").remove(0);
    let back = format!("/concerns/{concern}{from}");
    // Half of what was to come, and a file that is not taken.
    let kind = Some("multipart/form-data; boundary=parts");
    let whole = parts(&[("form", "f")], &[(NAME, PNG)]);
    let half = Body::from(whole[..whole.len() / 2].to_vec());
    let broken = dana.send(Method::POST, &to, kind, half).await;
    broken.is(422).reads("did not arrive whole");
    let refused = sends(&mut dana, &to, &[("form", "f")], &[("a.zip", b"PK")]).await;
    refused.is(422);
    for page in [&broken, &refused] {
        assert_eq!(page.every("a.govuk-back-link", "href"), [&*back]);
        assert_eq!(page.every("form[enctype]", "action"), [&*to]);
    }
    let sent = sends(&mut dana, &to, &[("form", "f")], &[(NAME, PNG)]).await;
    assert_eq!(sent.leads_to(), format!("{back}#documents"));
}
