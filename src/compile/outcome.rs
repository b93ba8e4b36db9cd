//! The result of a call of the compiler: a program, a mistake of the learner, or a problem of the machine.
//!
//! An error with a place in a source file is the learner's. Without one (the linker failed, the compiler crashed or met a
//! limit) it may be either; then an empty program is compiled in the same way. If that fails too, it is the machine.

use std::path::Path;

use super::compiler::{self, LIMITS};
use super::diagnostics::{self, Names};
use super::refusal::{Refusal, UnsafeCode};
use super::{Compiled, Stop};
use crate::supervise::{End, Outcome};
use crate::surroundings;

/// A program without a mistake.
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
                unsafe_code: said
                    .unsafe_code
                    .into_iter()
                    .chain(unread(&outcome))
                    .collect(),
            });
        }
        End::NotStarted { reason } => {
            let reason = format!(
                "rustc could not be started: {reason}.\n{}",
                compiler::advice()
            );
            return Err(Stop::Refused(Refusal::Surroundings { reason }));
        }
        End::HeldUp => {
            let reason = "The machine is too busy to compile: rustc had next to no processor time.\nClose other programs and try again.";
            return Err(Stop::Refused(Refusal::TooBusy {
                reason: reason.into(),
            }));
        }
        End::Exited { .. } if said.names_a_place() => {
            return Err(Stop::Refused(said.refusal()));
        }
        _ => {}
    }
    if surroundings::advice_on_limits().is_some() {
        return Err(trouble(&outcome, names));
    }
    let control = control()?;
    if !matches!(control.end, End::Exited { code: 0 }) {
        return Err(trouble(&control, names));
    }
    Err(Stop::Refused(match what_happened(&outcome.end) {
        None => said.refusal(),
        Some(message) => Refusal::DoesNotCompile {
            rendered: said.errors,
            message,
            location: None,
        },
    }))
}

/// What may be in warnings that were not kept.
fn unread(outcome: &Outcome) -> Option<UnsafeCode> {
    let is_whole = outcome.stderr.tail.is_empty();
    (!is_whole).then(|| UnsafeCode {
        what: format!("more than {} MiB of warnings", LIMITS.kept_output >> 20),
        location: None,
    })
}

/// How the compiler was ended, as a sentence without its full stop; `None` if it ended by itself.
fn what_happened(end: &End) -> Option<String> {
    Some(match end {
        End::Exited { code: 0 | 1 } => return None,
        End::Exited { .. } | End::Signaled { .. } => {
            "the compiler crashed on it; is something nested very deeply?".into()
        }
        End::TimeLimit { .. } | End::Deadlock { .. } => format!(
            "the compiler did not finish within {} s; does a macro expand, or a constant compute, without end?",
            LIMITS.time.as_secs()
        ),
        End::MemoryLimit { .. } => format!(
            "the compiler needed more than {} GiB of memory; does a macro expand without end?",
            LIMITS.memory >> 30
        ),
        End::FileLimit => format!(
            "the compiled program is larger than {} GiB; is there a very large static?",
            LIMITS.file >> 30
        ),
        End::OutputLimit => format!(
            "the compiler printed more than {} MiB about it",
            LIMITS.output >> 20
        ),
        End::ProcessLimit { .. }
        | End::NotStarted { .. }
        | End::SupervisorKilled { .. }
        | End::SupervisorStopped { .. }
        | End::HeldUp => "the compiler was stopped".into(),
    })
}

/// Why nothing can be compiled here, and what to do.
fn trouble(outcome: &Outcome, names: Names<'_>) -> Stop {
    let said = diagnostics::read(&outcome.stderr.head, names);
    let what = said
        .first_message()
        .map(str::to_owned)
        .unwrap_or_else(|| "the compiler was stopped".into());
    let mut lines = vec![format!("Nothing can be compiled here: {what}.")];
    lines.extend(surroundings::advice_on_limits());
    lines.extend(surroundings::advice_on_linker().map(str::to_owned));
    if lines.len() == 1 {
        lines.extend(said.last_words().map(str::to_owned));
    }
    Stop::Refused(Refusal::Surroundings {
        reason: lines.join("\n"),
    })
}
