//! An execution without the reads in vain, which [`super::waiting`] defines.

use std::borrow::Cow;
use std::collections::HashMap;

use protocol::effects::Memory;
use protocol::{ObjectId, Reply, TaskId, TaskSet};

use super::waiting::{self, Found, Loops, Read, Site, State};
use crate::race;

/// The place and the task's state at a read in a loop that waits: those of the first read, if reads in vain came before it.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    pub(super) state: State,
    pub(super) site: Site,
}

/// An execution without its reads in vain.
pub(super) struct Awaiting<'a> {
    whole: &'a Reply,
    pub(super) reply: Cow<'a, Reply>,
    /// For each step of `reply` that is a read in a loop that waits.
    readers: Vec<Option<Reader>>,
    /// The tasks whose next step, at the end, is a read in a loop that waits.
    pending: HashMap<TaskId, Reader>,
    /// The value of each atomic before the first step that used it.
    initial: HashMap<ObjectId, Found>,
}

impl<'a> Awaiting<'a> {
    /// The execution as it is, for a program of which no loop is known to wait.
    pub(super) fn none(reply: &'a Reply) -> Awaiting<'a> {
        Awaiting {
            whole: reply,
            reply: Cow::Borrowed(reply),
            readers: Vec::new(),
            pending: HashMap::new(),
            initial: HashMap::new(),
        }
    }

    /// The execution without the reads that are in vain, as far as these loops are known.
    pub(super) fn of(reply: &'a Reply, loops: &Loops) -> Awaiting<'a> {
        let mut pass = Pass::new(reply);
        for read in waiting::reads(reply, loops.loads) {
            pass.read(&read, loops);
        }
        pass.about_to(loops);
        let is_kept = |step: &usize| !pass.skipped[*step];
        let steps = (0..reply.steps.len()).filter(is_kept);
        Awaiting {
            whole: reply,
            readers: steps.map(|step| pass.readers[step]).collect(),
            reply: pass.without(),
            pending: pass.pending,
            initial: initial(reply),
        }
    }

    /// The reader at that step of `reply`, if it is a read in a loop that waits.
    pub(super) fn at(&self, step: usize) -> Option<Reader> {
        self.readers.get(step).copied().flatten()
    }

    /// The same of the task's next step at the end.
    pub(super) fn at_end(&self, task: TaskId) -> Option<Reader> {
        self.pending.get(&task).copied()
    }

    /// Whether no task reads in a loop that waits.
    pub(super) fn is_empty(&self) -> bool {
        self.pending.is_empty() && self.readers.iter().all(Option::is_none)
    }

    /// The value of the atomic before the first step that used it.
    pub(super) fn initial(&self, object: ObjectId) -> Option<Found> {
        self.initial.get(&object).copied()
    }

    /// Whether there is a data race that only the reads in vain prevent, by what they order.
    pub(super) fn hides_a_race(&self) -> bool {
        let has_plain = || self.whole.steps.iter().any(|step| step.op.is_plain());
        matches!(self.reply, Cow::Owned(_))
            && has_plain()
            && race::races(self.whole).is_empty()
            && !race::races(&self.reply).is_empty()
    }
}

fn initial(reply: &Reply) -> HashMap<ObjectId, Found> {
    let mut initial = HashMap::new();
    for step in &reply.steps {
        if step.op.effects().memory == Some(Memory::Atomic)
            && let (Some(object), Some(found)) = (step.object, step.found)
        {
            initial.entry(object).or_insert(Found::new(found));
        }
    }
    initial
}

struct Pass<'a> {
    reply: &'a Reply,
    skipped: Vec<bool>,
    readers: Vec<Option<Reader>>,
    /// For each task whose last read was in vain: the reader, and the step of that read.
    last: HashMap<TaskId, (Reader, usize)>,
    pending: HashMap<TaskId, Reader>,
}

impl<'a> Pass<'a> {
    fn new(reply: &'a Reply) -> Pass<'a> {
        Pass {
            reply,
            skipped: vec![false; reply.steps.len()],
            readers: vec![None; reply.steps.len()],
            last: HashMap::new(),
            pending: HashMap::new(),
        }
    }

    fn read(&mut self, read: &Read, loops: &Loops) {
        let before = self.last.remove(&read.task);
        let Some(state) = read.state.filter(|_| loops.waits_at(read.site)) else {
            return;
        };
        // Behind reads in vain, it is the first of them that is done now.
        let reader = before.map_or(
            Reader {
                state,
                site: read.site,
            },
            |(reader, _)| reader,
        );
        // If the execution ended right behind this read, it is not known whether it is in vain. Then it stays, and the search checks that
        // it leads to the same state as without the reads in vain before it.
        match loops.is_vain(state, read.found) {
            Some(true) => {
                for step in read.yields.iter().chain([&read.step]) {
                    self.skipped[*step] = true;
                }
                self.last.insert(read.task, (reader, read.step));
            }
            Some(false) | None => self.readers[read.step] = Some(reader),
        }
    }

    /// Finds the tasks whose next step, at the end, is a read in a loop that waits.
    fn about_to(&mut self, loops: &Loops) {
        for pending in self.reply.pending.iter().chain(&self.reply.cut_off) {
            let task = pending.task;
            let site = Site::of_pending(pending);
            let state = State::new(task, pending.fingerprint).filter(|_| loops.waits_at(site));
            let reader = match self.last.get(&task) {
                Some((reader, _)) => Some(*reader),
                None => state.map(|state| Reader { state, site }),
            };
            self.pending.extend(reader.map(|reader| (task, reader)));
        }
    }

    /// The execution without the reads in vain.
    fn without(&self) -> Cow<'a, Reply> {
        if !self.skipped.contains(&true) {
            return Cow::Borrowed(self.reply);
        }
        let mut reply = self.reply.clone();
        // The tasks that have read in vain: they wait, so they are not enabled.
        let mut waits = TaskSet::EMPTY;
        let mut steps = Vec::with_capacity(reply.steps.len());
        for (mut step, is_skipped) in reply.steps.into_iter().zip(&self.skipped) {
            let spins = step.spinning & waits;
            step.enabled = step.enabled - spins;
            step.spinning = step.spinning - spins;
            step.counting = step.counting - spins;
            match is_skipped {
                true => waits.insert(step.task),
                false => {
                    waits.remove(step.task);
                    steps.push(step);
                }
            }
        }
        reply.steps = steps;
        for pending in reply.pending.iter_mut().chain(&mut reply.cut_off) {
            if let Some((_, step)) = self.last.get(&pending.task) {
                let step = &self.reply.steps[*step];
                pending.op = step.op;
                (pending.object, pending.second) = (step.object, step.second);
                pending.spinning = false;
            }
        }
        let is_kept = |step: &usize| !self.skipped[*step];
        let accesses = (0..reply.accesses.len()).filter(is_kept);
        reply.accesses = accesses.map(|step| self.reply.accesses[step]).collect();
        for one in &mut reply.earlier {
            one.after = (0..one.after as usize).filter(is_kept).count() as u32;
        }
        Cow::Owned(reply)
    }
}

#[cfg(test)]
mod tests {
    use protocol::{End, ObjectId, ObjectKind, Op, Order, Step, bare};

