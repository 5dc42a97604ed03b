//! The school's keys, as visitors meet them.

use crate::key_policy::Policy;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{School, on_both_databases};

on_both_databases! {
    an_administrator_sees_who_holds_which_keys
    the_keys_go_into_a_file_that_no_spreadsheet_runs
    the_file_tells_where_a_key_was_used_and_what_was_handed_out
    whose_time_has_not_begun_is_told_so_and_no_date_that_slides
    a_key_is_handed_out_and_comes_back
    whoever_found_a_key_tells_the_school_and_learns_nothing
    a_page_for_found_keys_is_no_way_to_flood_the_school
    only_who_manages_people_sees_the_schools_keys
}

async fn an_administrator_sees_who_holds_which_keys(school: School) {
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut spare = SoftwareKey::new(Kind::U2f, 2);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let mut ola = school.elevated("admin").await;
    let page = ola.get("/keys?show=one").await;
    page.is(200)
        .reads("Dana")
        .reads("Blue key")
        .reads("Not used yet");
    let page = ola.get("/keys?show=none").await;
    page.reads("Sam").never_says("Blue key");
    dana.links_another(&mut blue, &mut spare, "Spare")
        .await
        .is(201);
    ola.get("/keys?show=one").await.never_says("Blue key");
    let page = ola.get("/keys?show=spare").await;
    page.reads("Blue key").reads("Last used on").reads("Spare");
    ola.get("/keys?show=unused").await.never_says("Blue key");
    school.clock.advance_seconds(90 * 24 * 3_600);
    let mut ola = school.elevated("admin").await;
    let page = ola.get("/keys?show=unused").await;
    page.reads("Blue key").reads("Not used for 90 days");
}

async fn the_keys_go_into_a_file_that_no_spreadsheet_runs(school: School) {
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in("dsl").await;
    school.gives_password("dsl").await;
    dana.links(&mut blue, "=1+1").await.is(201);
    let mut ola = school.elevated("admin").await;
    let file = ola.post("/keys/export", &[]).await;
    file.is(200);
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    assert!(
        file.headers["content-disposition"]
            .to_str()
            .expect("text")
            .starts_with("attachment")
    );
    assert!(file.body.contains(",'=1+1,U2F key,"), "{}", file.body);
    assert_eq!(file.body.lines().count(), 7, "six people and the head");
    assert!(school.wrote_down("keys exported").await.is_some());
}

async fn the_file_tells_where_a_key_was_used_and_what_was_handed_out(school: School) {
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    dana.elevates_with(&mut blue).await.leads_to();
    let mut ola = school.elevated("admin").await;
    let person = school.person("dsl").await.0;
    for (serial, model) in [("14203512", "Blue"), ("14203999", "")] {
        let form = [
            ("person", person.as_str()),
            ("serial", serial),
            ("model", model),
        ];
        ola.post("/keys/handed-out", &form).await.leads_to();
        school.clock.advance_seconds(1);
    }
    ola.get("/keys")
        .await
        .reads("Handed out to them: 14203512 (Blue), 14203999");
    let file = ola.post("/keys/export", &[]).await.body;
    let head = "Handed out,Key,Kind,Model,Serial number,Added,Last used,Where last used,State\r\n";
    assert!(file.contains(head), "{file}");
    let line = file.lines().find(|line| line.starts_with("Dana"));
    let line = line.expect("a line").to_owned();
    assert!(
        line.contains(",\"14203512 (Blue), 14203999\",Blue key,"),
        "{line}"
    );
    let device = ",a browser,Works";
    assert!(line.ends_with(device), "{line}");
    let back = ola.get("/keys/handed-out").await;
    let back = back.every("form[action$='/return']", "action");
    ola.post(&back[0], &[]).await.leads_to();
    ola.get("/keys/handed-out")
        .await
        .reads("14203999 came back");
    ola.get("/keys")
        .await
        .reads("Handed out to them: 14203512 (Blue)")
        .never_says("14203999");
}

async fn whose_time_has_not_begun_is_told_so_and_no_date_that_slides(school: School) {
    let asked = Policy {
        keys_min: 1,
        grace_days: 3,
        ..Policy::default()
    };
    school.asks("DSL", asked).await;
    for _ in 0..2 {
        let mut ola = school.elevated("admin").await;
        ola.get("/keys?show=grace")
            .await
            .reads("Dana Lead")
            .reads("Too few Has 3 days from their next click to link more");
        let file = ola.post("/keys/export", &[]).await.body;
        let line = file.lines().find(|line| line.starts_with("Dana"));
        assert!(line.is_some_and(|line| line.contains(",0,3 days from their next click,")));
        school.clock.advance_seconds(24 * 3_600);
    }
    school.signed_in("dsl").await.get("/dashboard").await;
    let mut ola = school.elevated("admin").await;
    ola.get("/keys?show=grace")
        .await
        .reads("Too few Has until 23 November 2026 at 11:06 to link more");
}

