//! One search: all interleavings of a program under one setting, up to a bound, within a budget.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use crossbeam_channel::{after, select};
use explore::race;
use protocol::{End, Op, Order, Reply, Step, SwitchAt, TaskSet};

use super::budget::Work;
use super::choices::Choices;
use super::coverage::Coverage;
use super::legend::Legend;
use super::outcome::{Expected, Outcome, Why, judge_end, runs_forever_though_joined};
use super::pool::{Answer, LIMITS, Pool, Task};
use super::remarks::{self, Remark};
use super::search::{Bound, Job, Measure, Search};
use super::{ExploreError, races};
use crate::failure::Kind;
use crate::supervise::Cancel;

/// So many executions are under way at once, whatever the number of cores: so the search goes the same way on each
/// machine.
const UNDER_WAY: usize = 8;

/// After a failure so many more executions are looked at, for one that is shorter.
const SHORTER_ONES: u32 = 48;

/// Points of choice beyond so many would take too much memory.
const MAX_NODES: usize = 2_000_000;

/// No executor takes so long over an execution that it was asked for.
const GONE_AFTER: Duration = Duration::from_secs(60);

/// What to search, and how long.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    /// What is counted against the bound.
    pub measure: Measure,
    /// Where the baton may be taken away.
    pub switch_at: SwitchAt,
    /// Whether one load may read an older value.
    pub reads_older: bool,
    /// The most preemptions or delays.
    pub bound: Bound,
    /// And so many, as long as it does not take more executions than this. Counted, not timed: the same on each machine.
    pub quick_bound: Option<(Bound, u64)>,
    /// After how much work to stop, complete or not.
    pub budget: Budget,
    /// What is expected of the program.
    pub expected: Expected,
    /// Which failures are looked for.
    pub wanted: Wanted,
    /// The tasks that go last where nothing is decided: those that are known to run forever without a step.
    pub goes_last: TaskSet,
}

/// How much work a search may be. The very first execution is made in any case.
#[derive(Clone, Copy, Debug)]
pub enum Budget {
    /// So much.
    Alone(Work),
    /// So much, in equal parts with the searches that follow for the freedoms that the program turns out to have.
    SharedWithFreedoms(Work),
}

impl Query {
    fn greatest_bound(&self) -> Bound {
        self.quick_bound
            .map_or(self.bound, |(bound, _)| bound.max(self.bound))
    }

    fn search(&self) -> Search {
        Search::new(
            self.measure,
            self.switch_at,
            self.greatest_bound(),
            self.reads_older,
        )
    }

    /// How much work it may be, in view of what was found.
    fn limit(&self, found: &Found) -> Work {
        match self.budget {
            Budget::Alone(work) => work,
            Budget::SharedWithFreedoms(work) => {
                work / (1 + u32::from(found.waits) + u32::from(found.stale))
            }
        }
    }

    /// Whether another execution with so many preemptions is still quick, after so many of them all.
    fn is_quick(&self, within: Bound, executions: u64) -> bool {
        match self.quick_bound {
            Some((_, most)) if within > self.bound => executions < most,
            _ => true,
        }
    }
}

/// Which failures a search looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All.
    Any,
    /// Those that show at the end; data races are known already.
    WrongEnd,
    /// None: every execution is looked at.
    Nothing,
}

/// An execution that shows that the program is wrong.
#[derive(Clone, Debug)]
pub struct Failing {
    /// What is wrong.
    pub kind: Kind,
    /// What leads there.
    pub choices: Choices,
    /// The preemptions or delays among them, a stale read counted as one.
    pub cost: Bound,
    /// Its trace.
    pub reply: Reply,
}

/// What a search found.
#[derive(Debug, Default)]
pub struct Found {
    /// How far it came.
    pub coverage: Coverage,
    /// How much work it was.
    pub spent: Work,
    /// The best failing execution: the fewest preemptions or delays, then the shortest.
    pub failing: Option<Box<Failing>>,
    /// Why an execution could not be followed. The others were looked at all the same, unless the search is `over`.
    pub why_not: Option<Why>,
    /// Whether the search ended because further executions would show nothing.
    pub over: bool,
    /// The tasks that ran forever without a step where others could have gone on. The search began again each time, and they
    /// go last since then.
    pub endless: TaskSet,
    /// The very first execution, which has no preemption.
    pub first: Option<Box<Reply>>,
    /// Whether a thread waits on a condition variable, in any execution.
    pub waits: bool,
    /// Whether a load could have read an older value, in any execution.
    pub stale: bool,
    /// The tasks that yielded in any execution, while another task did not.
    pub yielding: TaskSet,
    /// A panic that went unnoticed in an execution that ended well.
    pub unnoticed: Option<Remark>,
}

