//! `verify`: checks all exercises.

use super::bars::{bar, show};
use super::signals::cancelled_by_signals;
use super::{catalog, exit_of, keep, progress, this_program};
use crate::check::{Checker, Subject};
use crate::console::{Console, print};
use crate::exit::Exit;
use crate::options::{CheckArgs, Format};
use crate::progress::{Change, Moment};
use crate::report;
use anyhow::Result;

/// Checks every exercise as the learner has it.
pub fn verify(console: Console, how: CheckArgs) -> Result<Exit> {
    let catalog = catalog()?;
    progress(&catalog);
    let checker = Checker::new(&catalog.root, how.runs, &this_program()?);
    let subjects: Vec<Subject> = catalog
        .exercises
        .iter()
        .map(|e| Subject::of(e, &catalog.root))
        .collect();
    let bar = bar(subjects.len() as u64, console);
    let cancel = cancelled_by_signals()?;
    // What is wrong with it, each check says.
    let _ = checker.prepare(&cancel, &mut |progress| {
        show(&bar, &progress, console);
    });
    bar.set_message("");
    let mut exit = Exit::Passes;
    let mut said = Ok(());
    checker.check_all(&subjects, &cancel, &mut |index, checked| {
        bar.inc(1);
        let exercise = &catalog.exercises[index];
        let one = bar.suspend(|| match how.format {
            Format::Text => console.say(&report::checked(&checked, exercise, console.look())),
            Format::Json => print(&(report::checked_json(&checked) + "\n")),
        });
        if said.is_ok() {
            said = one;
        }
        exit = worse(exit, exit_of(&checked.verdict));
        keep(&catalog, Change::by(&checked, Moment::now()).as_slice());
    });
    bar.finish_and_clear();
    said.map(|()| exit)
}

/// The exit of all, from the exits of each: a bug of ours first, then what fails.
fn worse(one: Exit, other: Exit) -> Exit {
    let rank = |exit: Exit| match exit {
        Exit::Passes => 0,
        Exit::CouldNot => 1,
        Exit::Fails => 2,
        Exit::OurBug => 3,
    };
    if rank(other) > rank(one) { other } else { one }
}
