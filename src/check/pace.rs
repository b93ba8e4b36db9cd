//! How many rounds the next real run has, and which runs count: from how long the runs before took. Pure.
//!
//! With few rounds the first worker is done before the second has started, and a racy program is right by luck. So a run
//! counts only when it lasted long enough for the workers to overlap; after a shorter one the next gets more rounds.
//! Because every run is measured, one run that a busy machine held up does not settle the number.
//!
//! Long enough is measured by the clock, and by what a busy machine does not change: the time on processors, or how often
//! the workers waited. On a busy machine the clock goes on while the workers wait for a processor. A program that waits for a
//! disk or for another worker in each round would need very many rounds until it had worked long enough. But whenever one
//! worker waits, another goes on, so after many waits they have overlapped. For a program that sleeps long in each round the
//! clock alone decides, later.
//!
//! Where the workers hand over to each other in each round, a run in which they overlap takes a hundred times as long as
//! one in which they do not. So rounds are raised in small steps. After long runs there are fewer again, in proportion to
//! how much too long these were, and no more from then on.

use std::time::Duration;

/// A run that lasted this long, and worked this long, has had its workers run beside each other: a thread or a process
/// starts in about a millisecond, and the scheduler's time slices are of a few. By real runs alone, 88 of 110 wrong known fixes
/// failed with this, as many as with 30 ms; with 10 ms 83 did.
pub const LONG_ENOUGH: Duration = Duration::from_millis(20);

/// A run of [`LONG_ENOUGH`] whose threads waited this often, all together, has had its workers run beside each other, however
/// little it worked: a run that works for so long without waiting is preempted some five times on one core.
const OFTEN_ENOUGH: u64 = 200;

/// A run that lasted this long counts, whatever it had of a processor: it sleeps.
const LONG_ENOUGH_ASLEEP: Duration = Duration::from_millis(100);

/// The rounds of the very first run: few, because a round may be as slow as a file's lock and two writes.
pub const FIRST_ROUNDS: u64 = 20;

/// A program that is done early even so does not look at its rounds.
const MOST_ROUNDS: u64 = 100_000_000;

/// A run that lasted longer, and worked longer or waited more often than [`TOO_OFTEN`], is longer than it has to be: the
/// workers hand over to each other all the time, or wait for a disk.
const TOO_LONG: Duration = Duration::from_millis(40);

/// How often a run waits that is twice as long as it has to be.
const TOO_OFTEN: u64 = 2 * OFTEN_ENOUGH;

/// As long may a run take that worked for less than [`TOO_LONG`] and waited less often than [`TOO_OFTEN`]: it sleeps, or a
/// busy machine holds it up.
const TOO_LONG_HELD_UP: Duration = Duration::from_secs(1);

/// So many such runs lower the rounds: one of them may have been held up.
const LONG_RUNS: u32 = 2;

/// With fewer rounds a run that comes to its time limit has no excuse.
const MANY_ROUNDS: u64 = 10 * FIRST_ROUNDS;

/// How many times a run that came to the time limit is made again with fewer rounds: the rounds are the kit's own choice.
const SECOND_CHANCES: u32 = 2;

/// How many times a run of the fewest rounds that a busy machine held up is made again.
const HELD_UP_CHANCES: u32 = 2;

/// With the fewest rounds a run that a busy machine holds up may take so many times its time limit.
const PATIENCE: u32 = 12;

/// How many times its time limit a run may take that a busy machine holds up. With fewer rounds it is done sooner.
pub fn patience(rounds: u64) -> u32 {
    match rounds <= FIRST_ROUNDS {
        true => PATIENCE,
        false => 1,
    }
}

/// How long a run took that was not stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Took {
    /// By the clock.
    pub elapsed: Duration,
    /// On processors, of all its threads together.
    pub processor: Duration,
    /// How often its threads waited, all together.
    pub waits: u64,
}

/// The rounds of the next run.
#[derive(Debug)]
pub struct Pace {
    rounds: u64,
    most_rounds: u64,
    /// How many runs were too long since the rounds were lowered, and how many times the shortest of them.
    too_long: Option<(u32, f64)>,
    second_chances: u32,
    held_up_chances: u32,
}

impl Pace {
    /// Before the first run.
    pub fn new() -> Pace {
        Pace {
            rounds: FIRST_ROUNDS,
            most_rounds: MOST_ROUNDS,
            too_long: None,
            second_chances: SECOND_CHANCES,
            held_up_chances: HELD_UP_CHANCES,
        }
    }

    /// How many the next run has.
    pub fn rounds(&self) -> u64 {
        self.rounds
    }

    /// Learns from a run that ended well. Whether it counts.
    pub fn ended_well(&mut self, took: Took) -> bool {
        if self.rounds < self.most_rounds
            && let Some(factor) = missing(took)
        {
            let more = (self.rounds as f64 * factor) as u64;
            self.rounds = more.min(self.most_rounds);
            return false;
        }
        let times = times_too_long(took);
        if times > 1.0 && self.rounds > FIRST_ROUNDS {
            let (runs, least) = self.too_long.unwrap_or((0, times));
            let (runs, least) = (runs + 1, least.min(times));
            self.too_long = Some((runs, least));
            if runs >= LONG_RUNS {
                self.lower(1.0 / least);
            }
        }
        true
    }

