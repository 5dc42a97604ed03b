//! Every SQL statement about drafts, but for what drafts of acts alone ask (`act_store.rs`). Each is of the acting person's own: nobody else's are found.

use std::collections::{BTreeSet, HashMap};

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::{Pairs, Problem};

use super::act::OfAct;
use super::draft::{Kept, Mark, Offered, State};
use crate::access::Right;
use crate::concerns::{Called, PUPILS_MAX, Pupils, called};
use crate::cx::Tx;
use crate::ids::DraftId;

/// SQL: that this `draft` of `$1` holds words, or a file. Of what is sealed nothing is read.
macro_rules! holds_something {
    () => {
        "(draft.fields IS NOT NULL OR EXISTS (
             SELECT 1 FROM draft_document
             WHERE draft_document.person_id = $1 AND draft_document.draft_id = draft.id))"
    };
}

/// SQL: what the pupils of a school are called, of those whom a list asks for.
macro_rules! pupils_called {
    ($asked:literal) => {
        concat!(
            "SELECT pupil.id, ",
            called!(),
            " FROM ",
            $asked,
            " JOIN pupil ON pupil.id = asked.id WHERE pupil.school_id = $1"
        )
    };
}

keyward_db::statements! {
    /// What is kept under a form's identifier.
    KEPT = "SELECT state, version, page, turn, concern_id, pupil_id, act FROM draft
            WHERE person_id = $1 AND id = $2";
    /// What somebody typed.
    FIELDS = "SELECT fields, version FROM draft
              WHERE school_id = $1 AND person_id = $2 AND id = $3 AND state = 'writing'
                AND act = ''";
    /// The drafts of somebody, the newest first: those that hold words, or a file.
    OFFERED = concat!(
        "SELECT id, begun_at, changed_at, about, CASE WHEN about IS NULL THEN fields END FROM draft
         WHERE person_id = $1 AND state = 'writing' AND act = '' AND ",
        holds_something!(),
        " ORDER BY changed_at DESC, id DESC"
    );
    /// How many of those there are beside one.
    OTHERS = concat!(
        "SELECT COUNT(*) FROM draft
         WHERE person_id = $1 AND id <> $2 AND state = 'writing' AND act = '' AND ",
        holds_something!()
    );
    /// What pupils are called, all of a list at once.
    CALLED = either(
        pupils_called!("(SELECT value AS id FROM json_each($2)) AS asked"),
        pupils_called!(
            "(SELECT value AS id FROM json_array_elements_text($2::text::json)
                 AS listed (value)) AS asked"
        ),
    );
    /// A new draft.
    BEGIN = "INSERT INTO draft (id, person_id, school_id, state, fields, about, version, page,
                                turn, begun_at, changed_at)
             VALUES ($1, $2, $3, 'writing', $4, $5, 1, $6, $7, $8, $8)";
    /// What somebody typed, in the place of what they had typed.
    REPLACE = "UPDATE draft SET fields = $3, about = $4, version = version + 1, page = $5,
                                turn = $6, changed_at = $7
               WHERE person_id = $1 AND id = $2";
    /// A draft is over, and keeps no words.
    END = "INSERT INTO draft (id, person_id, school_id, state, version, page, turn, begun_at,
                              changed_at)
           VALUES ($1, $2, $3, $4, 1, '', 0, $5, $5)
           ON CONFLICT (person_id, id) DO UPDATE
           SET state = $4, fields = NULL, about = NULL, version = draft.version + 1, changed_at = $5";
    /// Lets go of what has been over, or empty, for long.
    FORGET = concat!(
        "DELETE FROM draft
         WHERE person_id = $1 AND changed_at < $2 AND (state <> 'writing' OR NOT ",
        holds_something!(),
        ")"
    );
}

/// How long a draft that is over is known to be over: longer than any save is under way.
const KNOWN_SECONDS: i64 = 7 * 86_400;

