//! What of a chronology is looked at. A filter travels in the address, as identifiers, days and
//! names of ours: never a name of a child.

use jiff::civil::{Date, Time};
use keyward_moment::Moment;
use keyward_web::{Errors, Pairs};

use super::event::Key;
use crate::pupils::read_day;

/// Kinds of event.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Concerns alone.
    Concerns,
    /// What was added to concerns.
    Amendments,
    /// What was done about concerns.
    Done,
    /// Flags that began or ended.
    Flags,
    /// Professionals who began or ended.
    Professionals,
}

impl Kind {
    pub(super) const ALL: [Self; 5] = [
        Self::Concerns,
        Self::Amendments,
        Self::Done,
        Self::Flags,
        Self::Professionals,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Concerns => "concerns",
            Self::Amendments => "amendments",
            Self::Done => "done",
            Self::Flags => "flags",
            Self::Professionals => "professionals",
        }
    }

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Concerns => "Concerns",
            Self::Amendments => "Amendments",
            Self::Done => "What was done",
            Self::Flags => "Flags",
            Self::Professionals => "Professionals",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What is looked at, as typed and as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub significant: bool,
    /// A category by its identifier; empty for all.
    pub category: String,
    pub kind: Option<Kind>,
    /// As typed.
    pub from: String,
    pub to: String,
    pub newest_first: bool,
    pub errors: Errors,
}

impl Filter {
    /// Reads the filter of an address. A day that is none is left out, and said.
    pub(super) fn read(query: &Pairs) -> Self {
        let mut errors = Errors::new();
        let (from, to) = (query.text("from"), query.text("to"));
        for (field, text) in [("from", from), ("to", to)] {
            if !text.is_empty() && read_day(text).is_none() {
                errors.add(field, "Enter a day, such as 22/11/2026, or leave it empty");
            }
        }
        if let (Some(first), Some(last)) = (read_day(from), read_day(to))
            && first > last
        {
            errors.add("to", "The last day must be the first day or later");
        }
        Self {
            significant: query.text("significance") == "significant",
            category: query.text("category").into(),
            kind: Kind::named(query.text("kind")),
            from: from.into(),
            to: to.into(),
            newest_first: query.text("order") == "newest",
            errors,
        }
    }

    /// Whether events of this kind are looked at.
    pub(super) fn takes(&self, kind: Kind) -> bool {
        let of_concerns = match kind {
            Kind::Concerns | Kind::Amendments | Kind::Done => true,
            Kind::Flags | Kind::Professionals => false,
        };
        // Neither a flag nor a professional has a category; a flag is always significant.
        let by_category = self.category.is_empty() || of_concerns;
        let by_weight = !self.significant || kind != Kind::Professionals;
        by_category && by_weight && self.kind.is_none_or(|wanted| wanted == kind)
    }

    /// The moment from which on it looks, and the one before which it does.
    pub(super) fn span(&self) -> (i64, i64) {
        let midnight = |day: Date| Moment::from_london(day, Time::midnight());
        let from = read_day(&self.from).and_then(midnight);
        let next = read_day(&self.to).and_then(|day| day.tomorrow().ok());
        (
            from.map_or(i64::MIN, Moment::as_micros),
            next.and_then(midnight).map_or(i64::MAX, Moment::as_micros),
        )
    }

    /// Whether everything is looked at.
    pub(super) fn is_everything(&self) -> bool {
        let Self {
            significant,
            category,
            kind,
            from,
            to,
            newest_first: _,
            errors: _,
        } = self;
        !significant && category.is_empty() && kind.is_none() && from.is_empty() && to.is_empty()
    }

    /// The filter as pairs of an address, without the places that are empty.
    pub(super) fn pairs(&self) -> Vec<(&'static str, &str)> {
        let mut pairs = Vec::new();
        if self.significant {
            pairs.push(("significance", "significant"));
        }
        if let Some(kind) = self.kind {
            pairs.push(("kind", kind.name()));
        }
        for (name, value) in [
            ("category", &self.category),
            ("from", &self.from),
            ("to", &self.to),
        ] {
            if !value.is_empty() {
                pairs.push((name, value));
            }
        }
        if self.newest_first {
            pairs.push(("order", "newest"));
        }
        pairs
    }

    /// The rest of an address: this filter, then one more pair.
    pub(super) fn query(&self, more: Option<(&str, &str)>) -> String {
        let pairs = self.pairs().into_iter().chain(more);
        let pairs: Vec<String> = pairs
            .map(|(name, value)| {
                let value = percent_encoding::utf8_percent_encode(
                    value,
                    percent_encoding::NON_ALPHANUMERIC,
                );
                format!("{name}={value}")
            })
            .collect();
        match pairs.is_empty() {
            true => String::new(),
            false => format!("?{}", pairs.join("&")),
        }
    }
}

/// From where on a page goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// At the beginning of what is shown first.
    First,
    /// Later than this.
    After(Key),
    /// Earlier than this.
    Before(Key),
}

impl Place {
    /// Reads the place of an address; what is none is the beginning.
    pub(super) fn read(query: &Pairs) -> Self {
        match (
            Key::read(query.text("after")),
            Key::read(query.text("before")),
        ) {
            (Some(key), _) => Self::After(key),
            (None, Some(key)) => Self::Before(key),
            (None, None) => Self::First,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Filter {
        Filter::read(&Pairs::of(pairs))
    }

    #[test]
    fn a_filter_reads_back_from_its_address() {
        let filter = read(&[
            ("significance", "significant"),
            ("category", "c-1"),
            ("kind", "done"),
            ("from", "1/3/2026"),
            ("to", "2026-03-31"),
            ("order", "newest"),
        ]);
        assert!(filter.errors.is_empty());
        let again = filter.query(Some(("after", "5-a")));
        let pairs = Pairs::parse(again.trim_start_matches('?').as_bytes());
        assert_eq!(Filter::read(&pairs), filter);
        let place = Place::read(&pairs);
        assert!(matches!(place, Place::After(Key { at: 5, .. })));
        assert_eq!(read(&[]).query(None), "");
        assert!(read(&[("order", "newest")]).is_everything());
        assert!(!filter.is_everything());
    }

    #[test]
    fn a_span_takes_in_both_days() {
        let filter = read(&[("from", "2026-03-28"), ("to", "2026-03-29")]);
        let (from, to) = filter.span();
        assert_eq!(
            Moment::from_micros(from).day_and_time(),
            "28 March 2026 at 00:00"
        );
        // The clocks go forward on 29 March.
        assert_eq!(to - from, 47 * 3_600 * 1_000_000);
        assert_eq!(read(&[]).span(), (i64::MIN, i64::MAX));
    }

    #[test]
    fn what_is_no_day_is_said_and_left_out() {
        let filter = read(&[("from", "Monday"), ("to", "2026-03-29")]);
        assert!(filter.errors.of("from").is_some());
        assert_eq!(filter.span().0, i64::MIN);
        let filter = read(&[("from", "2026-03-30"), ("to", "2026-03-29")]);
        assert!(filter.errors.of("to").is_some());
    }

    #[test]
    fn a_flag_and_a_professional_have_no_category() {
        let filter = read(&[("category", "c")]);
        assert!(filter.takes(Kind::Concerns) && !filter.takes(Kind::Flags));
        assert!(!filter.takes(Kind::Professionals));
        let filter = read(&[("significance", "significant")]);
        assert!(filter.takes(Kind::Flags) && !filter.takes(Kind::Professionals));
        let filter = read(&[("kind", "flags")]);
        assert!(filter.takes(Kind::Flags) && !filter.takes(Kind::Concerns));
    }
}
