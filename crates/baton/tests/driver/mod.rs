//! Compiles a program against baton and runs every interleaving of it, without any reduction.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;
use std::time::{Duration, Instant};

use baton::build;
use baton::client::Executor;
use protocol::{
    Decision, End, Limits, Policy, Reply, Request, Rules, Step, StepId, SwitchAt, TaskId,
};

/// A program of `tests/programs`, compiled and started.
pub struct Program {
    pub executor: Executor,
    pub file: PathBuf,
    pub switch_at: SwitchAt,
    /// Whether its traces say which processes could be killed.
    pub crashes: bool,
    pub limits: Limits,
    /// The number of spurious wakeups in an execution that `explore` makes.
    pub spurious_wakeups: usize,
    folder: tempfile::TempDir,
}

/// This crate's rlib and the folder with what it depends on, built as the kit builds it and in the same place: with frame
/// pointers, or the frames of a step would be what happens to lie on the stack.
pub fn library() -> (PathBuf, PathBuf) {
    static BUILT: Once = Once::new();
    let kit = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let target = kit.join("target/racelings");
    BUILT.call_once(|| {
        let mut flags = std::env::var_os("RUSTFLAGS").unwrap_or_default();
        flags.push(" -Cforce-frame-pointers=yes");
        let built = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--package=baton"])
            .arg("--config=profile.dev.package.baton.opt-level=3")
            .arg("--target-dir")
            .arg(&target)
            .current_dir(kit)
            .env("RUSTFLAGS", flags)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&built.stderr);
        assert!(built.status.success(), "{said}");
    });
    let folder = target.join("debug");
    (folder.join("libbaton.rlib"), folder.join("deps"))
}

impl Program {
    pub fn compile(name: &str) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/programs")
            .join(format!("{name}.rs"));
        Self::from_text(&fs::read_to_string(&source).unwrap())
    }

    pub fn from_text(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let module = folder.path().join("exercise.rs");
        let main = folder.path().join("main.rs");
        let file = folder.path().join("program");
        fs::write(&module, format!("{text}{}", build::ENTRY)).unwrap();
        fs::write(&main, build::main_file(&module)).unwrap();
        let (library, dependencies) = library();
        let compiled = Command::new("rustc")
            .args(build::rustc_arguments(text, &library, &dependencies, &file))
            .arg("--edition=2024")
            .arg(&main)
            .output()
            .unwrap();
        assert!(
            compiled.status.success(),
            "{}",
            String::from_utf8_lossy(&compiled.stderr)
        );
        let executor = Executor::start(&file, folder.path(), &[]).unwrap();
        Self {
            executor,
            file,
            switch_at: SwitchAt::EveryAccess,
            limits: Limits::default(),
            crashes: false,
            spurious_wakeups: 0,
            folder,
        }
    }

    pub fn run(&mut self, decisions: &[Decision]) -> Reply {
        self.run_then(decisions, Policy::Default)
    }

    /// Runs the decisions, and then follows the policy.
    pub fn run_then(&mut self, decisions: &[Decision], then: Policy) -> Reply {
        let request = Request {
            environment: Vec::new(),
            decisions: decisions.to_vec(),
            then,
            rules: Rules {
                switch_at: self.switch_at,
                crashes: self.crashes,
                ..Rules::default()
            },
            limits: self.limits,
        };
        self.executor.run(&request).unwrap()
    }

    /// A second server of the same program.
    pub fn again(&self) -> Executor {
        self.start_in("again", &[])
    }

    /// A second server of the same program, which makes executions in this way.
    pub fn again_by(&self, way: &str) -> Executor {
        self.start_in(way, &[("BATON_WAY", way)])
    }

    fn start_in(&self, name: &str, environment: &[(&str, &str)]) -> Executor {
        let folder = self.folder.path().join(name);
        fs::create_dir(&folder).unwrap();
        Executor::start(&self.file, &folder, environment).unwrap()
    }

    /// Every execution with at most that many preemptions; how many times each outcome occurred.
    pub fn explore(&mut self, preemptions: usize) -> Explored {
        self.explore_with(preemptions, |_| {})
    }

    /// Like `explore`, but calls `look` with each reply.
    pub fn explore_with(&mut self, preemptions: usize, mut look: impl FnMut(&Reply)) -> Explored {
        let mut explored = Explored::default();
        let mut open: Vec<Vec<Decision>> = vec![Vec::new()];
        while let Some(prefix) = open.pop() {
            let reply = self.run(&prefix);
            explored.executions += 1;
            look(&reply);
            assert!(
                explored.executions < 200_000,
                "too many executions for a test"
            );
            *explored.outcomes.entry(outcome(&reply)).or_default() += 1;
            let bounds = (preemptions, self.spurious_wakeups);
            branch(&reply, prefix.len(), bounds, &mut open);
        }
        explored
    }
}

#[derive(Default)]
pub struct Explored {
    pub executions: usize,
    pub outcomes: BTreeMap<String, usize>,
}

