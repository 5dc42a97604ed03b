//! Stopping, while somebody holds a request open.

use std::time::Duration;

use keyward_db::testing::Kind;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::answer;
use crate::cx::Patience;
use crate::testing::School;

#[tokio::test]
async fn a_request_that_is_held_open_stops_nobody_from_stopping() {
    let school = School::opens_on(Kind::Sqlite).await;
    let app = school.second_server().with_patience(Patience {
        stopping: Duration::ZERO,
        ..Patience::default()
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let answering = tokio::spawn(answer(app, listener, async move {
        stopped.await.expect("told to stop");
    }));
    let mut visitor = TcpStream::connect(address).await.expect("connected");
    let begins = "POST /sign-out HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: same-origin\r\n\
                  content-length: 10\r\nexpect: 100-continue\r\n\r\n";
    visitor.write_all(begins.as_bytes()).await.expect("sent");
    let mut answer = [0; 12];
    visitor.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 100", "it waits for the rest");
    stop.send(()).expect("it listens");
    let ended = timeout(Duration::from_secs(30), answering).await;
    assert!(ended.expect("it has stopped").expect("it ran").is_ok());
}
