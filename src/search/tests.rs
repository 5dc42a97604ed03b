//! Search, as visitors meet it.

mod around;
mod beside;
mod finding;
mod keeping;
mod rights;

use keyward_db::params;
use keyward_moment::Moment;
use keyward_seal::SchoolKey;

use crate::app::App;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::ids::{PupilId, SchoolId};
use crate::pupils::{self, Details};
use crate::testing::{Page, School, Visitor};

keyward_db::statements! {
    CONCERN = "INSERT INTO concern (id, school_id, recorder_id, recorded_at, noticed_at, place,
                                    seen_and_heard, own_words, form_tag)
               VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $1)";
    ABOUT = "INSERT INTO concern_pupil (concern_id, pupil_id, noticed_at) VALUES ($1, $2, $3)";
    CATEGORY = "INSERT INTO concern_category (concern_id, category_id, position, logged, counts)
                SELECT $1, category.id, 0, 1, 1 FROM category
                WHERE category.school_id = $2 AND category.name = $3";
    ALERT = "INSERT INTO alert (concern_id, person_id, alerted_at) VALUES ($1, $2, $3)";
    NAMES = "INSERT INTO concern_staff (concern_id, person_id) VALUES ($1, $2)";
    AMENDMENT = "INSERT INTO amendment (id, concern_id, writer_id, written_at, words, form_tag)
                 VALUES ($1, $2, $3, $4, $5, $1)";
    FOLLOW_UP = "INSERT INTO follow_up (id, school_id, concern_id, kind, writer_id, written_at,
                                        happened_at, words, form_tag)
                 VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $1)";
    NOTE = "INSERT INTO follow_up (id, school_id, concern_id, kind, writer_id, written_at,
                                   happened_at, about_id, words, form_tag)
            VALUES ($1, $2, $3, 'note', $4, $5, $5, $6, $7, $1)";
    LINK = "INSERT INTO follow_up (id, school_id, concern_id, kind, writer_id, written_at,
                                   happened_at, about_id, words, form_tag)
            VALUES ($1, $2, $3, 'link', $4, $5, $5, $6, $7, $1)";
    MARK = "INSERT INTO body_mark (id, school_id, concern_id, pupil_id, writer_id, written_at,
                                   noticed_at, number, mark, form_tag)
            SELECT $1, concern.school_id, concern.id, $3, $6, $4, $4, 1, $5, $1
            FROM concern WHERE concern.id = $2";
    LIMITED = "INSERT INTO group_category (group_id, category_id)
               SELECT user_group.id, category.id FROM user_group
               JOIN category ON category.school_id = user_group.school_id
               WHERE user_group.school_id = $1 AND user_group.name = $2 AND category.name = $3";
    PART = "UPDATE concern_pupil SET role = 'sibling', role_logged = 'witness'
            WHERE concern_id = $1 AND pupil_id = $2";
    MOVES = "UPDATE concern SET seen_and_heard = place WHERE id = $1";
}

/// A concern that somebody recorded.
#[derive(Clone)]
struct Record {
    by: &'static str,
    about: Vec<PupilId>,
    words: String,
    said: String,
    place: String,
    category: &'static str,
    /// How long ago it was recorded.
    seconds_ago: i64,
}

impl Record {
    fn new(by: &'static str, about: &[&PupilId], words: &str) -> Self {
        Self {
            by,
            about: about.iter().map(|pupil| (*pupil).clone()).collect(),
            words: words.into(),
            said: "Nothing more was said.".into(),
            place: "Cloakroom".into(),
            category: "Attendance",
            seconds_ago: 0,
        }
    }

    /// Writes it, a moment after whatever came before.
    async fn kept(self, school: &School) -> String {
        self.kept_at(school, &school.app.clone()).await
    }

    /// Writes it through another server.
    async fn kept_at(self, school: &School, app: &App) -> String {
        school.clock.advance_seconds(1);
        let recorder = school.person(self.by).await;
        let (actor, now) = (school.machine().await, app.now());
        let written = app.write_as(actor, now, move |tx| {
            let (id, at) = (tx.new_id(), now.plus_seconds(-self.seconds_ago).as_micros());
            let sealed = |column, words: &str| tx.seal("concern", &id, column, words);
            let (place, seen) = (
                sealed("place", &self.place)?,
                sealed("seen_and_heard", &self.words)?,
            );
            let (said, here) = (sealed("own_words", &self.said)?, tx.school()?);
            let row = params![&id, here, &recorder, at, place, seen, said];
            tx.execute(CONCERN, &row)?;
            for pupil in &self.about {
                tx.execute(ABOUT, &params![&id, pupil, at])?;
            }
            let put = tx.execute(CATEGORY, &params![&id, here, self.category])?;
            assert_eq!(put, 1, "there is no category {}", self.category);
            done(tx, &id)?;
            Ok::<_, keyward_web::Problem>(id)
        });
        written.await.expect("it is written")
    }
}

fn done(tx: &mut Tx<'_, '_>, id: &str) -> Result<(), keyward_web::Problem> {
    tx.entry(Entry::of("story told", "story", id))
}

