//! Loops of a toy program: whether a thread repeats what it did.

use std::hash::{DefaultHasher, Hash, Hasher};

use protocol::{ObjectId, Op, States, Step, TaskId};

use super::super::code::{Instruction, Repeats};
use super::Machine;

impl Machine<'_> {
    /// Each instruction has its own place.
    pub(super) fn frame(&self, task: TaskId) -> u32 {
        let thread = &self.threads[task.index()];
        let at = 2 * thread.at as u32 + u32::from(thread.yields);
        1000 * (u32::from(task.number()) + 1) + at
    }

    pub(super) fn spins(&self, task: TaskId) -> bool {
        let since = &self.threads[task.index()].spins_since;
        let is_as_it_was = |(object, writes): &(usize, u64)| self.writes[*object] == *writes;
        !since.is_empty() && since.iter().all(is_as_it_was)
    }

    /// The thread goes on behind what it did, or back to repeat it.
    pub(super) fn proceed(&mut self, task: TaskId, next: Instruction, goes_on: bool, step: &Step) {
        let writes = |object: ObjectId| (object.index(), self.writes[object.index()]);
        let read = next.object.filter(|_| next.repeats != Repeats::Never);
        let read = read.map(writes);
        let thread = &mut self.threads[task.index()];
        if std::mem::take(&mut thread.yields) {
            return;
        }
        if next.op != Op::Yield {
            match read {
                Some(read) => thread.reads.push(read),
                None => thread.reads.clear(),
            }
        }
        if goes_on {
            let skipped = if step.succeeded { 0 } else { next.skipped };
            thread.at += 1 + skipped;
            if next.notes {
                thread.log.push(u64::from(thread.repeated > 0));
            }
            thread.repeated = 0;
            return;
        }
        thread.at -= next.back;
        thread.yields = next.yields;
        thread.repeated += 1;
        let reads = std::mem::take(&mut thread.reads);
        if !step.stale && !step.spurious && !matches!(next.repeats, Repeats::AtMost(_)) {
            thread.spins_since = reads;
        }
    }

    /// Whether the thread does this again, having found that value or failed.
    pub(super) fn repeats(
        &self,
        task: TaskId,
        next: Instruction,
        value: u64,
        succeeded: bool,
    ) -> bool {
        match next.repeats {
            Repeats::Never => false,
            Repeats::WhileZero => value == 0,
            Repeats::UntilAcquired => value != 0 || !succeeded,
            Repeats::AtMost(times) => !succeeded && self.threads[task.index()].repeated + 1 < times,
        }
    }

    /// Returns whether the thread continues with its next instruction.
    pub(super) fn update(
        &mut self,
        task: TaskId,
        next: Instruction,
        written: u64,
        step: &mut Step,
    ) -> bool {
        let old = self.found(next, step);
        step.read = Some(old);
        step.exchange = next.exchange();
        step.succeeded = match step.exchange {
            Some(exchange) => old == exchange.expected && !step.spurious,
            None => true,
        };
        match step.exchange {
            None if next.repeats == Repeats::UntilAcquired => self.write(next, written, step),
            None => self.write(next, old + written, step),
            Some(_) if step.succeeded => self.write(next, written, step),
            Some(exchange) => step.order = exchange.failure,
        }
        if self.repeats(task, next, old, step.succeeded) {
            return false;
        }
        self.sees(task, old);
        true
    }

    /// Of all that the thread's next steps depend on. As in a real program, the first iteration of a loop makes a difference as long
    /// as the thread is in the loop.
    pub(super) fn fingerprint(&self, task: TaskId) -> u64 {
        if self.request.rules.states != States::Traced {
            return 0;
        }
        let thread = &self.threads[task.index()];
        let repeated = match self.code[task.index()][thread.at].repeats {
            Repeats::AtMost(_) => thread.repeated,
            Repeats::Never | Repeats::WhileZero | Repeats::UntilAcquired => thread.repeated.min(1),
        };
        let mut hasher = DefaultHasher::new();
        (thread.at, thread.seen, &thread.log, thread.yields, repeated).hash(&mut hasher);
        hasher.finish()
    }
}
