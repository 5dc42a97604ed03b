//! The rules of the form, each by itself.

use proptest::prelude::*;

use super::super::check::{Colleague, Offered, STAFF_MAX, WORDS_CHARACTERS_MAX};
use super::super::concern::{Facts, Involved};
use super::super::noticed::Noticed;
use super::*;
use crate::pupils::Pupil;

/// 22 November 2026 at 14:05 in London.
fn now() -> Moment {
    Moment::from_london(
        jiff::civil::date(2026, 11, 22),
        jiff::civil::time(14, 5, 0, 0),
    )
    .expect("a moment")
}

fn person(id: &str) -> PersonId {
    PersonId(id.into())
}

fn pupil(id: &str) -> PupilId {
    PupilId(id.into())
}

fn categories(ids: &[&str]) -> Vec<CategoryId> {
    ids.iter().map(|id| CategoryId((*id).into())).collect()
}

/// Dana and Dee are leads, Col is not.
fn people() -> Vec<Colleague> {
    let colleague = |(id, name, is_lead): (&str, &str, bool)| Colleague {
        id: person(id),
        name: name.into(),
        is_lead,
    };
    [
        ("dana", "Dana Lead", true),
        ("dee", "Dee Deputy", true),
        ("col", "Col Colleague", false),
    ]
    .map(colleague)
    .into()
}

/// Ella and Tom, born on 1 May 2014.
fn pupils() -> Vec<Pupil> {
    let named = |(id, forename): (&str, &str)| Pupil {
        id: pupil(id),
        forename: forename.into(),
        surname: "Reed".into(),
        ..Pupil::sample()
    };
    [("ella", "Ella"), ("tom", "Tom")].map(named).into()
}

/// Checks the form where there are Attendance (`a`) and Child-on-child abuse (`p`) with Bullying
/// (`b`) beneath it.
fn check(form: &LogForm) -> Result<Facts, Errors> {
    let (tree, people) = (crate::categories::sample(), people());
    let mut staff: Vec<_> = people.iter().map(|person| person.id.clone()).collect();
    staff.push(person("sam"));
    let chosen: Vec<_> = pupils()
        .into_iter()
        .filter(|pupil| form.pupils.contains(&pupil.id))
        .collect();
    let offered = Offered {
        groups: &[],
        categories: &tree,
        people: &people,
        staff: &staff,
        pupils: &chosen,
    };
    form.check(now(), offered)
}

fn filled_in() -> LogForm {
    LogForm {
        pupils: vec![pupil("ella")],
        place: " Playground ".into(),
        categories: categories(&["a"]),
        seen_and_heard: " A bruise. ".into(),
        alert: vec![person("dana")],
        ..LogForm::new("one".into(), now())
    }
}

/// What is wrong with the form that was filled in and then spoilt.
fn wrong(spoil: impl FnOnce(&mut LogForm)) -> Errors {
    let mut form = filled_in();
    spoil(&mut form);
    check(&form).expect_err("something is wrong")
}

#[test]
fn a_form_filled_in_gives_its_facts() {
    let facts = check(&filled_in()).expect("facts");
    assert_eq!(facts.noticed, Noticed::at(now()));
    assert_eq!(
        (facts.place.as_str(), facts.seen_and_heard.as_str()),
        ("Playground", "A bruise.")
    );
    assert_eq!((facts.own_words, facts.opinion), (None, None));
    assert_eq!(facts.categories, categories(&["a"]));
    let mut form = filled_in();
    form.opinion = " He was tired. ".into();
    form.present = "\n".into();
    let facts = check(&form).expect("facts");
    assert_eq!(facts.opinion.as_deref(), Some("He was tired."));
    assert_eq!(facts.present, None);
}

