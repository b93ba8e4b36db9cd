//! The pages that are tested: made by the kit, of starters as they are shipped.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The page of a starter as it is shipped. It begins with the game.
#[allow(dead_code, reason = "not each test needs it")]
pub fn unexplained(exercise: &str) -> PathBuf {
    written(exercise, &[])
}

/// The page of a starter that begins with the story, as that of an edited file.
#[allow(dead_code, reason = "not each test needs it")]
pub fn starter(exercise: &str) -> PathBuf {
    written(exercise, &["--explain"])
}

fn written(exercise: &str, how: &[&str]) -> PathBuf {
    let info = fs::read_to_string(Path::new(ROOT).join("info.toml")).unwrap();
    let (_, entry) = info.split_once(&format!("name = \"{exercise}\"")).unwrap();
    let (_, dir) = entry.split_once("dir = \"").unwrap();
    let (dir, _) = dir.split_once('"').unwrap();
    let file = format!("exercises/.originals/{dir}/{exercise}.rs");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    // Several tests make the same page at once.
    let number = format!("{:?}", std::thread::current().id());
    let output = folder.join(format!("{exercise}-{number}.html").replace(['(', ')'], ""));
    let arguments = [exercise, "--file", &file, "-o", output.to_str().unwrap()];
    page_of(&[&arguments[..], how].concat());
    output
}

/// Has the kit write a page.
pub fn page_of(arguments: &[&str]) {
    let made = Command::new(env::var_os("CARGO").unwrap())
        .current_dir(ROOT)
        .args(["run", "--quiet", "--", "page"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
}
