//! Which steps of an execution are work, of which worker, and when: those of which there are more with more rounds. Pure.
//!
//! Two executions of one program show what its work is, one with few rounds and one with many. A change that is made more
//! often in the second, or with another value, depends on the rounds. Locking, setting a flag and reading what another
//! thread does are no work, however often. Counting in a local variable makes no steps. It shows as plain accesses between
//! two steps, more of them with more rounds, and is work if the thread passes its result on: by what it returns, by a
//! message, or by a `Once`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use protocol::effects::{Memory, Writes};
use protocol::{ObjectId, Op, Reply, Step, TaskId};

use super::legend::Legend;

/// What is done, and in which line: the same in every execution.
pub type Site = (Op, Option<usize>);

/// An execution, and the site of each of its steps.
#[derive(Debug)]
pub struct Sited<'a> {
    reply: &'a Reply,
    sites: Vec<Site>,
}

impl<'a> Sited<'a> {
    /// What was executed.
    pub fn reply(&self) -> &'a Reply {
        self.reply
    }

    /// What these steps do, and in which lines.
    pub fn sites_of(&self, steps: &[usize]) -> Vec<Site> {
        steps.iter().map(|at| self.sites[*at]).collect()
    }

    /// The longest interval between two steps of a task, in its plain accesses, as [`Reply::accesses`] counts them.
    pub fn longest_gap(&self, task: TaskId) -> Option<Range<u64>> {
        let gap = gaps(self, task).max_by_key(|gap| gap.accesses)?;
        let from = self.reply.accesses[gap.span.from];
        Some(from..from + gap.accesses)
    }

    /// Finds the lines of all steps.
    pub fn new(reply: &'a Reply, legend: &Legend) -> Sited<'a> {
        let line = |step: &Step| legend.line(reply, step.place, &step.frames);
        Sited {
            reply,
            sites: reply
                .steps
                .iter()
                .map(|step| (step.op, line(step)))
                .collect(),
        }
    }

    fn own(&self, task: TaskId) -> impl Iterator<Item = (usize, &'a Step)> {
        let steps = self.reply.steps.iter().enumerate();
        steps.filter(move |(_, step)| step.task == task)
    }

    /// When the work of a step may be done. No thread is preempted at an access to plain memory that no other thread uses at
    /// that time. So the access may happen anywhere between the steps of its task before and after it.
    fn span_of(&self, at: usize) -> Span {
        let is_plain = |step: &Step| step.op.effects().memory == Some(Memory::Plain);
        let step = &self.reply.steps[at];
        if !is_plain(step) {
            return Span { from: at, to: at };
        }
        let mut others = self
            .own(step.task)
            .filter(|(_, step)| !is_plain(step))
            .map(|(at, _)| at)
            .peekable();
        let mut from = at;
        while let Some(before) = others.next_if(|other| *other < at) {
            from = before;
        }
        let to = others.next().unwrap_or(at);
        Span { from, to }
    }

    /// The steps that change data, by their places.
    fn changes(&self) -> impl Iterator<Item = (usize, &'a Step)> {
        let steps = self.reply.steps.iter().enumerate();
        steps.filter(|(_, step)| is_change(self.reply, step))
    }
}

/// What the work of a program is.
#[derive(Debug)]
pub struct Contributions {
    /// Where more is changed with more rounds.
    growing: HashSet<Site>,
    /// Where other values are written with more rounds.
    differing: HashSet<Site>,
    /// Between which two steps a thread works for itself, and the most accesses there with few rounds.
    quiet: HashMap<(Site, Site), u64>,
    /// The workers that do some of it.
    workers: Vec<TaskId>,
    /// Whether more threads or processes are spawned with more rounds.
    spawns_more: bool,
}

/// From one step to another: an interval in which a worker is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    from: usize,
    to: usize,
}

