//! What user groups ask of keys, as visitors meet it.

mod counts;
mod effects;
mod first_key;
mod leads;
mod models;
mod pages;
mod shortage;
