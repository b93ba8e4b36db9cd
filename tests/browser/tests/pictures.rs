//! Pictures of pages, to be looked at: `cargo test --test pictures -- --ignored` writes them to target/pictures.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod pages;

use std::fs;
use std::path::Path;

use browser::Browser;

use pages::starter;

#[test]
#[ignore = "it checks nothing: its pictures are for eyes"]
fn each_kind_of_screen() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
    fs::create_dir_all(&folder).unwrap();
    let mut browser = Browser::start().unwrap();
    for exercise in ["threads1", "deadlock1"] {
        let mut page = browser.open(&starter(exercise)).unwrap();
        for (name, width, medium, scheme) in [
            ("light", 1280, "screen", "light"),
            ("dark", 1280, "screen", "dark"),
            ("phone", 390, "screen", "light"),
            ("print", 800, "print", "light"),
        ] {
            page.size(width, 900).unwrap();
            page.show_as(medium, scheme).unwrap();
            page.press("ArrowRight").unwrap();
            let file = folder.join(format!("{exercise}-{name}.png"));
            page.picture(&file).unwrap();
        }
    }
}
