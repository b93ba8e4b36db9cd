//! Drives a search: keeps an executor busy with what the search asks for, has each execution judged, and keeps the best
//! failing one; up to a bound, within a budget.

mod found;
pub mod passes;
mod query;

use std::collections::{HashMap, VecDeque};

use protocol::{Decision, End, Order, Reply, Request, Rules, Step, TaskSet};

use crate::budget::Work;
use crate::coverage::Coverage;
use crate::executor::{Answer, Executor};
use crate::oracle::{Oracle, Outcome};
use crate::race;
use crate::search::{Cost, Delays, Freedom, Job, Measure, Search};

pub use found::{Failing, Found};
pub use query::{Budget, Query};

/// So many executions are under way at once, whatever the number of cores: so the search goes the same way on each
/// machine.
const UNDER_WAY: usize = 8;

/// After a failure so many more executions are looked at, for one that is shorter.
const SHORTER_ONES: u32 = 48;

/// Points of choice beyond so many would take too much memory.
const MAX_NODES: usize = 2_000_000;

/// What is called as a search goes on.
pub struct Listener<'a> {
    /// Gets the number of executions so far, what is counted, and how much of that the last one has.
    pub on_progress: &'a mut dyn FnMut(u64, Measure, Cost),
    /// Gets each trace.
    pub on_reply: &'a mut dyn FnMut(&Reply),
}

/// What a search with this oracle finds.
pub type FoundBy<O> = Found<<O as Oracle>::Failure, <O as Oracle>::Obstacle>;

/// Searches.
///
/// # Errors
/// When the executor gives no answer, or the oracle no judgement.
pub fn search<E: Executor, O: Oracle<Error = E::Error>>(
    executor: &mut E,
    query: &Query,
    oracle: &mut O,
    listener: &mut Listener<'_>,
) -> Result<FoundBy<O>, E::Error> {
    let mut driver = Driver {
        query,
        oracle,
        search: query.search(),
        jobs: VecDeque::new(),
        early: HashMap::new(),
        next_number: 0,
        within: Cost::NONE,
        found: Found {
            endless: query.rules.goes_last,
            ..Found::default()
        },
        left_to_look_at: None,
    };
    while let Some(Answer { number, reply }) = driver.next_answer(executor)? {
        // The failure that was found before still counts.
        if reply.end == End::HeldUp && driver.found.failing.is_some() {
            return Ok(driver.found);
        }
        driver.early.insert(number, reply);
        while let Some((job, reply)) = driver.take_first_answer() {
            let cost = job.as_ref().map_or(Cost::NONE, |job| job.cost);
            (listener.on_reply)(&reply);
            driver.take_in(job.as_ref(), reply)?;
            (listener.on_progress)(driver.found.coverage.executions, query.measure, cost);
            // After each answer: so what is handed out depends on no clock.
            driver.hand_out(executor);
        }
    }
    Ok(driver.found)
}