impl Contributions {
    /// What the work is, from executions with few rounds and with many. The first ones are made under the same policy, so
    /// what is changed in them can be compared value by value.
    pub fn between(few: &[Sited<'_>], many: &[Sited<'_>]) -> Contributions {
        let mut shares = Contributions {
            growing: HashSet::new(),
            differing: HashSet::new(),
            quiet: most_between(few),
            workers: Vec::new(),
            spawns_more: tasks_of(many) > tasks_of(few),
        };
        let of_locks = sites_of_own_locks(many);
        let tasks = tasks_of(many);
        for task in TaskId::first(tasks).skip(1) {
            let (before, after) = (most_changes(few, task), most_changes(many, task));
            let mut growing: HashSet<Site> = after
                .into_iter()
                .filter(|(site, count)| before.get(site).is_none_or(|known| known < count))
                .map(|(site, _)| site)
                .collect();
            growing.retain(|site| !of_locks.contains(site));
            let mut differing = differing(few, many, task);
            differing.retain(|site| !of_locks.contains(site) && !growing.contains(site));
            let is_quiet = |one: &Sited<'_>| {
                passes_something_on(one, task) && !shares.quiet_spans(one, task).is_empty()
            };
            if !growing.is_empty() || !differing.is_empty() || many.iter().any(is_quiet) {
                shares.workers.push(task);
            }
            shares.growing.extend(growing);
            shares.differing.extend(differing);
        }
        shares
    }

    /// The workers that do some of the work, by their numbers.
    pub fn workers(&self) -> &[TaskId] {
        &self.workers
    }

    /// The workers in an execution. Where each does a fixed part of the work, there are more of them with more rounds: then these
    /// are all that do a part of it.
    pub fn workers_in(&self, execution: &Sited<'_>) -> Vec<TaskId> {
        let tasks = TaskId::first(execution.reply.tasks.len()).skip(1);
        let is_worker = |task: &TaskId| match self.spawns_more {
            true => !self.spans(execution, *task).is_empty(),
            false => self.workers.contains(task),
        };
        tasks.filter(is_worker).collect()
    }

    /// When a worker was at work, in an execution with many rounds.
    pub fn spans(&self, execution: &Sited<'_>, task: TaskId) -> Vec<Span> {
        let spans_of = |steps: Vec<usize>| steps.into_iter().map(|at| execution.span_of(at));
        let growing = self.growing_steps(execution, task);
        if !growing.is_empty() {
            return spans_of(growing).collect();
        }
        let mut spans = self.quiet_spans(execution, task);
        let mut differing = self.differing_steps(execution, task);
        if !spans.is_empty() {
            // Passing on what was computed before is no part of the work.
            differing.retain(|at| !passes_on(execution.reply.steps[*at].op));
        }
        spans.extend(spans_of(differing));
        spans.sort_by_key(|span| span.from);
        spans
    }

    /// Whether a worker does all its work by one change, in an execution with many rounds. Nothing comes in between that, also
    /// if a lock is held around it.
    pub fn is_done_at_once(&self, execution: &Sited<'_>, task: TaskId) -> bool {
        is_one_step(&self.spans(execution, task))
            || (self.growing_steps(execution, task).is_empty()
                && self.quiet_spans(execution, task).is_empty()
                && self.differing_steps(execution, task).len() == 1)
    }

    /// The steps in which a worker does its work, in an execution with many rounds.
    pub fn steps(&self, execution: &Sited<'_>, task: TaskId) -> Vec<usize> {
        let mut steps = self.growing_steps(execution, task);
        steps.extend(self.differing_steps(execution, task));
        steps.sort_unstable();
        steps.dedup();
        steps
    }

    /// The steps of a worker at the places where more is changed with more rounds.
    pub fn growing_steps(&self, execution: &Sited<'_>, task: TaskId) -> Vec<usize> {
        steps_at(&self.growing, execution, task)
    }

    /// The steps of a worker at the places where another value is written with more rounds.
    fn differing_steps(&self, execution: &Sited<'_>, task: TaskId) -> Vec<usize> {
        steps_at(&self.differing, execution, task)
    }

    /// What is done by all tasks at the places where more is changed with more rounds.
    pub fn growing_sites(&self, execution: &Sited<'_>) -> Vec<Site> {
        let sites = execution.changes().map(|(at, _)| execution.sites[at]);
        sites.filter(|site| self.growing.contains(site)).collect()
    }

    fn quiet_spans(&self, execution: &Sited<'_>, task: TaskId) -> Vec<Span> {
        gaps(execution, task)
            .filter(|gap| {
                let most = self.quiet.get(&gap.sites);
                most.is_some_and(|most| gap.accesses > *most)
            })
            .map(|gap| Span {
                from: execution.span_of(gap.span.from).from,
                to: execution.span_of(gap.span.to).to,
            })
            .collect()
    }
}

