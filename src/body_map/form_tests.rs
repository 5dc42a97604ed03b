//! The marks on a form: read, added to, checked.

use super::*;

const KNEE: &str = "front:older:630:720";

fn pupil(id: &str) -> PupilId {
    PupilId(id.into())
}

/// One mark's fields.
fn filled(pupil: &str, kind: &str, size: &str) -> MarksForm {
    MarksForm::read(&Pairs::of(&[
        ("mark-spot", KNEE),
        ("mark-pupil", pupil),
        ("mark-kind", kind),
        ("mark-size", size),
        ("mark-colour", "yellow and green"),
        ("mark-description", ""),
    ]))
}

fn wrongs(form: &MarksForm, pupils: &[&str]) -> Vec<String> {
    let pupils: Vec<_> = pupils.iter().map(|id| pupil(id)).collect();
    let mut errors = Errors::new();
    let marks = form.check(&pupils, &mut errors);
    assert_eq!(
        marks.len() == form.marks.len() && form.marks.len() <= MARKS_MAX,
        errors.is_empty()
    );
    errors
        .all()
        .iter()
        .map(|(field, _)| field.clone())
        .collect()
}

#[test]
fn a_mark_that_is_filled_in_well_knows_its_region() {
    let form = filled("", "bruise", "2 cm");
    let marks = form.check(&[pupil("ella")], &mut Errors::new());
    let [(whose, mark)] = marks.as_slice() else {
        panic!("{marks:?}");
    };
    assert_eq!(whose, &pupil("ella"));
    assert_eq!(mark.region, "Left knee, front");
    assert_eq!((mark.size.as_str(), mark.kind), ("2 cm", Kind::Bruise));
}

#[test]
fn a_size_is_a_number_with_cm_or_mm_however_it_is_written() {
    for good in [
        "2cm",
        "about 2 cm",
        "15 mm x 5 mm",
        "1.5CM by 2",
        "3 centimetres",
        "",
    ] {
        assert_eq!(wrongs(&filled("", "cut", good), &["a"]), [""; 0], "{good}");
    }
    for wrong in ["2", "small", "cm", "two cm", &"2 cm ".repeat(20)] {
        assert_eq!(
            wrongs(&filled("", "cut", wrong), &["a"]),
            ["mark-1-size"],
            "{wrong}"
        );
    }
}

#[test]
fn what_is_missing_is_said_beside_its_field() {
    assert_eq!(wrongs(&filled("", "", "2 cm"), &["a"]), ["mark-1-kind"]);
    assert_eq!(wrongs(&filled("", "scratch", ""), &["a"]), ["mark-1-kind"]);
    assert_eq!(
        wrongs(&filled("", "other", ""), &["a"]),
        ["mark-1-description"]
    );
    let mut nowhere = filled("", "bruise", "");
    nowhere.marks[0].spot = "front:older:0:0".into();
    assert_eq!(wrongs(&nowhere, &["a"]), ["mark-1-kind"]);
}

#[test]
fn of_several_pupils_each_mark_says_whose_it_is() {
    assert_eq!(
        wrongs(&filled("", "bruise", ""), &["a", "b"]),
        ["mark-1-pupil"]
    );
    assert_eq!(
        wrongs(&filled("c", "bruise", ""), &["a", "b"]),
        ["mark-1-pupil"]
    );
    // Nor is it taken for the only other one's, when its own pupil was unticked.
    assert_eq!(wrongs(&filled("c", "bruise", ""), &["a"]), ["mark-1-pupil"]);
    assert_eq!(wrongs(&filled("b", "bruise", ""), &["a", "b"]), [""; 0]);
    // Whose it could be is asked where the pupils are chosen.
    let mut errors = Errors::new();
    assert!(filled("", "bruise", "").check(&[], &mut errors).is_empty());
    assert!(errors.is_empty());
}