    use super::*;
    use crate::dependence::Loads;

    const FLAG: ObjectId = ObjectId::new(3);
    const DATA: ObjectId = ObjectId::new(4);

    fn store(task: TaskId, order: Order, value: u64) -> Step {
        Step {
            order,
            object: Some(FLAG),
            found: Some(value - 1),
            written: Some(value),
            ..bare::step(task, Op::AtomicStore)
        }
    }

    /// A load of the task that waits, in the state of that fingerprint.
    fn load(task: TaskId, found: u64, fingerprint: u64) -> Step {
        Step {
            order: Order::Acquire,
            object: Some(FLAG),
            found: Some(found),
            read: Some(found),
            fingerprint,
            resumed: fingerprint,
            ..bare::step(task, Op::AtomicLoad)
        }
    }

    fn plain(task: TaskId, op: Op) -> Step {
        Step {
            order: Order::None,
            object: Some(DATA),
            fingerprint: 3,
            resumed: 3,
            ..bare::step(task, op)
        }
    }

    /// `waits` waits until the flag is 2. `first` writes data and sets the flag to 1; then `second` sets it to 2.
    fn execution() -> Reply {
        let [waits, first, second] = [0, 1, 2].map(TaskId::new);
        let steps = vec![
            plain(first, Op::PlainWrite),
            store(first, Order::Release, 1),
            load(waits, 1, 1),
            store(second, Order::Relaxed, 2),
            load(waits, 2, 2),
            plain(waits, Op::PlainRead),
        ];
        let mut objects: Vec<_> = (0..3).map(|_| bare::object(ObjectKind::Task, "")).collect();
        objects.push(bare::object(ObjectKind::Memory, "flag"));
        objects.push(bare::object(ObjectKind::Memory, "data"));
        Reply {
            accesses: vec![0; steps.len()],
            steps,
            tasks: (0..3).map(|one| bare::task(ObjectId::new(one))).collect(),
            objects,
            ..Reply::without_trace(End::Exited { code: 0 })
        }
    }

    #[test]
    fn a_read_in_vain_can_prevent_a_data_race() {
        let reply = execution();
        let mut loops = Loops::new(Loads::Newest);
        loops.learn(&reply);
        let awaiting = Awaiting::of(&reply, &loops);
        assert_eq!(awaiting.reply.steps.len(), reply.steps.len() - 1);
        assert!(awaiting.hides_a_race());
    }

    #[test]
    fn a_read_that_is_not_left_out_hides_no_race() {
        let reply = execution();
        assert!(!Awaiting::of(&reply, &Loops::new(Loads::Newest)).hides_a_race());
    }
}
