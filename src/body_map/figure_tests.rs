//! The figures: every region where it should be, and nowhere else.

use std::collections::BTreeSet;

use super::*;

/// Every place of a picture, some thousandths apart.
fn grid(step: usize) -> impl Iterator<Item = Place> {
    let line = move || (0..=PLACE_MAX).step_by(step);
    line().flat_map(move |y| line().map(move |x| Place { x, y }))
}

#[test]
fn every_regions_centre_lies_in_its_own_region_and_in_no_other() {
    for figure in figures() {
        for cell in &figure.cells {
            let centre = figure.point(cell.centre);
            let within = figure
                .cells
                .iter()
                .filter(|other| contains(&other.edge, centre));
            let within: Vec<&str> = within.map(|other| other.key.as_str()).collect();
            assert_eq!(
                within,
                [cell.key.as_str()],
                "{:?} {:?}",
                figure.view,
                figure.build
            );
            let at = figure.region_at(cell.centre).map(|at| &at.key);
            assert_eq!(at, Some(&cell.key));
            assert!(
                figure.is_on_body(cell.centre),
                "{:?} {:?} {}: beside the body",
                figure.view,
                figure.build,
                cell.key
            );
        }
    }
}

#[test]
fn every_place_on_a_body_is_in_one_region() {
    for figure in figures() {
        for place in grid(23).filter(|place| figure.is_on_body(*place)) {
            assert!(
                figure.region_at(place).is_some(),
                "{:?} {:?} {place:?} is in no region",
                figure.view,
                figure.build
            );
            let point = figure.point(place);
            let within = figure
                .cells
                .iter()
                .filter(|cell| contains(&cell.edge, point));
            let within: Vec<&str> = within.map(|cell| cell.key.as_str()).collect();
            assert!(within.len() <= 1, "{:?} {place:?} {within:?}", figure.view);
        }
    }
}

#[test]
fn what_is_beside_the_body_is_in_no_region() {
    for figure in figures() {
        let corner = Place { x: 0, y: 0 };
        assert!(figure.region_at(corner).is_none(), "{:?}", figure.view);
    }
}

#[test]
fn every_view_is_there_in_both_builds_and_is_called_by_its_key() {
    for view in View::ALL {
        assert_eq!(View::called(view.key()), Some(view));
        for build in Build::ALL {
            let figure = figure(view, build);
            assert_eq!((figure.view, figure.build), (view, build));
            assert!(figure.cells.len() > 4 && !figure.lines.is_empty());
        }
    }
    let (younger, older) = (
        figure(View::Front, Build::Younger),
        figure(View::Front, Build::Older),
    );
    assert_ne!(younger.outline, older.outline);
    assert_eq!(
        figure(View::LeftPalm, Build::Younger).outline,
        figure(View::LeftPalm, Build::Older).outline
    );
}

#[test]
fn no_two_regions_have_one_name_and_none_forgets_its_side() {
    for build in Build::ALL {
        let mut seen = BTreeSet::new();
        for figure in figures().iter().filter(|figure| figure.build == build) {
            for cell in &figure.cells {
                assert!(seen.insert(&cell.name), "{} is there twice", cell.name);
                assert!(!cell.name.contains('{'), "{}", cell.name);
            }
        }
    }
}

/// The words with left and right changed about.
fn other_side(words: &str) -> String {
    words
        .replace("eft", "@")
        .replace("ight", "eft")
        .replace('@', "ight")
        .replace("Reft", "Left")
        .replace("Light", "Right")
        .replace("reft", "left")
        .replace("light", "right")
}

#[test]
fn a_body_is_its_own_mirror_image_and_left_becomes_right() {
    for figure in figures() {
        let mirrored = match figure.view {
            View::Front | View::Back | View::HeadFront | View::HeadBack => figure.view,
            View::HeadLeft => View::HeadRight,
            View::HeadRight => View::HeadLeft,
            View::LeftHandBack => View::RightHandBack,
            View::LeftPalm => View::RightPalm,
            View::RightHandBack => View::LeftHandBack,
            View::RightPalm => View::LeftPalm,
            View::LeftFootTop => View::RightFootTop,
            View::LeftSole => View::RightSole,
            View::RightFootTop => View::LeftFootTop,
            View::RightSole => View::LeftSole,
        };
        let other = super::figure(mirrored, figure.build);
        for cell in &figure.cells {
            let place = Place {
                x: PLACE_MAX - cell.centre.x,
                y: cell.centre.y,
            };
            let there = other.region_at(place).expect("a region");
            assert_eq!(there.name, other_side(&cell.name), "{:?}", figure.view);
        }
    }
}

#[test]
fn left_is_the_childs_own() {
    let name = |view, x, y| {
        let at = figure(view, Build::Older).region_at(Place { x, y });
        at.map(|cell| cell.name.as_str())
    };
    // To the right of whoever looks at a face, to the left of whoever looks at a back.
    assert_eq!(name(View::Front, 630, 720), Some("Left knee, front"));
    assert_eq!(name(View::Back, 370, 720), Some("Back of the left knee"));
    assert_eq!(name(View::HeadFront, 630, 425), Some("Left eye"));
    // The thumb of a left hand is to the right of whoever looks at its back.
    assert_eq!(name(View::LeftHandBack, 770, 550), Some("Left thumb, back"));
    assert_eq!(
        name(View::LeftPalm, 230, 550),
        Some("Left thumb, palm side")
    );
    assert_eq!(name(View::LeftFootTop, 740, 180), Some("Left big toe, top"));
}

#[test]
fn a_place_on_a_younger_childs_figure_is_found_on_the_older_one_and_back() {
    for view in View::ALL {
        let (younger, older) = (figure(view, Build::Younger), figure(view, Build::Older));
        for cell in &younger.cells {
            let there = younger.translate(cell.centre, older);
            assert_eq!(older.region_at(there).map(|at| &at.key), Some(&cell.key));
            let back = older.translate(there, younger);
            assert!((back.x - cell.centre.x).abs() <= 1 && (back.y - cell.centre.y).abs() <= 1);
        }
    }
}

#[test]
fn marks_that_name_one_region_do_not_stand_on_each_other() {
    let front = figure(View::Front, Build::Older);
    let cell = front.region("upper-abdomen-left").expect("a region");
    let mut taken = Vec::new();
    for _ in 0..4 {
        let place = front.free_place(cell, &taken);
        assert!(!taken.contains(&place), "{taken:?}");
        assert_eq!(front.region_at(place).map(|at| &at.key), Some(&cell.key));
        taken.push(place);
    }
}
