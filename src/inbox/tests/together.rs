//! Several concerns at once, and what came of each.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    several_are_acknowledged_at_once_and_each_says_what_came_of_it
    giving_away_what_nobody_has_read_leaves_it_new
    several_are_assigned_at_once_and_each_says_what_came_of_it
    an_act_on_nothing_says_so_and_keeps_the_filter
}

/// Opens these concerns.
async fn opens(visitor: &mut Visitor, concerns: &[&ConcernId]) {
    for concern in concerns {
        visitor.get(&format!("/concerns/{concern}")).await.is(200);
    }
}

async fn several_are_acknowledged_at_once_and_each_says_what_came_of_it(school: School) {
    let ella = ella(&school).await;
    let a = logged(&school, &ella, &["dsl", "deputy"]).await;
    let b = logged(&school, &ella, &["colleague"]).await;
    let c = logged(&school, &ella, &["deputy"]).await;
    let d = logged(&school, &ella, &["deputy"]).await;
    let unopened = logged(&school, &ella, &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let mut dee = school.elevated("deputy").await;
    opens(&mut dee, &[&c]).await;
    dee.post(&format!("/concerns/{c}/alert/acknowledgement"), &[])
        .await
        .leads_to();
    opens(&mut dana, &[&a, &b, &c]).await;
    names(&school, &d, "dsl").await;
    let chosen: Vec<(&str, &str)> = [&a, &b, &c, &d, &unopened]
        .map(|id| ("concern", id.0.as_str()))
        .into_iter()
        .chain([("here", "/inbox?status=new&order=oldest")])
        .collect();
    // The browser stands at the inbox afterwards, filtered as before: a reload sends nothing.
    let page = dana.post("/inbox/acknowledgements", &chosen).await;
    let back = page.leads_to();
    assert_eq!(
        back,
        format!("/inbox?status=new&order=oldest&left=u-{unopened}")
    );
    let page = dana.get(back).await;
    // What was left is no success.
    assert_eq!(
        page.every(".moj-alert--warning[data-flash]", "role"),
        ["alert"]
    );
    page.reads("You acknowledged 2 of 5 concerns.")
        .reads("Dee Deputy acknowledged 1 of 5 concerns on 18 November 2026 at")
        .reads("1 concern is not here any more, or not yours to see.")
        .reads("1 concern was not acknowledged, because you have not opened it.")
        .reads("Open it and read it, then acknowledge it.")
        .never_says(&d.0);
    assert_eq!(shown(&page), ids(&[&unopened]));
    let still = page.every("input[name=concern][checked]", "value");
    assert_eq!(still, ids(&[&unopened]));
    assert_eq!(page.every("#order option[selected]", "value"), ["oldest"]);
    // Its writer does not read that anybody acts on what no lead has read.
    let mut sam = school.signed_in("staff").await;
    let page = sam.get(&format!("/concerns/{unopened}")).await;
    page.reads("Not read by a lead yet")
        .reads("Received")
        .never_says("Being acted on");
    let open = dana.get("/inbox?status=open&order=oldest").await;
    assert_eq!(shown(&open), ids(&[&a, &b, &c]));
    // Sent again, it changes nothing more.
    let again = dana.post("/inbox/acknowledgements", &chosen).await;
    let page = dana.get(again.leads_to()).await;
    page.reads("You had acknowledged 2 of 5 concerns already.");
    let done = [("concern", a.0.as_str())];
    let again = dana.post("/inbox/acknowledgements", &done).await;
    let page = dana.get(again.leads_to()).await;
    page.reads("You had acknowledged 1 concern already.");
    assert_eq!(
        page.every(".moj-alert--success[data-flash]", "role"),
        ["alert"]
    );
    dee.get(&format!("/concerns/{a}"))
        .await
        .reads("Acknowledge");
}

async fn giving_away_what_nobody_has_read_leaves_it_new(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let dee = school.person("deputy").await.0;
    let fields = [("concern", id.0.as_str()), ("to", &dee)];
    let page = dana.post("/inbox/assignments", &fields).await;
    assert_eq!(page.leads_to(), "/inbox");
    dana.get("/inbox")
        .await
        .reads("1 concern was assigned to Dee Deputy.");
    let mut sam = school.signed_in("staff").await;
    sam.get("/concerns").await.reads("Not read by a lead yet");
    let mut dee = school.elevated("deputy").await;
    let page = dee.get("/inbox?status=new&assigned=me").await;
    assert_eq!(shown(&page), ids(&[&id]));
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
    let words = ("words", "Done and settled.");
    let closure = [("form", "f"), ("outcome", "support"), words];
    opens(&mut dee, &[&closed]).await;
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
    let page = dana.get(page.leads_to()).await;
    page.reads("1 of 5 concerns was assigned to Dee Deputy.")
        .reads("1 concern was assigned to Dana Lead meanwhile: look at it first.")
        .reads("Dee Deputy cannot read 1 concern, so it was not assigned.")
        .reads("1 concern is closed: reopen it first.")
        .reads("1 concern is not here any more, or not yours to see.")
        .reads("Somebody else has reassigned it since. Look at it first.")
        .reads("The person you chose cannot read it. Choose somebody else.")
        .never_says(&hidden.0);
    let still = page.every("input[name=concern][checked]", "value");
    assert_eq!(still, ids(&[&taken, &kept]));
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
    let again = dana.get(again.leads_to()).await;
    again.reads("1 of 5 concerns was assigned to Dee Deputy already.");
    // Nobody is chosen: what was chosen stays chosen.
    let page = dana.post("/inbox/assignments", &chosen("")).await;
    page.is(422).reads("Choose who to assign them to");
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
    page.is(422).reads("Select at least one concern first");
    assert_eq!(page.every("#year option[selected]", "value"), ["7"]);
    assert_eq!(
        page.every("a[aria-current=page].kw-tabs__link", "href"),
        ["/inbox?status=new&year=7"]
    );
}
