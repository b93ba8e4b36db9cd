//! Runs a toy program under a schedule, with the rules of baton's executor for which task can run and which one runs.

mod loops;
mod reply;
mod waits;

use std::collections::VecDeque;

use protocol::effects::Yields;
use protocol::{
    Decision, End, ObjectId, Op, Order, Policy, Reply, Request, Step, StepId, SwitchAt, TaskId,
    TaskSet, bare,
};

use super::code::{
    ATOMICS, CHANNELS, CONDVARS, EACH, FILES, Instruction, MOST_PROCESSES, MUTEXES, PLAIN, PROCESS,
    Program, Repeats, TASKS, Value, place,
};

/// Runs it.
pub fn run(program: &Program, request: &Request) -> Reply {
    let mut machine = Machine::new(program, request);
    let end = loop {
        machine.crash();
        match machine.choose() {
            Ok((task, ready)) => {
                if machine.go(task, ready) {
                    break End::Exited { code: 0 };
                }
            }
            Err(end) => break end,
        }
    };
    machine.reply(end)
}

/// Which tasks can run at one point, and how.
#[derive(Clone, Copy, Default)]
struct Ready {
    enabled: TaskSet,
    yielding: TaskSet,
    spinning: TaskSet,
    wakeable: TaskSet,
    killable: TaskSet,
}

#[derive(Default)]
struct Thread {
    at: usize,
    /// The value that it read last.
    seen: u64,
    /// All values that it read.
    log: Vec<u64>,
    /// What it has read in this iteration of a loop that waits: the objects, and how often each was written before.
    reads: Vec<(usize, u64)>,
    /// The same, of an iteration that came to nothing.
    spins_since: Vec<(usize, u64)>,
    /// It yields before it repeats what it did.
    yields: bool,
    /// How often it did.
    repeated: u32,
    killed: bool,
    /// Its token is available.
    unparked: bool,
}

#[derive(Clone, Default)]
struct Condvar {
    notified: u32,
    tasks: TaskSet,
}

struct Machine<'a> {
    request: &'a Request,
    processes: bool,
    code: Vec<Vec<Instruction>>,
    threads: Vec<Thread>,
    alive: TaskSet,
    running: TaskId,
    next_decision: usize,
    memory: Vec<u64>,
    holders: Vec<Option<TaskId>>,
    file_holders: Vec<Option<TaskId>>,
    condvars: Vec<Condvar>,
    channels: Vec<VecDeque<u64>>,
    /// How often each place in memory, and each mutex, was changed.
    writes: Vec<u64>,
    steps: Vec<Step>,
}

