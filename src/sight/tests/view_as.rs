//! Viewing as another user group.

use super::*;
use crate::testing::school::PASSWORD;
use crate::testing::{Page, Visitor, on_both_databases};

on_both_databases! {
    a_lead_views_as_pastoral_and_sees_one_year_group
    a_lead_who_views_as_staff_sees_an_empty_school
    nothing_is_changed_meanwhile_and_what_was_typed_is_kept
    it_ends_by_the_button_with_elevated_access_and_with_the_session
    nobody_views_as_a_user_group_but_a_lead_with_the_key
    looking_as_a_limited_group_shows_its_categories_alone
    a_user_group_that_was_removed_meanwhile_shows_nothing
    what_is_opened_while_looking_is_written_down_and_not_read
}

keyward_db::statements! {
    /// Who has opened which concern.
    READINGS = "SELECT COUNT(*) FROM reading";
}

async fn what_is_opened_while_looking_is_written_down_and_not_read(school: School) {
    let (_, _, of_seven, ..) = two_years(&school).await;
    let address = format!("/concerns/{of_seven}");
    let mut dana = school.elevated("dsl").await;
    views_as(&mut dana, "Pastoral", "7").await;
    dana.get(&address).await.is(200).reads("What was seen");
    assert!(school.wrote_down("concern opened").await.is_some());
    dana.post("/view-as/end", &[]).await.leads_to();
    let db = school.app.db();
    let read = db.read(|tx| tx.one(READINGS, &[], |row| row.get::<i64>(0)));
    assert_eq!(read.await.expect("read"), Some(0));
    // As a lead she has not read it, and has nothing in hand.
    let acknowledges = format!("{address}/acknowledgement");
    dana.post(&acknowledges, &[("form", "a form")])
        .await
        .is(422)
        .reads("You have not read this concern yet");
    dana.get(&address).await.is(200);
    dana.post(&acknowledges, &[("form", "a form")])
        .await
        .leads_to();
}

/// What a user group is called in forms.
async fn group_id(visitor: &mut Visitor, name: &str) -> String {
    let page = visitor.get("/view-as").await;
    let (ids, text) = (page.every("#group option", "value"), page.body.clone());
    let at = text.find(&format!(">{name}: ")).expect("the group");
    let before = &text[..at];
    let ids = ids.into_iter().filter(|id| !id.is_empty());
    let found = ids.max_by_key(|id| before.rfind(id.as_str()));
    found.expect("an id")
}

pub(super) async fn views_as(visitor: &mut Visitor, group: &str, year: &str) {
    let id = group_id(visitor, group).await;
    let fields = [("group", id.as_str()), ("year", year)];
    assert_eq!(
        visitor.post("/view-as", &fields).await.leads_to(),
        "/dashboard"
    );
}

pub(super) async fn two_years(
    school: &School,
) -> (PupilId, PupilId, ConcernId, ConcernId, ConcernId) {
    let seven = enrols(school, "Ashgrove", "7", "7A").await;
    let nine = enrols(school, "Underhill", "9", "9A").await;
    let staff = school.person("staff").await;
    let of_seven = logs(school, &staff, &[&seven], "Attendance").await;
    let of_nine = logs(school, &staff, &[&nine], "Attendance").await;
    let of_both = logs(school, &staff, &[&seven, &nine], "Attendance").await;
    (seven, nine, of_seven, of_nine, of_both)
}

async fn a_lead_views_as_pastoral_and_sees_one_year_group(school: School) {
    let (seven, nine, of_seven, of_nine, of_both) = two_years(&school).await;
    let mut dana = school.elevated("dsl").await;
    dana.get("/sight")
        .await
        .is(200)
        .reads("View as a user group");
    let pastoral = group_id(&mut dana, "Pastoral").await;
    // The year groups that there are, and no others.
    let page = dana.get("/view-as").await;
    assert_eq!(page.every("#year option", "value"), ["", "7", "9"]);
    let page = dana.post("/view-as", &[("group", pastoral.as_str())]).await;
    page.is(422)
        .reads("Choose the year group of which Pastoral is to see files");
    dana.post("/view-as", &[("group", "none"), ("year", "7")])
        .await
        .is(422)
        .reads("Choose a user group");
    views_as(&mut dana, "Pastoral", "7").await;
    let banner = "You are viewing as Pastoral, Year 7.";
    let list = dana.get("/pupils").await;
    list.is(200)
        .reads(banner)
        .reads("Ashgrove, Child")
        .reads("1 pupil");
    list.never_says("Underhill").never_says("Year 9");
    dana.get(&format!("/pupils/{seven}"))
        .await
        .is(200)
        .reads("2 concerns")
        .never_says("Unread");
    dana.get(&format!("/pupils/{nine}"))
        .await
        .is(404)
        .reads(banner);
    dana.get(&format!("/concerns/{of_seven}"))
        .await
        .is(200)
        .reads("Child Ashgrove");
    dana.get(&format!("/concerns/{of_nine}")).await.is(404);
    dana.get(&format!("/concerns/{of_both}"))
        .await
        .is(200)
        .reads("Child Ashgrove 7")
        .reads("another pupil")
        .never_says("Underhill");
    dana.get("/dashboard").await.never_says("Underhill");
    // What the lead may do besides is closed meanwhile; what she may not do either is not there.
    for address in ["/sight", "/view-as"] {
        dana.get(address).await.is(403);
    }
    for address in ["/people", "/groups", "/audit"] {
        dana.get(address).await.is(404);
    }
    let written = school.wrote_down("concern opened").await;
    assert_eq!(written.as_deref(), Some("viewing as: Pastoral, Year 7"));
    assert_eq!(
        dana.post("/view-as/end", &[]).await.leads_to(),
        "/dashboard"
    );
    let board = dana.get("/dashboard").await;
    board
        .reads("You see Keyward as yourself again.")
        .never_says("You are viewing as");
    dana.get(&format!("/pupils/{nine}")).await.is(200);
}

