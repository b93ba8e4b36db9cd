//! The supervisor's own life: one job after the other, until the kit is gone.

use std::io::{self, BufRead, Write};
use std::os::fd::AsFd;
use std::process::ExitCode;

use super::job::{Job, Reply};
use super::{limits, platform, run};

/// Is the supervisor: answers each job on standard input with one line on
/// standard output, until the input ends. For the hidden subcommand
/// `racelings supervise`.
pub fn serve() -> ExitCode {
    // No terminal: not to read from, and no Ctrl-C from it. It fails only for
    // the leader of a group, which no child of the kit is.
    let _ = rustix::process::setsid();
    platform::adopt_orphans();
    limits::forbid_core_dumps();
    platform::keep_descriptors();
    // The kit ends all that was started when we end without having done so.
    std::panic::set_hook(Box::new(|panic| {
        let _ = answer(&Reply::Internal(panic.to_string()));
    }));
    match answer_all() {
        Ok(()) => ExitCode::SUCCESS,
        // The kit is gone, or sees by our code that something went wrong.
        Err(_) => ExitCode::from(3),
    }
}

fn answer_all() -> io::Result<()> {
    let stdin = io::stdin();
    let mut line = String::new();
    loop {
        line.clear();
        if stdin.lock().read_line(&mut line)? == 0 {
            return Ok(());
        }
        let reply = match serde_json::from_str::<Job>(&line) {
            // The kit sends nothing during a run, so if its pipe becomes
            // readable then, it is gone.
            Ok(job) => match run::run(&job, stdin.as_fd()) {
                Ok(outcome) => Reply::Outcome(Box::new(outcome)),
                Err(run::Failure::KitIsGone) => return Ok(()),
                Err(run::Failure::Internal(message)) => Reply::Internal(message),
            },
            Err(error) => Reply::Internal(format!("not a job: {error}")),
        };
        answer(&reply)?;
    }
}

fn answer(reply: &Reply) -> io::Result<()> {
    let mut line = serde_json::to_vec(reply)?;
    line.push(b'\n');
    let mut stdout = io::stdout().lock();
    stdout.write_all(&line)?;
    stdout.flush()
}
