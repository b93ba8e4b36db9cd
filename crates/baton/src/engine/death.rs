//! What the state has to say when a process is gone, whatever ended it.

use protocol::{Op, ProcessId, TaskId};

use super::state::{Intent, Ready, Record, Stage, State, Text};

/// Its tasks have ended, its locks on files are free, those that wait for it can proceed.
pub(crate) fn settle(state: &mut State, process: ProcessId, status: i32) {
    for task in state.alive_in(process).iter() {
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

/// The step that a process did not log itself, because it was killed, aborted or crashed.
pub(crate) fn log(state: &mut State, process: ProcessId, status: i32, task: TaskId) {
    let object = state.processes[process.index()].object.get();
    let step = state.step_count as usize;
    if state.processes[process.index()].exit_logged || step >= state.steps.len() {
        return;
    }
    state.steps[step] = Record {
        intent: Intent::bare(Op::ProcessDied, object),
        task: task.into(),
        succeeded: false,
        stale: false,
        tampered: false,
        has_found: false,
        has_read: false,
        has_written: true,
        found: 0,
        read: 0,
        written: status as u32 as u64,
        text: Text::default(),
        ready: Ready::only(task),
        accesses: state.tasks[task.index()].accesses,
    };
    state.step_count += 1;
}
