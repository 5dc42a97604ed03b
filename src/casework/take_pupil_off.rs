//! Taking a pupil off whom a concern is not about after all, such as the wrong child of a name. The
//! record says that they were, who took them off and why; their file does not hold it any more.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Errors;

use super::act::{Act, Doing, Frame};
use super::case::{Case, PupilRole};
use super::deed::Deed;
use super::form::{ActForm, Check};
use crate::concerns::Role;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "casework/take_pupil_off.html")]
pub(super) struct TakePupilOffPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    pupils: Vec<Choice>,
    /// Whether it is about one pupil alone, who stays until another is added.
    is_only: bool,
    /// Whether one of them is the only subject.
    is_only_subject: bool,
}

/// Taking a pupil off.
pub(super) struct TakePupilOff;

/// What is said where nobody would be left.
const LAST_PUPIL: &str = "A concern is about at least one pupil. Add the right pupil first, then \
                          take this one off";

/// What stands beside the only subject.
const NO_SUBJECT: &str = "Nobody would be left as the subject of this concern";

/// Whether nobody would be the subject of a concern without this pupil, who is.
fn is_only_subject(case: &Case, pupil: &PupilRole) -> bool {
    let is_subject = |one: &PupilRole| one.role == Role::Subject.name();
    let mut subjects = case.pupils.iter().filter(|one| is_subject(one));
    is_subject(pupil) && subjects.all(|one| one.id == pupil.id)
}

impl Act for TakePupilOff {
    type Page = TakePupilOffPage;
    const ADDRESS: &'static str = "pupils-taken-off";

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let mut known = case.pupils.iter().filter(|pupil| pupil.name.is_some());
        let pupil = known.find(|pupil| pupil.id.0 == form.text("pupil"));
        if case.pupils.len() < 2 {
            check.errors.add("pupil", LAST_PUPIL);
        } else if pupil.is_none() {
            let words = "Choose the pupil whom it is not about";
            check.errors.add("pupil", words);
        }
        let words = check.reason("words", "Write how you know that it is not about them");
        let doing = pupil.map(|pupil| {
            let id = pupil.id.0.clone();
            let deed = Deed::PupilTakenOff {
                pupil: id.clone(),
                words,
            };
            Doing::now(deed, now).about(id)
        });
        check.proves(doing)
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> TakePupilOffPage {
        let known = case.pupils.iter().filter_map(|pupil| {
            let name = pupil.name.as_ref()?;
            let role = super::roles::in_words(&pupil.role);
            let hint = match is_only_subject(case, pupil) {
                true => format!("{role}. {NO_SUBJECT}"),
                false => role.to_owned(),
            };
            Some(Choice::new(&pupil.id.0, name.to_string()).hint(hint))
        });
        let mut named = case.pupils.iter().filter(|pupil| pupil.name.is_some());
        TakePupilOffPage {
            is_only_subject: named.any(|pupil| is_only_subject(case, pupil)),
            pupils: known.collect(),
            is_only: case.pupils.len() < 2,
            shell,
            frame,
            form,
        }
    }
}
