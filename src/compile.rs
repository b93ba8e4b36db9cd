//! Compiles an exercise with `rustc` itself, against the real std for real runs or against `baton` for exploring.
//! An exercise is one file; cargo would be no faster (the benchmark
//! compares the two), and an editor's language server may hold the lock of cargo's target folder for long.

mod compiler;
mod diagnostics;
pub mod library;
mod outcome;
mod recipe;
mod refusal;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use baton::build;

use crate::edition::Edition;
use crate::source::{self, Entry, Program};
use crate::supervise::{Cancel, Outcome, SuperviseError, Supervisor};
use crate::surroundings;
use crate::unsafe_code::{self, Policy};
use compiler::Compiler;
use diagnostics::Names;
use library::Libraries;
use outcome::CONTROL;

pub use refusal::{Preparing, Refusal, UnsafeCode};

/// The compiler, and the libraries that exercises may use.
#[derive(Debug)]
pub struct Toolchain {
    root: PathBuf,
    unsafe_code: Policy,
    found: Mutex<Found>,
}

/// What programs are compiled with, and where it is.
#[derive(Debug, Clone)]
pub struct Tools {
    /// The compiler's version, with the platform that it compiles for, on one line.
    pub version: String,
    /// The compiler.
    pub rustc: PathBuf,
    /// The folder with the compiler and its own libraries.
    pub sysroot: PathBuf,
    /// The folder with the kit's libraries.
    pub libraries: PathBuf,
}

/// The results of earlier look-ups.
#[derive(Debug, Default)]
struct Found {
    compiler: Option<Compiler>,
    libraries: Option<Libraries>,
}

/// The result of compiling.
#[derive(Debug)]
pub enum Compiled {
    /// It compiled.
    Built {
        /// The program.
        binary: PathBuf,
        /// The compiler's warnings, with its colours.
        warnings: Option<String>,
        /// The unsafe code of the learner's part, if it is looked for. What could not be read is among it.
        unsafe_code: Vec<UnsafeCode>,
    },
    /// It did not, and why.
    Refused(Refusal),
}

/// Why something could not be compiled.
enum Stop {
    Refused(Refusal),
    Supervise(SuperviseError),
}

impl From<SuperviseError> for Stop {
    fn from(error: SuperviseError) -> Stop {
        Stop::Supervise(error)
    }
}

/// What is compiled, and its purpose.
#[derive(Clone, Copy)]
enum Code<'a> {
    /// This text, for real runs.
    Real(&'a str, Edition),
    /// This program, to be explored.
    Explorable(&'a Program, Place),
}

/// Where a program's text is in the crate that is explored.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It is a module: std's own start comes before its `main`, as in any program.
    Module,
    /// It is the crate's root, where all its paths are right.
    Root,
}

impl<'a> Code<'a> {
    fn text(self) -> &'a str {
        match self {
            Code::Real(text, _) => text,
            Code::Explorable(program, _) => &program.text,
        }
    }
}

impl Toolchain {
    /// The toolchain of the project at `root`. Nothing is looked up before it is needed.
    pub fn of(root: &Path) -> Toolchain {
        Toolchain {
            root: root.to_path_buf(),
            unsafe_code: Policy::default(),
            found: Mutex::default(),
        }
    }

    /// The same, but that unsafe code is looked for unless it is allowed.
    pub fn with(self, unsafe_code: Policy) -> Toolchain {
        Toolchain {
            unsafe_code,
            ..self
        }
    }

