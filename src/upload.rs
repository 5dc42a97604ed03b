//! A file that came with a form (RFC 7578). Of one that is too large, the rest is let pass by
//! unread, so that the browser stays to hear about it.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;

/// Why there is no file.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// None was chosen.
    Nothing,
    /// It is larger than what is taken.
    TooLarge,
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

fn why(error: &MultipartError) -> NotSent {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        NotSent::TooLarge
    } else {
        NotSent::Broken
    }
}
