//! The rule of who may read what, against a plain model of it, over many schools made by chance:
//! files, lists, counts, names and what the page of reasons says agree with it.

use std::collections::BTreeSet;

use keyward_web::Problem;

use super::scene::Scene;
use super::world::{CONCERNS, Chance, PUPILS, World};
use super::*;
use crate::concerns;
use crate::counted::Counted;
use crate::cx::Tx;
use crate::testing::on_both_databases;

on_both_databases! {
    whatever_groups_years_forms_categories_and_exclusions_meet_the_rule_is_the_model
    what_one_group_gives_of_pupils_and_another_of_categories_never_adds_up
}

const ROUNDS: u64 = 100;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Of each pupil, the concerns in their file; none where it is closed.
    files: Vec<Option<BTreeSet<usize>>>,
    /// Of each unread concern in the reader's files that is listed, how many pupils it names.
    unread: Vec<(usize, usize)>,
    unread_count: Counted,
    /// What waits for the reader, and how many.
    waiting: BTreeSet<usize>,
    waiting_count: Counted,
    /// Their own that are listed.
    logged: BTreeSet<usize>,
}

impl Found {
    pub(super) fn look(
        tx: &mut Tx<'_, '_>,
        pupils: &[PupilId],
        concerns: &[ConcernId],
    ) -> Result<Self, Problem> {
        let index = |id: &ConcernId| concerns.iter().position(|one| one == id).expect("known");
        let mut files = Vec::new();
        for pupil in pupils {
            files.push(match pupils::find(tx, pupil) {
                Ok(_) => {
                    let lines = concerns::of_pupil(tx, pupil, None, 1_000)?;
                    Some(lines.iter().map(|line| index(&line.id)).collect())
                }
                Err(Problem::NotFound) => None,
                Err(other) => return Err(other),
            });
        }
        let unread = concerns::unread(tx)?;
        let needs = concerns::needs_me(tx)?;
        let lines = unread.lines.iter();
        let mut listed: Vec<(usize, usize)> = lines
            .map(|line| (index(&line.id), line.pupils.named.len()))
            .collect();
        listed.sort_unstable();
        let logged = concerns::logged(tx, None, 50)?;
        Ok(Self {
            files,
            unread: listed,
            unread_count: unread.count,
            waiting: needs.lines.iter().map(|line| index(&line.id)).collect(),
            waiting_count: needs.count,
            logged: logged.iter().map(|line| index(&line.id)).collect(),
        })
    }

    /// What the model says.
    fn of(world: &World) -> Self {
        let all = 0..CONCERNS.len();
        let in_file = |pupil: usize| {
            let about = all
                .clone()
                .filter(|concern| CONCERNS[*concern].0.contains(&pupil));
            about
                .filter(|concern| world.reads(*concern) && world.knows(*concern, pupil))
                .collect()
        };
        let unread: Vec<(usize, usize)> = all
            .clone()
            .filter(|concern| {
                world.reads(*concern) && !CONCERNS[*concern].2 && !world.alerted.contains(concern)
            })
            .map(|concern| {
                let about = CONCERNS[concern].0.iter();
                (
                    concern,
                    about.filter(|pupil| world.knows(concern, **pupil)).count(),
                )
            })
            .collect();
        let waiting: BTreeSet<usize> = all
            .clone()
            .filter(|concern| world.reads(*concern) && world.alerted.contains(concern))
            // Whoever wrote one and is kept from it since is not asked to acknowledge it.
            .filter(|concern| !world.is_kept(*concern))
            .collect();
        let files =
            (0..PUPILS.len()).map(|pupil| world.file_is_open(pupil).then(|| in_file(pupil)));
        Self {
            files: files.collect(),
            unread_count: Counted::of(unread.len()),
            unread,
            waiting_count: Counted::of(waiting.len()),
            waiting,
            logged: all
                .filter(|concern| world.reads(*concern) && CONCERNS[*concern].2)
                .collect(),
        }
    }
}

async fn whatever_groups_years_forms_categories_and_exclusions_meet_the_rule_is_the_model(
    school: School,
) {
    let scene = Scene::set(&school).await;
    let mut chance = Chance(0x5eed_0fc4_a100_0001);
    let (mut open, mut closed) = (0, 0);
    for round in 0..ROUNDS {
        let world = World::by(&mut chance);
        scene.becomes(&world).await;
        let (found, said) = (scene.finds(&world).await, Found::of(&world));
        assert_eq!(found, said, "round {round}: {world:?}");
        let with_key = world.without_view();
        let reasons: Vec<(bool, usize)> = (0..PUPILS.len())
            .map(|pupil| {
                let about = (0..CONCERNS.len()).filter(|one| CONCERNS[*one].0.contains(&pupil));
                let read = about.filter(|one| with_key.reads(*one) && with_key.knows(*one, pupil));
                (with_key.file_is_open(pupil), read.count())
            })
            .collect();
        assert_eq!(
            scene.reasons().await,
            reasons,
            "why, in round {round}: {world:?}"
        );
        for file in said.files {
            match file {
                Some(concerns) if !concerns.is_empty() => open += 1,
                Some(_) | None => closed += 1,
            }
        }
    }
    assert!(
        open > 30 && closed > 30,
        "chance shows both: {open}, {closed}"
    );
}

/// One group reads all of year 7, another one category of everybody: a concern of another category
/// about a pupil of each year is read for year 7's sake, and is not in the other pupil's file.
async fn what_one_group_gives_of_pupils_and_another_of_categories_never_adds_up(school: School) {
    let scene = Scene::set(&school).await;
    let world = World::of_a_year_and_a_category();
    scene.becomes(&world).await;
    let found = scene.finds(&world).await;
    assert_eq!(found.files[2], Some([4, 8, 10].into()), "10 is their own");
    assert_eq!(found.files[0], Some([0, 1, 7, 8, 11].into()));
    assert!(
        found.unread.contains(&(7, 1)),
        "it names one of its two pupils"
    );
    assert_eq!(found, Found::of(&world));
}
