//! A schedule in a short string, to be copied from a verdict and given to `replay`.
//!
//! `2p:a3b2` means: ROUNDS=2, mode `processes`, and of the points at which more than one task could go, the first three
//! went to task 0, the next two to task 1; from there on the executor's own policy chooses (the running task goes on while
//! it can). `t` stands for the mode `threads`, `-` for a program without a mode. A `+1` after the rounds is `EXTRA=1`, an
//! `E` before the colon says that the baton could be taken away at every access, plain ones too. Tasks beyond `z` are
//! written as `(26)`. A program that is not written in the newest edition has its own in front: `2018/1-:ab`.
//!
//! Capital letters are the other decisions, each with the number of its step: in `W12c` the wait of task 2 ends without a
//! notification, in `K12c` the process of task 2 is killed, in `R17=1` an atomic operation goes by the older value 1 (`R17=1.2`: by
//! the one before that is 1, too), in `R17=1X` a `compare_exchange_weak` that reads 1 fails spuriously, in `T17=1` the step's
//! value is tampered with. What happens after the last decision comes last: `Fc` favours task 2, which goes on where it yields, and with `S` the
//! execution stops.

use std::fmt::{self, Write};
use std::str::FromStr;

use protocol::{Decision, MAX_TASKS, Policy, StaleRead, StepId, SwitchAt, TaskId};

use super::{Environment, Schedule, Setting};
use crate::catalog::Mode;
use crate::edition::Edition;

/// A string that is no schedule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a schedule: copy one from a verdict, such as `2t:a3b2`")]
pub struct NoSchedule(String);

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.edition != Edition::default() {
            write!(f, "{}/", self.edition)?;
        }
        let Setting {
            environment,
            switch_at,
            then,
        } = self.setting;
        write_environment(f, environment)?;
        f.write_str(match switch_at {
            SwitchAt::EveryAccess => "E:",
            SwitchAt::Synchronisation => ":",
        })?;
        for run in self.decisions.chunk_by(is_run_on) {
            write_decision(f, run[0])?;
            if run.len() > 1 {
                write!(f, "{}", run.len())?;
            }
        }
        match then {
            Policy::Default => Ok(()),
            Policy::Stop => f.write_char('S'),
            Policy::Favour(task) => {
                f.write_char('F')?;
                write_task(f, task)
            }
        }
    }
}

fn write_environment(f: &mut fmt::Formatter<'_>, environment: Environment) -> fmt::Result {
    write!(f, "{}", environment.rounds)?;
    if environment.extra > 0 {
        write!(f, "+{}", environment.extra)?;
    }
    f.write_char(match environment.mode {
        Some(Mode::Threads) => 't',
        Some(Mode::Processes) => 'p',
        None => '-',
    })
}

/// Whether the same task goes once more.
fn is_run_on(one: &Decision, next: &Decision) -> bool {
    matches!(one, Decision::Run(_)) && one == next
}

fn write_decision(f: &mut fmt::Formatter<'_>, decision: Decision) -> fmt::Result {
    match decision {
        Decision::Run(task) => write_task(f, task),
        Decision::Wake { step, task } => {
            write!(f, "W{}", step.number())?;
            write_task(f, task)
        }
        Decision::Crash { step, task } => {
            write!(f, "K{}", step.number())?;
            write_task(f, task)
        }
        Decision::ReadFrom(read) => write_stale_read(f, read),
        Decision::Tamper { step, value } => write!(f, "T{}={value}", step.number()),
    }
}

/// Which of several values that are the same it is stands behind a dot, unless it is the first that comes to mind.
fn write_stale_read(f: &mut fmt::Formatter<'_>, read: StaleRead) -> fmt::Result {
    write!(f, "R{}={}", read.step.number(), read.value)?;
    if read.which != usual(read.fails) {
        write!(f, ".{}", read.which)?;
    }
    match read.fails {
        true => f.write_char('X'),
        false => Ok(()),
    }
}

/// An operation goes by the newest older value; one that fails spuriously, by the newest of all.
const fn usual(fails: bool) -> u32 {
    if fails { 0 } else { 1 }
}

fn read_stale_read(step: StepId, text: &mut &str) -> Option<StaleRead> {
    let value = read_value(text)?;
    let which = match text.strip_prefix('.') {
        Some(rest) => {
            *text = rest;
            Some(read_number(text)?)
        }
        None => None,
    };
    let fails = text.starts_with('X');
    *text = text.strip_prefix('X').unwrap_or(text);
    Some(StaleRead {
        step,
        value,
        which: which.unwrap_or(usual(fails)),
        fails,
    })
}

