//! Panics while the terminal is taken: reported on the shell's screen, or caught and made a value.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

use crate::terminal;

thread_local! {
    /// `Some` while this thread's panics are caught; the message, once there is one.
    static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on, an uncaught panic gives the terminal back before its message is printed, and is passed to
/// `on_panic`, whatever thread it is on.
pub fn watch_for(on_panic: impl Fn(String) + Send + Sync + 'static) {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let is_caught = CAUGHT.with_borrow_mut(|caught| {
            caught
                .as_mut()
                .map(|message| *message = info.to_string())
                .is_some()
        });
        if !is_caught {
            terminal::restore();
            before(info);
            on_panic(info.to_string());
        }
    }));
}

/// Does the work; a panic in it becomes its message, and the screen stays as it is.
///
/// # Errors
/// The panic's place and message.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    CAUGHT.set(Some(String::new()));
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    let message = CAUGHT.take().unwrap_or_default();
    result.map_err(|_| message)
}
