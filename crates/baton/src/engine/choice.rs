//! Which tasks can do their next step, and which one does. Pure: it reads and changes the state only.

use protocol::effects::{Until, Yields};
use protocol::{Decision, ObjectId, Op, Policy, ProcessId, StepId, TaskId, TaskSet};

use super::death;
use super::pipe::PipeEnd;
use super::spinning::Going;
use super::state::{Halt, Intent, MAX_PROCESSES, Object, Ready, Stage, State};

/// A task that has done so many steps in a row yields once.
const PATIENCE: u32 = 1000;

/// A task that may be counting its iterations may also end its loop by itself. So it can repeat itself this many times as often before it
/// is a livelock.
const IF_COUNTING: u32 = 8;

/// Whether the task can do its next step.
pub(crate) fn is_enabled(state: &State, task: TaskId) -> bool {
    let waits = state.tasks[task.index()].pending.op.effects().waits;
    waits.is_none_or(|until| is_so(state, task, until))
}

/// Whether the condition that the task waits for is true.
fn is_so(state: &State, task: TaskId, until: Until) -> bool {
    let intent = &state.tasks[task.index()].pending;
    match until {
        Until::Ended => (intent.awaits & state.alive).is_empty(),
        Until::Unparked => state.tasks[task.index()].unparked,
        Until::Free | Until::NotRunning => is_free(state, intent.object),
        Until::FreeToRead => {
            // A task that has been writing is a reader already.
            let lock = object(state, intent.object);
            let is_behind_a_writer = lock.count > 0 && !lock.tasks.is_empty();
            intent.argument > 0 || (!is_behind_a_writer && is_free(state, intent.object))
        }
        Until::FreeToWrite => {
            let free = object(state, intent.object).tasks.is_empty();
            intent.argument == 0 || (free && is_free(state, intent.object))
        }
        Until::Notified => is_notified(state, task) && is_free(state, intent.second),
        Until::CondvarFree => is_free(state, intent.second),
        Until::Complete => object(state, intent.object).number != intent.argument,
        Until::Initialised => {
            let once = object(state, intent.object);
            let poisoned = once.count > 0 && once.holder.is_none();
            once.closed || (poisoned && intent.argument == 0)
        }
        Until::Room => {
            let channel = object(state, intent.object);
            channel.closed || channel.limit == 0 || channel.count < channel.limit
        }
        Until::Taken => {
            let channel = object(state, intent.object);
            channel.closed || channel.number > intent.argument
        }
        Until::Message => {
            let channel = object(state, intent.object);
            channel.count > 0 || channel.users == 0
        }
        Until::MessageOrWait => {
            let begins = object(state, intent.object).limit == 0 && intent.argument == 0;
            begins || is_so(state, task, Until::Message)
        }
        Until::FileFree => file_lock_is_free(state, intent, true),
        Until::FileFreeToRead => file_lock_is_free(state, intent, false),
        Until::ProcessEnded => {
            let process = usize::try_from(intent.argument).ok();
            let process = process.and_then(|number| state.processes.get(number));
            process.is_some_and(|process| process.stage == Stage::Dead)
        }
        Until::Readable => state.is_readable(intent.argument as u32),
        Until::Writable => state.is_writable(intent.argument as u32, intent.argument >> u32::BITS),
    }
}

/// Whether the task's wait can end without a notification.
pub(crate) fn is_wakeable(state: &State, task: TaskId) -> bool {
    let intent = &state.tasks[task.index()].pending;
    match intent.op {
        Op::Wake => is_free(state, intent.second) && !is_notified(state, task),
        Op::Park => !state.tasks[task.index()].unparked,
        _ => false,
    }
}

/// Whether the task yields before its next step.
fn yields(state: &State, task: TaskId) -> bool {
    match state.tasks[task.index()].pending.op.effects().yields {
        Yields::Never => false,
        Yields::Always => true,
        Yields::Before(until) => !is_so(state, task, until),
    }
}

/// Whether the task's condition variable was notified, and the task can be the one that is woken.
pub(crate) fn is_notified(state: &State, task: TaskId) -> bool {
    let condvar = object(state, state.tasks[task.index()].pending.object);
    condvar.count > 0 && condvar.tasks.contains(task)
}

fn is_free(state: &State, object: Option<ObjectId>) -> bool {
    self::object(state, object).holder.is_none()
}

