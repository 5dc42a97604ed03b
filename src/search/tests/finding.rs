//! What is found, and how it is shown.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    words_are_found_however_they_are_typed_and_are_marked
    pupils_concerns_and_what_was_added_are_found_together
    a_name_finds_the_concerns_about_a_child
    two_children_of_one_name_are_told_apart
    each_child_of_what_is_found_stands_with_their_part
    results_are_counted_as_far_as_shown_and_go_on_page_by_page
    results_are_narrowed_by_kind_and_day
    a_phrase_is_found_as_it_stands
    whoever_looks_for_a_category_is_led_to_its_concerns_in_the_inbox
    nothing_typed_finds_nothing_and_a_wrong_day_comes_back
}

async fn words_are_found_however_they_are_typed_and_are_marked(school: School) {
    let ella = ella(&school).await;
    let first = Record::new(
        "staff",
        &[&ella],
        "Zoë's crescent-shaped bruise, on the elbow.",
    );
    let first = first.kept(&school).await;
    Record::new("staff", &[&ella], "Late again.")
        .kept(&school)
        .await;
    is_prepared(&school, &school.app).await;
    let mut sam = school.signed_in("staff").await;
    for words in ["bruise", "BRUI", "zoe crescent", "elbow bruises"] {
        let page = finds(&mut sam, words).await;
        let expected = if words == "elbow bruises" {
            vec![]
        } else {
            vec![first.clone()]
        };
        assert_eq!(concerns(&page), expected, "{words}");
    }
    let page = finds(&mut sam, "bruise").await;
    page.is(200)
        .reads("1 concern found")
        .reads("Seen and heard");
    assert!(page.body.contains("<mark>bruise</mark>"));
    assert!(!page.headers.contains_key("location"));
    let none = finds(&mut sam, "giraffe").await;
    none.reads("Nothing found")
        .reads("Nothing that you may read");
}

async fn whoever_looks_for_a_category_is_led_to_its_concerns_in_the_inbox(school: School) {
    let ella = ella(&school).await;
    Record::new("staff", &[&ella], "Late again.")
        .kept(&school)
        .await;
    is_prepared(&school, &school.app).await;
    let led = "a[href^='/inbox?category=']";
    let mut dana = school.elevated("dsl").await;
    let page = finds(&mut dana, "bully").await;
    page.is(200).reads("that is called so: Bullying.");
    let inbox = page.every(led, "href").remove(0);
    let chosen = dana.get(&inbox).await;
    let category = chosen.every("select[name=category] option[selected]", "value");
    assert_eq!(inbox, format!("/inbox?category={}", category[0]));
    // What is looked for among the additions alone is no category, and who has no inbox is led to none.
    let added = [("words", "bully"), ("show", "added")];
    let page = dana.post("/search", &added).await;
    assert!(page.is(200).every(led, "href").is_empty());
    let mut sam = school.signed_in("staff").await;
    let page = finds(&mut sam, "bully").await;
    assert!(page.is(200).every(led, "href").is_empty());
}

async fn each_child_of_what_is_found_stands_with_their_part(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let record = Record::new("staff", &[&ella, &tom], "She cried.");
    let id = record.kept(&school).await;
    adds(&school, "staff", &id, None, "Rang the grandmother.").await;
    happens(&school, PART, params![&id, &tom].to_vec()).await;
    is_prepared(&school, &school.app).await;
    let mut dana = school.elevated("dsl").await;
    let mut sam = school.signed_in("staff").await;
    // As it is now for whoever reads it through a file, and as it was logged for its writer.
    for (reader, part) in [(&mut dana, "sibling"), (&mut sam, "witness")] {
        let both = format!("Ella O’Sullivan (7B); Tom Underhill (9B), {part}");
        finds(reader, "cried").await.reads(&both);
        let both = format!("Amendment: {both}");
        finds(reader, "grandmother").await.reads(&both);
    }
}

async fn pupils_concerns_and_what_was_added_are_found_together(school: School) {
    let ella = ella(&school).await;
    let id = Record::new("staff", &[&ella], "She cried.")
        .kept(&school)
        .await;
    adds(&school, "dsl", &id, None, "Rang the grandmother.").await;
    let contact = r#"{"with":"parent","said":"The grandmother was reached by telephone."}"#;
    adds(&school, "dsl", &id, Some("contact"), contact).await;
    is_prepared(&school, &school.app).await;
    let mut dana = school.elevated("dsl").await;
    let page = finds(&mut dana, "osullivan").await;
    page.reads("O’Sullivan, Ella")
        .reads("1 pupil and 1 concern found");
    assert!(page.body.contains("<mark>O’Sullivan</mark>"));
    let by_number = finds(&mut dana, "a801").await;
    assert!(by_number.body.contains("<mark>A801</mark>"));
    let page = finds(&mut dana, "ella grandmother").await;
    page.reads("2 additions to concerns found");
    page.reads("Amendment: Ella O’Sullivan")
        .reads("Contact made: Ella O’Sullivan");
    assert_eq!(concerns(&page), [id.clone(), id]);
}

async fn a_name_finds_the_concerns_about_a_child(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let about_ella = Record::new("staff", &[&ella], "She has a bruise.")
        .kept(&school)
        .await;
    Record::new("staff", &[&tom], "He has a bruise.")
        .kept(&school)
        .await;
    is_prepared(&school, &school.app).await;
    let mut sam = school.signed_in("staff").await;
    let page = finds(&mut sam, "bruise ella").await;
    assert_eq!(concerns(&page), [about_ella]);
    // A teacher reads no files, so finds no pupil.
    assert!(page.every("a[href^='/pupils/']", "href").is_empty());
}

