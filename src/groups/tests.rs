//! Changing user groups, as administrators meet it.

use crate::testing::{School, Visitor, on_both_databases};

on_both_databases! {
    the_files_of_a_user_group_are_limited_to_categories
    a_wider_limit_is_giving_more
    a_limit_without_a_category_is_refused_and_never_none
    a_change_counts_from_the_next_request
    what_opens_files_is_refused_in_the_standard_column
    a_right_that_does_not_exist_is_refused_not_dropped
    nobody_gives_more_to_their_own_user_group
    the_school_is_never_locked_out
    a_user_group_is_added_and_removed_when_empty
    nobody_changes_user_groups_without_the_key_or_at_another_school
}

/// The address of the user group of this name.
async fn group(school: &School, name: &str) -> String {
    let mut ada = school.elevated("admin").await;
    let page = ada.get("/groups").await;
    let start = page.body.find(&format!(">{name}</a>")).expect("the group");
    let head = &page.body[..start];
    let from = head.rfind("/groups/").expect("a link");
    head[from..].trim_end_matches('"').to_owned()
}

async fn a_change_counts_from_the_next_request(school: School) {
    let staff = group(&school, "Staff").await;
    let mut ada = school.elevated("admin").await;
    let mut sam = school.elevated("staff").await;
    sam.get("/audit").await.is(404);
    ada.get(&staff)
        .await
        .is(200)
        .reads("Sam Staff")
        .reads("Key only");
    let rights = [
        ("name", "Staff"),
        ("standard", "log_concerns"),
        ("elevated", "read_audit"),
    ];
    assert_eq!(ada.post(&staff, &rights).await.leads_to(), "/groups");
    ada.get("/groups")
        .await
        .reads("The user group Staff was changed");
    sam.get("/audit")
        .await
        .is(200)
        .reads("Rights now: standard log_concerns, elevated read_audit");
    let mut plain = school.signed_in("staff").await;
    plain.get("/audit").await.is(404);
    let fewer = [("name", "Staff"), ("standard", "log_concerns")];
    ada.post(&staff, &fewer).await.leads_to();
    sam.get("/audit").await.is(404);
    let files = [("name", "Staff"), ("elevated", "read_every_file")];
    ada.post(&staff, &files).await.leads_to();
    let lead = school.letters_to("dsl").await;
    let told = lead
        .iter()
        .find(|letter| letter.contains("A user group was given access"));
    assert!(told.is_some_and(|letter| letter.contains("Sam Staff")));
}

async fn what_opens_files_is_refused_in_the_standard_column(school: School) {
    let staff = group(&school, "Staff").await;
    let mut ada = school.elevated("admin").await;
    for right in [
        "read_every_file",
        "read_year_group_files",
        "manage_people",
        "read_audit",
    ] {
        let rights = [
            ("name", "Staff"),
            ("standard", right),
            ("elevated", "manage_pupils"),
        ];
        let page = ada.post(&staff, &rights).await;
        page.is(422).reads("can only be in the elevated column");
        assert_eq!(page.every("[name=standard][checked]", "value"), [right]);
        assert_eq!(
            page.every("[name=elevated][checked]", "value"),
            ["manage_pupils"]
        );
    }
}

async fn a_right_that_does_not_exist_is_refused_not_dropped(school: School) {
    let staff = group(&school, "Staff").await;
    let mut ada = school.elevated("admin").await;
    for address in [staff.as_str(), "/groups"] {
        for column in ["standard", "elevated"] {
            let rights = [
                ("name", "Office"),
                ("elevated", "read_audit"),
                (column, "no_such_right"),
            ];
            let page = ada.post(address, &rights).await;
            page.is(422)
                .reads("Keyward does not know one of the rights that were sent")
                .never_says("no_such_right");
            assert_eq!(page.every("#name", "value"), ["Office"]);
            assert_eq!(
                page.every("[name=elevated][checked]", "value"),
                ["read_audit"]
            );
        }
    }
    let nameless = [("name", ""), ("standard", "no_such_right")];
    ada.post("/groups", &nameless)
        .await
        .is(422)
        .reads("Enter a name for the user group")
        .reads("Keyward does not know one of the rights");
    ada.get("/groups").await.never_says("Office");
}

