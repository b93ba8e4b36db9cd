//! From the generated program's `main` into the server, and in a forked child into the learner's `main`.

use ::std::any::Any;
use ::std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use ::std::process::{ExitCode, Termination};
use ::std::sync::atomic::{AtomicI32, Ordering};

use crate::print::{self, Stream};
use crate::protocol::Op;

use super::sandbox;
use super::server::{self, Role};
use super::state::{self, Caller, Intent, MAX_PANICS, PanicRecord};
use super::{system, task, thread_locals, turn};

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
    ::std::panic::set_hook(Box::new(record_panic));
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

fn record_panic(info: &PanicHookInfo<'_>) {
    let message = payload_text(info.payload());
    let name = crate::thread::current()
        .name()
        .unwrap_or("<unnamed>")
        .to_owned();
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let told = format!("\nthread '{name}' panicked at {place}:\n{message}\n");
    print::write(Stream::Stderr, told.as_bytes());
    let Some(me) = task::current() else { return };
    // SAFETY: a task that runs holds the baton.
    let state = unsafe { state::held() };
    state.task(me).panicked = true;
    let count = state.panic_count as usize;
    if count == MAX_PANICS {
        return;
    }
    let message = state.add_text(message.as_bytes());
    let file = state.add_text(info.location().map_or("", |place| place.file()).as_bytes());
    state.panics[count] = PanicRecord {
        task: me,
        message,
        file,
        line: info.location().map_or(0, |place| place.line()),
        column: info.location().map_or(0, |place| place.column()),
        after: state.step_count,
    };
    state.panic_count += 1;
}

fn payload_text(payload: &dyn Any) -> &str {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "(a value that is no text)"
    }
}
