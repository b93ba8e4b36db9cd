//! From an exercise's text to its two programs: one to be explored, one for real runs.

use std::path::Path;
use std::sync::Arc;

use super::folder::FreshFolder;
use super::real::Real;
use super::verdict::{Location, NotRun, Note, Obstacle, Progress, Unexplorable};
use super::{Checker, Halves, NO_EXECUTOR, Stop, Subject};
use crate::compile::{Compiled, Refusal, Toolchain, UnsafeCode};
use crate::exploration::{Executors, Explorable};
use crate::originals;
use crate::source::{self, CheckPart, Program};
use crate::supervise::{Cancel, Supervisor};
use crate::unsafe_code::Policy;

/// A text, and what it was compiled to.
pub struct Programs {
    /// The learner's part with the kit's own check.
    pub text: Program,
    /// To be explored.
    pub explorable: ToExplore,
    /// For real runs.
    pub(super) real: Real,
    pub(super) supervisor: Supervisor,
}

/// What there is to explore of a program.
pub enum ToExplore {
    /// The program, compiled for it.
    Program(Box<ExplorableProgram>),
    /// Nothing: that was not asked for.
    NotAskedFor,
    /// Nothing: the platform has no executor.
    NoExecutor,
    /// Nothing: the program uses what the executor does not support.
    Unsupported(Unexplorable),
}

impl ToExplore {
    /// The program, or why there is none.
    pub(super) fn program(self) -> Result<ExplorableProgram, Stop> {
        match self {
            ToExplore::Program(program) => Ok(*program),
            ToExplore::Unsupported(why) => Err(Stop::NotRun(why.into())),
            ToExplore::NotAskedFor | ToExplore::NoExecutor => {
                Err(Stop::NotRun(NotRun::Surroundings {
                    reason: format!("Nothing can be explored here: {NO_EXECUTOR}."),
                }))
            }
        }
    }
}

/// A program to be explored. Its folder goes with it.
pub struct ExplorableProgram {
    /// The program.
    pub program: Explorable,
    _folder: FreshFolder,
}

impl Checker {
    /// The same, but that so many executors explore a program.
    pub fn with_executors(self, executors: Executors) -> Checker {
        Checker { executors, ..self }
    }

    /// The same, but that programs may have this unsafe code.
    pub fn with(self, unsafe_code: Policy) -> Checker {
        Checker {
            toolchain: Arc::new(Toolchain::of(&self.root).with(unsafe_code)),
            unsafe_code,
            ..self
        }
    }