#[test]
fn a_mark_is_added_by_a_regions_name_and_taken_away_again() {
    let add = [
        ("mark-spot", KNEE),
        ("mark-kind", "bruise"),
        ("map-region", "back/knee-left"),
        ("map-build", "younger"),
        ("mark-add", "1"),
    ];
    let form = MarksForm::read(&Pairs::of(&add));
    assert_eq!(form.asked, Asked::Added);
    let added = Spot::read(&form.marks[1].spot).expect("a spot");
    assert_eq!(
        added.region().expect("a spot").name,
        "Back of the left knee"
    );
    assert_eq!(added.build, Build::Younger);
    assert_eq!(form.marks[0].kind, "bruise");

    let remove = [
        ("mark-spot", KNEE),
        ("mark-spot", "b"),
        ("mark-remove", "1"),
    ];
    let form = MarksForm::read(&Pairs::of(&remove));
    assert_eq!(form.asked, Asked::Removed);
    assert_eq!(form.marks.len(), 1);
    assert_eq!(form.marks[0].spot, "b");
    for number in ["0", "3", "x", ""] {
        let form = MarksForm::read(&Pairs::of(&[("mark-spot", KNEE), ("mark-remove", number)]));
        assert_eq!(
            (form.asked, form.marks.len()),
            (Asked::Nothing, 1),
            "{number}"
        );
    }
}

#[test]
fn nothing_is_added_nowhere_or_beyond_the_last() {
    let form = MarksForm::read(&Pairs::of(&[("map-region", ""), ("mark-add", "1")]));
    assert_eq!((form.asked, form.marks.len()), (Asked::AddedNowhere, 0));
    let mut many = vec![("mark-spot", KNEE); MARKS_MAX];
    let mut add = many.clone();
    add.extend([("map-region", "front/knee-left"), ("mark-add", "1")]);
    let form = MarksForm::read(&Pairs::of(&add));
    assert_eq!(
        (form.asked, form.marks.len()),
        (Asked::AddedTooMany, MARKS_MAX)
    );

    // What was sent all the same is not lost, but asked about.
    many.push(("mark-spot", KNEE));
    let form = MarksForm::read(&Pairs::of(&many));
    assert_eq!(form.marks.len(), MARKS_MAX + 1);
    assert!(wrongs(&form, &["a"]).contains(&"map-region".to_owned()));
}

#[test]
fn two_sendings_differ_when_a_mark_does() {
    let form = filled("", "bruise", "2 cm");
    assert_eq!(form.parts(), filled("", "bruise", "2 cm").parts());
    assert_ne!(form.parts(), filled("", "bruise", "3 cm").parts());
}

#[test]
fn a_mark_is_added_on_the_map_that_asked_and_stands_with_it() {
    let add = [
        ("map-pupil", "a"),
        ("map-region", "front/hip-right"),
        ("map-build-a", "older"),
        ("map-pupil", "b"),
        ("map-region", "back/knee-left"),
        ("map-build-b", "younger"),
        ("mark-spot", KNEE),
        ("mark-pupil", "b"),
        ("mark-spot", KNEE),
        ("mark-pupil", "a"),
    ];
    let whose = |form: &MarksForm| -> Vec<String> {
        form.marks.iter().map(|mark| mark.pupil.clone()).collect()
    };
    let form = MarksForm::read(&Pairs::of(&[&add[..], &[("mark-add", "b")]].concat()));
    assert_eq!((form.asked, form.asked_on), (Asked::Added, 1));
    assert_eq!(whose(&form), ["a", "b", "b"]);
    let added = Spot::read(&form.marks[2].spot).expect("a spot");
    assert_eq!(
        added.region().expect("a spot").name,
        "Back of the left knee"
    );
    assert_eq!(added.build, Build::Younger);
    // What stands in the other list stays there.
    let regions: Vec<_> = form.maps.iter().map(|map| map.region.as_str()).collect();
    assert_eq!(regions, ["front/hip-right", ""]);
    assert_eq!(
        form.map_of("a").and_then(|map| map.build),
        Some(Build::Older)
    );
    // On no map that the page showed, it is the first one's.
    let form = MarksForm::read(&Pairs::of(&[&add[..], &[("mark-add", "c")]].concat()));
    assert_eq!(whose(&form), ["a", "a", "b"]);
}

#[test]
fn a_mark_is_told_of_its_own_errors_alone() {
    let mut errors = Errors::one("place", "Enter where");
    for number in 1..=12 {
        for name in ["kind", "description"] {
            errors.add(field(number, name), format!("{name} of {number}"));
        }
    }
    let own = errors_of(1, &errors);
    assert_eq!(own.all().len(), 2);
    assert_eq!(own.of("mark-1-kind"), Some("kind of 1"));
}

#[test]
fn of_too_many_marks_so_many_are_read() {
    let many = Pairs::of(&[("mark-spot", "front:older:630:720"); 1_000]);
    let form = MarksForm::read(&many);
    assert_eq!(form.marks.len(), READ_MAX);
    let mut errors = Errors::new();
    form.check(&[], &mut errors);
    assert!(errors.of("map-region").is_some());
}
