//! Limits of the shell that the kit was started from, where they are too low for a compiler.

use rustix::process::{Resource, getrlimit};

/// A limit, how the shell calls it, and what a compiler needs at the least.
struct Needed {
    resource: Resource,
    option: &'static str,
    /// The unit in which the shell counts.
    unit: u64,
    least: u64,
}

const NEEDED: [Needed; 6] = [
    Needed {
        resource: Resource::Fsize,
        option: "-f",
        unit: 1 << 10,
        least: 64 << 20,
    },
    Needed {
        resource: Resource::As,
        option: "-v",
        unit: 1 << 10,
        least: 2 << 30,
    },
    Needed {
        resource: Resource::Data,
        option: "-d",
        unit: 1 << 10,
        least: 1 << 30,
    },
    Needed {
        resource: Resource::Nproc,
        option: "-u",
        unit: 1,
        least: 256,
    },
    Needed {
        resource: Resource::Nofile,
        option: "-n",
        unit: 1,
        least: 64,
    },
    Needed {
        resource: Resource::Cpu,
        option: "-t",
        unit: 1,
        least: 3600,
    },
];

/// The limits in force that a compiler may well fail of, as the shell shows them: `ulimit -v 500000`.
pub fn too_low() -> Vec<String> {
    NEEDED
        .iter()
        .filter_map(|needed| {
            let now = getrlimit(needed.resource).current?;
            let Needed { option, unit, .. } = needed;
            (now < needed.least).then(|| format!("ulimit {option} {}", now / unit))
        })
        .collect()
}
