//! Keeps an executor busy with the attempts of a strategy, has each execution judged, and keeps the best failing one, within
//! a budget.

mod found;

use std::collections::{HashMap, VecDeque};

use protocol::{Decision, End, Limits, Reply, Request, Rules, TaskSet};

use crate::budget::{Budget, Work};
use crate::cost::Cost;
use crate::coverage::Coverage;
use crate::executor::{Answer, Executor};
use crate::freedom::Freedom;
use crate::oracle::{Oracle, Outcome};
use crate::strategy::{Attempt, Strategy};

pub use found::{Failing, Found};

/// So many executions are under way at once, whatever the number of cores: so the search goes the same way on each
/// machine.
const UNDER_WAY: usize = 8;

/// After a failure so many more executions are looked at, for one that is shorter: those under way, and some more.
const SHORTER_ONES: usize = 54;

/// No more are looked at once the failing one and these have so many steps: a few that are long take as much time.
const STEPS_OF_SHORTER_ONES: usize = 20_000;

/// Under which conditions executions are made.
#[derive(Clone, Copy, Debug)]
pub struct Conditions {
    /// What holds in each execution. The tasks that go last are those that are known to run forever without a step.
    pub rules: Rules,
    /// How far one execution may go.
    pub limits: Limits,
    /// After how much work to stop, whatever the strategy would still try.
    pub budget: Budget,
}

impl Conditions {
    /// What to ask the executor for, where nothing is decided.
    fn undecided(&self) -> Request {
        Request {
            rules: self.rules,
            limits: self.limits,
            ..Request::default()
        }
    }
}

/// What is called as a search goes on.
pub struct Listener<'a> {
    /// Gets the number of executions so far, and what the last one costs.
    pub on_progress: &'a mut dyn FnMut(u64, Cost),
    /// Gets each trace.
    pub on_reply: &'a mut dyn FnMut(&Reply),
}

/// What a search with this oracle finds.
pub type FoundBy<O> = Found<<O as Oracle>::Failure, <O as Oracle>::Obstacle>;

/// Makes the executions that the strategy asks for.
///
/// # Errors
/// When the executor gives no answer, or the oracle no judgement.
pub fn drive<E: Executor, S: Strategy, O: Oracle<Error = E::Error>>(
    executor: &mut E,
    strategy: &mut S,
    conditions: &Conditions,
    oracle: &mut O,
    listener: &mut Listener<'_>,
) -> Result<FoundBy<O>, E::Error> {
    let mut driver = Driver {
        conditions,
        oracle,
        strategy,
        under_way: VecDeque::new(),
        early: HashMap::new(),
        next_number: 0,
        found: Found {
            endless: conditions.rules.goes_last,
            ..Found::default()
        },
        left: None,
    };
    while let Some(Answer { number, reply }) = driver.next_answer(executor)? {
        // The failure that was found before still counts.
        if reply.end == End::HeldUp && driver.found.failing.is_some() {
            break;
        }
        driver.early.insert(number, reply);
        while let Some((attempt, reply)) = driver.take_first_answer() {
            let cost = attempt.as_ref().map_or(Cost::NONE, |attempt| attempt.cost);
            (listener.on_reply)(&reply);
            driver.take_in(attempt.as_ref(), reply)?;
            (listener.on_progress)(driver.found.coverage.executions, cost);
            // After each answer: so what is handed out depends on no clock.
            driver.hand_out(executor);
            if driver.has_looked_enough() {
                // What is still under way is not waited for.
                return Ok(driver.finish());
            }
        }
    }
    Ok(driver.finish())
}

