//! Why somebody sees a pupil's file or does not: each rule that opens or closes it, in words.

use keyward_web::Problem;

use super::store::{self, Counts, FileRule, GroupRule};
use crate::access::{Access, Files, Right};
use crate::cx::Tx;
use crate::ids::{PersonId, PupilId};
use crate::people::{self, Holder, Sight, limits_words};
use crate::pupils::{self, Pupil};

/// What a rule does to a file.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// It opens it.
    Opens,
    /// It closes it, whatever opens it.
    Closes,
    /// Neither.
    Neither,
}

impl Effect {
    pub fn word(self) -> &'static str {
        match self {
            Self::Opens => "Opens",
            Self::Closes => "Closes",
            Self::Neither => "No effect",
        }
    }

    pub fn colour(self) -> &'static str {
        match self {
            Self::Opens => "govuk-tag--green",
            Self::Closes => "govuk-tag--red",
            Self::Neither => "govuk-tag--grey",
        }
    }
}

/// One rule, and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub effect: Effect,
    pub name: String,
    pub words: String,
}

/// The answer about somebody and a pupil.
#[derive(Clone, Debug)]
pub(super) struct Why {
    pub name: String,
    pub pupil: Pupil,
    /// Whether the file is open to them with a key that elevates them.
    pub is_open: bool,
    /// How many keys they hold that elevate them.
    pub keys: i64,
    pub rules: Vec<Rule>,
    /// How they read the concerns in the file, where the actor may read it themselves.
    pub counts: Option<Counts>,
}

/// Counts the rule for somebody else, as the actor may know it.
pub(super) fn why(tx: &mut Tx<'_, '_>, person: &Holder, pupil: Pupil) -> Result<Why, Problem> {
    let (access, keys) = store::access_and_keys(tx, &person.id)?;
    let file = store::file_rule(tx, &person.id, &access, &pupil.id)?;
    let counts = match may_read(tx, &pupil.id)? {
        true => Some(store::counts(tx, &person.id, &access, &pupil.id)?),
        false => None,
    };
    let mut rules = group_rules(tx, &person.id, &file, &pupil)?;
    let opens = rules.iter().any(|rule| rule.effect == Effect::Opens);
    rules.push(key_rule(keys, &access, opens));
    rules.push(exclusion_rule(&file));
    Ok(Why {
        name: person.name.clone(),
        pupil,
        is_open: file.is_open,
        keys,
        rules,
        counts,
    })
}

/// Whether the file is open to somebody with a key that elevates them, how many of those they hold,
/// and what each of their user groups does about it.
pub(super) fn file_rules(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    pupil: &Pupil,
) -> Result<(bool, i64, Vec<Rule>), Problem> {
    let (access, keys) = store::access_and_keys(tx, person)?;
    let file = store::file_rule(tx, person, &access, &pupil.id)?;
    let rules = match file.is_open {
        true => group_rules(tx, person, &file, pupil)?,
        false => Vec::new(),
    };
    Ok((file.is_open, keys, rules))
}

fn group_rules(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    file: &FileRule,
    pupil: &Pupil,
) -> Result<Vec<Rule>, Problem> {
    let sight = people::sight_of(tx, person)?;
    let groups = file.groups.iter();
    Ok(groups
        .map(|group| group_rule(group, &sight, pupil))
        .collect())
}

/// The pupil of this identifier, if the actor may be told about them.
pub(super) fn pupil_asked(tx: &mut Tx<'_, '_>, id: &PupilId) -> Result<Option<Pupil>, Problem> {
    if id.0.is_empty() || !may_ask(tx, id)? {
        return Ok(None);
    }
    match pupils::find_for_asking(tx, id) {
        Ok(pupil) => Ok(Some(pupil)),
        Err(Problem::NotFound) => match pupils::find(tx, id) {
            Ok(pupil) => Ok(Some(pupil)),
            Err(Problem::NotFound) => Ok(None),
            Err(other) => Err(other),
        },
        Err(other) => Err(other),
    }
}

