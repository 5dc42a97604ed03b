//! Many at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use keyward_db::{Db, Error, params};
use tokio::task::JoinSet;

use super::bench::{COUNT, Gate, INSERT, RESIZE, SIZE, count, insert, start_and_leave};
use crate::on_both;

keyward_db::statements! {
    LATER = "INSERT INTO part (thing, place, label, later) VALUES ($1, $2, $3, $4)";
    IDS = "SELECT id FROM thing WHERE id <> 'first' ORDER BY id";
}

/// Adds one to the size of "counter": first looks, then writes.
async fn count_up(db: &Db) -> Result<(), Error> {
    db.write(|tx| {
        let size: Option<i64> = tx.one(SIZE, &params!["counter"], |row| row.get(0))?;
        tx.execute(RESIZE, &params!["counter", size.map(|size| size + 1)])
            .map(drop)
    })
    .await
}

on_both! {
    async fn one_that_fails_is_undone_alone(private) {
        let db = private.db();
        let gate = Gate::default();
        let mut changes = JoinSet::new();
        let (waiting, first) = (gate.clone(), db.clone());
        changes.spawn(async move {
            let wait = move |tx: &mut keyward_db::Tx<'_>| {
                waiting.pass();
                tx.execute(INSERT, &params!["first", 0i64]).map(drop)
            };
            (first.write(wait).await.is_ok(), 0)
        });
        for number in 1..=100i64 {
            let db = db.clone();
            changes.spawn(async move {
                let work = move |tx: &mut keyward_db::Tx<'_>| {
                    tx.execute(INSERT, &params![format!("{number:03}"), number])?;
                    match number % 10 {
                        3 => Err(Error::Bug("as the test wants it".into())),
                        5 => tx.execute(INSERT, &params![format!("{number:03}"), 0i64]).map(drop),
                        7 => panic!("as the test wants it"),
                        9 => tx.execute(LATER, &params![format!("{number:03}"), 1i64, "x", "nobody"]).map(drop),
                        _ => Ok(()),
                    }
                };
                (db.write(work).await.is_ok(), number)
            });
        }
        // Every change is asked for before the first may end.
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
        gate.open();
        let mut good: Vec<String> = Vec::new();
        while let Some(done) = changes.join_next().await {
            let (ok, number) = done.expect("a task");
            assert_eq!(ok, ![3, 5, 7, 9].contains(&(number % 10)), "{number}");
            if ok && number > 0 {
                good.push(format!("{number:03}"));
            }
        }
        good.sort();
        let there = db.read(|tx| tx.all(IDS, &[], |row| row.get::<String>(0))).await;
        assert_eq!(there, Ok(good));
    }

    async fn two_servers_count_up_and_lose_nothing(private) {
        let servers = [private.db(), Db::open(&private.settings()).expect("a second server")];
        insert(&servers[0], "counter", 0).await.expect("in");
        let mut changes = JoinSet::new();
        for turn in 0..60 {
            let db = servers[turn % 2].clone();
            changes.spawn(async move { count_up(&db).await });
        }
        while let Some(done) = changes.join_next().await {
            assert_eq!(done.expect("a task"), Ok(()));
        }
        let size = servers[0].read(|tx| tx.one(SIZE, &params!["counter"], |row| row.get::<i64>(0)));
        assert_eq!(size.await, Ok(Some(60)));
    }

    async fn a_read_sees_one_picture(private) {
        let db = private.db();
        let (looked, look) = mpsc::channel();
        let gate = Gate::default();
        let waiting = gate.clone();
        let reader = db.clone();
        let reading = tokio::spawn(async move {
            let twice = move |tx: &mut keyward_db::Tx<'_>| {
                let before: Option<i64> = tx.one(COUNT, &[], |row| row.get(0))?;
                looked.send(()).expect("the test listens");
                waiting.pass();
                let after: Option<i64> = tx.one(COUNT, &[], |row| row.get(0))?;
                Ok::<_, Error>((before, after))
            };
            reader.read(twice).await
        });
        tokio::task::spawn_blocking(move || look.recv()).await.expect("a task").expect("it looked");
        insert(&db, "a", 1).await.expect("in");
        gate.open();
        assert_eq!(reading.await.expect("a task"), Ok((Some(0), Some(0))));
        assert_eq!(count(&db).await, 1);
    }

    async fn nobody_waits_for_a_read_that_nobody_wants(private) {
        let db = private.db();
        let gate = Gate::default();
        let mut held = JoinSet::new();
        for _ in 0..8 {
            let (db, gate) = (db.clone(), gate.clone());
            held.spawn(async move {
                db.read(move |_| {
                    gate.pass();
                    Ok::<(), Error>(())
                })
                .await
            });
        }
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        let ran = Arc::new(AtomicBool::new(false));
        let mark = Arc::clone(&ran);
        start_and_leave(db.read(move |_| {
            mark.store(true, Ordering::SeqCst);
            Ok::<(), Error>(())
        }))
        .await;
        gate.open();
        while let Some(done) = held.join_next().await {
            assert_eq!(done.expect("a task"), Ok(()));
        }
        count(&db).await;
        drop((db, private));
        assert!(!ran.load(Ordering::SeqCst));
    }

    async fn what_waits_is_done_before_the_end(private) {
        let db = Db::open(&private.settings()).expect("another server");
        for number in 0..40 {
            start_and_leave(insert(&db, &number.to_string(), number)).await;
        }
        drop(db);
        assert_eq!(count(&private.db()).await, 40);
    }

    async fn the_last_handle_may_end_inside_a_piece_of_work(private) {
        let db = Db::open(&private.settings()).expect("another server");
        let gate = Gate::default();
        let (ending, ended) = mpsc::channel::<()>();
        // The sender goes after the handle, so that its end tells of the handle's.
        let (waiting, held) = (gate.clone(), (db.clone(), ending));
        start_and_leave(db.write(move |_| {
            let (_handle, _ending) = &held;
            waiting.pass();
            Ok::<(), Error>(())
        }))
        .await;
        drop(db);
        gate.open();
        let soon = Duration::from_secs(10);
        let end = tokio::task::spawn_blocking(move || ended.recv_timeout(soon)).await;
        assert_eq!(end.expect("a task"), Err(mpsc::RecvTimeoutError::Disconnected));
        assert_eq!(count(&private.db()).await, 0);
    }
}