    /// Learns from a run that came to its time limit. Whether that may be for its rounds.
    pub fn came_to_the_time_limit(&mut self) -> bool {
        if self.rounds <= MANY_ROUNDS || self.second_chances == 0 {
            return false;
        }
        self.second_chances -= 1;
        self.lower(0.1);
        true
    }

    /// Learns from a run that a busy machine held up. Whether another one is worth trying.
    pub fn was_held_up(&mut self) -> bool {
        if self.rounds <= FIRST_ROUNDS {
            if self.held_up_chances == 0 {
                return false;
            }
            self.held_up_chances -= 1;
        }
        self.lower(0.1);
        true
    }

    fn lower(&mut self, factor: f64) {
        self.rounds = ((self.rounds as f64 * factor) as u64).max(FIRST_ROUNDS.min(self.rounds));
        self.most_rounds = self.rounds;
        self.too_long = None;
    }
}

/// How many times the rounds of a run that was too short the next one should have; nothing if it was long enough.
///
/// A little more than needed, so that runs do not fall just short again and again; never more than fourfold, because the
/// start of the program is part of a short run's time, and the workers may not have met in it.
fn missing(took: Took) -> Option<f64> {
    let until =
        |needed: Duration, had: Duration| needed.as_secs_f64() / had.as_secs_f64().max(1e-6);
    let worked = until(LONG_ENOUGH, took.processor);
    let waited = OFTEN_ENOUGH as f64 / took.waits.max(1) as f64;
    let slept = until(LONG_ENOUGH_ASLEEP, took.elapsed);
    let overlapped = worked.min(waited).min(slept);
    let missing = overlapped.max(until(LONG_ENOUGH, took.elapsed));
    (missing > 1.0).then(|| (missing * 1.25).clamp(1.25, 4.0))
}

