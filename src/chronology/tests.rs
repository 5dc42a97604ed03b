//! Chronologies, as visitors meet them.

mod done;
mod kept;
mod pages;
mod spans;
mod together;

use keyward_db::params;

use crate::ids::{ConcernId, PupilId};
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    everything_stands_in_order_of_when_it_happened
    filters_select
    a_long_file_is_turned_page_by_page_both_ways
    another_child_is_written_as_far_as_the_reader_may_know_them
    what_may_not_be_read_is_in_no_chronology
    a_document_holds_everything_selected_and_is_written_down
}

keyward_db::statements! {
    /// Makes a concern weigh more.
    WEIGH = "UPDATE case_standing SET significance = 'significant' WHERE concern_id = $1";
    /// Gives a concern a category of its own, beneath the one that it has.
    BENEATH = "INSERT INTO category (id, school_id, name, position, parent_id)
               SELECT 'beneath', school_id, 'Truancy', 99, id FROM category
               WHERE name = 'Attendance'";
    /// Moves a concern into it.
    MOVE = "UPDATE concern_category SET category_id = 'beneath' WHERE concern_id = $1";
    /// Names somebody of the staff in a concern.
    NAME = "INSERT INTO concern_staff (concern_id, person_id) VALUES ($1, $2)";
    /// Which category has this name.
    CATEGORY = "SELECT id FROM category WHERE name = $1";
}

async fn changes(school: &School, sql: keyward_db::Sql, params: Vec<keyward_db::Value>) {
    let done = school
        .app
        .db()
        .write(move |tx| tx.execute(sql, &params.clone()));
    assert_eq!(done.await.expect("changed"), 1);
}

fn chronology(child: &PupilId) -> String {
    format!("/pupils/{child}/chronology")
}

/// Puts a flag on a child since a day.
async fn flags(visitor: &mut Visitor, child: &PupilId, began: &str) {
    let new = format!("/pupils/{child}/flags/new");
    let form = visitor.get(&new).await.every("input[name=form]", "value");
    let fields = [
        ("form", form[0].as_str()),
        ("kind", "young_carer"),
        ("began", began),
        ("source", "Mother"),
    ];
    let to = format!("/pupils/{child}/flags");
    visitor.post(&to, &fields).await.leads_to();
}

/// Adds to a concern.
async fn amends(visitor: &mut Visitor, concern: &ConcernId, words: &str) {
    let page = visitor.get(&format!("/concerns/{concern}")).await;
    let form = page.every("input[name=form]", "value");
    let fields = [("form", form[0].as_str()), ("words", words)];
    let to = format!("/concerns/{concern}/amendments");
    visitor.post(&to, &fields).await.leads_to();
}

/// Asserts that a page reads these words, each after the one before.
#[track_caller]
fn in_order(page: &Page, words: &[&str]) {
    let text = page.text();
    let mut from = 0;
    for word in words {
        let place = text[from..].find(word);
        let place = place.unwrap_or_else(|| panic!("{word:?} is not there: {}", &text[from..]));
        from += place + word.len();
    }
}

async fn everything_stands_in_order_of_when_it_happened(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    // Logged in another order than it happened.
    let late = school.logs(&[&zoe], 60, "The later one.", &["dsl"]).await;
    school
        .logs(&[&zoe], 3 * 1_440, "The earlier one.", &["dsl"])
        .await;
    flags(&mut dana, &zoe, "2026-03-03").await;
    school.clock.advance_seconds(60);
    amends(&mut dana, &late, "Rang home.").await;
    let page = dana.get(&chronology(&zoe)).await;
    in_order(
        page.is(200),
        &[
            "3 March 2026",
            "Young carer began",
            "The earlier one.",
            "Written by Sam Staff on",
            "The later one.",
            "Written by Sam Staff the same day at",
            "Amendment to a concern",
            "Rang home.",
        ],
    );
    let newest = dana
        .get(&format!("{}?order=newest", chronology(&zoe)))
        .await;
    in_order(&newest, &["Rang home.", "The earlier one.", "Young carer"]);
    let opened = school.entries_of("chronology opened").await;
    assert_eq!(opened.len(), 2);
    assert_eq!(opened[0], (zoe.0.clone(), "entries: 4".to_owned()));
    // It is looked through, not read.
    let file = dana.get(&format!("/pupils/{zoe}")).await;
    assert_eq!(
        file.every(".moj-timeline .govuk-tag--yellow", "class")
            .len(),
        1
    );
}

