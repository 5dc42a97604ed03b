//! Marks on a body map: placed by pointer, placed by keyboard alone, read again.

use thirtyfour::prelude::ElementQueryable;
use thirtyfour::{By, Key};

use crate::drivers::Kind;
use crate::errands::CONCERN;
use crate::failure::Outcome;
use crate::server::Demo;
use crate::visitor::Visitor;

impl Visitor {
    /// Taps the picture this share of the way across and down it.
    async fn taps_the_picture(&mut self, across: f64, down: f64) -> Outcome {
        self.notes("taps the picture");
        let picture = By::Css("[data-map-picture] svg");
        let picture = self.driver.query(picture).and_displayed().first().await?;
        picture.scroll_into_view().await?;
        // The pointer is told how far from the middle to go.
        let box_of = picture.rect().await?;
        let away = |share: f64, length: f64| ((share - 0.5) * length).round() as i64;
        let (x, y) = (away(across, box_of.width), away(down, box_of.height));
        let pointer = self.driver.action_chain_with_delay(None, None);
        let pointer = pointer.move_to_element_with_offset(&picture, x, y);
        Ok(pointer.click().perform().await?)
    }

    /// On a phone the fields of a mark that was tapped come up beneath the picture, and go again.
    async fn fills_a_mark_in_with_one_thumb(&mut self) -> Outcome {
        self.looks_at_width(375).await?;
        self.taps_the_picture(0.5, 0.1).await?;
        self.reads("Mark 2 is at: ").await?;
        self.stands_at("What it is").await?;
        self.types_here("Scratch").await?;
        if self.kind == Kind::Chromium {
            self.takes_picture_of_the_screen("body-map-thumb").await?;
            self.meets_no_barrier().await?;
            let above = "const sheet = document.querySelector('.kw-map-mark--sheet');
                const marker = document.querySelector('[aria-label^=\"Mark 2:\"]');
                return marker.getBoundingClientRect().top > 0
                    && marker.getBoundingClientRect().bottom < sheet.getBoundingClientRect().top";
            let above = self.driver.execute(above, Vec::new()).await?;
            if above.json().as_bool() != Some(true) {
                return Err("the mark is not in sight above its fields".into());
            }
            self.presses("Done").await?;
            self.takes_picture_of_the_screen("body-map-thumb-done")
                .await?;
        }
        self.presses("Remove mark 2").await?;
        self.reads("Mark 2 is removed.").await?;
        self.looks_at_width(1280).await
    }

    /// Makes sure that every marker can be met with a finger.
    async fn finds_markers_large_enough(&mut self) -> Outcome {
        for circle in self.driver.find_all(By::Css(".kw-spot circle")).await? {
            let wide = circle.rect().await?.width;
            if wide < 24.0 {
                return Err(format!("a marker is {wide} pixels wide").into());
            }
        }
        Ok(())
    }
}

