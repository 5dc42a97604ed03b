//! Measures a demo school from outside, on this machine alone: start to first page, whether a
//! known and an unknown address can be told apart by the clock, and pages under a small load.
//!
//! With `large` behind the binary's name it makes a school of 2,000 pupils and 300,000 concerns as
//! well, says how long that took and how big the database is, and measures the same pages of a
//! safeguarding lead in both schools.
//!
//! Every loop is bounded in count, and the server is ended by its own process. The figures are
//! for reading; nothing is judged.

mod client;
mod large;
mod server;

use std::io::Result;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use client::Client;
use server::Server;

fn main() -> Result<()> {
    let binary = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "target/release/keyward".into());
    let binary = PathBuf::from(binary);
    if std::env::args().nth(2).as_deref() == Some("large") {
        return large::measure(&binary);
    }
    let folder = tempfile::tempdir()?;
    // The first start makes the demo school; the counted ones find it there.
    drop(Server::start(&binary, folder.path())?);
    starts(&binary, folder.path())?;
    let server = Server::start(&binary, folder.path())?;
    sign_ins(&server)?;
    pages(&server)
}

/// From starting the process on an existing database to the sign-in page's last byte.
fn starts(binary: &std::path::Path, folder: &std::path::Path) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..10 {
        let begun = Instant::now();
        let server = Server::start(binary, folder)?;
        let page = Client::of(&server, 1).get("/hawthorn-park")?;
        assert_eq!(page.status, 200, "the sign-in page answers");
        times.push(begun.elapsed());
    }
    report("start to first page, existing database", times);
    Ok(())
}

/// Wrong passwords, and requests for a link, in turn for addresses that are known and unknown.
fn sign_ins(server: &Server) -> Result<()> {
    let unknown = |n: usize| format!("nobody.{n}@hawthorn-park.example");
    let (mut sign_in, mut link) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    // Four failures an account are free; each round comes from an address of its own.
    for round in 0..4 {
        let client = Client::of(server, 10 + round);
        for (n, person) in server.people.iter().enumerate() {
            for (which, email) in [person.email.clone(), unknown(n)].iter().enumerate() {
                let fields = [
                    ("email", email.as_str()),
                    ("password", "not the password at all"),
                ];
                let begun = Instant::now();
                assert_eq!(
                    client.post("/hawthorn-park", &fields)?.status,
                    422,
                    "refused"
                );
                sign_in[which].push(begun.elapsed());
                let begun = Instant::now();
                client.post("/hawthorn-park/password-link", &fields[..1])?;
                link[which].push(begun.elapsed());
            }
        }
    }
    let [known, unknown] = sign_in;
    report("wrong password, known address", known);
    report("wrong password, unknown address", unknown);
    let [known, unknown] = link;
    report("ask for a link, known address", known);
    report("ask for a link, unknown address", unknown);
    Ok(())
}

/// A signed-in person's pages, one after another and four at a time.
fn pages(server: &Server) -> Result<()> {
    let Some(person) = server.people.last() else {
        return Ok(());
    };
    let mut client = Client::of(server, 1);
    let fields = [
        ("email", person.email.as_str()),
        ("password", person.password.as_str()),
    ];
    client.keep_cookie(&client.post("/hawthorn-park", &fields)?);
    for path in ["/dashboard", "/account/security-keys"] {
        let mut times = Vec::new();
        for _ in 0..200 {
            let begun = Instant::now();
            assert_eq!(client.get(path)?.status, 200, "{path} answers");
            times.push(begun.elapsed());
        }
        report(path, times);
    }
    let begun = Instant::now();
    let done: usize = std::thread::scope(|scope| {
        let workers = [(); 4].map(|()| {
            scope.spawn(|| {
                (0..250)
                    .filter(|_| client.get("/dashboard").is_ok_and(|p| p.status == 200))
                    .count()
            })
        });
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or(0))
            .sum()
    });
    let rate = done as f64 / begun.elapsed().as_secs_f64();
    say(&format!(
        "/dashboard, 4 at a time: {done} of 1000 answered, {rate:.0} a second"
    ));
    Ok(())
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1_000.0;
    say(&format!(
        "{what}: median {:.2} ms, 5 % {:.2}, 95 % {:.2}, n = {}",
        at(50),
        at(5),
        at(95),
        times.len()
    ));
}

#[expect(
    clippy::print_stdout,
    reason = "a benchmark reports on standard output"
)]
fn say(line: &str) {
    println!("{line}");
}
