//! How cargo builds the libraries: always the same, whatever its configuration and the environment say.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::compiler::{self, Compiler};
use crate::kit;
use crate::supervise::{End, Environment, Job, Limits, Outcome};

/// What is built.
pub const PACKAGES: [&str; 2] = ["fs2", "baton"];

/// Settings that a learner's own cargo configuration must not change: given on the command line, they win over files and
/// over `CARGO_PROFILE_…`. With `panic = "abort"`, say, no program could use the libraries.
pub const SETTINGS: [&str; 9] = [
    r#"profile.dev.panic="unwind""#,
    r#"profile.dev.debug="line-tables-only""#,
    "profile.dev.lto=false",
    "profile.dev.incremental=false",
    "profile.dev.debug-assertions=true",
    // Its speed decides how many interleavings are tried per second.
    "profile.dev.package.baton.opt-level=3",
    "profile.dev.package.protocol.opt-level=3",
    // A learner waits for this build: each unit costs time, so there are only as many as keep some cores busy.
    "profile.dev.package.baton.codegen-units=4",
    "profile.dev.package.protocol.codegen-units=1",
];

/// All flags of the compiler: nothing else adds to them. `baton` looks up what called it: through its own frames too.
pub const FLAGS: &str = "-Cforce-frame-pointers=yes";

/// It is done once, and a busy machine may take long over it.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(900),
    patience: 12,
    memory: 8 << 30,
    processes: 256,
    output: 64 << 20,
    file: 4 << 30,
    kept_output: 1 << 20,
};

/// Where cargo may get the crates that are not the kit's own, in the order in which it is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supply {
    /// Crates on this machine, in the versions that the kit was tested with. The clone has them.
    Tested,
    /// Crates on this machine, in any version that fits: `cargo install` may have chosen others for the kit itself.
    Present,
    /// The registry.
    Registry,
}

/// All of them, in their order.
pub const SUPPLIES: [Supply; 3] = [Supply::Tested, Supply::Present, Supply::Registry];

/// Creates a package that depends on the libraries, in this folder, with the kit's crates beside it.
///
/// # Errors
/// When it cannot be written.
pub fn create(folder: &Path, supply: Supply) -> io::Result<()> {
    let manifest = "[workspace]\n\n[package]\nname = \"libraries\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [lib]\npath = \"lib.rs\"\n\n[dependencies]\nbaton = { path = \"crates/baton\" }\nfs2 = \"0.4\"\n";
    // What is left there may be of another version.
    let _ = fs::remove_dir_all(folder.join("crates"));
    for (file, text) in kit::library_sources() {
        let to = folder.join(file);
        fs::create_dir_all(to.parent().unwrap_or(folder))?;
        fs::write(to, text)?;
    }
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("lib.rs"), "")?;
    match supply {
        Supply::Present => fs::remove_file(folder.join("Cargo.lock")),
        Supply::Tested | Supply::Registry => Ok(()),
    }
}

/// The call of cargo that builds what [`create`] has created in this folder.
pub fn job(compiler: &Compiler, folder: &Path, supply: Supply) -> Job {
    let target = folder.join("target");
    let mut args: Vec<OsString> = ["build", "--message-format=json"]
        .map(OsString::from)
        .to_vec();
    match supply {
        Supply::Tested | Supply::Present => args.push("--offline".into()),
        Supply::Registry => {}
    }
    args.extend(["--manifest-path".into(), folder.join("Cargo.toml").into()]);
    args.extend(["--target-dir".into(), target.clone().into()]);
    args.extend(["--target".into(), OsString::from(&compiler.host)]);
    for setting in SETTINGS {
        args.extend(["--config".into(), setting.into()]);
    }
    Job {
        program: compiler.cargo.clone().into(),
        args,
        environment: Environment::Inherited,
        env: vec![
            // It wins over RUSTFLAGS and over what configuration files say.
            ("CARGO_ENCODED_RUSTFLAGS".into(), FLAGS.into()),
            ("RUSTC".into(), compiler.rustc.clone().into()),
            ("RUSTC_WRAPPER".into(), OsString::new()),
            ("RUSTC_WORKSPACE_WRAPPER".into(), OsString::new()),
            ("CARGO_BUILD_BUILD_DIR".into(), target.into()),
        ],
        // A configuration file in a folder above it may say where crates come from.
        dir: folder.to_path_buf(),
        limits: LIMITS,
        crash: None,
    }
}

