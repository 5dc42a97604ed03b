//! A large school beside the usual one: how long it takes to make, and the pages that open without
//! a key, in both. What opens with a key alone cannot be measured from outside without one.

use std::io::Result;
use std::path::Path;
use std::time::Instant;

use crate::client::Client;
use crate::server::Server;
use crate::{report, say};

/// The pages, and whose they are: what a lead is told of, and what a teacher logged.
const PAGES: [(&str, &str); 4] = [
    ("helen.okafor", "/dashboard"),
    ("helen.okafor", "/concerns"),
    ("amira.khan", "/dashboard"),
    ("amira.khan", "/concerns"),
];
/// So often each page is opened.
const TIMES: usize = 100;

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
    for (mailbox, path) in PAGES {
        let mut people = server.people.iter();
        let Some(person) = people.find(|one| one.email.starts_with(mailbox)) else {
            continue;
        };
        let mut client = Client::of(server, 1);
        let fields = [
            ("email", person.email.as_str()),
            ("password", person.password.as_str()),
        ];
        client.keep_cookie(&client.post("/hawthorn-park", &fields)?);
        let mut times = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let begun = Instant::now();
            assert_eq!(client.get(path)?.status, 200, "{path} answers");
            times.push(begun.elapsed());
        }
        report(&format!("{size}: {path} of {mailbox}"), times);
    }
    Ok(())
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