async fn a_lead_who_views_as_staff_sees_an_empty_school(school: School) {
    let (seven, _, of_seven, ..) = two_years(&school).await;
    let (dsl, mine) = (school.person("dsl").await, school.person("dsl").await);
    let own = logs(&school, &mine, &[&seven], "Attendance").await;
    alerts(&school, &of_seven, &dsl).await;
    let mut dana = school.elevated("dsl").await;
    views_as(&mut dana, "Staff", "").await;
    for page in ["/pupils", &format!("/pupils/{seven}")] {
        dana.get(page).await.is(403).never_says("Ashgrove");
    }
    for concern in [&own, &of_seven] {
        dana.get(&format!("/concerns/{concern}")).await.is(404);
    }
    let board = dana.get("/dashboard").await;
    board.is(200).reads("You are viewing as Staff.");
    board
        .reads("opens no pupil’s file")
        .never_says("Waiting for you");
    dana.get("/concerns").await.is(403).never_says("Ashgrove");
}

async fn nothing_is_changed_meanwhile_and_what_was_typed_is_kept(school: School) {
    let (seven, _, of_seven, ..) = two_years(&school).await;
    school.gives_password("dsl").await;
    let mut dana = school.elevated("dsl").await;
    let offers = |page: &Page| page.text().matches("Log a concern").count();
    assert_eq!(offers(&dana.get("/dashboard").await), 2);
    views_as(&mut dana, "Deputy DSL", "").await;
    // What would be refused is not offered.
    for page in ["/dashboard".to_owned(), format!("/pupils/{seven}")] {
        assert_eq!(offers(dana.get(&page).await.is(200)), 0, "{page}");
    }
    let page = dana.get(&format!("/concerns/{of_seven}")).await;
    page.is(200).reads("What was done and added");
    for act in [
        "/acknowledgement",
        "Add an action",
        "Add an amendment",
        "Attach files",
    ] {
        page.never_says(act);
    }
    let to = format!("/concerns/{of_seven}/amendments");
    let amendment = [("form", "f"), ("words", "Rang home at noon.")];
    let refused = dana.post(&to, &amendment).await;
    refused
        .is(403)
        .reads("while you are viewing as Deputy DSL, you can read and change nothing")
        .reads("Rang home at noon.");
    assert_eq!(
        refused.every("form[action$=amendments] [name=words]", "value"),
        [amendment[1].1]
    );
    let exclude = format!("/pupils/{seven}/exclusions");
    let staff = school.person("staff").await;
    let fields = [
        ("form", "f"),
        ("person", staff.0.as_str()),
        ("reason", "A relative."),
    ];
    dana.post(&exclude, &fields)
        .await
        .is(403)
        .reads("change nothing");
    // An act that asks for a touch is refused before it, and with it.
    let group = group_id_of_staff(&school).await;
    let end = format!("/groups/{group}");
    dana.post(&end, &[("name", "Mine")]).await.is(404);
    let password = [
        ("current", PASSWORD),
        ("password", "kettle window garden seven"),
        ("again", "kettle window garden seven"),
    ];
    let own = dana.post("/account/password", &password).await;
    own.is(403).reads("change nothing").never_says("kettle");
    // What only looks for something works.
    dana.post("/pupils", &[("find", "ashgrove")])
        .await
        .is(200)
        .reads("1 pupil found");
    dana.post("/view-as/end", &[]).await.leads_to();
    dana.get(&format!("/concerns/{of_seven}"))
        .await
        .is(200)
        .never_says("Rang home");
    dana.get(&exclude).await.is(200).reads("Nobody is excluded");
    dana.post(&to, &amendment).await.leads_to();
}

