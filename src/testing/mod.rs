//! What the tests play with. None of it is in the program that schools run.

pub mod certificate;
pub mod software_key;
