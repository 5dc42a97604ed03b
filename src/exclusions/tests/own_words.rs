//! What stays in sight of whoever is kept from a concern: what they logged themselves.

use keyward_db::params;

use super::*;

on_both_databases! {
    whoever_is_excluded_keeps_their_own_words_and_no_more
    a_member_of_staff_whom_a_concern_names_never_sees_it
}

keyward_db::statements! {
    /// A concern names somebody on the staff.
    NAMES = "INSERT INTO concern_staff (concern_id, person_id) VALUES ($1, $2)";
}

async fn whoever_is_excluded_keeps_their_own_words_and_no_more(school: School) {
    let nephew = enrols(&school, "Ashgrove", "7").await;
    let own = logs(&school, "pastoral", &[&nephew], &["dsl"]).await;
    let pastoral = school.person("pastoral").await;
    let mut dana = school.elevated("dsl").await;
    let words = [("form", "f"), ("words", "The family was told nothing.")];
    dana.post(&format!("/concerns/{own}/amendments"), &words)
        .await
        .leads_to();
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&format!("/concerns/{own}")).await;
    page.is(200).reads("The family was told nothing.");
    let mine = [("form", "g"), ("words", "She said it twice.")];
    pat.post(&format!("/concerns/{own}/amendments"), &mine)
        .await
        .leads_to();
    excludes(&mut dana, &nephew, &pastoral).await.leads_to();
    pat.get(&format!("/concerns/{own}"))
        .await
        .is(200)
        .reads("Came in crying.")
        .reads("She said it twice.")
        .never_says("The family was told nothing.");
}

async fn a_member_of_staff_whom_a_concern_names_never_sees_it(school: School) {
    let child = enrols(&school, "Ashgrove", "7").await;
    let about = logs(
        &school,
        "staff",
        &[&child],
        &["dsl", "pastoral", "colleague"],
    )
    .await;
    for person in ["dsl", "pastoral", "colleague", "staff"] {
        let (concern, person) = (about.clone(), school.person(person).await);
        let write = school.app.db();
        let named = write.write(move |tx| tx.execute(NAMES, &params![&concern, &person]));
        named.await.expect("written");
    }
    for person in ["dsl", "pastoral", "colleague"] {
        let mut visitor = school.elevated(person).await;
        visitor
            .get(&format!("/concerns/{about}"))
            .await
            .is(404)
            .never_says("crying");
        visitor.get("/dashboard").await.never_says(&about.0);
    }
    let mut dana = school.elevated("dsl").await;
    dana.get(&format!("/pupils/{child}"))
        .await
        .is(200)
        .reads("No concerns");
    let mut sam = school.signed_in("staff").await;
    sam.get(&format!("/concerns/{about}"))
        .await
        .is(200)
        .reads("Came in crying.");
    let mut dee = school.elevated("deputy").await;
    dee.get(&format!("/concerns/{about}")).await.is(200);
}