#[test]
fn each_field_says_what_is_wrong_with_it() {
    type Spoil = fn(&mut LogForm);
    let cases: [(&str, Spoil); 17] = [
        ("find", |form| form.pupils.clear()),
        ("find", |form| form.pupils = vec![pupil("nobody")]),
        ("day", |form| form.noticed.day = "2026-02-30".into()),
        ("day", |form| form.noticed.day = "23/11/2026".into()),
        ("day", |form| form.noticed.day = "30/04/2014".into()),
        ("time", |form| form.noticed.time = "25:00".into()),
        ("time", |form| form.noticed.time = "14:11".into()),
        ("place", |form| form.place = "  ".into()),
        ("category", |form| form.categories = categories(&["other"])),
        ("category", |form| {
            form.categories = categories(&["a", "other"]);
        }),
        ("alert", |form| form.alert = vec![person("nobody")]),
        ("staff", |form| form.staff = vec![person("nobody")]),
        ("own-words", |form| {
            form.own_words = "x".repeat(WORDS_CHARACTERS_MAX + 1);
        }),
        ("opinion", |form| form.opinion = "x".repeat(5001)),
        ("non-verbal", |form| form.non_verbal = "x".repeat(5001)),
        ("present", |form| form.present = "x".repeat(1001)),
        ("told", |form| form.told = "x".repeat(201)),
    ];
    for (field, spoil) in cases {
        let errors = wrong(spoil);
        assert!(
            errors.of(field).is_some() && errors.all().len() == 1,
            "{field}: {errors:?}"
        );
    }
    let errors = wrong(|form| {
        let names = (0..=STAFF_MAX).map(|_| person("sam"));
        form.staff = names.collect();
    });
    assert!(errors.of("staff").is_some_and(|words| words.contains("10")));
    let empty = check(&LogForm::default()).expect_err("empty");
    assert_eq!(empty.all().len(), 7);
}

#[test]
fn a_role_is_never_copied_from_one_child_to_another() {
    let involved = |form: &LogForm| -> Vec<(String, Role)> {
        let facts = check(form).expect("facts");
        let pair = |one: Involved| (one.pupil.0, one.role);
        facts.pupils.into_iter().map(pair).collect()
    };
    let mut form = filled_in();
    assert_eq!(involved(&form), [("ella".to_owned(), Role::Subject)]);
    form.pupils.push(pupil("tom"));
    let errors = check(&form).expect_err("Tom has no role yet");
    assert!(
        errors
            .of("role-tom")
            .is_some_and(|words| words.contains("Tom Reed"))
    );
    assert_eq!(errors.all().len(), 1);
    form.roles.insert(pupil("tom"), "alleged".into());
    assert_eq!(
        involved(&form),
        [
            ("ella".to_owned(), Role::Subject),
            ("tom".to_owned(), Role::AllegedToHaveHarmed)
        ]
    );
    // The first is the subject only until something else is said.
    form.roles.insert(pupil("ella"), "witness".into());
    assert_eq!(involved(&form)[0].1, Role::Witness);
    for unsaid in ["", "victim"] {
        form.roles.insert(pupil("ella"), unsaid.into());
        let errors = check(&form).expect_err("Ella has no role");
        assert!(errors.of("role-ella").is_some() && errors.all().len() == 1);
    }
}

#[test]
fn a_mark_on_a_child_without_a_part_is_not_asked_about_as_well() {
    let mark = |pupil: &str| {
        crate::body_map::MarksForm::read(&keyward_web::Pairs::of(&[
            ("mark-spot", "front:older:630:720"),
            ("mark-pupil", pupil),
            ("mark-kind", "bruise"),
        ]))
    };

    let two = |form: &mut LogForm| {
        form.pupils = pupils().into_iter().map(|pupil| pupil.id).take(2).collect();
        form.roles = BTreeMap::new();
    };
    let unsaid = pupils()[1].id.clone();
    let errors = wrong(|form| {
        two(form);
        form.marks = mark(&unsaid.0);
    });
    assert!(errors.of(&LogForm::role_field(&unsaid)).is_some());
    assert_eq!(errors.of("mark-1-pupil"), None);
    let errors = wrong(|form| {
        two(form);
        form.marks = mark("");
    });
    assert!(
        errors.of("mark-1-pupil").is_some(),
        "of two, one is asked for"
    );
}

