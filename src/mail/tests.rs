//! In what order letters go.

use super::store::claim;
use super::{Letter, post, post_at, post_first};
use crate::testing::{School, on_both_databases};

on_both_databases! {
    a_letter_of_a_waiting_concern_goes_before_all_others_and_one_that_waits_waits
}

fn letter(subject: &str) -> Letter<'_> {
    Letter {
        to: "dsl@hawthorn-park.example",
        subject,
        body: "Hello",
    }
}

async fn next(school: &School) -> Option<String> {
    let now = school.app.now();
    let db = school.app.db();
    let claimed = db.write(move |tx| claim(tx, now, now.plus_seconds(120)));
    claimed.await.expect("claimed").map(|letter| letter.subject)
}

async fn a_letter_of_a_waiting_concern_goes_before_all_others_and_one_that_waits_waits(
    school: School,
) {
    // The invitations have gone.
    school.letters_to("staff").await;
    school
        .writes(|tx| {
            let later = tx.now().plus_seconds(60);
            post_at(tx, &letter("one that waits"), later)?;
            post(tx, &letter("one of many"))?;
            post(tx, &letter("one of many"))
        })
        .await;
    school.clock.advance_seconds(1);
    school
        .writes(|tx| post_first(tx, &letter("a concern waits")))
        .await;
    assert_eq!(next(&school).await.as_deref(), Some("a concern waits"));
    assert_eq!(next(&school).await.as_deref(), Some("one of many"));
    assert_eq!(next(&school).await.as_deref(), Some("one of many"));
    assert_eq!(next(&school).await, None);
    school.clock.advance_seconds(59);
    assert_eq!(next(&school).await.as_deref(), Some("one that waits"));
}
