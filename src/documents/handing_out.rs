//! Files that are being handed out: so much of them at once that nobody fills the school's memory by
//! fetching slowly, or many at a time.
//!
//! A file is opened as a whole, because what is sealed is known to be right only when all of it is. So
//! it is held once, wiped when it goes, handed out in pieces, and held for so long and no longer:
//! whoever has not fetched it by then fetches it again. Whoever comes while there is no room waits
//! their turn, and holds nothing meanwhile.

use std::collections::BTreeMap;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::sync::Notify;
use tokio::task::AbortHandle;
use tokio::time::{sleep, timeout};
use zeroize::Zeroizing;

use crate::ids::PersonId;

/// How many bytes are handed out to one person at once; one file, where that is larger.
const OF_ONE_PERSON_BYTES_MAX: usize = 64_000_000;
/// How many to everybody together.
const TOGETHER_BYTES_MAX: usize = 256_000_000;
/// What a file counts at least: what it costs beside its bytes.
const COUNTED_BYTES_MIN: usize = 64_000;
/// How large a piece is.
const PIECE_BYTES: usize = 64 * 1_024;

/// What is said to somebody whose turn did not come.
pub(super) const BUSY: &str = "Other files are still being opened. Wait until they are there, then \
                               open this one again.";

/// The downloads of one server.
#[derive(Clone, Debug, Default)]
pub struct Downloads(Arc<Counter>);

#[derive(Debug, Default)]
struct Counter {
    bytes_of: Mutex<BTreeMap<PersonId, usize>>,
    freed: Notify,
}

/// The room of one file, for as long as it is held.
#[derive(Debug)]
pub(super) struct Place {
    counter: Arc<Counter>,
    person: PersonId,
    bytes: usize,
}

impl Downloads {
    /// The room of a file of this size, when its person's turn has come; nothing, when it does not
    /// come in time.
    pub(super) async fn turn(
        &self,
        person: &PersonId,
        bytes: usize,
        patience: Duration,
    ) -> Option<Place> {
        let waits = async {
            loop {
                let mut freed = pin!(self.0.freed.notified());
                // From now on nothing is missed.
                freed.as_mut().enable();
                match self.take(person, bytes) {
                    Some(place) => return place,
                    None => freed.await,
                }
            }
        };
        timeout(patience, waits).await.ok()
    }

    /// The room of a file of this size; nothing, while too much is handed out.
    fn take(&self, person: &PersonId, bytes: usize) -> Option<Place> {
        let bytes = bytes.max(COUNTED_BYTES_MIN);
        let mut bytes_of = self.0.bytes_of();
        let together: usize = bytes_of.values().sum();
        let theirs = bytes_of.get(person).copied().unwrap_or_default();
        let fits = |held: usize, most: usize| held == 0 || held + bytes <= most;
        if !fits(theirs, OF_ONE_PERSON_BYTES_MAX) || !fits(together, TOGETHER_BYTES_MAX) {
            return None;
        }
        bytes_of.insert(person.clone(), theirs + bytes);
        Some(Place {
            counter: Arc::clone(&self.0),
            person: person.clone(),
            bytes,
        })
    }
}

impl Counter {
    fn bytes_of(&self) -> MutexGuard<'_, BTreeMap<PersonId, usize>> {
        self.bytes_of.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut bytes_of = self.counter.bytes_of();
        if let Some(theirs) = bytes_of.get_mut(&self.person) {
            *theirs -= self.bytes;
            if *theirs == 0 {
                bytes_of.remove(&self.person);
            }
        }
        drop(bytes_of);
        self.counter.freed.notify_waiters();
    }
}

/// A file on its way out, until it is fetched or its time is over.
pub(super) struct Outgoing {
    held: Arc<Mutex<Option<Held>>>,
    /// How much is still to be handed out.
    left: usize,
    ends_in_time: AbortHandle,
}

struct Held {
    content: Zeroizing<Vec<u8>>,
    at: usize,
    _place: Place,
}

/// A file was not fetched in time.
#[derive(Debug, thiserror::Error)]
#[error("a file was not fetched in time")]
pub(super) struct NotFetched;

