//! Exclusions, as visitors meet them.

mod leading;
mod own_words;

use keyward_db::params;

use crate::audit::Entry;
use crate::ids::{ConcernId, PersonId, PupilId};
use crate::pupils::{self, Details};
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    an_exclusion_beats_every_user_group_on_every_page_at_once
    it_ends_with_a_reason_and_a_touch_and_both_reasons_stay
    the_last_lead_who_reads_a_file_is_never_excluded_from_it
    whoever_is_excluded_is_not_told_and_never_ends_it
    whoever_manages_people_sees_that_there_are_exclusions_and_not_whose_file
    a_form_sent_twice_excludes_once_and_a_wrong_one_keeps_what_was_typed
    only_whoever_acts_on_concerns_and_reads_the_file_excludes
}

keyward_db::statements! {
    /// Everything that is written down about exclusions.
    WRITTEN = "SELECT act || ' ' || subject_id || ' ' || detail FROM audit_entry
               WHERE act LIKE '%exclu%' ORDER BY number";
    /// What lies in the database of their reasons, as bytes.
    REASONS = "SELECT reason FROM exclusion";
    /// A concern names somebody on the staff.
    NAMES = "INSERT INTO concern_staff (concern_id, person_id, logged) VALUES ($1, $2, 0)";
}

const WHY: &str = "Her nephew, whom she sees at home.";
/// Why a lead is not excluded.
const TOO_FEW: &str = "Too few safeguarding leads would be left to read this file.";

async fn enrols(school: &School, surname: &str, year: &str) -> PupilId {
    let details = Details {
        upn: format!("U{surname}"),
        forename: "Child".into(),
        surname: surname.into(),
        preferred_name: String::new(),
        born_on: "2014-05-01".into(),
        year_group: year.into(),
        form: format!("{year}B"),
    };
    school
        .writes(move |tx| {
            let id = pupils::enrol(tx, &details)?;
            tx.entry(Entry::of("pupils imported", "school", "a test"))?;
            Ok(id)
        })
        .await
}

