//! Accessibility as far as a machine sees it: axe-core on the page as the browser shows it.

use std::path::Path;

use serde_json::Value;

use crate::drivers::Kind;
use crate::failure::Outcome;
use crate::pictures::WIDTHS;
use crate::visitor::Visitor;

const RUN: &str = r"
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        (results) => done({ violations: results.violations }),
        (error) => done({ error: String(error) }),
    );
";

impl Visitor {
    /// Makes sure that axe finds nothing to complain about, and that nothing scrolls sideways.
    pub async fn meets_no_barrier(&mut self) -> Outcome {
        let axe =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("web/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&axe)
            .map_err(|error| format!("{}: {error}; run `make web`", axe.display()))?;
        self.driver.execute(axe, Vec::new()).await?;
        let answer = self.driver.execute_async(RUN, Vec::new()).await?;
        let answer = answer.json();
        if let Some(error) = answer["error"].as_str() {
            return Err(format!("axe could not look at the page: {error}").into());
        }
        let mut found: Vec<String> = answer["violations"]
            .as_array()
            .into_iter()
            .flatten()
            .map(in_words)
            .collect();
        found.extend(self.scrolls_sideways().await?);
        if found.is_empty() {
            return Ok(());
        }
        Err(format!("barriers on {}:\n{}", self.path().await?, found.join("\n")).into())
    }

    /// By how much the page is wider than the window, in words.
    async fn scrolls_sideways(&self) -> Outcome<Option<String>> {
        let root =
            "const root = document.documentElement; return root.scrollWidth - root.clientWidth";
        let sideways = self.driver.execute(root, Vec::new()).await?;
        let pixels = sideways.json().as_i64().filter(|pixels| *pixels > 0);
        Ok(pixels.map(|pixels| format!("the page is {pixels} pixels wider than the window")))
    }

    /// Makes sure that nobody meets a barrier at the widths of a laptop and a phone, and that
    /// nothing scrolls sideways in between, as on the laptop at 200 %.
    pub async fn meets_no_barrier_at_any_width(&mut self) -> Outcome {
        let widths: &[u32] = match self.kind {
            Kind::Chromium => &WIDTHS,
            Kind::Firefox => &WIDTHS[..1],
        };
        for &width in widths {
            self.looks_at_width(width).await?;
            let met = match (width, self.scrolls_sideways().await?) {
                (_, Some(sideways)) => Err(format!("{}: {sideways}", self.path().await?).into()),
                (640, None) => Ok(()),
                _ => self.meets_no_barrier().await,
            };
            met.map_err(|failure| format!("at {width} pixels: {failure}"))?;
        }
        self.looks_at_width(WIDTHS[0]).await
    }
}

/// One violation: what is wrong, where to read about it, and every element that it is about.
fn in_words(violation: &Value) -> String {
    let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines = vec![format!(
        "  {} ({}, {})",
        words(&violation["help"]),
        words(&violation["id"]),
        words(&violation["impact"])
    )];
    for node in violation["nodes"].as_array().into_iter().flatten() {
        lines.push(format!("    {}  {}", node["target"], words(&node["html"])));
        lines.push(format!(
            "      {}",
            words(&node["failureSummary"]).replace('\n', " ")
        ));
    }
    lines.join("\n")
}
