//! A logged concern is put right: whom it is about, who is alerted, which staff it names.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    a_pupil_who_turns_out_to_be_involved_is_found_and_added
    whoever_reads_the_added_pupils_file_reads_it_and_whoever_is_kept_from_it_does_not
    the_wrong_child_is_taken_off_and_stays_in_the_record
    at_least_one_pupil_stays
    the_last_lead_stays_when_a_pupil_is_added_or_a_lead_is_named
    a_case_note_is_read_through_the_file_alone
    somebody_more_is_alerted_and_nobody_learns_who_was_passed_over
    a_member_of_staff_is_named_and_kept_from_it
}

pub(super) const WHY: (&str, &str) = ("words", "His mother told us so.");

pub(super) async fn adds(
    school: &School,
    lead: &mut Visitor,
    id: &ConcernId,
    pupil: &PupilId,
) -> Page {
    let typed = [("pupil", &*pupil.0), ("role", "sibling"), WHY];
    does(school, lead, id, "pupils", &typed).await
}

pub(super) async fn takes_off(
    school: &School,
    lead: &mut Visitor,
    id: &ConcernId,
    pupil: &PupilId,
) -> Page {
    let typed = [("pupil", &*pupil.0), WHY];
    does(school, lead, id, "pupils-taken-off", &typed).await
}

async fn a_pupil_who_turns_out_to_be_involved_is_found_and_added(school: School) {
    let (id, mut dana) = case(&school).await;
    let tom = tom(&school).await;
    let to = format!("{}/pupils", address(&id));
    let found = dana
        .post(&format!("{to}/found"), &[("find", "underh")])
        .await;
    found
        .is(200)
        .reads("Tom Underhill")
        .reads("Year 9, 9B, born 1 May 2014");
    found.never_says("There is a problem");
    let none = dana
        .post(&format!("{to}/found"), &[("find", "fairweather")])
        .await;
    none.is(200)
        .reads("No pupil whose file you read is called that");
    let bad = does(&school, &mut dana, &id, "pupils", &[("find", "underh")]).await;
    bad.is(422)
        .reads("Choose the pupil")
        .reads("Choose the role that the pupil has in this")
        .reads("Write how you know that they are involved");
    assert_eq!(
        adds(&school, &mut dana, &id, &tom).await.leads_to(),
        address(&id)
    );
    dana.get(&address(&id))
        .await
        .reads("The pupil is added to this concern.")
        .reads("Tom Underhill (9B): Sibling, added later")
        .reads("A pupil was added Dana Lead")
        .reads("His mother told us so.");
    dana.get(&format!("/pupils/{tom}"))
        .await
        .reads("Sibling")
        .reads(SEEN);
    dana.get("/inbox")
        .await
        .reads("Ella Fairweather (7B); Tom Underhill (9B), sibling");
    let again = adds(&school, &mut dana, &id, &tom).await;
    again.is(422).reads("Find the pupil by name");
    let detail = school
        .wrote_down("pupil added to a concern")
        .await
        .expect("an entry");
    assert!(
        detail.contains(&tom.0) && !detail.contains("Tom"),
        "{detail}"
    );
    // Nobody is said to have been logged who was not.
    let roles = dana.get(&format!("{}/roles", address(&id))).await;
    roles.reads(", added later as: ").reads(", logged as: ");
    // Its writer sees it as it was logged.
    let mut sam = school.signed_in("staff").await;
    for page in [address(&id), "/concerns".into(), "/dashboard".into()] {
        let page = sam.get(&page).await;
        page.is(200).reads("Ella Fairweather");
        page.never_says("Tom")
            .never_says("another pupil")
            .never_says("ibling");
    }
}

async fn whoever_reads_the_added_pupils_file_reads_it_and_whoever_is_kept_from_it_does_not(
    school: School,
) {
    let tom = tom(&school).await;
    let ella = ella(&school).await;
    // Pat reads the files of year 7.
    let id = logged(&school, &[&tom], &["dsl", "colleague"]).await;
    school.excludes("colleague", &ella).await;
    let mut pat = school.elevated("pastoral").await;
    let mut col = school.signed_in("colleague").await;
    pat.get(&address(&id)).await.is(404);
    col.get(&address(&id)).await.is(200);
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await;
    assert_eq!(
        adds(&school, &mut dana, &id, &ella).await.leads_to(),
        address(&id)
    );
    pat.get(&address(&id))
        .await
        .is(200)
        .reads("Ella")
        .never_says("Tom");
    col.get(&address(&id)).await.is(404);
    col.get("/dashboard").await.never_says("Attendance");
}

