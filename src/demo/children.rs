//! What Hawthorn Park knew of some children when it began, from `children.toml` beside this file:
//! flags, the people around them, and who are brothers and sisters.

use std::collections::BTreeMap;

use keyward_moment::Moment;
use keyward_web::Problem;
use serde::Deserialize;

use super::house::House;
use super::register::Register;
use crate::ids::PupilId;
use crate::{contacts, family, flags};

const CHILDREN: &str = include_str!("children.toml");
/// Who wrote it all down.
const LEAD: &str = "helen.okafor";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    told: Vec<Told>,
}

/// One thing that was known: on whose file it stands, and the fields of its form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    pupil: String,
    kind: Kind,
    fields: BTreeMap<String, String>,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Flag,
    Contact,
    Family,
}

/// The lead writes it all down at this moment.
pub(super) async fn are_known(
    house: &House<'_>,
    register: &Register,
    at: Moment,
) -> Result<(), Problem> {
    for Told {
        pupil,
        kind,
        fields,
    } in known()?
    {
        let pupil = only(register, &pupil)?;
        let fields = as_typed(fields, register, at)?;
        let tells = house.lets(LEAD, at, move |tx| {
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            match kind {
                Kind::Flag => flags::add_told(tx, &pupil, &fields),
                Kind::Contact => contacts::add_told(tx, &pupil, &fields),
                Kind::Family => family::link_told(tx, &pupil, &fields),
            }
        });
        tells.await?;
    }
    Ok(())
}

fn known() -> Result<Vec<Told>, Problem> {
    let known: Known = toml::from_str(CHILDREN).map_err(Problem::bug)?;
    Ok(known.told)
}

fn only(register: &Register, name: &str) -> Result<PupilId, Problem> {
    let only = register.only(name).cloned();
    only.ok_or_else(|| Problem::bug(format_args!("the demo's own data: which {name}?")))
}

/// The fields as a form would send them: a day as a date, a child by their identifier.
fn as_typed(
    fields: BTreeMap<String, String>,
    register: &Register,
    at: Moment,
) -> Result<Vec<(String, String)>, Problem> {
    let typed = |(name, value): (String, String)| {
        let value = match name.as_str() {
            "began" => {
                let days: i64 = value.parse().map_err(Problem::bug)?;
                at.plus_seconds(-days * 86_400).london().date().to_string()
            }
            "relative" => only(register, &value)?.0,
            _ => value,
        };
        Ok((name, value))
    };
    fields.into_iter().map(typed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_some_of_each() {
        let known = known().unwrap();
        for kind in [Kind::Flag, Kind::Contact, Kind::Family] {
            let some = known.iter().filter(|told| told.kind == kind);
            assert!(some.count() >= 2, "{kind:?}");
        }
    }
}
