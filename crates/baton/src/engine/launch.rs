//! From the generated program's `main` into the server, and in a forked child into the learner's `main`.

use ::std::panic::{AssertUnwindSafe, catch_unwind};
use ::std::process::{ExitCode, Termination};
use ::std::sync::atomic::{AtomicI32, Ordering};

use protocol::Op;

use super::sandbox;
use super::server::{self, Role};
use super::state::{self, Caller, Intent};
use super::{panics, system, task, thread_locals, turn};

/// The word in a process's environment that says: nothing is inherited. No variable can have this name.
pub(crate) const CLEAR_ENVIRONMENT: &str = "=";

/// What `process::id` says.
pub(crate) fn virtual_id(process: u8) -> u32 {
    1000 + u32::from(process)
}

/// What a task tells the server.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Message {
    /// The state says why the execution is over.
    Over = b'O',
    /// A process is wanted.
    Fork = b'F',
    /// A process is to be killed.
    Kill = b'K',
    /// Another program is to be started, and the filter would not let it make processes.
    Program = b'P',
}

static CONTROL: AtomicI32 = AtomicI32::new(-1);

/// The end of the pipe that tasks write to.
pub(crate) fn set_control(descriptor: i32) {
    CONTROL.store(descriptor, Ordering::Relaxed);
}

pub(crate) fn tell_server(message: Message) {
    if system::write(CONTROL.load(Ordering::Relaxed), &[message as u8]) != 1 {
        // The program has closed what was not its own. Its death tells the server as much.
        system::exit_process(1);
    }
}

/// A process that the program forked by itself, past std, takes no part.
extern "C" fn leave_after_fork() {
    task::leave();
}

/// The generated program's `main`: serves executions of `entry` until the runner is gone.
pub fn serve<T: Termination>(entry: fn() -> T) -> ExitCode {
    serve_program(&|| entry().report())
}

#[inline(never)]
fn serve_program(entry: &dyn Fn() -> ExitCode) -> ExitCode {
    if task::current().is_some() {
        // The program calls its own `main`.
        return entry();
    }
    panics::observe();
    // SAFETY: the handler touches only the thread's own values.
    unsafe { libc::pthread_atfork(None, None, Some(leave_after_fork)) };
    match server::run() {
        Ok(Role::Child { process, task }) => run_process(process, task, entry),
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

fn run_process(process: u8, me: u8, entry: &dyn Fn() -> ExitCode) -> ExitCode {
    task::become_task(me, process);
    drop(turn::begin(me));
    let ended = catch_unwind(AssertUnwindSafe(entry));
    // SAFETY: a task that runs holds the baton.
    unsafe { state::held() }.processes[process as usize].returned = ended.is_ok();
    match ended {
        Ok(code) if code == ExitCode::SUCCESS => {
            leave_process(Some(0), None);
            system::exit_process(0)
        }
        Ok(code) => {
            leave_process(None, None);
            code
        }
        Err(_) => {
            leave_process(Some(101), None);
            ::std::process::exit(101)
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
    // SAFETY: a task that runs holds the baton.
    let object = unsafe { state::held() }.processes[process as usize].object;
    if let Some(mut turn) = turn::take(Intent {
        place,
        ..Intent::bare(Op::ProcessExit, object)
    }) {
        if let Some(code) = code {
            turn.written(code as u32 as u64);
        }
        turn.processes[process as usize].exit_logged = true;
    }
    task::leave();
}
