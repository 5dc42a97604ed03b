//! Everybody at a school, for those who may manage people: who they are, which user groups they
//! are in, and whether they have a password and keys. Never the password, never a key itself.

use std::collections::BTreeMap;

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::sight::Sight;
use super::store;
use crate::access::Right;
use crate::cx::Tx;
use crate::ids::PersonId;
use crate::layout::Choice;
use crate::pupils::YearGroup;

/// SQL: the names of the user groups of somebody (given as a column), in one line.
macro_rules! groups_line {
    ($person:literal) => {
        concat!(
            "COALESCE((SELECT string_agg(user_group.name, ', ' ORDER BY user_group.name)
                       FROM membership JOIN user_group ON user_group.id = membership.group_id
                       WHERE membership.person_id = ",
            $person,
            "), '')"
        )
    };
}
pub(crate) use groups_line;

keyward_db::statements! {
    /// Everybody who works or worked at a school, by name.
    EVERYBODY = "SELECT person.id, person.name, person.email, person.created_at, person.left_at,
                        (SELECT COUNT(*) FROM password WHERE password.person_id = person.id),
                        (SELECT COUNT(*) FROM working_key
                         WHERE working_key.person_id = person.id),
                        (SELECT MAX(started_at) FROM session
                         WHERE session.person_id = person.id)
                 FROM person WHERE school_id = $1 ORDER BY LOWER(person.name), person.id";
    /// One of them.
    SOMEBODY = "SELECT person.id, person.name, person.email, person.created_at, person.left_at,
                       (SELECT COUNT(*) FROM password WHERE password.person_id = person.id),
                       (SELECT COUNT(*) FROM working_key
                         WHERE working_key.person_id = person.id),
                       (SELECT MAX(started_at) FROM session
                        WHERE session.person_id = person.id)
                FROM person WHERE school_id = $1 AND person.id = $2";
    /// Who is in which user group.
    GROUPS_OF_ALL = "SELECT membership.person_id, user_group.name
                     FROM membership JOIN user_group ON user_group.id = membership.group_id
                     WHERE user_group.school_id = $1 ORDER BY user_group.name";
    /// In which user groups somebody is.
    GROUPS_OF = "SELECT membership.person_id, user_group.name
                 FROM membership JOIN user_group ON user_group.id = membership.group_id
                 WHERE user_group.school_id = $1 AND membership.person_id = $2
                 ORDER BY user_group.name";
    /// Who is given which year group.
    YEARS_OF_ALL = "SELECT person_year_group.person_id, person_year_group.year_group
                    FROM person_year_group JOIN person ON person.id = person_year_group.person_id
                    WHERE person.school_id = $1";
    /// Which year groups somebody is given.
    YEARS_OF = "SELECT person_year_group.person_id, person_year_group.year_group
                FROM person_year_group JOIN person ON person.id = person_year_group.person_id
                WHERE person.school_id = $1 AND person.id = $2";
    /// Who is given which form.
    FORMS_OF_ALL = "SELECT person_form.person_id, person_form.form
                    FROM person_form JOIN person ON person.id = person_form.person_id
                    WHERE person.school_id = $1 ORDER BY person_form.form";
    /// Which forms somebody is given.
    FORMS_OF = "SELECT person_form.person_id, person_form.form
                FROM person_form JOIN person ON person.id = person_form.person_id
                WHERE person.school_id = $1 AND person.id = $2 ORDER BY person_form.form";
    /// Everybody who works at a school, by name.
    HERE = concat!("SELECT person.id, person.name, person.email, ", groups_line!("person.id"), "
                    FROM person WHERE school_id = $1 AND left_at IS NULL
                    ORDER BY LOWER(name), id");
    /// Everybody here whose user groups give a right, with or without a key, by name. A user group
    /// that is limited to categories does not read every file.
    HOLDERS = concat!("SELECT person.id, person.name, person.email, ", groups_line!("person.id"), "
               FROM person
               WHERE person.school_id = $1 AND person.left_at IS NULL
                 AND EXISTS (
                     SELECT 1 FROM membership
                     JOIN group_right ON group_right.group_id = membership.group_id
                     WHERE membership.person_id = person.id AND group_right.right_name = $2
                       AND (group_right.right_name <> 'read_every_file'
                            OR NOT EXISTS (SELECT 1 FROM group_category
                                           WHERE group_category.group_id = group_right.group_id)))
               ORDER BY LOWER(person.name), person.id");
}

/// Somebody who works, or worked, at the school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// When their account was made.
    pub since: Moment,
    /// When their account ended, if it has.
    pub left: Option<Moment>,
    /// Whether they have set a password.
    pub has_password: bool,
    /// How many working keys they hold.
    pub keys: i64,
    /// When they last signed in, if ever.
    pub signed_in: Option<Moment>,
    /// The names of their user groups.
    pub groups: Vec<String>,
    /// Their year groups, youngest first.
    pub year_groups: Vec<YearGroup>,
    /// Their forms.
    pub forms: Vec<String>,
}

impl Member {
    /// Their user groups in one line.
    pub fn groups_line(&self) -> String {
        if self.groups.is_empty() {
            return "None".into();
        }
        self.groups.join(", ")
    }

    /// Their year groups and forms in one line; empty where they have none.
    pub fn years_line(&self) -> String {
        let words = self.year_groups.iter().map(YearGroup::to_string);
        let words = words.chain(self.forms.iter().cloned());
        words.collect::<Vec<_>>().join(", ")
    }

    /// Where their page is.
    pub fn url(&self) -> String {
        format!("/people/{}", self.id)
    }

    /// Where their account is ended.
    pub fn ending_url(&self) -> String {
        format!("/people/{}/ending", self.id)
    }

    /// When their account ended, in a sentence, if it has.
    pub fn ended_words(&self) -> Option<String> {
        self.left
            .map(|left| format!("This account ended on {}.", left.day()))
    }

    /// How a list sorts by their password: those without one first.
    pub fn password_order(&self) -> &'static str {
        if self.has_password { "1" } else { "0" }
    }

    /// Whether every word of what is sought stands somewhere in what the list shows of them.
    pub fn answers_to(&self, sought: &str) -> bool {
        let shown = format!("{} {} {}", self.name, self.email, self.groups.join(" "));
        let shown = shown.to_lowercase();
        let sought = sought.to_lowercase();
        sought.split_whitespace().all(|word| shown.contains(word))
    }
}