/// The object of that id. If there is none, another one: the program may have written over the id.
fn object(state: &State, id: Option<ObjectId>) -> &Object {
    let object = id.and_then(|id| state.objects.get(id.index()));
    object.unwrap_or(&state.objects[0])
}

/// Whether no lock of another opening on the file conflicts with this one.
pub(crate) fn file_lock_is_free(state: &State, intent: &Intent, exclusive: bool) -> bool {
    !state.file_locks[..state.file_lock_count as usize]
        .iter()
        .any(|lock| {
            lock.file == intent.object
                && lock.opening != intent.second
                && (exclusive || lock.exclusive)
        })
}

/// The tasks that hold what this one waits for.
pub(crate) fn holders(state: &State, task: TaskId) -> TaskSet {
    let intent = &state.tasks[task.index()].pending;
    let held_by = |object: Option<ObjectId>| {
        let object = object.and_then(|id| state.objects.get(id.index()));
        let holder = object.and_then(|object| object.holder);
        holder.map_or(TaskSet::EMPTY, TaskSet::of)
    };
    let Some(until) = intent.op.effects().waits else {
        return TaskSet::EMPTY;
    };
    match until {
        Until::Ended => intent.awaits & state.alive,
        Until::Free | Until::NotRunning | Until::Initialised => held_by(intent.object),
        Until::FreeToRead => held_by(intent.object) | waiting_writers(state, intent.object),
        Until::FreeToWrite => held_by(intent.object) | object(state, intent.object).tasks,
        Until::Notified | Until::CondvarFree => held_by(intent.second),
        Until::FileFree | Until::FileFreeToRead => state.file_locks
            [..state.file_lock_count as usize]
            .iter()
            .filter(|lock| lock.file == intent.object && lock.opening != intent.second)
            .map(|lock| lock.task.get())
            .collect(),
        Until::ProcessEnded => state.alive_in(ProcessId::at(intent.argument as usize)),
        Until::Readable => state.tasks_at(intent.argument as u32, PipeEnd::Writing),
        Until::Writable => state.tasks_at(intent.argument as u32, PipeEnd::Reading),
        // No task holds these: any task may bring them about.
        Until::Unparked
        | Until::Complete
        | Until::Room
        | Until::Taken
        | Until::Message
        | Until::MessageOrWait => TaskSet::EMPTY,
    }
}

/// The tasks that wait for that lock to write.
fn waiting_writers(state: &State, lock: Option<ObjectId>) -> TaskSet {
    let alive = state.alive.iter();
    alive
        .filter(|task| {
            let intent = &state.tasks[task.index()].pending;
            intent.op == Op::WriteLock && intent.object == lock && intent.argument > 0
        })
        .collect()
}

/// Chooses the task that goes next, after `running`, and notes in `state.ready` which tasks could have gone. `None`: the execution is
/// over, and `state.halt` says why.
pub(crate) fn choose(state: &mut State, running: TaskId) -> Option<TaskId> {
    let chosen = match has_room(state) {
        Ok(()) => crash(state).and_then(|ready| {
            let task = decide(state, running, &ready)?;
            Ok((task, ready))
        }),
        Err(halt) => Err(halt),
    };
    let (task, ready) = match chosen {
        Ok(chosen) => chosen,
        Err(halt) => {
            state.stop(halt);
            return None;
        }
    };
    state.same_task_steps = if task == running {
        state.same_task_steps.saturating_add(1)
    } else {
        0
    };
    state.ready = ready;
    Some(task)
}

/// Whether there can be another step.
fn has_room(state: &State) -> Result<(), Halt> {
    if state.halt != Halt::Running {
        return Err(state.halt);
    }
    let is_full =
        state.step_count >= state.limits.steps || state.step_count as usize >= state.steps.len();
    if is_full {
        return Err(Halt::StepLimit);
    }
    Ok(())
}

/// Follows the decisions that kill a process here. Returns the tasks that can go afterwards.
fn crash(state: &mut State) -> Result<Ready, Halt> {
    loop {
        let ready = ready(state);
        match state.next_decision() {
            Some(Decision::Crash { step, task }) if is_here(state, step) => {
                follow(state, task, killable(state))?;
                death::crash(state, task, ready);
                has_room(state)?;
            }
            _ => return Ok(ready),
        }
    }
}

