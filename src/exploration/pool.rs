//! Executors of one program, a thread each, that run what they are asked for and answer in any order.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use baton::client::{self, Gone, MARK, Stopper};
use crossbeam_channel::{Receiver, Sender, after, select, unbounded};
use explore::executor::{self, Executor};
use protocol::{End, Limits, Reply, Request, Rules};

use super::schedule::Environment;
use super::{ExploreError, attack};
use crate::supervise::{self, Cancel};

/// An execution to make, with a number to know its answer by.
#[derive(Debug)]
struct Task {
    number: u64,
    request: Request,
    session: u64,
    /// What goes when the session ends.
    alive: Weak<()>,
}

/// An execution that has ended, or an executor that is gone.
#[derive(Debug)]
struct Answer {
    /// The task's number.
    number: u64,
    /// What happened.
    reply: Result<Reply, ExploreError>,
    session: u64,
}

/// How many executors explore one program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Executors {
    /// One on each core that this process may use.
    OnEachCore,
    /// One: other programs are explored at the same time.
    One,
}

/// The executors of one program. Dropping it ends them, and all that they have started.
#[derive(Debug)]
pub struct Pool {
    tasks: Option<Sender<Task>>,
    answers: Receiver<Answer>,
    sessions: AtomicU64,
    threads: Vec<JoinHandle<()>>,
    stoppers: Vec<Stopper>,
}

/// Executions in one environment, until it is dropped: what is still to be made then, nothing waits for. One session at a
/// time waits for answers.
#[derive(Debug)]
pub struct Session {
    pool: Arc<Pool>,
    environment: Environment,
    cancel: Cancel,
    /// Whether the traces say which processes could be killed.
    crashes: bool,
    number: u64,
    alive: Arc<()>,
}

/// No executor takes so long over an execution that it was asked for.
const GONE_AFTER: Duration = Duration::from_secs(60);

/// How far one execution may go.
pub const LIMITS: Limits = Limits {
    steps: 20_000,
    accesses: 50_000_000,
    milliseconds: 2_000,
    output: 16 << 20,
    spins: 300,
    repeats: Limits::REPEATS,
};

/// A task that is scheduled unfairly, and has not ended after this number of steps, waits forever.
pub const STEPS_IF_FAVOURED: u32 = 8_000;

impl Pool {
    /// Starts so many executors. Each gets a folder of its own below `folder`.
    ///
    /// # Errors
    /// What making a folder or starting a process can fail of.
    pub fn start(program: &Path, folder: &Path, executors: Executors) -> io::Result<Pool> {
        let (tasks, todo) = unbounded::<Task>();
        let (done, answers) = unbounded();
        let mark = supervise::fresh_mark();
        let mut pool = Pool {
            tasks: Some(tasks),
            answers,
            sessions: AtomicU64::new(0),
            threads: Vec::new(),
            stoppers: Vec::new(),
        };
        let cores = match executors {
            Executors::OnEachCore => cores().into_iter().map(Some).collect(),
            Executors::One => vec![None],
        };
        for core in cores {
            let own = tempfile::Builder::new()
                .prefix("executor-")
                .tempdir_in(folder)?
                .keep();
            let executor = start(program, &own, core, &mark)?;
            pool.stoppers.push(executor.stopper());
            let (todo, done, mark) = (todo.clone(), done.clone(), mark.clone());
            pool.threads.push(thread::Builder::new().spawn(move || {
                core.into_iter().for_each(stay_on);
                serve(executor, &todo, &done, &mark);
                // What is left is removed with the folder around it.
                let _ = fs::remove_dir_all(own);
            })?);
        }
        Ok(pool)
    }

    /// Begins a session, which waits for answers until it is cancelled.
    pub fn session(self: &Arc<Self>, environment: Environment, cancel: &Cancel) -> Session {
        Session {
            pool: Arc::clone(self),
            environment,
            cancel: cancel.clone(),
            crashes: false,
            number: self.sessions.fetch_add(1, Ordering::Relaxed),
            alive: Arc::new(()),
        }
    }
}

