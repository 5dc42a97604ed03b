//! The post room: sends what waits, tries again later what could not go, and gives up after a
//! day. Any server of several may send any letter; none is sent by two at once.

use std::time::Duration;

use keyward_seal::Place;
use keyward_web::Problem;

use super::delivery::{Delivery, Open};
use super::store::{self, Claimed};
use crate::app::App;
use crate::sign_in;

/// A letter that nobody has sent within this is free for another server to try.
const CLAIM_SECONDS: i64 = 120;
/// After so many tries a letter stays unsent; with growing pauses that is about a day.
const ATTEMPTS_MAX: i64 = 12;

/// Sends letters.
#[derive(Clone)]
pub struct PostRoom {
    app: App,
    delivery: Delivery,
}

impl PostRoom {
    /// A post room with this way out.
    pub fn new(app: App, delivery: Delivery) -> Self {
        Self { app, delivery }
    }

    /// Sends letters as they come, for ever.
    pub async fn work(self) {
        loop {
            if let Err(problem) = self.empty().await {
                tracing::warn!(?problem, "the post room could not read its letters");
            }
            let bell = self.app.letters().notified();
            // Another server's letters, and those whose pause is over, ring no bell here.
            let _ = tokio::time::timeout(Duration::from_secs(15), bell).await;
        }
    }

    /// Answers the requests for password links, then sends everything that waits now. Whoever
    /// comes meanwhile waits until it is done.
    ///
    /// # Errors
    /// That the database is away.
    pub async fn empty(&self) -> Result<(), Problem> {
        let _alone = self.app.post_room().lock().await;
        let answered = sign_in::answer_requests(&self.app).await;
        answered.and(self.round().await)
    }

    /// Sends everything that waits now.
    ///
    /// # Errors
    /// That the database is away.
    pub async fn round(&self) -> Result<(), Problem> {
        while let Some(letter) = self.claim().await? {
            self.send(letter).await?;
        }
        Ok(())
    }

    async fn claim(&self) -> Result<Option<Claimed>, Problem> {
        let now = self.app.now();
        let claim = move |tx: &mut keyward_db::Tx<'_>| {
            store::claim(tx, now, now.plus_seconds(CLAIM_SECONDS))
        };
        Ok(self.app.db().write(claim).await?)
    }

    async fn send(&self, letter: Claimed) -> Result<(), Problem> {
        let (id, attempts) = (letter.id.clone(), letter.attempts);
        let outcome = match self.open(letter) {
            Ok(open) => self.delivery.send(open).await,
            Err(problem) => Err(format!("{problem:?}")),
        };
        let now = self.app.now();
        let done = match outcome {
            Ok(()) => {
                tracing::info!(letter = %id, "sent");
                self.app
                    .db()
                    .write(move |tx| store::sent(tx, &id, now))
                    .await
            }
            Err(why) if attempts >= ATTEMPTS_MAX => {
                tracing::error!(letter = %id, %why, attempts, "gave up");
                self.app
                    .db()
                    .write(move |tx| store::sent(tx, &id, now))
                    .await
            }
            Err(why) => {
                let pause = 30_i64 << attempts.clamp(0, 8);
                tracing::warn!(letter = %id, %why, attempts, "could not be sent; later again");
                let when = now.plus_seconds(pause);
                self.app
                    .db()
                    .write(move |tx| store::later(tx, &id, when))
                    .await
            }
        };
        Ok(done?)
    }

    fn open(&self, letter: Claimed) -> Result<Open, Problem> {
        let key = self.app.unwrap_key(&letter.school, &letter.wrapped_key)?;
        let place = Place {
            school: &letter.school.0,
            table: "mail",
            row: &letter.id,
            column: "body",
        };
        let body = key.open(place, &letter.body).map_err(Problem::bug)?;
        let body = String::from_utf8(body.to_vec()).map_err(|_| Problem::bug("no text"))?;
        let Claimed {
            id,
            address,
            subject,
            made_at,
            ..
        } = letter;
        Ok(Open {
            id,
            to: address,
            subject,
            body,
            made_at,
        })
    }
}
