//! Stories of toy programs made up at random.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod toy;

use explore::naming::actors::ActorId;
use explore::naming::legend::Legend;
use explore::naming::symbols::Symbols;
use explore::naming::text::SourceText;
use explore::search::{Freedom, Measure, Preemptions, Reduction, Search};
use explore::story::decisive::{Failure, decisive};
use explore::story::{Story, Switch, cause::Cause};
use proptest::prelude::*;
use protocol::{End, Policy, Reply, SwitchAt};
use toy::{Toy, config, cost};

fn story(reply: &Reply) -> Story {
    let legend = Legend {
        symbols: Symbols::of(&[], ""),
        source: SourceText::default(),
    };
    Story::of(reply, Policy::Default, &legend)
}

/// All executions with at most so many preemptions, each order of dependent steps once.
fn executions(toy: &Toy, bound: Preemptions, freedom: Option<Freedom>) -> Vec<Reply> {
    let measure = Measure::Preemptions(Reduction::PartialOrder);
    let mut search = Search::new(measure, toy.switch_at, bound, freedom);
    toy::executions(toy, &mut search)
        .map(|(_, reply)| reply)
        .take(101)
        .collect()
}

/// Whether each of the cycle waits for what the next one holds.
fn is_cycle(story: &Story) -> bool {
    let next = story.cycle.iter().cycle().skip(1);
    let waits_for = |actor: ActorId, holder: ActorId| {
        let mut waits = story.waits.iter();
        waits.any(|wait| wait.actor == actor && wait.blocked && wait.holders.contains(&holder))
    };
    story
        .cycle
        .iter()
        .zip(next)
        .all(|(actor, holder)| waits_for(*actor, *holder))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_story_has_each_step_and_as_many_preemptions_as_the_search_counts(
        program in toy::program(),
    ) {
        let toy = Toy::new(&program, SwitchAt::EveryAccess);
        for reply in executions(&toy, Preemptions::new(1), None) {
            let story = story(&reply);
            prop_assert_eq!(story.events.len(), reply.steps.len());
            prop_assert_eq!(story.preemptions, cost(&reply));
            let mut switches = story.events.iter().map(|event| event.switch);
            let preempted = switches.any(|switch| switch == Switch::Preemption);
            prop_assert!(!preempted || story.preemptions > Preemptions::NONE);
        }
    }

    #[test]
    fn the_story_of_a_deadlock_has_a_task_that_is_blocked_forever(program in toy::program()) {
        let toy = Toy::new(&program, SwitchAt::EveryAccess);
        let deadlocks = executions(&toy, Preemptions::new(1), None).into_iter();
        for reply in deadlocks.filter(|reply| reply.end == End::Deadlock) {
            let story = story(&reply);
            prop_assert!(story.is_stuck() && is_cycle(&story), "{:?}", story.cycle);
            let found = decisive(Failure::Deadlock, &reply, &story).unwrap();
            if let Cause::BlockedForever { actor } = found.cause {
                let mut blocked = story.waits.iter().filter(|wait| wait.blocked);
                prop_assert!(blocked.any(|wait| wait.actor == actor));
            }
        }
    }

    #[test]
    fn a_stale_read_is_the_step_that_decides(program in toy::program_with_atomics()) {
        let toy = Toy::new(&program, SwitchAt::EveryAccess);
        for reply in executions(&toy, Preemptions::new(1), Some(Freedom::StaleRead)) {
            let stale = reply.steps.iter().position(|step| step.stale);
            let Some(stale) = stale else { continue };
            let found = decisive(Failure::WrongEnd, &reply, &story(&reply)).unwrap();
            prop_assert_eq!(found.event, Some(stale));
            // Without that step the load reads what was written last.
            let without = toy.run(&reply.decisions_before(stale));
            let newest = without.steps.get(stale).and_then(|step| step.read);
            prop_assert_ne!(newest, reply.steps[stale].read);
        }
    }
}
