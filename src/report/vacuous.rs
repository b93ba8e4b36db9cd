//! In which way a program passes without doing its job, in words. Pure.

use crate::check::verdict::{Apart, Vacuous};

/// What is wrong, in one sentence without its full stop.
pub fn headline(vacuous: &Vacuous) -> String {
    let words = words(vacuous);
    match vacuous {
        // An honest mistake that every interleaving of equal rounds passes.
        Vacuous::StrictTurns { .. } | Vacuous::Deadlock | Vacuous::EndsBadly => words,
        Vacuous::Apart(_)
        | Vacuous::LessThanAsked
        | Vacuous::Idle(_)
        | Vacuous::StopsEarly(_)
        | Vacuous::WithoutEffect(_)
        | Vacuous::RoundsWithoutEffect(_)
        | Vacuous::OneAfterTheOther(_)
        | Vacuous::Unseen
        | Vacuous::Unheeded => format!("it passes vacuously: {words}"),
    }
}

/// The same, without the word for it.
pub fn words(vacuous: &Vacuous) -> String {
    match vacuous {
        Vacuous::Apart(apart) => self::apart(*apart),
        Vacuous::LessThanAsked => {
            "extra rounds for the first worker did not raise the result by as many".into()
        }
        Vacuous::EndsBadly => "with extra rounds for the first worker, the program fails or never ends".into(),
        Vacuous::Deadlock => {
            "deadlock: with extra rounds for the first worker, every thread is blocked".into()
        }
        Vacuous::StrictTurns { who, line } => {
            let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
            format!(
                "strict turns: one worker waits for the other every time, so {who}, which has more to do, waits forever{line}"
            )
        }
        Vacuous::Idle(workers) if workers.len() == 1 => format!(
            "{} does none of the work: with more rounds it changes nothing more",
            workers[0]
        ),
        Vacuous::Idle(workers) => format!(
            "{} do none of the work: with more rounds they change nothing more",
            workers.join(" and ")
        ),
        Vacuous::StopsEarly(workers) => {
            let verbs = match workers.len() {
                1 => ("stops", "it changes"),
                _ => ("stop", "they change"),
            };
            format!(
                "{} {} early: with still more rounds {} nothing more",
                workers.join(" and "),
                verbs.0,
                verbs.1
            )
        }
        Vacuous::WithoutEffect(workers) => format!(
            "the work of {} has no effect: the result stays the same when another value is written",
            workers.join(" and ")
        ),
        Vacuous::RoundsWithoutEffect(workers) => format!(
            "the result does not depend on how often {} {}: it stays the same with another number of rounds",
            workers.join(" and "),
            if workers.len() == 1 { "counts" } else { "count" },
        ),
        Vacuous::OneAfterTheOther(workers) => {
            let work = if workers.len() == 1 { "works" } else { "work" };
            format!(
                "{} never {work} at the same time as another worker: in every interleaving one finishes its work before the next begins",
                workers.join(" and ")
            )
        }
        Vacuous::Unseen => {
            "the result does not depend on the work: no thread or process reads what another one changed"
                .into()
        }
        Vacuous::Unheeded => {
            "the result does not depend on the work: it stays the same when main reads other values"
                .into()
        }
    }
}

/// How much ran at the same time.
pub fn apart(apart: Apart) -> String {
    let Apart {
        started,
        at_once,
        required,
    } = apart;
    match (started, at_once) {
        (0, _) => "nothing runs at the same time: no thread and no process is spawned".into(),
        (1, _) => format!(
            "only one thread or process is spawned, but {required} should work at the same time"
        ),
        _ if started < required => format!(
            "only {started} threads or processes are spawned, but {required} should work at the same time"
        ),
        (_, 0 | 1) => {
            "nothing runs at the same time: each has ended before the next begins its work".into()
        }
        _ => format!("never more than {at_once} work at the same time, but {required} should"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadlock_with_extra_rounds_is_called_a_deadlock() {
        assert_eq!(
            headline(&Vacuous::Deadlock),
            "deadlock: with extra rounds for the first worker, every thread is blocked"
        );
    }
}
