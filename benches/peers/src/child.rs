//! Runs the model of a peer in its own process: a failing model panics, and may abort or never end.

use std::env;
use std::io::Write;
use std::panic;
use std::process::{Command, ExitCode, exit};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::models::{BEGUN, ENDED, Tool};

/// The first argument of such a process.
pub const COMMAND: &str = "model";

/// The time limit of a model.
pub const LIMIT: Duration = Duration::from_secs(30);

/// How a model ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// An execution failed, with this message.
    Failed(String),
    /// All executions were tried.
    Complete,
    /// All executions were tried, but some were given up.
    GivenUp,
    /// The time limit was reached.
    TimeLimit,
}

/// The result of a model.
#[derive(Clone, Debug)]
pub struct Ran {
    pub end: End,
    pub executions: u64,
    pub seconds: f64,
}

/// Runs a model in a child.
///
/// # Errors
/// If the child does not report a result.
pub fn run(tool: Tool, program: &str, seed: u64) -> Result<Ran> {
    let output = Command::new(env::current_exe()?)
        .args([COMMAND, tool.name(), program, &seed.to_string()])
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let context = || {
        let errors = String::from_utf8_lossy(&output.stderr);
        format!("{} of {program}: {said}{errors}", tool.name())
    };
    read(said.trim_end()).with_context(context)
}

fn read(line: &str) -> Result<Ran> {
    let mut words = line.splitn(4, ' ');
    let mut word = || words.next().context("a word is missing");
    let (end, executions, nanoseconds) = (word()?, word()?.parse()?, word()?.parse::<u64>()?);
    Ok(Ran {
        executions,
        seconds: Duration::from_nanos(nanoseconds).as_secs_f64(),
        end: match end {
            "failed" => End::Failed(word()?.to_owned()),
            "complete" => End::Complete,
            "given-up" => End::GivenUp,
            "time-limit" => End::TimeLimit,
            other => bail!("{other}: no such end"),
        },
    })
}

/// Runs a model in such a process, and prints its result in one line.
pub fn serve() -> ExitCode {
    let Some((tool, model, seed)) = asked_for() else {
        eprintln!("no such model");
        return ExitCode::FAILURE;
    };
    let start = Instant::now();
    // The first panic is the failure. What follows, such as panics of threads that it has stopped, is not waited for.
    panic::set_hook(Box::new(move |panic| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let string = payload.downcast_ref::<String>().map(String::as_str);
        let message = text.or(string).unwrap_or("a panic without words");
        say("failed", start, message);
    }));
    thread::spawn(move || {
        thread::sleep(LIMIT);
        say("time-limit", start, "");
    });
    tool.run(model, seed);
    let all_ended = BEGUN.load(Ordering::Relaxed) == ENDED.load(Ordering::Relaxed);
    say(if all_ended { "complete" } else { "given-up" }, start, "")
}

/// The tool, the model and the seed in the command line.
fn asked_for() -> Option<(Tool, fn(), u64)> {
    let mut words = env::args().skip(2);
    let name = words.next()?;
    let tool = Tool::ALL.into_iter().find(|tool| tool.name() == name)?;
    let model = tool.model(&words.next()?)?;
    Some((tool, model, words.next()?.parse().ok()?))
}

fn say(end: &str, start: Instant, message: &str) -> ! {
    static SAID: AtomicBool = AtomicBool::new(false);
    let nanoseconds = start.elapsed().as_nanos();
    let executions = BEGUN.load(Ordering::Relaxed);
    let message = message.replace('\n', " ");
    if !SAID.swap(true, Ordering::Relaxed) {
        let line = format!("{end} {executions} {nanoseconds} {message}\n");
        // If this cannot be written, the parent sees that the result is missing.
        let _ = std::io::stdout().write_all(line.as_bytes());
        exit(0);
    }
    loop {
        thread::park();
    }
}
