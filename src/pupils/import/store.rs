//! Every SQL statement by which an import reads and changes the school's registers.

use std::collections::BTreeMap;

use keyward_db::{Row, params};
use keyward_web::Problem;

use super::check::Checked;
use super::plan::{Plan, plan};
use crate::audit::Entry;
use crate::cx::Tx;
use crate::ids::PupilId;
use crate::pupils::{Details, enrol};

keyward_db::statements! {
    /// What is known of every pupil of a school.
    KNOWN = "SELECT id, upn, forename, surname, preferred_name, born_on, year_group, form
             FROM pupil WHERE school_id = $1";
    /// What is known of a pupil from now on.
    CHANGE = "UPDATE pupil
              SET forename = $3, surname = $4, preferred_name = $5, born_on = $6, year_group = $7,
                  form = $8, finding = $9
              WHERE school_id = $1 AND id = $2";
}

fn known(row: &Row<'_>) -> Result<(PupilId, Details), keyward_db::Error> {
    let details = Details {
        upn: row.get(1)?,
        forename: row.get(2)?,
        surname: row.get(3)?,
        preferred_name: row.get(4)?,
        born_on: row.get(5)?,
        year_group: row.get(6)?,
        form: row.get(7)?,
    };
    Ok((row.get(0)?, details))
}

/// What importing these rows would do now.
///
/// # Errors
/// That the database is away.
pub fn plan_now(tx: &mut Tx<'_, '_>, checked: &Checked) -> Result<Plan, Problem> {
    let rows = tx.all(KNOWN, &params![tx.school()?], known)?;
    let known: BTreeMap<_, _> = rows
        .into_iter()
        .map(|(id, details)| (details.upn.clone(), (id, details)))
        .collect();
    Ok(plan(checked, &known))
}

/// Imports these rows: all of them, and the audit entry with them. What is as the file says stays
/// untouched.
///
/// # Errors
/// That the database is away.
pub fn apply(tx: &mut Tx<'_, '_>, checked: &Checked) -> Result<Plan, Problem> {
    let plan = plan_now(tx, checked)?;
    let school = tx.school()?;
    for row in &plan.new {
        enrol(tx, &row.details)?;
    }
    for changed in &plan.changed {
        let Details {
            upn: _,
            forename,
            surname,
            preferred_name,
            born_on,
            year_group,
            form,
        } = &changed.details;
        let finding = changed.details.finding();
        tx.execute(
            CHANGE,
            &params![
                school,
                &changed.id,
                forename,
                surname,
                preferred_name,
                born_on,
                year_group,
                form,
                finding
            ],
        )?;
    }
    tx.entry(
        Entry::of("pupils imported", "school", &school.0)
            .with("new", plan.new.len())
            .with("changed", plan.changed.len())
            .with("unchanged", plan.unchanged),
    )?;
    Ok(plan)
}
