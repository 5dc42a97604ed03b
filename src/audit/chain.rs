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

#[cfg(test)]
mod tests {
    use super::*;

    /// Made with Python's `hmac` and `hashlib` from the definitions above.
    const BEGINNING: &str = "4a78e39b0a0aa76e19f4c17816c6a744fb0142c6a00195d94c39ba789a05956d";
    const FIRST: &str = "7aba57d9a55a7a8f6a8e200463aec0e0042883fb4cac60e865e1c91783ddffdb";
    const SECOND: &str = "0b2956772c6206ca9059e150af05b991ec1dcc3ac8d98b7fceec4487939a38ba";
    const END: &str = "38da9543b2fcc8597492286fde96cfd15823cab489946b2ef5a57c7c83f1cb25";

    fn key() -> SchoolKey {
        let mut bytes = [0; 32];
        for (value, byte) in (0..).zip(&mut bytes) {
            *byte = value;
        }
        SchoolKey::of_bytes(bytes)
    }

    fn second() -> Recorded {
        Recorded {
            number: 2,
            at: 1_795_000_001_000_000,
            actor_id: Some("a person".into()),
            actor_name: "Amira Khan".into(),
            act: "concern opened".into(),
            subject_kind: "concern".into(),
            subject_id: "a concern".into(),
            detail: "pupils: 2".into(),
            elevated: true,
        }
    }

    #[test]
    fn the_chain_is_as_it_was_when_schools_began_to_rely_on_it() {
        let first = Recorded {
            number: 1,
            at: 1_795_000_000_000_000,
            actor_id: None,
            actor_name: "the command line".into(),
            act: "school added".into(),
            subject_kind: "school".into(),
            subject_id: "a school".into(),
            detail: String::new(),
            elevated: false,
        };
        assert_eq!(beginning(&key(), "a school"), BEGINNING);
        assert_eq!(link(&key(), BEGINNING, &first), FIRST);
        assert_eq!(link(&key(), FIRST, &second()), SECOND);
        assert_eq!(end(&key(), 2, SECOND), END);
    }

    #[test]
    fn every_field_counts() {
        let same = |change: fn(&mut Recorded)| {
            let mut entry = second();
            change(&mut entry);
            link(&key(), FIRST, &entry) == SECOND
        };
        assert!(same(|_| {}));
        assert!(!same(|entry| entry.number = 3));
        assert!(!same(|entry| entry.at += 1));
        assert!(!same(|entry| entry.actor_id = None));
        assert!(!same(|entry| entry.actor_name.push('.')));
        assert!(!same(|entry| entry.act.push('.')));
        assert!(!same(|entry| entry.subject_kind.push('.')));
        assert!(!same(|entry| entry.subject_id.push('.')));
        assert!(!same(|entry| entry.detail.push('.')));
        assert!(!same(|entry| entry.elevated = false));
        assert_ne!(link(&SchoolKey::generate(), FIRST, &second()), SECOND);
        assert_ne!(link(&key(), BEGINNING, &second()), SECOND);
    }
}
