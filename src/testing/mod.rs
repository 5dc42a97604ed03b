//! What the tests play with: a school of their own on either database, visitors who come to it,
//! and a security key made of software. None of it is in the program that schools run.

mod asked;
pub mod certificate;
mod children;
mod house;
mod in_hand;
pub mod school;
pub mod software_key;
pub mod visitor;
pub mod with_code;
mod with_key;
pub mod with_passkey;

pub use school::School;
pub use visitor::{Page, Visitor};

/// Makes each story a test on SQLite and a test on PostgreSQL. A story is an
/// `async fn name(school: School)`.
macro_rules! on_both_databases {
    ($($story:ident)+) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $story() {
                let kind = keyward_db::testing::Kind::Sqlite;
                super::$story($crate::testing::School::opens_on(kind).await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $story() {
                let kind = keyward_db::testing::Kind::Postgres;
                super::$story($crate::testing::School::opens_on(kind).await).await;
            })+
        }
    };
}
pub(crate) use on_both_databases;
