//! What a search without a bound covers, and what it does not, in words.

use super::prose::counted;
use crate::exploration::coverage::{Counting, Coverage, IN_A_ROW, Model, Rest, Unbounded};
use crate::exploration::search::Freedom;
use crate::styled::{Look, Role, Text};

/// What was explored, if that is everything, or everything but further equal iterations of a loop: `all 90 interleavings`.
pub(super) fn all_of(all: &Unbounded, environments: u64) -> String {
    let named = |number: u64, name: &str| match number == environments {
        // One for each value of `ROUNDS` and each mode.
        true => format!("its only {name}"),
        false => format!("all {}", counted(number as usize, name)),
    };
    let interleavings = named(all.interleavings, "interleaving");
    let explored = match all.under_rc11 {
        Some(number) => format!(
            "{} that the memory model RC11 allows",
            named(number, "execution")
        ),
        None if all.freedoms.contains(&Freedom::StaleRead) => {
            format!("{interleavings} under sequential consistency")
        }
        None => interleavings,
    };
    match all.counting {
        Some(Counting { iterations }) => {
            format!("{explored} with up to {iterations} equal iterations of a loop")
        }
        None => explored,
    }
}

/// What the search did not cover, for a program that passes in what it did.
pub(super) fn limits(coverage: &Coverage, look: Look) -> Text {
    let unbounded = coverage.unbounded.as_ref();
    let rest = unbounded.and_then(|all| match all.rest {
        Rest::Nothing => None,
        Rest::Untried => Some(format!(
            "With no bound there are more interleavings than the budget allows: {} were tried.",
            all.interleavings
        )),
        Rest::Unknown => Some(
            "All interleavings with no bound were not explored: some could not be followed to their end."
                .to_owned(),
        ),
    });
    let complete = unbounded.filter(|all| all.is_complete());
    let repeats = complete.and_then(repeats);
    let freedoms = complete
        .filter(|_| !coverage.leaves_nothing())
        .and_then(|all| freedoms(all, coverage));
    let sentences: Vec<String> = [rest, counting(coverage), repeats, freedoms]
        .into_iter()
        .flatten()
        .collect();
    match sentences.is_empty() {
        true => Text::new(),
        false => Text::prose(Role::Plain, &sentences.join(" "), look.width),
    }
}

/// That a loop may count its iterations.
fn counting(coverage: &Coverage) -> Option<String> {
    coverage.counting().map(|Counting { iterations }| {
        format!(
            "Not tried: executions in which more than {iterations} iterations of a loop read the same values, although each changes \
             something that its thread keeps, such as a counter."
        )
    })
}

/// That a loop can go on with a stale value for as long as it likes.
fn repeats(unbounded: &Unbounded) -> Option<String> {
    unbounded.repeats_left_out.then(|| {
        format!(
            "Left out are executions in which a thread reads the same stale value, or fails spuriously, more than {IN_A_ROW} times \
             in a row at one place."
        )
    })
}

/// What the program allows, and none of the interleavings had.
fn freedoms(unbounded: &Unbounded, coverage: &Coverage) -> Option<String> {
    let named = |freedom: &Freedom| match freedom {
        Freedom::SpuriousWakeup => "a spurious wakeup",
        Freedom::StaleRead => "a stale read",
        Freedom::Crash => "a crash",
    };
    let is_explored =
        |freedom: &&Freedom| **freedom != Freedom::StaleRead || coverage.model != Model::Sc;
    let explored = unbounded.freedoms.iter().filter(is_explored);
    let names: Vec<&str> = explored.map(named).collect();
    let bound = coverage.bound()?.number();
    (!names.is_empty()).then(|| {
        format!(
            "None of these has {}. Interleavings with one were explored as well, but only with up to {}.",
            names.join(" or "),
            counted(bound as usize, "preemption")
        )
    })
}
