//! The exhaustive search: each inequivalent execution once, with no bound. Pure.
//!
//! Two executions are equivalent if each pair of dependent steps has the same order in both (Mazurkiewicz, "Trace theory",
//! 1987). After each execution its reversible races are looked at: for each, the steps that lead to its other order go into
//! the *wakeup tree* of the point before it, if nothing that is there or was explored from there comes to the same. A task
//! whose step was explored at a point sleeps from then on, until a step that depends on it is done. So no equivalent
//! execution is made twice, and none is begun that could only end in one (Abdulla, Aronis, Jonsson and Sagonas, "Source sets:
//! a foundation for optimal dynamic partial order reduction", JACM 2017).
//!
//! A step that waits (a receive, the end of a wait on a condition variable) cannot always be done before one that it depends on.
//! Where the trace does not tell, it is tried; what the tree left out in its favour is tried instead if it turns out to be
//! impossible. Such an execution counts as *blocked*. A task that would only repeat what it has just read, nothing having
//! changed, is not run either. A loop that only waits is one read, which waits ([`waiting`]): executions that show that it does
//! nothing else count as blocked.
//!
//! A step that is moved before something that it depends on may come out otherwise there: an exchange that failed may succeed. So
//! it is planned as the most that it can be, and what it was is known once it is done. If its task sleeps there, it led to nothing
//! new. Counting the owners of something commutes, but for the last one: whether that is so depends on how many there are.
//!
//! A [`Freedom`] is the same step of the same task in another way: a wait that ends without a notification, a process that is
//! killed. It is a branch of the same tree, at the place of the step or earlier, as far as other steps take it away. An
//! execution has one at the most, so their number stays finite. No task has to go on in such a way: that it commutes with other
//! steps makes nothing else superfluous.
//!
//! Each load reads the newest value: the executions are those under sequential consistency. With [`Freedom::StaleRead`] they are
//! those under RC11. What an atomic operation goes by is a way to go on, too, and an execution may have any number of them. All of
//! them that an operation has are tried one after the other, before anything else is tried at its point. So whatever a task's
//! operation goes by sleeps when its step does. Where another task sleeps whose step is independent of such a way, that step was
//! explored before the way, but not what it depends on: the way is planned behind all steps that do not come after the operation.
//! It takes memory for each execution.
//!
//! It needs [`protocol::Rules::every_step`].

mod awaiting;
mod check;
mod names;
mod offers;
mod openings;
mod restarts;
mod trace;
mod waiting;
mod wakeup;
mod weak;

use std::collections::{BTreeSet, HashSet};

use protocol::{Decision, Limits, Reply, States, SwitchAt};

use crate::cost::Cost;
use crate::coverage::{Counting, Coverage, Rest, Unbounded};
use crate::dependence::{Loads, Plain};
use crate::freedom::Freedom;
use crate::strategy::{Attempt, NotDeterministic, Strategy};
use awaiting::Awaiting;
use check::{Check, Unseen};
use names::Names;
use openings::locks_twice_by_one_opening;
use trace::{Race, Trace};
use waiting::Loops;
use wakeup::{Branch, Doubt, Event, Move, Sequence, decisions};

/// A point of the execution that is being varied.
struct Node {
    /// What leads only to what was explored.
    sleep: Vec<Event>,
    /// What is done here, if it leads to anything.
    done: Option<Event>,
    /// What is still to be tried here instead.
    branches: Vec<Branch>,
    /// What turned out to be impossible from here.
    impossible: Vec<Vec<Move>>,
}

/// The points of the last execution, and what is to be tried from them.
pub struct Exhaustive {
    plain: Plain,
    /// What else tasks may do.
    freedoms: BTreeSet<Freedom>,
    names: Names,
    loops: Loops,
    /// How much was known of the program's loops when the search began.
    known_of_loops: usize,
    /// What is to be learnt from, once enough is known of its loops.
    held: Option<Reply>,
    /// What is to be made for that.
    checks: Vec<Check>,
    /// An execution that is made again without what is in vain.
    again: Option<Vec<Move>>,
    nodes: Vec<Node>,
    /// Whether the step that was planned at the last point may be impossible.
    doubt: Option<Doubt>,
    /// What is to be tried behind the last point.
    ahead: Vec<Branch>,
    /// Whether what is planned is still to be tried.
    is_planned: bool,
    found: Unbounded,
    /// [`States::Compared`], once a task may have been counting; [`States::Traced`], once a loop may wait.
    states: States,
    /// How often a task that may be counting can read the same again.
    repeats: u32,
    /// What was found with a smaller limit.
    with_fewer: Option<Unbounded>,
    /// The executions that were found, where one can be made in several ways.
    known: HashSet<u64>,
}

