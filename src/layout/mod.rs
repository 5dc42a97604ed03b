//! The look of every page: the shell around it and the components within.
//!
//! A page is a template that begins
//!
//! ```text
//! {% extends "layout/page.html" %}
//! {% import "layout/components/form.html" as f %}
//! {% import "layout/components/content.html" as c %}
//! {% block title %}Log a concern{% endblock %}
//! {% block main %}
//! {{ f::error_summary(form.errors) }}
//! <h1 class="govuk-heading-l">Log a concern</h1>
//! <form method="post" action="/concerns" novalidate>
//!   {{ f::input(name="where", label="Where", value=form.place, error=form.errors.of("where")) }}
//!   {{ f::button("Log this concern", once=true) }}
//! </form>
//! {% endblock %}
//! ```
//!
//! (`layout/plain.html` instead, for the pages before someone has signed in.)
//! A field's id is its name unless told otherwise, so that the error summary
//! can lead to it. What belongs to elevated access stands in an element marked
//! `data-elevated`: the script empties it when the access ends.
//!
//! Nothing here reads the database, knows the time or decides what a person
//! may see; the shell shows what it is given.

use crate::access::May;
use crate::feature::Feature;

mod assets;
mod components;
#[cfg(test)]
pub use components::info_id;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod gallery;

pub use assets::asset;
use assets::serve;

pub use components::{
    Choice, Column, attributes, column, described_by, item_described_by, item_id, or,
};

/// The style sheet, the scripts and the marks.
pub fn feature() -> Feature {
    Feature::named("layout").get("/assets/{file}", May::Enter, serve)
}

/// The school whose pages these are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolName {
    /// As the school writes itself.
    pub name: String,
    /// As it stands in the address of its sign-in page.
    pub slug: String,
}

/// One item of the navigation; the first is the dashboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// What it says.
    pub label: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Whether the page on show belongs to it.
    pub current: bool,
}

/// What the top right of a page says about elevated access.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ElevationMark {
    /// Nothing: nobody has signed in, or they signed in with their key.
    #[default]
    Absent,
    /// The person may elevate their access.
    Offered,
    /// It is on.
    On {
        /// The time of day it ends, as in "14:32".
        until: String,
        /// How long that is from now.
        seconds_left: i64,
    },
}

impl ElevationMark {
    /// Whether elevated access is on.
    pub fn is_on(&self) -> bool {
        matches!(self, ElevationMark::On { .. })
    }
}

/// What kind of news a flash message brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashKind {
    /// What was asked for was done.
    Success,
    /// Something to know.
    Notice,
    /// Something to act on.
    Warning,
}

impl FlashKind {
    /// The word in the component's class and label.
    pub fn word(self) -> &'static str {
        match self {
            FlashKind::Success => "success",
            FlashKind::Notice => "information",
            FlashKind::Warning => "warning",
        }
    }
}

/// A message shown once, on the page after the one that caused it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    /// What kind of news it is.
    pub kind: FlashKind,
    /// The news, in a sentence.
    pub text: String,
}

/// What stands around a page's own content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shell {
    /// The school, where one is known.
    pub school: Option<SchoolName>,
    /// The person who is signed in.
    pub person_name: Option<String>,
    /// Where they can go.
    pub navigation: Vec<NavItem>,
    /// What the top right says.
    pub elevation: ElevationMark,
    /// News from the page before.
    pub flash: Option<Flash>,
    /// The address of this page, to come back to; empty where there is none.
    pub here: String,
    /// The user group as which they view, where they do not view as themselves.
    pub viewing_as: Option<String>,
    /// That they hold fewer keys than their user groups ask for.
    pub too_few_keys: Option<TooFewKeys>,
}

/// Somebody holds fewer keys than they should, as pages about keys say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooFewKeys {
    /// How many they hold that elevate.
    pub keys: i64,
    /// How many they should hold.
    pub keys_min: i64,
    /// Until when they have time to link more.
    pub until: String,
    /// Whether that time is over.
    pub is_over: bool,
}

impl TooFewKeys {
    /// What they are to link, in a word.
    pub fn a_further(&self) -> &'static str {
        match self.keys {
            0 => "one",
            _ => "another",
        }
    }
}