/// The task that goes: the one that the next decision names, the only one that can, or the one that the policy chooses. An error says
/// why none goes.
fn decide(state: &mut State, running: TaskId, ready: &Ready) -> Result<TaskId, Halt> {
    pass_over_the_impossible(state, ready);
    let next = state.next_decision();
    if let Some(step) = next.and_then(Decision::step)
        && step.number() < state.step_count
        && !state.rules.every_step
    {
        // The step was another one than the decision says.
        return diverged(state);
    }
    if let Some(Decision::Wake { step, task }) = next
        && is_here(state, step)
    {
        return follow(state, task, ready.wakeable);
    }
    if ready.enabled.is_empty() {
        return Err(Halt::Deadlock);
    }
    if ready.yielding == ready.enabled && all_spin(state, ready.enabled) {
        return Err(Halt::Livelock);
    }
    if let (true, Some(Decision::Run(task))) = (state.rules.every_step, next) {
        return follow(state, task, ready.enabled);
    }
    if let (Some(only), 1) = (ready.enabled.first(), ready.enabled.len()) {
        return Ok(only);
    }
    match next {
        Some(Decision::Run(task)) => follow(state, task, ready.enabled),
        Some(
            Decision::Wake { .. }
            | Decision::ReadFrom(_)
            | Decision::Crash { .. }
            | Decision::Tamper { .. },
        ) => Ok(by_default(state, running, ready)),
        // The program has written over it.
        None if state.is_decided() => diverged(state),
        None => match state.then {
            Policy::Stop => Err(Halt::Undecided),
            Policy::Favour(task) if task == running && ready.enabled.contains(running) => {
                Ok(running)
            }
            Policy::Favour(_) | Policy::Default => Ok(by_default(state, running, ready)),
        },
    }
}

/// Follows a decision for one of these tasks.
fn follow(state: &mut State, task: TaskId, able: TaskSet) -> Result<TaskId, Halt> {
    if !able.contains(task) {
        return diverged(state);
    }
    state.decisions_at += 1;
    Ok(task)
}

/// If there is a decision for each step and the last one cannot be followed, skips it.
fn pass_over_the_impossible(state: &mut State, ready: &Ready) {
    let is_last = state.decisions_at + 1 == state.decision_count;
    let is_possible = match state.next_decision() {
        Some(Decision::Run(task)) => ready.enabled.contains(task),
        Some(Decision::Wake { task, .. }) => ready.wakeable.contains(task),
        _ => true,
    };
    if state.rules.every_step && is_last && !is_possible {
        state.decisions_at += 1;
    }
}

/// Whether a decision that names this step is about the next one.
fn is_here(state: &State, step: StepId) -> bool {
    state.rules.every_step || step.number() == state.step_count
}

fn diverged(state: &mut State) -> Result<TaskId, Halt> {
    state.halt_number = state.decisions_at;
    Err(Halt::Diverged)
}

fn by_default(state: &State, running: TaskId, ready: &Ready) -> TaskId {
    let first = ready.without(state.rules.goes_last);
    default_choice(running, &first, state.same_task_steps)
}

fn ready(state: &State) -> Ready {
    let mut ready = Ready::default();
    for task in state.alive.iter() {
        if is_enabled(state, task) {
            let going = going(state, task);
            ready.enabled.insert(task);
            if going.is_passed_over() {
                ready.spinning.insert(task);
            }
            if going == Going::MayCount {
                ready.counting.insert(task);
            }
            if going != Going::On || yields(state, task) {
                ready.yielding.insert(task);
            }
        } else if is_wakeable(state, task) {
            ready.wakeable.insert(task);
        }
    }
    ready.yielding |= ready.enabled & state.rules.goes_last;
    if state.rules.crashes {
        ready.killable = killable(state);
    }
    ready
}

/// The first living task of each process but the first, which is never killed: it checks the result.
fn killable(state: &State) -> TaskSet {
    let mut killable = TaskSet::EMPTY;
    let mut processes = [false; MAX_PROCESSES];
    processes[ProcessId::FIRST.index()] = true;
    for task in state.alive.iter() {
        let process = state.tasks[task.index()].process.get();
        if !::std::mem::replace(&mut processes[process.index()], true) {
            killable.insert(task);
        }
    }
    killable
}

/// Whether the execution may kill the process of that task, and this task stands for it.
pub(crate) fn is_killable(state: &State, task: TaskId) -> bool {
    state.rules.crashes && killable(state).contains(task)
}

impl Ready {
    /// The tasks that could go without these, which go last. With them if every other task spins.
    fn without(&self, last: TaskSet) -> Ready {
        let others = Ready {
            enabled: self.enabled - last,
            yielding: self.yielding - last,
            spinning: self.spinning - last,
            counting: self.counting - last,
            ..*self
        };
        if others.enabled == others.spinning {
            return *self;
        }
        others
    }
}