/// What is kept under this form's identifier.
pub(super) fn kept(tx: &mut Tx<'_, '_>, id: &DraftId) -> Result<Option<Kept>, Problem> {
    let person = tx.person()?;
    let row = tx.one(KEPT, &params![person, id], |row| {
        let state: String = row.get(0)?;
        let of = OfAct::of_row(row.get(4)?, row.get(5)?, row.get(6)?);
        Ok((state, row.get(1)?, row.get(2)?, row.get(3)?, of))
    })?;
    let Some((state, version, page, turn, of)) = row else {
        return Ok(None);
    };
    let state = State::of_name(&state).ok_or_else(|| Problem::bug("a draft in no state"))?;
    Ok(Some(Kept {
        state,
        version,
        page,
        turn,
        of,
    }))
}

/// A value sealed here opens for this person's draft alone.
fn place(tx: &Tx<'_, '_>, id: &DraftId) -> Result<String, Problem> {
    Ok(format!("{} {id}", tx.person()?))
}

/// What the actor typed into this form, and its version.
///
/// # Errors
/// Not found: it is over, is not there, or is somebody else's.
pub(super) fn fields(tx: &mut Tx<'_, '_>, id: &DraftId) -> Result<(Pairs, i64), Problem> {
    let (school, person) = (tx.school()?, tx.person()?);
    let found = tx.one(FIELDS, &params![school, person, id], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let (sealed, version) = found.ok_or(Problem::NotFound)?;
    Ok((opened(tx, id, sealed)?, version))
}

/// What was typed, of what is kept of it: nothing, where nothing is.
pub(super) fn opened(
    tx: &Tx<'_, '_>,
    id: &DraftId,
    sealed: Option<Vec<u8>>,
) -> Result<Pairs, Problem> {
    let Some(sealed) = sealed else {
        return Ok(Pairs::default());
    };
    let text = tx.open("draft", &place(tx, id)?, "fields", &sealed)?;
    let pairs: Vec<(String, String)> =
        serde_json::from_str(&text).map_err(|_| Problem::bug("a draft does not read back"))?;
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(k, v)| (&**k, &**v)).collect();
    Ok(Pairs::of(&pairs))
}

/// What was typed, as it is kept: all of it, and beside it what a list of drafts says.
pub(super) struct Typed {
    fields: String,
    about: String,
}

impl Typed {
    pub(super) fn of(fields: &[(String, String)]) -> Result<Self, Problem> {
        let every = |name: &'static str| fields.iter().filter(move |(field, _)| field == name);
        let pupils = pupils(every("pupil").map(|(_, id)| id.as_str()));
        Ok(Self {
            fields: serde_json::to_string(fields).map_err(Problem::bug)?,
            about: serde_json::to_string(&pupils).map_err(Problem::bug)?,
        })
    }

    /// How long it is, as it is kept.
    pub(super) fn bytes(&self) -> usize {
        self.fields.len()
    }

    /// Both, sealed; nothing, where nothing is to be kept.
    fn sealed(this: Option<&Self>, tx: &Tx<'_, '_>, id: &DraftId) -> Result<[Blob; 2], Problem> {
        let Some(typed) = this else {
            return Ok([None, None]);
        };
        let place = place(tx, id)?;
        Ok([
            Some(tx.seal("draft", &place, "fields", &typed.fields)?),
            Some(tx.seal("draft", &place, "about", &typed.about)?),
        ])
    }
}

type Blob = Option<Vec<u8>>;

/// Begins a draft.
pub(super) fn begin(
    tx: &mut Tx<'_, '_>,
    id: &DraftId,
    typed: Option<&Typed>,
    mark: &Mark,
) -> Result<(), Problem> {
    let (school, person, now) = (tx.school()?, tx.person()?, tx.now().as_micros());
    let [fields, about] = Typed::sealed(typed, tx, id)?;
    tx.keep_house(
        BEGIN,
        &params![
            id, person, school, fields, about, &mark.page, mark.turn, now
        ],
    )?;
    Ok(())
}

