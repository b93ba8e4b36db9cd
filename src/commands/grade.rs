//! `grade`: checks what a class has handed in.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use rustix::system::uname;

use super::bars::{self, GradeProgress};
use super::signals::cancelled_by_signals;
use super::{start, this_program};
use crate::catalog::{self, Catalog, CatalogError};
use crate::check::{Checker, DEFAULT_RUNS, FreshFolder};
use crate::compile::Tools;
use crate::console::{Console, note, print};
use crate::exit::Exit;
use crate::fixes;
use crate::grade::answer::Answer;
use crate::grade::check::Bench;
use crate::grade::class::{self, Class};
use crate::grade::containment::Contained;
use crate::grade::key::Conditions;
use crate::grade::merge;
use crate::grade::plan::{Assigned, Assignment, Earlier, Plan};
use crate::grade::result::{Containment, GradeLine};
use crate::grade::results::{self, Results, ResultsError};
use crate::grade::set::Set;
use crate::grade::summary::{self, Graded, Summary};
use crate::grade::{archive, pages, pool, submission, words};
use crate::kit;
use crate::options::{Format, GradeArgs};
use crate::originals;
use crate::sandbox::Sandbox;
use crate::supervise::Cancel;
use crate::{learner, report};

/// Checks what a class has handed in, or the part of it that is asked for.
pub fn grade(console: Console, args: &GradeArgs) -> Result<Exit> {
    let began = Instant::now();
    let class = class::find(&args.folder, &args.out)
        .with_context(|| format!("{} cannot be read", args.folder.display()))?;
    refuse_what_cannot_be_graded(&args.folder, &class)?;
    let bwrap = match args.no_sandbox {
        true => None,
        false => Some(Sandbox::find().map_err(no_sandbox)?),
    };
    let root = FreshFolder::make().context("no temporary folder can be created")?;
    let catalog = catalog(root.path())?;
    let set = set(args.set.as_deref(), &catalog)?;
    let (mut results, mut lines) = Results::open(&args.out)?;
    let mut others = Vec::new();
    for folder in &args.previous {
        others.extend(results::read(folder)?);
    }
    let runs = args.runs.or(set.runs).unwrap_or(DEFAULT_RUNS);
    let cancel = cancelled_by_signals()?;
    let tools = tools(&catalog, runs, &cancel, console)?;
    let kit = this_program()?;
    let exercises = (!catalog::is_of_kit(&catalog.root)).then(|| catalog.root.clone());
    let contained = bwrap.map(|bwrap| {
        Contained::prepare(&bwrap, &kit, &tools, exercises.as_deref()).map_err(no_sandbox)
    });
    let contained = contained.transpose()?;
    let assignment = Assignment {
        exercises: assigned(&catalog, &set)?,
        conditions: Conditions {
            kit: kit::identity(),
            rustc: tools.version,
            runs,
            bound: set.bound,
            unsafe_code: set.unsafe_code,
            sandbox: match &contained {
                Some(_) => Containment::Bubblewrap,
                None => Containment::None,
            },
        },
        partition: args.partition.unwrap_or_default(),
        machine: uname().nodename().to_string_lossy().into_owned(),
        students: class.submissions.len(),
    };
    let plan = planned(&assignment, &Earlier::of(&lines, &others), &class);
    let mut store = |line: GradeLine| -> Result<(), ResultsError> {
        results.append(&line)?;
        lines.push(line);
        Ok(())
    };
    for mut line in plan.known {
        pages::bring(&mut line, &args.previous, &args.out)?;
        store(line)?;
    }
    let bench = Bench {
        kit,
        exercises,
        runs,
        bound: set.bound,
        unsafe_code: set.unsafe_code,
        contained,
        pages: args.pages,
    };
    let jobs = args.jobs.map_or_else(at_once, |jobs| jobs as usize);
    let mut progress = GradeProgress::new(plan.checks.len());
    let done = pool::check_all(
        &bench,
        &assignment,
        plan.checks,
        jobs,
        &cancel,
        &mut |check, answer| {
            let Answer { mut finding, page } = answer;
            progress.one_more(&finding.headline);
            // The page comes first: a result that is stored has its page.
            let page = page.map(|html| pages::store(&args.out, &check.key, &html));
            finding.page = page.transpose().context("a page cannot be stored")?;
            let mut lines = assignment.lines(check, &finding).into_iter();
            lines.try_for_each(&mut store).map_err(anyhow::Error::from)
        },
    );
    let left = progress.end();
    done?;
    // The folder may have results of students or exercises that are no longer graded.
    lines.retain(|line| class.submissions.contains_key(&line.student) && assignment.has(line));
    let summary = Summary::of(merge::last(lines).values());
    let left = cancel.is_cancelled().then_some(left as usize);
    let seconds = began.elapsed().as_secs_f64();
    match args.format {
        Format::Text => say(console, &summary, left, seconds, results.path())?,
        Format::Json => {
            let graded = Graded::new(&summary, left.unwrap_or(0), seconds);
            print(&summary::json(&graded))?;
        }
    }
    if left.is_some() {
        return Ok(Exit::CouldNot);
    }
    Ok(match summary.disturbed {
        0 => Exit::Passes,
        _ => Exit::CouldNot,
    })
}