/// The first execution, in which nothing is decided; or why the program cannot be explored, if it does not do the same
/// twice.
///
/// # Errors
/// As [`drive`].
pub fn first<E: Executor, O: Oracle<Error = E::Error>>(
    executor: &mut E,
    conditions: &Conditions,
    oracle: &O,
) -> Result<Result<Reply, O::Obstacle>, E::Error> {
    for number in 0..2 {
        executor.begin(number, conditions.undecided());
    }
    let (one, two) = (executor.answer()?.reply, executor.answer()?.reply);
    // Where an execution is cut off by the clock depends on the machine.
    if is_cut_off(&one.end)
        || is_cut_off(&two.end)
        || (one.end == two.end && one.steps == two.steps && one.stdout == two.stdout)
    {
        return Ok(Ok(one));
    }
    let same = one.steps.iter().zip(&two.steps);
    let same = same.take_while(|(one, two)| one == two).count();
    Ok(Err(oracle.nondeterministic(&one, Some(same))))
}

fn is_cut_off(end: &End) -> bool {
    matches!(end, End::TimeLimit { .. } | End::HeldUp)
}

struct Driver<'a, S, O: Oracle> {
    conditions: &'a Conditions,
    oracle: &'a mut O,
    strategy: &'a mut S,
    /// Those under way, oldest first. The attempt is `None` if the strategy began again since then.
    under_way: VecDeque<(u64, Option<Attempt>)>,
    /// Answers that came before those of older attempts.
    early: HashMap<u64, Reply>,
    next_number: u64,
    found: FoundBy<O>,
    /// After a failure: how much more is looked at.
    left: Option<Left>,
}

/// How much more is looked at.
struct Left {
    executions: usize,
    steps: usize,
}

