//! Casework, as visitors meet it.

mod acting;
mod afterwards;
mod around;
mod begun;
mod came_and_went;
mod cancelled;
mod drafted;
mod gave;
mod links;
mod named;
mod own;
mod parts;
mod put_right;
mod refused;
mod rights;
mod together;
mod when;
mod whom;

use keyward_db::params;

use crate::access::{Access, Column, Right};
use crate::audit::Entry;
use crate::concerns::{More, Role, Told, log_told};
use crate::cx::Actor;
use crate::ids::{ConcernId, PupilId, SessionId};
use crate::pupils::{self, Details};
use crate::testing::{Page, School, Visitor, school::ORIGIN};

/// What the teacher saw.
const SEEN: &str = "A crescent-shaped bruise above the left elbow.";
/// What somebody writes when they act; it is looked for where it must not be.
const WROTE: &str = "Mrs Fairweather answered at once";

/// Enrols a pupil.
async fn enrols(school: &School, forename: &str, surname: &str, year: &str) -> PupilId {
    let details = Details {
        upn: format!("U{forename}"),
        forename: forename.into(),
        surname: surname.into(),
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

/// Ella, in year 7.
async fn ella(school: &School) -> PupilId {
    enrols(school, "Ella", "Fairweather", "7").await
}

/// Tom, in year 9.
async fn tom(school: &School) -> PupilId {
    enrols(school, "Tom", "Underhill", "9").await
}

/// Sam Staff logs a concern about these pupils and alerts these people, a moment later.
async fn logged(school: &School, about: &[&PupilId], to: &[&str]) -> ConcernId {
    school.clock.advance_seconds(1);
    let (at, key) = crate::school::by_slug(&school.app, "hawthorn-park")
        .await
        .expect("the school");
    let sam = Actor::person(
        (at.id, key),
        school.person("staff").await,
        "Sam Staff".into(),
        SessionId("a test".into()),
        Access::new([(Column::Standard, Right::LogConcerns)], false),
    );
    let mut alert = Vec::new();
    for person in to {
        alert.push(school.person(person).await);
    }
    let told = Told {
        pupils: about
            .iter()
            .map(|id| ((*id).clone(), Role::Subject))
            .collect(),
        noticed_at: school.app.now(),
        place: "Cloakroom".into(),
        categories: vec!["Attendance".into()],
        seen_and_heard: SEEN.into(),
        own_words: String::new(),
        marks: crate::body_map::MarksForm::default(),
        more: More::default(),
        alert,
    };
    let logged = school
        .app
        .write_as(sam, school.app.now(), move |tx| log_told(tx, &told, ORIGIN));
    logged.await.expect("logged")
}

/// A concern about Ella, and a lead who is about to act on it.
async fn case(school: &School) -> (ConcernId, Visitor) {
    let ella = ella(school).await;
    let id = logged(school, &[&ella], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    (id, dana)
}

fn address(id: &ConcernId) -> String {
    format!("/concerns/{id}")
}

/// The form of an act as this visitor is given it, with these fields filled in.
struct Filled {
    to: String,
    fields: Vec<(String, String)>,
}

impl Filled {
    async fn by(visitor: &mut Visitor, to: &str, typed: &[(&str, &str)]) -> Self {
        let page = visitor.get(to).await;
        page.is(200);
        let mut filled = Self {
            to: to.into(),
            fields: Vec::new(),
        };
        for name in ["form", "seen", "day", "time"] {
            if let Some(value) = page
                .every(&format!("main input[name={name}]"), "value")
                .first()
            {
                filled.fields.push((name.into(), value.clone()));
            }
        }
        for (name, value) in typed {
            filled
                .fields
                .retain(|(field, _)| field != name || *name == "considered");
            filled.fields.push(((*name).into(), (*value).into()));
        }
        filled
    }

    async fn sent(&self, visitor: &mut Visitor) -> Page {
        let fields: Vec<(&str, &str)> = self
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        visitor.post(&self.to, &fields).await
    }
}

/// Fills in the form of an act and sends it, a moment later.
async fn does(
    school: &School,
    visitor: &mut Visitor,
    id: &ConcernId,
    act: &str,
    typed: &[(&str, &str)],
) -> Page {
    school.clock.advance_seconds(1);
    let to = format!("{}/{act}", address(id));
    Filled::by(visitor, &to, typed).await.sent(visitor).await
}

/// The same, and it is done.
async fn did(
    school: &School,
    visitor: &mut Visitor,
    id: &ConcernId,
    act: &str,
    typed: &[(&str, &str)],
) {
    let page = does(school, visitor, id, act, typed).await;
    assert_eq!(page.leads_to(), address(id), "{act}");
}

/// Gives Dana an action, and answers its address.
async fn gives_action(school: &School, visitor: &mut Visitor, id: &ConcernId) -> String {
    let dana = school.person("dsl").await;
    let typed = [
        ("sort", "contact_home"),
        ("words", "Ring the mother"),
        ("to", dana.0.as_str()),
        ("due", "2026-12-03"),
    ];
    did(school, visitor, id, "actions", &typed).await;
    let page = visitor.get(&address(id)).await;
    let links = page.every("a.kw-case__end", "href");
    let link = links.last().expect("an open action").clone();
    link.strip_prefix(&format!("{}/", address(id)))
        .expect("of this concern")
        .to_owned()
}

/// Views as a user group from now on.
async fn views_as(school: &School, visitor: &mut Visitor, group: &'static str) {
    let named = school
        .app
        .db()
        .read(move |tx| tx.one(GROUP, &params![group], |row| row.get::<String>(0)));
    let id = named.await.expect("read").expect("the user group");
    visitor
        .post("/view-as", &[("group", &*id)])
        .await
        .leads_to();
}

/// A category that the concern does not have, nor one above it.
async fn another_category(visitor: &mut Visitor, id: &ConcernId) -> String {
    let page = visitor.get(&format!("{}/categories", address(id))).await;
    let offered = page.every("input[name=category]", "value");
    let counts = page.every("input[name=category][checked]", "value");
    let other = offered.iter().rev().find(|id| !counts.contains(id));
    other.expect("another").clone()
}

const CONTACT: [(&str, &str); 4] = [
    ("with", "parent"),
    ("means", "telephone"),
    ("reached", "yes"),
    ("words", WROTE),
];

const CLOSURE: [(&str, &str); 2] = [
    ("outcome", "support"),
    ("words", "Breakfast club from Monday."),
];

keyward_db::statements! {
    /// Names a member of staff in a concern.
    NAME_STAFF = "INSERT INTO concern_staff (concern_id, person_id) VALUES ($1, $2)";
    /// Limits a user group's files to a category.
    LIMIT = "INSERT INTO group_category (group_id, category_id)
             SELECT user_group.id, category.id FROM user_group
             JOIN category ON category.school_id = user_group.school_id
             WHERE user_group.name = $1 AND category.name = $2";
    /// A user group by its name.
    GROUP = "SELECT id FROM user_group WHERE name = $1";
    /// Gives a user group a right.
    GIVE = "INSERT INTO group_right (group_id, access, right_name)
            SELECT id, 'elevated', $2 FROM user_group WHERE name = $1";
}

/// The concern names this member of staff.
async fn names_as_staff(school: &School, id: &ConcernId, person: &str) {
    let (id, person) = (id.clone(), school.person(person).await);
    let named = school
        .app
        .db()
        .write(move |tx| tx.execute(NAME_STAFF, &params![&id, &person]));
    assert_eq!(named.await.expect("written"), 1);
}

/// Gives a user group a right in its elevated column.
async fn gives_right(school: &School, group: &'static str, right: &'static str) {
    let given = school
        .app
        .db()
        .write(move |tx| tx.execute(GIVE, &params![group, right]));
    assert_eq!(given.await.expect("written"), 1);
}
