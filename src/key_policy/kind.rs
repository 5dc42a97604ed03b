//! The kinds of key: pure.

/// What somebody shows to elevate their access.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A U2F or FIDO2 key that is touched.
    U2f,
    /// A passkey on the person's own device.
    Passkey,
    /// An authenticator app that shows a code every thirty seconds.
    SoftKey,
    /// A USB key that types a Yubico OTP.
    YubicoOtp,
    /// A USB key that types a counted code (OATH-HOTP).
    OathHotp,
    /// One of ten printed codes.
    RecoveryCode,
    /// The school's sealed, printed code.
    BreakGlass,
}

impl Kind {
    const ALL: [Self; 7] = [
        Self::U2f,
        Self::Passkey,
        Self::SoftKey,
        Self::YubicoOtp,
        Self::OathHotp,
        Self::RecoveryCode,
        Self::BreakGlass,
    ];

    /// As the database names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::U2f => "u2f",
            Self::Passkey => "passkey",
            Self::SoftKey => "soft_key",
            Self::YubicoOtp => "yubico_otp",
            Self::OathHotp => "oath_hotp",
            Self::RecoveryCode => "recovery_code",
            Self::BreakGlass => "break_glass",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// One of them, as a person reads it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::U2f => "U2F key",
            Self::Passkey => "passkey",
            Self::SoftKey => "soft key",
            Self::YubicoOtp | Self::OathHotp => "USB key",
            Self::RecoveryCode => "recovery code",
            Self::BreakGlass => "break-glass code",
        }
    }

    /// The family under which a policy lets it in; the break-glass code stands beside every policy.
    pub const fn family(self) -> Option<Family> {
        match self {
            Self::U2f => Some(Family::U2fKeys),
            Self::Passkey => Some(Family::Passkeys),
            Self::SoftKey => Some(Family::SoftKeys),
            Self::YubicoOtp | Self::OathHotp => Some(Family::UsbKeys),
            Self::RecoveryCode => Some(Family::RecoveryCodes),
            Self::BreakGlass => None,
        }
    }
}

/// How long the school's printed code opens anything, whatever is done meanwhile.
pub const BREAK_GLASS_SECONDS: i64 = 30 * 60;

/// The headings of Account Settings, Security Keys, which a policy lets in or not.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// U2F and FIDO2 keys.
    U2fKeys,
    /// Passkeys on the person's own device.
    Passkeys,
    /// Authenticator apps.
    SoftKeys,
    /// USB keys that type a code.
    UsbKeys,
    /// Printed codes.
    RecoveryCodes,
}

impl Family {
    /// Every family, in the order of the page.
    pub const ALL: [Self; 5] = [
        Self::U2fKeys,
        Self::Passkeys,
        Self::SoftKeys,
        Self::UsbKeys,
        Self::RecoveryCodes,
    ];

    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::U2fKeys => "u2f_keys",
            Self::Passkeys => "passkeys",
            Self::SoftKeys => "soft_keys",
            Self::UsbKeys => "usb_keys",
            Self::RecoveryCodes => "recovery_codes",
        }
    }

    /// As a person reads it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::U2fKeys => "U2F keys",
            Self::Passkeys => "Passkeys",
            Self::SoftKeys => "Soft keys",
            Self::UsbKeys => "USB keys",
            Self::RecoveryCodes => "Recovery codes",
        }
    }

    /// What it is, for whoever chooses.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::U2fKeys => "Small devices that are plugged in and touched",
            Self::Passkeys => {
                "On the person's own device, such as Touch ID, Windows Hello or a phone"
            }
            Self::SoftKeys => "An authenticator app that shows a code every thirty seconds",
            Self::UsbKeys => "Small devices that type a code when they are touched",
            Self::RecoveryCodes => "Ten printed codes, each used once",
        }
    }

    /// Whether it is touched and can bring a PIN and a model, which typed codes cannot.
    pub const fn is_touched(self) -> bool {
        match self {
            Self::U2fKeys | Self::Passkeys => true,
            Self::SoftKeys | Self::UsbKeys | Self::RecoveryCodes => false,
        }
    }

    /// The family of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name)
    }
}
