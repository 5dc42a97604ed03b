//! A concern that is written in more than one sitting, and the files that go with it.

use std::fs;
use std::path::PathBuf;

use thirtyfour::By;
use thirtyfour::prelude::{ElementQueryable, WebElement};

use crate::drivers::Kind;
use crate::errands::CONCERN;
use crate::failure::Outcome;
use crate::server::Demo;
use crate::visitor::Visitor;

const SEEN: &str = "What did you see and hear?";
const SAVED: &str = "Draft saved at";

/// A picture of a house with a door, as a child draws one: 1 bit a dot, grey, not packed.
fn drawing() -> Vec<u8> {
    let rows: Vec<u8> = (0..64u32)
        .flat_map(|row| {
            let dots = (0..64u32).map(move |dot| {
                let roof = row < 24 && dot.abs_diff(32) <= row;
                let wall = (24..60).contains(&row) && (8..56).contains(&dot);
                let door = (40..60).contains(&row) && (28..36).contains(&dot);
                u8::from((roof || wall) && !door) * 150 + 60
            });
            std::iter::once(0).chain(dots)
        })
        .collect();
    let length = u16::try_from(rows.len()).expect("short");
    let mut packed = vec![0x78, 0x01, 0x01];
    packed.extend(length.to_le_bytes());
    packed.extend((!length).to_le_bytes());
    packed.extend(&rows);
    let (mut low, mut high) = (1u32, 0u32);
    for byte in &rows {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    packed.extend((high << 16 | low).to_be_bytes());
    let head = [&[0, 0, 0, 64, 0, 0, 0, 64][..], &[8, 0, 0, 0, 0]].concat();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, content) in [(b"IHDR", &head), (b"IDAT", &packed), (b"IEND", &Vec::new())] {
        let part = [&kind[..], content].concat();
        let length = u32::try_from(content.len()).expect("short");
        png.extend(length.to_be_bytes());
        png.extend(&part);
        png.extend(checksum(&part).to_be_bytes());
    }
    png
}

/// CRC-32 (PNG § 5.5).
fn checksum(bytes: &[u8]) -> u32 {
    let sum = bytes.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| match sum & 1 {
            1 => sum >> 1 ^ 0xedb8_8320,
            _ => sum >> 1,
        })
    });
    !sum
}

/// A page with one line on it (ISO 32000-1 § 7.5).
fn letter() -> Vec<u8> {
    let text = "BT /F1 24 Tf 40 720 Td (A letter from home) Tj ET";
    let parts = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let (mut pdf, mut places) = ("%PDF-1.4\n".to_owned(), String::new());
    for (number, part) in (1..).zip(&parts) {
        places += &format!("{:010} 00000 n \n", pdf.len());
        pdf += &format!("{number} 0 obj\n{part}\nendobj\n");
    }
    let list = pdf.len();
    pdf += &format!("xref\n0 6\n0000000000 65535 f \n{places}");
    pdf += &format!("trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{list}\n%%EOF\n");
    pdf.into_bytes()
}

impl Visitor {
    /// A file on this person's own machine.
    fn has_a_file(&self, name: &str, content: &[u8]) -> Outcome<String> {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{:?}", self.kind));
        fs::create_dir_all(&folder)?;
        let file = folder.join(name);
        fs::write(&file, content)?;
        Ok(file.display().to_string())
    }

    /// Chooses files to attach.
    async fn attaches(&mut self, files: &[String]) -> Outcome {
        self.notes("attaches files");
        let field = self.driver.query(By::Css("input[type=file]"));
        Ok(field.first().await?.send_keys(files.join("\n")).await?)
    }

    /// Goes back to the draft that the dashboard offers.
    pub async fn carries_on_writing(&mut self) -> Outcome {
        self.notes("carries on writing");
        self.types_the_address("/dashboard").await?;
        self.reads("Your drafts").await?;
        let way = self.driver.query(By::Css(".kw-drafts__ways a"));
        way.first().await?.click().await?;
        self.reads("Who is it about?").await
    }

    /// Waits until a script of the page says so.
    async fn waits_until(&mut self, script: &'static str) -> Outcome {
        self.notes("waits");
        let driver = self.driver.clone();
        let page = self
            .driver
            .query(By::Css("body"))
            .with_filter(move |_: WebElement| {
                let driver = driver.clone();
                async move {
                    let said = driver.execute(script, Vec::new()).await;
                    Ok(said.is_ok_and(|said| said.json().as_bool() == Some(true)))
                }
            });
        page.desc(script).first().await?;
        Ok(())
    }

    /// Whether the browser's own viewer shows the letter.
    fn viewer(&self) -> &'static str {
        match self.kind {
            Kind::Chromium => "return document.contentType === 'application/pdf'",
            Kind::Firefox => {
                "return document.querySelector('.textLayer')?.textContent === 'A letter from home'"
            }
        }
    }

    /// The letter stands within the page of its concern.
    async fn opens_the_paper_here(&mut self) -> Outcome {
        let summary = By::Css(".kw-file__paper summary");
        self.driver.query(summary).first().await?.click().await?;
        self.meets_no_barrier_at_any_width().await?;
        let frame = By::Css(".kw-file__paper iframe");
        let frame = self.driver.query(frame).first().await?;
        frame.enter_frame().await?;
        self.waits_until(self.viewer()).await?;
        Ok(self.driver.enter_default_frame().await?)
    }

    /// Something happens to the page that no person does.
    async fn lets_happen(&mut self, what: &str, script: &str) -> Outcome {
        self.notes(what);
        self.driver.execute(script, Vec::new()).await?;
        Ok(())
    }
}

