//! An execution as a graph: what its atomic operations read, in which order they wrote, and what else they could have gone by.
//! Nothing in it depends on the order of the steps in the trace.

use protocol::{Reply, StaleRead};

use super::happens_before::HappensBefore;
use super::history::Time;

/// What an atomic operation could go by instead of the newest value.
pub(crate) struct Choice {
    pub(crate) read: StaleRead,
    /// The step that wrote the value; none if it is the first one.
    pub(crate) source: Option<usize>,
    /// The steps that wrote the newer ones.
    pub(crate) over: Vec<usize>,
}

/// What became of the atomics of an execution.
#[derive(Default)]
pub(crate) struct Graph {
    /// All that the model allows, whether an interleaving shows the same or not.
    pub(crate) choices: Vec<Choice>,
    /// Each step that read from an atomic, and the step that wrote what it read; none if that is the first value.
    pub(crate) sources: Vec<(usize, Option<usize>)>,
    /// The steps that wrote an atomic, in its modification order; the atomics in no order.
    pub(crate) orders: Vec<Vec<usize>>,
}

impl Graph {
    pub(crate) fn of(reply: &Reply) -> Graph {
        let mut order = HappensBefore::with_choices(reply);
        let mut steps = vec![Vec::new(); reply.tasks.len()];
        let mut choices = Vec::new();
        for (at, step) in reply.steps.iter().enumerate() {
            for (read, passed) in order.allowed(step) {
                let number = |time: Time| number(&steps, time);
                choices.push(Choice {
                    read,
                    source: passed.source.map(number),
                    over: passed.over.into_iter().map(number).collect(),
                });
            }
            order.acquire(step);
            order.release(step);
            steps[step.task.index()].push(at);
        }
        let number = |time: Time| number(&steps, time);
        let sources = order.atomics().sources().iter();
        let orders = order.atomics().orders().into_iter();
        Graph {
            choices,
            sources: sources
                .map(|(reader, writer)| (number(*reader), writer.map(number)))
                .collect(),
            orders: orders
                .map(|all| all.into_iter().map(number).collect())
                .collect(),
        }
    }
}

/// The number of the step that a task did at that time: each of its steps takes one.
fn number(steps: &[Vec<usize>], (task, time): Time) -> usize {
    steps[task.index()][time as usize - 1]
}

/// Whether the model allows that the operation goes by that value, also where an interleaving shows the same as well.
pub fn allows(reply: &Reply, read: StaleRead) -> bool {
    let choices = Graph::of(reply).choices;
    choices.iter().any(|choice| choice.read == read)
}
