//! How entries hold together: each link is a keyed hash over the link before and the entry.

use keyward_seal::SchoolKey;

/// What is hashed of an entry, field by field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its place in the school's log, from 1.
    pub number: i64,
    /// Microseconds since the epoch.
    pub at: i64,
    /// Who, if a person.
    pub actor_id: Option<String>,
    /// Who, by the name of the time.
    pub actor_name: String,
    /// What was done.
    pub act: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// To which one.
    pub subject_id: String,
    /// What stands beside it.
    pub detail: String,
    /// Whether it was done with elevated access.
    pub elevated: bool,
}

/// The link of this entry: HMAC-SHA-256 (RFC 2104) under the school's key over the link before
/// and every field, each behind its length, as 64 hexadecimal digits.
pub fn link(key: &SchoolKey, before: &str, entry: &Recorded) -> String {
    let (number, at) = (entry.number.to_string(), entry.at.to_string());
    let actor = entry.actor_id.as_deref().unwrap_or("-");
    let fields = [
        before,
        &number,
        &at,
        actor,
        &entry.actor_name,
        &entry.act,
        &entry.subject_kind,
        &entry.subject_id,
        &entry.detail,
        if entry.elevated {
            "elevated"
        } else {
            "standard"
        },
    ];
    data_encoding::HEXLOWER.encode(&key.tag("keyward audit entry 1", &fields))
}

/// The link of an empty log.
pub fn beginning(key: &SchoolKey, school: &str) -> String {
    data_encoding::HEXLOWER.encode(&key.tag("keyward audit beginning 1", &[school]))
}

/// The seal over a log's end, so that a log cut short shows as well.
pub fn end(key: &SchoolKey, entries: i64, last: &str) -> String {
    let entries = entries.to_string();
    data_encoding::HEXLOWER.encode(&key.tag("keyward audit end 1", &[&entries, last]))
}
