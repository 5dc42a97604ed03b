//! What of the inbox somebody looks at. It travels in the address as identifiers and plain words,
//! never as a name.

use keyward_moment::Moment;
use keyward_web::Pairs;

use crate::ids::{CategoryId, ConcernId, PersonId};
use crate::pupils::YearGroup;

const DAY_SECONDS: i64 = 86_400;

/// A part of the inbox: concerns of one status, those that the reader has not opened apart.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    UnreadNew,
    UnreadOpen,
    New,
    Open,
    Closed,
}

/// Whether the reader has opened a concern.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Opened {
    No,
    Yes,
    Either,
}

impl Part {
    const ALL: [Self; 5] = [
        Self::UnreadNew,
        Self::UnreadOpen,
        Self::New,
        Self::Open,
        Self::Closed,
    ];

    /// As the address names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::UnreadNew => "unread-new",
            Self::UnreadOpen => "unread-open",
            Self::New => "new",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// The status of its concerns.
    pub(super) const fn status(self) -> &'static str {
        match self {
            Self::UnreadNew | Self::New => "new",
            Self::UnreadOpen | Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// Whether the reader has opened its concerns.
    pub(super) const fn opened(self) -> Opened {
        match self {
            Self::UnreadNew | Self::UnreadOpen => Opened::No,
            Self::New | Self::Open => Opened::Yes,
            Self::Closed => Opened::Either,
        }
    }
}

/// Which concerns are shown.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Show {
    /// Everything that is not closed.
    #[default]
    Waiting,
    /// What the reader has not opened.
    Unread,
    /// What nobody has acknowledged.
    New,
    /// What is being acted on.
    Open,
    /// What is closed.
    Closed,
}

impl Show {
    pub(super) const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Unread,
        Self::New,
        Self::Open,
        Self::Closed,
    ];

    /// As the address names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "",
            Self::Unread => "unread",
            Self::New => "new",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// As a person reads it.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Waiting => "Not closed",
            Self::Unread => "Unread",
            Self::New => "New",
            Self::Open => "Open",
            Self::Closed => "Closed",
        }
    }

    /// The parts of it, in the order in which they are listed.
    pub(super) const fn parts(self) -> &'static [Part] {
        match self {
            Self::Waiting => &[Part::UnreadNew, Part::UnreadOpen, Part::New, Part::Open],
            Self::Unread => &[Part::UnreadNew, Part::UnreadOpen],
            Self::New => &[Part::UnreadNew, Part::New],
            Self::Open => &[Part::UnreadOpen, Part::Open],
            Self::Closed => &[Part::Closed],
        }
    }
}

/// To whom a concern is assigned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Assigned {
    #[default]
    Anybody,
    Nobody,
    Me,
    To(PersonId),
}

/// How long ago a concern was recorded.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Age {
    #[default]
    Any,
    Day,
    Week,
    Month,
    Older,
}

impl Age {
    pub(super) const ALL: [Self; 5] = [Self::Any, Self::Day, Self::Week, Self::Month, Self::Older];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Older => "older",
        }
    }

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Any => "Any time",
            Self::Day => "Last 24 hours",
            Self::Week => "Last 7 days",
            Self::Month => "Last 30 days",
            Self::Older => "Longer than 30 days ago",
        }
    }

    /// Recorded from the first moment on and before the second.
    pub(super) fn between(self, now: Moment) -> (i64, i64) {
        let ago = |days: i64| now.plus_seconds(-days * DAY_SECONDS).as_micros();
        match self {
            Self::Any => (i64::MIN, i64::MAX),
            Self::Day => (ago(1), i64::MAX),
            Self::Week => (ago(7), i64::MAX),
            Self::Month => (ago(30), i64::MAX),
            Self::Older => (i64::MIN, ago(30)),
        }
    }
}

/// Where a page begins: after this concern of this part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub part: Part,
    pub after: ConcernId,
}

/// What somebody looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub show: Show,
    pub category: Option<CategoryId>,
    pub year: Option<YearGroup>,
    pub assigned: Assigned,
    pub age: Age,
    /// Whether those alone are shown that have waited longer than the school allows.
    pub is_over: bool,
    pub is_oldest_first: bool,
    pub place: Option<Place>,
}

