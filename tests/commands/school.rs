//! A school of one's own: set up from the command line, then served.

use crate::program::{at, complained, said};
use crate::server::{Server, get, port};

/// Adds a school.
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
