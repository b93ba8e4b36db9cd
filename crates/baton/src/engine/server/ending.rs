//! Why an execution is over, as the server saw it; what the state has to add is read when no process can write there any more.

use crate::engine::beyond::{PROCESSES, SIGNALS};
use crate::engine::contexts::PANICKED;
use crate::engine::state::{Halt, Stage, State};
use crate::engine::{death, trace};
use protocol::{Activity, End, Exit, FRAMES, ProcessId};

pub(super) enum Ending {
    /// A task says that the execution is over; the state says why.
    Halted,
    /// The first process is gone, with this wait status.
    FirstProcess(i32),
    /// The task that has the baton does not come to its next step.
    OutOfTime(Activity),
    /// The machine was too busy for it.
    HeldUp,
    /// This signal stopped the holder of the baton.
    Stopped(i32),
    /// A process is gone, and no step has ended it.
    EndedPastStd,
    /// The kernel ended a process that tried to make another past std, because it blocks or ignores the filter's signal.
    ProcessMade,
    /// The program starts another one: this execution does not count, and is run again with the filter lifted.
    ProgramWanted,
    /// The program does what a resident process cannot put back: this execution does not count, and is run again in
    /// processes of its own.
    Unrestorable,
    /// What the state says cannot be.
    Damaged,
    /// A task had the baton in hand twice.
    InUse,
}

impl Ending {
    /// The first process has exited as a program does whose `main` has panicked.
    pub(super) fn panicked() -> Ending {
        Ending::FirstProcess(PANICKED << 8)
    }

    /// Whether the execution does not count, and is run again in another way.
    pub(super) fn is_run_again(&self) -> bool {
        matches!(self, Ending::ProgramWanted | Ending::Unrestorable)
    }

    /// The end, and in the state what the first process's death changes there.
    pub(super) fn end(&self, state: &mut State) -> End {
        match *self {
            Ending::Halted => trace::halted(state),
            Ending::FirstProcess(status) => {
                death::log(state, ProcessId::FIRST, status, state.current.get());
                state.processes[0].status = status;
                state.processes[0].stage = Stage::Dead;
                match (state.halt, trace::exit(status)) {
                    (Halt::Running, Exit::Code(code)) => End::Exited { code },
                    (Halt::Running, Exit::Signal(signal)) => End::Signaled { signal },
                    _ => trace::halted(state),
                }
            }
            Ending::OutOfTime(activity) => trace::going_on(state, activity),
            Ending::HeldUp => End::HeldUp,
            Ending::Stopped(signal) => End::Stopped { signal },
            Ending::EndedPastStd => unsupported(SIGNALS),
            Ending::ProcessMade => unsupported(PROCESSES),
            Ending::ProgramWanted | Ending::Unrestorable | Ending::Damaged => End::Damaged,
            Ending::InUse => End::Internal {
                message: "a task had the baton in hand twice".into(),
            },
        }
    }
}

/// The end by a call that is not supported, at a line that is not known.
fn unsupported(what: &str) -> End {
    End::Unsupported {
        what: what.to_owned(),
        place: None,
        frames: [0; FRAMES],
    }
}