impl Filter {
    /// What an address asks for. What it does not know is as if it were not there.
    pub(super) fn read(pairs: &Pairs) -> Self {
        let (show, age) = (pairs.text("status"), pairs.text("age"));
        let place = pairs.text("after").split_once('.').and_then(|(part, id)| {
            let part = Part::ALL.into_iter().find(|known| known.name() == part)?;
            let after = ConcernId(id.to_owned());
            Some(Place { part, after })
        });
        Self {
            show: Show::ALL
                .into_iter()
                .find(|known| known.name() == show)
                .unwrap_or_default(),
            category: match pairs.text("category") {
                "" => None,
                id => Some(CategoryId(id.to_owned())),
            },
            year: YearGroup::named(pairs.text("year")),
            assigned: match pairs.text("assigned") {
                "" => Assigned::Anybody,
                "nobody" => Assigned::Nobody,
                "me" => Assigned::Me,
                id => Assigned::To(PersonId(id.to_owned())),
            },
            age: Age::ALL
                .into_iter()
                .find(|known| known.name() == age)
                .unwrap_or_default(),
            is_over: pairs.text("waits") == "over",
            is_oldest_first: pairs.text("order") == "oldest",
            place,
        }
    }

    /// As the form and the address name whom a concern is assigned to.
    pub(super) fn assigned_name(&self) -> &str {
        match &self.assigned {
            Assigned::Anybody => "",
            Assigned::Nobody => "nobody",
            Assigned::Me => "me",
            Assigned::To(person) => &person.0,
        }
    }

    /// As the form and the address name how long a concern has waited.
    pub(super) const fn waits_name(&self) -> &'static str {
        match self.is_over {
            true => "over",
            false => "",
        }
    }

    /// The address of this filter's page that begins there, or of its first.
    pub(super) fn url(&self, place: Option<&Place>) -> String {
        let after = place.map(|place| format!("{}.{}", place.part.name(), place.after));
        let parts = [
            ("status", self.show.name()),
            ("category", self.category.as_ref().map_or("", |id| &id.0)),
            ("year", self.year.map_or("", YearGroup::name)),
            ("assigned", self.assigned_name()),
            ("age", self.age.name()),
            ("waits", self.waits_name()),
            ("order", if self.is_oldest_first { "oldest" } else { "" }),
            ("after", after.as_deref().unwrap_or_default()),
        ];
        // Identifiers alone; whatever else somebody wrote into the address is not repeated.
        let is_plain = |text: &str| {
            text.chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "-.".contains(letter))
        };
        let asked: Vec<String> = parts
            .iter()
            .filter(|(_, value)| !value.is_empty() && is_plain(value))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if asked.is_empty() {
            "/inbox".to_owned()
        } else {
            format!("/inbox?{}", asked.join("&"))
        }
    }

    /// The address of the page that this filter shows, where these were left as they were.
    pub(super) fn url_leaving(&self, left: &str) -> String {
        let url = self.url(self.place.as_ref());
        match (left.is_empty(), url.contains('?')) {
            (true, _) => url,
            (false, true) => format!("{url}&left={left}"),
            (false, false) => format!("{url}?left={left}"),
        }
    }

    /// Whether it leaves anything out beyond the status.
    pub(super) fn narrows(&self) -> bool {
        self.category.is_some()
            || self.year.is_some()
            || self.assigned != Assigned::Anybody
            || self.age != Age::Any
            || self.is_over
    }

    /// The same of another status, from its beginning.
    pub(super) fn showing(&self, show: Show) -> Self {
        Self {
            show,
            place: None,
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_reads_as_its_address_was_written() {
        for address in [
            "/inbox",
            "/inbox?status=unread",
            "/inbox?status=closed&category=0190-a&year=7&assigned=me&age=older&order=oldest",
            "/inbox?status=new&waits=over&order=oldest",
            "/inbox?assigned=nobody&after=unread-open.0190-b",
            "/inbox?year=R&assigned=0190-c&after=closed.0190-d",
        ] {
            let query = address.split_once('?').map_or("", |(_, query)| query);
            let filter = Filter::read(&Pairs::parse(query.as_bytes()));
            assert_eq!(filter.url(filter.place.as_ref()), address);
        }
    }

    #[test]
    fn what_an_address_makes_up_is_not_repeated() {
        let query = b"status=all&category=%22%3E%3Cscript%3E&year=99&age=x&order=y&after=z";
        let filter = Filter::read(&Pairs::parse(query));
        assert_eq!(filter.url(None), "/inbox");
        assert_eq!(filter.show, Show::Waiting);
        assert_eq!(filter.place, None);
    }

    #[test]
    fn an_age_is_counted_back_from_now() {
        let now = Moment::from_micros(1_795_356_300_000_000);
        let day = DAY_SECONDS * 1_000_000;
        for (age, since, until) in [
            (Age::Any, i64::MIN, i64::MAX),
            (Age::Day, now.as_micros() - day, i64::MAX),
            (Age::Week, now.as_micros() - 7 * day, i64::MAX),
            (Age::Month, now.as_micros() - 30 * day, i64::MAX),
            (Age::Older, i64::MIN, now.as_micros() - 30 * day),
        ] {
            assert_eq!(age.between(now), (since, until));
        }
    }
}
