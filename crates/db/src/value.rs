//! What goes into a statement: a whole number, a text, bytes, or nothing.

use std::fmt;

/// One parameter. Booleans are 0 and 1, moments are microseconds, IDs are text.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Value {
    /// Nothing known.
    #[default]
    Null,
    /// A whole number: `BIGINT`.
    Integer(i64),
    /// A text: `TEXT`. It may not hold the character U+0000, which PostgreSQL cannot store.
    Text(String),
    /// Bytes: `blob`.
    Blob(Vec<u8>),
}

impl Value {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Integer(_) => "a number",
            Value::Text(_) => "a text",
            Value::Blob(_) => "bytes",
        }
    }
}

/// Says what kind of value it is, never the value itself: that may be about a child.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}

macro_rules! from {
    ($($from:ty => |$value:ident| $to:expr),+ $(,)?) => {
        $(impl From<$from> for Value {
            fn from($value: $from) -> Value {
                $to
            }
        })+
    };
}

from! {
    i64 => |value| Value::Integer(value),
    i32 => |value| Value::Integer(value.into()),
    u32 => |value| Value::Integer(value.into()),
    u16 => |value| Value::Integer(value.into()),
    u8 => |value| Value::Integer(value.into()),
    bool => |value| Value::Integer(value.into()),
    &str => |value| Value::Text(value.to_owned()),
    String => |value| Value::Text(value),
    &String => |value| Value::Text(value.clone()),
    Vec<u8> => |value| Value::Blob(value),
    &Vec<u8> => |value| Value::Blob(value.clone()),
    &[u8] => |value| Value::Blob(value.to_vec()),
    &Value => |value| value.clone(),
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(value: [u8; N]) -> Value {
        Value::Blob(value.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(value: &[u8; N]) -> Value {
        Value::Blob(value.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// The parameters of a statement, `$1` first: `params![id, name, now]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        [$($crate::Value::from($value)),*]
    };
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn each_kind_of_value_becomes_a_parameter() {
        let name = String::from("Ada");
        let made = params![
            7i64,
            8i32,
            9u32,
            true,
            "Ada",
            &name,
            name.clone(),
            vec![1u8],
            &[2u8],
            None::<i64>,
            Some("x")
        ];
        let text = || Value::Text("Ada".into());
        let expected = [
            Value::Integer(7),
            Value::Integer(8),
            Value::Integer(9),
            Value::Integer(1),
            text(),
            text(),
            text(),
            Value::Blob(vec![1]),
            Value::Blob(vec![2]),
            Value::Null,
            Value::Text("x".into()),
        ];
        assert!(made == expected);
    }

    #[test]
    fn a_value_never_shows_itself() {
        let shown = format!("{:?}", params![42i64, "secret", b"secret", None::<i64>]);
        assert_eq!(shown, "[a number, a text, bytes, nothing]");
    }
}
