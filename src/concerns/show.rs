//! Reading a concern.

use askama::Template;
use axum::extract::{Path, RawQuery};
use keyward_moment::Moment;
use keyward_web::{Answer, Errors, Problem, ReadForm};

use super::amend::{AmendForm, of_act};
use super::concern::{Amendment, Concern, Words};
use super::line::when;
use super::noticed::Noticed;
use super::open::{Opened, open};
use super::role::{self, Role};
use super::who::Who;
use crate::alerts::{self, Panel};
use crate::body_map::BodyMaps;
use crate::casework::{self, Beneath, RecordLine};
use crate::categories::Marks;
use crate::cx::Cx;
use crate::documents::Document;
use crate::drafts::Pad;
use crate::ids::ConcernId;
use crate::inbox::WayBack;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "concerns/show.html")]
pub(super) struct ShowPage {
    shell: Shell,
    concern: Concern,
    panel: Panel,
    is_elevated: bool,
    beneath: Beneath,
    documents: Vec<Document>,
    body_maps: BodyMaps,
    form: AmendForm,
    pad: Pad,
    now: Moment,
}

impl ShowPage {
    pub(super) fn of(cx: &Cx, opened: Opened, form: AmendForm, pad: Pad) -> Self {
        Self {
            shell: cx.page(),
            concern: opened.concern,
            panel: opened.panel,
            is_elevated: opened.is_elevated,
            beneath: opened.beneath,
            documents: opened.documents,
            body_maps: opened.body_maps.from(&form.way_back),
            pad: pad.from(&form.way_back),
            form,
            now: cx.now(),
        }
    }

    fn when(&self, moment: &Moment) -> String {
        when(*moment, self.now)
    }

    /// Whether it is about several children, of whom any may have said what was said.
    fn is_of_several(&self) -> bool {
        let parts = || self.concern.involved.iter().map(|part| &part.pupils);
        let known: usize = parts().map(|pupils| pupils.known.len()).sum();
        known > 1 || (known == 1 && parts().any(|pupils| pupils.others().is_some()))
    }

    /// Who reads an amendment, and what is for leads alone.
    fn who_reads_it(&self) -> String {
        let readers = match self.concern.is_mine {
            true => "Everybody alerted to this".to_owned(),
            false => format!(
                "{}, who logged this, and everybody alerted to it",
                self.concern.recorder
            ),
        };
        let alone = match self.beneath.may_act() {
            true => " For leads alone, write a case note.",
            false => "",
        };
        format!(
            "{readers} will read this.{alone} What is logged is never changed: what you add stands \
             beside it, with your name and the time."
        )
    }

    /// Everything in order: what was added, and what was done as far as the reader sees it.
    fn record(&self) -> Vec<RecordLine> {
        let added = self.concern.amendments.iter();
        let added = added.map(|added| (&*added.writer, added.written_at, &*added.words));
        casework::record(added, self.beneath.done())
    }
}

pub(super) async fn get(cx: Cx, Path(id): Path<ConcernId>, RawQuery(query): RawQuery) -> Answer {
    let (opened, (pad, typed)) = cx
        .write(move |tx| Ok::<_, Problem>((open(tx, &id)?, Pad::open(tx, &of_act(&id)?)?)))
        .await?;
    let form = AmendForm {
        known: pad.known.clone(),
        way_back: WayBack::of_query(query.as_deref()),
        ..AmendForm::read(&typed.unwrap_or_default())
    };
    cx.show(&ShowPage::of(&cx, opened, form, pad))
}

/// The page as somebody sees it who wrote the concern and reads no file.
pub(super) fn sample_for_writer() -> ShowPage {
    ShowPage {
        beneath: casework::sample_for_writer(),
        is_elevated: false,
        ..sample()
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> ShowPage {
    let moment = Moment::from_micros(0);
    ShowPage {
        shell: Shell::default(),
        concern: Concern {
            id: ConcernId("c".into()),
            recorder: "Sam Staff".into(),
            is_mine: true,
            recorded_at: moment,
            noticed: Noticed::at(moment),
            categories: Marks::sample(&["Physical injury", "Home circumstances"]),
            words: Words {
                place: "Playground".into(),
                seen_and_heard: "A bruise on the left arm.".into(),
                own_words: Some("I fell.".into()),
                non_verbal: Some("Very quiet.".into()),
                opinion: Some("I think that he was hit.".into()),
                present: Some("The whole class.".into()),
                told: Some("Dana Lead, at noon".into()),
            },
            involved: role::parts(&[
                (Role::Subject, Some(Who::sample("Zoë O’Sullivan"))),
                (Role::AllegedToHaveHarmed, None),
            ]),
            staff: vec!["Col Colleague".into()],
            staff_logged: vec!["Tom Tutor".into()],
            amendments: vec![Amendment {
                writer: "Dana Lead".into(),
                written_at: moment,
                words: "Rang home.".into(),
            }],
            read_by_lead_at: Some(moment),
        },
        panel: alerts::sample_panel(),
        is_elevated: true,
        beneath: casework::sample_beneath(),
        documents: vec![Document::sample()],
        body_maps: BodyMaps::sample(),
        form: AmendForm {
            errors: Errors::one("words", "Write what you want to add"),
            ..AmendForm::default()
        },
        pad: Pad::sample(),
        now: moment,
    }
}
