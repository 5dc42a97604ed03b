//! Wrong break-glass codes: who waits for them, and who is told.

use super::*;

on_both_databases! {
    wrong_codes_have_to_wait
    one_persons_wrong_codes_hold_back_nobody_else
    right_codes_of_other_kinds_forgive_no_wrong_break_glass_code
    five_wrong_codes_are_told_once_a_day_whoever_typed_them
    the_person_is_told_of_wrong_codes_in_their_account
    failures_at_the_sign_in_page_close_nothing_here
    wrong_passwords_here_wait_and_count_for_nothing_at_the_sign_in_page
}

const WRONG: &str = "0000-0000-0000-0000";

async fn wrong_codes_have_to_wait(school: School) {
    let code = prints(&mut school.elevated("admin").await).await;
    let mut dana = signed_in(&school, "dsl").await;
    for _ in 0..5 {
        opens(&mut dana, "0000-0000-0000-0000").await.is(422);
    }
    opens(&mut dana, &code)
        .await
        .is(429)
        .reads("Too many codes were wrong. Wait a minute, then try again")
        .reads(WHY);
    let mut elsewhere = signed_in(&school, "dsl").await.at(&school.second_server());
    opens(&mut elsewhere, &code).await.is(429);
    // Another person of the school does not wait for it.
    let mut dee = signed_in(&school, "deputy").await;
    opens(&mut dee, "0000-0000-0000-0000").await.is(422);
    school.clock.advance_seconds(31);
    opens(&mut dana, &code).await.leads_to();
}

async fn one_persons_wrong_codes_hold_back_nobody_else(school: School) {
    let code = prints(&mut school.elevated("admin").await).await;
    let app = school.links_soft_key("dsl", "Phone").await;
    school.admits_only("dsl", "soft_keys").await;
    let mut dana = signed_in(&school, "dsl").await;
    for _ in 0..12 {
        for _ in 0..4 {
            let status = opens(&mut dana, WRONG).await.status;
            assert!([422, 429].contains(&status.as_u16()), "{status}");
        }
        dana.enters(&app.code(&school, 0)).await.leads_to();
        dana.post("/elevation/end", &[]).await.leads_to();
        school.clock.advance_seconds(60);
    }
    opens(&mut dana, &code).await.is(429);
    let mut dee = signed_in(&school, "deputy").await;
    opens(&mut dee, &code).await.leads_to();
}

async fn right_codes_of_other_kinds_forgive_no_wrong_break_glass_code(school: School) {
    let code = prints(&mut school.elevated("admin").await).await;
    let app = school.links_soft_key("dsl", "Phone").await;
    school.admits_only("dsl", "soft_keys").await;
    let mut dana = signed_in(&school, "dsl").await;
    for _ in 0..4 {
        opens(&mut dana, WRONG).await.is(422);
    }
    dana.enters(&app.code(&school, 0)).await.leads_to();
    dana.post("/elevation/end", &[]).await.leads_to();
    opens(&mut dana, WRONG).await.is(422);
    opens(&mut dana, &code).await.is(429);
    // Nor do they hold back the codes of a key.
    school.clock.advance_seconds(30);
    dana.enters(&app.code(&school, 0)).await.leads_to();
    dana.post("/elevation/end", &[]).await.leads_to();
    opens(&mut dana, &code).await.leads_to();
}

async fn five_wrong_codes_are_told_once_a_day_whoever_typed_them(school: School) {
    let words = "Wrong break-glass codes were typed";
    let mut dana = signed_in(&school, "dsl").await;
    let mut dee = signed_in(&school, "deputy")
        .await
        .at(&school.second_server());
    for visitor in [&mut dana, &mut dee] {
        for _ in 0..2 {
            opens(visitor, WRONG).await.is(422);
        }
    }
    assert_eq!(letters_that_say(&school, "admin", words).await, 0);
    let mut pat = signed_in(&school, "pastoral").await;
    for _ in 0..3 {
        opens(&mut pat, WRONG).await.is(422);
    }
    for told in ["admin", "dsl", "deputy"] {
        assert_eq!(letters_that_say(&school, told, words).await, 1, "{told}");
    }
    for told in ["pastoral", "staff"] {
        assert_eq!(letters_that_say(&school, told, words).await, 0, "{told}");
    }
    let letters = school.letters_to("admin").await.join("\n");
    assert!(letters.contains("Pat Pastoral"), "{letters}");
    assert!(!letters.contains(WRONG), "{letters}");
    // Less than a day after the last: the next letter comes when a day is over, not at a number.
    school.clock.advance_seconds(23 * 3_600);
    let mut dee = signed_in(&school, "deputy").await;
    opens(&mut dee, WRONG).await.is(422);
    assert_eq!(letters_that_say(&school, "admin", words).await, 1);
    school.clock.advance_seconds(2 * 3_600);
    let mut dee = signed_in(&school, "deputy").await;
    opens(&mut dee, WRONG).await.is(422);
    assert_eq!(letters_that_say(&school, "admin", words).await, 2);
}

async fn the_person_is_told_of_wrong_codes_in_their_account(school: School) {
    let words = "Wrong break-glass codes were typed in your Keyward account";
    let mut dana = signed_in(&school, "dsl").await;
    for _ in 0..4 {
        opens(&mut dana, WRONG).await.is(422);
    }
    assert_eq!(letters_that_say(&school, "dsl", words).await, 0);
    opens(&mut dana, WRONG).await.is(422);
    assert_eq!(letters_that_say(&school, "dsl", words).await, 1);
    school.clock.advance_seconds(31);
    opens(&mut dana, WRONG).await.is(422);
    assert_eq!(letters_that_say(&school, "dsl", words).await, 1);
}

async fn failures_at_the_sign_in_page_close_nothing_here(school: School) {
    let code = prints(&mut school.elevated("admin").await).await;
    let mut dana = signed_in(&school, "dsl").await;
    let wrong = [
        ("email", "dsl@hawthorn-park.example"),
        ("password", "wrong"),
    ];
    let mut stranger = school.visitor();
    for _ in 0..5 {
        stranger.post("/hawthorn-park", &wrong).await.is(422);
    }
    stranger.post("/hawthorn-park", &wrong).await.is(429);
    opens(&mut dana, &code).await.leads_to();
}

async fn wrong_passwords_here_wait_and_count_for_nothing_at_the_sign_in_page(school: School) {
    let code = prints(&mut school.elevated("admin").await).await;
    let mut dana = signed_in(&school, "dsl").await;
    let wrong = [("code", &*code), ("reason", WHY), ("password", "wrong")];
    for _ in 0..5 {
        dana.post(OPEN, &wrong)
            .await
            .is(422)
            .reads("The password is not right");
    }
    opens(&mut dana, &code).await.is(429);
    let right = [
        ("email", "dsl@hawthorn-park.example"),
        ("password", PASSWORD),
    ];
    school
        .visitor()
        .post("/hawthorn-park", &right)
        .await
        .leads_to();
    school.clock.advance_seconds(31);
    opens(&mut dana, &code).await.leads_to();
}
