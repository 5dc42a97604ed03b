//! Several concerns at once, and what came of each.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    several_are_acknowledged_at_once_and_each_says_what_came_of_it
    several_are_assigned_at_once_and_each_says_what_came_of_it
    an_act_on_nothing_says_so_and_keeps_the_filter
}

async fn several_are_acknowledged_at_once_and_each_says_what_came_of_it(school: School) {
    let ella = ella(&school).await;
    let a = logged(&school, &ella, &["dsl", "deputy"]).await;
    let b = logged(&school, &ella, &["colleague"]).await;
    let c = logged(&school, &ella, &["deputy"]).await;
    let d = logged(&school, &ella, &["deputy"]).await;
    let mut dana = school.elevated("dsl").await;
    let mut dee = school.elevated("deputy").await;
    dee.post(&format!("/concerns/{c}/alert/acknowledgement"), &[])
        .await
        .leads_to();
    names(&school, &d, "dsl").await;
    let chosen: Vec<(&str, &str)> = [&a, &b, &c, &d]
        .map(|id| ("concern", id.0.as_str()))
        .into_iter()
        .chain([("here", "/inbox?status=new&order=oldest")])
        .collect();
    let page = dana.post("/inbox/acknowledgements", &chosen).await;
    page.is(200)
        .reads("Dee Deputy acknowledged this concern on 18 November 2026 at")
        .reads("A concern is not here any more, or is not yours to see. Nothing was changed.");
    let text = page.text();
    assert_eq!(text.matches("You have this concern in hand.").count(), 2);
    assert_eq!(text.matches("Nothing was changed.").count(), 2);
    page.never_says(&d.0);
    assert_eq!(page.every("#order option[selected]", "value"), ["oldest"]);
    let open = dana.get("/inbox?status=open&order=oldest").await;
    assert_eq!(shown(&open), ids(&[&a, &b, &c]));
    // Sent again, it changes nothing more.
    let again = dana.post("/inbox/acknowledgements", &chosen).await;
    again
        .is(200)
        .reads("You have this concern in hand already.");
    dee.get(&format!("/concerns/{a}"))
        .await
        .reads("Acknowledge");
}

async fn several_are_assigned_at_once_and_each_says_what_came_of_it(school: School) {
    let ella = ella(&school).await;
    let mut logged_ones = Vec::new();
    for _ in 0..5 {
        logged_ones.push(logged(&school, &ella, &["dsl"]).await);
    }
    let [a, taken, kept, closed, hidden] = logged_ones.try_into().expect("five");
    let mut dana = school.elevated("dsl").await;
    let page = dana.get("/inbox").await;
    let seen = page.every("input[name=seen]", "value");
    assert!(seen.contains(&format!("{a} ")), "{seen:?}");
    let mut dee = school.elevated("deputy").await;
    let (dee_id, dana_id) = (school.person("deputy").await, school.person("dsl").await);
    let to = format!("/concerns/{taken}/assignment");
    let given = [("form", "f"), ("to", dana_id.0.as_str())];
    dee.post(&to, &given).await.leads_to();
    let closure = [("form", "f"), ("outcome", "support"), ("words", "Done.")];
    let to = format!("/concerns/{closed}/closure");
    dee.post(&to, &closure).await.leads_to();
    names(&school, &kept, "deputy").await;
    names(&school, &hidden, "dsl").await;
    let chosen = |to: &'static str| {
        let mut fields: Vec<(&str, &str)> = [&a, &taken, &kept, &closed, &hidden]
            .map(|id| ("concern", id.0.as_str()))
            .into();
        fields.extend(seen.iter().map(|seen| ("seen", seen.as_str())));
        fields.push(("to", if to == "deputy" { &dee_id.0 } else { to }));
        fields.push(("here", "/inbox?order=oldest"));
        fields
    };
    let page = dana.post("/inbox/assignments", &chosen("deputy")).await;
    page.is(200)
        .reads("Ella Fairweather: assigned to Dee Deputy.")
        .reads("it was assigned to Dana Lead meanwhile. Look at it before you change that.")
        .reads("Dee Deputy does not see it, and so cannot be given it. Nothing was changed.")
        .reads("it is closed. Reopen it to assign it. Nothing was changed.")
        .reads("A concern is not here any more, or is not yours to see. Nothing was changed.")
        .never_says(&hidden.0);
    let theirs = dee.get("/inbox?assigned=me").await;
    assert_eq!(shown(&theirs), ids(&[&a]));
    let letters = school.letters_to("deputy").await;
    let told = letters
        .iter()
        .filter(|letter| letter.contains("assigned to you"));
    assert_eq!(told.count(), 1);
    dana.get(&format!("/concerns/{a}"))
        .await
        .reads("Assigned to Dee Deputy");
    let again = dana.post("/inbox/assignments", &chosen("deputy")).await;
    again.reads("it was assigned to Dee Deputy already. Nothing was changed.");
    // Nobody is chosen: what was chosen stays chosen.
    let page = dana.post("/inbox/assignments", &chosen("")).await;
    page.is(422).reads("Choose to whom to give them");
    let still = page.every("input[name=concern][checked]", "value");
    assert!(still.contains(&a.0), "{still:?}");
    // Whoever only reads files gives nothing to anybody.
    let mut pat = school.elevated("pastoral").await;
    pat.post("/inbox/assignments", &chosen("me")).await.is(404);
}

async fn an_act_on_nothing_says_so_and_keeps_the_filter(school: School) {
    let ella = ella(&school).await;
    logged(&school, &ella, &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana
        .post(
            "/inbox/acknowledgements",
            &[("here", "/inbox?year=7&status=new")],
        )
        .await;
    page.is(422).reads("Choose at least one concern first");
    assert_eq!(page.every("#year option[selected]", "value"), ["7"]);
    assert_eq!(
        page.every("a[aria-current=page].kw-tabs__link", "href"),
        ["/inbox?status=new&year=7"]
    );
}
