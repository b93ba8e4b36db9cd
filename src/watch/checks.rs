//! Which check runs and which wait: one at a time, and each request is answered by a check that began after it.

use std::collections::VecDeque;

use super::event::{Effect, Generation};
use crate::check::verdict::Progress;

/// Why an exercise is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The learner went to it, or all exercises are checked. That is not an attempt of the learner.
    Shown,
    /// The learner saved it, or asked for the check.
    Tried,
}

/// The check that runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Running {
    /// Its number.
    pub generation: Generation,
    /// Of which exercise.
    pub exercise: usize,
    /// Why.
    pub cause: Cause,
    /// Its progress, once it is known.
    pub progress: Option<Progress>,
    /// Whether something changed since it began: its result is dropped.
    pub is_cancelled: bool,
}

/// The check that runs and those that wait.
///
/// A check that runs when another one is wanted is cancelled, and the other begins when it has ended: two at once
/// would disturb each other's timing.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    last: u64,
    running: Option<Running>,
    waiting: VecDeque<(usize, Cause)>,
}

impl Checks {
    /// The check that runs, unless it was cancelled.
    pub fn running(&self) -> Option<&Running> {
        self.running
            .as_ref()
            .filter(|running| !running.is_cancelled)
    }

    /// Whether no check runs or waits.
    #[cfg(test)]
    pub fn is_idle(&self) -> bool {
        self.running().is_none() && self.waiting.is_empty()
    }

    /// Whether a check of this exercise runs or waits.
    pub fn is_awaited(&self, exercise: usize) -> bool {
        self.running()
            .is_some_and(|running| running.exercise == exercise)
            || self.waiting.iter().any(|(waiting, _)| *waiting == exercise)
    }

    /// Checks this exercise, and nothing else.
    pub fn only(&mut self, exercise: usize, cause: Cause) -> Vec<Effect> {
        self.these([exercise], cause)
    }

    /// Checks these exercises one after the other, and nothing else.
    pub fn these(
        &mut self,
        exercises: impl IntoIterator<Item = usize>,
        cause: Cause,
    ) -> Vec<Effect> {
        self.waiting = exercises
            .into_iter()
            .map(|exercise| (exercise, cause))
            .collect();
        let mut effects = self.cancel_running();
        effects.extend(self.start_next());
        effects
    }

