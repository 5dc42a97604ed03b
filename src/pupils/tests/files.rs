//! Who sees which pupils, and whose files.

use super::{enrols, enrols_many, entries};
use crate::testing::{School, on_both_databases};

on_both_databases! {
    a_file_holds_its_own_concerns_in_order_of_time
    a_lead_opens_files_with_the_key_alone
    pastoral_opens_the_files_of_their_year_groups_alone
    a_file_leads_to_what_else_is_known_of_it_beneath_its_concerns
    staff_and_administrators_open_no_file
    a_pupil_is_found_by_any_part_of_a_name_and_by_upn
    the_list_is_turned_page_by_page
    anybody_who_logs_concerns_finds_any_pupil
}

async fn a_lead_opens_files_with_the_key_alone(school: School) {
    let zoe = enrols(&school, 0, "Zoë O’Sullivan", "7").await;
    let file = format!("/pupils/{zoe}");
    let mut dana = school.signed_in("dsl").await;
    for address in ["/pupils", &file] {
        dana.get(address).await.is(404).never_says("Sullivan");
    }
    school.elevates("dsl").await;
    dana.get("/dashboard").await.reads("Pupils");
    let list = dana.get("/pupils").await;
    list.is(200).reads("O’Sullivan, Zoë").reads("1 May 2014");
    assert_eq!(list.every("th a", "href").concat(), file);
    let page = dana.get(&file).await;
    page.is(200)
        .reads("Zoë O’Sullivan")
        .reads("12 years old")
        .reads("Year 7")
        .reads("B801200005001");
    assert_eq!(
        page.every("a.govuk-button", "href"),
        [format!("/concerns/new?pupil={zoe}")]
    );
    let nobody = "/pupils/01998a4c-0000-7000-8000-000000000000";
    dana.get(nobody).await.is(404);
    let openings = entries(&school, "file opened").await;
    assert_eq!(openings.concat(), zoe.0, "one opening, one entry");
    school.clock.advance_seconds(3_000);
    dana.get(&file).await.is(404).never_says("Sullivan");
    assert_eq!(entries(&school, "file opened").await.len(), 1);
}

async fn pastoral_opens_the_files_of_their_year_groups_alone(school: School) {
    let seven = enrols(&school, 0, "Amy Ash", "7").await;
    let eight = enrols(&school, 1, "Ben Bell", "8").await;
    let mut pat = school.signed_in("pastoral").await;
    pat.get("/pupils").await.is(404);
    pat.get(&format!("/pupils/{seven}")).await.is(404);
    school.elevates("pastoral").await;
    pat.get("/pupils")
        .await
        .is(200)
        .reads("Ash, Amy")
        .reads("1 pupil")
        .never_says("Bell")
        .never_says("Year 8");
    pat.get(&format!("/pupils/{seven}")).await.is(200);
    pat.get(&format!("/pupils/{eight}")).await.is(404);
    pat.post("/pupils", &[("find", "bell"), ("year", "")])
        .await
        .is(200)
        .reads("No pupils found")
        .never_says("Bell");
    // A place in the list that one may not know is its beginning.
    pat.get(&format!("/pupils?before={eight}"))
        .await
        .is(200)
        .reads("Ash, Amy")
        .never_says("Bell");
}

async fn a_file_leads_to_what_else_is_known_of_it_beneath_its_concerns(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    school.logs(&[&zoe], 60, "No coat.", &["dsl"]).await;
    let file = format!("/pupils/{zoe}");
    let page = school.elevated("dsl").await.get(&file).await;
    let text = page.text();
    let (_, after) = text.split_once("No coat.").expect("the concern");
    assert!(after.contains("Who must not see it"), "{after}");
    let patterns = page.every(".kw-file-links a", "href");
    assert_eq!(patterns[0], format!("/patterns?pupil={zoe}"));
    // Who reads a file and does not act on concerns is led nowhere that is closed to them.
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&file).await;
    let works = pat
        .get(&format!("/patterns?pupil={zoe}"))
        .await
        .status
        .is_success();
    let links = page.is(200).every(".kw-file-links a", "href");
    assert_eq!(!links.is_empty(), works);
}

async fn staff_and_administrators_open_no_file(school: School) {
    let zoe = enrols(&school, 0, "Zoë O’Sullivan", "7").await;
    for address in ["staff", "admin"] {
        let mut visitor = school.elevated(address).await;
        for page in ["/pupils", &format!("/pupils/{zoe}")] {
            visitor.get(page).await.is(404).never_says("Sullivan");
        }
        let found = visitor.post("/pupils", &[("find", "zoe")]).await;
        found.is(404).never_says("Sullivan");
        visitor
            .get("/dashboard")
            .await
            .never_says("href=\"/pupils\"");
    }
}

async fn a_pupil_is_found_by_any_part_of_a_name_and_by_upn(school: School) {
    enrols(&school, 0, "Zoë O’Sullivan", "7").await;
    enrols(&school, 1, "Ben Bell-Sulley", "8").await;
    let mut dana = school.elevated("dsl").await;
    for (find, year, count) in [
        ("sul", "", "2 pupils found"),
        ("  O'SULL zoe ", "", "1 pupil found"),
        ("bell-sulley", "", "1 pupil found"),
        ("b8012", "", "1 pupil found"),
        ("sul", "8", "1 pupil found in Year 8"),
        ("zoe", "8", "No pupils found in Year 8"),
        ("ben sul bell sulley 8 0 99", "", "1 pupil found"),
        ("%", "", ""),
    ] {
        let page = dana
            .post("/pupils", &[("find", find), ("year", year)])
            .await;
        if count.is_empty() {
            assert_eq!(page.leads_to(), "/pupils", "{find}");
        } else {
            page.is(200).reads(count);
        }
    }
    let only_year = dana.post("/pupils", &[("find", ""), ("year", "8")]).await;
    assert_eq!(only_year.leads_to(), "/pupils?year=8");
    dana.get("/pupils?year=8")
        .await
        .reads("1 pupil in Year 8")
        .never_says("Sullivan");
    dana.get("/pupils?year=%FF&after=&year=1&before=x")
        .await
        .is(200)
        .reads("2 pupils");
}

