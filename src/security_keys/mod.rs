//! Security keys: the small devices that staff carry and touch.
//!
//! A person links their own key to their account once. From then on a touch of that key answers a
//! question which Keyward asked a moment before, and nobody who lacks the key can give the answer.
//! This room asks the questions and judges the answers. It is the only one that knows how a key
//! speaks; everybody else hears [`NewKey`], [`Touch`] or a [`Refusal`] with words for the person.
//!
//! It never keeps a question: whoever asks stores the state, and takes it out of the store before
//! the answer is judged, so that one question has one answer. It never writes what a key said to a
//! log, and it never lets a person in by itself.

mod answer;
mod assertion;
mod key;
mod library;
mod refusal;
mod registration;
mod strict_json;
mod transports;
mod verifier;

#[cfg(test)]
mod tests;

pub use assertion::Touch;
pub use key::{CredentialId, NewKey, PersonHandle, StoredKey};
pub use refusal::Refusal;
pub use registration::Registrant;
pub use transports::Transport;
pub use verifier::{Begun, CEREMONY_SECONDS_MAX, PinPolicy, SettingRefused, Verifier};