/// A teacher taps a knee and a palm's place by its name, and the lead reads both; the map of the
/// child shows them.
pub async fn a_mark_by_pointer_and_one_by_keyboard_are_logged_and_seen_again(
    visitor: &mut Visitor,
) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let teacher = visitor.one_of("Staff")?;
    visitor.signs_in(&teacher).await?;
    visitor.writes(&CONCERN).await?;
    visitor.presses("Add marks on a body map").await?;
    visitor.reads("Tap the place on the picture").await?;

    visitor.taps_the_picture(0.63, 0.72).await?;
    visitor.reads("Mark 1 is at: Left knee, front").await?;
    visitor.stands_at("What it is").await?;
    visitor.presses_on_the_keyboard(Key::Escape).await?;
    visitor
        .stands_at("Mark 1: Left knee, front. Arrow keys move it")
        .await?;
    for _ in 0..8 {
        visitor.presses_on_the_keyboard(Key::Down).await?;
    }
    visitor.reads("Mark 1: Left shin, ").await?;
    for _ in 0..8 {
        visitor.presses_on_the_keyboard(Key::Up).await?;
    }
    visitor.reads("Mark 1: Left knee, front").await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.stands_at("What it is").await?;
    visitor.types_here("Bruise").await?;
    visitor.tabs_to("Size (cm or mm)").await?;
    visitor.types_here("large").await?;

    // The second without the pointer.
    visitor.presses_shift_tab().await?;
    visitor.presses_shift_tab().await?;
    visitor.stands_at("Add a mark").await?;
    visitor.presses_shift_tab().await?;
    visitor.stands_at("Or choose the place by its name").await?;
    visitor.presses_shift_tab().await?;
    visitor
        .stands_at("Part of a name, to find it in the list “Or choose the place by its name”")
        .await?;
    visitor.types_here("thumb").await?;
    visitor.reads("16 found: choose one in the list.").await?;
    visitor.types_here(" left palm").await?;
    visitor.reads("2 found: choose one in the list.").await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.stands_at("Or choose the place by its name").await?;
    visitor.types_here("Left thumb").await?;
    visitor.tabs_to("Add a mark").await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.reads("Mark 2 is at: Left thumb, palm side").await?;
    visitor.stands_at("What it is").await?;
    visitor.types_here("Burn").await?;
    visitor.finds_markers_large_enough().await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("body-map-form").await?;
    if visitor.kind == Kind::Chromium {
        visitor.looks_at_width(375).await?;
        visitor.finds_markers_large_enough().await?;
        visitor.looks_at_width(1280).await?;
    }

    // Taken up again, the map is open with its marks, and the list jumps to a part of the body.
    visitor.reads("Draft saved at").await?;
    visitor.carries_on_writing().await?;
    visitor.reads("Tap the place on the picture").await?;
    visitor.reads("Left thumb, palm side").await?;
    visitor.presses("Hands").await?;
    visitor.reads("found: choose one in the list.").await?;
    visitor.stands_at("Or choose the place by its name").await?;
    visitor.takes_pictures("body-map-hands").await?;

    visitor.presses("Log this concern").await?;
    visitor.reads("Give the size of mark 1 in cm or mm").await?;
    visitor.reads("Tap the place on the picture").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("body-map-wrong").await?;
    visitor
        .opens("Give the size of mark 1 in cm or mm, such as 2 cm or 15 mm by 5 mm")
        .await?;
    visitor.types("Size (cm or mm)", "2 cm").await?;
    let address = visitor.sends(&CONCERN).await?;
    visitor.types_the_address(&address).await?;
    visitor.reads("Left thumb, palm side").await?;
    visitor.reads("Bruise, 2 cm").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("body-map-concern").await?;
    visitor
        .opens("Add marks, such as when a mark is seen again")
        .await?;
    visitor.reads("When were they seen?").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("body-map-later").await?;
    visitor.opens("Dashboard").await?;
    visitor.signs_out().await?;

    let lead = visitor.one_of("DSL")?;
    visitor.comes_with_a_key(&lead).await?;
    visitor.opens("Pupils").await?;
    visitor.opens("Adeyemi, Temi").await?;
    visitor.opens("Body map").await?;
    visitor.reads("2 marks").await?;
    visitor.reads("Left knee, front").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("body-map-of-a-pupil").await
}

/// A second pupil is chosen while the map is open: whose body it is is asked, and kept.
pub async fn of_two_pupils_a_mark_is_on_the_one_whose_map_is_shown(
    visitor: &mut Visitor,
) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let teacher = visitor.one_of("Staff")?;
    visitor.signs_in(&teacher).await?;
    visitor.writes(&CONCERN).await?;
    visitor.presses("Add marks on a body map").await?;
    visitor.reads("Tap the place on the picture").await?;
    visitor.does_not_read("Body map of").await?;
    visitor.types("Who is it about?", "archie ogd").await?;
    visitor.reads("1 pupil found").await?;
    visitor.chooses("Archie Ogden").await?;
    visitor.reads("Body map of Temi Adeyemi").await?;
    visitor
        .gives_the_part("Temi Adeyemi", "Witness: saw or heard it")
        .await?;
    visitor
        .gives_the_part("Archie Ogden", "Subject: the worry is for them")
        .await?;
    // The map of the child whom the worry is for stands open.
    let open = "//details[@open][@data-map-child][contains(summary, 'Archie Ogden')]";
    visitor.driver.query(By::XPath(open)).first().await?;
    let list = visitor.field("Or choose the place by its name").await?;
    list.send_keys("Right knee, front").await?;
    visitor.presses("Add a mark").await?;
    visitor.reads("Mark 1 is at: Right knee, front").await?;
    visitor.types_here("Cut").await?;
    visitor.reads("Body map of Archie Ogden 1 mark").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("body-map-two").await?;
    visitor.fills_a_mark_in_with_one_thumb().await?;
    visitor.presses("Log this concern").await?;
    visitor.reads("Your concern is logged.").await?;
    visitor.types_the_address("/concerns").await?;
    let newest = visitor
        .address_at("//a[contains(@class, 'kw-list__link')]")
        .await?;
    visitor.types_the_address(&newest).await?;
    visitor.reads("Right knee, front").await?;
    let heading = "//h3[starts-with(., 'Archie Ogden')]";
    visitor.driver.query(By::XPath(heading)).first().await?;
    Ok(())
}
