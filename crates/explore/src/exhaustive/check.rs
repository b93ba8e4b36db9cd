//! Executions that show what a task does in a loop that waits: see [`super::waiting`]. They count as blocked.

use std::collections::{BTreeSet, HashSet};

use protocol::effects::Memory;
use protocol::{ObjectId, TaskId};

use super::awaiting::Reader;
use super::trace::{Reading, Trace};
use super::waiting::{Again, Found, Loops, Site, State};
use super::wakeup::Move;
use crate::dependence::{Access, Loads, Thing, Use};
use crate::memory::Clock;

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

/// A moment before a read, or that of the read itself.
struct Moment {
    /// All that comes before it.
    before: Vec<usize>,
    /// What the read finds then.
    found: Found,
    /// Whether that is what it found.
    is_last: bool,
}

impl Moment {
    fn moves(&self, trace: &Trace<'_>) -> Vec<Move> {
        let before = self.before.iter();
        before.map(|at| trace.event(*at).made()).collect()
    }

    /// What comes between another one, an earlier one, and this.
    fn moves_since(&self, other: &Moment, trace: &Trace<'_>) -> Vec<Move> {
        let since = self.before.iter().filter(|at| !other.before.contains(at));
        since.map(|at| trace.event(*at).made()).collect()
    }
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
        let is_atomic = trace.op(at).0.effects().memory == Some(Memory::Atomic);
        let checks = match loops.loads {
            Loads::MayBeStale if is_atomic => of_read.checks_of_all(),
            _ => moments(trace, at).and_then(|moments| of_read.checks(&moments)),
        };
        let Some(checks) = checks else {
            return Unseen::Counts(reader.site);
        };
        if !checks.is_empty() {
            return Unseen::Some(checks);
        }
    }
    Unseen::Nothing
}

/// When the read could have been done, in their order: before each step that changes what it reads, and where it was done, or at the end. `None`
/// where the trace does not tell what it would have found.
fn moments(trace: &Trace<'_>, at: usize) -> Option<Vec<Moment>> {
    let (used, op, end) = (trace.used(at), trace.op(at).0, trace.end_of(at));
    let (object, changes) = changes(trace, at)?;
    let moment = |clock: &Clock, without: usize, is_last| {
        let is_before = |one: &usize| {
            *one != without && (trace.is_before(*one, &used.known) || trace.is_before(*one, clock))
        };
        let before: Vec<usize> = (0..end).filter(is_before).collect();
        // Unknown only where no task has done anything with it.
        let found = trace.value(op, object, &before)?;
        Some(Moment {
            before,
            found,
            is_last,
        })
    };
    let could_be_before = |change: &&usize| !trace.is_before(**change, &used.known);
    let before_changes = changes.iter().filter(could_be_before);
    let mut moments: Vec<Moment> = before_changes
        .filter_map(|change| moment(&trace.used(*change).clock, *change, false))
        .collect();
    let last = match (used.step, changes.last()) {
        (Some(_), _) => moment(&used.clock, at, true),
        (None, Some(change)) => moment(&trace.used(*change).clock, at, false),
        (None, None) => moment(&used.known, at, false),
    };
    moments.extend(last);
    Some(moments)
}