    /// Looks up the compiler and the libraries. If there are no libraries yet, they are built, and that is reported;
    /// otherwise both are looked up on first use.
    ///
    /// # Errors
    /// When it is cancelled, or the supervisor fails. The inner error says what is missing.
    pub fn prepare(
        &self,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Preparing),
    ) -> Result<Result<(), Refusal>, SuperviseError> {
        match self.libraries(supervisor, cancel, on_progress) {
            Ok(_) => Ok(Ok(())),
            Err(Stop::Refused(why)) => Ok(Err(why)),
            Err(Stop::Supervise(error)) => Err(error),
        }
    }

    /// What it consists of. The libraries are built as by [`Toolchain::prepare`].
    ///
    /// # Errors
    /// As [`Toolchain::prepare`].
    pub fn tools(
        &self,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
    ) -> Result<Result<Tools, Refusal>, SuperviseError> {
        let mut find = || {
            let libraries = self.libraries(supervisor, cancel, &mut |_| ())?;
            let compiler = self.compiler(supervisor, cancel)?;
            Ok(Tools {
                version: format!("{}, {}", compiler.version, compiler.host),
                rustc: compiler.rustc,
                sysroot: compiler.sysroot,
                libraries: libraries.folder().to_path_buf(),
            })
        };
        match find() {
            Ok(tools) => Ok(Ok(tools)),
            Err(Stop::Refused(why)) => Ok(Err(why)),
            Err(Stop::Supervise(error)) => Err(error),
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
        edition: Edition,
        shown: &str,
        folder: &Path,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
    ) -> Result<Compiled, SuperviseError> {
        self.compile_code(Code::Real(text, edition), shown, folder, supervisor, cancel)
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
        let mut compile = |place| {
            let code = Code::Explorable(program, place);
            self.compile_code(code, shown, folder, supervisor, cancel)
        };
        match program.entry {
            Entry::Check => compile(Place::Root),
            Entry::Main => match compile(Place::Module)? {
                // Its paths may begin at the root: `crate::…`, or all in edition 2015.
                Compiled::Refused(Refusal::DoesNotCompile {
                    location: Some(_), ..
                }) => compile(Place::Root),
                compiled => Ok(compiled),
            },
        }
    }

    fn compile_code(
        &self,
        code: Code<'_>,
        shown: &str,
        folder: &Path,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
    ) -> Result<Compiled, SuperviseError> {
        let in_control = Program::of_its_own(CONTROL, Edition::default());
        let (binary, control) = match code {
            Code::Real(..) => ("exercise", Code::Real(CONTROL, Edition::default())),
            Code::Explorable(..) => ("explored", Code::Explorable(&in_control, Place::Module)),
        };
        let binary = folder.join(binary);
        let names = Names {
            shown,
            folder,
            check_line: source::check_line(code.text()),
        };
        let mut call =
            |code, shown, binary: &Path| self.call(code, shown, binary, supervisor, cancel);
        let compiled = call(code, shown, &binary).and_then(|outcome| {
            let mut control = || call(control, "control", &folder.join("control/control"));
            outcome::judge(outcome, &binary, names, &mut control)
        });
        match compiled {
            Ok(compiled) => Ok(compiled),
            Err(Stop::Refused(why)) => Ok(Compiled::Refused(why)),
            Err(Stop::Supervise(error)) => Err(error),
        }
    }

    /// One call of the compiler. The source is in the same folder as the compiled program.
    fn call(
        &self,
        code: Code<'_>,
        shown: &str,
        binary: &Path,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
    ) -> Result<Outcome, Stop> {
        let folder = binary.parent().unwrap_or(Path::new("."));
        let not_written = |error: std::io::Error| {
            let reason = format!(
                "Nothing could be written into {}: {error}.\nCheck the space on the disk.",
                folder.display()
            );
            Stop::Refused(Refusal::Surroundings { reason })
        };
        readable(folder)?;
        fs::create_dir_all(folder).map_err(not_written)?;
        let mut args = match code {
            Code::Real(text, written_in) => {
                let source = folder.join("exercise.rs");
                fs::write(&source, text).map_err(not_written)?;
                let libraries = self.libraries(supervisor, cancel, &mut |_| ())?;
                let mut args = arguments(&source, written_in, shown, binary);
                args.extend(as_extern("fs2", &libraries));
                args
            }
            Code::Explorable(program, place) => {
                let libraries = self.libraries(supervisor, cancel, &mut |_| ())?;
                let (file, main) = write_explorable(program, place, folder).map_err(not_written)?;
                let rlib = libraries.rlib("baton");
                let mut args =
                    build::rustc_arguments(&program.text, &rlib, libraries.folder(), binary);
                args.push(edition(program.edition));
                args.extend(messages(&file, shown));
                // The learner is to see the compiler's warnings, which `baton` turns off for its own programs.
                // What it says of `extern crate alloc` is of this compiling alone.
                args.extend(["-Wunused", "-Aunused-extern-crates"].map(OsString::from));
                args.push(main.into());
                args
            }
        };
        args.extend(self.lints());
        let rustc = self.compiler(supervisor, cancel)?.rustc;
        let mut job = compiler::job(&rustc, args, folder);
        // What the linker leaves behind when it is killed is removed with the folder.
        job.env.push(("TMPDIR".into(), folder.into()));
        Ok(supervisor.run(&job, cancel)?)
    }

    /// The arguments with which the compiler names unsafe code, whatever the program allows.
    fn lints(&self) -> Vec<OsString> {
        match self.unsafe_code {
            Policy::Allowed => Vec::new(),
            Policy::AsInStarter => vec!["--force-warn".into(), unsafe_code::LINT.into()],
        }
    }

    fn compiler(&self, supervisor: &mut Supervisor, cancel: &Cancel) -> Result<Compiler, Stop> {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.compiler(&self.root, supervisor, cancel)
    }

    fn libraries(
        &self,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Preparing),
    ) -> Result<Libraries, Stop> {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        // Since the last check the folder that they are in may have been removed, by `cargo clean` say.
        if let Some(libraries) = found.libraries.as_ref().filter(|known| known.are_whole()) {
            return Ok(libraries.clone());
        }
        let compiler = found.compiler(&self.root, supervisor, cancel)?;
        let libraries = library::find(&compiler, supervisor, cancel, on_progress)?;
        let libraries = libraries.map_err(Stop::Refused)?;
        readable(libraries.folder())?;
        Ok(found.libraries.insert(libraries).clone())
    }
}

