//! Settings as they are said, and as they are refused.

use std::path::Path;

use super::table::{SETTINGS, Setting};
use super::*;

fn variables(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::read(
        None,
        pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())),
        &[],
    )
}

#[test]
fn without_a_word_everything_stays_on_this_machine() {
    let config = variables(&[("HOME", "/root")]).unwrap();
    assert_eq!(config.origin().as_str(), "http://localhost:8080");
    assert_eq!(
        config.database,
        Database::File("var/keyward/keyward.db".into())
    );
    assert!(!config.is_https());
    let moved = config.listening_at("127.0.0.1:4321".parse().unwrap());
    assert_eq!(moved.origin().as_str(), "http://localhost:4321");
}

#[test]
fn the_command_line_goes_before_variables_and_variables_before_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keyward.toml");
    let text = "listen = \"127.0.0.1:1\"\nlog = \"warn\"\ntrusted_proxies = [\"::1\"]\n\
                session_idle_seconds = 90\n";
    std::fs::write(&file, text).unwrap();
    let variables = [("KEYWARD_LISTEN".to_owned(), "127.0.0.1:2".to_owned())];
    let said = |line: &[_]| Config::read(Some(&file), variables.clone(), line).unwrap();
    assert_eq!(said(&[]).listen.port(), 2);
    let config = said(&[("listen", "127.0.0.1:3".into())]);
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.log, "warn");
    assert_eq!(config.limits.session_idle_seconds, 90);
    assert_eq!(config.trusted_proxies.0.len(), 1);
}

#[test]
fn a_wrong_setting_is_named_with_what_it_got_and_what_it_takes() {
    for (name, value) in [
        ("listen", "8080"),
        ("base_url", "http://keyward.example"),
        ("base_url", "https://keyward.example/path"),
        ("trusted_proxies", "proxy"),
        ("session_idle_seconds", "soon"),
        ("elevation_idle_seconds", "0"),
        ("mail_from", "nobody"),
        ("log", "loud"),
    ] {
        let variable = format!("KEYWARD_{}", name.to_uppercase());
        let error = variables(&[(&variable, value)]).unwrap_err().to_string();
        assert!(error.contains(&format!("setting {name} ")), "{error}");
        assert!(
            error.contains(&variable) && error.contains("takes"),
            "{error}"
        );
        assert!(error.contains(&format!("{value:?}")), "{error}");
    }
}

#[test]
fn a_password_in_a_wrong_setting_does_not_show() {
    let error = variables(&[("KEYWARD_DATABASE", "mysql://u:hunter2@h/d")]).unwrap_err();
    assert!(!error.to_string().contains("hunter2"), "{error}");
    let config = variables(&[("KEYWARD_DATABASE", "postgres://u:hunter2@h/d")]).unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
    let server = ("KEYWARD_MAIL_SERVER", "smtps://u:hunter2@h");
    let config = variables(&[server]).unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn the_demo_listens_here_alone_and_never_opens_a_real_schools_database() {
    let demo = |pairs: &[(&str, &str)]| {
        let variables = pairs.iter().map(|(k, v)| ((*k).into(), (*v).into()));
        Config::read_for_demo(None, variables, &[("data_dir", "var/demo".into())])
    };
    let config = demo(&[
        ("KEYWARD_DATABASE", "postgres://keyward@db/keyward"),
        ("KEYWARD_MASTER_KEY_FILE", "/etc/keyward/master.key"),
        ("KEYWARD_MAIL_SERVER", "smtp://mail:25"),
        ("KEYWARD_BASE_URL", "https://keyward.example"),
    ])
    .unwrap();
    assert!(config.demo);
    assert_eq!(
        config.database,
        Database::File("var/demo/keyward.db".into())
    );
    assert_eq!(
        config.mail_server,
        MailServer::Files("var/demo/mailbox".into())
    );
    assert_eq!(config.master_key_file, Path::new("var/demo/master.key"));
    assert_eq!(config.origin().as_str(), "http://localhost:8080");
    for address in ["0.0.0.0:8080", "[::]:8080", "192.168.1.2:80"] {
        let error = demo(&[("KEYWARD_LISTEN", address)])
            .unwrap_err()
            .to_string();
        assert!(error.contains("this machine alone"), "{error}");
    }
    assert!(!variables(&[]).unwrap().demo);
    assert!(variables(&[("KEYWARD_DEMO", "true")]).is_err());
}

#[test]
fn the_documentation_describes_every_setting() {
    let documentation = include_str!("../../docs/settings.md");
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sections: Vec<&str> = documentation.split("\n### ").skip(1).collect();
    for Setting {
        name,
        takes,
        otherwise,
    } in SETTINGS
    {
        let begins = format!("`{name}`\n");
        let section = sections.iter().find(|section| section.starts_with(&begins));
        let section = plain(section.unwrap_or_else(|| panic!("{name} is not described")));
        let said = format!("Takes {takes}. Otherwise {otherwise}.");
        assert!(section.contains(&said), "{said} in {section}");
    }
    assert_eq!(sections.len(), SETTINGS.len());
}

#[test]
fn a_setting_that_does_not_exist_is_refused() {
    let error = variables(&[("KEYWARD_LISTNE", "127.0.0.1:1")])
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("listne") && error.contains("listen"),
        "{error}"
    );
}

#[test]
fn a_server_that_others_reach_must_know_its_name() {
    let error = variables(&[("KEYWARD_LISTEN", "0.0.0.0:8080")])
        .unwrap_err()
        .to_string();
    assert!(error.contains("base_url is missing"), "{error}");
}
