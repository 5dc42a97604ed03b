//! The school's break-glass code, as visitors meet it.

mod wrong_codes;

use crate::testing::school::PASSWORD;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    a_lead_without_a_key_opens_it_and_somebody_else_reviews_it
    it_opens_files_and_never_the_gate_to_others
    it_ends_after_half_an_hour_whatever_is_done
    it_is_ended_by_somebody_else_at_once
    what_is_over_is_told_apart_from_what_is_not_reviewed
    a_code_works_once_and_a_newer_one_replaces_it
    only_whoever_has_something_to_open_types_a_code
    a_code_of_another_school_opens_nothing
    typed_at_two_servers_at_once_it_opens_once
    it_is_no_key_at_sign_in
    the_envelope_and_a_desk_that_somebody_left_are_not_enough
}

const OPEN: &str = "/break-glass/opening";
const WHY: &str = "A child came to me and nobody was here.";
const GOOD: &str = "It was needed, and it was right.";

/// Somebody with elevated access prints a code; the code.
async fn prints(printer: &mut Visitor) -> String {
    let sheet = printer.post("/break-glass", &[]).await;
    sheet.is(200).reads("It works once");
    let text = sheet.text();
    let is_code = |word: &&str| word.len() == 19 && word.matches('-').count() == 3;
    text.split(' ').find(is_code).expect("a code").to_owned()
}

async fn opens(visitor: &mut Visitor, code: &str) -> Page {
    let form = [("code", code), ("reason", WHY), ("password", PASSWORD)];
    visitor.post(OPEN, &form).await
}

/// A visitor in a new session of this person, who knows their password.
async fn signed_in(school: &School, address: &str) -> Visitor {
    school.gives_password(address).await;
    school.signed_in(address).await
}

async fn letters_that_say(school: &School, address: &str, words: &str) -> usize {
    let letters = school.letters_to(address).await;
    letters
        .iter()
        .filter(|letter| letter.contains(words))
        .count()
}

