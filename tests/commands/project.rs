//! A project with three exercises in a temporary folder, complete enough for `dev check`.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use serde_json::Value;

use crate::installed;

/// The text of `info.toml`. The third exercise begins on line 21.
pub const INFO: &str = r#"format_version = 1
welcome_message = "Welcome to the tests."
final_message = "All of it is fixed."

[[exercises]]
name = "first1"
dir = "01_one"
modes = ["threads"]
fails = ["wrong_result"]
workers = 0
hints = ["a vague hint", "a plain hint"]

[[exercises]]
name = "second1"
dir = "02_two"
modes = ["threads"]
fails = ["wrong_result"]
workers = 0
hints = ["a vague hint", "a plain hint"]

[[exercises]]
name = "third1"
dir = "02_two"
modes = ["processes"]
fails = ["wrong_result"]
workers = 0
hints = ["a vague hint", "a plain hint"]
"#;

const CHECK: &str =
    "// ---- The check begins here. It is the kit's own: edits below change nothing. ----

mod check {
    use super::counter;

    pub fn main() {
        let counter: i64 = counter();
        std::println!(\"Counter = {counter}\");
        std::assert_eq!(counter, 0);
    }
}

fn main() {
    check::main();
}
";

/// The project; its folder goes when it is dropped.
pub struct Project {
    folder: tempfile::TempDir,
}

/// The text of an exercise whose counter is this expression.
pub fn text(counter: &str) -> String {
    format!("// TODO: make it zero\nfn counter() -> i64 {{\n    {counter}\n}}\n\n{CHECK}")
}

impl Project {
    /// Every starter ends at 7, every solution at 0.
    pub fn new() -> Project {
        let folder = tempfile::tempdir().unwrap();
        let project = Project { folder };
        project.write("info.toml", INFO);
        for name in ["01_one/first1", "02_two/second1", "02_two/third1"] {
            project.write(&format!("exercises/{name}.rs"), &text("7"));
            project.write(&format!("exercises/.originals/{name}.rs"), &text("7"));
            project.write(&format!("solutions/{name}.rs"), &text("7 - 7"));
        }
        project.write("exercises/01_one/README.md", "# One\n\n`first1`\n");
        project.write(
            "exercises/02_two/README.md",
            "# Two\n\n`second1`, `third1`\n",
        );
        project.write("Cargo.toml", "[workspace]\n");
        for package in ["exercises", "solutions"] {
            let manifest = format!("[package]\nname = \"{package}\"\nversion = \"0.1.0\"\n");
            project.write(&format!("{package}/Cargo.toml"), &manifest);
        }
        project
    }

    /// The same, with every exercise solved.
    pub fn solved() -> Project {
        let project = Project::new();
        for name in ["01_one/first1", "02_two/second1", "02_two/third1"] {
            project.write(&format!("exercises/{name}.rs"), &text("7 - 7"));
        }
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

    /// Reads a file below the root.
    pub fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).unwrap()
    }

    /// Saves the first exercise with this counter.
    pub fn save_first(&self, counter: &str) {
        self.write("exercises/01_one/first1.rs", &text(counter));
    }

    /// `racelings` in this project.
    pub fn command(&self, args: &[&str]) -> Command {
        in_folder(self.folder.path(), args)
    }

    /// What `racelings` did in this project.
    pub fn racelings(&self, args: &[&str]) -> Assert {
        self.command(args).assert()
    }

    /// What `list` knows of the exercise at this place.
    pub fn listed(&self, index: usize) -> Value {
        lines(&self.racelings(&["list", "--format", "json"]).success())[index].clone()
    }
}

/// `racelings` in this folder.
pub fn in_folder(folder: &Path, args: &[&str]) -> Command {
    let mut command = installed::racelings();
    command.current_dir(folder).args(args);
    command
}

/// Standard output.
pub fn stdout(said: &Assert) -> String {
    String::from_utf8(said.get_output().stdout.clone()).unwrap()
}

/// Standard output, of which each line is JSON.
pub fn lines(said: &Assert) -> Vec<Value> {
    let text = stdout(said);
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {text}")))
        .collect()
}
