//! What is asked of a first key, as one user group asks for less or for more.

use super::pages::{EVERY, address, form, is_told, preview, save};
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{School, on_both_databases};

on_both_databases! {
    a_printed_code_is_less_than_the_approval_that_is_the_default
}

async fn a_printed_code_is_less_than_the_approval_that_is_the_default(school: School) {
    let mut ada = school.elevated("admin").await;
    let own = address(&school, "Administrator").await;
    let with_code = form(&EVERY, &[("first_key", "with_code")]);
    // While nobody could approve, the default is the password alone, and a code is more.
    preview(&mut ada, &own, &with_code).await.is(200);
    for (lead, number) in [("dsl", 1), ("deputy", 2)] {
        let mut key = SoftwareKey::new(Kind::U2f, number);
        school.signed_in_with_a_key(lead, &mut key).await;
    }
    let refused = preview(&mut ada, &own, &with_code).await;
    refused.is(422).reads("two people are needed");
    let approved = form(&EVERY, &[("first_key", "approved")]);
    preview(&mut ada, &own, &approved).await.is(200);
    // For another user group it is saved, and whoever else manages user groups is told.
    school.puts_into("colleague", "Administrator").await;
    let dsl = address(&school, "DSL").await;
    let looked = preview(&mut ada, &dsl, &with_code).await;
    looked.reads("Asks less");
    save(&mut ada, &dsl, &looked).await.leads_to();
    is_told(&school, "colleague", "Ada Admin let the user group DSL").await;
    // Back to approval it asks more.
    let back = preview(&mut ada, &dsl, &form(&EVERY, &[])).await;
    back.is(200).never_says("Asks less");
}