/// The first execution, in which nothing is decided; or why the program cannot be explored, if it does not do the same
/// twice.
///
/// # Errors
/// As [`search`].
pub fn first<E: Executor, O: Oracle<Error = E::Error>>(
    executor: &mut E,
    query: &Query,
    oracle: &O,
) -> Result<Result<Reply, O::Obstacle>, E::Error> {
    for number in 0..2 {
        executor.begin(number, query.undecided());
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

struct Driver<'a, O: Oracle> {
    query: &'a Query,
    oracle: &'a mut O,
    search: Search,
    /// Those under way, oldest first. The job is `None` if the search began again since then.
    jobs: VecDeque<(u64, Option<Job>)>,
    /// Answers that came before those of older jobs.
    early: HashMap<u64, Reply>,
    next_number: u64,
    /// The preemptions or delays that are tried now.
    within: Cost,
    found: FoundBy<O>,
    /// After a failure: how many more executions are looked at.
    left_to_look_at: Option<u32>,
}

impl<O: Oracle> Driver<'_, O> {
    /// Keeps the executor busy and waits for an answer; `None` when the search is over.
    fn next_answer<E: Executor<Error = O::Error>>(
        &mut self,
        executor: &mut E,
    ) -> Result<Option<Answer>, E::Error> {
        self.hand_out(executor);
        if self.jobs.is_empty() {
            return Ok(None);
        }
        executor.answer().map(Some)
    }

    fn hand_out(&mut self, executor: &mut impl Executor) {
        while self.jobs.len() < UNDER_WAY && self.goes_on() {
            let Some(job) = self.search.next(self.within) else {
                if !self.jobs.is_empty() || !self.go_to_next_bound() {
                    return;
                }
                continue;
            };
            executor.begin(self.next_number, self.request(&job.decisions));
            self.jobs.push_back((self.next_number, Some(job)));
            self.next_number += 1;
        }
    }

    fn request(&self, decisions: &[Decision]) -> Request {
        Request {
            decisions: decisions.to_vec(),
            rules: Rules {
                goes_last: self.found.endless,
                ..self.query.rules
            },
            ..self.query.undecided()
        }
    }

    fn goes_on(&self) -> bool {
        let first = self.next_number == 0;
        !self.found.over
            && self.left_to_look_at != Some(0)
            && (first || self.found.spent < self.query.limit(&self.found))
            && self.query.is_quick(self.within, self.next_number)
            && self.search.size() < MAX_NODES
    }

    /// All within the bound is done. Whether there is another bound to go on with.
    fn go_to_next_bound(&mut self) -> bool {
        if self.found.failing.is_some() || self.found.coverage.exhausted {
            return false;
        }
        let coverage = &mut self.found.coverage;
        match self.query.measure {
            Measure::Preemptions(_) => {
                if coverage.within.len() <= self.within.number() as usize {
                    coverage.within.push(coverage.executions);
                }
                coverage.complete |= self.within >= self.query.bound;
            }
            Measure::Delays => coverage.delays = Some(Delays::new(self.within.number())),
        }
        if self.search.is_exhausted() {
            self.found.coverage.exhausted = true;
            self.found.coverage.complete = true;
            return false;
        }
        if self.within == self.query.greatest_bound() {
            return false;
        }
        self.within += 1;
        true
    }

    /// The answer to the oldest job, if it is there.
    fn take_first_answer(&mut self) -> Option<(Option<Job>, Reply)> {
        let (number, _) = self.jobs.front()?;
        let reply = self.early.remove(number)?;
        self.jobs.pop_front().map(|(_, job)| (job, reply))
    }

    fn take_in(&mut self, job: Option<&Job>, reply: Reply) -> Result<(), O::Error> {
        if self.found.over {
            return Ok(());
        }
        self.found.coverage.executions += 1;
        self.found.spent += Work::of_execution(&reply);
        let Some(job) = job else {
            return Ok(());
        };
        self.note_freedoms(&reply);
        for step in reply.steps.iter().filter(|step| step.was_choice()) {
            if step.enabled != step.yielding {
                self.found.yielding |= step.yielding - self.found.endless;
            }
        }
        match self.oracle.judge(&reply, self.found.first.as_deref())? {
            Outcome::Unexplorable(why) => {
                if !self.goes_on_after(why, &reply) {
                    return Ok(());
                }
            }
            Outcome::Wrong(kind) => self.keep_if_better(kind, job, &reply),
            Outcome::Well => {}
        }
        if self.search.take_in(job, &reply).is_err() {
            self.found.why_not = Some(self.oracle.nondeterministic(&reply, None));
            self.found.over = true;
        }
        if let Some(left) = &mut self.left_to_look_at {
            *left = left.saturating_sub(1);
        }
        if self.found.first.is_none() {
            self.found.first = Some(Box::new(reply));
        }
        Ok(())
    }

    fn note_freedoms(&mut self, reply: &Reply) {
        let freedoms = &mut self.found.freedoms;
        let mut steps = reply.steps.iter();
        if steps.any(|step| !step.wakeable.is_empty()) {
            freedoms.insert(Freedom::SpuriousWakeup);
        }
        if !freedoms.contains(&Freedom::StaleRead) && may_read_older(reply) {
            freedoms.insert(Freedom::StaleRead);
        }
    }

    /// Whether the search can branch off an execution that could not be followed.
    fn goes_on_after(&mut self, why: O::Obstacle, reply: &Reply) -> bool {
        let goes_on = match reply.end {
            End::TimeLimit { task } => {
                let known = self.found.endless.contains(task);
                if !known {
                    self.found.endless.insert(task);
                    self.begin_again();
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

    /// Starts the search anew, as the executor now chooses another task where nothing is decided. Answers to the jobs under
    /// way are only counted.
    fn begin_again(&mut self) {
        self.search = self.query.search();
        self.within = Cost::NONE;
        self.found.coverage = Coverage {
            environments: 1,
            executions: self.found.coverage.executions,
            ..Coverage::default()
        };
        self.jobs.iter_mut().for_each(|(_, job)| *job = None);
    }

    fn keep_if_better(&mut self, kind: O::Failure, job: &Job, reply: &Reply) {
        let rank = |kind: &O::Failure, cost: Cost, reply: &Reply| {
            (self.oracle.rank(kind), cost, reply.steps.len())
        };
        let better = self.found.failing.as_ref().is_none_or(|known| {
            rank(&kind, job.cost, reply) < rank(&known.kind, known.cost, &known.reply)
        });
        if better {
            self.found.failing = Some(Box::new(Failing {
                kind,
                decisions: complete(&job.decisions, reply, self.found.endless),
                cost: job.cost,
                reply: reply.clone(),
            }));
        }
        // Each that is cut off takes as long again.
        let more = if is_cut_off(&reply.end) {
            0
        } else {
            SHORTER_ONES
        };
        self.left_to_look_at.get_or_insert(more);
    }
}

/// The decisions that give the same execution by an executor that lets no tasks go last: where some did, all that were made.
pub fn complete(given: &[Decision], reply: &Reply, goes_last: TaskSet) -> Vec<Decision> {
    match goes_last.is_empty() {
        true => given.to_vec(),
        false => reply.decisions(),
    }
}

/// Whether a load of the execution could have read an older value than the newest. Where all is `SeqCst` that need not be worked out.
pub fn may_read_older(reply: &Reply) -> bool {
    let mut steps = reply.steps.iter();
    let is_weak = |step: &Step| !matches!(step.order, Order::None | Order::SeqCst);
    steps.any(is_weak) && !race::stale_reads(reply).is_empty()
}
