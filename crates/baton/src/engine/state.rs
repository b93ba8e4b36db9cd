//! What all tasks of an execution share: which tasks there are, which of them can go, their objects, and the log.
//!
//! It is one `MAP_SHARED` mapping, made before the first fork and so at the same address in every process. All-zero bytes
//! are a valid state: that of an execution in which nothing has happened.

use ::std::ptr;
use ::std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

use protocol::{
    Decision, Limits, MAX_TASKS, ObjectId, ObjectKind, Op, Policy, ProcessId, Rules, TaskId,
    TaskSet, Variable,
};

use super::arena::PAGE;
use super::gate;
use super::mapping::map_shared;
use super::pipe::{MAX_PIPES, Pipe};
pub(crate) use super::records::{
    Caller, DecisionRecord, EarlierRecord, ExchangeRecord, FileLock, Frames, Halt, Innermost,
    Intent, Kept, Life, Object, PanicRecord, Process, ReadRecord, Ready, Record, Seal, Stage,
    Stored, Task, Text,
};
use super::repetition::Repetition;
use super::spinning::{Going, Spinning};

pub(crate) const MAX_PROCESSES: usize = 64;
pub(crate) const MAX_OBJECTS: usize = 8192;
pub(crate) const MAX_STEPS: usize = 65_536;
pub(crate) const MAX_DECISIONS: usize = 65_536;
pub(crate) const MAX_EARLIER: usize = 8192;
pub(crate) const MAX_READS: usize = 512;
pub(crate) const MAX_PANICS: usize = 16;
pub(crate) const MAX_FILE_LOCKS: usize = 256;
/// Room for the paths of some thousand nested folders; what is not used costs nothing.
pub(crate) const TEXT_BYTES: usize = 8 << 20;

#[repr(C)]
pub(crate) struct State {
    pub(crate) first_seal: Seal,
    pub(crate) limits: Limits,
    pub(crate) rules: Rules,
    pub(crate) then: Policy,
    pub(crate) halt: Halt,
    pub(crate) halt_number: u32,
    pub(crate) halt_text: Text,
    /// Where the execution was stopped, if that is a place in the program.
    pub(crate) halt_place: Option<Caller>,
    pub(crate) halt_frames: Frames,
    /// The task that holds the baton.
    pub(crate) current: Stored<TaskId>,
    pub(crate) decision_count: u32,
    /// The variables that each process finds in its environment.
    pub(crate) environment: Text,
    /// How many decisions were followed.
    pub(crate) decisions_at: u32,
    pub(crate) task_count: u32,
    pub(crate) process_count: u32,
    pub(crate) object_count: u32,
    pub(crate) step_count: u32,
    pub(crate) earlier_count: u32,
    pub(crate) read_count: u32,
    pub(crate) panic_count: u32,
    pub(crate) file_lock_count: u32,
    pub(crate) text_used: u32,
    pub(crate) pipe_count: u32,
    pub(crate) printed: u32,
    /// The tasks that could go when the baton was last handed over.
    pub(crate) ready: Ready,
    /// Steps in a row by the same task.
    pub(crate) same_task_steps: u32,
    /// How many steps changed something.
    pub(crate) changes: u64,
    /// Whether any task has asked what time it is.
    pub(crate) is_time_seen: bool,
    pub(crate) repetition: Repetition,
    pub(crate) alive: TaskSet,
    pub(crate) output_object: Option<ObjectId>,
    pub(crate) tasks: [Task; MAX_TASKS],
    pub(crate) processes: [Process; MAX_PROCESSES],
    pub(crate) panics: [PanicRecord; MAX_PANICS],
    pub(crate) file_locks: [FileLock; MAX_FILE_LOCKS],
    pub(crate) pipes: [Pipe; MAX_PIPES],
    pub(crate) second_seal: Seal,
    pub(crate) objects: [Object; MAX_OBJECTS],
    pub(crate) third_seal: Seal,
    pub(crate) earlier: [EarlierRecord; MAX_EARLIER],
    pub(crate) decisions: [DecisionRecord; MAX_DECISIONS],
    pub(crate) reads: [ReadRecord; MAX_READS],
    pub(crate) steps: [Record; MAX_STEPS],
    pub(crate) fourth_seal: Seal,
    pub(crate) text: [u8; TEXT_BYTES],
    pub(crate) last_seal: Seal,
}

