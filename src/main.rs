//! Keyward keeps a school's safeguarding records and opens the sensitive part of them only to a
//! person who touches their own security key.
//!
//! The plan of the house is in `ARCHITECTURE.md`; begin reading in [`app`].

mod access;
mod account;
mod app;
mod audit;
mod break_glass;
mod commands;
mod concerns;
mod config;
mod cx;
mod dashboard;
mod demo;
mod device;
mod elevation;
mod enrolment;
mod feature;
mod groups;
mod ids;
mod key_estate;
mod key_policy;
mod layout;
mod mail;
mod patterns;
mod people;
mod pupils;
mod recovery_codes;
mod school;
mod security_keys;
mod sessions;
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
