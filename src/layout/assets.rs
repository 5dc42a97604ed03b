//! The style sheet, the scripts and the marks, embedded in the binary and
//! served under `/assets`. Each is asked for with a hash of its content in the
//! address, so that a browser may keep it for ever and still never has an old
//! one. Nothing here is about a person, and nothing else is served from disk.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::{Path, Query};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::Embed;
use serde::Deserialize;
use sha2::{Digest, Sha256};

#[derive(Embed)]
#[folder = "web/dist"]
struct Dist;

struct Asset {
    content: Vec<u8>,
    content_type: String,
    version: String,
    url: String,
}

static ASSETS: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(|| {
    let asset = |name: &str| {
        let file = Dist::get(name)?;
        let content = file.data.into_owned();
        let version = data_encoding::HEXLOWER.encode(&Sha256::digest(&content)[..8]);
        let url = format!("/assets/{name}?v={version}");
        let content_type = match file.metadata.mimetype() {
            text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
            other => other.to_owned(),
        };
        Some(Asset {
            content,
            content_type,
            version,
            url,
        })
    };
    Dist::iter()
        .filter(|name| !name.starts_with('.'))
        .filter_map(|name| Some((name.to_string(), asset(&name)?)))
        .collect()
});

/// The address of a file in `web/dist`, with its content's hash; for templates.
pub fn asset(name: &str) -> &'static str {
    ASSETS
        .get(name)
        .map_or("/assets/missing", |asset| asset.url.as_str())
}

/// The version an asset was asked for in.
#[derive(Debug, Default, Deserialize)]
pub struct Version {
    v: Option<String>,
}

/// Answers `GET /assets/{file}`.
pub async fn serve(
    Path(file): Path<String>,
    Query(version): Query<Version>,
    headers: HeaderMap,
) -> Response {
    let Some(asset) = ASSETS.get(&file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let etag = format!("\"{}\"", asset.version);
    let caching = match version.v {
        Some(version) if version == asset.version => "public, max-age=31536000, immutable",
        _ => "public, no-cache",
    };
    let known = headers
        .get(IF_NONE_MATCH)
        .and_then(|tags| tags.to_str().ok());
    let fresh = known.is_some_and(|tags| {
        tags.split(',')
            .any(|tag| tag.trim().trim_start_matches("W/") == etag)
    });
    let answer = [
        (ETAG, etag.as_str()),
        (CACHE_CONTROL, caching),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    if fresh {
        return (StatusCode::NOT_MODIFIED, answer).into_response();
    }
    (
        answer,
        [(CONTENT_TYPE, asset.content_type.as_str())],
        asset.content.as_slice(),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn get(file: &str, version: Option<&str>, tag: Option<&str>) -> Response {
        let mut headers = HeaderMap::new();
        if let Some(tag) = tag {
            headers.insert(IF_NONE_MATCH, tag.parse().expect("a header"));
        }
        let version = Version {
            v: version.map(str::to_owned),
        };
        serve(Path(file.to_owned()), Query(version), headers).await
    }

    #[tokio::test]
    async fn an_asset_asked_for_by_its_hash_is_kept_for_ever() {
        let (_, version) = asset("keyward.css").split_once("?v=").expect("a version");
        let answer = get("keyward.css", Some(version), None).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[CONTENT_TYPE], "text/css; charset=utf-8");
        assert_eq!(
            answer.headers()[CACHE_CONTROL],
            "public, max-age=31536000, immutable"
        );
        let tag = answer.headers()[ETAG].to_str().expect("text").to_owned();
        let again = get("keyward.css", Some(version), Some(&tag)).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    }

    #[tokio::test]
    async fn an_old_address_gets_the_new_asset_and_is_not_kept() {
        let answer = get("keyward.js", Some("0123456789abcdef"), None).await;
        assert_eq!(
            answer.headers()[CONTENT_TYPE],
            "text/javascript; charset=utf-8"
        );
        assert_eq!(answer.headers()[CACHE_CONTROL], "public, no-cache");
    }

    #[tokio::test]
    async fn what_is_not_an_asset_is_not_found() {
        for file in ["../Cargo.toml", ".built", "nothing.css"] {
            assert_eq!(get(file, None, None).await.status(), StatusCode::NOT_FOUND);
        }
    }
}
