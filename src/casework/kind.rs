//! The kinds of what somebody does about a concern, and how each is called.

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
    /// It is no longer to be done.
    ActionCancelled,
    /// Somebody was spoken or written to.
    Contact,
    /// Something was decided.
    Decision,
    /// It belongs with another concern.
    Link,
    /// It does not belong with another after all.
    LinkUndone,
    /// Its categories changed.
    CategoryChange,
    /// A pupil's role changed.
    RoleChange,
    /// Its weight changed.
    Significance,
    /// Words for whoever reads the file.
    CaseNote,
    /// A pupil turned out to be involved.
    PupilAdded,
    /// It is not about a pupil after all.
    PupilTakenOff,
    /// Somebody more was alerted.
    Alert,
    /// It names a member of staff, who is kept from it.
    StaffNamed,
    /// A member of staff is not part of it after all.
    StaffTakenOff,
    /// A message to somebody who sees the concern alone.
    Note,
    /// It was closed.
    Closure,
    /// It was opened again.
    Reopening,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 21] = [
        Self::Acknowledgement,
        Self::Assignment,
        Self::Action,
        Self::ActionDone,
        Self::ActionCancelled,
        Self::Contact,
        Self::Decision,
        Self::Link,
        Self::LinkUndone,
        Self::CategoryChange,
        Self::RoleChange,
        Self::Significance,
        Self::CaseNote,
        Self::PupilAdded,
        Self::PupilTakenOff,
        Self::Alert,
        Self::StaffNamed,
        Self::StaffTakenOff,
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
            Self::LinkUndone => "link_undone",
            Self::CategoryChange => "category_change",
            Self::RoleChange => "role_change",
            Self::Significance => "significance",
            Self::CaseNote => "case_note",
            Self::PupilAdded => "pupil_added",
            Self::PupilTakenOff => "pupil_taken_off",
            Self::Alert => "alert",
            Self::StaffNamed => "staff_named",
            Self::StaffTakenOff => "staff_taken_off",
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
            Self::Contact => "contact made recorded",
            Self::Decision => "decision recorded",
            Self::Link => "concern linked",
            Self::LinkUndone => "concern link undone",
            Self::CategoryChange => "category changed",
            Self::RoleChange => "role changed",
            Self::Significance => "significance changed",
            Self::CaseNote => "case note written",
            Self::PupilAdded => "pupil added to a concern",
            Self::PupilTakenOff => "pupil taken off a concern",
            Self::Alert => "people alerted",
            Self::StaffNamed => "member of staff named",
            Self::StaffTakenOff => "member of staff taken off a concern",
            Self::Note => "message sent",
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
            Self::Contact => "recorded contact made",
            Self::Decision => "recorded a decision",
            Self::Link => "linked this concern with another",
            Self::LinkUndone => "undid the link with another concern",
            Self::CategoryChange => "changed the category",
            Self::RoleChange => "changed a pupil’s role",
            Self::Significance => "changed the significance",
            Self::CaseNote => "wrote a case note",
            Self::PupilAdded => "added a pupil to this concern",
            Self::PupilTakenOff => "took a pupil off this concern",
            Self::Alert => "alerted somebody else to this concern",
            Self::StaffNamed => "named a member of staff in this concern",
            Self::StaffTakenOff => "said that a member of staff is not part of this after all",
            Self::Note => "sent a message",
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
            Self::Contact => "The contact made is recorded.",
            Self::Decision => "The decision is recorded.",
            Self::Link => "The concerns are linked.",
            Self::LinkUndone => "The link is undone.",
            Self::CategoryChange => "The category is changed.",
            Self::RoleChange => "The role is changed.",
            Self::Significance => "The significance is changed.",
            Self::CaseNote => "The case note is written.",
            Self::PupilAdded => "The pupil is added to this concern.",
            Self::PupilTakenOff => "The pupil is taken off this concern.",
            Self::Alert => "Your alert has been sent.",
            Self::StaffNamed => "The member of staff is named, and kept from this concern.",
            Self::StaffTakenOff => {
                "They are not part of this concern, and no longer kept from it for that."
            }
            Self::Note => "The message is sent.",
            Self::Closure => "The concern is closed.",
            Self::Reopening => "The concern is open again.",
        }
    }

    /// Whether it says something of single pupils, whose names are the reader's to know or not.
    pub const fn names_pupils(self) -> bool {
        match self {
            Self::RoleChange | Self::PupilAdded | Self::PupilTakenOff => true,
            Self::Acknowledgement
            | Self::Assignment
            | Self::Action
            | Self::ActionDone
            | Self::ActionCancelled
            | Self::Contact
            | Self::Decision
            | Self::Link
            | Self::LinkUndone
            | Self::CategoryChange
            | Self::Significance
            | Self::CaseNote
            | Self::Alert
            | Self::StaffNamed
            | Self::StaffTakenOff
            | Self::Note
            | Self::Closure
            | Self::Reopening => false,
        }
    }
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
}
