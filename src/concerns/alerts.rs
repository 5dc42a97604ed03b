//! Who can be alerted to a concern, and the letters that tell of what was added to it.

use keyward_db::params;
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
    /// and its recorder.
    KEPT_IN_SIGHT = concat!(
        "SELECT person.email, person.name FROM person JOIN concern ON concern.id = $1
         WHERE person.left_at IS NULL AND person.id <> $2
           AND (person.id IN (SELECT person_id FROM alert WHERE concern_id = $1)
                OR person.id = concern.recorder_id)
           AND NOT ", kept_from_by!("person.id"), "
         ORDER BY person.id");
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

/// Writes to those who keep sight of a concern, but for the actor, that something was added.
///
/// # Errors
/// That the database is away.
pub fn tell_of_amendment(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    sign_in_url: &str,
) -> Result<(), Problem> {
    let me = tx.person()?;
    let people: Vec<(String, String)> = tx.all(KEPT_IN_SIGHT, &params![concern, me], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    for (email, name) in people {
        let letter = Letter {
            to: &email,
            subject: "Something was added to a concern that you logged or were alerted to",
            body: &format!(
                "Hello {name},\n\nSomething was added to a concern that you logged or were \
                 alerted to.\n\nSign in: {sign_in_url}\n"
            ),
        };
        mail::post(tx, &letter)?;
    }
    Ok(())
}
