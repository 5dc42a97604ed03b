//! Acting on a concern: the one way that every act takes. Its page shows what is to be filled in;
//! sent, it is looked at against what the concern is now, written down, and shown in the record.
//!
//! Two people may act at the same moment. What merely adds, stands beside what the other added.
//! What changes something is told, in words, what happened since its page was opened, and comes
//! back filled in: nobody overwrites what they have not seen.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, RawQuery};
use keyward_moment::Moment;
use keyward_web::{Answer, Errors, Form, Problem, ReadForm};

use super::case::Case;
use super::deed::Deed;
use super::form::ActForm;
use super::kind::Kind;
use super::terms::Status;
use super::{store, tell, write};
use crate::access::{May, Right};
use crate::audit::Entry;
use crate::concerns::Noticed;
use crate::cx::{Cx, Tx};
use crate::drafts::{OfAct, Pad};
use crate::ids::ConcernId;
use crate::inbox::WayBack;
use crate::layout::Shell;

/// What a checked form asks to be done.
#[derive(Clone, Debug)]
pub(super) struct Doing {
    pub deed: Deed,
    /// What it is about, where it is about one thing: an action, a person, another concern.
    pub about: Option<String>,
    /// When it happened, which is not always when it is written down.
    pub happened: Noticed,
}

impl Doing {
    /// Something that happens as it is written down.
    pub(super) fn now(deed: Deed, now: Moment) -> Self {
        Self {
            deed,
            about: None,
            happened: Noticed::at(now),
        }
    }

    /// The same, about this.
    #[must_use]
    pub(super) fn about(self, about: impl Into<String>) -> Self {
        Self {
            about: Some(about.into()),
            ..self
        }
    }

    /// The same, which happened then.
    #[must_use]
    pub(super) fn at(self, happened: Noticed) -> Self {
        Self { happened, ..self }
    }
}

/// What every page of an act shows around its fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    /// Where the form is sent.
    pub to: String,
    /// The concern's own address.
    pub back: String,
    /// Whom the concern is about, as far as the reader may know.
    pub pupils: String,
    /// When it was noticed.
    pub noticed: String,
    /// The end of an address that carries the way back to the inbox.
    pub from: String,
    /// The draft that its page keeps.
    pub pad: Pad,
}

/// What must be seen before an act is done.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Guards {
    /// Nothing: it stands beside whatever else was done.
    Nothing,
    /// The newest deed of this kind, which it would change.
    Newest(Kind),
    /// All that was done.
    Everything,
}

/// One thing that can be done about a concern.
pub(super) trait Act: Send + 'static {
    /// Its page.
    type Page: Template + Send;
    /// The last part of its address.
    const ADDRESS: &'static str;
    /// What, done by another since the page was opened, must be seen first.
    const GUARDS: Guards = Guards::Nothing;
    /// Whether it needs the concern to be open.
    const WHILE_OPEN: bool = false;
    /// Whether each person does it once, whichever form they send.
    const ONCE: bool = false;
    /// The right that it needs.
    const MAY: May = May::Have(Right::WorkCases);

    /// The concern, if the actor may do this about it.
    ///
    /// # Errors
    /// Not found, whether it is not there or not for the actor; that the database is away.
    fn find(tx: &mut Tx<'_, '_>, id: &ConcernId, action: Option<&str>) -> Result<Case, Problem> {
        Case::find(tx, id, action)
    }

    /// Whether the actor still reads the concern once it is done.
    ///
    /// # Errors
    /// That the database is away.
    fn is_still_read(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<bool, Problem> {
        store::is_case(tx, id)
    }

    /// The fields as they stand before anything is typed.
    fn begin(form: ActForm, _case: &Case, _now: Moment) -> ActForm {
        form
    }

    /// Looks up what the form names beyond the concern itself.
    ///
    /// # Errors
    /// That the database is away.
    fn look_up(_tx: &mut Tx<'_, '_>, _form: &ActForm, _case: &mut Case) -> Result<(), Problem> {
        Ok(())
    }

    /// What the form asks to be done, if it may be.
    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors>;

    /// The page.
    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> Self::Page;
}

/// Where an act is: the concern, and one of its actions where it is about that.
pub(super) type Where = Path<BTreeMap<String, String>>;

