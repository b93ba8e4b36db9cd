//! Pipes to a server that may be stopped: no wait there is longer than a moment without a look at it.

use ::std::io::{self, Read, Write};
use ::std::process::{Child, ChildStdin, ChildStdout};
use ::std::sync::{Mutex, PoisonError};
use ::std::time::Duration;

use super::gone::Gone;

#[cfg(target_os = "linux")]
#[path = "pipe/linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "pipe/other.rs"]
mod system;

pub(super) use system::{do_not_block, end_within, stopped_by};

/// Between two looks.
const MOMENT: Duration = Duration::from_millis(50);

/// Says whether there is still something to wait for.
pub(super) trait Signs {
    /// # Errors
    /// Where there is not.
    fn look(&mut self) -> io::Result<()>;
}

/// The end that replies come from.
pub(super) struct Receiving(pub(super) ChildStdout);

impl Read for Receiving {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if system::is_readable_within(&self.0, MOMENT)? {
            self.0.read(bytes)
        } else {
            Err(io::ErrorKind::WouldBlock.into())
        }
    }
}

/// Reads on for as long as the signs say that it makes sense.
pub(super) struct Patient<'a, P, S> {
    pub(super) pipe: &'a mut P,
    pub(super) signs: &'a mut S,
}

impl<P: Read, S: Signs> Read for Patient<'_, P, S> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.pipe.read(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.signs.look()?,
                other => return other,
            }
        }
    }
}

/// The end that requests go into, until another thread closes it; its lock is not held while the pipe is full.
pub(super) struct Sending<'a, S> {
    pub(super) pipe: &'a Mutex<Option<ChildStdin>>,
    pub(super) signs: &'a mut S,
}

impl<S: Signs> Write for Sending<'_, S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            let written = match &mut *self.pipe.lock().unwrap_or_else(PoisonError::into_inner) {
                Some(pipe) => pipe.write(bytes),
                None => Err(io::ErrorKind::BrokenPipe.into()),
            };
            match written {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    ::std::thread::sleep(MOMENT / 50);
                    self.signs.look()?;
                }
                other => return other,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Kills a server that does not exit. It still has to be reaped.
pub(super) fn kill(child: &mut Child) {
    // An error says that it has ended.
    let _ = child.kill();
}