impl Explored {
    pub fn outcomes(&self) -> Vec<&str> {
        self.outcomes.keys().map(String::as_str).collect()
    }
}

/// The processes that a server has made and that live.
pub fn children_of(id: u32) -> Vec<String> {
    let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap();
    children.split_whitespace().map(str::to_owned).collect()
}

/// Those that are left of executions: all but one, without children and with one thread, that waits for the next execution.
pub fn left_of(id: u32) -> Vec<String> {
    let mut children = children_of(id);
    let only = children.len() == 1;
    // The process has sent its message to the server and is about to wait.
    let patience = Instant::now() + Duration::from_secs(20);
    while only && !rests(&children[0]) && Instant::now() < patience {
        std::thread::yield_now();
    }
    if let Some(at) = children.iter().position(|child| rests(child)) {
        children.remove(at);
    }
    children
}

fn rests(process: &str) -> bool {
    let threads = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let call = fs::read_to_string(format!("/proc/{process}/syscall")).unwrap();
    threads.count() == 1
        && children_of(process.parse().unwrap()).is_empty()
        && call.starts_with(&format!("{} ", libc::SYS_futex))
}

/// The end as a word, and the output of the program.
pub fn outcome(reply: &Reply) -> String {
    let printed = String::from_utf8_lossy(&reply.stdout)
        .trim()
        .replace('\n', " | ");
    match &reply.end {
        End::Exited { code: 0 } => printed,
        End::Exited { code: 101 } => {
            format!(
                "panic: {}",
                reply
                    .panics
                    .last()
                    .map_or("?", |panic| panic.message.as_str())
            )
        }
        End::Internal { message } => panic!("an error of ours: {message}"),
        End::Diverged { at } => panic!("diverged at {at}"),
        other => format!("{other:?}"),
    }
}

/// The decisions that choose these tasks.
pub fn run_of(tasks: &[u8]) -> Vec<Decision> {
    let tasks = tasks.iter().copied();
    tasks.map(|task| Decision::Run(TaskId::new(task))).collect()
}

/// Adds all other decisions after the prefix that keep within the bounds: of preemptions, and of spurious wakeups.
fn branch(
    reply: &Reply,
    prefix: usize,
    (preemptions, wakeups): (usize, usize),
    open: &mut Vec<Vec<Decision>>,
) {
    let mut decisions: Vec<Decision> = Vec::new();
    let (mut cost, mut woken) = (0, 0);
    let mut last: Option<&Step> = None;
    for (number, step) in (0..).zip(&reply.steps) {
        let running = last.map(|step| step.task);
        // A preemption costs one, and so does continuing with a task that yields while another would not: otherwise a
        // loop that yields would have a branch for every iteration.
        let costs = |task: TaskId| {
            let eager = step.enabled - step.yielding;
            let able = eager.contains(task) || !step.enabled.contains(task);
            let preempts =
                running.is_some_and(|running| running != task && eager.contains(running));
            usize::from(preempts || (!eager.is_empty() && !able))
        };
        let wake = |task| Decision::Wake {
            step: StepId::new(number),
            task,
        };
        if decisions.len() >= prefix {
            let others = (step.enabled - step.spinning).iter();
            let others = others.filter(|task| *task != step.task && step.was_choice());
            let others = others.map(|task| (task, Decision::Run(task)));
            let woken_up = step.wakeable.iter().filter(|_| woken < wakeups);
            let woken_up = woken_up.map(|task| (task, wake(task)));
            for (task, decision) in others.chain(woken_up) {
                if cost + costs(task) <= preemptions {
                    open.push(decisions.iter().copied().chain([decision]).collect());
                }
            }
        }
        if step.is_spurious_wakeup() {
            decisions.push(wake(step.task));
            woken += 1;
        } else if step.was_choice() {
            decisions.push(Decision::Run(step.task));
        }
        cost += costs(step.task);
        last = Some(step);
    }
    let wakeable = reply.pending.iter().filter(|pending| pending.wakeable);
    for pending in wakeable.filter(|_| woken < wakeups) {
        let wake = Decision::Wake {
            step: StepId::new(reply.steps.len() as u32),
            task: pending.task,
        };
        open.push(decisions.iter().copied().chain([wake]).collect());
    }
}

/// The trace as text, for people and for comparing.
pub fn draw(reply: &Reply) -> String {
    let mut text = String::new();
    for (number, step) in reply.steps.iter().enumerate() {
        let place = step.place.map_or(String::new(), |place| {
            let file = reply.files[place.file as usize]
                .rsplit('/')
                .next()
                .unwrap_or_default();
            format!("{file}:{}", place.line)
        });
        text += &format!(
            "{number:3} t{} {:?} #{} {:?}/{:?} {} {} {:x?} en={:?}\n",
            step.task.number(),
            step.op,
            step.object.map_or(-1, |id| i64::from(id.number())),
            step.read,
            step.written,
            if step.succeeded { "" } else { "failed" },
            place,
            step.frames,
            Vec::from_iter(step.enabled.iter()),
        );
    }
    text + &format!("{:?}\n", reply.end)
}
