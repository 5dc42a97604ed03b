//! The command line as an IT technician meets it: the built program, its words and its exit codes.

mod demo;
mod program;
mod school;
mod server;
mod together;
mod words;