impl<'a> Machine<'a> {
    fn new(program: &Program, request: &'a Request) -> Machine<'a> {
        let code = program.code();
        Machine {
            request,
            threads: code.iter().map(|_| Thread::default()).collect(),
            code,
            processes: program.processes,
            alive: TaskSet::of(TaskId::FIRST),
            running: TaskId::FIRST,
            next_decision: 0,
            memory: vec![0; MUTEXES as usize],
            holders: vec![None; EACH as usize],
            file_holders: vec![None; EACH as usize],
            condvars: vec![Condvar::default(); EACH as usize],
            channels: vec![VecDeque::new(); EACH as usize],
            writes: vec![0; CONDVARS as usize],
            steps: Vec::new(),
        }
    }

    fn pending(&self, task: TaskId) -> Instruction {
        let thread = &self.threads[task.index()];
        match thread.yields {
            true => Instruction::alone(Op::Yield, Order::None),
            false => self.code[task.index()][thread.at],
        }
    }

    fn holder(&mut self, mutex: Option<ObjectId>) -> &mut Option<TaskId> {
        &mut self.holders[place(mutex, MUTEXES)]
    }

    fn is_free(&self, mutex: Option<ObjectId>) -> bool {
        self.holders[place(mutex, MUTEXES)].is_none()
    }

    fn is_notified(&self, task: TaskId) -> bool {
        let condvar = &self.condvars[self.pending(task).among(CONDVARS)];
        condvar.notified > 0 && condvar.tasks.contains(task)
    }

    fn is_enabled(&self, task: TaskId) -> bool {
        let next = self.pending(task);
        match next.op {
            Op::Join => !self.alive.contains(TaskId::at(next.among(TASKS))),
            Op::ProcessWait => !self.alive.contains(TaskId::at(next.among(PROCESS))),
            Op::Lock => self.is_free(next.object),
            Op::FileLock => self.file_holders[next.among(FILES)].is_none(),
            Op::Wake => self.is_notified(task) && self.is_free(next.second),
            Op::Park => self.threads[task.index()].unparked,
            Op::Receive => !self.channels[next.among(CHANNELS)].is_empty(),
            _ => true,
        }
    }

    fn ready(&self) -> Ready {
        let mut ready = Ready::default();
        for task in self.alive.iter().filter(|task| self.is_enabled(*task)) {
            ready.enabled.insert(task);
            if self.spins(task) {
                ready.spinning.insert(task);
            }
            if self.spins(task) || self.pending(task).op.effects().yields != Yields::Never {
                ready.yielding.insert(task);
            }
        }
        let wakeable = self.alive.iter().filter(|task| self.is_wakeable(*task));
        ready.wakeable = wakeable.collect();
        ready.killable = self.killable();
        ready.yielding |= ready.enabled & self.request.rules.goes_last;
        ready
    }

    /// The processes that can be killed, each by its task.
    fn killable(&self) -> TaskSet {
        match self.processes && self.request.rules.crashes {
            true => self.alive - TaskSet::of(TaskId::FIRST),
            false => TaskSet::EMPTY,
        }
    }

    /// Kills a process, if the next decision is that.
    fn crash(&mut self) {
        let next = self.request.decisions.get(self.next_decision).copied();
        let Some(Decision::Crash { step, task }) = next else {
            return;
        };
        let ready = self.ready();
        if !self.is_here(step) || !ready.killable.contains(task) {
            return;
        }
        self.next_decision += 1;
        let process = PROCESS + u32::from(task.number());
        self.steps.push(Step {
            order: Order::None,
            object: Some(ObjectId::new(process)),
            enabled: ready.enabled,
            yielding: ready.yielding,
            spinning: ready.spinning,
            killable: ready.killable,
            ..bare::step(task, Op::Crash)
        });
        self.dies(task);
        self.threads[task.index()].killed = true;
    }

    fn dies(&mut self, task: TaskId) {
        self.alive.remove(task);
        for holder in &mut self.file_holders {
            holder.take_if(|holder| *holder == task);
        }
    }

    /// The task that runs next, and the tasks that could have run.
    fn choose(&mut self) -> Result<(TaskId, Ready), End> {
        let running = self.running;
        if self.alive.contains(running)
            && self.pending(running).op.is_plain()
            && self.request.rules.switch_at == SwitchAt::Synchronisation
        {
            let enabled = TaskSet::of(running);
            let ready = Ready {
                enabled,
                ..Ready::default()
            };
            return Ok((running, ready));
        }
        let ready = self.ready();
        self.decide(ready).map(|task| (task, ready))
    }

    /// The task that runs: by the next decision, because no other can, or by the policy.
    fn decide(&mut self, ready: Ready) -> Result<TaskId, End> {
        self.pass_over_the_impossible(ready);
        let next = self.request.decisions.get(self.next_decision).copied();
        let step = next.and_then(Decision::step).map(StepId::index);
        let every_step = self.request.rules.every_step;
        if step.is_some_and(|step| step < self.steps.len()) && !every_step {
            return Err(self.diverged());
        }
        if let Some(Decision::Wake { step, task }) = next
            && self.is_here(step)
        {
            return self.follow(task, ready.wakeable);
        }
        if ready.enabled.is_empty() {
            return Err(End::Deadlock);
        }
        if ready.enabled == ready.spinning {
            return Err(End::Livelock);
        }
        match (ready.enabled.first(), next) {
            (_, Some(Decision::Run(task))) if every_step => self.follow(task, ready.enabled),
            (Some(only), _) if ready.enabled.len() == 1 => Ok(only),
            (_, Some(Decision::Run(task))) => self.follow(task, ready.enabled),
            (_, Some(_)) => Ok(self.default_choice(ready)),
            (_, None) => match self.request.then {
                Policy::Stop => Err(End::Undecided),
                Policy::Favour(task)
                    if task == self.running && ready.enabled.contains(self.running) =>
                {
                    Ok(self.running)
                }
                Policy::Favour(_) | Policy::Default => Ok(self.default_choice(ready)),
            },
        }
    }

    /// Where there is a decision for each step, the last one may be impossible. Then it is as if it were not there.
    fn pass_over_the_impossible(&mut self, ready: Ready) {
        let is_last = self.next_decision + 1 == self.request.decisions.len();
        let is_possible = match self.request.decisions.get(self.next_decision) {
            Some(Decision::Run(task)) => ready.enabled.contains(*task),
            Some(Decision::Wake { task, .. }) => ready.wakeable.contains(*task),
            _ => true,
        };
        if self.request.rules.every_step && is_last && !is_possible {
            self.next_decision += 1;
        }
    }

    /// Whether a decision that names this step is about the next one.
    fn is_here(&self, step: StepId) -> bool {
        self.request.rules.every_step || step.index() == self.steps.len()
    }

    fn follow(&mut self, task: TaskId, able: TaskSet) -> Result<TaskId, End> {
        if !able.contains(task) {
            return Err(self.diverged());
        }
        self.next_decision += 1;
        Ok(task)
    }

    fn diverged(&self) -> End {
        let at = self.next_decision as u32;
        End::Diverged { at }
    }

    /// The value that the atomic operation at this step goes by, and whether it is an older one than the newest.
    fn found(&mut self, next: Instruction, step: &mut Step) -> u64 {
        let newest = self.memory[next.among(ATOMICS)];
        step.found = Some(newest);
        match self.request.decisions.get(self.next_decision) {
            Some(Decision::ReadFrom(read)) if self.is_here(read.step) => {
                self.next_decision += 1;
                step.stale = read.which > 0;
                step.which = read.which;
                step.spurious = read.fails;
                step.read = Some(read.value);
                read.value
            }
            _ => newest,
        }
    }

    /// A new value, which is the newest unless it is placed behind an older one.
    fn write(&mut self, next: Instruction, value: u64, step: &mut Step) {
        step.written = Some(value);
        if !step.stale {
            self.memory[next.among(ATOMICS)] = value;
        }
    }

    /// The running task continues while it can and does not yield; else the next one in turn that does not; else the next
    /// one that does not spin; else the next.
    fn default_choice(&self, ready: Ready) -> TaskId {
        let last = self.request.rules.goes_last;
        let rest = ready.enabled - last;
        let enabled = match (rest - ready.spinning).is_empty() {
            true => ready.enabled,
            false => rest,
        };
        let eager = enabled - ready.yielding;
        if eager.contains(self.running) {
            return self.running;
        }
        let others = enabled - TaskSet::of(self.running);
        let calm = enabled - ready.spinning;
        let from = [eager, calm & others, calm, others]
            .into_iter()
            .find(|set| !set.is_empty())
            .unwrap_or(TaskSet::of(self.running));
        let beyond = from.starting_at(self.running.index() + 1).first();
        beyond.or(from.first()).unwrap_or(self.running)
    }

    /// The task does its next step. Returns whether that ends the program.
    fn go(&mut self, task: TaskId, ready: Ready) -> bool {
        self.running = task;
        let next = self.pending(task);
        let mut step = Step {
            order: next.order,
            size: if next.op.effects().memory.is_some() {
                8
            } else {
                0
            },
            object: next.object,
            second: next.second,
            enabled: ready.enabled,
            yielding: ready.yielding,
            spinning: ready.spinning,
            wakeable: ready.wakeable,
            killable: ready.killable,
            ..bare::step(task, next.op)
        };
        step.frames[0] = self.frame(task);
        step.fingerprint = self.fingerprint(task);
        step.resumed = step.fingerprint;
        self.threads[task.index()].spins_since.clear();
        let before = next
            .object
            .and_then(|object| self.memory.get(object.index()).copied());
        let goes_on = self.act(task, next, &mut step);
        let after = next
            .object
            .and_then(|object| self.memory.get(object.index()).copied());
        if next.op.changes(step.succeeded) && (before.is_none() || before != after) {
            let objects = [next.object, next.second].into_iter().flatten();
            for object in objects {
                if let Some(writes) = self.writes.get_mut(object.index()) {
                    *writes += 1;
                }
            }
        }
        self.proceed(task, next, goes_on, &step);
        self.steps.push(step);
        if matches!(next.op, Op::End | Op::ProcessExit) {
            self.dies(task);
        }
        next.op == Op::ProcessExit && task == TaskId::FIRST
    }

    /// Does the operation. Returns whether the thread continues with its next instruction.
    fn act(&mut self, task: TaskId, next: Instruction, step: &mut Step) -> bool {
        let written = match next.value {
            Value::Constant(value) => value,
            Value::NextOfSeen => self.threads[task.index()].seen + 1,
        };
        match next.op {
            Op::Spawn => {
                let child = TaskId::at(next.among(TASKS));
                self.alive.insert(child);
                step.written = Some(child.number().into());
            }
            Op::ProcessSpawn => {
                let child = next.among(PROCESS);
                self.alive.insert(TaskId::at(child));
                step.written = Some(child as u64);
            }
            Op::ProcessWait => {
                let killed = self.threads[next.among(PROCESS)].killed;
                self.sees(task, u64::from(killed));
            }
            Op::FileLock => self.file_holders[next.among(FILES)] = Some(task),
            Op::FileTryLock => {
                let holder = &mut self.file_holders[next.among(FILES)];
                step.succeeded = holder.is_none();
                holder.get_or_insert(task);
                self.sees(task, u64::from(step.succeeded));
            }
            Op::FileUnlock => self.file_holders[next.among(FILES)] = None,
            Op::AtomicLoad => {
                let value = self.found(next, step);
                step.read = Some(value);
                if self.repeats(task, next, value, true) {
                    return false;
                }
                self.sees(task, value);
            }
            Op::AtomicStore => {
                self.found(next, step);
                self.write(next, written, step);
            }
            Op::AtomicUpdate | Op::AtomicExchange => {
                return self.update(task, next, written, step);
            }
            Op::PlainRead => {
                let value = self.memory[next.among(ATOMICS)];
                step.read = Some(value);
                self.sees(task, value);
            }
            Op::PlainWrite => {
                step.written = Some(written);
                self.memory[next.among(ATOMICS)] = written;
            }
            Op::Lock => *self.holder(next.object) = Some(task),
            Op::TryLock => {
                step.succeeded = self.is_free(next.object);
                if step.succeeded {
                    *self.holder(next.object) = Some(task);
                }
                if self.repeats(task, next, 0, step.succeeded) {
                    return false;
                }
                self.sees(task, u64::from(step.succeeded));
            }
            Op::Unlock => *self.holder(next.object) = None,
            Op::Wait => *self.holder(next.second) = None,
            Op::Wake => self.wake(task, next, step),
            Op::Park => {
                step.succeeded = ::std::mem::take(&mut self.threads[task.index()].unparked);
                self.sees(task, u64::from(step.succeeded));
            }
            Op::Unpark => self.threads[next.among(TASKS)].unparked = true,
            Op::NotifyOne | Op::NotifyAll => self.notify(next, step),
            Op::Send => self.channels[next.among(CHANNELS)].push_back(written),
            Op::Receive => {
                let message = self.channels[next.among(CHANNELS)].pop_front();
                self.sees(task, message.expect("it waited for one"));
            }
            Op::Begin | Op::End | Op::Join | Op::Yield | Op::Fence | Op::ProcessExit => {}
            other => panic!("toys do not {other:?}"),
        }
        true
    }

    fn sees(&mut self, task: TaskId, value: u64) {
        let thread = &mut self.threads[task.index()];
        thread.seen = value;
        thread.log.push(value);
    }
}

const _: () = assert!(PLAIN < MUTEXES && MOST_PROCESSES == TASKS - PROCESS);
