//! What somebody can show: which of a touch, a code and a recovery code a page asks for.

/// How many of each a person can show.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// Working keys that are touched.
    pub touched: i64,
    /// Working keys that give codes.
    pub typed: i64,
    /// Recovery codes that are not used yet.
    pub recovery_codes: i64,
}

impl Ways {
    /// Whether there is any.
    pub fn any(self) -> bool {
        self.touch() || self.code() || self.recovery()
    }

    /// Whether a key can be touched.
    pub fn touch(self) -> bool {
        self.touched > 0
    }

    /// Whether a key gives codes.
    pub fn code(self) -> bool {
        self.typed > 0
    }

    /// Whether a recovery code is left.
    pub fn recovery(self) -> bool {
        self.recovery_codes > 0
    }

    /// The same where no recovery code will do.
    #[must_use]
    pub fn with_a_key(self) -> Self {
        Self {
            recovery_codes: 0,
            ..self
        }
    }

    /// What stands above the field for a code.
    pub fn label(self) -> &'static str {
        match self.code() {
            true => "Enter a code",
            false => "Recovery code",
        }
    }

    /// What stands beside the field for a code.
    pub fn hint(self) -> &'static str {
        match (self.code(), self.recovery()) {
            (true, true) => {
                "The code that your app shows or your USB key types, or one of your recovery codes"
            }
            (true, false) => "The code that your app shows or your USB key types",
            (false, _) => "16 letters and numbers from the sheet that you printed",
        }
    }
}
