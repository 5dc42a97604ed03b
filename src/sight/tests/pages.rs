//! The pages that list one pupil's concerns, each against the model: whatever opens a concern, it
//! stands only in the file of a pupil whom the reader may know it to be about.

use std::collections::BTreeSet;

use super::scene::{Scene, group_id};
use super::world::{CONCERNS, PUPILS, World};
use super::*;
use crate::testing::{Page, on_both_databases};

on_both_databases! {
    every_list_of_one_pupils_concerns_holds_what_is_known_to_be_theirs
}

keyward_db::statements! {
    /// Lets a user group act on concerns.
    WORKS = "INSERT INTO group_right (group_id, access, right_name)
             VALUES ($1, 'elevated', 'work_cases')";
    /// A mark that was seen on a pupil.
    MARK = "INSERT INTO body_mark (id, school_id, concern_id, pupil_id, writer_id, written_at,
                                   noticed_at, number, mark, form_tag)
            SELECT $1, concern.school_id, concern.id, $3, concern.recorder_id, concern.recorded_at,
                   concern.recorded_at, 1, $4, $1
            FROM concern WHERE concern.id = $2";
}

/// Which concerns a page leads to.
fn leads_to(scene: &Scene<'_>, page: &Page) -> BTreeSet<usize> {
    let all = scene.concerns.iter().enumerate();
    all.filter(|(_, id)| page.body.contains(&format!("/concerns/{id}")))
        .map(|(number, _)| number)
        .collect()
}

/// A mark on each pupil of each concern.
async fn marks_all(scene: &Scene<'_>) {
    let pairs: Vec<(ConcernId, PupilId)> = (0..CONCERNS.len())
        .flat_map(|one| CONCERNS[one].0.iter().map(move |pupil| (one, *pupil)))
        .map(|(one, pupil)| (scene.concerns[one].clone(), scene.pupils[pupil].clone()))
        .collect();
    let mark = r#"{"spot":"front:older:630:720","region":"Left knee, front","kind":"bruise",
        "description":"","size":"","colour":""}"#;
    let written = scene.school.writes(move |tx| {
        for (concern, pupil) in &pairs {
            let id = tx.new_id();
            let sealed = tx.seal("body_mark", &id, "mark", mark)?;
            tx.execute(MARK, &params![&id, concern, pupil, sealed])?;
        }
        tx.entry(Entry::of("story told", "story", "marks"))
    });
    written.await;
}

/// One group reads all of year 7, another one category of everybody: concerns of other categories
/// about pupils of both years are read for year 7's sake, and stand in no list of the others'.
async fn every_list_of_one_pupils_concerns_holds_what_is_known_to_be_theirs(school: School) {
    let scene = Scene::set(&school).await;
    let world = World::of_a_year_and_a_category();
    scene.becomes(&world).await;
    let works = school
        .app
        .db()
        .write(|tx| tx.execute(WORKS, &params![group_id(0)]));
    assert_eq!(works.await.expect("written"), 1);
    marks_all(&scene).await;
    let mut reader = school.elevated("pastoral").await;
    for (number, pupil) in scene.pupils.iter().enumerate() {
        let theirs: BTreeSet<usize> = (0..CONCERNS.len())
            .filter(|one| CONCERNS[*one].0.contains(&number))
            .filter(|one| world.reads(*one) && world.knows(*one, number))
            .collect();
        assert!(!theirs.is_empty());
        for list in ["", "/chronology", "/body-map"] {
            let page = reader.get(&format!("/pupils/{pupil}{list}")).await;
            page.is(200);
            assert_eq!(
                leads_to(&scene, &page),
                theirs,
                "{}{list}",
                PUPILS[number].0
            );
        }
        // A place in the list that they may not know tells them nothing.
        let nowhere = reader.get(&format!("/pupils/{pupil}?before=nowhere")).await;
        let nowhere = leads_to(&scene, nowhere.is(200));
        for hidden in (0..CONCERNS.len()).filter(|one| !theirs.contains(one)) {
            let before = format!("/pupils/{pupil}?before={}", scene.concerns[hidden]);
            let page = reader.get(&before).await;
            assert_eq!(leads_to(&scene, page.is(200)), nowhere, "{hidden}");
        }
        let paper = reader
            .get(&format!("/pupils/{pupil}/chronology/document"))
            .await;
        let events = paper.is(200).text().matches("What was seen: ").count();
        assert_eq!(events, theirs.len(), "on paper");
    }
    // The inbox of a year group, and what can be linked for a pupil's sake.
    let inbox = reader.get("/inbox?year=9&status=new").await;
    assert_eq!(leads_to(&scene, inbox.is(200)), [4, 8].into());
    let links = reader
        .get(&format!("/concerns/{}/links", scene.concerns[4]))
        .await;
    links.is(200);
    let offered: BTreeSet<usize> = (0..CONCERNS.len())
        .filter(|one| {
            let id = format!("value=\"{}\"", scene.concerns[*one]);
            links.body.contains(&id)
        })
        .collect();
    assert_eq!(offered, [8].into());
}
