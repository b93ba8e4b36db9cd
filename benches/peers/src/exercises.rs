//! Each exercise: how long it takes until its starter fails, and until its solution has passed.

use std::env;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, anyhow, ensure};
use racelings::catalog::{Catalog, Exercise, Mode};
use racelings::check::{Checker, Subject};
use racelings::exploration::budget::Work;
use racelings::exploration::outcome::Expected;
use racelings::exploration::{DEFAULT_BOUND, Plan, Workers};

use crate::kit::{Answer, Kit, Program, ROOT};
use crate::spread::{Figure, Spread};
use crate::turns::Part;

/// The same values as in a check of the kit.
const ROUNDS: [u64; 2] = [1, 2];
const BUDGET: Work = Work::of(Duration::from_secs(8));

/// One exercise, with its two texts compiled.
struct Row {
    exercise: Exercise,
    starter: Program,
    solution: Program,
    refused: Vec<Explored>,
    held: Vec<Explored>,
}

/// The results of exploring, over the modes of the exercise.
struct Explored {
    executions: u64,
    milliseconds: f64,
    /// The kind of the failure, or the number of preemptions up to which it passes, in each mode.
    result: String,
}

/// All exercises.
pub struct Exercises {
    rows: Vec<Row>,
    /// The programs are written into its folder.
    _kit: Kit,
}

impl Exercises {
    /// Compiles them.
    pub fn new() -> Result<Exercises> {
        let mut kit = Kit::new()?;
        let catalog = Catalog::find(Path::new(ROOT))?;
        let checker = Checker::new(&catalog.root, 1, &env::current_exe()?);
        let mut compile = |subject: &Subject| {
            let text = checker
                .program(subject)
                .map_err(|why| anyhow!("{why:?}"))?
                .text;
            kit.program(&subject.exercise.name, &text)
        };
        let mut rows = Vec::new();
        for exercise in &catalog.exercises {
            rows.push(Row {
                starter: compile(&Subject::starter_of(exercise, &catalog.root))?,
                solution: compile(&Subject::solution_of(exercise, &catalog.root))?,
                exercise: exercise.clone(),
                refused: Vec::new(),
                held: Vec::new(),
            });
        }
        Ok(Exercises { rows, _kit: kit })
    }
}

fn plan(exercise: &Exercise, mode: Mode) -> Plan {
    Plan {
        mode: Some(mode),
        rounds: ROUNDS.to_vec(),
        bound: DEFAULT_BOUND,
        eager: true,
        budget: BUDGET,
        expected: Expected::CounterAtZero,
        workers: Workers::Required {
            at_once: exercise.workers,
            alternate: exercise.alternate,
        },
        crashes: exercise.crashes,
        unbounded: false,
        model: racelings::exploration::coverage::Model::Rc11,
    }
}

/// Explores a text in all modes, up to the first in which it fails.
fn explore(exercise: &Exercise, program: &Program) -> Result<(Explored, Option<&'static str>)> {
    let mut explored = Explored {
        executions: 0,
        milliseconds: 0.0,
        result: String::new(),
    };
    for &mode in &exercise.modes {
        let answer = program.explore(&plan(exercise, mode))?;
        explored.executions += answer.executions;
        explored.milliseconds += answer.seconds * 1e3;
        if let Some(kind) = &answer.kind {
            explored.result = kind.name().to_owned();
            return Ok((explored, Some(kind.name())));
        }
        explored.result += &bound(&answer);
    }
    Ok((explored, None))
}

/// ` all`, or ` 3`, or ` <2` if the budget was used up before 2 was complete.
fn bound(answer: &Answer) -> String {
    match answer.coverage.bound() {
        _ if answer.coverage.exhausted => " all".into(),
        Some(bound) if answer.coverage.complete => format!(" {bound}"),
        Some(bound) => format!(" <{}", bound + 1),
        None => " <0".into(),
    }
}

impl Part for Exercises {
    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn measure(&mut self, row: usize, turn: Option<u64>) -> Result<()> {
        let row = &mut self.rows[row];
        let (exercise, name) = (&row.exercise, &row.exercise.name);
        let (refused, kind) = explore(exercise, &row.starter)?;
        ensure!(
            kind.is_some_and(|kind| exercise.fails.iter().any(|known| known == kind)),
            "the starter of {name} should be refused with one of {:?}: {kind:?}",
            exercise.fails
        );
        let (held, kind) = explore(exercise, &row.solution)?;
        ensure!(
            kind.is_none(),
            "the solution of {name} should hold: {kind:?}"
        );
        if turn.is_some() {
            row.refused.push(refused);
            row.held.push(held);
        }
        Ok(())
    }

    fn print(&self) {
        println!("\nThe exercises, as a check explores them (1 and 2 rounds, both cores):\n");
        println!(
            "{:<15}{:<34} the solution holds",
            "", "the starter is refused"
        );
        let columns = format!("{:>6}{:>6}{:>10}", "exec.", "ms", "min..max");
        println!("{:<15}{:<12}{columns} |{columns} bound", "", "");
        for row in &self.rows {
            let (Some(refused), Some(held)) = (row.refused.last(), row.held.last()) else {
                continue;
            };
            println!(
                "{:<15}{:<12}{} |{}{}",
                row.exercise.name,
                refused.result,
                figures(&row.refused),
                figures(&row.held),
                held.result
            );
        }
        println!(
            "\nThe bound is the number of preemptions up to which all interleavings were tried\n\
             with 2 rounds, in each mode; `all`: there are none beyond. `<2`: the time\n\
             (5 s a mode) was over before 2 was complete."
        );
    }
}

fn figures(turns: &[Explored]) -> String {
    let spread = Spread::of(turns.iter().map(|explored| explored.milliseconds));
    let executions = Spread::of(turns.iter().map(|explored| explored.executions as f64));
    let (Some(spread), Some(executions)) = (spread, executions) else {
        return String::new();
    };
    let range = format!("{:.0}..{:.0}", spread.least, spread.most);
    format!(
        "{:>6}{:>6}{range:>10}",
        executions.median,
        Figure(spread.median)
    )
}
