//! What comes again and again, rows and what is done in one row: it is drawn once. Pure.

use std::collections::HashMap;

use super::{Row, What};
use crate::report::drawing::cells::Cell;

/// Blocks of up to so many are looked for.
const LONGEST: usize = 12;

/// From so many times in a row on, a block is drawn once.
pub const MANY: usize = 4;

/// The same for threads that spin.
pub const MANY_OF_A_SPIN: usize = 2;

/// How a drawing says it.
pub fn in_words(times: usize) -> String {
    format!("(repeated {times} more times)")
}

/// Folds what is repeated.
pub fn fold(mut rows: Vec<Row>, many: usize) -> Vec<Row> {
    for row in &mut rows {
        if let What::Code { effects, .. } = &mut row.what {
            *effects = fold_effects(std::mem::take(effects));
        }
    }
    fold_items(rows, many, Row::looks_like, |last, times| Row {
        what: What::Again {
            lane: last.what.lane(),
            times,
        },
        ..last.clone()
    })
}

/// Folds what is repeated in one line.
pub fn fold_effects(effects: Vec<String>) -> Vec<String> {
    fold_items(effects, MANY, String::eq, |_, times| in_words(times))
}

/// Folds the end of an execution in which threads spin until it is stopped: steps that are drawn already, with the same
/// values, are not drawn again, in whatever order they come.
pub fn fold_the_end(rows: Vec<Row>, cells: &[(Cell, String)]) -> Vec<Row> {
    // The holder of a lock that is acquired and released again and again is not shown each time.
    let is_lock: Vec<bool> = cells.iter().map(|(cell, _)| cell.is_lock()).collect();
    let step = |row| step(row, &is_lock);
    let mut first: HashMap<Step<'_>, usize> = HashMap::new();
    let mut last_new = 0;
    for (at, row) in rows.iter().enumerate() {
        if let Some(step) = step(row) {
            first.entry(step).or_insert_with(|| {
                last_new = at;
                at
            });
        } else if is_mark(row) && at.checked_sub(1).is_none_or(|at| step(&rows[at]).is_none()) {
            // Its step is not drawn, so this row says something new.
            last_new = at;
        }
    }
    // The mark stands where its step is drawn for the first time.
    let marked = (last_new + 1..rows.len()).find_map(|at| {
        let step = step(&rows[at - 1]).filter(|_| is_mark(&rows[at]))?;
        Some((first[&step], rows[at].clone()))
    });
    let left_out = rows.len().saturating_sub(last_new + 1);
    if left_out < FEW {
        return rows;
    }
    let mut folded = rows[..=last_new].to_vec();
    if let Some(last) = folded.last().cloned() {
        folded.push(Row {
            what: What::Forever,
            ..last
        });
    }
    if let Some((at, mark)) = marked {
        folded.insert(at + 1, mark);
    }
    folded
}

fn is_mark(row: &Row) -> bool {
    matches!(row.what, What::Decisive { .. })
}

/// Fewer rows than this are not folded.
const FEW: usize = 3;

/// Two rows with these are the same step: lane, line, effects, and the values after it.
type Step<'a> = (usize, Option<usize>, &'a [String], Vec<&'a String>);

fn step<'a>(row: &'a Row, is_lock: &[bool]) -> Option<Step<'a>> {
    let (lane, line, effects) = match &row.what {
        What::Code {
            lane,
            line,
            effects,
            ..
        } => (*lane, *line, effects.as_slice()),
        What::Note { lane, words } => (*lane, None, std::slice::from_ref(words)),
        What::Folded { .. }
        | What::Again { .. }
        | What::Forever
        | What::LeftOut { .. }
        | What::Decisive { .. }
        | What::Switch { .. } => return None,
    };
    let cells = row.cells.iter().zip(is_lock);
    let values = cells.filter(|(_, is_lock)| !**is_lock);
    Some((lane, line, effects, values.map(|(text, _)| text).collect()))
}

/// Each repeated block once, and behind it what `again` makes of its last item and the times that were left out.
fn fold_items<T: Clone>(
    items: Vec<T>,
    many: usize,
    alike: impl Fn(&T, &T) -> bool,
    again: impl Fn(&T, usize) -> T,
) -> Vec<T> {
    let mut folded = Vec::with_capacity(items.len());
    let mut at = 0;
    while at < items.len() {
        let Some((length, times)) = repeated(&items[at..], many, &alike) else {
            folded.push(items[at].clone());
            at += 1;
            continue;
        };
        folded.extend_from_slice(&items[at..at + length]);
        at += length * times;
        folded.push(again(&items[at - 1], times - 1));
    }
    folded
}

