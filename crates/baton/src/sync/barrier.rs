//! Barriers.

use ::std::panic::Location;

use super::identity::Identity;
use crate::engine::state::{Caller, Intent};
use crate::engine::turn;
use protocol::{ObjectKind, Op};

/// Lets threads wait for each other, as std's.
pub struct Barrier {
    identity: Identity,
    threads: usize,
}

/// Whether this thread is the one that completed the barrier.
#[derive(Debug)]
pub struct BarrierWaitResult(bool);

impl BarrierWaitResult {
    pub fn is_leader(&self) -> bool {
        self.0
    }
}

impl ::std::panic::UnwindSafe for Barrier {}
impl ::std::panic::RefUnwindSafe for Barrier {}

impl Barrier {
    #[track_caller]
    pub const fn new(threads: usize) -> Self {
        Self {
            identity: Identity::new(),
            threads,
        }
    }

    #[track_caller]
    pub fn wait(&self) -> BarrierWaitResult {
        BarrierWaitResult(self.arrive(Location::caller()))
    }

    #[inline(never)]
    fn arrive(&self, place: Caller) -> bool {
        let Some(object) = self.identity.get(ObjectKind::Barrier) else {
            return true;
        };
        let Some(mut turn) = turn::take(Intent::new(Op::BarrierArrive, object, place)) else {
            return true;
        };
        let barrier = turn.object(object);
        let generation = barrier.number;
        barrier.count += 1;
        if barrier.count as usize >= self.threads {
            barrier.count = 0;
            barrier.number += 1;
            turn.written(1);
            return true;
        }
        drop(turn);
        drop(turn::take(Intent {
            argument: generation,
            ..Intent::new(Op::BarrierPass, object, place)
        }));
        false
    }
}

impl ::std::fmt::Debug for Barrier {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.debug_struct("Barrier").finish_non_exhaustive()
    }
}
