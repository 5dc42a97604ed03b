//! The inbox, as visitors meet it.

mod together;
mod way_back;

use keyward_db::params;

use crate::alerts::tests::{ella, excludes, logged, logs, may_wait, names};
use crate::audit::Entry;
use crate::ids::{ConcernId, PupilId};
use crate::pupils::{self, Details};
use crate::testing::{Page, School, Visitor, on_both_databases};

keyward_db::statements! {
    /// A user group may act on concerns.
    MAY_WORK = "INSERT INTO group_right (group_id, access, right_name)
                SELECT id, 'elevated', 'work_cases' FROM user_group WHERE name = $1";
    /// Assigns a concern.
    ASSIGN = "UPDATE case_standing SET assigned_id = $2 WHERE concern_id = $1";
    /// A concern is of another category alone: the last of its school.
    RECATEGORISE = "UPDATE concern_category SET category_id = (
                        SELECT id FROM category
                        WHERE school_id = (SELECT school_id FROM concern WHERE id = $1)
                        ORDER BY position DESC LIMIT 1)
                    WHERE concern_id = $1";
    /// A concern is about one more pupil.
    ADD_PUPIL = "INSERT INTO concern_pupil (concern_id, pupil_id, noticed_at)
                 VALUES ($1, $2, 0)";
    /// Closes a concern.
    CLOSE = "UPDATE case_standing SET status = 'closed' WHERE concern_id = $1";
}

on_both_databases! {
    unread_comes_first_then_new_then_open
    filters_narrow_the_inbox
    a_reader_of_some_files_sees_those_alone
    pages_follow_each_other_without_gaps
    a_year_group_is_offered_where_somebody_is_in_it
    the_dashboard_says_in_red_what_waited_too_long
    nobody_else_has_an_inbox
}

/// The concerns on a page, in order.
fn shown(page: &Page) -> Vec<String> {
    let links = page.every(".kw-inbox__line a.kw-list__link", "href");
    let id = |link: &String| {
        let id = link.trim_start_matches("/concerns/");
        let (id, _) = id.split_once('?').unwrap_or((id, ""));
        id.to_owned()
    };
    links.iter().map(id).collect()
}

fn ids(concerns: &[&ConcernId]) -> Vec<String> {
    concerns.iter().map(|id| id.0.clone()).collect()
}

/// Tom, in year 9.
async fn tom(school: &School) -> PupilId {
    let details = Details {
        upn: "A2".into(),
        forename: "Tom".into(),
        surname: "Underhill".into(),
        preferred_name: String::new(),
        born_on: "2012-05-01".into(),
        year_group: "9".into(),
        form: "9B".into(),
    };
    let enrolled = school.writes(move |tx| {
        let id = pupils::enrol(tx, &details)?;
        tx.entry(Entry::of("pupil enrolled", "pupil", &id.0))?;
        Ok(id)
    });
    enrolled.await
}

/// Changes something about a concern, past the pages.
async fn changes(school: &School, sql: keyward_db::Sql, params: Vec<keyward_db::Value>) {
    let done = school.app.db().write(move |tx| tx.execute(sql, &params));
    assert!(done.await.expect("written") > 0);
}