/// Whether the actor may read the file themselves.
pub(super) fn may_read(tx: &mut Tx<'_, '_>, pupil: &PupilId) -> Result<bool, Problem> {
    match pupils::find(tx, pupil) {
        Ok(_) => Ok(true),
        Err(Problem::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}

/// Whether the actor may be told about this pupil: whoever manages people or user groups about
/// any, whoever acts on concerns about those whose files they may read.
pub(super) fn may_ask(tx: &mut Tx<'_, '_>, pupil: &PupilId) -> Result<bool, Problem> {
    let access = tx.access();
    match access.has(Right::ManagePeople) || access.has(Right::ManageGroups) {
        true => Ok(true),
        false => may_read(tx, pupil),
    }
}

/// The person, if they work here and are not the actor.
pub(super) fn somebody_else(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
) -> Result<Option<Holder>, Problem> {
    let me = tx.person()?;
    let staff = people::everybody_here(tx)?;
    Ok(staff
        .into_iter()
        .find(|one| one.id == *person && one.id != *me))
}

fn group_rule(rule: &GroupRule, sight: &Sight, pupil: &Pupil) -> Rule {
    let name = format!("User group {}", rule.group);
    let given = match (sight.years.is_empty(), sight.forms.is_empty()) {
        (true, true) => "none".to_owned(),
        _ => {
            let years = sight.years.iter().map(ToString::to_string);
            let all: Vec<String> = years.chain(sight.forms.iter().cloned()).collect();
            all.join(", ")
        }
    };
    let limits = limits_words(&rule.limits);
    let is_in = match pupil.form.as_str() {
        "" => pupil.year_words(),
        form => format!("{}, {form}", pupil.year_words()),
    };
    let (effect, words) = match (rule.right, rule.takes_in) {
        (Some(Right::ReadEveryFile), _) => {
            (Effect::Opens, format!("Reads every pupil’s file{limits}."))
        }
        (Some(_), true) => (
            Effect::Opens,
            format!(
                "Reads the files of the year groups and forms that its people are given{limits}. \
                 They are given: {given}. The pupil is in {is_in}."
            ),
        ),
        (Some(_), false) => (
            Effect::Neither,
            format!(
                "Reads the files of the year groups and forms that its people are given. They are \
                 given: {given}. The pupil is in {is_in}, which is none of them."
            ),
        ),
        (None, _) => (Effect::Neither, "Opens no pupil’s file.".to_owned()),
    };
    Rule {
        effect,
        name,
        words,
    }
}

/// What their keys do about a file that their user groups open, or do not.
fn key_rule(keys: i64, access: &Access, opens: bool) -> Rule {
    let (effect, words) = match (access.files(), opens, keys) {
        (Files::None, _, _) => (
            Effect::Neither,
            "No user group of theirs opens files, with or without a key.".to_owned(),
        ),
        (Files::Given | Files::Every, false, _) => (
            Effect::Neither,
            "No user group of theirs opens this file, with or without a key.".to_owned(),
        ),
        (Files::Given | Files::Every, true, 0) => (
            Effect::Closes,
            "They hold no key that elevates their access under what their user groups ask of keys. \
             Until they link one, what is open with a key is closed to them, but for the school’s \
             break-glass code."
                .to_owned(),
        ),
        (Files::Given | Files::Every, true, keys) => (
            Effect::Opens,
            format!(
                "Files open only while a key of theirs elevates their access. They hold {keys} that \
                 {}.",
                if keys == 1 { "does" } else { "do" }
            ),
        ),
    };
    Rule {
        effect,
        name: "Their own security key".to_owned(),
        words,
    }
}

fn exclusion_rule(file: &FileRule) -> Rule {
    let (effect, words) = match file.excluded_since {
        Some(since) => (
            Effect::Closes,
            format!(
                "An exclusion closes this file to them since {}, whatever else opens it. They are \
                 not told.",
                since.day()
            ),
        ),
        None => (
            Effect::Neither,
            "Nobody has excluded them from this file.".to_owned(),
        ),
    };
    Rule {
        effect,
        name: "Exclusions".to_owned(),
        words,
    }
}

impl Why {
    /// The answer in a sentence.
    pub fn verdict(&self) -> String {
        match (self.is_open, self.keys) {
            (true, 0) => format!(
                "The file of {} would be open to {} with a security key, and they hold none that \
                 elevates their access",
                self.pupil.display_name(),
                self.name
            ),
            (true, _) => format!(
                "{} can open the file of {}, with their security key",
                self.name,
                self.pupil.display_name()
            ),
            (false, _) => format!(
                "{} cannot open the file of {}",
                self.name,
                self.pupil.display_name()
            ),
        }
    }

    /// How they come to read the concerns about the pupil, line by line.
    pub fn concern_lines(&self) -> Vec<String> {
        let Some(counts) = self.counts else {
            return Vec::new();
        };
        if counts.all == 0 {
            return vec!["There is no concern about this pupil that you may read.".to_owned()];
        }
        let mut lines = vec![format!(
            "Of {} about this pupil that you may read, {} can read {}.",
            concerns(counts.all),
            self.name,
            self.how_many(counts)
        )];
        let mut line = |count: usize, words: &str| {
            if count > 0 {
                lines.push(format!("{words}: {}.", concerns(count)));
            }
        };
        line(counts.in_file, "Through this pupil’s file");
        line(counts.own, "Only as whoever logged it");
        line(counts.alerted, "Only because they were alerted to it");
        line(
            counts.kept,
            "Kept from them, because it names them or a pupil from whose file they were excluded",
        );
        lines
    }

    /// How many of the concerns they read, and whether they need a key for it.
    fn how_many(&self, counts: Counts) -> String {
        let Counts {
            open, without_key, ..
        } = counts;
        match (open, without_key, self.keys) {
            (0, _, _) => "none".to_owned(),
            (open, without_key, _) if open == without_key => format!("{open}, without a key"),
            (open, 0, 0) => format!(
                "none without a security key that elevates their access, which they do not hold; {open} with one"
            ),
            (open, without_key, 0) => format!(
                "{without_key} now, and {open} with a security key that elevates their access, which \
                 they do not hold"
            ),
            (open, 0, _) => format!("{open}, with their key"),
            (open, without_key, _) => {
                format!("{open} with their key, and {without_key} of them without it")
            }
        }
    }
}

/// `1 concern` or `3 concerns`.
fn concerns(count: usize) -> String {
    match count {
        1 => "1 concern".to_owned(),
        many => format!("{many} concerns"),
    }
}
