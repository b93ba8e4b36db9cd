//! What the state has to say when a process is gone, whatever ended it.

use protocol::Op;

use super::state::{Intent, Ready, Record, Stage, State, Text};

/// Its tasks have ended, its locks on files are free, those that wait for it can proceed.
pub(crate) fn settle(state: &mut State, process: u8, status: i32) {
    for task in state.alive_in(process).iter() {
        state.end_task(task);
    }
    let mut kept = 0;
    for at in 0..state.file_lock_count as usize {
        let lock = state.file_locks[at];
        if lock.process != process {
            state.file_locks[kept] = lock;
            kept += 1;
        }
    }
    state.file_lock_count = kept as u32;
    state.processes[process as usize].status = status;
    state.processes[process as usize].stage = Stage::Dead;
    state.changes = state.changes.wrapping_add(1);
}

/// The step that a process did not log itself, because it was killed, aborted or crashed.
pub(crate) fn log(state: &mut State, process: u8, status: i32, task: u8) {
    let object = state.processes[process as usize].object;
    let step = state.step_count as usize;
    if state.processes[process as usize].exit_logged || step >= state.steps.len() {
        return;
    }
    state.steps[step] = Record {
        intent: Intent::bare(Op::ProcessDied, object),
        task,
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
        accesses: state.tasks[task as usize].accesses,
    };
    state.step_count += 1;
}
