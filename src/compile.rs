//! Compiles an exercise with `rustc` itself, against the real std for real runs or against `baton` for exploring.
//! An exercise is one file; cargo would be no faster (the benchmark
//! compares the two), and an editor's language server may hold the lock of cargo's target folder for long.

mod diagnostics;
mod library;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use baton::build;

use crate::check::verdict::NotRun;
use crate::source::{Entry, Program};
use crate::supervise::{Cancel, End, Job, Limits, Outcome, SuperviseError, Supervisor};
use library::Library;

const LIMITS: Limits = Limits {
    time: Duration::from_secs(120),
    memory: 8 << 30,
    processes: 64,
    output: 64 << 20,
    file: 4 << 30,
    kept_output: 1 << 20,
};

/// The compiler, and the library that exercises may use.
#[derive(Debug)]
pub struct Toolchain {
    root: PathBuf,
    rustc: OnceLock<PathBuf>,
    fs2: OnceLock<Library>,
    baton: OnceLock<Library>,
}

/// What came of compiling.
#[derive(Debug)]
pub enum Compiled {
    /// It compiled.
    Built {
        /// The program.
        binary: PathBuf,
        /// The compiler's warnings, with its colours.
        warnings: Option<String>,
    },
    /// It did not, and why.
    Refused(NotRun),
}

impl Toolchain {
    /// The toolchain of the project at `root`. Nothing is looked up before it is needed.
    pub fn of(root: &Path) -> Toolchain {
        Toolchain {
            root: root.to_path_buf(),
            rustc: OnceLock::new(),
            fs2: OnceLock::new(),
            baton: OnceLock::new(),
        }
    }

    /// Compiles `text`, a debug build as `cargo run` would make it, into `folder`.
    ///
    /// Messages and panics name the file `shown`.
    ///
    /// # Errors
    /// When it is cancelled, or the supervisor fails. What the compiler says is no error, but [`Compiled::Refused`].
    pub fn compile(
        &self,
        text: &str,
        shown: &str,
        folder: &Path,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
    ) -> Result<Compiled, SuperviseError> {
        let source = folder.join("exercise.rs");
        if let Err(error) = fs::write(&source, text) {
            return Ok(surroundings(format!(
                "{} could not be written: {error}.\nCheck the space on the disk.",
                source.display()
            )));
        }
        let binary = folder.join("exercise");
        let mut args = arguments(&source, shown, &binary);
        if text.contains("fs2") {
            match self.library("fs2", &self.fs2, supervisor, cancel)? {
                Ok(library) => args.extend(library.arguments("fs2")),
                Err(reason) => return Ok(surroundings(reason)),
            }
        }
        let rustc = self.rustc(supervisor, cancel)?;
        let outcome = supervisor.run(&job(&rustc, args, folder), cancel)?;
        Ok(read_outcome(outcome, binary))
    }

    /// The compiler itself: the `rustc` of the PATH may be rustup's, which looks up the toolchain at every call.
    fn rustc(
        &self,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
    ) -> Result<PathBuf, SuperviseError> {
        if let Some(found) = self.rustc.get() {
            return Ok(found.clone());
        }
        let on_path = PathBuf::from(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        let args = ["--print", "sysroot"].map(OsString::from).to_vec();
        let outcome = supervisor.run(&job(&on_path, args, &self.root), cancel)?;
        let itself = Path::new(outcome.stdout.head.trim()).join("bin/rustc");
        let rustc = if itself.is_file() { itself } else { on_path };
        Ok(self.rustc.get_or_init(|| rustc).clone())
    }

    /// Compiles a program against `baton`, into `folder`, to be explored.
    ///
    /// # Errors
    /// As [`Toolchain::compile`].
    pub fn compile_explorable(
        &self,
        program: &Program,
        shown: &str,
        folder: &Path,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
    ) -> Result<Compiled, SuperviseError> {
        let library = match self.library("baton", &self.baton, supervisor, cancel)? {
            Ok(library) => library,
            Err(reason) => return Ok(surroundings(reason)),
        };
        let (file, main) = match write_explorable(program, folder) {
            Ok(files) => files,
            Err(error) => {
                return Ok(surroundings(format!(
                    "Nothing could be written into {}: {error}.\nCheck the space on the disk.",
                    folder.display()
                )));
            }
        };
        let binary = folder.join("explored");
        let mut args = build::rustc_arguments(&library.rlib, &library.dependencies, &binary);
        args.extend(messages(&file, shown));
        // The learner is to see the compiler's warnings, which `baton` turns off for its own programs.
        args.extend(["-Wunused".into(), main.into()]);
        let rustc = self.rustc(supervisor, cancel)?;
        let outcome = supervisor.run(&job(&rustc, args, folder), cancel)?;
        Ok(read_outcome(outcome, binary))
    }

    /// Has cargo build a library of the kit's, unless it was built before.
    fn library<'a>(
        &self,
        package: &str,
        known: &'a OnceLock<Library>,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
    ) -> Result<Result<&'a Library, String>, SuperviseError> {
        if let Some(found) = known.get() {
            return Ok(Ok(found));
        }
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let kit = self.kit();
        let args = library::cargo_arguments(package, &kit);
        let mut job = job(Path::new(&cargo), args, &kit);
        // `baton` looks up who called it: through its own frames too.
        let mut flags = env::var_os("RUSTFLAGS").unwrap_or_default();
        flags.push(" -Cforce-frame-pointers=yes");
        job.env.push(("RUSTFLAGS".into(), flags));
        let outcome = supervisor.run(&job, cancel)?;
        Ok(Library::in_cargos_answer(package, &outcome)
            .map(|library| known.get_or_init(|| library)))
    }

    /// The kit's own workspace. Exercises may lie somewhere else.
    fn kit(&self) -> PathBuf {
        let built_in = Path::new(env!("CARGO_MANIFEST_DIR"));
        if built_in.join("baton/Cargo.toml").is_file() {
            built_in.to_owned()
        } else {
            self.root.clone()
        }
    }
}

