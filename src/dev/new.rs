//! Creates a new exercise: starter, solution, hints, card and targets, each with a TODO to fill in.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::cargo_targets;
use crate::catalog::{Catalog, Exercise};
use crate::commands::start;
use crate::console::Console;
use crate::exit::Exit;
use crate::invocation;
use crate::source::CHECK_LINE;

/// Creates the exercise `CHAPTER/NAME` at the end of the catalog. Nothing that is there is written over.
pub fn new(console: Console, path: &str) -> Result<Exit> {
    // A set that was just created has no exercise yet, and so no catalog.
    let start = start()?;
    let root = Catalog::root_above(&start)?;
    let Some((dir, name)) = path.split_once('/') else {
        bail!("\"{path}\" is not CHAPTER/NAME, such as 02_threads/threads5.");
    };
    let info = root.join("info.toml");
    let text = fs::read_to_string(&info).context("info.toml cannot be read")?;
    let text = format!("{}\n\n{}", text.trim_end(), entry(dir, name));
    // Says what is wrong with the names before anything is written.
    let catalog = Catalog::parse(&text, root)?;
    let exercise = catalog.get(name)?;
    let readme = Path::new("exercises").join(dir).join("README.md");
    let todo = "        // TODO: say what the learner should look at here.\n";
    let starter = program(name, todo, &racy('+'), &racy('-'));
    let solution = program(
        name,
        "",
        "        COUNTER.fetch_add(1, Relaxed);\n",
        "        COUNTER.fetch_sub(1, Relaxed);\n",
    );
    let files = [
        (exercise.path(), starter.clone()),
        (exercise.original_path(), starter),
        (exercise.solution_path(), solution),
        (known_fix(exercise, "wrong/stronger_order"), wrong(name)),
        (
            known_fix(exercise, "right/exchange_until_it_fits"),
            right(name),
        ),
    ];
    for (file, _) in &files {
        if catalog.root.join(file).exists() {
            bail!("{} already exists; nothing was written.", file.display());
        }
    }
    // First the step that is most likely to fail in an author's own set, so that nothing else has changed then.
    cargo_targets::write(&catalog)?;
    for (file, text) in &files {
        create(&catalog.root.join(file), text)?;
    }
    create_readme(&catalog.root.join(&readme), exercise)?;
    fs::write(&info, text).context("info.toml could not be written")?;
    console.say_plain(&format!(
        "Created {name}:\n  {}\n  {}\n  its hints and its card in info.toml, its lines in {}\n\
         and two known fixes, a wrong and a right one, in tests/variants/{dir}/{name}.\n\
         Fill in the TODOs, then `{}` and `{}`.\n",
        exercise.path().display(),
        exercise.solution_path().display(),
        readme.display(),
        invocation::command(&["dev", "update"]),
        invocation::command(&["dev", "check"])
    ))?;
    Ok(Exit::Passes)
}

fn create(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| fs::File::create_new(path)?.write_all(text.as_bytes()))
        .with_context(|| format!("{} could not be written", path.display()))
}

/// A chapter's README may be there already; the new exercise gets a line in it.
fn create_readme(path: &Path, exercise: &Exercise) -> Result<()> {
    let title = if path.exists() {
        String::new()
    } else {
        format!("# {}\n", exercise.dir)
    };
    let file = fs::File::options().create(true).append(true).open(path);
    file.and_then(|mut file| {
        write!(
            file,
            "{title}\n- `{}`: TODO what it is about.\n",
            exercise.name
        )
    })
    .with_context(|| format!("{} could not be written", path.display()))
}

fn entry(dir: &str, name: &str) -> String {
    format!(
        "[[exercises]]\nname = \"{name}\"\ndir = \"{dir}\"\nmodes = [\"threads\"]\nfails = [\"wrong_result\"]\n\
         goal = \"TODO: what a learner can do once they have done it, in one sentence.\"\nminutes = 15\ndifficulty = 1\n\
         needs = []\nhints = [\n    \"TODO: a vague hint.\",\n    \"TODO: a plain one.\",\n]\n\n\
         [exercises.card]\nwhy = \"TODO: why the program passes now.\"\n\
         question = \"TODO: something to think about.\"\nanswer = \"TODO: its answer.\"\n\
         fixes = [\"exchange_until_it_fits\"]\n\
         costs = [\n    \"TODO: a kind of fix, and its price.\",\n    \"TODO: another kind.\",\n]\n"
    )
}

/// The exercise that everything else is made from: a counter raced by two threads.
const TEMPLATE: &str = include_str!("new/template.rs");

/// The template with another name, its steps as they are given, and the check line.
fn program(name: &str, todo: &str, inc: &str, dec: &str) -> String {
    TEMPLATE
        .replace("NAME", name)
        .replace("        // TODO\n", todo)
        .replace("        inc();\n", inc)
        .replace("        dec();\n", dec)
        .replace("// CHECK LINE", CHECK_LINE)
}

/// The path of a known fix of the exercise.
fn known_fix(exercise: &Exercise, name: &str) -> PathBuf {
    exercise.fixes_path().join(format!("{name}.rs"))
}

/// The starter with other orderings of its atomic operations.
fn wrong(name: &str) -> String {
    let part = learners_part(name, &racy('+'), &racy('-')).replace("Relaxed", "SeqCst");
    format!(
        "//~ FAILS wrong_result at `COUNTER.store(value + 1, SeqCst);` or `COUNTER.store(value - 1, SeqCst);`\n{part}"
    )
}

/// A fix that differs from the solution.
fn right(name: &str) -> String {
    let step = |sign: char| {
        format!(
            "        let mut value = COUNTER.load(Relaxed);\n        \
             while let Err(now) = COUNTER.compare_exchange(value, value {sign} 1, Relaxed, Relaxed) {{\n            \
             value = now;\n        }}\n"
        )
    };
    format!(
        "//~ PASSES\n{}",
        learners_part(name, &step('+'), &step('-'))
    )
}

/// A known fix: it ends with the check line, because the check is the exercise's own.
fn learners_part(name: &str, inc: &str, dec: &str) -> String {
    let program = program(name, "", inc, dec);
    let (part, _) = program.split_once(CHECK_LINE).unwrap_or((&program, ""));
    format!("{part}{CHECK_LINE}\n")
}

/// A step in two halves, as the starter has it.
fn racy(sign: char) -> String {
    format!(
        "        let value = COUNTER.load(Relaxed);\n        COUNTER.store(value {sign} 1, Relaxed);\n"
    )
}