/// Keeps this in the place of what was kept.
pub(super) fn replace(
    tx: &mut Tx<'_, '_>,
    id: &DraftId,
    typed: Option<&Typed>,
    mark: &Mark,
) -> Result<(), Problem> {
    let (person, now) = (tx.person()?, tx.now().as_micros());
    let [fields, about] = Typed::sealed(typed, tx, id)?;
    tx.keep_house(
        REPLACE,
        &params![person, id, fields, about, &mark.page, mark.turn, now],
    )?;
    Ok(())
}

/// The draft is over: its words go, and a late save is known to be late.
pub(super) fn end(tx: &mut Tx<'_, '_>, id: &DraftId, state: State) -> Result<(), Problem> {
    let (school, person, now) = (tx.school()?, tx.person()?, tx.now().as_micros());
    let long_ago = tx.now().plus_seconds(-KNOWN_SECONDS).as_micros();
    tx.keep_house(FORGET, &params![person, long_ago])?;
    tx.keep_house(END, &params![id, person, school, state.name(), now])?;
    Ok(())
}

/// How many drafts of new concerns the actor has beside this one. It opens none of them: it is asked at every save,
/// while everybody else's writes wait.
pub(super) fn others(tx: &mut Tx<'_, '_>, id: &DraftId) -> Result<i64, Problem> {
    let person = tx.person()?;
    let count = tx.one(OTHERS, &params![person, id], |row| row.get(0))?;
    Ok(count.unwrap_or(0))
}

/// The actor's drafts, the newest first. Of each, whom it is about is opened and nothing else.
pub(super) fn offered(tx: &mut Tx<'_, '_>) -> Result<Vec<Offered>, Problem> {
    let (person, now) = (tx.person()?, tx.now());
    let drafts = tx.all(OFFERED, &params![person], |row| {
        let begun_at = Moment::from_micros(row.get(1)?);
        let changed_at = Moment::from_micros(row.get(2)?);
        let draft = Offered::of(row.get(0)?, begun_at, changed_at, now);
        Ok((draft, row.get::<Blob>(3)?, row.get::<Blob>(4)?))
    })?;
    let mut chosen = Vec::with_capacity(drafts.len());
    for (draft, about, fields) in drafts {
        let id = DraftId(draft.id.clone());
        let pupils = match about {
            Some(about) => about_opened(tx, &id, &about)?,
            None => pupils(opened(tx, &id, fields)?.every("pupil")),
        };
        chosen.push((draft, pupils));
    }
    let called = called_of(tx, &chosen)?;
    let named = |(draft, pupils): (Offered, Vec<String>)| {
        let mut about = Pupils::default();
        for called in pupils.iter().filter_map(|id| called.get(id)) {
            about.add(Some(called.clone()));
        }
        let about = about.to_string();
        Offered { about, ..draft }
    };
    Ok(chosen.into_iter().map(named).collect())
}

/// The pupils who are chosen, each once, and no more than a concern can be about.
fn pupils<'a>(chosen: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut once = BTreeSet::new();
    let pupils = chosen.filter(|id| once.insert(*id));
    pupils.take(PUPILS_MAX).map(str::to_owned).collect()
}

/// The pupils whom a draft is about, without its words.
fn about_opened(tx: &Tx<'_, '_>, id: &DraftId, about: &[u8]) -> Result<Vec<String>, Problem> {
    let text = tx.open("draft", &place(tx, id)?, "about", about)?;
    serde_json::from_str(&text)
        .map_err(|_| Problem::bug("whom a draft is about does not read back"))
}

/// What the pupils of these drafts are called, by name for whoever finds pupils by name: one
/// statement for all of them.
fn called_of(
    tx: &mut Tx<'_, '_>,
    chosen: &[(Offered, Vec<String>)],
) -> Result<HashMap<String, Called>, Problem> {
    let asked: BTreeSet<&String> = chosen.iter().flat_map(|(_, pupils)| pupils).collect();
    if asked.is_empty() || !tx.access().has(Right::LogConcerns) {
        return Ok(HashMap::new());
    }
    let school = tx.school()?.clone();
    let list = serde_json::to_string(&asked).map_err(Problem::bug)?;
    let called = tx.all(CALLED, &params![&school, list], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(called.into_iter().collect())
}