fn write_task(f: &mut fmt::Formatter<'_>, task: TaskId) -> fmt::Result {
    match task.number() {
        letter @ 0..26 => f.write_char(char::from(b'a' + letter)),
        number => write!(f, "({number})"),
    }
}

impl FromStr for Schedule {
    type Err = NoSchedule;

    fn from_str(text: &str) -> Result<Schedule, NoSchedule> {
        read(text).ok_or_else(|| NoSchedule(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Schedule> {
    let (head, mut rest) = text.trim().split_once(':')?;
    let (edition, head) = match head.split_once('/') {
        Some((edition, head)) => (edition.parse().ok()?, head),
        None => (Edition::default(), head),
    };
    let (head, switch_at) = match head.strip_suffix('E') {
        Some(head) => (head, SwitchAt::EveryAccess),
        None => (head, SwitchAt::Synchronisation),
    };
    let environment = read_environment(head)?;
    let mut decisions = Vec::new();
    let mut then = Policy::Default;
    while then == Policy::Default && !rest.is_empty() {
        then = read_policy(&mut rest)?;
        if then == Policy::Default {
            read_decision(&mut rest, &mut decisions)?;
        }
    }
    rest.is_empty().then_some(Schedule {
        edition,
        setting: Setting {
            environment,
            switch_at,
            then,
        },
        decisions,
    })
}

fn read_environment(text: &str) -> Option<Environment> {
    let mode = match text.chars().last()? {
        't' => Some(Mode::Threads),
        'p' => Some(Mode::Processes),
        '-' => None,
        _ => return None,
    };
    let numbers = &text[..text.len() - 1];
    let (rounds, extra) = numbers.split_once('+').unwrap_or((numbers, "0"));
    Some(Environment {
        rounds: rounds.parse().ok()?,
        extra: extra.parse().ok()?,
        mode,
    })
}

/// Takes a policy off the front; the default one where there is none. `None` where it is cut short.
fn read_policy(text: &mut &str) -> Option<Policy> {
    if let Some(rest) = text.strip_prefix('S') {
        *text = rest;
        return Some(Policy::Stop);
    }
    let Some(rest) = text.strip_prefix('F') else {
        return Some(Policy::Default);
    };
    *text = rest;
    read_task(text).map(Policy::Favour)
}

/// The most decisions that a string may stand for: what the executor takes.
const MAX_DECISIONS: usize = 65_536;

/// Takes a decision off the front, or several that are the same.
fn read_decision(text: &mut &str, decisions: &mut Vec<Decision>) -> Option<()> {
    let kind = text.chars().next()?;
    let mut times = 1;
    let decision = if kind.is_ascii_uppercase() {
        *text = &text[1..];
        let step = StepId::new(read_number(text)?);
        match kind {
            'W' => Decision::Wake {
                step,
                task: read_task(text)?,
            },
            'K' => Decision::Crash {
                step,
                task: read_task(text)?,
            },
            'R' => Decision::ReadFrom(read_stale_read(step, text)?),
            'T' => Decision::Tamper {
                step,
                value: read_value(text)?,
            },
            _ => return None,
        }
    } else {
        let task = read_task(text)?;
        if text.starts_with(|next: char| next.is_ascii_digit()) {
            times = read_number(text)?;
        }
        Decision::Run(task)
    };
    if times > MAX_DECISIONS - decisions.len() {
        return None;
    }
    decisions.extend(std::iter::repeat_n(decision, times));
    Some(())
}

fn read_task(text: &mut &str) -> Option<TaskId> {
    let number = match text.chars().next()? {
        letter @ 'a'..='z' => {
            *text = &text[1..];
            letter as u8 - b'a'
        }
        '(' => {
            let (number, rest) = text[1..].split_once(')')?;
            *text = rest;
            number.parse().ok()?
        }
        _ => return None,
    };
    (usize::from(number) < MAX_TASKS).then(|| TaskId::new(number))
}

fn read_value(text: &mut &str) -> Option<u64> {
    *text = text.strip_prefix('=')?;
    read_number(text)
}

fn read_number<N: FromStr>(text: &mut &str) -> Option<N> {
    let end = text.find(|next: char| !next.is_ascii_digit());
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    *text = rest;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;
    use proptest::prelude::*;

    fn schedule(text: &str) -> Schedule {
        text.parse().unwrap()
    }

    fn task(number: u8) -> TaskId {
        TaskId::new(number)
    }

    #[test]
    fn a_string_says_setting_and_decisions() {
        let read = schedule("2+1pE:a3b(30)2Fc");
        let tasks = [0, 0, 0, 1, 30, 30];
        assert_eq!(
            read.decisions,
            tasks.map(|number| Decision::Run(task(number)))
        );
        let setting = Setting {
            environment: Environment {
                rounds: 2,
                extra: 1,
                mode: Some(Mode::Processes),
            },
            switch_at: SwitchAt::EveryAccess,
            then: Policy::Favour(task(2)),
        };
        assert_eq!(read.setting, setting);
        assert_eq!(schedule("1-:").decisions, []);
        assert_eq!(schedule("1-:S").setting.then, Policy::Stop);
        let (wakes, reads) = (StepId::new(12), StepId::new(17));
        let expected = [
            Decision::Run(task(0)),
            Decision::Wake {
                step: wakes,
                task: task(2),
            },
            Decision::Run(task(1)),
            Decision::Run(task(1)),
            Decision::Crash {
                step: wakes,
                task: task(30),
            },
            Decision::ReadFrom(StaleRead::new(reads, 3)),
            Decision::ReadFrom(StaleRead {
                which: 2,
                ..StaleRead::new(reads, 3)
            }),
            Decision::ReadFrom(StaleRead {
                which: 0,
                fails: true,
                ..StaleRead::new(reads, 0)
            }),
            Decision::Tamper {
                step: reads,
                value: 4,
            },
        ];
        assert_eq!(
            schedule("1-:aW12cb2K12(30)R17=3R17=3.2R17=0XT17=4").decisions,
            expected
        );
    }

    #[test]
    fn what_is_no_schedule_is_refused_with_an_example() {
        let texts = [
            "",
            "2t",
            "t:a",
            "2x:a",
            "2t:A",
            "2t:a99999999999",
            "2t:a65537",
            "2t:(200)",
            "2t:(",
            "2t:aR",
            "2t:aR4",
            "2t:aR4=",
            "2t:aR-1=2",
            "2t:aR4=1.",
            "2t:aX",
            "2t:W4",
            "2t:Wa",
            "2t:K4",
            "2t:F",
            "2t:FaFb",
            "2t:Sa",
            "2t:3",
            "é:",
            "2t:é",
        ];
        for text in texts {
            let error = text.parse::<Schedule>().unwrap_err().to_string();
            assert!(error.contains("2t:a3b2"), "{text}: {error}");
        }
    }

    fn any_decision() -> impl Strategy<Value = Decision> {
        let task = (0..128_u8).prop_map(TaskId::new);
        let step = any::<u32>().prop_map(StepId::new);
        prop_oneof![
            4 => (0..3_u8).prop_map(|number| Decision::Run(TaskId::new(number))),
            2 => task.clone().prop_map(Decision::Run),
            1 => (step.clone(), task.clone()).prop_map(|(step, task)| Decision::Wake { step, task }),
            1 => (step.clone(), task).prop_map(|(step, task)| Decision::Crash { step, task }),
            1 => (step.clone(), any::<u64>(), 0..3u32, any::<bool>()).prop_map(|(step, value, which, fails)| {
                Decision::ReadFrom(StaleRead { step, value, which, fails })
            }),
            1 => (step, any::<u64>()).prop_map(|(step, value)| Decision::Tamper { step, value }),
        ]
    }

    fn any_policy() -> impl Strategy<Value = Policy> {
        prop_oneof![
            Just(Policy::Default),
            Just(Policy::Stop),
            (0..128_u8).prop_map(|number| Policy::Favour(TaskId::new(number))),
        ]
    }

    proptest! {
        #[test]
        fn a_schedule_comes_back_as_it_was_written(
            decisions in prop::collection::vec(any_decision(), 0..50),
            then in any_policy(),
            rounds in 0..1000u64,
            extra in 0..3u64,
            kind in 0..6usize,
            edition in 0..4usize,
        ) {
            let edition = Edition::value_variants()[edition];
            let mode = [None, Some(Mode::Threads), Some(Mode::Processes)][kind % 3];
            let switch_at = [SwitchAt::EveryAccess, SwitchAt::Synchronisation][kind / 3];
            let environment = Environment { rounds, extra, mode };
            let setting = Setting { environment, switch_at, then };
            let written = Schedule { edition, setting, decisions };
            prop_assert_eq!(schedule(&written.to_string()), written);
        }
    }
}
