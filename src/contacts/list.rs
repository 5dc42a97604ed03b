//! The contacts of a pupil: parents and carers, professionals, and those who were.

use askama::Template;
use axum::extract::Path;
use keyward_moment::Moment;
use keyward_web::{Answer, Problem};

use super::contact::{Card, Contact, Responsibility, Side};
use super::store;
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::ids::{ContactId, PupilId};
use crate::layout::Shell;
use crate::pupils::{self, Ended, Pupil};

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

/// A contact for samples of pages.
pub(super) fn sample_contact(side: Side, is_over: bool) -> Contact {
    let at = Moment::from_micros(1_795_000_000_000_000);
    Contact {
        id: ContactId("c".into()),
        side,
        began_on: "2026-03-03".into(),
        card: Card {
            name: "Alex Example".into(),
            relation: "Social worker".into(),
            agency: "Northtown children’s services".into(),
            telephone: "01632 960123".into(),
            email: "alex@example.org".into(),
            address: "14 Larch Lane, Northtown".into(),
            responsibility: Responsibility::Yes,
            no_contact: "A non-molestation order of 3 March 2026.".into(),
            note: "Works Monday to Wednesday.".into(),
            ..Card::default()
        },
        added_by: "Dana Lead".into(),
        added_at: at,
        ended: is_over.then(|| Ended {
            on: "2026-05-01".into(),
            reason: "Moved to another team.".into(),
            by: "Dana Lead".into(),
            at,
        }),
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> ListPage {
    let contacts = vec![
        sample_contact(Side::Family, false),
        sample_contact(Side::Professional, false),
        sample_contact(Side::Professional, true),
    ];
    ListPage::of(Shell::default(), Pupil::sample(), contacts, true)
}
