//! The picture with which README begins is the board of a game.
//!
//! `UPDATE_PICTURE=1 cargo test --test watch_terminal picture` draws it again.

use std::fs;
use std::path::Path;

use anstyle_svg::Term;
use vt100::{Cell, Color, Screen};

use crate::session::{Session, racelings};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PICTURE: &str = "docs/play.svg";

/// A set of exercises in this folder that has only the starter of threads1.
fn only_threads1(folder: &Path) {
    let info = fs::read_to_string(Path::new(ROOT).join("info.toml")).unwrap();
    let (begin, entries) = info.split_once("[[exercises]]").unwrap();
    let mut entries = entries.split("[[exercises]]");
    let entry = entries.find(|entry| entry.contains("\nname = \"threads1\"\n"));
    let info = format!("{begin}[[exercises]]{}", entry.unwrap());
    fs::write(folder.join("info.toml"), info).unwrap();
    let starter = "exercises/.originals/02_threads/threads1.rs";
    let text = fs::read(Path::new(ROOT).join(starter)).unwrap();
    for file in ["exercises/02_threads/threads1.rs", starter] {
        let file = folder.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, &text).unwrap();
    }
}

/// The board just before the decisive step: `inc` is about to write what it has read before `dec` wrote.
fn drawn() -> String {
    let folder = tempfile::tempdir().unwrap();
    only_threads1(folder.path());
    let game = racelings(&["play", "threads1"]);
    let mut session = Session::start(game, folder.path(), folder.path());
    session.shows(&["(par 1)", "1-9 step"]);
    session.press("e2");
    session.shows(&["inc reads 0"]);
    session.press("3");
    session.shows(&["Preemption: dec reads 0"]);
    session.press("3");
    session.shows(&["dec writes -1", "writes 1"]);
    session.screen(coloured)
}

/// The screen with its colours, line by line. Each cell says all of them.
fn coloured(screen: &Screen) -> String {
    let (rows, columns) = screen.size();
    let line = |row| {
        let cells = (0..columns.get()).filter_map(|column| screen.cell(row, column));
        let line: String = cells.map(of_cell).collect();
        line + "\u{1b}[0m"
    };
    Vec::from_iter((0..rows.get()).map(line)).join("\n")
}

fn of_cell(cell: &Cell) -> String {
    let styles = [(cell.bold(), 1), (cell.dim(), 2), (cell.inverse(), 7)];
    let mut codes = vec![0];
    codes.extend(
        styles
            .into_iter()
            .filter(|(is_on, _)| *is_on)
            .map(|(_, code)| code),
    );
    if let Color::Idx(number @ 0..8) = cell.fgcolor() {
        codes.push(30 + number);
    }
    let codes: Vec<String> = codes.iter().map(u8::to_string).collect();
    let text = match cell.contents() {
        "" => " ",
        text => text,
    };
    format!("\u{1b}[{}m{text}", codes.join(";"))
}

#[test]
fn the_picture_at_the_beginning_of_readme_is_a_board() {
    let text = drawn();
    let svg = Term::new().min_width_px(700).render_svg(&text);
    let path = Path::new(ROOT).join(PICTURE);
    if std::env::var_os("UPDATE_PICTURE").is_some() {
        fs::write(&path, &svg).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == svg,
        "{PICTURE} shows something else than the board now:\n{text}\nDraw it anew with UPDATE_PICTURE=1, and look at it."
    );
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let shown = readme.find(PICTURE);
    let first = readme.find("\n## ");
    assert!(
        shown.is_some() && shown < first,
        "README does not begin with {PICTURE}"
    );
}
