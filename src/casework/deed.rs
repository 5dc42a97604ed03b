//! What somebody does about a concern, and how it reads afterwards.

use serde::{Deserialize, Serialize};

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
    /// Words to somebody who sees the concern but not what is done about it.
    Note { to: Named, words: String },
    /// It is closed.
    Closure { outcome: Outcome, words: String },
    /// It is open again.
    Reopening { words: String },
}

/// What kind of deed.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Somebody has it in hand.
    Acknowledgement,
    /// It was given to somebody.
    Assignment,
    /// Something is to be done.
    Action,
    /// It is done.
    ActionDone,
    /// It is cancelled.
    ActionCancelled,
    /// Somebody was spoken or written to.
    Contact,
    /// Something was decided.
    Decision,
    /// It belongs with another concern.
    Link,
    /// Its categories changed.
    CategoryChange,
    /// A pupil's role changed.
    RoleChange,
    /// Its weight changed.
    Significance,
    /// A note to somebody who sees the concern alone.
    Note,
    /// It was closed.
    Closure,
    /// It was opened again.
    Reopening,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Acknowledgement,
        Self::Assignment,
        Self::Action,
        Self::ActionDone,
        Self::ActionCancelled,
        Self::Contact,
        Self::Decision,
        Self::Link,
        Self::CategoryChange,
        Self::RoleChange,
        Self::Significance,
        Self::Note,
        Self::Closure,
        Self::Reopening,
    ];

    /// As the database names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::Assignment => "assignment",
            Self::Action => "action",
            Self::ActionDone => "action_done",
            Self::ActionCancelled => "action_cancelled",
            Self::Contact => "contact",
            Self::Decision => "decision",
            Self::Link => "link",
            Self::CategoryChange => "category_change",
            Self::RoleChange => "role_change",
            Self::Significance => "significance",
            Self::Note => "note",
            Self::Closure => "closure",
            Self::Reopening => "reopening",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// As the audit log names the act.
    pub(super) const fn act(self) -> &'static str {
        match self {
            Self::Acknowledgement => "concern acknowledged",
            Self::Assignment => "concern assigned",
            Self::Action => "action added",
            Self::ActionDone => "action done",
            Self::ActionCancelled => "action cancelled",
            Self::Contact => "contact recorded",
            Self::Decision => "decision recorded",
            Self::Link => "concern linked",
            Self::CategoryChange => "category changed",
            Self::RoleChange => "role changed",
            Self::Significance => "significance changed",
            Self::Note => "note sent",
            Self::Closure => "concern closed",
            Self::Reopening => "concern reopened",
        }
    }

    /// What somebody did, after their name: "Dee Deputy closed this concern".
    pub(super) const fn did(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledged this concern",
            Self::Assignment => "assigned this concern",
            Self::Action => "added an action",
            Self::ActionDone => "marked an action as done",
            Self::ActionCancelled => "cancelled an action",
            Self::Contact => "recorded a contact",
            Self::Decision => "recorded a decision",
            Self::Link => "linked this concern with another",
            Self::CategoryChange => "changed the category",
            Self::RoleChange => "changed a pupil’s role",
            Self::Significance => "changed the significance",
            Self::Note => "sent a note",
            Self::Closure => "closed this concern",
            Self::Reopening => "reopened this concern",
        }
    }

    /// What the next page says once it is done.
    pub(super) const fn thanks(self) -> &'static str {
        match self {
            Self::Acknowledgement => "You have acknowledged this concern.",
            Self::Assignment => "The concern is assigned.",
            Self::Action => "The action is added.",
            Self::ActionDone => "The action is done.",
            Self::ActionCancelled => "The action is cancelled.",
            Self::Contact => "The contact is recorded.",
            Self::Decision => "The decision is recorded.",
            Self::Link => "The concerns are linked.",
            Self::CategoryChange => "The category is changed.",
            Self::RoleChange => "The role is changed.",
            Self::Significance => "The significance is changed.",
            Self::Note => "The note is sent.",
            Self::Closure => "The concern is closed.",
            Self::Reopening => "The concern is open again.",
        }
    }
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
            Self::CategoryChange { .. } => Kind::CategoryChange,
            Self::RoleChange { .. } => Kind::RoleChange,
            Self::Significance { .. } => Kind::Significance,
            Self::Note { .. } => Kind::Note,
            Self::Closure { .. } => Kind::Closure,
            Self::Reopening { .. } => Kind::Reopening,
        }
    }

    /// As a person reads it. A pupil's name is the reader's to know or not: `name` says it.
    pub(super) fn in_words(&self, name: impl Fn(&str) -> Option<String>) -> InWords {
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
                    Reached::Yes => format!("Contact: {}", with.words()),
                    Reached::No => format!("Contact tried: {}", with.words()),
                };
                let reached = match reached {
                    Reached::Yes => "",
                    Reached::No => "No",
                };
                InWords::of(what)
                    .fact("With", person)
                    .fact("Agency", agency)
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
            Self::CategoryChange {
                from, to, words, ..
            } => InWords::of("Category changed")
                .fact("From", from.join(", "))
                .fact("To", to.join(", "))
                .text("Reason", words),
            Self::RoleChange { roles, words } => {
                let changed = roles.iter().map(|role| {
                    let pupil = name(&role.pupil).unwrap_or_else(|| "Another pupil".to_owned());
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
            Self::Note { to, words } => InWords::of(format!("Note to {}", to.name)).text("", words),
            Self::Closure { outcome, words } => InWords::of("Closed")
                .fact("Outcome", outcome.words())
                .text("", words),
            Self::Reopening { words } => InWords::of("Reopened").text("Reason", words),
        }
    }
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
    fn every_kind_is_found_by_its_name() {
        for kind in Kind::ALL {
            assert_eq!(Kind::named(kind.name()), Some(kind));
        }
        assert_eq!(Kind::named("rumour"), None);
    }

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