#[derive(Deserialize)]
struct Artifact {
    target: Target,
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// A compiled library, and the name under which it is kept.
#[derive(Debug, PartialEq, Eq)]
pub struct BuiltFile {
    /// Where cargo has put it.
    pub from: PathBuf,
    /// The name of its file.
    pub name: OsString,
}

impl Artifact {
    /// Of those that programs name, the name is known; the others rustc finds by what is in them.
    fn into_file(self) -> Option<BuiltFile> {
        let is_library = |file: &PathBuf| file.extension().is_some_and(|kind| kind == "rlib");
        let from = self.filenames.into_iter().find(is_library)?;
        let name = match PACKAGES.contains(&self.target.name.as_str()) {
            true => rlib_of(&self.target.name).into(),
            false => from.file_name()?.to_owned(),
        };
        Some(BuiltFile { from, name })
    }
}

/// The name of the file that a package is kept in.
pub fn rlib_of(package: &str) -> String {
    format!("lib{package}.rlib")
}

/// Whether cargo had all crates and started to compile. If so, another supply makes no difference.
pub fn has_begun(outcome: &Outcome) -> bool {
    let is_message = |line: &str| line.starts_with(r#"{"reason":"#);
    match outcome.end {
        End::Exited { .. } => outcome.stdout.head.lines().any(is_message),
        _ => true,
    }
}

/// The libraries in cargo's answer, with what they depend on.
///
/// # Errors
/// The message of cargo, and what to do.
pub fn built(outcome: &Outcome) -> Result<Vec<BuiltFile>, String> {
    let words = outcome.stderr.head.trim_end();
    match &outcome.end {
        End::Exited { code: 0 } => Ok(outcome
            .stdout
            .head
            .lines()
            .filter_map(|line| serde_json::from_str::<Artifact>(line).ok())
            .filter_map(Artifact::into_file)
            .collect()),
        End::NotStarted { reason } => Err(format!(
            "cargo could not be started: {reason}.\n{}",
            compiler::advice()
        )),
        End::Exited { .. } => Err(format!(
            "The kit's libraries could not be built.\n{words}\nThey need the crates fs2 and libc: make sure that cargo can download them, then try again."
        )),
        End::TimeLimit { .. } => Err(format!(
            "The kit's libraries were not built within {} s.\n{words}",
            LIMITS.time.as_secs()
        )),
        other @ (End::Signaled { .. }
        | End::Deadlock { .. }
        | End::OutputLimit
        | End::MemoryLimit { .. }
        | End::ProcessLimit { .. }
        | End::HeldUp
        | End::FileLimit
        | End::SupervisorKilled { .. }
        | End::SupervisorStopped { .. }) => Err(format!(
            "The kit's libraries could not be built: cargo was stopped ({other:?}).\n{words}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervise::Captured;

    fn answer(code: i32, stdout: &str, stderr: &str) -> Outcome {
        let captured = |text: &str| Captured {
            head: text.into(),
            total_bytes: text.len() as u64,
            ..Captured::default()
        };
        Outcome {
            end: End::Exited { code },
            stdout: captured(stdout),
            stderr: captured(stderr),
            seconds: 0.1,
            processor_seconds: 0.0,
            waits: 0,
            left_running: Vec::new(),
            killed: None,
        }
    }

    #[test]
    fn every_rlib_among_the_artifacts_is_kept() {
        let text = r#"{"reason":"compiler-artifact","target":{"name":"libc"},"filenames":["/t/deps/liblibc-2.rlib","/t/deps/liblibc-2.rmeta"]}
{"reason":"compiler-artifact","target":{"name":"fs2"},"filenames":["/t/deps/libfs2-1.rlib","/t/deps/libfs2-1.rmeta"]}
{"reason":"build-finished","success":true}"#;
        let files = built(&answer(0, text, "")).unwrap();
        let file = |from: &str, name: &str| BuiltFile {
            from: from.into(),
            name: name.into(),
        };
        let expected = [
            file("/t/deps/liblibc-2.rlib", "liblibc-2.rlib"),
            file("/t/deps/libfs2-1.rlib", "libfs2.rlib"),
        ];
        assert_eq!(files, expected);
    }

    #[test]
    fn other_crates_are_tried_only_where_cargo_could_not_begin() {
        let finished = r#"{"reason":"build-finished","success":false}"#;
        assert!(has_begun(&answer(
            101,
            finished,
            "error: it does not compile"
        )));
        assert!(!has_begun(&answer(101, "", "error: no matching package")));
    }

    #[test]
    fn without_one_cargos_own_words_are_told() {
        let error = built(&answer(101, "", "error: no matching package"));
        assert!(error.unwrap_err().contains("no matching package"));
    }
}
