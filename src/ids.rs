//! Identifiers, one type a noun, so that a pupil's is never taken for a concern's.

/// Makes an identifier type over text.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&$name> for keyward_db::Value {
            fn from(id: &$name) -> Self {
                Self::Text(id.0.clone())
            }
        }

        impl keyward_db::FromColumn for $name {
            fn from_column(column: keyward_db::Column<'_>) -> Option<Self> {
                String::from_column(column).map(Self)
            }
        }
    )+ };
}

ids! {
    /// A school.
    SchoolId
    /// Somebody who works at a school.
    PersonId
    /// A user group.
    GroupId
    /// A signed-in session.
    SessionId
    /// A security key.
    KeyId
    /// A model of key that a school approves.
    KeyModelId
    /// An app that is being set up as a soft key.
    SetupId
    /// A key that types a code, in the school's stock.
    StockId
    /// A key that was handed out to somebody.
    HandOutId
    /// A recovery by two people.
    RecoveryId
    /// An opening of the school's break-glass code.
    OpeningId
    /// A ceremony under way with a security key.
    CeremonyId
    /// A pupil.
    PupilId
    /// A concern.
    ConcernId
    /// A flag on a pupil.
    FlagId
    /// Somebody in a pupil's life, of their family or by profession.
    ContactId
    /// Two pupils of one family.
    FamilyLinkId
    /// A concern that is being written.
    DraftId
    /// A file that goes with a concern.
    DocumentId
    /// A category of concern.
    CategoryId
    /// That somebody must not see a pupil's file.
    ExclusionId
    /// An import of pupils that waits for a yes.
    ImportId
    /// People who are alerted together.
    AlertGroupId
    /// Somebody's days away, with who stands in.
    AbsenceId
}
