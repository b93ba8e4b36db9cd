//! The runner's side of the pipe: a compiled program started as a server, and one request at a time.

use ::std::error::Error;
use ::std::fmt;
use ::std::fs::{self, File};
use ::std::io::{self, BufReader};
use ::std::path::{Path, PathBuf};
use ::std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use ::std::sync::{Arc, Mutex, PoisonError};

use crate::protocol::{Reply, Request, read_frame, write_frame};

/// A program compiled against this crate, waiting for schedules. Dropping it ends it and everything it started.
pub struct Executor {
    child: Child,
    requests: Requests,
    replies: BufReader<ChildStdout>,
    /// The file that the server's own words go to.
    words: PathBuf,
}

/// The server's exit code when the system has refused it something.
pub(crate) const REFUSED: u8 = 3;

/// The system has refused the server something that it needs: memory, descriptors, a folder, processes.
#[derive(Debug)]
pub struct Refused {
    /// What, in the server's words.
    pub words: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the system refused the executor something: {}",
            self.words
        )
    }
}

impl Error for Refused {}

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
        let words = folder.join("words");
        let mut child = Command::new(program)
            .current_dir(folder)
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&words)?)
            .spawn()?;
        let requests = Arc::new(Mutex::new(child.stdin.take()));
        let replies = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Self {
            child,
            requests,
            replies: BufReader::with_capacity(1 << 16, replies),
            words,
        })
    }

    /// Runs one schedule.
    ///
    /// # Errors
    /// `UnexpectedEof` or `BrokenPipe` where the server is gone; with [`Refused`] in it where the system refused it something.
    pub fn run(&mut self, request: &Request) -> io::Result<Reply> {
        self.exchange(request).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe => {
                self.refused().map_or(error, io::Error::other)
            }
            _ => error,
        })
    }

    /// Why the server is gone, if it is because the system refused it something.
    fn refused(&mut self) -> Option<Refused> {
        self.stopper().stop();
        let status = self.child.wait().ok()?;
        let words = fs::read_to_string(&self.words).ok()?;
        (status.code() == Some(i32::from(REFUSED))).then(|| Refused {
            words: words.trim().trim_start_matches("baton: ").to_owned(),
        })
    }

    fn exchange(&mut self, request: &Request) -> io::Result<Reply> {
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
