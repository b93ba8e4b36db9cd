//! The goals of exploring, beside the measured figures.

use std::time::Instant;

use anyhow::{Context, Result};
use racelings::catalog::Catalog;

use crate::kit::{self, Kit, Program, ROOT};
use crate::one_core;
use crate::programs;
use crate::spread::{Figure, Spread};
use crate::turns::Part;

/// The number of executions for one rate.
const EXECUTIONS: u32 = 400;

/// The unit of a figure, and whether it should be low or high.
#[derive(Clone, Copy, PartialEq)]
enum Unit {
    Milliseconds,
    PerSecond,
    Ratio,
}

/// What is measured.
#[derive(Clone, Copy)]
enum Way {
    /// It passes: complete up to the bound with that many rounds, on all cores.
    Completed(u64),
    /// The same without reduction.
    Unreduced(u64),
    /// It fails: measured from the start of the executors.
    Refused,
    /// One executor, warm, on one core.
    Rate,
    /// Compiling against baton, as a multiple of compiling against std.
    Compiling,
}

struct Row {
    what: &'static str,
    program: usize,
    way: Way,
    goal: Option<f64>,
    samples: Vec<f64>,
    /// The number of executions, if they are counted.
    executions: Option<u64>,
}

/// The rows, and what they measure.
pub struct Goals {
    kit: Kit,
    programs: Vec<Program>,
    /// A solution without fs2, and one with.
    solutions: Vec<(String, String)>,
    rows: Vec<Row>,
}

impl Goals {
    /// Compiles the programs.
    pub fn new() -> Result<Goals> {
        let mut kit = Kit::new()?;
        let names = [
            "mutex_counter",
            "file_lock",
            "load_then_store",
            "plain_counter",
            "file_counter",
        ];
        let mut compiled = Vec::new();
        for name in names {
            compiled.push(kit.program(name, programs::text(name)?)?);
        }
        let catalog = Catalog::find(std::path::Path::new(ROOT))?;
        let mut solutions = Vec::new();
        for name in ["threads1", "process_locks1"] {
            let path = catalog.root.join(catalog.get(name)?.solution_path());
            let text = std::fs::read_to_string(&path);
            solutions.push((name.to_owned(), text.context(format!("{path:?}"))?));
        }
        Ok(Goals {
            kit,
            programs: compiled,
            solutions,
            rows: rows(),
        })
    }

    fn compiling(&mut self, solution: usize) -> Result<f64> {
        let (name, text) = self.solutions[solution].clone();
        let start = Instant::now();
        self.kit.compile_plain(&name, &text)?;
        let plain = start.elapsed();
        self.kit.program(&name, &text)?;
        Ok((start.elapsed() - plain).as_secs_f64() / plain.as_secs_f64())
    }
}

fn rows() -> Vec<Row> {
    let row = |what, program, way, goal| Row {
        what,
        program,
        way,
        goal,
        samples: Vec::new(),
        executions: None,
    };
    use Way::{Compiling, Completed, Rate, Refused, Unreduced};
    vec![
        row("mutex counter, complete", 0, Completed(2), Some(100.0)),
        row("  without reduction", 0, Unreduced(2), None),
        row("file lock, 1 round, complete", 1, Completed(1), Some(400.0)),
        row("  without reduction", 1, Unreduced(1), None),
        row(
            "file lock, 2 rounds, complete",
            1,
            Completed(2),
            Some(400.0),
        ),
        row("load, then store: refused", 2, Refused, Some(50.0)),
        row("static mut: refused", 3, Refused, Some(50.0)),
        row("counter.txt: refused", 4, Refused, Some(50.0)),
        row("executions: threads, mutex", 0, Rate, Some(3_000.0)),
        row("executions: processes, file lock", 1, Rate, Some(1_000.0)),
        row("compiling: threads1", 0, Compiling, Some(1.5)),
        row("compiling: process_locks1", 1, Compiling, Some(1.5)),
    ]
}

impl Part for Goals {
    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn measure(&mut self, row: usize, turn: Option<u64>) -> Result<()> {
        let (way, index) = (self.rows[row].way, self.rows[row].program);
        let (sample, executions) = match way {
            Way::Completed(rounds) => {
                let answer = self.programs[index].completed(&kit::plan(rounds))?;
                (answer.seconds * 1e3, Some(answer.executions))
            }
            Way::Unreduced(rounds) => {
                let (executions, seconds) = self.programs[index].unreduced(rounds)?;
                (seconds * 1e3, Some(executions))
            }
            Way::Refused => {
                let answer = self.programs[index].refused(&kit::plan(2))?;
                (answer.seconds * 1e3, Some(answer.executions))
            }
            Way::Rate => (one_core::rate(&self.programs[index], 1, EXECUTIONS)?, None),
            Way::Compiling => (self.compiling(index)?, None),
        };
        if turn.is_some() {
            self.rows[row].samples.push(sample);
            self.rows[row].executions = executions;
        }
        Ok(())
    }

    fn print(&self) {
        println!(
            "\nGoals: two workers, up to 2 preemptions, both cores where nothing else is said.\n"
        );
        println!(
            "{:<33}{:>6} {:>9} {:>15} {:>8}  met",
            "what", "exec.", "median", "min..max", "goal"
        );
        for row in &self.rows {
            let Some(spread) = Spread::of(row.samples.iter().copied()) else {
                continue;
            };
            let unit = row.way.unit();
            let executions = row.executions.map_or(String::new(), |n| n.to_string());
            let goal = row.goal.map_or(String::new(), |goal| unit.told(goal));
            let met = match row.goal {
                None => "",
                Some(goal) if unit.reaches(spread.median, goal) => "yes",
                Some(_) => "no",
            };
            println!(
                "{:<33}{executions:>6} {:>9} {:>15} {goal:>8}  {met}",
                row.what,
                unit.told(spread.median),
                spread.range(),
            );
        }
        println!(
            "\nThe mutex counter counts 2 rounds. Rates are of one warm executor and its client\n\
             on one core; file lock: 1 round. Ratios are of compiling against baton to\n\
             compiling against std, in the same turn."
        );
    }
}

impl Way {
    fn unit(self) -> Unit {
        match self {
            Way::Completed(_) | Way::Unreduced(_) | Way::Refused => Unit::Milliseconds,
            Way::Rate => Unit::PerSecond,
            Way::Compiling => Unit::Ratio,
        }
    }
}

impl Unit {
    fn told(self, figure: f64) -> String {
        let figure = Figure(figure);
        match self {
            Unit::Milliseconds => format!("{figure} ms"),
            Unit::PerSecond => format!("{figure}/s"),
            Unit::Ratio => format!("{figure}x"),
        }
    }

    fn reaches(self, figure: f64, goal: f64) -> bool {
        match self {
            Unit::PerSecond => figure >= goal,
            Unit::Milliseconds | Unit::Ratio => figure <= goal,
        }
    }
}
