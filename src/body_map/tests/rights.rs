//! Rights: whose marks somebody sees and adds to, and where what was seen never stands.

use keyward_db::params;

use super::*;
use crate::audit::Entry;
use crate::testing::on_both_databases;

on_both_databases! {
    only_who_reads_a_concern_adds_marks_or_sees_them
    the_map_of_a_child_holds_only_what_its_reader_may_read
    a_year_group_reader_sees_no_marks_of_a_pupil_whom_they_may_not_know
    whoever_a_concern_is_kept_from_sees_their_own_marks_alone
    what_was_seen_reaches_neither_log_nor_letter_nor_the_database_in_words
}

keyward_db::statements! {
    /// Every mark as it is stored.
    STORED = "SELECT mark FROM body_mark ORDER BY id";
    /// Names somebody as a member of staff whom every concern is about.
    NAMES = "INSERT INTO concern_staff (concern_id, person_id)
             SELECT concern.id, person.id FROM concern, person WHERE person.email = $1";
}

async fn only_who_reads_a_concern_adds_marks_or_sees_them(school: School) {
    let ella = enrols(&school, "Ella", "7", "A1").await;
    let (mut sam, address) = logged(&school, &[&ella], "dsl").await;
    let fields = later(&mut sam, &address, PALM).await;
    let mut col = school.signed_in("colleague").await;
    let mut dana = school.signed_in("dsl").await;
    for stranger in [&mut col, &mut dana] {
        let (form, to) = (format!("{address}/marks/new"), format!("{address}/marks"));
        stranger.get(&form).await.is(404).never_says("Ella");
        sends(stranger, &form, &fields).await.is(404);
        sends(stranger, &to, &fields).await.is(404);
        let map = format!("/pupils/{ella}/body-map");
        stranger.get(&map).await.is(404).never_says("Ella");
    }
    sam.get(&format!("/pupils/{ella}/body-map")).await.is(404);
    assert_eq!(circles(&sam.get(&address).await), 1);
    school.clock.advance_seconds(1);
    school.elevates("dsl").await;
    let fields = later(&mut dana, &address, PALM).await;
    let sent = sends(&mut dana, &format!("{address}/marks"), &fields).await;
    assert_eq!(sent.leads_to(), address);
    let page = dana.get(&address).await;
    assert!(
        page.reads("Added by Dana Lead")
            .body
            .contains("data-elevated")
    );
}

async fn the_map_of_a_child_holds_only_what_its_reader_may_read(school: School) {
    let ella = enrols(&school, "Ella", "7", "A1").await;
    let (_, first) = logged(&school, &[&ella], "dsl").await;
    let mut dana = school.elevated("dsl").await;
    let map = format!("/pupils/{ella}/body-map");
    let page = dana.get(&map).await;
    page.is(200).reads("1 mark").reads("Left knee, front");
    assert_eq!(
        page.every(".kw-seen__heading a", "href"),
        std::slice::from_ref(&first)
    );
    dana.get(&format!("/pupils/{ella}")).await.reads("Body map");
    assert_eq!(acts(&school, "body map opened").await.len(), 1);

    // A concern that names her as staff is none that she reads, nor are its marks counted.
    let named = school.writes(move |tx| {
        tx.execute(NAMES, &params!["dsl@hawthorn-park.example"])?;
        tx.entry(Entry::of("staff named", "concern", "c"))
    });
    named.await;
    let page = dana.get(&map).await;
    page.is(200).reads("No marks").never_says("knee");
    assert_eq!(circles(&page), 0);
    dana.get(&first).await.is(404);
    school.clock.advance_seconds(60);
    let (_, second) = logged(&school, &[&ella], "dsl").await;
    let page = dana.get(&map).await;
    page.reads("1 mark");
    assert_eq!(page.every(".kw-seen__heading a", "href"), [second]);
    let mut dee = school.elevated("deputy").await;
    dee.get(&map).await.reads("2 marks");
}

