//! Says where this crate is, for the kit that takes its sources along.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if let Ok(folder) = env::var("CARGO_MANIFEST_DIR") {
        println!("cargo::metadata=folder={folder}");
    }
}
