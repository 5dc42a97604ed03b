//! Who may do what, right by right and group by group.

use super::*;
use crate::ids::GroupId;

fn first(group: &str, is_elevated: bool) -> Access {
    let (_, standard, elevated) = FIRST_GROUPS
        .into_iter()
        .find(|(name, _, _)| *name == group)
        .expect("the first user groups have it");
    let of = |column, rights: &'static [Right]| rights.iter().map(move |r| (column, *r));
    let rights = of(Column::Standard, standard).chain(of(Column::Elevated, elevated));
    Access::new(rights, is_elevated)
}

#[test]
fn every_right_has_a_name_that_finds_it_again() {
    for right in Right::ALL {
        assert_eq!(Right::named(right.name()), Some(right));
    }
    assert_eq!(Right::named("everything"), None);
}

#[test]
fn a_lead_reads_files_only_with_the_key() {
    for lead in ["DSL", "Deputy DSL"] {
        assert_eq!(first(lead, false).files(), Files::None);
        assert_eq!(first(lead, true).files(), Files::Every);
        assert!(!first(lead, false).has(Right::ReadAlerts));
    }
    assert_eq!(first("Pastoral", true).files(), Files::Given);
    assert_eq!(first("Staff", true).files(), Files::None);
}

#[test]
fn an_administrator_never_reads_a_file_and_manages_only_with_the_key() {
    let elevated = first("Administrator", true);
    assert_eq!(elevated.files(), Files::None);
    assert!(elevated.has(Right::ManagePeople));
    assert!(!first("Administrator", false).has(Right::ManagePeople));
    assert!(!elevated.has(Right::ReadAlerts) && !elevated.has(Right::WorkCases));
}

#[test]
fn everybody_logs_a_concern_without_a_key() {
    for (group, ..) in FIRST_GROUPS {
        assert!(first(group, false).has(Right::LogConcerns), "{group}");
    }
}

#[test]
fn what_opens_files_or_the_gate_to_them_never_counts_without_the_key() {
    for right in Right::ALL {
        let given = Access::new([(Column::Standard, right)], false);
        assert_eq!(given.has(right), !right.needs_key(), "{right:?}");
        assert!(given.if_elevated().has(right));
        assert!(!right.opens_files() || right.needs_key(), "{right:?}");
    }
    for (group, standard, _) in FIRST_GROUPS {
        assert!(!standard.iter().any(|right| right.needs_key()), "{group}");
    }
}

fn view(group: &str) -> View {
    let seen = first(group, true);
    View {
        group: GroupId(group.into()),
        name: group.into(),
        year: String::new(),
        rights: Right::ALL
            .into_iter()
            .filter(|right| seen.has(*right))
            .collect(),
    }
}

#[test]
fn whoever_views_as_a_user_group_has_no_right_that_it_or_they_lack() {
    for (own, ..) in FIRST_GROUPS {
        for (group, ..) in FIRST_GROUPS {
            for is_elevated in [true, false] {
                let (mine, theirs) = (first(own, is_elevated), first(group, true));
                let seen = mine.clone().looking_as(view(group));
                for right in Right::ALL {
                    let both = mine.has(right) && theirs.has(right);
                    assert_eq!(seen.has(right), both, "{own} as {group}: {right:?}");
                    assert!(!seen.offers(right));
                    assert_eq!(mine.offers(right), mine.has(right));
                }
                let no_files = mine.files() == Files::None || theirs.files() == Files::None;
                assert_eq!(seen.files() == Files::None, no_files, "{own} as {group}");
            }
        }
    }
}

#[test]
fn every_file_is_open_only_where_a_user_group_without_a_limit_opens_it() {
    let of = |rights: &[(Right, bool)]| {
        let rights = rights
            .iter()
            .map(|(right, limited)| (Column::Elevated, *right, *limited));
        Access::of_groups(rights, true).files()
    };
    let (every, years) = (Right::ReadEveryFile, Right::ReadYearGroupFiles);
    assert_eq!(of(&[(every, false)]), Files::Every);
    assert_eq!(of(&[(every, true)]), Files::Given);
    assert_eq!(of(&[(every, true), (years, false)]), Files::Given);
    assert_eq!(of(&[(every, true), (every, false)]), Files::Every);
    assert_eq!(of(&[(Right::WorkCases, false)]), Files::None);
}

#[test]
fn leading_takes_every_file_and_acting_on_concerns() {
    for (group, leads) in [("DSL", true), ("Deputy DSL", true), ("Pastoral", false)] {
        assert_eq!(
            May::Lead.allows(Some(&first(group, true))),
            leads,
            "{group}"
        );
        assert!(!May::Lead.allows(Some(&first(group, false))));
    }
    let rights = [Right::ReadEveryFile, Right::WorkCases];
    let rights = rights.map(|right| (Column::Elevated, right, true));
    assert!(!May::Lead.allows(Some(&Access::of_groups(rights, true))));
    assert!(!May::Lead.allows(None));
}

#[test]
fn elevation_is_offered_where_it_opens_something() {
    assert!(first("DSL", false).would_grow());
    assert!(!first("DSL", true).would_grow(), "it is on already");
    assert!(!first("Staff", false).would_grow());
}

#[test]
fn while_a_key_is_awaited_only_the_way_to_it_is_open() {
    let waiting = first("DSL", false).awaiting_key();
    assert!(May::Enter.allows(Some(&waiting)) && May::Arrive.allows(Some(&waiting)));
    assert!(!May::BeHere.allows(Some(&waiting)));
    for right in Right::ALL {
        assert!(!waiting.has(right), "{right:?}");
    }
    assert!(waiting.would_grow());
    let shown = waiting.if_elevated();
    assert!(!shown.awaits_key() && shown.has(Right::ReadEveryFile));
}

#[test]
fn routes_ask_for_what_they_say() {
    let staff = first("Staff", false);
    assert!(May::Enter.allows(None));
    for may in [
        May::Arrive,
        May::BeHere,
        May::Have(Right::LogConcerns),
        May::ReadFiles,
    ] {
        assert!(!may.allows(None));
    }
    assert!(May::BeHere.allows(Some(&staff)));
    assert!(May::Have(Right::LogConcerns).allows(Some(&staff)));
    assert!(!May::ReadFiles.allows(Some(&staff)));
    assert!(May::ReadFiles.allows(Some(&first("Pastoral", true))));
    let either = May::HaveAny(&[Right::ManagePeople, Right::VouchForKeys]);
    assert!(!either.allows(None) && !either.allows(Some(&first("DSL", false))));
    assert!(!either.allows(Some(&first("Pastoral", true))));
    for group in ["DSL", "Administrator"] {
        assert!(either.allows(Some(&first(group, true))));
    }
}