/// What is mapped.
#[repr(C)]
struct Shared {
    state: State,
    /// No part of the state: tasks that do not hold the baton wait here for it.
    grants: Grants,
    /// Here a resident process waits for an execution to begin.
    resident: AtomicU32,
}

/// For each task the word by which it is given the baton.
pub(crate) type Grants = [AtomicU32; MAX_TASKS];

static SHARED: AtomicPtr<Shared> = AtomicPtr::new(ptr::null_mut());

/// Makes the mapping. To be called once, by the server, before it forks.
///
/// # Errors
/// What mmap(2) says.
pub(crate) fn map() -> ::std::io::Result<()> {
    let address = map_shared(size_of::<Shared>())?;
    SHARED.store(address as *mut Shared, Ordering::Release);
    Ok(())
}

/// The same in the heap, for tests: there is no other process that it would be shared with.
#[cfg(test)]
pub(crate) fn allocate() {
    let layout = ::std::alloc::Layout::new::<Shared>();
    // SAFETY: the layout has a size; all-zero bytes are a state, and grants.
    let shared = unsafe { ::std::alloc::alloc_zeroed(layout) };
    SHARED.store(shared.cast(), Ordering::Release);
}

/// Where the state is; null outside of a server and its children.
pub(crate) fn pointer() -> *mut State {
    SHARED.load(Ordering::Relaxed).cast()
}

/// The words by which the baton is handed over. There have to be a mapping and a task.
pub(crate) fn grants() -> &'static Grants {
    // SAFETY: the mapping lives as long as the process, and these are atomic.
    unsafe { &(*SHARED.load(Ordering::Relaxed)).grants }
}

/// The futex word with which the server starts an execution in the resident process. The state must be mapped.
pub(crate) fn resident() -> &'static AtomicU32 {
    // SAFETY: as above.
    unsafe { &(*SHARED.load(Ordering::Relaxed)).resident }
}

/// So much of each list most executions use.
const BEGINNING: usize = 4 * PAGE;

/// Maps into this process what most executions use of it: after an execution with a page fault, a resident process has to find
/// out what was written ([`snapshot`](super::snapshot)). Where the system refuses it, there are page faults.
pub(crate) fn map_beginnings() {
    let state = pointer();
    // SAFETY: the mapping is there; only addresses are taken.
    let beginnings = unsafe {
        [
            &raw const (*state).first_seal as usize,
            &raw const (*state).panics as usize,
            &raw const (*state).objects as usize,
            &raw const (*state).earlier as usize,
            &raw const (*state).decisions as usize,
            &raw const (*state).steps as usize,
            &raw const (*state).text as usize,
        ]
    };
    for beginning in beginnings {
        let start = beginning - beginning % PAGE;
        let how = libc::MADV_POPULATE_WRITE as usize;
        // SAFETY: whole pages of the mapping, whose bytes stay as they are.
        unsafe { gate::call(libc::SYS_madvise, [start, BEGINNING, how]) };
    }
}

/// Sets all of it to zero again, once it can no longer be trusted.
pub(crate) fn erase() {
    // SAFETY: called by the server when no child lives; all-zero bytes are a state.
    unsafe { pointer().write_bytes(0, 1) };
}

impl State {
    /// Back to an execution in which nothing has happened. Lists are emptied by their counts; what is beyond a count is
    /// rewritten when it is used again.
    pub(crate) fn clear(&mut self, limits: Limits, rules: Rules, then: Policy) {
        self.limits = limits;
        self.rules = rules;
        self.then = then;
        self.halt = Halt::Running;
        self.halt_number = 0;
        self.halt_text = Text::default();
        self.halt_place = None;
        self.halt_frames = Frames::default();
        self.current = TaskId::FIRST.into();
        self.environment = Text::default();
        self.decision_count = 0;
        self.decisions_at = 0;
        self.task_count = 0;
        self.process_count = 0;
        self.object_count = 0;
        self.step_count = 0;
        self.earlier_count = 0;
        self.read_count = 0;
        self.panic_count = 0;
        self.file_lock_count = 0;
        self.text_used = 0;
        self.pipe_count = 0;
        self.printed = 0;
        self.same_task_steps = 0;
        self.changes = 0;
        self.is_time_seen = false;
        self.repetition.clear(limits.accesses);
        self.alive = TaskSet::EMPTY;
        self.output_object = None;
    }

