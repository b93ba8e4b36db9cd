//! From the generated program's `main` into the server, and in a forked child into the learner's `main`.

use ::std::panic::{AssertUnwindSafe, catch_unwind};
use ::std::process::{ExitCode, Termination};

use protocol::{Op, ProcessId, TaskId};

use super::sandbox;
use super::server::{self, Role};
use super::state::{Caller, Intent};
use super::{
    beyond, chance, contexts, fingerprint, frames, panics, resident, task, thread_locals, turn,
};
use crate::fs::statx;

/// A process that the program forked past std takes no part.
extern "C" fn leave_after_fork() {
    task::leave();
}

/// The generated program's `main`: serves executions of `entry` until the runner is gone.
pub fn serve<T: Termination>(entry: fn() -> T) -> ExitCode {
    serve_program(&|| entry().report())
}

/// The functions that stand in for the C library's. std refers to those by weak symbols, for which a linker takes nothing
/// out of a crate. So `serve_program`, which every program needs, refers to these.
fn stand_ins() -> Vec<*const ()> {
    let mut all = beyond::stand_ins();
    all.extend([
        chance::getrandom as *const (),
        thread_locals::__cxa_thread_atexit_impl as *const (),
        statx::statx as *const (),
    ]);
    all
}

#[inline(never)]
fn serve_program(entry: &dyn Fn() -> ExitCode) -> ExitCode {
    if task::current().is_some() {
        // The program calls its own `main`.
        return entry();
    }
    ::std::hint::black_box(stand_ins());
    panics::observe();
    // SAFETY: the handler touches only the thread's own values.
    unsafe { libc::pthread_atfork(None, None, Some(leave_after_fork)) };
    match server::run() {
        Ok(Role::Child {
            process,
            task,
            is_resident,
        }) => {
            if is_resident {
                resident::begin();
            }
            run_process(process, task, entry)
        }
        Ok(Role::Done) => {
            sandbox::end_as_asked();
            ExitCode::SUCCESS
        }
        Err(error) => {
            sandbox::complain(&format!("baton: {error}\n"));
            ExitCode::from(crate::client::REFUSED)
        }
    }
}

fn run_process(process: ProcessId, me: TaskId, entry: &dyn Fn() -> ExitCode) -> ExitCode {
    task::become_task(me, process);
    task::know_own_frames(frames::frame_pointer());
    drop(turn::begin(me));
    fingerprint::clear();
    let ended = catch_unwind(AssertUnwindSafe(entry));
    turn::with_state(|state| state.processes[process.index()].returned = ended.is_ok());
    match ended {
        Ok(code) if code == ExitCode::SUCCESS => {
            leave_process(Some(0), None);
            contexts::leave_process()
        }
        Ok(code) => {
            leave_process(None, None);
            code
        }
        Err(_) => {
            leave_process(Some(contexts::PANICKED), None);
            contexts::leave_panicked_process()
        }
    }
}

/// The last step of a process. The baton stays with it until the server sees it gone.
pub(crate) fn leave_process(code: Option<i32>, place: Option<Caller>) {
    let process = task::process();
    if task::current().is_none() {
        return;
    }
    thread_locals::destroy();
    let Some(object) = turn::with_state(|state| state.processes[process.index()].object.get())
    else {
        return;
    };
    if let Some(mut turn) = turn::take(Intent {
        place,
        ..Intent::bare(Op::ProcessExit, object)
    }) {
        if let Some(code) = code {
            turn.written(code as u32 as u64);
        }
        turn.processes[process.index()].exit_logged = true;
    }
    task::leave();
}
