//! The progress of a command, on standard error; nothing if that is not a terminal.

use indicatif::{ProgressBar, ProgressStyle};

use crate::check::verdict::Progress;
use crate::compile::Preparing;
use crate::console::{Console, note};
use crate::report;
use crate::styled::printable;

/// A bar for that many exercises, on standard error; nothing if that is not a terminal.
pub fn bar(of: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}");
    let style = style
        .expect("the template is well-formed")
        .progress_chars("#>-");
    ProgressBar::new(of).with_style(style)
}

/// Shows the progress of a check. Building the libraries takes long, so its start is also printed without a terminal.
pub fn show(bar: &ProgressBar, progress: &Progress, console: Console) {
    let line = report::running(progress, console.look()).plain();
    if bar.is_hidden() && *progress == Progress::Preparing(Preparing::Building { seconds: 0 }) {
        note(&line);
    }
    bar.set_message(line);
}

/// The line with the progress of one exercise; nothing if standard error is not a terminal.
pub fn spinner(name: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix}: {msg}");
    let style = style.expect("the template is well-formed");
    ProgressBar::new_spinner()
        .with_style(style)
        .with_prefix(printable(name).into_owned())
}
