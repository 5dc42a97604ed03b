//! Every component on one page, written to `target/gallery` so that the look
//! can be looked at: `cargo test gallery`, then open the pages in a browser.

use askama::Template;
use keyward_web::Errors;

use super::{Choice, ElevationMark, Flash, FlashKind, NavItem, SchoolName, Shell};

#[derive(Template)]
#[template(path = "layout/gallery/page.html")]
struct Gallery {
    shell: Shell,
    errors: Errors,
    choices: Vec<Choice>,
    markup: String,
}

#[derive(Template)]
#[template(path = "layout/gallery/plain.html")]
struct Plain {
    shell: Shell,
}

fn shell(elevation: ElevationMark) -> Shell {
    let places = [
        ("Dashboard", "/dashboard"),
        ("Log a concern", "/concerns/new"),
        ("Pupils", "/pupils"),
        ("People", "/people"),
        ("User groups", "/groups"),
        ("Audit", "/audit"),
    ];
    let item = |(label, href)| NavItem {
        label,
        href,
        current: href == "/dashboard",
    };
    Shell {
        here: String::new(),
        too_few_keys: None,
        viewing_as: None,
        school: Some(SchoolName {
            name: "Hawthorn Park Primary School".to_owned(),
            slug: "hawthorn-park".to_owned(),
        }),
        person_name: Some("Priya Raman".to_owned()),
        navigation: places.into_iter().map(item).collect(),
        elevation,
        flash: Some(Flash {
            kind: FlashKind::Success,
            text: "Your concern has been logged and the safeguarding lead has been told."
                .to_owned(),
        }),
    }
}

fn write(name: &str, page: &str) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    std::fs::create_dir_all(&folder).expect("a folder to write to");
    std::fs::write(folder.join(name), page).expect("the page is written");
}

fn gallery(elevation: ElevationMark) -> String {
    let mut errors = Errors::new();
    errors.add("where", "Enter where it happened");
    errors.add("noticed-day", "Enter the day it was noticed");
    let choices = vec![
        Choice::new("physical", "Physical").hint("Bruises, marks, injuries"),
        Choice::new("emotional", "Emotional"),
        Choice::new("other", "Something else").reveals(),
    ];
    let markup = "<b>not bold</b>".to_owned();
    Gallery {
        shell: shell(elevation),
        errors,
        choices,
        markup,
    }
    .render()
    .expect("it renders")
}

#[test]
fn the_gallery_shows_every_component() {
    let on = gallery(ElevationMark::On {
        until: "14:32".to_owned(),
        seconds_left: 899,
    });
    assert!(on.contains("Elevated access is on") && on.contains("data-seconds-left=\"899\""));
    assert!(!on.contains("<b>not bold") && on.contains("&#60;b&#62;not bold"));
    write("elevated.html", &on);

    let offered = gallery(ElevationMark::Offered);
    assert!(offered.contains("Elevate Your Access") && !offered.contains("data-elevation"));
    write("offered.html", &offered);
}

#[test]
fn a_page_before_sign_in_has_no_navigation() {
    let shell = Shell {
        school: shell(ElevationMark::Absent).school,
        ..Shell::default()
    };
    let plain = Plain { shell }.render().expect("it renders");
    assert!(!plain.contains("<nav") && plain.contains("Hawthorn Park Primary School"));
    write("plain.html", &plain);
}
