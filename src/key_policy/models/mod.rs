//! The models of key that a school approves, each with the root certificate that vouches for it.

mod store;

pub(super) use store::{STATEMENTS, any};
