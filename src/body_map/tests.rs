//! Body maps, as visitors meet them.

mod rights;

use keyward_db::params;

use crate::audit::Entry;
use crate::ids::PupilId;
use crate::pupils::{self, Details};
use crate::testing::{Page, School, Visitor, on_both_databases};

/// What somebody wrote of a mark; it is looked for where it must not be.
const LOOK: &str = "Round, with the print of a ring.";
const KNEE: &str = "front:older:630:720";
const PALM: &str = "left-palm:older:230:550";

on_both_databases! {
    a_mark_is_logged_with_its_concern_and_shown_as_picture_and_list
    a_mark_is_placed_and_taken_away_without_a_script_and_nothing_is_lost
    what_is_wrong_with_a_mark_comes_back_filled_in
    marks_are_added_later_with_their_own_day_and_once
    of_two_pupils_each_has_a_map_of_their_own
    days_are_chosen_on_the_map_of_a_child
    marks_stand_as_text_in_the_chronology_of_their_child_alone
}

keyward_db::statements! {
    /// What was done with marks.
    ACTS = "SELECT act, detail FROM audit_entry WHERE act LIKE $1 ORDER BY number";
}

async fn enrols(school: &School, forename: &str, year: &str, upn: &str) -> PupilId {
    let details = Details {
        upn: upn.into(),
        forename: forename.into(),
        surname: "Fairweather".into(),
        preferred_name: String::new(),
        born_on: "2014-05-01".into(),
        year_group: year.into(),
        form: format!("{year}B"),
    };
    let enrolled = school.writes(move |tx| {
        let id = pupils::enrol(tx, &details)?;
        tx.entry(Entry::of("pupil enrolled", "pupil", &id.0))?;
        Ok(id)
    });
    enrolled.await
}

