//! A concern as somebody who acts on it finds it: where it stands, what is open, who can be given
//! what.

use keyward_moment::Moment;
use keyward_web::Problem;

use super::act::Guards;
use super::deed::{Named, day_in_words};
use super::involved::Offers;
use super::kind::Kind;
use super::store;
use super::terms::{Significance, Status};
use crate::concerns::{Called, Pupils, when};
use crate::cx::Tx;
use crate::ids::{CategoryId, ConcernId, PersonId, PupilId};
use crate::layout::Choice;
use crate::people::Holder;

/// A concern to act on.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub id: ConcernId,
    /// Whom it is about, as far as the actor may know.
    pub about: Pupils,
    pub noticed_at: Moment,
    pub status: Status,
    pub assigned: Option<(PersonId, String)>,
    pub significance: Significance,
    /// Every action, open or ended, in the order in which they were added.
    pub actions: Vec<Action>,
    /// The action that this is about, if it is about one.
    pub action: Option<Action>,
    /// What was done, in order; without its words.
    pub done: Vec<Head>,
    pub pupils: Vec<PupilRole>,
    /// Its categories, and those that the school offers.
    pub categories: Vec<CategoryOf>,
    /// Who can be given it: whoever acts on concerns and reads its file.
    pub people: Vec<Holder>,
    /// Who can be given an action of it: whoever reads it with their key.
    pub readers: Vec<Holder>,
    /// Who sees the concern and not what is done about it, and can be sent a message.
    pub onlookers: Vec<Holder>,
    /// Concerns that it can be linked with: of the same pupils, then of their relatives, or of those
    /// who were looked for. Or those with which it is linked, where a link is undone.
    pub others: Vec<Choice>,
    /// Whether the actor is a safeguarding lead.
    pub by_lead: bool,
    /// Whether the actor has opened it, or wrote it.
    pub is_opened: bool,
    /// Another concern that a link would lead to, if the actor reads it through a file.
    pub link: Option<ConcernId>,
    /// What there is to choose from, for the acts that look it up.
    pub offers: Offers,
}

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Action {
    pub id: String,
    /// What is to be done, in words: "Contact home: ring the mother".
    pub words: String,
    pub assigned: String,
    /// yyyy-mm-dd
    pub due_on: String,
    pub is_open: bool,
    /// Whether it is the actor's to do.
    pub is_mine: bool,
}

impl Action {
    /// `3 December 2026`.
    pub(super) fn due_in_words(&self) -> String {
        day_in_words(&self.due_on)
    }
}

/// Something that was done, without its words.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub id: String,
    /// None for an amendment.
    pub kind: Option<Kind>,
    pub about: Option<String>,
    pub who: String,
    pub written_at: Moment,
}

/// A pupil of the concern and their role.
#[derive(Clone, Debug)]
pub(super) struct PupilRole {
    pub id: PupilId,
    /// Their name, where the actor may know it.
    pub name: Option<Called>,
    pub role: String,
    pub role_logged: String,
    /// Whether it was logged with them.
    pub logged: bool,
}

/// A category that the concern has, had, or could have.
#[derive(Clone, Debug)]
pub(super) struct CategoryOf {
    pub id: CategoryId,
    pub name: String,
    pub logged: bool,
    pub counts: bool,
}

impl Head {
    /// `Dee Deputy closed this concern today at 14:05`.
    pub(super) fn in_words(&self, now: Moment) -> String {
        let did = self.kind.map_or("added an amendment", Kind::did);
        format!("{} {did} {}", self.who, when(self.written_at, now))
    }
}

impl Case {
    /// A concern of which nothing is known but when it was noticed.
    pub(super) fn bare(id: &ConcernId, noticed_at: Moment) -> Self {
        Self {
            id: id.clone(),
            about: Pupils::default(),
            noticed_at,
            status: Status::New,
            assigned: None,
            significance: Significance::Usual,
            actions: Vec::new(),
            action: None,
            done: Vec::new(),
            pupils: Vec::new(),
            categories: Vec::new(),
            people: Vec::new(),
            readers: Vec::new(),
            onlookers: Vec::new(),
            others: Vec::new(),
            by_lead: false,
            is_opened: false,
            link: None,
            offers: Offers::default(),
        }
    }

    /// The concern, if the actor reads it through the file of one of its pupils; about one of its
    /// actions, where one is named.
    ///
    /// # Errors
    /// Not found, whether it is not there or not for the actor; that the database is away.
    pub(super) fn find(
        tx: &mut Tx<'_, '_>,
        id: &ConcernId,
        action: Option<&str>,
    ) -> Result<Self, Problem> {
        let mut case = store::case(tx, id)?;
        store::furnish(tx, &mut case)?;
        if let Some(wanted) = action {
            let found = case.actions.iter().find(|action| action.id == wanted);
            case.action = Some(found.cloned().ok_or(Problem::NotFound)?);
        }
        Ok(case)
    }

