//! Wakeup trees: which steps are still to be tried at a point.

use protocol::{Decision, TaskId};

use crate::dependence::{self, Order, Thing, Uses, Way};

/// How a task goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) task: TaskId,
    pub(super) way: Way,
}

impl Move {
    /// Its next step.
    pub(super) fn step(task: TaskId) -> Move {
        Move {
            task,
            way: Way::Steps,
        }
    }
}

/// How tasks go on, one after the other, as decisions.
pub(super) fn decisions(moves: &[Move]) -> Vec<Decision> {
    let moves = moves.iter().enumerate();
    moves
        .flat_map(|(place, one)| one.way.decisions(one.task, place))
        .collect()
}

/// How a task goes on at some point. Its uses name objects in the same way in each execution.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) task: TaskId,
    pub(super) way: Way,
    pub(super) uses: Uses,
    /// What it does to a number of owners, if it commutes with others that count them.
    pub(super) counts: Option<Counts>,
}

/// How a step changes a number of owners.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    pub(super) owners: Thing,
    pub(super) before: u64,
    pub(super) left: u64,
}

impl Counts {
    /// Whether it would leave no owner after the other: it is another step then.
    fn is_last_after(self, other: Counts) -> bool {
        self.owners == other.owners && self.left + other.left == self.before
    }
}

impl Event {
    pub(super) fn made(&self) -> Move {
        Move {
            task: self.task,
            way: self.way,
        }
    }

    /// Whether the order of the two matters.
    pub(super) fn depends_on(&self, other: &Event) -> bool {
        let is_last =
            |(one, other): (Counts, Counts)| one.is_last_after(other) || other.is_last_after(one);
        self.task == other.task
            || dependence::order(&self.uses, &other.uses) != Order::Any
            || self.counts.zip(other.counts).is_some_and(is_last)
    }
}

/// Steps that can be done one after the other.
#[derive(Clone, Debug)]
pub(super) struct Sequence {
    events: Vec<Event>,
    /// Where its last step may be impossible: the place of the point that it begins at.
    doubtful_from: Option<usize>,
}

impl Sequence {
    pub(super) fn new(events: Vec<Event>) -> Sequence {
        Sequence {
            events,
            doubtful_from: None,
        }
    }

    /// The same from that point on, where its last step may be impossible.
    pub(super) fn doubtful_from(self, place: usize) -> Sequence {
        Sequence {
            doubtful_from: Some(place),
            ..self
        }
    }

    pub(super) fn is_doubtful(&self) -> bool {
        self.doubtful_from.is_some()
    }

    /// Whether the tasks go on in it like this, in this order.
    pub(super) fn is_of(&self, moves: &[Move]) -> bool {
        self.moves().eq(moves.iter().copied())
    }

    fn moves(&self) -> impl Iterator<Item = Move> {
        self.events.iter().map(Event::made)
    }

    /// Where the task first goes on, if that is the event, and no step before it has to come first.
    fn first(&self, event: &Event) -> Option<usize> {
        let at = self.moves().position(|other| other.task == event.task)?;
        let own = &self.events[at];
        let mut before = self.events[..at].iter();
        let is_first = own.way == event.way && before.all(|before| !own.depends_on(before));
        is_first.then_some(at)
    }

    /// Whether the event can come first: it is one of these, or depends on none and comes in any case. A step of a task does,
    /// unless another way to go on is tried instead of it, but no task has to go on in another way.
    pub(super) fn may_begin_with(&self, event: &Event) -> bool {
        match self.moves().any(|other| other.task == event.task) {
            true => self.first(event).is_some(),
            false => {
                let mut all = self.events.iter();
                event.way == Way::Steps && all.all(|other| !other.depends_on(event))
            }
        }
    }
}

/// A step that is to be tried, and what is to be tried after it.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub(super) event: Event,
    pub(super) after: Vec<Branch>,
    pub(super) doubt: Option<Doubt>,
}

/// The step of a branch may be impossible.
#[derive(Clone, Debug)]
pub(super) struct Doubt {
    /// The place of the point from which its path was planned.
    pub(super) from: usize,
    /// What was left out because trying the branch would lead to the same. To be tried if the branch is impossible.
    pub(super) covered: Vec<Sequence>,
}

impl Branch {
    pub(super) fn of(event: Event) -> Branch {
        Branch {
            event,
            after: Vec::new(),
            doubt: None,
        }
    }

    /// The next step of a task, whatever it is.
    pub(super) fn unknown(task: TaskId) -> Branch {
        Branch::of(Event {
            task,
            way: Way::Steps,
            uses: [].into_iter().collect(),
            counts: None,
        })
    }

    /// Notes that these steps are left out in its favour.
    fn cover(&mut self, steps: Sequence) {
        let Some(doubt) = &mut self.doubt else { return };
        let mut known = doubt.covered.iter();
        let is_known =
            steps.is_of(&[self.event.made()]) || known.any(|other| other.moves().eq(steps.moves()));
        if !is_known {
            doubt.covered.push(steps);
        }
    }
}

/// Adds these steps, if nothing that is there leads to the same.
pub(super) fn insert(mut steps: Sequence, mut branches: &mut Vec<Branch>) {
    loop {
        let fits = |branch: &Branch| steps.may_begin_with(&branch.event);
        let Some(at) = branches.iter().position(fits) else {
            break;
        };
        let branch = &mut branches[at];
        if branch.after.is_empty() {
            branch.cover(steps);
            return;
        }
        if let Some(first) = steps.first(&branch.event) {
            steps.events.remove(first);
        }
        if steps.events.is_empty() {
            return;
        }
        branches = &mut branch.after;
    }
    let mut doubt = steps.doubtful_from.map(|from| Doubt {
        from,
        covered: Vec::new(),
    });
    let mut chain: Vec<Branch> = Vec::new();
    for event in steps.events.into_iter().rev() {
        chain = vec![Branch {
            event,
            after: chain,
            doubt: doubt.take(),
        }];
    }
    branches.append(&mut chain);
}

/// The ways from here to the end of each branch, in the order in which they are tried, up to so many in all. `before` is the
/// way that leads here.
pub(super) fn paths(
    branches: &[Branch],
    before: &mut Vec<Move>,
    most: usize,
    all: &mut Vec<Vec<Move>>,
) {
    for branch in branches {
        if all.len() >= most {
            return;
        }
        before.push(branch.event.made());
        match branch.after.is_empty() {
            true => all.push(before.clone()),
            false => paths(&branch.after, before, most, all),
        }
        before.pop();
    }
}

/// Takes away the step at that depth of the first path, and what only led to it; what it covered is there again. Its doubt,
/// if there was one.
pub(super) fn cut(branches: &mut Vec<Branch>, depth: usize) -> Option<Doubt> {
    let first = branches.first_mut()?;
    let doubt = match depth {
        0 => first.doubt.take(),
        _ => cut(&mut first.after, depth - 1),
    };
    if depth == 0 || first.after.is_empty() {
        branches.remove(0);
    }
    match (depth, doubt) {
        (0, Some(Doubt { from, covered })) => {
            for steps in covered {
                insert(steps, branches);
            }
            let covered = Vec::new();
            Some(Doubt { from, covered })
        }
        (_, doubt) => doubt,
    }
}
