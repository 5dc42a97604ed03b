//! Values on their way to and from PostgreSQL.

use std::error::Error as StdError;

use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, Kind, ToSql, Type, to_sql_checked};

use crate::Value;
use crate::column::{Column, Columns};

type Unfit = Box<dyn StdError + Sync + Send>;

/// The type beneath a domain such as `blob`.
fn plain(ty: &Type) -> &Type {
    match ty.kind() {
        Kind::Domain(inner) => plain(inner),
        _ => ty,
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Unfit> {
        let plain = plain(ty);
        match (self, plain) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Integer(number), &Type::INT8) => number.to_sql(plain, out),
            (Value::Integer(number), &Type::INT4) => i32::try_from(*number)
                .map_err(|_| "too large a number")?
                .to_sql(plain, out),
            (Value::Integer(number @ (0 | 1)), &Type::BOOL) => (*number == 1).to_sql(plain, out),
            (Value::Text(text), &Type::TEXT | &Type::VARCHAR | &Type::NAME) => {
                text.to_sql(plain, out)
            }
            (Value::Blob(bytes), &Type::BYTEA) => bytes.to_sql(plain, out),
            (other, _) => Err(format!("{} for a parameter of type {ty}", other.kind()).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Column<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Column<'a>, Unfit> {
        match plain(ty) {
            &Type::INT8 => i64::from_sql(ty, raw).map(Column::Integer),
            &Type::INT4 => i32::from_sql(ty, raw).map(|number| Column::Integer(number.into())),
            &Type::BOOL => bool::from_sql(ty, raw).map(|truth| Column::Integer(truth.into())),
            &Type::TEXT | &Type::VARCHAR | &Type::NAME | &Type::UNKNOWN => {
                <&str>::from_sql(ty, raw).map(Column::Text)
            }
            &Type::BYTEA => Ok(Column::Blob(raw)),
            other => Err(format!("is of type {other}: CAST it to BIGINT, TEXT or blob").into()),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Column<'a>, Unfit> {
        Ok(Column::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl Columns for postgres::Row {
    fn column(&self, index: usize) -> Result<Column<'_>, String> {
        if index >= self.len() {
            return Err("there is no such column".into());
        }
        self.try_get(index)
            .map_err(|error| match error.into_source() {
                Some(why) => why.to_string(),
                None => "cannot be read".into(),
            })
    }
}