impl Session {
    /// The same session, in which processes may be killed, or not.
    #[must_use]
    pub fn with_crashes(self, crashes: bool) -> Session {
        Session { crashes, ..self }
    }

    fn ask_for(&self, number: u64, request: Request) {
        let task = Task {
            number,
            request: Request {
                environment: self.environment.variables(),
                rules: Rules {
                    crashes: self.crashes || request.rules.crashes,
                    ..request.rules
                },
                ..request
            },
            session: self.number,
            alive: Arc::downgrade(&self.alive),
        };
        if let Some(tasks) = &self.pool.tasks {
            // Without executors there is no answer either, which the caller sees.
            let _ = tasks.send(task);
        }
    }

    fn next_answer(&self) -> Result<Answer, ExploreError> {
        // An answer that lies ready is taken at once: to wait for several things at a time takes longer.
        if !self.cancel.is_cancelled()
            && let Ok(answer) = self.pool.answers.try_recv()
        {
            return Ok(answer);
        }
        select! {
            recv(self.pool.answers) -> answer => answer.map_err(|_| ExploreError::ExecutorGone),
            recv(self.cancel.receiver()) -> _ => Err(ExploreError::Cancelled),
            recv(after(GONE_AFTER)) -> _ => Err(ExploreError::ExecutorGone),
        }
    }

    fn wait(&self) -> Result<executor::Answer, ExploreError> {
        loop {
            let Answer {
                number,
                reply,
                session,
            } = self.next_answer()?;
            // An executor that is gone concerns every session.
            if session == self.number || reply.is_err() {
                return reply.map(|reply| executor::Answer { number, reply });
            }
        }
    }

    /// Makes one execution.
    ///
    /// # Errors
    /// When it is cancelled, or an executor fails.
    pub fn run(&self, request: Request) -> Result<Reply, ExploreError> {
        self.ask_for(0, request);
        not_held_up(self.wait()?.reply)
    }

    /// Makes all these executions, and returns each with its reply, in their order.
    ///
    /// # Errors
    /// When it is cancelled, or an executor fails.
    pub fn run_all(&self, all: Vec<Request>) -> Result<Vec<(Request, Reply)>, ExploreError> {
        for (number, request) in (0..).zip(all.iter().cloned()) {
            self.ask_for(number, request);
        }
        let mut replies = BTreeMap::new();
        for _ in &all {
            let answer = self.wait()?;
            replies.insert(answer.number, not_held_up(answer.reply)?);
        }
        Ok(all.into_iter().zip(replies.into_values()).collect())
    }
}

fn not_held_up(reply: Reply) -> Result<Reply, ExploreError> {
    match reply.end {
        End::HeldUp => Err(ExploreError::HeldUp),
        _ => Ok(reply),
    }
}

impl Executor for Session {
    type Error = ExploreError;

    fn at_once(&self) -> usize {
        self.pool.threads.len()
    }

    fn begin(&mut self, number: u64, request: Request) {
        self.ask_for(number, request);
    }

