//! Soft keys: authenticator apps that show a new code every thirty seconds.
//!
//! A person sets up as many as they have devices. A code works once, ever, on every server: of each
//! soft key the last half minute that was used is kept, and only later ones count. What the codes
//! come from is sealed, and this room never shows it again once a code has confirmed it.

mod take;
#[cfg(test)]
mod tests;

pub use take::take;
