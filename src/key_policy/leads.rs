//! Whether a school's safeguarding leads can open what they answer for, and what an act on keys or on
//! what is asked of them would leave.
//!
//! Nothing is refused for it: a key that was lost or stolen has to be shut out at once, whoever is left.
//! It is said instead, before the act and after it, and stands on the dashboard until it is mended.
//!
//! Leads and their keys are counted for whoever does it: a lead's name and key are no secret of a child.
//! Of concerns that are kept from every lead who would be left, such as one that names them, only those
//! are counted that the actor reads through files now; anybody else would learn from the number that
//! there is one, and of whom. Afterwards nobody is left who may be told of these. What the dashboard says
//! of any lead without a key, to them and to whoever manages people, is what opens them again.

use keyward_db::params;
use keyward_web::Problem;

use super::holds_a_key_that_counts;
use super::standing::Standing;
use crate::access::Right;
use crate::concerns::{in_files, is_lead, kept_from_by};
use crate::cx::Tx;
use crate::ids::PersonId;
use crate::pupils::Reach;

/// SQL: this `person` is among the people of this list, which has a space around each.
macro_rules! is_among {
    ($people:literal) => {
        concat!($people, " LIKE '% ' || person.id || ' %'")
    };
}

/// SQL: somebody of this list is a lead from whom this `concern` is not kept.
macro_rules! opens_to_one_of {
    ($people:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM person
                     WHERE person.school_id = $1 AND ",
            is_among!($people),
            " AND NOT ",
            kept_from_by!("person.id"),
            ")"
        )
    };
}

keyward_db::statements! {
    /// The safeguarding leads of a school, by name, and whether each holds a key that counts.
    LEADS = concat!(
        "SELECT person.id, person.name,
                CASE WHEN ", holds_a_key_that_counts!("person.id"), " THEN 1 ELSE 0 END
         FROM person
         WHERE person.school_id = $1 AND person.left_at IS NULL AND ", is_lead!("person.id"), "
         ORDER BY LOWER(person.name), person.id");
    /// How many open concerns that the reader reads through files open to one of the first leads ($7) and
    /// would to none of those who are left ($8). Only those that are kept from one of these are looked
    /// at: the few that name one, and those of pupils from whose files one is excluded.
    STRANDED = concat!(
        "SELECT COUNT(*) FROM (
             SELECT about.concern_id AS id
             FROM person JOIN concern_staff AS about ON about.person_id = person.id
             WHERE person.school_id = $1 AND ", is_among!("$8"), "
             UNION
             SELECT theirs.concern_id
             FROM person
             JOIN exclusion ON exclusion.person_id = person.id AND exclusion.ended_at IS NULL
             JOIN concern_pupil AS theirs ON theirs.pupil_id = exclusion.pupil_id
             WHERE person.school_id = $1 AND ", is_among!("$8"), "
             UNION
             SELECT was.concern_id
             FROM person
             JOIN exclusion ON exclusion.person_id = person.id AND exclusion.ended_at IS NULL
             JOIN concern_pupil_off AS was ON was.pupil_id = exclusion.pupil_id
             WHERE person.school_id = $1 AND ", is_among!("$8"), "
         ) AS near
         JOIN concern ON concern.id = near.id
         JOIN case_standing ON case_standing.concern_id = concern.id
         WHERE case_standing.status <> 'closed' AND ", in_files!(), " AND ", opens_to_one_of!("$7"), " AND NOT ",
        opens_to_one_of!("$8"));
}

/// A safeguarding lead.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Lead {
    person: PersonId,
    name: String,
    /// Whether they hold a key that counts.
    holds_key: bool,
}

/// The safeguarding leads of a school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leads(Vec<Lead>);

impl Leads {
    /// Those of the actor's school, as they stand now.
    ///
    /// # Errors
    /// Not found, at no school; that the database is away.
    pub fn now(tx: &mut Tx<'_, '_>) -> Result<Self, Problem> {
        let school = params![tx.school()?];
        let leads = tx.all(LEADS, &school, |row| {
            Ok(Lead {
                person: row.get(0)?,
                name: row.get(1)?,
                holds_key: row.get(2)?,
            })
        })?;
        Ok(Self(leads))
    }

    /// The same, where this person holds no key that counts.
    #[must_use]
    pub fn without_key_of(&self, person: &PersonId) -> Self {
        self.where_one_holds(|lead| lead.holds_key && lead.person != *person)
    }

    /// The same, where everybody stands like this.
    #[must_use]
    pub(super) fn standing(&self, everybody: &[Standing]) -> Self {
        self.where_one_holds(|lead| {
            let mut found = everybody.iter().filter(|one| one.person == lead.person);
            found.any(|one| one.keys_that_count(&one.policy()) > 0)
        })
    }

    fn where_one_holds(&self, holds: impl Fn(&Lead) -> bool) -> Self {
        let leads = self.0.iter().map(|lead| Lead {
            holds_key: holds(lead),
            ..lead.clone()
        });
        Self(leads.collect())
    }

    fn with_key(&self) -> impl Iterator<Item = &Lead> {
        self.0.iter().filter(|lead| lead.holds_key)
    }

    /// Those who hold one, with a space around each.
    fn list(&self) -> String {
        let ids: Vec<&str> = self.with_key().map(|lead| lead.person.0.as_str()).collect();
        format!(" {} ", ids.join(" "))
    }

