//! Whether the result depends on what the workers did. A program that computes the expected result from `ROUNDS`, and keeps
//! its race, passes in every interleaving. So what `main` sees of the workers' work is tampered with, one value at a time,
//! and the check has to notice.
//!
//! This is done with more rounds than were explored, and with another number of them each time. So a program that does its
//! work only if there is little of it is found, too.

use std::hash::{BuildHasher, RandomState};

use protocol::{Decision, Op, Reply, Step, StepId, TaskSet};

use super::outcome::{Expected, Outcome};
use super::pool::Session;
use super::questions::{Answer, Unanswered, judged, undecided};
use super::schedule::{Environment, Setting};
use super::sight::{Seen, seen};
use super::vacuous::{self, Workers};
use super::{Explorable, Plan};
use crate::failure::{Kind, Vacuous};
use crate::supervise::Cancel;

/// The fewest rounds: more than are explored.
const FEWEST_ROUNDS: u64 = 6;

/// The number of rounds is less than this above the fewest, so that an execution stays short.
const MORE_ROUNDS: u64 = 10;

/// How many of the values that `main` sees are tampered with, the last ones first.
const MOST_VALUES: usize = 16;

impl Explorable {
    /// Whether the result is the same whatever the workers do. `firsts` are the executions without a preemption, by rounds.
    pub(super) fn unheeded(
        &self,
        firsts: &[(Environment, Reply)],
        plan: &Plan,
        cancel: &Cancel,
    ) -> Answer {
        let (Some((environment, first)), Workers::Required { at_once, .. }) =
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
            let failing = undecided(why, first.clone());
            return Ok(Some((Setting::of(*environment), failing)));
        }
        let more = RandomState::new().hash_one(0) % MORE_ROUNDS;
        let ask = |more: u64| {
            let longer = Environment {
                rounds: FEWEST_ROUNDS + more,
                extra: 1,
                ..*environment
            };
            self.unheeded_with(longer, &firsts[0], at_once, plan, cancel)
        };
        let answer = ask(more)?;
        let is_unheeded = answer
            .as_ref()
            .is_some_and(|(_, failing)| failing.kind == Kind::Vacuous(Vacuous::Unheeded));
        // With one number of rounds the work may not be seen: a vector that has just grown was copied without a step, so what is
        // read from it seems to be no other task's work. It does not grow with the next number, too.
        if is_unheeded && ask((more + 1) % MORE_ROUNDS)?.is_none() {
            return Ok(None);
        }
        Ok(answer)
    }

    /// The same with more rounds. `few` is the execution with the fewest.
    fn unheeded_with(
        &self,
        longer: Environment,
        few: &(Environment, Reply),
        at_once: u32,
        plan: &Plan,
        cancel: &Cancel,
    ) -> Answer {
        let setting = Setting::of(longer);
        let session = self.session(longer, cancel)?;
        let reply = session.run(setting.request(Vec::new(), TaskSet::EMPTY))?;
        match self.outcome(&reply, plan)? {
            Outcome::Wrong(kind) => {
                return Ok(Some((setting, undecided(kind, reply))));
            }
            // An execution that is too long to be followed shows nothing.
            Outcome::Unexplorable(_) => return Ok(None),
            Outcome::Well => {}
        }
        if let Some(apart) = vacuous::apart(&reply, at_once) {
            let why = Kind::Vacuous(Vacuous::Apart(apart));
            return Ok(Some((setting, undecided(why, reply))));
        }
        if let Some(failing) = self.stops_early(longer, &reply, at_once, plan, cancel)? {
            return Ok(Some(failing));
        }
        let why = match seen(&reply, &self.legend) {
            Seen::CannotTell => None,
            Seen::Nothing => Some(Vacuous::Unseen),
            Seen::Values(values) => {
                // The result may depend on how many messages there are.
                let places: Vec<Place> = values.into_iter().map(Place::or_lost).collect();
                let heeds = self.heeds(&places, &reply, (setting, &session), plan)?;
                (!heeds).then_some(Vacuous::Unheeded)
            }
        };
        let why = match why {
            None => self.regardless_of_rounds(few, (&reply, &session), at_once, plan, cancel)?,
            why => why,
        };
        Ok(why.map(|why| (setting, undecided(Kind::Vacuous(why), reply))))
    }

    /// Whether the result depends on one of the values in these places: tampering with it makes the program fail.
    pub(super) fn heeds(
        &self,
        places: &[Place],
        reply: &Reply,
        (setting, session): (Setting, &Session),
        plan: &Plan,
    ) -> Result<bool, Unanswered> {
        for &place in places.iter().rev().take(MOST_VALUES) {
            let step = place.step;
            for value in others(&reply.steps[step.index()], place) {
                let tampers = Decision::Tamper { step, value };
                let request = setting.request(vec![tampers], TaskSet::EMPTY);
                let tampered = session.run(request)?;
                let now = tampered.steps.get(step.index());
                let done = now.is_some_and(|now| now.tampered);
                // The result may depend on a value that could not be tampered with.
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

/// Where a value can be tampered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The step that reads or writes it.
    step: StepId,
    /// If the step receives a message: whether that may be lost instead.
    may_be_lost: bool,
}

impl Place {
    /// In this step.
    pub(super) fn of_value(step: StepId) -> Place {
        Place {
            step,
            may_be_lost: false,
        }
    }

    /// The same, where the number of messages is a part of the work.
    pub(super) fn or_lost(step: StepId) -> Place {
        Place {
            step,
            may_be_lost: true,
        }
    }
}

/// Whether what a step reads is nothing but a number.
fn is_number(step: &Step) -> bool {
    let text = str::from_utf8(&step.text);
    text.is_ok_and(|text| text.trim().parse::<i64>().is_ok())
}

/// The values that replace a step's value, mostly a greater one and a smaller one.
fn others(step: &Step, place: Place) -> Vec<u64> {
    match (step.op, step.read, step.written) {
        // 0 loses the message.
        (Op::Receive | Op::TryReceive | Op::ReceiveTimeout, _, _) if place.may_be_lost => {
            vec![1, u64::MAX, 0]
        }
        (
            Op::AtomicLoad | Op::PlainRead | Op::AtomicUpdate | Op::AtomicExchange,
            Some(value),
            _,
        )
        | (Op::AtomicStore, _, Some(value)) => {
            vec![value.wrapping_add(1), value.wrapping_sub(1)]
        }
        // What is added to the last digit.
        (Op::FileRead | Op::PipeRead, _, _) if is_number(step) => vec![1, 9],
        // The result may not depend on the digits of a text. So 0 removes the whole text.
        (Op::FileRead | Op::PipeRead, _, _) => vec![1, 9, 0],
        _ => vec![1, u64::MAX],
    }
}
