//! Pictures of pages, to be looked at: `cargo test --test pictures -- --ignored` writes them to target/pictures.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod pages;

use std::fs;
use std::path::Path;

use browser::{Browser, Page};

use pages::{starter, unexplained};

#[test]
#[ignore = "it checks nothing: its pictures are for eyes"]
fn each_kind_of_screen() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
    fs::create_dir_all(&folder).unwrap();
    let mut browser = Browser::start().unwrap();
    for exercise in ["threads1", "deadlock1", "publish1", "condvar1"] {
        let mut page = browser.open(&starter(exercise)).unwrap();
        each_look(&mut page, &folder, exercise, |page| {
            page.press("ArrowRight").unwrap();
        });
    }
    for exercise in ["threads1", "deadlock1", "process_locks4"] {
        let mut page = browser.open(&unexplained(exercise)).unwrap();
        each_look(&mut page, &folder, &format!("{exercise}-game"), |page| {
            page.click("#board .move:enabled").unwrap();
        });
        page.size(1280, 900).unwrap();
        page.show_as("screen", "light").unwrap();
        while page
            .value("document.querySelector('#board .move:enabled') !== null")
            .unwrap()
            == true
        {
            page.click("#board .card:last-child .move:enabled")
                .or_else(|_| page.click("#board .move:enabled"))
                .unwrap();
        }
        page.picture(&folder.join(format!("{exercise}-game-end.png")))
            .unwrap();
    }
}

fn each_look(page: &mut Page<'_>, folder: &Path, what: &str, step: impl Fn(&mut Page<'_>)) {
    for (name, width, medium, scheme) in [
        ("light", 1280, "screen", "light"),
        ("dark", 1280, "screen", "dark"),
        ("phone", 375, "screen", "light"),
        ("print", 800, "print", "light"),
    ] {
        page.size(width, 900).unwrap();
        if medium == "screen" {
            step(page);
        }
        page.show_as(medium, scheme).unwrap();
        page.picture(&folder.join(format!("{what}-{name}.png")))
            .unwrap();
    }
}
