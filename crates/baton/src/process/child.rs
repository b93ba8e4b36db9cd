//! Processes that were started: waiting for them, killing them.

use ::std::io;
use ::std::os::unix::process::ExitStatusExt;
use ::std::panic::Location;
use ::std::process::{ExitStatus, Output};

use super::pipe::{ChildStderr, ChildStdin, ChildStdout};
use crate::engine::control::{self, Message};
use crate::engine::death;
use crate::engine::state::{Caller, Intent, Stage};
use crate::engine::turn;
use protocol::{ObjectId, Op, ProcessId};

/// A process that was started, as std's.
#[derive(Debug)]
pub struct Child {
    pub stdin: Option<ChildStdin>,
    pub stdout: Option<ChildStdout>,
    pub stderr: Option<ChildStderr>,
    what: What,
}

#[derive(Debug)]
enum What {
    /// A process of the execution.
    Ours {
        process: ProcessId,
        object: ObjectId,
    },
    Real(Box<::std::process::Child>),
}

impl Child {
    pub(super) fn of(
        process: ProcessId,
        object: ObjectId,
        stdin: Option<ChildStdin>,
        stdout: Option<ChildStdout>,
        stderr: Option<ChildStderr>,
    ) -> Self {
        Self {
            stdin,
            stdout,
            stderr,
            what: What::Ours { process, object },
        }
    }

    pub(super) fn real(mut real: ::std::process::Child) -> Self {
        Self {
            stdin: real.stdin.take().map(ChildStdin::real),
            stdout: real.stdout.take().map(ChildStdout::real),
            stderr: real.stderr.take().map(ChildStderr::real),
            what: What::Real(Box::new(real)),
        }
    }

    pub fn id(&self) -> u32 {
        match &self.what {
            What::Ours { process, .. } => control::virtual_id(*process),
            What::Real(real) => real.id(),
        }
    }

    /// Waits for the process to end.
    #[track_caller]
    pub fn wait(&mut self) -> io::Result<ExitStatus> {
        self.stdin = None;
        match &mut self.what {
            What::Ours { process, object } => Ok(wait(*process, *object, Location::caller())),
            What::Real(real) => real.wait(),
        }
    }

    #[track_caller]
    pub fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
        match &mut self.what {
            What::Ours { process, object } => Ok(try_wait(*process, *object, Location::caller())),
            What::Real(real) => real.try_wait(),
        }
    }

    #[track_caller]
    pub fn kill(&mut self) -> io::Result<()> {
        match &mut self.what {
            What::Ours { process, object } => {
                kill(*process, *object, Location::caller());
                Ok(())
            }
            What::Real(real) => real.kill(),
        }
    }

    #[track_caller]
    pub fn wait_with_output(mut self) -> io::Result<Output> {
        use ::std::io::Read;
        self.stdin = None;
        let mut output = Output {
            status: ExitStatus::default(),
            stdout: Vec::new(),
            stderr: Vec::new(),
        };
        // Both are read at once, so that a process that writes much has room in either.
        let pipes = [
            self.stdout.as_ref().and_then(ChildStdout::pipe),
            self.stderr.as_ref().and_then(ChildStderr::pipe),
        ];
        turn::with_state(|state| {
            for number in pipes.into_iter().flatten() {
                if let Some(pipe) = state.pipe(number) {
                    pipe.drain();
                }
            }
        });
        if let Some(stdout) = &mut self.stdout {
            stdout.read_to_end(&mut output.stdout)?;
        }
        if let Some(stderr) = &mut self.stderr {
            stderr.read_to_end(&mut output.stderr)?;
        }
        output.status = self.wait()?;
        Ok(output)
    }
}

#[inline(never)]
fn wait(process: ProcessId, object: ObjectId, place: Caller) -> ExitStatus {
    let intent = Intent {
        argument: u64::from(process.number()),
        ..Intent::new(Op::ProcessWait, object, place)
    };
    let Some(mut turn) = turn::take(intent) else {
        return ExitStatus::default();
    };
    let status = turn.processes[process.index()].status;
    turn.read(status as u32 as u64);
    ExitStatus::from_raw(status)
}

#[inline(never)]
fn try_wait(process: ProcessId, object: ObjectId, place: Caller) -> Option<ExitStatus> {
    let mut turn = turn::take(Intent::new(Op::ProcessTryWait, object, place))?;
    if turn.processes[process.index()].stage != Stage::Dead {
        turn.failed();
        return None;
    }
    let status = turn.processes[process.index()].status;
    turn.read(status as u32 as u64);
    Some(ExitStatus::from_raw(status))
}

#[inline(never)]
fn kill(process: ProcessId, object: ObjectId, place: Caller) {
    let Some(mut turn) = turn::take(Intent::new(Op::ProcessKill, object, place)) else {
        return;
    };
    if turn.processes[process.index()].stage == Stage::Dead {
        turn.failed();
        return;
    }
    // It waits for the baton, so it is dead as far as the others can see, before the server has done it.
    turn.processes[process.index()].kill_wanted = true;
    death::settle(&mut turn, process, libc::SIGKILL, None);
    control::tell_server(Message::Kill);
}
