//! `page`: what a check finds, as an HTML file; for all exercises, a small site.

use std::fs;
use std::path::{Path, PathBuf, absolute};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};

use super::explore::{refuse, run_again};
use super::run::subject;
use super::signals::cancelled_by_signals;
use super::{
    CRASHES_OF_AN_EXERCISE, bars, catalog, explaining, file_of, named_or_current, progress,
    this_program, write_file,
};
use crate::catalog::Exercise;
use crate::check::verdict::{Checked, NotRun, Verdict};
use crate::check::{Checker, DEFAULT_RUNS, Subject};
use crate::console::{Console, note};
use crate::exit::Exit;
use crate::exploration::schedule::Schedule;
use crate::options::PageArgs;
use crate::page::{self, Contents, Entry};
use crate::publish::{Found, Program};
use crate::report;
use crate::styled::Glyphs;
use crate::supervise::Cancel;

/// Writes the page of an exercise or of a program, or those of all exercises.
pub fn page(console: Console, args: &PageArgs) -> Result<Exit> {
    match (&args.output, &args.what, &args.schedule) {
        (Some(folder), ..) if args.all => all(console, folder, args),
        (output, Some(what), Some(schedule)) => {
            interleaving(console, what, schedule, output.as_deref(), args.open)
        }
        _ => one(console, args),
    }
}

/// The page of one interleaving that is given.
fn interleaving(
    console: Console,
    what: &str,
    schedule: &Schedule,
    output: Option<&Path>,
    open: bool,
) -> Result<Exit> {
    match run_again(what, schedule)? {
        Ok(replayed) => {
            let html = page::html(&Contents::of_replay(&replayed));
            written(console, (output, what), &html, open)
        }
        Err(why) => refuse(console, what, Verdict::NotRun(why)),
    }
}

/// The page of what a check finds.
fn one(console: Console, args: &PageArgs) -> Result<Exit> {
    let kit = this_program()?;
    let what = args.what.as_deref();
    let file = what.and_then(file_of);
    if let (Some(file), None) = (file, &args.file) {
        let shown = file.display().to_string();
        let path = absolute(file).with_context(|| shown.clone())?;
        let program = Program::of_file(path, shown, args.crashes, kit);
        return of(&program, console, args);
    }
    if args.crashes {
        bail!("{CRASHES_OF_AN_EXERCISE}");
    }
    let catalog = catalog()?;
    let exercise = named_or_current(&catalog, &progress(&catalog), what)?;
    let program = Program::Exercise {
        subject: Box::new(subject(exercise, args.file.as_deref(), &catalog.root)?),
        checker: &Checker::new(&catalog.root, DEFAULT_RUNS, &kit),
    };
    of(&program, console, args)
}

fn of(program: &Program<'_>, console: Console, args: &PageArgs) -> Result<Exit> {
    let cancel = cancelled_by_signals()?;
    let found = found(program, console, &cancel);
    let html = found.html(explaining(args.explain), &cancel);
    let checked = found.checked;
    match html {
        Ok(Some(html)) => {
            let output = (args.output.as_deref(), &*checked.name);
            let headline = report::headline(&checked, console.glyphs);
            console.say(&std::iter::once(headline).collect())?;
            written(console, output, &html, args.open)
        }
        Ok(None) => {
            let name = checked.name.clone();
            refuse(console, &name, checked.verdict)
        }
        Err(why) => refuse(console, &checked.name, Verdict::NotRun(why)),
    }
}

/// A small site: a page for each exercise, and an index.
fn all(console: Console, folder: &Path, args: &PageArgs) -> Result<Exit> {
    let catalog = catalog()?;
    let cancel = cancelled_by_signals()?;
    let kit = this_program()?;
    fs::create_dir_all(folder)
        .with_context(|| format!("{} cannot be created", folder.display()))?;
    let checker = Checker::new(&catalog.root, DEFAULT_RUNS, &kit);
    let mut entries = Vec::new();
    for exercise in &catalog.exercises {
        let program = Program::Exercise {
            subject: Box::new(Subject::of(exercise, &catalog.root)),
            checker: &checker,
        };
        let found = found(&program, console, &cancel);
        let checked = &found.checked;
        if checked.verdict == Verdict::NotRun(NotRun::Cancelled) {
            return refuse(console, &exercise.name, checked.verdict.clone());
        }
        // Where there is no page, the index says why.
        let html = found.html(explaining(args.explain), &cancel);
        let html = html.unwrap_or_default();
        entries.push(entry(folder, exercise, checked, html)?);
    }
    let pages = entries.iter().filter(|entry| entry.file.is_some()).count();
    let index = folder.join("index.html");
    write_file(&index, &page::index(&entries))?;
    let index_shown = index.display();
    console.say_plain(&format!("{pages} pages, and their index: {index_shown}"))?;
    if args.open {
        show(&index);
    }
    Ok(Exit::Passes)
}

fn entry(
    folder: &Path,
    exercise: &Exercise,
    checked: &Checked,
    html: Option<String>,
) -> Result<Entry> {
    let file = match html {
        Some(html) => {
            let file = format!("{}.html", exercise.name);
            write_file(&folder.join(&file), &html)?;
            Some(file)
        }
        None => None,
    };
    Ok(Entry {
        chapter: exercise.dir.clone(),
        name: exercise.name.clone(),
        goal: exercise.goal.clone(),
        minutes: exercise.minutes,
        needs: exercise.needs.clone(),
        further: exercise.further,
        headline: report::headline(checked, Glyphs::Unicode).plain(),
        file,
    })
}

fn found(program: &Program<'_>, console: Console, cancel: &Cancel) -> Found {
    let bar = bars::spinner(program.name(), console);
    let found = program.check(cancel, &mut |progress| bars::show(&bar, &progress, console));
    bar.finish_and_clear();
    found
}

/// `threads1.html` in the current folder.
fn named_after(what: &str) -> PathBuf {
    let stem = Path::new(what).file_stem().unwrap_or_default();
    let mut name = stem.to_owned();
    name.push(".html");
    PathBuf::from(name)
}

/// Writes the page to the file that was asked for, or to the one that is named after what it shows.
fn written(
    console: Console,
    (asked_for, what): (Option<&Path>, &str),
    html: &str,
    open: bool,
) -> Result<Exit> {
    let output = match asked_for {
        Some(output) => output.to_owned(),
        None => named_after(what),
    };
    let written = write_file(&output, html);
    match asked_for {
        Some(_) => written?,
        None => {
            let elsewhere = |error| anyhow!("{error:#}\nSay where the page goes: `-o FILE`.");
            written.map_err(elsewhere)?;
        }
    }
    console.say_plain(&format!("The page is {}", output.display()))?;
    if open {
        show(&output);
    }
    Ok(Exit::Passes)
}

/// Opens a page in the browser. If that does not work, the page still exists.
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
