//! Reading a concern.

use askama::Template;
use axum::extract::Path;
use keyward_moment::{Moment, new_id};
use keyward_web::{Answer, Errors};

use super::amend::AmendForm;
use super::concern::{Alerted, Amendment, Concern};
use super::line::{Pupils, when};
use super::open::{Opened, open};
use crate::body_map::BodyMaps;
use crate::cx::Cx;
use crate::ids::ConcernId;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "concerns/show.html")]
pub(super) struct ShowPage {
    shell: Shell,
    concern: Concern,
    is_elevated: bool,
    body_maps: BodyMaps,
    form: AmendForm,
    now: Moment,
}

impl ShowPage {
    pub(super) fn of(cx: &Cx, opened: Opened, form: AmendForm) -> Self {
        Self {
            shell: cx.page(),
            concern: opened.concern,
            is_elevated: opened.is_elevated,
            body_maps: opened.body_maps,
            form,
            now: cx.now(),
        }
    }

    fn when(&self, moment: &Moment) -> String {
        when(*moment, self.now)
    }
}

pub(super) async fn get(cx: Cx, Path(id): Path<ConcernId>) -> Answer {
    let opened = cx.write(move |tx| open(tx, &id)).await?;
    let form = AmendForm::new(new_id(cx.now()));
    cx.show(&ShowPage::of(&cx, opened, form))
}

/// The page, filled with a sample.
pub(super) fn sample() -> ShowPage {
    let moment = Moment::from_micros(0);
    let alerted = |name: &str, opened_at| Alerted {
        name: name.into(),
        opened_at,
    };
    ShowPage {
        shell: Shell::default(),
        concern: Concern {
            id: ConcernId("c".into()),
            recorder: "Sam Staff".into(),
            is_mine: true,
            recorded_at: moment,
            noticed_at: moment,
            category: "Physical injury".into(),
            place: "Playground".into(),
            seen_and_heard: "A bruise on the left arm.".into(),
            own_words: Some("I fell.".into()),
            pupils: Pupils {
                named: vec!["Zoë O’Sullivan".into()],
                others: 1,
            },
            alerted: vec![
                alerted("Dana Lead", Some(moment)),
                alerted("Dee Deputy", None),
            ],
            amendments: vec![Amendment {
                writer: "Dana Lead".into(),
                written_at: moment,
                words: "Rang home.".into(),
            }],
            read_by_lead_at: Some(moment),
        },
        is_elevated: true,
        body_maps: BodyMaps::sample(),
        form: AmendForm {
            errors: Errors::one("words", "Write what you want to add"),
            ..AmendForm::new("f".into())
        },
        now: moment,
    }
}
