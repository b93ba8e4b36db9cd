//! A supervisor process as the kit holds it: its pipes, and its end.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TryRecvError};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, WaitId, WaitIdOptions, WaitIdStatus};

use super::job::{Job, Reply};
use super::{leftovers, platform};

/// How long a supervisor may take to end its crowd and itself.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often to check whether a supervisor is stopped.
pub(super) const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A running supervisor. Dropped, it is ended with all that it started.
#[derive(Debug)]
pub(super) struct Connection {
    child: Child,
    /// Closed, it tells the supervisor to end.
    stdin: Option<ChildStdin>,
    /// Disconnected when the supervisor has ended.
    replies: Receiver<Result<Reply, String>>,
    mark: String,
    /// Known once it has ended.
    status: Option<ExitStatus>,
}

impl Connection {
    pub(super) fn start(exe: &Path) -> io::Result<Self> {
        let mark = leftovers::fresh_mark();
        let mut child = Command::new(exe)
            .arg("supervise")
            .env(leftovers::MARK, &mark)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let stdin = child.stdin.take();
        let stdout = child.stdout.take();
        let (sender, replies) = crossbeam_channel::unbounded();
        let connection = Self {
            child,
            stdin,
            replies,
            mark,
            status: None,
        };
        let stdout = stdout.expect("it was asked to be a pipe");
        std::thread::Builder::new()
            .name("supervisor's answers".into())
            .spawn(move || forward_replies(stdout, &sender))?;
        Ok(connection)
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has not ended yet, as far as is known.
    pub(super) fn is_alive(&self) -> bool {
        let hung_up = self.replies.try_recv().err() != Some(TryRecvError::Empty);
        !hung_up && ended(Pid::from_child(&self.child)).is_none()
    }

    pub(super) fn send(&mut self, job: &Job) -> io::Result<()> {
        let mut line = serde_json::to_vec(job)?;
        line.push(b'\n');
        match &mut self.stdin {
            Some(stdin) => stdin.write_all(&line),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// An answer that could not be read comes as an error in words.
    pub(super) fn replies(&self) -> &Receiver<Result<Reply, String>> {
        &self.replies
    }

    /// Tells it to end, with all that it started, and waits until it has.
    pub(super) fn end(mut self) -> io::Result<ExitStatus> {
        self.end_within(PATIENCE)
    }

    /// Ends one that does not answer any more.
    pub(super) fn kill(mut self) -> io::Result<ExitStatus> {
        self.end_within(Duration::ZERO)
    }

    fn end_within(&mut self, patience: Duration) -> io::Result<ExitStatus> {
        if let Some(status) = self.status {
            return Ok(status);
        }
        self.stdin = None;
        let pid = Pid::from_child(&self.child);
        if !self.ends_within(patience)? {
            self.child.kill()?;
            ends_within(pid, PATIENCE)?;
        }
        let ended_well = ended(pid).is_some_and(|status| status.exit_status() == Some(0));
        if !ended_well && !leftovers::end(self.child.id(), &self.mark) {
            return Err(io::Error::other("some processes could not be ended"));
        }
        let status = self.child.wait()?;
        self.status = Some(status);
        Ok(status)
    }
}

impl Connection {
    /// The signal that it is stopped by, if it is: only its program has a reason to send it.
    pub(super) fn stopping_signal(&self) -> Option<i32> {
        let options = WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        let pid = Pid::from_child(&self.child);
        let status = rustix::process::waitid(WaitId::Pid(pid), options).ok()??;
        status.stopping_signal()
    }

    /// Like the function of that name; a stopped supervisor gets no time.
    fn ends_within(&self, patience: Duration) -> io::Result<bool> {
        let deadline = Instant::now() + patience;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if ends_within(Pid::from_child(&self.child), left.min(LOOK_EVERY))? {
                return Ok(true);
            }
            if left.is_zero() || self.stopping_signal().is_some() {
                return Ok(false);
            }
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // There is no place left for an error.
        let _ = self.end_within(PATIENCE);
    }
}

/// The signal that ended a supervisor from outside; none for one that ended by
/// itself, or by a fault of its own.
pub(super) fn killing_signal(status: ExitStatus) -> Option<i32> {
    const FAULTS: [i32; 5] = [4, 6, 7, 8, 11]; // ILL, ABRT, BUS, FPE, SEGV
    status.signal().filter(|signal| !FAULTS.contains(signal))
}

fn forward_replies(stdout: ChildStdout, sender: &Sender<Result<Reply, String>>) {
    for line in BufReader::new(stdout).lines() {
        let reply = line
            .map_err(|error| error.to_string())
            .and_then(|line| serde_json::from_str(&line).map_err(|error| error.to_string()));
        if sender.send(reply).is_err() {
            return;
        }
    }
}

/// Waits for a child to end, but leaves it to be waited for.
fn ends_within(child: Pid, patience: Duration) -> io::Result<bool> {
    let notice = platform::exit_notice(child)?;
    let mut fds = [PollFd::new(&notice, PollFlags::IN)];
    let timeout = Timespec::try_from(patience).map_err(io::Error::other)?;
    let ready = rustix::io::retry_on_intr(|| poll(&mut fds, Some(&timeout)))?;
    Ok(ready > 0)
}

/// The state of a child that has ended; it is left to be waited for.
fn ended(child: Pid) -> Option<WaitIdStatus> {
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    rustix::process::waitid(WaitId::Pid(child), options).ok()?
}
