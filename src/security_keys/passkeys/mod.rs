//! Passkeys at the sign-in page: a touch of one on the person's own device, with its PIN, finger or
//! face, stands for the password and the key together.
//!
//! Nobody is signed in there, so a question belongs to no session: it belongs to one school, is
//! known by a random secret of which the database keeps a hash, and is answered once. Who it is, the
//! passkey says; it is believed only where this school has that passkey, linked to that person. This
//! room never begins a session, and what it says tells nobody whether an account is there.

mod ask;
mod judge;
mod questions;

pub(super) use ask::ask;
pub use judge::judge;
pub(super) use questions::STATEMENTS;
