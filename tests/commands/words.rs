//! What every command says of itself, of settings that are wrong, and to nobody.

use crate::program::{complained, keyward, ran, said};

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
