//! What one round of a worker is, and how many more rounds one execution has than another. Pure.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use protocol::Reply;

use super::contributions::{Contributions, Site, Sited};

/// How often something is done at each place.
pub type Counts = HashMap<Site, i64>;

/// How many rounds are done in an execution: what one round is, and all of it that is done. All tasks count. So a round that
/// another task does instead of a worker is not one more, nor one less.
pub enum Rounds {
    /// By the places where work is done.
    Steps {
        /// How often in one round.
        one: Counts,
        /// How often in all.
        all: Counts,
    },
    /// By plain accesses, where the work makes no steps.
    Accesses {
        /// How many in one round.
        one: i64,
        /// How many in all.
        all: i64,
    },
}

impl Rounds {
    /// The rounds of an execution in which one round makes so many plain accesses and no steps.
    pub fn quiet(one: u64, reply: &Reply) -> Rounds {
        Rounds::Accesses {
            one: one as i64,
            all: accesses(reply),
        }
    }

    /// How many more rounds there are in another execution.
    pub fn more_in(&self, execution: &Sited<'_>, shares: &Contributions) -> i64 {
        match self {
            Rounds::Steps { one, all } => more(one, all, &counts(&shares.growing_sites(execution))),
            Rounds::Accesses { one, all } => (accesses(execution.reply()) - all) / one,
        }
    }
}

/// The plain accesses of all tasks.
fn accesses(reply: &Reply) -> i64 {
    reply.tasks.iter().map(|task| task.accesses as i64).sum()
}

/// How many more rounds there are now than there were in all: 0 if some places of one round have more, and others have not.
fn more(one: &Counts, all: &Counts, now: &Counts) -> i64 {
    let count = |of: &Counts, site| of.get(site).copied().unwrap_or(0);
    let mut more = one
        .iter()
        .map(|(site, in_one)| (count(now, site) - count(all, site)) / in_one);
    let first = more.next().unwrap_or(0);
    if more.all(|more| more == first) {
        first
    } else {
        0
    }
}

/// How often each of these places is there.
pub fn counts(sites: &[Site]) -> Counts {
    let mut counts = Counts::new();
    for site in sites {
        *counts.entry(*site).or_default() += 1;
    }
    counts
}

/// One round in the middle of each loop of a worker, last loop first: from behind a step to the next at the same place.
/// `sites` are the places where it works, in its order.
pub fn rounds_of(sites: &[Site]) -> Vec<Range<usize>> {
    let mut known = HashSet::new();
    let mut rounds = Vec::new();
    for site in sites.iter().rev() {
        if known.insert(*site) {
            let mut same = (0..sites.len()).rev().filter(|at| sites[*at] == *site);
            if let (Some(to), Some(from)) = (same.nth(1), same.next()) {
                known.extend(&sites[from + 1..=to]);
                rounds.push(from + 1..to + 1);
            }
        }
    }
    rounds
}

#[cfg(test)]
mod tests;
