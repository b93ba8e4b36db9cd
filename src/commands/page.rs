//! `page`: what a check finds, as an HTML file; for all exercises, a small site.

use std::fs;
use std::path::{Path, PathBuf, absolute};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};

use super::explore::{refuse, run_again};
use super::run::subject;
use super::signals::cancelled_by_signals;
use super::{bars, catalog, named_or_current, progress, this_program, write_file};
use crate::catalog::Exercise;
use crate::check::program::{self, Asked, ReplayedProgram};
use crate::check::verdict::{Checked, Evidence, NotRun, Verdict};
use crate::check::{Checker, DEFAULT_RUNS, Subject};
use crate::console::{Console, note};
use crate::edition::Edition;
use crate::exit::Exit;
use crate::exploration::budget::Work;
use crate::exploration::outcome::Expected;
use crate::exploration::schedule::Schedule;
use crate::options::PageArgs;
use crate::page::{self, Contents, Entry};
use crate::report;
use crate::source::{self, Program};
use crate::styled::Glyphs;
use crate::supervise::Cancel;

/// How much work exploring a program in a file may be, as with `explore`.
const BUDGET: Work = Work::of(Duration::from_secs(20));

/// Writes the page of an exercise or of a program, or those of all exercises.
pub fn page(console: Console, args: &PageArgs) -> Result<Exit> {
    match (&args.output, &args.what, &args.schedule) {
        (Some(folder), ..) if args.all => all(console, folder, args.open),
        (output, Some(what), Some(schedule)) => {
            let output = output.clone().unwrap_or_else(|| named_after(what));
            interleaving(console, what, schedule, &output, args.open)
        }
        _ => one(console, args),
    }
}

/// The page of one interleaving that is given.
fn interleaving(
    console: Console,
    what: &str,
    schedule: &Schedule,
    output: &Path,
    open: bool,
) -> Result<Exit> {
    match run_again(what, schedule)? {
        Ok(replayed) => {
            let html = page::html(&Contents::of_replay(&replayed));
            written(console, output, &html, open)
        }
        Err(why) => refuse(console, what, Verdict::NotRun(why)),
    }
}

/// The page of what a check finds.
fn one(console: Console, args: &PageArgs) -> Result<Exit> {
    let cancel = cancelled_by_signals()?;
    let what = args.what.as_deref();
    let program = what.map(Path::new).filter(|file| file.is_file());
    let (checked, otherwise) = match (program, &args.file) {
        (Some(program), None) => of_file(console, program, &cancel)?,
        (_, file) => of_exercise(console, what, file.as_deref(), &cancel)?,
    };
    let otherwise = match otherwise {
        Ok(otherwise) => otherwise,
        Err(why) => return refuse(console, &checked.name, Verdict::NotRun(why)),
    };
    let Some(contents) = Contents::of_check(&checked, otherwise.as_ref()) else {
        let name = checked.name.clone();
        return refuse(console, &name, checked.verdict);
    };
    let output = args.output.clone();
    let output = output.unwrap_or_else(|| named_after(&checked.name));
    console.say(&std::iter::once(report::headline(&checked, console.glyphs)).collect())?;
    written(console, &output, &page::html(&contents), args.open)
}

/// What a check found, and what is drawn where it found no interleaving that fails.
type Found = (Checked, Result<Option<ReplayedProgram>, NotRun>);

fn of_file(console: Console, file: &Path, cancel: &Cancel) -> Result<Found> {
    let kit = this_program()?;
    let shown = file.display().to_string();
    let asked = Asked {
        file: absolute(file).with_context(|| shown.clone())?,
        shown: shown.clone(),
        edition: Edition::default(),
        bound: None,
        budget: BUDGET,
        rounds: None,
    };
    let bar = bars::spinner(&shown);
    let checked = program::explore(&asked, &kit, cancel, &mut |progress| {
        bars::show(&bar, &progress, console);
    });
    bar.finish_and_clear();
    if !needs_another(&checked.verdict) {
        return Ok((checked, Ok(None)));
    }
    let text = source::read(file).with_context(|| shown.clone())?;
    let program = Program::of_its_own(&text, Edition::default());
    let success = Expected::Success;
    let first = program::undecided(program, &shown, None, success, &kit, cancel);
    Ok((checked, first.map(Some)))
}