/// Where the opening that waits is reviewed.
async fn opening(reviewer: &mut Visitor) -> String {
    let page = reviewer.get("/approvals").await;
    let links = page.every(r#"a[href^="/break-glass/openings/"]"#, "href");
    links.first().expect("an opening").clone()
}

async fn a_lead_without_a_key_opens_it_and_somebody_else_reviews_it(school: School) {
    let mut ada = school.elevated("admin").await;
    ada.get("/break-glass")
        .await
        .is(200)
        .reads("There is no code that works");
    let code = prints(&mut ada).await;
    ada.get("/break-glass")
        .await
        .reads("printed by Ada Admin")
        .never_says(&code);
    assert_eq!(
        letters_that_say(&school, "dsl", "printed a new break-glass code").await,
        1
    );
    assert_eq!(letters_that_say(&school, "dsl", &code).await, 0);

    let mut dana = signed_in(&school, "dsl").await;
    dana.get("/elevation").await.reads("break-glass code");
    dana.get(OPEN).await.is(200).reads("30 minutes at most");
    let empty = dana.post(OPEN, &[("code", &code), ("reason", "")]).await;
    empty
        .is(422)
        .reads("Write why it cannot wait")
        .never_says(&code);
    let before = dana.session().expect("a session").to_owned();
    let opened = opens(&mut dana, &code).await;
    assert_eq!(opened.leads_to(), "/dashboard");
    assert_ne!(dana.session(), Some(before.as_str()), "a new secret");
    dana.get("/dashboard")
        .await
        .reads("Elevated access is on")
        .reads("Dana Lead opened the break-glass code");
    dana.get("/pupils").await.is(200);
    for told in ["admin", "deputy"] {
        assert_eq!(
            letters_that_say(&school, told, "opened the school's break-glass").await,
            1
        );
        assert_eq!(letters_that_say(&school, told, WHY).await, 0);
    }
    assert_eq!(
        letters_that_say(&school, "dsl", "you opened your school's").await,
        1
    );
    assert_eq!(letters_that_say(&school, "staff", "break-glass").await, 0);
    let entry = school
        .wrote_down("break-glass code opened")
        .await
        .expect("an entry");
    assert!(!entry.contains(&code) && !entry.contains(WHY));

    // Nobody prints another before it is reviewed, and nobody reviews their own.
    ada.get("/break-glass")
        .await
        .reads("Somebody else has to review that");
    ada.post("/break-glass", &[]).await.is(409);
    school.elevates("admin").await;
    ada.get("/approvals")
        .await
        .reads("It opens what Dana Lead may read until 18 November 2026 at 11:36 at the latest")
        .reads("The review is outstanding")
        .never_says("It stays open");
    let address = opening(&mut ada).await;
    let review = format!("{address}/review");
    dana.get(&address).await.is(404);
    signed_in(&school, "deputy")
        .await
        .get("/dashboard")
        .await
        .reads("opened the break-glass code");
    signed_in(&school, "staff")
        .await
        .get("/dashboard")
        .await
        .never_says("break-glass");
    let mut mine = school.elevated("dsl").await;
    mine.get(&address)
        .await
        .reads("somebody else writes the review");
    mine.post(&review, &[("review", GOOD)]).await.is(404);
    for stranger in ["staff", "pastoral"] {
        let mut stranger = school.elevated(stranger).await;
        stranger.post(&review, &[("review", GOOD)]).await.is(404);
        stranger.get(&address).await.is(404);
    }
    let mut lee = school.neighbours_administrator().await;
    lee.get(&address).await.is(404);
    lee.post(&review, &[("review", GOOD)]).await.is(404);

    ada.get(&address).await.reads(WHY);
    ada.post(&review, &[("review", "")])
        .await
        .is(422)
        .reads("Write what you found");
    ada.post(&review, &[("review", "Fine.")])
        .await
        .is(422)
        .reads("Write what you found, in at least 20 characters")
        .reads("Fine.");
    let done = ada.post(&review, &[("review", GOOD)]).await;
    assert_eq!(done.leads_to(), "/approvals");
    assert!(
        school
            .wrote_down("break-glass opening reviewed")
            .await
            .is_some()
    );
    assert_eq!(letters_that_say(&school, "deputy", "reviewed on").await, 1);
    ada.post(&review, &[("review", GOOD)]).await.is(404);
    dana.get("/dashboard")
        .await
        .never_says("opened the break-glass code");
    prints(&mut ada).await;
}

async fn it_opens_files_and_never_the_gate_to_others(school: School) {
    let mut ada = school.elevated("admin").await;
    let code = prints(&mut ada).await;
    school.puts_into("dsl", "Administrator").await;
    let mut dana = signed_in(&school, "dsl").await;
    opens(&mut dana, &code).await.leads_to();
    dana.get("/dashboard").await.reads("Elevated access is on");
    dana.get("/pupils").await.is(200);
    dana.get("/audit").await.is(200);
    for gate in ["/people", "/groups", "/approvals", "/break-glass"] {
        dana.get(gate).await.is(404);
    }
    let sam = school.person("staff").await;
    let begin = format!("/people/{sam}/security-keys/recoveries");
    dana.post(&begin, &[("reason", "Let my friend in.")])
        .await
        .is(404);
    dana.post("/break-glass", &[]).await.is(404);
}

async fn it_ends_after_half_an_hour_whatever_is_done(school: School) {
    let code = prints(&mut school.elevated("admin").await).await;
    let mut dana = signed_in(&school, "dsl").await;
    opens(&mut dana, &code).await.leads_to();
    for _ in 0..3 {
        school.clock.advance_seconds(599);
        dana.get("/dashboard").await.reads("Elevated access is on");
    }
    school.clock.advance_seconds(3);
    dana.get("/dashboard")
        .await
        .reads("Your elevated access has ended");
    opens(&mut dana, &code).await.is(422);
}

async fn what_is_over_is_told_apart_from_what_is_not_reviewed(school: School) {
    let code = prints(&mut school.elevated("admin").await).await;
    let mut dana = signed_in(&school, "dsl").await;
    opens(&mut dana, &code).await.leads_to();
    school.clock.advance_seconds(30 * 60);
    let mut ada = school.elevated("admin").await;
    ada.get("/approvals")
        .await
        .reads("It has opened nothing since 18 November 2026 at 11:36")
        .reads("The review is outstanding");
}

async fn it_is_ended_by_somebody_else_at_once(school: School) {
    let mut ada = school.elevated("admin").await;
    let code = prints(&mut ada).await;
    let mut dana = signed_in(&school, "dsl").await;
    opens(&mut dana, &code).await.leads_to();
    let address = opening(&mut ada).await;
    ada.get(&address).await.reads("Open now");
    ada.post(&format!("{address}/ending"), &[]).await.leads_to();
    dana.get("/dashboard").await.reads("somebody ended it");
    assert_eq!(
        dana.get("/pupils")
            .await
            .every("[data-elevated]", "class")
            .len(),
        0
    );
    ada.get(&address).await.never_says("Open now");
    ada.get("/approvals").await.reads("was opened by Dana Lead");
}

async fn a_code_works_once_and_a_newer_one_replaces_it(school: School) {
    let mut ada = school.elevated("admin").await;
    let old = prints(&mut ada).await;
    let new = prints(&mut ada).await;
    let mut dana = signed_in(&school, "dsl").await;
    opens(&mut dana, &old)
        .await
        .is(422)
        .reads("not the code that works now");
    opens(&mut dana, &new).await.leads_to();
    let mut dee = signed_in(&school, "deputy").await;
    opens(&mut dee, &new).await.is(422);
    assert!(
        school
            .wrote_down("break-glass code refused")
            .await
            .is_some()
    );
}

async fn only_whoever_has_something_to_open_types_a_code(school: School) {
    let code = prints(&mut school.elevated("admin").await).await;
    let mut sam = signed_in(&school, "staff").await;
    sam.get(OPEN).await.is(404);
    opens(&mut sam, &code).await.is(404);
    let mut nobody = school.visitor();
    assert_eq!(nobody.get(OPEN).await.leads_to(), "/");
    for stranger in ["staff", "pastoral"] {
        let mut stranger = school.elevated(stranger).await;
        stranger.get("/break-glass").await.is(404);
        stranger.post("/break-glass", &[]).await.is(404);
    }
    let mut pat = signed_in(&school, "pastoral").await;
    opens(&mut pat, &code).await.leads_to();
}

async fn a_code_of_another_school_opens_nothing(school: School) {
    let mut lee = school.neighbours_administrator().await;
    let theirs = prints(&mut lee).await;
    let mut dana = signed_in(&school, "dsl").await;
    opens(&mut dana, &theirs).await.is(422);
    lee.get("/break-glass").await.reads("printed by Lee Larch");
}

async fn typed_at_two_servers_at_once_it_opens_once(school: School) {
    let code = prints(&mut school.elevated("admin").await).await;
    let mut dana = signed_in(&school, "dsl").await;
    let mut dee = signed_in(&school, "deputy")
        .await
        .at(&school.second_server());
    let (one, other) = tokio::join!(opens(&mut dana, &code), opens(&mut dee, &code));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    let mut ada = school.elevated("admin").await;
    let page = ada.get("/approvals").await;
    assert_eq!(
        page.every(r#"section[aria-labelledby^="opening-"]"#, "class")
            .len(),
        1
    );
}

async fn it_is_no_key_at_sign_in(school: School) {
    let code = prints(&mut school.elevated("admin").await).await;
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    school.signed_in_with_a_key("dsl", &mut blue).await;
    crate::enrolment::asks_for_a_key_at_sign_in(&school, "DSL").await;
    let mut dana = signed_in(&school, "dsl").await;
    assert_eq!(dana.get("/dashboard").await.leads_to(), "/sign-in/key");
    opens(&mut dana, &code).await.leads_to();
    dana.get("/dashboard").await.reads("Elevated access is on");
    school.clock.advance_seconds(1_800);
    assert_eq!(dana.get("/dashboard").await.leads_to(), "/sign-in/key");
}

async fn the_envelope_and_a_desk_that_somebody_left_are_not_enough(school: School) {
    let mut ada = school.elevated("admin").await;
    let code = prints(&mut ada).await;
    let mut dana = signed_in(&school, "dsl").await;
    for (password, words) in [
        ("", "Enter your Keyward password"),
        ("wrong password", "The password is not right"),
    ] {
        let form = [("code", &*code), ("reason", WHY), ("password", password)];
        let refused = dana.post(OPEN, &form).await;
        refused.is(422).reads(words).never_says(&code);
        refused.reads(WHY);
    }
    dana.get("/dashboard")
        .await
        .never_says("Elevated access is on");
    opens(&mut dana, &code).await.leads_to();
}
