//! Naming a member of staff who turns out to be part of a concern, and is kept from it by that.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::{Errors, Problem};

use super::act::{Act, Doing, Frame};
use super::case::Case;
use super::deed::{Deed, Named};
use super::form::{ActForm, Check};
use super::involved::{self, LAST_LEAD, still_works};
use crate::cx::Tx;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "casework/name_staff.html")]
pub(super) struct NameStaffPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    staff: Vec<Choice>,
}

/// Naming a member of staff.
pub(super) struct NameStaff;

impl Act for NameStaff {
    type Page = NameStaffPage;
    const ADDRESS: &'static str = "staff";

    fn look_up(tx: &mut Tx<'_, '_>, form: &ActForm, case: &mut Case) -> Result<(), Problem> {
        involved::find_staff(tx, form.text("person"), case)
    }

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let mut staff = case.offers.staff.iter();
        let person = staff.find(|(id, _)| id.0 == form.text("person"));
        match person {
            None => check
                .errors
                .add("person", "Choose the member of staff who is part of this"),
            Some(_) if case.offers.leaves_no_lead => check.errors.add("person", LAST_LEAD),
            Some(_) => {
                if let Some(name) = &case.offers.works_on_it {
                    check.errors.add("person", still_works(name));
                }
            }
        }
        let words = check.reason("words", "Write how they are part of this");
        let deed = person.map(|(id, name)| Deed::StaffNamed {
            person: Named {
                id: id.0.clone(),
                name: name.clone(),
            },
            words,
        });
        check.proves(deed.map(|deed| Doing::now(deed, now)))
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> NameStaffPage {
        let staff = case.offers.staff.iter();
        let staff = staff.map(|(id, name)| Choice::new(&id.0, name));
        let nobody = Choice::new("", "Choose a member of staff");
        NameStaffPage {
            staff: std::iter::once(nobody).chain(staff).collect(),
            shell,
            frame,
            form,
        }
    }
}
