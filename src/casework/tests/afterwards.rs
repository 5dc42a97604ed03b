//! What putting a concern right means for whoever reads it and whoever works on it.

use super::put_right::{WHY, adds, takes_off};
use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    whoever_works_on_it_is_kept_from_it_by_nobody_who_is_added
    whoever_sees_it_as_it_was_logged_sees_it_so_everywhere
    nobody_adds_a_pupil_whose_file_they_do_not_read
    a_pupil_whom_one_would_not_know_to_be_there_is_not_added_whether_they_are_or_not
    of_two_who_add_one_pupil_at_once_the_second_adds_nobody
    the_order_of_children_says_nothing_of_who_was_taken_off
}

async fn whoever_works_on_it_is_kept_from_it_by_nobody_who_is_added(school: School) {
    let (id, mut dana) = case(&school).await;
    let tom = tom(&school).await;
    school.excludes("deputy", &tom).await;
    let dee = school.person("deputy").await.0;
    did(&school, &mut dana, &id, "assignment", &[("to", &dee)]).await;
    let refused = adds(&school, &mut dana, &id, &tom).await;
    refused
        .is(422)
        .reads("Dee Deputy has this concern, or an action of it, and could not read it any more");
}

async fn whoever_sees_it_as_it_was_logged_sees_it_so_everywhere(school: School) {
    let (id, mut dana) = case(&school).await;
    let (ella, tom) = (
        dana.get("/pupils")
            .await
            .every("a[href^='/pupils/0']", "href"),
        tom(&school).await,
    );
    let ella = PupilId(ella[0].trim_start_matches("/pupils/").to_owned());
    let sam_id = school.person("staff").await.0;
    let fields = [
        ("sort", "contact_home"),
        ("words", "Ring her mother."),
        ("due", "2026-12-01"),
        ("to", sam_id.as_str()),
    ];
    did(&school, &mut dana, &id, "actions", &fields).await;
    let mut sam = school.elevated("staff").await;
    let seen = async |sam: &mut Visitor| {
        let planner = sam.get("/planner").await;
        let done = planner.every("a[href$='/done']", "href").remove(0);
        let marks = format!("{}/marks/new", address(&id));
        for page in ["/planner", "/dashboard", &done, &marks] {
            let page = sam.get(page).await;
            page.is(200).reads("Ella Fairweather");
            page.never_says("Tom").never_says("another pupil");
        }
    };
    seen(&mut sam).await;
    adds(&school, &mut dana, &id, &tom).await.leads_to();
    seen(&mut sam).await;
    takes_off(&school, &mut dana, &id, &ella).await.leads_to();
    seen(&mut sam).await;
}

async fn nobody_adds_a_pupil_whose_file_they_do_not_read(school: School) {
    let (id, _) = case(&school).await;
    let tom = tom(&school).await;
    school.excludes("deputy", &tom).await;
    let mut dee = school.elevated("deputy").await;
    dee.get(&address(&id)).await.is(200);
    let to = format!("{}/pupils/found", address(&id));
    let found = dee.post(&to, &[("find", "underh")]).await;
    found
        .is(200)
        .reads("No pupil whose file you read is called that");
    let refused = adds(&school, &mut dee, &id, &tom).await;
    refused.is(422).reads("Find the pupil by name");
    dee.get(&address(&id)).await.is(200);
}

async fn the_order_of_children_says_nothing_of_who_was_taken_off(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let id = logged(&school, &[&ella, &tom], &["dsl"]).await;
    let mut sam = school.signed_in("staff").await;
    let order = async |sam: &mut Visitor| {
        for page in [address(&id), "/concerns".into(), "/dashboard".into()] {
            let text = sam.get(&page).await.text();
            let at = |name: &str| text.rfind(name).expect("the name");
            assert!(
                at("Ella Fairweather") < at("Tom Underhill"),
                "{page}: {text}"
            );
        }
    };
    order(&mut sam).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    takes_off(&school, &mut dana, &id, &ella).await.leads_to();
    order(&mut sam).await;
}

async fn a_pupil_whom_one_would_not_know_to_be_there_is_not_added_whether_they_are_or_not(
    school: School,
) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let kit = enrols(&school, "Kit", "Underwood", "9").await;
    let id = logged(&school, &[&ella, &tom], &["dsl"]).await;
    // Pat reads all of year 7, and of everybody else what is of another category.
    gives_right(&school, "Pastoral", "work_cases").await;
    gives_right(&school, "Staff", "read_every_file").await;
    let limited = school
        .app
        .db()
        .write(|tx| tx.execute(LIMIT, &params!["Staff", "Neglect"]));
    assert_eq!(limited.await.expect("written"), 1);
    school.puts_into("pastoral", "Staff").await;
    let mut pat = school.elevated("pastoral").await;
    for file in [&ella, &tom, &kit] {
        pat.get(&format!("/pupils/{file}")).await.is(200);
    }
    pat.get(&address(&id)).await.is(200).never_says("Tom");
    let to = format!("{}/pupils/found", address(&id));
    for pupil in [&tom, &kit] {
        let page = pat.post(&to, &[("find", "under")]).await;
        assert!(page.every("input[name=pupil]", "value").is_empty());
        let refused = adds(&school, &mut pat, &id, pupil).await;
        refused.is(422).reads("Find the pupil by name");
    }
    pat.get(&address(&id)).await.never_says("A pupil was added");
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id))
        .await
        .never_says("A pupil was added");
}

async fn of_two_who_add_one_pupil_at_once_the_second_adds_nobody(school: School) {
    let (id, mut dana) = case(&school).await;
    let tom = tom(&school).await;
    let typed = [("pupil", &*tom.0), ("role", "witness"), WHY];
    let mut both = together::both(&school, &id, "pupils", &typed).await;
    let (_, told) = together::second_of(&mut both).await;
    told.reads("His mother told us so.");
    let page = dana.get(&address(&id)).await;
    assert_eq!(page.text().matches("A pupil was added").count(), 1);
    dana.get("/inbox")
        .await
        .reads("Tom Underhill (9B), witness");
}
