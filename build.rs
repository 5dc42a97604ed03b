//! Refuses to build without the style sheet and the scripts that the binary
//! embeds, and says what makes them.

fn main() {
    println!("cargo::rerun-if-changed=web/dist");
    for file in ["keyward.css", "keyward.js", "favicon.svg"] {
        if !std::path::Path::new("web/dist").join(file).is_file() {
            println!("cargo::error=web/dist/{file} is missing: run `make web` first");
        }
    }
}