/// How many tasks there are in the first of these executions.
fn tasks_of(executions: &[Sited<'_>]) -> usize {
    let first = executions.first();
    first.map_or(0, |first| first.reply.tasks.len())
}

/// The changes that a task makes at these sites.
fn steps_at(sites: &HashSet<Site>, execution: &Sited<'_>, task: TaskId) -> Vec<usize> {
    let changes = execution.changes();
    let own =
        changes.filter(|(at, step)| step.task == task && sites.contains(&execution.sites[*at]));
    own.map(|(at, _)| at).collect()
}

/// Whether one is at work between two works of the other.
pub fn alternate(one: &[Span], other: &[Span]) -> bool {
    let inside = |spans: &[Span], whole: Span| {
        let mut spans = spans.iter();
        spans.any(|span| span.to > whole.from && span.from < whole.to)
    };
    match (hull(one), hull(other)) {
        (Some(whole_one), Some(whole_other)) => {
            inside(other, whole_one) || inside(one, whole_other)
        }
        _ => false,
    }
}

/// Whether all the work is done in one single step, which nothing can come in between.
fn is_one_step(spans: &[Span]) -> bool {
    hull(spans).is_some_and(|whole| whole.from == whole.to)
}

/// From the first work to the last.
pub fn hull(spans: &[Span]) -> Option<Span> {
    Some(Span {
        from: spans.iter().map(|span| span.from).min()?,
        to: spans.iter().map(|span| span.to).max()?,
    })
}

/// Whether all the work of one was done before the other began.
pub fn is_before(one: &[Span], other: &[Span]) -> bool {
    match (hull(one), hull(other)) {
        (Some(one), Some(other)) => one.to < other.from,
        _ => false,
    }
}

impl Span {
    /// Whether a step, by its place, comes after the beginning, and not after the end.
    pub fn contains(self, step: usize) -> bool {
        self.from < step && step <= self.to
    }
}

/// From which value to which, or the bytes that are written to a file.
type Change<'a> = (Option<u64>, Option<u64>, &'a [u8]);

/// What a task changes, by where it does so, in its order.
fn changes<'a>(execution: &Sited<'a>, task: TaskId) -> HashMap<Site, Vec<Change<'a>>> {
    let mut changes: HashMap<Site, Vec<Change<'a>>> = HashMap::new();
    let mut values: HashMap<Option<ObjectId>, u64> = HashMap::new();
    for (step, site) in execution.reply.steps.iter().zip(&execution.sites) {
        if step.task == task && is_change(execution.reply, step) {
            // What is passed on does not depend on what was passed on before.
            let before = match passes_on(step.op) {
                true => None,
                false => step.found.or(values.get(&step.object).copied()),
            };
            let of_site = changes.entry(*site).or_default();
            of_site.push((before, step.written, step.text.as_slice()));
        }
        if let Some(value) = step.written.or(step.read) {
            values.insert(step.object, value);
        }
    }
    changes
}

/// Whether the step changes data that others can see. What it does to a lock is no change of data.
fn is_change(reply: &Reply, step: &Step) -> bool {
    let effects = step.op.effects();
    let is_data = match effects.writes {
        Writes::Value | Writes::Update if effects.memory == Some(Memory::Atomic) => {
            step.found.is_none() || step.found != step.written
        }
        Writes::Path if step.op == Op::FileCreate => !is_lock_file(reply, step.object),
        // The result of a thread, and the value of a `OnceLock`.
        Writes::Nothing => passes_on(step.op) && step.written.is_some(),
        Writes::Value | Writes::Update | Writes::Path | Writes::Length | Writes::Message => true,
    };
    is_data && step.op.changes(step.succeeded)
}

/// Whether a file is there to be locked only.
fn is_lock_file(reply: &Reply, file: Option<ObjectId>) -> bool {
    let mut locked = false;
    for step in reply.steps.iter().filter(|step| step.object == file) {
        match step.op {
            Op::FileWrite => return false,
            op => locked = locked || op.is_acquisition(),
        }
    }
    locked
}

