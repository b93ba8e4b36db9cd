//! racelings, loom and shuttle on the same programs: what is measured, and the results that it must have.

use anyhow::{Result, bail};
use racelings::exploration::search::Preemptions;

use crate::child::{self, End};
use crate::kit::{self, Kit};
use crate::models::{BOUND, Tool};
use crate::one_core::{self, Extent, Searched};
use crate::programs::{self, Fit, Program, Truth, Who};
use crate::tables;
use crate::turns::Part;

/// For the programs that read `ROUNDS`: the others have as many built in.
const ROUNDS: u64 = 2;

/// A tool, in one of its modes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// racelings' search with one executor on one core, up to the first failure or the end of the bound.
    OneCore,
    /// The same with no bound: each inequivalent interleaving once.
    AllOfThem,
    /// racelings' complete answer: on all cores, and with a short counterexample that is drawn.
    Answer,
    /// A peer.
    Peer(Tool),
}

impl Way {
    /// The ways for wrong programs.
    pub const WRONG: [Way; 6] = [
        Way::OneCore,
        Way::AllOfThem,
        Way::Answer,
        Way::Peer(Tool::Loom),
        Way::Peer(Tool::ShuttleRandom),
        Way::Peer(Tool::ShuttlePct),
    ];

    /// The ways for correct programs: random search would show nothing.
    pub const RIGHT: [Way; 5] = [
        Way::OneCore,
        Way::AllOfThem,
        Way::Answer,
        Way::Peer(Tool::Loom),
        Way::Peer(Tool::ShuttleDfs),
    ];

    /// The tool whose way it is.
    pub fn who(self) -> Who {
        match self {
            Way::OneCore | Way::Answer => Who::Racelings,
            Way::AllOfThem => Who::WithNoBound,
            Way::Peer(Tool::Loom) => Who::Loom,
            Way::Peer(_) => Who::Shuttle,
        }
    }
}

/// One figure.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    pub executions: u64,
    /// Without the start.
    pub milliseconds: f64,
    /// What the start took, where it was measured.
    pub start: Option<f64>,
    /// What it measures.
    pub reached: Reached,
}

/// How far an exploration got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// A failure, or the end of the bound.
    Known,
    /// The end, but executions that were too long were given up.
    GivenUp,
    /// Its time limit.
    TimeLimit,
}

/// One program, explored in one way.
pub struct Row {
    pub program: &'static Program,
    pub way: Way,
    pub samples: Vec<Sample>,
    compiled: usize,
}

impl Row {
    /// How far the tool can judge the program.
    pub fn fit(&self) -> Fit {
        self.program.fit(self.way.who())
    }
}

/// All programs in all ways.
pub struct Contest {
    compiled: Vec<kit::Program>,
    rows: Vec<Row>,
    /// The programs are written into its folder.
    _kit: Kit,
}

impl Contest {
    /// Compiles the programs for racelings.
    pub fn new() -> Result<Contest> {
        let mut kit = Kit::new()?;
        let mut compiled = Vec::new();
        let mut rows = Vec::new();
        for (index, program) in programs::ALL.iter().enumerate() {
            compiled.push(kit.program(program.name, program.text())?);
            let ways: &[Way] = match program.truth {
                Truth::Wrong => &Way::WRONG,
                Truth::Right => &Way::RIGHT,
            };
            rows.extend(ways.iter().map(|&way| Row {
                program,
                way,
                samples: Vec::new(),
                compiled: index,
            }));
        }
        Ok(Contest {
            compiled,
            rows,
            _kit: kit,
        })
    }

    fn sample(&self, row: &Row, seed: u64) -> Result<Sample> {
        let program = &self.compiled[row.compiled];
        // If a tool cannot see the bug, the program must seem to pass.
        let fails = row.program.truth == Truth::Wrong && row.fit() == Fit::Able;
        let known = |executions, seconds: f64| Sample {
            executions,
            milliseconds: seconds * 1e3,
            start: None,
            reached: Reached::Known,
        };
        match row.way {
            Way::OneCore | Way::AllOfThem => {
                let extent = match row.way {
                    Way::AllOfThem => Extent::All,
                    _ => Extent::UpTo(Preemptions::new(BOUND)),
                };
                let ran = one_core::search(program, ROUNDS, extent)?;
                if (ran.searched == Searched::Failed) != fails {
                    bail!("{}, {:?}: {:?}", program.name, row.way, ran.searched);
                }
                Ok(Sample {
                    start: Some(ran.start * 1e3),
                    ..known(ran.executions, ran.seconds)
                })
            }
            Way::Answer => {
                let plan = kit::plan(ROUNDS);
                let answer = match fails {
                    true => program.refused(&plan)?,
                    false => program.completed(&plan)?,
                };
                Ok(known(answer.executions, answer.seconds))
            }
            Way::Peer(tool) => {
                let ran = child::run(tool, row.program.name, seed)?;
                let mut sample = known(ran.executions, ran.seconds);
                sample.reached = match ran.end {
                    End::Failed(_) if fails => Reached::Known,
                    End::Complete if !fails => Reached::Known,
                    End::GivenUp if !fails => Reached::GivenUp,
                    End::TimeLimit => Reached::TimeLimit,
                    end => bail!("{} of {}: {end:?}", tool.name(), program.name),
                };
                Ok(sample)
            }
        }
    }
}

impl Part for Contest {
    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn measure(&mut self, row: usize, turn: Option<u64>) -> Result<()> {
        let asked = &self.rows[row];
        // A way that reaches its time limit reaches it each time: once is enough.
        let known = asked
            .samples
            .iter()
            .any(|sample| sample.reached == Reached::TimeLimit);
        if known || matches!(asked.fit(), Fit::Cannot(_)) {
            return Ok(());
        }
        let sample = self.sample(asked, turn.unwrap_or(0))?;
        if turn.is_some() || sample.reached == Reached::TimeLimit {
            self.rows[row].samples.push(sample);
        }
        Ok(())
    }

    fn print(&self) {
        tables::print(&self.rows);
    }
}