/// Writes the learner's file, and the generated crate's root around it: those two files.
///
/// An exercise is the root itself, with another `main`; so is a program that says `crate::`.
fn write_explorable(program: &Program, folder: &Path) -> std::io::Result<(PathBuf, PathBuf)> {
    let (file, main) = (folder.join("explored.rs"), folder.join("main.rs"));
    let text = &program.text;
    let root = match program.entry {
        Entry::Check => Some(program.with_main(build::MAIN_OF_CHECK)),
        Entry::Main if text.contains("crate::") => Some(build::as_crate_root(text)),
        Entry::Main => None,
    };
    if let Some(root) = root {
        fs::write(&file, root)?;
        return Ok((file.clone(), file));
    }
    fs::write(&file, format!("{text}{}", build::ENTRY))?;
    fs::write(&main, build::main_file(&file))?;
    Ok((file, main))
}

fn job(program: &Path, args: Vec<OsString>, folder: &Path) -> Job {
    Job {
        program: program.into(),
        args,
        env: Vec::new(),
        dir: folder.to_path_buf(),
        limits: LIMITS,
    }
}

/// How the compiler is to speak, and what to call the file.
fn messages(source: &Path, shown: &str) -> Vec<OsString> {
    let mut remap = source.as_os_str().to_owned();
    remap.push("=");
    remap.push(shown);
    let mut args: Vec<OsString> = [
        "--error-format=json",
        "--json=diagnostic-rendered-ansi",
        "--remap-path-prefix",
    ]
    .map(OsString::from)
    .to_vec();
    args.push(remap);
    args
}

fn arguments(source: &Path, shown: &str, binary: &Path) -> Vec<OsString> {
    let mut args: Vec<OsString> = [
        "--crate-name=exercise",
        "--crate-type=bin",
        "--edition=2024",
        // Panics name their line without it, and leaving it out saves time.
        "-Cdebuginfo=0",
    ]
    .map(OsString::from)
    .to_vec();
    args.extend(messages(source, shown));
    args.extend(["-o".into(), binary.into(), source.into()]);
    args
}

fn read_outcome(outcome: Outcome, binary: PathBuf) -> Compiled {
    let said = diagnostics::read(&outcome.stderr.head);
    match outcome.end {
        End::Exited { code: 0 } => Compiled::Built {
            binary,
            warnings: said.warnings,
        },
        End::Exited { .. } => Compiled::Refused(said.refusal()),
        End::NotStarted { reason } => surroundings(format!(
            "rustc could not be started: {reason}.\nInstall Rust from https://rustup.rs, or put rustc on the PATH."
        )),
        End::TimeLimit { .. } => surroundings(format!(
            "rustc was not done within {} s and was stopped.\nIs there an endless loop in a constant or a macro?",
            LIMITS.time.as_secs()
        )),
        End::HeldUp => surroundings(
            "The machine is too busy to compile: rustc had next to no processor time.\nClose other programs and try again.".into(),
        ),
        other => surroundings(format!("rustc was stopped: {other:?}.")),
    }
}

fn surroundings(reason: String) -> Compiled {
    Compiled::Refused(NotRun::Surroundings { reason })
}
