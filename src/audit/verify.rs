//! Proves that nobody has changed, removed or reordered an entry.

use keyward_web::Problem;

use super::chain;
use super::store;
use crate::app::App;
use crate::cx::Actor;

/// What a check of one school's log found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All entries hold together.
    Whole {
        /// How many there are.
        entries: i64,
        /// The last link, worth writing down elsewhere.
        last: String,
    },
    /// The log does not hold together from here on.
    Broken {
        /// The first entry that is wrong or not where it should be.
        number: i64,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// Checks the whole log of the actor's school, in stretches, so that no log is too long.
///
/// # Errors
/// When the database is away.
pub async fn verify(app: &App, actor: Actor) -> Result<Verdict, Problem> {
    let now = app.now();
    let (head, stray, key, school) = app
        .read_as(actor.clone(), now, |tx| {
            let head = store::head(tx)?;
            let stray = match &head {
                Some((entries, _, _)) => store::stray(tx, *entries)?,
                None => None,
            };
            Ok::<_, Problem>((head, stray, tx.school_key()?.clone(), tx.school()?.clone()))
        })
        .await?;
    let broken = |number, why| Ok(Verdict::Broken { number, why });
    let mut last = chain::beginning(&key, &school.0);
    let Some((entries, head_last, seal)) = head else {
        return broken(1, "the log's end is missing");
    };
    let mut number = 0;
    loop {
        let stretch = app
            .read_as(actor.clone(), now, move |tx| store::stretch(tx, number))
            .await?;
        if stretch.is_empty() {
            break;
        }
        for (entry, link) in stretch {
            // Written after the check began: the next check's business.
            if entry.number > entries {
                break;
            }
            number += 1;
            if entry.number != number {
                return broken(number, "it is missing");
            }
            if chain::link(&key, &last, &entry) != link {
                return broken(number, "it was changed, replaced or moved");
            }
            last = link;
        }
        if number >= entries {
            break;
        }
    }
    if number < entries {
        return broken(number + 1, "it is missing");
    }
    if head_last != last || chain::end(&key, entries, &last) != seal {
        return broken(number + 1, "entries after the last one were removed");
    }
    if let Some(number) = stray {
        return broken(number, "it was put there by somebody else than Keyward");
    }
    Ok(Verdict::Whole { entries, last })
}
