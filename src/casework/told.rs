//! What is done about a concern as a story tells it, such as the demo's: through the same forms,
//! the same checks and the same audit log as at the page.

use keyward_web::Problem;

use super::act::perform_told;
use super::case::Case;
use super::kind::Kind;
use super::{
    acknowledgement, action, add_pupil, alert, assignment, case_note,
    categories as category_change, closure, contact, decision, link, name_staff, note, reopening,
    result, roles, significance, take_pupil_off, take_staff_off, undo_link,
};
use crate::categories::{self, Branch};
use crate::cx::Tx;
use crate::ids::ConcernId;

/// One act of a story: its kind, and the fields of its form.
#[derive(Clone, Debug)]
pub struct Doing {
    /// What kind.
    pub kind: Kind,
    /// The fields, as somebody would fill them in.
    pub fields: Vec<(String, String)>,
}

impl Doing {
    /// The act of this name, such as `contact`.
    pub fn named(kind: &str, fields: Vec<(String, String)>) -> Option<Self> {
        let kind = Kind::named(kind)?;
        Some(Self { kind, fields })
    }
}

/// Does it as the actor. What ends an action ends the first that is open.
///
/// # Errors
/// A bug's page when the form would have come back; that the database is away.
pub fn do_told(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
    doing: &Doing,
    url: &str,
) -> Result<(), Problem> {
    let mut fields: Vec<(&str, &str)> = doing
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let mut ends_first = |end| {
        fields.push(("end", end));
        let case = Case::find(tx, id, None)?;
        let first = case.open_actions().next();
        let first = first.ok_or_else(|| Problem::bug("a story ends what was not begun"))?;
        perform_told::<result::ActionEnd>(tx, id, Some(&first.id), &fields, url)
    };
    match doing.kind {
        Kind::ActionDone => ends_first("done"),
        Kind::ActionCancelled => ends_first("cancelled"),
        Kind::Acknowledgement => {
            perform_told::<acknowledgement::Acknowledgement>(tx, id, None, &fields, url)
        }
        Kind::Assignment => perform_told::<assignment::Assignment>(tx, id, None, &fields, url),
        Kind::Action => perform_told::<action::NewAction>(tx, id, None, &fields, url),
        Kind::Contact => perform_told::<contact::Contact>(tx, id, None, &fields, url),
        Kind::Decision => perform_told::<decision::Decision>(tx, id, None, &fields, url),
        Kind::Significance => perform_told::<significance::Weighing>(tx, id, None, &fields, url),
        Kind::CaseNote => perform_told::<case_note::CaseNote>(tx, id, None, &fields, url),
        Kind::PupilAdded => perform_told::<add_pupil::AddPupil>(tx, id, None, &fields, url),
        Kind::PupilTakenOff => {
            perform_told::<take_pupil_off::TakePupilOff>(tx, id, None, &fields, url)
        }
        Kind::Alert => perform_told::<alert::AlertMore>(tx, id, None, &fields, url),
        Kind::StaffNamed => perform_told::<name_staff::NameStaff>(tx, id, None, &fields, url),
        Kind::StaffTakenOff => {
            perform_told::<take_staff_off::TakeStaffOff>(tx, id, None, &fields, url)
        }
        Kind::Note => perform_told::<note::Note>(tx, id, None, &fields, url),
        Kind::Closure => perform_told::<closure::Closure>(tx, id, None, &fields, url),
        Kind::Reopening => perform_told::<reopening::Reopening>(tx, id, None, &fields, url),
        Kind::Link => perform_told::<link::Link>(tx, id, None, &fields, url),
        Kind::LinkUndone => perform_told::<undo_link::UndoLink>(tx, id, None, &fields, url),
        Kind::CategoryChange => {
            // A story names a category; the form has its identifier.
            let offered = categories::offered(tx)?;
            let named = |name: &str| {
                let mut all = offered.iter().flat_map(Branch::all);
                let found = all.find(|category| category.name == name);
                found.map(|category| category.id.0.clone())
            };
            let typed = fields.iter().map(|(name, value)| match *name {
                "category" => (*name, named(value).unwrap_or_default()),
                _ => (*name, (*value).to_owned()),
            });
            let typed: Vec<(&str, String)> = typed.collect();
            let fields: Vec<(&str, &str)> = typed
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            perform_told::<category_change::CategoryChange>(tx, id, None, &fields, url)
        }
        Kind::RoleChange => perform_told::<roles::RoleChange>(tx, id, None, &fields, url),
    }
}
