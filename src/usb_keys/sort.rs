//! The two sorts of USB key that type codes: pure.

use crate::key_policy::Kind;

/// What a USB key types.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// About 44 letters, which only the school's copy of the key's secret opens.
    YubicoOtp,
    /// 6 to 8 digits, computed from how often it was pressed.
    OathHotp,
}

impl Sort {
    /// The kind of key it is.
    pub const fn kind(self) -> Kind {
        match self {
            Self::YubicoOtp => Kind::YubicoOtp,
            Self::OathHotp => Kind::OathHotp,
        }
    }

    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        self.kind().name()
    }

    /// The sort of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::YubicoOtp, Self::OathHotp]
            .into_iter()
            .find(|sort| sort.name() == name)
    }

    /// As the key's packaging says it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::YubicoOtp => "Yubico OTP",
            Self::OathHotp => "OATH-HOTP",
        }
    }
}