/// Says what came of it, and if it was stopped, how many checks are left.
fn say(
    console: Console,
    summary: &Summary,
    left: Option<usize>,
    seconds: f64,
    results: &Path,
) -> Result<()> {
    console.say_plain(&words::summary(summary, seconds))?;
    console.say_plain(&format!("The results are in {}", results.display()))?;
    left.map_or(Ok(()), |left| console.say_plain(&words::stopped(left)))
}

/// Says what in the class's folder is not graded.
fn refuse_what_cannot_be_graded(folder: &Path, class: &Class) -> Result<()> {
    if class.submissions.is_empty() {
        bail!(
            "there is no submission in {}: each student has a folder there, or an archive.",
            folder.display()
        );
    }
    if !archive::CAN_BE_READ && class.has_archives() {
        bail!(
            "there are archives in {}, and this racelings was built without them.\nInstall it with `cargo install --path . --locked --features archives`, or unpack them, each into a folder of its own.",
            folder.display()
        );
    }
    if !class.others.is_empty() {
        note(&words::others(&class.others));
    }
    Ok(())
}

/// The exercises that are graded: those of the set around the current folder, or the kit's own as they are built into it. For
/// those, `root` becomes a learner's folder.
fn catalog(root: &Path) -> Result<Catalog> {
    match Catalog::find(&start()?) {
        Ok(found) if !catalog::is_of_kit(&found.root) => return Ok(found),
        Ok(_) | Err(CatalogError::NotFound(_)) => {}
        Err(error) => return Err(error.into()),
    }
    learner::mark(root)?;
    Ok(Catalog::of_kit(root))
}

/// The set that the class has to solve.
fn set(file: Option<&Path>, catalog: &Catalog) -> Result<Set> {
    let Some(file) = file else {
        return Ok(Set::of_all(catalog));
    };
    let shown = file.display().to_string();
    let text = fs::read_to_string(file).with_context(|| format!("{shown} cannot be read"))?;
    Ok(Set::parse(&text, &shown, catalog)?)
}

fn assigned(catalog: &Catalog, set: &Set) -> Result<Vec<Assigned>> {
    let tasks = set.tasks.iter();
    tasks
        .map(|task| {
            let exercise = &task.exercise;
            let starter = originals::read(&catalog.root, exercise);
            let starter =
                starter.with_context(|| exercise.original_path().display().to_string())?;
            Ok(Assigned {
                exercise: exercise.clone(),
                starter,
                fixes: fixes::of(&catalog.root, exercise),
                points: task.points,
            })
        })
        .collect()
}

/// What submissions are compiled with. The kit's libraries are built if they are missing, or the first checks would.
fn tools(catalog: &Catalog, runs: u32, cancel: &Cancel, console: Console) -> Result<Tools> {
    let checker = Checker::new(&catalog.root, runs, &this_program()?);
    let bar = bars::spinner("grade", console);
    let tools = checker.tools(cancel, &mut |progress| bars::show(&bar, &progress, console));
    bar.finish_and_clear();
    tools.map_err(|why| anyhow!("nothing can be checked: {}", report::why_not(&why)))
}

/// What is said where there is no sandbox, and why.
fn no_sandbox(why: impl Display) -> anyhow::Error {
    anyhow!(
        "submissions run only in a sandbox, and there is none: {why}\nIf you trust all submissions, `--no-sandbox` runs them with all your rights."
    )
}

/// Reads the submissions one after the other, and plans their checks.
fn planned(assignment: &Assignment, earlier: &Earlier, class: &Class) -> Plan {
    let names = assignment.exercises.iter();
    let names: BTreeSet<&str> = names
        .map(|assigned| assigned.exercise.name.as_str())
        .collect();
    let mut plan = Plan::default();
    for (student, path) in &class.submissions {
        let submission = submission::read(path, &names);
        plan.add(assignment, earlier, student, &submission);
    }
    plan
}

/// How many checks are made at once: one for each core, as a check keeps one core busy.
fn at_once() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
