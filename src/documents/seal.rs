//! Sealing a file. It is slow for a large one, so it happens beside the database and before anything
//! is written.

use keyward_moment::{Moment, new_id};
use keyward_seal::{Place, SchoolKey};
use keyward_web::Problem;
use sha2::{Digest, Sha256};

use super::document::Fit;
use super::kind::Kind;
use crate::cx::Tx;
use crate::ids::{DocumentId, SchoolId};

/// A file that is sealed and ready to be written.
#[derive(Clone, Debug)]
pub(super) struct Sealed {
    pub id: DocumentId,
    pub kind: Kind,
    pub bytes: usize,
    /// Says that what is in it is still the same, to whoever has the school's key: no two files have
    /// one tag, whatever is in them.
    pub content_tag: String,
    pub name: Vec<u8>,
    pub content: Vec<u8>,
    /// Says that this form brought this file.
    pub form_tag: String,
    /// Which of the files that were sent together.
    pub position: u32,
}

/// What seals the files of the actor's school.
pub(super) struct Sealer {
    school: SchoolId,
    key: SchoolKey,
    now: Moment,
}

impl Sealer {
    /// That of the actor's school.
    ///
    /// # Errors
    /// Not found, at no school.
    pub(super) fn of(tx: &Tx<'_, '_>) -> Result<Self, Problem> {
        Ok(Self {
            school: tx.school()?.clone(),
            key: tx.school_key()?.clone(),
            now: tx.now(),
        })
    }

    /// Seals a file under its own identifier, for the form that brought it.
    pub(super) fn seal(&self, fit: &Fit, position: u32, form: &[&str]) -> Sealed {
        let id = new_id(self.now);
        let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(&fit.bytes));
        let tag =
            |purpose, parts: &[&str]| data_encoding::HEXLOWER.encode(&self.key.tag(purpose, parts));
        let place = |table, column| Place {
            school: &self.school.0,
            table,
            row: &id,
            column,
        };
        Sealed {
            name: self
                .key
                .seal(place("document", "name"), fit.name.as_bytes()),
            content: self
                .key
                .seal(place("document_content", "content"), &fit.bytes),
            kind: fit.kind,
            bytes: fit.bytes.len(),
            content_tag: tag("what is in a file", &[&id, &sha256]),
            form_tag: tag(
                "a file that was sent",
                &[form, &[&fit.name, &sha256]].concat(),
            ),
            position,
            id: DocumentId(id),
        }
    }
}
