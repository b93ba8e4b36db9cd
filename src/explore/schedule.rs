//! A schedule in a short string, to be copied from a verdict and given to `replay`.
//!
//! `2p:a3b2` means: ROUNDS=2, mode `processes`, and of the points at which more than one task could go, the first
//! three went to task 0, the next two to task 1; from there on the executor's own policy chooses (the running task goes
//! on while it can). `t` stands for the mode `threads`, `-` for a program without a mode. A `+1` after the rounds is
//! `EXTRA=1`, an `!` before the colon says that the baton could be taken away at plain memory accesses too, a `~` that one
//! wait on a condition variable may end without a notification, a `^a` that task 0 goes on at its own sleeps. An `@17=1` at
//! the end says that step 17 of the execution, an atomic load, reads the older value 1. Tasks beyond `z` are written as
//! `(26)`. A program that is not written in the newest edition has its own in front: `2018/1-:ab`.

use std::fmt::{self, Write};
use std::str::FromStr;

use protocol::{MAX_TASKS, StaleRead, SwitchAt};

use super::choices::Choices;
use crate::catalog::Mode;
use crate::edition::Edition;

/// Under what a program is explored, beside its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// What `ROUNDS` is: how often each worker counts.
    pub rounds: u64,
    /// What `EXTRA` is: how many more times the first worker counts.
    pub extra: u64,
    /// What `MODE` is, where the program has one.
    pub mode: Option<Mode>,
    /// Where the baton may be taken away.
    pub switch_at: SwitchAt,
    /// How many waits on a condition variable may end without a notification.
    pub spurious_wakeups: u32,
    /// A task that goes on at its own sleeps, however often.
    pub impatient: Option<u8>,
}

/// One execution, to be run again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// What the program is compiled as.
    pub edition: Edition,
    /// Under what.
    pub setting: Setting,
    /// What is decided in it.
    pub choices: Choices,
}

impl Schedule {
    /// The execution in which the executor decides everything.
    pub fn undecided(setting: Setting) -> Schedule {
        Schedule {
            edition: Edition::default(),
            setting,
            choices: Choices::default(),
        }
    }
}

/// A string that is no schedule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no schedule: it should look like `2t:a3b2`, as a verdict shows it")]
pub struct NoSchedule(String);

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Setting {
            rounds,
            extra,
            mode,
            switch_at,
            spurious_wakeups,
            impatient,
        } = self.setting;
        if self.edition != Edition::default() {
            write!(f, "{}/", self.edition)?;
        }
        write!(f, "{rounds}")?;
        if extra > 0 {
            write!(f, "+{extra}")?;
        }
        f.write_char(match mode {
            Some(Mode::Threads) => 't',
            Some(Mode::Processes) => 'p',
            None => '-',
        })?;
        if switch_at == SwitchAt::EveryAccess {
            f.write_char('!')?;
        }
        for _ in 0..spurious_wakeups {
            f.write_char('~')?;
        }
        if let Some(task) = impatient {
            f.write_char('^')?;
            write_task(f, task)?;
        }
        f.write_char(':')?;
        for run in self.choices.tasks.chunk_by(|one, next| one == next) {
            write_task(f, run[0])?;
            if run.len() > 1 {
                write!(f, "{}", run.len())?;
            }
        }
        match self.choices.stale_read {
            Some(StaleRead { step, value }) => write!(f, "@{step}={value}"),
            None => Ok(()),
        }
    }
}

fn write_task(f: &mut fmt::Formatter<'_>, task: u8) -> fmt::Result {
    match task {
        0..26 => f.write_char(char::from(b'a' + task)),
        _ => write!(f, "({task})"),
    }
}

impl FromStr for Schedule {
    type Err = NoSchedule;

