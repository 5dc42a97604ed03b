//! Who is around the children of a concern: the people to contact of their files, for whoever records
//! that somebody was spoken to. As far as the actor may read each file, and knows whose it is.

use keyward_web::Problem;

use super::case::Case;
use crate::contacts::{self, Contact};
use crate::cx::Tx;
use crate::layout::Choice;

/// What is sent where it was nobody of the files.
const ELSE: &str = "else";

/// Somebody in the life of one of the children.
#[derive(Clone, Debug)]
pub(super) struct Around {
    pub contact: Contact,
    /// Whose, where the concern is about several whose files are read.
    child: String,
}

impl Around {
    /// One for samples of pages.
    pub(super) fn sample() -> Self {
        Self {
            contact: Contact::sample(),
            child: "Zoë O’Sullivan".into(),
        }
    }

    /// `Mother`, or `Mother of Zoë O’Sullivan` where there are several children.
    fn role(&self) -> String {
        match self.child.as_str() {
            "" => self.contact.role(),
            child => format!("{} of {child}", self.contact.role()),
        }
    }

    /// `Mo Ash, Mother of Zoë O’Sullivan`.
    pub(super) fn in_words(&self) -> String {
        format!("{}, {}", self.contact.card.name, self.role())
    }

    /// The way to choose them, which says where they must not be contacted.
    fn choice(&self) -> Choice {
        let hint = match self.contact.is_barred() {
            true => format!("{}. Must not be contacted.", self.role()),
            false => self.role(),
        };
        Choice::new(&self.contact.id.0, &self.contact.card.name).hint(hint)
    }
}

/// The people to contact of the children whom the actor knows the concern to be about, whose files they
/// may read: those who count now, each child's together.
pub(super) fn around(tx: &mut Tx<'_, '_>, case: &Case) -> Result<Vec<Around>, Problem> {
    let mut files = Vec::new();
    for pupil in &case.pupils {
        let Some(called) = &pupil.name else { continue };
        let mut contacts = contacts::of_pupil(tx, &pupil.id)?;
        contacts.retain(|contact| contact.ended.is_none());
        if !contacts.is_empty() {
            files.push((called.name.clone(), contacts));
        }
    }
    let several = files.len() > 1;
    let mut around = Vec::new();
    for (child, contacts) in files {
        let child = match several {
            true => child,
            false => String::new(),
        };
        around.extend(contacts.into_iter().map(|contact| Around {
            contact,
            child: child.clone(),
        }));
    }
    Ok(around)
}

/// Those people to choose from, and the way to say that it was somebody else.
pub(super) fn choices(around: &[Around]) -> Vec<Choice> {
    let mut choices: Vec<Choice> = around.iter().map(Around::choice).collect();
    if !choices.is_empty() {
        choices.push(Choice::new(ELSE, "No, somebody else").reveals());
    }
    choices
}

/// Who of them was chosen: nobody, where it was somebody else. None, where it is nobody who was offered.
pub(super) fn chosen<'a>(around: &'a [Around], id: &str) -> Option<Option<&'a Around>> {
    match id {
        "" | ELSE => Some(None),
        id => around.iter().find(|one| one.contact.id.0 == id).map(Some),
    }
}
