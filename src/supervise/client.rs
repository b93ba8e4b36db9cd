//! The kit's side: starts the supervisor, sends it jobs, and stands in for it
//! when it is gone.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use crossbeam_channel::RecvError;

use super::Cancel;
use super::connection::{self, Connection};
use super::job::{End, Job, Outcome, Reply};
use super::tree;

/// How long after the time limit of a job its answer may still come: ending a
/// crowd of processes takes a while on a busy machine.
const GRACE: Duration = tree::PATIENCE.saturating_add(Duration::from_secs(5));

/// How long to wait for the answer to a job: after that, it will not come.
fn latest_answer(job: &Job) -> Duration {
    let latest_end = job.limits.time.saturating_mul(job.limits.patience);
    latest_end.saturating_add(GRACE)
}

/// Why there is no outcome of a job.
#[derive(Debug, thiserror::Error)]
pub enum SuperviseError {
    /// It was cancelled while it ran, or before.
    #[error("cancelled")]
    Cancelled,
    /// The surroundings: no such file, no more processes or descriptors.
    #[error("cannot start the supervisor {}", exe.display())]
    Start {
        /// The program that it is started from.
        exe: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The supervisor did not answer. It and all that it started are ended.
    #[error("the supervisor did not answer in time")]
    NoAnswer,
    /// Our own mistake.
    #[error("the supervisor failed: {0}")]
    Internal(String),
}

/// Runs programs, one at a time, in a process of its own: see the module.
///
/// Dropping it ends that process.
#[derive(Debug)]
pub struct Supervisor {
    exe: PathBuf,
    /// None between the end of one supervisor and the next job.
    connection: Option<Connection>,
}

impl Supervisor {
    /// Starts a supervisor: `exe` run as `exe supervise` must call
    /// [`serve`](super::serve).
    ///
    /// # Errors
    /// [`SuperviseError::Start`].
    pub fn start(exe: &Path) -> Result<Self, SuperviseError> {
        let mut supervisor = Self {
            exe: exe.to_owned(),
            connection: None,
        };
        supervisor.connection = Some(supervisor.connect()?);
        Ok(supervisor)
    }

    /// Starts this very program as its supervisor, on Linux even when its file
    /// was replaced by a newer build meanwhile.
    ///
    /// # Errors
    /// [`SuperviseError::Start`].
    pub fn of_this_program() -> Result<Self, SuperviseError> {
        let exe = if cfg!(target_os = "linux") {
            PathBuf::from("/proc/self/exe")
        } else {
            std::env::current_exe().map_err(|source| SuperviseError::Start {
                exe: "this program".into(),
                source,
            })?
        };
        Self::start(&exe)
    }

    /// The process that runs the jobs; none between one that was ended and the
    /// next job.
    pub fn pid(&self) -> Option<u32> {
        self.connection.as_ref().map(Connection::pid)
    }

    /// Runs the program until it ends, is ended by one of its limits, or `cancel`
    /// says so. When this returns, nothing that the program started is left.
    ///
    /// # Errors
    /// See [`SuperviseError`]; the next job can be run after any of them.
    pub fn run(&mut self, job: &Job, cancel: &Cancel) -> Result<Outcome, SuperviseError> {
        let started = Instant::now();
        if cancel.is_cancelled() {
            return Err(SuperviseError::Cancelled);
        }
        let connection = self.connection_with(job)?;
        let mut stop = None;
        loop {
            crossbeam_channel::select! {
                recv(connection.replies()) -> reply => return match reply {
                    Ok(Ok(Reply::Outcome(outcome))) => {
                        self.connection = Some(connection);
                        Ok(*outcome)
                    }
                    Ok(Ok(Reply::Internal(message)) | Err(message)) => {
                        ended(connection.end())?;
                        Err(SuperviseError::Internal(message))
                    }
                    Err(RecvError) => without_answer(connection, started.elapsed()),
                },
                recv(cancel.receiver()) -> _ => {
                    ended(connection.end())?;
                    return Err(SuperviseError::Cancelled);
                },
                default(connection::LOOK_EVERY) => {}
            }
            // A stop that is over at the next look was not meant for it.
            let before = std::mem::replace(&mut stop, connection.stopping_signal());
            if let Some(signal) = stop.filter(|_| before == stop) {
                ended(connection.kill())?;
                let end = End::SupervisorStopped { signal };
                return Ok(Outcome::without_output(
                    end,
                    started.elapsed().as_secs_f64(),
                ));
            }
            if started.elapsed() > latest_answer(job) {
                ended(connection.kill())?;
                return Err(SuperviseError::NoAnswer);
            }
        }
    }

    /// A supervisor that has got the job.
    fn connection_with(&mut self, job: &Job) -> Result<Connection, SuperviseError> {
        if let Some(mut connection) = self.connection.take()
            && connection.is_alive()
            && connection.send(job).is_ok()
        {
            return Ok(connection);
        }
        // Another process ended it while it had nothing to do.
        let mut connection = self.connect()?;
        // An error says that it has ended already, which shows when it is
        // asked for its answer.
        let _ = connection.send(job);
        Ok(connection)
    }

    fn connect(&self) -> Result<Connection, SuperviseError> {
        Connection::start(&self.exe).map_err(|source| self.not_started(source))
    }

    fn not_started(&self, source: io::Error) -> SuperviseError {
        let exe = self.exe.clone();
        SuperviseError::Start { exe, source }
    }
}

/// The supervisor hung up in the middle of a job.
fn without_answer(connection: Connection, time: Duration) -> Result<Outcome, SuperviseError> {
    let status = ended(connection.end())?;
    match connection::killing_signal(status) {
        Some(signal) => Ok(Outcome::without_output(
            End::SupervisorKilled { signal },
            time.as_secs_f64(),
        )),
        None => Err(SuperviseError::Internal(format!("it ended: {status}"))),
    }
}

fn ended(status: io::Result<ExitStatus>) -> Result<ExitStatus, SuperviseError> {
    status.map_err(|error| SuperviseError::Internal(error.to_string()))
}
