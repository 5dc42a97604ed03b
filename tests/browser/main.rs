//! Journeys through Keyward in real browsers, Chromium and Firefox, with virtual security keys.
//!
//! `make test` installs what this needs. To walk one journey:
//! `cargo test --test browser -- firefox::virtual_keys_work`.

#![expect(
    clippy::print_stderr,
    reason = "tests report to the person who runs them"
)]

mod axe;
mod body_map;
mod calendar;
mod casework;
mod drivers;
mod elevation;
mod enrolment;
mod errands;
mod every_page;
mod failure;
mod file;
mod first_time;
mod inbox;
mod keeper;
mod keyboard;
mod logging;
mod narrow;
mod no_keys;
mod offline;
mod own_key;
mod papers;
mod passkeys;
mod pictures;
mod planner;
mod policy;
mod recovery_codes;
mod registration;
mod rehearsal;
mod runner;
mod search;
mod server;
mod sessions;
mod sight;
mod soft_keys;
mod usb_keys;
mod virtual_key;
mod visitor;
mod waiting;

use std::process::ExitCode;

use drivers::Kind;
use libtest_mimic::Arguments;
use runner::Browsers;

fn main() -> ExitCode {
    let journeys = journeys![
        rehearsal::virtual_keys_work,
        first_time::a_first_time_user_sets_a_password_links_a_key_elevates_and_reads,
        first_time::somebody_who_forgot_their_password_links_a_fido2_key_elevates_and_reads,
        own_key::signing_in_with_the_key_leaves_no_elevate_option,
        own_key::another_persons_key_is_refused,
        registration::a_cancelled_and_a_timed_out_registration_have_words_and_a_way_on,
        own_key::a_cloned_key_is_suspended_and_told,
        enrolment::two_people_let_somebody_back_in_who_lost_their_key,
        enrolment::the_break_glass_code_is_printed_opened_and_reviewed,
        recovery_codes::a_printed_code_signs_in_once,
        waiting::a_first_key_that_waits_is_withdrawn_and_the_right_one_approved,
        passkeys::a_passkey_signs_in_without_a_password,
        passkeys::a_user_group_that_asks_for_the_pin_gets_it,
        soft_keys::an_app_is_set_up_and_elevates,
        usb_keys::a_key_that_types_codes_is_brought_in_linked_and_elevates,
        elevation::elevation_is_dropped_and_expires,
        elevation::what_one_tab_drops_no_other_tab_shows,
        elevation::elevating_takes_nobody_away_from_what_they_write,
        policy::a_policy_names_whom_it_locks_out_and_drops_them,
        search::a_lead_searches_as_they_type_and_by_keyboard,
        sessions::a_session_that_was_left_open_is_seen_and_ended,
        narrow::a_long_list_of_staff_is_narrowed_by_part_of_a_name,
        sight::a_lead_views_as_a_user_group_and_back_and_excludes_somebody,
        [chromium] no_keys::a_browser_without_keys_is_told_which_do,
        every_page::every_page_passes_axe_at_both_widths,
        keyboard::logging_a_concern_by_keyboard_alone,
        casework::a_concern_is_acted_on_closed_and_reopened,
        planner::what_is_due_is_ticked_off_from_the_planner,
        planner::whoever_logged_a_concern_does_what_they_were_given,
        planner::a_pattern_is_looked_at_and_dismissed_with_a_reason,
        inbox::the_inbox_is_worked_through_by_keyboard_alone,
        calendar::terms_and_closed_days_are_entered_in_rows,
        file::a_lead_keeps_a_childs_file_and_prints_the_chronology,
        logging::a_concern_is_logged_on_a_phone,
        logging::enter_chooses_a_pupil_and_sends_nothing,
        offline::what_cannot_be_sent_stays_and_is_sent_later,
        logging::a_school_keeps_its_categories,
        papers::a_draft_survives_and_its_files_go_with_the_concern,
        papers::a_draft_waits_for_the_connection_and_the_session,
        body_map::of_two_pupils_a_mark_is_on_the_one_whose_map_is_shown,
        body_map::a_mark_by_pointer_and_one_by_keyboard_are_logged_and_seen_again,
    ];

    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(Kind::BOTH.len());
    let browsers = match Browsers::new() {
        Ok(browsers) => browsers,
        Err(failure) => {
            eprintln!("{failure}");
            return ExitCode::FAILURE;
        }
    };
    let conclusion = libtest_mimic::run(&arguments, browsers.trials(&journeys));
    browsers.quit();
    conclusion.exit_code()
}
