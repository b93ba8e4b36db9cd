//! `explore` and `replay`: every interleaving of a program, or one of them again.

use std::path::{Path, absolute};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::signals::cancelled_by_signals;
use super::{bars, catalog, exit_of, file_of, this_program, write_file};
use crate::check::program::{self, Asked, ReplayedProgram};
use crate::check::verdict::{Checked, NotRun, Verdict};
use crate::check::{Checker, Subject};
use crate::console::{Console, print};
use crate::exit::Exit;
use crate::exploration::budget::Work;
use crate::exploration::coverage::Model;
use crate::exploration::outcome::Expected;
use crate::exploration::schedule::Schedule;
use crate::exploration::search::Preemptions;
use crate::invocation;
use crate::options::{ExploreArgs, Format, MemoryModel};
use crate::page::{self, Contents, Document};
use crate::report;
use crate::source::{self, Program};

/// Explores any program in one file.
pub fn explore(console: Console, file: &Path, how: ExploreArgs) -> Result<Exit> {
    if !file.exists()
        && let Some(name) = file.to_str()
        && catalog().is_ok_and(|catalog| catalog.get(name).is_ok())
    {
        let run = invocation::command(&["run", name]);
        bail!("explore takes a file; for the exercise {name}: `{run}`");
    }
    let path = absolute(file).with_context(|| file.display().to_string())?;
    let cancel = cancelled_by_signals()?;
    let shown = file.display().to_string();
    let bar = bars::spinner(&shown, console);
    let asked = Asked {
        file: path,
        shown,
        edition: how.edition,
        bound: how.bound.map(Preemptions::new),
        // Of a machine with two cores.
        budget: Work::of(Duration::from_secs_f64(how.budget)) * 2,
        rounds: how.rounds,
        crashes: how.crashes,
        exhaustive: how.exhaustive,
        model: match how.model {
            MemoryModel::Sc => Model::Sc,
            MemoryModel::Rc11 => Model::Rc11,
        },
    };
    let checked = program::explore(&asked, &this_program()?, &cancel, &mut |progress| {
        bars::show(&bar, &progress, console);
    });
    bar.finish_and_clear();
    match how.format {
        Format::Text => console.say(&report::explored(&checked, console.look()))?,
        Format::Json => print(&(report::explored_json(&checked) + "\n"))?,
    }
    Ok(exit_of(&checked.verdict))
}

/// Runs one schedule of an exercise or of a program in a file again, and shows it; with `svg`, as a picture in that file.
pub fn replay(
    console: Console,
    what: &str,
    schedule: &Schedule,
    svg: Option<&Path>,
) -> Result<Exit> {
    let replayed = match run_again(what, schedule)? {
        Ok(replayed) => replayed,
        Err(why) => return refuse(console, what, Verdict::NotRun(why)),
    };
    match svg {
        None => console.say(&report::replayed(&replayed, console.look()))?,
        Some(file) => {
            let document = Document::of(&Contents::of_replay(&replayed));
            write_file(file, &page::svg(&document))?;
            console.say_plain(&format!("The drawing is in {}", file.display()))?;
        }
    }
    Ok(match replayed.kind {
        Some(_) => Exit::Fails,
        None => Exit::Passes,
    })
}

/// Runs one schedule of an exercise or of a program in a file again.
pub(super) fn run_again(
    what: &str,
    schedule: &Schedule,
) -> Result<Result<ReplayedProgram, NotRun>> {
    let kit = this_program()?;
    let (program, shown, expected) = if let Some(file) = file_of(what) {
        let text = source::read(file).with_context(|| what.to_owned())?;
        (
            Program::of_its_own(&text, schedule.edition),
            what.to_owned(),
            expected_in_file(schedule),
        )
    } else {
        let catalog = catalog()?;
        let subject = Subject::of(catalog.get(what)?, &catalog.root);
        let checker = Checker::new(&catalog.root, 1, &kit);
        match checker.program(&subject) {
            Ok(program) => (program, subject.shown, Expected::CounterAtZero),
            Err(why) => return Ok(Err(why)),
        }
    };
    let cancel = cancelled_by_signals()?;
    Ok(program::replay(
        program, &shown, schedule, expected, &kit, &cancel,
    ))
}

/// What is expected of a program in a file: the schedules of an exercise name their mode, and its counter ends at zero.
fn expected_in_file(schedule: &Schedule) -> Expected {
    match schedule.setting.environment.mode {
        Some(_) => Expected::CounterAtZero,
        None => Expected::Success,
    }
}

/// Says why there is nothing to show.
pub(super) fn refuse(console: Console, name: &str, verdict: Verdict) -> Result<Exit> {
    let exit = exit_of(&verdict);
    let refused = Checked {
        name: name.to_owned(),
        file: name.to_owned(),
        is_starter: false,
        verdict,
        notes: Vec::new(),
        seconds: 0.0,
    };
    console.say(&report::explored(&refused, console.look()))?;
    Ok(exit)
}