    /// The actions that are still to be done.
    pub(super) fn open_actions(&self) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(|action| action.is_open)
    }

    /// The newest of what these guards look at.
    pub(super) fn last(&self, guards: Guards) -> Option<&Head> {
        let mut done = self.done.iter().rev();
        match guards {
            Guards::Nothing => None,
            Guards::Newest(kind) => done.find(|head| head.kind == Some(kind)),
            Guards::Everything => done.next(),
        }
    }

    /// By which a form says what its person had seen.
    pub(super) fn seen(&self, guards: Guards) -> String {
        self.last(guards)
            .map_or_else(String::new, |head| head.id.clone())
    }

    /// How the action that this is about ended, and through whom.
    pub(super) fn ended(&self) -> Option<&Head> {
        let action = self.action.as_ref()?;
        self.done.iter().rev().find(|head| {
            head.about.as_deref() == Some(&*action.id)
                && matches!(head.kind, Some(Kind::ActionDone | Kind::ActionCancelled))
        })
    }

    /// The categories with which it was logged, where others count now.
    pub(super) fn logged_as(&self) -> Option<String> {
        let is_another = self
            .categories
            .iter()
            .any(|kind| kind.logged != kind.counts);
        let logged = self.categories.iter().filter(|kind| kind.logged);
        let logged: Vec<&str> = logged.map(|kind| kind.name.as_str()).collect();
        is_another.then(|| logged.join(", "))
    }

    /// The pupils who were added since it was logged, or whose role is another now than then.
    pub(super) fn roles_logged(&self) -> Vec<String> {
        let changed = self
            .pupils
            .iter()
            .filter(|pupil| !pupil.logged || pupil.role != pupil.role_logged);
        let in_words = |pupil: &PupilRole| {
            let name = pupil.name.as_ref();
            let name = name.map_or_else(|| "Another pupil".to_owned(), Called::to_string);
            let role = super::roles::in_words;
            match pupil.logged {
                true => format!(
                    "{name}: {}, logged as {}",
                    role(&pupil.role),
                    role(&pupil.role_logged)
                ),
                false => format!("{name}: {}, added later", role(&pupil.role)),
            }
        };
        changed.map(in_words).collect()
    }

    /// The concerns with which it is linked now.
    pub(super) fn linked(&self) -> Vec<&str> {
        let mut linked = Vec::new();
        for head in &self.done {
            let Some(other) = head.about.as_deref() else {
                continue;
            };
            if head.kind == Some(Kind::Link) && !linked.contains(&other) {
                linked.push(other);
            } else if head.kind == Some(Kind::LinkUndone) {
                linked.retain(|one| *one != other);
            }
        }
        linked
    }

    /// The categories that count now, in words.
    pub(super) fn categories_now(&self) -> Vec<String> {
        let now = self.categories.iter().filter(|category| category.counts);
        now.map(|category| category.name.clone()).collect()
    }

    /// Somebody who can be given it, by name.
    pub(super) fn person(&self, id: &str) -> Option<Named> {
        named(&self.people, id)
    }

    /// Somebody who can be given an action of it, by name.
    pub(super) fn reader(&self, id: &str) -> Option<Named> {
        named(&self.readers, id)
    }

    /// The name of somebody who can be sent a message.
    pub(super) fn onlooker(&self, id: &str) -> Option<Named> {
        named(&self.onlookers, id)
    }
}

fn named(people: &[Holder], id: &str) -> Option<Named> {
    let found = people.iter().find(|person| person.id.0 == id);
    found.map(|person| Named {
        id: person.id.0.clone(),
        name: person.name.clone(),
    })
}

/// A sample of a concern to act on.
pub(super) fn sample() -> Case {
    let moment = Moment::from_micros(0);
    let action = Action {
        id: "a".into(),
        words: "Contact home: ring the mother".into(),
        assigned: "Dana Lead".into(),
        due_on: "1970-01-02".into(),
        is_open: true,
        is_mine: true,
    };
    Case {
        id: ConcernId("c".into()),
        about: Pupils {
            named: vec!["Zoë O’Sullivan".into()],
            others: 1,
        },
        noticed_at: moment,
        status: Status::Open,
        assigned: Some((PersonId("d".into()), "Dana Lead".into())),
        significance: Significance::Usual,
        actions: vec![action.clone()],
        action: Some(action),
        done: Vec::new(),
        pupils: vec![PupilRole {
            id: PupilId("p".into()),
            name: Some("Zoë O’Sullivan".into()),
            role: "subject".into(),
            role_logged: "subject".into(),
            logged: true,
        }],
        categories: vec![CategoryOf {
            id: CategoryId("k".into()),
            name: "Physical injury".into(),
            logged: true,
            counts: true,
        }],
        people: vec![
            Holder::sample("d", "Dana Lead", "DSL"),
            Holder::sample("e", "Dee Deputy", "Deputy DSL"),
        ],
        readers: vec![
            Holder::sample("d", "Dana Lead", "DSL"),
            Holder::sample("p", "Pat Pastoral", "Pastoral"),
        ],
        onlookers: vec![Holder::sample("s", "Sam Staff", "Staff")],
        others: vec![Choice::new(
            "o",
            "Zoë O’Sullivan (7B), noticed on 3 March 1970 at 09:00",
        )],
        by_lead: true,
        is_opened: true,
        link: None,
        offers: Offers::sample(),
    }
}