/// Type, close the lid, come back, attach, log, see.
pub async fn a_draft_survives_and_its_files_go_with_the_concern(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let teacher = visitor.one_of("Staff")?;
    visitor.signs_in(&teacher).await?;
    visitor.writes(&CONCERN).await?;
    visitor.reads(SAVED).await?;
    visitor.carries_on_writing().await?;
    visitor.finds_in("Where", CONCERN.place).await?;
    visitor.finds_in(SEEN, CONCERN.seen_and_heard).await?;
    visitor.reads(CONCERN.pupil).await?;

    let files = [
        visitor.has_a_file("Temi’s drawing.png", &drawing())?,
        visitor.has_a_file("notes.html", b"<!doctype html><script>1</script>")?,
        visitor.has_a_file("letter.pdf", &letter())?,
    ];
    visitor.attaches(&files).await?;
    visitor.reads("letter.pdf is attached.").await?;
    visitor.reads("Temi’s drawing.png").await?;
    visitor.reads("notes.html is a web page").await?;
    visitor.finds_in(SEEN, CONCERN.seen_and_heard).await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("log-with-files").await?;
    // What was refused stays while another file comes, until it is dismissed.
    let files = [visitor.has_a_file("more.txt", b"More of it.")?];
    visitor.attaches(&files).await?;
    visitor.reads("more.txt is attached.").await?;
    visitor.reads("notes.html is a web page").await?;
    let dismisses = "Dismiss what was said of notes.html";
    visitor.presses(dismisses).await?;
    visitor.does_not_read("notes.html is a web page").await?;

    let concern = visitor.sends(&CONCERN).await?;
    visitor.does_not_read("Your drafts").await?;
    visitor.types_the_address(&concern).await?;
    visitor.reads("Temi’s drawing.png").await?;
    let seen = "return [...document.querySelectorAll('.kw-file img')].some((i) => \
                i.complete && i.naturalWidth === 64)";
    visitor.waits_until(seen).await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("concern-with-files").await?;

    visitor.opens("Attach files").await?;
    visitor
        .reads("Files are never removed from a concern")
        .await?;
    let files = [visitor.has_a_file("note.txt", b"She rang back.")?];
    visitor.attaches(&files).await?;
    visitor.reads("note.txt is attached.").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("concern-files-added").await?;
    visitor.presses("Done").await?;
    visitor.reads("note.txt").await?;
    visitor.reads("Added by").await?;

    visitor.opens_the_paper_here().await?;
    visitor.opens("letter.pdf (opens in a new tab)").await?;
    visitor.turns_to_the_other_tab().await?;
    // A viewer shows it, and its name does not stand in the tab: others use this machine.
    visitor.waits_until(visitor.viewer()).await?;
    let title = visitor.driver.title().await?;
    match title.contains("letter") {
        true => Err(format!("the tab says {title:?}").into()),
        false => Ok(()),
    }
}

/// Nothing that was typed is lost with the connection, the session, or to another tab.
pub async fn a_draft_waits_for_the_connection_and_the_session(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let teacher = visitor.one_of("Staff")?;
    visitor.signs_in(&teacher).await?;
    visitor.writes(&CONCERN).await?;
    visitor.reads(SAVED).await?;
    let cut = "window.kept = window.fetch; window.fetch = () => Promise.reject(new TypeError());";
    visitor.lets_happen("loses the connection", cut).await?;
    visitor.types("Where", "Library").await?;
    visitor
        .reads("Not saved: no connection. Keep this page open")
        .await?;
    visitor.meets_no_barrier().await?;
    visitor.takes_pictures("draft-not-saved").await?;
    let mend = "window.fetch = window.kept; window.dispatchEvent(new Event('online'));";
    visitor.lets_happen("has the connection back", mend).await?;
    visitor.reads(SAVED).await?;

    visitor.driver.delete_all_cookies().await?;
    visitor.types("Where", "Library, by the window").await?;
    visitor.reads("Not saved: you have been signed out").await?;
    visitor.opens_a_tab().await?;
    visitor.signs_in(&teacher).await?;
    visitor.turns_to_the_other_tab().await?;
    let back = "window.dispatchEvent(new Event('focus'));";
    visitor.lets_happen("turns to the page", back).await?;
    visitor.reads(SAVED).await?;

    // The same draft in two tabs: both are kept.
    visitor.turns_to_the_other_tab().await?;
    visitor.carries_on_writing().await?;
    visitor.finds_in("Where", "Library, by the window").await?;
    visitor.turns_to_the_other_tab().await?;
    visitor.types("Where", "Library, upstairs").await?;
    visitor.reads(SAVED).await?;
    let saved = "return document.querySelector('input[name=turn]').value >= 3";
    visitor.waits_until(saved).await?;
    visitor.types_the_address("/dashboard").await?;
    visitor.reads("Your drafts").await?;
    visitor.turns_to_the_other_tab().await?;
    visitor.types("Where", "Canteen").await?;
    visitor
        .reads("What you write here is saved as a draft of its own")
        .await?;
    visitor.types_the_address("/dashboard").await?;
    visitor.reads("Your drafts").await?;
    let drafts = visitor
        .driver
        .find_all(By::Css(".kw-drafts__draft"))
        .await?;
    if drafts.len() != 2 {
        return Err(format!("{} drafts, not 2", drafts.len()).into());
    }
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("dashboard-with-drafts").await
}
