//! How many there are of what a page shows only some of: counted as far as it matters to whoever
//! reads it, so that a page costs the same however many there are. Pure.

/// So many, counted to [`Counted::MAX`].
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted(usize);

impl Counted {
    /// How far is counted.
    pub const MAX: usize = 30;
    /// The same, as the limit of a statement.
    pub const LIMIT: i64 = Self::MAX as i64;

    /// Of so many.
    pub fn of(count: usize) -> Self {
        Self(count.min(Self::MAX))
    }

    /// Of what a statement counted.
    pub fn rows(count: i64) -> Self {
        Self::of(usize::try_from(count).unwrap_or_default())
    }

    /// `3`, or `30 or more`.
    pub fn words(self) -> String {
        match self.is_full() {
            true => format!("{} or more", Self::MAX),
            false => self.0.to_string(),
        }
    }

    /// `1 action`, `3 actions`, or `30 or more actions`.
    pub fn of_words(self, one: &str, many: &str) -> String {
        match self.0 {
            1 => format!("1 {one}"),
            _ => format!("{} {many}", self.words()),
        }
    }

    /// Whether there is none.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether there is just one.
    pub fn is_one(self) -> bool {
        self.0 == 1
    }

    /// Whether there may be more than were counted.
    pub fn is_full(self) -> bool {
        self.0 == Self::MAX
    }

    /// Those beyond the so many that are shown, in words: `4`, `20 or more`; nothing where all are shown.
    pub fn beyond(self, shown: usize) -> Option<String> {
        match (self.0.saturating_sub(shown), self.is_full()) {
            (0, _) => None,
            (more, false) => Some(more.to_string()),
            (more, true) => Some(format!("{more} or more")),
        }
    }

    /// Those that are not among so many fewer.
    pub fn without(self, fewer: Self) -> Self {
        Self(self.0.saturating_sub(fewer.0))
    }
}

#[cfg(test)]
mod tests {
    use super::Counted;

    #[test]
    fn it_is_counted_as_far_as_it_matters() {
        assert_eq!(Counted::of(0).words(), "0");
        assert_eq!(Counted::of(29).words(), "29");
        assert_eq!(Counted::of(30).words(), "30 or more");
        assert_eq!(Counted::rows(31), Counted::of(30));
        assert_eq!(Counted::of(1).of_words("action", "actions"), "1 action");
        assert_eq!(Counted::of(9).of_words("action", "actions"), "9 actions");
    }

    #[test]
    fn what_is_beyond_those_shown_is_counted_as_far() {
        assert_eq!(Counted::of(10).beyond(10), None);
        assert_eq!(Counted::of(14).beyond(10).as_deref(), Some("4"));
        assert_eq!(Counted::of(90).beyond(10).as_deref(), Some("20 or more"));
        assert_eq!(Counted::of(3).without(Counted::of(1)), Counted::of(2));
    }
}
