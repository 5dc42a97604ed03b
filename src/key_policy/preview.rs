//! What a policy would do, before it is saved: by name.

use askama::Template;

use super::change::Change;
use super::form::PolicyForm;
use super::leads::Fewer;
use super::plan::{Plan, Touched};
use super::standing::Effect;
use crate::ids::GroupId;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "key_policy/preview.html")]
pub(super) struct PreviewPage {
    shell: Shell,
    group: GroupId,
    name: String,
    people: usize,
    changes: Vec<Change>,
    sections: Vec<Section>,
    fields: Vec<(&'static str, String)>,
    seen: String,
    /// What it leaves of the leads who can open something, where that is less.
    fewer_leads: Option<String>,
    /// Whether nobody outside the user group could change it back.
    is_one_way: bool,
    /// Whether it is something else than the page said before.
    is_other: bool,
}

/// Everybody to whom the same happens.
struct Section {
    heading: &'static str,
    words: &'static str,
    is_grave: bool,
    people: Vec<Named>,
}

/// Somebody's name, and what is to be said of them alone.
struct Named {
    name: String,
    note: String,
}

/// The headings in order of how grave it is, with the words below them.
const SECTIONS: [(&str, &str, bool); 7] = [
    (
        "Locked out",
        "No key of theirs would elevate their access. They keep what the standard column gives.",
        true,
    ),
    (
        "Perhaps locked out",
        "They would be asked for their key’s PIN, and no key of theirs has given one yet. A key \
         without a PIN would not elevate.",
        true,
    ),
    (
        "Too few keys, and no time left",
        "Nothing elevates until they have linked as many as are asked for.",
        true,
    ),
    (
        "Too few keys, with time to link more",
        "They are told, and go on as before until then.",
        false,
    ),
    (
        "Elevated now",
        "Their elevated access would end at their next click.",
        false,
    ),
    (
        "Without any key",
        "Nothing opens to them until they have linked a key.",
        true,
    ),
    (
        "Asked for their key at sign-in",
        "Nothing opens to them until they show it, from their next click.",
        false,
    ),
];

const fn place(effect: &Effect) -> usize {
    match effect {
        Effect::LockedOut => 0,
        Effect::PinNotSeen => 1,
        Effect::GraceOver => 2,
        Effect::Short { .. } => 3,
        Effect::Drops => 4,
        Effect::NeedsFirstKey => 5,
        Effect::ShowsKey => 6,
    }
}

fn note(effect: &Effect) -> String {
    match effect {
        Effect::Short {
            keys,
            keys_min,
            until,
        } => match keys {
            0 => format!("holds none of {keys_min}, until {}", until.day_and_time()),
            keys => format!("holds {keys} of {keys_min}, until {}", until.day_and_time()),
        },
        Effect::LockedOut
        | Effect::PinNotSeen
        | Effect::GraceOver
        | Effect::Drops
        | Effect::NeedsFirstKey
        | Effect::ShowsKey => String::new(),
    }
}

impl PreviewPage {
    /// The page of a plan, with the form that it came from.
    pub fn of(
        shell: Shell,
        group: &GroupId,
        plan: &Plan,
        form: &PolicyForm,
        is_other: bool,
    ) -> Self {
        let mut sections: Vec<Section> = SECTIONS
            .iter()
            .map(|(heading, words, is_grave)| Section {
                heading,
                words,
                is_grave: *is_grave,
                people: Vec::new(),
            })
            .collect();
        for Touched { who, effects } in &plan.touched {
            for effect in effects {
                sections[place(effect)].people.push(Named {
                    name: who.name.clone(),
                    note: note(effect),
                });
            }
        }
        sections.retain(|section| !section.people.is_empty());
        Self {
            shell,
            group: group.clone(),
            name: plan.group.clone(),
            people: plan.people,
            changes: plan.changes.clone(),
            sections,
            fields: form.pairs(),
            seen: plan.digest(),
            fewer_leads: plan.fewer_leads.as_ref().map(Fewer::would),
            is_one_way: plan.is_one_way,
            is_other,
        }
    }

    fn people_words(&self) -> String {
        match self.people {
            0 => "Nobody is in this user group.".to_owned(),
            1 => "1 person is in this user group, and nothing else changes for them.".to_owned(),
            many => {
                format!("{many} people are in this user group, and nothing else changes for them.")
            }
        }
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> PreviewPage {
    let people = |note: &str| {
        vec![Named {
            name: "Amira Khan".into(),
            note: note.into(),
        }]
    };
    let section = |at: usize, note: &str| Section {
        heading: SECTIONS[at].0,
        words: SECTIONS[at].1,
        is_grave: SECTIONS[at].2,
        people: people(note),
    };
    PreviewPage {
        shell: Shell::default(),
        group: GroupId("g".into()),
        name: "DSL".into(),
        people: 2,
        changes: vec![Change {
            what: "PIN asked for",
            field: "pin",
            before: "No".into(),
            now: "Yes".into(),
            is_looser: false,
        }],
        sections: vec![
            section(0, ""),
            section(3, "holds 1 of 2, until 8 December 2026 at 09:00"),
        ],
        fields: Vec::new(),
        seen: String::new(),
        fewer_leads: Some(Fewer::sample().would()),
        is_one_way: true,
        is_other: true,
    }
}