/// With `file`, that file is checked as the exercise.
fn of_exercise(
    console: Console,
    name: Option<&str>,
    file: Option<&Path>,
    cancel: &Cancel,
) -> Result<Found> {
    let catalog = catalog()?;
    let exercise = named_or_current(&catalog, &progress(&catalog), name)?;
    let checker = Checker::new(&catalog.root, DEFAULT_RUNS, &this_program()?);
    let bar = bars::spinner(&exercise.name);
    let subject = subject(exercise, file, &catalog.root)?;
    let checked = checker.check(&subject, cancel, &mut |progress| {
        bars::show(&bar, &progress, console);
    });
    bar.finish_and_clear();
    let otherwise = otherwise(&checker, &subject, &checked, cancel);
    Ok((checked, otherwise))
}

/// What is drawn where a check of an exercise found no interleaving that fails: the one without a preemption.
fn otherwise(
    checker: &Checker,
    subject: &Subject,
    checked: &Checked,
    cancel: &Cancel,
) -> Result<Option<ReplayedProgram>, NotRun> {
    match needs_another(&checked.verdict) {
        true => checker.undecided(subject, cancel).map(Some),
        false => Ok(None),
    }
}

/// Whether there is something to draw, but the check found no interleaving that fails.
fn needs_another(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::Passes(_) => true,
        Verdict::Fails(failure) => matches!(failure.evidence, Evidence::Runs(_)),
        Verdict::NotRun(_) => false,
    }
}

/// A small site: a page for each exercise, and an index.
fn all(console: Console, folder: &Path, open: bool) -> Result<Exit> {
    let catalog = catalog()?;
    let cancel = cancelled_by_signals()?;
    let checker = Checker::new(&catalog.root, DEFAULT_RUNS, &this_program()?);
    fs::create_dir_all(folder)
        .with_context(|| format!("{} cannot be created", folder.display()))?;
    let bar = bars::bar(catalog.exercises.len() as u64);
    let mut entries = Vec::new();
    for exercise in &catalog.exercises {
        let subject = Subject::of(exercise, &catalog.root);
        let checked = checker.check(&subject, &cancel, &mut |progress| {
            bars::show(&bar, &progress, console);
        });
        let otherwise = otherwise(&checker, &subject, &checked, &cancel).unwrap_or_default();
        entries.push(entry(folder, exercise, &checked, otherwise.as_ref())?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let pages = entries.iter().filter(|entry| entry.file.is_some()).count();
    let index = folder.join("index.html");
    write_file(&index, &page::index(&entries))?;
    console.say_plain(&format!(
        "{pages} pages, and their index: {}",
        index.display()
    ))?;
    if open {
        show(&index);
    }
    Ok(Exit::Passes)
}

fn entry(
    folder: &Path,
    exercise: &Exercise,
    checked: &Checked,
    otherwise: Option<&ReplayedProgram>,
) -> Result<Entry> {
    let file = match Contents::of_check(checked, otherwise) {
        Some(contents) => {
            let file = format!("{}.html", exercise.name);
            write_file(&folder.join(&file), &page::html(&contents))?;
            Some(file)
        }
        None => None,
    };
    Ok(Entry {
        chapter: exercise.dir.clone(),
        name: exercise.name.clone(),
        headline: report::headline(checked, Glyphs::Unicode).plain(),
        file,
    })
}

/// `threads1.html` in the current folder.
fn named_after(what: &str) -> PathBuf {
    let stem = Path::new(what).file_stem().unwrap_or_default();
    let mut name = stem.to_owned();
    name.push(".html");
    PathBuf::from(name)
}

fn written(console: Console, output: &Path, html: &str, open: bool) -> Result<Exit> {
    write_file(output, html)?;
    console.say_plain(&format!("The page is {}", output.display()))?;
    if open {
        show(output);
    }
    Ok(Exit::Passes)
}

/// Opens a page in the browser. If that does not work, the page is there all the same.
fn show(page: &Path) {
    let opener = match cfg!(target_os = "macos") {
        true => "open",
        false => "xdg-open",
    };
    let mut command = Command::new(opener);
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null());
    match quiet.stderr(Stdio::null()).arg(page).status() {
        Ok(status) if status.success() => {}
        Ok(status) => note(&format!("{opener} could not open it: {status}")),
        Err(error) => note(&format!("{opener} could not open it: {error}")),
    }
}
