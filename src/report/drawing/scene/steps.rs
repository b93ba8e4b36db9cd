//! The steps of a drawing: which rows of a long one are shown, which number each has, and what it changes. Pure.

use std::fmt;

use super::kept::kept;
use super::{Row, What};
use crate::exploration::interleaving::Switch;

/// The number of a step, from 1. Wherever the interleaving is shown, the step has this number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepNumber(usize);

impl StepNumber {
    /// The step at this place, from 0.
    pub fn at(place: usize) -> StepNumber {
        StepNumber(place + 1)
    }
}

impl fmt::Display for StepNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The rows that are shown, with their numbers and with what has changed since `initial`.
pub fn steps(rows: Vec<Row>, initial: &[String]) -> Vec<Row> {
    let mut rows = shortened(&numbered(rows));
    fill_in(&mut rows, initial);
    mark_changes(&mut rows, initial);
    numbered(rows)
}

/// Numbers the steps: all rows but the switches, and the marks, which belong to the step before.
fn numbered(mut rows: Vec<Row>) -> Vec<Row> {
    let mut place = 0;
    let mut follows_a_step = false;
    for row in &mut rows {
        let is_step = match row.what {
            What::Switch { .. } => false,
            What::Decisive { .. } => !follows_a_step,
            What::Code { .. }
            | What::Folded { .. }
            | What::Again { .. }
            | What::AsAbove { .. }
            | What::Forever
            | What::LeftOut { .. }
            | What::Note { .. } => true,
        };
        follows_a_step = !matches!(row.what, What::Switch { .. });
        row.number = is_step.then(|| StepNumber::at(place));
        place += usize::from(is_step);
    }
    rows
}

/// The rows of which the drawing consists: in a long one a row stands for many that are left out.
fn shortened(rows: &[Row]) -> Vec<Row> {
    let tells = |(at, row): (usize, &Row)| match row.what {
        What::Decisive { .. } => Some(at),
        What::Switch { why, .. } => (why == Switch::Preemption).then_some(at),
        What::Code { .. }
        | What::Folded { .. }
        | What::Again { .. }
        | What::AsAbove { .. }
        | What::Forever
        | What::LeftOut { .. }
        | What::Note { .. } => None,
    };
    let telling: Vec<usize> = rows.iter().enumerate().filter_map(tells).collect();
    let mut shown = Vec::new();
    let mut next = 0;
    for kept in kept(rows.len(), &telling) {
        let left_out = &rows[next..kept.start];
        next = kept.end;
        if let Some(last) = left_out.last() {
            let steps = left_out.iter().filter(|row| row.number.is_some()).count();
            shown.push(Row {
                what: What::LeftOut { steps },
                events: Vec::new(),
                ..last.clone()
            });
        }
        shown.extend_from_slice(&rows[kept]);
    }
    shown
}

/// What no step has used yet is still as it was at first.
fn fill_in(rows: &mut [Row], initial: &[String]) {
    for (at, text) in initial.iter().enumerate() {
        let texts = rows.iter_mut().filter_map(|row| row.cells.get_mut(at));
        for unknown in texts.take_while(|text| text.is_empty()) {
            unknown.clone_from(text);
        }
    }
}

/// Marks what differs from the row before.
fn mark_changes(rows: &mut [Row], initial: &[String]) {
    let mut before = initial.to_vec();
    for row in rows {
        let texts = row.cells.iter().zip(&before);
        row.changed = texts.map(|(text, before)| text != before).collect();
        before.clone_from(&row.cells);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(what: What, cells: &[&str]) -> Row {
        Row {
            cells: cells.iter().map(|text| (*text).to_owned()).collect(),
            ..Row::of(what)
        }
    }

    fn folded(cell: &str) -> Row {
        row(What::Folded { lane: 0, steps: 1 }, &[cell])
    }

    fn switch(cell: &str) -> Row {
        let why = Switch::Preemption;
        row(
            What::Switch {
                from: 0,
                to: 1,
                why,
            },
            &[cell],
        )
    }

    fn mark(cell: &str) -> Row {
        let words = "spins here forever".to_owned();
        row(What::Decisive { lane: 0, words }, &[cell])
    }

    fn numbers(rows: &[Row]) -> Vec<usize> {
        let numbers = rows.iter().map(|row| row.number);
        numbers
            .map(|number| number.map_or(0, |one| one.0))
            .collect()
    }

    #[test]
    fn switches_and_marks_have_no_number() {
        let rows = [
            folded("1"),
            switch("1"),
            folded("1"),
            mark("1"),
            folded("1"),
        ];
        assert_eq!(numbers(&numbered(rows.to_vec())), [1, 0, 2, 0, 3]);
    }

    #[test]
    fn a_mark_whose_step_is_not_drawn_is_a_step() {
        let rows = [mark("1"), folded("1"), switch("1"), mark("1")];
        assert_eq!(numbers(&numbered(rows.to_vec())), [1, 2, 0, 3]);
    }

    #[test]
    fn steps_that_are_left_out_are_one_that_says_how_many() {
        let mut rows = vec![folded("1"); 100];
        rows.insert(50, switch("1"));
        rows.insert(60, mark("2"));
        let shown = steps(rows.clone(), &["1".to_owned()]);
        let left_out = shown.iter().filter_map(|row| match row.what {
            What::LeftOut { steps } => Some(steps),
            _ => None,
        });
        let not_shown: usize = left_out.clone().sum();
        let whole = shown.iter().filter(|row| row.number.is_some()).count() - left_out.count();
        assert_eq!(not_shown + whole, 100);
        let shown_numbers: Vec<usize> =
            numbers(&shown).into_iter().filter(|one| *one > 0).collect();
        assert_eq!(shown_numbers, (1..=shown_numbers.len()).collect::<Vec<_>>());
    }

    #[test]
    fn what_differs_from_the_row_before_is_marked() {
        let rows = vec![
            folded(""),
            folded("0"),
            folded("1"),
            switch("1"),
            folded(""),
        ];
        let shown = steps(rows, &["0".to_owned()]);
        let marked: Vec<bool> = shown.iter().map(|row| row.changed[0]).collect();
        assert_eq!(marked, [false, false, true, false, true]);
        let texts: Vec<&str> = shown.iter().map(|row| row.cells[0].as_str()).collect();
        assert_eq!(texts, ["0", "0", "1", "1", ""]);
    }
}