/// Somebody who works here: to be written to, or to be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their user groups, in one line; empty where they are in none.
    pub groups: String,
}

impl Holder {
    /// From a row of identifier, name, address and user groups.
    ///
    /// # Errors
    /// That the row is another.
    pub fn of_row(row: &Row<'_>) -> Result<Self, keyward_db::Error> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            email: row.get(2)?,
            groups: row.get(3)?,
        })
    }

    /// Their name with their user groups, so that whoever chooses knows whom: `Helen Okafor, DSL`.
    pub fn words(&self) -> String {
        match self.groups.as_str() {
            "" => self.name.clone(),
            groups => format!("{}, {groups}", self.name),
        }
    }

    /// As one of those to choose from.
    pub fn choice(&self) -> Choice {
        Choice::new(&self.id.0, self.words())
    }

    /// One for samples of pages.
    pub fn sample(id: &str, name: &str, groups: &str) -> Self {
        Self {
            id: PersonId(id.into()),
            name: name.into(),
            email: format!("{id}@hawthorn-park.example"),
            groups: groups.into(),
        }
    }
}

/// These people to choose from, after words that choose nobody.
pub fn choices<'a>(nobody: &str, people: impl IntoIterator<Item = &'a Holder>) -> Vec<Choice> {
    let first = std::iter::once(Choice::new("", nobody));
    first
        .chain(people.into_iter().map(Holder::choice))
        .collect()
}

fn read(row: &Row<'_>) -> Result<Member, keyward_db::Error> {
    let moment = |index| {
        let at = row.get::<Option<i64>>(index);
        at.map(|at| at.map(Moment::from_micros))
    };
    Ok(Member {
        id: row.get(0)?,
        name: row.get(1)?,
        email: row.get(2)?,
        since: Moment::from_micros(row.get(3)?),
        left: moment(4)?,
        has_password: row.get::<i64>(5)? > 0,
        keys: row.get(6)?,
        signed_in: moment(7)?,
        groups: Vec::new(),
        year_groups: Vec::new(),
        forms: Vec::new(),
    })
}

fn pair(row: &Row<'_>) -> Result<(PersonId, String), keyward_db::Error> {
    Ok((row.get(0)?, row.get(1)?))
}

