//! The acts that somebody has begun to write and has not sent, for their dashboard: what each is, and
//! about what as far as they may see it now. One that waits for their key says no more than what it is;
//! one that they may not do any more is not there.

use keyward_db::params;
use keyward_web::Problem;

use super::act::{About, OfAct};
use super::act_store;
use super::named::ActPage;
use crate::concerns::{self, Called, Reader, called, when};
use crate::cx::Tx;
use crate::ids::{ConcernId, PupilId};
use crate::pupils::{Reach, file_may_be_read};

keyward_db::statements! {
    /// What a pupil is called whose file may be read.
    IN_FILE = concat!("SELECT ", called!(), " FROM pupil WHERE pupil.id = $7 AND ",
                      file_may_be_read!());
}

/// An act that its writer has not sent yet.
#[derive(Clone, Debug)]
pub struct InHand {
    /// Where they go on with it.
    pub page: ActPage,
    /// About what: the pupils, and when it was noticed; empty where their key would show it.
    pub about: String,
    /// Whether it is shown thanks to elevated access alone.
    pub is_elevated: bool,
    /// When it was saved last, in words.
    pub saved: String,
}

impl InHand {
    /// Samples.
    pub fn samples() -> Vec<Self> {
        let one = |about: &str| Self {
            page: ActPage::sample(),
            about: about.into(),
            is_elevated: !about.is_empty(),
            saved: "today at 14:05".into(),
        };
        vec![one("Zoë O’Sullivan, noticed today at 13:50"), one("")]
    }
}

/// About what an act is, as far as its writer may see it.
enum Sight {
    /// In words, and whether they need elevated access for it.
    Seen(String, bool),
    /// Once they show their key.
    WithKey,
    /// Not at all.
    Never,
}

/// What the actor has begun to write and not sent, the newest first.
///
/// # Errors
/// That the database is away.
pub fn in_hand(tx: &mut Tx<'_, '_>) -> Result<Vec<InHand>, Problem> {
    let now = tx.now();
    let mut in_hand = Vec::new();
    for (of, saved_at) in act_store::acts(tx)? {
        let Some(page) = of.page() else { continue };
        let sight = match &of.about {
            About::Concern(id) => concern(tx, id, &of)?,
            About::Pupil(id) => file(tx, id)?,
        };
        let (about, is_elevated) = match sight {
            Sight::Seen(about, is_elevated) => (about, is_elevated),
            Sight::WithKey => (String::new(), false),
            Sight::Never => continue,
        };
        in_hand.push(InHand {
            page,
            about,
            is_elevated,
            saved: when(saved_at, now),
        });
    }
    Ok(in_hand)
}

fn concern(tx: &mut Tx<'_, '_>, id: &ConcernId, of: &OfAct) -> Result<Sight, Problem> {
    if !of.adds() && concerns::is_kept_from(tx, tx.person()?, id)? {
        return Ok(Sight::Never);
    }
    let access = tx.access().clone();
    if let Some(line) = concerns::line_of(tx, id)? {
        let without = Reader::with(tx, &access.if_not_elevated())?;
        let is_elevated = !concerns::is_readable(tx, &without, id)?;
        let about = format!("{}, noticed {}", line.pupils, line.noticed);
        return Ok(Sight::Seen(about, is_elevated));
    }
    let with_key = Reader::with(tx, &access.if_elevated())?;
    Ok(match concerns::is_readable(tx, &with_key, id)? {
        true => Sight::WithKey,
        false => Sight::Never,
    })
}

fn file(tx: &mut Tx<'_, '_>, id: &PupilId) -> Result<Sight, Problem> {
    let access = tx.access().clone();
    if let Some(called) = called_by(tx, &Reach::now(tx)?, id)? {
        let without = Reach::with(tx, &access.if_not_elevated())?;
        let is_elevated = called_by(tx, &without, id)?.is_none();
        return Ok(Sight::Seen(called.to_string(), is_elevated));
    }
    let with_key = Reach::with(tx, &access.if_elevated())?;
    Ok(match called_by(tx, &with_key, id)? {
        Some(_) => Sight::WithKey,
        None => Sight::Never,
    })
}

/// What a pupil is called, for whom their file opens.
fn called_by(tx: &mut Tx<'_, '_>, reach: &Reach, id: &PupilId) -> Result<Option<Called>, Problem> {
    Ok(tx.one(IN_FILE, &reach.and(&params![id]), |row| row.get(0))?)
}