impl Found {
    fn compiler(
        &mut self,
        root: &Path,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
    ) -> Result<Compiler, Stop> {
        if let Some(compiler) = &self.compiler {
            return Ok(compiler.clone());
        }
        let compiler = Compiler::find(root, supervisor, cancel)?.map_err(Stop::Refused)?;
        Ok(self.compiler.insert(compiler).clone())
    }
}

/// Refuses a folder whose path cannot be an argument of `rustc`.
fn readable(folder: &Path) -> Result<(), Stop> {
    match surroundings::unreadable_path(folder) {
        Some(reason) => Err(Stop::Refused(Refusal::Surroundings { reason })),
        None => Ok(()),
    }
}

/// The arguments of `rustc` for a crate that uses the library under its own name.
fn as_extern(name: &str, libraries: &Libraries) -> Vec<OsString> {
    let mut library = OsString::from(format!("{name}="));
    library.push(libraries.rlib(name));
    let mut folder = OsString::from("dependency=");
    folder.push(libraries.folder());
    vec!["--extern".into(), library, "-L".into(), folder]
}

/// Writes the learner's file, and the generated crate's root around it: those two files.
///
/// Of an exercise, another `main` calls the check.
fn write_explorable(
    program: &Program,
    place: Place,
    folder: &Path,
) -> std::io::Result<(PathBuf, PathBuf)> {
    let (file, main) = (folder.join("explored.rs"), folder.join("main.rs"));
    let text = &program.text;
    if place == Place::Root {
        let root = match program.entry {
            Entry::Check => program.with_main(build::MAIN_OF_CHECK),
            Entry::Main => build::as_crate_root(text),
        };
        fs::write(&file, root)?;
        return Ok((file.clone(), file));
    }
    fs::write(&file, format!("{text}{}", build::ENTRY))?;
    fs::write(&main, build::main_file(&file))?;
    Ok((file, main))
}

/// The argument for the edition.
fn edition(edition: Edition) -> OsString {
    format!("--edition={edition}").into()
}

/// The arguments for the format of the compiler's messages, and for the name of the file in them.
fn messages(source: &Path, shown: &str) -> Vec<OsString> {
    let mut remap = source.as_os_str().to_owned();
    remap.push("=");
    remap.push(shown);
    let mut args: Vec<OsString> = ["--error-format=json", "--remap-path-prefix"]
        .map(OsString::from)
        .to_vec();
    args.push(remap);
    args
}

fn arguments(source: &Path, written_in: Edition, shown: &str, binary: &Path) -> Vec<OsString> {
    let mut args: Vec<OsString> = [
        "--crate-name=exercise",
        "--crate-type=bin",
        // Panics name their line without it, and leaving it out saves time.
        "-Cdebuginfo=0",
    ]
    .map(OsString::from)
    .to_vec();
    args.push(edition(written_in));
    args.extend(messages(source, shown));
    args.extend(["-o".into(), binary.into(), source.into()]);
    args
}
