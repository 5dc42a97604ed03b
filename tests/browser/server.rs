//! A demo school for a journey of its own: the built program, started as `make demo` starts it.

use std::path::Path;

use crate::failure::Outcome;
use crate::keeper::Kept;

/// One line of the table of people that `keyward demo` prints.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Person {
    /// What they sign in with.
    pub email: String,
    /// Their password in the demo.
    pub password: String,
    /// Their user group's name.
    pub group: String,
}

impl Person {
    /// Reads a line of the table, whose columns are two spaces or more apart.
    fn read(line: &str) -> Option<Self> {
        let mut columns = line
            .split("  ")
            .map(str::trim)
            .filter(|column| !column.is_empty());
        let (email, password, group) = (columns.next()?, columns.next()?, columns.next()?);
        let read = || Self {
            email: email.into(),
            password: password.into(),
            group: group.into(),
        };
        (email.contains('@') && columns.next().is_none()).then(read)
    }
}

/// A running demo school; dropping it stops the program and removes its data.
pub struct Demo {
    /// `http://localhost:PORT`.
    pub origin: String,
    /// The school's sign-in page.
    pub sign_in: String,
    /// Everybody in the table.
    pub people: Vec<Person>,
    program: Kept,
}

impl Demo {
    /// Opens a new demo school.
    pub fn opens() -> Outcome<Self> {
        Self::opens_with(&[])
    }

    /// Opens a new demo school with settings from the environment.
    pub fn opens_with(settings: &[(&str, &str)]) -> Outcome<Self> {
        let program = Kept::start(
            Path::new(env!("CARGO_BIN_EXE_keyward")),
            |home| {
                let data = home.join("data").into_os_string();
                vec![
                    "demo".into(),
                    "--listen".into(),
                    "127.0.0.1:0".into(),
                    "--data-dir".into(),
                    data,
                ]
            },
            settings,
        )?;
        let mut address = None;
        let mut people = Vec::new();
        // The address stands above the table, and the table ends at the first line without a person.
        program.hears(|line| {
            if address.is_none() {
                address = sign_in_address(line);
            }
            let person = Person::read(line);
            let ended = person.is_none() && !people.is_empty();
            people.extend(person);
            ended.then_some(())
        })?;
        let sign_in: String = address.ok_or("the demo did not print its sign-in address")?;
        let origin = sign_in.trim_end_matches("/hawthorn-park").to_owned();
        Ok(Self {
            origin,
            sign_in,
            people,
            program,
        })
    }

    /// The first person of a user group.
    pub fn one_of(&self, group: &str) -> Outcome<Person> {
        let person = self.people.iter().find(|person| person.group == group);
        Ok(person
            .ok_or_else(|| format!("nobody in the table is {group}"))?
            .clone())
    }

    /// What the server wrote in its log.
    pub fn log(&self) -> String {
        self.program.log()
    }
}

fn sign_in_address(line: &str) -> Option<String> {
    let from = line.find("http://localhost:")?;
    let address = line[from..].split_whitespace().next()?;
    address
        .ends_with("/hawthorn-park")
        .then(|| address.to_owned())
}
