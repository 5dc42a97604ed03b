//! The noun: somebody in a child's life, and what is known of them.

use keyward_moment::Moment;

use crate::ids::ContactId;
use crate::pupils::{Ended, day_words};

/// Of the family, or by profession.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// A parent, a carer, a relative, a friend of the family.
    Family,
    /// A social worker, a health visitor, a police officer …
    Professional,
}

impl Side {
    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Professional => "professional",
        }
    }

    /// The side of this name; whoever names none means the family.
    pub fn named(name: &str) -> Self {
        match name {
            "professional" => Self::Professional,
            _ => Self::Family,
        }
    }
}

/// Whether somebody holds parental responsibility.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Responsibility {
    /// They do.
    Yes,
    /// They do not.
    No,
    /// The school does not know.
    #[default]
    NotKnown,
}

impl Responsibility {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::NotKnown];

    /// As forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotKnown => "not_known",
        }
    }

    /// The answer of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.name() == name)
    }

    /// As a page says it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Yes => "Yes",
            Self::No => "No",
            Self::NotKnown => "Not known",
        }
    }
}

/// What was written about somebody; sealed as one.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Card {
    /// Their name.
    pub name: String,
    /// What they are to the child: mother, or social worker.
    pub relation: String,
    /// For whom a professional works.
    pub agency: String,
    /// A telephone number.
    pub telephone: String,
    /// Another.
    pub other_telephone: String,
    /// An e-mail address.
    pub email: String,
    /// Where they live or work.
    pub address: String,
    /// Of the family: whether they hold parental responsibility.
    pub responsibility: Responsibility,
    /// Why they must not be contacted, such as a court order; empty where they may be.
    pub no_contact: String,
    /// What else is to be known.
    pub note: String,
}

/// Somebody in a child's life.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Which.
    pub id: ContactId,
    /// Of the family, or by profession.
    pub side: Side,
    /// Since when, `yyyy-mm-dd`; empty where nobody said.
    pub began_on: String,
    /// What is known of them.
    pub card: Card,
    /// Who wrote it.
    pub added_by: String,
    /// When they did.
    pub added_at: Moment,
    /// How it ended, if it did.
    pub ended: Option<Ended>,
}

impl Contact {
    /// What they are, in a few words: `Mother`, or `Social worker, Northtown children’s services`.
    pub fn role(&self) -> String {
        match self.side {
            Side::Family => self.card.relation.clone(),
            Side::Professional if self.card.agency.is_empty() => self.card.relation.clone(),
            Side::Professional => format!("{}, {}", self.card.relation, self.card.agency),
        }
    }

    /// From when to when, as far as anybody said: `since 3 March 2026`.
    pub fn span(&self) -> String {
        match (&self.ended, self.began_on.as_str()) {
            (Some(ended), "") => format!("until {}", day_words(&ended.on)),
            (Some(ended), began) => format!("{} to {}", day_words(began), day_words(&ended.on)),
            (None, "") => String::new(),
            (None, began) => format!("since {}", day_words(began)),
        }
    }

    /// The numbers under which they are reached: what is read, and what a telephone dials.
    pub fn telephones(&self) -> Vec<(&str, String)> {
        let dial = |text: &str| {
            let keep = |letter: &char| letter.is_ascii_digit() || *letter == '+';
            format!("tel:{}", text.chars().filter(keep).collect::<String>())
        };
        [&self.card.telephone, &self.card.other_telephone]
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(|text| (text.as_str(), dial(text)))
            .collect()
    }

    /// Whether they must not be contacted.
    pub fn is_barred(&self) -> bool {
        !self.card.no_contact.is_empty()
    }

    /// Whether they are of the family.
    pub fn is_family(&self) -> bool {
        self.side == Side::Family
    }

    /// A sample of somebody who must not be contacted.
    pub fn sample() -> Self {
        Self::of_sample(Side::Family, false)
    }

    /// A sample of somebody on this side.
    pub(super) fn of_sample(side: Side, is_over: bool) -> Self {
        let at = Moment::from_micros(1_795_000_000_000_000);
        Self {
            id: ContactId("c".into()),
            side,
            began_on: "2026-03-03".into(),
            card: Card {
                name: "Alex Example".into(),
                relation: "Social worker".into(),
                agency: "Northtown children’s services".into(),
                telephone: "01632 960123".into(),
                email: "alex@example.org".into(),
                address: "14 Larch Lane, Northtown".into(),
                responsibility: Responsibility::Yes,
                no_contact: "A non-molestation order of 3 March 2026.".into(),
                note: "Works Monday to Wednesday.".into(),
                ..Card::default()
            },
            added_by: "Dana Lead".into(),
            added_at: at,
            ended: is_over.then(|| Ended {
                on: "2026-05-01".into(),
                reason: "Moved to another team.".into(),
                by: "Dana Lead".into(),
                at,
            }),
        }
    }
}