/// How often a task changes something, by where it does so: the most of all executions.
fn most_changes(executions: &[Sited<'_>], task: TaskId) -> HashMap<Site, usize> {
    let mut most: HashMap<Site, usize> = HashMap::new();
    for execution in executions {
        for (site, values) in changes(execution, task) {
            let known = most.entry(site).or_default();
            *known = values.len().max(*known);
        }
    }
    most
}

/// Where a task writes other values in the first of many rounds than in the first of few.
fn differing(few: &[Sited<'_>], many: &[Sited<'_>], task: TaskId) -> HashSet<Site> {
    let (Some(few), Some(many)) = (few.first(), many.first()) else {
        return HashSet::new();
    };
    let before = changes(few, task);
    let after = changes(many, task).into_iter();
    after
        .filter(|(site, values)| before.get(site).is_none_or(|known| known != values))
        .map(|(site, _)| site)
        .collect()
}

/// Where numbers are changed which every task always leaves as it has found them: locks of the program's own making.
fn sites_of_own_locks(executions: &[Sited<'_>]) -> HashSet<Site> {
    let mut of_locks = HashSet::new();
    let mut of_data = HashSet::new();
    for execution in executions {
        let locks = own_locks(execution);
        for (at, step) in execution.changes() {
            let site = execution.sites[at];
            match locks.contains(&step.object) {
                true => of_locks.insert(site),
                false => of_data.insert(site),
            };
        }
    }
    of_locks.retain(|site| !of_data.contains(site));
    of_locks
}

/// The numbers in memory that every task of one execution leaves as it found them.
fn own_locks(execution: &Sited<'_>) -> HashSet<Option<ObjectId>> {
    let mut open: HashMap<(TaskId, Option<ObjectId>), (u64, u64)> = HashMap::new();
    let mut kept = HashSet::new();
    let mut values: HashMap<Option<ObjectId>, u64> = HashMap::new();
    for step in &execution.reply.steps {
        let before = step.found.or(values.get(&step.object).copied());
        if let Some(value) = step.written.or(step.read) {
            values.insert(step.object, value);
        }
        if !is_change(execution.reply, step) {
            continue;
        }
        let before = before.filter(|_| !passes_on(step.op));
        let (Some(found), Some(written)) = (before, step.written) else {
            kept.insert(step.object);
            continue;
        };
        let key = (step.task, step.object);
        match open.remove(&key) {
            None => {
                open.insert(key, (found, written));
            }
            Some(first) if first == (written, found) => {}
            Some(_) => {
                kept.insert(step.object);
            }
        }
    }
    kept.extend(open.into_keys().map(|(_, object)| object));
    let changed = execution.changes().map(|(_, step)| step.object);
    changed.filter(|object| !kept.contains(object)).collect()
}

/// Whether a task may pass on what it counted in a local variable, without a step that shows its value.
fn passes_something_on(execution: &Sited<'_>, task: TaskId) -> bool {
    let mut own = execution.own(task);
    let task = execution.reply.tasks.get(task.index());
    task.is_some_and(|task| task.returns_value)
        || own.any(|(_, step)| step.op != Op::End && passes_on(step.op))
}

/// Whether a thread passes on by it what it computed for itself.
fn passes_on(op: Op) -> bool {
    matches!(op, Op::Send | Op::TrySend | Op::OnceEnd | Op::End)
}

/// Two steps of a task, one after the other, and what it did in between.
struct Gap {
    sites: (Site, Site),
    span: Span,
    accesses: u64,
}

fn gaps(execution: &Sited<'_>, task: TaskId) -> impl Iterator<Item = Gap> {
    let after = execution.own(task).skip(1);
    let accesses = &execution.reply.accesses;
    execution
        .own(task)
        .zip(after)
        .map(|((from, _), (to, _))| Gap {
            sites: (execution.sites[from], execution.sites[to]),
            span: Span { from, to },
            accesses: accesses[to].saturating_sub(accesses[from]),
        })
}

/// The most accesses between any two steps of one task, in any of the executions.
fn most_between(executions: &[Sited<'_>]) -> HashMap<(Site, Site), u64> {
    let mut most: HashMap<(Site, Site), u64> = HashMap::new();
    for execution in executions {
        for task in TaskId::first(execution.reply.tasks.len()).skip(1) {
            for gap in gaps(execution, task) {
                let known = most.entry(gap.sites).or_default();
                *known = gap.accesses.max(*known);
            }
        }
    }
    most
}

#[cfg(test)]
mod tests;
