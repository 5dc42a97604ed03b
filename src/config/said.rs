//! What was said of the settings: in the file, in variables over it, on the command line over both.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;

use super::ConfigError;
use super::table::{NO_SETTINGS, SETTINGS};

/// What was said of each setting that was named: the value, and where it stands.
#[derive(Default)]
pub(super) struct Said(BTreeMap<&'static str, (String, String)>);

impl Said {
    /// Everything that was said, the last word last.
    pub(super) fn all(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
        command_line: &[(&'static str, String)],
    ) -> Result<Self, ConfigError> {
        let mut said = Self::default();
        if let Some(path) = file {
            said.file(path)?;
        }
        for (variable, value) in variables {
            let Some(name) = variable.strip_prefix("KEYWARD_") else {
                continue;
            };
            if !NO_SETTINGS.contains(&variable.as_str()) {
                let place = format!("variable {variable}");
                said.add(&name.to_ascii_lowercase(), value, place)?;
            }
        }
        for (name, value) in command_line {
            said.add(
                name,
                value.clone(),
                format!("option --{}", name.replace('_', "-")),
            )?;
        }
        Ok(said)
    }

    /// Leaves what the demo goes by; see [`super::Config::read_for_demo`].
    pub(super) fn keep_to_the_demo(&mut self) -> Result<(), ConfigError> {
        let here_alone = |text: &str| {
            let address: SocketAddr = text.trim().parse().ok()?;
            address.ip().is_loopback().then_some(())
        };
        if let Some((got, place)) = self.0.get("listen")
            && here_alone(got).is_none()
        {
            return Err(ConfigError::Wrong {
                name: "listen",
                place: place.clone(),
                got: got.clone(),
                takes: "an address of this machine alone in the demo, such as 127.0.0.1:8080, \
                        because anybody who reaches the demo can read its letters",
            });
        }
        for name in ["base_url", "database", "master_key_file", "mail_server"] {
            self.0.remove(name);
        }
        // The table of people is not to be pushed off the screen.
        let quiet = || ("warn".to_owned(), "the demo".to_owned());
        self.0.entry("log").or_insert_with(quiet);
        Ok(())
    }

    fn file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| ConfigError::Unreadable(path.into(), error.to_string()))?;
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            ConfigError::NotToml(path.into(), error.message().to_owned())
        })?;
        for (name, value) in table {
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Array(values) => {
                    let texts = values
                        .iter()
                        .map(|v| v.as_str().map_or(v.to_string(), str::to_owned));
                    texts.collect::<Vec<_>>().join(",")
                }
                other => other.to_string(),
            };
            self.add(&name, value, path.display().to_string())?;
        }
        Ok(())
    }

    fn add(&mut self, name: &str, value: String, place: String) -> Result<(), ConfigError> {
        match SETTINGS.iter().find(|setting| setting.name == name) {
            Some(setting) => {
                self.0.insert(setting.name, (value, place));
                Ok(())
            }
            None => Err(ConfigError::Unknown {
                name: name.to_owned(),
                place,
                known: SETTINGS.map(|setting| setting.name).join(", "),
            }),
        }
    }

    /// The setting read by `read`, or what it is otherwise.
    pub(super) fn get<T>(
        &self,
        name: &'static str,
        otherwise: T,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        let Some((value, place)) = self.0.get(name) else {
            return Ok(otherwise);
        };
        read(value.trim()).ok_or_else(|| ConfigError::Wrong {
            name,
            place: place.clone(),
            // These two may hold a password.
            got: if matches!(name, "database" | "mail_server") {
                "something else".into()
            } else {
                value.clone()
            },
            takes: SETTINGS
                .iter()
                .find(|s| s.name == name)
                .map_or("", |s| s.takes),
        })
    }

    /// A whole number within bounds, of things that are counted.
    pub(super) fn count(
        &self,
        name: &'static str,
        otherwise: usize,
        from: usize,
        to: usize,
    ) -> Result<usize, ConfigError> {
        self.get(name, otherwise, |text| {
            text.parse()
                .ok()
                .filter(|number| (from..=to).contains(number))
        })
    }

    /// A whole number within bounds.
    pub(super) fn number(
        &self,
        name: &'static str,
        otherwise: i64,
        from: i64,
        to: i64,
    ) -> Result<i64, ConfigError> {
        self.get(name, otherwise, |text| {
            text.parse()
                .ok()
                .filter(|number| (from..=to).contains(number))
        })
    }
}
