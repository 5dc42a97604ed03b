//! What somebody does about a concern, and how it reads afterwards.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::terms::{
    ActionSort, Considered, Means, Outcome, Reached, Referral, Significance, Threshold, Whom,
};

/// Somebody whom a deed names, as they were called when it was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Named {
    pub id: String,
    pub name: String,
}

/// One pupil's role, as it was and as it is from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct NewRole {
    pub pupil: String,
    pub from: String,
    pub to: String,
}

/// What was done, with every word of it. It is sealed as a whole and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Deed {
    /// Somebody has it in hand.
    Acknowledgement {},
    /// It was given to somebody, or to nobody in particular.
    Assignment { to: Option<Named>, words: String },
    /// Something is to be done.
    Action {
        sort: ActionSort,
        words: String,
        to: Named,
        due_on: String,
    },
    /// What was to be done is done.
    ActionDone { action: String, words: String },
    /// What was to be done is no longer to be done.
    ActionCancelled { action: String, words: String },
    /// Somebody was spoken or written to.
    Contact {
        with: Whom,
        agency: String,
        person: String,
        means: Means,
        reached: Reached,
        words: String,
    },
    /// Something was decided.
    Decision {
        threshold: Threshold,
        considered: Vec<Considered>,
        decision: String,
        reasons: String,
        /// Whether a referral that was considered was made; decisions that are older than the
        /// question do not say.
        #[serde(default)]
        referral: Option<Referral>,
        /// Why a referral that was considered was not made.
        no_referral: Option<String>,
    },
    /// It belongs with another concern.
    Link { other: String, words: String },
    /// It does not belong with it after all.
    LinkUndone { other: String, words: String },
    /// Its categories are others from now on.
    CategoryChange {
        from: Vec<String>,
        to: Vec<String>,
        /// The categories from now on, by identifier.
        ids: Vec<String>,
        words: String,
    },
    /// Some pupils’ roles are others from now on.
    RoleChange { roles: Vec<NewRole>, words: String },
    /// How much it weighs.
    Significance {
        significance: Significance,
        words: String,
    },
    /// Words for whoever reads the file, and nobody else.
    CaseNote { words: String },
    /// A pupil turned out to be involved, with this part in it.
    PupilAdded {
        pupil: String,
        role: String,
        words: String,
    },
    /// It is not about this pupil after all.
    PupilTakenOff { pupil: String, words: String },
    /// People and alert groups were chosen to be alerted, whether or not it reached them.
    Alert {
        people: Vec<Named>,
        groups: Vec<Named>,
        words: String,
    },
    /// It names a member of staff, who is kept from it.
    StaffNamed { person: Named, words: String },
    /// They are not part of it after all.
    StaffTakenOff { person: Named, words: String },
    /// Words to somebody who sees the concern but not what is done about it.
    Note { to: Named, words: String },
    /// It is closed.
    Closure { outcome: Outcome, words: String },
    /// It is open again.
    Reopening { words: String },
}

/// A deed in words: what it was, its facts by name, and what was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InWords {
    /// What it was: "Contact with the police".
    pub what: String,
    /// Facts by name: "By telephone".
    pub facts: Vec<(&'static str, String)>,
    /// What was written, each text under its name.
    pub texts: Vec<(&'static str, String)>,
}

impl InWords {
    fn of(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            ..Self::default()
        }
    }

    fn fact(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.facts.push((name, value));
        }
        self
    }

    fn text(mut self, name: &'static str, words: &str) -> Self {
        if !words.is_empty() {
            self.texts.push((name, words.to_owned()));
        }
        self
    }
}

