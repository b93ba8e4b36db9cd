//! The picture in README is what the kit draws.
//!
//! `UPDATE_PICTURE=1 cargo test --test picture` draws it again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod installed;

use std::fs;
use std::path::Path;

use anstyle_svg::Term;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PICTURE: &str = "docs/interleaving.svg";

fn drawn() -> String {
    let said = installed::racelings()
        .current_dir(ROOT)
        .env("CLICOLOR_FORCE", "1")
        .env_remove("NO_COLOR")
        .env("COLUMNS", "96")
        .args(["run", "threads2", "--file"])
        .arg("exercises/.originals/02_threads/threads2.rs")
        .output()
        .unwrap();
    assert_eq!(said.status.code(), Some(1));
    String::from_utf8(said.stdout).unwrap()
}

#[test]
fn the_picture_in_readme_is_what_the_kit_draws() {
    let text = drawn();
    let svg = Term::new().min_width_px(820).render_svg(&text);
    let path = Path::new(ROOT).join(PICTURE);
    if std::env::var_os("UPDATE_PICTURE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &svg).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    assert!(
        kept == svg,
        "{PICTURE} shows something else than what is drawn now:\n{text}\nDraw it anew with UPDATE_PICTURE=1, and look at it."
    );
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    assert!(readme.contains(PICTURE), "README does not show {PICTURE}");
}
