//! Where a task could go earlier at no preemption more.

use protocol::{Reply, Step, TaskId};

/// Where the task yielded last before that step, with another one going on: to go on itself there may cost no preemption.
pub(super) fn goes_on_at(reply: &Reply, before: usize, task: TaskId) -> Option<usize> {
    let last = reply.steps[..before]
        .iter()
        .rposition(|step| step.task == task)?;
    let next = last + 1;
    let yields = next < before && reply.steps[next].yielding.contains(task);
    yields.then_some(next)
}

/// Where to let another task go costs no preemption more than what was done there, at or before each step.
#[derive(Clone, Copy)]
pub(super) struct Stretch {
    /// The baton came to the step's task here.
    pub(super) begins: usize,
    /// The task yielded here, and went on.
    pub(super) goes_on: usize,
}

impl Stretch {
    /// The stretch of each step.
    pub(super) fn all(reply: &Reply) -> Vec<Stretch> {
        let mut last = None;
        let mut stretch = Stretch {
            begins: 0,
            goes_on: 0,
        };
        let of_step = |(number, step): (usize, &Step)| {
            if last.replace(step.task) != Some(step.task) {
                stretch.begins = number;
                stretch.goes_on = number;
            } else if step.yielding.contains(step.task) {
                stretch.goes_on = number;
            }
            stretch
        };
        reply.steps.iter().enumerate().map(of_step).collect()
    }
}
