//! The school of the model in a database: set once, and made over for each world.

use std::collections::BTreeSet;

use keyward_db::params;
use keyward_web::Problem;

use super::model::Found;
use super::world::{CATEGORIES, CONCERNS, GROUPS, Opens, PUPILS, World};
use super::*;
use crate::access::{Access, Right, View};
use crate::cx::Actor;
use crate::ids::{GroupId, SessionId};
use crate::people;
use crate::sight::why;

keyward_db::statements! {
    /// A category, of the school of a person.
    CATEGORY = "INSERT INTO category (id, school_id, name, position, parent_id)
                SELECT $1, school_id, $2, 99, $3 FROM person WHERE id = $4";
    /// A user group.
    GROUP = "INSERT INTO user_group (id, school_id, name)
             SELECT $1, school_id, $1 FROM person WHERE id = $2";
    /// Forgets what a user group gives.
    FORGET_RIGHTS = "DELETE FROM group_right WHERE group_id = $1";
    /// Forgets its limits.
    FORGET_LIMITS = "DELETE FROM group_category WHERE group_id = $1";
    /// Gives it a right.
    GIVE = "INSERT INTO group_right (group_id, access, right_name) VALUES ($1, $2, $3)";
    /// Limits it.
    LIMIT = "INSERT INTO group_category (group_id, category_id) VALUES ($1, $2)";
    /// Takes the reader out of every group.
    LEAVE = "DELETE FROM membership WHERE person_id = $1";
    /// Puts them into one.
    JOIN = "INSERT INTO membership (person_id, group_id) VALUES ($1, $2)";
    /// Takes their year groups.
    TAKE_YEARS = "DELETE FROM person_year_group WHERE person_id = $1";
    /// Gives them one.
    GIVE_YEAR = "INSERT INTO person_year_group (person_id, year_group) VALUES ($1, $2)";
    /// Takes their forms.
    TAKE_FORMS = "DELETE FROM person_form WHERE person_id = $1";
    /// Gives them one.
    GIVE_FORM = "INSERT INTO person_form (person_id, form) VALUES ($1, $2)";
    /// Forgets their exclusions.
    FORGIVE = "DELETE FROM exclusion WHERE person_id = $1";
    /// Excludes them, or has them excluded for a while that is over.
    EXCLUDE = "INSERT INTO exclusion (id, school_id, person_id, pupil_id, reason, made_by, made_at,
                                      ended_at, form_tag)
               SELECT $1, school_id, $2, id, $3, $2, 0, $4, $1 FROM pupil WHERE id = $5";
    /// Forgets their alerts.
    FORGET_ALERTS = "DELETE FROM alert WHERE person_id = $1";
    /// Forgets where they are named.
    FORGET_NAMES = "DELETE FROM concern_staff WHERE person_id = $1";
}

pub(super) struct Scene<'s> {
    pub(super) school: &'s School,
    pub(super) reader: PersonId,
    pub(super) pupils: Vec<PupilId>,
    pub(super) concerns: Vec<ConcernId>,
}

pub(super) fn group_id(index: usize) -> String {
    format!("model-group-{index}")
}

pub(super) fn category_id(index: usize) -> String {
    format!("model-category-{index}")
}

impl<'s> Scene<'s> {
    pub(super) async fn set(school: &'s School) -> Self {
        let (reader, writer) = (
            school.person("pastoral").await,
            school.person("staff").await,
        );
        let person = reader.clone();
        school
            .writes(move |tx| {
                for (index, (name, above)) in CATEGORIES.into_iter().enumerate() {
                    let above = above.map(category_id);
                    tx.execute(CATEGORY, &params![category_id(index), name, above, &person])?;
                }
                for index in 0..GROUPS {
                    tx.execute(GROUP, &params![group_id(index), &person])?;
                }
                tx.entry(Entry::of("a scene is set", "school", "a test"))
            })
            .await;
        let mut pupils = Vec::new();
        for (surname, year, form) in PUPILS {
            pupils.push(enrols(school, surname, year, form).await);
        }
        let mut concerns = Vec::new();
        for (about, category, is_own) in CONCERNS {
            let about: Vec<&PupilId> = about.iter().map(|index| &pupils[*index]).collect();
            let by = if is_own { &reader } else { &writer };
            concerns.push(logs(school, by, &about, CATEGORIES[category].0).await);
        }
        Self {
            school,
            reader,
            pupils,
            concerns,
        }
    }

