//! A long file, of which a page opens no more than it shows.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    what_was_added_within_minutes_stands_on_one_page_each_time
    what_is_of_one_minute_stands_once_each
    what_was_done_long_after_stands_where_it_happened
}

keyward_db::statements! {
    /// The rows of whose concerns another span is kept than what stands beside them takes.
    WRONG = "SELECT COUNT(*) FROM concern_pupil
             WHERE COALESCE(beside_from, 0) <> COALESCE((
                       SELECT MIN(beside.at - beside.at % 60000000) FROM (
                           SELECT happened_at AS at, concern_id FROM follow_up
                           UNION ALL SELECT written_at, concern_id FROM amendment) AS beside
                       WHERE beside.concern_id = concern_pupil.concern_id), 0)
                OR COALESCE(beside_until, 0) <> COALESCE((
                       SELECT MAX(beside.at - beside.at % 60000000) FROM (
                           SELECT happened_at AS at, concern_id FROM follow_up
                           UNION ALL SELECT written_at, concern_id FROM amendment) AS beside
                       WHERE beside.concern_id = concern_pupil.concern_id), 0)";
}

/// Every page of a chronology, from one to the next.
async fn turned(visitor: &mut Visitor, mut address: String) -> Vec<String> {
    let mut pages = Vec::new();
    loop {
        let page = visitor.get(&address).await;
        pages.push(page.text());
        match page.every("a[rel=next]", "href").first() {
            Some(next) => address.clone_from(next),
            None => return pages,
        }
    }
}

async fn what_was_added_within_minutes_stands_on_one_page_each_time(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    let mut words = Vec::new();
    for number in 0..22 {
        let seen = format!("Seen {number:02}.");
        let concern = school.logs(&[&zoe], 1, &seen, &["dsl"]).await;
        words.push(seen);
        for time in ["once", "twice", "again"] {
            let added = format!("Added {number:02} {time}.");
            amends(&mut dana, &concern, &added).await;
            school.clock.advance_seconds(20);
            words.push(added);
        }
    }
    for order in ["", "?order=newest"] {
        let pages = turned(&mut dana, format!("{}{order}", chronology(&zoe))).await;
        for word in &words {
            let times: usize = pages.iter().map(|page| page.matches(word).count()).sum();
            assert_eq!(times, 1, "{word} {order}");
        }
        let held = |page: &String| words.iter().filter(|word| page.contains(*word)).count();
        let held: Vec<usize> = pages.iter().map(held).collect();
        assert_eq!(held, [40, 40, 8], "{order}");
    }
}

async fn what_is_of_one_minute_stands_once_each(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    let mut words = Vec::new();
    for number in 0..30 {
        let seen = format!("Seen {number:02}.");
        let concern = school.logs(&[&zoe], 0, &seen, &["dsl"]).await;
        let added = format!("Added {number:02}.");
        amends(&mut dana, &concern, &added).await;
        words.extend([seen, added]);
    }
    for order in ["", "?order=newest"] {
        let pages = turned(&mut dana, format!("{}{order}", chronology(&zoe))).await;
        for word in &words {
            let times: usize = pages.iter().map(|page| page.matches(word).count()).sum();
            assert_eq!(times, 1, "{word} {order}");
        }
    }
}

async fn what_was_done_long_after_stands_where_it_happened(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let tom = school.enrols("Tom", "Reed", "7").await;
    let mut concerns = Vec::new();
    for number in 0..60 {
        let seen = format!("Seen {number:02}.");
        let ago = 100_000 - number * 100;
        concerns.push(school.logs(&[&zoe], ago, &seen, &["dsl"]).await);
    }
    let mut dana = school.elevated("dsl").await;
    let oldest = &concerns[0];
    amends(&mut dana, oldest, "Added long after.").await;
    school.clock.advance_seconds(60);
    // A talk that nobody wrote down when it was held, before the concern was noticed.
    let to = format!("/concerns/{oldest}/contacts");
    let contact = [
        ("form", "c"),
        ("with", "police"),
        ("means", "telephone"),
        ("reached", "yes"),
        ("words", "Telephoned long before."),
        ("day", "2026-01-05"),
        ("time", "09:30"),
    ];
    dana.post(&to, &contact).await.leads_to();
    let pages = turned(&mut dana, chronology(&zoe)).await;
    assert!(pages[0].contains("Telephoned long before."));
    assert!(!pages[0].contains("Added long after."));
    assert!(pages[1].contains("Added long after."));
    let back = turned(&mut dana, format!("{}?order=newest", chronology(&zoe))).await;
    assert!(back[0].contains("Added long after."));
    assert!(!back[0].contains("Telephoned long before."));
    assert!(back[1].contains("Telephoned long before."));
    // Whoever came later finds it in their file too, and again when they were taken off by mistake.
    let add = [
        ("pupil", &*tom.0),
        ("role", "sibling"),
        ("words", "They share a home."),
    ];
    let off = [("pupil", &*tom.0), ("words", "It was another Tom.")];
    for (act, typed) in [
        ("pupils", &add[..]),
        ("pupils-taken-off", &off),
        ("pupils", &add),
    ] {
        school.clock.advance_seconds(60);
        let address = format!("/concerns/{oldest}/{act}");
        let form = dana.get(&address).await.every("input[name=form]", "value");
        let typed = [&[("form", form[0].as_str())], typed].concat();
        dana.post(&address, &typed).await.leads_to();
    }
    let his = turned(&mut dana, chronology(&tom)).await;
    assert!(his[0].contains("Telephoned long before.") && his[0].contains("Added long after."));
    let count = school
        .app
        .db()
        .read(|tx| tx.one(WRONG, &[], |row| row.get::<i64>(0)));
    assert_eq!(count.await.expect("counted"), Some(0));
}
