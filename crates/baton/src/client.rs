//! The runner's side of the pipe: a compiled program started as a server, and one request at a time.
//!
//! The program runs below the server, with the same rights, and may kill or stop it. So nothing here waits for a server
//! without looking at it now and then.

mod gone;
mod pipe;
#[cfg(executor)]
pub mod stdout;
/// Where the executor cannot run, nothing is known of the streams.
#[cfg(not(executor))]
pub mod stdout {
    /// Whether standard output was closed when this process started.
    pub fn was_closed() -> bool {
        false
    }
}

use ::std::env;
use ::std::fs::{self, File};
use ::std::io::{self, BufReader};
use ::std::path::{Path, PathBuf};
use ::std::process::{Child, ChildStdin, Command, Stdio};
use ::std::sync::atomic::{AtomicBool, Ordering};
use ::std::sync::{Arc, Mutex, PoisonError};
use ::std::time::{Duration, Instant};

use crate::{fixed, memory_folder};
use protocol::{Reply, Request, read_frame, write_frame};

pub use gone::Gone;
use pipe::{Patient, Receiving, Sending, Signs};

/// In the environment of a server, by the runner's choice, and so of all that it starts: it identifies
/// what a killed server has left.
pub const MARK: &str = "RACELINGS_SUPERVISED";

/// A server that was asked to end does so within milliseconds, unless it is kept from it.
const PATIENCE: Duration = Duration::from_secs(2);

/// A program compiled against this crate, waiting for schedules. Dropping it ends it and everything it started.
pub struct Executor {
    child: Child,
    shared: Arc<Shared>,
    replies: BufReader<Receiving>,
    watch: Watch,
    /// The file that the server's own words go to.
    words: PathBuf,
}

/// The server's exit code when the system has refused it something.
pub(crate) const REFUSED: u8 = 3;

/// What a [`Stopper`] has of its executor.
#[derive(Debug)]
struct Shared {
    /// The end of the pipe that requests go into, until it is closed.
    requests: Mutex<Option<ChildStdin>>,
    asked: AtomicBool,
}

/// Ends an executor from another thread, also in the middle of an execution.
#[derive(Clone, Debug)]
pub struct Stopper(Arc<Shared>);

impl Stopper {
    /// Makes the executor end soon, with all that it has started; a caller that waits for its reply gets [`Gone::Asked`].
    pub fn stop(&self) {
        self.0.asked.store(true, Ordering::Release);
        // The server ends when its requests end.
        *self
            .0
            .requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// What is known of the server so far.
#[derive(Default)]
struct Watch {
    /// A stop that was seen once: one that is over the next time, the user's own of everybody (Ctrl-Z), is none.
    stop: Option<i32>,
    asked_at: Option<Instant>,
    gone: Option<Gone>,
}

impl Executor {
    /// Starts the program. It runs in a fresh folder of its own: in memory where there is a file system for that, or else in
    /// `baton` in `folder` (which no other executor may use).
    /// `environment` is what the program sees beside the caller's own and what a request adds; `BATON_CORE` in it names the core to run on (the
    /// program does not see that), otherwise it stays on the one where it starts.
    /// With `BATON_WAY=forked`, each execution runs in processes of its own.
    ///
    /// # Errors
    /// What starting a process can fail of.
    pub fn start(program: &Path, folder: &Path, environment: &[(&str, &str)]) -> io::Result<Self> {
        let words = folder.join("words");
        let mut command = Command::new(program);
        command
            .current_dir(folder)
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&words)?);
        fixed::set_variables(&mut command, |name| {
            let given = environment.iter().find(|(given, _)| *given == name);
            given.map_or_else(|| env::var_os(name), |(_, value)| Some(value.into()))
        });
        let mut child = fixed::spawn(&mut command)?;
        let requests = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let replies = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        pipe::do_not_block(&requests)?;
        Ok(Self {
            child,
            shared: Arc::new(Shared {
                requests: Mutex::new(Some(requests)),
                asked: AtomicBool::new(false),
            }),
            replies: BufReader::with_capacity(1 << 16, Receiving(replies)),
            watch: Watch::default(),
            words,
        })
    }

