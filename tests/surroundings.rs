//! Problems of the machine that keep the kit from checking are reported as such: never as a pass, and never as the learner's mistake.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]
#![cfg(target_os = "linux")]

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use project::{FILE, Project, text};

mod installed;
#[path = "bad_programs/project.rs"]
#[allow(dead_code, reason = "shared with another test")]
mod project;

/// A counter that depends on the clock, so it is nondeterministic.
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

/// A copy of the kit in an empty folder, which is also its cache.
struct Kit {
    folder: tempfile::TempDir,
}

impl Kit {
    fn new() -> Kit {
        let kit = Kit {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::copy(env!("CARGO_BIN_EXE_racelings"), kit.path("racelings")).unwrap();
        kit
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Checks the project's exercise with this kit, in an environment that would break a build.
    fn start(&self, project: &Project) -> Child {
        let mut command = Command::new(self.path("racelings"));
        command
            .args(["run", "first1", "--runs", "1", "--format", "json"])
            .current_dir(project.path(""))
            .env("RACELINGS_CACHE", self.path("cache"))
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

#[test]
fn two_kits_at_once_without_a_clone_build_once_whatever_cargo_is_told_otherwise() {
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
        assert_eq!(answer["verdict"], "passes", "{answer}");
        assert!(answer["executions"].as_u64() > Some(0), "{answer}");
    }
    let libraries = kit.path("cache/libraries");
    assert_eq!(fs::read_dir(&libraries).unwrap().count(), 1);
    assert!(!kit.path("elsewhere").exists());

    // From now on nothing is built: cargo's own folder is not created again.
    let cargo = kit.path("cache/cargo");
    fs::remove_dir_all(&cargo).unwrap();
    let answer = Kit::answer(kit.start(&projects[0]));
    assert_eq!(answer["verdict"], "passes", "{answer}");
    assert!(!cargo.exists());
}

/// The answer of `run` in a shell that has run these commands first. It could not check the exercise.
fn output_after(shell: &str, project: &Project, args: &str) -> String {
    let output = Command::new("bash")
        .args([
            "-c",
            &format!("{shell}; exec \"$0\" run first1 --runs 1 {args}"),
        ])
        .arg(env!("CARGO_BIN_EXE_racelings"))
        .current_dir(project.path(""))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn run_after(shell: &str, project: &Project) -> serde_json::Value {
    let line = output_after(shell, project, "--format json");
    serde_json::from_str(&line).unwrap()
}

/// The same as text, with each line break as a space.
fn said_after(shell: &str, project: &Project) -> String {
    let text = output_after(shell, project, "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A project whose exercise is correct.
fn right() -> Project {
    let project = Project::new();
    project.write(FILE, &text("0"));
    project
}

#[test]
fn limits_of_the_shell_are_no_mistake_of_the_learners() {
    let project = right();
    for limit in [
        "ulimit -f 100",
        "ulimit -v 1000000",
        "ulimit -v 100000",
        "ulimit -n 20",
        "ulimit -s 64",
    ] {
        let line = run_after(limit, &project);
        assert_eq!(line["kind"], "surroundings", "{limit}: {line}");
        let said = said_after(limit, &project);
        assert!(
            said.contains(&format!("too low: {limit}. Start racelings")),
            "{said}"
        );
    }
}

#[test]
fn too_few_descriptors_are_told_with_the_limit() {
    let said = said_after("ulimit -n 20", &right());
    assert!(said.contains("`ulimit -n` has to be above 63"), "{said}");
    assert!(!said.contains("os error"), "{said}");
}

#[test]
fn a_folder_for_temporary_files_that_rustc_cannot_read_is_named() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path().display();
    let odd = format!(r#"export TMPDIR='{place}'/$'odd-\xff'; mkdir -p "$TMPDIR""#);
    let project = right();
    assert_eq!(run_after(&odd, &project)["kind"], "surroundings");
    let said = said_after(&odd, &project);
    assert!(said.contains("only takes paths in UTF-8"), "{said}");
    assert!(
        said.contains("Set TMPDIR and RACELINGS_CACHE to other folders"),
        "{said}"
    );
    assert!(!said.contains("argument"), "{said}");
}

#[test]
fn a_current_folder_that_was_removed_is_told_as_that() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("program.rs");
    fs::write(&program, "fn main() {}").unwrap();
    let output = Command::new("bash")
        .args([
            "-c",
            "mkdir gone; cd gone; rmdir ../gone; exec \"$0\" explore \"$1\"",
        ])
        .arg(env!("CARGO_BIN_EXE_racelings"))
        .arg(&program)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let said = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("The current folder was removed"), "{said}");
    assert!(said.contains("Change to another one"), "{said}");
    assert!(!said.contains("rustup"), "{said}");
}

#[test]
fn without_a_linker_nothing_compiles_and_what_to_install_is_said() {
    let project = right();
    let sysroot = Command::new("rustc")
        .args(["--print", "sysroot"])
        .output()
        .unwrap();
    let sysroot = String::from_utf8(sysroot.stdout).unwrap();
    let only_rust = format!("export PATH={}/bin", sysroot.trim());
    assert_eq!(run_after(&only_rust, &project)["kind"], "surroundings");
    let said = said_after(&only_rust, &project);
    assert!(said.contains("linker `cc` not found"), "{said}");
    assert!(said.contains("Install a C compiler"), "{said}");
}

#[test]
fn without_a_compiler_it_is_said_where_to_get_one() {
    let project = right();
    let none = "PATH=/nowhere";
    assert_eq!(run_after(none, &project)["kind"], "surroundings");
    assert!(said_after(none, &project).contains("https://rustup.rs"));
    // rustup does this if no toolchain is chosen.
    project.write(
        "rustc",
        "#!/bin/sh\necho 'help: run rustup default stable' >&2\nexit 1\n",
    );
    let of_rustup = format!(
        "chmod +x rustc; export RUSTC={}",
        project.path("rustc").display()
    );
    assert_eq!(run_after(&of_rustup, &project)["kind"], "surroundings");
    assert!(said_after(&of_rustup, &project).contains("run rustup default stable"));
}

#[test]
fn a_symbol_that_is_nowhere_is_the_learners_mistake() {
    let project = Project::new();
    let call =
        "unsafe extern \"C\" { fn racelings_nowhere() -> i64; } unsafe { racelings_nowhere() }";
    let said = project.run_counter(call);
    assert_eq!(
        said.verdict(),
        ("not_run", "does_not_compile", 2),
        "{}",
        said.line
    );
    assert!(project.run_for_people().contains("racelings_nowhere"));
}

#[test]
fn a_macro_without_end_is_told_as_that() {
    let project = Project::new();
    let endless = "macro_rules! m { ($($t:tt)*) => { m!($($t)* $($t)* x) } } m!(a b c); 0";
    let said = project.run_counter(endless);
    assert_eq!(
        said.verdict(),
        ("not_run", "does_not_compile", 2),
        "{}",
        said.line
    );
    assert!(said.message().contains("does a macro"), "{}", said.line);
}

#[test]
fn a_panic_in_a_constant_is_at_the_learners_line() {
    let project = Project::new();
    let said = project.run_counter("const LIMIT: i64 = { panic!(\"too small\") }; LIMIT");
    assert_eq!(
        said.verdict(),
        ("not_run", "does_not_compile", 2),
        "{}",
        said.line
    );
    assert_eq!(said.place(), (FILE, Some(3)));
    let said = project.run_for_people();
    assert!(
        said.contains(
            "first1 was not checked: it does not compile at exercises/01_one/first1.rs:3"
        ),
        "{said}"
    );
}

#[test]
fn a_module_in_another_file_is_to_be_written_into_the_exercise() {
    let project = Project::new();
    project.write(FILE, &format!("mod helper;\n{}", text("0")));
    assert_eq!(project.run().place(), (FILE, Some(1)));
    let said = project.run_for_people();
    assert!(said.contains("An exercise is one file"), "{said}");
    assert!(!said.contains("temporary"), "{said}");
}
