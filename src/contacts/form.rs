//! What somebody types about a contact, and the rules that it is checked by.

use jiff::civil::Date;
use keyward_web::{Errors, Pairs, Problem, ReadForm};

use super::contact::{Card, Contact, Responsibility, Side};
use crate::drafts::{Known, OfAct};
use crate::ids::{ContactId, PupilId};
use crate::pupils::read_day;

/// The longest of one line.
const LINE_CHARACTERS_MAX: usize = 120;
/// The longest address.
const ADDRESS_CHARACTERS_MAX: usize = 400;
/// The longest note.
const WORDS_CHARACTERS_MAX: usize = 5_000;
/// The fewest digits of a telephone number.
const DIGITS_MIN: usize = 3;

/// The form, as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct ContactForm {
    /// Which form this is: sent twice, it adds one contact.
    pub known: Known,
    pub side: String,
    /// Whose place it takes; empty for somebody new.
    pub replaces: String,
    /// What changed, where it takes another's place.
    pub why: String,
    pub began: String,
    /// As the form names it; empty where nothing was chosen.
    pub responsibility: String,
    pub card: Card,
    /// Whether they are added although somebody of that name and part is there.
    pub anyway: bool,
}

impl ReadForm for ContactForm {
    fn read(pairs: &Pairs) -> Self {
        let line = |name| pairs.text(name).to_owned();
        Self {
            known: Known::read(pairs),
            side: line("side"),
            replaces: line("replaces"),
            why: line("why"),
            began: line("began"),
            responsibility: line("responsibility"),
            card: Card {
                name: line("name"),
                relation: line("relation"),
                agency: line("agency"),
                telephone: line("telephone"),
                other_telephone: line("other-telephone"),
                email: line("email"),
                address: line("address"),
                responsibility: Responsibility::default(),
                no_contact: line("no-contact"),
                note: line("note"),
            },
            anyway: pairs.has("anyway"),
        }
    }
}

/// What a checked form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NewContact {
    pub side: Side,
    pub began_on: String,
    pub card: Card,
    /// Whose place it takes, and what changed.
    pub replaces: Option<(ContactId, String)>,
}

impl ContactForm {
    /// The form filled with what is known already, to be changed.
    pub(super) fn instead_of(contact: &Contact) -> Self {
        Self {
            known: Known::default(),
            side: contact.side.name().into(),
            replaces: contact.id.0.clone(),
            why: String::new(),
            began: contact.began_on.clone(),
            responsibility: contact.card.responsibility.name().into(),
            card: contact.card.clone(),
            anyway: false,
        }
    }

    /// Whether this contact is somebody of the same name, who is the same to the child.
    pub(super) fn is_as(&self, contact: &Contact) -> bool {
        let same = |one: &str, other: &str| plain(one) == plain(other);
        same(&self.card.name, &contact.card.name)
            && same(&self.card.relation, &contact.card.relation)
    }

    /// Of the family, or by profession.
    pub(super) fn side(&self) -> Side {
        Side::named(&self.side)
    }

    /// Which act a draft of it is of: one for each side, and for each contact whose place it takes.
    pub(super) fn of_act(&self, pupil: &PupilId) -> Result<OfAct, Problem> {
        let act = match self.replaces.as_str() {
            "" => format!("contacts/new/{}", self.side().name()),
            old => format!("contacts/{old}/newer"),
        };
        OfAct::named(pupil, &act)
    }

    /// The parts that make two sendings the same one.
    pub(super) fn parts(&self) -> Vec<&str> {
        let card = &self.card;
        vec![
            "contact",
            &self.known.form,
            &self.side,
            &self.replaces,
            &self.why,
            &self.began,
            &self.responsibility,
            &card.name,
            &card.relation,
            &card.agency,
            &card.telephone,
            &card.other_telephone,
            &card.email,
            &card.address,
            &card.no_contact,
            &card.note,
        ]
    }

