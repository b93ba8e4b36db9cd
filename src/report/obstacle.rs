//! Why a program cannot be explored, in words. Pure.

use crate::check::verdict::Obstacle;
use crate::exploration::outcome::Why;

/// In a sentence without its full stop.
pub(super) fn in_words(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::Program(why) => program(why),
        Obstacle::DoesNotCompile { message } => {
            format!("it compiles against std, but not against the std that explores it: {message}")
        }
        Obstacle::OtherProgram => {
            "the schedule does not fit the program; was the file edited since?".into()
        }
        Obstacle::Executor { error } => error.clone(),
    }
}

fn program(why: &Why) -> String {
    match why {
        Why::TooLong { steps } => {
            format!("one run takes more than {steps} steps that other threads can see")
        }
        Why::TooMany { what, .. } => format!("it has more {what} than can be followed"),
        Why::Unsupported { what, .. } => format!("it uses {what}, which is not controlled"),
        Why::Endless { who, .. } => format!(
            "{who} goes on for too long without a step that other threads could see, and what they would do meanwhile is not known"
        ),
        Why::Computes { who, .. } => format!(
            "{who} computes for longer than can be followed, without a step that other threads could see"
        ),
        Why::Waits { who, .. } => format!("{who} waits for something outside of the program"),
        Why::Nondeterministic { line } => {
            let first = line.map_or_else(String::new, |line| format!(", first in line {line}"));
            format!(
                "it is nondeterministic: under the same schedule it does not always do the same{first}, as it \
                 would with random numbers or the real time"
            )
        }
    }
}
