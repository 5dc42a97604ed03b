//! A statement: one named SQL text, written with `$1`, for both databases.
//!
//! The text for SQLite, with `?1`, is made by the compiler. SQLite would otherwise take `$2, $1`
//! in the order in which they appear (sqlite.org/lang_expr.html, section 3 "Parameters").

use std::fmt;

/// One statement, in both dialects. Only [`statements!`](crate::statements) makes one, so that no
/// text typed by a person ever becomes SQL.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Sql {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
    parameters: usize,
}

impl Sql {
    /// What the `statements!` macro calls, and nobody else.
    #[doc(hidden)]
    pub const fn __named(
        name: &'static str,
        sqlite: &'static [u8],
        postgres: &'static str,
        parameters: usize,
    ) -> Sql {
        let Ok(sqlite) = std::str::from_utf8(sqlite) else {
            panic!("a statement's text is UTF-8");
        };
        assert!(
            parameters == parameters_in(postgres),
            "both texts of a statement take the same parameters"
        );
        Sql {
            name,
            sqlite,
            postgres,
            parameters,
        }
    }

    /// The constant's full name, for example `keyward::pupils::store::NEWEST`.
    pub const fn name(self) -> &'static str {
        self.name
    }

    pub(crate) const fn sqlite(self) -> &'static str {
        self.sqlite
    }

    /// The text as it is written, for whoever holds statements against a rule.
    pub const fn postgres(self) -> &'static str {
        self.postgres
    }

    /// The highest `$n` of the text.
    pub(crate) const fn parameters(self) -> usize {
        self.parameters
    }
}

impl fmt::Debug for Sql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Display for Sql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The text with `?n` for each `$n` outside quotes, and the highest n. The length stays.
#[doc(hidden)]
pub const fn sqlite_text<const N: usize>(text: &str) -> ([u8; N], usize) {
    let from = text.as_bytes();
    let mut to = [0; N];
    let (mut at, mut quoted, mut highest) = (0, false, 0);
    while at < N {
        to[at] = from[at];
        if from[at] == b'\'' {
            quoted = !quoted;
        }
        if !quoted && from[at] == b'$' {
            to[at] = b'?';
            let (mut digit, mut number) = (at + 1, 0);
            while digit < N && from[digit].is_ascii_digit() {
                number = number * 10 + (from[digit] - b'0') as usize;
                digit += 1;
            }
            assert!(number > 0, "a parameter is written $1, $2, …");
            if number > highest {
                highest = number;
            }
        }
        at += 1;
    }
    assert!(
        !quoted,
        "a ' stands alone in a statement (in a comment, perhaps)"
    );
    (to, highest)
}

const fn parameters_in(text: &str) -> usize {
    let from = text.as_bytes();
    let (mut at, mut quoted, mut highest, mut number) = (0, false, 0, None);
    while at < from.len() {
        number = match (from[at], number) {
            (b'$', _) if !quoted => Some(0),
            (digit @ b'0'..=b'9', Some(before)) => Some(before * 10 + (digit - b'0') as usize),
            _ => None,
        };
        if from[at] == b'\'' {
            quoted = !quoted;
        }
        if let Some(number) = number
            && number > highest
        {
            highest = number;
        }
        at += 1;
    }
    highest
}

/// Names the statements of one `store.rs`.
///
/// ```
/// mod store {
///     keyward_db::statements! {
///         /// A new pupil.
///         INSERT = "INSERT INTO pupil (id, name) VALUES ($1, $2)";
///         /// Ten pupils, no matter which.
///         SOME = either("SELECT id FROM pupil ORDER BY rowid LIMIT 10",
///                       "SELECT id FROM pupil LIMIT 10");
///     }
/// }
/// ```
///
/// Each becomes `const NAME: Sql`; all of them together are `pub(crate) const STATEMENTS`, which
/// a test prepares on both databases.
#[macro_export]
macro_rules! statements {
    ($(
        $(#[$about:meta])*
        $seen:vis $name:ident = $head:tt $(! $bang:tt)? $(( $($texts:tt)* ))? ;
    )*) => {
        $(
            $(#[$about])*
            $seen const $name: $crate::Sql =
                $crate::__statement!($name; $head $(! $bang)? $(( $($texts)* ))?);
        )*

        /// Every statement named here.
        pub(crate) const STATEMENTS: &[$crate::Sql] = &[$($name),*];
        const _: usize = STATEMENTS.len();
    };
}

/// One value of a `statements!` block.
#[doc(hidden)]
#[macro_export]
macro_rules! __statement {
    ($name:ident; either($sqlite:expr, $postgres:expr $(,)?)) => {{
        const FOR_SQLITE: &str = $sqlite;
        const TEXT: ([u8; FOR_SQLITE.len()], usize) = $crate::macros::sqlite_text(FOR_SQLITE);
        $crate::Sql::__named(
            concat!(module_path!(), "::", stringify!($name)),
            &TEXT.0,
            $postgres,
            TEXT.1,
        )
    }};
    ($name:ident; $both:expr) => {{
        const BOTH: &str = $both;
        $crate::__statement!($name; either(BOTH, BOTH))
    }};
}

#[cfg(test)]
mod tests {
    statements! {
        /// Parameters out of order, twice, and past nine.
        ORDER = "SELECT $2, $1, $10, $2, 'a $3 in quotes', 'it''s $4'";
        TWO = either("SELECT $1", "SELECT $1::bigint");
        JOINED = concat!("SELECT ", "$1");
        NONE = "SELECT 1";
    }

    #[test]
    fn sqlite_gets_question_marks_outside_quotes() {
        assert_eq!(
            ORDER.sqlite(),
            "SELECT ?2, ?1, ?10, ?2, 'a $3 in quotes', 'it''s $4'"
        );
        assert_eq!(
            ORDER.postgres(),
            "SELECT $2, $1, $10, $2, 'a $3 in quotes', 'it''s $4'"
        );
        assert_eq!(JOINED.sqlite(), "SELECT ?1");
        assert_eq!(
            (TWO.sqlite(), TWO.postgres()),
            ("SELECT ?1", "SELECT $1::bigint")
        );
    }

    #[test]
    fn the_highest_parameter_is_known() {
        let highest: Vec<usize> = STATEMENTS.iter().map(|sql| sql.parameters()).collect();
        assert_eq!(highest, [10, 1, 1, 0]);
    }

    #[test]
    fn a_statement_is_shown_by_its_name() {
        assert_eq!(
            format!("{ORDER} {TWO:?}"),
            "keyward_db::sql::tests::ORDER keyward_db::sql::tests::TWO"
        );
    }
}
