//! What ends what: pure, one table for sessions and what they have opened.

/// Why a session ended.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Its person signed out.
    SignedOut,
    /// Somebody signed in with the same browser.
    SignedInAgain,
    /// Its person ended it from another.
    ByPerson,
    /// Somebody who manages people ended it.
    ByAdministrator,
    /// The password was changed in Account Settings.
    PasswordChanged,
    /// A password was set through a link.
    PasswordSet,
    /// The passkey that began it is gone.
    Key(Gone),
    /// Two people let its person back in.
    LetBackIn,
    /// The account ended.
    AccountEnded,
    /// It rested, or lasted, too long.
    RanOut,
}

/// How a key was lost to its person.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Gone {
    /// Its person removed it.
    Removed,
    /// It was reported lost.
    Lost,
    /// There may be a copy of it.
    Suspended,
}

/// Which of a person's sessions end.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The one that was named.
    One,
    /// All but the one in which it was done.
    Others,
    /// Every one.
    All,
    /// Those that the key began, without a password.
    BegunByKey,
    /// Those that the key began, but for the one in which it was done.
    OthersBegunByKey,
}

impl Cause {
    const ALL: [Self; 12] = [
        Self::SignedOut,
        Self::SignedInAgain,
        Self::ByPerson,
        Self::ByAdministrator,
        Self::PasswordChanged,
        Self::PasswordSet,
        Self::Key(Gone::Removed),
        Self::Key(Gone::Lost),
        Self::Key(Gone::Suspended),
        Self::LetBackIn,
        Self::AccountEnded,
        Self::RanOut,
    ];

    /// Which sessions it ends.
    pub const fn reach(self) -> Reach {
        match self {
            Self::SignedOut
            | Self::SignedInAgain
            | Self::ByPerson
            | Self::ByAdministrator
            | Self::RanOut => Reach::One,
            Self::PasswordChanged => Reach::Others,
            Self::PasswordSet | Self::LetBackIn | Self::AccountEnded => Reach::All,
            // Whoever removes a passkey is there, and has proved it twice.
            Self::Key(Gone::Removed) => Reach::OthersBegunByKey,
            // Whoever has a lost key, or a copy, may sit in the very session that it began.
            Self::Key(Gone::Lost | Gone::Suspended) => Reach::BegunByKey,
        }
    }

    /// As the database names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::SignedInAgain => "signed_in_again",
            Self::ByPerson => "by_person",
            Self::ByAdministrator => "by_administrator",
            Self::PasswordChanged => "password_changed",
            Self::PasswordSet => "password_set",
            Self::Key(Gone::Removed) => "key_removed",
            Self::Key(Gone::Lost) => "key_lost",
            Self::Key(Gone::Suspended) => "key_suspended",
            Self::LetBackIn => "let_back_in",
            Self::AccountEnded => "account_ended",
            Self::RanOut => "ran_out",
        }
    }

    /// The cause of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.name() == name)
    }

    /// Why it ended, as the list of sessions says it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SignedOut => "Signed out",
            Self::SignedInAgain => "Somebody signed in with the same browser",
            Self::ByPerson => "Ended from the list of sessions",
            Self::ByAdministrator => "Ended by an administrator",
            Self::PasswordChanged => "The password was changed",
            Self::PasswordSet => "A new password was set",
            Self::Key(Gone::Removed) => "The passkey that began it was removed",
            Self::Key(Gone::Lost) => "The passkey that began it was reported lost",
            Self::Key(Gone::Suspended) => "The passkey that began it was suspended",
            Self::LetBackIn => "Two people let its holder back in without a key",
            Self::AccountEnded => "The account ended",
            Self::RanOut => "Ran out",
        }
    }
}

impl Gone {
    /// What the next page says to whoever was elevated by the key.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Removed => {
                "Your elevated access has ended, because the security key that opened it was \
                 removed."
            }
            Self::Lost => {
                "Your elevated access has ended, because the security key that opened it was \
                 reported lost."
            }
            Self::Suspended => {
                "Your elevated access has ended, because the security key that opened it was \
                 suspended. Speak to your administrator."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_what() {
        for (cause, reach) in [
            (Cause::SignedOut, Reach::One),
            (Cause::SignedInAgain, Reach::One),
            (Cause::ByPerson, Reach::One),
            (Cause::ByAdministrator, Reach::One),
            (Cause::RanOut, Reach::One),
            (Cause::PasswordChanged, Reach::Others),
            (Cause::PasswordSet, Reach::All),
            (Cause::LetBackIn, Reach::All),
            (Cause::AccountEnded, Reach::All),
            (Cause::Key(Gone::Removed), Reach::OthersBegunByKey),
            (Cause::Key(Gone::Lost), Reach::BegunByKey),
            (Cause::Key(Gone::Suspended), Reach::BegunByKey),
        ] {
            assert_eq!(cause.reach(), reach, "{cause:?}");
            assert_eq!(Cause::named(cause.name()), Some(cause));
        }
        assert_eq!(Cause::named(""), None);
    }
}