    fn answer(&mut self) -> Result<executor::Answer, ExploreError> {
        self.wait()
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        // Nothing needs the results of what is under way or waits to be run.
        self.tasks = None;
        self.stoppers.iter().for_each(Stopper::stop);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// Starts an executor on this core, or on the one that the system chooses.
fn start(
    program: &Path,
    folder: &Path,
    core: Option<usize>,
    mark: &str,
) -> io::Result<client::Executor> {
    let core = core.map(|core| core.to_string());
    let mut variables = vec![
        (MARK, mark),
        // A panic's message is enough; to walk the stack takes longer than the execution.
        ("RUST_BACKTRACE", "0"),
    ];
    if let Some(core) = &core {
        variables.push(("BATON_CORE", core));
    }
    client::Executor::start(program, folder, &variables)
}

fn serve(mut executor: client::Executor, todo: &Receiver<Task>, done: &Sender<Answer>, mark: &str) {
    for task in todo {
        if task.alive.strong_count() == 0 {
            continue;
        }
        let misreads = task.request.rules.misread.is_some();
        let reply = run(&mut executor, &task.request);
        let reply = reply
            .map_err(ExploreError::from)
            .and_then(|reply| match misreads {
                // It may have written anywhere, by what it misread.
                true => Ok(reply),
                false => attack::believable(reply),
            });
        let gone = reply.is_err();
        let answer = Answer {
            number: task.number,
            reply,
            session: task.session,
        };
        if done.send(answer).is_err() || gone {
            break;
        }
    }
    if !executor.end() {
        supervise::end_what_was_left(executor.id(), mark);
    }
}

/// An execution that a busy machine held up is made once more.
fn run(executor: &mut client::Executor, request: &Request) -> Result<Reply, Gone> {
    let reply = executor.run(request)?;
    if reply.end != End::HeldUp {
        return Ok(reply);
    }
    let mut again = executor.run(request)?;
    again.processor_micros += reply.processor_micros;
    Ok(again)
}

/// Keeps this thread on a core, beside the executor that it waits for: waking each other is cheap there.
fn stay_on(core: usize) {
    #[cfg(target_os = "linux")]
    {
        let mut one = rustix::thread::CpuSet::new();
        one.set(core);
        // Without it, all takes a little longer.
        let _ = rustix::thread::sched_setaffinity(None, &one);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = core;
}

/// The cores that this process may use.
fn cores() -> Vec<usize> {
    #[cfg(target_os = "linux")]
    if let Ok(set) = rustix::thread::sched_getaffinity(None) {
        return (0..rustix::thread::CpuSet::MAX_CPU)
            .filter(|core| set.is_set(*core))
            .collect();
    }
    vec![0]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pool without executors, and both ends of its channels.
    fn pool() -> (Arc<Pool>, Receiver<Task>, Sender<Answer>) {
        let (tasks, todo) = unbounded();
        let (done, answers) = unbounded();
        let pool = Pool {
            tasks: Some(tasks),
            answers,
            sessions: AtomicU64::new(0),
            threads: Vec::new(),
            stoppers: Vec::new(),
        };
        (Arc::new(pool), todo, done)
    }

    fn environment(rounds: u64) -> Environment {
        Environment {
            rounds,
            extra: 0,
            mode: None,
        }
    }

    fn answer_to(task: &Task, end: End) -> Answer {
        Answer {
            number: task.number,
            reply: Ok(Reply::without_trace(end)),
            session: task.session,
        }
    }

    #[test]
    fn an_answer_to_a_session_that_has_ended_is_none_to_the_next() {
        let (pool, todo, done) = pool();
        let mut one = pool.session(environment(1), &Cancel::new());
        one.begin(0, Request::default());
        let old = todo.recv().unwrap();
        assert_eq!(old.alive.strong_count(), 1);
        drop(one);
        assert_eq!(old.alive.strong_count(), 0);
        let mut two = pool.session(environment(2), &Cancel::new());
        two.begin(0, Request::default());
        let new = todo.recv().unwrap();
        assert_eq!(new.request.environment, environment(2).variables());
        done.send(answer_to(&old, End::Deadlock)).unwrap();
        done.send(answer_to(&new, End::Livelock)).unwrap();
        assert_eq!(two.answer().unwrap().reply.end, End::Livelock);
    }

    #[test]
    fn an_executor_that_is_gone_ends_any_session() {
        let (pool, _todo, done) = pool();
        let mut session = pool.session(environment(1), &Cancel::new());
        let gone = Answer {
            number: 0,
            reply: Err(ExploreError::Garbled),
            session: 7,
        };
        done.send(gone).unwrap();
        assert!(matches!(session.answer(), Err(ExploreError::Garbled)));
        drop(done);
        assert!(matches!(session.answer(), Err(ExploreError::ExecutorGone)));
    }
}
