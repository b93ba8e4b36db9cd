//! What is asked of a program that holds in all interleavings: single executions under another setting.

use baton::protocol::{End, Reply, TaskSet};

use super::level::Failing;
use super::outcome::{self, Expected, Outcome};
use super::schedule::{Choices, Schedule, Setting};
use super::{Explorable, ExploreError, Plan, deadlock, pool, vacuous};
use crate::failure::Kind;
use crate::supervise::Cancel;

/// Of so many tasks it is asked whether their patience ends: of a crowd they are mostly alike.
const MOST_PATIENT: usize = 8;

impl Explorable {
    /// Whether somebody's patience can come to an end: who sleeps or looks so many times and then goes on all the same.
    ///
    /// Each sleep that is over before anybody else has gone on counts as a preemption, so a search within a bound does not
    /// get to the end of many. One execution does, for each task that gives way at all. Who waits without an end goes round
    /// and round in it, which says nothing: nobody else was let go.
    pub(super) fn impatient(
        &self,
        setting: Setting,
        first: &Reply,
        plan: &Plan,
        cancel: &Cancel,
    ) -> Result<Option<(Setting, Box<Failing>)>, ExploreError> {
        let mut patient: TaskSet = 0;
        for step in first.steps.iter().filter(|step| step.was_choice()) {
            if step.enabled != step.giving_way {
                patient |= step.giving_way;
            }
        }
        for task in deadlock::bits(patient).take(MOST_PATIENT) {
            let setting = Setting {
                impatient: Some(task),
                ..setting
            };
            let reply = self.run_once(&Schedule::undecided(setting), cancel)?;
            let ended = matches!(
                reply.end,
                End::Exited { .. } | End::Signaled { .. } | End::Deadlock
            );
            let outcome = outcome::judge_end(&reply, plan.expected, &pool::LIMITS)
                .map_err(ExploreError::Internal)?;
            if let (true, Outcome::Wrong(kind)) = (ended, outcome) {
                let failing = Failing {
                    kind,
                    choices: Choices::default(),
                    preemptions: 0,
                    reply,
                };
                return Ok(Some((setting, Box::new(failing))));
            }
        }
        Ok(None)
    }

    /// Whether less is done than asked, or not at the same time. `firsts` are the executions in which nobody was
    /// interrupted, by rounds.
    pub(super) fn vacuous(
        &self,
        firsts: &[(Setting, Reply)],
        plan: &Plan,
        cancel: &Cancel,
    ) -> Result<Option<(Setting, Box<Failing>)>, ExploreError> {
        let failing = |setting: Setting, why, reply: &Reply| {
            let failing = Failing {
                kind: Kind::Vacuous(why),
                choices: Choices::default(),
                preemptions: 0,
                reply: reply.clone(),
            };
            Ok(Some((setting, Box::new(failing))))
        };
        let Some((setting, first)) = firsts.first() else {
            return Ok(None);
        };
        if let Some(why) = vacuous::not_together(first, plan.sides) {
            return failing(*setting, why, first);
        }
        if plan.expected == Expected::Success {
            return Ok(None);
        }
        let more = Setting {
            extra: 1,
            ..*setting
        };
        let reply = self.run_once(&Schedule::undecided(more), cancel)?;
        let end = outcome::judge_end(&reply, plan.expected, &pool::LIMITS)
            .map_err(ExploreError::Internal)?;
        if let Outcome::Wrong(kind) = end {
            return failing(more, vacuous::less_than_asked(&kind), &reply);
        }
        if let [(_, few), .., (setting, many)] = firsts
            && let Some(why) = vacuous::idle(few, many, plan.sides, &self.legend.source)
        {
            return failing(*setting, why, many);
        }
        Ok(None)
    }
}