async fn two_children_of_one_name_are_told_apart(school: School) {
    let ella = ella(&school).await;
    let other = enrols(&school, "Ella", "O’Sullivan", "9", "Z9").await;
    let hers = Record::new("staff", &[&ella], "She cried.")
        .kept(&school)
        .await;
    let of_other = Record::new("staff", &[&other], "She laughed.")
        .kept(&school)
        .await;
    is_prepared(&school, &school.app).await;
    let mut dana = school.elevated("dsl").await;
    let page = finds(&mut dana, "ella osullivan").await;
    page.reads("2 pupils and 2 concerns found")
        .reads("Ella O’Sullivan (Year 7, 7B")
        .reads("Ella O’Sullivan (Year 9, 9B");
    let files = page.every("a[href^='/pupils/0']", "href");
    for pupil in [&ella, &other] {
        assert!(files.contains(&format!("/pupils/{pupil}")), "{files:?}");
    }
    let found = concerns(&page);
    assert!(found.contains(&hers) && found.contains(&of_other));
    // Whoever reads one of them finds that one, and learns of no namesake.
    let mut pat = school.elevated("pastoral").await;
    let page = finds(&mut pat, "ella osullivan").await;
    page.reads("1 pupil and 1 concern found").never_says("9B");
    assert_eq!(concerns(&page), [hers]);
}

async fn results_are_counted_as_far_as_shown_and_go_on_page_by_page(school: School) {
    let ella = ella(&school).await;
    let mut kept = Vec::new();
    for number in 0..60 {
        let words = format!("Bruise number {number}.");
        kept.push(Record::new("staff", &[&ella], &words).kept(&school).await);
    }
    kept.reverse();
    is_prepared(&school, &school.app).await;
    let mut sam = school.signed_in("staff").await;
    let mut page = finds(&mut sam, "bruise").await;
    page.reads("10 or more concerns")
        .reads("Show older concerns");
    let mut seen = concerns(&page);
    while let [before] = &page.every("input[name=before]", "value")[..] {
        let more = [("show", "concerns"), ("before", before.as_str())];
        page = finds_with(&mut sam, "bruise", &more).await;
        seen.extend(concerns(&page));
    }
    assert_eq!(seen, kept);
}

async fn results_are_narrowed_by_kind_and_day(school: School) {
    let ella = ella(&school).await;
    let old = Record {
        seconds_ago: 3 * 86_400,
        ..Record::new("staff", &[&ella], "An old bruise.")
    };
    let old = old.kept(&school).await;
    let new = Record::new("staff", &[&ella], "A new bruise.")
        .kept(&school)
        .await;
    adds(&school, "staff", &new, None, "The bruise is yellow.").await;
    is_prepared(&school, &school.app).await;
    let mut sam = school.signed_in("staff").await;
    let today = day(school.app.now());
    let before = day(school.app.now().plus_seconds(-3 * 86_400));
    let since = finds_with(&mut sam, "bruise", &[("from", &today)]).await;
    assert_eq!(concerns(&since), [new.clone(), new.clone()]);
    let until = finds_with(&mut sam, "bruise", &[("to", &before)]).await;
    assert_eq!(concerns(&until), std::slice::from_ref(&old));
    let added = finds_with(&mut sam, "bruise", &[("show", "added")]).await;
    added
        .reads("1 addition to concerns found")
        .never_says("An old");
    let alone = finds_with(&mut sam, "bruise", &[("show", "concerns")]).await;
    assert_eq!(concerns(&alone), [new, old]);
}

async fn a_phrase_is_found_as_it_stands(school: School) {
    let ella = ella(&school).await;
    let walked = Record::new("staff", &[&ella], "I walked into the cupboard.");
    let walked = walked.kept(&school).await;
    Record::new("staff", &[&ella], "Into the hall the cupboard was walked.")
        .kept(&school)
        .await;
    is_prepared(&school, &school.app).await;
    let mut sam = school.signed_in("staff").await;
    assert_eq!(
        concerns(&finds(&mut sam, "into the cupboard").await).len(),
        2
    );
    let page = finds(&mut sam, "“into the cupboard”").await;
    assert_eq!(concerns(&page), [walked]);
    assert!(page.body.contains("<mark>into the cupboard</mark>"));
}

async fn nothing_typed_finds_nothing_and_a_wrong_day_comes_back(school: School) {
    let mut sam = school.signed_in("staff").await;
    sam.post("/search", &[("words", "  ")])
        .await
        .is(200)
        .never_says("Nothing found");
    let fields = [("words", "bruise"), ("from", "31/02/2026")];
    let page = sam.post("/search", &fields).await;
    page.is(422)
        .reads("There is a problem")
        .reads("Enter a day, such as 22/11/2026");
    assert_eq!(page.every("#words", "value"), ["bruise"]);
    assert_eq!(page.every("#from", "value"), ["31/02/2026"]);
    // Coming back, the words are in the box again.
    assert_eq!(
        sam.get("/search").await.every("#words", "value"),
        ["bruise"]
    );
    let mut other = school.signed_in("colleague").await;
    assert!(
        other
            .get("/search")
            .await
            .every("#words", "value")
            .concat()
            .is_empty()
    );
}