async fn filters_select(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    let plain = school.logs(&[&zoe], 60, "A plain one.", &["dsl"]).await;
    let grave = school
        .logs(&[&zoe], 3 * 1_440, "A grave one.", &["dsl"])
        .await;
    flags(&mut dana, &zoe, "2026-03-03").await;
    school.clock.advance_seconds(60);
    amends(&mut dana, &plain, "Added words.").await;
    changes(&school, WEIGH, params![&grave].to_vec()).await;
    changes(&school, BENEATH, vec![]).await;
    changes(&school, MOVE, params![&grave].to_vec()).await;
    contacts(&mut dana, &plain).await;
    let category = school
        .app
        .db()
        .read(|tx| tx.one(CATEGORY, &params!["Attendance"], |row| row.get::<String>(0)));
    let parent = category.await.expect("read").expect("a category");
    let day = school.minutes_ago(3 * 1_440).london().date();
    for (query, shown, hidden) in [
        ("kind=concerns", "plain grave", "Young Added Telephoned"),
        ("kind=flags", "Young", "plain grave Added Telephoned"),
        ("kind=amendments", "Added", "plain grave Young Telephoned"),
        ("kind=done", "Telephoned", "plain grave Young Added"),
        (
            "significance=significant",
            "grave Young",
            "plain Added Telephoned",
        ),
        ("category=beneath", "grave", "plain Added Young Telephoned"),
        (&format!("category={parent}"), "plain grave Added", "Young"),
        (&format!("from={day}"), "plain grave Added", "Young"),
        (&format!("to={day}"), "grave Young", "plain Added"),
        (
            &format!("from={day}&to={day}"),
            "grave",
            "plain Added Young",
        ),
        (
            "category=nothing",
            "Nothing that you may read",
            "plain grave",
        ),
    ] {
        let page = dana.get(&format!("{}?{query}", chronology(&zoe))).await;
        page.is(200);
        let said = page.every("ol.kw-events", "class");
        assert_eq!(said, ["kw-events"]);
        let (_, list) = page.body.split_once("What happened").expect("a list");
        for words in shown.split(' ') {
            assert!(list.contains(words), "{query} shows {words}");
        }
        for words in hidden.split(' ') {
            assert!(!list.contains(words), "{query} hides {words}");
        }
    }
    let wrong = dana.get(&format!("{}?from=Monday", chronology(&zoe))).await;
    wrong.is(422).reads("Enter a day, such as 22/11/2026");
    assert_eq!(wrong.every("#from", "value"), ["Monday"]);
}

async fn a_long_file_is_turned_page_by_page_both_ways(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    // Some of one minute, which have to stand one after another all the same.
    for number in 0..105 {
        let seen = format!("Number {number:03}.");
        school
            .logs(&[&zoe], 200 - number / 3, &seen, &["dsl"])
            .await;
    }
    let mut dana = school.elevated("dsl").await;
    for (order, first) in [("", "Number 000"), ("?order=newest", "Number 10")] {
        let mut address = format!("{}{order}", chronology(&zoe));
        let mut pages = Vec::new();
        loop {
            let page = dana.get(&address).await;
            pages.push(page.every("h3.kw-event__title a", "href"));
            if pages.len() == 1 {
                page.reads(first);
                assert!(page.every("a[rel=prev]", "href").is_empty());
            }
            match page.every("a[rel=next]", "href").first() {
                Some(next) => address.clone_from(next),
                None => break,
            }
        }
        let sizes: Vec<usize> = pages.iter().map(Vec::len).collect();
        assert_eq!(sizes, [40, 40, 25], "{order}");
        let all: std::collections::BTreeSet<_> = pages.concat().into_iter().collect();
        assert_eq!(all.len(), 105, "nothing stands on two pages");
        let mut back = Vec::new();
        loop {
            let page = dana.get(&address).await;
            back.push(page.every("h3.kw-event__title a", "href"));
            match page.every("a[rel=prev]", "href").first() {
                Some(previous) => address.clone_from(previous),
                None => break,
            }
        }
        back.reverse();
        assert_eq!(back, pages, "{order}");
    }
    let paper = dana.get(&format!("{}/document", chronology(&zoe))).await;
    paper
        .reads("105 entries")
        .reads("Number 000")
        .reads("Number 104");
    let file = dana.get(&format!("/pupils/{zoe}")).await;
    file.reads("105 concerns")
        .reads("105 concerns open")
        .reads("Number 104");
    assert_eq!(file.every("h3 a", "href").len(), 20);
    let older = file.every("a[rel=next]", "href").remove(0);
    let older = dana.get(&older).await;
    assert_eq!(older.every("h3 a", "href").len(), 20);
    older.reads("105 concerns").never_says("Number 104");
}

