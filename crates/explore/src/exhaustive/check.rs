//! Executions that show what a task does in a loop that waits: see [`super::waiting`]. They count as blocked.

use std::collections::HashSet;

use protocol::TaskId;

use super::awaiting::Reader;
use super::trace::{Reading, Trace};
use super::waiting::{Found, Loops, Site, State};
use super::wakeup::Move;
use crate::dependence::{Access, Thing, Use};

/// An execution that shows what comes of a read.
#[derive(Clone, Debug)]
pub(super) struct Check {
    /// How tasks go on, to the read and behind it.
    pub(super) moves: Vec<Move>,
    site: Site,
    state: State,
    found: Found,
    /// How many steps were known to be needed to see what comes of it.
    steps: usize,
}

impl Check {
    /// Whether it was seen.
    pub(super) fn is_over(&self, loops: &Loops) -> bool {
        !loops.waits_at(self.site) || loops.behind(self.state, self.found).is_some()
    }

    /// The execution was made. Where it has shown nothing, the loop is not taken for one that waits.
    pub(super) fn made(&self, loops: &mut Loops) {
        if !self.is_over(loops) && loops.steps_behind(self.state, self.found) <= self.steps {
            loops.count(self.site);
        }
    }
}

/// What is not known of an execution's loops.
pub(super) enum Unseen {
    Nothing,
    /// What comes of some reads.
    Some(Vec<Check>),
    /// The task goes on otherwise after it has read there in vain, or what it can find is not known.
    Counts(Site),
}

/// What is to be seen before anything is learnt from the execution: of the first read for which anything is.
pub(super) fn unseen(trace: &Trace<'_>, loops: &Loops) -> Unseen {
    for (at, reader) in trace.readers() {
        let of_read = OfRead {
            trace,
            loops,
            at,
            task: trace.task(at),
            reader,
        };
        let Some(checks) = of_read.checks() else {
            return Unseen::Counts(reader.site);
        };
        if !checks.is_empty() {
            return Unseen::Some(checks);
        }
    }
    Unseen::Nothing
}

/// When a read could be done: behind what has to come before it, and behind each change of what it reads.
struct Moments {
    /// What comes before the last of them. What comes before another one is a beginning of that.
    steps: Vec<usize>,
    /// For each of them, how many steps come before it.
    ends: Vec<usize>,
}

/// A task's read in a loop that waits.
struct OfRead<'a> {
    trace: &'a Trace<'a>,
    loops: &'a Loops,
    at: usize,
    task: TaskId,
    reader: Reader,
}

impl OfRead<'_> {
    /// What is to be seen of it; `None` if what was seen is not the same after something in vain.
    fn checks(&self) -> Option<Vec<Check>> {
        let moments = self.moments()?;
        let checks = self.checks_of_one(&moments);
        match checks.is_empty() {
            true => self.checks_of_two(&moments),
            false => Some(checks),
        }
    }

    /// When the read could have been done. `None` where the trace does not tell what it would have found.
    fn moments(&self) -> Option<Moments> {
        let (trace, end) = (self.trace, self.trace.end_of(self.at));
        let mut known = trace.used(self.at).known.clone();
        let is_known = |one: &usize| trace.is_before(*one, &known);
        let mut steps: Vec<usize> = (0..end).filter(is_known).collect();
        let mut ends = vec![steps.len()];
        for change in self.changes()? {
            let clock = &trace.used(change).clock;
            let is_new =
                |one: &usize| trace.is_before(*one, clock) && !trace.is_before(*one, &known);
            steps.extend((0..end).filter(is_new));
            ends.push(steps.len());
            known.join(clock);
        }
        Some(Moments { steps, ends })
    }

    /// The steps of other tasks that change what is read there, and do not have to come before it. `None` where the trace does not tell to
    /// what.
    fn changes(&self) -> Option<Vec<usize>> {
        let (trace, known) = (self.trace, &self.trace.used(self.at).known);
        let (op, [object, _]) = trace.op(self.at);
        let object = object?;
        if trace.is_shared_otherwise(object, self.at) {
            return None;
        }
        let is_change =
            |one: &Use| one.thing == Thing::Object(object) && one.access == Access::Write;
        let changes = |other: &usize| {
            trace.task(*other) != self.task && trace.used(*other).uses.iter().any(is_change)
        };
        let mut changes: Vec<usize> = (0..trace.end_of(self.at)).filter(changes).collect();
        let mut all = changes.iter();
        let are_told = all.all(|change| trace.tells(*change, op, object));
        changes.retain(|change| !trace.is_before(*change, known));
        are_told.then_some(changes)
    }

    /// Of all that can be found, where it is not known what comes of it.
    fn checks_of_one(&self, moments: &Moments) -> Vec<Check> {
        let state = self.reader.state;
        let mut looked_at = HashSet::new();
        let mut checks = Vec::new();
        for end in &moments.ends {
            let before = &moments.steps[..*end];
            for Reading { made, found, .. } in self.readings(before, None) {
                if looked_at.insert(found) && self.loops.behind(state, found).is_none() {
                    checks.push(self.check(self.moves(before), made, state, found));
                }
            }
        }
        checks
    }

    /// Of all that can be found after something in vain. `None` if something else comes of it than directly.
    fn checks_of_two(&self, moments: &Moments) -> Option<Vec<Check>> {
        let state = self.reader.state;
        let mut looked_at = HashSet::new();
        let mut checks = Vec::new();
        for (moment, end) in moments.ends.iter().enumerate() {
            for first in self.readings(&moments.steps[..*end], None) {
                let Some(again) = self.loops.behind(state, first.found)?.again else {
                    continue;
                };
                for later in &moments.ends[moment..] {
                    let (before, since) = moments.steps[..*later].split_at(*end);
                    let seconds = self.readings(&moments.steps[..*later], Some((*end, &first)));
                    for Reading { made, found, .. } in seconds {
                        if !looked_at.insert((first.found, found)) {
                            continue;
                        }
                        let directly = self.loops.behind(state, found)?;
                        match self.loops.behind(again.state, found) {
                            Some(behind) if behind != directly => return None,
                            Some(_) => {}
                            None => {
                                let mut moves = self.moves(before);
                                moves.push(first.made);
                                moves.extend(vec![Move::step(self.task); again.yields]);
                                moves.extend(self.moves(since));
                                checks.push(self.check(moves, made, again.state, found));
                            }
                        }
                    }
                }
            }
        }
        Some(checks)
    }

    fn readings(&self, before: &[usize], first: Option<(usize, &Reading)>) -> Vec<Reading> {
        self.trace.readings((self.at, self.reader), before, first)
    }

    fn moves(&self, steps: &[usize]) -> Vec<Move> {
        let moves = steps.iter().map(|at| self.trace.event(*at).made());
        moves.collect()
    }

    /// The task goes on like that after these moves.
    fn check(&self, mut moves: Vec<Move>, way: Move, state: State, found: Found) -> Check {
        let steps = self.loops.steps_behind(state, found);
        moves.push(way);
        moves.extend(vec![Move::step(self.task); steps]);
        Check {
            moves,
            site: self.reader.site,
            state,
            found,
            steps,
        }
    }
}