/// Somebody logs a concern about these pupils and alerts these people.
async fn logs(school: &School, by: &str, about: &[&PupilId], to: &[&str]) -> ConcernId {
    school.clock.advance_seconds(1);
    let mut visitor = school.signed_in(by).await;
    let page = visitor.get("/concerns/new").await;
    let first = |selector: &str| page.every(selector, "value").remove(0);
    let (form, day, time) = (first("input[name=form]"), first("#day"), first("#time"));
    let category = page.every("input[name=category]", "value").remove(0);
    let mut fields = vec![
        ("form", form),
        ("day", day),
        ("time", time),
        ("place", "Hall".to_owned()),
        ("category", category),
        ("seen-and-heard", "Came in crying.".to_owned()),
    ];
    fields.extend(about.iter().map(|id| ("pupil", id.0.clone())));
    for further in about.iter().skip(1) {
        let part: &'static str = format!("role-{further}").leak();
        fields.push((part, "witness".to_owned()));
    }
    for person in to {
        fields.push(("alert", school.person(person).await.0));
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(
        visitor.post("/concerns", &fields).await.leads_to(),
        "/dashboard"
    );
    let list = visitor.get("/concerns").await;
    let links = list.every("a.kw-list__link", "href");
    ConcernId(links[0].trim_start_matches("/concerns/").to_owned())
}

fn address(pupil: &PupilId) -> String {
    format!("/pupils/{pupil}/exclusions")
}

async fn excludes(lead: &mut Visitor, pupil: &PupilId, person: &PersonId) -> Page {
    let form = lead
        .get(&address(pupil))
        .await
        .every("[name=form]", "value");
    let fields = [
        ("form", form[0].as_str()),
        ("person", person.0.as_str()),
        ("reason", WHY),
    ];
    lead.post(&address(pupil), &fields).await
}

async fn an_exclusion_beats_every_user_group_on_every_page_at_once(school: School) {
    let (nephew, other) = (
        enrols(&school, "Ashgrove", "7").await,
        enrols(&school, "Bell", "7").await,
    );
    let alone = logs(&school, "staff", &[&nephew], &["dsl", "pastoral"]).await;
    let both = logs(&school, "staff", &[&nephew, &other], &["dsl"]).await;
    let unread = logs(&school, "staff", &[&nephew], &["dsl"]).await;
    let elsewhere = logs(&school, "staff", &[&other], &["dsl"]).await;
    let (dsl, pastoral) = (school.person("dsl").await, school.person("pastoral").await);
    let mut pat = school.elevated("pastoral").await;
    pat.get(&format!("/pupils/{nephew}"))
        .await
        .is(200)
        .reads("3 concerns");
    pat.get("/dashboard").await.reads("Ashgrove");
    let mut dee = school.elevated("deputy").await;
    let answer = excludes(&mut dee, &nephew, &pastoral).await;
    assert_eq!(answer.leads_to(), address(&nephew));
    dee.get(&address(&nephew))
        .await
        .reads("Pat Pastoral")
        .reads(WHY)
        .reads("cannot see this file from now on");
    excludes(&mut dee, &nephew, &dsl).await.leads_to();

    let mut dana = school.elevated("dsl").await;
    for visitor in [&mut pat, &mut dana] {
        visitor
            .get(&format!("/pupils/{nephew}"))
            .await
            .is(404)
            .never_says("Ashgrove");
        for concern in [&alone, &both, &unread] {
            visitor
                .get(&format!("/concerns/{concern}"))
                .await
                .is(404)
                .never_says("crying");
            let words = [("form", "f"), ("words", "Mine")];
            visitor
                .post(&format!("/concerns/{concern}/amendments"), &words)
                .await
                .is(404);
        }
        visitor.get(&format!("/concerns/{elsewhere}")).await.is(200);
        let list = visitor.get("/pupils").await;
        list.is(200).reads("1 pupil").never_says("Ashgrove");
        let found = visitor.post("/pupils", &[("find", "ashgrove")]).await;
        found.is(200).reads("No pupils found").never_says("Child");
        let board = visitor.get("/dashboard").await;
        board.is(200).never_says("Ashgrove");
        for concern in [&alone, &both, &unread] {
            board.never_says(&concern.0);
        }
        visitor
            .get(&format!("/pupils/{other}"))
            .await
            .is(200)
            .reads("1 concern");
    }
    // What waits for a key is counted without them too.
    let board = school.signed_in("dsl").await.get("/dashboard").await;
    board.reads("1 concern is waiting for you");
    // Whoever logs concerns finds any pupil.
    let find = [("find", "ashgrove")];
    pat.post("/concerns/new", &find)
        .await
        .reads("Child Ashgrove");
}

async fn it_ends_with_a_reason_and_a_touch_and_both_reasons_stay(school: School) {
    let nephew = enrols(&school, "Ashgrove", "7").await;
    let pastoral = school.person("pastoral").await;
    let mut dana = school.elevated("dsl").await;
    excludes(&mut dana, &nephew, &pastoral).await.leads_to();
    let list = dana.get(&address(&nephew)).await;
    let end = list.every(".kw-exclusion__end", "href").remove(0);
    dana.get(&end)
        .await
        .is(200)
        .reads("End the exclusion of Pat Pastoral")
        .reads(WHY);
    let blank = dana.post(&end, &[("reason", " ")]).await;
    blank.is(422).reads("Enter the reason");
    let mut without = school.signed_in("deputy").await;
    school.elevates("deputy").await;
    let asked = without.post(&end, &[("reason", "They moved apart.")]).await;
    assert!(asked.asks_for_a_touch(), "{}", asked.text());
    let mut pat = school.elevated("pastoral").await;
    pat.get(&format!("/pupils/{nephew}")).await.is(404);
    let ended = dana.post(&end, &[("reason", "They moved apart.")]).await;
    assert_eq!(ended.leads_to(), address(&nephew));
    dana.get(&address(&nephew))
        .await
        .reads(WHY)
        .reads("They moved apart.")
        .reads("Nobody is excluded from this file.");
    pat.get(&format!("/pupils/{nephew}")).await.is(200);
    dana.get(&end).await.is(404);
    dana.post(&end, &[("reason", "Again")]).await.is(404);
    let read = school.app.db().read(|tx| {
        let written = tx.all(WRITTEN, &params![], |row| row.get::<String>(0))?;
        let reasons = tx.all(REASONS, &params![], |row| row.get::<Vec<u8>>(0))?;
        Ok::<_, keyward_db::Error>((written.join("\n"), reasons.concat()))
    });
    let (written, sealed) = read.await.expect("read");
    for act in ["somebody excluded from a file", "exclusion ended"] {
        assert!(written.contains(act), "{written}");
    }
    for words in [WHY, "Ashgrove", "Pat", &pastoral.0, "moved apart"] {
        assert!(!written.contains(words), "{words}: {written}");
    }
    assert!(!sealed.windows(6).any(|bytes| bytes == b"nephew"), "sealed");
}

async fn the_last_lead_who_reads_a_file_is_never_excluded_from_it(school: School) {
    let nephew = enrols(&school, "Ashgrove", "7").await;
    let (dsl, deputy) = (school.person("dsl").await, school.person("deputy").await);
    let mut dana = school.elevated("dsl").await;
    excludes(&mut dana, &nephew, &deputy).await.leads_to();
    let last = excludes(&mut dana, &nephew, &dsl).await;
    last.is(422).reads(TOO_FEW).reads(WHY);
    dana.get(&format!("/pupils/{nephew}")).await.is(200);
    // Somebody who is no lead is excluded whatever happens to leads.
    let pastoral = school.person("pastoral").await;
    excludes(&mut dana, &nephew, &pastoral).await.leads_to();
    // Whoever excludes themselves sees nothing of it from then on.
    let other = enrols(&school, "Bell", "7").await;
    assert_eq!(
        excludes(&mut dana, &other, &dsl).await.leads_to(),
        "/pupils"
    );
    dana.get("/pupils")
        .await
        .reads("Somebody else ends it")
        .never_says("Bell");
    dana.get(&address(&other)).await.is(404);
}

async fn whoever_is_excluded_is_not_told_and_never_ends_it(school: School) {
    let nephew = enrols(&school, "Ashgrove", "7").await;
    let concern = logs(&school, "staff", &[&nephew], &["dsl", "pastoral"]).await;
    let dsl = school.person("dsl").await;
    let letters = school.letters_to("dsl").await.len();
    let mut dee = school.elevated("deputy").await;
    excludes(&mut dee, &nephew, &dsl).await.leads_to();
    let end = dee
        .get(&address(&nephew))
        .await
        .every(".kw-exclusion__end", "href")
        .remove(0);
    let mut dana = school.elevated("dsl").await;
    dana.get(&end).await.is(404).never_says("Ashgrove");
    dana.post(&end, &[("reason", "Mine")]).await.is(404);
    dana.get(&address(&nephew)).await.is(404);
    // Neither what is added nor what is logged from now on is written to them.
    let words = [("form", "f"), ("words", "Rang home.")];
    dee.post(&format!("/concerns/{concern}/amendments"), &words)
        .await
        .leads_to();
    logs(&school, "staff", &[&nephew], &["dsl", "pastoral"]).await;
    assert_eq!(school.letters_to("dsl").await.len(), letters);
    let told = school.letters_to("pastoral").await;
    assert!(
        told.iter()
            .any(|letter| letter.contains("Something was added"))
    );
    let again = excludes(&mut dee, &nephew, &dsl).await;
    again
        .is(422)
        .reads("Dana Lead is excluded from this file already");
}

async fn whoever_manages_people_sees_that_there_are_exclusions_and_not_whose_file(school: School) {
    let nephew = enrols(&school, "Ashgrove", "7").await;
    let (staff, admin) = (school.person("staff").await, school.person("admin").await);
    let mut dana = school.elevated("dsl").await;
    for person in [&staff, &admin] {
        excludes(&mut dana, &nephew, person).await.leads_to();
    }
    let mut ada = school.elevated("admin").await;
    let page = ada.get(&format!("/people/{staff}/exclusions")).await;
    page.is(200)
        .reads("Excluded from 1 file now")
        .reads("A pupil whose file you may not read")
        .never_says("Ashgrove")
        .never_says(&nephew.0)
        .never_says("nephew");
    ada.get(&format!("/people/{admin}/exclusions"))
        .await
        .is(404);
    dana.get(&format!("/people/{staff}/exclusions"))
        .await
        .is(404);
    school.puts_into("deputy", "Administrator").await;
    let mut dee = school.elevated("deputy").await;
    dee.get(&format!("/people/{staff}/exclusions"))
        .await
        .is(200)
        .reads("Child Ashgrove")
        .never_says("nephew");
    let mut lee = school.neighbours_administrator().await;
    lee.get(&format!("/people/{staff}/exclusions"))
        .await
        .is(404);
}

async fn a_form_sent_twice_excludes_once_and_a_wrong_one_keeps_what_was_typed(school: School) {
    let nephew = enrols(&school, "Ashgrove", "7").await;
    let staff = school.person("staff").await;
    let mut dana = school.elevated("dsl").await;
    let form = dana
        .get(&address(&nephew))
        .await
        .every("[name=form]", "value")
        .remove(0);
    let fields = [
        ("form", form.as_str()),
        ("person", staff.0.as_str()),
        ("reason", WHY),
    ];
    for _ in 0..2 {
        assert_eq!(
            dana.post(&address(&nephew), &fields).await.leads_to(),
            address(&nephew)
        );
    }
    let list = dana.get(&address(&nephew)).await;
    assert_eq!(list.every(".kw-exclusion__end", "href").len(), 1);
    let nobody = dana
        .post(&address(&nephew), &[("form", "g"), ("reason", WHY)])
        .await;
    nobody
        .is(422)
        .reads("Choose who must not see this file")
        .reads(WHY);
    let colleague = school.person("colleague").await;
    let silent = [("form", "h"), ("person", colleague.0.as_str())];
    let page = dana.post(&address(&nephew), &silent).await;
    page.is(422).reads("Enter the reason");
    assert_eq!(page.every("#person [selected]", "value"), [colleague.0]);
    let stranger = [("form", "i"), ("person", "nobody"), ("reason", WHY)];
    dana.post(&address(&nephew), &stranger).await.is(422);
}

async fn only_whoever_acts_on_concerns_and_reads_the_file_excludes(school: School) {
    let child = enrols(&school, "Ashgrove", "7").await;
    let staff = school.person("staff").await;
    let fields = [("form", "f"), ("person", staff.0.as_str()), ("reason", WHY)];
    for person in ["pastoral", "admin", "colleague"] {
        let mut visitor = school.elevated(person).await;
        visitor
            .get(&address(&child))
            .await
            .is(404)
            .never_says("Ashgrove");
        visitor.post(&address(&child), &fields).await.is(404);
    }
    let mut dana = school.signed_in("dsl").await;
    dana.get(&address(&child)).await.is(404);
    let mut lee = school.neighbour("DSL").await;
    lee.get(&address(&child))
        .await
        .is(404)
        .never_says("Ashgrove");
    lee.post(&address(&child), &fields).await.is(404);
}