async fn a_key_is_handed_out_and_comes_back(school: School) {
    let mut ola = school.elevated("admin").await;
    let page = ola.get("/keys/handed-out").await;
    page.is(200).reads("No key is written down as handed out");
    let dana = school.person("dsl").await.0;
    for (person, serial, words) in [
        ("", "14203512", "Choose who gets the key"),
        (dana.as_str(), " ", "Enter the serial number"),
    ] {
        let form = [("person", person), ("serial", serial), ("model", "Blue")];
        let page = ola.post("/keys/handed-out", &form).await;
        page.is(422).reads(words);
        assert_eq!(page.every("#model", "value"), ["Blue"], "it is kept");
    }
    let form = [
        ("person", dana.as_str()),
        ("serial", "14203512"),
        ("model", "Blue"),
    ];
    let done = ola.post("/keys/handed-out", &form).await;
    assert_eq!(done.leads_to(), "/keys/handed-out");
    let page = ola.get("/keys/handed-out").await;
    page.reads("14203512, Blue: Dana").reads("Handed out by");
    let letters = school.letters_to("dsl").await.join("\n");
    assert!(
        letters.contains("You were given a security key"),
        "{letters}"
    );
    let entry = school.wrote_down("key handed out").await.expect("an entry");
    assert!(entry.contains("serial: 14203512") && entry.contains(&dana));
    let again = ola.post("/keys/handed-out", &form).await;
    again.is(422).reads("has not come back");
    let back = page.every("form[action$='/return']", "action");
    let mut larch = school.neighbours_administrator().await;
    larch.post(&back[0], &[]).await.is(404);
    assert_eq!(ola.post(&back[0], &[]).await.leads_to(), "/keys/handed-out");
    let page = ola.get("/keys/handed-out").await;
    page.reads("Keys that came back").reads("taken back by");
    assert!(school.wrote_down("key returned").await.is_some());
    ola.post(&back[0], &[]).await.is(404);
    let elsewhere = [("person", dana.as_str()), ("serial", "1"), ("model", "")];
    larch.post("/keys/handed-out", &elsewhere).await.is(404);
}

async fn whoever_found_a_key_tells_the_school_and_learns_nothing(school: School) {
    let mut ola = school.elevated("admin").await;
    let dana = school.person("dsl").await.0;
    let form = [
        ("person", dana.as_str()),
        ("serial", "14203512"),
        ("model", ""),
    ];
    ola.post("/keys/handed-out", &form).await.leads_to();
    let mut finder = school.visitor();
    let found = "/hawthorn-park/found-key";
    finder
        .get(found)
        .await
        .is(200)
        .reads("Found a security key?");
    let form = [("serial", "14203512"), ("found", "bus"), ("kept", "")];
    let page = finder.post(found, &form).await;
    page.is(422).reads("Say where the key is now");
    let known = [
        ("serial", "14203512"),
        ("found", "On the bus"),
        ("kept", "Front desk"),
    ];
    let unknown = [
        ("serial", "999"),
        ("found", "On the bus"),
        ("kept", "Front desk"),
    ];
    let one = finder.post(found, &known).await;
    let other = finder.post(found, &unknown).await;
    one.is(200).reads("has been told").never_says("Dana");
    assert_eq!(one.text(), other.text(), "it tells nothing of whose it is");
    let letters = school.letters_to("admin").await.join("\n");
    assert!(
        letters.contains("Somebody found a security key"),
        "{letters}"
    );
    assert!(letters.contains("was handed to Dana") && letters.contains("Front desk"));
    assert!(letters.contains("No key with this number"));
    assert!(school.wrote_down("found key reported").await.is_some());
    finder.get("/nowhere-school/found-key").await.is(404);
}

async fn a_page_for_found_keys_is_no_way_to_flood_the_school(school: School) {
    let mut somebody = school.visitor();
    let form = [("serial", ""), ("found", ""), ("kept", "Front desk")];
    for _ in 0..41 {
        somebody
            .post("/hawthorn-park/found-key", &form)
            .await
            .is(200);
    }
    let page = somebody.post("/hawthorn-park/found-key", &form).await;
    page.is(422).reads("Wait a minute");
    assert_eq!(page.every("#kept", "value"), ["Front desk"], "it is kept");
}

async fn only_who_manages_people_sees_the_schools_keys(school: School) {
    for who in ["staff", "pastoral", "dsl"] {
        let mut visitor = school.elevated(who).await;
        for page in ["/keys", "/keys/handed-out"] {
            visitor.get(page).await.is(404);
        }
        visitor.post("/keys/export", &[]).await.is(404);
    }
    school.signed_in("admin").await.get("/keys").await.is(404);
}