async fn the_wrong_child_is_taken_off_and_stays_in_the_record(school: School) {
    let (tom, ella) = (tom(&school).await, ella(&school).await);
    let id = logged(&school, &[&ella, &tom], &["dsl", "colleague"]).await;
    school.excludes("colleague", &ella).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await;
    let mut pat = school.elevated("pastoral").await;
    pat.get(&address(&id)).await.is(200);
    let bad = does(&school, &mut dana, &id, "pupils-taken-off", &[]).await;
    bad.is(422)
        .reads("Choose the pupil whom it is not about")
        .reads("Write how you know that it is not about them");
    let sent = takes_off(&school, &mut dana, &id, &ella).await;
    assert_eq!(sent.leads_to(), address(&id));
    dana.get(&address(&id))
        .await
        .reads("The pupil is taken off this concern.")
        .reads("A pupil was taken off Dana Lead")
        .reads("PupilElla Fairweather (7B)")
        .reads("His mother told us so.");
    dana.get(&format!("/pupils/{ella}"))
        .await
        .is(200)
        .never_says(SEEN);
    dana.get(&format!("/pupils/{ella}/chronology"))
        .await
        .is(200)
        .never_says(SEEN);
    dana.get(&format!("/pupils/{tom}/chronology"))
        .await
        .reads("A pupil was taken off")
        .never_says("Subject, with Ella");
    dana.get("/inbox")
        .await
        .reads("Tom Underhill (9B)")
        .never_says("Ella");
    // Whoever read it through that file alone does not any more; its words still speak of the child.
    pat.get(&address(&id)).await.is(404);
    school
        .signed_in("colleague")
        .await
        .get(&address(&id))
        .await
        .is(404);
    // Its writer sees it as it was logged.
    let mut sam = school.signed_in("staff").await;
    for page in [address(&id), "/concerns".into(), "/dashboard".into()] {
        let page = sam.get(&page).await;
        page.is(200)
            .reads("Ella Fairweather")
            .reads("Tom Underhill");
        page.never_says("taken off");
    }
    let detail = school
        .wrote_down("pupil taken off a concern")
        .await
        .expect("an entry");
    assert!(
        detail.contains(&ella.0) && !detail.contains("mother"),
        "{detail}"
    );
    // Taken off by mistake, and back as they were logged.
    assert_eq!(
        adds(&school, &mut dana, &id, &ella).await.leads_to(),
        address(&id)
    );
    pat.get(&address(&id))
        .await
        .is(200)
        .reads("Sibling, logged as Subject");
}

async fn at_least_one_pupil_stays(school: School) {
    let (id, mut dana) = case(&school).await;
    let tom = tom(&school).await;
    let page = dana
        .get(&format!("{}/pupils-taken-off", address(&id)))
        .await;
    let add = "#main a#pupil";
    page.reads("This concern is about one pupil alone");
    assert_eq!(
        page.every(add, "href"),
        [format!("{}/pupils", address(&id))]
    );
    let ella = dana.get(&format!("{}/roles", address(&id))).await;
    let field = ella.every("select[name^=role-]", "name")[0].clone();
    let ella = PupilId(field.trim_start_matches("role-").to_owned());
    let refused = takes_off(&school, &mut dana, &id, &ella).await;
    refused
        .is(422)
        .reads("A concern is about at least one pupil.")
        .reads("His mother told us so.");
    // The summary leads to the link that leads on.
    let summary = refused.every(".govuk-error-summary a", "href");
    assert_eq!(
        (summary, refused.every(add, "id").len()),
        (vec!["#pupil".to_owned()], 1)
    );
    adds(&school, &mut dana, &id, &tom).await;
    let sent = takes_off(&school, &mut dana, &id, &ella).await;
    assert_eq!(sent.leads_to(), address(&id));
    let mut sam = school.signed_in("staff").await;
    for page in ["/concerns", "/dashboard", &*address(&id)] {
        let page = sam.get(page).await;
        page.reads("Ella Fairweather");
        page.never_says("Tom").never_says("A pupil");
    }
}

async fn the_last_lead_stays_when_a_pupil_is_added_or_a_lead_is_named(school: School) {
    let (id, mut dana) = case(&school).await;
    let tom = tom(&school).await;
    let dee = school.person("deputy").await;
    school.excludes("dsl", &tom).await;
    let named = [("person", &*dee.0), WHY];
    let sent = does(&school, &mut dana, &id, "staff", &named).await;
    assert_eq!(sent.leads_to(), address(&id));
    let last = "No safeguarding lead would be left who can read this concern.";
    adds(&school, &mut dana, &id, &tom)
        .await
        .is(422)
        .reads("Find the pupil by name");
    let me = school.person("dsl").await;
    let named = [("person", &*me.0), WHY];
    let refused = does(&school, &mut dana, &id, "staff", &named).await;
    refused.is(422).reads(last).reads("His mother told us so.");
    dana.get(&address(&id)).await.is(200);
}

