//! Ctrl-C and its like, for commands that check.

use std::thread;

use anyhow::{Context, Result, anyhow};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::supervise::Cancel;
use crate::surroundings;

/// A token that Ctrl-C and its like cancel, so that runs end and their folders go. A second one ends the kit.
pub fn cancelled_by_signals() -> Result<Cancel> {
    let cancel = Cancel::new();
    let token = cancel.clone();
    let signals = Signals::new([SIGINT, SIGTERM, SIGHUP]);
    let mut signals = signals.context("signals cannot be watched")?;
    let thread = thread::Builder::new().name("signals".into());
    let started = thread.spawn(move || {
        let mut seen = signals.forever();
        seen.next();
        token.cancel();
        if let Some(signal) = seen.next() {
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
    started.map_err(|error| {
        anyhow!(surroundings::refused(&format!(
            "no thread could be started: {error}"
        )))
    })?;
    Ok(cancel)
}
