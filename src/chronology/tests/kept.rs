//! Of what became of a concern, whoever it is kept from sees nothing in the files that they read.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    whoever_a_concern_is_kept_from_sees_how_they_logged_it_and_what_they_added
}

keyward_db::statements! {
    /// A category no longer counts for a concern.
    DROP = "UPDATE concern_category SET counts = 0 WHERE concern_id = $1";
    /// Another counts now.
    TAKE = "INSERT INTO concern_category (concern_id, category_id, position, logged, counts)
            VALUES ($1, 'beneath', 1, 0, 1)";
    /// A child has another part in a concern.
    PART = "UPDATE concern_pupil SET role = 'witness' WHERE concern_id = $1 AND pupil_id = $2";
    /// A concern is closed.
    CLOSE = "UPDATE case_standing SET status = 'closed' WHERE concern_id = $1";
}

async fn whoever_a_concern_is_kept_from_sees_how_they_logged_it_and_what_they_added(
    school: School,
) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let kit = school.enrols("Kit", "Bell", "7").await;
    school.puts_into("staff", "Deputy DSL").await;
    let both = school.logs(&[&zoe, &kit], 60, "Of both.", &["dsl"]).await;
    let mut sam = school.elevated("staff").await;
    let mut dana = school.elevated("dsl").await;
    school.clock.advance_seconds(60);
    amends(&mut sam, &both, "Seen again.").await;
    amends(&mut dana, &both, "Rang home.").await;
    changes(&school, BENEATH, vec![]).await;
    changes(&school, DROP, params![&both].to_vec()).await;
    changes(&school, TAKE, params![&both].to_vec()).await;
    changes(&school, PART, params![&both, &zoe].to_vec()).await;
    changes(&school, WEIGH, params![&both].to_vec()).await;
    changes(&school, CLOSE, params![&both].to_vec()).await;
    let (file, address) = (format!("/pupils/{zoe}"), chronology(&zoe));
    let pages = [
        address.clone(),
        format!("{address}/document"),
        format!("{address}/family"),
    ];
    let later = ["Rang home.", "Truancy", "Witness", "· closed"];
    for page in &pages {
        for visitor in [&mut dana, &mut sam] {
            let page = visitor.get(page).await;
            page.is(200).reads("Of both.").reads("Seen again.");
            later.iter().for_each(|words| {
                page.reads(words);
            });
        }
    }
    let head = sam.get(&file).await;
    head.reads("2 amendments").reads("Nothing is open");
    assert_eq!(closed(&head), 1);

    school.excludes("staff", &kit).await;
    for page in &pages {
        let page = sam.get(page).await;
        page.is(200).reads("Of both.").reads("Seen again.");
        page.reads("Attendance");
        for words in later {
            let (_, events) = page.body.split_once("<h1").expect("a heading");
            let events = events.replace("<option value=\"beneath\">", "");
            let events = events.replace("Truancy</option>", "");
            assert!(!events.contains(words), "{words}: {events}");
        }
        assert!(!page.body.contains(">Significant<"), "its weight");
    }
    for (query, is_found) in [
        ("significance=significant", false),
        ("category=beneath", false),
        ("category=", true),
    ] {
        for (visitor, is_found) in [(&mut sam, is_found), (&mut dana, true)] {
            let page = visitor.get(&format!("{address}?{query}")).await;
            assert_eq!(page.body.contains("Of both."), is_found, "{query}");
            assert_eq!(page.body.contains("Seen again."), is_found, "{query}");
        }
    }
    let head = sam.get(&file).await;
    head.reads("1 concern")
        .reads("1 amendment")
        .never_says("2 amendments")
        .reads("1 concern open");
    assert_eq!(closed(&head), 0);
    let head = dana.get(&file).await;
    head.reads("2 amendments").reads("Nothing is open");
    assert_eq!(closed(&head), 1);
}

/// How many concerns of a file's page are said to be closed.
fn closed(page: &Page) -> usize {
    page.body.matches(">Closed<").count()
}
