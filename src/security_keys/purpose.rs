//! What a person touches, or links, a key for.

/// What a question to a key is for. An answer counts for the purpose it was asked for alone.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in, just after the password.
    SignIn,
    /// Signing in with a passkey alone.
    PasskeySignIn,
    /// Elevating access.
    Elevate,
    /// Showing a key that is linked already, before another is linked.
    AddKey,
    /// Showing a key before one is removed.
    RemoveKey,
    /// Printing new recovery codes.
    PrintRecoveryCodes,
    /// One act that asks for a fresh touch; the question says which.
    Act,
    /// Linking a new key, after a touch of one that is linked already.
    Register,
    /// Linking the first key, after the password alone: it counts only while there is no other.
    RegisterFirst,
}

impl Purpose {
    /// The purposes that a touch of a linked key can have.
    const OF_TOUCHES: [Self; 6] = [
        Self::SignIn,
        Self::Elevate,
        Self::AddKey,
        Self::RemoveKey,
        Self::PrintRecoveryCodes,
        Self::Act,
    ];

    /// As the database and the script name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::PasskeySignIn => "passkey_sign_in",
            Self::Elevate => "elevate",
            Self::AddKey => "add_key",
            Self::RemoveKey => "remove_key",
            Self::PrintRecoveryCodes => "print_recovery_codes",
            Self::Act => "act",
            Self::Register => "register",
            Self::RegisterFirst => "register_first",
        }
    }

    /// Whether a policy decides which keys may be touched for it. A key that no longer elevates can
    /// still be shown before another is linked or one is removed.
    pub const fn asks_policy(self) -> bool {
        match self {
            Self::SignIn
            | Self::PasskeySignIn
            | Self::Elevate
            | Self::PrintRecoveryCodes
            | Self::Act => true,
            Self::AddKey | Self::RemoveKey | Self::Register | Self::RegisterFirst => false,
        }
    }

    /// Whether a recovery code will do. It opens what a lost key opened, and lets a new one in; it
    /// removes no key, prints no new codes, and carries out nothing that cannot be undone.
    pub const fn takes_recovery_codes(self) -> bool {
        match self {
            Self::SignIn | Self::Elevate | Self::AddKey => true,
            Self::RemoveKey
            | Self::PasskeySignIn
            | Self::PrintRecoveryCodes
            | Self::Act
            | Self::Register
            | Self::RegisterFirst => false,
        }
    }

    /// The purpose of a touch that has this name.
    pub fn of_touch(name: &str) -> Option<Self> {
        Self::OF_TOUCHES
            .into_iter()
            .find(|purpose| purpose.name() == name)
    }
}
