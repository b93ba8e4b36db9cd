//! What each test of the supervisor needs: a supervisor of its own, and a way to see
//! which processes its jobs have left.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use racelings::supervise::{
    Cancel, Doing, End, Environment, Job, Limits, Outcome, Supervisor, Task,
};
use tempfile::TempDir;

const EXE: &str = env!("CARGO_BIN_EXE_racelings");

/// A supervisor with a folder and a mark for the processes of its jobs.
pub struct Bench {
    pub supervisor: Supervisor,
    pub dir: TempDir,
    mark: String,
    pub limits: Limits,
}

impl Bench {
    pub fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Self {
            supervisor: Supervisor::start(Path::new(EXE)).unwrap(),
            dir: tempfile::tempdir().unwrap(),
            mark: format!("{}-{number}", std::process::id()),
            limits: Limits {
                time: Duration::from_secs(60),
                patience: 12,
                memory: 256 << 20,
                processes: 64,
                output: 4 << 20,
                file: 16 << 20,
                kept_output: 8 << 10,
            },
        }
    }

    pub fn with_time(mut self, milliseconds: u64) -> Self {
        self.limits.time = Duration::from_millis(milliseconds);
        self
    }

    pub fn job(&self, program: impl Into<OsString>, args: &[&str]) -> Job {
        Job {
            program: program.into(),
            args: args.iter().map(OsString::from).collect(),
            environment: Environment::Inherited,
            env: vec![("SUPERVISE_TEST".into(), self.mark.clone().into())],
            dir: self.dir.path().to_owned(),
            limits: self.limits.clone(),
            crash: None,
        }
    }

    /// Runs the job, and checks that none of its processes is left.
    pub fn run(&mut self, job: &Job) -> Outcome {
        let outcome = self.supervisor.run(job, &Cancel::new()).unwrap();
        self.assert_nothing_left();
        outcome
    }

    pub fn misbehave(&mut self, args: &[&str]) -> Outcome {
        let job = self.job(misbehave(), args);
        self.run(&job)
    }

    pub fn sh(&mut self, script: &str) -> Outcome {
        let job = self.job("sh", &["-c", script]);
        self.run(&job)
    }

    #[track_caller]
    pub fn assert_nothing_left(&self) {
        assert_eq!(marked(&self.mark), Vec::<String>::new());
        if let Some(supervisor) = self.supervisor.pid() {
            assert_eq!(children(supervisor), Vec::<String>::new());
        }
    }
}

/// The children of a process, including zombies.
fn children(parent: u32) -> Vec<String> {
    let stats = fs::read_dir("/proc").unwrap().flatten();
    stats
        .filter_map(|process| fs::read_to_string(process.path().join("stat")).ok())
        .filter(|stat| {
            let (_, fields) = stat.rsplit_once(") ").unwrap();
            fields.split(' ').nth(1) == Some(&parent.to_string())
        })
        .collect()
}

/// The processes that were started with this mark. (A zombie has none.)
pub fn marked(mark: &str) -> Vec<String> {
    let entry = format!("SUPERVISE_TEST={mark}");
    let mut found = Vec::new();
    for process in fs::read_dir("/proc").unwrap().flatten() {
        let read = |name| fs::read(process.path().join(name)).unwrap_or_default();
        if read("environ")
            .split(|b| *b == 0)
            .any(|one| one == entry.as_bytes())
        {
            found.push(String::from_utf8_lossy(&read("stat")).into_owned());
        }
    }
    found
}

/// The program of `tests/supervise/misbehave.rs`, compiled on first use.
fn misbehave() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/supervise/misbehave.rs");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let built = folder.join("misbehave");
        let changed = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
        if changed(&built) > changed(&source) {
            return built;
        }
        // Another run of these tests may be building it at the same time.
        let folder = tempfile::tempdir_in(folder).unwrap();
        let fresh = folder.path().join("misbehave");
        let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
        let mut command = Command::new(rustc);
        command.args(["--edition", "2024", "-o"]);
        assert!(command.arg(&fresh).arg(source).status().unwrap().success());
        fs::rename(fresh, &built).unwrap();
        built
    })
}

/// Where it is stuck at its time limit: where the machine is busy, it takes longer until it has come there.
pub fn stuck(run: impl Fn(u64) -> Outcome) -> Vec<Task> {
    let tasks = [400, 4_000, 40_000].into_iter().find_map(|time| {
        let outcome = run(time);
        let End::TimeLimit { tasks } = outcome.end else {
            panic!("{outcome:?}")
        };
        let is_there = tasks.iter().all(|task| task.doing != Doing::Running);
        is_there.then_some(tasks)
    });
    tasks.unwrap()
}
