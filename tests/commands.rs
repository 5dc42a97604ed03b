//! The command line as an IT technician meets it: the built program, its words and its exit codes.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long a program may take until it has said what we wait for.
const PATIENCE: Duration = Duration::from_secs(60);

fn keyward<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyward"));
    command.env_clear().args(arguments).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
fn ran<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Output {
    keyward(arguments).output().expect("it starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A server of ours; dropping it ends it.
struct Server {
    child: Child,
    lines: Receiver<String>,
}

impl Server {
    fn starts(command: &str, folder: &Path, more: &[&str]) -> Self {
        let mut keyward = keyward([command, "--listen", "127.0.0.1:0", "--data-dir"]);
        keyward.arg(folder).args(more).stdout(Stdio::piped());
        keyward.env("KEYWARD_LOG", "warn");
        let mut child = keyward.spawn().expect("it starts");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let (heard, lines) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                // Nobody may be listening any more; what is said is read all the same.
                let _ = heard.send(line);
            }
        });
        Self { child, lines }
    }

    /// The lines up to the first for which this holds, that one included.
    fn lines_until(&self, is_last: impl Fn(&str) -> bool) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let heard = self.lines.recv_timeout(PATIENCE);
            let line = heard.unwrap_or_else(|_| panic!("only said {lines:#?}"));
            let ended = is_last(&line);
            lines.push(line);
            if ended {
                return lines;
            }
        }
    }

    /// Ends it as a service manager does.
    fn ends(mut self) -> ExitStatus {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(told.expect("kill is there").success());
        self.child.wait().expect("it ends")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where a server listens, from the line that says so.
fn port(line: &str) -> u16 {
    let (_, rest) = line.split_once("http://localhost:").expect("an address");
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next();
    digits.expect("a port").parse().expect("a port")
}

/// Asks for a page; status and body.
fn get(port: u16, path: &str) -> (u16, String) {
    ask(port, &format!("GET {path}"), "", "")
}

/// Sends a form; status and body.
fn post(port: u16, path: &str, form: &str) -> (u16, String) {
    let headers = format!(
        "Origin: http://localhost:{port}\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n",
        form.len()
    );
    ask(port, &format!("POST {path}"), &headers, form)
}

fn ask(port: u16, what: &str, headers: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let request = format!(
        "{what} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n{headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
    let status = head.split(' ').nth(1).expect("a status");
    (status.parse().expect("a number"), body.to_owned())
}

/// What a demo says when it is ready: its addresses and its table.
struct Introduction {
    port: u16,
    people: Vec<[String; 3]>,
}

fn introduction(demo: &Server) -> Introduction {
    let lines = demo.lines_until(|line| line.contains("Begin as"));
    let at = |word: &str| {
        let line = lines.iter().position(|line| line.contains(word));
        line.unwrap_or_else(|| panic!("no {word} in {lines:#?}"))
    };
    let (sign_in, mailbox) = (at("/hawthorn-park"), at("/demo/mailbox"));
    let table = at("E-mail");
    assert!(sign_in < table && mailbox < table, "{lines:#?}");
    let rows = lines[table + 1..]
        .iter()
        .take_while(|line| !line.is_empty());
    let people = rows.map(|row| {
        let columns = row
            .split("  ")
            .map(str::trim)
            .filter(|column| !column.is_empty());
        let columns: Vec<String> = columns.map(str::to_owned).collect();
        columns
            .try_into()
            .unwrap_or_else(|_| panic!("{row:?} has not three columns"))
    });
    Introduction {
        port: port(&lines[sign_in]),
        people: people.collect(),
    }
}

#[test]
fn the_demo_keeps_its_people_until_it_is_told_to_begin_afresh() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("demo");

    let demo = Server::starts("demo", &folder, &[]);
    let first = introduction(&demo);
    let groups: Vec<&str> = first
        .people
        .iter()
        .map(|[_, _, group]| group.as_str())
        .collect();
    for group in ["Staff", "Pastoral", "Deputy DSL", "DSL", "Administrator"] {
        assert!(groups.contains(&group), "{group} in {groups:?}");
    }
    assert!(
        first
            .people
            .iter()
            .all(|[_, password, _]| password.len() >= 15)
    );
    let (status, page) = get(first.port, "/hawthorn-park");
    assert_eq!(status, 200);
    assert!(page.contains("Hawthorn Park"), "{page}");
    let (status, newest) = get(first.port, "/demo/mailbox");
    assert_eq!(status, 200);
    assert!(newest.contains("A concern has been logged"), "{newest}");
    let (_, oldest) = get(first.port, "/demo/mailbox?page=99");
    assert!(oldest.contains("Your Keyward account"), "{oldest}");

    let [email, _, _] = &first.people[0];
    let (status, _) = post(
        first.port,
        "/hawthorn-park/password-link",
        &format!("email={email}"),
    );
    assert_eq!(status, 200);
    let (_, theirs) = get(first.port, &format!("/demo/mailbox?to={email}"));
    let link = format!(
        "href=\"http://localhost:{}/hawthorn-park/password/",
        first.port
    );
    assert!(
        theirs.contains(&link),
        "a letter just asked for is there: {theirs}"
    );

    let second = keyward(["demo", "--reset", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(&folder)
        .output()
        .expect("it starts");
    assert_eq!(second.status.code(), Some(1));
    assert!(
        complained(&second).contains("running"),
        "{}",
        complained(&second)
    );

    // A browser keeps connections open; that must not keep the demo from ending.
    let idle = TcpStream::connect(("127.0.0.1", first.port)).expect("it listens");
    assert_eq!(demo.ends().code(), Some(0));
    drop(idle);

    let verified = at(&folder, &["audit", "verify"]);
    assert!(
        said(&verified).contains("hawthorn-park: whole"),
        "{verified:?}"
    );

    let demo = Server::starts("demo", &folder, &[]);
    assert_eq!(introduction(&demo).people, first.people);
    assert_eq!(demo.ends().code(), Some(0));

    let demo = Server::starts("demo", &folder, &["--reset"]);
    let afresh = introduction(&demo).people;
    assert_eq!(afresh.len(), first.people.len());
    for ([email, password, _], [same_email, other, _]) in first.people.iter().zip(&afresh) {
        assert_eq!(email, same_email);
        assert_ne!(password, other);
    }
}

#[test]
fn the_demo_stays_on_this_machine_and_in_its_own_folder() {
    let home = tempfile::tempdir().expect("a folder");
    let theirs = home.path().join("keyward.db");
    std::fs::write(&theirs, "a school's records").expect("written");
    let refused = keyward(["demo", "--reset", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(home.path())
        .output()
        .expect("it starts");
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        complained(&refused).contains("not empty"),
        "{}",
        complained(&refused)
    );
    assert_eq!(
        std::fs::read_to_string(&theirs).expect("there"),
        "a school's records"
    );

    for address in ["0.0.0.0:8080", "192.0.2.1:8080"] {
        let refused = ran(["demo", "--listen", address]);
        assert_eq!(refused.status.code(), Some(2));
        let words = complained(&refused);
        assert!(
            words.contains("listen") && words.contains("this machine alone"),
            "{words}"
        );
    }
}

#[test]
fn a_wrong_setting_is_refused_with_its_name_what_it_got_and_what_it_takes() {
    let refused = keyward(["serve"])
        .env("KEYWARD_SESSION_IDLE_SECONDS", "soon")
        .output();
    let refused = refused.expect("it starts");
    assert_eq!(refused.status.code(), Some(2));
    let words = complained(&refused);
    for part in ["session_idle_seconds", "\"soon\"", "from 60 to 86400"] {
        assert!(words.contains(part), "{part} in {words}");
    }
    let refused = ran(["serve", "--listen", "here"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        complained(&refused).contains("--listen"),
        "{}",
        complained(&refused)
    );
    let refused = ran(["serve", "--config", "/nowhere/keyward.toml"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(complained(&refused).contains("/nowhere/keyward.toml"));
}

/// A command in a data folder.
fn at<'a>(folder: &'a Path, arguments: &[&'a str]) -> Output {
    let mut keyward = keyward(arguments);
    keyward.arg("--data-dir").arg(folder);
    keyward.output().expect("it starts")
}

const ADD: [&str; 7] = [
    "school",
    "add",
    "Oak Tree Primary",
    "--address",
    "oak-tree",
    "--support",
    "it@oak-tree.example",
];

#[test]
fn a_school_is_set_up_from_the_command_line() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    assert!(said(&at(folder, &["migrate"])).contains("up to date"));
    let added = at(folder, &ADD);
    assert!(
        said(&added).contains("http://localhost:8080/oak-tree"),
        "{added:?}"
    );
    let again = at(folder, &ADD);
    assert_eq!(again.status.code(), Some(1));
    assert!(
        complained(&again).contains("/oak-tree already"),
        "{again:?}"
    );

    let invite = |group: &'static str| {
        let name = ["user", "invite", "Mary Moss", "mary.moss@oak-tree.example"];
        at(
            folder,
            &[&name[..], &["--school", "oak-tree", "--group", group]].concat(),
        )
    };
    let unknown = invite("Caretakers");
    assert_eq!(unknown.status.code(), Some(1));
    assert!(
        complained(&unknown).contains("Administrator, Deputy DSL, DSL"),
        "{unknown:?}"
    );
    let invited = invite("Administrator");
    assert!(
        said(&invited).contains("/oak-tree/password-link"),
        "{invited:?}"
    );

    let verified = at(folder, &["audit", "verify"]);
    assert_eq!(verified.status.code(), Some(0));
    assert!(
        said(&verified).contains("oak-tree: whole, 2 entries"),
        "{verified:?}"
    );
}

#[test]
fn serve_says_where_the_master_key_is_and_needs_it_ever_after() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("keyward");
    assert!(at(&folder, &ADD).status.success());

    let server = Server::starts("serve", &folder, &[]);
    let lines = server.lines_until(|line| line.starts_with("Database"));
    let port = port(&lines[0]);
    let key = folder.join("master.key");
    let of_key = lines
        .iter()
        .find(|line| line.contains(&*key.to_string_lossy()));
    let of_key = of_key.unwrap_or_else(|| panic!("no master key in {lines:#?}"));
    assert!(of_key.contains("apart from the database"), "{of_key}");
    assert_eq!(get(port, "/oak-tree").0, 200);
    assert_eq!(get(port, "/health").0, 200);
    assert_eq!(
        get(port, "/demo/mailbox").0,
        404,
        "that is the demo's alone"
    );
    assert_eq!(server.ends().code(), Some(0));

    std::fs::remove_file(&key).expect("it was there");
    let refused = at(&folder, &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(1));
    let words = complained(&refused);
    assert!(
        words.contains("missing") && words.contains("Put back the copy"),
        "{words}"
    );
    assert!(!key.exists(), "no other key was made in its place");
}

#[test]
fn every_command_explains_itself_in_plain_words() {
    let commands: [(&[&str], &[&str]); 9] = [
        (
            &[],
            &[
                "serve",
                "school",
                "user",
                "migrate",
                "audit",
                "demo",
                "docs/settings.md",
            ],
        ),
        (
            &["serve"],
            &["browsers", "--listen", "--data-dir", "--config"],
        ),
        (&["school"], &["Add a school"]),
        (&["school", "add"], &["such as hawthorn-park", "--support"]),
        (&["user"], &["Invite somebody"]),
        (
            &["user", "invite"],
            &["e-mail address", "such as Staff or DSL", "--year"],
        ),
        (&["migrate"], &["up to date"]),
        (&["audit", "verify"], &["changed, removed or reordered"]),
        (&["demo"], &["made-up school", "--reset", "afresh"]),
    ];
    for (command, words) in commands {
        let help = ran(command.iter().chain(&["--help"]));
        assert!(help.status.success(), "{command:?}");
        let help = said(&help);
        let plain = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in words {
            assert!(plain.contains(word), "{word} of {command:?} in:\n{help}");
        }
        for foreign in ["WebAuthn", "authenticator", "credential", "daemon"] {
            assert!(
                !help.contains(foreign),
                "{foreign} of {command:?} in:\n{help}"
            );
        }
    }
    let nothing = ran::<&str>([]);
    assert_eq!(nothing.status.code(), Some(2));
}

#[test]
fn whoever_stops_listening_stops_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut migrate = keyward(["migrate", "--data-dir"]);
    let output = migrate.arg(folder.path()).stdout(writer).output();
    let output = output.expect("it starts");
    assert!(output.status.success(), "{output:?}");
    assert!(!complained(&output).contains("fault"), "{output:?}");
}