    /// Sets what is decided, as far as there is room for it.
    pub(crate) fn decide(&mut self, decisions: &[Decision]) {
        let known = decisions.len().min(MAX_DECISIONS);
        for (record, decision) in self.decisions.iter_mut().zip(decisions) {
            *record = DecisionRecord::from(*decision);
        }
        self.decision_count = known as u32;
        if known < decisions.len() {
            self.stop_at_limit("decisions");
        }
    }

    /// Sets the variables that each process finds in its environment, as words that end with a zero.
    pub(crate) fn surround(&mut self, variables: &[Variable]) {
        let mut words = Vec::new();
        for Variable { name, value } in variables {
            words.extend_from_slice(name.as_bytes());
            words.push(b'=');
            words.extend_from_slice(value.as_bytes());
            words.push(0);
        }
        self.environment = self.add_whole_text(&words, "variables of the environment");
    }

    /// Whether there are decisions left to follow.
    pub(crate) fn is_decided(&self) -> bool {
        self.decisions_at < self.decision_count
    }

    /// The decision to follow next, if there is one.
    pub(crate) fn next_decision(&self) -> Option<Decision> {
        let record = self.decisions.get(self.decisions_at as usize);
        record.filter(|_| self.is_decided())?.decision()
    }

    /// Marks the state as that of one execution, between its parts: see [`audit`](super::audit).
    pub(crate) fn seal(&mut self, seal: Seal) {
        self.first_seal = seal;
        self.second_seal = seal;
        self.third_seal = seal;
        self.fourth_seal = seal;
        self.last_seal = seal;
    }

    /// A new object, or `None` (and the execution is over) when there are too many.
    pub(crate) fn add_object(
        &mut self,
        kind: ObjectKind,
        process: ProcessId,
        place: Option<Caller>,
    ) -> Option<ObjectId> {
        let id = ObjectId::new(self.object_count);
        let Some(object) = self.objects.get_mut(id.index()) else {
            self.stop_at_limit("objects that it shares");
            return None;
        };
        *object = Object {
            kind,
            process: process.into(),
            holder: None,
            closed: false,
            count: 0,
            limit: 0,
            users: 0,
            number: 0,
            tasks: TaskSet::EMPTY,
            address: 0,
            place,
            name: Text::default(),
            device: 0,
            inode: 0,
            home: 0,
        };
        self.object_count += 1;
        Some(id)
    }

    /// A new task, alive and about to begin.
    pub(crate) fn add_task(
        &mut self,
        process: ProcessId,
        name: &str,
        place: Option<Caller>,
    ) -> Option<TaskId> {
        let id = TaskId::at(self.task_count as usize);
        if id.index() >= MAX_TASKS {
            self.stop_at_limit("threads");
            return None;
        }
        let object = self.add_object(ObjectKind::Task, process, place)?;
        let name = self.add_text(name.as_bytes());
        // Its clock starts at the time of the task that spawns it, the holder of the baton; the first task's starts at zero.
        let nanoseconds = match id {
            TaskId::FIRST => 0,
            _ => self.task(self.current.get()).nanoseconds,
        };
        *self.task(id) = Task {
            life: Life::Alive,
            process: process.into(),
            going: Going::On,
            unparked: false,
            panicked: false,
            returns_value: false,
            detached: false,
            cut_off: false,
            openings: 0,
            object: object.into(),
            pending: Intent {
                place,
                ..Intent::bare(Op::Begin, object)
            },
            name,
            nanoseconds,
            sees_time: false,
            kept: Kept::default(),
            state: 0,
            fingerprint: 0,
            resumed: 0,
            accesses: 0,
            spinning: Spinning::default(),
        };
        self.alive.insert(id);
        self.processes[process.index()].alive += 1;
        self.task_count += 1;
        Some(id)
    }

    /// Keeps bytes for the trace; too long ones are cut, and none are kept when the room is used up.
    pub(crate) fn add_text(&mut self, bytes: &[u8]) -> Text {
        let start = self.text_used as usize;
        let length = bytes.len().min(TEXT_BYTES.saturating_sub(start));
        self.text[start..start + length].copy_from_slice(&bytes[..length]);
        self.text_used += length as u32;
        Text {
            start: start as u32,
            length: length as u32,
        }
    }

