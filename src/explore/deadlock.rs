//! Why no thread can proceed: which is blocked on what, and the smallest cycle of them. Pure.

use protocol::{Op, Pending, Reply, TaskSet};

use super::actors;
use super::interleaving::Wait;
use crate::failure::Waiting;

/// All that wait, in the order of their numbers.
pub fn waiting(reply: &Reply) -> Vec<Waiting> {
    reply
        .pending
        .iter()
        .filter(|pending| !pending.enabled)
        .map(|pending| Waiting {
            who: actors::name_of(reply, pending.task),
            at: at(reply, pending),
        })
        .collect()
}

fn at(reply: &Reply, pending: &Pending) -> String {
    let what = match pending.op {
        Op::Join => "joining a thread".to_owned(),
        Op::ProcessWait => "waiting for a process to exit".to_owned(),
        Op::Lock | Op::ReadLock | Op::WriteLock => "on a lock".to_owned(),
        Op::FileLock | Op::FileLockShared => "on a lock on a file".to_owned(),
        Op::Wake | Op::WakeTimeout => "until it is notified".to_owned(),
        Op::BarrierPass => "at a barrier".to_owned(),
        Op::Receive | Op::ReceiveTimeout => "waiting for a message".to_owned(),
        Op::Send | Op::SendTaken => "sending into a full channel".to_owned(),
        Op::Park | Op::ParkTimeout => "until it is unparked".to_owned(),
        Op::OnceBegin | Op::OnceWait => "on an initialiser".to_owned(),
        Op::PipeRead => "reading from an empty pipe".to_owned(),
        Op::PipeWrite => "writing to a full pipe".to_owned(),
        _ => "for good".to_owned(),
    };
    let holders: Vec<String> = pending
        .holders
        .iter()
        .map(|task| actors::name_of(reply, task))
        .collect();
    let held = match pending.op {
        Op::ReadLock if behind_a_writer(reply, pending) => {
            format!(", behind {}, which waits to write", holders.join(" and "))
        }
        Op::Lock | Op::ReadLock | Op::WriteLock | Op::FileLock | Op::FileLockShared
            if !holders.is_empty() =>
        {
            let own = pending.holders.contains(pending.task);
            if own {
                " that it holds itself".to_owned()
            } else {
                format!(" held by {}", holders.join(" and "))
            }
        }
        Op::Join | Op::ProcessWait if !holders.is_empty() => format!(": {}", holders.join(" and ")),
        _ => String::new(),
    };
    format!("is blocked {what}{held}")
}

/// Whether a reader only waits because a writer does.
fn behind_a_writer(reply: &Reply, reader: &Pending) -> bool {
    let writers = reply.pending.iter().filter(|pending| {
        pending.op == Op::WriteLock && pending.object == reader.object && !pending.enabled
    });
    let waiting: TaskSet = writers.map(|writer| writer.task).collect();
    !reader.holders.is_empty() && (reader.holders - waiting).is_empty()
}

/// The smallest cycle of tasks in which each waits for something that the next one holds; empty where there is none.
pub fn cycle(waits: &[Wait]) -> Vec<u8> {
    let waits_for = |task: u8| {
        let wait = waits.iter().find(|wait| wait.actor == task && wait.blocked);
        wait.map_or(&[][..], |wait| wait.holders.as_slice())
    };
    waits
        .iter()
        .filter_map(|start| shortest_way_back(start.actor, &waits_for))
        .min_by_key(Vec::len)
        .unwrap_or_default()
}

/// The shortest way from a task to itself, breadth first.
fn shortest_way_back<'a>(start: u8, waits_for: &impl Fn(u8) -> &'a [u8]) -> Option<Vec<u8>> {
    let mut ways = vec![vec![start]];
    let mut seen = TaskSet::EMPTY;
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let last = *way.last()?;
            for &next in waits_for(last) {
                if next == start {
                    return Some(way);
                }
                if !seen.contains(next) {
                    seen.insert(next);
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
    use protocol::NO_OBJECT;

    fn wait(actor: u8, holders: &[u8]) -> Wait {
        Wait {
            actor,
            op: Op::Lock,
            object: String::new(),
            object_id: NO_OBJECT,
            line: None,
            blocked: true,
            holders: holders.to_vec(),
        }
    }

    #[test]
    fn the_smallest_cycle_is_found_and_who_only_waits_for_it_is_left_out() {
        let all = [wait(0, &[1]), wait(1, &[2]), wait(2, &[1])];
        assert_eq!(cycle(&all), [1, 2]);
    }

    #[test]
    fn who_waits_for_itself_is_a_cycle_of_one() {
        assert_eq!(cycle(&[wait(0, &[1]), wait(1, &[1])]), [1]);
    }

    #[test]
    fn without_a_holder_there_is_no_cycle() {
        assert_eq!(cycle(&[wait(0, &[1]), wait(1, &[])]), Vec::<u8>::new());
    }
}
