//! Keyward keeps a school's safeguarding records and opens the sensitive part of them only to a
//! person who touches their own security key.
//!
//! The plan of the house is in `ARCHITECTURE.md`; begin reading in [`app`].

mod access;
mod account;
mod alerts;
mod app;
mod audit;
mod body_map;
mod break_glass;
mod casework;
mod categories;
mod chronology;
mod commands;
mod concerns;
mod config;
mod contacts;
mod counted;
mod cx;
mod dashboard;
mod demo;
mod device;
mod documents;
mod drafts;
mod elevation;
mod enrolment;
mod exclusions;
mod family;
mod feature;
mod flags;
mod groups;
mod ids;
mod inbox;
mod key_estate;
mod key_policy;
mod layout;
mod mail;
mod migrations;
mod patterns;
mod people;
mod planner;
mod pupils;
mod reason;
mod recovery_codes;
mod school;
mod school_calendar;
mod search;
mod security_keys;
mod sessions;
mod sight;
mod sign_in;
mod soft_keys;
#[cfg(test)]
mod testing;
mod upload;
mod usb_keys;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    commands::run(commands::CommandLine::parse())
}
