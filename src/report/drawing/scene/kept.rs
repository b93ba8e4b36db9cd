//! Which rows of a long drawing are shown. Pure.

use std::ops::Range;

/// A drawing with more rows than this leaves out those that are far from the beginning, the end and the telling rows.
const MANY_ROWS: usize = 80;

/// How many rows before a telling one are shown, and how many from it on.
const BEFORE: usize = 8;
const AFTER: usize = 5;

/// How many telling rows count.
const MOST_TELLING: usize = 4;

/// The rows of a drawing that are shown, in their order: all of a short one, otherwise the beginning, the end, and the rows
/// around the `telling` ones.
pub fn kept(rows: usize, telling: &[usize]) -> Vec<Range<usize>> {
    if rows <= MANY_ROWS {
        return std::iter::once(0..rows).collect();
    }
    // The last ones, if there are very many of them as well.
    let telling = &telling[telling.len().saturating_sub(MOST_TELLING)..];
    let rest = MANY_ROWS - telling.len() * (BEFORE + AFTER);
    let around = telling
        .iter()
        .map(|at| at.saturating_sub(BEFORE)..(at + AFTER).min(rows));
    let mut all: Vec<Range<usize>> = around.collect();
    all.extend([0..rest / 2, rows - rest / 2..rows]);
    all.sort_by_key(|range| range.start);
    let mut kept: Vec<Range<usize>> = Vec::new();
    for range in all {
        match kept.last_mut() {
            // A gap would take a row, too.
            Some(last) if range.start <= last.end + 1 => last.end = last.end.max(range.end),
            _ => kept.push(range),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_drawing_is_shown_whole() {
        let all: Vec<usize> = kept(MANY_ROWS, &[3]).into_iter().flatten().collect();
        assert_eq!(all, (0..MANY_ROWS).collect::<Vec<_>>());
    }

    #[test]
    fn the_beginning_and_the_end_of_a_long_drawing_are_shown() {
        assert_eq!(kept(1000, &[]), [0..40, 960..1000]);
    }

    #[test]
    fn the_rows_around_the_telling_ones_are_shown() {
        assert_eq!(
            kept(1000, &[300, 500]),
            [0..27, 292..305, 492..505, 973..1000]
        );
    }

    #[test]
    fn rows_that_are_shown_anyway_are_shown_once() {
        assert_eq!(kept(1000, &[5, 999]), [0..27, 973..1000]);
        assert_eq!(kept(1000, &[500, 505]), [0..27, 492..510, 973..1000]);
    }

    #[test]
    fn telling_rows_are_always_shown() {
        for rows in 1..300 {
            for one in 0..rows {
                let other = one * 7 % rows;
                let telling = [one.min(other), one.max(other)];
                let kept = kept(rows, &telling);
                let is_kept = |at: &usize| kept.iter().any(|kept| kept.contains(at));
                assert!(telling.iter().all(is_kept), "{rows} {telling:?}");
                assert!(kept.windows(2).all(|two| two[0].end < two[1].start));
            }
        }
    }
}
