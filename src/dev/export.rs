//! `dev export`: the kit as students get it, without known fixes and with solutions as the set file says, and autograders that are ready to be uploaded.

mod reduced;

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::cargo_targets;
use crate::catalog::{Catalog, Exercise};
use crate::console::Console;
use crate::exit::Exit;
use crate::grade::set::{Set, Shown};
use crate::kit::sealed;
use crate::options::DevExportArgs;
use crate::originals;
use crate::solution;

/// What the kit is built from, in its clone, and is copied as it is. The exercises and their solutions are laid down one by one.
const KIT: [&str; 10] = [
    "Cargo.lock",
    "LICENSE",
    ".gitignore",
    "build.rs",
    "src",
    "crates",
    "benches/save_to_verdict.rs",
    "exercises/.kit",
    "exercises/GLOSSARY.md",
    "solutions/.kit",
];

/// Folders that are never copied: what cargo builds, and tests of crates.
const LEFT_OUT: [&str; 2] = ["target", "tests"];

const README: &str = include_str!("export/README.md");
const TEST: &str = include_str!("export/test.rs");
const SETUP: &str = include_str!("export/setup.sh");
const RUN_AUTOGRADER: &str = include_str!("export/run_autograder");
const AUTOGRADER: &str = include_str!("export/autograder.py");
const RUNTIME: &str = include_str!("export/runtime.json");

/// Writes what is asked for into a new folder.
pub fn export(console: Console, args: &DevExportArgs) -> Result<Exit> {
    let catalog = super::catalog()?;
    if !catalog.root.join("src/dev/export.rs").is_file() {
        bail!(
            "{} is no clone of racelings: only from there can the kit be exported.",
            catalog.root.display()
        );
    }
    let set = args.set.as_deref().map(|file| read_set(file, &catalog));
    let set = set.transpose()?;
    let of_all = Set::of_all(&catalog);
    let kit = Kit::of(&catalog, set.as_ref().map_or(&of_all, |(set, _)| set));
    let set_file = set.as_ref().map(|(_, text)| text.as_str());
    let (folder, next) = match (&args.student, &args.gradescope, &args.classroom50) {
        (Some(folder), _, _) => {
            new_folder(folder)?;
            kit.lay_down(folder, Solutions::AsTheSetSays)?;
            (folder, FOR_STUDENTS)
        }
        (None, Some(folder), _) => {
            let programs = [("setup.sh", SETUP), ("run_autograder", RUN_AUTOGRADER)];
            autograder(folder, &kit, set_file, &programs)?;
            (folder, FOR_GRADESCOPE)
        }
        (None, None, Some(folder)) => {
            let programs = [("autograder.py", AUTOGRADER), ("runtime.json", RUNTIME)];
            autograder(folder, &kit, set_file, &programs)?;
            (folder, FOR_CLASSROOM50)
        }
        (None, None, None) => {
            bail!("name what to export: --student, --gradescope or --classroom50.")
        }
    };
    console.say_plain(&format!("Exported to {}.\n{next}", folder.display()))?;
    Ok(Exit::Passes)
}

/// What is done with each of them next.
const FOR_STUDENTS: &str = "Students build it with `cargo build`, and test it with `cargo test`.";
const FOR_GRADESCOPE: &str = "Zip what is in it, not the folder itself, and upload that. In the folder: `zip -r ../autograder.zip .`";
const FOR_CLASSROOM50: &str = "Copy what is in it to CLASSROOM/autograders/ASSIGNMENT of your classroom50 repository, and give the assignment the runtime in runtime.json.";

/// A set file, and its text.
fn read_set(file: &Path, catalog: &Catalog) -> Result<(Set, String)> {
    let shown = file.display().to_string();
    let text = fs::read_to_string(file).with_context(|| format!("{shown} cannot be read"))?;
    Ok((Set::parse(&text, &shown, catalog)?, text))
}

/// Whether solutions go along.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Solutions {
    /// As the set file says.
    AsTheSetSays,
    /// Never: where an autograder is kept, students may look.
    Never,
}

/// The kit with the exercises of a set.
struct Kit<'a> {
    catalog: &'a Catalog,
    exercises: Vec<Exercise>,
    shown: Shown,
}