/// Runs one statement with these values.
async fn happens(school: &School, sql: keyward_db::Sql, values: Vec<keyward_db::Value>) {
    let written = school.writes(move |tx| {
        let rows = tx.execute(sql, &values)?;
        done(tx, "")?;
        Ok(rows)
    });
    assert_eq!(written.await, 1);
}

async fn enrols(school: &School, forename: &str, surname: &str, year: &str, upn: &str) -> PupilId {
    let details = Details {
        upn: upn.into(),
        forename: forename.into(),
        surname: surname.into(),
        preferred_name: String::new(),
        born_on: "2014-05-01".into(),
        year_group: year.into(),
        form: format!("{year}B"),
    };
    let enrolled = school.writes(move |tx| {
        let id = pupils::enrol(tx, &details)?;
        done(tx, &id.0)?;
        Ok(id)
    });
    enrolled.await
}

/// Ella O’Sullivan, in year 7.
async fn ella(school: &School) -> PupilId {
    enrols(school, "Ella", "O’Sullivan", "7", "A801").await
}

/// Tom Underhill, in year 9.
async fn tom(school: &School) -> PupilId {
    enrols(school, "Tom", "Underhill", "9", "A902").await
}

/// Something that was added to a concern: an amendment, or a follow-up of a kind.
async fn adds(school: &School, by: &str, concern: &str, kind: Option<&str>, words: &str) {
    school.clock.advance_seconds(1);
    let (writer, concern) = (school.person(by).await, concern.to_owned());
    let (kind, words) = (kind.map(str::to_owned), words.to_owned());
    let written = school.writes(move |tx| {
        let (id, now) = (tx.new_id(), tx.now().as_micros());
        match &kind {
            None => {
                let sealed = tx.seal("amendment", &id, "words", &words)?;
                tx.execute(AMENDMENT, &params![&id, &concern, &writer, now, sealed])?;
            }
            Some(kind) => {
                let sealed = tx.seal("follow_up", &id, "words", &words)?;
                let here = tx.school()?;
                let row = params![&id, here, &concern, kind, &writer, now, sealed];
                tx.execute(FOLLOW_UP, &row)?;
            }
        }
        done(tx, &id)
    });
    written.await;
}

/// A note about a concern, from somebody to somebody.
async fn writes_to(school: &School, by: &str, to: &str, concern: &str, words: &str) {
    school.clock.advance_seconds(1);
    let (writer, reader) = (school.person(by).await, school.person(to).await);
    let (concern, words) = (concern.to_owned(), format!(r#"{{"words":"{words}"}}"#));
    let written = school.writes(move |tx| {
        let (id, now, here) = (tx.new_id(), tx.now().as_micros(), tx.school()?);
        let sealed = tx.seal("follow_up", &id, "words", &words)?;
        let row = params![&id, here, &concern, &writer, now, &reader, sealed];
        tx.execute(NOTE, &row)?;
        done(tx, &id)
    });
    written.await;
}

/// A bruise on a pupil's knee, as somebody describes it in a concern.
async fn marks(school: &School, by: &str, concern: &str, pupil: &PupilId, description: &str) {
    school.clock.advance_seconds(1);
    let writer = school.person(by).await;
    let (concern, pupil) = (concern.to_owned(), pupil.clone());
    let mark = format!(
        r#"{{"spot":"front:older:630:720","region":"Left knee, front","kind":"bruise","description":"{description}","size":"","colour":""}}"#
    );
    let written = school.writes(move |tx| {
        let (id, now) = (tx.new_id(), tx.now().as_micros());
        let sealed = tx.seal("body_mark", &id, "mark", &mark)?;
        let row = params![&id, &concern, &pupil, now, sealed, &writer];
        tx.execute(MARK, &row)?;
        done(tx, &id)
    });
    written.await;
}

/// The school as an index is kept of it.
async fn here(school: &School, app: &App) -> (SchoolId, SchoolKey) {
    let actor = school.machine().await;
    let read = app.read_as(actor, app.now(), |tx| {
        Ok::<_, keyward_web::Problem>((tx.school()?.clone(), tx.school_key()?.clone()))
    });
    read.await.expect("a school")
}

/// Waits until this server knows the school's records.
async fn is_prepared(school: &School, app: &App) {
    app.search().is_prepared(app, here(school, app).await).await;
}

/// What somebody finds by these words.
async fn finds(visitor: &mut Visitor, words: &str) -> Page {
    finds_with(visitor, words, &[]).await
}

async fn finds_with(visitor: &mut Visitor, words: &str, more: &[(&str, &str)]) -> Page {
    let fields: Vec<(&str, &str)> = [("words", words)].iter().chain(more).copied().collect();
    let page = visitor.post("/search", &fields).await;
    assert!(
        !page.body.contains("data-search-preparing"),
        "a story waits until search is prepared"
    );
    page
}

/// The concerns that a page leads to.
fn concerns(page: &Page) -> Vec<String> {
    let links = page.every("[data-search-result]", "href");
    let ids = links
        .iter()
        .filter_map(|link| link.strip_prefix("/concerns/"));
    ids.map(str::to_owned).collect()
}

fn day(moment: Moment) -> String {
    moment.london().strftime("%Y-%m-%d").to_string()
}
