//! Makes the attempts of a strategy, has each execution judged, and keeps the best failing one, within a budget.
//!
//! What comes of an attempt is learnt before the next one is asked for. So a search goes the same way however many executions
//! are made at once: those are begun before their turn, as far as the strategy foresees them ([`ahead`]).

mod ahead;
mod found;

use protocol::{Activity, Decision, End, Limits, Reply, Request, Rules, TaskSet};

use crate::budget::{Budget, Work};
use crate::cost::Cost;
use crate::coverage::Coverage;
use crate::executor::Executor;
use crate::freedom::Freedom;
use crate::oracle::{Oracle, Outcome};
use crate::strategy::{Attempt, Strategy};

use ahead::Ahead;
pub use found::{Failing, Found};

/// After a failure so many more executions are looked at, for one that is shorter.
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
    let mut ahead = Ahead::new(executor);
    let mut driver = Driver {
        conditions,
        oracle,
        strategy,
        found: Found {
            endless: conditions.rules.goes_last,
            ..Found::default()
        },
        left: None,
    };
    while let Some(attempt) = driver.next_attempt() {
        let request = driver.request(&attempt.decisions);
        ahead.begin(&request);
        driver.look_ahead(&mut ahead);
        let reply = ahead.reply_to(&request)?;
        // The failure that was found before still counts.
        if reply.end == End::HeldUp && driver.found.failing.is_some() {
            break;
        }
        (listener.on_reply)(&reply);
        driver.take_in(&attempt, reply, &mut ahead)?;
        (listener.on_progress)(driver.found.coverage.executions, attempt.cost);
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
    /// `None` when the search is over.
    fn next_attempt(&mut self) -> Option<Attempt> {
        while self.goes_on() {
            let attempt = self.strategy.next();
            if attempt.is_some() {
                return attempt;
            }
            if self.found.failing.is_some() || !self.strategy.widen() {
                break;
            }
        }
        None
    }

    /// Begins what is foreseen to be asked for after the attempt whose turn it is.
    fn look_ahead<E: Executor>(&self, ahead: &mut Ahead<'_, E>) {
        let most = self
            .left
            .as_ref()
            .map_or(usize::MAX, |left| left.executions);
        let wanted = ahead.wanted().min(most);
        if wanted > 0 {
            for decisions in self.strategy.foreseen(wanted) {
                ahead.begin(&self.request(&decisions));
            }
        }
    }

    fn request(&self, decisions: &[Decision]) -> Request {
        Request {
            decisions: decisions.to_vec(),
            rules: Rules {
                goes_last: self.found.endless,
                states: self.strategy.states(),
                ..self.conditions.rules
            },
            limits: Limits {
                repeats: self.strategy.repeats(),
                ..self.conditions.limits
            },
            ..self.conditions.undecided()
        }
    }

    fn goes_on(&self) -> bool {
        let limit = self.conditions.budget.limit(self.found.freedoms.len());
        let is_used_up =
            self.found.coverage.executions > 0 && limit.is_used_up_by(self.found.spent);
        let has_looked_enough = |left: &Left| left.executions == 0 || left.steps == 0;
        !self.found.over && !is_used_up && !self.left.as_ref().is_some_and(has_looked_enough)
    }

    /// Learns from the execution and has it judged. While it is judged, what the search comes to next is made already.
    fn take_in<E: Executor>(
        &mut self,
        attempt: &Attempt,
        reply: Reply,
        ahead: &mut Ahead<'_, E>,
    ) -> Result<(), O::Error> {
        self.count(&reply);
        // Whether there is anything to learn from these is known only then.
        let is_judged_first = matches!(reply.end, End::TimeLimit { .. } | End::Diverged { .. });
        if !is_judged_first {
            self.learn(attempt, &reply);
            self.look_ahead(ahead);
        }
        Freedom::note(&mut self.found.freedoms, &reply);
        match self.oracle.judge(&reply, self.found.first.as_deref())? {
            Outcome::Unexplorable(why) => {
                if !self.goes_on_after(why, &reply) {
                    return Ok(());
                }
            }
            Outcome::Wrong(kind) => self.keep_if_better(kind, attempt, &reply),
            Outcome::Well => {}
        }
        if is_judged_first {
            self.learn(attempt, &reply);
        }
        if self.found.first.is_none() {
            self.found.first = Some(Box::new(reply));
        }
        Ok(())
    }

    fn count(&mut self, reply: &Reply) {
        self.found.coverage.executions += 1;
        self.found.spent += Work::of_execution(reply);
        for step in reply.steps.iter().filter(|step| step.was_choice()) {
            if step.enabled != step.yielding {
                self.found.yielding |= step.yielding - self.found.endless;
            }
        }
        if let Some(left) = &mut self.left {
            left.executions = left.executions.saturating_sub(1);
            left.steps = left.steps.saturating_sub(reply.steps.len());
        }
    }

    fn learn(&mut self, attempt: &Attempt, reply: &Reply) {
        if self.strategy.learn(attempt, reply).is_err() {
            self.found.why_not = Some(self.oracle.nondeterministic(reply, None));
            self.found.over = true;
        }
    }

    /// Whether the search can branch off an execution that could not be followed.
    fn goes_on_after(&mut self, why: O::Obstacle, reply: &Reply) -> bool {
        let goes_on = match reply.end {
            End::TimeLimit {
                task,
                activity: Activity::Repeats | Activity::Waits,
            } => {
                let known = self.found.endless.contains(task);
                if !known {
                    // The executor now chooses another task where nothing is decided.
                    self.found.endless.insert(task);
                    self.strategy.restart();
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
            | End::TimeLimit {
                activity: Activity::Computes,
                ..
            }
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
            true => 0,
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