async fn a_year_group_reader_sees_no_marks_of_a_pupil_whom_they_may_not_know(school: School) {
    let ella = enrols(&school, "Ella", "7", "A1").await;
    let tom = enrols(&school, "Tom", "9", "A2").await;
    let (_, address) = logged(&school, &[&tom, &ella], "dsl").await;
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&address).await;
    page.is(200).never_says("Tom").never_says("knee");
    assert_eq!(circles(&page), 0);
    let page = pat.get(&format!("{address}/marks/new")).await;
    page.is(200).never_says("Tom").never_says(&tom.0);
    let mut fields = later(&mut pat, &address, PALM).await;
    for (name, value) in &mut fields {
        if *name == "mark-pupil" {
            value.clone_from(&tom.0);
        }
    }
    let sent = sends(&mut pat, &format!("{address}/marks"), &fields).await;
    sent.is(422).never_says("Tom");
    pat.get(&format!("/pupils/{tom}/body-map")).await.is(404);
}

async fn whoever_a_concern_is_kept_from_sees_their_own_marks_alone(school: School) {
    let ella = enrols(&school, "Ella", "7", "A1").await;
    let tom = enrols(&school, "Tom", "7", "A2").await;
    school.puts_into("staff", "Deputy DSL").await;
    let (mut sam, address) = logged(&school, &[&ella, &tom], "dsl").await;
    let mut dana = school.elevated("dsl").await;
    for visitor in [&mut dana, &mut sam] {
        school.clock.advance_seconds(60);
        let mut fields = later(visitor, &address, PALM).await;
        for (name, value) in &mut fields {
            if *name == "mark-pupil" {
                value.clone_from(&ella.0);
            }
        }
        let sent = sends(visitor, &format!("{address}/marks"), &fields).await;
        assert_eq!(sent.leads_to(), address);
    }
    let labels = |page: &Page| page.every("svg.kw-figure__picture", "aria-label");
    let all = [
        "Body, front, with mark 1",
        "Left hand, palm, with marks 2, 3",
    ];
    school.elevates("staff").await;
    for visitor in [&mut dana, &mut sam] {
        let page = visitor.get(&address).await;
        page.is(200).reads("Added by Dana Lead");
        assert_eq!(labels(&page), all);
    }
    school.excludes("staff", &tom).await;
    let page = sam.get(&address).await;
    page.is(200).reads("Added by Sam Staff");
    page.never_says("Added by Dana Lead");
    let own = ["Body, front, with mark 1", "Left hand, palm, with mark 2"];
    assert_eq!(labels(&page), own);
    let map = format!("/pupils/{ella}/body-map");
    let page = sam.get(&map).await;
    page.is(200).reads("2 marks");
    assert_eq!(circles(&page), 2);
    dana.get(&map).await.reads("3 marks");
    assert_eq!(labels(&dana.get(&address).await), all);
}

async fn what_was_seen_reaches_neither_log_nor_letter_nor_the_database_in_words(school: School) {
    let ella = enrols(&school, "Ella", "7", "A1").await;
    let (mut sam, address) = logged(&school, &[&ella], "dsl").await;
    let fields = later(&mut sam, &address, PALM).await;
    sends(&mut sam, &format!("{address}/marks"), &fields)
        .await
        .leads_to();
    let read = school
        .app
        .db()
        .read(|tx| tx.all(STORED, &[], |row| row.get::<Vec<u8>>(0)));
    let stored = read.await.expect("read");
    assert_eq!(stored.len(), 2);
    let mut said: Vec<String> = stored
        .iter()
        .map(|mark| String::from_utf8_lossy(mark).into_owned())
        .collect();
    said.extend(school.letters_to("dsl").await);
    said.extend(
        acts(&school, "%")
            .await
            .into_iter()
            .map(|(act, detail)| act + detail.as_str()),
    );
    for secret in ["ring", "knee", "thumb", "bruise", "2 cm", "yellow", "Ella"] {
        assert!(said.iter().all(|words| !words.contains(secret)), "{secret}");
    }
}
