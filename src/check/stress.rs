//! Real runs, repeated until enough in a row have passed, or one has failed.
//!
//! How many rounds a run has, and which runs count, is for [`Pace`] to say.

use std::time::Duration;

use super::judge::{self, Run};
use super::pace::{Pace, Took};
use super::verdict::{Evidence, Failure, Kind, NotRun, Passed, Progress, Runs, Verdict};
use crate::catalog::Mode;
use crate::supervise::{End, Limits, Outcome};

/// What is asked of an exercise.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The modes it runs in, in this order.
    pub modes: Vec<Mode>,
    /// How many runs in a row have to pass, in each mode.
    pub runs: u32,
    /// What the counter should be in the end.
    pub expected: String,
    /// The limits of one run, for the words of the verdict.
    pub limits: Limits,
}

/// Makes runs by `run` until the plan is met, or one run fails.
///
/// # Errors
/// What `run` returns as an error ends it.
pub fn stress<E>(
    plan: &Plan,
    run: &mut dyn FnMut(Mode, u64) -> Result<Run, E>,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Verdict, E> {
    let mut passed = Passed {
        explored: Vec::new(),
        runs: Vec::new(),
        rounds: Vec::new(),
        values: Vec::new(),
    };
    for &mode in &plan.modes {
        match stress_in(mode, plan, run, on_progress)? {
            Ok((rounds, values)) => {
                passed.values.extend(values);
                passed.runs.push((mode, plan.runs));
                passed.rounds.push((mode, rounds));
            }
            Err(other) => return Ok(other),
        }
    }
    Ok(Verdict::Passes(passed))
}

/// The rounds that the runs in one mode settled at, and their values.
type Steady = (u64, Vec<String>);

/// The runs in one mode: all passed, or the verdict that ends it.
fn stress_in<E>(
    mode: Mode,
    plan: &Plan,
    run: &mut dyn FnMut(Mode, u64) -> Result<Run, E>,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Result<Steady, Verdict>, E> {
    let mut pace = Pace::new();
    let mut values = Vec::new();
    let mut made = 0;
    let mut done = 0;
    on_progress(Progress::Calibrating { mode });
    while done < plan.runs {
        let rounds = pace.rounds();
        let run = run(mode, rounds)?;
        made += 1;
        values.extend(judge::result_of(&run.outcome));
        if run.outcome.end == End::HeldUp {
            match pace.was_held_up() {
                true => continue,
                false => return Ok(Err(too_busy(&run.outcome))),
            }
        }
        let judged = judge::judge(&run, &plan.expected, &plan.limits);
        let outcome = run.outcome;
        if let Err(kind) = judged {
            if matches!(kind, Kind::TimeLimit { .. }) && pace.came_to_the_time_limit() {
                continue;
            }
            let tasks = judge::tasks(&outcome);
            let killed = outcome.killed;
            let (stdout, stderr) = (judge::output(outcome.stdout), judge::output(outcome.stderr));
            let runs = made;
            let evidence = Evidence::Runs(Runs {
                mode,
                rounds,
                values,
                runs,
                tasks,
                killed,
                explored: Vec::new(),
                stdout,
                stderr,
            });
            return Ok(Err(Verdict::Fails(Box::new(Failure { kind, evidence }))));
        }
        // Where a worker was killed, how long the run took says nothing.
        if outcome.killed.is_none() && !pace.ended_well(took(&outcome)) {
            continue;
        }
        done += 1;
        let (of, values) = (plan.runs, values.clone());
        on_progress(Progress::Running {
            mode,
            done,
            of,
            values,
        });
    }
    Ok(Ok((pace.rounds(), values)))
}

fn took(outcome: &Outcome) -> Took {
    Took {
        elapsed: Duration::from_secs_f64(outcome.seconds),
        processor: Duration::from_secs_f64(outcome.processor_seconds),
        waits: outcome.waits,
    }
}

/// The verdict where the machine leaves next to nothing of its processors to the program.
fn too_busy(outcome: &Outcome) -> Verdict {
    let reason = format!(
        "The machine is too busy to run it: in {:.0} s the program had {:.1} s of processor time.\nClose other programs and try again.",
        outcome.seconds, outcome.processor_seconds
    );
    Verdict::NotRun(NotRun::TooBusy { reason })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervise::{Captured, Killed};
    use std::convert::Infallible;

    fn plan(modes: &[Mode]) -> Plan {
        Plan {
            modes: modes.to_vec(),
            runs: 20,
            expected: "0".into(),
            limits: crate::check::LIMITS,
        }
    }

    fn ran(value: i64, seconds: f64) -> Run {
        let head = format!("Counter = {value}\n");
        let outcome = Outcome {
            end: End::Exited {
                code: i32::from(value != 0),
            },
            stdout: Captured {
                total_bytes: head.len() as u64,
                head,
                ..Captured::default()
            },
            stderr: Captured::default(),
            seconds,
            processor_seconds: seconds,
            waits: 0,
            left_running: Vec::new(),
            killed: None,
        };
        Run {
            outcome,
            finished: value == 0,
        }
    }

    /// The verdict, and the rounds of each run, of a program that takes a microsecond a round and ends as `value` says.
    fn stressed(modes: &[Mode], value: impl Fn(usize) -> i64) -> (Verdict, Vec<u64>) {
        let mut asked = Vec::new();
        let mut run = |_: Mode, rounds: u64| {
            asked.push(rounds);
            Ok::<_, Infallible>(ran(value(asked.len()), 1e-3 + rounds as f64 * 1e-6))
        };
        let Ok(verdict) = stress(&plan(modes), &mut run, &mut |_| ());
        (verdict, asked)
    }

    #[test]
    fn only_runs_that_lasted_long_enough_count() {
        let (verdict, asked) = stressed(&[Mode::Threads], |_| 0);
        let Verdict::Passes(passed) = verdict else {
            panic!("{verdict:?}")
        };
        let counted = asked.iter().filter(|&&rounds| rounds >= 19_000).count();
        assert_eq!((counted, passed.total_runs()), (20, 20));
        assert!(asked.len() < 30, "{asked:?}");
    }

    #[test]
    fn the_first_wrong_result_ends_it_and_all_values_are_shown() {
        let (verdict, asked) = stressed(&[Mode::Threads], |run| if run == 3 { 7155 } else { 0 });
        let Verdict::Fails(failure) = verdict else {
            panic!("{verdict:?}")
        };
        let Evidence::Runs(runs) = failure.evidence else {
            panic!("there were only runs")
        };
        assert_eq!(runs.values, ["0", "0", "7155"]);
        assert_eq!((runs.runs, asked.len()), (3, 3));
        let (expected, got) = ("0".into(), "7155".into());
        assert_eq!(failure.kind, Kind::WrongResult { expected, got });
    }

    #[test]
    fn each_mode_has_its_own_runs() {
        let both = [Mode::Threads, Mode::Processes];
        let (verdict, _) = stressed(&both, |_| 0);
        let Verdict::Passes(passed) = verdict else {
            panic!("{verdict:?}")
        };
        assert_eq!(passed.runs, [(Mode::Threads, 20), (Mode::Processes, 20)]);
    }

    #[test]
    fn a_program_that_does_not_look_at_its_rounds_still_gets_its_runs() {
        let mut run = |_: Mode, _: u64| Ok::<_, Infallible>(ran(0, 1e-3));
        let Ok(verdict) = stress(&plan(&[Mode::Threads]), &mut run, &mut |_| ());
        assert!(matches!(verdict, Verdict::Passes(passed) if passed.total_runs() == 20));
    }

    /// The rounds of each run of a program that takes so many microseconds a round, if that is not too long.
    fn with_a_time_limit(micros_per_round: impl Fn(usize) -> f64) -> (Verdict, Vec<u64>) {
        let mut asked = Vec::new();
        let mut run = |_: Mode, rounds: u64| {
            asked.push(rounds);
            let seconds = 1e-3 + rounds as f64 * micros_per_round(asked.len()) * 1e-6;
            let mut run = ran(0, seconds.min(5.0));
            if seconds > 5.0 {
                run.outcome.end = End::TimeLimit { tasks: Vec::new() };
            }
            Ok::<_, Infallible>(run)
        };
        let Ok(verdict) = stress(&plan(&[Mode::Threads]), &mut run, &mut |_| ());
        (verdict, asked)
    }

    #[test]
    fn a_run_that_reaches_the_time_limit_gets_a_second_chance_with_fewer_rounds() {
        let (verdict, asked) = with_a_time_limit(|run| if run == 9 { 1e6 } else { 0.05 });
        assert!(matches!(verdict, Verdict::Passes(_)), "{verdict:?}");
        assert_eq!(asked[9], asked[8] / 10, "{asked:?}");
    }

    #[test]
    fn a_program_that_always_reaches_the_time_limit_fails() {
        let (verdict, asked) = with_a_time_limit(|run| if run > 6 { 1e9 } else { 0.05 });
        let Verdict::Fails(failure) = verdict else {
            panic!("{verdict:?}")
        };
        assert!(matches!(failure.kind, Kind::TimeLimit { .. }));
        assert!(asked.len() <= 9, "{asked:?}");
    }

    #[test]
    fn a_run_that_a_busy_machine_held_up_says_nothing() {
        let mut number = 0;
        let mut run = |_: Mode, _: u64| {
            number += 1;
            let mut run = ran(0, 0.05);
            if number % 5 == 0 {
                run.outcome.end = End::HeldUp;
            }
            Ok::<_, Infallible>(run)
        };
        let mut few = plan(&[Mode::Threads]);
        few.runs = 8;
        let Ok(verdict) = stress(&few, &mut run, &mut |_| ());
        assert!(matches!(verdict, Verdict::Passes(_)), "{verdict:?}");
    }

    #[test]
    fn a_machine_that_holds_up_every_run_is_no_verdict_on_the_program() {
        let mut run = |_: Mode, _: u64| {
            let mut run = ran(0, 60.0);
            run.outcome.end = End::HeldUp;
            Ok::<_, Infallible>(run)
        };
        let Ok(verdict) = stress(&plan(&[Mode::Threads]), &mut run, &mut |_| ());
        let Verdict::NotRun(NotRun::TooBusy { reason }) = verdict else {
            panic!("{verdict:?}")
        };
        assert!(reason.contains("too busy"), "{reason}");
    }

    #[test]
    fn a_run_in_which_a_worker_was_killed_counts_however_short_it_was() {
        let mut rounds = Vec::new();
        let mut run = |_, of| {
            rounds.push(of);
            let mut run = ran(0, 0.001);
            run.outcome.killed = Some(killed());
            Ok::<Run, ()>(run)
        };
        let verdict = stress(&plan(&[Mode::Processes]), &mut run, &mut |_| ());
        assert!(matches!(verdict, Ok(Verdict::Passes(_))));
        assert_eq!(rounds, [super::super::pace::FIRST_ROUNDS; 20]);
    }

    fn killed() -> Killed {
        Killed {
            process: "inc".into(),
            after: Duration::from_millis(12),
        }
    }

    #[test]
    fn a_failing_run_names_the_worker_that_was_killed_in_it_and_none_of_another_run() {
        let in_runs = |with_a_crash: u64| {
            let mut made = 0;
            let mut run = |_: Mode, _: u64| {
                made += 1;
                let mut run = ran(if made == 3 { 1 } else { 0 }, 0.05);
                run.outcome.killed = (made == with_a_crash).then(killed);
                Ok::<_, Infallible>(run)
            };
            let Ok(verdict) = stress(&plan(&[Mode::Processes]), &mut run, &mut |_| ());
            let Verdict::Fails(failure) = verdict else {
                panic!("{verdict:?}")
            };
            let Evidence::Runs(runs) = failure.evidence else {
                panic!("there were only runs")
            };
            runs.killed
        };
        assert_eq!(in_runs(3), Some(killed()));
        assert_eq!(in_runs(2), None);
    }
}