    fn from_str(text: &str) -> Result<Schedule, NoSchedule> {
        read(text).ok_or_else(|| NoSchedule(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Schedule> {
    let (head, choices) = text.trim().split_once(':')?;
    let (edition, head) = match head.split_once('/') {
        Some((edition, head)) => (edition.parse().ok()?, head),
        None => (Edition::default(), head),
    };
    let (tasks, stale_read) = match choices.split_once('@') {
        Some((tasks, stale)) => {
            let (step, value) = stale.split_once('=')?;
            let (step, value) = (step.parse().ok()?, value.parse().ok()?);
            (tasks, Some(StaleRead { step, value }))
        }
        None => (choices, None),
    };
    let (head, impatient) = match head.split_once('^') {
        Some((head, task)) => match read_tasks(task)?.as_slice() {
            [task] => (head, Some(*task)),
            _ => return None,
        },
        None => (head, None),
    };
    let without = head.trim_end_matches('~');
    let spurious_wakeups = u32::try_from(head.len() - without.len()).ok()?;
    let (head, switch_at) = match without.strip_suffix('!') {
        Some(head) => (head, SwitchAt::EveryAccess),
        None => (without, SwitchAt::Synchronisation),
    };
    let mode = match head.chars().last()? {
        't' => Some(Mode::Threads),
        'p' => Some(Mode::Processes),
        '-' => None,
        _ => return None,
    };
    let numbers = &head[..head.len() - 1];
    let (rounds, extra) = numbers.split_once('+').unwrap_or((numbers, "0"));
    Some(Schedule {
        edition,
        setting: Setting {
            rounds: rounds.parse().ok()?,
            extra: extra.parse().ok()?,
            mode,
            switch_at,
            spurious_wakeups,
            impatient,
        },
        choices: Choices {
            tasks: read_tasks(tasks)?,
            stale_read,
        },
    })
}

/// The most choices that a string may stand for: what the executor takes.
const MAX_CHOICES: usize = 65_536;

fn read_tasks(mut text: &str) -> Option<Vec<u8>> {
    let mut choices = Vec::new();
    while let Some(first) = text.chars().next() {
        let (task, rest) = match first {
            'a'..='z' => (first as u8 - b'a', &text[1..]),
            '(' => {
                let (number, rest) = text[1..].split_once(')')?;
                (number.parse().ok()?, rest)
            }
            _ => return None,
        };
        let end = rest
            .find(|digit: char| !digit.is_ascii_digit())
            .unwrap_or(rest.len());
        let (digits, rest) = rest.split_at(end);
        let times: usize = if digits.is_empty() {
            1
        } else {
            digits.parse().ok()?
        };
        if task as usize >= MAX_TASKS || times > MAX_CHOICES - choices.len() {
            return None;
        }
        choices.extend(std::iter::repeat_n(task, times));
        text = rest;
    }
    Some(choices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;
    use proptest::prelude::*;

    fn schedule(text: &str) -> Schedule {
        text.parse().unwrap()
    }

    #[test]
    fn a_string_says_setting_and_choices() {
        let read = schedule("2+1p!:a3b(30)2");
        assert_eq!(read.choices.tasks, [0, 0, 0, 1, 30, 30]);
        let setting = Setting {
            rounds: 2,
            extra: 1,
            mode: Some(Mode::Processes),
            switch_at: SwitchAt::EveryAccess,
            spurious_wakeups: 0,
            impatient: None,
        };
        assert_eq!(read.setting, setting);
        assert_eq!(schedule("1-:").choices, Choices::default());
        let stale_read = StaleRead { step: 17, value: 3 };
        assert_eq!(schedule("1-:a@17=3").choices.stale_read, Some(stale_read));
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
            "2t:(200)",
            "2t:(",
            "2t:a@",
            "2t:a@4",
            "2t:a@4=",
            "2t:a@-1=2",
            "é:",
        ];
        for text in texts {
            let error = text.parse::<Schedule>().unwrap_err().to_string();
            assert!(error.contains("2t:a3b2"), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn a_schedule_comes_back_as_it_was_written(
            tasks in prop::collection::vec(0..128u8, 0..50),
            stale_read in proptest::option::of((any::<u32>(), any::<u64>())),
            rounds in 0..1000u64,
            extra in 0..3u64,
            kind in 0..6usize,
            spurious_wakeups in 0..3u32,
            impatient in proptest::option::of(0..128u8),
            edition in 0..4usize,
        ) {
            let edition = Edition::value_variants()[edition];
            let mode = [None, Some(Mode::Threads), Some(Mode::Processes)][kind % 3];
            let switch_at = [SwitchAt::EveryAccess, SwitchAt::Synchronisation][kind / 3];
            let stale_read = stale_read.map(|(step, value)| StaleRead { step, value });
            let setting = Setting { rounds, extra, mode, switch_at, spurious_wakeups, impatient };
            let written = Schedule { edition, setting, choices: Choices { tasks, stale_read } };
            prop_assert_eq!(schedule(&written.to_string()), written);
        }
    }
}