impl Exhaustive {
    /// Of all executions of a program whose tasks change places there. Each may have these freedoms: one of those that are used
    /// once, and any number of stale reads.
    pub fn new(switch_at: SwitchAt, freedoms: &BTreeSet<Freedom>) -> Exhaustive {
        Exhaustive {
            freedoms: freedoms.clone(),
            plain: match switch_at {
                SwitchAt::EveryAccess => Plain::Steps,
                SwitchAt::Synchronisation => Plain::Ordered,
            },
            names: Names::default(),
            loops: Loops::new(match freedoms.contains(&Freedom::StaleRead) {
                true => Loads::MayBeStale,
                false => Loads::Newest,
            }),
            known_of_loops: 0,
            held: None,
            checks: Vec::new(),
            again: None,
            nodes: Vec::new(),
            doubt: None,
            ahead: Vec::new(),
            is_planned: true,
            found: Unbounded::default(),
            states: States::Unknown,
            repeats: Limits::REPEATS,
            with_fewer: None,
            known: HashSet::new(),
        }
    }

    /// What was found until now.
    pub fn found(&self) -> &Unbounded {
        &self.found
    }

    /// Goes to the next branch: the deepest one that is left.
    fn advance(&mut self) -> bool {
        while let Some(node) = self.nodes.last_mut() {
            node.sleep.extend(node.done.take());
            if !node.branches.is_empty() {
                let Branch {
                    event,
                    after,
                    doubt,
                } = node.branches.remove(0);
                node.done = Some(event);
                self.ahead = after;
                self.doubt = doubt;
                return true;
            }
            self.nodes.pop();
        }
        false
    }

    /// How tasks went on, up to the last point.
    fn done(&self) -> Vec<Move> {
        let done = self.nodes.iter().filter_map(|node| node.done.as_ref());
        done.map(Event::made).collect()
    }

    /// How tasks go on, from the beginning to the end of what is planned.
    fn planned(&self) -> Vec<Move> {
        let mut moves = self.done();
        let mut ahead = self.ahead.first();
        while let Some(branch) = ahead {
            moves.push(branch.event.made());
            ahead = branch.after.first();
        }
        moves
    }

    /// Learns from the execution that was planned, once all is known that has to be known of its loops.
    fn take_in(&mut self, reply: &Reply) -> Result<(), NotDeterministic> {
        let loops = Loops::new(self.loops.loads);
        let loops = std::mem::replace(&mut self.loops, loops);
        let awaiting = match loops.are_seen() {
            true => Awaiting::of(reply, &loops),
            false => Awaiting::none(reply),
        };
        let counting = Counting::in_execution(&awaiting.reply, self.repeats);
        self.found.counting = Counting::or(self.found.counting, counting);
        let trace = Trace::of(
            (&awaiting, &loops),
            self.plain,
            &self.freedoms,
            &mut self.names,
        );
        let unseen = check::unseen(&trace, &loops);
        let mut result = Ok(());
        match &unseen {
            Unseen::Nothing if self.again.is_none() && awaiting.hides_a_race() => {
                self.found.blocked += 1;
                self.again = Some((0..trace.len()).map(|at| trace.event(at).made()).collect());
            }
            Unseen::Nothing => {
                self.again = None;
                result = self.take_in_trace(&trace);
            }
            Unseen::Some(_) | Unseen::Counts(_) => {}
        }
        self.loops = loops;
        match unseen {
            Unseen::Nothing => {}
            Unseen::Some(checks) => {
                self.checks = checks;
                self.held = Some(reply.clone());
            }
            Unseen::Counts(site) => {
                self.loops.count(site);
                self.begins_again(reply);
            }
        }
        result
    }