/// Everybody at the actor's school, by name.
pub(super) fn everybody(tx: &mut Tx<'_, '_>) -> Result<Vec<Member>, Problem> {
    let school = tx.school()?;
    let mut members = tx.all(EVERYBODY, &params![school], read)?;
    let mut groups = by_person(tx.all(GROUPS_OF_ALL, &params![school], pair)?);
    let mut years = by_person(tx.all(YEARS_OF_ALL, &params![school], pair)?);
    let mut forms = by_person(tx.all(FORMS_OF_ALL, &params![school], pair)?);
    for member in &mut members {
        member.forms = forms.remove(&member.id).unwrap_or_default();
        member.groups = groups.remove(&member.id).unwrap_or_default();
        member.year_groups = years_named(&years.remove(&member.id).unwrap_or_default());
    }
    Ok(members)
}

/// The year groups of these names, youngest first.
fn years_named(names: &[String]) -> Vec<YearGroup> {
    let mut years: Vec<_> = names
        .iter()
        .filter_map(|name| YearGroup::named(name))
        .collect();
    years.sort_unstable();
    years
}

fn by_person(pairs: Vec<(PersonId, String)>) -> BTreeMap<PersonId, Vec<String>> {
    let mut map = BTreeMap::<_, Vec<_>>::new();
    for (person, name) in pairs {
        map.entry(person).or_default().push(name);
    }
    map
}

/// Somebody at the actor's school, whether or not their account has ended.
pub(super) fn somebody(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Member, Problem> {
    let school = tx.school()?;
    let params = params![school, person];
    let mut member = tx.one(SOMEBODY, &params, read)?.ok_or(Problem::NotFound)?;
    let names = |pairs: Vec<(PersonId, String)>| -> Vec<String> {
        pairs.into_iter().map(|(_, name)| name).collect()
    };
    member.groups = names(tx.all(GROUPS_OF, &params, pair)?);
    member.year_groups = years_named(&names(tx.all(YEARS_OF, &params, pair)?));
    member.forms = names(tx.all(FORMS_OF, &params, pair)?);
    Ok(member)
}

/// Everybody at the actor's school whose user groups give this right, with or without a key, by
/// name.
///
/// # Errors
/// That the database is away.
pub fn holders(tx: &mut Tx<'_, '_>, right: Right) -> Result<Vec<Holder>, Problem> {
    let params = params![tx.school()?, right.name()];
    Ok(tx.all(HOLDERS, &params, Holder::of_row)?)
}

/// Everybody who works at the actor's school, by name.
///
/// # Errors
/// That the database is away.
pub fn everybody_here(tx: &mut Tx<'_, '_>) -> Result<Vec<Holder>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(HERE, &params![school], Holder::of_row)?)
}

/// What of pupils' files somebody at the actor's school may read with their key.
///
/// # Errors
/// Not found; that the database is away.
pub fn sight_of(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Sight, Problem> {
    let member = somebody(tx, person)?;
    Ok(Sight {
        lenses: store::lenses(tx, person)?,
        years: member.year_groups,
        forms: member.forms,
    })
}

/// Everybody at the actor's school whose user groups give any of these rights, each once.
///
/// # Errors
/// That the database is away.
pub fn holders_of_any(tx: &mut Tx<'_, '_>, rights: &[Right]) -> Result<Vec<Holder>, Problem> {
    let mut all = BTreeMap::new();
    for right in rights {
        for holder in holders(tx, *right)? {
            all.entry(holder.id.clone()).or_insert(holder);
        }
    }
    Ok(all.into_values().collect())
}

/// Whether somebody would still be there to manage people and user groups: asked within an act
/// that might lock the school out.
///
/// # Errors
/// That the database is away.
pub fn is_locked_out(tx: &mut Tx<'_, '_>) -> Result<bool, Problem> {
    for right in [Right::ManagePeople, Right::ManageGroups] {
        if holders(tx, right)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Somebody for samples of pages.
pub(super) fn sample() -> Member {
    Member {
        id: PersonId("p".into()),
        name: "Amira Khan".into(),
        email: "amira.khan@hawthorn-park.example".into(),
        since: Moment::from_micros(1_790_000_000_000_000),
        left: None,
        has_password: true,
        keys: 1,
        signed_in: Some(Moment::from_micros(1_795_000_000_000_000)),
        groups: vec!["Pastoral".into(), "Staff".into()],
        year_groups: years_named(&["7", "8"].map(String::from)),
        forms: vec!["9A".into()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_answers_to_every_word_of_their_name_address_and_groups() {
        let amira = sample();
        for sought in ["", "amira", "KHAN ami", "hawthorn pastoral"] {
            assert!(amira.answers_to(sought), "{sought}");
        }
        assert!(!amira.answers_to("amira dsl"));
    }
}
