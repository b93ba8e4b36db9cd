//! The programs that all tools get, and which tool cannot judge which of them.

use anyhow::{Context, Result};

/// The verdict that a tool should give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    Wrong,
    Right,
}

/// The tool that explores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Within a bound.
    Racelings,
    /// racelings' search with no bound.
    WithNoBound,
    Loom,
    Shuttle,
}

/// Why a tool does not give the right verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It gives the right verdict.
    Able,
    /// The program cannot be expressed.
    Cannot(&'static str),
    /// The program can be expressed, but the tool cannot see its bug.
    Misses(&'static str),
}

/// A program.
pub struct Program {
    pub name: &'static str,
    pub truth: Truth,
    text: &'static str,
    unfit: &'static [(Who, Fit)],
}

impl Program {
    /// How far the tool can judge it.
    pub fn fit(&self, who: Who) -> Fit {
        let known = self.unfit.iter().find(|(one, _)| *one == who);
        known.map_or(Fit::Able, |(_, fit)| *fit)
    }

    /// The program, as racelings gets it.
    pub fn text(&self) -> &'static str {
        self.text
    }
}

/// The text of the program with that name.
///
/// # Errors
/// If there is none.
pub fn text(name: &str) -> Result<&'static str> {
    let program = ALL.iter().find(|program| program.name == name);
    program.map(Program::text).with_context(|| name.to_owned())
}

macro_rules! programs {
    ($($folder:literal $truth:ident $name:literal $unfit:expr;)*) => {
        /// All of them, the wrong ones first.
        pub const ALL: &[Program] = &[$(Program {
            name: $name,
            truth: Truth::$truth,
            text: include_str!(concat!("../programs/", $folder, "/", $name, ".rs")),
            unfit: $unfit,
        }),*];
    };
}

const NONE: &[(Who, Fit)] = &[];
const PLAIN: &[(Who, Fit)] = &[(Who::Shuttle, Fit::Misses("it does not see plain accesses"))];
const NEWEST: &str = "its atomics read the newest value";
const STALE: &[(Who, Fit)] = &[
    (Who::WithNoBound, Fit::Misses(NEWEST)),
    (Who::Shuttle, Fit::Misses(NEWEST)),
];
const SENDERS: &[(Who, Fit)] = &[(
    Who::Loom,
    Fit::Cannot("its channels do not tell that all senders are gone"),
)];
const NO_FILES: &str = "it has neither files nor processes";
const FILES: &[(Who, Fit)] = &[
    (Who::Loom, Fit::Cannot(NO_FILES)),
    (Who::Shuttle, Fit::Cannot(NO_FILES)),
];

programs! {
    "wrong" Wrong "load_then_store" NONE;
    "wrong" Wrong "check_then_act" NONE;
    "wrong" Wrong "flag_as_lock" NONE;
    "wrong" Wrong "crossed_locks" NONE;
    "wrong" Wrong "condvar_if" NONE;
    "wrong" Wrong "lost_wake_up" NONE;
    "wrong" Wrong "sender_kept" SENDERS;
    "wrong" Wrong "plain_counter" PLAIN;
    "wrong" Wrong "publish_relaxed" PLAIN;
    "wrong" Wrong "stale_read" STALE;
    "wrong" Wrong "file_counter" FILES;
    "right" Right "mutex_counter" NONE;
    "right" Right "fetch_add" NONE;
    "right" Right "check_and_act" NONE;
    "right" Right "spin_lock" NONE;
    "right" Right "ordered_locks" NONE;
    "right" Right "condvar_while" NONE;
    "right" Right "kept_wake_up" NONE;
    "right" Right "sender_dropped" SENDERS;
    "right" Right "publish_release" NONE;
    "right" Right "file_lock" FILES;
}