    /// Keeps why the execution ends, also where the room is used up: in place of what was kept last.
    fn add_last_text(&mut self, why: &str) -> Text {
        let last = TEXT_BYTES.saturating_sub(why.len());
        self.text_used = self.text_used.min(last as u32);
        self.add_text(why.as_bytes())
    }

    /// Keeps bytes that must not be cut; ends the execution where there is no room for them.
    pub(crate) fn add_whole_text(&mut self, bytes: &[u8], what: &str) -> Text {
        let text = self.add_text(bytes);
        if (text.length as usize) < bytes.len() {
            self.stop_at_limit(what);
        }
        text
    }

    pub(crate) fn text(&self, text: Text) -> &[u8] {
        text.range()
            .and_then(|range| self.text.get(range))
            .unwrap_or_default()
    }

    /// The ids of all objects.
    pub(crate) fn object_ids(&self) -> impl Iterator<Item = ObjectId> + use<> {
        ObjectId::first(self.object_count as usize)
    }

    pub(crate) fn object(&mut self, id: ObjectId) -> &mut Object {
        &mut self.objects[id.index()]
    }

    pub(crate) fn task(&mut self, id: TaskId) -> &mut Task {
        &mut self.tasks[id.index()]
    }

    /// The task has ended or is gone.
    pub(crate) fn end_task(&mut self, id: TaskId) {
        let process = self.task(id).process.get();
        if self.alive.contains(id) {
            self.alive.remove(id);
            let alive = &mut self.processes[process.index()].alive;
            *alive = alive.saturating_sub(1);
        }
        self.task(id).life = Life::Ended;
    }

    /// A file that the task has opened.
    pub(crate) fn add_opening(&mut self, task: TaskId, place: Caller) -> Option<ObjectId> {
        let process = self.task(task).process.get();
        let id = self.add_object(ObjectKind::OpenFile, process, Some(place))?;
        let openings = &mut self.task(task).openings;
        *openings = openings.wrapping_add(1);
        let number = u64::from(*openings);
        self.object(id).home = (u64::from(task.number()) << u32::BITS) | number;
        Some(id)
    }

    /// A new process, wanted and without tasks.
    pub(crate) fn add_process(&mut self, place: Option<Caller>) -> Option<ProcessId> {
        let id = ProcessId::at(self.process_count as usize);
        if id.index() >= MAX_PROCESSES {
            self.stop_at_limit("processes");
            return None;
        }
        let object = self.add_object(ObjectKind::Process, id, place)?;
        self.processes[id.index()] = Process {
            stage: Stage::Alive,
            exit_logged: false,
            returned: false,
            kill_wanted: false,
            first_task: None,
            parent: None,
            alive: 0,
            object: object.into(),
            status: 0,
            arguments: Text::default(),
            environment: Text::default(),
            folder: Text::default(),
            streams: [0; 3],
        };
        self.process_count += 1;
        Some(id)
    }

    /// The tasks that are alive in one process.
    pub(crate) fn alive_in(&self, process: ProcessId) -> TaskSet {
        let alive = self.alive.iter();
        alive
            .filter(|id| self.tasks[id.index()].process.get() == process)
            .collect()
    }

    pub(crate) fn stop(&mut self, halt: Halt) {
        if self.halt == Halt::Running {
            self.halt = halt;
        }
    }

    pub(crate) fn stop_at_limit(&mut self, what: &str) {
        if self.halt == Halt::Running {
            self.halt_text = self.add_last_text(what);
            let mut tasks = self.tasks[..self.task_count as usize].iter();
            if let Some(task) = tasks.nth(self.current.get().index()) {
                (self.halt_place, self.halt_frames) = (task.pending.place, task.pending.frames);
            }
            self.halt = Halt::TooMany;
        }
    }

    pub(crate) fn stop_at_unsupported(
        &mut self,
        what: &str,
        place: Option<Caller>,
        frames: Frames,
    ) {
        if self.halt == Halt::Running {
            self.halt_text = self.add_last_text(what);
            self.halt_place = place;
            self.halt_frames = frames;
            self.halt = Halt::Unsupported;
        }
    }
}