async fn another_child_is_written_as_far_as_the_reader_may_know_them(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let kit = school.enrols("Kit", "Bell", "9").await;
    let ana = school.enrols("Ana", "Cole", "7").await;
    school.logs(&[&zoe, &kit], 60, "Of both.", &["dsl"]).await;
    school.logs(&[&zoe, &ana], 50, "Of two.", &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get(&chronology(&zoe)).await;
    page.reads("with Kit Bell (9B)").reads("with Ana Cole (7B)");
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&chronology(&zoe)).await;
    page.reads("with another pupil").reads("with Ana Cole");
    page.never_says("Kit").never_says("K.B.");
    pat.get(&chronology(&kit)).await.is(404);
    // Whoever was alerted knows whom it is about; the file stays closed.
    school
        .logs(&[&zoe, &kit], 40, "Alerted.", &["pastoral"])
        .await;
    let page = pat.get(&chronology(&zoe)).await;
    page.reads("with K.B.").never_says("Kit");
    // On paper everybody else is initials.
    for visitor in [&mut dana, &mut pat] {
        let paper = visitor.get(&format!("{}/document", chronology(&zoe))).await;
        paper.is(200).reads("A.C.");
        paper.never_says("Kit").never_says("Ana");
    }
}

/// Records that the police were telephoned about a concern.
async fn contacts(visitor: &mut Visitor, concern: &ConcernId) {
    let fields = [
        ("form", "c"),
        ("with", "police"),
        ("means", "telephone"),
        ("reached", "yes"),
        ("words", "Telephoned them."),
    ];
    let to = format!("/concerns/{concern}/contacts");
    visitor.post(&to, &fields).await.leads_to();
}

async fn what_may_not_be_read_is_in_no_chronology(school: School) {
    let (zoe, kit) = (
        school.enrols("Zoe", "Ash", "7").await,
        school.enrols("Kit", "Bell", "7").await,
    );
    let named = school
        .logs(&[&zoe], 60, "About a colleague.", &["dsl"])
        .await;
    school.logs(&[&zoe, &kit], 50, "Of both.", &["dsl"]).await;
    let dee = school.person("deputy").await;
    changes(&school, NAME, params![&named, &dee].to_vec()).await;
    let mut visitor = school.elevated("deputy").await;
    let paper = format!("{}/document", chronology(&zoe));
    let page = visitor.get(&chronology(&zoe)).await;
    page.reads("Of both.").never_says("colleague");
    visitor
        .get(&paper)
        .await
        .reads("1 entry")
        .never_says("colleague");
    let file = visitor.get(&format!("/pupils/{zoe}")).await;
    file.reads("1 concern").never_says("colleague");
    school.excludes("deputy", &kit).await;
    let page = visitor.get(&chronology(&zoe)).await;
    page.is(200).never_says("Of both.");
    visitor
        .get(&format!("/pupils/{zoe}"))
        .await
        .reads("No concerns");
    visitor.get(&chronology(&kit)).await.is(404);
    let mut sam = school.elevated("staff").await;
    for page in ["", "/family", "/document"] {
        let page = sam.get(&format!("{}{page}", chronology(&zoe))).await;
        page.is(404).never_says("Ash");
    }
}

async fn a_document_holds_everything_selected_and_is_written_down(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    school.logs(&[&zoe], 60, "The only one.", &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    flags(&mut dana, &zoe, "2026-03-03").await;
    let paper = format!("{}/document", chronology(&zoe));
    let page = dana.get(&paper).await;
    page.is(200)
        .reads("Hawthorn Park")
        .reads("Chronology of Zoe Ash")
        .reads("1 May 2014")
        .reads("by Dana Lead")
        .reads("everything that Dana Lead may read")
        .never_says("a part of the chronology")
        .reads("2 entries")
        .reads("Young carer since 3 March 2026")
        .reads("The only one.");
    let (_, title) = page.body.split_once("<title>").expect("a title");
    assert!(title.starts_with("Chronology"), "a title holds no name");
    let part = dana
        .get(&format!("{paper}?kind=flags&from=2026-03-01"))
        .await;
    part.reads("1 entry")
        .reads("This is a part of the chronology.")
        .reads("Flags only")
        .reads("From 1 March 2026 on")
        .never_says("The only one.");
    assert_eq!(
        part.every(".govuk-back-link", "href"),
        [format!(
            "{}?kind=flags&from=2026%2D03%2D01",
            chronology(&zoe)
        )]
    );
    let printed = school.entries_of("chronology document made").await;
    assert_eq!(printed.len(), 2);
    assert_eq!(printed[1], (zoe.0.clone(), "entries: 1".to_owned()));
}
