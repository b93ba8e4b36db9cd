//! `quiz`: known fixes of an exercise that has passed. Does each pass, and which line is decisive?

use std::io::{self, BufRead};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use crossbeam_channel::{Receiver, RecvTimeoutError, unbounded};

use super::signals::cancelled_by_signals;
use super::{bars, catalog, exit_of, keep, known_fix, progress, this_program};
use crate::catalog::{Catalog, Exercise};
use crate::check::Checker;
use crate::check::verdict::Checked;
use crate::console::{Console, print};
use crate::exit::Exit;
use crate::fixes::{self, Fix};
use crate::progress::Change;
use crate::quiz::{Mark, Next, Quiz, words};
use crate::report;
use crate::supervise::Cancel;

/// The number of real runs of a fix. Few are enough: exploring finds what they could find.
const RUNS: u32 = 3;

/// Asks about the known fixes of an exercise, line by line, until the learner leaves; with a number, about the line of that
/// wrong fix alone.
pub fn quiz(console: Console, name: Option<&str>, wrong: Option<usize>) -> Result<Exit> {
    let catalog = catalog()?;
    let before = progress(&catalog);
    let exercise = known_fix::passed(&catalog, &before, name)?;
    let mut quiz = match wrong {
        Some(number) => {
            let (_, fix) = known_fix::numbered(&catalog, exercise, number)?;
            Quiz::about_line_of(fix)
        }
        None => {
            let fixes = fixes::of(&catalog.root, exercise);
            Quiz::new(fixes, &before.record(&exercise.name).answered)
        }
    };
    if quiz.current().is_none() {
        bail!("there are no known fixes of {}.", exercise.name);
    }
    let cancel = cancelled_by_signals()?;
    let asker = Asker {
        console,
        catalog: &catalog,
        exercise,
        checker: Checker::new(&catalog.root, RUNS, &this_program()?),
        typed: typed_lines()?,
        cancel,
    };
    let exit = asker.ask_all(&mut quiz)?;
    console.say_plain(&words::score(quiz.score()))?;
    Ok(exit)
}

/// The lines of standard input, as they come. A thread waits for them, so that Ctrl-C is handled meanwhile.
fn typed_lines() -> Result<Receiver<String>> {
    let (sender, lines) = unbounded();
    let reader = thread::Builder::new().name("typed lines".into());
    let read = move || {
        let lines = io::stdin().lock().lines();
        lines
            .map_while(Result::ok)
            .try_for_each(|line| sender.send(line))
    };
    reader.spawn(read).context("no thread could be started")?;
    Ok(lines)
}

struct Asker<'a> {
    console: Console,
    catalog: &'a Catalog,
    exercise: &'a Exercise,
    checker: Checker,
    typed: Receiver<String>,
    cancel: Cancel,
}

impl Asker<'_> {
    fn ask_all(&self, quiz: &mut Quiz) -> Result<Exit> {
        while let Some(fix) = quiz.current().cloned() {
            let look = self.console.look();
            self.console
                .say(&words::question(quiz, &self.exercise.name, look))?;
            let answer = loop {
                let Some(typed) = self.next_line(words::prompt(quiz.asked()))? else {
                    return Ok(Exit::Passes);
                };
                match quiz.take(&typed) {
                    Next::AskAgain => self.console.say_plain(words::help(quiz.asked()))?,
                    Next::Ask => {}
                    Next::Check(answer) => break answer,
                    Next::Leave => return Ok(Exit::Passes),
                }
            };
            let checked = self.check(&fix)?;
            let mark = quiz.mark(answer, &checked.verdict);
            let mut text = report::checked(&checked, self.exercise, look).trimmed();
            text.append_apart(words::marked(answer, mark, &fix, look));
            text.blank();
            self.console.say(&text)?;
            if mark == Mark::Right {
                let (name, fix) = (self.exercise.name.clone(), fix.name);
                keep(self.catalog, &[Change::Answered { name, fix }]);
            }
            if mark == Mark::NotChecked {
                return Ok(exit_of(&checked.verdict));
            }
        }
        Ok(Exit::Passes)
    }

    /// The next line that is typed; none at the end of the input, or after Ctrl-C.
    fn next_line(&self, prompt: &str) -> Result<Option<String>> {
        print(prompt)?;
        while !self.cancel.is_cancelled() {
            match self.typed.recv_timeout(Duration::from_millis(50)) {
                Ok(line) => return Ok(Some(line)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        print("\n")?;
        Ok(None)
    }

    /// Checks a fix as if it were the learner's file.
    fn check(&self, fix: &Fix) -> Result<Checked> {
        let subject = known_fix::subject(self.catalog, self.exercise, fix)?;
        let bar = bars::spinner("the fix", self.console);
        let checked = self.checker.check(&subject, &self.cancel, &mut |progress| {
            bars::show(&bar, &progress, self.console);
        });
        bar.finish_and_clear();
        Ok(checked)
    }
}
