//! What the kit asks of the supervisor, and its answers: plain values.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Captured;

/// What a program may use before it is ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// From the start of the program to its end, the time left out in which a
    /// busy machine had no processor for it.
    pub time: Duration,
    /// A run that a busy machine holds up is ended when so many times `time`
    /// have gone by ([`End::HeldUp`]).
    pub patience: u32,
    /// Bytes: of private data for each process (`RLIMIT_DATA`, so that asking
    /// for more fails at once), and of memory really used by all together.
    /// Below 32 MiB it counts as 32 MiB.
    pub memory: u64,
    /// Processes alive at the same time, the program itself among them. A fork
    /// bomb of any user but root may also end by itself, because the
    /// kernel refuses to start so many (`RLIMIT_NPROC`).
    pub processes: u32,
    /// Bytes written to standard output and standard error together.
    pub output: u64,
    /// Bytes in any one file (`RLIMIT_FSIZE`).
    pub file: u64,
    /// Bytes of the head, and as many of the tail, kept of each stream.
    pub kept_output: usize,
}

/// A program to be run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// An absolute path, or a name to be found in `PATH`.
    pub program: OsString,
    /// Its arguments, without its own name.
    pub args: Vec<OsString>,
    /// What it finds in its environment besides `env` and `RUST_BACKTRACE=0`.
    pub environment: Environment,
    /// Variables that are set for it.
    pub env: Vec<(OsString, OsString)>,
    /// The folder that it works in.
    #[serde(serialize_with = "path_out", deserialize_with = "path_in")]
    pub dir: PathBuf,
    /// What it may use.
    pub limits: Limits,
    /// When one of its processes is killed, if one is to be.
    pub crash: Option<Crash>,
}

/// The crash of a process that the program has started; of the program itself never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crash {
    /// So long after the start of the program. If it has no process by then, as soon as it has one.
    pub after: Duration,
    /// A random number: which one of its processes it is.
    pub which: u32,
}

/// What a program finds in its environment besides what is set for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Environment {
    /// What the kit finds in its own.
    Inherited,
    /// Nothing but the mark by which the kit recognises what it has started.
    Cleared,
}

/// How a run ended. All but the first two were ended by the supervisor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// It ended by itself.
    Exited {
        /// Its exit code.
        code: i32,
    },
    /// A signal ended it that the supervisor did not send.
    Signaled {
        /// The signal's number; signal(7).
        signal: i32,
    },
    /// It was still going, or waiting, when its time was over.
    TimeLimit {
        /// What each thread was at.
        tasks: Vec<Task>,
    },
    /// The machine was so busy that it had too little of a processor for too
    /// long. That says nothing about it.
    HeldUp,
    /// Each of its threads waited for another one of them: it would never have
    /// ended. Found early, on Linux only.
    Deadlock {
        /// What each thread waits for.
        tasks: Vec<Task>,
    },
    /// It printed more than it may.
    OutputLimit,
    /// It asked for so many bytes at once and did not get them, or so many
    /// were in use by all its processes.
    MemoryLimit {
        /// How many bytes.
        bytes: u64,
    },
    /// It had more processes at once than it may.
    ProcessLimit {
        /// How many there were when it was seen.
        count: u32,
    },
    /// It wrote more into one file than it may.
    FileLimit,
    /// It never ran; the reason is a sentence without its full stop.
    NotStarted {
        /// Why.
        reason: String,
    },
    /// The supervisor was killed during the run. Only the program has a
    /// reason to: it sent a signal to its parent, or to all processes.
    SupervisorKilled {
        /// The signal's number; signal(7).
        signal: i32,
    },
    /// The supervisor was stopped during the run, by the program as well. It
    /// was killed then.
    SupervisorStopped {
        /// The signal's number; signal(7).
        signal: i32,
    },
}

/// All that is known of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// How it ended.
    pub end: End,
    /// What it wrote to standard output.
    pub stdout: Captured,
    /// What it wrote to standard error.
    pub stderr: Captured,
    /// From the start of the program to its end.
    pub seconds: f64,
    /// What all its threads and processes together had on a processor.
    pub processor_seconds: f64,
    /// How often its threads gave up their processor to wait: for a disk, a lock, another thread, a process, or a while. Those
    /// of processes that are still running or were never waited for by their parents are left out.
    pub waits: u64,
    /// The processes (their main threads) that were still alive when the
    /// program itself had ended. They are ended by now.
    pub left_running: Vec<Task>,
    /// The process of the program that was killed, as the job asked for.
    pub killed: Option<Killed>,
}

impl Outcome {
    /// The outcome of a run of which nothing but its end is known.
    pub(super) fn without_output(end: End, seconds: f64) -> Self {
        Self {
            end,
            stdout: Captured::default(),
            stderr: Captured::default(),
            seconds,
            processor_seconds: 0.0,
            waits: 0,
            left_running: Vec::new(),
            killed: None,
        }
    }
}

/// A process that was killed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Killed {
    /// How it was started, as [`Task::process`] says it.
    pub process: String,
    /// So long after the start of the program.
    pub after: Duration,
}

/// A thread, as it was seen at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The process's number.
    pub pid: u32,
    /// How its process was started: the program's file name for the program
    /// itself, `inc` where it started itself again as `prog inc`, and the whole
    /// command (`sleep 1000`) for another program.
    pub process: String,
    /// `main`, the name that the program gave to it, or `thread 2` (the second
    /// oldest of its process) where it has none.
    pub thread: String,
    /// What it is at.
    pub doing: Doing,
}

/// What a thread is busy with, or waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doing {
    /// It runs, or could run.
    Running,
    /// Waits for a lock of its own process, a condition, or a channel, with no
    /// limit in time.
    Lock,
    /// Waits for the end of a thread of its process.
    Join {
        /// That thread's name.
        thread: String,
    },
    /// Waits for the lock of a file. `held_by` is a process of the same job;
    /// it is not known for a lock held by another process.
    FileLock {
        /// The file's name.
        file: Option<String>,
        /// The process that holds it.
        held_by: Option<String>,
    },
    /// Waits for the end of a process that it started; of any, if not named.
    Child {
        /// That process.
        process: Option<String>,
    },
    /// Sleeps, or waits for something, for a limited time.
    Sleep,
    /// Anything else, in words: `stopped`, `reads`, `asleep`.
    Other(String),
}

/// serde cannot write a path that is not UTF-8; as an `OsStr` it can.
fn path_out<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    path.as_os_str().serialize(serializer)
}

fn path_in<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
    OsString::deserialize(deserializer).map(PathBuf::from)
}

/// The supervisor's answer to one job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Reply {
    Outcome(Box<Outcome>),
    /// Our own mistake, in words.
    Internal(String),
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStringExt;

    use super::*;

    #[test]
    fn a_job_with_names_that_are_not_utf8_arrives_as_it_was_sent() {
        let odd = OsString::from_vec(vec![b'/', 0xff, b'x']);
        let job = Job {
            program: odd.clone(),
            args: vec![odd.clone()],
            environment: Environment::Cleared,
            env: vec![("A".into(), odd.clone())],
            dir: odd.into(),
            limits: Limits {
                time: Duration::from_millis(1500),
                patience: 12,
                memory: 1,
                processes: 2,
                output: 3,
                file: 4,
                kept_output: 5,
            },
            crash: Some(Crash {
                after: Duration::from_millis(7),
                which: 3,
            }),
        };
        let line = serde_json::to_string(&job).unwrap();
        assert!(!line.contains('\n'));
        assert_eq!(serde_json::from_str::<Job>(&line).unwrap(), job);
    }
}
