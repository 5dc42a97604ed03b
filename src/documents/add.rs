//! Adding files: to a draft of one's own, or to a concern that one may read. A script sends them one
//! by one and is answered in JSON; without a script this is a page.

use askama::Template;
use axum::Json;
use axum::extract::{Multipart, Path, RawQuery};
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use keyward_moment::new_id;
use keyward_web::{Answer, Errors, Pairs, Problem};
use serde::Serialize;

use super::document::{Document, Fit};
use super::keep::{Holder, keep};
use super::limits::{Limits, files_words, size_words};
use super::refusal::Refusal;
use super::seal::Sealer;
use super::{store, under_way};
use crate::cx::{Cx, show};
use crate::drafts;
use crate::ids::{ConcernId, DraftId};
use crate::inbox::WayBack;
use crate::layout::Shell;
use crate::upload::{self, NotSent};

#[derive(Template)]
#[template(path = "documents/add.html")]
pub(super) struct AddPage {
    shell: Shell,
    /// Where the form is sent.
    action: String,
    /// Where one came from.
    back: String,
    /// The inbox from which the concern was opened.
    from: WayBack,
    is_draft: bool,
    form: String,
    documents: Vec<Document>,
    /// What was not taken: its name and why.
    refused: Vec<(String, String)>,
    errors: Errors,
    limits: Limits,
}

impl AddPage {
    fn of(cx: &Cx, holder: &Holder, documents: Vec<Document>, from: WayBack) -> Self {
        let (action, back) = match holder {
            Holder::Draft(draft) => (
                format!("/drafts/{draft}/documents"),
                format!("/concerns/new?draft={draft}"),
            ),
            Holder::Concern(concern) => (
                format!("/concerns/{concern}/documents"),
                format!("/concerns/{concern}{}", from.query()),
            ),
        };
        Self {
            shell: cx.page(),
            action,
            back,
            from,
            is_draft: matches!(holder, Holder::Draft(_)),
            form: new_id(cx.now()),
            documents,
            refused: Vec::new(),
            errors: Errors::new(),
            limits: cx.app().config().documents,
        }
    }

    /// How large a file may be, in words.
    fn size_max(&self) -> String {
        size_words(self.limits.document_bytes_max)
    }

    /// What may be sent, in words.
    fn hint(&self) -> String {
        format!(
            "Photos, PDF, Word, Excel, PowerPoint, OpenDocument, text, emails, sound and films. Up \
             to {} each and {} together.",
            size_words(self.limits.document_bytes_max),
            files_words(self.limits.documents_max)
        )
    }
}

/// The files of a draft of one's own, and a way to add more.
pub(super) async fn to_draft(cx: Cx, Path(draft): Path<DraftId>) -> Answer {
    let holder = Holder::Draft(draft.clone());
    let documents = cx
        .read(move |tx| {
            drafts::is_being_written(tx, &draft)?;
            store::of_draft(tx, &draft)
        })
        .await?;
    cx.show(&AddPage::of(&cx, &holder, documents, WayBack::default()))
}

/// A way to add files to a concern that one may read.
pub(super) async fn to_concern(
    cx: Cx,
    Path(concern): Path<ConcernId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let from = WayBack::of_query(query.as_deref());
    let holder = Holder::Concern(concern);
    let wanted = holder.clone();
    let documents = cx.read(move |tx| wanted.documents(tx)).await?;
    cx.show(&AddPage::of(&cx, &holder, documents, from))
}

/// The address to which files are sent is no page.
pub(super) async fn elsewhere(cx: Cx, Path(concern): Path<ConcernId>) -> Answer {
    cx.redirect(format!("/concerns/{concern}"))
}

pub(super) async fn post_to_draft(
    cx: Cx,
    Path(draft): Path<DraftId>,
    headers: HeaderMap,
    parts: Multipart,
) -> Answer {
    let holder = Holder::Draft(draft);
    post(cx, (holder, WayBack::default()), &headers, parts).await
}

