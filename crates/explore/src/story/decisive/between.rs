//! What another thread does while one is preempted, or yields. Pure.

use protocol::Op;

use crate::naming::actors::ActorId;
use crate::story::cause::Cause;
use crate::story::steps::{Thing, at, changes, looks};
use crate::story::{Decisive, Event, Story, Switch};

/// The step of another thread at the last preemption, before the preempted thread goes on.
pub(super) fn comes_in_between(interleaving: &Story) -> Option<Decisive> {
    comes_after(interleaving, Switch::Preemption)
}

/// The step of another thread after the last time that a thread yielded, before that thread goes on.
pub(super) fn comes_during_a_yield(interleaving: &Story) -> Option<Decisive> {
    comes_after(interleaving, Switch::Yielded)
}

fn comes_after(interleaving: &Story, switch: Switch) -> Option<Decisive> {
    let gap = Gap::last(interleaving, switch)?;
    let cause = Cause::ComesBetween {
        preempted: gap.preempted,
        lines: gap.lines(),
    };
    Some(at(interleaving, gap.decisive()?, cause))
}

/// The events between two of one thread, which did not run meanwhile.
struct Gap<'a> {
    preempted: ActorId,
    before: &'a [Event],
    /// What happened meanwhile.
    between: &'a [Event],
    after: &'a [Event],
}

impl<'a> Gap<'a> {
    /// The last one that such a switch began.
    fn last(interleaving: &'a Story, switch: Switch) -> Option<Gap<'a>> {
        let events = interleaving.events.as_slice();
        let switch = (1..events.len()).rfind(|at| events[*at].switch == switch)?;
        let (before, rest) = events.split_at(switch);
        let preempted = before.last()?.actor;
        let goes_on = rest.iter().position(|event| event.actor == preempted);
        let (between, after) = rest.split_at(goes_on.unwrap_or(rest.len()));
        Some(Gap {
            preempted,
            before,
            between,
            after,
        })
    }

    fn is_own(&self, event: &Event) -> bool {
        event.actor == self.preempted
    }

    /// The place of the event that mattered.
    fn decisive(&self) -> Option<usize> {
        let find = |is_sought: &dyn Fn(&Event) -> bool| {
            let mut between = self.between.iter();
            between.position(|event| uses(event) && event.line.is_some() && is_sought(event))
        };
        let is_used = |event: &Event| {
            let own = self.before.iter().chain(self.after);
            let mut own = own.filter(|one| self.is_own(one) && uses(one));
            own.any(|one| Thing::of(one).is_touched_by(event))
        };
        let own_change = |event: &&Event| self.is_own(event) && changes(event);
        let half_done = [
            self.before.iter().rfind(own_change),
            self.after.iter().find(own_change),
        ];
        let is_half_done = |event: &Event| {
            let mut changed = half_done.iter().flatten();
            is_used(event) && changed.any(|one| Thing::of(one).is_touched_by(event))
        };
        let changes_it = |event: &Event| is_used(event) && changes(event);
        // A change says more than a read; and a write says more than that the file was emptied for it. Of several reads, the
        // one counts of what the preempted thread has just changed, or is about to change.
        let found = find(&|event| changes_it(event) && event.op != Op::FileSetLen)
            .or_else(|| find(&changes_it))
            .or_else(|| find(&is_half_done))
            .or_else(|| find(&is_used))
            .or_else(|| find(&|_| true))?;
        Some(self.before.len() + found)
    }

    /// The lines between which it stood still.
    fn lines(&self) -> Option<(usize, usize)> {
        let is_idle = |op: Op| matches!(op, Op::Spawn | Op::Yield | Op::Spin | Op::Sleep);
        let works = |one: &&Event| self.is_own(one) && one.line.is_some() && !is_idle(one.op);
        let last = self.before.iter().rfind(works)?.line;
        last.zip(self.after.iter().find(works)?.line)
    }
}

fn uses(event: &Event) -> bool {
    changes(event) || looks(event)
}

#[cfg(test)]
mod tests {
    use protocol::ObjectId;

    use super::*;
    use crate::story::decisive::tests::step;

    #[test]
    fn a_store_in_between_is_decisive_and_not_a_load() {
        let mut load = step(2, Op::AtomicLoad, 7);
        load.switch = Switch::Preemption;
        let mut goes_on = step(1, Op::AtomicLoad, 4);
        goes_on.switch = Switch::Ended;
        let interleaving = Story::of_events(vec![
            step(1, Op::AtomicLoad, 3),
            load,
            step(2, Op::AtomicStore, 8),
            goes_on,
        ]);
        let decisive = comes_in_between(&interleaving).unwrap();
        assert_eq!((decisive.event, decisive.line), (Some(2), Some(8)));
        let lines = Some((3, 4));
        let preempted = 1;
        assert_eq!(
            decisive.cause,
            Cause::ComesBetween {
                preempted: ActorId::new(preempted),
                lines
            }
        );
    }

    #[test]
    fn of_several_loads_the_one_of_what_was_half_changed_is_decisive() {
        let of = |number: u32, event: Event| Event {
            object_id: Some(ObjectId::new(number)),
            ..event
        };
        let yields = step(1, Op::Yield, 4);
        let mut load = of(7, step(2, Op::AtomicLoad, 7));
        load.switch = Switch::Yielded;
        let interleaving = Story::of_events(vec![
            of(7, step(1, Op::AtomicStore, 2)),
            of(8, step(1, Op::AtomicStore, 3)),
            load,
            of(8, step(2, Op::AtomicLoad, 8)),
            yields,
            of(9, step(1, Op::AtomicStore, 5)),
        ]);
        let decisive = comes_during_a_yield(&interleaving).unwrap();
        assert_eq!((decisive.event, decisive.line), (Some(3), Some(8)));
        let cause = Cause::ComesBetween {
            preempted: ActorId::new(1),
            lines: Some((3, 5)),
        };
        assert_eq!(decisive.cause, cause);
    }

    #[test]
    fn a_write_to_a_file_is_decisive_and_not_that_the_file_was_emptied_for_it() {
        let mut emptied = step(2, Op::FileSetLen, 7);
        emptied.switch = Switch::Preemption;
        let mut goes_on = step(1, Op::FileRead, 4);
        goes_on.switch = Switch::Ended;
        let interleaving = Story::of_events(vec![
            step(1, Op::FileRead, 3),
            emptied,
            step(2, Op::FileWrite, 8),
            goes_on,
        ]);
        let decisive = comes_in_between(&interleaving).unwrap();
        assert_eq!((decisive.event, decisive.line), (Some(2), Some(8)));
    }
}