impl Found {
    /// Why the search is no answer. A failure is one, also where another execution could not be followed; but a program
    /// that does not do the same twice cannot be shown to fail.
    pub fn why_it_says_nothing(&self) -> Option<Why> {
        let why = self.why_not.clone()?;
        let counts = match why {
            Why::TooLong { .. }
            | Why::TooMany(_)
            | Why::Unsupported { .. }
            | Why::Endless { .. } => self.failing.is_none(),
            Why::Nondeterministic { .. } => true,
        };
        counts.then_some(why)
    }
}

/// What is called as a search goes on.
pub struct Listener<'a> {
    /// Gets the number of executions so far, and the preemptions or delays of the last one.
    pub on_progress: &'a mut dyn FnMut(u64, Bound),
    /// Gets each trace.
    pub on_reply: &'a mut dyn FnMut(&Reply),
}

/// Searches.
///
/// # Errors
/// When it is cancelled, or an executor fails.
pub fn search(
    pool: &Pool,
    query: &Query,
    legend: &Legend,
    cancel: &Cancel,
    listener: &mut Listener<'_>,
) -> Result<Found, ExploreError> {
    let mut level = Level {
        query,
        legend,
        search: query.search(),
        jobs: VecDeque::new(),
        early: HashMap::new(),
        next_number: 0,
        within: 0,
        found: Found {
            endless: query.goes_last,
            ..Found::default()
        },
        left_to_look_at: None,
    };
    while let Some(answer) = level.next_answer(pool, cancel)? {
        let reply = match answer.reply {
            // The failure that was found before counts all the same.
            Err(ExploreError::HeldUp) if level.found.failing.is_some() => return Ok(level.found),
            reply => reply?,
        };
        level.early.insert(answer.number, reply);
        while let Some((job, reply)) = level.take_first_answer() {
            let cost = job.as_ref().map_or(0, |job| job.cost);
            (listener.on_reply)(&reply);
            level.take_in(job.as_ref(), reply)?;
            (listener.on_progress)(level.found.coverage.executions, cost);
            // After each answer: so what is handed out depends on no clock.
            level.hand_out(pool);
        }
    }
    Ok(level.found)
}

/// The first execution, in which nothing is decided; or why the program cannot be explored, if it does not do the same
/// twice.
///
/// # Errors
/// As [`search`].
pub fn first(
    pool: &Pool,
    goes_last: TaskSet,
    legend: &Legend,
    cancel: &Cancel,
) -> Result<Result<Reply, Why>, ExploreError> {
    for number in 0..2 {
        pool.run(Task {
            number,
            choices: Choices::default(),
            goes_last,
        });
    }
    let (one, two) = (wait(pool, cancel)?.reply?, wait(pool, cancel)?.reply?);
    // Where an execution is cut off by the clock depends on the machine.
    if matches!(one.end, End::TimeLimit { .. })
        || matches!(two.end, End::TimeLimit { .. })
        || (one.end == two.end && one.steps == two.steps && one.stdout == two.stdout)
    {
        return Ok(Ok(one));
    }
    let same = one.steps.iter().zip(&two.steps);
    let same = same.take_while(|(one, two)| one == two).count();
    let line = one.steps.get(same).and_then(|step| {
        let frames = &step.frames;
        legend.line(&one, step.place, frames)
    });
    Ok(Err(Why::Nondeterministic { line }))
}

/// Waits for the next answer.
///
/// # Errors
/// When it is cancelled, or none comes.
pub(super) fn wait(pool: &Pool, cancel: &Cancel) -> Result<Answer, ExploreError> {
    select! {
        recv(pool.answers()) -> answer => answer.map_err(|_| ExploreError::ExecutorGone),
        recv(cancel.receiver()) -> _ => Err(ExploreError::Cancelled),
        recv(after(GONE_AFTER)) -> _ => Err(ExploreError::ExecutorGone),
    }
}

struct Level<'a> {
    query: &'a Query,
    legend: &'a Legend,
    search: Search,
    /// Those under way, oldest first. The job is `None` if the search began again since then.
    jobs: VecDeque<(u64, Option<Job>)>,
    /// Answers that came before those of older jobs.
    early: HashMap<u64, Reply>,
    next_number: u64,
    /// The preemptions or delays that are tried now.
    within: Bound,
    found: Found,
    /// After a failure: how many more executions are looked at.
    left_to_look_at: Option<u32>,
}