pub(super) async fn post_to_concern(
    cx: Cx,
    Path(concern): Path<ConcernId>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    parts: Multipart,
) -> Answer {
    // It stands in the address, which arrives also where the files do not.
    let from = WayBack::of_query(query.as_deref());
    post(cx, (Holder::Concern(concern), from), &headers, parts).await
}

async fn post(
    cx: Cx,
    (holder, from): (Holder, WayBack),
    headers: &HeaderMap,
    parts: Multipart,
) -> Answer {
    let limits = cx.app().config().documents;
    let asked = holder.clone();
    let may = cx.read(move |tx| {
        asked.takes_files(tx)?;
        Ok::<_, Problem>((Sealer::of(tx)?, tx.person()?.clone()))
    });
    let (sealer, person) = match may.await {
        Ok(may) => may,
        Err(problem) => {
            upload::passes_by(parts).await;
            return Err(problem);
        }
    };
    let Some(_under_way) = cx.app().uploads().begin(&person) else {
        upload::passes_by(parts).await;
        return busy(&cx, (&holder, from), headers).await;
    };
    let sent = upload::files(parts, limits.document_bytes_max, limits.documents_max).await;
    let (fields, files, broken) = match sent {
        Ok((fields, files)) => (fields, files, None),
        Err(why) => (Pairs::default(), Vec::new(), Some(why)),
    };
    let form = fields.text("form").to_owned();
    let place = holder.id().to_owned();
    let turn = cx.app().uploads().turn().await?;
    let seals = move || {
        let (mut sealed, mut refused) = (Vec::new(), Vec::new());
        for file in files {
            match Fit::check(file, limits) {
                Ok(fit) => {
                    let position = u32::try_from(sealed.len()).unwrap_or(u32::MAX);
                    let file = sealer.seal(&fit, position, &[&form, &place]);
                    sealed.push((fit.name, file));
                }
                Err(why) => refused.push(why),
            }
        }
        (sealed, refused)
    };
    let (sealed, mut refused) = tokio::task::spawn_blocking(seals)
        .await
        .map_err(Problem::bug)?;
    drop(turn);
    let cx = cx.anew().await?;
    let origin = cx.app().config().origin().as_str();
    let sign_in_url = format!("{origin}/{}", cx.school.slug);
    let (page, writer) = (
        fields.text("page").to_owned(),
        fields.text("writer").to_owned(),
    );
    let wanted = holder.clone();
    let (documents, no_room) = cx
        .write(move |tx| {
            if let Holder::Draft(draft) = &wanted {
                drafts::is_writer(tx, &writer)?;
                drafts::begin(tx, draft, &page)?;
            }
            let no_room = keep(tx, &wanted, &sealed, limits, &sign_in_url)?;
            Ok::<_, Problem>((wanted.documents(tx)?, no_room))
        })
        .await?;
    cx.app().letters().notify_one();
    refused.extend(no_room);
    let refused = refused
        .into_iter()
        .map(|file| (file.name, file.why.words(limits)))
        .collect();
    if wants_json(headers) {
        return Ok(json(&holder, &documents, refused, broken, limits));
    }
    let page = AddPage::of(&cx, &holder, documents, from);
    answer(&cx, &holder, page, refused, broken)
}

/// What is answered while too many files are under way: nothing of it was taken, and nothing is lost.
async fn busy(cx: &Cx, (holder, from): (&Holder, WayBack), headers: &HeaderMap) -> Answer {
    let asked = holder.clone();
    let documents = cx.read(move |tx| asked.documents(tx)).await?;
    if wants_json(headers) {
        let limits = cx.app().config().documents;
        let refused = vec![(String::new(), format!("{}.", under_way::BUSY))];
        let mut answer = json(holder, &documents, refused, None, limits);
        *answer.status_mut() = under_way::STATUS;
        return Ok(answer);
    }
    let mut page = AddPage::of(cx, holder, documents, from);
    page.errors = Errors::one("file", under_way::BUSY);
    show(under_way::STATUS, &page)
}

