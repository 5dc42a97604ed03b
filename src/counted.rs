//! How many there are of what a page shows only some of: counted as far as it matters to whoever
//! reads it, so that a page costs the same however many there are. Pure.

/// So many, counted to [`Counted::MAX`], or further where that was said.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    count: usize,
    most: usize,
}

impl Default for Counted {
    fn default() -> Self {
        Self::of(0)
    }
}

impl Counted {
    /// How far is counted.
    pub const MAX: usize = 30;
    /// The same, as the limit of a statement.
    pub const LIMIT: i64 = Self::MAX as i64;

    /// Of so many.
    pub fn of(count: usize) -> Self {
        Self::up_to(Self::MAX, count)
    }

    /// Of so many, counted to another number.
    pub fn up_to(most: usize, count: usize) -> Self {
        let count = count.min(most);
        Self { count, most }
    }

    /// Of what a statement counted.
    pub fn rows(count: i64) -> Self {
        Self::of(usize::try_from(count).unwrap_or_default())
    }

    /// `3`, or `30 or more`.
    pub fn words(self) -> String {
        match self.is_full() {
            true => format!("{} or more", self.most),
            false => self.count.to_string(),
        }
    }

    /// `1 action`, `3 actions`, or `30 or more actions`.
    pub fn of_words(self, one: &str, many: &str) -> String {
        match self.count {
            1 => format!("1 {one}"),
            _ => format!("{} {many}", self.words()),
        }
    }

    /// Whether there is none.
    pub fn is_none(self) -> bool {
        self.count == 0
    }

    /// Whether there is just one.
    pub fn is_one(self) -> bool {
        self.count == 1
    }

    /// Whether there may be more than were counted.
    pub fn is_full(self) -> bool {
        self.count == self.most
    }

    /// Those beyond the so many that are shown, in words: `4`, `20 or more`; nothing where all are shown.
    pub fn beyond(self, shown: usize) -> Option<String> {
        match (self.count.saturating_sub(shown), self.is_full()) {
            (0, _) => None,
            (more, false) => Some(more.to_string()),
            (more, true) => Some(format!("{more} or more")),
        }
    }

    /// Those that are not among so many fewer; at least one, where there may be more than were counted.
    pub fn without(self, fewer: Self) -> Self {
        if self.is_full() && self.count == fewer.count {
            return Self { count: 1, ..self };
        }
        Self {
            count: self.count.saturating_sub(fewer.count),
            ..self
        }
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
        assert_eq!(Counted::up_to(100, 34).words(), "34");
        assert_eq!(Counted::up_to(100, 340).words(), "100 or more");
        assert_eq!(Counted::of(1).of_words("action", "actions"), "1 action");
        assert_eq!(Counted::of(9).of_words("action", "actions"), "9 actions");
    }

    #[test]
    fn what_is_beyond_those_shown_is_counted_as_far() {
        assert_eq!(Counted::of(10).beyond(10), None);
        assert_eq!(Counted::of(14).beyond(10).as_deref(), Some("4"));
        assert_eq!(Counted::of(90).beyond(10).as_deref(), Some("20 or more"));
        assert_eq!(Counted::of(3).without(Counted::of(1)), Counted::of(2));
        assert!(Counted::of(3).without(Counted::of(3)).is_none());
        assert!(!Counted::of(40).without(Counted::of(50)).is_none());
    }
}
