//! Linking a concern with another that belongs to it. Only who may read both sees that they are.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Errors;

use keyward_web::Problem;

use super::act::{Act, Doing, Frame};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::store;
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
}

/// Linking.
pub(super) struct Link;

/// The concern that somebody chose, or whose address they copied.
fn chosen(form: &ActForm) -> &str {
    let address = form.text("address");
    if address.is_empty() {
        return form.text("other");
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default()
}

impl Act for Link {
    type Page = LinkPage;
    const ADDRESS: &'static str = "links";

    fn look_up(tx: &mut Tx<'_, '_>, form: &ActForm, case: &mut Case) -> Result<(), Problem> {
        let other = ConcernId(chosen(form).to_owned());
        if store::is_case(tx, &other)? {
            case.link = Some(other);
        }
        Ok(())
    }

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let field = match case.others.is_empty() || !form.text("address").is_empty() {
            true => "address",
            false => "other",
        };
        let other = case.link.as_ref().map(|other| other.0.clone());
        match &other {
            None if chosen(form).is_empty() => {
                check
                    .errors
                    .add(field, "Choose a concern, or enter its address");
            }
            None => check.errors.add(
                field,
                "No concern that you can read has this address. Open it and copy its address again",
            ),
            Some(other) if *other == case.id.0 => {
                check
                    .errors
                    .add(field, "This is the concern itself. Choose another");
            }
            Some(other) if case.is_linked_with(other) => {
                check
                    .errors
                    .add(field, "These two are linked already. Choose another");
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
        let others = case.others.clone();
        LinkPage {
            shell,
            frame,
            form,
            others,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_its_concern() {
        for (address, other, wanted) in [
            ("https://keyward.example/concerns/abc", "", "abc"),
            ("/concerns/abc/?x#y", "", "abc"),
            (" abc ", "def", "abc"),
            ("", "def", "def"),
        ] {
            let form = ActForm::of(&[("address", address), ("other", other)]);
            assert_eq!(chosen(&form), wanted);
        }
    }
}
