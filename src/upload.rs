//! Files that came with a form (RFC 7578). Of one that is too large, the rest is let pass by
//! unread, so that the browser stays to hear about it.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use keyward_web::Pairs;

/// Why there is no file.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// None was chosen.
    Nothing,
    /// It is larger than what is taken.
    TooLarge,
    /// There are more, or more fields beside them, than anybody means to send.
    TooMany,
    /// It did not arrive whole.
    Broken,
}

/// The file of the field `file`, of at most so many bytes.
///
/// # Errors
/// Why there is none.
pub async fn file(mut parts: Multipart, bytes_max: usize) -> Result<Vec<u8>, NotSent> {
    let mut file = None;
    while let Some(mut part) = parts.next_field().await.map_err(|error| why(&error))? {
        let is_file = part.name() == Some("file") && file.is_none();
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|error| why(&error))? {
            if is_file && bytes.len() <= bytes_max {
                bytes.extend_from_slice(&chunk);
            }
        }
        if is_file && (part.file_name().is_some_and(|name| !name.is_empty()) || !bytes.is_empty()) {
            file = Some(bytes);
        }
    }
    let file = file.ok_or(NotSent::Nothing)?;
    if file.len() > bytes_max {
        return Err(NotSent::TooLarge);
    }
    Ok(file)
}

/// The longest field beside the files.
const FIELD_BYTES_MAX: usize = 4_096;
/// The most parts of one form: more than the files that are kept of it, so that each of the others is
/// named as not taken.
const PARTS_MAX: usize = 250;

/// One of several files, as it was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The name that the browser gave it.
    pub name: String,
    /// What is in it, or why that was let pass by.
    pub bytes: Result<Vec<u8>, PassedBy>,
}

/// Why what is in one of several files was let pass by.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum PassedBy {
    /// It is larger than what is taken.
    TooLarge,
    /// As many were kept before it as are taken.
    TooMany,
}

/// Every file of the field `file`, and the fields beside it. No more than so many files are kept,
/// each of at most so many bytes.
///
/// # Errors
/// Why there is none.
pub async fn files(
    mut parts: Multipart,
    bytes_max: usize,
    files_max: usize,
) -> Result<(Pairs, Vec<Sent>), NotSent> {
    let (mut fields, mut files) = (Vec::new(), Vec::<Sent>::new());
    let mut left = PARTS_MAX;
    while let Some(mut part) = parts.next_field().await.map_err(|error| why(&error))? {
        let Some(fewer) = left.checked_sub(1) else {
            drop(part);
            passes_by(parts).await;
            return Err(NotSent::TooMany);
        };
        left = fewer;
        let is_file = part.name() == Some("file");
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().unwrap_or_default().to_owned();
        let kept = files.iter().filter(|file| file.bytes.is_ok()).count();
        let (most, passed_by) = match is_file {
            true if kept >= files_max => (0, PassedBy::TooMany),
            true => (bytes_max, PassedBy::TooLarge),
            false => (FIELD_BYTES_MAX, PassedBy::TooLarge),
        };
        let (mut bytes, mut fits) = (Vec::new(), true);
        while let Some(chunk) = part.chunk().await.map_err(|error| why(&error))? {
            fits = fits && bytes.len() + chunk.len() <= most;
            if fits {
                bytes.extend_from_slice(&chunk);
            } else {
                bytes = Vec::new();
            }
        }
        if !is_file {
            fields.push((field, String::from_utf8_lossy(&bytes).into_owned()));
        } else if !(name.is_empty() && fits && bytes.is_empty()) {
            let bytes = fits.then_some(bytes).ok_or(passed_by);
            files.push(Sent { name, bytes });
        }
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (&**k, &**v)).collect();
    match files.is_empty() {
        true => Err(NotSent::Nothing),
        false => Ok((Pairs::of(&fields), files)),
    }
}

/// Lets all of it pass by unread, so that the browser stays to hear the answer.
pub async fn passes_by(mut parts: Multipart) {
    while let Ok(Some(mut part)) = parts.next_field().await {
        while let Ok(Some(_)) = part.chunk().await {}
    }
}

fn why(error: &MultipartError) -> NotSent {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        NotSent::TooLarge
    } else {
        NotSent::Broken
    }
}