impl<'a> Kit<'a> {
    fn of(catalog: &'a Catalog, set: &Set) -> Kit<'a> {
        let is_in = |exercise: &&Exercise| {
            let mut tasks = set.tasks.iter();
            tasks.any(|task| task.exercise.name == exercise.name)
        };
        Kit {
            catalog,
            exercises: catalog.exercises.iter().filter(is_in).cloned().collect(),
            shown: set.solutions,
        }
    }

    fn lay_down(&self, folder: &Path, solutions: Solutions) -> Result<()> {
        let root = &self.catalog.root;
        for name in KIT {
            copy(&root.join(name), &folder.join(name))
                .with_context(|| format!("{name} cannot be copied"))?;
        }
        let write = |file: &Path, text: &str| put(&folder.join(file), text);
        let mut info = table(&root.join("info.toml"))?;
        reduced::keep_only(&mut info, &self.exercises);
        write(Path::new("info.toml"), &toml::to_string_pretty(&info)?)?;
        write(Path::new("README.md"), README)?;
        write(Path::new("tests/exercises.rs"), TEST)?;
        self.lay_down_exercises(folder)?;
        self.lay_down_solutions(folder, solutions)?;
        let mut manifest = table(&root.join("Cargo.toml"))?;
        reduced::leave_out_unit_tests(&mut manifest);
        write(Path::new("Cargo.toml"), &toml::to_string_pretty(&manifest)?)
    }

    fn lay_down_exercises(&self, folder: &Path) -> Result<()> {
        let root = &self.catalog.root;
        for exercise in &self.exercises {
            let starter = originals::read(root, exercise)
                .with_context(|| exercise.original_path().display().to_string())?;
            put(&folder.join(exercise.path()), &starter)?;
            put(&folder.join(exercise.original_path()), &starter)?;
            let readme = Path::new("exercises").join(&exercise.dir).join("README.md");
            copy(&root.join(&readme), &folder.join(&readme))
                .with_context(|| readme.display().to_string())?;
        }
        self.write_targets(folder, "exercises", &self.exercises)
    }

    fn lay_down_solutions(&self, folder: &Path, solutions: Solutions) -> Result<()> {
        let shown = match solutions {
            Solutions::AsTheSetSays => self.shown,
            Solutions::Never => Shown::Never,
        };
        for exercise in &self.exercises {
            let path = exercise.solution_path();
            let read = || solution::read(self.catalog, exercise);
            let (place, text) = match shown {
                Shown::Never => continue,
                Shown::AfterPass => (sealed::place(&path), sealed::sealed(&read()?)),
                Shown::Always => (Some(path), read()?),
            };
            if let Some(place) = place {
                put(&folder.join(place), &text)?;
            }
        }
        // The package stays, or cargo would miss it. A target is added when its file is written.
        let targets: &[Exercise] = match shown {
            Shown::Always => &self.exercises,
            Shown::Never | Shown::AfterPass => &[],
        };
        self.write_targets(folder, "solutions", targets)
    }

    fn write_targets(&self, folder: &Path, package: &str, exercises: &[Exercise]) -> Result<()> {
        let file = Path::new(package).join("Cargo.toml");
        let text = fs::read_to_string(self.catalog.root.join(&file));
        let text = text.with_context(|| file.display().to_string())?;
        put(
            &folder.join(file),
            &cargo_targets::manifest(&text, package, exercises),
        )
    }
}

/// An autograder: its programs, the set file, and the kit.
fn autograder(
    folder: &Path,
    kit: &Kit<'_>,
    set: Option<&str>,
    programs: &[(&str, &str)],
) -> Result<()> {
    new_folder(folder)?;
    for (name, text) in programs {
        let path = folder.join(name);
        put(&path, text)?;
        if !name.ends_with(".json") {
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755))
                .with_context(|| path.display().to_string())?;
        }
    }
    if let Some(set) = set {
        put(&folder.join("set.toml"), set)?;
    }
    kit.lay_down(&folder.join("kit"), Solutions::Never)
}

/// What is in a TOML file.
fn table(file: &Path) -> Result<toml::Table> {
    let text = fs::read_to_string(file).map_err(anyhow::Error::from);
    let table = text.and_then(|text| Ok(text.parse::<toml::Table>()?));
    table.with_context(|| file.display().to_string())
}

fn new_folder(folder: &Path) -> Result<()> {
    let made = fs::create_dir(folder);
    made.with_context(|| {
        format!(
            "{} cannot be created: nothing was written",
            folder.display()
        )
    })
}

fn put(path: &Path, text: &str) -> Result<()> {
    let written = parent_of(path).and_then(|()| fs::write(path, text));
    written.with_context(|| format!("{} cannot be written", path.display()))
}

