//! Stored interleavings: what a drawing is made of, without the kit that finds them.
//!
//! `UPDATE_STORIES=1 cargo test --test drawings stories` writes them anew: after a change of what an interleaving says, or
//! of how executions go.

#[path = "stored.rs"]
mod stored;

use std::fs;
use std::path::Path;
use std::time::Duration;

use racelings::catalog::Catalog;
use racelings::check::program::{self, Asked, ReplayedProgram};
use racelings::check::verdict::{Checked, Evidence, Failure, Verdict};
use racelings::check::{Checker, Subject};
use racelings::edition::Edition;
use racelings::exploration::budget::Work;
use racelings::exploration::coverage::Model;
use racelings::report;
use racelings::styled::{Columns, Form, Glyphs, Look, Writer};
use racelings::supervise::Cancel;

use stored::file_of;
pub use stored::{stored, story};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The drawing as plain text, but for the command that runs it again: it depends on how the kit was started.
pub fn drawn(story: &ReplayedProgram, columns: usize, glyphs: Glyphs) -> String {
    let width = Columns(columns);
    let form = Form::Drawing;
    let look = Look {
        width,
        glyphs,
        form,
    };
    let text = report::replayed(story, look);
    let text = Writer::Plain.text(&text);
    let again = text.find("To see it again: ").unwrap_or(text.len());
    text[..again].to_owned()
}

/// Whether they are to be written anew.
pub fn are_to_be_written() -> bool {
    std::env::var_os("UPDATE_STORIES").is_some()
}

/// Explores a program and stores what breaks it.
pub fn write_explored(name: &str, file: &str) {
    let asked = Asked {
        file: Path::new(ROOT).join(file),
        shown: file.to_owned(),
        edition: Edition::default(),
        bound: None,
        budget: Work::of(Duration::from_secs(20)),
        rounds: None,
        crashes: false,
        exhaustive: false,
        model: Model::Rc11,
    };
    let kit = Path::new(env!("CARGO_BIN_EXE_racelings"));
    write(
        name,
        program::explore(&asked, kit, &Cancel::new(), &mut |_| ()),
    );
}

/// Checks the starter of an exercise and stores what breaks it.
pub fn write_starter(name: &str, exercise: &str) {
    let catalog = Catalog::find(Path::new(ROOT)).unwrap();
    let mut exercises = catalog.exercises.iter();
    let exercise = exercises.find(|one| one.name == exercise).unwrap();
    let subject = Subject::starter_of(exercise, &catalog.root);
    let kit = Path::new(env!("CARGO_BIN_EXE_racelings"));
    let checker = Checker::new(&catalog.root, 1, kit);
    write(name, checker.check(&subject, &Cancel::new(), &mut |_| ()));
}

fn write(name: &str, checked: Checked) {
    let Verdict::Fails(failure) = checked.verdict else {
        panic!("{name}: nothing breaks it: {:?}", checked.verdict);
    };
    let Failure { kind, evidence } = *failure;
    let Evidence::Interleaving { interleaving, .. } = evidence else {
        panic!("{name}: no interleaving breaks it");
    };
    let story = ReplayedProgram {
        shown: checked.file,
        kind: Some(kind),
        interleaving,
    };
    let text = serde_json::to_string(&story).unwrap();
    fs::write(file_of(name), text + "\n").unwrap();
}
