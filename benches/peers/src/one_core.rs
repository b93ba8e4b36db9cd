//! One executor and the search, on one core: comparable with the peers, which are a single thread.
//!
//! The kit's own search runs several executions at a time, and looks for a shorter failure after the first. Here it runs one
//! after the other, up to the first failure.

use std::collections::BTreeSet;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail, ensure};
use baton::client::Executor;
use explore::exhaustive::Exhaustive;
use explore::memory::has_stale_reads;
use explore::strategy::Strategy;
use protocol::{End, Limits, Reply, Request, Rules, SwitchAt};
use racelings::exploration::outcome::{Expected, Outcome, judge_end};
use racelings::exploration::search::{Freedom, Measure, Preemptions, Reduction, Search};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

use crate::kit::Program;

/// The result of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Searched {
    Failed,
    Complete,
}

/// How far to explore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Up to so many preemptions; as a check does, again if a load could be a stale read.
    UpTo(Preemptions),
    /// Each inequivalent interleaving, with no bound.
    All,
}

/// One search.
pub struct Ran {
    pub searched: Searched,
    pub executions: u64,
    /// From the start of the executor to its first answer.
    pub start: f64,
    /// From there to the first failure, or to the end.
    pub seconds: f64,
}

/// Explores the program to the first failure, or to the end.
pub fn search(program: &Program, rounds: u64, extent: Extent) -> Result<Ran> {
    on_one_core(|core| {
        let begun = Instant::now();
        let mut executor = executor(program, rounds, core)?;
        let request = Request {
            rules: rules(extent),
            ..Request::default()
        };
        executor.run(&request)?;
        let start = begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        let mut executions = 0;
        let came = match extent {
            Extent::UpTo(bound) => up_to(program, &mut executor, bound, &mut executions)?,
            Extent::All => {
                let mut search = Exhaustive::new(rules(extent).switch_at, &BTreeSet::new());
                search_once(program, &mut executor, &mut search, extent, &mut executions)?
            }
        };
        let seconds = begun.elapsed().as_secs_f64();
        let searched = match came {
            Came::ToAFailure => Searched::Failed,
            Came::ToTheEnd { .. } => Searched::Complete,
        };
        Ok(Ran {
            searched,
            executions,
            start,
            seconds,
        })
    })
}

/// How far one search got.
enum Came {
    ToAFailure,
    /// `stale`: a load could have been a stale read.
    ToTheEnd {
        stale: bool,
    },
}

fn up_to(
    program: &Program,
    executor: &mut Executor,
    bound: Preemptions,
    executions: &mut u64,
) -> Result<Came> {
    let mut came = Came::ToTheEnd { stale: false };
    for freedom in [None, Some(Freedom::StaleRead)] {
        if freedom.is_some() && !matches!(came, Came::ToTheEnd { stale: true }) {
            break;
        }
        let extent = Extent::UpTo(bound);
        let measure = Measure::Preemptions(Reduction::PartialOrder);
        let mut search = Search::new(measure, rules(extent).switch_at, bound, freedom);
        came = search_once(program, executor, &mut search, extent, executions)?;
    }
    Ok(came)
}

fn search_once(
    program: &Program,
    executor: &mut Executor,
    search: &mut impl Strategy,
    extent: Extent,
    executions: &mut u64,
) -> Result<Came> {
    let mut stale = false;
    loop {
        while let Some(attempt) = search.next() {
            let request = Request {
                decisions: attempt.decisions.clone(),
                rules: Rules {
                    states: search.states(),
                    ..rules(extent)
                },
                limits: Limits {
                    repeats: search.repeats(),
                    ..Limits::default()
                },
                ..Request::default()
            };
            let reply = executor.run(&request)?;
            *executions += 1;
            if fails(&reply, &request.limits)? {
                return Ok(Came::ToAFailure);
            }
            // With no bound it makes no difference.
            stale = stale || (extent != Extent::All && has_stale_reads(&reply));
            search
                .learn(&attempt, &reply)
                .map_err(|why| anyhow!("{}: {why:?}", program.name))?;
        }
        if !search.widen() {
            return Ok(Came::ToTheEnd { stale });
        }
    }
}

/// Executions per second of a warm executor, always the same one that the executor itself chooses.
pub fn rate(program: &Program, rounds: u64, executions: u32) -> Result<f64> {
    on_one_core(|core| {
        let mut executor = executor(program, rounds, core)?;
        let request = Request {
            rules: rules(Extent::UpTo(Preemptions::new(0))),
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

fn rules(extent: Extent) -> Rules {
    Rules {
        switch_at: SwitchAt::Synchronisation,
        every_step: extent == Extent::All,
        ..Rules::default()
    }
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

/// Binds this thread, and those that it starts, to the last of the cores that it may use, which the work gets to know.
pub fn on_one_core<T>(work: impl FnOnce(usize) -> Result<T>) -> Result<T> {
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
