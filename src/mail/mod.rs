//! Letters: notices by e-mail, written down in the transaction of what they speak of and sent
//! afterwards by the post room.
//!
//! A letter never holds a child's name or anything that was written about a child. Its body waits
//! sealed, and goes from the database when the letter has gone.

mod delivery;
mod post_room;
mod store;
#[cfg(test)]
mod tests;

pub use delivery::Delivery;
pub use post_room::PostRoom;
pub use store::{Letter, post, post_at, post_first};

use crate::feature::Feature;

/// What mail answers: nothing, it only sends.
pub fn feature() -> Feature {
    Feature::named("mail").statements(store::STATEMENTS)
}
