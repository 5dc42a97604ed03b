//! Adding a pupil who turns out to be involved, with the role that they, and nobody else, have.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::{Errors, Problem};

use super::act::{Act, Doing, Frame};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::involved::{self, LAST_LEAD, still_works};
use crate::concerns::Role;
use crate::cx::Tx;
use crate::layout::{Choice, Shell};
use crate::pupils;

#[derive(Template)]
#[template(path = "casework/add_pupil.html")]
pub(super) struct AddPupilPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    found: Vec<Choice>,
    roles: Vec<Choice>,
}

impl AddPupilPage {
    /// Where a pupil is looked for without a script.
    fn find_url(&self) -> String {
        format!("{}/found", self.frame.to)
    }
}

/// Adding a pupil.
pub(super) struct AddPupil;

impl Act for AddPupil {
    type Page = AddPupilPage;
    const ADDRESS: &'static str = "pupils";

    fn look_up(tx: &mut Tx<'_, '_>, form: &ActForm, case: &mut Case) -> Result<(), Problem> {
        involved::find_pupils(tx, form.text("find"), form.text("pupil"), case)
    }

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let mut found = case.offers.pupils.iter();
        let pupil = found.find(|pupil| pupil.id.0 == form.text("pupil"));
        match pupil {
            None if case.offers.pupils.is_empty() => {
                let words = "Find the pupil by name, then choose them";
                check.errors.add("find", words);
            }
            None => check.errors.add("pupil", "Choose the pupil"),
            Some(pupil) if !pupil.was_born_by(case.noticed_at.london().date()) => {
                let (name, born) = (pupil.display_name(), pupil.birthday());
                let words = format!(
                    "{name} was born on {born}, after this was noticed. Choose another pupil"
                );
                check.errors.add("pupil", words);
            }
            Some(_) if case.offers.leaves_no_lead => check.errors.add("pupil", LAST_LEAD),
            Some(_) => {
                if let Some(name) = &case.offers.works_on_it {
                    check.errors.add("pupil", still_works(name));
                }
            }
        }
        let missing = "Choose the role that the pupil has in this";
        let role = check.term("role", Role::named, missing);
        let words = check.reason("words", "Write how you know that they are involved");
        let doing = pupil.zip(role).map(|(pupil, role)| {
            let id = pupil.id.0.clone();
            let deed = Deed::PupilAdded {
                pupil: id.clone(),
                role: role.name().to_owned(),
                words,
            };
            Doing::now(deed, now).about(id)
        });
        check.proves(doing)
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> AddPupilPage {
        let roles = Role::ALL.iter();
        let roles = roles.map(|role| Choice::new(role.name(), role.choice()));
        AddPupilPage {
            found: pupils::choices(&case.offers.pupils),
            roles: roles.collect(),
            shell,
            frame,
            form,
        }
    }
}
