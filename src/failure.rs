//! In which ways a program can be wrong: values that both halves of a check come to, and that reports tell.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// The counter ended at another value than it should.
    WrongResult {
        /// What it should be.
        expected: String,
        /// What it was.
        got: String,
    },
    /// The program ended with exit code 0 before its check had come to its end.
    NoResult,
    /// A thread panicked.
    Panic {
        /// Its message.
        message: String,
        /// Where, if the program said so.
        location: Option<Location>,
    },
    /// Every thread is blocked.
    Deadlock,
    /// It was not done in time, or it was seen to go on without end.
    TimeLimit {
        /// The limit, if it met one.
        limit: Option<Duration>,
    },
    /// It ended with this exit code.
    ExitCode(i32),
    /// This signal ended it.
    Signal(i32),
    /// A thread called functions so deeply that its stack overflowed.
    StackOverflow {
        /// The thread, as std calls it.
        thread: String,
    },
    /// This signal stopped it, and nothing made it go on.
    Stopped(i32),
    /// It wrote over memory of the kit's own.
    WildWrite,
    /// It printed more than it may.
    OutputLimit {
        /// How many bytes it may print.
        limit: u64,
    },
    /// It asked for more memory than it may.
    MemoryLimit {
        /// How many bytes it may have.
        limit: u64,
    },
    /// It started more processes than it may.
    ProcessLimit {
        /// How many it may have at once.
        limit: u32,
    },
    /// It wrote more into one file than it may.
    FileLimit {
        /// How many bytes it may write.
        limit: u64,
    },
    /// It killed the kit's own process that watches over it.
    KilledSupervisor {
        /// With this signal.
        signal: i32,
    },
    /// It stopped that process.
    StoppedSupervisor {
        /// With this signal.
        signal: i32,
    },
    /// Two accesses to the same memory that nothing orders, one of them a write.
    DataRace(Box<DataRace>),
    /// Memory that one thread has freed is used by another, or freed once more.
    UseAfterFree(Box<DataRace>),
    /// The threads that are not blocked spin, and nothing ever changes.
    Livelock,
    /// It ends well without doing its job; in which way.
    Vacuous(Vacuous),
    /// It ended, but something that it had started was still running.
    LeftRunning,
}

impl Kind {
    /// Every name that [`Kind::name`] can give.
    pub const NAMES: [&str; 18] = [
        "wrong_result",
        "no_result",
        "panic",
        "deadlock",
        "time_limit",
        "exit_code",
        "signal",
        "stack_overflow",
        "wild_write",
        "output_limit",
        "memory_limit",
        "process_limit",
        "file_limit",
        "left_running",
        "data_race",
        "use_after_free",
        "livelock",
        "vacuous",
    ];

    /// The word for it in `--format json` and in `info.toml`.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::WrongResult { .. } => "wrong_result",
            Kind::NoResult => "no_result",
            Kind::Panic { .. } => "panic",
            Kind::Deadlock => "deadlock",
            Kind::TimeLimit { .. } => "time_limit",
            Kind::ExitCode(_) => "exit_code",
            Kind::StackOverflow { .. } => "stack_overflow",
            Kind::Signal(_)
            | Kind::Stopped(_)
            | Kind::KilledSupervisor { .. }
            | Kind::StoppedSupervisor { .. } => "signal",
            Kind::WildWrite => "wild_write",
            Kind::OutputLimit { .. } => "output_limit",
            Kind::MemoryLimit { .. } => "memory_limit",
            Kind::ProcessLimit { .. } => "process_limit",
            Kind::FileLimit { .. } => "file_limit",
            Kind::LeftRunning => "left_running",
            Kind::DataRace(_) => "data_race",
            Kind::UseAfterFree(_) => "use_after_free",
            Kind::Livelock => "livelock",
            Kind::Vacuous(_) => "vacuous",
        }
    }

    /// Whether it is about two accesses to memory, and not about how the execution ended.
    pub fn is_about_memory(&self) -> bool {
        matches!(self, Kind::DataRace(_) | Kind::UseAfterFree(_))
    }
}

/// The thread whose stack overflowed, if std has said so on standard error before it aborted the program.
pub fn stack_overflow(stderr: &str) -> Option<Kind> {
    let thread = stderr.lines().find_map(|line| {
        let (thread, _id) = line
            .strip_prefix("thread '")?
            .strip_suffix(" has overflowed its stack")?
            .rsplit_once('\'')?;
        Some(thread.to_owned())
    })?;
    Some(Kind::StackOverflow { thread })
}

/// In which way a program ends well without doing its job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Vacuous {
    /// Fewer workers are there at the same time than asked.
    Apart(Apart),
    /// With more rounds for the first worker, the result is not as much higher.
    LessThanAsked,
    /// With more rounds for the first worker, it does not end well.
    EndsBadly,
    /// With more rounds for the first worker, every thread is blocked, and not because workers take turns.
    Deadlock,
    /// One worker waits for the other every time, so one that has more to do waits forever.
    StrictTurns {
        /// The one that waits forever.
        who: String,
        /// The learner's line in which it waits.
        line: Option<usize>,
    },
    /// These workers do the same with few rounds and with many.
    Idle(Vec<String>),
    /// These workers do less than asked: with still more rounds they change nothing more.
    StopsEarly(Vec<String>),
    /// The result is the same whatever these workers write.
    WithoutEffect(Vec<String>),
    /// The result is the same however many rounds these workers do.
    RoundsWithoutEffect(Vec<String>),
    /// These workers are never at work at the same time as another one, in any interleaving.
    OneAfterTheOther(Vec<String>),
    /// `main` looks at nothing that the workers changed.
    Unseen,
    /// The result stays the same when another value of the workers' is seen.
    Unheeded,
}

/// How many threads or processes there are, beside the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apart {
    /// So many are started.
    pub started: u32,
    /// So many of them are there at the same time.
    pub at_once: u32,
    /// So many should be.
    pub required: u32,
}

/// Two accesses that nothing orders, or of which the first one frees the memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataRace {
    /// What they access, by name.
    pub object: String,
    /// The one that came first.
    pub first: RaceAccess,
    /// The other one.
    pub second: RaceAccess,
}

/// One access of a data race.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaceAccess {
    /// Whose.
    pub who: String,
    /// Whether it writes.
    pub writes: bool,
    /// Whether it frees the memory.
    pub frees: bool,
    /// Whether it is an atomic one: the other is not then.
    pub atomic: bool,
    /// Where.
    pub location: Option<Location>,
}

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// The file, below the project's root where it is one of its files.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stack_overflow_is_known_by_what_std_says_of_it() {
        let said = "\nthread 'it's inc' (4711) has overflowed its stack\nfatal runtime error: stack overflow, aborting\n";
        let thread = "it's inc".into();
        assert_eq!(stack_overflow(said), Some(Kind::StackOverflow { thread }));
        assert_eq!(stack_overflow("thread 'inc' panicked at a.rs:1:1:\n"), None);
    }
}
