//! The program for real runs: how it is compiled, and run.

use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, bounded};

use super::build::{Programs, fresh_folder, refuse_unsafe_code};
use super::folder::FreshFolder;
use super::judge::Run;
use super::many::cores;
use super::proof::{self, Proof};
use super::verdict::NotRun;
use super::{Checker, Stop};
use crate::catalog::Mode;
use crate::compile::{Compiled, Toolchain};
use crate::exploration::Executors;
use crate::source::Program;
use crate::supervise::{Cancel, Crash, End, Environment, Job, Limits, SuperviseError, Supervisor};

/// What there is of the program for real runs.
pub(super) enum Real {
    NotCompiled,
    /// Another thread compiles it.
    Coming(Coming),
    Compiled(RealProgram),
}

/// A program for real runs. Its folder goes with it.
pub(super) struct RealProgram {
    binary: PathBuf,
    _folder: FreshFolder,
}

/// A program that another thread compiles. Dropped, compiling is ended.
pub(super) struct Coming {
    compiled: Receiver<Result<RealProgram, Stop>>,
    cancel: Cancel,
    thread: Option<JoinHandle<()>>,
}

/// What is to be compiled for real runs.
struct Wanted {
    toolchain: Arc<Toolchain>,
    text: Program,
    shown: String,
}

impl Checker {
    /// Has another thread compile the text for real runs while it is explored, where there is a core for that.
    pub(super) fn compile_real_ahead(&self, text: &Program, shown: &str) -> Real {
        if self.executors == Executors::One || cores() < 2 {
            return Real::NotCompiled;
        }
        let (kit, wanted) = (self.supervisor.clone(), self.wanted(text, shown));
        let compile = move |cancel: &Cancel| wanted.compile(&mut Supervisor::start(&kit)?, cancel);
        // Where the system refuses a thread, it is compiled when it is needed.
        Coming::from(compile).map_or(Real::NotCompiled, Real::Coming)
    }

    /// Compiles the text for real runs, unless it was done before.
    pub(super) fn compile_real(
        &self,
        programs: &mut Programs,
        shown: &str,
        cancel: &Cancel,
    ) -> Result<(), Stop> {
        let real = match &programs.real {
            Real::Compiled(_) => return Ok(()),
            Real::Coming(coming) => coming.wait(cancel)?,
            Real::NotCompiled => {
                let wanted = self.wanted(&programs.text, shown);
                wanted.compile(&mut programs.supervisor, cancel)?
            }
        };
        programs.real = Real::Compiled(real);
        Ok(())
    }

    fn wanted(&self, text: &Program, shown: &str) -> Wanted {
        Wanted {
            toolchain: Arc::clone(&self.toolchain),
            text: text.clone(),
            shown: shown.to_owned(),
        }
    }
}

impl Wanted {
    fn compile(&self, supervisor: &mut Supervisor, cancel: &Cancel) -> Result<RealProgram, Stop> {
        let folder = fresh_folder()?;
        let (text, path) = (self.text.with_main(proof::MAIN), folder.path());
        let (edition, shown) = (self.text.edition, &self.shown);
        let compiled = self
            .toolchain
            .compile(&text, edition, shown, path, supervisor, cancel)?;
        match compiled {
            Compiled::Built {
                binary,
                unsafe_code,
                ..
            } => {
                refuse_unsafe_code(unsafe_code, &self.text)?;
                Ok(RealProgram {
                    binary,
                    _folder: folder,
                })
            }
            Compiled::Refused(why) => Err(Stop::NotRun(why.into())),
        }
    }
}

impl Coming {
    /// Has another thread compile it, if there can be one.
    fn from(
        compile: impl FnOnce(&Cancel) -> Result<RealProgram, Stop> + Send + 'static,
    ) -> Option<Coming> {
        let cancel = Cancel::new();
        let (done, compiled) = bounded(1);
        let own = cancel.clone();
        let thread = thread::Builder::new().name("compiles for real runs".into());
        let thread = thread.spawn(move || {
            // The check may have ended without it.
            let _ = done.send(compile(&own));
        });
        Some(Coming {
            compiled,
            cancel,
            thread: Some(thread.ok()?),
        })
    }

