//! The fields of a body map on a form: pictures to tap where there is a script, a list of regions
//! everywhere, and a row of fields for each mark.

use askama::Template;
use askama::filters::HtmlSafe;
use keyward_web::Errors;

use super::figures;
use super::form::{Asked, Draft, MarksForm, build_field, errors_of, field};
use super::mark::{Kind, Spot};
use super::picture::{Age, Picture, pictures};
use super::view::{Build, View};
use crate::ids::PupilId;
use crate::layout::Choice;

/// What a page shows of the marks on its form.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "body_map/entry.html")]
pub struct Entry {
    /// A map for each child; one of nobody's, where none is named yet.
    pub(super) maps: Vec<ChildMap>,
    /// The marks of which it is not said on whose body they are.
    pub(super) astray: Vec<Row>,
    pub(super) regions: Vec<Regions>,
    /// Where the form is sent to add or remove a mark without a script.
    pub(super) again: String,
    is_open: bool,
}

/// The map of one child.
#[derive(Clone, Debug, Default)]
pub(super) struct ChildMap {
    /// Whose; empty, where nobody is named yet.
    pub pupil: String,
    pub name: String,
    pub rows: Vec<Row>,
    pub builds: Vec<Choice>,
    pub region: String,
    /// What its identifiers end with.
    pub key: String,
    /// What is wrong with the region in the list.
    pub wrong: Option<String>,
    /// What was just done, for a page without a script.
    pub done: &'static str,
    pub pictures: Vec<Picture>,
    /// Whether it is the only one, which needs no heading.
    pub is_only: bool,
}

/// A child whose body it may be.
#[derive(Clone, Debug)]
pub struct Child {
    /// Which.
    pub id: PupilId,
    /// What they are called.
    pub name: String,
    /// By which the figure is chosen at first.
    pub year_group: String,
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

impl ChildMap {
    /// The name of the field in which the figure is chosen.
    pub(super) fn build_field(&self) -> String {
        build_field(&self.pupil)
    }

    /// The identifier of the list of regions.
    pub(super) fn region_id(&self) -> String {
        format!("map-region{}", self.key)
    }

    /// Whether it is open at once.
    pub(super) fn is_open(&self) -> bool {
        self.is_only || self.is_begun()
    }

    /// Whether something stands on it, or was asked of it.
    fn is_begun(&self) -> bool {
        !self.rows.is_empty() || self.wrong.is_some() || !self.done.is_empty()
    }

    /// How many marks stand on it, in words.
    pub(super) fn count(&self) -> String {
        match self.rows.len() {
            0 => String::new(),
            1 => "1 mark".to_owned(),
            marks => format!("{marks} marks"),
        }
    }
}

impl Entry {
    /// The fields for a form about these children, which sends itself to `again` to be filled in
    /// further.
    pub fn of(form: &MarksForm, errors: &Errors, children: &[Child], again: &str) -> Self {
        let mut rows: Vec<Row> = (1..)
            .zip(&form.marks)
            .map(|(number, draft)| row(number, draft, children, errors))
            .collect();
        let nobody = [Child {
            id: PupilId(String::new()),
            name: String::new(),
            year_group: String::new(),
        }];
        let shown = if children.is_empty() {
            &nobody
        } else {
            children
        };
        let mut maps = Vec::new();
        for (at, child) in shown.iter().enumerate() {
            let is_only = shown.len() == 1;
            // A mark that names nobody is the only child's.
            let is_theirs =
                |row: &Row| row.draft.pupil == child.id.0 || is_only && row.draft.pupil.is_empty();
            let (theirs, others) = rows.into_iter().partition(is_theirs);
            rows = others;
            maps.push(ChildMap {
                is_only,
                ..child_map(form, errors, child, at, theirs)
            });
        }
        for row in &mut rows {
            row.asks_whose = true;
        }
        let is_begun = maps.iter().any(ChildMap::is_begun);
        Self {
            is_open: is_begun || !rows.is_empty(),
            astray: rows,
            maps,
            regions: regions(),
            again: again.to_owned(),
        }
    }

    /// Whether the fields are open at once.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// The parts of a body to which the list of places jumps: what a button says, and what is looked
    /// for.
    pub fn jumps() -> [(&'static str, &'static str); 5] {
        [
            ("Front", "Body, front"),
            ("Back", "Body, back"),
            ("Head", "Head"),
            ("Hands", "Hand"),
            ("Feet", "Foot"),
        ]
    }

    /// What a new row looks like, for a script to copy.
    pub(super) fn blank(&self) -> Row {
        row(0, &Draft::default(), &[], &Errors::new())
    }

    /// What the map of one more child looks like, for a script to copy.
    pub(super) fn blank_map(&self) -> ChildMap {
        ChildMap {
            pupil: "new".to_owned(),
            key: "-new".to_owned(),
            builds: builds(Build::default()),
            ..ChildMap::default()
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

fn builds(chosen: Build) -> Vec<Choice> {
    let choice = |build: Build| Choice::new(build.key(), build.words()).chosen(build == chosen);
    Build::ALL.map(choice).into()
}

fn row(number: usize, draft: &Draft, children: &[Child], errors: &Errors) -> Row {
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.key(), kind.words()));
    let is_known = children.iter().any(|child| child.id.0 == draft.pupil);
    let nobody = (!is_known).then(|| Choice::new("", "Choose whose body it is"));
    let children = children
        .iter()
        .map(|child| Choice::new(&child.id.0, &child.name));
    Row {
        number,
        region: Spot::read(&draft.spot)
            .and_then(Spot::region)
            .map(|cell| cell.name.clone())
            .unwrap_or_default(),
        draft: draft.clone(),
        kinds: [Choice::new("", "Choose")]
            .into_iter()
            .chain(kinds)
            .collect(),
        pupils: nobody.into_iter().chain(children).collect(),
        asks_whose: errors.of(&field(number, "pupil")).is_some(),
        errors: errors_of(number, errors),
    }
}

/// The map of this child, the one in this place, with these marks on it.
fn child_map(
    form: &MarksForm,
    errors: &Errors,
    child: &Child,
    at: usize,
    rows: Vec<Row>,
) -> ChildMap {
    let pupil = &child.id.0;
    let shown = form.map_of(pupil).or_else(|| form.map_of(""));
    let suggested = match child.year_group.as_str() {
        "" => Build::default(),
        year => Build::of_year(year),
    };
    let build = shown.and_then(|map| map.build).unwrap_or(suggested);
    let (wrong, done) = match form.asked_on == at {
        true => said(form.asked),
        false => (None, ""),
    };
    let of_all = errors.of("map-region").filter(|_| at == 0);
    let placed = |row: &Row| {
        let number = i64::try_from(row.number).ok()?;
        Some((number, Spot::read(&row.draft.spot)?, Age::Recent))
    };
    let placed: Vec<_> = rows.iter().filter_map(placed).collect();
    ChildMap {
        pupil: pupil.clone(),
        name: child.name.clone(),
        builds: builds(build),
        region: shown.map(|map| map.region.clone()).unwrap_or_default(),
        key: match at {
            0 => String::new(),
            _ => format!("-{pupil}"),
        },
        wrong: wrong.or(of_all).map(str::to_owned),
        done,
        pictures: pictures(&placed, build),
        is_only: false,
        rows,
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
