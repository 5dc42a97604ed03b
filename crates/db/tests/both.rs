//! What holds on both databases, one story a test.

mod both {
    pub mod bench;
    mod failures;
    mod migrations;
    mod postgres;
    mod sqlite;
    mod together;
    mod values;
}