    /// Compiles what the check of a subject begins with. What the compiler warns of is noted.
    pub(super) fn programs(
        &self,
        text: Program,
        subject: &Subject,
        notes: &mut Vec<Note>,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Programs, Stop> {
        if text.check_part == CheckPart::Edited {
            notes.push(Note::CheckPartEdited);
        }
        let mut programs = self.uncompiled(text)?;
        match subject.halves {
            Halves::Both => {
                self.prepare_with(&mut programs, cancel, on_progress)?;
                on_progress(Progress::Compiling);
                self.compile_explorable(&mut programs, &subject.shown, notes, cancel)?;
            }
            Halves::RealRuns => self.compile_real(&mut programs, &subject.shown, cancel)?,
        }
        Ok(programs)
    }

    /// Has the libraries built that are needed to explore, unless they are there.
    pub(super) fn prepare_with(
        &self,
        programs: &mut Programs,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<(), Stop> {
        if !baton::RUNS_HERE {
            return Ok(());
        }
        let supervisor = &mut programs.supervisor;
        let mut tell = |preparing| on_progress(Progress::Preparing(preparing));
        let prepared = self.toolchain.prepare(supervisor, cancel, &mut tell)?;
        prepared.map_err(|why| Stop::NotRun(why.into()))
    }

    /// A text that nothing was done with yet.
    pub(super) fn uncompiled(&self, text: Program) -> Result<Programs, Stop> {
        Ok(Programs {
            text,
            explorable: ToExplore::NotAskedFor,
            real: Real::NotCompiled,
            supervisor: Supervisor::start(&self.supervisor)?,
        })
    }

    /// Compiles the text to be explored.
    pub(super) fn compile_explorable(
        &self,
        programs: &mut Programs,
        shown: &str,
        notes: &mut Vec<Note>,
        cancel: &Cancel,
    ) -> Result<(), Stop> {
        if !baton::RUNS_HERE {
            programs.explorable = ToExplore::NoExecutor;
            return Ok(());
        }
        let folder = fresh_folder()?;
        let program = &programs.text;
        let supervisor = &mut programs.supervisor;
        let compiled =
            self.toolchain
                .compile_explorable(program, shown, folder.path(), supervisor, cancel)?;
        match compiled {
            Compiled::Built {
                binary,
                warnings,
                unsafe_code,
            } => {
                refuse_unsafe_code(unsafe_code, program)?;
                notes.extend(warnings.map(Note::Warnings));
                programs.explorable = ToExplore::Program(Box::new(ExplorableProgram {
                    program: Explorable::new(&binary, folder.path(), shown, &program.text)
                        .in_edition(program.edition)
                        .with(self.executors),
                    _folder: folder,
                }));
            }
            // What the real compiler refuses too is the learner's mistake; else the executor's std lacks something.
            Compiled::Refused(Refusal::DoesNotCompile {
                message, location, ..
            }) => {
                self.compile_real(programs, shown, cancel)?;
                programs.explorable = ToExplore::Unsupported(Unexplorable {
                    obstacle: Obstacle::DoesNotCompile { message },
                    location,
                });
            }
            Compiled::Refused(why) => return Err(Stop::NotRun(why.into())),
        }
        Ok(())
    }

    /// The learner's part with the kit's own check.
    pub(super) fn text_of(&self, subject: &Subject) -> Result<Program, Stop> {
        let original = self.root.join(subject.exercise.original_path());
        let stop = |file: &Path| {
            let file = file.to_path_buf();
            |error| Stop::Source { file, error }
        };
        let shown = Path::new(&subject.shown);
        let learner = source::read(&subject.file).map_err(stop(shown))?;
        // The learner's own file may lack its check line, the kit's copy may not.
        source::Source::part(&learner).map_err(stop(shown))?;
        let original_text = originals::read(&self.root, &subject.exercise).map_err(|error| {
            let path = subject.exercise.original_path();
            let reason = format!(
                "The kit's own copy of the exercise cannot be used: {}: {error}\nGet it back from where you got the kit (`git checkout -- {}`).",
                original.display(),
                path.display()
            );
            Stop::NotRun(NotRun::Surroundings { reason })
        })?;
        let program = source::compose(&learner, &original_text)
            .map_err(stop(&subject.exercise.original_path()))?;
        let starter = source::above(&original_text);
        let program = Program {
            unsafe_code: self.unsafe_code.permits(starter),
            ..program
        };
        let line = program.unsafe_code.refused_line(source::above(&learner));
        let found = line.map(|line| UnsafeCode {
            what: "the keyword `unsafe`".into(),
            location: Some(Location {
                file: subject.shown.clone(),
                line,
            }),
        });
        refuse_unsafe_code(found, &program)?;
        Ok(program)
    }
}

/// Stops at the first unsafe code that a program may not have.
pub(super) fn refuse_unsafe_code(
    found: impl IntoIterator<Item = UnsafeCode>,
    program: &Program,
) -> Result<(), Stop> {
    let mut found = found.into_iter();
    match found.find(|one| !program.unsafe_code.includes(&one.what)) {
        Some(one) => Err(Stop::NotRun(NotRun::UnsafeCode(one))),
        None => Ok(()),
    }
}

/// A fresh folder in the system's folder for temporary files.
pub fn fresh_folder() -> Result<FreshFolder, Stop> {
    FreshFolder::make().map_err(|error| {
        let reason = format!(
            "A fresh folder for the run could not be created in {}: {error}.\nCheck the space on the disk, or set TMPDIR to another folder.",
            std::env::temp_dir().display()
        );
        Stop::NotRun(NotRun::Surroundings { reason })
    })
}
