//! What follows where somebody is to hear of concerns who is no safeguarding lead, or who has no key
//! that counts where their user group asks for one. It is said to whoever chooses them, and forbids nothing.

use keyward_db::params;
use keyward_web::Problem;

use crate::concerns::is_lead;
use crate::cx::Tx;
use crate::ids::PersonId;
use crate::key_policy::holds_a_key_that_counts;

keyward_db::statements! {
    /// Who works at a school: whether they are a lead, whether they read alerts without a key, and
    /// whether they hold a key that elevates them.
    ABLE = concat!(
        "SELECT person.id, person.name,
                CASE WHEN ", is_lead!("person.id"), " THEN 1 ELSE 0 END,
                CASE WHEN EXISTS (SELECT 1 FROM membership
                                  JOIN group_right ON group_right.group_id = membership.group_id
                                  WHERE membership.person_id = person.id
                                    AND group_right.right_name = 'read_alerts'
                                    AND group_right.access = 'standard') THEN 1 ELSE 0 END,
                CASE WHEN ", holds_a_key_that_counts!("person.id"), " THEN 1 ELSE 0 END
         FROM person WHERE person.school_id = $1 AND person.left_at IS NULL
         ORDER BY LOWER(person.name), person.id");
}

/// Whether somebody can do something about a concern of which they hear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Able {
    pub id: PersonId,
    pub name: String,
    pub is_lead: bool,
    /// Whether they can read what they hear of: without a key, or because they hold one that counts.
    pub can_read: bool,
    /// Whether they hold a key that counts, without which nobody acts on a concern.
    pub has_key: bool,
}

/// Behind the name of somebody who holds no key that counts.
pub(super) const NO_KEY: &str = "no security key that opens concerns yet";

impl Able {
    /// Behind their name where they are to hear of concerns: whatever may make them the wrong one.
    pub(super) fn behind_name(&self) -> Vec<&'static str> {
        let not_a_lead = (!self.is_lead).then_some("not a safeguarding lead");
        let cannot_read = (!self.can_read).then_some(NO_KEY);
        not_a_lead.into_iter().chain(cannot_read).collect()
    }

    /// What follows where a concern is passed on to them.
    pub(super) fn in_line(&self) -> Option<String> {
        let name = &self.name;
        match (self.is_lead, self.can_read) {
            (true, true) => None,
            (_, false) => Some(self.as_alerted()?),
            (false, true) => Some(format!(
                "{name} is not a safeguarding lead. When {name} acknowledges a concern, it still waits \
                 for a lead, and is passed on again from the next school day."
            )),
        }
    }

    /// What follows where they are alerted.
    pub(super) fn as_alerted(&self) -> Option<String> {
        let name = &self.name;
        (!self.can_read).then(|| {
            format!(
                "{name} has {NO_KEY}, and cannot read a concern before they have one. Ask {name} to set \
                 one up under Account Settings."
            )
        })
    }
}

/// Everybody at the actor's school.
pub(super) fn everybody(tx: &mut Tx<'_, '_>) -> Result<Vec<Able>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(ABLE, &params![school], |row| {
        let has_key = row.get(4)?;
        Ok(Able {
            id: row.get(0)?,
            name: row.get(1)?,
            is_lead: row.get(2)?,
            can_read: row.get::<bool>(3)? || has_key,
            has_key,
        })
    })?)
}

/// What follows for these people, in their order, a sentence or two each.
pub(super) fn follows<'a>(
    able: &'a [Able],
    people: &'a [PersonId],
    of: fn(&Able) -> Option<String>,
) -> Vec<String> {
    let found = |id: &PersonId| able.iter().find(|one| one.id == *id);
    people.iter().filter_map(found).filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_is_said_where_something_does() {
        let able = |is_lead, can_read| Able {
            id: PersonId("s".into()),
            name: "Sam Staff".into(),
            is_lead,
            can_read,
            has_key: can_read,
        };
        let lead = able(true, true);
        assert_eq!(
            (lead.in_line(), lead.as_alerted(), lead.behind_name()),
            (None, None, Vec::new())
        );
        let teacher = able(false, true);
        assert!(
            teacher
                .in_line()
                .is_some_and(|words| words.contains("still waits for a lead"))
        );
        assert_eq!(teacher.as_alerted(), None);
        for keyless in [able(true, false), able(false, false)] {
            assert_eq!(keyless.in_line(), keyless.as_alerted());
            assert!(keyless.behind_name().contains(&NO_KEY));
        }
    }
}
