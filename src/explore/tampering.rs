//! Whether the result depends on what the workers did. A program that computes it from what it was asked for, and leaves
//! the race where it is, ends well in every interleaving: so what `main` sees of the workers' doing is tampered with, one
//! value at a time, and the check has to notice.
//!
//! It is asked with more rounds than were explored, and another number each time: so a program that does its work only when
//! there is little of it is seen, too.

use std::hash::{BuildHasher, RandomState};

use protocol::effects::Reads;
use protocol::{ObjectId, ObjectKind, Op, Reply, Step, TaskSet, WeakRead};

use super::legend::Legend;
use super::level::{self, Failing};
use super::outcome::{self, Expected, Outcome};
use super::pool::{self, Pool, Task};
use super::questions::{Answer, Unanswered};
use super::schedule::{Choices, Setting};
use super::sight::{Written, is_same, is_within, sight, written};
use super::vacuous::{self, Workers};
use super::{Explorable, ExploreError, Plan};
use crate::failure::{Kind, Vacuous};
use crate::supervise::Cancel;

/// So many rounds at least: more than are explored.
const FEWEST_ROUNDS: u64 = 6;

/// Fewer than so many beyond that, so that an execution stays short.
const MORE_ROUNDS: u64 = 10;

/// So many of the values that `main` sees are tried, from the last on.
const MOST_VALUES: usize = 16;

impl Explorable {
    /// Whether the result is the same whatever the workers do. `firsts` are the executions in which nobody was preempted,
    /// by rounds.
    pub(super) fn unheeded(
        &self,
        firsts: &[(Setting, Reply)],
        plan: &Plan,
        cancel: &Cancel,
    ) -> Answer {
        let (Some((setting, first)), Workers::Workers { at_once, .. }) =
            (firsts.last(), plan.workers)
        else {
            return Ok(None);
        };
        if at_once == 0 {
            return Ok(None);
        }
        if plan.expected == Expected::Success {
            return Ok(None);
        }
        if let Seen::Nothing = seen(first, &self.legend) {
            let why = Kind::Vacuous(Vacuous::Unseen);
            return Ok(failing(*setting, why, first.clone()));
        }
        let longer = Setting {
            rounds: FEWEST_ROUNDS + RandomState::new().hash_one(0) % MORE_ROUNDS,
            extra: 1,
            ..*setting
        };
        let pool = self.pool(longer)?;
        let reply = one(&pool, Choices::default(), cancel)?;
        match self.outcome(&reply, plan)? {
            Outcome::Wrong(kind) => return Ok(failing(longer, kind, reply)),
            // What is too long to be followed says nothing.
            Outcome::Unexplorable(_) => return Ok(None),
            Outcome::Well => {}
        }
        if let Some(apart) = vacuous::apart(&reply, at_once) {
            let why = Kind::Vacuous(Vacuous::Apart(apart));
            return Ok(failing(longer, why, reply));
        }
        let why = match seen(&reply, &self.legend) {
            Seen::CannotTell => return Ok(None),
            Seen::Nothing => Vacuous::Unseen,
            Seen::Values(values) if self.heeds(&values, &reply, &pool, plan, cancel)? => {
                return Ok(None);
            }
            Seen::Values(_) => Vacuous::Unheeded,
        };
        Ok(failing(longer, Kind::Vacuous(why), reply))
    }

    /// Whether there is a value that the result is another one without, when it is more or when it is less.
    pub(super) fn heeds(
        &self,
        values: &[u32],
        reply: &Reply,
        pool: &Pool,
        plan: &Plan,
        cancel: &Cancel,
    ) -> Result<bool, Unanswered> {
        for &step in values.iter().rev().take(MOST_VALUES) {
            for value in others(&reply.steps[step as usize]) {
                let choices = Choices {
                    tasks: Vec::new(),
                    weak_read: Some(WeakRead { step, value }),
                };
                let tampered = one(pool, choices, cancel)?;
                let done = tampered.steps.get(step as usize).is_some_and(|at| at.weak);
                // What could not be tampered with may be what matters.
                if !done {
                    return Ok(true);
                }
                match judged(&tampered, plan)? {
                    Outcome::Well => {}
                    Outcome::Wrong(_) | Outcome::Unexplorable(_) => return Ok(true),
                }
            }
        }
        Ok(false)
    }
}

fn one(pool: &Pool, choices: Choices, cancel: &Cancel) -> Result<Reply, ExploreError> {
    pool.run(Task {
        number: 0,
        choices,
        goes_last: TaskSet::EMPTY,
    });
    level::wait(pool, cancel)?.reply
}

fn judged(reply: &Reply, plan: &Plan) -> Result<Outcome, ExploreError> {
    outcome::judge_end(reply, plan.expected, &pool::LIMITS).map_err(ExploreError::Internal)
}

