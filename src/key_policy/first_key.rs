//! How somebody comes to their first key: pure rules.

/// How somebody comes to their first key; the later, the less one person alone can do. The default
/// stands for one of the others, so several are compared once it is settled.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FirstKey {
    /// With their password.
    SelfService,
    /// Approval where the rights need a key and two people can give it; otherwise by themselves.
    ByDefault,
    /// With their password and a code that one administrator printed.
    WithCode,
    /// With their password; it elevates once somebody else has approved it.
    Approved,
}

impl FirstKey {
    /// Every way, in the order of the page.
    pub const ALL: [Self; 4] = [
        Self::ByDefault,
        Self::SelfService,
        Self::WithCode,
        Self::Approved,
    ];

    /// As a person reads it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ByDefault => "Approved by somebody else, as soon as two people can",
            Self::SelfService => "By themselves, with their password",
            Self::WithCode => "With a code that an administrator prints",
            Self::Approved => "Always approved by somebody else",
        }
    }

    /// What it means, for whoever chooses.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::ByDefault => {
                "Where the user group's rights need a key. Until two others who may approve it have \
                 a key on their account, they link it by themselves, with their password. A key \
                 that was approved counts until it is removed, also lost or suspended"
            }
            Self::SelfService => "Whoever knows the password can link the first key",
            Self::WithCode => "The code works once, for 72 hours, and is handed over with the key",
            Self::Approved => {
                "They link it by themselves, and it opens nothing until somebody who holds a key has \
                 approved it, also while nobody can yet"
            }
        }
    }

    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ByDefault => "by_default",
            Self::SelfService => "self_service",
            Self::WithCode => "with_code",
            Self::Approved => "approved",
        }
    }

    /// What the default comes to, where it means approval and where it does not.
    pub fn settled(self, default_is_approval: bool) -> Self {
        match self {
            Self::ByDefault if default_is_approval => Self::Approved,
            Self::ByDefault => Self::SelfService,
            Self::SelfService | Self::WithCode | Self::Approved => self,
        }
    }

    /// What lets one person alone do the least of what user groups ask, settled; the default of none.
    pub fn strictest(asked: &[Self], default_is_approval: bool) -> Self {
        let settled = asked.iter().map(|way| way.settled(default_is_approval));
        let strictest = settled.max();
        strictest.unwrap_or_else(|| Self::ByDefault.settled(default_is_approval))
    }

    /// Whether it asks less than another. Trusting the password for good is less than trusting it
    /// until others could approve.
    pub fn is_less_than(self, other: Self, default_is_approval: bool) -> bool {
        let for_good = self == Self::SelfService && other == Self::ByDefault;
        for_good || self.settled(default_is_approval) < other.settled(default_is_approval)
    }

    /// The way of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_code_is_less_than_approval_also_where_that_is_the_default() {
        use FirstKey::{Approved, ByDefault, SelfService, WithCode};
        for (asked, approval, alone) in [
            (&[][..], Approved, SelfService),
            (&[ByDefault], Approved, SelfService),
            (&[SelfService, ByDefault], Approved, SelfService),
            (&[WithCode, ByDefault], Approved, WithCode),
            (&[WithCode, SelfService], WithCode, WithCode),
            (&[WithCode, Approved], Approved, Approved),
        ] {
            assert_eq!(FirstKey::strictest(asked, true), approval, "{asked:?}");
            assert_eq!(FirstKey::strictest(asked, false), alone, "{asked:?}");
        }
        assert!(WithCode.is_less_than(ByDefault, true) && !ByDefault.is_less_than(WithCode, true));
        assert!(ByDefault.is_less_than(WithCode, false));
        assert!(!WithCode.is_less_than(ByDefault, false));
        for default_is_approval in [true, false] {
            assert!(SelfService.is_less_than(ByDefault, default_is_approval));
        }
    }
}
