//! The limits that the kernel itself keeps for a program.

use rustix::process::{
    Resource, Rlimit, getpriority_process, getrlimit, setpriority_process, setrlimit,
};

use super::{Limits, platform};

/// The supervisor runs under the data limit for a moment; so much it needs.
const LEAST_MEMORY: u64 = 32 << 20;

/// The memory limit in bytes as it is kept.
pub(super) fn memory(limits: &Limits) -> u64 {
    limits.memory.max(LEAST_MEMORY)
}

/// Runs `start`, which starts a program, such that the program inherits the
/// limits.
///
/// A program's limits can only be set from inside it before it begins (unsafe
/// code between fork and exec) or inherited. Only the soft ones are set: the
/// supervisor could not raise a hard one again.
pub(super) fn inherited<T>(limits: &Limits, start: impl FnOnce() -> T) -> T {
    let _data = Lowered::to(Resource::Data, memory(limits));
    let _file = Lowered::to(Resource::Fsize, limits.file);
    let _threads = Lowered::to(Resource::Nproc, most_threads());
    start()
}

/// A higher priority than that of the programs, until it is dropped.
///
/// Among the thousands of a fork bomb it would be a second until we are next to
/// run. Only root may have it; the programs of others cannot become so many
/// ([`Resource::Nproc`] above does not hold for root).
pub(super) struct Urgent {
    before: Option<i32>,
}

impl Urgent {
    pub(super) fn now() -> Self {
        const HIGHER: i32 = -10;
        let before = getpriority_process(None).ok();
        let raised = before.filter(|now| setpriority_process(None, now + HIGHER).is_ok());
        Self { before: raised }
    }
}

impl Drop for Urgent {
    fn drop(&mut self) {
        if let Some(before) = self.before {
            // Lowering it is always allowed.
            let _ = setpriority_process(None, before);
        }
    }
}

/// How many threads the user may have: far more than a job needs, but too few
/// for a fork bomb to take the whole machine in the time until it is seen. (Root
/// may have any number.)
fn most_threads() -> u64 {
    const ROOM: u64 = 2048;
    platform::threads_of_all() as u64 + ROOM
}

/// No program leaves a core dump, neither in the learner's folders nor with a program of the system's that collects them: that
/// one gets it even if the limit is 0, but not if it is 1 (core(5)).
pub(super) fn forbid_core_dumps() {
    let maximum = getrlimit(Resource::Core).maximum;
    let none = Rlimit {
        current: Some(maximum.map_or(1, |most| most.min(1))),
        maximum,
    };
    // Lowering a soft limit is always allowed; if not, only files too many.
    let _ = setrlimit(Resource::Core, none);
}

/// A limit of this process that is as it was again when this is dropped.
struct Lowered {
    resource: Resource,
    before: Rlimit,
}

impl Lowered {
    fn to(resource: Resource, wanted: u64) -> Option<Self> {
        let before = getrlimit(resource);
        let lowest = [before.current, before.maximum, Some(wanted)];
        let now = Rlimit {
            current: lowest.into_iter().flatten().min(),
            maximum: before.maximum,
        };
        setrlimit(resource, now).ok()?;
        Some(Self { resource, before })
    }
}

impl Drop for Lowered {
    fn drop(&mut self) {
        // Back to what it was, at most the hard limit: always allowed.
        let _ = setrlimit(self.resource, self.before);
    }
}
