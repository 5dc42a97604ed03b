//! A long file, of which a page opens no more than it shows.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    what_was_added_within_minutes_stands_on_one_page_each_time
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
        assert_eq!(held, [50, 38], "{order}");
    }
}
