//! What an import would change, and the yes that makes it so.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Problem};

use super::plan::{Change, Changed, Plan};
use super::store::{apply, plan_now};
use super::{Row, waiting};
use crate::cx::Cx;
use crate::ids::{ImportId, PupilId};
use crate::layout::Shell;
use crate::pupils::{Column, Details, YearGroup, birth};

/// No page shows more changes than this.
const CHANGED_MAX: usize = 200;
/// So many new pupils are shown, to see that every column is in its place.
const NEW_MAX: usize = 5;

#[derive(Template)]
#[template(path = "pupils/import/confirm.html")]
pub(super) struct ConfirmPage {
    shell: Shell,
    import: ImportId,
    plan: Plan,
}

impl ConfirmPage {
    fn new_pupils(&self) -> &[Row] {
        &self.plan.new[..self.plan.new.len().min(NEW_MAX)]
    }

    fn changes(&self) -> &[Changed] {
        &self.plan.changed[..self.plan.changed.len().min(CHANGED_MAX)]
    }

    fn more_changed(&self) -> usize {
        self.plan.changed.len() - self.changes().len()
    }

    fn was(&self, change: &Change) -> String {
        words(change.column, &change.was)
    }

    fn becomes(&self, change: &Change) -> String {
        words(change.column, &change.becomes)
    }

    fn birthday(&self, row: &Row) -> String {
        words(Column::BornOn, &row.details.born_on)
    }

    fn year(&self, row: &Row) -> String {
        words(Column::YearGroup, &row.details.year_group)
    }

    fn button(&self) -> String {
        match self.plan.new.len() + self.plan.changed.len() {
            1 => "Import 1 pupil".to_owned(),
            count => format!("Import {count} pupils"),
        }
    }
}

/// What is kept in a column, as a person reads it.
pub fn words(column: Column, value: &str) -> String {
    match column {
        _ if value.is_empty() => "nothing".to_owned(),
        Column::BornOn => birth::words(value),
        Column::YearGroup => year(value),
        Column::Upn | Column::Forename | Column::Surname | Column::PreferredName | Column::Form => {
            value.to_owned()
        }
    }
}

fn year(name: &str) -> String {
    YearGroup::named(name).map_or_else(|| name.to_owned(), |year| year.to_string())
}

pub(super) async fn get(cx: Cx, Path(import): Path<ImportId>) -> Answer {
    let wanted = import.clone();
    let plan = cx
        .read(move |tx| {
            let checked = waiting::find(tx, &wanted)?;
            plan_now(tx, &checked)
        })
        .await?;
    cx.show(&ConfirmPage {
        shell: cx.page(),
        import,
        plan,
    })
}

/// Imports what was checked, against the registers as they are now.
pub(super) async fn post(cx: Cx, Path(import): Path<ImportId>) -> Answer {
    cx.write(move |tx| {
        let checked = waiting::find(tx, &import)?;
        let plan = apply(tx, &checked)?;
        waiting::let_go(tx)?;
        tx.say(&format!("The import is done: {}.", plan.counts()))?;
        Ok::<_, Problem>(())
    })
    .await?;
    cx.redirect("/pupils/imports/new")
}

/// The page, filled with a sample.
pub(super) fn sample() -> ConfirmPage {
    let details = Details {
        upn: "B801200005001".into(),
        forename: "Zoë".into(),
        surname: "O’Sullivan".into(),
        preferred_name: String::new(),
        born_on: "2014-05-01".into(),
        year_group: "7".into(),
        form: "7B".into(),
    };
    let change = Change {
        column: Column::YearGroup,
        was: "6".into(),
        becomes: "7".into(),
    };
    let changed = Changed {
        id: PupilId("p".into()),
        line: 3,
        details: details.clone(),
        changes: vec![change],
    };
    ConfirmPage {
        shell: Shell::default(),
        import: ImportId("i".into()),
        plan: Plan {
            new: vec![Row { line: 2, details }],
            changed: vec![changed],
            unchanged: 210,
            absent: 4,
        },
    }
}
