//! A thread that runs forever without a step, where the program can end without it. The executor lets one task run at a
//! time, so nothing else goes on beside it: how the program would end is not known. Pure.

use protocol::{End, Reply};

use super::actors;
use super::outcome::{Why, is_joined};

/// Why it says nothing that the task ran until the time limit, where nothing can join it any more.
pub fn detached(reply: &Reply, task: u8) -> Option<Why> {
    let record = reply.tasks.get(task as usize)?;
    (record.detached && others_can_go(reply, task)).then(|| why(reply, task))
}

/// The same for a task that can still be joined, but was not in `first`, an execution that ended all the same.
pub fn not_joined_in(first: &Reply, reply: &Reply) -> Option<Why> {
    let End::TimeLimit { task } = reply.end else {
        return None;
    };
    let before = first.tasks.get(task as usize)?;
    let now = reply.tasks.get(task as usize)?;
    let is_the_same = before.process == now.process && before.name == now.name;
    let ended_without_it =
        matches!(first.end, End::Exited { .. }) && task != 0 && !is_joined(first, task);
    (is_the_same && ended_without_it && others_can_go(reply, task)).then(|| why(reply, task))
}

/// Whether the task is not all that is left: another one could go when the execution was ended.
fn others_can_go(reply: &Reply, task: u8) -> bool {
    let mut pending = reply.pending.iter();
    pending.any(|pending| pending.task != task && pending.enabled)
}

fn why(reply: &Reply, task: u8) -> Why {
    Why::Endless {
        who: actors::name_of(reply, task),
        line: None,
    }
}