    /// Waits for it, or until the check is cancelled.
    fn wait(&self, cancel: &Cancel) -> Result<RealProgram, Stop> {
        crossbeam_channel::select! {
            recv(self.compiled) -> compiled => compiled.unwrap_or_else(|_| {
                let reason = "the thread that compiles for real runs has ended".into();
                Err(Stop::NotRun(NotRun::Internal { reason }))
            }),
            recv(cancel.receiver()) -> _ => Err(Stop::Supervise(SuperviseError::Cancelled)),
        }
    }
}

impl Drop for Coming {
    fn drop(&mut self) {
        self.cancel.cancel();
        if let Some(thread) = self.thread.take() {
            // If it has panicked, it has said so.
            let _ = thread.join();
        }
    }
}

impl Programs {
    /// One real run, in a fresh folder.
    pub(super) fn run(
        &mut self,
        mode: Mode,
        rounds: u64,
        limits: &Limits,
        crash: Option<Crash>,
        cancel: &Cancel,
    ) -> Result<Run, Stop> {
        let Real::Compiled(real) = &self.real else {
            unreachable!("the caller has compiled it");
        };
        let folder = fresh_folder()?;
        let proof = Proof::new();
        let job = Job {
            program: real.binary.clone().into(),
            args: Vec::new(),
            environment: Environment::Inherited,
            env: vec![
                ("ROUNDS".into(), rounds.to_string().into()),
                // Unforeseeable, so that no program knows what its counter would be.
                (
                    "EXTRA".into(),
                    (RandomState::new().hash_one(0) % 2).to_string().into(),
                ),
                ("MODE".into(), mode.name().into()),
                // What one run leaves there is not what the next one finds.
                ("TMPDIR".into(), folder.path().into()),
                proof.variable(),
            ],
            dir: folder.path().to_path_buf(),
            limits: limits.clone(),
            crash,
        };
        let outcome = self.supervisor.run(&job, cancel)?;
        if let End::NotStarted { reason } = &outcome.end {
            return Err(Stop::NotRun(NotRun::Surroundings {
                reason: format!(
                    "The compiled exercise could not be started: {reason}.\nIf programs may not be run from {}, set TMPDIR to another folder.",
                    std::env::temp_dir().display()
                ),
            }));
        }
        Ok(proof.read(outcome))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// A program that never comes, and what is disconnected once its compiling was ended.
    fn never() -> (Coming, Receiver<()>) {
        let (alive, ended) = bounded(0);
        let compile = move |cancel: &Cancel| {
            while !cancel.is_cancelled_within(Duration::from_secs(60)) {}
            drop(alive);
            Err(Stop::Supervise(SuperviseError::Cancelled))
        };
        (Coming::from(compile).unwrap(), ended)
    }

    #[test]
    fn a_check_that_ends_without_the_program_for_real_runs_ends_its_compiling() {
        let (coming, ended) = never();
        drop(coming);
        assert!(ended.try_recv().is_err_and(|error| error.is_disconnected()));
    }

    #[test]
    fn a_check_that_is_cancelled_does_not_wait_for_the_program() {
        let (coming, _ended) = never();
        let cancel = Cancel::new();
        cancel.cancel();
        let stop = coming.wait(&cancel).err();
        assert!(matches!(
            stop,
            Some(Stop::Supervise(SuperviseError::Cancelled))
        ));
    }

    #[test]
    fn why_the_program_was_refused_is_known_to_the_check() {
        let compile = |_: &Cancel| {
            let reason = "no linker".into();
            Err(Stop::NotRun(NotRun::Surroundings { reason }))
        };
        let stop = Coming::from(compile).unwrap().wait(&Cancel::new()).err();
        let Some(Stop::NotRun(NotRun::Surroundings { reason })) = stop else {
            panic!("it was refused");
        };
        assert_eq!(reason, "no linker");
    }
}
