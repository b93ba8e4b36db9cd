//! Makes the reply from the state at the end of an execution.

use ::std::collections::BTreeMap;
use ::std::panic::Location;
use ::std::time::Duration;

use protocol::{
    Activity, Earlier, End, Exit, Extent, Object, ObjectKind, Output, Panic, Pending, Place,
    Process, ProcessId, Reply, Step, Task, TaskId, TaskSet, UnsharedRead, readable,
};

use super::state::{Halt, Life, Stage, State, Text};
use super::{choice, control, frames, sandbox};

/// Why the execution ended. Its place is filled in by [`reply`].
pub(crate) fn halted(state: &State) -> End {
    match state.halt {
        Halt::Deadlock => End::Deadlock,
        Halt::Livelock => End::Livelock,
        Halt::StepLimit => End::StepLimit,
        Halt::Repeats => going_on(state, Activity::Repeats),
        Halt::AccessLimit => going_on(state, Activity::Computes),
        Halt::OutputLimit => End::OutputLimit,
        Halt::TooMany => End::TooMany {
            what: string(state, state.halt_text),
            place: None,
            frames: state.halt_frames,
        },
        Halt::Unsupported => End::Unsupported {
            what: string(state, state.halt_text),
            place: None,
            frames: state.halt_frames,
        },
        Halt::Undecided => End::Undecided,
        Halt::Diverged => End::Diverged {
            at: state.halt_number,
        },
        // A message with a reason comes from the executor, unless the program wrote it.
        Halt::Running => End::Damaged,
    }
}

/// The end of an execution whose running task does not reach its next step.
pub(crate) fn going_on(state: &State, activity: Activity) -> End {
    End::TimeLimit {
        task: state.current.get(),
        activity,
    }
}

/// A wait status in words.
pub(crate) fn exit(status: i32) -> Exit {
    if libc::WIFSIGNALED(status) {
        Exit::Signal(libc::WTERMSIG(status))
    } else {
        Exit::Code(libc::WEXITSTATUS(status))
    }
}

fn string(state: &State, text: Text) -> String {
    readable(&sandbox::without_number(state.text(text)))
}

/// Gives each source file one number.
#[derive(Default)]
struct Files {
    names: Vec<String>,
    // Not a hash map: the keys of the program's own ones depend on how many its thread has had, and that is this one's, too.
    numbers: BTreeMap<*const u8, u32>,
}

impl Files {
    fn place(&mut self, location: &'static Location<'static>) -> Place {
        let name = location.file();
        let number = *self
            .numbers
            .entry(name.as_ptr())
            .or_insert_with(|| number_of(&mut self.names, name));
        Place {
            file: number,
            line: location.line(),
            column: location.column(),
        }
    }
}

fn number_of(names: &mut Vec<String>, name: &str) -> u32 {
    let at = names
        .iter()
        .position(|known| known == name)
        .unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        });
    at as u32
}

pub(crate) fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// The whole trace. To be called when no child of the execution lives.
pub(crate) fn reply(
    state: &State,
    mut end: End,
    processor: Duration,
    stdout: Output,
    stderr: Output,
) -> Reply {
    let mut files = Files::default();
    if let End::Unsupported { place, .. } | End::TooMany { place, .. } = &mut end {
        *place = state.halt_place.map(|place| files.place(place));
    }
    let steps = steps(state, &mut files);
    let objects = objects(state, &mut files);
    let pending = pending(state, &mut files, |task| task.life == Life::Alive);
    let cut_off = self::pending(state, &mut files, |task| task.cut_off);
    let panics = state.panics[..state.panic_count as usize]
        .iter()
        .map(|panic| Panic {
            task: panic.task.get(),
            message: string(state, panic.message),
            place: Some(Place {
                file: number_of(&mut files.names, &string(state, panic.file)),
                line: panic.line,
                column: panic.column,
            }),
            frames: panic.frames,
            after: panic.after,
            caught: panic.caught,
        })
        .collect();
    let accesses = state.steps[..state.step_count as usize]
        .iter()
        .map(|record| record.accesses)
        .collect();
    let earlier = state.earlier[..state.earlier_count as usize]
        .iter()
        .map(|access| Earlier {
            task: access.task.get(),
            write: access.write,
            size: access.size,
            object: access.object.get(),
            order: access.order,
            after: access.after,
            frames: frames::padded(access.frames),
        })
        .collect();
    Reply {
        end,
        processor_micros: micros(processor),
        steps,
        accesses,
        earlier,
        unshared_reads: unshared_reads(state),
        tasks: tasks(state),
        processes: processes(state),
        objects,
        pending,
        cut_off,
        panics,
        files: files.names,
        stdout,
        stderr,
    }
}

