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
use crate::check::playable::{Playable, Wish};
use crate::check::program::{self, Asked, ReplayedProgram};
use crate::check::verdict::{Checked, Evidence, NotRun, Verdict};
use crate::check::{Checker, DEFAULT_RUNS, Subject};
use crate::console::{Console, note};
use crate::edition::Edition;
use crate::exit::Exit;
use crate::exploration::budget::Work;
use crate::exploration::interleaving::Interleaving;
use crate::exploration::outcome::Expected;
use crate::exploration::schedule::Schedule;
use crate::failure::Kind;
use crate::options::PageArgs;
use crate::page::game::{self, Game, Told};
use crate::page::{self, Contents, Entry};
use crate::report;
use crate::source;
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
    let kit = this_program()?;
    let what = args.what.as_deref();
    let file = what.map(Path::new).filter(|file| file.is_file());
    let program = match (file, &args.file) {
        (Some(file), None) => Program::of_file(file, kit)?,
        (_, file) => {
            let catalog = catalog()?;
            let exercise = named_or_current(&catalog, &progress(&catalog), what)?;
            Program::Exercise {
                subject: Box::new(subject(exercise, file.as_deref(), &catalog.root)?),
                checker: Checker::new(&catalog.root, DEFAULT_RUNS, &kit),
            }
        }
    };
    let cancel = cancelled_by_signals()?;
    let checked = program.check(console, &cancel);
    match program.html(&checked, &cancel) {
        Ok(Some(html)) => {
            let output = args.output.clone();
            let output = output.unwrap_or_else(|| named_after(&checked.name));
            let headline = report::headline(&checked, console.glyphs);
            console.say(&std::iter::once(headline).collect())?;
            written(console, &output, &html, args.open)
        }
        Ok(None) => {
            let name = checked.name.clone();
            refuse(console, &name, checked.verdict)
        }
        Err(why) => refuse(console, &checked.name, Verdict::NotRun(why)),
    }
}

/// A small site: a page for each exercise, and an index.
fn all(console: Console, folder: &Path, open: bool) -> Result<Exit> {
    let catalog = catalog()?;
    let cancel = cancelled_by_signals()?;
    let kit = this_program()?;
    fs::create_dir_all(folder)
        .with_context(|| format!("{} cannot be created", folder.display()))?;
    let mut entries = Vec::new();
    for exercise in &catalog.exercises {
        let program = Program::Exercise {
            subject: Box::new(Subject::of(exercise, &catalog.root)),
            checker: Checker::new(&catalog.root, DEFAULT_RUNS, &kit),
        };
        let checked = program.check(console, &cancel);
        if checked.verdict == Verdict::NotRun(NotRun::Cancelled) {
            return refuse(console, &exercise.name, checked.verdict);
        }
        // Where there is no page, the index says why.
        let html = program.html(&checked, &cancel).unwrap_or_default();
        entries.push(entry(folder, exercise, &checked, html)?);
    }
    let pages = entries.iter().filter(|entry| entry.file.is_some()).count();
    let index = folder.join("index.html");
    write_file(&index, &page::index(&entries))?;
    let index_shown = index.display();
    console.say_plain(&format!("{pages} pages, and their index: {index_shown}"))?;
    if open {
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
        headline: report::headline(checked, Glyphs::Unicode).plain(),
        file,
    })
}

/// What a page is made of.
enum Program {
    Exercise {
        checker: Checker,
        subject: Box<Subject>,
    },
    File {
        asked: Asked,
        kit: PathBuf,
    },
}

impl Program {
    fn of_file(file: &Path, kit: PathBuf) -> Result<Program> {
        let shown = file.display().to_string();
        let asked = Asked {
            file: absolute(file).with_context(|| shown.clone())?,
            shown,
            edition: Edition::default(),
            bound: None,
            budget: BUDGET,
            rounds: None,
        };
        Ok(Program::File { asked, kit })
    }

    fn check(&self, console: Console, cancel: &Cancel) -> Checked {
        let bar = bars::spinner(match self {
            Program::Exercise { subject, .. } => &subject.exercise.name,
            Program::File { asked, .. } => &asked.shown,
        });
        let mut on_progress = |progress| bars::show(&bar, &progress, console);
        let checked = match self {
            Program::Exercise { checker, subject } => {
                checker.check(subject, cancel, &mut on_progress)
            }
            Program::File { asked, kit } => program::explore(asked, kit, cancel, &mut on_progress),
        };
        bar.finish_and_clear();
        checked
    }

    /// The page of what a check found; none if it found nothing to draw.
    fn html(&self, checked: &Checked, cancel: &Cancel) -> Result<Option<String>, NotRun> {
        let first = match needs_another(&checked.verdict) {
            true => Some(self.undecided(cancel)?),
            false => None,
        };
        let contents = Contents::of_check(checked, first.as_ref());
        Ok(contents.map(|contents| {
            let game = self.game(contents.kind, contents.interleaving, cancel);
            page::html(&contents.with_game(game))
        }))
    }

    /// The execution in which no thread is preempted.
    fn undecided(&self, cancel: &Cancel) -> Result<ReplayedProgram, NotRun> {
        match self {
            Program::Exercise { checker, subject } => checker.undecided(subject, cancel),
            Program::File { asked, kit } => {
                let text = source::read(&asked.file).map_err(|error| NotRun::Surroundings {
                    reason: error.to_string(),
                })?;
                let program = source::Program::of_its_own(&text, asked.edition);
                let success = Expected::Success;
                program::undecided(program, &asked.shown, None, success, kit, cancel)
            }
        }
    }

    /// The program as a game, under what this interleaving ran; or why there is none.
    fn game(
        &self,
        kind: Option<&Kind>,
        interleaving: &Interleaving,
        cancel: &Cancel,
    ) -> Result<Game, String> {
        let environment = interleaving.schedule.setting.environment;
        let wish = Wish {
            rounds: Some(environment.rounds),
            mode: environment.mode,
        };
        let none = |why| format!("There is no game: {}.", report::why_not(&why));
        let playable = self.playable(wish, cancel).map_err(none)?;
        let known = game::known(interleaving);
        let positions = playable.positions(environment, cancel);
        let limits = game::limits(interleaving);
        let graph = positions.graph(limits, |position| Told::of(position, &known));
        let graph = graph.map_err(|why| none(playable.why(why)))?;
        Game::of(&graph, kind)
    }

    fn playable(&self, wish: Wish, cancel: &Cancel) -> Result<Playable, NotRun> {
        match self {
            Program::Exercise { checker, subject } => {
                Playable::of_exercise(checker, subject, wish, cancel, &mut |_| ())
            }
            Program::File { asked, kit } => Playable::of_file(asked, kit, cancel, &mut |_| ()),
        }
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