    /// What is lacking; nothing, where each lead holds a key that counts and where there is none.
    pub fn lacking(&self, me: &PersonId) -> Option<Lacking> {
        let without = self.0.iter().filter(|lead| !lead.holds_key);
        let without: Vec<&Lead> = without.collect();
        (!without.is_empty()).then(|| Lacking {
            leads: self.0.len(),
            is_me: without.iter().any(|lead| lead.person == *me),
            includes_me: self.0.iter().any(|lead| lead.person == *me),
            names: without.iter().map(|lead| lead.name.clone()).collect(),
        })
    }
}

/// How many leads hold a key that counts, where not each of them does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// How many there are.
    leads: usize,
    /// Who holds none, by name.
    names: Vec<String>,
    /// Whether the actor is one of these.
    pub is_me: bool,
    /// Whether the actor is a lead at all.
    pub includes_me: bool,
}

impl Lacking {
    /// Whether nobody holds one.
    pub fn is_every(&self) -> bool {
        self.names.len() == self.leads
    }

    /// `1 of 3 safeguarding leads holds no key that counts`.
    pub fn words(&self) -> String {
        match (self.names.len(), self.leads) {
            (one, all) if one == all => "No safeguarding lead holds a key that counts".to_owned(),
            (1, all) => format!("1 of {all} safeguarding leads holds no key that counts"),
            (some, all) => format!("{some} of {all} safeguarding leads hold no key that counts"),
        }
    }

    /// The same with who they are, and what follows.
    pub fn by_name(&self) -> String {
        let follows = match self.is_every() {
            true => "nobody can open concerns as a lead until one of them has linked a key",
            false => "a concern that only they may read stays closed until they have linked one",
        };
        format!("{}, so {follows}: {}.", self.words(), self.names.join(", "))
    }

    /// One for samples of pages.
    pub fn sample() -> Self {
        Self {
            leads: 2,
            names: vec!["Dana Lead".into(), "Dee Deputy".into()],
            is_me: true,
            includes_me: true,
        }
    }
}

/// What an act leaves of the leads who can open something, where it is less than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fewer {
    /// How many leads lose their last key that counts.
    lose: usize,
    /// Whether the actor is the one.
    is_me: bool,
    /// How many leads with one are left.
    left: usize,
    /// How many open concerns that the actor reads are kept from everybody who is left.
    stranded: i64,
}

impl Fewer {
    /// What becomes of these leads; nothing, where none loses what they had.
    ///
    /// # Errors
    /// Not found, at no school; that the database is away.
    pub fn between(
        tx: &mut Tx<'_, '_>,
        before: &Leads,
        after: &Leads,
    ) -> Result<Option<Self>, Problem> {
        let lose = before.with_key().filter(|lead| {
            let mut left = after.with_key();
            left.all(|one| one.person != lead.person)
        });
        let lose: Vec<&Lead> = lose.collect();
        let left = after.with_key().count();
        if lose.is_empty() {
            return Ok(None);
        }
        let stranded = match left {
            // Every concern is, so that none is told from the others by being counted.
            0 => None,
            // Nor is it for anybody but those who act on concerns, who may know of exclusions too.
            _ if !tx.access().has(Right::WorkCases) => None,
            _ => {
                let reach = Reach::now(tx)?;
                let lists = params![before.list(), after.list()];
                tx.one(STRANDED, &reach.and(&lists), |row| row.get(0))?
            }
        };
        Ok(Some(Self {
            lose: lose.len(),
            is_me: matches!(lose.as_slice(), [one] if one.person == *tx.person()?),
            left,
            stranded: stranded.unwrap_or_default(),
        }))
    }

    /// One for samples of pages.
    pub fn sample() -> Self {
        Self {
            lose: 2,
            is_me: false,
            left: 1,
            stranded: 1,
        }
    }

    /// What would follow, before it is done.
    pub fn would(&self) -> String {
        let lose = match (self.is_me, self.lose) {
            (true, _) => {
                "You are a safeguarding lead, and would hold no key that counts.".to_owned()
            }
            (false, 1) => "1 safeguarding lead would hold no key that counts.".to_owned(),
            (false, many) => format!("{many} safeguarding leads would hold no key that counts."),
        };
        let left = match self.left {
            0 => " No lead would be left who can open concerns: what is open would wait until one of \
                  them has linked a key."
                .to_owned(),
            1 => " 1 lead would be left who can open concerns.".to_owned(),
            many => format!(" {many} leads would be left who can open concerns."),
        };
        let stranded = match self.stranded {
            0 => String::new(),
            1 => " Of the open concerns that you read, 1 is kept from everybody who would be left, so \
                  nobody could open it."
                .to_owned(),
            many => format!(
                " Of the open concerns that you read, {many} are kept from everybody who would be \
                 left, so nobody could open them."
            ),
        };
        format!("{lose}{left}{stranded}")
    }

    /// What follows, once it is done, and what to do next.
    pub fn does(&self) -> String {
        let lose = match (self.is_me, self.lose) {
            (true, _) => "You are a safeguarding lead, and hold no key that counts now.".to_owned(),
            (false, 1) => "1 safeguarding lead holds no key that counts now.".to_owned(),
            (false, many) => format!("{many} safeguarding leads hold no key that counts now."),
        };
        let follows = match (self.left, self.stranded) {
            (0, _) => " No lead is left who can open concerns.",
            (_, 0) => "",
            (_, _) => " Some open concerns are kept from everybody who is left.",
        };
        let next = match (self.is_me, self.lose) {
            (true, _) => " Link another key today.",
            (false, 1) => " Help them to link another key today.",
            (false, _) => " Help one of them to link another key today.",
        };
        format!("{lose}{follows}{next}")
    }
}