fn parent_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Copies a file, or a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    parent_of(to)?;
    if !from.is_dir() {
        return fs::copy(from, to).map(|_| ());
    }
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name();
        if !LEFT_OUT.iter().any(|left_out| name == *left_out) {
            copy(&from.join(&name), &to.join(&name))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    #[test]
    fn an_exercise_is_exported_as_it_is_but_for_what_it_needs_and_is_not_exported() {
        let catalog = Catalog::find(root()).unwrap();
        let text = "[[exercises]]\nname = \"threads2\"\n\n[[exercises]]\nname = \"threads1\"\n";
        let set = Set::parse(text, "set.toml", &catalog).unwrap();
        let mut expected = ["threads1", "threads2"].map(|name| catalog.get(name).unwrap().clone());
        assert_ne!(expected[0].needs, [""; 0]);
        expected[0].needs = Vec::new();
        expected[1].needs = vec!["threads1".into()];
        let folder = tempfile::tempdir().unwrap();
        Kit::of(&catalog, &set)
            .lay_down(folder.path(), Solutions::Never)
            .unwrap();
        let exported = Catalog::find(folder.path()).unwrap();
        assert_eq!(exported.exercises, expected);
        assert_eq!(exported.welcome_message, catalog.welcome_message);
        assert_eq!(exported.final_message, catalog.final_message);
    }

    #[test]
    fn students_get_no_solution_and_no_known_fix() {
        let folder = tempfile::tempdir().unwrap();
        let catalog = Catalog::find(root()).unwrap();
        let text = "[[exercises]]\nname = \"threads2\"\n\n[[exercises]]\nname = \"threads1\"\n";
        let set = Set::parse(text, "set.toml", &catalog).unwrap();
        let kit = Kit::of(&catalog, &set);
        kit.lay_down(folder.path(), Solutions::AsTheSetSays)
            .unwrap();
        let there = |path: &str| folder.path().join(path).exists();
        assert!(there("exercises/02_threads/threads1.rs") && there("solutions/.kit/lib.rs"));
        assert!(
            !there("tests/variants")
                && !there("solutions/02_threads")
                && !there("exercises/01_intro")
        );
        let starter =
            fs::read_to_string(folder.path().join("exercises/02_threads/threads1.rs")).unwrap();
        assert!(starter.contains("// TODO"), "{starter}");
        // No text of a solution is anywhere in it.
        let solution = fs::read_to_string(root().join("solutions/02_threads/threads1.rs")).unwrap();
        let all = texts(folder.path());
        let own = solution
            .lines()
            .filter(|line| line.starts_with("// ") && line.len() > 40);
        for line in own.filter(|line| !starter.contains(line)) {
            assert!(!all.contains(line), "{line}");
        }
    }

    #[test]
    fn solutions_go_along_as_the_set_says_and_never_to_a_service() {
        let catalog = Catalog::find(root()).unwrap();
        let solution = Path::new("solutions/02_threads/threads1.rs");
        let sealed = sealed::place(solution).unwrap();
        // What the set says, who gets it, and whether the solution is there plainly, or sealed.
        let cases = [
            ("always", Solutions::AsTheSetSays, true, false),
            ("always", Solutions::Never, false, false),
            ("after_pass", Solutions::AsTheSetSays, false, true),
            ("after_pass", Solutions::Never, false, false),
            ("never", Solutions::AsTheSetSays, false, false),
        ];
        for (says, solutions, plainly, is_sealed) in cases {
            let text = format!("solutions = \"{says}\"\n[[exercises]]\nname = \"threads1\"\n");
            let set = Set::parse(&text, "set.toml", &catalog).unwrap();
            let folder = tempfile::tempdir().unwrap();
            Kit::of(&catalog, &set)
                .lay_down(folder.path(), solutions)
                .unwrap();
            let there = |place: &Path| folder.path().join(place).exists();
            assert_eq!(
                (there(solution), there(&sealed)),
                (plainly, is_sealed),
                "{says}"
            );
            let manifest = fs::read_to_string(folder.path().join("solutions/Cargo.toml")).unwrap();
            assert_eq!(manifest.contains("threads1_solution"), plainly);
            if is_sealed {
                let text = fs::read_to_string(folder.path().join(&sealed)).unwrap();
                let plain = fs::read_to_string(root().join(solution)).unwrap();
                assert_eq!(sealed::opened(&text), Some(plain));
            }
        }
    }

    /// All texts in a folder, one after the other.
    fn texts(folder: &Path) -> String {
        let mut all = String::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => all += &texts(&path),
                false => all += &fs::read_to_string(&path).unwrap_or_default(),
            }
        }
        all
    }
}
