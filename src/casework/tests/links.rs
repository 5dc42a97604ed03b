//! Links between concerns: another child's concern is found by name, and a wrong link is undone.

use super::put_right::WHY;
use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    another_childs_concern_is_found_by_name_and_linked
    nobody_finds_one_in_a_file_that_they_do_not_read
    a_link_is_undone_with_a_reason_and_both_records_say_so
    a_link_that_one_does_not_see_is_not_ones_to_undo
    of_two_who_undo_a_link_at_once_the_second_is_told
}

const TOGETHER: (&str, &str) = ("words", "The same older boy.");

/// What is offered on this page to be linked with.
fn offered(page: &Page) -> Vec<String> {
    page.every("input[name=other]", "value")
}

async fn another_childs_concern_is_found_by_name_and_linked(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let earlier = logged(&school, &[&ella], &["dsl"]).await;
    let his = logged(&school, &[&tom], &["dsl"]).await;
    let id = logged(&school, &[&ella], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let to = format!("{}/links", address(&id));
    assert_eq!(offered(&dana.get(&to).await), [earlier.0.as_str()]);
    let found = format!("{to}/found");
    let page = dana.post(&found, &[("find", "underh"), TOGETHER]).await;
    page.is(200)
        .reads("These are in the files of pupils called that.")
        .reads("Tom Underhill (9B), noticed on")
        .reads("The same older boy.")
        .never_says("There is a problem");
    assert_eq!(offered(&page), [his.0.as_str()]);
    // Never itself, and what was chosen stays whatever is looked for.
    let typed = [("find", "fairw"), ("other", &*his.0)];
    let page = dana.post(&found, &typed).await;
    assert_eq!(offered(&page), [his.0.as_str(), earlier.0.as_str()]);
    let page = dana.post(&found, &[("find", "nobody")]).await;
    page.reads("You read no other concern in the file of a pupil called that.");
    let typed = [("find", "underh"), ("form", "f"), ("words", "x")];
    let page = dana.post(&to, &typed).await;
    page.is(422)
        .reads("Choose the other concern")
        .reads("Enter how they are connected");
    assert_eq!(offered(&page), [his.0.as_str()]);
    let typed = [("find", "underh"), ("other", &*his.0), TOGETHER];
    did(&school, &mut dana, &id, "links", &typed).await;
    let page = dana.post(&found, &[("find", "underh")]).await;
    assert!(offered(&page).is_empty(), "linked already");
}

async fn nobody_finds_one_in_a_file_that_they_do_not_read(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let his = logged(&school, &[&tom], &["dsl", "pastoral"]).await;
    let both = logged(&school, &[&ella, &tom], &["dsl"]).await;
    let id = logged(&school, &[&ella], &["dsl"]).await;
    gives_right(&school, "Pastoral", "work_cases").await;
    let mut pat = school.elevated("pastoral").await;
    let found = format!("{}/links/found", address(&id));
    for typed in ["underh", "tom", &*address(&his)] {
        let page = pat.post(&found, &[("find", typed)]).await;
        page.is(200).never_says("Underhill");
        assert!(offered(&page).is_empty(), "{typed}");
    }
    let page = pat.post(&found, &[("find", "ella")]).await;
    assert_eq!(offered(&page), [both.0.as_str()]);
    page.reads("Ella Fairweather (7B) and another pupil, noticed");
    let typed = [("other", &*his.0), TOGETHER];
    let refused = does(&school, &mut pat, &id, "links", &typed).await;
    refused.is(422).reads("Choose the other concern");
}

async fn a_link_is_undone_with_a_reason_and_both_records_say_so(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let his = logged(&school, &[&tom], &["dsl"]).await;
    let id = logged(&school, &[&ella], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.never_says("Undo a link");
    let page = dana.get(&format!("{}/links-undone", address(&id))).await;
    page.reads("This concern is linked with no other that you read.");
    let typed = [("other", &*his.0), TOGETHER];
    did(&school, &mut dana, &id, "links", &typed).await;
    dana.get(&address(&id)).await.reads("Undo a link");
    let bad = does(&school, &mut dana, &id, "links-undone", &[]).await;
    bad.is(422)
        .reads("Choose the concern that does not belong with this one")
        .reads("Write how you know that they do not belong together");
    // From the other end too.
    let typed = [("other", &*id.0), WHY];
    did(&school, &mut dana, &his, "links-undone", &typed).await;
    for (here, child) in [(&id, "Tom Underhill (9B)"), (&his, "Ella Fairweather (7B)")] {
        dana.get(&address(here))
            .await
            .reads(&format!("Linked with a concern about {child}"))
            .reads(&format!("Link undone with a concern about {child}"))
            .reads("His mother told us so.")
            .never_says("Undo a link");
    }
    dana.get(&format!("/pupils/{ella}/chronology"))
        .await
        .reads("Link undone with a concern noticed on");
    assert!(school.wrote_down("concern link undone").await.is_some());
    // Undone, they can be linked again, and that link undone.
    for (act, reason) in [("links", TOGETHER), ("links-undone", WHY)] {
        did(&school, &mut dana, &id, act, &[("other", &*his.0), reason]).await;
    }
    let again = does(&school, &mut dana, &id, "links-undone", &typed).await;
    again.is(422).reads("His mother told us so.");
}

async fn a_link_that_one_does_not_see_is_not_ones_to_undo(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let his = logged(&school, &[&tom], &["dsl"]).await;
    let id = logged(&school, &[&ella], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let typed = [("other", &*his.0), TOGETHER];
    did(&school, &mut dana, &id, "links", &typed).await;
    gives_right(&school, "Pastoral", "work_cases").await;
    let mut pat = school.elevated("pastoral").await;
    pat.get(&address(&id))
        .await
        .is(200)
        .never_says("Undo a link");
    let page = pat.get(&format!("{}/links-undone", address(&id))).await;
    page.reads("linked with no other that you read.")
        .never_says("Underhill");
    let typed = [("other", &*his.0), WHY];
    let refused = does(&school, &mut pat, &id, "links-undone", &typed).await;
    refused.is(422);
    did(&school, &mut dana, &id, "links-undone", &typed).await;
    pat.get(&address(&id)).await.never_says("undone");
}

async fn of_two_who_undo_a_link_at_once_the_second_is_told(school: School) {
    let ella = ella(&school).await;
    let first = logged(&school, &[&ella], &["dsl"]).await;
    let id = logged(&school, &[&ella], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let typed = [("other", &*first.0), TOGETHER];
    did(&school, &mut dana, &id, "links", &typed).await;
    let typed = [("other", &*first.0), WHY];
    let mut both = together::both(&school, &id, "links-undone", &typed).await;
    let (_, told) = together::second_of(&mut both).await;
    told.reads("undid the link with another concern today at")
        .reads("His mother told us so.");
    let page = dana.get(&address(&first)).await;
    assert_eq!(page.text().matches("Link undone with").count(), 1);
}