    pub(super) async fn becomes(&self, world: &World) {
        let (world, reader) = (world.clone(), self.reader.clone());
        let (pupils, concerns) = (self.pupils.clone(), self.concerns.clone());
        self.school
            .writes(move |tx| {
                for sql in [
                    LEAVE,
                    TAKE_YEARS,
                    TAKE_FORMS,
                    FORGIVE,
                    FORGET_ALERTS,
                    FORGET_NAMES,
                ] {
                    tx.execute(sql, &params![&reader])?;
                }
                for (index, group) in world.groups.iter().enumerate() {
                    let id = group_id(index);
                    for sql in [FORGET_RIGHTS, FORGET_LIMITS] {
                        tx.execute(sql, &params![&id])?;
                    }
                    let files = match group.opens {
                        Opens::Nothing => None,
                        Opens::Given => Some("read_year_group_files"),
                        Opens::Every => Some("read_every_file"),
                    };
                    if let Some(right) = files {
                        tx.execute(GIVE, &params![&id, "elevated", right])?;
                    }
                    if let Some(with_key) = group.alerts {
                        let column = if with_key { "elevated" } else { "standard" };
                        tx.execute(GIVE, &params![&id, column, "read_alerts"])?;
                    }
                    for limit in &group.limits {
                        tx.execute(LIMIT, &params![&id, category_id(*limit)])?;
                    }
                }
                for index in &world.member_of {
                    tx.execute(JOIN, &params![&reader, group_id(*index)])?;
                }
                for year in &world.years {
                    tx.execute(GIVE_YEAR, &params![&reader, *year])?;
                }
                for form in &world.forms {
                    tx.execute(GIVE_FORM, &params![&reader, *form])?;
                }
                let over = world
                    .formerly_excluded
                    .iter()
                    .map(|pupil| (pupil, Some(1_i64)));
                for (pupil, ended) in world.excluded.iter().map(|pupil| (pupil, None)).chain(over) {
                    let (id, pupil) = (tx.new_id(), &pupils[*pupil]);
                    let reason = tx.seal("exclusion", &id, "reason", "A relative.")?;
                    tx.execute(EXCLUDE, &params![&id, &reader, reason, ended, pupil])?;
                }
                for concern in &world.alerted {
                    tx.execute(ALERT, &params![&concerns[*concern], &reader])?;
                }
                for concern in &world.named {
                    tx.execute(NAMES, &params![&concerns[*concern], &reader])?;
                }
                tx.entry(Entry::of("a world is made", "school", "a test"))
            })
            .await;
    }

    /// What the reader finds, in the world as it is.
    pub(super) async fn finds(&self, world: &World) -> Found {
        let reader = self.reader.clone();
        let access: Access = self
            .school
            .writes(move |tx| people::access_of(tx, &reader))
            .await;
        let access = match world.is_elevated {
            true => access,
            false => access.if_not_elevated(),
        };
        let access = match world.view {
            None => access,
            Some((index, year)) => {
                let group = &world.groups[index];
                let mut rights = BTreeSet::new();
                match group.opens {
                    Opens::Nothing => false,
                    Opens::Given => rights.insert(Right::ReadYearGroupFiles),
                    Opens::Every => rights.insert(Right::ReadEveryFile),
                };
                if group.alerts.is_some() {
                    rights.insert(Right::ReadAlerts);
                }
                access.looking_as(View {
                    group: GroupId(group_id(index)),
                    name: "a group".into(),
                    year: year.into(),
                    rights,
                })
            }
        };
        let actor = self.actor(&self.reader, access).await;
        let (pupils, concerns) = (self.pupils.clone(), self.concerns.clone());
        let read = self
            .school
            .app
            .read_as(actor, self.school.app.now(), move |tx| {
                Found::look(tx, &pupils, &concerns)
            });
        read.await.expect("read")
    }

    pub(super) async fn actor(&self, person: &PersonId, access: Access) -> Actor {
        let (at, key) = crate::school::by_slug(&self.school.app, "hawthorn-park")
            .await
            .expect("the school");
        let session = SessionId("none".into());
        Actor::person(
            (at.id, key),
            person.clone(),
            "Somebody".into(),
            session,
            access,
        )
    }

    /// What the page of reasons says to a lead: of each pupil, whether the file is open to the
    /// reader with their key, and how many of its concerns.
    pub(super) async fn reasons(&self) -> Vec<(bool, usize)> {
        let lead = self.school.person("dsl").await;
        let (reader, who) = (self.reader.clone(), lead.clone());
        let access = self
            .school
            .writes(move |tx| people::access_of(tx, &who))
            .await;
        let actor = self.actor(&lead, access).await;
        let pupils = self.pupils.clone();
        let read = self
            .school
            .app
            .read_as(actor, self.school.app.now(), move |tx| {
                let holder = why::somebody_else(tx, &reader)?.expect("the reader");
                let mut said = Vec::new();
                for pupil in &pupils {
                    let pupil = pupils::find(tx, pupil)?;
                    let why = why::why(tx, &holder, pupil)?;
                    said.push((why.is_open, why.counts.expect("a lead reads the file").open));
                }
                Ok::<_, Problem>(said)
            });
        read.await.expect("read")
    }
}
