//! A project with one exercise in a temporary folder, and the result of `racelings run` in it.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

use crate::installed;

/// A variable in the environment of the command, and so of every process that it starts.
pub const MARK: &str = "RACELINGS_TEST_MARK";

/// The part below the check line, as the kit stores it.
pub const CHECK: &str =
    "// ---- The check begins here. It is the kit's own: edits below change nothing. ----

mod check {
    use super::counter;

    pub fn main() {
        let rounds = std::env::var(\"ROUNDS\").ok().and_then(|rounds| rounds.parse().ok());
        for round in 0..rounds.unwrap_or(1000u64) {
            std::hint::black_box(round);
        }
        let counter: i64 = counter();
        std::println!(\"Counter = {counter}\");
        std::assert_eq!(counter, 0);
    }
}

fn main() {
    check::main();
}
";

/// The path of the learner's file, relative to the root.
pub const FILE: &str = "exercises/01_one/first1.rs";

/// A time limit that no program that ends by itself reaches, even on a slow machine.
const GENEROUS: &str = "60.0";

/// The project. Dropping it removes its folder.
pub struct Project {
    folder: tempfile::TempDir,
}

/// The result of one `run`.
pub struct Said {
    /// Its exit code.
    pub code: i32,
    /// Its one line on standard output.
    pub line: Value,
}

impl Said {
    /// The verdict, the kind and the exit code.
    pub fn verdict(&self) -> (&str, &str, i32) {
        let word = |key: &str| self.line[key].as_str().unwrap_or("-");
        (word("verdict"), word("kind"), self.code)
    }

    /// The message.
    pub fn message(&self) -> &str {
        self.line["message"].as_str().unwrap()
    }

    /// The file, and the line in it.
    pub fn place(&self) -> (&str, Option<u64>) {
        (
            self.line["file"].as_str().unwrap(),
            self.line["line"].as_u64(),
        )
    }
}

/// The text of an exercise whose counter is this expression, on the third line of the file.
pub fn text(counter: &str) -> String {
    format!("// TODO: make it zero\nfn counter() -> i64 {{\n    {counter}\n}}\n\n{CHECK}")
}

impl Project {
    /// A project whose exercise has a long time limit and a starter that ends at 7.
    pub fn new() -> Project {
        Project::with_time_limit(GENEROUS)
    }

    /// A project whose exercise has a time limit of so many seconds.
    pub fn with_time_limit(seconds: &str) -> Project {
        let project = Project {
            folder: tempfile::tempdir().unwrap(),
        };
        let info = format!(
            "format_version = 1\n\n[[exercises]]\nname = \"first1\"\ndir = \"01_one\"\n\
             modes = [\"threads\"]\nfails = [\"wrong_result\"]\nworkers = 0\ntime_limit = {seconds}\nhints = []\n"
        );
        project.write("info.toml", &info);
        project.write("Cargo.toml", "[workspace]\n");
        project.write(FILE, &text("7"));
        project.write("exercises/.originals/01_one/first1.rs", &text("7"));
        project.write("solutions/01_one/first1.rs", &text("0"));
        fs::create_dir(project.temporary()).unwrap();
        project
    }

    /// A file or a folder below the root.
    pub fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Writes a file below the root.
    pub fn write(&self, below: &str, text: &str) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// `racelings` in this project, with its own folder for temporary files.
    pub fn racelings(&self, args: &[&str]) -> Command {
        let mut command = installed::racelings();
        command
            .args(args)
            .current_dir(self.folder.path())
            .env(MARK, self.folder.path())
            .env("TMPDIR", self.temporary());
        command
    }

    /// Checks the exercise as it is, and asserts that no process and no file of a run is left.
    pub fn run(&self) -> Said {
        let said = self
            .racelings(&["run", "first1", "--runs", "3", "--format", "json"])
            .write_stdin("for the kit, not for the exercise\n")
            .output()
            .unwrap();
        self.assert_nothing_is_left();
        let stdout = String::from_utf8(said.stdout).unwrap();
        assert_eq!(
            stdout.lines().count(),
            1,
            "{stdout}{}",
            String::from_utf8_lossy(&said.stderr)
        );
        Said {
            code: said.status.code().unwrap(),
            line: serde_json::from_str(&stdout).unwrap(),
        }
    }

    /// Checks the exercise with this expression as its counter.
    pub fn run_counter(&self, counter: &str) -> Said {
        self.write(FILE, &text(counter));
        self.run()
    }

    /// Checks the exercise, and returns the text output with each line break as a space.
    pub fn run_for_people(&self) -> String {
        let said = self
            .racelings(&["run", "first1", "--runs", "3"])
            .output()
            .unwrap();
        self.assert_nothing_is_left();
        let text = String::from_utf8(said.stdout).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn assert_nothing_is_left(&self) {
        assert_eq!(marked(self.folder.path()), Vec::<String>::new());
        let files: Vec<_> = fs::read_dir(self.temporary())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert!(files.is_empty(), "{files:?}");
    }

    fn temporary(&self) -> PathBuf {
        self.path("temporary")
    }
}

/// The command lines of the running processes that were started with this mark.
pub fn marked(mark: &Path) -> Vec<String> {
    let entry = format!("{MARK}={}", mark.display());
    let has_mark = |process: &Path| {
        fs::read(process.join("environ")).is_ok_and(|all| {
            all.split(|&byte| byte == 0)
                .any(|one| one == entry.as_bytes())
        })
    };
    fs::read_dir("/proc")
        .expect("Linux shows its processes in /proc")
        .map(|process| process.unwrap().path())
        .filter(|process| has_mark(process))
        .map(|process| {
            let line = fs::read(process.join("cmdline")).unwrap_or_default();
            format!("{} {}", process.display(), String::from_utf8_lossy(&line))
        })
        .collect()
}
