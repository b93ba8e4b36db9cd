//! The smallest cycle of tasks that wait for each other. Pure.

use std::collections::HashSet;

use super::Wait;
use crate::naming::actors::ActorId;

/// The smallest cycle of tasks in which each waits for something that the next one holds; empty where there is none.
pub fn cycle(waits: &[Wait]) -> Vec<ActorId> {
    let waits_for = |actor: ActorId| {
        let wait = waits
            .iter()
            .find(|wait| wait.actor == actor && wait.blocked);
        wait.map_or(&[][..], |wait| wait.holders.as_slice())
    };
    waits
        .iter()
        .filter_map(|start| shortest_way_back(start.actor, &waits_for))
        .min_by_key(Vec::len)
        .unwrap_or_default()
}

/// The shortest way from a task to itself, breadth first.
fn shortest_way_back<'a>(
    start: ActorId,
    waits_for: &impl Fn(ActorId) -> &'a [ActorId],
) -> Option<Vec<ActorId>> {
    let mut ways = vec![vec![start]];
    let mut seen = HashSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let last = *way.last()?;
            for &next in waits_for(last) {
                if next == start {
                    return Some(way);
                }
                if seen.insert(next) {
                    longer.push(way.iter().copied().chain([next]).collect());
                }
            }
        }
        ways = longer;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::Op;

    fn wait(actor: u8, holders: &[u8]) -> Wait {
        Wait {
            actor: ActorId::new(actor),
            op: Op::Lock,
            object: String::new(),
            object_id: None,
            line: None,
            blocked: true,
            holders: holders.iter().copied().map(ActorId::new).collect(),
        }
    }

    #[test]
    fn the_smallest_cycle_is_found_and_who_only_waits_for_it_is_left_out() {
        let all = [wait(0, &[1]), wait(1, &[2]), wait(2, &[1])];
        assert_eq!(cycle(&all), [1, 2].map(ActorId::new));
    }

    #[test]
    fn a_task_that_waits_for_itself_is_a_cycle_of_one() {
        assert_eq!(cycle(&[wait(0, &[1]), wait(1, &[1])]), [ActorId::new(1)]);
    }

    #[test]
    fn without_a_holder_there_is_no_cycle() {
        assert!(cycle(&[wait(0, &[1]), wait(1, &[])]).is_empty());
    }
}