/// As a multiple of how long it may take. A run that is so many times shorter has still worked long enough, or waited often
/// enough.
fn times_too_long(took: Took) -> f64 {
    let times = |had: Duration, most: Duration| had.as_secs_f64() / most.as_secs_f64();
    let waited = took.waits as f64 / TOO_OFTEN as f64;
    let overlapped = times(took.processor, TOO_LONG).max(waited);
    match overlapped < 1.0 {
        true => times(took.elapsed, TOO_LONG_HELD_UP),
        false => times(took.elapsed, TOO_LONG).min(overlapped),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn took(elapsed: f64, processor: f64) -> Took {
        Took {
            elapsed: Duration::from_secs_f64(elapsed),
            processor: Duration::from_secs_f64(processor),
            waits: 0,
        }
    }

    fn took_waiting(elapsed: f64, processor: f64, waits: f64) -> Took {
        Took {
            waits: waits as u64,
            ..took(elapsed, processor)
        }
    }

    /// The rounds of all runs until 20 have counted, and how long all of them took. `run` says how long each takes, by its
    /// number and its rounds.
    fn twenty(run: impl Fn(usize, f64) -> Took) -> (Vec<u64>, Duration) {
        let mut pace = Pace::new();
        let (mut rounds, mut elapsed, mut counted) = (Vec::new(), Duration::ZERO, 0);
        while counted < 20 {
            let one = run(rounds.len(), pace.rounds() as f64);
            rounds.push(pace.rounds());
            elapsed += one.elapsed;
            counted += u32::from(pace.ended_well(one));
        }
        (rounds, elapsed)
    }

    #[test]
    fn only_runs_that_lasted_long_enough_count() {
        let (rounds, _) = twenty(|_, rounds| took(1e-3 + rounds * 1e-6, 2e-3 + rounds * 2e-6));
        let counted = rounds.iter().filter(|&&rounds| rounds >= 19_000).count();
        assert_eq!(counted, 20);
        assert!(rounds.len() < 30, "{rounds:?}");
    }

    #[test]
    fn on_a_busy_machine_runs_do_not_get_next_to_no_rounds() {
        let busy = |share: f64| {
            let (rounds, elapsed) = twenty(|_, rounds| {
                let work = 1e-3 + rounds * 1e-6;
                took(work / share, work)
            });
            (rounds.last().copied().unwrap_or_default(), elapsed)
        };
        let (quiet, _) = busy(1.0);
        let (with_a_half, _) = busy(0.5);
        assert_eq!(with_a_half, quiet);
        let (with_a_tenth, elapsed) = busy(0.1);
        assert!(with_a_tenth * 4 > quiet, "{with_a_tenth}, {quiet}");
        assert!(elapsed < Duration::from_secs(10), "{elapsed:?}");
    }

    #[test]
    fn a_program_that_sleeps_in_each_round_gets_more_rounds_than_the_clock_alone_gives() {
        let (rounds, elapsed) = twenty(|_, rounds| took(rounds * 1.1e-3, rounds * 20e-6));
        let last = rounds.last().copied();
        assert!(last >= Some(90), "{rounds:?}");
        assert!(elapsed < Duration::from_secs(4), "{elapsed:?}");
    }

    #[test]
    fn runs_that_wait_for_a_disk_count_once_they_have_waited_often_enough() {
        let (rounds, elapsed) =
            twenty(|_, rounds| took_waiting(5e-3 + rounds * 0.4e-3, rounds * 0.1e-3, rounds * 3.0));
        let counted = &rounds[rounds.len() - 20..];
        assert!(counted.iter().all(|rounds| rounds * 3 >= OFTEN_ENOUGH));
        assert!(elapsed < Duration::from_secs(1), "{elapsed:?}");
    }

    #[test]
    fn however_quick_a_run_is_and_however_seldom_it_waits_it_lasts_long_enough() {
        let counts = |elapsed, waits| Pace::new().ended_well(took_waiting(elapsed, 1e-3, waits));
        assert!(!counts(0.019, 1e6), "the clock counts as well");
        assert!(
            !counts(0.099, 199.0),
            "nor did it wait often enough, nor sleep long enough"
        );
        assert!(counts(0.021, 201.0) && counts(0.101, 0.0));
    }

    #[test]
    fn a_run_that_waited_much_too_often_lowers_the_rounds_and_those_after_it_wait_often_enough() {
        // From the fifth run on, each round waits for a disk that has become slow.
        let (rounds, elapsed) = twenty(|run, rounds| {
            let each = if run < 5 { 10e-6 } else { 0.3e-3 };
            took_waiting(rounds * each, rounds * 10e-6, rounds * 3.0)
        });
        let last = rounds.last().copied().unwrap_or_default();
        assert!(last * 3 >= OFTEN_ENOUGH, "{rounds:?}");
        assert!(elapsed < Duration::from_secs(4), "{rounds:?}, {elapsed:?}");
    }

    #[test]
    fn a_program_that_does_not_look_at_its_rounds_still_gets_its_runs() {
        let (rounds, _) = twenty(|_, _| took(1e-3, 1e-3));
        assert!(rounds.len() < 40, "{rounds:?}");
    }

    #[test]
    fn one_run_that_was_held_up_does_not_settle_the_rounds() {
        let (rounds, _) = twenty(|run, rounds| match run {
            0 | 9 => took(4.0, 1e-3 + rounds * 1e-6),
            _ => took(1e-3 + rounds * 1e-6, 1e-3 + rounds * 1e-6),
        });
        let long = rounds.iter().filter(|&&rounds| rounds >= 19_000).count();
        assert!(long >= 19, "{rounds:?}");
    }

    #[test]
    fn after_long_runs_there_are_fewer_rounds_in_proportion_and_no_more_again() {
        // Workers that meet take a hundred times as long.
        let (rounds, elapsed) = twenty(|run, rounds| {
            let each = if run % 3 == 0 { 100e-6 } else { 1e-6 };
            took(rounds * each, rounds * each)
        });
        let most = rounds.iter().max().copied().unwrap_or_default();
        let last = rounds.last().copied().unwrap_or_default();
        assert!(last * 8 < most, "{rounds:?}");
        assert!(last as f64 * 100e-6 > 0.035, "{rounds:?}");
        assert!(elapsed < Duration::from_secs(8), "{elapsed:?}");
    }

    #[test]
    fn however_slow_all_runs_together_take_little_more_than_the_first_two_that_were_too_long() {
        // Workers that hand over in each round, each time to one that has to wait for a processor.
        let (rounds, elapsed) = twenty(|run, rounds| {
            let each = if run < 5 { 50e-6 } else { 5e-3 };
            took(rounds * each, rounds * 50e-6)
        });
        let longest = rounds.iter().max().copied().unwrap_or_default() as f64 * 5e-3;
        assert!(
            elapsed.as_secs_f64() < 2.0 * longest + 20.0 * 1.1,
            "{rounds:?}, {elapsed:?}"
        );
    }

    #[test]
    fn a_run_of_many_rounds_that_comes_to_its_time_limit_gets_two_more_chances() {
        let mut pace = Pace::new();
        assert!(!pace.came_to_the_time_limit(), "it has few rounds");
        pace.rounds = 30_000;
        assert!(pace.came_to_the_time_limit());
        assert_eq!(pace.rounds(), 3_000);
        assert!(pace.came_to_the_time_limit());
        assert!(!pace.came_to_the_time_limit());
    }

    #[test]
    fn a_run_that_is_held_up_is_made_with_fewer_rounds_and_in_the_end_given_up() {
        let mut pace = Pace::new();
        pace.rounds = 3_000;
        let mut rounds = Vec::new();
        while pace.was_held_up() {
            rounds.push(pace.rounds());
        }
        assert_eq!(rounds, [300, 30, 20, 20, 20]);
    }
}
