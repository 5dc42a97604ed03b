//! A pupil's file: who this is at a glance, then the newest concerns. Opening it is written down.

use askama::Template;
use axum::extract::{Path, RawQuery};
use jiff::civil::Date;
use keyward_moment::Moment;
use keyward_web::{Answer, Pairs, Problem};

use super::{Pupil, birth, find};
use crate::access::Right;
use crate::audit::Entry;
use crate::categories::Marks;
use crate::concerns::{self, ConcernLine, Noticed, Tally};
use crate::contacts::{self, Contact};
use crate::cx::{Cx, Tx};
use crate::family::{self, Relative};
use crate::flags::{self, Flag};
use crate::ids::{ConcernId, PupilId};
use crate::layout::Shell;

/// How many concerns stand on one page of the file.
const LINES_MAX: i64 = 20;

/// What a file holds beside its concerns, as far as it counts now.
#[derive(Clone, Debug, Default)]
struct Head {
    flags: Vec<Flag>,
    family: Vec<Contact>,
    professionals: Vec<Contact>,
    relatives: Vec<Relative>,
    tally: Tally,
}

#[derive(Template)]
#[template(path = "pupils/file.html")]
pub(super) struct FilePage {
    shell: Shell,
    pupil: Pupil,
    today: Date,
    may_log: bool,
    head: Head,
    /// Whether these are the newest.
    is_first: bool,
    may_work: bool,
    concerns: Vec<ConcernLine>,
    /// The concern before which the next page begins.
    older: Option<ConcernId>,
}

impl FilePage {
    /// How old the pupil is, in words.
    fn age(&self) -> String {
        match self
            .pupil
            .born_on
            .parse()
            .map(|born| birth::age(born, self.today))
        {
            Ok(1) => "1 year old".to_owned(),
            Ok(age) => format!("{age} years old"),
            Err(_) => String::new(),
        }
    }

    /// How many concerns there are, in words.
    fn count(&self) -> String {
        counted(self.head.tally.concerns, "concern")
    }

    /// How many of them are open, and how many actions, in words.
    fn open(&self) -> String {
        let Tally { open, actions, .. } = self.head.tally;
        match (open, actions) {
            (0, 0) => "Nothing is open".to_owned(),
            (_, 0) => format!("{} open", counted(open, "concern")),
            (0, _) => format!("{} open", counted(actions, "action")),
            (_, _) => format!(
                "{} and {} open",
                counted(open, "concern"),
                counted(actions, "action")
            ),
        }
    }

    /// What is said beneath a concern: when it was written down, which is not when it was noticed,
    /// and how much was added.
    fn notes(&self, concern: &ConcernLine) -> String {
        let mut notes = vec![format!("Recorded {}", concern.recorded_at.day_and_time())];
        match concern.amendments {
            0 => {}
            count => notes.push(counted(count, "amendment")),
        }
        notes.join(" · ")
    }

    /// When a concern was noticed.
    fn noticed(&self, concern: &ConcernLine) -> String {
        format!("Noticed {}", concern.noticed.day_and_time())
    }

    /// Where a concern is read.
    fn concern_address(&self, concern: &ConcernLine) -> String {
        format!("/concerns/{}", concern.id)
    }

    /// Where a concern about this pupil is logged.
    fn log_address(&self) -> String {
        format!("/concerns/new?pupil={}", self.pupil.id)
    }

    /// The way back to the newest concerns.
    fn newest_address(&self) -> String {
        match self.is_first {
            true => String::new(),
            false => format!("/pupils/{}", self.pupil.id),
        }
    }

    /// The way to older concerns.
    fn older_address(&self) -> String {
        match &self.older {
            None => String::new(),
            Some(concern) => format!("/pupils/{}?before={concern}", self.pupil.id),
        }
    }
}

/// `No concerns`, `1 concern`, `2 concerns`.
fn counted(count: i64, what: &str) -> String {
    match count {
        0 => format!("No {what}s"),
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}

/// What counts now in a file that the actor may read.
fn head(tx: &mut Tx<'_, '_>, pupil: &PupilId) -> Result<Head, Problem> {
    let mut flags = flags::of_pupil(tx, pupil)?;
    flags.retain(|flag| flag.ended.is_none());
    let mut contacts = contacts::of_pupil(tx, pupil)?;
    contacts.retain(|contact| contact.ended.is_none());
    let (family, professionals) = contacts.into_iter().partition(Contact::is_family);
    Ok(Head {
        flags,
        family,
        professionals,
        relatives: family::of_pupil(tx, pupil)?,
        tally: concerns::tally(tx, pupil)?,
    })
}

/// Opens the file; `?before=` turns to concerns older than one of them.
pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let before = query.text("before");
    let before = (!before.is_empty()).then(|| ConcernId(before.to_owned()));
    let is_first = before.is_none();
    let (pupil, head, mut concerns) = cx
        .write(move |tx| {
            let pupil = find(tx, &id)?;
            let head = head(tx, &id)?;
            let concerns = concerns::of_pupil(tx, &id, before.as_ref(), LINES_MAX + 1)?;
            tx.entry(Entry::of("file opened", "pupil", &pupil.id.0))?;
            Ok::<_, Problem>((pupil, head, concerns))
        })
        .await?;
    let shown = usize::try_from(LINES_MAX).unwrap_or(usize::MAX);
    let more = concerns.len() > shown;
    concerns.truncate(shown);
    let older = concerns.last().filter(|_| more);
    cx.show(&FilePage {
        shell: cx.page(),
        pupil,
        today: cx.now().london().date(),
        may_log: cx.access.offers(Right::LogConcerns),
        head,
        is_first,
        older: older.map(|concern| concern.id.clone()),
        may_work: cx.access.has(Right::WorkCases),
        concerns,
    })
}

/// The page, filled with a sample.
pub(super) fn sample() -> FilePage {
    let noticed_at = Moment::from_micros(1_795_000_000_000_000);
    let concern = ConcernLine {
        id: ConcernId("c".into()),
        categories: Marks::sample(&["Home circumstances"]),
        part: Some("Sibling"),
        recorder: "Sam Staff".into(),
        noticed: Noticed::at(noticed_at),
        recorded_at: noticed_at.plus_seconds(86_400),
        first_line: "Fell asleep in the first lesson…".into(),
        amendments: 2,
        is_unread: true,
        is_closed: false,
        is_significant: true,
    };
    FilePage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        today: jiff::civil::date(2026, 11, 22),
        may_log: true,
        head: Head {
            tally: Tally {
                concerns: 1,
                open: 1,
                actions: 2,
            },
            ..Head::default()
        },
        is_first: false,
        older: Some(ConcernId("c".into())),
        may_work: true,
        concerns: vec![concern],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_said_in_words() {
        let open = |open, actions| {
            let mut page = sample();
            page.head.tally = Tally {
                concerns: 9,
                open,
                actions,
            };
            page.open()
        };
        assert_eq!(open(0, 0), "Nothing is open");
        assert_eq!(open(1, 0), "1 concern open");
        assert_eq!(open(0, 2), "2 actions open");
        assert_eq!(open(2, 1), "2 concerns and 1 action open");
    }
}