impl<S: Strategy, O: Oracle> Driver<'_, S, O> {
    /// Keeps the executor busy and waits for an answer; `None` when it is over.
    fn next_answer<E: Executor<Error = O::Error>>(
        &mut self,
        executor: &mut E,
    ) -> Result<Option<Answer>, E::Error> {
        self.hand_out(executor);
        if self.under_way.is_empty() {
            return Ok(None);
        }
        executor.answer().map(Some)
    }

    fn hand_out(&mut self, executor: &mut impl Executor) {
        while self.under_way.len() < UNDER_WAY && self.goes_on() {
            let Some(attempt) = self.strategy.next() else {
                let is_settled = !self.under_way.is_empty() || self.found.failing.is_some();
                if is_settled || !self.strategy.widen() {
                    return;
                }
                continue;
            };
            executor.begin(self.next_number, self.request(&attempt.decisions));
            self.under_way.push_back((self.next_number, Some(attempt)));
            self.next_number += 1;
        }
    }

    fn request(&self, decisions: &[Decision]) -> Request {
        Request {
            decisions: decisions.to_vec(),
            rules: Rules {
                goes_last: self.found.endless,
                ..self.conditions.rules
            },
            ..self.conditions.undecided()
        }
    }

    fn goes_on(&self) -> bool {
        let is_first = self.next_number == 0;
        let limit = self.conditions.budget.limit(self.found.freedoms.len());
        let left = self.left.as_ref();
        !self.found.over
            && left.is_none_or(|left| self.under_way.len() < left.executions)
            && (is_first || !limit.is_used_up_by(self.found.spent))
    }

    fn has_looked_enough(&self) -> bool {
        let none = |left: &Left| left.executions == 0 || left.steps == 0;
        self.left.as_ref().is_some_and(none)
    }

    /// The answer to the oldest attempt, if it is there.
    fn take_first_answer(&mut self) -> Option<(Option<Attempt>, Reply)> {
        let (number, _) = self.under_way.front()?;
        let reply = self.early.remove(number)?;
        self.under_way
            .pop_front()
            .map(|(_, attempt)| (attempt, reply))
    }

    fn take_in(&mut self, attempt: Option<&Attempt>, reply: Reply) -> Result<(), O::Error> {
        if self.found.over {
            return Ok(());
        }
        self.found.coverage.executions += 1;
        self.found.spent += Work::of_execution(&reply);
        let Some(attempt) = attempt else {
            return Ok(());
        };
        Freedom::note(&mut self.found.freedoms, &reply);
        for step in reply.steps.iter().filter(|step| step.was_choice()) {
            if step.enabled != step.yielding {
                self.found.yielding |= step.yielding - self.found.endless;
            }
        }
        if let Some(left) = &mut self.left {
            left.executions = left.executions.saturating_sub(1);
            left.steps = left.steps.saturating_sub(reply.steps.len());
        }
        match self.oracle.judge(&reply, self.found.first.as_deref())? {
            Outcome::Unexplorable(why) => {
                if !self.goes_on_after(why, &reply) {
                    return Ok(());
                }
            }
            Outcome::Wrong(kind) => self.keep_if_better(kind, attempt, &reply),
            Outcome::Well => {}
        }
        if self.strategy.learn(attempt, &reply).is_err() {
            self.found.why_not = Some(self.oracle.nondeterministic(&reply, None));
            self.found.over = true;
        }
        if self.found.first.is_none() {
            self.found.first = Some(Box::new(reply));
        }
        Ok(())
    }

    /// Whether the search can branch off an execution that could not be followed.
    fn goes_on_after(&mut self, why: O::Obstacle, reply: &Reply) -> bool {
        let goes_on = match reply.end {
            End::TimeLimit { task } => {
                let known = self.found.endless.contains(task);
                if !known {
                    self.found.endless.insert(task);
                    self.restart();
                }
                known
            }
            End::Diverged { .. } => {
                self.found.over = true;
                false
            }
            // If the first execution is too much to follow, the others are, too.
            End::Exited { .. }
            | End::Signaled { .. }
            | End::Deadlock
            | End::Livelock
            | End::StepLimit
            | End::HeldUp
            | End::OutputLimit
            | End::TooMany { .. }
            | End::Unsupported { .. }
            | End::Undecided
            | End::Stopped { .. }
            | End::Damaged
            | End::Internal { .. } => {
                self.found.over = self.found.first.is_none();
                !self.found.over
            }
        };
        if self.found.over || self.found.why_not.is_none() {
            self.found.why_not = Some(why);
        }
        goes_on
    }

    /// Starts anew, as the executor now chooses another task where nothing is decided. Answers to what is under way are only
    /// counted.
    fn restart(&mut self) {
        self.strategy.restart();
        let attempts = self.under_way.iter_mut();
        attempts.for_each(|(_, attempt)| *attempt = None);
    }

    fn keep_if_better(&mut self, kind: O::Failure, attempt: &Attempt, reply: &Reply) {
        let rank = |kind: &O::Failure, cost: Cost, reply: &Reply| {
            (self.oracle.rank(kind), cost, reply.steps.len())
        };
        let better = self.found.failing.as_ref().is_none_or(|known| {
            rank(&kind, attempt.cost, reply) < rank(&known.kind, known.cost, &known.reply)
        });
        if better {
            self.found.failing = Some(Box::new(Failing {
                kind,
                decisions: complete(&attempt.decisions, reply, self.found.endless),
                cost: attempt.cost,
                reply: reply.clone(),
            }));
        }
        // Each that is cut off takes as long again.
        let executions = match is_cut_off(&reply.end) {
            true => self.under_way.len(),
            false => SHORTER_ONES,
        };
        self.left.get_or_insert(Left {
            executions,
            steps: STEPS_OF_SHORTER_ONES.saturating_sub(reply.steps.len()),
        });
    }

    fn finish(self) -> FoundBy<O> {
        Found {
            coverage: Coverage {
                executions: self.found.coverage.executions,
                ..self.strategy.coverage()
            },
            ..self.found
        }
    }
}

/// The decisions that give the same execution by an executor that lets no tasks go last: where some did, all that were made.
pub fn complete(given: &[Decision], reply: &Reply, goes_last: TaskSet) -> Vec<Decision> {
    match goes_last.is_empty() {
        true => given.to_vec(),
        false => reply.decisions(),
    }
}
