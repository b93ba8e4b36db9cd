//! What a toy program's execution comes to, as baton's executor says it.

use std::fmt::Write;

use protocol::{
    End, Extent, Object, ObjectId, ObjectKind, Op, Output, Pending, Process, ProcessId, Reading,
    Reply, TaskId, TaskSet, bare,
};

use super::super::code::{CHANNELS, CONDVARS, FILES, MUTEXES, PROCESS, TASKS};
use super::Machine;

impl Machine<'_> {
    pub(super) fn reply(self, end: End) -> Reply {
        let mut seen = String::new();
        for thread in &self.threads {
            // What a process has read goes with it.
            match thread.killed {
                true => write!(seen, "killed "),
                false => write!(seen, "{:?} ", thread.log),
            }
            .expect("it fits");
        }
        write!(seen, "| {:?}", self.memory).expect("it fits");
        let ended = |task: &TaskId| !self.alive.contains(*task);
        let spawned =
            TaskId::first(self.threads.len()).filter(|task| !ended(task) || self.has_begun(*task));
        let tasks = spawned
            .map(|task| protocol::Task {
                ended: ended(&task),
                process: match self.processes {
                    true => ProcessId::new(task.number()),
                    false => ProcessId::FIRST,
                },
                ..bare::task(ObjectId::new(TASKS + u32::from(task.number())))
            })
            .collect();
        Reply {
            accesses: vec![0; self.steps.len()],
            tasks,
            processes: self.processes(&end),
            objects: (0..TASKS + self.threads.len() as u32).map(object).collect(),
            pending: self.all_pending(&end),
            cut_off: self.all_cut_off(),
            stdout: printed(&seen),
            steps: self.steps,
            ..Reply::without_trace(end)
        }
    }

    /// Whether it has begun, or was killed before that.
    fn has_begun(&self, task: TaskId) -> bool {
        let thread = &self.threads[task.index()];
        thread.at > 0 || thread.killed
    }

    fn processes(&self, end: &End) -> Vec<Process> {
        let all = if self.processes {
            self.threads.len()
        } else {
            1
        };
        let process = |at: usize| Process {
            arguments: String::new(),
            id: 1,
            exit: None,
            returned: at == 0 && matches!(end, End::Exited { .. }),
            pipes: Vec::new(),
        };
        (0..all).map(process).collect()
    }

    /// What the tasks were about to do whose processes were killed.
    fn all_cut_off(&self) -> Vec<Pending> {
        let tasks = TaskId::first(self.threads.len());
        let killed = tasks.filter(|task| self.threads[task.index()].killed);
        killed.map(|task| self.pending_of(task)).collect()
    }

    fn all_pending(&self, end: &End) -> Vec<Pending> {
        // The first task has nothing left to do if it has ended the program.
        let over = matches!(end, End::Exited { .. });
        let tasks = self
            .alive
            .iter()
            .filter(|task| !over || *task != TaskId::FIRST);
        tasks.map(|task| self.pending_of(task)).collect()
    }

    fn pending_of(&self, task: TaskId) -> Pending {
        let next = self.pending(task);
        let holder = match next.op {
            Op::Lock => self.holders[next.among(MUTEXES)],
            Op::Join => Some(TaskId::at(next.among(TASKS))),
            Op::ProcessWait => Some(TaskId::at(next.among(PROCESS))),
            Op::FileLock => self.file_holders[next.among(FILES)],
            _ => None,
        };
        Pending {
            task,
            op: next.op,
            object: next.object,
            second: next.second,
            place: None,
            frames: {
                let mut frames = [0; protocol::FRAMES];
                frames[0] = self.frame(task);
                frames
            },
            fingerprint: self.fingerprint(task),
            resumed: self.fingerprint(task),
            enabled: self.is_enabled(task),
            spinning: self.spins(task),
            wakeable: self.is_wakeable(task),
            killable: self.killable().contains(task),
            holders: holder.map_or(TaskSet::EMPTY, TaskSet::of),
        }
    }
}

fn printed(text: &str) -> Output {
    let mut reading = Reading::default();
    reading.push(text.as_bytes());
    reading.finish()
}

fn object(id: u32) -> Object {
    let kind = match id {
        0..MUTEXES => ObjectKind::Memory,
        MUTEXES..CONDVARS => ObjectKind::Mutex,
        CONDVARS..CHANNELS => ObjectKind::Condvar,
        CHANNELS..FILES => ObjectKind::Channel,
        FILES..PROCESS => ObjectKind::File,
        PROCESS..TASKS => ObjectKind::Process,
        _ => ObjectKind::Task,
    };
    let is_memory = kind == ObjectKind::Memory;
    let process = match kind {
        ObjectKind::Process => ProcessId::new((id - PROCESS) as u8),
        _ => ProcessId::FIRST,
    };
    Object {
        process,
        extent: is_memory.then_some(Extent {
            start: 8 * u64::from(id + 1),
            length: 8,
        }),
        ..bare::object(kind, "")
    }
}
