//! The fields of a body map on a form: pictures to tap where there is a script, a list of regions
//! everywhere, and a row of fields for each mark.

use askama::Template;
use askama::filters::HtmlSafe;
use keyward_web::Errors;

use super::figures;
use super::form::{Asked, Draft, MarksForm, errors_of, field};
use super::mark::{Kind, Spot};
use super::picture::{Age, Picture, pictures};
use super::view::{Build, View};
use crate::ids::PupilId;
use crate::layout::Choice;

/// What a page shows of the marks on its form.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "body_map/entry.html")]
pub struct Entry {
    pub(super) rows: Vec<Row>,
    /// The pupils whose body it may be.
    pub(super) pupils: Vec<Choice>,
    pub(super) whose: String,
    pub(super) builds: Vec<Choice>,
    pub(super) regions: Vec<Regions>,
    pub(super) region: String,
    /// What is wrong with the region in the list.
    pub(super) wrong: Option<String>,
    /// What was just done, for a page without a script.
    pub(super) done: &'static str,
    pub(super) pictures: Vec<Picture>,
    /// Where the form is sent to add or remove a mark without a script.
    pub(super) again: String,
}

/// The regions of one picture.
#[derive(Clone, Debug)]
pub(super) struct Regions {
    pub view: &'static str,
    pub of: Vec<(String, String)>,
}

/// A mark to be filled in.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub number: usize,
    pub region: String,
    pub draft: Draft,
    pub kinds: Vec<Choice>,
    pub pupils: Vec<Choice>,
    /// Whether the page asks whose mark it is.
    pub asks_whose: bool,
    /// What is wrong with this mark.
    pub errors: Errors,
}

/// It is a part of a page, in which everything typed was made harmless already.
impl HtmlSafe for Entry {}

impl Row {
    /// The identifier of a field.
    pub(super) fn id(&self, name: &str) -> String {
        field(self.number, name)
    }

    pub(super) fn error(&self, name: &str) -> Option<&str> {
        self.errors.of(&field(self.number, name))
    }
}

impl Entry {
    /// The fields for a form about these pupils, which sends itself to `again` to be filled in
    /// further.
    pub fn of(
        form: &MarksForm,
        errors: &Errors,
        pupils: &[(PupilId, String)],
        again: &str,
    ) -> Self {
        let whose = |id: &str| -> Vec<Choice> {
            let known = pupils.iter().any(|(pupil, _)| pupil.0 == id);
            let nobody = (!known).then(|| Choice::new("", "Choose whose body it is"));
            let people = pupils.iter().map(|(id, name)| Choice::new(&id.0, name));
            nobody.into_iter().chain(people).collect()
        };
        let kinds = || {
            let all = Kind::ALL.map(|kind| Choice::new(kind.key(), kind.words()));
            std::iter::once(Choice::new("", "Choose"))
                .chain(all)
                .collect()
        };
        let rows = (1..).zip(&form.marks).map(|(number, draft)| Row {
            number,
            region: Spot::read(&draft.spot)
                .and_then(Spot::region)
                .map(|cell| cell.name.clone())
                .unwrap_or_default(),
            draft: draft.clone(),
            kinds: kinds(),
            pupils: whose(&draft.pupil),
            asks_whose: pupils.len() > 1 || errors.of(&field(number, "pupil")).is_some(),
            errors: errors_of(number, errors),
        });
        let several = pupils.len() > 1;
        let first = pupils.first().filter(|_| several);
        let named = pupils.iter().find(|(id, _)| several && id.0 == form.whose);
        let whose_map = named
            .or(first)
            .map_or_else(String::new, |(id, _)| id.0.clone());
        let (wrong, done) = said(form.asked);
        let wrong = wrong.or(errors.of("map-region"));
        Self {
            rows: rows.collect(),
            pupils: whose(&whose_map),
            builds: Build::ALL
                .map(|build| Choice::new(build.key(), build.words()).chosen(build == form.build))
                .into(),
            regions: regions(),
            region: form.region.clone(),
            wrong: wrong.map(str::to_owned),
            done,
            pictures: pictures(&placed(form, &whose_map), form.build),
            again: again.to_owned(),
            whose: whose_map,
        }
    }

    /// Whether the fields are open at once.
    pub(super) fn is_open(&self) -> bool {
        !self.rows.is_empty() || self.wrong.is_some() || !self.done.is_empty()
    }

    /// Whether the page asks whose body it is.
    pub(super) fn asks_whose(&self) -> bool {
        self.pupils
            .iter()
            .filter(|pupil| !pupil.value.is_empty())
            .count()
            > 1
    }

    /// What a new row looks like, for a script to copy.
    pub(super) fn blank(&self) -> Row {
        let kinds = Kind::ALL.map(|kind| Choice::new(kind.key(), kind.words()));
        let none = std::iter::once(Choice::new("", "Choose"));
        Row {
            kinds: none.chain(kinds).collect(),
            pupils: self.pupils.clone(),
            ..Row::default()
        }
    }

    /// Where a script finds the pictures.
    pub(super) fn figures_address(&self) -> &'static str {
        figures::address()
    }

    /// The address of the form, at the fields of the map.
    pub(super) fn again_here(&self) -> String {
        format!("{}#body-map", self.again)
    }
}

/// What a button did: what is wrong, what was done.
fn said(asked: Asked) -> (Option<&'static str>, &'static str) {
    match asked {
        Asked::Nothing => (None, ""),
        Asked::Added => (None, "The mark is added. Fill in what you saw of it."),
        Asked::AddedNowhere => (Some("Choose where on the body the mark is"), ""),
        Asked::AddedTooMany => (
            Some("This form is full: add the other marks afterwards"),
            "",
        ),
        Asked::Removed => (None, "The mark is removed."),
    }
}

/// The marks on the map that is shown.
fn placed(form: &MarksForm, whose: &str) -> Vec<(i64, Spot, Age)> {
    let numbered = (1..).zip(&form.marks);
    let theirs = numbered.filter(|(_, draft)| draft.pupil == whose || draft.pupil.is_empty());
    theirs
        .filter_map(|(number, draft)| Some((number, Spot::read(&draft.spot)?, Age::Recent)))
        .collect()
}

/// Every region of every picture.
fn regions() -> Vec<Regions> {
    let of = |view: View| {
        let cells = &super::figure::figure(view, Build::default()).cells;
        let name = |key: &str| format!("{}/{key}", view.key());
        Regions {
            view: view.words(),
            of: cells
                .iter()
                .map(|cell| (name(&cell.key), cell.name.clone()))
                .collect(),
        }
    };
    View::ALL.map(of).into()
}
