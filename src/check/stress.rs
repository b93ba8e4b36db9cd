//! Real runs, repeated until the counter has held often enough in a row, or did not once.
//!
//! With few rounds the first side is done before the second has started, and a racy program is right by luck.
//! So a run counts only when it lasted long enough for the sides to overlap; after a shorter one the next gets
//! more rounds. Because every run is measured, one run that a busy machine held up does not settle the number.
//!
//! Where the sides hand over to each other in each round, a run in which they overlap takes a hundred times as long as
//! one in which they do not. So rounds are raised in small steps, and after long runs there is an end to that.
//!
//! The clock cannot tell sleeping from working: a program that sleeps away most of a run's time gets too few rounds.
//! The time that its threads had on a processor would be the better measure.

use std::time::Duration;

use super::judge;
use super::verdict::{Evidence, Failure, Held, Kind, Progress, Runs, Verdict};
use crate::catalog::World;
use crate::supervise::{Limits, Outcome};

/// A run that lasted this long has had its sides run beside each other: a thread or a process starts in about a
/// millisecond, and the scheduler's time slices are of a few.
pub const LONG_ENOUGH: Duration = Duration::from_millis(30);

/// The rounds of the very first run: few, because a round may be as slow as a file's lock and two writes.
const FIRST_ROUNDS: u64 = 20;

/// A program that is done early even so does not look at its rounds.
const MOST_ROUNDS: u64 = 100_000_000;

/// A run of many rounds that lasted longer had its sides overlap, and hand over to each other all the time.
const TOO_LONG: Duration = Duration::from_millis(300);

/// One such run may have been held up by the machine.
const LONG_RUNS: u32 = 2;

/// Of fewer rounds no run is too long, whatever it takes.
const MANY_ROUNDS: u64 = 10 * FIRST_ROUNDS;

/// So often a run that came to the time limit is made again with fewer rounds: the rounds are the kit's own choice.
const SECOND_CHANCES: u32 = 2;

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
    run: &mut dyn FnMut(World, u64) -> Result<Outcome, E>,
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
            Err(failure) => return Ok(Verdict::Fails(failure)),
        }
    }
    Ok(Verdict::Holds(held))
}

/// The rounds that the runs in one world settled at, and their values.
type Steady = (u64, Vec<String>);

/// The runs in one world: all held, or how one failed.
fn stress_in<E>(
    world: World,
    plan: &Plan,
    run: &mut dyn FnMut(World, u64) -> Result<Outcome, E>,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Result<Steady, Box<Failure>>, E> {
    let mut rounds = FIRST_ROUNDS;
    let mut most_rounds = MOST_ROUNDS;
    let mut long_runs = 0;
    let mut chances = SECOND_CHANCES;
    let mut values = Vec::new();
    let mut made = 0;
    let mut done = 0;
    on_progress(Progress::Calibrating { world });
    while done < plan.runs {
        let outcome = run(world, rounds)?;
        made += 1;
        values.extend(judge::result_of(&outcome));
        if let Err(kind) = judge::judge(&outcome, &plan.expected, &plan.limits) {
            if matches!(kind, Kind::TimeLimit { .. }) && rounds > MANY_ROUNDS && chances > 0 {
                chances -= 1;
                most_rounds = rounds / 10;
                rounds = most_rounds;
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
            return Ok(Err(Box::new(Failure { kind, evidence })));
        }
        let lasted = Duration::from_secs_f64(outcome.seconds);
        if lasted < LONG_ENOUGH && rounds < most_rounds {
            rounds = more_rounds(rounds, lasted).min(most_rounds);
            continue;
        }
        if lasted > TOO_LONG && rounds > MANY_ROUNDS {
            long_runs += 1;
            if long_runs >= LONG_RUNS {
                most_rounds = rounds / 4;
                rounds = most_rounds;
            }
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
    Ok(Ok((rounds, values)))
}

/// The rounds of the next run, after one of `rounds` that was done too early.
fn more_rounds(rounds: u64, lasted: Duration) -> u64 {
    let missing = LONG_ENOUGH.as_secs_f64() / lasted.as_secs_f64().max(1e-6);
    // A little more than needed, so that runs do not fall just short again and again; never more than fourfold,
    // because the start of the program is part of a short run's time, and the sides may not have met in it.
    let factor = (missing * 1.25).clamp(1.25, 4.0);
    (rounds as f64 * factor) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervise::{Captured, End};
    use std::convert::Infallible;

    fn plan(worlds: &[World]) -> Plan {
        Plan {
            worlds: worlds.to_vec(),
            runs: 20,
            expected: "0".into(),
            limits: crate::check::LIMITS,
        }
    }

    fn outcome(value: i64, seconds: f64) -> Outcome {
        let head = format!("Counter = {value}\n");
        Outcome {
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
            left_running: Vec::new(),
        }
    }

    /// The verdict, and the rounds of each run, of a program that takes a microsecond a round and ends as `value` says.
    fn stressed(worlds: &[World], value: impl Fn(usize) -> i64) -> (Verdict, Vec<u64>) {
        let mut asked = Vec::new();
        let mut run = |_: World, rounds: u64| {
            asked.push(rounds);
            Ok::<_, Infallible>(outcome(value(asked.len()), 1e-3 + rounds as f64 * 1e-6))
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
        let mut run = |_: World, _: u64| Ok::<_, Infallible>(outcome(0, 1e-3));
        let Ok(verdict) = stress(&plan(&[World::Threads]), &mut run, &mut |_| ());
        assert!(matches!(verdict, Verdict::Holds(held) if held.total_runs() == 20));
    }

    /// The rounds of each run of a program that takes so many microseconds a round, if that is not too long.
    fn with_a_time_limit(micros_per_round: impl Fn(usize) -> f64) -> (Verdict, Vec<u64>) {
        let mut asked = Vec::new();
        let mut run = |_: World, rounds: u64| {
            asked.push(rounds);
            let seconds = 1e-3 + rounds as f64 * micros_per_round(asked.len()) * 1e-6;
            let mut outcome = outcome(0, seconds.min(5.0));
            if seconds > 5.0 {
                outcome.end = End::TimeLimit { tasks: Vec::new() };
            }
            Ok::<_, Infallible>(outcome)
        };
        let Ok(verdict) = stress(&plan(&[World::Threads]), &mut run, &mut |_| ());
        (verdict, asked)
    }

    #[test]
    fn after_long_runs_there_are_fewer_rounds_and_no_more_again() {
        // Whoever meets the other one takes a hundred times as long.
        let (verdict, asked) = with_a_time_limit(|run| if run % 3 == 0 { 5.0 } else { 0.05 });
        assert!(matches!(verdict, Verdict::Holds(_)), "{verdict:?}");
        let most = asked.iter().max().unwrap();
        assert!(asked.last().unwrap() <= &(most / 4), "{asked:?}");
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
    fn one_run_that_was_held_up_does_not_settle_the_rounds() {
        let mut number = 0;
        let mut long = 0;
        let mut run = |_: World, rounds: u64| {
            number += 1;
            let seconds = if number == 1 {
                0.2
            } else {
                1e-3 + rounds as f64 * 1e-6
            };
            long += u32::from(rounds >= 29_000);
            Ok::<_, Infallible>(outcome(0, seconds))
        };
        let Ok(verdict) = stress(&plan(&[World::Threads]), &mut run, &mut |_| ());
        assert!(matches!(verdict, Verdict::Holds(_)));
        assert_eq!(long, 19);
    }
}
