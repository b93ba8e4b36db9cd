//! A program, compiled and surveyed through the kit's library.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use protocol::SwitchAt;
use racelings::compile::{Compiled, Toolchain};
use racelings::edition::Edition;
use racelings::exploration::Explorable;
use racelings::exploration::budget::Work;
use racelings::exploration::coverage::Unbounded;
use racelings::exploration::schedule::Environment;
use racelings::exploration::search::{Freedom, Preemptions, Reduction};
use racelings::exploration::survey::Survey;
use racelings::source;
use racelings::supervise::{Cancel, Supervisor};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const KIT: &str = env!("CARGO_BIN_EXE_racelings");

/// Long enough for any of the programs on any machine.
const BUDGET: Work = Work::of(Duration::from_secs(1200));

/// A compiled program. Dropping it removes its folder.
pub struct Program {
    explorable: Explorable,
    shown: String,
    _folder: tempfile::TempDir,
}

impl Program {
    /// Compiles a file, given by its path relative to the root of the project.
    pub fn compile(file: &Path) -> Program {
        static TOOLCHAIN: OnceLock<Toolchain> = OnceLock::new();
        let toolchain = TOOLCHAIN.get_or_init(|| Toolchain::of(Path::new(ROOT)));
        let folder = tempfile::tempdir().unwrap();
        let text = fs::read_to_string(Path::new(ROOT).join(file)).unwrap();
        let shown = file.display().to_string();
        let mut supervisor = Supervisor::start(Path::new(KIT)).unwrap();
        let compiled = toolchain
            .compile_explorable(
                &source::Program::of_its_own(&text, Edition::default()),
                &shown,
                folder.path(),
                &mut supervisor,
                &Cancel::new(),
            )
            .unwrap();
        match compiled {
            Compiled::Built { binary, .. } => Program {
                explorable: Explorable::new(&binary, folder.path(), &shown, &text),
                shown,
                _folder: folder,
            },
            Compiled::Refused(why) => panic!("{shown}: {why:?}"),
        }
    }

    /// All outcomes of the program within the bound.
    pub fn survey(&self, switch_at: SwitchAt, reduction: Reduction, bound: u32) -> Survey {
        self.survey_all(switch_at, None, reduction, bound)
    }

    /// The same, with a switch at each access, where each execution may use `freedom` once.
    pub fn survey_with(&self, freedom: Freedom, reduction: Reduction, bound: u32) -> Survey {
        self.survey_all(SwitchAt::EveryAccess, Some(freedom), reduction, bound)
    }

    /// All interleavings with no bound. Each may have the freedom, once.
    pub fn survey_unbounded(
        &self,
        environment: Environment,
        freedom: Option<Freedom>,
        budget: Work,
    ) -> (Survey, Unbounded) {
        let surveyed = self
            .explorable
            .survey_all(environment, freedom, budget, &Cancel::new());
        surveyed.unwrap()
    }

    /// The interleavings within a bound, as far as there is time for them.
    pub fn survey_within(
        &self,
        environment: Environment,
        freedom: Option<Freedom>,
        bound: u32,
        budget: Work,
    ) -> Survey {
        let surveyed = self.explorable.survey(
            environment,
            (SwitchAt::Synchronisation, freedom),
            Reduction::PartialOrder,
            Preemptions::new(bound),
            budget,
            &Cancel::new(),
        );
        surveyed.unwrap()
    }

    fn survey_all(
        &self,
        switch_at: SwitchAt,
        freedom: Option<Freedom>,
        reduction: Reduction,
        bound: u32,
    ) -> Survey {
        let environment = Environment {
            rounds: 2,
            extra: 0,
            mode: None,
        };
        let rules = (switch_at, freedom);
        let survey = self
            .explorable
            .survey(
                environment,
                rules,
                reduction,
                Preemptions::new(bound),
                BUDGET,
                &Cancel::new(),
            )
            .unwrap();
        let shown = &self.shown;
        assert!(
            survey.complete,
            "{shown}, {switch_at:?}, {reduction:?}, {bound}: {survey:?}"
        );
        survey
    }
}

/// The number of processes whose executable is below the folder.
pub fn running_from(folder: &Path) -> usize {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    processes
        .filter_map(|entry| fs::read_link(entry.path().join("exe")).ok())
        .filter(|program| program.starts_with(folder))
        .count()
}

/// Waits until the condition holds, and panics if it does not within a minute.
pub fn wait_until(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "it timed out");
        thread::sleep(Duration::from_millis(5));
    }
}
