//! Which files somebody is given: forms beside year groups, and letters that say the truth.

use crate::audit::Entry;
use crate::ids::PupilId;
use crate::pupils::{self, Details};
use crate::testing::{School, on_both_databases};

on_both_databases! {
    forms_are_given_beside_year_groups_and_open_their_files_alone
    a_letter_about_files_says_the_categories_to_which_they_are_limited
}

/// Enrols a pupil of a form.
async fn enrols(school: &School, surname: &str, year: &str, form: &str) -> PupilId {
    let details = Details {
        upn: format!("U{surname}"),
        forename: "Child".into(),
        surname: surname.into(),
        preferred_name: String::new(),
        born_on: "2014-05-01".into(),
        year_group: year.into(),
        form: form.into(),
    };
    school
        .writes(move |tx| {
            let id = pupils::enrol(tx, &details)?;
            tx.entry(Entry::of("pupils imported", "school", "a test"))?;
            Ok(id)
        })
        .await
}

async fn forms_are_given_beside_year_groups_and_open_their_files_alone(school: School) {
    let b = enrols(&school, "Bell", "9", "9B").await;
    let a = enrols(&school, "Ash", "9", "9A").await;
    let none = enrols(&school, "Cole", "9", "").await;
    let mut ada = school.elevated("admin").await;
    let pastoral = school.person("pastoral").await;
    let page = ada.get(&format!("/people/{pastoral}")).await;
    assert_eq!(page.every("[name=forms]", "value"), ["9A", "9B"]);
    let address = format!("/people/{pastoral}/membership");
    let unknown = [("groups", "Pastoral"), ("forms", "9B"), ("forms", "9Z")];
    let page = ada.post(&address, &unknown).await;
    page.is(422).reads("There is no pupil in a form 9Z");
    assert_eq!(page.every("[name=forms][checked]", "value"), ["9B"]);
    for empty in ["", " "] {
        let fields = [("groups", "Pastoral"), ("forms", empty)];
        ada.post(&address, &fields).await.is(422);
    }
    let mut pat = school.elevated("pastoral").await;
    pat.get(&format!("/pupils/{b}")).await.is(404);
    let fields = [("groups", "Pastoral"), ("forms", "9B")];
    ada.post(&address, &fields).await.leads_to();
    pat.get(&format!("/pupils/{b}")).await.is(200);
    for closed in [&a, &none] {
        pat.get(&format!("/pupils/{closed}")).await.is(404);
    }
    pat.get("/pupils").await.reads("1 pupil").never_says("Ash");
    ada.get(&format!("/people/{pastoral}"))
        .await
        .is(200)
        .reads("Forms");
    ada.get("/people").await.reads("Pastoral 9B");
    let changed = school.wrote_down("user groups changed").await;
    assert!(changed.is_some_and(|detail| detail.ends_with("forms before: none; forms now: 9B")));
    let letters = school.letters_to("dsl").await;
    let told = letters
        .iter()
        .find(|letter| letter.contains("Somebody was given access"))
        .expect("the lead is told");
    assert!(told.contains("access to the files of 9B,"), "{told}");
    // The same again, or less, is told to nobody.
    let before = letters.len();
    ada.post(&address, &fields).await.leads_to();
    ada.post(&address, &[("groups", "Pastoral")])
        .await
        .leads_to();
    assert_eq!(school.letters_to("dsl").await.len(), before);
    pat.get(&format!("/pupils/{b}")).await.is(404);

    let new = [
        ("name", "Nia New"),
        ("email", "nia@hawthorn-park.example"),
        ("groups", "Pastoral"),
        ("forms", "9A"),
    ];
    ada.post("/people/invitations", &new).await.leads_to();
    school
        .elevated("nia")
        .await
        .get(&format!("/pupils/{a}"))
        .await
        .is(200);
    let odd = [
        new[0],
        ("email", "odd@hawthorn-park.example"),
        new[2],
        ("forms", "9Z"),
    ];
    let page = ada.post("/people/invitations", &odd).await;
    page.is(422).reads("There is no pupil in a form 9Z");
    let nia = school.person("nia").await;
    ada.post(&format!("/people/{nia}/ending"), &[])
        .await
        .leads_to();
    ada.post(&format!("/people/{nia}/return"), &[])
        .await
        .leads_to();
    let back = ada.get(&format!("/people/{nia}")).await;
    assert!(back.every("[name=forms][checked]", "value").is_empty());
}

async fn a_letter_about_files_says_the_categories_to_which_they_are_limited(school: School) {
    let mut ada = school.elevated("admin").await;
    let form = ada.get("/groups/new").await;
    let at = form.body.find(">Attendance</label>").expect("the category");
    let before = &form.body[..at];
    let ids = form.every("[name=category]", "value").into_iter();
    let category = ids
        .max_by_key(|id| before.rfind(id.as_str()))
        .expect("an id");
    let officer = [
        ("name", "Attendance officer"),
        ("elevated", "read_every_file"),
        ("reach", "some"),
        ("category", category.as_str()),
    ];
    ada.post("/groups", &officer).await.leads_to();
    let staff = school.person("staff").await;
    let both = [("groups", "Staff"), ("groups", "Attendance officer")];
    ada.post(&format!("/people/{staff}/membership"), &both)
        .await
        .leads_to();
    let letters = school.letters_to("dsl").await;
    let told = letters
        .iter()
        .find(|letter| letter.contains("Somebody was given access"))
        .expect("the lead is told");
    let words = "access to every pupil's file, in the category Attendance alone,";
    assert!(told.contains(words), "{told}");
    // Whoever is limited to categories is nobody who reads every file, and is not told as one.
    let col = school.person("colleague").await;
    ada.post(&format!("/people/{col}/membership"), &[("groups", "DSL")])
        .await
        .leads_to();
    let told = |letters: Vec<String>| {
        let about = |letter: &&String| letter.contains("Somebody was given access");
        letters.iter().filter(about).count()
    };
    assert_eq!(told(school.letters_to("dsl").await), 2);
    assert_eq!(told(school.letters_to("staff").await), 0);
}