    /// Runs one schedule.
    ///
    /// # Errors
    /// Why there is no reply, nor will there be another.
    pub fn run(&mut self, request: &Request) -> Result<Reply, Gone> {
        if let Some(gone) = &self.watch.gone {
            return Err(gone.clone());
        }
        let mut signs = SignsOf {
            child: &mut self.child,
            shared: &self.shared,
            watch: &mut self.watch,
        };
        let sent = write_frame(
            &mut Sending {
                pipe: &self.shared.requests,
                signs: &mut signs,
            },
            request,
        );
        let reply = sent.and_then(|()| {
            read_frame(&mut Patient {
                pipe: &mut self.replies,
                signs: &mut signs,
            })
        });
        reply.map_err(|error| self.gone(error))
    }

    /// Why it is, after that error.
    fn gone(&mut self, error: io::Error) -> Gone {
        if self.watch.gone.is_none() {
            let gone = match error.kind() {
                io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe => self.fate(),
                _ => Gone::Garbled(error.to_string()),
            };
            self.watch.gone = Some(gone);
        }
        self.watch.gone.clone().unwrap_or(Gone::Asked)
    }

    /// How a server has ended that has closed its pipe.
    fn fate(&mut self) -> Gone {
        if self.shared.asked.load(Ordering::Acquire) {
            return Gone::Asked;
        }
        match pipe::end_within(&mut self.child, PATIENCE) {
            Some(Gone::Exited { code }) if code == i32::from(REFUSED) => {
                let words = fs::read_to_string(&self.words).unwrap_or_default();
                Gone::Refused {
                    words: words.trim().trim_start_matches("baton: ").to_owned(),
                }
            }
            Some(gone) => gone,
            None => Gone::Garbled("it has closed its pipe and lives".to_owned()),
        }
    }

    /// Ends it, and returns whether it exited without being killed and took along all that it had started. Its number stays its own until
    /// this value is dropped.
    pub fn end(&mut self) -> bool {
        self.stopper().stop();
        let mut signs = SignsOf {
            child: &mut self.child,
            shared: &self.shared,
            watch: &mut self.watch,
        };
        // What it still says is of no interest.
        let mut rest = Patient {
            pipe: &mut self.replies,
            signs: &mut signs,
        };
        let _ = io::copy(&mut rest, &mut io::sink());
        match pipe::end_within(&mut self.child, PATIENCE) {
            Some(Gone::Exited { code: 0 }) => true,
            Some(_) => false,
            None => {
                pipe::kill(&mut self.child);
                pipe::end_within(&mut self.child, PATIENCE);
                false
            }
        }
    }

    /// What ends it from another thread.
    pub fn stopper(&self) -> Stopper {
        Stopper(Arc::clone(&self.shared))
    }

    /// The server's process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Executor {
    fn drop(&mut self) {
        let by_itself = self.end();
        let _ = self.child.wait();
        if !by_itself {
            memory_folder::remove_of(self.child.id());
        }
    }
}

/// How a server shows that there is nothing to wait for.
struct SignsOf<'a> {
    child: &'a mut Child,
    shared: &'a Shared,
    watch: &'a mut Watch,
}

impl Signs for SignsOf<'_> {
    fn look(&mut self) -> io::Result<()> {
        let stop = pipe::stopped_by(self.child);
        let gone = if stop.is_some() && self.watch.stop == stop {
            stop.map(|signal| Gone::Stopped { signal })
        } else if self.shared.asked.load(Ordering::Acquire) {
            let asked_at = *self.watch.asked_at.get_or_insert_with(Instant::now);
            (asked_at.elapsed() > PATIENCE).then_some(Gone::Asked)
        } else {
            None
        };
        self.watch.stop = stop;
        let Some(gone) = gone else { return Ok(()) };
        pipe::kill(self.child);
        self.watch.gone.get_or_insert(gone);
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}