/// How the task goes on. If another task has changed anything since its last step, it may do something new.
pub(crate) fn going(state: &State, task: TaskId) -> Going {
    let task = &state.tasks[task.index()];
    match task.spinning.is_over(state.changes) {
        true => Going::On,
        false => task.going,
    }
}

/// The running task, if it can go on and does not yield. Otherwise the next task in turn that does not yield; if there is none, the next
/// one that does not spin; if there is none, the next one.
fn default_choice(running: TaskId, ready: &Ready, same_task_steps: u32) -> TaskId {
    let me = TaskSet::of(running);
    let mut eager = ready.enabled - ready.yielding;
    if eager.contains(running) {
        if same_task_steps < PATIENCE {
            return running;
        }
        eager = eager - me;
    }
    let others = ready.enabled - me;
    let calm = ready.enabled - ready.spinning;
    let from = [eager, calm & others, calm, others]
        .into_iter()
        .find(|set| !set.is_empty())
        .unwrap_or(me);
    next_in_turn(running, from)
}

fn next_in_turn(running: TaskId, from: TaskSet) -> TaskId {
    let beyond = from.starting_at(running.index() + 1).first();
    beyond.or(from.first()).unwrap_or(running)
}

/// Whether each of these tasks has repeated itself so often, with no change by any task, that this is a livelock.
fn all_spin(state: &State, enabled: TaskSet) -> bool {
    enabled.iter().all(|task| {
        let task = &state.tasks[task.index()];
        let longer = match task.going {
            Going::Repeats | Going::MayCount => IF_COUNTING,
            Going::On | Going::Spins => 1,
        };
        task.spinning.repeats(state.changes) > state.limits.spins.saturating_mul(longer)
    })
}

#[cfg(test)]
mod tests {
    use super::{PATIENCE, Ready, TaskId, TaskSet};

    /// The tasks whose bits are set.
    fn set(bits: u128) -> TaskSet {
        TaskId::first(128)
            .filter(|task| bits & (1 << task.number()) != 0)
            .collect()
    }

    fn ready(enabled: u128, yielding: u128, spinning: u128) -> Ready {
        Ready {
            enabled: set(enabled),
            yielding: set(yielding),
            spinning: set(spinning),
            ..Ready::default()
        }
    }

    fn choice(running: u8, ready: &Ready, same_task_steps: u32) -> u8 {
        super::default_choice(TaskId::new(running), ready, same_task_steps).number()
    }

    #[test]
    fn the_running_task_goes_on() {
        assert_eq!(choice(1, &ready(0b111, 0, 0), 0), 1);
    }

    #[test]
    fn a_task_that_yields_lets_the_next_in_turn_go() {
        assert_eq!(choice(1, &ready(0b111, 0b010, 0), 0), 2);
        assert_eq!(choice(2, &ready(0b111, 0b100, 0), 0), 0);
    }

    #[test]
    fn among_tasks_that_all_yield_each_gets_a_turn() {
        assert_eq!(choice(0, &ready(0b101, 0b101, 0b101), 0), 2);
        assert_eq!(choice(2, &ready(0b101, 0b101, 0b101), 0), 0);
    }

    #[test]
    fn a_task_that_sleeps_goes_before_one_that_spins() {
        assert_eq!(choice(1, &ready(0b111, 0b111, 0b101), 0), 1);
    }

    #[test]
    fn a_task_that_runs_on_forever_yields_once() {
        assert_eq!(choice(0, &ready(0b011, 0, 0), PATIENCE), 1);
    }

    #[test]
    fn a_blocked_task_is_followed_by_one_that_can_go() {
        assert_eq!(choice(0, &ready(0b010, 0b010, 0), 0), 1);
    }

    #[test]
    fn a_task_that_goes_last_waits_for_all_that_do_not_spin() {
        let all = ready(0b111, 0b011, 0b001);
        assert_eq!(all.without(set(0b100)).enabled, set(0b011));
        assert_eq!(all.without(set(0b110)).enabled, set(0b111));
        assert_eq!(all.without(set(0)).enabled, set(0b111));
    }

    #[test]
    fn the_last_task_of_all_can_be_followed_by_the_first() {
        assert_eq!(choice(127, &ready(0b001, 0, 0), 0), 0);
    }
}