    /// The next execution that is to be made before the one that is planned.
    fn before_the_planned(&self) -> Option<&[Move]> {
        let check = self.checks.first().map(|check| &check.moves);
        check.or(self.again.as_ref()).map(Vec::as_slice)
    }

    fn take_in_trace(&mut self, trace: &Trace<'_>) -> Result<(), NotDeterministic> {
        let planned = self.planned();
        if let Some((last, before)) = planned.split_last() {
            let is_done = |at: usize, one| at < trace.len() && trace.event(at).made() == one;
            if !(0..).zip(before).all(|(at, one)| is_done(at, *one)) {
                return Err(NotDeterministic);
            }
            let at = before.len();
            if !(is_done(at, *last) && trace.is_able(at, *last)) {
                self.offer_instead(trace, &planned);
                self.give_up(&planned);
                return Ok(());
            }
        }
        self.doubt = None;
        let branched = self.nodes.len().checked_sub(1);
        let waiting = trace.waiting_at_end();
        let goes_on = self.does(branched.map(|at| trace.event(at))) && self.extend(trace, &waiting);
        if let Some(weak) = trace.weak() {
            self.offer_all(trace, weak, branched.unwrap_or(0))?;
        }
        if goes_on {
            self.count(trace);
            for Race { earlier, instead } in trace.races() {
                self.plan(earlier, instead);
            }
            for (at, event) in waiting {
                self.plan(at, Sequence::new(vec![event]));
            }
        }
        Ok(())
    }

    /// Notes what was done at the last point: it may not have been known what the task does there. Whether that leads to something
    /// new.
    fn does(&mut self, done: Option<Event>) -> bool {
        let Some((node, done)) = self.nodes.last_mut().zip(done) else {
            return true;
        };
        let is_new = !sleeps(&node.sleep, done.made());
        node.done = is_new.then_some(done);
        if !is_new {
            self.block();
        }
        is_new
    }

    /// The execution leads to nothing new, and neither does what was planned behind it.
    fn block(&mut self) {
        self.found.blocked += 1;
        self.ahead.clear();
    }

    /// It is one more, unless it was made in another way.
    fn count(&mut self, trace: &Trace<'_>) {
        self.found.interleavings += match trace.weak() {
            Some(weak) => u64::from(self.known.insert(weak.fingerprint)),
            None => 1,
        };
    }

    /// The last planned step could not be done, or would have repeated what was there: what led to it leads to nothing new,
    /// unless something else was planned after it.
    fn give_up(&mut self, planned: &[Move]) {
        self.found.blocked += 1;
        let ahead = planned.len() - self.nodes.len();
        let doubt = match ahead.checked_sub(1) {
            Some(depth) => wakeup::cut(&mut self.ahead, depth),
            None => self.doubt.take(),
        };
        let Some(Doubt { from, covered }) = doubt else {
            // Nothing is known of what was left out in its favour.
            self.found.rest = Rest::Unknown;
            return;
        };
        self.nodes[from].impossible.push(planned[from..].to_vec());
        self.is_planned = !self.ahead.is_empty();
        if !self.is_planned {
            let last = self.nodes.len() - 1;
            self.nodes[last].done = None;
            for steps in covered {
                self.plan(last, steps);
            }
        }
    }

    /// Plans these steps from that point on, unless they come to what is there or was explored.
    fn plan(&mut self, at: usize, steps: Sequence) {
        let node = &mut self.nodes[at];
        let is_explored = node.sleep.iter().any(|event| steps.may_begin_with(event));
        let is_impossible =
            steps.is_doubtful() && node.impossible.iter().any(|moves| steps.is_of(moves));
        if !is_explored && !is_impossible {
            wakeup::insert(steps, &mut node.branches);
        }
    }