/// Whether a script asks, which reads no page.
fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .is_some_and(|accept| accept.as_bytes().starts_with(b"application/json"))
}

/// The page again where something was not taken; else on to where one came from.
fn answer(
    cx: &Cx,
    holder: &Holder,
    mut page: AddPage,
    refused: Vec<(String, String)>,
    broken: Option<NotSent>,
) -> Answer {
    if let Some(why) = broken {
        page.errors = Errors::one("file", not_sent(why, page.limits));
    }
    for (number, (name, why)) in (1..).zip(&refused) {
        page.errors
            .add(format!("refused-{number}"), format!("{name} {why}"));
    }
    page.refused = refused;
    match (page.errors.is_empty(), holder) {
        (false, _) => cx.show_again(&page),
        (true, Holder::Draft(draft)) => cx.redirect(format!("/drafts/{draft}/documents")),
        (true, Holder::Concern(_)) => cx.redirect(format!("{}#documents", page.back)),
    }
}

/// What is said where no file came.
fn not_sent(why: NotSent, limits: Limits) -> String {
    match why {
        NotSent::Nothing => "Choose the files to attach".into(),
        NotSent::TooLarge => format!(
            "The files are too large to be sent at once. Send them one by one; each may be up to {}",
            size_words(limits.document_bytes_max)
        ),
        NotSent::TooMany => format!(
            "Those are too many files at once, so none was taken. Choose up to {}",
            limits.documents_max
        ),
        NotSent::Broken => "The files did not arrive whole. Choose them again".into(),
    }
}

#[derive(Serialize)]
struct Told {
    files: Vec<ToldFile>,
    refused: Vec<String>,
}

/// A file as the script of a page shows it.
#[derive(Serialize)]
struct ToldFile {
    id: String,
    name: String,
    about: String,
    address: String,
    shown: bool,
}

fn json(
    holder: &Holder,
    documents: &[Document],
    refused: Vec<(String, String)>,
    broken: Option<NotSent>,
    limits: Limits,
) -> axum::response::Response {
    let files = documents.iter().map(|file| ToldFile {
        id: file.id.0.clone(),
        name: file.name.clone(),
        about: file.about(),
        address: match holder {
            Holder::Draft(draft) => format!("/drafts/{draft}/documents/{}", file.id),
            Holder::Concern(concern) => format!("/concerns/{concern}/documents/{}", file.id),
        },
        shown: file.is_shown(),
    });
    let mut words: Vec<String> = refused
        .into_iter()
        .map(|(name, why)| format!("{name} {why}").trim().to_owned())
        .collect();
    words.extend(broken.map(|why| format!("{}.", not_sent(why, limits))));
    let told = Told {
        files: files.collect(),
        refused: words,
    };
    let status = match told.refused.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    (status, Json(told)).into_response()
}

/// The page, filled with a sample.
pub(super) fn sample() -> AddPage {
    AddPage {
        shell: Shell::default(),
        action: "/concerns/c/documents".into(),
        back: "/concerns/c".into(),
        from: WayBack::default(),
        is_draft: false,
        form: "f".into(),
        documents: vec![Document::sample()],
        refused: Vec::new(),
        errors: Errors::new(),
        limits: Limits {
            document_bytes_max: 20_000_000,
            documents_max: 20,
            documents_bytes_max: 100_000_000,
        },
    }
}

/// The page after a file that is not taken.
pub(super) fn sample_with_refusals() -> AddPage {
    let page = sample();
    let words = Refusal::Archive.words(page.limits);
    AddPage {
        is_draft: true,
        errors: Errors::one("refused-1", format!("notes.zip {words}")),
        refused: vec![("notes.zip".into(), words)],
        ..page
    }
}