async fn nobody_gives_more_to_their_own_user_group(school: School) {
    let mine = group(&school, "Administrator").await;
    let mut ada = school.elevated("admin").await;
    let more = [
        ("name", "Administrator"),
        ("elevated", "manage_people"),
        ("elevated", "manage_groups"),
        ("elevated", "read_every_file"),
    ];
    ada.post(&mine, &more)
        .await
        .is(422)
        .reads("two people are needed");
    assert_eq!(ada.post(&mine, &more[..3]).await.leads_to(), "/groups");
    ada.get("/audit").await.is(404);
}

async fn the_school_is_never_locked_out(school: School) {
    let mine = group(&school, "Administrator").await;
    let mut ada = school.elevated("admin").await;
    for right in ["manage_people", "manage_groups"] {
        let rights = [("name", "Administrator"), ("elevated", right)];
        let page = ada.post(&mine, &rights).await;
        page.is(422)
            .reads("Nobody would be left who can manage people and user groups");
    }
    ada.get("/groups").await.is(200);
}

async fn a_user_group_is_added_and_removed_when_empty(school: School) {
    let mut ada = school.elevated("admin").await;
    ada.get("/groups/new")
        .await
        .is(200)
        .reads("Add a user group");
    let nameless = [("name", " "), ("standard", "log_concerns")];
    let page = ada.post("/groups", &nameless).await;
    page.is(422).reads("Enter a name for the user group");
    assert_eq!(
        page.every("[name=standard][checked]", "value"),
        ["log_concerns"]
    );
    let taken = [("name", "staff")];
    ada.post("/groups", &taken)
        .await
        .is(422)
        .reads("There is a user group called staff already");
    let senco = [("name", "SENCO"), ("elevated", "read_every_file")];
    ada.post("/groups", &senco).await.leads_to();
    ada.get("/groups")
        .await
        .reads("The user group SENCO was added");
    let address = group(&school, "SENCO").await;
    let removal = format!("{address}/removal");
    let sam = format!("/people/{}/membership", school.person("staff").await);
    ada.post(&sam, &[("groups", "SENCO")]).await.leads_to();
    ada.post(&removal, &[])
        .await
        .is(422)
        .reads("has people in it");
    ada.post(&sam, &[("groups", "Staff")]).await.leads_to();
    assert_eq!(ada.post(&removal, &[]).await.leads_to(), "/groups");
    ada.get(&address).await.is(404);
    ada.post(&address, &senco).await.is(404);
}

async fn nobody_changes_user_groups_without_the_key_or_at_another_school(school: School) {
    let staff = group(&school, "Staff").await;
    let rights = [("name", "Mine"), ("elevated", "read_every_file")];
    for address in ["admin", "dsl", "staff"] {
        let mut visitor = school.signed_in(address).await;
        visitor.get("/groups").await.is(404);
        visitor.post(&staff, &rights).await.is(404);
        visitor.post("/groups", &rights).await.is(404);
    }
    let mut other = school.neighbours_administrator().await;
    other.get(&staff).await.is(404);
    other.post(&staff, &rights).await.is(404);
    other.post(&format!("{staff}/removal"), &[]).await.is(404);
    school
        .elevated("admin")
        .await
        .get("/groups")
        .await
        .reads("Staff")
        .never_says("Mine");
}

/// What a category is called in the form of a user group.
async fn category(ada: &mut Visitor, name: &str) -> String {
    let form = ada.get("/groups/new").await;
    let at = form
        .body
        .find(&format!(">{name}</label>"))
        .expect("the category");
    let before = &form.body[..at];
    let ids = form.every("[name=category]", "value").into_iter();
    ids.max_by_key(|id| before.rfind(id.as_str()))
        .expect("an id")
}

