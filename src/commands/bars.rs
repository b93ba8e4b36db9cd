//! How far a command is, on standard error; nothing where that is no terminal.

use indicatif::{ProgressBar, ProgressStyle};

use crate::report::printable;

/// A bar for so many exercises, on standard error; nothing where that is no terminal.
pub fn bar(of: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}");
    let style = style
        .expect("the template is well-formed")
        .progress_chars("#>-");
    ProgressBar::new(of).with_style(style)
}

/// The line that tells how far one exercise is; nothing where standard error is no terminal.
pub fn spinner(name: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix}: {msg}");
    let style = style.expect("the template is well-formed");
    ProgressBar::new_spinner()
        .with_style(style)
        .with_prefix(printable(name).into_owned())
}