impl Deed {
    /// What kind it is.
    pub(super) const fn kind(&self) -> Kind {
        match self {
            Self::Acknowledgement {} => Kind::Acknowledgement,
            Self::Assignment { .. } => Kind::Assignment,
            Self::Action { .. } => Kind::Action,
            Self::ActionDone { .. } => Kind::ActionDone,
            Self::ActionCancelled { .. } => Kind::ActionCancelled,
            Self::Contact { .. } => Kind::Contact,
            Self::Decision { .. } => Kind::Decision,
            Self::Link { .. } => Kind::Link,
            Self::LinkUndone { .. } => Kind::LinkUndone,
            Self::CategoryChange { .. } => Kind::CategoryChange,
            Self::RoleChange { .. } => Kind::RoleChange,
            Self::Significance { .. } => Kind::Significance,
            Self::CaseNote { .. } => Kind::CaseNote,
            Self::PupilAdded { .. } => Kind::PupilAdded,
            Self::PupilTakenOff { .. } => Kind::PupilTakenOff,
            Self::Alert { .. } => Kind::Alert,
            Self::StaffNamed { .. } => Kind::StaffNamed,
            Self::StaffTakenOff { .. } => Kind::StaffTakenOff,
            Self::Note { .. } => Kind::Note,
            Self::Closure { .. } => Kind::Closure,
            Self::Reopening { .. } => Kind::Reopening,
        }
    }

    /// As a person reads it. A pupil's name is the reader's to know or not: `name` says it.
    pub(super) fn in_words(&self, name: impl Fn(&str) -> Option<String>) -> InWords {
        let pupil = |id: &str| name(id).unwrap_or_else(|| "Another pupil".to_owned());
        match self {
            Self::Acknowledgement {} => InWords::of("Acknowledged"),
            Self::Assignment {
                to: Some(to),
                words,
            } => InWords::of(format!("Assigned to {}", to.name)).text("", words),
            Self::Assignment { to: None, words } => {
                InWords::of("Assigned to nobody in particular").text("", words)
            }
            Self::Action {
                sort,
                words,
                to,
                due_on,
            } => InWords::of(format!("Action: {}", sort.words()))
                .fact("Due", day_in_words(due_on))
                .fact("Assigned to", &to.name)
                .text("", words),
            Self::ActionDone { action, words } => InWords::of("Action done")
                .text("What was to be done", action)
                .text("Result", words),
            Self::ActionCancelled { action, words } => InWords::of("Action cancelled")
                .text("What was to be done", action)
                .text("Reason", words),
            Self::Contact {
                with,
                agency,
                person,
                means,
                reached,
                words,
            } => {
                let what = match reached {
                    Reached::Yes => format!("Contact made: {}", with.words()),
                    Reached::No => format!("Contact tried: {}", with.words()),
                    Reached::They => format!("They contacted us: {}", with.words()),
                };
                let reached = match reached {
                    Reached::Yes | Reached::They => "",
                    Reached::No => "No",
                };
                InWords::of(what)
                    .fact("With", person)
                    .fact("Agency or role", agency)
                    .fact("How", means.words())
                    .fact("Reached", reached)
                    .text("", words)
            }
            Self::Decision {
                threshold,
                considered,
                decision,
                reasons,
                referral,
                no_referral,
            } => {
                let considered: Vec<_> = considered.iter().map(|option| option.words()).collect();
                InWords::of("Decision")
                    .fact("Threshold", threshold.words())
                    .fact("Considered", considered.join("; "))
                    .fact("Referral", referral.map_or("", Referral::words))
                    .text("Decision", decision)
                    .text("Reasons", reasons)
                    .text(
                        "Why a referral was considered and not made",
                        no_referral.as_deref().unwrap_or_default(),
                    )
            }
            Self::Link { words, .. } => InWords::of("Linked with another concern").text("", words),
            Self::LinkUndone { words, .. } => {
                InWords::of("Link with another concern undone").text("Reason", words)
            }
            Self::CategoryChange {
                from, to, words, ..
            } => InWords::of("Category changed")
                .fact("From", from.join(", "))
                .fact("To", to.join(", "))
                .text("Reason", words),
            Self::RoleChange { roles, words } => {
                let changed = roles.iter().map(|role| {
                    let pupil = pupil(&role.pupil);
                    let role_words = super::roles::in_words;
                    format!(
                        "{pupil}: {} → {}",
                        role_words(&role.from),
                        role_words(&role.to)
                    )
                });
                let changed: Vec<String> = changed.collect();
                InWords::of("Role changed")
                    .fact("Role", changed.join("; "))
                    .text("Reason", words)
            }
            Self::Significance {
                significance,
                words,
            } => {
                InWords::of(format!("Significance: {}", significance.words())).text("Reason", words)
            }
            Self::CaseNote { words } => InWords::of("Case note").text("", words),
            Self::PupilAdded {
                pupil: id,
                role,
                words,
            } => InWords::of("A pupil was added")
                .fact("Pupil", pupil(id))
                .fact("Role", super::roles::in_words(role))
                .text("Reason", words),
            Self::PupilTakenOff { pupil: id, words } => InWords::of("A pupil was taken off")
                .fact("Pupil", pupil(id))
                .text("Reason", words),
            Self::Alert {
                people,
                groups,
                words,
            } => InWords::of("Alerted")
                .fact("People", names(people))
                .fact("Alert groups", names(groups))
                .text("Reason", words),
            Self::StaffNamed { person, words } => InWords::of("A member of staff was named")
                .fact("Part of this concern, and kept from it", &person.name)
                .text("Reason", words),
            Self::StaffTakenOff { person, words } => {
                InWords::of("A member of staff is not part of this after all")
                    .fact("Member of staff", &person.name)
                    .text("Reason", words)
            }
            Self::Note { to, words } => {
                InWords::of(format!("Message to {}", to.name)).text("", words)
            }
            Self::Closure { outcome, words } => InWords::of("Closed")
                .fact("Outcome", outcome.words())
                .text("", words),
            Self::Reopening { words } => InWords::of("Reopened").text("Reason", words),
        }
    }
}