type Fields = Vec<(&'static str, String)>;

/// The form that logs a concern, filled in.
async fn concern(school: &School, visitor: &mut Visitor, about: &[&PupilId], to: &str) -> Fields {
    let page = visitor.get("/concerns/new").await;
    let value = |selector: &str, at: usize| page.every(selector, "value")[at].clone();
    let mut fields = vec![
        ("form", value("input[name=form]", 0)),
        ("day", value("#day", 0)),
        ("time", value("#time", 0)),
        ("place", "Cloakroom".to_owned()),
        ("category", value("input[name=category]", 0)),
        ("seen-and-heard", "She limped.".to_owned()),
        ("own-words", String::new()),
        ("alert", school.person(to).await.0),
    ];
    fields.extend(about.iter().map(|id| ("pupil", id.0.clone())));
    for further in about.iter().skip(1) {
        let part: &'static str = format!("role-{further}").leak();
        fields.push((part, "witness".to_owned()));
    }
    fields
}

/// The fields of one mark.
fn mark(spot: &str, pupil: &str) -> Fields {
    vec![
        ("mark-spot", spot.to_owned()),
        ("mark-pupil", pupil.to_owned()),
        ("mark-kind", "bruise".to_owned()),
        ("mark-size", "2 cm".to_owned()),
        ("mark-colour", "yellow".to_owned()),
        ("mark-description", LOOK.to_owned()),
    ]
}

async fn sends(visitor: &mut Visitor, to: &str, fields: &Fields) -> Page {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    visitor.post(to, &fields).await
}

/// Sam logs a concern with a mark on the knee; its address.
async fn logged(school: &School, about: &[&PupilId], to: &str) -> (Visitor, String) {
    let mut sam = school.signed_in("staff").await;
    school.clock.advance_seconds(1);
    let mut fields = concern(school, &mut sam, about, to).await;
    fields.extend(mark(KNEE, &about[0].0));
    let sent = sends(&mut sam, "/concerns", &fields).await;
    assert_eq!(sent.leads_to(), "/dashboard");
    let page = sam.get("/concerns").await;
    let address = page.every("a.kw-list__link", "href")[0].clone();
    (sam, address)
}

/// The form that adds marks later, with one mark.
async fn later(visitor: &mut Visitor, concern: &str, spot: &str) -> Fields {
    let page = visitor.get(&format!("{concern}/marks/new")).await;
    let mut fields = vec![
        ("form", page.every("input[name=form]", "value")[0].clone()),
        ("day", page.every("#day", "value")[0].clone()),
        ("time", page.every("#time", "value")[0].clone()),
    ];
    fields.extend(mark(spot, ""));
    fields
}

async fn marks_stand_as_text_in_the_chronology_of_their_child_alone(school: School) {
    let ella = enrols(&school, "Ella", "7", "A1").await;
    let tom = enrols(&school, "Tom", "9", "A2").await;
    logged(&school, &[&ella, &tom], "dsl").await;
    let mut dana = school.elevated("dsl").await;
    for page in ["chronology", "chronology/document"] {
        let hers = dana.get(&format!("/pupils/{ella}/{page}")).await;
        hers.reads("She limped.").reads("Marks on the body map 1. ");
        hers.reads(&format!("Bruise, 2 cm, yellow. {LOOK}"));
        let his = dana.get(&format!("/pupils/{tom}/{page}")).await;
        his.reads("She limped.").never_says(LOOK);
        his.never_says("Marks on the body map");
    }
    // Side by side the concern of both stands once, and says on whom they are.
    let form = dana.get(&format!("/pupils/{tom}/family/new")).await;
    let form = form.every("input[name=form]", "value");
    let fields = [
        ("form", form[0].as_str()),
        ("relative", &ella.0),
        ("kind", "sibling"),
        ("words", "Admission form"),
    ];
    let sent = dana.post(&format!("/pupils/{tom}/family"), &fields).await;
    sent.leads_to();
    let both = dana.get(&format!("/pupils/{tom}/chronology/family")).await;
    both.reads("Marks on the body map E.F.: 1. ")
        .reads(&format!("Bruise, 2 cm, yellow. {LOOK}"));
    assert_eq!(both.body.matches("She limped.").count(), 1);
}

async fn acts(school: &School, like: &'static str) -> Vec<(String, String)> {
    let read = school
        .app
        .db()
        .read(move |tx| tx.all(ACTS, &params![like], |row| Ok((row.get(0)?, row.get(1)?))));
    read.await.expect("read")
}

/// The numbers of the circles on a page's pictures.
fn circles(page: &Page) -> usize {
    page.every(".kw-spot circle", "r").len()
}

async fn a_mark_is_logged_with_its_concern_and_shown_as_picture_and_list(school: School) {
    let ella = enrols(&school, "Ella", "7", "A1").await;
    let (mut sam, address) = logged(&school, &[&ella], "dsl").await;
    let page = sam.get(&address).await;
    page.is(200)
        .reads("Left knee, front")
        .reads("Bruise, 2 cm, yellow")
        .reads(LOOK)
        .reads("Left and right are the child’s own.");
    let labels = page.every("svg.kw-figure__picture", "aria-label");
    assert_eq!(labels, ["Body, front, with mark 1"]);
    assert_eq!(page.every(".kw-spot circle", "cx"), ["315.0"]);
    assert!(!page.body.contains(" style="), "the policy allows none");
}

async fn a_mark_is_placed_and_taken_away_without_a_script_and_nothing_is_lost(school: School) {
    let ella = enrols(&school, "Ella", "7", "A1").await;
    let mut sam = school.signed_in("staff").await;
    let mut fields = concern(&school, &mut sam, &[&ella], "dsl").await;
    fields.extend(mark(KNEE, ""));
    let mut add = fields.clone();
    add.extend([
        ("map-region", "back/knee-left".to_owned()),
        ("map-build", "younger".to_owned()),
        ("mark-add", "1".to_owned()),
    ]);
    let page = sends(&mut sam, "/concerns/new", &add).await;
    page.is(200)
        .reads("The mark is added.")
        .reads("She limped.")
        .reads(LOOK)
        .reads("Back of the left knee");
    let spots = page.every("input[name=mark-spot]", "value");
    assert!(
        spots[0] == KNEE && spots[1].starts_with("back:younger:"),
        "{spots:?}"
    );
    assert_eq!(page.every("#mark-1-size", "value"), ["2 cm"]);
    assert!(page.body.contains("id=\"body-map\" open"));

    let mut remove = fields.clone();
    remove.push(("mark-remove", "1".to_owned()));
    let page = sends(&mut sam, "/concerns/new", &remove).await;
    page.is(200)
        .reads("The mark is removed.")
        .reads("She limped.");
    // One is left: the blank that a script copies.
    assert_eq!(page.every("input[name=mark-spot]", "value"), [""]);

    let mut nowhere = fields;
    nowhere.push(("mark-add", "1".to_owned()));
    let page = sends(&mut sam, "/concerns/new", &nowhere).await;
    page.is(200).reads("Choose where on the body the mark is");
}

async fn what_is_wrong_with_a_mark_comes_back_filled_in(school: School) {
    let ella = enrols(&school, "Ella", "7", "A1").await;
    let mut sam = school.signed_in("staff").await;
    let mut fields = concern(&school, &mut sam, &[&ella], "dsl").await;
    fields.extend(mark(PALM, ""));
    for (name, value) in &mut fields {
        if *name == "mark-size" {
            *value = "large".into();
        }
    }
    let page = sends(&mut sam, "/concerns", &fields).await;
    page.is(422)
        .reads("Give the size of mark 1 in cm or mm")
        .reads("Left thumb, palm side")
        .reads(LOOK);
    assert_eq!(page.every("#mark-1-size", "value"), ["large"]);
    assert_eq!(
        page.every(".govuk-error-summary a", "href"),
        ["#mark-1-size"]
    );
}

async fn marks_are_added_later_with_their_own_day_and_once(school: School) {
    let ella = enrols(&school, "Ella", "7", "A1").await;
    let (_, address) = logged(&school, &[&ella], "dsl").await;
    school.clock.advance_seconds(3 * 86_400);
    let mut sam = school.signed_in("staff").await;
    let to = format!("{address}/marks");
    let fields = later(&mut sam, &address, PALM).await;
    for _ in 0..2 {
        assert_eq!(sends(&mut sam, &to, &fields).await.leads_to(), address);
    }
    let page = sam.get(&address).await;
    page.reads("Your marks stand beside the concern.")
        .reads("Left thumb, palm side")
        .reads("Added by Sam Staff on 21 November 2026");
    assert_eq!(circles(&page), 2);
    let letters = school.letters_to("dsl").await;
    assert!(
        letters
            .last()
            .expect("a letter")
            .contains("Something was added")
    );
    let done = acts(&school, "marks added%").await;
    let once = ("marks added to a concern".to_owned(), "marks: 1".to_owned());
    assert_eq!(done, [once]);

    let mut empty = later(&mut sam, &address, PALM).await;
    empty.retain(|(name, _)| !name.starts_with("mark-"));
    let page = sends(&mut sam, &to, &empty).await;
    page.is(422).reads("Add at least one mark");
    let mut entered = later(&mut sam, &address, PALM).await;
    entered.push(("enter", "1".to_owned()));
    let page = sam.get(&format!("{address}/marks/new")).await;
    let again = page.every("button.kw-enter", "formaction");
    let page = sends(&mut sam, &again[0], &entered).await;
    page.is(200).reads("Nothing is sent yet").reads(LOOK);
    let mut early = later(&mut sam, &address, PALM).await;
    early[1].1 = "2031-01-01".into();
    let page = sends(&mut sam, &to, &early).await;
    page.is(422).reads("must be today or earlier").reads(LOOK);
    let mut more = later(&mut sam, &address, PALM).await;
    more.extend([
        ("map-region", "front/hip-right".to_owned()),
        ("mark-add", "1".to_owned()),
    ]);
    let page = sends(&mut sam, &format!("{address}/marks/new"), &more).await;
    page.is(200).reads("Right hip, front").reads(LOOK);
}

async fn of_two_pupils_each_has_a_map_of_their_own(school: School) {
    let ella = enrols(&school, "Ella", "7", "A1").await;
    let tom = enrols(&school, "Tom", "7", "A2").await;
    let mut sam = school.signed_in("staff").await;
    let mut fields = concern(&school, &mut sam, &[&ella, &tom], "dsl").await;
    let mut unsaid = fields.clone();
    unsaid.extend(mark(KNEE, ""));
    let page = sends(&mut sam, "/concerns", &unsaid).await;
    page.is(422).reads("Choose whose body mark 1 is on");
    assert_eq!(
        page.every("form > details input[name=map-pupil]", "value"),
        [ella.0.clone(), tom.0.clone()]
    );
    page.reads("Body map of Ella Fairweather")
        .reads("Body map of Tom Fairweather");
    // A mark is added on the map whose button was pressed, and stands there.
    let mut add = fields.clone();
    for (whose, region) in [(&ella, "front/hip-right"), (&tom, "back/knee-left")] {
        add.push(("map-pupil", whose.0.clone()));
        add.push(("map-region", region.to_owned()));
    }
    add.push(("mark-add", tom.0.clone()));
    let page = sends(&mut sam, "/concerns/new", &add).await;
    page.is(200).reads("Back of the left knee");
    page.reads("Body map of Tom Fairweather 1 mark");
    let whose = "select[name=mark-pupil] option[selected]";
    assert_eq!(page.every(whose, "value"), std::slice::from_ref(&tom.0));

    fields.extend(mark(KNEE, &tom.0));
    fields.extend(mark(PALM, &tom.0));
    fields.extend(mark(PALM, &ella.0));
    sends(&mut sam, "/concerns", &fields).await.leads_to();
    let address = sam.get("/concerns").await.every("a.kw-list__link", "href")[0].clone();
    let page = sam.get(&address).await;
    let labels = page.every("svg.kw-figure__picture", "aria-label");
    let expected = [
        "Left hand, palm, with mark 1",
        "Body, front, with mark 1",
        "Left hand, palm, with mark 2",
    ];
    assert_eq!(labels, expected);
    let mut dana = school.elevated("dsl").await;
    dana.get(&format!("/pupils/{tom}/body-map"))
        .await
        .reads("2 marks");
    dana.get(&format!("/pupils/{ella}/body-map"))
        .await
        .reads("1 mark");
    // What was seen on the wrong child leaves their map, and stays in the concern.
    let off = [("pupil", &*tom.0), ("words", "It was his brother.")];
    let to = format!("{address}/pupils-taken-off");
    dana.post(&to, &off).await.leads_to();
    dana.get(&format!("/pupils/{tom}/body-map"))
        .await
        .never_says("2 marks");
    let labels = dana
        .get(&address)
        .await
        .every("svg.kw-figure__picture", "aria-label");
    assert_eq!(labels, expected);
}

async fn days_are_chosen_on_the_map_of_a_child(school: School) {
    let ella = enrols(&school, "Ella", "7", "A1").await;
    let (_, address) = logged(&school, &[&ella], "dsl").await;
    school.clock.advance_seconds(40 * 86_400);
    let mut sam = school.signed_in("staff").await;
    let fields = later(&mut sam, &address, PALM).await;
    let day = fields[1].1.clone();
    sends(&mut sam, &format!("{address}/marks"), &fields)
        .await
        .leads_to();
    let mut dana = school.elevated("dsl").await;
    let map = format!("/pupils/{ella}/body-map");
    let all = dana.get(&map).await;
    all.reads("2 marks")
        .reads("Seen in the last 14 days")
        .reads("Seen in the last 90 days");
    assert_eq!(all.every(".kw-spot--earlier circle", "r").len(), 1);
    let tabs = all.every(".kw-tabs a[aria-current=page]", "href");
    assert_eq!(tabs, std::slice::from_ref(&map));
    all.reads("Ella Fairweather");
    let from = dana.get(&format!("{map}?from={day}")).await;
    from.reads("1 mark").reads("Left thumb").never_says("knee");
    let to = dana
        .get(&format!("{map}?from=2026-01-01&to=2026-12-01"))
        .await;
    to.reads("1 mark").reads("Left knee").never_says("thumb");
    let wrong = dana.get(&format!("{map}?from=soon")).await;
    wrong.is(422).reads("Enter a day as year-month-day");
}
