//! How much faster all cores explore than one: executions per second of wall time, in pairs.

use anyhow::{Result, ensure};
use racelings::exploration::search::{Preemptions, Reduction};

use crate::kit::{Kit, Program};
use crate::one_core::on_one_core;
use crate::programs;
use crate::spread::{Figure, Spread};
use crate::turns::Part;

/// For the programs that read `ROUNDS`.
const ROUNDS: u64 = 2;

/// What is searched, long enough for the start of the executors not to matter.
#[derive(Clone, Copy)]
enum Way {
    Bounded(u32),
    AllOfThem,
}

struct Row {
    what: &'static str,
    program: usize,
    way: Way,
    /// Executions per second, of one core and of all.
    pairs: Vec<[f64; 2]>,
    executions: u64,
}

/// The searches.
pub struct Cores {
    programs: Vec<Program>,
    rows: Vec<Row>,
    /// The programs are written into its folder.
    _kit: Kit,
}

impl Cores {
    /// Compiles the programs.
    pub fn new() -> Result<Cores> {
        let mut kit = Kit::new()?;
        let mut compiled = Vec::new();
        for name in ["condvar_while", "load_then_store", "file_lock"] {
            // More rounds, where they are built in.
            let text = programs::text(name)?.replace("0..2", "0..4");
            compiled.push(kit.program(name, &text)?);
        }
        let row = |what, program, way| Row {
            what,
            program,
            way,
            pairs: Vec::new(),
            executions: 0,
        };
        let rows = vec![
            row("condvar_while, bound 4", 0, Way::Bounded(4)),
            row("load_then_store, bound 4", 1, Way::Bounded(4)),
            row("load_then_store, no bound", 1, Way::AllOfThem),
            row("file_lock, bound 3", 2, Way::Bounded(3)),
        ];
        Ok(Cores {
            programs: compiled,
            rows,
            _kit: kit,
        })
    }

    /// Executions, and how many there were in a second.
    fn rate(&self, row: &Row) -> Result<(u64, f64)> {
        let program = &self.programs[row.program];
        let (executions, seconds) = match row.way {
            Way::Bounded(bound) => {
                program.survey(ROUNDS, Reduction::PartialOrder, Preemptions::new(bound))?
            }
            Way::AllOfThem => program.survey_all(ROUNDS)?,
        };
        Ok((executions, executions as f64 / seconds))
    }
}

impl Part for Cores {
    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn measure(&mut self, row: usize, turn: Option<u64>) -> Result<()> {
        let asked = &self.rows[row];
        let (executions, one) = on_one_core(|_| self.rate(asked))?;
        let (same, all) = self.rate(asked)?;
        ensure!(
            same == executions,
            "{}: {executions} on one core, {same} on all",
            asked.what
        );
        if turn.is_some() {
            self.rows[row].pairs.push([one, all]);
            self.rows[row].executions = executions;
        }
        Ok(())
    }

    fn print(&self) {
        println!(
            "\nAll cores beside one: executions per second, from the start of the executors.\n"
        );
        println!(
            "{:<27}{:>6} {:>9} {:>9} {:>7} {:>12}",
            "what", "exec.", "one core", "all", "ratio", "min..max"
        );
        for row in &self.rows {
            let of = |side: usize| Spread::of(row.pairs.iter().map(|pair| pair[side]));
            let ratios = Spread::of(row.pairs.iter().map(|[one, all]| all / one));
            let (Some(one), Some(all), Some(ratios)) = (of(0), of(1), ratios) else {
                continue;
            };
            println!(
                "{:<27}{:>6} {:>9} {:>9} {:>7} {:>12}",
                row.what,
                row.executions,
                Figure(one.median),
                Figure(all.median),
                Figure(ratios.median),
                ratios.range(),
            );
        }
    }
}
