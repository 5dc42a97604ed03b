//! `keyward demo`: a school to try.

use std::net::TcpStream;

use crate::program::{at, complained, keyward, ran, said};
use crate::server::{Server, get, port, post};

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