async fn the_files_of_a_user_group_are_limited_to_categories(school: School) {
    let mut ada = school.elevated("admin").await;
    let attendance = category(&mut ada, "Attendance").await;
    let officer = [
        ("name", "Attendance officer"),
        ("elevated", "read_every_file"),
        ("reach", "some"),
        ("category", attendance.as_str()),
    ];
    ada.post("/groups", &officer).await.leads_to();
    ada.get("/groups")
        .await
        .reads("Concerns that those files show")
        .reads("Every category")
        .reads("Attendance alone");
    let added = school.wrote_down("user group added").await;
    assert!(added.is_some_and(|detail| detail.ends_with("files show: Attendance")));
    let address = group(&school, "Attendance officer").await;
    let page = ada.get(&address).await;
    assert_eq!(page.every("[name=reach][checked]", "value"), ["some"]);
    assert_eq!(
        page.every("[name=category][checked]", "value"),
        std::slice::from_ref(&attendance)
    );
    // Whoever sends nothing about categories changes nothing about them.
    let renamed = [("name", "Attendance"), ("elevated", "read_every_file")];
    ada.post(&address, &renamed).await.leads_to();
    let page = ada.get(&address).await;
    assert_eq!(
        page.every("[name=category][checked]", "value"),
        [attendance]
    );
    let removal = format!("{address}/removal");
    assert_eq!(ada.post(&removal, &[]).await.leads_to(), "/groups");
}

async fn a_wider_limit_is_giving_more(school: School) {
    let mut ada = school.elevated("admin").await;
    let attendance = category(&mut ada, "Attendance").await;
    let home = category(&mut ada, "Home circumstances").await;
    let name = ("name", "Attendance officer");
    let files = ("elevated", "read_every_file");
    let narrow = [
        name,
        files,
        ("reach", "some"),
        ("category", attendance.as_str()),
    ];
    ada.post("/groups", &narrow).await.leads_to();
    let address = group(&school, "Attendance officer").await;
    school.puts_into("staff", "Attendance officer").await;
    let told = async || {
        let letters = school.letters_to("dsl").await;
        let about = |letter: &&String| letter.contains("more access to pupils' files");
        letters.iter().filter(about).count()
    };
    let wider = [
        narrow[0],
        files,
        narrow[2],
        narrow[3],
        ("category", home.as_str()),
    ];
    ada.post(&address, &wider).await.leads_to();
    assert_eq!(told().await, 1);
    let letters = school.letters_to("dsl").await;
    let words = "in the categories Attendance and Home circumstances alone";
    assert!(
        letters.iter().any(|letter| letter.contains(words)),
        "{letters:?}"
    );
    ada.post(&address, &narrow).await.leads_to();
    assert_eq!(told().await, 1, "less is told to nobody");
    let every = [name, files, ("reach", "every")];
    ada.post(&address, &every).await.leads_to();
    assert_eq!(told().await, 2);
    ada.post(&address, &narrow).await.leads_to();
    // Whoever is in it gives it no more.
    school.puts_into("admin", "Attendance officer").await;
    for more in [&wider[..], &every[..]] {
        let page = ada.post(&address, more).await;
        page.is(422)
            .reads("Nobody may give more to a user group they are in");
    }
    let page = ada.get(&address).await;
    assert_eq!(
        page.every("[name=category][checked]", "value"),
        [attendance]
    );
}

async fn a_limit_without_a_category_is_refused_and_never_none(school: School) {
    let mut ada = school.elevated("admin").await;
    let (name, files) = (("name", "Officer"), ("elevated", "read_every_file"));
    let page = ada.post("/groups", &[name, files, ("reach", "some")]).await;
    page.is(422)
        .reads("Choose a category at least, or choose every category");
    assert_eq!(page.every("[name=reach][checked]", "value"), ["some"]);
    let attendance = category(&mut ada, "Attendance").await;
    let odd = [
        name,
        files,
        ("reach", "some"),
        ("category", attendance.as_str()),
        ("category", "one that is gone"),
    ];
    let page = ada.post("/groups", &odd).await;
    page.is(422)
        .reads("A category that was sent is not there any more");
    assert_eq!(
        page.every("[name=category][checked]", "value"),
        [attendance]
    );
    ada.get("/groups").await.never_says("Officer");
}
