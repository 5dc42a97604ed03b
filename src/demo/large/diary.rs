//! The diary of a large school: what is going to happen, in order, written down by the hundred.

use std::collections::BTreeMap;

use keyward_moment::Moment;
use keyward_web::Problem;

use crate::casework::{self, PastDeed};
use crate::concerns::{self, Past};
use crate::cx::{Actor, Tx};
use crate::demo::house::House;
use crate::ids::ConcernId;

/// So many acts are written in one transaction.
const BATCH: usize = 500;
/// So often is it told how far it is.
const TELLINGS: usize = 20;

/// What somebody does.
#[derive(Clone, Debug)]
pub(super) enum Act {
    Logs(Box<Past>),
    Reads(ConcernId),
    Does(ConcernId, PastDeed),
}

/// Something that is going to happen.
pub(super) struct Coming {
    pub at: Moment,
    /// By the part of their address before the `@`.
    pub who: &'static str,
    pub act: Act,
}

/// What is coming, and what waits to be written.
pub(super) struct Diary<'h> {
    house: &'h House<'h>,
    tell: &'h dyn Fn(&str),
    /// By moment, then in the order in which it was entered.
    coming: BTreeMap<(Moment, usize), Coming>,
    entered: usize,
    actors: BTreeMap<&'static str, Actor>,
    batch: Vec<(Actor, Moment, Act)>,
    concerns: usize,
    written: usize,
}

impl<'h> Diary<'h> {
    /// An empty one, for so many concerns.
    pub(super) fn new(house: &'h House<'h>, concerns: usize, tell: &'h dyn Fn(&str)) -> Self {
        Self {
            house,
            tell,
            coming: BTreeMap::new(),
            entered: 0,
            actors: BTreeMap::new(),
            batch: Vec::with_capacity(BATCH),
            concerns,
            written: 0,
        }
    }

    /// Enters a story. Stories come in the order in which they begin.
    pub(super) async fn enter(&mut self, story: Vec<Coming>) -> Result<(), Problem> {
        if let Some(first) = story.first() {
            self.catch_up(first.at).await?;
        }
        for act in story {
            self.coming.insert((act.at, self.entered), act);
            self.entered += 1;
        }
        Ok(())
    }

    /// Takes what happens before this moment, and writes it down by the hundred.
    async fn catch_up(&mut self, until: Moment) -> Result<(), Problem> {
        while let Some(next) = self.coming.first_entry() {
            if next.key().0 >= until {
                break;
            }
            let Coming { at, who, act } = next.remove();
            let actor = match self.actors.get(who) {
                Some(actor) => actor.clone(),
                None => {
                    let actor = self.house.actor(who)?;
                    self.actors.insert(who, actor.clone());
                    actor
                }
            };
            self.batch.push((actor, at, act));
            if self.batch.len() >= BATCH {
                self.flush().await?;
            }
        }
        Ok(())
    }

    /// Writes down all that happens before this moment, so that something else can happen next.
    pub(super) async fn close(&mut self, until: Moment) -> Result<(), Problem> {
        self.catch_up(until).await?;
        self.flush().await
    }

    async fn flush(&mut self) -> Result<(), Problem> {
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        let logged = batch
            .iter()
            .filter(|(_, _, act)| matches!(act, Act::Logs(_)));
        let written = self.written + logged.count();
        self.house.lets_each(batch, happens).await?;
        let part = |written: usize| written * TELLINGS / self.concerns.max(1);
        if part(written) > part(self.written) {
            (self.tell)(&format!(
                "Concerns: {} of {}",
                in_thousands(written),
                in_thousands(self.concerns)
            ));
        }
        self.written = written;
        Ok(())
    }
}

fn happens(tx: &mut Tx<'_, '_>, act: &Act) -> Result<(), Problem> {
    match act {
        Act::Logs(past) => concerns::record_past(tx, past),
        Act::Reads(id) => concerns::read_past(tx, id),
        Act::Does(id, deed) => casework::do_past(tx, id, deed),
    }
}

/// `300,000`.
pub(super) fn in_thousands(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", in_thousands(number / 1_000), number % 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_as_people_write_it() {
        let words = [7, 999, 1_000, 120_050, 1_000_000].map(in_thousands);
        assert_eq!(words, ["7", "999", "1,000", "120,050", "1,000,000"]);
    }
}
