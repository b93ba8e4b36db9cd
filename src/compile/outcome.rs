//! What a call of the compiler came to: a program, a mistake of the learner's, or trouble with the machine.
//!
//! An error with a place in a source file is the learner's. Without one (the linker failed, the compiler crashed or met a
//! limit) it may be either; then an empty program is compiled in the same way. If that fails too, it is the machine.

use std::path::Path;

use super::compiler::{INSTALL, LIMITS};
use super::diagnostics::{self, Names};
use super::{Compiled, Stop, limits};
use crate::check::verdict::NotRun;
use crate::supervise::{End, Outcome};

/// A program in which nothing can be wrong.
pub const CONTROL: &str = "fn main() {}\n";

/// Judges a call of the compiler; `control` compiles [`CONTROL`] in the same way.
pub fn judge(
    outcome: Outcome,
    binary: &Path,
    names: Names<'_>,
    control: &mut dyn FnMut() -> Result<Outcome, Stop>,
) -> Result<Compiled, Stop> {
    let said = diagnostics::read(&outcome.stderr.head, names);
    match &outcome.end {
        End::Exited { code: 0 } => {
            return Ok(Compiled::Built {
                binary: binary.to_path_buf(),
                warnings: said.warnings,
            });
        }
        End::NotStarted { reason } => {
            let reason = format!("rustc could not be started: {reason}.\n{INSTALL}");
            return Err(Stop::NotRun(NotRun::Surroundings { reason }));
        }
        End::HeldUp => {
            let reason = "The machine is too busy to compile: rustc had next to no processor time.\nClose other programs and try again.";
            return Err(Stop::NotRun(NotRun::Surroundings {
                reason: reason.into(),
            }));
        }
        End::Exited { .. } if said.names_a_place() => {
            return Err(Stop::NotRun(said.refusal()));
        }
        _ => {}
    }
    let too_low = limits::too_low();
    if !too_low.is_empty() {
        return Err(trouble(&outcome, names, &too_low));
    }
    let control = control()?;
    if !matches!(control.end, End::Exited { code: 0 }) {
        return Err(trouble(&control, names, &[]));
    }
    Err(Stop::NotRun(match what_happened(&outcome.end) {
        None => said.refusal(),
        Some(message) => NotRun::DoesNotCompile {
            rendered: said.errors,
            message,
            location: None,
        },
    }))
}

/// What became of the compiler, in a sentence without its full stop; nothing when it came to an end by itself.
fn what_happened(end: &End) -> Option<String> {
    Some(match end {
        End::Exited { code: 0 | 1 } => return None,
        End::Exited { .. } | End::Signaled { .. } => {
            "the compiler crashed on it; is something nested very deeply?".into()
        }
        End::TimeLimit { .. } | End::Deadlock { .. } => format!(
            "the compiler was not done with it after {} s; does a macro or a constant go on without end?",
            LIMITS.time.as_secs()
        ),
        End::MemoryLimit { .. } => format!(
            "the compiler needed more than {} GiB of memory for it; does a macro expand without end?",
            LIMITS.memory >> 30
        ),
        End::FileLimit => format!(
            "the compiled program has more than {} GiB; is there a very large static?",
            LIMITS.file >> 30
        ),
        End::OutputLimit => format!(
            "the compiler printed more than {} MiB about it",
            LIMITS.output >> 20
        ),
        End::ProcessLimit { .. }
        | End::NotStarted { .. }
        | End::SupervisorKilled { .. }
        | End::HeldUp => "the compiler was stopped".into(),
    })
}

/// Why nothing can be compiled here, and what to do.
fn trouble(outcome: &Outcome, names: Names<'_>, too_low: &[String]) -> Stop {
    let said = diagnostics::read(&outcome.stderr.head, names);
    let what = said
        .first_message()
        .map(str::to_owned)
        .or_else(|| what_happened(&outcome.end))
        .unwrap_or_else(|| "it says nothing".into());
    let mut reason = format!("Nothing can be compiled here: {what}.\n");
    if !too_low.is_empty() {
        let limits = too_low.join(", ");
        reason.push_str(&format!(
            "Limits of this shell are too low for a compiler: {limits}. Start racelings from another one.\n"
        ));
    }
    if !is_on_path("cc") {
        reason.push_str(
            "There is no `cc` on the PATH, which rustc links with. Install a C compiler (Debian, Ubuntu: `apt install gcc`).\n",
        );
    }
    reason.push_str(&said.errors);
    Stop::NotRun(NotRun::Surroundings { reason })
}

fn is_on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(program).is_file()))
}
