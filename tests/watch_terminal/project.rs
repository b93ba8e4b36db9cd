//! A small project in a temporary folder: three exercises that share nothing.

use std::fs;
use std::path::{Path, PathBuf};

const INFO: &str = r#"format_version = 1
welcome_message = "Welcome to the tests."
final_message = "All of it is fixed."

[[exercises]]
name = "first1"
dir = "01_one"
modes = ["threads"]
workers = 0
fails = ["wrong_result"]
time_limit = 600.0
hints = ["a vague hint", "a plain hint"]

[exercises.card]
why = "It is zero."
question = "What if it were one?"
answer = "Then it would fail."
costs = ["Zero: nothing.", "One: a failure."]

[[exercises]]
name = "second1"
dir = "02_two"
modes = ["threads"]
workers = 0
fails = ["wrong_result"]
time_limit = 600.0
hints = []

[[exercises]]
name = "third1"
dir = "02_two"
modes = ["threads"]
workers = 0
fails = ["wrong_result"]
time_limit = 600.0
hints = []
"#;

const CHECK: &str =
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

/// A counter that is never known: a run goes on until it is cancelled, or its time limit of ten minutes is over.
/// (It never comes to a step that others could see: a loop that sleeps would be found to be a livelock.)
pub const ENDLESS: &str = "loop { std::hint::black_box(()) }";

/// A counter that two threads add to and take from, in a load and a store each.
pub const RACING: &str = "use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
    use std::thread;
    static COUNTER: AtomicI64 = AtomicI64::new(0);
    let add = |step: i64| COUNTER.store(COUNTER.load(SeqCst) + step, SeqCst);
    thread::scope(|scope| {
        scope.spawn(move || add(1));
        scope.spawn(move || add(-1));
    });
    COUNTER.load(SeqCst)";

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
        let project = Project {
            folder: tempfile::tempdir().unwrap(),
        };
        project.write("info.toml", INFO);
        project.write("Cargo.toml", "[workspace]\n");
        for name in ["01_one/first1", "02_two/second1", "02_two/third1"] {
            project.write(&format!("exercises/{name}.rs"), &text("7"));
            project.write(&format!("exercises/.originals/{name}.rs"), &text("7"));
            project.write(
                &format!("solutions/{name}.rs"),
                &text("7 - 7 // the solution"),
            );
        }
        fs::create_dir(project.temporary()).unwrap();
        project
    }

    /// Its root.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The folder for temporary files of what runs in it.
    pub fn temporary(&self) -> PathBuf {
        self.root().join("temporary")
    }

    /// Writes a file below the root.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Saves the first exercise with this counter.
    pub fn save_first(&self, counter: &str) {
        self.write("exercises/01_one/first1.rs", &text(counter));
    }

    /// Makes this the counter of the first exercise's starter, which the learner has not edited.
    pub fn start_first_with(&self, counter: &str) {
        self.write("exercises/.originals/01_one/first1.rs", &text(counter));
        self.save_first(counter);
    }

    /// Reads a file below the root.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }
}
