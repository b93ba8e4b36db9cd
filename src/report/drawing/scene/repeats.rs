//! What comes again and again, rows and what is done in one row: it is drawn once. Pure.

use std::collections::HashMap;

use super::{Row, What};

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

/// Folds the end of an execution in which threads spin until it is stopped: steps that are drawn already are not drawn again,
/// in whatever order they come.
pub fn fold_the_end(rows: Vec<Row>) -> Vec<Row> {
    let mut seen: HashMap<Step<'_>, Seen> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(step) = step(row) {
            let first = Seen {
                first: at,
                times: 0,
            };
            seen.entry(step).or_insert(first).times += 1;
        }
    }
    // What comes a few times only is no part of the spinning.
    let is_few = |row: &Row| step(row).is_some_and(|step| seen[&step].times < OFTEN);
    let spins_from = rows.iter().rposition(is_few).map_or(0, |at| at + 1);
    let is_new = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| step(&rows[at]));
        match step(&rows[at]) {
            Some(step) => seen[&step].first == at,
            // Its step is not drawn, so this row says something new.
            None => is_mark(&rows[at]) && before.is_none(),
        }
    };
    let last_new = (spins_from..rows.len()).rfind(|at| is_new(*at));
    let end = last_new.map_or(spins_from, |at| at + 1);
    if rows.len() - end < FEW {
        return rows;
    }
    let mut folded = Folded {
        all: &rows,
        kept: (0..spins_from).map(Kept::Row).collect(),
        again: Vec::new(),
    };
    for at in spins_from..end {
        match is_new(at) {
            true => folded.new_row(at),
            false => folded.again.push(at),
        }
    }
    // The mark stands where its step is drawn for the first time.
    let mark = (1..rows.len()).find(|at| is_mark(&rows[*at]));
    if let Some((mark, step)) = mark.and_then(|at| Some((at, step(&rows[at - 1])?))) {
        folded.mark(mark, seen[&step].first);
    }
    folded.rows()
}

/// Where a step is drawn for the first time, and how often it is taken.
struct Seen {
    first: usize,
    times: usize,
}

/// What is taken less often is no part of a loop.
const OFTEN: usize = 3;

/// Fewer steps than this are not folded.
const FEW: usize = 3;

/// Of the rows, those that stay.
struct Folded<'a> {
    all: &'a [Row],
    kept: Vec<Kept>,
    /// The rows since then that show nothing new.
    again: Vec<usize>,
}

/// A row that stays, or one for some that do not, of which it has the last one's values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    Row(usize),
    AsAbove { last: usize, steps: usize },
}

impl Folded<'_> {
    fn new_row(&mut self, at: usize) {
        let again = std::mem::take(&mut self.again);
        let steps = again.iter().filter(|at| step(&self.all[**at]).is_some());
        match (steps.count(), again.last()) {
            (steps @ FEW.., Some(&last)) => {
                self.kept.push(Kept::AsAbove { last, steps });
                if matches!(self.all[last].what, What::Switch { .. }) {
                    self.kept.push(Kept::Row(last));
                }
            }
            _ => self.kept.extend(again.into_iter().map(Kept::Row)),
        }
        self.kept.push(Kept::Row(at));
    }

    /// Puts the mark below this row.
    fn mark(&mut self, mark: usize, below: usize) {
        self.kept.retain(|row| *row != Kept::Row(mark));
        if let Some(at) = self.kept.iter().position(|row| *row == Kept::Row(below)) {
            self.kept.insert(at + 1, Kept::Row(mark));
        }
    }

    fn rows(self) -> Vec<Row> {
        let row = |kept: &Kept| match *kept {
            Kept::Row(at) => self.all[at].clone(),
            Kept::AsAbove { last, steps } => Row {
                what: What::AsAbove { steps },
                events: Vec::new(),
                ..self.all[last].clone()
            },
        };
        let mut rows: Vec<Row> = self.kept.iter().map(row).collect();
        if let Some(last) = rows.last().cloned() {
            rows.push(Row {
                what: What::Forever,
                ..last
            });
        }
        rows
    }
}

fn is_mark(row: &Row) -> bool {
    matches!(row.what, What::Decisive { .. })
}

/// Two rows with these are the same step: lane, line, effects.
type Step<'a> = (usize, Option<usize>, &'a [String]);

fn step(row: &Row) -> Option<Step<'_>> {
    match &row.what {
        What::Code {
            lane,
            line,
            effects,
            ..
        } => Some((*lane, *line, effects)),
        What::Note { lane, words } => Some((*lane, None, std::slice::from_ref(words))),
        What::Folded { .. }
        | What::Again { .. }
        | What::AsAbove { .. }
        | What::Forever
        | What::LeftOut { .. }
        | What::Decisive { .. }
        | What::Switch { .. } => None,
    }
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
    use super::*;
    use crate::exploration::interleaving::Switch;

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

    #[test]
    fn the_holder_of_a_lock_is_not_drawn_in_each_repetition() {
        let locks = |lane: usize, holder: &str| Row {
            cells: vec![holder.to_owned()],
            ..reads(lane, 1, "0")
        };
        let rows = ["a", "-", "b", "a", "-", "b"].map(|holder| locks(0, holder));
        let folded = fold_the_end(rows.to_vec());
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
        let folded = fold_the_end(rows.clone());
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
        assert_eq!(shown(&fold_the_end(rows.clone())), shown(&rows));
    }

    #[test]
    fn steps_as_above_are_counted_before_one_that_is_new() {
        let (a, b) = (reads(0, 1, "0"), reads(1, 2, "0"));
        let switch = Row {
            what: What::Switch {
                from: 1,
                to: 0,
                why: Switch::Yielded,
            },
            ..b.clone()
        };
        let new = reads(0, 3, "1");
        let mut rows = [&a, &b, &a, &b, &a, &b, &switch].map(Clone::clone).to_vec();
        rows.extend([&new, &a, &new, &b, &new, &a].map(Clone::clone));
        let folded = fold_the_end(rows);
        let as_above = What::AsAbove { steps: 4 };
        let expected = [&a.what, &b.what, &as_above, &switch.what, &new.what];
        let what: Vec<&What> = folded.iter().map(|row| &row.what).collect();
        assert_eq!(what[..5], expected);
        assert_eq!(what[5..], [&What::Forever]);
    }

    #[test]
    fn what_a_spinning_thread_does_with_another_value_is_drawn() {
        let rows: Vec<Row> = ["0", "1", "2", "3", "4"]
            .map(|value| reads(0, 1, value))
            .to_vec();
        assert_eq!(shown(&fold_the_end(rows.clone())), shown(&rows));
    }

    #[test]
    fn what_comes_a_few_times_stays() {
        let few = rows(&[1, 1, 1, 2, 3, 2, 3]);
        assert_eq!(shown(&fold(few.clone(), MANY)), shown(&few));
    }
}