async fn a_case_note_is_read_through_the_file_alone(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &[&ella], &["dsl", "colleague"]).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get(&address(&id)).await;
    page.reads("Sam Staff, who logged this, and everybody alerted to it will read this.")
        .reads("For leads alone, write a case note.");
    let acts = page.every("nav.kw-acts > a", "href");
    assert_eq!(acts[0], format!("{}/case-notes", address(&id)));
    let empty = does(&school, &mut dana, &id, "case-notes", &[]).await;
    empty.is(422).reads("Write your case note");
    did(&school, &mut dana, &id, "case-notes", &[("words", WROTE)]).await;
    for lead in ["dsl", "deputy", "pastoral"] {
        let page = school.elevated(lead).await.get(&address(&id)).await;
        page.reads("Case note Dana Lead").reads(WROTE);
    }
    for other in ["staff", "colleague"] {
        let page = school.signed_in(other).await.get(&address(&id)).await;
        page.is(200).never_says("ase note").never_says(WROTE);
    }
    assert!(school.wrote_down("case note written").await.is_some());
}

async fn somebody_more_is_alerted_and_nobody_learns_who_was_passed_over(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &[&ella], &["dsl"]).await;
    let (col, pat) = (
        school.person("colleague").await,
        school.person("pastoral").await,
    );
    school.excludes("pastoral", &ella).await;
    let mut dana = school.elevated("dsl").await;
    let to = format!("{}/alerts", address(&id));
    let page = dana.get(&to).await;
    let offered = page.every("input[name=person]", "value");
    let me = school.person("dsl").await;
    assert!(offered.contains(&col.0) && offered.contains(&pat.0) && !offered.contains(&me.0));
    let bad = does(&school, &mut dana, &id, "alerts", &[]).await;
    bad.is(422)
        .reads("Choose whom to alert")
        .reads("Write why they should know");
    let typed = [("person", &*col.0), ("person", &*pat.0), WHY];
    let sent = dana.post(&to, &typed).await;
    assert_eq!(sent.leads_to(), address(&id));
    let page = dana.get(&address(&id)).await;
    page.reads("Your alert has been sent.")
        .reads("Col Colleague")
        .reads("Pat Pastoral");
    school
        .signed_in("colleague")
        .await
        .get(&address(&id))
        .await
        .is(200)
        .reads(SEEN);
    let letters = school.letters_to("colleague").await.concat();
    assert!(
        letters.contains("A concern has been logged for you to read"),
        "{letters}"
    );
    let passed_over = school.letters_to("pastoral").await.concat();
    assert!(!passed_over.contains("logged for you"), "{passed_over}");
    school
        .elevated("pastoral")
        .await
        .get(&address(&id))
        .await
        .is(404);
    // Its writer, and whoever was alerted, is told of everybody who was chosen, passed over or not.
    for (person, me) in [("staff", ""), ("colleague", " (you)")] {
        let page = school.signed_in(person).await.get(&address(&id)).await;
        page.reads("Dana Lead")
            .reads(&format!("Col Colleague{me}Alerted later"))
            .reads("Pat PastoralAlerted laterHas not opened it yet");
    }
    assert_eq!(dana.post(&to, &typed).await.leads_to(), address(&id));
    let again = school.letters_to("colleague").await.concat();
    assert_eq!(letters, again, "sent twice, it alerts once");
    // From whom it is kept since is told of nothing that came later.
    names_as_staff(&school, &id, "staff").await;
    school
        .signed_in("staff")
        .await
        .get(&address(&id))
        .await
        .reads("Dana Lead")
        .never_says("Colleague")
        .never_says("Pastoral");
}

async fn a_member_of_staff_is_named_and_kept_from_it(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &[&ella], &["dsl", "colleague"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await;
    let (col, dee) = (
        school.person("colleague").await,
        school.person("deputy").await,
    );
    did(&school, &mut dana, &id, "assignment", &[("to", &dee.0)]).await;
    let bad = does(&school, &mut dana, &id, "staff", &[]).await;
    bad.is(422)
        .reads("Choose the member of staff who is part of this")
        .reads("Write how they are part of this");
    let named = [("person", &*dee.0), WHY];
    let refused = does(&school, &mut dana, &id, "staff", &named).await;
    refused
        .is(422)
        .reads("Dee Deputy has this concern, or an action of it, and could not read it any more");
    did(&school, &mut dana, &id, "staff", &[("person", &col.0), WHY]).await;
    dana.get(&address(&id))
        .await
        .reads("A member of staff was named Dana Lead")
        .reads("Part of this concern, and kept from itCol Colleague")
        .reads("Col ColleagueCannot read it");
    school
        .signed_in("colleague")
        .await
        .get(&address(&id))
        .await
        .is(404);
    let page = school.signed_in("staff").await.get(&address(&id)).await;
    page.is(200)
        .never_says("Part of this concern")
        .never_says("Cannot read it");
    let detail = school
        .wrote_down("member of staff named")
        .await
        .expect("an entry");
    assert!(!detail.contains(&col.0), "{detail}");
}
