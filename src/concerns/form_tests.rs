//! The rules of the form, each by itself.

use proptest::prelude::*;

use super::*;

/// 22 November 2026 at 14:05 in London.
fn now() -> Moment {
    Moment::from_london(
        jiff::civil::date(2026, 11, 22),
        jiff::civil::time(14, 5, 0, 0),
    )
    .expect("a moment")
}

fn categories() -> Vec<CategoryId> {
    vec![CategoryId("physical".into())]
}

fn people() -> Vec<PersonId> {
    vec![PersonId("dana".into()), PersonId("dee".into())]
}

/// Ella, born on 1 May 2014.
fn pupils() -> Vec<Pupil> {
    vec![Pupil {
        id: PupilId("ella".into()),
        ..Pupil::sample()
    }]
}

fn check(form: &LogForm) -> Result<Facts, Errors> {
    let (categories, people, pupils) = (categories(), people(), pupils());
    let offered = Offered {
        groups: &[],
        categories: &categories,
        people: &people,
        pupils: &pupils,
    };
    form.check(now(), offered)
}

fn filled_in() -> LogForm {
    LogForm {
        pupils: vec![PupilId("ella".into())],
        place: " Playground ".into(),
        category: "physical".into(),
        seen_and_heard: " A bruise. ".into(),
        alert: people(),
        ..LogForm::new("one".into(), now())
    }
}

#[test]
fn a_form_filled_in_gives_its_facts() {
    let facts = check(&filled_in()).expect("facts");
    assert_eq!(facts.noticed_at, now());
    assert_eq!(
        (facts.place.as_str(), facts.seen_and_heard.as_str()),
        ("Playground", "A bruise.")
    );
    assert_eq!(facts.own_words, None);
}

#[test]
fn each_field_says_what_is_wrong_with_it() {
    let long = "x".repeat(WORDS_CHARACTERS_MAX + 1);
    type Spoil = fn(&mut LogForm);
    let cases: [(&str, Spoil); 10] = [
        ("find", |form| form.pupils.clear()),
        ("find", |form| form.pupils = vec![PupilId("nobody".into())]),
        ("day", |form| form.day = "2026-02-30".into()),
        ("day", |form| form.day = "23/11/2026".into()),
        ("day", |form| form.day = "30/04/2014".into()),
        ("time", |form| form.time = "25:00".into()),
        ("time", |form| form.time = "14:11".into()),
        ("place", |form| form.place = "  ".into()),
        ("category", |form| form.category = "other".into()),
        ("alert", |form| form.alert = vec![PersonId("nobody".into())]),
    ];
    for (field, spoil) in cases {
        let mut form = filled_in();
        spoil(&mut form);
        let errors = check(&form).expect_err(field);
        assert!(
            errors.of(field).is_some() && errors.all().len() == 1,
            "{field}: {errors:?}"
        );
    }
    let mut form = filled_in();
    form.own_words = long;
    assert!(
        check(&form)
            .expect_err("too long")
            .of("own-words")
            .is_some()
    );
    assert_eq!(
        check(&LogForm::default()).expect_err("empty").all().len(),
        7
    );
}

#[test]
fn a_day_and_a_time_are_read_as_people_write_them() {
    for text in [
        "2026-11-22",
        "22/11/2026",
        "22.11.2026",
        "22 11 2026",
        "22-11-2026",
    ] {
        assert_eq!(day(text), Date::new(2026, 11, 22).ok(), "{text}");
    }
    for text in [
        "",
        "22/11/26",
        "11",
        "2026-13-01",
        "1-2-3-4",
        "é",
        "1899-01-01",
    ] {
        assert_eq!(day(text), None, "{text}");
    }
    for text in ["14:05", "14.05", "1405", "14:05:33"] {
        assert_eq!(time(text), Time::new(14, 5, 0, 0).ok(), "{text}");
    }
    for text in ["", "24:00", "12", "éé", "1:2:3:4"] {
        assert_eq!(time(text), None, "{text}");
    }
}

#[test]
fn it_may_be_long_ago_and_a_clock_may_be_a_little_fast() {
    let mut form = filled_in();
    form.day = "2014-05-01".into();
    assert!(check(&form).is_ok());
    let mut form = filled_in();
    form.time = "14:09".into();
    assert_eq!(check(&form).expect("facts").noticed_at, now());
}

#[test]
fn two_sendings_are_the_same_only_with_the_same_words() {
    let (once, mut again) = (filled_in(), filled_in());
    assert_eq!(once.parts(), again.parts());
    again.seen_and_heard.push_str("And a cut.");
    assert_ne!(once.parts(), again.parts());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_typed_gives_facts_that_hold_or_an_error(
        typed in prop::collection::vec(("(form|find|pupil|day|time|place|category|seen-and-heard|own-words|alert)", "(ella|dana|physical|2026-11-2[0-9]|1[0-9]:[0-9]{2}|\\PC{0,40})"), 0..14)
    ) {
        let pairs: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let form = LogForm::read(&Pairs::of(&pairs));
        match check(&form) {
            Ok(facts) => {
                prop_assert!(facts.noticed_at <= now());
                prop_assert!(!facts.pupils.is_empty() && !facts.alerted.is_empty());
                prop_assert!(!facts.place.is_empty() && !facts.seen_and_heard.is_empty());
                prop_assert_eq!(facts.seen_and_heard.as_str(), form.seen_and_heard.trim());
            }
            Err(errors) => prop_assert!(!errors.is_empty()),
        }
    }
}