/// The page of an act. Whom the concern is about stands on it, so that it is an opening.
///
/// What somebody began to write and has not sent stands on it again.
pub(super) async fn get<A: Act>(cx: Cx, Path(place): Where, RawQuery(query): RawQuery) -> Answer {
    let (id, action) = parts(&place)?;
    let now = cx.now();
    let empty = ActForm::default();
    let (case, pad, typed) = cx
        .write(move |tx| {
            let case = opened::<A>(tx, &id, action.as_deref(), &empty)?;
            let (pad, typed) = Pad::open(tx, &act::<A>(&case)?)?;
            Ok::<_, Problem>((case, pad, typed))
        })
        .await?;
    let from = WayBack::of_query(query.as_deref());
    let seen = case.seen(A::GUARDS);
    let mut since = None;
    let form = match typed {
        Some(typed) => {
            let form = ActForm::read(&typed);
            since = case.last(A::GUARDS).filter(|_| form.text("seen") != seen);
            form
        }
        None => A::begin(ActForm::default(), &case, now),
    };
    let form = form
        .with("form", &pad.known.form)
        .with("seen", &seen)
        .with(WayBack::FIELD, &from.text());
    let pad = Pad {
        since: since.map_or_else(String::new, |last| last.in_words(now)),
        ..pad.from(&from)
    };
    let frame = frame(&case, &form, pad);
    cx.show(&A::page(cx.page(), frame, &case, form))
}

/// The page again with all that was typed, and what it looks for: a pupil, by name.
pub(super) async fn find<A: Act>(cx: Cx, Path(place): Where, Form(form): Form<ActForm>) -> Answer {
    let (id, action) = parts(&place)?;
    let typed = form.clone();
    let case = cx
        .write(move |tx| opened::<A>(tx, &id, action.as_deref(), &typed))
        .await?;
    let frame = frame_again::<A>(&cx, &case, &form)?;
    cx.show(&A::page(cx.page(), frame, &case, form))
}

/// The concern, to be acted on, with what the form looks for.
fn opened<A: Act>(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
    action: Option<&str>,
    form: &ActForm,
) -> Result<Case, Problem> {
    let mut case = A::find(tx, id, action)?;
    A::look_up(tx, form, &mut case)?;
    tx.entry(Entry::of("concern opened to act on it", "concern", &id.0))?;
    Ok(case)
}

pub(super) enum Outcome {
    /// It is done.
    Done {
        kind: Kind,
        /// Whether its person still reads the concern.
        still_read: bool,
    },
    /// The form comes back, with what is wrong.
    Again(Box<(Case, ActForm)>),
}

/// Does what a form asks.
pub(super) async fn post<A: Act>(cx: Cx, Path(place): Where, Form(form): Form<ActForm>) -> Answer {
    let (id, action) = parts(&place)?;
    let from = WayBack::read(form.text(WayBack::FIELD));
    let back = format!("/concerns/{id}{}", from.query());
    let origin = cx.app().config().origin().as_str();
    let sign_in_url = format!("{origin}/{}", cx.school.slug);
    let done = cx.write(move |tx| {
        let outcome = perform::<A>(tx, &id, action.as_deref(), &form, &sign_in_url)?;
        if let Outcome::Done { kind, .. } = outcome {
            tx.say(kind.thanks())?;
        }
        Ok::<_, Problem>(outcome)
    });
    match done.await? {
        Outcome::Done { still_read, .. } => {
            cx.app().letters().notify_one();
            cx.redirect(if still_read {
                back.as_str()
            } else {
                "/dashboard"
            })
        }
        Outcome::Again(again) => {
            let (case, form) = *again;
            let frame = frame_again::<A>(&cx, &case, &form)?;
            cx.show_again(&A::page(cx.page(), frame, &case, form))
        }
    }
}

fn parts(place: &BTreeMap<String, String>) -> Result<(ConcernId, Option<String>), Problem> {
    let concern = place.get("concern").cloned().ok_or(Problem::NotFound)?;
    Ok((ConcernId(concern), place.get("action").cloned()))
}

/// Which act its drafts are of.
fn act<A: Act>(case: &Case) -> Result<OfAct, Problem> {
    let act = match &case.action {
        Some(action) => format!("actions/{}/{}", action.id, A::ADDRESS),
        None => A::ADDRESS.to_owned(),
    };
    OfAct::named(&case.id, &act)
}