    /// Checks this exercise too, as it has changed.
    pub fn also(&mut self, exercise: usize, cause: Cause) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self
            .running()
            .is_some_and(|running| running.exercise == exercise)
        {
            effects.extend(self.cancel_running());
        }
        if !self.waiting.iter().any(|(waiting, _)| *waiting == exercise) {
            self.waiting.push_back((exercise, cause));
        }
        effects.extend(self.start_next());
        effects
    }

    /// Cancels all checks.
    pub fn stop(&mut self) -> Vec<Effect> {
        self.waiting.clear();
        self.cancel_running()
    }

    /// Takes in the progress of a check.
    pub fn progressed(&mut self, generation: Generation, progress: Progress) {
        let running = self
            .running
            .as_mut()
            .filter(|running| running.generation == generation);
        if let Some(running) = running {
            running.progress = Some(progress);
        }
    }

    /// Takes in that a check has ended: gives it back unless it was cancelled, and starts the next.
    pub fn finished(&mut self, generation: Generation) -> (Option<Running>, Vec<Effect>) {
        let Some(ended) = self
            .running
            .take_if(|running| running.generation == generation)
        else {
            return (None, Vec::new());
        };
        let counts = !ended.is_cancelled;
        (counts.then_some(ended), self.start_next())
    }

    fn cancel_running(&mut self) -> Vec<Effect> {
        match &mut self.running {
            Some(running) if !running.is_cancelled => {
                running.is_cancelled = true;
                vec![Effect::Cancel]
            }
            _ => Vec::new(),
        }
    }

    fn start_next(&mut self) -> Vec<Effect> {
        if self.running.is_some() {
            return Vec::new();
        }
        let Some((exercise, cause)) = self.waiting.pop_front() else {
            return Vec::new();
        };
        self.last += 1;
        let generation = Generation(self.last);
        self.running = Some(Running {
            generation,
            exercise,
            cause,
            progress: None,
            is_cancelled: false,
        });
        vec![Effect::Check {
            generation,
            exercise,
        }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(number: u64, exercise: usize) -> Effect {
        Effect::Check {
            generation: Generation(number),
            exercise,
        }
    }

    #[test]
    fn a_save_during_a_run_cancels_it_once_and_starts_again_when_it_has_ended() {
        let mut checks = Checks::default();
        assert_eq!(checks.only(3, Cause::Shown), [check(1, 3)]);
        assert_eq!(checks.only(3, Cause::Tried), [Effect::Cancel]);
        assert_eq!(checks.only(3, Cause::Tried), []);
        assert!(checks.running().is_none());
        let (ended, effects) = checks.finished(Generation(1));
        assert_eq!(ended, None);
        assert_eq!(effects, [check(2, 3)]);
    }

    #[test]
    fn what_an_old_check_says_is_dropped() {
        let mut checks = Checks::default();
        checks.only(0, Cause::Shown);
        assert_eq!(checks.finished(Generation(7)), (None, vec![]));
        checks.progressed(Generation(7), Progress::Compiling);
        assert_eq!(checks.running().unwrap().progress, None);
    }

    #[test]
    fn a_change_during_the_check_of_all_is_checked_again() {
        let mut checks = Checks::default();
        checks.these(0..3, Cause::Shown);
        assert_eq!(checks.finished(Generation(1)).1, [check(2, 1)]);
        assert_eq!(checks.also(0, Cause::Shown), []);
        assert_eq!(checks.also(1, Cause::Shown), [Effect::Cancel]);
        let mut order = Vec::new();
        for number in 2.. {
            match checks.finished(Generation(number)).1.as_slice() {
                [Effect::Check { exercise, .. }] => order.push(*exercise),
                _ => break,
            }
        }
        assert_eq!(order, [2, 0, 1]);
        assert!(checks.is_idle());
    }

    #[derive(Debug, Clone)]
    enum Step {
        Only(usize),
        These(Vec<usize>),
        Also(usize),
        Stop,
        End,
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0..4usize).prop_map(Step::Only),
            prop::collection::vec(0..4usize, 0..4).prop_map(Step::These),
            (0..4usize).prop_map(Step::Also),
            Just(Step::Stop),
            Just(Step::End),
        ]
    }

    proptest! {
        #[test]
        fn at_most_one_check_runs_and_each_request_is_followed_by_a_check(
            steps in prop::collection::vec(step(), 0..60)
        ) {
            let mut checks = Checks::default();
            let mut at_work: Option<Generation> = None;
            let mut greatest = Generation(0);
            let mut owed: Vec<usize> = Vec::new();
            let ends = std::iter::repeat_n(Step::End, 80);
            for step in steps.into_iter().chain(ends) {
                let effects = match step {
                    Step::Only(exercise) => {
                        owed = vec![exercise];
                        checks.only(exercise, Cause::Tried)
                    }
                    Step::These(exercises) => {
                        owed.clone_from(&exercises);
                        checks.these(exercises, Cause::Tried)
                    }
                    Step::Also(exercise) => {
                        if !owed.contains(&exercise) {
                            owed.push(exercise);
                        }
                        checks.also(exercise, Cause::Tried)
                    }
                    Step::Stop => {
                        owed.clear();
                        checks.stop()
                    }
                    Step::End => at_work.take().map_or(vec![], |g| checks.finished(g).1),
                };
                for effect in effects {
                    match effect {
                        Effect::Check { generation, exercise } => {
                            prop_assert_eq!(at_work, None);
                            prop_assert!(generation > greatest);
                            greatest = generation;
                            at_work = Some(generation);
                            owed.retain(|owed| *owed != exercise);
                        }
                        Effect::Cancel => prop_assert!(at_work.is_some()),
                        other => prop_assert!(false, "{:?}", other),
                    }
                }
            }
            prop_assert_eq!(owed, Vec::<usize>::new());
            prop_assert!(checks.is_idle());
        }
    }
}
