//! A large school beside the usual one: how long it takes to make, and how long its pages take in
//! both, for a safeguarding lead with elevated access.

use std::io::{Error, Result};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::client::{Client, Page};
use crate::server::Server;
use crate::{report, say};

/// Whose pages they are.
const LEAD: &str = "helen.okafor";
/// So often each page is opened.
const TIMES: usize = 100;
/// So often each word is looked for: together fewer than one person may in a short spell.
const SEARCHES: usize = 20;
/// A word that most records hold, one that few hold, and one that none holds.
const WORDS: [&str; 3] = ["home", "cloakroom", "xylophone"];
/// The search is made ready within this time, or the benchmark ends.
const READY_SECONDS_MAX: u64 = 600;

/// Makes both schools and measures them.
pub fn measure(binary: &Path) -> Result<()> {
    for size in ["usual", "large"] {
        let folder = tempfile::tempdir()?;
        let begun = Instant::now();
        let server = Server::start_with(binary, folder.path(), &["--size", size])?;
        let seconds = begun.elapsed().as_secs_f64();
        let bytes = bytes_in(folder.path())? as f64 / 1_048_576.0;
        say(&format!("{size}: made in {seconds:.0} s, {bytes:.0} MiB"));
        drop(server);
        let begun = Instant::now();
        let server = Server::start(binary, folder.path())?;
        let seconds = begun.elapsed().as_secs_f64();
        say(&format!("{size}: started again in {seconds:.1} s"));
        pages(&server, size)?;
    }
    Ok(())
}

fn pages(server: &Server, size: &str) -> Result<()> {
    let person = server.people.iter().find(|one| one.email.starts_with(LEAD));
    let person = person.ok_or_else(|| Error::other("the demo has no lead"))?;
    let client = Client::elevated(server, person)?;
    let inbox = client.get("/inbox")?;
    let concern = format!("/concerns/0{}", inbox.between("href=\"/concerns/0", "\"")?);
    let pupils = client.get("/pupils")?;
    let pupil = format!("/pupils/0{}", pupils.between("href=\"/pupils/0", "\"")?);
    for path in [
        "/dashboard".to_owned(),
        "/inbox".to_owned(),
        "/inbox?status=closed".to_owned(),
        "/inbox?status=closed&year=7&order=oldest".to_owned(),
        "/concerns".to_owned(),
        concern,
        "/pupils".to_owned(),
        pupil.clone(),
        format!("{pupil}/chronology"),
        "/planner".to_owned(),
        "/patterns".to_owned(),
    ] {
        let (page, times) = timed(TIMES, || client.get(&path))?;
        let kibibytes = page.body.len() / 1024;
        let name = path.split_inclusive('/').map(|part| match part.len() {
            36.. => "…/",
            _ => part,
        });
        let name: String = name.collect();
        report(&format!("{size}: {name} ({kibibytes} KiB)"), times);
    }
    searches(&client, size)
}

fn searches(client: &Client, size: &str) -> Result<()> {
    let begun = Instant::now();
    loop {
        let page = client.post("/search", &[("words", "home")])?;
        if page.status == 200 && !page.body.contains("Preparing search") {
            break;
        }
        if begun.elapsed().as_secs() > READY_SECONDS_MAX {
            return Err(Error::other("the search was not made ready"));
        }
        // The server puts the index together meanwhile; asking without a pause would slow it.
        std::thread::sleep(Duration::from_secs(2));
    }
    let seconds = begun.elapsed().as_secs_f64();
    say(&format!("{size}: search made ready in {seconds:.0} s"));
    for word in WORDS {
        let (_, times) = timed(SEARCHES, || client.post("/search", &[("words", word)]))?;
        report(&format!("{size}: search for {word}"), times);
    }
    Ok(())
}

/// How long something takes, so many times, and what it answered last.
fn timed(times: usize, ask: impl Fn() -> Result<Page>) -> Result<(Page, Vec<Duration>)> {
    let mut took = Vec::with_capacity(times);
    let mut last = ask()?;
    for _ in 0..times {
        let begun = Instant::now();
        last = ask()?;
        took.push(begun.elapsed());
        if last.status != 200 {
            return Err(Error::other(format!("a page answers {}", last.status)));
        }
    }
    Ok((last, took))
}

fn bytes_in(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kept = entry.metadata()?;
        bytes += match kept.is_dir() {
            true => bytes_in(&entry.path())?,
            false => kept.len(),
        };
    }
    Ok(bytes)
}
