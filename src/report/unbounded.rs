//! What a search without a bound covers, and what it does not, in words.

use super::prose::counted;
use crate::exploration::coverage::{Coverage, Rest, Unbounded};
use crate::exploration::search::{Freedom, Preemptions};
use crate::styled::{Look, Role, Text};

/// What was explored, where that is everything: `all 90 interleavings`.
pub(super) fn all_of(all: &Unbounded, environments: u64) -> String {
    // One for each value of `ROUNDS` and each mode.
    let interleavings = match all.interleavings == environments {
        true => "its only interleaving".to_owned(),
        false => format!(
            "all {}",
            counted(all.interleavings as usize, "interleaving")
        ),
    };
    match all.freedoms.contains(&Freedom::StaleRead) {
        true => format!("{interleavings} under sequential consistency"),
        false => interleavings,
    }
}

/// What the search did not cover, for a program that passes in what it did.
pub(super) fn limits(coverage: &Coverage, look: Look) -> Text {
    let Some(unbounded) = &coverage.unbounded else {
        return Text::new();
    };
    let sentence = match unbounded.rest {
        Rest::Nothing if coverage.leaves_nothing() => return Text::new(),
        Rest::Nothing => match freedoms(unbounded, coverage.bound()) {
            Some(sentence) => sentence,
            None => return Text::new(),
        },
        Rest::Untried => format!(
            "With no bound there are more interleavings than the budget allows: {} were tried.",
            unbounded.interleavings
        ),
        Rest::Unknown => {
            "All interleavings with no bound were not explored: some could not be followed to their end."
                .to_owned()
        }
    };
    Text::prose(Role::Plain, &sentence, look.width)
}

/// What the program allows, and none of the interleavings had.
fn freedoms(unbounded: &Unbounded, bound: Option<Preemptions>) -> Option<String> {
    let named = |freedom: &Freedom| match freedom {
        Freedom::SpuriousWakeup => "a spurious wakeup",
        Freedom::StaleRead => "a stale read",
        Freedom::Crash => "a crash",
    };
    let names: Vec<&str> = unbounded.freedoms.iter().map(named).collect();
    let bound = bound?.number();
    (!names.is_empty()).then(|| {
        format!(
            "None of these has {}. Interleavings with one were explored as well, but only with up to {}.",
            names.join(" or "),
            counted(bound as usize, "preemption")
        )
    })
}