/// What is read there, and the steps of other tasks before it that change that. `None` where the trace does not tell to what.
fn changes(trace: &Trace<'_>, at: usize) -> Option<(ObjectId, Vec<usize>)> {
    let (used, (op, [object, _])) = (trace.used(at), trace.op(at));
    let object = object?;
    if trace.is_shared_otherwise(object, at) {
        return None;
    }
    let is_change = |other: &usize| {
        let changed = |one: &Use| one.thing == Thing::Object(object) && one.access == Access::Write;
        trace.task(*other) != used.task && trace.used(*other).uses.iter().any(changed)
    };
    let changes: Vec<usize> = (0..trace.end_of(at)).filter(is_change).collect();
    let mut all = changes.iter();
    all.all(|change| trace.tells(*change, op, object))
        .then_some((object, changes))
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
    fn checks(&self, moments: &[Moment]) -> Option<Vec<Check>> {
        let state = self.reader.state;
        let mut checks = Vec::new();
        let mut looked_at = HashSet::new();
        for moment in moments {
            let is_new = looked_at.insert(moment.found);
            if is_new && self.loops.behind(state, moment.found).is_none() {
                let moves = moment.moves(self.trace);
                checks.push(self.check(moves, Move::step(self.task), state, moment.found));
            }
        }
        if !checks.is_empty() {
            return Some(checks);
        }
        let mut looked_at = HashSet::new();
        for (place, first) in moments.iter().enumerate() {
            let again = self.loops.behind(state, first.found)?.again;
            let Some(again) = again else { continue };
            for second in &moments[place..] {
                let directly = self.loops.behind(state, second.found)?;
                let is_needed = second.is_last || directly.again.is_some();
                if !is_needed || !looked_at.insert((first.found, second.found)) {
                    continue;
                }
                match self.loops.behind(again.state, second.found) {
                    Some(behind) if behind != directly => return None,
                    Some(_) => {}
                    None => {
                        let mut moves = first.moves(self.trace);
                        moves.extend(vec![Move::step(self.task); 1 + again.yields]);
                        moves.extend(second.moves_since(first, self.trace));
                        let way = Move::step(self.task);
                        checks.push(self.check(moves, way, again.state, second.found));
                    }
                }
            }
        }
        Some(checks)
    }

    /// The same where loads may be stale: the model says what can be found, and what one after the other.
    fn checks_of_all(&self) -> Option<Vec<Check>> {
        let (_, changes) = changes(self.trace, self.at)?;
        let sets = self.sets(&changes);
        if self.loops.act(self.reader.state).is_none() {
            return Some(vec![self.first_look(&sets[0])?]);
        }
        let checks = self.checks_of_one(&sets)?;
        match checks.is_empty() {
            true => self.checks_of_two(&sets),
            false => Some(checks),
        }
    }

    /// Shows how the task reads in its state.
    fn first_look(&self, before: &[usize]) -> Option<Check> {
        let (op, [object, _]) = self.trace.op(self.at);
        let found = self.trace.value(op, object?, before)?;
        let made = Move::step(self.task);
        Some(self.check(self.moves(before), made, self.reader.state, found))
    }

    /// Of all that can be found, where it is not known what comes of it.
    fn checks_of_one(&self, sets: &[Vec<usize>]) -> Option<Vec<Check>> {
        let state = self.reader.state;
        let mut looked_at = HashSet::new();
        let mut checks = Vec::new();
        for before in sets {
            for Reading { made, found, .. } in self.readings(before, None)? {
                if looked_at.insert(found) && self.loops.behind(state, found).is_none() {
                    checks.push(self.check(self.moves(before), made, state, found));
                }
            }
        }
        Some(checks)
    }

    /// Of all that can be found after something in vain.
    fn checks_of_two(&self, sets: &[Vec<usize>]) -> Option<Vec<Check>> {
        let mut looked_at = HashSet::new();
        let mut checks = Vec::new();
        let pairs = (0..sets.len()).flat_map(|one| (one..sets.len()).map(move |two| (one, two)));
        for before in pairs.map(|(one, two)| joined(&sets[one], &sets[two])) {
            for first in self.readings(&before, None)? {
                let again = self.loops.behind(self.reader.state, first.found)?.again;
                let Some(again) = again else { continue };
                for second in self.readings(&before, Some(&first))? {
                    if looked_at.insert((first.found, second.found)) {
                        checks.extend(self.check_of_two(&before, (&first, again), &second)?);
                    }
                }
            }
        }
        Some(checks)
    }

    /// Of something that can be found after something in vain, if it is not known what comes of it. `None` if that is not what comes of
    /// it directly.
    fn check_of_two(
        &self,
        before: &[usize],
        (first, again): (&Reading, Again),
        second: &Reading,
    ) -> Option<Option<Check>> {
        let directly = self.loops.behind(self.reader.state, second.found);
        if let Some(behind) = self.loops.behind(again.state, second.found) {
            return (Some(behind) == directly).then_some(None);
        }
        let mut moves = self.moves(before);
        moves.push(first.made);
        moves.extend(vec![Move::step(self.task); again.yields]);
        Some(Some(self.check(
            moves,
            second.made,
            again.state,
            second.found,
        )))
    }

    fn readings(&self, before: &[usize], first: Option<&Reading>) -> Option<Vec<Reading>> {
        self.trace.readings((self.at, self.reader), before, first)
    }

    fn moves(&self, before: &[usize]) -> Vec<Move> {
        let moves = before.iter().map(|at| self.trace.event(*at).made());
        moves.collect()
    }

    /// What has to come before the read, and the same with each of these changes.
    fn sets(&self, changes: &[usize]) -> Vec<Vec<usize>> {
        let (trace, end) = (self.trace, self.trace.end_of(self.at));
        let known = &trace.used(self.at).known;
        let set = |change: Option<usize>| {
            let is_before = |one: &usize| {
                let clock = change.map(|change| &trace.used(change).clock);
                trace.is_before(*one, known)
                    || clock.is_some_and(|clock| trace.is_before(*one, clock))
            };
            (0..end).filter(is_before).collect()
        };
        let changes = changes.iter().map(|change| Some(*change));
        std::iter::once(None).chain(changes).map(set).collect()
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

/// All that is in one of the two, in order.
fn joined(one: &[usize], other: &[usize]) -> Vec<usize> {
    let all: BTreeSet<usize> = one.iter().chain(other).copied().collect();
    all.into_iter().collect()
}
