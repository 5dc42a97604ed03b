//! What the database counts as a key is what the policy does.

use keyward_db::params;

use crate::audit::Entry;
use crate::key_policy::{Family, Kind, Policy, holds_a_key_that_counts, write};
use crate::testing::{School, on_both_databases};

on_both_databases! {
    the_database_counts_the_keys_that_the_policy_counts
}

keyward_db::statements! {
    /// Whether somebody holds a key that counts.
    HOLDS = concat!("SELECT 1 FROM person WHERE person.id = $1 AND ",
                    holds_a_key_that_counts!("person.id"));
    /// Another kind of key altogether.
    BECOMES = "UPDATE security_key SET kind = $2, synced = $3, key_model_id = $4
               WHERE person_id = $1";
    /// A model that the school approves, or no longer.
    MODEL = "INSERT INTO key_model (id, school_id, name, model, root_pem, added_at, removed_at)
             SELECT $1, id, $1, '', '', 1, $2 FROM school";
}

/// Policies of every sort.
fn policies() -> Vec<Policy> {
    let some: [&[Family]; 3] = [
        &Family::ALL,
        &[Family::U2fKeys, Family::SoftKeys],
        &[Family::Passkeys, Family::UsbKeys],
    ];
    let mut policies = Vec::new();
    for families in some {
        for bits in 0..8 {
            policies.push(Policy {
                families: families.iter().copied().collect(),
                synced_passkeys: bits & 1 > 0,
                pin: bits & 2 > 0,
                approved_models: bits & 4 > 0,
                ..Policy::default()
            });
        }
    }
    policies
}

/// Keys of every sort: what each is, whether a cloud account copies it, and its model.
fn keys() -> Vec<(Kind, bool, Option<&'static str>)> {
    let mut keys = Vec::new();
    for kind in [
        Kind::U2f,
        Kind::Passkey,
        Kind::SoftKey,
        Kind::YubicoOtp,
        Kind::OathHotp,
    ] {
        for synced in [false, true] {
            for model in [None, Some("approved"), Some("removed")] {
                keys.push((kind, synced, model));
            }
        }
    }
    keys
}

async fn the_database_counts_the_keys_that_the_policy_counts(school: School) {
    // Dee is in a second user group, which has said nothing of keys.
    school.puts_into("deputy", "DSL").await;
    let group = school.group("DSL").await;
    let mut people = Vec::new();
    for address in ["dsl", "deputy"] {
        school.gives_key(address, Kind::U2f).await;
        people.push(school.person(address).await);
    }
    let counted = school.writes(move |tx| {
        tx.execute(MODEL, &params!["approved", None::<i64>])?;
        tx.execute(MODEL, &params!["removed", Some(2_i64)])?;
        let mut counted = [0, 0];
        for policy in policies() {
            write(tx, &group, &policy)?;
            for (kind, synced, model) in keys() {
                for person in &people {
                    tx.execute(BECOMES, &params![person, kind.name(), synced, model])?;
                    let holds = tx.one(HOLDS, &params![person], |row| row.get::<i64>(0))?;
                    let counts = tx.keys_that_elevate(person)? > 0;
                    let case = format!("{kind:?} {synced} {model:?} {policy:?} {person}");
                    assert_eq!(holds.is_some(), counts, "{case}");
                    counted[usize::from(counts)] += 1;
                }
            }
        }
        tx.entry(Entry::of("test", "group", &group.0))?;
        Ok(counted)
    });
    let [none, some] = counted.await;
    assert!(none > 100 && some > 100, "{none} {some}");
}
