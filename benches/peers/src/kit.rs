//! racelings itself, used through its library: programs compiled for it, and explored as its own commands do.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use protocol::SwitchAt;
use racelings::compile::{Compiled, Toolchain};
use racelings::edition::Edition;
use racelings::exploration::budget::Work;
use racelings::exploration::coverage::{Coverage, Model};
use racelings::exploration::outcome::Expected;
use racelings::exploration::schedule::Environment;
use racelings::exploration::search::{Preemptions, Reduction};
use racelings::exploration::survey::Survey;
use racelings::exploration::{Explorable, ExploreError, Explored, Plan, Workers};
use racelings::failure::Kind;
use racelings::source;
use racelings::supervise::{Cancel, Supervisor};
use tempfile::TempDir;

use crate::models::BOUND;

/// Everything that is measured here ends before this limit.
const BUDGET: Work = Work::of(Duration::from_secs(120));

/// The path of the kit.
pub const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The compiler, and a folder for its output.
pub struct Kit {
    toolchain: Toolchain,
    supervisor: Supervisor,
    folder: TempDir,
    compiled: u32,
}

/// A program, ready to be explored.
pub struct Program {
    pub name: String,
    explorable: Explorable,
    pub binary: PathBuf,
    pub folder: PathBuf,
    text: String,
}

/// The result of exploring, as far as it is needed here.
pub struct Answer {
    /// The failure; `None` if the program passes.
    pub kind: Option<Kind>,
    pub coverage: Coverage,
    /// All executions, with all numbers of rounds; except those that look for a shorter failure, for spurious
    /// wakeups, or for stale reads.
    pub executions: u64,
    pub seconds: f64,
}

impl Kit {
    /// This program itself is the supervisor of the compiler.
    pub fn new() -> Result<Kit> {
        Ok(Kit {
            toolchain: Toolchain::of(Path::new(ROOT)),
            supervisor: Supervisor::start(&env::current_exe()?)?,
            folder: tempfile::tempdir().context("no temporary folder")?,
            compiled: 0,
        })
    }

    /// Compiles a text to be explored.
    pub fn program(&mut self, name: &str, text: &str) -> Result<Program> {
        let folder = self.fresh_folder()?;
        let shown = format!("{name}.rs");
        let cancel = Cancel::new();
        let compiled = self.toolchain.compile_explorable(
            &source::Program::of_its_own(text, Edition::default()),
            &shown,
            &folder,
            &mut self.supervisor,
            &cancel,
        )?;
        let binary = built(compiled, name)?;
        Ok(Program {
            name: name.to_owned(),
            explorable: Explorable::new(&binary, &folder, &shown, text),
            binary,
            folder,
            text: text.to_owned(),
        })
    }

    /// Compiles a text for real runs.
    pub fn compile_plain(&mut self, name: &str, text: &str) -> Result<()> {
        let folder = self.fresh_folder()?;
        let (shown, cancel) = (format!("{name}.rs"), Cancel::new());
        let compiled = self.toolchain.compile(
            text,
            Edition::default(),
            &shown,
            &folder,
            &mut self.supervisor,
            &cancel,
        )?;
        built(compiled, name).map(drop)
    }

    fn fresh_folder(&mut self) -> Result<PathBuf> {
        self.compiled += 1;
        let folder = self.folder.path().join(self.compiled.to_string());
        fs::create_dir(&folder)?;
        Ok(folder)
    }
}

fn built(compiled: Compiled, name: &str) -> Result<PathBuf> {
    match compiled {
        Compiled::Built { binary, .. } => Ok(binary),
        Compiled::Refused(why) => bail!("{name}: {why:?}"),
    }
}

/// Two preemptions, two rounds: the subject of the goals and the comparison.
pub fn plan(rounds: u64) -> Plan {
    Plan {
        mode: None,
        rounds: vec![rounds],
        bound: Preemptions::new(BOUND),
        eager: false,
        budget: BUDGET,
        expected: Expected::Success,
        workers: Workers::NotRequired,
        crashes: false,
        unbounded: false,
        model: Model::Rc11,
    }
}

impl Program {
    /// Explores it, from the start of the executors to their end.
    pub fn explore(&self, plan: &Plan) -> Result<Answer> {
        let mut executions = 0;
        let start = Instant::now();
        let explored = self
            .explorable
            .explore(plan, &Cancel::new(), &mut |_, _, _| executions += 1);
        let seconds = start.elapsed().as_secs_f64();
        let explored = explored.with_context(|| self.name.clone())?;
        let (kind, coverage) = match explored {
            Explored::Passes { coverage, .. } | Explored::NotFinished(coverage) => (None, coverage),
            Explored::Fails { kind, coverage, .. } => (Some(kind), coverage),
            Explored::Unexplorable(why) => bail!("{}: {why:?}", self.name),
        };
        Ok(Answer {
            kind,
            coverage,
            executions,
            seconds,
        })
    }

    /// Explores it; it must pass, and be explored up to the bound.
    pub fn completed(&self, plan: &Plan) -> Result<Answer> {
        let answer = self.explore(plan)?;
        let (name, kind, coverage) = (&self.name, &answer.kind, &answer.coverage);
        ensure!(kind.is_none(), "{name} should hold: {kind:?}");
        ensure!(coverage.complete, "{name} was not completed: {coverage:?}");
        Ok(answer)
    }

    /// Explores it; it must fail.
    pub fn refused(&self, plan: &Plan) -> Result<Answer> {
        let answer = self.explore(plan)?;
        ensure!(
            answer.kind.is_some(),
            "{} should be refused: {:?}",
            self.name,
            answer.coverage
        );
        Ok(answer)
    }

    /// The same bound without reduction: executions and seconds.
    pub fn unreduced(&self, rounds: u64) -> Result<(u64, f64)> {
        self.survey(rounds, Reduction::None, Preemptions::new(BOUND))
    }

    /// All interleavings with at most so many preemptions, from the start of the executors: executions and seconds.
    pub fn survey(
        &self,
        rounds: u64,
        reduction: Reduction,
        bound: Preemptions,
    ) -> Result<(u64, f64)> {
        let rules = (SwitchAt::Synchronisation, None);
        self.timed(|explorable, cancel| {
            explorable.survey(environment(rounds), rules, reduction, bound, BUDGET, cancel)
        })
    }

    /// Each inequivalent interleaving, with no bound: executions and seconds.
    pub fn survey_all(&self, rounds: u64) -> Result<(u64, f64)> {
        self.timed(|explorable, cancel| {
            let survey = explorable.survey_all(environment(rounds), None, BUDGET, cancel)?;
            Ok(survey.0)
        })
    }

    fn timed(
        &self,
        survey: impl FnOnce(&Explorable, &Cancel) -> Result<Survey, ExploreError>,
    ) -> Result<(u64, f64)> {
        // With executors of its own.
        let explorable = Explorable::new(&self.binary, &self.folder, &self.name, &self.text);
        let start = Instant::now();
        let survey = survey(&explorable, &Cancel::new())?;
        let seconds = start.elapsed().as_secs_f64();
        ensure!(survey.complete, "{}: {survey:?}", self.name);
        Ok((survey.executions, seconds))
    }
}

fn environment(rounds: u64) -> Environment {
    Environment {
        rounds,
        extra: 0,
        mode: None,
    }
}
