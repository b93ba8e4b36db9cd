//! How far the learner is, and how far a check is.

use super::prose::counted;
use super::real_runs::listed;
use crate::check::verdict::Progress;
use crate::compile::Preparing;
use crate::exploration::search::Measure;
use crate::styled::{Columns, Line, Look, Role};

/// A bar over the exercises, such as `Progress: [####>-----] 4/10`, never wider than `width`.
pub fn exercise_bar(done: usize, of: usize, width: Columns) -> Line {
    let count = format!("{done}/{of}");
    let label = "Progress: ";
    let around = label.len() + count.len() + 3;
    let Some(inner) = width.0.checked_sub(around).filter(|&inner| inner >= 4) else {
        return Line::of(
            Role::Plain,
            &count.chars().take(width.0).collect::<String>(),
        );
    };
    let inner = inner.min(60);
    let filled = (inner * done).checked_div(of).unwrap_or(0).min(inner);
    let head = usize::from(filled < inner);
    let bar = format!("{}{}", "#".repeat(filled), ">".repeat(head));
    let rest = "-".repeat(inner - filled - head);
    Line::of(Role::Plain, &format!("{label}["))
        .and(Role::Right, &bar)
        .and(Role::Quiet, &rest)
        .and(Role::Plain, &format!("] {count}"))
}

/// How far a check is, in one line not wider than `width`.
pub fn running(progress: &Progress, look: Look) -> Line {
    let dots = look.glyphs.under_way();
    let line = match progress {
        Progress::Preparing(Preparing::Waiting) => {
            format!("waiting for another racelings, which builds the kit's libraries {dots}")
        }
        Progress::Preparing(Preparing::Building { seconds }) => {
            format!("building baton, the std that explores programs, once: {seconds} s {dots}")
        }
        Progress::Compiling => format!("compiling {dots}"),
        Progress::Exploring {
            mode,
            executions,
            measure,
            cost,
        } => {
            let under = mode.map_or_else(String::new, |mode| format!(" under {mode}"));
            let interleavings = counted(*executions as usize, "interleaving");
            let most = |what| counted(cost.number() as usize, what);
            let now = match measure {
                Some(Measure::Preemptions(_)) => format!("with up to {}", most("preemption")),
                Some(Measure::Delays) => format!("with up to {}", most("delay")),
                None => "with no bound".to_owned(),
            };
            format!("exploring{under}: {interleavings}, now {now}")
        }
        Progress::Calibrating { mode } => format!("running under {mode} {dots}"),
        Progress::Running {
            mode,
            done,
            of,
            values,
        } => {
            let values = listed(values, 6, look.glyphs);
            format!("run {done} of {of} under {mode}; counter: {values}")
        }
    };
    Line::of(Role::Plain, &line).cut(look.width, look.glyphs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Mode;
    use crate::exploration::search::{Cost, Reduction};
    use crate::styled::{Form, Glyphs};

    #[test]
    fn the_bar_fills_and_never_grows_over_the_width() {
        for width in 0..100 {
            for done in 0..=10 {
                let bar = exercise_bar(done, 10, Columns(width));
                assert!(bar.width() <= width, "{width} {bar:?}");
            }
        }
        let bar = |done| exercise_bar(done, 10, Columns(28)).plain();
        assert_eq!(bar(0), "Progress: [>----------] 0/10");
        assert_eq!(bar(5), "Progress: [#####>-----] 5/10");
        assert_eq!(bar(10), "Progress: [##########] 10/10");
    }

    #[test]
    fn what_is_counted_of_interleavings_is_called_by_its_name() {
        let look = Look {
            width: Columns(80),
            glyphs: Glyphs::Unicode,
            form: Form::Drawing,
        };
        let line = |measure| {
            let progress = Progress::Exploring {
                mode: None,
                executions: 65,
                measure,
                cost: Cost::new(2),
            };
            running(&progress, look).plain()
        };
        assert_eq!(
            line(Some(Measure::Preemptions(Reduction::PartialOrder))),
            "exploring: 65 interleavings, now with up to 2 preemptions"
        );
        assert_eq!(
            line(Some(Measure::Delays)),
            "exploring: 65 interleavings, now with up to 2 delays"
        );
        assert_eq!(line(None), "exploring: 65 interleavings, now with no bound");
    }

    #[test]
    fn the_newest_values_are_shown() {
        let values: Vec<String> = (0..20).map(|n| n.to_string()).collect();
        let progress = Progress::Running {
            mode: Mode::Threads,
            done: 20,
            of: 20,
            values,
        };
        let look = Look {
            width: Columns(80),
            glyphs: Glyphs::Unicode,
            form: Form::Drawing,
        };
        assert_eq!(
            running(&progress, look).plain(),
            "run 20 of 20 under threads; counter: …, 14, 15, 16, 17, 18, 19"
        );
    }
}
