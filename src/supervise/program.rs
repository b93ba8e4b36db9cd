//! A program of a job: how it is started, and what is held of it.

use std::env;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, WaitId, WaitIdOptions};

use super::capture::{Capture, Captured};
use super::job::{Environment, Job};
use super::{leftovers, limits, platform};

/// A program that was started, the first of its group, and not waited for yet.
pub(super) struct Program {
    pid: Pid,
    exit: OwnedFd,
    pub(super) stdout: Stream,
    pub(super) stderr: Stream,
}

impl Program {
    pub(super) fn start(job: &Job) -> io::Result<Self> {
        let mut command = Command::new(&job.program);
        match job.environment {
            Environment::Inherited => {}
            Environment::Cleared => {
                let mark = env::var_os(leftovers::MARK);
                command.env_clear();
                command.envs(mark.map(|mark| (leftovers::MARK, mark)));
            }
        }
        command
            .args(&job.args)
            .env("RUST_BACKTRACE", "0")
            .envs(job.env.iter().map(|(name, value)| (name, value)))
            .current_dir(&job.dir)
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = limits::inherited(&job.limits, || command.spawn())?;
        let pid = Pid::from_child(&child);
        let streams = child.stdout.take().zip(child.stderr.take());
        let (stdout, stderr) = streams.expect("both were asked to be pipes");
        Ok(Self {
            pid,
            exit: platform::exit_notice(pid)?,
            stdout: Stream::new(stdout, job.limits.kept_output),
            stderr: Stream::new(stderr, job.limits.kept_output),
        })
    }

    pub(super) fn pid(&self) -> Pid {
        self.pid
    }

    /// Becomes readable (or hangs up) when the program has ended.
    pub(super) fn exit(&self) -> &OwnedFd {
        &self.exit
    }

    pub(super) fn has_ended(&self) -> bool {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        let answer = rustix::process::waitid(WaitId::Pid(self.pid), options);
        matches!(answer, Ok(Some(_)))
    }

    pub(super) fn bytes_written(&self) -> u64 {
        self.stdout.capture.total() + self.stderr.capture.total()
    }

    /// Standard output and standard error, once no process writes to them any more.
    pub(super) fn output(self) -> (Captured, Captured) {
        (self.stdout.finish(), self.stderr.finish())
    }
}

/// One of the program's output streams.
pub(super) struct Stream {
    /// `None` once all processes have closed the other end.
    pipe: Option<Pipe>,
    capture: Capture,
}

type Pipe = std::fs::File;

impl Stream {
    fn new(pipe: impl Into<OwnedFd>, keep: usize) -> Self {
        Self {
            pipe: Some(Pipe::from(pipe.into())),
            capture: Capture::new(keep),
        }
    }

    pub(super) fn pipe(&self) -> Option<&Pipe> {
        self.pipe.as_ref()
    }

    /// Reads what is available, which does not block if poll(2) said "ready".
    pub(super) fn read_once(&mut self) {
        // As much as a pipe holds.
        let mut buffer = [0; 64 << 10];
        let Some(pipe) = &mut self.pipe else { return };
        match pipe.read(&mut buffer) {
            Ok(0) => self.pipe = None,
            Ok(count) => self.capture.push(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => self.pipe = None,
        }
    }

    /// Reads what the pipe still holds, and no longer than that: no writer
    /// is left.
    fn finish(mut self) -> Captured {
        const AT_ONCE: Timespec = Timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        /// Even a pipe that was made as big as may be is read by then.
        const MOST_READS: usize = 64;
        for _ in 0..MOST_READS {
            let Some(pipe) = &self.pipe else { break };
            let mut fds = [PollFd::new(pipe, PollFlags::IN)];
            match poll(&mut fds, Some(&AT_ONCE)) {
                Ok(0) => break,
                _ => self.read_once(),
            }
        }
        self.capture.finish()
    }
}