impl Outgoing {
    /// The file, which has this room and is held for so long.
    pub(super) fn new(content: Zeroizing<Vec<u8>>, place: Place, patience: Duration) -> Self {
        let left = content.len();
        let held = Arc::new(Mutex::new(Some(Held {
            content,
            at: 0,
            _place: place,
        })));
        let ends = Arc::clone(&held);
        let ends = tokio::spawn(async move {
            sleep(patience).await;
            locked(&ends).take();
        });
        Self {
            held,
            left,
            ends_in_time: ends.abort_handle(),
        }
    }
}

fn locked(held: &Mutex<Option<Held>>) -> MutexGuard<'_, Option<Held>> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Outgoing {
    fn drop(&mut self) {
        self.ends_in_time.abort();
    }
}

impl HttpBody for Outgoing {
    type Data = Bytes;
    type Error = NotFetched;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, NotFetched>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let piece = {
            let mut held = locked(&self.held);
            let Some(file) = held.as_mut() else {
                return Poll::Ready(Some(Err(NotFetched)));
            };
            let rest = file.content.get(file.at..).unwrap_or_default();
            // A copy: a piece of the whole would keep the whole in memory until it is fetched.
            let piece = Bytes::copy_from_slice(rest.get(..PIECE_BYTES).unwrap_or(rest));
            file.at += piece.len();
            if file.at >= file.content.len() {
                held.take();
            }
            piece
        };
        self.left -= piece.len();
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(u64::try_from(self.left).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    const LONG: Duration = Duration::from_secs(3_600);

    fn person(number: usize) -> PersonId {
        PersonId(number.to_string())
    }

    #[test]
    fn one_person_fetches_so_much_at_once_and_everybody_so_much_more() {
        let downloads = Downloads::default();
        let large = OF_ONE_PERSON_BYTES_MAX / 2;
        let first = downloads.take(&person(0), large);
        let second = downloads.take(&person(0), large);
        assert!(first.is_some() && second.is_some());
        assert!(downloads.take(&person(0), 1).is_none());
        let others: Vec<_> = (2..=7)
            .map(|one| downloads.take(&person(one / 2), large))
            .collect();
        assert!(others.iter().all(Option::is_some));
        assert!(downloads.take(&person(4), 1).is_none());
        drop(first);
        assert!(downloads.take(&person(4), 1).is_some());
        drop((second, others));
        assert!(downloads.0.bytes_of().is_empty());
        // One that is larger than all that may be is handed out by itself.
        let largest = downloads.take(&person(0), TOGETHER_BYTES_MAX * 2);
        assert!(largest.is_some() && downloads.take(&person(1), 1).is_none());
    }

    #[tokio::test]
    async fn a_file_goes_in_pieces_and_leaves_its_room_with_the_last() {
        let downloads = Downloads::default();
        let content: Vec<u8> = (0..=255).cycle().take(PIECE_BYTES * 2 + 7).collect();
        let place = downloads.take(&person(0), content.len()).expect("room");
        let mut file = Outgoing::new(content.clone().into(), place, LONG);
        let mut fetched = Vec::new();
        while let Some(piece) = file.frame().await {
            let piece = piece.expect("in time").into_data().expect("bytes");
            assert!(piece.len() <= PIECE_BYTES);
            fetched.extend(piece);
        }
        assert_eq!(fetched, content);
        assert!(downloads.0.bytes_of().is_empty());
    }

    #[tokio::test]
    async fn a_file_that_nobody_fetches_is_let_go_and_the_next_has_its_turn() {
        let downloads = Downloads::default();
        let most = OF_ONE_PERSON_BYTES_MAX;
        let place = downloads.take(&person(0), most).expect("room");
        let mut file = Outgoing::new(b"a drawing".to_vec().into(), place, Duration::ZERO);
        assert!(downloads.turn(&person(0), most, LONG).await.is_some());
        assert!(file.frame().await.expect("an end").is_err());
    }

    #[tokio::test]
    async fn a_file_whose_reader_goes_away_leaves_its_room() {
        let downloads = Downloads::default();
        let most = OF_ONE_PERSON_BYTES_MAX;
        let place = downloads.take(&person(0), most).expect("room");
        let file = Outgoing::new(b"a drawing".to_vec().into(), place, LONG);
        let none = downloads.turn(&person(0), 1, Duration::ZERO).await;
        assert!(none.is_none());
        drop(file);
        assert!(
            downloads
                .turn(&person(0), 1, Duration::ZERO)
                .await
                .is_some()
        );
    }
}
