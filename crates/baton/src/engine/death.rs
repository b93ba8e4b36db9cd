//! What the state has to say when a process is gone, whatever ended it.

use protocol::{Op, ProcessId, TaskId};

use super::state::{ExchangeRecord, Intent, Ready, Record, Stage, State, Task, Text};

/// Its tasks have ended, its locks on files are free, those that wait for it can proceed. It ends by a step of that task
/// of its own, if there is one.
pub(crate) fn settle(state: &mut State, process: ProcessId, status: i32, by: Option<TaskId>) {
    for task in state.alive_in(process).iter() {
        state.task(task).cut_off = Some(task) != by;
        state.end_task(task);
    }
    let mut kept = 0;
    for at in 0..state.file_lock_count as usize {
        let lock = state.file_locks[at];
        if lock.process.get() != process {
            state.file_locks[kept] = lock;
            kept += 1;
        }
    }
    state.file_lock_count = kept as u32;
    state.processes[process.index()].status = status;
    state.processes[process.index()].stage = Stage::Dead;
    state.changes = state.changes.wrapping_add(1);
}

/// The process of the task is killed from outside, before the step that the task is about to do. The server does not know of it yet.
pub(crate) fn crash(state: &mut State, task: TaskId, ready: Ready) {
    let Task {
        process,
        pending: Intent { place, frames, .. },
        ..
    } = state.tasks[task.index()];
    let process = process.get();
    let intent = Intent {
        place,
        frames,
        ..Intent::bare(Op::Crash, state.processes[process.index()].object.get())
    };
    add(state, intent, task, ready);
    state.processes[process.index()].kill_wanted = true;
    settle(state, process, libc::SIGKILL, None);
}

/// The step that a process did not log itself, because it was killed, aborted or crashed.
pub(crate) fn log(state: &mut State, process: ProcessId, status: i32, task: TaskId) {
    let object = state.processes[process.index()].object.get();
    if state.processes[process.index()].exit_logged {
        return;
    }
    let intent = Intent::bare(Op::ProcessDied, object);
    if let Some(step) = add(state, intent, task, Ready::only(task)) {
        step.succeeded = false;
        (step.has_written, step.written) = (true, status as u32 as u64);
    }
}

/// A step that its task does not do itself; `None` where there is no room for it.
fn add(state: &mut State, intent: Intent, task: TaskId, ready: Ready) -> Option<&mut Record> {
    let (accesses, fingerprint, resumed) = {
        let task = &state.tasks[task.index()];
        (task.accesses, task.fingerprint, task.resumed)
    };
    let step = state.steps.get_mut(state.step_count as usize)?;
    *step = Record {
        intent,
        task: task.into(),
        succeeded: true,
        stale: false,
        which: 0,
        spurious: false,
        exchange: ExchangeRecord::default(),
        tampered: false,
        has_found: false,
        has_read: false,
        has_written: false,
        found: 0,
        read: 0,
        written: 0,
        text: Text::default(),
        ready,
        accesses,
        fingerprint,
        resumed,
    };
    state.step_count += 1;
    Some(step)
}