fn frame_again<A: Act>(cx: &Cx, case: &Case, form: &ActForm) -> Result<Frame, Problem> {
    let pad = Pad::again(cx, &act::<A>(case)?, &form.known());
    Ok(frame(case, form, pad))
}

fn frame(case: &Case, form: &ActForm, pad: Pad) -> Frame {
    let back = format!("/concerns/{}", case.id);
    Frame {
        to: format!("{back}/{}", pad.act),
        back,
        pupils: case.about.to_string(),
        noticed: case.noticed_at.day(),
        from: WayBack::read(form.text(WayBack::FIELD)).query(),
        pad,
    }
}

/// Does what a form asks about a concern, for the actor, once for each sending.
pub(super) fn perform<A: Act>(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
    action: Option<&str>,
    form: &ActForm,
    sign_in_url: &str,
) -> Result<Outcome, Problem> {
    let mut case = A::find(tx, id, action)?;
    let tag = tag::<A>(tx, id, action, form)?;
    if let Some(kind) = store::made(tx, &tag)? {
        let still_read = true;
        return Ok(Outcome::Done { kind, still_read });
    }
    A::look_up(tx, form, &mut case)?;
    let now = tx.now();
    let mut errors = what_happened_meanwhile::<A>(form, &case, now);
    match A::check(form, &case, now) {
        Ok(doing) if errors.is_empty() => {
            write::write(tx, id, &doing, &tag)?;
            form.known().is_sent(tx, &act::<A>(&case)?)?;
            tell::tell(tx, id, &doing, sign_in_url)?;
            return Ok(Outcome::Done {
                kind: doing.deed.kind(),
                still_read: A::is_still_read(tx, id)?,
            });
        }
        Ok(_) => {}
        Err(wrong) => {
            for (field, words) in wrong.all() {
                errors.add(field, words);
            }
        }
    }
    let form = form
        .clone()
        .with("seen", &case.seen(A::GUARDS))
        .wrong(errors);
    Ok(Outcome::Again(Box::new((case, form))))
}

/// The name under which one sending of a form is known, or all of a person's where they do it once.
pub(super) fn tag<A: Act>(
    tx: &Tx<'_, '_>,
    id: &ConcernId,
    action: Option<&str>,
    form: &ActForm,
) -> Result<String, Problem> {
    let mut parts = vec![A::ADDRESS, id.0.as_str(), action.unwrap_or_default()];
    if !A::ONCE {
        parts.extend(form.parts());
    }
    crate::concerns::form_tag(tx, &parts)
}

/// What somebody else did since the page was opened that must be seen first, in words.
fn what_happened_meanwhile<A: Act>(form: &ActForm, case: &Case, now: Moment) -> Errors {
    let kept = "What you wrote is kept below.";
    if A::WHILE_OPEN && case.status == Status::Closed {
        return match case.last(Guards::Newest(Kind::Closure)) {
            Some(closure) => Errors::one(
                "",
                format!(
                    "{}. {kept} Reopen the concern to go on.",
                    closure.in_words(now)
                ),
            ),
            None => Errors::one("", format!("This concern is closed. {kept}")),
        };
    }
    let seen = case.seen(A::GUARDS);
    if form.has("seen")
        && form.text("seen") != seen
        && let Some(last) = case.last(A::GUARDS)
    {
        let words = format!(
            "{}, after you opened this page. {kept} Look at the concern, then send this again \
             if it still holds.",
            last.in_words(now)
        );
        return Errors::one("", words);
    }
    Errors::new()
}

/// Does something about a concern as the actor, as a story such as the demo's tells it.
pub(super) fn perform_told<A: Act>(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
    action: Option<&str>,
    fields: &[(&str, &str)],
    sign_in_url: &str,
) -> Result<(), Problem> {
    let form = ActForm::of(fields).with("form", &tx.new_id());
    match perform::<A>(tx, id, action, &form, sign_in_url)? {
        Outcome::Done { .. } => Ok(()),
        Outcome::Again(again) => {
            let errors = again.1.errors;
            Err(Problem::bug(format_args!(
                "a story's act: {:?}",
                errors.all()
            )))
        }
    }
}
