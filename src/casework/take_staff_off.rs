//! Saying of a member of staff whom a concern names that they are not part of it after all, such as the
//! wrong one of a name. It opens the concern to them as far as their user groups and alerts do, so it
//! asks for a touch, and the other leads are written to, also whoever was named, or excluded from a file, later.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::{Errors, Problem};

use super::act::{Act, Doing, Frame, Guards};
use super::case::Case;
use super::deed::{Deed, Named};
use super::form::{ActForm, Check};
use super::kind::Kind;
use super::staff;
use crate::cx::Tx;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "casework/take_staff_off.html")]
pub(super) struct TakeStaffOffPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    staff: Vec<Choice>,
}

/// Saying that somebody is not part of it.
pub(super) struct TakeStaffOff;

impl Act for TakeStaffOff {
    type Page = TakeStaffOffPage;
    const ADDRESS: &'static str = "staff-taken-off";
    const GUARDS: Guards = Guards::Newest(Kind::StaffTakenOff);

    fn look_up(tx: &mut Tx<'_, '_>, _: &ActForm, case: &mut Case) -> Result<(), Problem> {
        case.offers.staff = staff::named(tx, &case.id)?;
        Ok(())
    }

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let mut named = case.offers.staff.iter();
        let person = named.find(|(id, _)| id.0 == form.text("person"));
        if person.is_none() {
            let words = "Choose the member of staff who is not part of this";
            check.errors.add("person", words);
        }
        let words = check.reason("words", "Write how you know that they are not part of this");
        let doing = person.map(|(id, name)| {
            let person = Named {
                id: id.0.clone(),
                name: name.clone(),
            };
            Doing::now(Deed::StaffTakenOff { person, words }, now).about(&*id.0)
        });
        check.proves(doing)
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> TakeStaffOffPage {
        let staff = case.offers.staff.iter();
        let staff = staff.map(|(id, name)| Choice::new(&id.0, name));
        TakeStaffOffPage {
            staff: staff.collect(),
            shell,
            frame,
            form,
        }
    }
}