async fn the_list_is_turned_page_by_page(school: School) {
    enrols_many(&school, 120).await;
    let mut dana = school.elevated("dsl").await;
    let mut address = "/pupils".to_owned();
    let mut pages = Vec::new();
    loop {
        let page = dana.get(&address).await;
        page.is(200).reads("120 pupils");
        pages.push(page.every("th a", "href"));
        match page.every("a[rel=next]", "href").first() {
            Some(next) => address.clone_from(next),
            None => break,
        }
    }
    let sizes: Vec<usize> = pages.iter().map(Vec::len).collect();
    assert_eq!(sizes, [50, 50, 20]);
    let mut back = Vec::new();
    loop {
        let page = dana.get(&address).await;
        back.push(page.every("th a", "href"));
        match page.every("a[rel=prev]", "href").first() {
            Some(previous) => address.clone_from(previous),
            None => break,
        }
    }
    back.reverse();
    assert_eq!(back.last(), pages.last());
    let all: std::collections::BTreeSet<_> = pages.concat().into_iter().collect();
    assert_eq!(all.len(), 120, "nobody stands on two pages");
    assert!(!address.contains("Pupil"), "no name in an address");
}

async fn anybody_who_logs_concerns_finds_any_pupil(school: School) {
    use crate::access::{Access, Column, Right};
    use crate::cx::Actor;
    use keyward_web::Problem;

    let zoe = enrols(&school, 0, "Zoë O’Sullivan", "7").await;
    let person = school.person("staff").await;
    let (at, key) = crate::school::by_slug(&school.app, "hawthorn-park")
        .await
        .expect("the school");
    let as_somebody_with = |rights: &[Right]| {
        let rights = rights.iter().map(|right| (Column::Standard, *right));
        Actor::person(
            (at.id.clone(), key.clone()),
            person.clone(),
            "Sam Staff".into(),
            crate::ids::SessionId("s".into()),
            Access::new(rights, false),
        )
    };
    for (rights, may) in [
        (&[Right::LogConcerns][..], true),
        (&[Right::ManagePupils][..], false),
    ] {
        let id = zoe.clone();
        let found = school
            .app
            .read_as(as_somebody_with(rights), school.app.now(), move |tx| {
                let found = crate::pupils::search_for_logging(tx, "sulli zo");
                let one = crate::pupils::find_for_logging(tx, &id);
                let file = crate::pupils::find(tx, &id).is_ok();
                Ok::<_, Problem>((found, one, file))
            })
            .await
            .expect("read");
        let (found, one, file) = found;
        assert!(!file, "logging opens no file");
        if may {
            assert_eq!(found.expect("found")[0].id, zoe);
            assert_eq!(one.expect("there").display_name(), "Zoë O’Sullivan");
        } else {
            assert_eq!(found, Err(Problem::NotFound));
            assert_eq!(one, Err(Problem::NotFound));
        }
    }
}

async fn a_file_holds_its_own_concerns_in_order_of_time(school: School) {
    let zoe = enrols(&school, 0, "Zoë O’Sullivan", "7").await;
    let ben = enrols(&school, 1, "Ben Bell", "8").await;
    let dsl = school.person("dsl").await;
    let mut sam = school.signed_in("staff").await;
    let form = sam.get("/concerns/new").await;
    let first = |selector: &str| form.every(selector, "value").remove(0);
    let category = form.every("input[name=category]", "value").remove(0);
    for (number, pupil, time, seen) in [
        ("1", &zoe, "10:30", "The later one."),
        ("2", &zoe, "09:15", "The earlier one.\nWith a second line."),
        ("3", &ben, "09:20", "About somebody else."),
    ] {
        let tag = format!("{}{number}", &first("input[name=form]")[..35]);
        let day = first("#day");
        let fields = [
            ("form", tag.as_str()),
            ("day", &day),
            ("time", time),
            ("place", "Hall"),
            ("category", &category),
            ("seen-and-heard", seen),
            ("pupil", &pupil.0),
            ("alert", &dsl.0),
        ];
        let sent = sam.post("/concerns", &fields).await;
        assert_eq!(sent.leads_to(), "/dashboard");
    }
    let mut dana = school.elevated("dsl").await;
    let file = dana.get(&format!("/pupils/{zoe}")).await;
    file.is(200)
        .reads("2 concerns")
        .never_says("somebody else")
        .never_says("second line");
    let text = file.text();
    let place = |words: &str| text.find(words).expect("on the page");
    assert!(place("The later one") < place("The earlier one"));
    let links = file.every(".moj-timeline__title a", "href");
    dana.get(&links[1])
        .await
        .is(200)
        .reads("With a second line.");
    let again = dana.get(&format!("/pupils/{zoe}")).await;
    let unread = again.every(".moj-timeline .govuk-tag", "class");
    assert_eq!(unread.len(), 1, "one of the two was opened");
    dana.get(&format!("/pupils/{ben}"))
        .await
        .reads("1 concern")
        .never_says("earlier");
}
