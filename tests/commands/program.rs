//! The built program, run to its end.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The built program with these arguments and nothing of ours in its environment.
pub fn keyward<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyward"));
    command.env_clear().args(arguments).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn ran<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Output {
    keyward(arguments).output().expect("it starts")
}

/// What it said.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What it complained about.
pub fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A command in a data folder.
pub fn at<'a>(folder: &'a Path, arguments: &[&'a str]) -> Output {
    let mut keyward = keyward(arguments);
    keyward.arg("--data-dir").arg(folder);
    keyward.output().expect("it starts")
}
