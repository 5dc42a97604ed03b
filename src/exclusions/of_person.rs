//! From how many files somebody is excluded, and since when, for whoever manages people. From
//! whose is said only where they may read that file themselves; the reasons stay with the files.

use askama::Template;
use axum::extract::Path;
use keyward_moment::Moment;
use keyward_web::{Answer, Problem};

use super::store::{self, Period};
use crate::cx::Cx;
use crate::ids::PersonId;
use crate::layout::Shell;
use crate::people;

#[derive(Template)]
#[template(path = "exclusions/of_person.html")]
pub(super) struct OfPersonPage {
    shell: Shell,
    person: PersonId,
    name: String,
    periods: Vec<Period>,
}

impl OfPersonPage {
    fn person_url(&self) -> String {
        format!("/people/{}", self.person)
    }

    /// `From 2 files now`, and the like.
    fn count(&self) -> String {
        let now = self.periods.iter().filter(|one| one.until.is_none());
        match now.count() {
            0 => "Excluded from no file now".to_owned(),
            1 => "Excluded from 1 file now".to_owned(),
            many => format!("Excluded from {many} files now"),
        }
    }
}

/// Nobody sees their own: whoever is excluded is not told.
pub(super) async fn get(cx: Cx, Path(person): Path<PersonId>) -> Answer {
    if cx.person == person {
        return Err(Problem::NotFound);
    }
    let who = person.clone();
    let (name, periods) = cx
        .read(move |tx| {
            let account = people::account_of(tx, &who)?;
            Ok::<_, Problem>((account.name, store::of_person(tx, &who)?))
        })
        .await?;
    cx.show(&OfPersonPage {
        shell: cx.page(),
        person,
        name,
        periods,
    })
}

/// The page, filled with a sample.
pub(super) fn sample() -> OfPersonPage {
    let from = Moment::from_micros(1_795_000_000_000_000);
    OfPersonPage {
        shell: Shell::default(),
        person: PersonId("p".into()),
        name: "Amira Khan".into(),
        periods: vec![
            Period {
                from,
                until: None,
                pupil: None,
            },
            Period {
                from,
                until: Some(from.plus_seconds(86_400)),
                pupil: Some((crate::ids::PupilId("p".into()), "Zoë O’Sullivan".into())),
            },
        ],
    }
}
