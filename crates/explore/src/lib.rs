//! Explores the interleavings of a concurrent program.
//!
//! A user of this crate brings two things:
//!
//! - an [`executor::Executor`], which runs the program under the decisions of a [`protocol::Request`] and answers with a trace,
//!   a [`protocol::Reply`];
//! - an [`oracle::Oracle`], which judges each trace, in terms of its own.
//!
//! [`bounded::search`] then makes all executions within a bound, as far as the budget goes, and returns the failing one with
//! the fewest preemptions, and what was covered. Everything here is pure: it knows no particular executor, and starts, reads
//! and prints nothing.
//!
//! # How it works
//! A [`strategy::Strategy`] says which decisions to try next, and learns from the traces. This crate has two:
//! [`search::Search`], by preemptions, fewest first, each order of dependent steps once, or by delays, or without reduction;
//! and [`exhaustive::Exhaustive`], each inequivalent execution once, with no bound, under sequential consistency or under RC11.
//! [`dependence`] says which steps depend on each other. [`memory`] says what happens before what and which loads can be stale,
//! and [`race`] finds data races. [`driver`] knows no bounds: it keeps the executor busy, several executions at once, and takes the
//! answers in in the order in which they were asked for: what it finds does not depend on how fast they come.
//! Of a trace, [`story`] tells who did what in which line, with the names that [`naming`] finds in the program's text and
//! binary, and which step decided its failure. Each is a value: words and pictures are the caller's.
//!
//! Work is counted ([`budget`]), not timed, so a busy machine changes nothing in what is explored.
//!
//! # Example
//! Two tasks load a counter, and then store one more. With one preemption an increment is lost.
//!
//! ```
//! use std::collections::VecDeque;
//! use std::convert::Infallible;
//! use std::time::Duration;
//!
//! use explore::budget::{Budget, Work};
//! use explore::bounded::{self, Query};
//! use explore::driver::Listener;
//! use explore::executor::{Answer, Executor};
//! use explore::oracle::{Oracle, Outcome};
//! use explore::search::{Measure, Preemptions, Reduction};
//! use protocol::{Decision, End, Limits, ObjectId, ObjectKind, Op, Reply, Request, Rules, Step, TaskId, TaskSet, bare};
//!
//! /// Runs the two tasks under the decisions: the running one goes on where nothing is decided.
//! fn run(request: &Request) -> Reply {
//!     let mut decisions = request.decisions.iter();
//!     let (mut counter, mut seen, mut done) = (0, [0, 0], [0, 0]);
//!     let mut running = TaskId::FIRST;
//!     let mut steps = Vec::new();
//!     loop {
//!         let enabled: TaskSet = TaskId::first(2).filter(|task| done[task.index()] < 2).collect();
//!         let Some(first) = enabled.first() else { break };
//!         if enabled.len() > 1 && let Some(Decision::Run(task)) = decisions.next() {
//!             running = *task;
//!         } else if !enabled.contains(running) {
//!             running = first;
//!         }
//!         let task = running.index();
//!         let step = if done[task] == 0 {
//!             seen[task] = counter;
//!             Step { read: Some(counter), ..bare::step(running, Op::AtomicLoad) }
//!         } else {
//!             counter = seen[task] + 1;
//!             Step { written: Some(counter), ..bare::step(running, Op::AtomicStore) }
//!         };
//!         steps.push(Step { object: Some(ObjectId::FIRST), enabled, ..step });
//!         done[task] += 1;
//!     }
//!     Reply {
//!         steps,
//!         tasks: [1, 2].map(|object| bare::task(ObjectId::new(object))).to_vec(),
//!         objects: [ObjectKind::Memory, ObjectKind::Task, ObjectKind::Task]
//!             .map(|kind| bare::object(kind, ""))
//!             .to_vec(),
//!         ..Reply::without_trace(End::Exited { code: 0 })
//!     }
//! }
//!
//! struct Tiny(VecDeque<(u64, Request)>);
//!
//! impl Executor for Tiny {
//!     type Error = Infallible;
//!
//!     fn at_once(&self) -> usize {
//!         1
//!     }
//!
//!     fn begin(&mut self, number: u64, request: Request) {
//!         self.0.push_back((number, request));
//!     }
//!
//!     fn answer(&mut self) -> Result<Answer, Infallible> {
//!         let (number, request) = self.0.pop_front().expect("an execution is under way");
//!         Ok(Answer { number, reply: run(&request) })
//!     }
//! }
//!
//! struct CounterIsTwo;
//!
//! impl Oracle for CounterIsTwo {
//!     type Failure = Option<u64>;
//!     type Obstacle = &'static str;
//!     type Error = Infallible;
//!
//!     fn judge(
//!         &mut self,
//!         reply: &Reply,
//!         _first: Option<&Reply>,
//!     ) -> Result<Outcome<Option<u64>, &'static str>, Infallible> {
//!         let counter = reply.steps.iter().rev().find_map(|step| step.written);
//!         Ok(match counter {
//!             Some(2) => Outcome::Well,
//!             other => Outcome::Wrong(other),
//!         })
//!     }
//!
//!     fn nondeterministic(&self, _reply: &Reply, _step: Option<usize>) -> &'static str {
//!         "it does not do the same twice"
//!     }
//!
//!     fn rank(&self, _failure: &Option<u64>) -> u32 {
//!         0
//!     }
//! }
//!
//! let query = Query {
//!     measure: Measure::Preemptions(Reduction::PartialOrder),
//!     freedom: None,
//!     bound: Preemptions::new(2).into(),
//!     quick_bound: None,
//!     budget: Budget::Alone(Work::of(Duration::from_secs(1))),
//!     rules: Rules::default(),
//!     limits: Limits::default(),
//! };
//! let mut listener = Listener { on_progress: &mut |_, _| (), on_reply: &mut |_| () };
//! let mut executor = Tiny(VecDeque::new());
//! let Ok(found) = bounded::search(&mut executor, &query, &mut CounterIsTwo, &mut listener);
//! let failing = found.failing.expect("an increment can be lost");
//! assert_eq!((failing.kind, failing.cost.number()), (Some(1), 1));
//! // The same execution again.
//! let again = run(&Request { decisions: failing.decisions, ..Request::default() });
//! assert_eq!(again.steps, failing.reply.steps);
//! ```
//!
//! # How it is tested
//! With toy programs made up at random, `tests/search.rs` compares the search with brute force, and `tests/exhaustive.rs` the
//! exhaustive one, `tests/rc11.rs` that with the axioms of the memory model, `tests/driver.rs` tries executors that misbehave, and `tests/story.rs` tells executions. `tests/memory_model.rs` compares races and stale reads with
//! the axioms of the memory model.
//! `PROPTEST_CASES=10000 PROPTEST_RNG_SEED=1 cargo test -p explore` tries more programs, and others.

pub mod bounded;
pub mod budget;
mod cost;
pub mod coverage;
pub mod dependence;
pub mod driver;
pub mod executor;
pub mod exhaustive;
mod freedom;
pub mod known;
pub mod memory;
pub mod naming;
pub mod oracle;
pub mod panics;
pub mod race;
pub mod search;
pub mod story;
pub mod strategy;
