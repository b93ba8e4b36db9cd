//! What keeps the kit from looking is told as that: it is never a pass, and never the learner's mistake.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]
#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use project::{FILE, Project, text};

#[path = "bad_programs/project.rs"]
#[allow(dead_code, reason = "shared with another test")]
mod project;

/// Does something else each time: as often as the clock says.
const BY_THE_CLOCK: &str =
    "let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    for _ in 0..now.subsec_nanos() / 100 % 1000 {
        STEPS.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    }
    0";

#[test]
fn what_cannot_be_explored_is_not_run_and_not_done() {
    let project = Project::new();
    let steps =
        "static STEPS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);\n";
    project.write(FILE, &format!("{steps}{}", text(BY_THE_CLOCK)));
    let said = project.run();
    assert_eq!(
        said.verdict(),
        ("not_run", "not_explorable", 2),
        "{}",
        said.line
    );
    assert!(said.line["not_explored"].is_string(), "{}", said.line);
    let listed = project
        .racelings(&["list", "--format", "json"])
        .output()
        .unwrap();
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert_eq!(listed["state"], "pending");
}

/// A kit of its own in an empty folder: the program, and what its libraries are built from.
struct Kit {
    folder: tempfile::TempDir,
}

impl Kit {
    fn new() -> Kit {
        let kit = Kit {
            folder: tempfile::tempdir().unwrap(),
        };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        fs::copy(env!("CARGO_BIN_EXE_racelings"), kit.path("racelings")).unwrap();
        fs::copy(root.join("Cargo.lock"), kit.path("Cargo.lock")).unwrap();
        copy_folder(&root.join("baton"), &kit.path("baton"));
        kit
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Checks the project's exercise with this kit, in surroundings that would spoil a build.
    fn start(&self, project: &Project) -> Child {
        let mut command = Command::new(self.path("racelings"));
        command
            .args(["run", "first1", "--runs", "1", "--format", "json"])
            .current_dir(project.path(""))
            .env("RUSTFLAGS", "-Cnonsense")
            .env("RUSTC_WRAPPER", "false")
            .env("CARGO_BUILD_TARGET", "no-such-platform")
            .env("CARGO_PROFILE_DEV_PANIC", "abort")
            .env("CARGO_TARGET_DIR", self.path("elsewhere"))
            .stdout(Stdio::piped());
        command.spawn().unwrap()
    }

    fn answer(started: Child) -> serde_json::Value {
        let output = started.wait_with_output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn two_kits_at_once_in_a_fresh_checkout_build_once_whatever_cargo_is_told_otherwise() {
    let kit = Kit::new();
    fs::create_dir(kit.path(".cargo")).unwrap();
    let config = "[build]\nrustflags = [\"-Cnonsense\"]\n[profile.dev]\npanic = \"abort\"\n";
    fs::write(kit.path(".cargo/config.toml"), config).unwrap();
    let projects = [Project::new(), Project::new()];
    for project in &projects {
        project.write(FILE, &text("0"));
    }
    let started = projects.each_ref().map(|project| kit.start(project));
    for answer in started.map(Kit::answer) {
        assert_eq!(answer["verdict"], "holds", "{answer}");
        assert_eq!(answer["executions"], 1, "{answer}");
    }
    let libraries = kit.path("target/racelings/libraries");
    assert_eq!(fs::read_dir(&libraries).unwrap().count(), 1);
    assert!(!kit.path("elsewhere").exists());

    // From now on nothing is built: cargo's own folder does not come back.
    let cargo = kit.path("target/racelings/cargo");
    fs::remove_dir_all(&cargo).unwrap();
    let answer = Kit::answer(kit.start(&projects[0]));
    assert_eq!(answer["verdict"], "holds", "{answer}");
    assert!(!cargo.exists());
}