fn failing(setting: Setting, kind: Kind, reply: Reply) -> Option<(Setting, Box<Failing>)> {
    let failing = Failing {
        kind,
        choices: Choices::default(),
        cost: 0,
        reply,
    };
    Some((setting, Box::new(failing)))
}

/// What `main` sees of what others did.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    /// Nothing at all.
    Nothing,
    /// Values that can be tampered with, by their steps, and no others.
    Values(Vec<u32>),
    /// It may see them in ways that are no steps, or that cannot be tampered with.
    CannotTell,
}

fn seen(reply: &Reply, legend: &Legend) -> Seen {
    if hides_something(reply) {
        return Seen::CannotTell;
    }
    let joined_by_the_check = |step: &Step| {
        step.task == 0
            && matches!(sight(step), Reads::Value)
            && step.op == Op::Join
            && !is_learners(reply, step, legend)
    };
    match seen_by(|task| task == 0, reply, legend) {
        // The check adds up what each of them returns: so they have to look at each other.
        Seen::Nothing if reply.steps.iter().any(joined_by_the_check) => {
            seen_by(|task| task != 0, reply, legend)
        }
        seen => seen,
    }
}

/// What some of the tasks see of what others did. What the check's own books say is no sight of the learner's; only files
/// are for both.
fn seen_by(tasks: impl Fn(u8) -> bool, reply: &Reply, legend: &Legend) -> Seen {
    let mut values = Vec::new();
    for (at, step) in reply.steps.iter().enumerate() {
        let counts = || step.op == Op::FileRead || is_learners(reply, step, legend);
        let changed = |object| changed_by_another(reply, at, object);
        let object = reply.objects.get(step.object as usize);
        let is_count = object.is_some_and(|object| object.kind == ObjectKind::Count);
        match sight(step) {
            // Whoever has no more to do with an `Arc`, or is alone with it, knows only that.
            _ if is_count && step.op != Op::AtomicLoad => {}
            Reads::Value if tasks(step.task) && changed(step.object) && counts() => {
                values.push(at as u32);
            }
            Reads::Something
                if tasks(step.task)
                    && (changed(step.object) || changed(step.second))
                    && counts() =>
            {
                return Seen::CannotTell;
            }
            Reads::Value | Reads::Something | Reads::Nothing => {}
        }
    }
    match values.is_empty() {
        true => Seen::Nothing,
        false => Seen::Values(values),
    }
}

pub(super) fn is_learners(reply: &Reply, step: &Step, legend: &Legend) -> bool {
    let line = legend.line(reply, step.place, &step.frames);
    line.is_none_or(|line| legend.source.is_learners(line))
}

/// Whether another task used the object before that step, and what lies there is not just what its own task wrote.
fn changed_by_another(reply: &Reply, at: usize, object: ObjectId) -> bool {
    let me = reply.steps[at].task;
    if reply.steps[at].op == Op::PathRead {
        let mut before = reply.steps[..at].iter();
        if before.any(|step| step.task != me && is_within(reply, step.object, object)) {
            return true;
        }
    }
    let same = |other: ObjectId| is_same(reply, other, object);
    let mut uses = reply.steps[..at]
        .iter()
        .filter(|step| same(step.object) || same(step.second));
    let last_write = uses.clone().rfind(|step| written(step).is_some());
    let is_own =
        last_write.is_some_and(|step| step.task == me && written(step) == Some(Written::Fresh));
    !is_own && uses.any(|step| step.task != me)
}

/// Whether others used memory that may be `main`'s own, on its stack say, where it looks without a step.
pub(super) fn hides_something(reply: &Reply) -> bool {
    let of_main = |object| {
        reply
            .steps
            .iter()
            .any(|step| step.task == 0 && step.object == object)
    };
    reply.steps.iter().any(|step| {
        let object = reply.objects.get(step.object as usize);
        step.task != 0
            && object.is_some_and(|object| object.kind == ObjectKind::Memory && object.address == 0)
            && !of_main(step.object)
    })
}

/// Whether what a step reads is nothing but a number.
fn is_number(step: &Step) -> bool {
    step.text.trim().parse::<i64>().is_ok()
}

/// What the step is to see instead: more, and less.
fn others(step: &Step) -> Vec<u64> {
    match (step.op, step.read, step.written) {
        (
            Op::AtomicLoad | Op::PlainRead | Op::AtomicUpdate | Op::AtomicExchange,
            Some(value),
            _,
        )
        | (Op::AtomicStore, _, Some(value)) => {
            vec![value.wrapping_add(1), value.wrapping_sub(1)]
        }
        // By how much.
        (Op::FileRead | Op::PipeRead, _, _) if is_number(step) => vec![1, 9],
        // The digits of a text need not be what matters: so nothing is there, too.
        (Op::FileRead | Op::PipeRead, _, _) => vec![1, 9, 0],
        _ => vec![1, u64::MAX],
    }
}
