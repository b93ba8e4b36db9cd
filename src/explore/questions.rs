//! What is asked of a program that holds in all interleavings: single executions under another setting.

use std::collections::BTreeMap;

use baton::protocol::{End, Reply};

use super::level::{self, Failing, Found};
use super::outcome::{self, Expected, Outcome};
use super::pool::Task;
use super::schedule::{Choices, Schedule, Setting};
use super::{Explorable, ExploreError, Plan, deadlock, pool, races, vacuous};
use crate::failure::Kind;
use crate::supervise::Cancel;

/// Of so many tasks it is asked whether their patience ends: of a crowd they are mostly alike.
const MOST_PATIENT: usize = 8;

/// At so many points somebody is interrupted for each of them.
const MOST_INTERRUPTIONS: usize = 40;

impl Explorable {
    /// Whether somebody's patience can come to an end: who sleeps or looks so many times and then goes on all the same.
    ///
    /// Each sleep that is over before anybody else has gone on counts as a preemption, so a search within a bound does not
    /// get to the end of many. One execution does, for each task that gives way at all, and for each point at which somebody
    /// else can be interrupted for it. Who waits without an end goes round and round in it, which says nothing: nobody else
    /// was let go.
    pub(super) fn impatient(
        &self,
        setting: Setting,
        found: &Found,
        plan: &Plan,
        cancel: &Cancel,
    ) -> Result<Option<(Setting, Box<Failing>)>, ExploreError> {
        let Some(first) = &found.first else {
            return Ok(None);
        };
        for task in deadlock::bits(found.patient).take(MOST_PATIENT) {
            let setting = Setting {
                impatient: Some(task),
                ..setting
            };
            let pool = self.pool(setting)?;
            let all = interruptions_for(task, first);
            for (number, choices) in all.iter().enumerate() {
                pool.run(Task {
                    number: number as u64,
                    choices: choices.clone(),
                });
            }
            let mut replies = BTreeMap::new();
            for _ in &all {
                let answer = level::wait(&pool, cancel)?;
                replies.insert(answer.number, answer.reply?);
            }
            for (choices, reply) in all.into_iter().zip(replies.into_values()) {
                let ended = matches!(
                    reply.end,
                    End::Exited { .. } | End::Signaled { .. } | End::Deadlock
                );
                let outcome = outcome::judge_end(&reply, plan.expected, &pool::LIMITS)
                    .map_err(ExploreError::Internal)?;
                let kind = match outcome {
                    Outcome::Wrong(kind) => Some(kind),
                    Outcome::Well => races::first(&reply, &self.legend)
                        .map(|race| Kind::DataRace(Box::new(race))),
                    Outcome::Unexplorable(_) => None,
                };
                if let Some(kind) = kind.filter(|_| ended) {
                    let cost = u32::from(!choices.tasks.is_empty());
                    let failing = Failing {
                        kind,
                        choices,
                        cost,
                        reply,
                    };
                    return Ok(Some((setting, Box::new(failing))));
                }
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
                cost: 0,
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

/// The execution in which nobody is interrupted, and those in which somebody else than the task is, once, for it.
fn interruptions_for(task: u8, first: &Reply) -> Vec<Choices> {
    let mut all = vec![Choices::default()];
    let mut tasks = Vec::new();
    let mut running = None;
    for step in &first.steps {
        if step.was_choice() {
            let goes_on = running == Some(step.task) && step.giving_way & (1 << step.task) == 0;
            if goes_on && step.task != task && step.enabled & (1 << task) != 0 {
                let mut tasks = tasks.clone();
                tasks.push(task);
                let weak_read = None;
                all.push(Choices { tasks, weak_read });
            }
            tasks.push(step.task);
        }
        running = Some(step.task);
    }
    all.truncate(1 + MOST_INTERRUPTIONS);
    all
}
