//! Who can be alerted to a concern, and the letters that tell of what was added to it.

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::reader::{is_lead, kept_from_by};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId};
use crate::mail::{self, Letter};

keyward_db::statements! {
    /// Everybody whose groups let them read alerts, in either column; once a user group, leads
    /// first.
    PEOPLE = concat!("SELECT person.id, person.name, user_group.name,
                     CASE WHEN ", is_lead!("person.id"), " THEN 1 ELSE 0 END AS is_lead,
                     CASE WHEN EXISTS (SELECT 1 FROM password
                                       WHERE password.person_id = person.id)
                          THEN 1 ELSE 0 END
              FROM person
              JOIN membership ON membership.person_id = person.id
              JOIN user_group ON user_group.id = membership.group_id
              WHERE person.school_id = $1 AND person.left_at IS NULL
                AND EXISTS (SELECT 1 FROM membership AS theirs
                            JOIN group_right ON group_right.group_id = theirs.group_id
                            WHERE theirs.person_id = person.id
                              AND group_right.right_name = 'read_alerts')
              ORDER BY is_lead DESC, person.name, person.id, user_group.name");
    /// Where to write to the people who keep sight of a concern but for one: those alerted to it,
    /// and its recorder; and when they were told last that something was added to it.
    KEPT_IN_SIGHT = concat!(
        "SELECT person.email, person.name, person.id, amendment_told.told_at
         FROM person JOIN concern ON concern.id = $1
         LEFT JOIN amendment_told ON amendment_told.concern_id = concern.id
                                 AND amendment_told.person_id = person.id
         WHERE person.left_at IS NULL AND person.id <> $2
           AND (person.id IN (SELECT person_id FROM alert WHERE concern_id = $1)
                OR person.id = concern.recorder_id)
           AND NOT ", kept_from_by!("person.id"), "
         ORDER BY person.id");
    /// Somebody is told that something was added to a concern.
    TOLD = "INSERT INTO amendment_told (concern_id, person_id, told_at) VALUES ($1, $2, $3)
            ON CONFLICT (concern_id, person_id) DO UPDATE SET told_at = $3";
}

/// How long somebody who was told that something was added to a concern is told of nothing else that
/// is added to it.
const TOLD_ONCE_SECONDS: i64 = 15 * 60;

/// When a letter goes to somebody who was told last at this moment, which is still to come where that
/// letter waits: now, or at the end of the time in which they are told once. Nothing, where the letter
/// that waits says it too.
fn goes_at(told_at: Option<Moment>, now: Moment) -> Option<Moment> {
    match told_at {
        Some(told_at) if told_at > now => None,
        Some(told_at) => Some(told_at.plus_seconds(TOLD_ONCE_SECONDS).max(now)),
        None => Some(now),
    }
}

/// Somebody who can be alerted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alertable {
    /// Which.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their user groups, in words.
    pub groups: String,
    /// Whether they are a safeguarding lead.
    pub is_lead: bool,
    /// Whether they have ever set a password; without one they cannot have signed in.
    pub has_password: bool,
}

impl Alertable {
    /// Their user groups, and whether an alert may wait unseen.
    pub fn in_words(&self) -> String {
        match self.has_password {
            true => self.groups.clone(),
            false => format!("{}. Has not signed in yet", self.groups),
        }
    }
}

/// Everybody who can be alerted, leads first. The actor is among them only as a lead.
///
/// # Errors
/// Not found, for nobody; that the database is away.
pub fn people(tx: &mut Tx<'_, '_>) -> Result<Vec<Alertable>, Problem> {
    let (school, me) = (tx.school()?, tx.person()?);
    let rows = tx.all(PEOPLE, &params![school], |row| {
        Ok(Alertable {
            id: row.get(0)?,
            name: row.get(1)?,
            groups: row.get(2)?,
            is_lead: row.get(3)?,
            has_password: row.get(4)?,
        })
    })?;
    let mut people: Vec<Alertable> = Vec::new();
    for row in rows {
        match people.last_mut() {
            Some(person) if person.id == row.id => {
                person.groups.push_str(", ");
                person.groups.push_str(&row.groups);
            }
            _ => people.push(row),
        }
    }
    people.retain(|person| person.id != *me || person.is_lead);
    Ok(people)
}

/// Writes to those who keep sight of a concern, but for the actor, that something was added: once in a
/// while each, however much that is, and of nothing too late to be told.
///
/// # Errors
/// That the database is away.
pub fn tell_of_amendment(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    sign_in_url: &str,
) -> Result<(), Problem> {
    let me = tx.person()?;
    let people = tx.all(KEPT_IN_SIGHT, &params![concern, me], |row| {
        let told_at = row.get::<Option<i64>>(3)?.map(Moment::from_micros);
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, told_at))
    })?;
    for (email, name, person, told_at) in people {
        let (email, name, person): (String, String, PersonId) = (email, name, person);
        let Some(goes_at) = goes_at(told_at, tx.now()) else {
            continue;
        };
        tx.execute(TOLD, &params![concern, &person, goes_at.as_micros()])?;
        let letter = Letter {
            to: &email,
            subject: "Something was added to a concern that you logged or were alerted to",
            body: &format!(
                "Hello {name},\n\nSomething was added to a concern that you logged or were \
                 alerted to.\n\nSign in: {sign_in_url}\n"
            ),
        };
        mail::post_at(tx, &letter, goes_at)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_told_once_in_a_while_and_of_everything() {
        let at = |seconds| Moment::from_micros(1_795_356_300_000_000).plus_seconds(seconds);
        assert_eq!(goes_at(None, at(0)), Some(at(0)));
        assert_eq!(goes_at(Some(at(0)), at(1)), Some(at(900)));
        assert_eq!(goes_at(Some(at(900)), at(2)), None);
        assert_eq!(goes_at(Some(at(900)), at(899)), None);
        assert_eq!(goes_at(Some(at(900)), at(901)), Some(at(1_800)));
        assert_eq!(goes_at(Some(at(0)), at(900)), Some(at(900)));
        assert_eq!(goes_at(Some(at(0)), at(5_000)), Some(at(5_000)));
    }
}
