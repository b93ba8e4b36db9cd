//! The compiler: which one it is, and how it is started.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::refusal::Refusal;
use crate::supervise::{
    Cancel, End, Environment, Job, Limits, Outcome, SuperviseError, Supervisor,
};
use crate::surroundings;

/// What compiling one exercise may use. A small program takes a tenth of it.
pub const LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    patience: 12,
    memory: 1 << 30,
    processes: 64,
    output: 64 << 20,
    file: 1 << 30,
    kept_output: 1 << 20,
};

/// The compiler that is used.
#[derive(Debug, Clone)]
pub struct Compiler {
    /// The compiler itself: the `rustc` of the PATH may be rustup's, which looks up the toolchain at every call.
    pub rustc: PathBuf,
    /// The cargo that belongs to it.
    pub cargo: PathBuf,
    /// The folder with the compiler and its own libraries.
    pub sysroot: PathBuf,
    /// Its version: `rustc 1.89.0 (29483883e 2025-08-04)`.
    pub version: String,
    /// The platform that it compiles for.
    pub host: String,
    /// Its complete version, and its path: another compiler needs other libraries.
    pub identity: String,
}

impl Compiler {
    /// Finds the compiler for the project at `root`: a file there may name a toolchain.
    ///
    /// # Errors
    /// When it is cancelled, or the supervisor fails. The inner error says what is missing.
    pub fn find(
        root: &Path,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
    ) -> Result<Result<Compiler, Refusal>, SuperviseError> {
        if let Some(reason) = surroundings::removed_folder() {
            let reason = reason.to_owned();
            return Ok(Err(Refusal::Surroundings { reason }));
        }
        let on_path = PathBuf::from(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        let mut ask =
            |rustc: &Path, args: &[&str]| -> Result<Result<String, Refusal>, SuperviseError> {
                let args = args.iter().map(OsString::from).collect();
                let outcome = supervisor.run(&job(rustc, args, root), cancel)?;
                Ok(answer(outcome))
            };
        let sysroot = match ask(&on_path, &["--print", "sysroot"])? {
            Ok(sysroot) => sysroot,
            Err(why) => return Ok(Err(why)),
        };
        let beside = |name: &str| {
            Some(Path::new(&sysroot).join("bin").join(name)).filter(|file| file.is_file())
        };
        let rustc = beside("rustc").unwrap_or(on_path);
        let cargo = beside("cargo").unwrap_or_else(|| {
            PathBuf::from(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        });
        let version = match ask(&rustc, &["-vV"])? {
            Ok(version) => version,
            Err(why) => return Ok(Err(why)),
        };
        let host = version.lines().find_map(|line| line.strip_prefix("host: "));
        Ok(Ok(Compiler {
            host: host.unwrap_or_default().to_owned(),
            version: version.lines().next().unwrap_or_default().to_owned(),
            identity: format!("{sysroot}\n{version}"),
            sysroot: sysroot.into(),
            rustc,
            cargo,
        }))
    }
}

/// A call of the compiler in this folder.
pub fn job(program: &Path, args: Vec<OsString>, folder: &Path) -> Job {
    Job {
        program: program.into(),
        args,
        environment: Environment::Inherited,
        env: Vec::new(),
        dir: folder.to_path_buf(),
        limits: LIMITS,
        crash: None,
    }
}

/// What the user can do if the compiler or cargo does not start.
pub fn advice() -> String {
    surroundings::advice_on_limits()
        .unwrap_or_else(|| "Install Rust from https://rustup.rs, or put rustc on the PATH.".into())
}

fn answer(outcome: Outcome) -> Result<String, Refusal> {
    let reason = match outcome.end {
        End::Exited { code: 0 } => return Ok(outcome.stdout.head.trim().to_owned()),
        End::NotStarted { reason } => {
            format!("rustc could not be started: {reason}.\n{}", advice())
        }
        // rustup without a toolchain says itself what to do.
        _ => {
            let words = outcome.stderr.head.trim();
            format!("rustc does not work here.\n{words}\n{}", advice())
        }
    };
    Err(Refusal::Surroundings { reason })
}
