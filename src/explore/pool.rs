//! Executors of one program in one environment, a thread each, that run schedules and answer in any order.

use std::fs;
use std::io;
use std::path::Path;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use baton::client::{Executor, Gone, MARK, Stopper};
use crossbeam_channel::{Receiver, Sender, after, select, unbounded};
use explore::executor;
use protocol::{End, Limits, Reply, Request};

use super::schedule::Environment;
use super::{ExploreError, attack};
use crate::supervise::{self, Cancel};

/// An execution to make, with a number to know its answer by.
#[derive(Debug)]
pub struct Task {
    /// The answer has the same number.
    pub number: u64,
    /// What to ask the executor for.
    pub request: Request,
}

/// An execution that came to its end, or an executor that is gone.
#[derive(Debug)]
pub struct Answer {
    /// The task's number.
    pub number: u64,
    /// What happened.
    pub reply: Result<Reply, ExploreError>,
}

/// The executors. Dropping it ends them, and all that they have started.
pub struct Pool {
    tasks: Option<Sender<Task>>,
    answers: Receiver<Answer>,
    threads: Vec<JoinHandle<()>>,
    stoppers: Vec<Stopper>,
}

/// No executor takes so long over an execution that it was asked for.
const GONE_AFTER: Duration = Duration::from_secs(60);

/// How far one execution may go.
pub const LIMITS: Limits = Limits {
    steps: 20_000,
    milliseconds: 500,
    output: 16 << 20,
    spins: 300,
};

/// A task that is scheduled unfairly, and has not ended after this number of steps, waits forever.
pub const STEPS_IF_FAVOURED: u32 = 8_000;

/// An execution that met its limit of time at work, or was held up by a busy machine, gets this once more.
pub const PATIENT_MILLISECONDS: u32 = 2_000;

impl Pool {
    /// Starts one executor for each core that this process may use. Each gets a folder of its own below `folder`.
    ///
    /// # Errors
    /// What making a folder or starting a process can fail of.
    pub fn start(program: &Path, folder: &Path, environment: Environment) -> io::Result<Pool> {
        let (tasks, todo) = unbounded::<Task>();
        let (done, answers) = unbounded();
        let mark = supervise::fresh_mark();
        let mut pool = Pool {
            tasks: Some(tasks),
            answers,
            threads: Vec::new(),
            stoppers: Vec::new(),
        };
        for core in cores() {
            let own = tempfile::Builder::new()
                .prefix("executor-")
                .tempdir_in(folder)?
                .keep();
            let executor = start(program, &own, environment, core, &mark)?;
            pool.stoppers.push(executor.stopper());
            let (todo, done, mark) = (todo.clone(), done.clone(), mark.clone());
            pool.threads.push(thread::Builder::new().spawn(move || {
                serve(executor, &todo, &done, &mark);
                // What is left is removed with the folder around it.
                let _ = fs::remove_dir_all(own);
            })?);
        }
        Ok(pool)
    }

    /// Has an execution made.
    pub fn run(&self, task: Task) {
        if let Some(tasks) = &self.tasks {
            // Without executors there is no answer either, which the caller sees.
            let _ = tasks.send(task);
        }
    }

    /// Waits for the next answer.
    ///
    /// # Errors
    /// When it is cancelled, or none comes.
    pub fn answer(&self, cancel: &Cancel) -> Result<executor::Answer, ExploreError> {
        let answer = select! {
            recv(self.answers) -> answer => answer.map_err(|_| ExploreError::ExecutorGone),
            recv(cancel.receiver()) -> _ => Err(ExploreError::Cancelled),
            recv(after(GONE_AFTER)) -> _ => Err(ExploreError::ExecutorGone),
        };
        let Answer { number, reply } = answer?;
        reply.map(|reply| executor::Answer { number, reply })
    }
}

/// A pool that a search waits for, until it is cancelled.
pub struct Cancellable<'a> {
    /// What runs the executions.
    pub pool: &'a Pool,
    /// What ends the waiting.
    pub cancel: &'a Cancel,
}

impl executor::Executor for Cancellable<'_> {
    type Error = ExploreError;

    fn begin(&mut self, number: u64, request: Request) {
        self.pool.run(Task { number, request });
    }

    fn answer(&mut self) -> Result<executor::Answer, ExploreError> {
        self.pool.answer(self.cancel)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        // What is under way or waits to be run is not wanted any more.
        self.tasks = None;
        self.stoppers.iter().for_each(Stopper::stop);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn start(
    program: &Path,
    folder: &Path,
    environment: Environment,
    core: usize,
    mark: &str,
) -> io::Result<Executor> {
    let (rounds, extra) = (
        environment.rounds.to_string(),
        environment.extra.to_string(),
    );
    let core = core.to_string();
    let mut variables = vec![
        ("ROUNDS", rounds.as_str()),
        ("EXTRA", extra.as_str()),
        ("BATON_CORE", core.as_str()),
        (MARK, mark),
        // A panic's message is enough; to walk the stack takes longer than the execution.
        ("RUST_BACKTRACE", "0"),
    ];
    if let Some(mode) = environment.mode {
        variables.push(("MODE", mode.name()));
    }
    Executor::start(program, folder, &variables)
}

fn serve(mut executor: Executor, todo: &Receiver<Task>, done: &Sender<Answer>, mark: &str) {
    for Task { number, request } in todo {
        let misreads = request.rules.misread.is_some();
        let reply = run(&mut executor, request);
        let reply = reply
            .map_err(ExploreError::from)
            .and_then(|reply| match misreads {
                // It may have written anywhere, by what it misread.
                true => Ok(reply),
                false => attack::believable(reply),
            });
        let gone = reply.is_err();
        if done.send(Answer { number, reply }).is_err() || gone {
            break;
        }
    }
    if !executor.end() {
        supervise::end_what_was_left(executor.id(), mark);
    }
}

fn run(executor: &mut Executor, mut request: Request) -> Result<Reply, Gone> {
    let reply = executor.run(&request)?;
    let worked = reply.processor_micros / 1000 >= u64::from(request.limits.milliseconds) / 2;
    let is_worth_another = match reply.end {
        // A task that goes last had all of its time in an earlier execution.
        End::TimeLimit { task } => {
            let goes_last = request.rules.goes_last.contains(task);
            worked && !goes_last && request.rules.misread.is_none()
        }
        End::HeldUp => true,
        End::Exited { .. }
        | End::Signaled { .. }
        | End::Deadlock
        | End::Livelock
        | End::OutputLimit
        | End::StepLimit
        | End::TooMany { .. }
        | End::Unsupported { .. }
        | End::Diverged { .. }
        | End::Undecided
        | End::Stopped { .. }
        | End::Damaged
        | End::Internal { .. } => false,
    };
    if !is_worth_another {
        return Ok(reply);
    }
    request.limits.milliseconds = PATIENT_MILLISECONDS;
    let mut again = executor.run(&request)?;
    again.processor_micros += reply.processor_micros;
    Ok(again)
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
