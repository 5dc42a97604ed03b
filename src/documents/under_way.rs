//! Uploads that are under way: so few at once that nobody makes the school wait with large files.
//!
//! A file is held in memory until it is sealed, and sealing takes a processor's time. So one person
//! sends two at once at most, the school eight, and two are sealed at a time; whoever comes later
//! within that waits their turn, and beyond it is asked to send the file again.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;
use keyward_web::Problem;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::ids::PersonId;

/// How many uploads of one person are under way at most.
const OF_ONE_PERSON_MAX: usize = 2;
/// How many of everybody together.
const TOGETHER_MAX: usize = 8;
/// How many are sealed at a time.
const SEALED_AT_ONCE_MAX: usize = 2;

/// What is said to somebody for whom there is no room just now.
pub(super) const BUSY: &str = "Other files are still being sent, so nothing was taken of this. Wait \
                               until they are there, then send it again: what you wrote and what is \
                               attached already is kept";

/// The uploads of one server.
#[derive(Debug)]
pub struct Uploads {
    of_person: Mutex<BTreeMap<PersonId, usize>>,
    hands: Semaphore,
}

impl Default for Uploads {
    fn default() -> Self {
        Self {
            of_person: Mutex::default(),
            hands: Semaphore::new(SEALED_AT_ONCE_MAX),
        }
    }
}

/// One upload, for as long as it is held.
#[derive(Debug)]
pub struct UnderWay<'a> {
    uploads: &'a Uploads,
    person: PersonId,
}

impl Uploads {
    /// An upload of this person; nothing, while too many are under way.
    pub fn begin(&self, person: &PersonId) -> Option<UnderWay<'_>> {
        let mut of_person = self
            .of_person
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let together: usize = of_person.values().sum();
        let theirs = of_person.entry(person.clone()).or_default();
        if *theirs >= OF_ONE_PERSON_MAX || together >= TOGETHER_MAX {
            if *theirs == 0 {
                of_person.remove(person);
            }
            return None;
        }
        *theirs += 1;
        Some(UnderWay {
            uploads: self,
            person: person.clone(),
        })
    }

    /// Waits for its turn to be sealed.
    pub(super) async fn turn(&self) -> Result<SemaphorePermit<'_>, Problem> {
        self.hands.acquire().await.map_err(Problem::bug)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let of_person = &self.uploads.of_person;
        let mut of_person = of_person.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(theirs) = of_person.get_mut(&self.person) {
            *theirs -= 1;
            if *theirs == 0 {
                of_person.remove(&self.person);
            }
        }
    }
}

/// The status that says so: another time it will be taken.
pub(super) const STATUS: StatusCode = StatusCode::SERVICE_UNAVAILABLE;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_sends_two_at_once_and_everybody_eight() {
        let uploads = Uploads::default();
        let person = |number: usize| PersonId(number.to_string());
        let first = uploads.begin(&person(0));
        let second = uploads.begin(&person(0));
        assert!(first.is_some() && second.is_some());
        assert!(uploads.begin(&person(0)).is_none());
        let others: Vec<_> = (1..=6).map(|one| uploads.begin(&person(one))).collect();
        assert!(others.iter().all(Option::is_some));
        assert!(uploads.begin(&person(7)).is_none());
        drop(first);
        assert!(uploads.begin(&person(7)).is_some());
        assert!(uploads.begin(&person(0)).is_some());
        drop((second, others));
        assert!(uploads.of_person.lock().unwrap().is_empty());
    }
}
