//! The pictures as a script asks for them, when somebody opens a body map to draw on. They are the
//! same for everybody and say nothing of any child, so a browser may keep them.

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use keyward_web::{Answer, Problem};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::figure::{Cell, Figure, figures};
use super::view::Build;

#[derive(Serialize)]
struct Drawing<'a> {
    view: &'static str,
    name: &'static str,
    /// Of which build it is; none, when of both.
    build: Option<&'static str>,
    width: i32,
    height: i32,
    outline: &'a str,
    lines: &'a str,
    cells: Vec<Region<'a>>,
}

#[derive(Serialize)]
struct Region<'a> {
    key: &'a str,
    name: &'a str,
    centre: [i32; 2],
    edge: Vec<[f64; 2]>,
}

struct Drawings {
    json: String,
    address: String,
}

static DRAWINGS: LazyLock<Drawings> = LazyLock::new(|| {
    let needed = figures()
        .iter()
        .filter(|figure| figure.differs || figure.build == Build::Older);
    let drawings: Vec<_> = needed.map(drawing).collect();
    let json = serde_json::to_string(&drawings).unwrap_or_default();
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&json)[..8]);
    Drawings {
        address: format!("/body-map/figures?v={hash}"),
        json,
    }
});

fn drawing(figure: &Figure) -> Drawing<'_> {
    Drawing {
        view: figure.view.key(),
        name: figure.view.words(),
        build: figure.differs.then(|| figure.build.key()),
        width: figure.width,
        height: figure.height,
        outline: &figure.outline,
        lines: &figure.lines,
        cells: figure.cells.iter().map(region).collect(),
    }
}

fn region(cell: &Cell) -> Region<'_> {
    Region {
        key: &cell.key,
        name: &cell.name,
        centre: [cell.centre.x, cell.centre.y],
        edge: cell.edge.iter().map(|at| [at.x, at.y]).collect(),
    }
}

/// Where the pictures are, with a hash of what they are.
pub(super) fn address() -> &'static str {
    &DRAWINGS.address
}

pub(super) async fn get() -> Answer {
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    Ok::<_, Problem>((headers, DRAWINGS.json.as_str()).into_response())
}
