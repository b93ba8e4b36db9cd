//! One executor and the search, on one core: what the peers, which are one thread, are to be compared with.
//!
//! The kit's own search has several executions under way, and looks for a shorter failure after the first. Here it is one
//! after the other, up to the first failure.

use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail, ensure};
use baton::client::Executor;
use explore::driver::may_read_older;
use protocol::{End, Limits, Reply, Request, SwitchAt};
use racelings::explore::outcome::{Expected, Outcome, judge_end};
use racelings::explore::search::{Bound, Reduction, Search};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

use crate::kit::Program;

/// What a search came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Searched {
    Failed,
    Complete,
}

/// Explores the program from the start of the executor to the first failure, or to the end of the bound. As a check does,
/// it searches once more where a load could read an old value.
pub fn search(program: &Program, rounds: u64, bound: Bound) -> Result<(Searched, u64, f64)> {
    on_one_core(|core| {
        let start = Instant::now();
        let mut executor = executor(program, rounds, core)?;
        let mut executions = 0;
        let mut came = Came::ToTheEnd { weak: false };
        for reads_older in [false, true] {
            if reads_older && !matches!(came, Came::ToTheEnd { weak: true }) {
                break;
            }
            came = search_once(program, &mut executor, bound, reads_older, &mut executions)?;
        }
        let searched = match came {
            Came::ToAFailure => Searched::Failed,
            Came::ToTheEnd { .. } => Searched::Complete,
        };
        Ok((searched, executions, start.elapsed().as_secs_f64()))
    })
}

/// How far one search came.
enum Came {
    ToAFailure,
    /// `weak`: a load could have read an old value.
    ToTheEnd {
        weak: bool,
    },
}

fn search_once(
    program: &Program,
    executor: &mut Executor,
    bound: Bound,
    reads_older: bool,
    executions: &mut u64,
) -> Result<Came> {
    let switch_at = SwitchAt::Synchronisation;
    let mut search = Search::new(Reduction::PartialOrder, switch_at, bound, reads_older);
    let mut weak = false;
    for within in 0..=bound {
        while let Some(job) = search.next(within) {
            let request = Request {
                schedule: job.choices.tasks.clone(),
                switch_at,
                limits: Limits {
                    stale_read: job.choices.stale_read,
                    ..Limits::default()
                },
            };
            let reply = executor.run(&request)?;
            *executions += 1;
            if fails(&reply, &request.limits)? {
                return Ok(Came::ToAFailure);
            }
            weak = weak || may_read_older(&reply);
            search
                .take_in(&job, &reply)
                .map_err(|why| anyhow!("{}: {why:?}", program.name))?;
        }
    }
    Ok(Came::ToTheEnd { weak })
}

/// Executions in a second of an executor that is warm, always the one that the executor itself chooses.
pub fn rate(program: &Program, rounds: u64, executions: u32) -> Result<f64> {
    on_one_core(|core| {
        let mut executor = executor(program, rounds, core)?;
        let request = Request {
            switch_at: SwitchAt::Synchronisation,
            ..Request::default()
        };
        executor.run(&request)?;
        let start = Instant::now();
        for _ in 0..executions {
            let reply = executor.run(&request)?;
            ensure!(reply.end == End::Exited { code: 0 }, "{:?}", reply.end);
        }
        Ok(f64::from(executions) / start.elapsed().as_secs_f64())
    })
}

fn executor(program: &Program, rounds: u64, core: usize) -> Result<Executor> {
    let (core, rounds) = (core.to_string(), rounds.to_string());
    let environment = [
        ("ROUNDS", rounds.as_str()),
        ("BATON_CORE", core.as_str()),
        ("RUST_BACKTRACE", "0"),
    ];
    Executor::start(&program.binary, &program.folder, &environment)
        .with_context(|| program.name.clone())
}

fn fails(reply: &Reply, limits: &Limits) -> Result<bool> {
    match judge_end(reply, Expected::Success, limits).map_err(|why| anyhow!(why))? {
        Outcome::Wrong(_) => Ok(true),
        Outcome::Well => Ok(!explore::race::races(reply).is_empty()),
        Outcome::Unexplorable(why) => bail!("{why:?}"),
    }
}

/// Works with this thread on the last of the cores that it may use, and tells which that is.
fn on_one_core<T>(work: impl FnOnce(usize) -> Result<T>) -> Result<T> {
    let allowed = sched_getaffinity(None)?;
    let core = (0..CpuSet::MAX_CPU)
        .rev()
        .find(|core| allowed.is_set(*core))
        .context("no core")?;
    let mut one = CpuSet::new();
    one.set(core);
    sched_setaffinity(None, &one)?;
    let result = work(core);
    sched_setaffinity(None, &allowed)?;
    result
}