impl Level<'_> {
    /// Keeps the executors busy and waits for an answer; `None` when the search is over.
    fn next_answer(
        &mut self,
        pool: &Pool,
        cancel: &Cancel,
    ) -> Result<Option<Answer>, ExploreError> {
        self.hand_out(pool);
        if self.jobs.is_empty() {
            return Ok(None);
        }
        wait(pool, cancel).map(Some)
    }

    fn hand_out(&mut self, pool: &Pool) {
        while self.jobs.len() < UNDER_WAY && self.goes_on() {
            let Some(job) = self.search.next(self.within) else {
                if !self.jobs.is_empty() || !self.go_to_next_bound() {
                    return;
                }
                continue;
            };
            pool.run(Task {
                number: self.next_number,
                choices: job.choices.clone(),
                goes_last: self.found.endless,
            });
            self.jobs.push_back((self.next_number, Some(job)));
            self.next_number += 1;
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
                if coverage.within.len() <= self.within as usize {
                    coverage.within.push(coverage.executions);
                }
                coverage.complete |= self.within >= self.query.bound;
            }
            Measure::Delays => coverage.delays = Some(self.within),
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

    fn take_in(&mut self, job: Option<&Job>, reply: Reply) -> Result<(), ExploreError> {
        if self.found.over {
            return Ok(());
        }
        self.found.coverage.executions += 1;
        self.found.spent += Work::of_execution(&reply);
        let Some(job) = job else {
            return Ok(());
        };
        self.found.waits |= reply.steps.iter().any(|step| step.op == Op::Wait);
        self.found.stale = self.found.stale || may_read_older(&reply);
        for step in reply.steps.iter().filter(|step| step.was_choice()) {
            if step.enabled != step.yielding {
                self.found.yielding |= step.yielding - self.found.endless;
            }
        }
        match self.outcome(&reply)? {
            Outcome::Unexplorable(why) => {
                if !self.goes_on_after(why, &reply) {
                    return Ok(());
                }
            }
            Outcome::Wrong(kind) => self.keep_if_better(kind, job, &reply),
            Outcome::Well if self.found.unnoticed.is_none() => {
                self.found.unnoticed = remarks::unnoticed_panic(&reply, &self.legend.source);
            }
            Outcome::Well => {}
        }
        if self.search.take_in(job, &reply).is_err() {
            self.found.why_not = Some(Why::Nondeterministic { line: None });
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

    /// Whether the search can branch off an execution that could not be followed.
    fn goes_on_after(&mut self, why: Why, reply: &Reply) -> bool {
        let goes_on = match (&why, &reply.end) {
            (Why::Endless { .. }, End::TimeLimit { task }) => {
                let known = self.found.endless.contains(*task);
                if !known {
                    self.found.endless.insert(*task);
                    self.begin_again();
                }
                known
            }
            (Why::Nondeterministic { .. }, _) => {
                self.found.over = true;
                false
            }
            // If the first execution is too much to follow, the others are, too.
            (_, _) => {
                self.found.over = self.found.first.is_none();
                !self.found.over
            }
        };
        let why = why.located(reply, self.legend);
        if self.found.over || self.found.why_not.is_none() {
            self.found.why_not = Some(why);
        }
        goes_on
    }

    /// Starts the search anew, as the executor now chooses another task where nothing is decided. Answers to the jobs under
    /// way are only counted.
    fn begin_again(&mut self) {
        self.search = self.query.search();
        self.within = 0;
        self.found.coverage = Coverage {
            executions: self.found.coverage.executions,
            ..Coverage::default()
        };
        self.jobs.iter_mut().for_each(|(_, job)| *job = None);
    }

    fn outcome(&self, reply: &Reply) -> Result<Outcome, ExploreError> {
        let end = judge_end(reply, self.query.expected, &LIMITS).map_err(ExploreError::Internal)?;
        let first = self.found.first.as_deref();
        let end = first
            .and_then(|first| runs_forever_though_joined(first, reply))
            .unwrap_or(end);
        Ok(match self.query.wanted {
            Wanted::Nothing if matches!(end, Outcome::Wrong(_)) => Outcome::Well,
            Wanted::Any => races::unless_wrong(end, reply, self.legend),
            Wanted::WrongEnd | Wanted::Nothing => end,
        })
    }

    fn keep_if_better(&mut self, kind: Kind, job: &Job, reply: &Reply) {
        let rank = |kind: &Kind, cost: Bound, reply: &Reply| {
            let race = kind.is_about_memory();
            (race, cost, reply.steps.len())
        };
        let is_time_limit = matches!(kind, Kind::TimeLimit { .. });
        let better = self.found.failing.as_ref().is_none_or(|known| {
            rank(&kind, job.cost, reply) < rank(&known.kind, known.cost, &known.reply)
        });
        if better {
            self.found.failing = Some(Box::new(Failing {
                kind,
                choices: job.choices.clone().complete(reply, self.found.endless),
                cost: job.cost,
                reply: reply.clone(),
            }));
        }
        // Each of those takes as long again.
        let more = if is_time_limit { 0 } else { SHORTER_ONES };
        self.left_to_look_at.get_or_insert(more);
    }
}

/// Whether a load of the execution could have read an older value than the newest. Where all is `SeqCst` that need not be worked out.
pub fn may_read_older(reply: &Reply) -> bool {
    let mut steps = reply.steps.iter();
    let is_weak = |step: &Step| !matches!(step.order, Order::None | Order::SeqCst);
    steps.any(is_weak) && !race::stale_reads(reply).is_empty()
}
