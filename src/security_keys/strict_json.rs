//! JSON in which no field may appear twice.
//!
//! Two readers of one text must not see two things. Where a field stands twice, some readers take
//! the first and some the last (RFC 8259, section 4), so Keyward takes neither.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// What `text` holds, or `None` where it is no JSON, is nested too deeply or holds a field twice.
pub(super) fn read(text: &[u8]) -> Option<Value> {
    serde_json::from_slice::<Strict>(text)
        .ok()
        .map(|Strict(value)| value)
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Strict, D::Error> {
        deserializer.deserialize_any(Reader).map(Strict)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON in which no field appears twice")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut read = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            read.push(item);
        }
        Ok(Value::Array(read))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut read = Map::new();
        while let Some((name, Strict(value))) = fields.next_entry::<String, Strict>()? {
            if read.insert(name, value).is_some() {
                return Err(A::Error::custom("a field appears twice"));
            }
        }
        Ok(Value::Object(read))
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::json;

    #[test]
    fn reads_what_json_can_say() {
        let text = br#"{"a":[1,-2,0.5,"b",null,true],"c":{"d":{}}}"#;
        assert_eq!(
            read(text),
            Some(json!({"a": [1, -2, 0.5, "b", null, true], "c": {"d": {}}}))
        );
    }

    #[test]
    fn refuses_a_field_that_stands_twice_at_any_depth() {
        assert_eq!(read(br#"{"a":1,"a":1}"#), None);
        assert_eq!(read(br#"{"a":[{"b":1,"b":2}]}"#), None);
        assert_eq!(
            read(br#"{"a":1,"\u0061":2}"#),
            None,
            "the same name, written otherwise"
        );
    }

    #[test]
    fn refuses_what_is_left_over_and_what_has_no_bottom() {
        assert_eq!(read(b"{} {}"), None);
        assert_eq!(read(&b"[".repeat(100_000)), None);
        assert_eq!(read(b""), None);
    }
}