/// The shortest block at the beginning that comes many times in a row, and how often.
fn repeated<T>(items: &[T], many: usize, alike: impl Fn(&T, &T) -> bool) -> Option<(usize, usize)> {
    (1..=LONGEST.min(items.len())).find_map(|length| {
        let block = &items[..length];
        let times = items
            .chunks_exact(length)
            .take_while(|other| {
                other
                    .iter()
                    .zip(block)
                    .all(|(one, other)| alike(one, other))
            })
            .count();
        (times >= many).then_some((length, times))
    })
}

#[cfg(test)]
mod tests {
    use protocol::ObjectId;

    use super::*;

    fn rows(steps: &[usize]) -> Vec<Row> {
        let row = |steps: &usize| Row {
            holding: vec![Vec::new()],
            ..Row::of(What::Folded {
                lane: 0,
                steps: *steps,
            })
        };
        steps.iter().map(row).collect()
    }

    /// What the rows show, and the texts beside them.
    fn shown(rows: &[Row]) -> Vec<(&What, &[String])> {
        let rows = rows.iter();
        rows.map(|row| (&row.what, row.cells.as_slice())).collect()
    }

    fn again(times: usize) -> What {
        What::Again { lane: 0, times }
    }

    #[test]
    fn a_block_that_comes_many_times_is_drawn_once() {
        let folded = fold(rows(&[1, 2, 3, 2, 3, 2, 3, 2, 3, 4]), MANY);
        let mut expected = rows(&[1, 2, 3, 3, 4]);
        expected[3].what = again(3);
        assert_eq!(shown(&folded), shown(&expected));
    }

    fn reads(lane: usize, line: usize, value: &str) -> Row {
        let what = What::Code {
            lane,
            line: Some(line),
            code: String::new(),
            goes_on: false,
            effects: vec![format!("reads {value}")],
        };
        Row {
            cells: vec![value.to_owned()],
            holding: vec![Vec::new(); 2],
            ..Row::of(what)
        }
    }

    fn value() -> [(Cell, String); 1] {
        [(Cell::Value(ObjectId::new(1)), "X".to_owned())]
    }

    #[test]
    fn the_holder_of_a_lock_is_not_drawn_in_each_repetition() {
        let locks = |lane: usize, holder: &str| Row {
            cells: vec![holder.to_owned()],
            ..reads(lane, 1, "0")
        };
        let rows = ["a", "-", "b", "a", "-", "b"].map(|holder| locks(0, holder));
        let lock = [(Cell::Lock(ObjectId::new(1)), "X".to_owned())];
        let folded = fold_the_end(rows.to_vec(), &lock);
        assert_eq!(folded.len(), 2);
        assert_eq!(folded[1].what, What::Forever);
    }

    #[test]
    fn threads_that_spin_in_any_order_are_drawn_once() {
        let (a, b) = (reads(0, 1, "1"), reads(1, 2, "1"));
        let mark = Row {
            what: What::Decisive {
                lane: 0,
                words: "spins here forever".into(),
            },
            ..a.clone()
        };
        let mut rows = vec![reads(0, 1, "0"), a.clone(), b.clone()];
        rows.extend([&b, &a, &a, &b, &a, &mark].map(Clone::clone));
        let folded = fold_the_end(rows.clone(), &value());
        let forever = Row {
            what: What::Forever,
            ..b.clone()
        };
        let expected = [rows[0].clone(), a, mark, b, forever];
        assert_eq!(shown(&folded), shown(&expected));
    }

    #[test]
    fn a_mark_whose_step_is_not_drawn_stays() {
        let (a, b) = (reads(0, 1, "1"), reads(0, 2, "1"));
        let row = |what| Row { what, ..a.clone() };
        let mark = row(What::Decisive {
            lane: 1,
            words: "runs forever after this".into(),
        });
        let fold = row(What::Folded { lane: 1, steps: 1 });
        let rows = [&a, &b, &a, &b, &fold, &mark].map(Clone::clone).to_vec();
        assert_eq!(shown(&fold_the_end(rows.clone(), &value())), shown(&rows));
    }

    #[test]
    fn what_a_spinning_thread_does_with_another_value_is_drawn() {
        let rows: Vec<Row> = ["0", "1", "2", "3", "4"]
            .map(|value| reads(0, 1, value))
            .to_vec();
        assert_eq!(shown(&fold_the_end(rows.clone(), &value())), shown(&rows));
    }

    #[test]
    fn what_comes_a_few_times_stays() {
        let few = rows(&[1, 1, 1, 2, 3, 2, 3]);
        assert_eq!(shown(&fold(few.clone(), MANY)), shown(&few));
    }
}
