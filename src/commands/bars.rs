//! The progress of a command, on standard error; nothing if that is not a terminal.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::check::verdict::Progress;
use crate::compile::Preparing;
use crate::console::{Console, note};
use crate::report;
use crate::styled::{Form, printable};

/// A bar for that many exercises, as [`spinner`].
pub fn bar(of: u64, console: Console) -> ProgressBar {
    if console.form == Form::Sentences {
        return ProgressBar::hidden();
    }
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

/// The line with the progress of one exercise; nothing if standard error is not a terminal, or for a screen reader, which
/// would read each change of it.
pub fn spinner(name: &str, console: Console) -> ProgressBar {
    if console.form == Form::Sentences {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{prefix}: {msg}");
    let style = style.expect("the template is well-formed");
    ProgressBar::new_spinner()
        .with_style(style)
        .with_prefix(printable(name).into_owned())
}

/// How far the grading of a class is: a bar in a terminal, otherwise a line from time to time.
pub struct GradeProgress {
    bar: ProgressBar,
    done: u64,
    began: Instant,
    next_line: Duration,
}

fn grade_style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template);
    let style = style.expect("the templates are well-formed");
    style.progress_chars("#>-")
}

/// How often a line is printed where there is no bar.
const LINE_EVERY: Duration = Duration::from_secs(30);

impl GradeProgress {
    /// For so many checks.
    pub fn new(checks: usize) -> GradeProgress {
        let bar = ProgressBar::new(checks as u64);
        bar.set_style(grade_style("{bar:30} {pos}/{len} checks"));
        bar.enable_steady_tick(Duration::from_secs(1));
        GradeProgress {
            bar,
            done: 0,
            began: Instant::now(),
            next_line: Duration::ZERO,
        }
    }

    /// One more check has ended, with this headline.
    pub fn one_more(&mut self, headline: &str) {
        self.bar.inc(1);
        self.done += 1;
        // Before the first one nothing is known of the time.
        let style = grade_style("{bar:30} {pos}/{len} checks, {eta} left  {wide_msg}");
        self.bar.set_style(style);
        self.bar.set_message(printable(headline).replace('\n', " "));
        let elapsed = self.began.elapsed();
        if !self.bar.is_hidden() || elapsed < self.next_line {
            return;
        }
        self.next_line = elapsed + LINE_EVERY;
        let (done, of) = (self.done, self.bar.length().unwrap_or_default());
        let left = elapsed.as_secs_f64() / done as f64 * of.saturating_sub(done) as f64;
        note(&format!("{done} of {of} checks, about {left:.0} s left"));
    }

    /// All checks have ended, or are not waited for. Returns how many are left.
    pub fn end(&self) -> u64 {
        self.bar.finish_and_clear();
        let of = self.bar.length().unwrap_or_default();
        of.saturating_sub(self.done)
    }
}
