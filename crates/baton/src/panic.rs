//! Panics: a hook of the program's own is called as well as ours, and what it catches is known.

use ::std::any::Any;
use ::std::sync::Arc;
use ::std::thread::Result;

use crate::engine::panics;
use crate::engine::task::{self, Quiet};

pub use ::std::panic::*;

/// As std's.
pub fn set_hook(hook: Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>) {
    refuse_while_panicking();
    let _quiet = Quiet::enter();
    drop(panics::replace_hook(Some(Arc::from(hook))));
}

/// As std's: what is called from then on prints.
#[must_use]
pub fn take_hook() -> Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static> {
    refuse_while_panicking();
    let _quiet = Quiet::enter();
    match panics::replace_hook(None) {
        Some(hook) => Box::new(move |info| hook(info)),
        None => Box::new(panics::print),
    }
}

fn refuse_while_panicking() {
    if task::panicking() {
        panic!("cannot modify the panic hook from a panicking thread");
    }
}

/// As std's.
pub fn catch_unwind<F: FnOnce() -> R + UnwindSafe, R>(body: F) -> Result<R> {
    let result = ::std::panic::catch_unwind(body);
    if result.is_err() {
        panics::caught();
    }
    result
}

/// As std's.
pub fn resume_unwind(payload: Box<dyn Any + Send>) -> ! {
    panics::resumed();
    ::std::panic::resume_unwind(payload)
}