fn steps(state: &State, files: &mut Files) -> Vec<Step> {
    state.steps[..state.step_count as usize]
        .iter()
        .map(|record| Step {
            task: record.task.get(),
            op: record.intent.op,
            order: record.intent.order,
            size: record.intent.size,
            succeeded: record.succeeded,
            stale: record.stale,
            which: record.which,
            spurious: record.spurious,
            exchange: record.exchange.exchange(),
            tampered: record.tampered,
            found: record.has_found.then_some(record.found),
            object: record.intent.object,
            second: record.intent.second,
            read: record.has_read.then_some(record.read),
            written: record.has_written.then_some(record.written),
            text: sandbox::without_number(state.text(record.text)),
            place: record.intent.place.map(|place| files.place(place)),
            frames: record.intent.frames,
            enabled: record.ready.enabled,
            yielding: record.ready.yielding,
            spinning: record.ready.spinning,
            counting: record.ready.counting,
            wakeable: record.ready.wakeable,
            killable: record.ready.killable,
            fingerprint: record.fingerprint,
            resumed: record.resumed,
        })
        .collect()
}

fn objects(state: &State, files: &mut Files) -> Vec<Object> {
    state.objects[..state.object_count as usize]
        .iter()
        .map(|object| Object {
            kind: object.kind,
            process: object.process.get(),
            address: (object.address != 0).then_some(object.address),
            place: object.place.map(|place| files.place(place)),
            name: string(state, object.name),
            capacity: (object.kind == ObjectKind::Channel && object.limit != u32::MAX)
                .then_some(object.limit),
            extent: (object.kind.is_memory() || object.kind.is_lock()).then_some(Extent {
                start: object.number,
                length: object.limit,
            }),
            home: object.home,
        })
        .collect()
}

fn unshared_reads(state: &State) -> Vec<UnsharedRead> {
    state.reads[..state.read_count as usize]
        .iter()
        .map(|read| UnsharedRead {
            access: read.access,
            frames: read.frames,
        })
        .collect()
}

fn tasks(state: &State) -> Vec<Task> {
    state.tasks[..state.task_count as usize]
        .iter()
        .map(|task| Task {
            name: string(state, task.name),
            process: task.process.get(),
            ended: task.life == Life::Ended,
            object: task.object.get(),
            accesses: task.accesses,
            returns_value: task.returns_value,
            detached: task.detached,
            sees_time: task.sees_time,
        })
        .collect()
}

fn processes(state: &State) -> Vec<Process> {
    state.processes[..state.process_count as usize]
        .iter()
        .zip(ProcessId::first(state.processes.len()))
        .map(|(process, id)| Process {
            arguments: string(state, process.arguments)
                .trim_end_matches('\0')
                .replace('\0', " "),
            id: control::virtual_id(id),
            exit: (process.stage == Stage::Dead).then(|| exit(process.status)),
            returned: process.returned,
            pipes: state.pipes_of(id),
        })
        .collect()
}

/// The next steps of the tasks for which `is_it` is true.
fn pending(
    state: &State,
    files: &mut Files,
    is_it: impl Fn(&super::state::Task) -> bool,
) -> Vec<Pending> {
    TaskId::first(state.task_count as usize)
        .filter(|task| is_it(&state.tasks[task.index()]))
        .map(|task| {
            let State { tasks, .. } = state;
            let super::state::Task {
                pending: intent,
                fingerprint,
                resumed,
                ..
            } = &tasks[task.index()];
            Pending {
                task,
                op: intent.op,
                object: intent.object,
                second: intent.second,
                place: intent.place.map(|place| files.place(place)),
                frames: intent.frames,
                enabled: choice::is_enabled(state, task),
                spinning: choice::going(state, task).is_passed_over(),
                wakeable: choice::is_wakeable(state, task),
                killable: choice::is_killable(state, task),
                fingerprint: *fingerprint,
                resumed: *resumed,
                holders: match intent.object {
                    Some(_) => choice::holders(state, task),
                    None => TaskSet::EMPTY,
                },
            }
        })
        .collect()
}
