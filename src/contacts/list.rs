//! The contacts of a pupil: parents and carers, professionals, and those who were.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Problem};

use super::contact::{Contact, Side};
use super::store;
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::ids::PupilId;
use crate::layout::Shell;
use crate::pupils::{self, Pupil};

#[derive(Template)]
#[template(path = "contacts/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    pupil: Pupil,
    family: Vec<Contact>,
    professionals: Vec<Contact>,
    over: Vec<Contact>,
    may_work: bool,
}

impl ListPage {
    fn of(shell: Shell, pupil: Pupil, contacts: Vec<Contact>, may_work: bool) -> Self {
        let (mut over, now): (Vec<Contact>, Vec<Contact>) = contacts
            .into_iter()
            .partition(|contact| contact.ended.is_some());
        over.reverse();
        let (family, professionals) = now.into_iter().partition(Contact::is_family);
        Self {
            shell,
            pupil,
            family,
            professionals,
            over,
            may_work,
        }
    }
}

pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>) -> Answer {
    let (pupil, contacts) = cx
        .write(move |tx| {
            let pupil = pupils::find(tx, &id)?;
            let contacts = store::of_pupil(tx, &id)?;
            tx.entry(Entry::of("contacts opened", "pupil", &id.0))?;
            Ok::<_, Problem>((pupil, contacts))
        })
        .await?;
    let may_work = cx.access.offers(Right::WorkCases);
    cx.show(&ListPage::of(cx.page(), pupil, contacts, may_work))
}

/// The page, filled with a sample.
pub(super) fn sample() -> ListPage {
    let contacts = vec![
        Contact::of_sample(Side::Family, false),
        Contact::of_sample(Side::Professional, false),
        Contact::of_sample(Side::Professional, true),
    ];
    ListPage::of(Shell::default(), Pupil::sample(), contacts, true)
}
