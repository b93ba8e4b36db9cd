//! Builds the kit's own copies of its starters into it: see `src/originals.rs`.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("exercises/.originals");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for chapter in fs::read_dir(&folder)? {
        for file in fs::read_dir(chapter?.path())? {
            files.push(file?.path());
        }
    }
    files.sort();
    let mut table = String::from("[\n");
    for file in files {
        let below = file.strip_prefix(&folder)?;
        writeln!(table, "    ({below:?}, include_str!({file:?})),")?;
    }
    table.push_str("]\n");
    fs::write(
        Path::new(&env::var("OUT_DIR")?).join("originals.rs"),
        format!("&{table}"),
    )?;
    Ok(())
}
