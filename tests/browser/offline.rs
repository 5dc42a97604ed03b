//! What somebody sends while there is no connection.

use axum::http::Method;
use serde_json::json;

use crate::drivers::Kind;
use crate::errands::CONCERN;
use crate::failure::Outcome;
use crate::server::Demo;
use crate::virtual_key::send;
use crate::visitor::Visitor;

const SEEN: &str = "What did you see and hear?";
const NOT_SENT: &str = "Not sent: there is no connection to Keyward.";
const BACK: &str = "There is a connection again.";

impl Visitor {
    /// The connection is gone, or is there again. Firefox plays it in the page alone.
    async fn is_connected(&mut self, on: bool) -> Outcome {
        self.notes(if on {
            "is connected"
        } else {
            "is not connected"
        });
        match self.kind {
            Kind::Chromium => {
                let conditions = json!({
                    "offline": !on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
                });
                let command = "Network.emulateNetworkConditions";
                let body = json!({ "cmd": command, "params": conditions });
                let path = "/goog/cdp/execute";
                send(&self.driver, Method::POST, path, Some(body)).await?;
            }
            Kind::Firefox => {
                let script = match on {
                    true => {
                        "window.fetch = window.kept;
                         window.dispatchEvent(new Event('online'));"
                    }
                    false => {
                        "window.kept = window.fetch;
                         window.fetch = () => Promise.reject(new TypeError());"
                    }
                };
                self.driver.execute(script, Vec::new()).await?;
            }
        }
        Ok(())
    }

    /// Makes sure that the browser keeps nothing of the page: others use this machine.
    async fn finds_nothing_stored(&mut self) -> Outcome {
        let script = "return localStorage.length + sessionStorage.length";
        let stored = self.driver.execute(script, Vec::new()).await?;
        match stored.json().as_u64() {
            Some(0) => Ok(()),
            other => Err(format!("the browser keeps {other:?} things").into()),
        }
    }
}

/// A concern and an amendment that were sent without a connection stay on their page, which says so, and
/// are sent when the person presses again.
pub async fn what_cannot_be_sent_stays_and_is_sent_later(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let teacher = visitor.one_of("Staff")?;
    visitor.signs_in(&teacher).await?;
    visitor.writes(&CONCERN).await?;
    visitor.reads("Draft saved at").await?;
    visitor.is_connected(false).await?;
    visitor.presses("Log this concern").await?;
    visitor.reads(NOT_SENT).await?;
    visitor.reads("Your draft was last saved at").await?;
    visitor.reads("press “Log this concern” again").await?;
    visitor.finds_in(SEEN, CONCERN.seen_and_heard).await?;
    visitor.finds_nothing_stored().await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("not-sent").await?;
    visitor.is_connected(true).await?;
    visitor.reads(BACK).await?;
    visitor.no_longer_reads(NOT_SENT).await?;
    let concern = visitor.sends(&CONCERN).await?;

    visitor.types_the_address(&concern).await?;
    visitor.types("Add an amendment", "Told home.").await?;
    visitor.is_connected(false).await?;
    visitor.presses("Add an amendment").await?;
    visitor.reads(NOT_SENT).await?;
    visitor
        .reads("What you wrote is on this page alone.")
        .await?;
    visitor.takes_pictures("amendment-not-sent").await?;
    visitor.is_connected(true).await?;
    visitor.reads(BACK).await?;
    visitor.presses("Add an amendment").await?;
    visitor.reads("Your amendment stands beside").await
}
