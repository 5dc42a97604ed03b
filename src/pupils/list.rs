//! The pupils whose files one may read, in order of surname.
//!
//! A name that is looked for travels in the body of a form, never in an address; the pages of the
//! list hang on opaque identifiers.

use askama::Template;
use axum::extract::RawQuery;
use keyward_web::{Answer, Form, Pairs};

use super::listing::{self, Listing, Place};
use super::name::asked;
use super::{Pupil, YearGroup};
use crate::cx::Cx;
use crate::ids::PupilId;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "pupils/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    find: String,
    year: String,
    years: Vec<Choice>,
    listing: Listing,
    searched: bool,
}

impl ListPage {
    fn of(cx: &Cx, find: String, year: Option<YearGroup>, listing: Listing) -> Self {
        let every = Choice::new("", "All year groups");
        let choices = listing
            .years
            .iter()
            .map(|year| Choice::new(year.name(), year.to_string()));
        Self {
            shell: cx.page(),
            searched: !asked(&find).is_empty(),
            find,
            year: year.map_or_else(String::new, |year| year.name().to_owned()),
            years: std::iter::once(every).chain(choices).collect(),
            listing,
        }
    }

    fn heading(&self) -> String {
        let years =
            YearGroup::named(&self.year).map_or_else(String::new, |year| format!(" in {year}"));
        let found = if self.searched { " found" } else { "" };
        match self.listing.count {
            0 => format!("No pupils{found}{years}"),
            1 => format!("1 pupil{found}{years}"),
            count => format!("{count} pupils{found}{years}"),
        }
    }

    fn is_cut(&self) -> bool {
        self.searched && self.listing.count > self.shown()
    }

    fn shown(&self) -> i64 {
        i64::try_from(self.listing.pupils.len()).unwrap_or(i64::MAX)
    }

    fn previous(&self) -> String {
        self.address("before", self.listing.previous.as_ref())
    }

    fn next(&self) -> String {
        self.address("after", self.listing.next.as_ref())
    }

    fn address(&self, side: &str, pupil: Option<&PupilId>) -> String {
        match pupil {
            None => String::new(),
            Some(pupil) if self.year.is_empty() => format!("/pupils?{side}={pupil}"),
            Some(pupil) => format!("/pupils?year={}&{side}={pupil}", self.year),
        }
    }
}

/// A page of the list.
pub(super) async fn get(cx: Cx, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let year = YearGroup::named(query.text("year"));
    let place = match (query.text("after"), query.text("before")) {
        ("", "") => Place::First,
        ("", before) => Place::Before(PupilId(before.to_owned())),
        (after, _) => Place::After(PupilId(after.to_owned())),
    };
    let listing = cx.read(move |tx| listing::page(tx, year, &place)).await?;
    cx.show(&ListPage::of(&cx, String::new(), year, listing))
}

/// The pupils found by a part of their name or UPN.
pub(super) async fn post(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    let year = YearGroup::named(form.text("year"));
    let find = form.text("find").to_owned();
    let words = asked(&find);
    if words.is_empty() {
        return cx.redirect(match year {
            Some(year) => format!("/pupils?year={}", year.name()),
            None => "/pupils".to_owned(),
        });
    }
    let listing = cx.read(move |tx| listing::search(tx, year, &words)).await?;
    cx.show(&ListPage::of(&cx, find, year, listing))
}

/// The page, filled with a sample.
pub(super) fn sample() -> ListPage {
    let year = Choice::new("7", "Year 7");
    ListPage {
        shell: Shell::default(),
        find: "sul".into(),
        year: "7".into(),
        years: vec![Choice::new("", "All year groups"), year],
        listing: Listing {
            pupils: vec![Pupil::sample()],
            years: Vec::new(),
            count: 1,
            previous: None,
            next: Some(PupilId("p".into())),
        },
        searched: true,
    }
}
