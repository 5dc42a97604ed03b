//! Linking a concern with another that belongs to it: one of the same child, of their family, or of
//! another child, who is found by name. Only who may read both sees that they are.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::{Errors, Problem};

use super::act::{Act, Doing, Frame};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::{others, store};
use crate::cx::Tx;
use crate::ids::ConcernId;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "casework/link.html")]
pub(super) struct LinkPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    others: Vec<Choice>,
    /// Whether more were found than are shown.
    are_more: bool,
}

impl LinkPage {
    /// Whether concerns were looked for by the name of a pupil, or by an address.
    fn is_found(&self) -> bool {
        !self.form.text("find").is_empty()
    }
}

/// Linking.
pub(super) struct Link;

/// The concern whose address was typed where a name is asked for.
fn addressed(typed: &str) -> Option<&str> {
    let (_, concern) = typed.rsplit_once("/concerns/")?;
    concern.split(['/', '?', '#']).next()
}

impl Act for Link {
    type Page = LinkPage;
    const ADDRESS: &'static str = "links";

    fn look_up(tx: &mut Tx<'_, '_>, form: &ActForm, case: &mut Case) -> Result<(), Problem> {
        let typed = form.text("find");
        case.others = match (typed.is_empty(), addressed(typed)) {
            (true, _) => others::of(tx, case)?,
            (false, Some(concern)) => others::those(tx, &[concern])?,
            (false, None) => {
                let (found, are_more) = others::of_called(tx, case, typed)?;
                case.offers.are_more = are_more;
                found
            }
        };
        let other = ConcernId(form.text("other").to_owned());
        if store::is_case(tx, &other)? {
            if case.others.iter().all(|choice| choice.value != other.0) {
                let chosen = others::those(tx, &[&other.0])?;
                case.others.splice(0..0, chosen);
            }
            case.link = Some(other);
        }
        Ok(())
    }

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let other = case.link.as_ref().map(|other| other.0.clone());
        match &other {
            None if case.others.is_empty() => check.errors.add(
                "find",
                "Find the other concern by the name of a pupil, then choose it",
            ),
            None => check.errors.add("other", "Choose the other concern"),
            Some(other) if *other == case.id.0 => {
                check
                    .errors
                    .add("other", "This is the concern itself. Choose another");
            }
            Some(other) if case.linked().contains(&other.as_str()) => {
                check
                    .errors
                    .add("other", "These two are linked already. Choose another");
            }
            Some(_) => {}
        }
        let words = check.reason("words", "Enter how they are connected");
        let doing = other.map(|other| {
            let about = other.clone();
            Doing::now(Deed::Link { other, words }, now).about(about)
        });
        check.proves(doing)
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> LinkPage {
        LinkPage {
            shell,
            frame,
            form,
            others: case.others.clone(),
            are_more: case.offers.are_more,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::addressed;

    #[test]
    fn an_address_leads_to_its_concern() {
        for (typed, wanted) in [
            ("https://keyward.example/concerns/abc", Some("abc")),
            ("/concerns/abc/?x#y", Some("abc")),
            ("/concerns/abc#done-1", Some("abc")),
            ("Concerns", None),
            ("Ella", None),
        ] {
            assert_eq!(addressed(typed), wanted);
        }
    }
}
