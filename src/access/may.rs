//! What a route asks of whoever comes.

use super::{Access, Files, Right};

/// What a route asks of whoever comes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum May {
    /// Nothing: the sign-in page and what belongs to it.
    Enter,
    /// To be signed in, even where a key is still to be shown: the pages on the way to that.
    Arrive,
    /// To be signed in; what the page shows is decided by its lookups.
    BeHere,
    /// This right.
    Have(Right),
    /// One of these rights at least.
    HaveAny(&'static [Right]),
    /// To read the files of some pupils at least.
    ReadFiles,
    /// To lead: to act on concerns, and to read every file, whatever its categories.
    Lead,
}

impl May {
    /// Whether this access is enough; `None` is somebody who is not signed in.
    pub fn allows(self, access: Option<&Access>) -> bool {
        match (self, access) {
            (Self::Enter, _) | (Self::Arrive, Some(_)) => true,
            (Self::BeHere, Some(access)) => !access.awaits_key(),
            (Self::Have(right), Some(access)) => access.has(right),
            (Self::HaveAny(rights), Some(access)) => rights.iter().any(|right| access.has(*right)),
            (Self::ReadFiles, Some(access)) => access.files() != Files::None,
            (Self::Lead, Some(access)) => {
                access.has(Right::WorkCases) && access.files() == Files::Every
            }
            (
                Self::Arrive
                | Self::BeHere
                | Self::Have(_)
                | Self::HaveAny(_)
                | Self::ReadFiles
                | Self::Lead,
                None,
            ) => false,
        }
    }
}