async fn group_id_of_staff(school: &School) -> String {
    let mut dee = school.elevated("deputy").await;
    group_id(&mut dee, "Staff").await
}

async fn it_ends_by_the_button_with_elevated_access_and_with_the_session(school: School) {
    two_years(&school).await;
    let mut dana = school.elevated("dsl").await;
    views_as(&mut dana, "Pastoral", "7").await;
    dana.get("/dashboard").await.reads("You are viewing as");
    dana.post("/elevation/end", &[]).await.leads_to();
    dana.get("/dashboard")
        .await
        .never_says("You are viewing as");
    school.clock.advance_seconds(1);
    school.elevates("dsl").await;
    let list = dana.get("/pupils").await;
    list.is(200)
        .reads("2 pupils")
        .never_says("You are viewing as");

    views_as(&mut dana, "Pastoral", "7").await;
    // It rests too long, and access is elevated again.
    school.clock.advance_seconds(3_000);
    dana.get("/dashboard")
        .await
        .never_says("You are viewing as");
    school.elevates("dsl").await;
    dana.get("/pupils")
        .await
        .reads("2 pupils")
        .never_says("You are viewing as");

    views_as(&mut dana, "Pastoral", "7").await;
    dana.post("/sign-out", &[]).await.leads_to();
    let mut again = school.elevated("dsl").await;
    again
        .get("/pupils")
        .await
        .reads("2 pupils")
        .never_says("You are viewing as");
}

async fn nobody_views_as_a_user_group_but_a_lead_with_the_key(school: School) {
    let mut dee = school.elevated("deputy").await;
    let dsl = group_id(&mut dee, "DSL").await;
    for (address, elevated) in [
        ("staff", true),
        ("pastoral", true),
        ("admin", true),
        ("dsl", false),
    ] {
        let mut visitor = match elevated {
            true => school.elevated(address).await,
            false => school.signed_in(address).await,
        };
        visitor.get("/view-as").await.is(404);
        visitor.post("/view-as", &[("group", dsl.as_str())]).await;
        visitor
            .get("/dashboard")
            .await
            .never_says("You are viewing as");
    }
    // A user group of another school is none.
    let mut lee = school.neighbour("DSL").await;
    lee.post("/view-as", &[("group", dsl.as_str())])
        .await
        .is(422);
}

async fn looking_as_a_limited_group_shows_its_categories_alone(school: School) {
    let seven = enrols(&school, "Ashgrove", "7", "7A").await;
    let staff = school.person("staff").await;
    let attendance = logs(&school, &staff, &[&seven], "Attendance").await;
    let home = logs(&school, &staff, &[&seven], "Home circumstances").await;
    let mut ada = school.elevated("admin").await;
    let form = ada.get("/groups/new").await;
    let at = form.body.find(">Attendance</label>").expect("the category");
    let ids = form.every("[name=category]", "value");
    let before = &form.body[..at];
    let category = ids
        .into_iter()
        .max_by_key(|id| before.rfind(id.as_str()))
        .expect("an id");
    let fields = [
        ("name", "Attendance officer"),
        ("elevated", "read_every_file"),
        ("reach", "some"),
        ("category", category.as_str()),
    ];
    ada.post("/groups", &fields).await.leads_to();
    let mut dana = school.elevated("dsl").await;
    views_as(&mut dana, "Attendance officer", "").await;
    dana.get(&format!("/pupils/{seven}"))
        .await
        .is(200)
        .reads("1 concern");
    dana.get(&format!("/concerns/{attendance}")).await.is(200);
    dana.get(&format!("/concerns/{home}")).await.is(404);
}

async fn a_user_group_that_was_removed_meanwhile_shows_nothing(school: School) {
    two_years(&school).await;
    let mut ada = school.elevated("admin").await;
    let fields = [("name", "For a day"), ("elevated", "read_every_file")];
    ada.post("/groups", &fields).await.leads_to();
    let mut dana = school.elevated("dsl").await;
    let id = group_id(&mut dana, "For a day").await;
    views_as(&mut dana, "For a day", "").await;
    dana.get("/pupils").await.reads("2 pupils");
    ada.post(&format!("/groups/{id}/removal"), &[])
        .await
        .leads_to();
    dana.get("/pupils")
        .await
        .is(403)
        .reads("a removed user group does not open this page");
    dana.post("/view-as/end", &[]).await.leads_to();
    dana.get("/pupils").await.reads("2 pupils");
}
