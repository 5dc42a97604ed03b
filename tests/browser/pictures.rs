//! Pictures of pages: for looking at after the tests, and for the README.

use std::fs;
use std::path::{Path, PathBuf};

use axum::http::Method;
use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::drivers::Kind;
use crate::failure::Outcome;
use crate::virtual_key::send;
use crate::visitor::Visitor;

/// The widths at which every page must be usable: a laptop, the same at 200 % zoom, and a phone.
pub const WIDTHS: [u32; 3] = [1280, 640, 375];
/// The README's pictures should not make it heavy.
const PICTURE_BYTES_MAX: usize = 200_000;

impl Visitor {
    /// Makes the window so wide; Firefox does not go under 500 pixels.
    pub async fn looks_at_width(&mut self, width: u32) -> Outcome {
        match self.kind {
            Kind::Chromium => {
                let screen = json!({
                    "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500,
                });
                self.devtools("Emulation.setDeviceMetricsOverride", screen)
                    .await?;
            }
            Kind::Firefox => {
                self.driver
                    .set_window_rect(0, 0, width.max(500), 900)
                    .await?
            }
        }
        Ok(())
    }

    /// Takes a picture of the whole page at the laptop's width and, in Chromium, at the phone's:
    /// `target/screenshots/chromium/NAME-1280.png`.
    pub async fn takes_pictures(&mut self, name: &str) -> Outcome {
        let folder = target().join("screenshots").join(self.kind.name());
        for width in [1280, 375] {
            if self.kind == Kind::Chromium || width > 500 {
                self.looks_at_width(width).await?;
                store(
                    &folder.join(format!("{name}-{width}.png")),
                    &self.picture().await?,
                )?;
            }
        }
        self.looks_at_width(1280).await
    }

    /// Takes a picture of what stands on the screen now: `target/screenshots/chromium/NAME.png`.
    pub async fn takes_picture_of_the_screen(&mut self, name: &str) -> Outcome {
        let folder = target().join("screenshots").join(self.kind.name());
        let picture = self.driver.screenshot_as_png().await?;
        store(&folder.join(format!("{name}.png")), &picture)
    }

    /// Takes a picture for the README, where `KEYWARD_SCREENSHOTS` names a directory to keep it in.
    pub async fn takes_picture_for_readers(&mut self, name: &str) -> Outcome {
        self.takes_pictures(name).await?;
        let Some(folder) = std::env::var_os("KEYWARD_SCREENSHOTS") else {
            return Ok(());
        };
        if self.kind == Kind::Firefox {
            return Ok(());
        }
        let picture = self.picture().await?;
        if picture.len() > PICTURE_BYTES_MAX {
            let bytes = picture.len();
            return Err(format!("the picture {name} has {bytes} bytes, too many to show").into());
        }
        store(
            &Path::new(env!("CARGO_MANIFEST_DIR"))
                .join(folder)
                .join(format!("{name}.png")),
            &picture,
        )
    }

    /// The page where the journey failed.
    pub async fn takes_picture_of_failure(&self, name: &str) -> Outcome<PathBuf> {
        let path = target()
            .join("screenshots/failures")
            .join(format!("{name}.png"));
        store(&path, &self.picture().await?)?;
        Ok(path)
    }

    /// The whole page as PNG.
    async fn picture(&self) -> Outcome<Vec<u8>> {
        let picture = match self.kind {
            Kind::Chromium => {
                let whole = json!({ "format": "png", "captureBeyondViewport": true });
                let size = self.devtools("Page.getLayoutMetrics", json!({})).await?;
                let size = &size["cssContentSize"];
                let clip = json!({
                    "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1,
                });
                let mut options = whole;
                options["clip"] = clip;
                self.devtools("Page.captureScreenshot", options).await?["data"].take()
            }
            Kind::Firefox => send(&self.driver, Method::GET, "/moz/screenshot/full", None).await?,
        };
        let picture = picture.as_str().ok_or("the browser took no picture")?;
        Ok(BASE64
            .decode(picture.as_bytes())
            .map_err(|error| error.to_string())?)
    }

    /// From the next page on the browser is one that knows no security keys. Chromium alone can
    /// play that; the answer names what makes it so.
    pub async fn forgets_security_keys(&mut self) -> Outcome<String> {
        let script = json!({ "source": "delete window.PublicKeyCredential" });
        let made = self
            .devtools("Page.addScriptToEvaluateOnNewDocument", script)
            .await?;
        let name = made["identifier"].as_str();
        Ok(name.ok_or("the browser took no script")?.to_owned())
    }

    /// From the next page on the browser knows security keys again.
    pub async fn remembers_security_keys(&mut self, script: &str) -> Outcome {
        let script = json!({ "identifier": script });
        self.devtools("Page.removeScriptToEvaluateOnNewDocument", script)
            .await?;
        Ok(())
    }

    /// Shows the page as it would stand on paper, or no longer. Chromium alone can.
    pub async fn looks_at_paper(&mut self, on: bool) -> Outcome {
        let media = json!({ "media": if on { "print" } else { "" } });
        self.devtools("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// Prints the page, for looking at: `target/screenshots/chromium/NAME.pdf`. Chromium alone can.
    pub async fn prints(&mut self, name: &str) -> Outcome {
        let paper = json!({ "preferCSSPageSize": true, "paperWidth": 8.27, "paperHeight": 11.69 });
        let printed = self.devtools("Page.printToPDF", paper).await?;
        let pdf = printed["data"]
            .as_str()
            .ok_or("the browser printed nothing")?;
        let pdf = BASE64
            .decode(pdf.as_bytes())
            .map_err(|error| error.to_string())?;
        let folder = target().join("screenshots").join(self.kind.name());
        store(&folder.join(format!("{name}.pdf")), &pdf)
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Outcome<Value> {
        let body = json!({ "cmd": command, "params": parameters });
        send(&self.driver, Method::POST, "/goog/cdp/execute", Some(body)).await
    }
}

fn store(path: &Path, picture: &[u8]) -> Outcome {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    Ok(fs::write(path, picture)?)
}

/// Cargo's target directory.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("..")
}