async fn unread_comes_first_then_new_then_open(school: School) {
    let ella = ella(&school).await;
    let a = logged(&school, &ella, &["dsl"]).await;
    let b = logged(&school, &ella, &["dsl"]).await;
    let c = logged(&school, &ella, &["dsl"]).await;
    let d = logged(&school, &ella, &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get("/inbox").await;
    page.is(200)
        .reads("Ella Fairweather")
        .reads("Sam Staff")
        .reads("Noticed today at")
        .reads("Recorded today at")
        .reads("Assigned to nobody")
        .reads("Unread 4")
        .reads("Attendance")
        .never_says("He cried.");
    assert_eq!(shown(&page), ids(&[&d, &c, &b, &a]));
    let oldest = dana.get("/inbox?order=oldest").await;
    assert_eq!(shown(&oldest), ids(&[&a, &b, &c, &d]));

    // Acknowledged by another and not opened; opened; opened and acknowledged.
    let mut dee = school.elevated("deputy").await;
    dee.get(&format!("/concerns/{d}")).await.is(200);
    for id in [&c, &b] {
        dana.get(&format!("/concerns/{id}")).await.is(200);
    }
    for (lead, id) in [(&mut dee, &d), (&mut dana, &b)] {
        let to = format!("/concerns/{id}/alert/acknowledgement");
        lead.post(&to, &[]).await.leads_to();
    }
    let page = dana.get("/inbox").await;
    assert_eq!(shown(&page), ids(&[&a, &d, &c, &b]));
    for (status, expected) in [
        ("unread", vec![&a, &d]),
        ("new", vec![&a, &c]),
        ("open", vec![&d, &b]),
        ("closed", vec![]),
    ] {
        let page = dana.get(&format!("/inbox?status={status}")).await;
        assert_eq!(shown(&page), ids(&expected), "{status}");
    }
    changes(&school, CLOSE, params![&a].to_vec()).await;
    assert_eq!(shown(&dana.get("/inbox").await), ids(&[&d, &c, &b]));
    assert_eq!(shown(&dana.get("/inbox?status=closed").await), ids(&[&a]));
}

async fn filters_narrow_the_inbox(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let first = logged(&school, &ella, &["dsl"]).await;
    school.clock.advance_seconds(8 * 86_400);
    let second = logged(&school, &tom, &["dsl"]).await;
    let third = logged(&school, &ella, &["dsl"]).await;
    let (dana_id, dee_id) = (school.person("dsl").await, school.person("deputy").await);
    changes(&school, ASSIGN, params![&second, &dana_id].to_vec()).await;
    changes(&school, ASSIGN, params![&third, &dee_id].to_vec()).await;
    changes(&school, RECATEGORISE, params![&third].to_vec()).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get("/inbox").await;
    let categories = page.every("#category option", "value");
    let last = categories.last().expect("a category").clone();
    for (filter, expected) in [
        ("year=9".to_owned(), vec![&second]),
        ("year=7".into(), vec![&third, &first]),
        ("assigned=me".into(), vec![&second]),
        ("assigned=nobody".into(), vec![&first]),
        (format!("assigned={dee_id}"), vec![&third]),
        ("age=week".into(), vec![&third, &second]),
        ("age=day".into(), vec![&third, &second]),
        ("age=older".into(), vec![]),
        (format!("category={last}"), vec![&third]),
        (format!("category={last}&assigned=me"), vec![]),
        ("year=7&assigned=nobody&status=new".into(), vec![&first]),
    ] {
        let page = dana.get(&format!("/inbox?{filter}")).await;
        page.is(200).reads(&format!(
            "Not closed {}",
            match filter.contains("status") {
                true => 1,
                false => expected.len(),
            }
        ));
        assert_eq!(shown(&page), ids(&expected), "{filter}");
    }
    let page = dana.get("/inbox?year=9").await;
    assert_eq!(page.every("#year option[selected]", "value"), ["9"]);
    page.reads("Filter and order: Year 9");
    for link in page.every("a", "href") {
        assert!(
            !link.contains("Tom") && !link.contains("Underhill"),
            "{link}"
        );
    }
    dana.get("/inbox?age=older")
        .await
        .reads("Show all concerns");
}

async fn a_reader_of_some_files_sees_those_alone(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    changes(&school, MAY_WORK, params!["Pastoral"].to_vec()).await;
    let toms = logged(&school, &tom, &["dsl"]).await;
    let mut sam = school.signed_in("staff").await;
    let both = both(&school, &mut sam, &ella, &tom).await;
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get("/inbox").await;
    page.reads("Ella Fairweather (7B) and another pupil")
        .reads("Unread 1")
        .never_says("Underhill");
    page.never_says(&toms.0);
    assert_eq!(shown(&page), ids(&[&both]));
    // A filter tells nothing of the pupil whom they may not know.
    let page = pat.get("/inbox?year=9").await;
    assert_eq!(shown(&page), ids(&[]));
    page.reads("Not closed 0");
    assert_eq!(shown(&pat.get("/inbox?year=7").await), ids(&[&both]));

    // Nobody counts what names them.
    names(&school, &both, "pastoral").await;
    pat.get("/inbox")
        .await
        .reads("Unread 0")
        .never_says(&both.0);
    let mut dee = school.elevated("deputy").await;
    dee.get("/inbox").await.reads("Unread 2");
    excludes(&school, "deputy", &tom).await;
    let page = dee.get("/inbox").await;
    page.reads("Unread 0").never_says("Fairweather");
    dee.get("/dashboard").await.reads("0 unread");
}

/// Sam logs a concern about two pupils.
async fn both(
    school: &School,
    sam: &mut crate::testing::Visitor,
    ella: &PupilId,
    tom: &PupilId,
) -> ConcernId {
    let id = logs(school, sam, ella, &["dsl"], &[]).await;
    let (concern, pupil) = (id.clone(), tom.clone());
    changes(school, ADD_PUPIL, params![&concern, &pupil].to_vec()).await;
    id
}

async fn pages_follow_each_other_without_gaps(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let mut all = Vec::new();
    for number in 0..34 {
        // Nobody logs more than thirty within ten minutes.
        if number == 17 {
            school.clock.advance_seconds(600);
        }
        all.push(logs(&school, &mut sam, &ella, &["dsl"], &[]).await.0);
    }
    let mut dana = school.elevated("dsl").await;
    // Another has the newest three in hand, one of which Dana opened; and five of the others.
    let mut dee = school.elevated("deputy").await;
    for id in &all[31..] {
        dee.get(&format!("/concerns/{id}")).await.is(200);
        let to = format!("/concerns/{id}/alert/acknowledgement");
        dee.post(&to, &[]).await.leads_to();
    }
    for id in all[33..].iter().chain(&all[..5]) {
        dana.get(&format!("/concerns/{id}")).await.is(200);
    }
    for order in ["", "?order=oldest"] {
        let first = dana.get(&format!("/inbox{order}")).await;
        assert_eq!(shown(&first).len(), 25);
        let next = first.every("a[rel=next]", "href");
        let second = dana.get(&next[0]).await;
        assert_eq!(shown(&second).len(), 9);
        first.reads("Not closed 34");
        assert!(second.every("a[rel=next]", "href").is_empty());
        let mut seen = shown(&first);
        seen.extend(shown(&second));
        let mut sorted = seen.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), 34, "each once");
        assert_eq!(
            seen.last(),
            Some(&all[33]),
            "what is open and read comes last"
        );
    }
    // A place that is no place begins at the beginning.
    let page = dana.get("/inbox?after=unread-new.nowhere").await;
    assert_eq!(shown(&page).len(), 25);
}

