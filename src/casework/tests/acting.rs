//! Each act: done, written down once, and read in the record.

use super::*;
use crate::testing::on_both_databases;

keyward_db::statements! {
    /// Everything that casework touches, bytes as hexadecimal digits.
    EVERYTHING = either(
        "SELECT hex(words) || kind || form_tag || coalesce(about_id, '') FROM follow_up
         UNION ALL SELECT due_on || state FROM action
         UNION ALL SELECT hex(body) || ' ' || subject FROM mail
         UNION ALL SELECT act || ' ' || subject_id || ' ' || detail FROM audit_entry
         UNION ALL SELECT coalesce(flash, '') FROM session",
        "SELECT CAST(follow_up AS TEXT) FROM follow_up
         UNION ALL SELECT CAST(action AS TEXT) FROM action
         UNION ALL SELECT CAST(mail AS TEXT) FROM mail
         UNION ALL SELECT CAST(audit_entry AS TEXT) FROM audit_entry
         UNION ALL SELECT CAST(session AS TEXT) FROM session");
    /// When alerts were acknowledged.
    ACKNOWLEDGED = "SELECT COUNT(*) FROM alert WHERE acknowledged_at IS NOT NULL";
    /// The alerts of which a dashboard would ask whether they wait, though they do not.
    ASKED_IN_VAIN = "SELECT COUNT(*) FROM alert
                     JOIN case_standing ON case_standing.concern_id = alert.concern_id
                     WHERE case_standing.status = 'closed' AND alert.acknowledged_at IS NULL
                       AND alert.case_closed = 0";
}

on_both_databases! {
    a_concern_goes_from_its_acknowledgement_to_its_outcome
    a_lead_acknowledges_and_the_writer_sees_that_it_is_acted_on
    its_writer_reads_the_same_word_of_it_everywhere
    a_decision_says_why_a_referral_was_not_made
    a_contact_keeps_when_it_happened_and_when_it_was_written
    category_role_and_weight_change_and_the_first_stays_to_be_seen
    a_link_stands_in_both_records
    a_concern_to_link_with_is_picked_from_the_childs_then_the_familys
    a_note_reaches_the_writer_and_nothing_else_of_the_case
    a_form_sent_twice_is_done_once
    what_is_closed_waits_for_nobody_until_it_is_reopened
    nothing_of_what_was_written_lies_open_in_the_database
}

async fn what_is_closed_waits_for_nobody_until_it_is_reopened(school: School) {
    let ella = ella(&school).await;
    let id = school.logs(&[&ella], 60, SEEN, &["dsl", "deputy"]).await;
    let mut dana = school.elevated("dsl").await;
    let mut dee = school.elevated("deputy").await;
    dee.get("/dashboard").await.reads("Waiting for you 1");
    dana.get(&address(&id)).await.is(200);
    did(&school, &mut dana, &id, "closure", &CLOSURE).await;
    dee.get("/dashboard")
        .await
        .reads("No concern is waiting for you");
    let asked = |school: &School| {
        let count = |row: &keyward_db::Row<'_>| row.get::<i64>(0);
        let db = school.app.db().clone();
        async move { db.read(move |tx| tx.one(ASKED_IN_VAIN, &[], count)).await }
    };
    assert_eq!(asked(&school).await.expect("counted"), Some(0));
    let why = [("words", "It happened again.")];
    did(&school, &mut dana, &id, "reopening", &why).await;
    dee.get("/dashboard").await.reads("Waiting for you 1");
}

async fn a_concern_goes_from_its_acknowledgement_to_its_outcome(school: School) {
    let (id, mut dana) = case(&school).await;
    did(&school, &mut dana, &id, "acknowledgement", &[]).await;
    let dee = school.person("deputy").await;
    did(&school, &mut dana, &id, "assignment", &[("to", &dee.0)]).await;
    let end = gives_action(&school, &mut dana, &id).await;
    did(&school, &mut dana, &id, "contacts", &CONTACT).await;
    let open = does(&school, &mut dana, &id, "closure", &CLOSURE).await;
    open.is(422)
        .reads("An action is still open: “Contact home: Ring the mother”, assigned to Dana Lead")
        .reads("Breakfast club from Monday.");
    let done = [("end", "done"), ("words", "She will come on Monday")];
    did(&school, &mut dana, &id, &end, &done).await;
    did(&school, &mut dana, &id, "closure", &CLOSURE).await;
    let page = dana.get(&address(&id)).await;
    for words in [
        "The concern is closed.",
        "Assigned to Dee Deputy",
        "Action: Contact home Dana Lead",
        "Due3 December 2026",
        "Contact made: Parent or carer",
        WROTE,
        "Action done",
        "She will come on Monday",
        "Closed Dana Lead",
        "OutcomeSupport in school",
        "Reopen",
    ] {
        page.is(200).reads(words);
    }
    page.never_says("/closure");
    let why = [("words", "It happened again.")];
    did(&school, &mut dana, &id, "reopening", &why).await;
    dana.get(&address(&id))
        .await
        .reads("The concern is open again.")
        .reads("It happened again.");
    for act in ["concern opened to act on it", "concern opened"] {
        assert!(school.wrote_down(act).await.is_some(), "{act}");
    }
    for act in [
        "concern acknowledged",
        "concern assigned",
        "action added",
        "contact made recorded",
        "action done",
        "concern closed",
        "concern reopened",
    ] {
        let detail = school.wrote_down(act).await.expect(act);
        assert!(detail.starts_with("follow-up: "), "{detail}");
    }
    let letters = school.letters_to("deputy").await;
    let last = letters.last().expect("a letter");
    assert!(
        last.contains("A concern has been assigned to you"),
        "{last}"
    );
    assert!(!last.contains("Ella") && !last.contains(&id.0), "{last}");
    // She gave the action to herself.
    let own = school.letters_to("dsl").await.concat();
    assert!(!own.contains("There is an action for you"), "{own}");
}

async fn a_lead_acknowledges_and_the_writer_sees_that_it_is_acted_on(school: School) {
    let (id, mut dana) = case(&school).await;
    let mut sam = school.signed_in("staff").await;
    sam.get(&address(&id))
        .await
        .reads("Received A safeguarding lead will look at it.");
    let page = dana.get(&address(&id)).await;
    let form = page.every("form[action$=acknowledgement] input[name=form]", "value");
    let to = format!("{}/acknowledgement", address(&id));
    let sent = dana.post(&to, &[("form", &form[0])]).await;
    assert_eq!(sent.leads_to(), address(&id));
    let page = dana.get(&address(&id)).await;
    page.reads("You have acknowledged this concern.")
        .reads("Dana Lead, today at");
    page.never_says("/acknowledgement\"");
    let page = sam.get(&address(&id)).await;
    page.reads("Being acted on A safeguarding lead is acting on it.")
        .never_says("being acted on");
    sam.get("/concerns").await.reads("Being acted on");
    let read = school
        .app
        .db()
        .read(|tx| tx.one(ACKNOWLEDGED, &[], |row| row.get::<i64>(0)));
    assert_eq!(read.await.expect("read"), Some(1));
}

async fn its_writer_reads_the_same_word_of_it_everywhere(school: School) {
    let (id, mut dana) = case(&school).await;
    let mut sam = school.signed_in("staff").await;
    let words = ["Received", "Being acted on", "Closed"];
    for (now, act) in words.iter().zip(["acknowledgement", "closure", ""]) {
        for page in ["/dashboard", "/concerns", &address(&id)] {
            let page = sam.get(page).await;
            for word in words {
                let is_said = page.body.contains(&format!(">{word}<"));
                assert_eq!(is_said, word == *now, "{word}: {}", page.text());
            }
            page.never_says("dealing with it");
        }
        if !act.is_empty() {
            let typed = if act == "closure" { &CLOSURE[..] } else { &[] };
            did(&school, &mut dana, &id, act, typed).await;
        }
    }
}

async fn a_decision_says_why_a_referral_was_not_made(school: School) {
    let (id, mut dana) = case(&school).await;
    let mut typed = vec![
        ("threshold", "early_help"),
        ("considered", "social_care"),
        ("considered", "early_help"),
        ("decision", "Early help"),
        ("reasons", "The family asked for it"),
    ];
    let page = does(&school, &mut dana, &id, "decisions", &typed).await;
    page.is(422)
        .reads("A referral was considered: say whether it was made")
        .reads("The family asked for it");
    typed.push(("referral", "not_made"));
    let page = does(&school, &mut dana, &id, "decisions", &typed).await;
    page.is(422)
        .reads("Write why the referral was not made")
        .reads("The family asked for it");
    assert_eq!(
        page.every("input[name=considered][checked]", "value").len(),
        2
    );
    typed.push(("no-referral", "There was no sign of harm"));
    did(&school, &mut dana, &id, "decisions", &typed).await;
    dana.get(&address(&id))
        .await
        .reads("Early help: targeted support")
        .reads("Refer to children’s social care; Early help")
        .reads("Why a referral was considered and not madeThere was no sign of harm");
}

async fn a_contact_keeps_when_it_happened_and_when_it_was_written(school: School) {
    let (id, mut dana) = case(&school).await;
    let earlier = [("day", "2026-11-10"), ("time", "09:30")];
    let typed: Vec<_> = CONTACT.into_iter().chain(earlier).collect();
    did(&school, &mut dana, &id, "contacts", &typed).await;
    dana.get(&address(&id))
        .await
        .reads("Dana Lead, today at")
        .reads("Happened 10 November at 09:30");
    let later = [("day", "2026-12-24"), ("time", "09:30")];
    let typed: Vec<_> = CONTACT.into_iter().chain(later).collect();
    let page = does(&school, &mut dana, &id, "contacts", &typed).await;
    page.is(422)
        .reads("This moment is still to come")
        .reads(WROTE);
}

async fn category_role_and_weight_change_and_the_first_stays_to_be_seen(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let id = logged(&school, &[&ella, &tom], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let other = another_category(&mut dana, &id).await;
    let typed = [("category", other.as_str()), ("words", "Read once again")];
    did(&school, &mut dana, &id, "categories", &typed).await;
    let role = format!("role-{tom}");
    let typed = [(role.as_str(), "witness"), ("words", "He only saw it")];
    did(&school, &mut dana, &id, "roles", &typed).await;
    let typed = [
        ("significance", "significant"),
        ("words", "The third this month"),
    ];
    did(&school, &mut dana, &id, "significance", &typed).await;
    dana.get(&address(&id))
        .await
        .reads("Logged asAttendance")
        .reads("FromAttendance")
        .reads("Tom Underhill (9B): Subject → Witness")
        .reads("Tom Underhill (9B): Witness, logged as Subject")
        .reads("Significance: Significant")
        .reads("The third this month");
    // Its writer reads of none of it.
    let mut sam = school.signed_in("staff").await;
    let page = sam.get(&address(&id)).await;
    page.reads("Attendance").never_says("Witness");
    page.never_says("Significant");
    sam.get("/concerns").await.reads("Attendance");
}

async fn a_link_stands_in_both_records(school: School) {
    let ella = ella(&school).await;
    let first = logged(&school, &[&ella], &["dsl"]).await;
    let second = logged(&school, &[&ella], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let typed = [("other", first.0.as_str()), ("words", "The same bruise")];
    did(&school, &mut dana, &second, "links", &typed).await;
    for (here, there) in [(&first, &second), (&second, &first)] {
        let page = dana.get(&address(here)).await;
        page.reads("Linked with a concern about Ella Fairweather (7B), noticed on")
            .reads("The same bruise");
        assert_eq!(page.every(".kw-record__item a", "href"), [address(there)]);
    }
    let typed = [("other", second.0.as_str()), ("words", "Again")];
    does(&school, &mut dana, &first, "links", &typed)
        .await
        .is(422)
        .reads("These two are linked already");
    let typed = [("other", "nowhere"), ("words", "Again")];
    does(&school, &mut dana, &first, "links", &typed)
        .await
        .is(422)
        .reads("Find the other concern by the name of a pupil");
}

async fn a_concern_to_link_with_is_picked_from_the_childs_then_the_familys(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let first = logged(&school, &[&ella], &["dsl"]).await;
    let his = logged(&school, &[&tom], &["dsl"]).await;
    let second = logged(&school, &[&ella], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get(&format!("{}/links", address(&second))).await;
    let offered = page.every("input[name=other]", "value");
    assert_eq!(offered, std::slice::from_ref(&first.0));
    page.reads("Ella Fairweather (7B), noticed on")
        .reads("Attendance. Logged by Sam Staff");

    let form = dana.get(&format!("/pupils/{ella}/family/new")).await;
    let form = form.every("input[name=form]", "value");
    let fields = [
        ("form", form[0].as_str()),
        ("relative", &tom.0),
        ("kind", "sibling"),
        ("words", "Admission form"),
    ];
    let to = format!("/pupils/{ella}/family");
    dana.post(&to, &fields).await.leads_to();
    let page = dana.get(&format!("{}/links", address(&second))).await;
    let offered = page.every("input[name=other]", "value");
    assert_eq!(offered, [first.0.clone(), his.0.clone()]);
    page.reads("or of their family")
        .reads("Tom Underhill (9B), noticed on");

    let typed = [("other", his.0.as_str()), ("words", "One household")];
    did(&school, &mut dana, &second, "links", &typed).await;
    dana.get(&address(&second))
        .await
        .reads("Linked with a concern about Tom Underhill (9B), noticed on");
    // Whoever may not read his file is offered and told nothing of it.
    gives_right(&school, "Pastoral", "work_cases").await;
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&format!("{}/links", address(&second))).await;
    let offered = page.every("input[name=other]", "value");
    assert_eq!(offered, std::slice::from_ref(&first.0));
    page.never_says("Tom");
    pat.get(&address(&second)).await.never_says("Tom");
}

async fn a_note_reaches_the_writer_and_nothing_else_of_the_case(school: School) {
    let (id, mut dana) = case(&school).await;
    did(&school, &mut dana, &id, "contacts", &CONTACT).await;
    let sam = school.person("staff").await;
    let typed = [
        ("to", sam.0.as_str()),
        ("words", "Thank you, watch her lunch."),
    ];
    did(&school, &mut dana, &id, "notes", &typed).await;
    let mut sam = school.signed_in("staff").await;
    let page = sam.get(&address(&id)).await;
    page.reads("A message for you from Dana Lead")
        .reads("Thank you, watch her lunch.");
    page.never_says(WROTE);
    page.never_says("Contact made: Parent");
    sam.get("/concerns").await.reads("A message for you");
    let letters = school.letters_to("staff").await;
    let letter = letters.last().expect("a letter");
    assert!(letter.contains("There is a message for you"), "{letter}");
    assert!(!letter.contains("lunch") && !letter.contains(&id.0));
}

async fn a_form_sent_twice_is_done_once(school: School) {
    let (id, mut dana) = case(&school).await;
    for (act, typed) in [("contacts", &CONTACT[..]), ("closure", &CLOSURE)] {
        let to = format!("{}/{act}", address(&id));
        let form = Filled::by(&mut dana, &to, typed).await;
        for _ in 0..2 {
            assert_eq!(form.sent(&mut dana).await.leads_to(), address(&id));
        }
    }
    let page = dana.get(&address(&id)).await;
    assert_eq!(page.body.matches(WROTE).count(), 1);
    assert_eq!(page.body.matches("Breakfast club").count(), 1);
}

async fn nothing_of_what_was_written_lies_open_in_the_database(school: School) {
    let (id, mut dana) = case(&school).await;
    did(&school, &mut dana, &id, "contacts", &CONTACT).await;
    gives_action(&school, &mut dana, &id).await;
    let rows = school
        .app
        .db()
        .read(|tx| tx.all(EVERYTHING, &[], |row| row.get::<String>(0)));
    let rows = rows.await.expect("read");
    assert!(rows.len() > 4);
    for secret in [WROTE, "Ring the mother", "Ella", "telephone"] {
        let digits = data_encoding::HEXLOWER.encode(secret.as_bytes());
        for row in &rows {
            assert!(!row.contains(secret), "{row}");
            assert!(!row.to_lowercase().contains(&digits), "{row}");
        }
    }
}