fn names(named: &[Named]) -> String {
    let names: Vec<&str> = named.iter().map(|named| named.name.as_str()).collect();
    names.join(", ")
}

/// `3 December 2026` for `2026-12-03`; what is no day stays as it is.
pub(super) fn day_in_words(day: &str) -> String {
    day.parse::<jiff::civil::Date>().map_or_else(
        |_| day.to_owned(),
        |day| day.strftime("%-d %B %Y").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deed_is_kept_as_it_was_and_reads_in_words() {
        let deed = Deed::Decision {
            threshold: Threshold::EarlyHelp,
            considered: vec![Considered::SocialCare, Considered::EarlyHelp],
            decision: "Early help.".into(),
            reasons: "She agreed.".into(),
            referral: Some(Referral::NotMade),
            no_referral: Some("No sign of harm.".into()),
        };
        let kept = serde_json::to_string(&deed).unwrap();
        assert_eq!(serde_json::from_str::<Deed>(&kept).unwrap(), deed);
        let words = deed.in_words(|_| None);
        assert_eq!(words.texts.len(), 3);
        assert_eq!(
            words.facts[1].1,
            "Refer to children’s social care; Early help"
        );
        assert_eq!(words.facts[2], ("Referral", "It was not made".to_owned()));
        let older = kept.replace(r#""referral":"not_made","#, "");
        assert_ne!(older, kept);
        let older: Deed = serde_json::from_str(&older).unwrap();
        assert_eq!(older.in_words(|_| None).facts.len(), 2);
    }

    #[test]
    fn a_pupils_name_is_said_to_whom_it_may_be() {
        let deed = Deed::RoleChange {
            roles: vec![NewRole {
                pupil: "p".into(),
                from: "subject".into(),
                to: "witness".into(),
            }],
            words: "Told by the other class.".into(),
        };
        let known = deed.in_words(|_| Some("Ella".into()));
        assert!(known.facts[0].1.starts_with("Ella: "));
        let unknown = deed.in_words(|_| None);
        assert!(unknown.facts[0].1.starts_with("Another pupil: "));
    }

    #[test]
    fn a_day_reads_as_people_say_it() {
        assert_eq!(day_in_words("2026-12-03"), "3 December 2026");
        assert_eq!(day_in_words("soon"), "soon");
    }
}