async fn a_year_group_is_offered_where_somebody_is_in_it(school: School) {
    let mut dana = school.elevated("dsl").await;
    ella(&school).await;
    tom(&school).await;
    let offered = "select[name=year] option";
    let page = dana.get("/inbox").await;
    assert_eq!(page.every(offered, "value"), ["", "7", "9"]);
    let page = dana.get("/inbox?year=13").await;
    assert_eq!(page.every(offered, "value"), ["", "7", "9", "13"]);
}

async fn the_dashboard_says_in_red_what_waited_too_long(school: School) {
    may_wait(&school, 30).await;
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    let mut dee = school.elevated("deputy").await;
    dee.get("/dashboard")
        .await
        .reads("1 unread, 1 new")
        .never_says("waited longer than the school allows");
    dee.get("/inbox").await.reads("Due in 30 minutes");
    school.clock.advance_seconds(30 * 60);
    school.elevates("deputy").await;
    dee.get("/dashboard").await.reads(
        "1 concern has waited longer than the school allows, and no lead has acknowledged it.",
    );
    dee.get("/inbox")
        .await
        .reads("Overdue: nobody has acknowledged it");
    // The sentence leads to these alone.
    logged(&school, &ella, &["dsl"]).await;
    let link = dee.get("/dashboard").await;
    let link = link.every(".moj-alert a[href^='/inbox']", "href");
    let page = dee.get(&link[0]).await;
    assert_eq!(shown(&page), ids(&[&id]));
    page.reads("waits longer than the school allows")
        .reads("New 1");
    assert_eq!(shown(&dee.get("/inbox?status=new").await).len(), 2);
    let open = dee.get("/inbox?status=open&waits=over").await;
    assert_eq!(shown(&open), [""; 0]);
    names(&school, &id, "deputy").await;
    dee.get("/dashboard")
        .await
        .reads("1 unread, 1 new")
        .never_says("waited longer than the school allows");
    let mut col = school.signed_in("colleague").await;
    col.get("/dashboard")
        .await
        .never_says("waited longer")
        .never_says("/inbox");
}

async fn nobody_else_has_an_inbox(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl", "colleague"]).await;
    for person in ["staff", "colleague", "dsl"] {
        let mut visitor = school.signed_in(person).await;
        visitor.get("/inbox").await.is(404);
        let chosen = [("concern", id.0.as_str())];
        let page = visitor.post("/inbox/acknowledgements", &chosen).await;
        assert!(page.status.is_client_error(), "{person}");
    }
    let mut lee = school.neighbour("DSL").await;
    lee.get("/inbox")
        .await
        .is(200)
        .reads("There are no concerns here")
        .never_says(&id.0);
    let chosen = [("concern", id.0.as_str())];
    let page = lee.post("/inbox/acknowledgements", &chosen).await;
    assert_eq!(page.leads_to(), "/inbox");
    lee.get("/inbox")
        .await
        .reads("1 concern is not here any more, or not yours to see.")
        .never_says("Ella");
}
