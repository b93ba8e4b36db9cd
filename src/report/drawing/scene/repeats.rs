//! What comes again and again, rows and what is done in one row: it is drawn once. Pure.

use super::{Row, What};

/// Blocks of up to so many are looked for.
const LONGEST: usize = 12;

/// From so many times in a row on, a block is drawn once.
const MANY: usize = 4;

/// How a drawing says it.
pub fn in_words(times: usize) -> String {
    format!("(repeated {times} more times)")
}

/// Folds what is repeated.
pub fn fold(mut rows: Vec<Row>) -> Vec<Row> {
    for row in &mut rows {
        if let What::Code { effects, .. } = &mut row.what {
            let again = |_: &String, times| in_words(times);
            *effects = fold_items(std::mem::take(effects), again);
        }
    }
    fold_items(rows, |last, times| Row {
        what: What::Again {
            lane: last.what.lane(),
            times,
        },
        ..last.clone()
    })
}

/// Each repeated block once, and behind it what `again` makes of its last item and the times that were left out.
fn fold_items<T: Clone + PartialEq>(items: Vec<T>, again: impl Fn(&T, usize) -> T) -> Vec<T> {
    let mut folded = Vec::with_capacity(items.len());
    let mut at = 0;
    while at < items.len() {
        let Some((length, times)) = repeated(&items[at..]) else {
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
fn repeated<T: PartialEq>(items: &[T]) -> Option<(usize, usize)> {
    (1..=LONGEST.min(items.len())).find_map(|length| {
        let block = &items[..length];
        let times = items
            .chunks_exact(length)
            .take_while(|other| *other == block)
            .count();
        (times >= MANY).then_some((length, times))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(steps: &[usize]) -> Vec<Row> {
        let row = |steps: &usize| Row {
            what: What::Folded {
                lane: 0,
                steps: *steps,
            },
            cells: Vec::new(),
            holding: vec![false],
        };
        steps.iter().map(row).collect()
    }

    fn again(times: usize) -> What {
        What::Again { lane: 0, times }
    }

    #[test]
    fn a_block_that_comes_many_times_is_drawn_once() {
        let folded = fold(rows(&[1, 2, 3, 2, 3, 2, 3, 2, 3, 4]));
        let mut expected = rows(&[1, 2, 3, 3, 4]);
        expected[3].what = again(3);
        assert_eq!(folded, expected);
    }

    #[test]
    fn what_comes_a_few_times_stays() {
        let few = rows(&[1, 1, 1, 2, 3, 2, 3]);
        assert_eq!(fold(few.clone()), few);
    }
}