    /// Takes in the new part of the execution. Whether it goes on to its end with something new.
    fn extend(&mut self, trace: &Trace<'_>, waiting: &[(usize, Event)]) -> bool {
        for at in self.nodes.len()..trace.len() {
            let sleep = self.asleep();
            let done = trace.event(at);
            let mut branches = std::mem::take(&mut self.ahead);
            let is_planned = !branches.is_empty();
            if is_planned {
                self.ahead = branches.remove(0).after;
            }
            let goes_on = !sleeps(&sleep, done.made());
            if !goes_on {
                self.block();
            }
            if !goes_on && !is_planned {
                // Another task goes on instead, if there is one.
                let mut able = trace.able(at).iter();
                let other = able.find(|task| !sleeps(&sleep, Move::step(*task)));
                branches.extend(other.map(Branch::unknown));
            }
            self.nodes.push(Node {
                sleep,
                done: goes_on.then_some(done),
                branches,
                impossible: Vec::new(),
            });
            if !goes_on {
                return false;
            }
        }
        let waits = waiting.iter().any(|(at, _)| *at == trace.len());
        if self.nodes.len() == trace.len() && (waits || trace.goes_on_otherwise()) {
            self.nodes.push(Node {
                sleep: self.asleep(),
                done: None,
                branches: Vec::new(),
                impossible: Vec::new(),
            });
        }
        true
    }

    /// Who sleeps behind the last point.
    fn asleep(&self) -> Vec<Event> {
        let Some(node) = self.nodes.last() else {
            return Vec::new();
        };
        let still = |event: &&Event| {
            node.done
                .as_ref()
                .is_none_or(|done| !event.depends_on(done))
        };
        node.sleep.iter().filter(still).cloned().collect()
    }
}

impl Strategy for Exhaustive {
    fn next(&mut self) -> Option<Attempt> {
        let before = self.before_the_planned().map(decisions);
        let next = before.or_else(|| self.is_planned.then(|| decisions(&self.planned())));
        next.map(|decisions| Attempt {
            decisions,
            cost: Cost::NONE,
        })
    }

    /// What comes of the earlier ones can plan others before the later ones, and does not change these.
    fn foreseen(&self, most: usize) -> Vec<Vec<Decision>> {
        if !self.checks.is_empty() {
            let checks = self.checks.iter().take(most);
            return checks.map(|check| decisions(&check.moves)).collect();
        }
        let mut all = Vec::new();
        let mut moves = self.done();
        match self.ahead.is_empty() {
            true if self.is_planned => all.push(moves.clone()),
            _ => wakeup::paths(&self.ahead, &mut moves, most, &mut all),
        }
        for node in self.nodes.iter().rev() {
            if node.done.is_some() {
                moves.pop();
            }
            wakeup::paths(&node.branches, &mut moves, most, &mut all);
        }
        all.iter().map(|moves| decisions(moves)).collect()
    }

    fn learn(&mut self, _attempt: &Attempt, reply: &Reply) -> Result<(), NotDeterministic> {
        if locks_twice_by_one_opening(reply) {
            self.found.rest = Rest::Unknown;
        }
        self.loops.learn(reply);
        if !self.checks.is_empty() {
            self.found.blocked += 1;
            self.checks.remove(0).made(&mut self.loops);
            self.checks.retain(|check| !check.is_over(&self.loops));
        }
        if self.begins_again(reply) || !self.checks.is_empty() {
            return Ok(());
        }
        self.is_planned = false;
        match self.held.take() {
            Some(held) => self.take_in(&held)?,
            None => self.take_in(reply)?,
        }
        if self.before_the_planned().is_some() {
            return Ok(());
        }
        self.is_planned = self.is_planned || self.advance();
        if !self.is_planned && self.found.rest == Rest::Untried {
            self.found.rest = Rest::Nothing;
        }
        if !self.is_planned {
            self.goes_further();
        }
        Ok(())
    }

    fn repeats(&self) -> u32 {
        self.repeats
    }

    fn states(&self) -> States {
        self.states
    }

    /// There is no bound.
    fn widen(&mut self) -> bool {
        false
    }

    fn restart(&mut self) {
        let switch_at = match self.plain {
            Plain::Steps => SwitchAt::EveryAccess,
            Plain::Ordered => SwitchAt::Synchronisation,
        };
        *self = Exhaustive::new(switch_at, &self.freedoms);
    }

    fn coverage(&self) -> Coverage {
        Coverage {
            unbounded: Some(match &self.with_fewer {
                Some(found) if !self.found.is_complete() => found.clone(),
                _ => self.found.clone(),
            }),
            ..Coverage::of_one_environment()
        }
    }
}

/// Whether going on like that leads only to what was explored.
fn sleeps(sleep: &[Event], one: Move) -> bool {
    sleep.iter().any(|event| event.made() == one)
}
