//! The runner's side of the pipe: a compiled program started as a server, and one request at a time.

use ::std::io::{self, BufReader};
use ::std::path::Path;
use ::std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use ::std::sync::{Arc, Mutex, PoisonError};

use crate::protocol::{Reply, Request, read_frame, write_frame};

/// A program compiled against this crate, waiting for schedules. Dropping it ends it and everything it started.
pub struct Executor {
    child: Child,
    requests: Requests,
    replies: BufReader<ChildStdout>,
}

/// The end of the pipe that requests go into, until it is closed.
type Requests = Arc<Mutex<Option<ChildStdin>>>;

/// Ends an executor from another thread, also in the middle of an execution.
#[derive(Clone)]
pub struct Stopper(Requests);

impl Stopper {
    /// Makes the executor end at once, with all that it has started; whoever waits for its reply gets `UnexpectedEof`.
    pub fn stop(&self) {
        // The end of its requests is how the server is told to go.
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Executor {
    /// Starts the program. It runs in a fresh folder of its own: in memory where there is a file system for that, or else in
    /// `baton` in `folder` (which no other executor may use).
    /// `environment` is what the program sees beside the caller's own; `BATON_CORE` in it names the core to run on (the
    /// program does not see that), otherwise it stays on the one where it starts.
    ///
    /// # Errors
    /// What starting a process can fail of.
    pub fn start(program: &Path, folder: &Path, environment: &[(&str, &str)]) -> io::Result<Self> {
        let mut child = Command::new(program)
            .current_dir(folder)
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let requests = Arc::new(Mutex::new(child.stdin.take()));
        let replies = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Self {
            child,
            requests,
            replies: BufReader::with_capacity(1 << 16, replies),
        })
    }

    /// Runs one schedule.
    ///
    /// # Errors
    /// `UnexpectedEof` or `BrokenPipe` where the server is gone (its own words are on stderr).
    pub fn run(&mut self, request: &Request) -> io::Result<Reply> {
        {
            let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
            write_frame(requests.as_mut().ok_or(io::ErrorKind::BrokenPipe)?, request)?;
        }
        read_frame(&mut self.replies)
    }

    /// What ends it from another thread.
    pub fn stopper(&self) -> Stopper {
        Stopper(Arc::clone(&self.requests))
    }

    /// The server's process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Executor {
    fn drop(&mut self) {
        self.stopper().stop();
        let _ = self.child.wait();
    }
}
