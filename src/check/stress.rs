//! Real runs, repeated until the counter has held often enough in a row, or did not once.
//!
//! How many rounds a run has, and which runs count, is for [`Pace`] to say.

use std::time::Duration;

use super::judge::{self, Run};
use super::pace::{Pace, Took};
use super::verdict::{Evidence, Failure, Held, Kind, NotRun, Progress, Runs, Verdict};
use crate::catalog::World;
use crate::supervise::{End, Limits, Outcome};

/// What is asked of an exercise.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The worlds it runs in, in this order.
    pub worlds: Vec<World>,
    /// How many runs in a row have to hold, in each world.
    pub runs: u32,
    /// What the counter should be in the end.
    pub expected: String,
    /// The limits of one run, for the words of the verdict.
    pub limits: Limits,
}

/// Makes runs by `run` until the plan is met, or one run does not hold.
///
/// # Errors
/// What `run` returns as an error ends it.
pub fn stress<E>(
    plan: &Plan,
    run: &mut dyn FnMut(World, u64) -> Result<Run, E>,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Verdict, E> {
    let mut held = Held {
        explored: Vec::new(),
        runs: Vec::new(),
        rounds: Vec::new(),
        values: Vec::new(),
    };
    for &world in &plan.worlds {
        match stress_in(world, plan, run, on_progress)? {
            Ok((rounds, values)) => {
                held.values.extend(values);
                held.runs.push((world, plan.runs));
                held.rounds.push((world, rounds));
            }
            Err(other) => return Ok(other),
        }
    }
    Ok(Verdict::Holds(held))
}

/// The rounds that the runs in one world settled at, and their values.
type Steady = (u64, Vec<String>);

/// The runs in one world: all held, or the verdict that ends it.
fn stress_in<E>(
    world: World,
    plan: &Plan,
    run: &mut dyn FnMut(World, u64) -> Result<Run, E>,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Result<Steady, Verdict>, E> {
    let mut pace = Pace::new();
    let mut values = Vec::new();
    let mut made = 0;
    let mut done = 0;
    on_progress(Progress::Calibrating { world });
    while done < plan.runs {
        let rounds = pace.rounds();
        let run = run(world, rounds)?;
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
            let (stdout, stderr) = (judge::output(outcome.stdout), judge::output(outcome.stderr));
            let runs = made;
            let evidence = Evidence::Runs(Runs {
                world,
                rounds,
                values,
                runs,
                stdout,
                stderr,
            });
            return Ok(Err(Verdict::Fails(Box::new(Failure { kind, evidence }))));
        }
        if !pace.ended_well(took(&outcome)) {
            continue;
        }
        done += 1;
        let (of, values) = (plan.runs, values.clone());
        on_progress(Progress::Running {
            world,
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
    }
}

/// The verdict where the machine leaves next to nothing of its processors to the program.
fn too_busy(outcome: &Outcome) -> Verdict {
    let reason = format!(
        "The machine is too busy to run it: in {:.0} s the program had {:.1} s of processor time.\nClose other programs and try again.",
        outcome.seconds, outcome.processor_seconds
    );
    Verdict::NotRun(NotRun::Surroundings { reason })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervise::Captured;
    use std::convert::Infallible;

    fn plan(worlds: &[World]) -> Plan {
        Plan {
            worlds: worlds.to_vec(),
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
            left_running: Vec::new(),
        };
        Run {
            outcome,
            finished: value == 0,
        }
    }

    /// The verdict, and the rounds of each run, of a program that takes a microsecond a round and ends as `value` says.
    fn stressed(worlds: &[World], value: impl Fn(usize) -> i64) -> (Verdict, Vec<u64>) {
        let mut asked = Vec::new();
        let mut run = |_: World, rounds: u64| {
            asked.push(rounds);
            Ok::<_, Infallible>(ran(value(asked.len()), 1e-3 + rounds as f64 * 1e-6))
        };
        let Ok(verdict) = stress(&plan(worlds), &mut run, &mut |_| ());
        (verdict, asked)
    }

    #[test]
    fn only_runs_that_lasted_long_enough_count() {
        let (verdict, asked) = stressed(&[World::Threads], |_| 0);
        let Verdict::Holds(held) = verdict else {
            panic!("{verdict:?}")
        };
        let counted = asked.iter().filter(|&&rounds| rounds >= 29_000).count();
        assert_eq!((counted, held.total_runs()), (20, 20));
        assert!(asked.len() < 30, "{asked:?}");
    }

    #[test]
    fn the_first_wrong_result_ends_it_and_all_values_are_told() {
        let (verdict, asked) = stressed(&[World::Threads], |run| if run == 3 { 7155 } else { 0 });
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
    fn each_world_has_its_own_runs() {
        let both = [World::Threads, World::Processes];
        let (verdict, _) = stressed(&both, |_| 0);
        let Verdict::Holds(held) = verdict else {
            panic!("{verdict:?}")
        };
        assert_eq!(held.runs, [(World::Threads, 20), (World::Processes, 20)]);
    }

    #[test]
    fn a_program_that_does_not_look_at_its_rounds_still_gets_its_runs() {
        let mut run = |_: World, _: u64| Ok::<_, Infallible>(ran(0, 1e-3));
        let Ok(verdict) = stress(&plan(&[World::Threads]), &mut run, &mut |_| ());
        assert!(matches!(verdict, Verdict::Holds(held) if held.total_runs() == 20));
    }

    /// The rounds of each run of a program that takes so many microseconds a round, if that is not too long.
    fn with_a_time_limit(micros_per_round: impl Fn(usize) -> f64) -> (Verdict, Vec<u64>) {
        let mut asked = Vec::new();
        let mut run = |_: World, rounds: u64| {
            asked.push(rounds);
            let seconds = 1e-3 + rounds as f64 * micros_per_round(asked.len()) * 1e-6;
            let mut run = ran(0, seconds.min(5.0));
            if seconds > 5.0 {
                run.outcome.end = End::TimeLimit { tasks: Vec::new() };
            }
            Ok::<_, Infallible>(run)
        };
        let Ok(verdict) = stress(&plan(&[World::Threads]), &mut run, &mut |_| ());
        (verdict, asked)
    }

    #[test]
    fn who_comes_to_the_time_limit_gets_a_second_chance_with_fewer_rounds() {
        let (verdict, asked) = with_a_time_limit(|run| if run == 9 { 1e6 } else { 0.05 });
        assert!(matches!(verdict, Verdict::Holds(_)), "{verdict:?}");
        assert_eq!(asked[9], asked[8] / 10, "{asked:?}");
    }

    #[test]
    fn who_always_comes_to_the_time_limit_does_not_hold() {
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
        let mut run = |_: World, _: u64| {
            number += 1;
            let mut run = ran(0, 0.05);
            if number % 5 == 0 {
                run.outcome.end = End::HeldUp;
            }
            Ok::<_, Infallible>(run)
        };
        let mut few = plan(&[World::Threads]);
        few.runs = 8;
        let Ok(verdict) = stress(&few, &mut run, &mut |_| ());
        assert!(matches!(verdict, Verdict::Holds(_)), "{verdict:?}");
    }

    #[test]
    fn a_machine_that_holds_up_every_run_is_no_verdict_on_the_program() {
        let mut run = |_: World, _: u64| {
            let mut run = ran(0, 60.0);
            run.outcome.end = End::HeldUp;
            Ok::<_, Infallible>(run)
        };
        let Ok(verdict) = stress(&plan(&[World::Threads]), &mut run, &mut |_| ());
        let Verdict::NotRun(NotRun::Surroundings { reason }) = verdict else {
            panic!("{verdict:?}")
        };
        assert!(reason.contains("too busy"), "{reason}");
    }
}
