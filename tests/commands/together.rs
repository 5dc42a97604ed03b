//! Two servers on one PostgreSQL: what one has taken, the other takes no more.

use std::path::Path;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use keyward_codes::hotp::{Digits, Secret, code};
use keyward_codes::recovery::Code;
use keyward_codes::totp::step_at;
use keyward_db::Settings;
use keyward_db::testing::Private;

use crate::program::keyward;
use crate::server::{Browser, Server, port};

const LEAD: &str = "mary.moss@oak-tree.example";
const PASSWORD: &str = "lamp orchid ferry button";
/// How long the post room may take until a letter lies in its folder.
const PATIENCE: Duration = Duration::from_secs(60);

/// Two programs that serve one school from one database.
struct Pair {
    servers: [Server; 2],
    ports: [u16; 2],
}

impl Pair {
    fn starts(folder: &Path, database: &str) -> Self {
        let settings = [("KEYWARD_DATABASE", database)];
        let starts = || Server::starts_with("serve", folder, &[], &settings);
        let servers = [starts(), starts()];
        let ports = [0, 1].map(|which: usize| {
            let lines = servers[which].lines_until(|line| line.starts_with("Master key"));
            port(&lines[0])
        });
        Self { servers, ports }
    }

    /// The lead signs in at one of them, as far as the key.
    fn signs_in(&self, which: usize) -> Browser {
        let mut browser = Browser::default();
        let form = [("email", LEAD), ("password", PASSWORD)];
        let entered = browser.post(self.ports[which], "/oak-tree", &form);
        assert_eq!(entered.status, 303, "{}", entered.body);
        browser
    }

    /// The same code is entered at both servers at once: who is let in.
    fn race(&self, code: &str) -> Vec<u16> {
        let start = Barrier::new(2);
        let mut answers: Vec<u16> = thread::scope(|scope| {
            let enters = [0, 1].map(|which| {
                let (start, port) = (&start, self.ports[which]);
                let mut browser = self.signs_in(which);
                scope.spawn(move || {
                    start.wait();
                    browser.post(port, "/elevation", &[("code", code)]).status
                })
            });
            enters.map(|it| it.join().expect("an answer")).to_vec()
        });
        answers.sort_unstable();
        answers
    }
}

/// A school with a lead who has no password yet.
fn school(folder: &Path, database: &str) {
    let add = ["school", "add", "Oak Tree", "--address", "oak-tree"];
    let support = ["--support", "it@oak-tree.example"];
    let invite = ["user", "invite", "Mary Moss", LEAD, "--school", "oak-tree"];
    for arguments in [
        &[&add[..], &support].concat(),
        &[&invite[..], &["--group", "DSL"]].concat(),
    ] {
        let mut program = keyward(arguments);
        program.arg("--data-dir").arg(folder);
        let ran = program.env("KEYWARD_DATABASE", database).output();
        let ran = ran.expect("it starts");
        assert!(ran.status.success(), "{ran:?}");
    }
}

/// The address in the letter that sets a password. While the server writes it, it is asked for
/// something else.
fn link(folder: &Path, browser: &mut Browser, port: u16) -> String {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        assert_eq!(browser.get(port, "/health").status, 200);
        for letter in std::fs::read_dir(folder.join("mailbox"))
            .into_iter()
            .flatten()
        {
            let path = letter.expect("a letter").path();
            let text = std::fs::read_to_string(path).unwrap_or_default();
            let text = text.replace("=\r\n", "").replace("=3D", "=");
            if let Some((_, rest)) = text.split_once("/oak-tree/password/") {
                let token = rest.split_whitespace().next().unwrap_or_default();
                return format!("/oak-tree/password/{token}");
            }
        }
    }
    panic!("no letter came");
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = text
        .split_once(before)
        .unwrap_or_else(|| panic!("{before:?} is not in {text}"));
    rest.split(after).next().unwrap_or_default()
}

/// The step of the clock now.
fn step() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seconds = now.expect("after 1970").as_secs();
    step_at(i64::try_from(seconds).expect("before the sun goes out"))
}

/// Sets an app up at one server and confirms it at the other; what its codes come from, and the
/// step that was used.
fn sets_up_an_app(pair: &Pair, name: &str, proof: (&str, &str)) -> (Secret, u64) {
    let mut browser = pair.signs_in(0);
    let form = [("device_name", name), proof];
    browser.post(pair.ports[0], "/account/soft-keys/setup", &form);
    let page = browser.get(pair.ports[0], "/account/soft-keys/setup");
    assert_eq!(page.status, 200, "{}", page.body);
    let typed = between(&page.body, "<span class=\"kw-secret\">", "<").replace(' ', "");
    let secret = Secret::from_base32(&typed).expect("a secret");
    let setup = between(&page.body, "name=\"setup\" value=\"", "\"");
    let step = step();
    let code = code(&secret, step, Digits::Six);
    let form = [("setup", setup), ("device_name", name), ("code", &*code)];
    let done = browser.post(pair.ports[1], "/account/soft-keys", &form);
    assert_eq!(done.status, 303, "{}", done.body);
    (secret, step)
}

#[test]
fn two_servers_on_one_postgresql_take_each_code_once() {
    let database = Private::postgres();
    let Settings::Postgres { url, .. } = database.settings() else {
        panic!("it is PostgreSQL");
    };
    let home = tempfile::tempdir().expect("a folder");
    school(home.path(), &url);
    let pair = Pair::starts(home.path(), &url);

    // A password is asked for at one server and set at the other.
    let mut browser = Browser::default();
    browser.post(pair.ports[0], "/oak-tree/password-link", &[("email", LEAD)]);
    let link = link(home.path(), &mut browser, pair.ports[1]);
    let form = [("password", PASSWORD), ("again", PASSWORD)];
    let set = browser.post(pair.ports[1], &link, &form);
    assert!(set.body.contains("Your password is set"), "{}", set.body);

    let (phone, used) = sets_up_an_app(&pair, "Phone", ("password", PASSWORD));
    assert_eq!(pair.race(&code(&phone, used, Digits::Six)), [422, 422]);
    let mut browser = pair.signs_in(0);
    let proof = [("code", &*code(&phone, used + 1, Digits::Six))];
    let sheet = browser.post(pair.ports[1], "/account/recovery-codes", &proof);
    assert_eq!(sheet.status, 200, "{}", sheet.body);
    let words = sheet.body.split(['<', '>']).map(str::trim);
    let codes: Vec<&str> = words
        .filter(|word| word.len() == 19 && Code::parse(word).is_some())
        .collect();
    assert_eq!(codes.len(), 10);

    let (tablet, used) = sets_up_an_app(&pair, "Tablet", ("code", codes[9]));
    assert_eq!(
        pair.race(&code(&tablet, used + 1, Digits::Six)),
        [303, 422],
        "exactly one is let in"
    );
    for code in &codes[..9] {
        assert_eq!(pair.race(code), [303, 422], "exactly one is let in");
    }
    for server in pair.servers {
        assert_eq!(server.ends().code(), Some(0));
    }
}