    /// What a form that is filled in well says; else what is wrong, field by field.
    pub(super) fn check(&self, today: Date) -> Result<NewContact, Errors> {
        let mut errors = Errors::new();
        let (side, card) = (self.side(), &self.card);
        let needed = |errors: &mut Errors, field: &str, text: &str, words: &str| {
            if text.is_empty() {
                errors.add(field, words);
            }
        };
        needed(&mut errors, "name", &card.name, "Enter their name");
        match side {
            Side::Family => {
                let words = "Enter what they are to the child, such as mother";
                needed(&mut errors, "relation", &card.relation, words);
            }
            Side::Professional => {
                let words = "Enter their role, such as social worker";
                needed(&mut errors, "relation", &card.relation, words);
                let words = "Enter the agency that they work for";
                needed(&mut errors, "agency", &card.agency, words);
            }
        }
        for (field, text) in [
            ("telephone", &card.telephone),
            ("other-telephone", &card.other_telephone),
        ] {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            if !text.is_empty() && digits < DIGITS_MIN {
                errors.add(field, "Enter a telephone number, or leave it empty");
            }
        }
        if !card.email.is_empty() && !is_email(&card.email) {
            let words = "Enter an email address, such as name@example.org, or leave it empty";
            errors.add("email", words);
        }
        let began_on = self.began_on(today, &mut errors);
        for (field, what, text, most) in [
            ("name", "The name", &card.name, LINE_CHARACTERS_MAX),
            ("relation", "This", &card.relation, LINE_CHARACTERS_MAX),
            ("agency", "The agency", &card.agency, LINE_CHARACTERS_MAX),
            ("telephone", "This", &card.telephone, LINE_CHARACTERS_MAX),
            (
                "other-telephone",
                "This",
                &card.other_telephone,
                LINE_CHARACTERS_MAX,
            ),
            ("email", "This", &card.email, LINE_CHARACTERS_MAX),
            (
                "address",
                "The address",
                &card.address,
                ADDRESS_CHARACTERS_MAX,
            ),
            ("no-contact", "This", &card.no_contact, WORDS_CHARACTERS_MAX),
            ("note", "This", &card.note, WORDS_CHARACTERS_MAX),
            ("why", "What changed", &self.why, WORDS_CHARACTERS_MAX),
        ] {
            if text.chars().count() > most {
                errors.add(field, format!("{what} must be {most} characters or fewer"));
            }
        }
        let replaces = (!self.replaces.is_empty()).then(|| ContactId(self.replaces.clone()));
        if replaces.is_some() && self.why.is_empty() {
            errors.add("why", "Write what changed, such as “new telephone number”");
        }
        let responsibility = Responsibility::named(&self.responsibility).unwrap_or_default();
        errors.unless_any(NewContact {
            side,
            began_on,
            card: Card {
                responsibility,
                ..card.clone()
            },
            replaces: replaces.map(|id| (id, self.why.clone())),
        })
    }

    fn began_on(&self, today: Date, errors: &mut Errors) -> String {
        match (self.began.as_str(), read_day(&self.began)) {
            ("", _) => String::new(),
            (_, Some(day)) if day <= today => day.to_string(),
            (_, Some(_)) => {
                errors.add("began", "The day must be today or earlier");
                String::new()
            }
            (_, None) => {
                errors.add(
                    "began",
                    "Enter a day, such as 22/11/2026, or leave it empty",
                );
                String::new()
            }
        }
    }
}

/// A name as it is compared: whatever its case, and the blanks in it.
fn plain(text: &str) -> String {
    let words = text.split_whitespace().map(str::to_lowercase);
    words.collect::<Vec<_>>().join(" ")
}

fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 22);

    fn form(pairs: &[(&str, &str)]) -> ContactForm {
        ContactForm::read(&Pairs::of(pairs))
    }

    #[test]
    fn a_parent_needs_a_name_and_a_relation_and_a_professional_an_agency() {
        let mother = form(&[("name", "Mo Ash"), ("relation", "Mother")]);
        let checked = mother.check(TODAY).unwrap();
        assert_eq!(checked.side, Side::Family);
        assert_eq!(checked.card.responsibility, Responsibility::NotKnown);
        let pairs = [
            ("side", "professional"),
            ("name", "Sol Work"),
            ("relation", "Social worker"),
        ];
        let errors = form(&pairs).check(TODAY).unwrap_err();
        assert!(errors.of("agency").is_some() && errors.all().len() == 1);
        let errors = form(&[]).check(TODAY).unwrap_err();
        assert!(errors.of("name").is_some() && errors.of("relation").is_some());
    }

    #[test]
    fn what_cannot_be_rung_or_written_to_is_asked_for_again() {
        let with = |field, value| {
            form(&[("name", "Mo Ash"), ("relation", "Mother"), (field, value)]).check(TODAY)
        };
        for (field, value) in [
            ("telephone", "ring her"),
            ("other-telephone", "x"),
            ("email", "mo at example"),
            ("email", "mo@example"),
            ("began", "soon"),
            ("began", "2026-11-23"),
            ("replaces", "c"),
        ] {
            let errors = with(field, value).unwrap_err();
            assert_eq!(errors.all().len(), 1, "{field} {value}");
        }
        assert_eq!(with("began", "1 May 2025").unwrap().began_on, "2025-05-01");
        assert!(with("telephone", "999").is_ok());
    }
}