#[test]
fn categories_come_in_the_schools_order_and_the_exact_ones_stand_for_the_broad() {
    let mut form = filled_in();
    form.categories = categories(&["b", "p", "a"]);
    let facts = check(&form).expect("facts");
    assert_eq!(facts.categories, categories(&["a", "b"]));
}

#[test]
fn nobody_whom_it_names_is_alerted() {
    let errors = wrong(|form| form.staff = vec![person("dana")]);
    let words = errors.of("alert").expect("an error");
    assert!(
        words.contains("Dana Lead") && !words.contains("Dee"),
        "{words}"
    );
    let errors = wrong(|form| {
        form.staff = vec![person("dana")];
        form.alert.clear();
    });
    assert!(
        errors
            .of("alert")
            .is_some_and(|words| !words.contains("Dana"))
    );
    let mut form = filled_in();
    (form.staff, form.alert) = (vec![person("dana")], vec![person("dee")]);
    let facts = check(&form).expect("facts");
    assert_eq!(
        (facts.staff, facts.alerted),
        (vec![person("dana")], vec![person("dee")])
    );
}

#[test]
fn a_concern_that_names_every_lead_is_not_lost_for_want_of_somebody_to_alert() {
    let mut form = filled_in();
    form.staff = vec![person("dana"), person("dee")];
    form.alert.clear();
    assert_eq!(check(&form).expect("facts").alerted, []);
    form.alert = vec![person("col")];
    assert_eq!(check(&form).expect("facts").alerted, [person("col")]);
}

#[test]
fn it_may_be_long_ago_and_a_clock_may_be_a_little_fast() {
    let mut form = filled_in();
    form.noticed.day = "2014-05-01".into();
    assert!(check(&form).is_ok());
    let mut form = filled_in();
    form.noticed.time = "14:09".into();
    assert_eq!(check(&form).expect("facts").noticed, Noticed::at(now()));
}

#[test]
fn two_sendings_are_the_same_only_with_the_same_words() {
    let (once, mut again) = (filled_in(), filled_in());
    assert_eq!(once.parts(), again.parts());
    again.seen_and_heard.push_str("And a cut.");
    assert_ne!(once.parts(), again.parts());
    type Change = fn(&mut LogForm);
    let changes: [Change; 7] = [
        |form| {
            form.roles.insert(pupil("ella"), "witness".into());
        },
        |form| form.categories = categories(&["b"]),
        |form| form.opinion = "Tired.".into(),
        |form| form.non_verbal = "Tired.".into(),
        |form| form.present = "Tired.".into(),
        |form| form.told = "Dana".into(),
        |form| form.staff = vec![person("dana")],
    ];
    for change in changes {
        let mut again = filled_in();
        change(&mut again);
        assert_ne!(once.parts(), again.parts(), "{again:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_typed_gives_facts_that_hold_or_an_error(
        typed in prop::collection::vec(("(form|find|pupil|role-ella|role-tom|day|time|time-unknown|place|category|seen-and-heard|own-words|non-verbal|opinion|present|told|staff|alert)", "(ella|tom|dana|dee|subject|witness|a|b|p|2026-11-2[0-9]|1[0-9]:[0-9]{2}|\\PC{0,40})"), 0..14)
    ) {
        let pairs: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let form = LogForm::read(&Pairs::of(&pairs));
        match check(&form) {
            Ok(facts) => {
                prop_assert!(facts.noticed.at <= now());
                prop_assert_eq!(facts.pupils.len(), form.pupils.len());
                prop_assert!(facts.alerted.iter().all(|one| !facts.staff.contains(one)));
                prop_assert!(!facts.categories.is_empty());
                prop_assert!(!facts.place.is_empty() && !facts.seen_and_heard.is_empty());
                prop_assert_eq!(facts.seen_and_heard.as_str(), form.seen_and_heard.trim());
            }
            Err(errors) => prop_assert!(!errors.is_empty()),
        }
    }
}
