//! Whether this process was started without a standard output.
//!
//! Before `main`, Rust's runtime opens `/dev/null` in the place of a closed stream, so that no file gets its number.
//! After that it cannot be known.

use ::std::sync::atomic::{AtomicBool, Ordering};

static WAS_CLOSED: AtomicBool = AtomicBool::new(false);

extern "C" fn look() {
    // SAFETY: asks for the flags of a descriptor, which may be closed.
    let flags = unsafe { libc::fcntl(libc::STDOUT_FILENO, libc::F_GETFD) };
    WAS_CLOSED.store(flags == -1, Ordering::Relaxed);
}

// SAFETY: the section is an array of functions that the loader calls before `main`; this one needs nothing of the runtime.
#[used]
#[unsafe(link_section = ".init_array")]
static LOOK: extern "C" fn() = look;

/// Whether standard output was closed when this process started: what is printed goes nowhere.
pub fn was_closed() -> bool {
    WAS_CLOSED.load(Ordering::Relaxed)
}
