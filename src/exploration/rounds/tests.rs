use protocol::Op;

use super::super::contributions::Site;
use super::{counts, rounds_of};

/// A change of a number in each of these lines.
fn sites(lines: &[usize]) -> Vec<Site> {
    let site = |line: &usize| (Op::AtomicUpdate, Some(*line));
    lines.iter().map(site).collect()
}

fn more_in(now: &[usize]) -> i64 {
    let one = counts(&sites(&[5, 6]));
    let all = counts(&sites(&[5, 6, 5, 6, 5, 6, 9]));
    super::more(&one, &all, &counts(&sites(now)))
}

#[test]
fn a_round_goes_from_behind_a_step_to_the_next_in_the_same_line() {
    let lines = [5, 6, 5, 6, 5, 6, 5, 6];
    assert_eq!(rounds_of(&sites(&lines)), vec![4..6]);
}

#[test]
fn each_loop_has_a_round_and_the_last_loop_comes_first() {
    let lines = [5, 5, 5, 5, 8, 9, 8, 9, 8, 9];
    assert_eq!(rounds_of(&sites(&lines)), vec![6..8, 2..3]);
}

#[test]
fn a_step_after_the_loop_is_no_part_of_a_round() {
    assert_eq!(rounds_of(&sites(&[5, 5, 5, 5, 7])), vec![2..3]);
}

#[test]
fn two_rounds_are_too_few_to_know_one() {
    assert_eq!(rounds_of(&sites(&[5, 6, 5, 6])), vec![]);
}

#[test]
fn more_and_fewer_rounds_are_counted_whatever_comes_after_them() {
    assert_eq!(more_in(&[5, 6, 5, 6, 5, 6, 5, 6]), 1);
    assert_eq!(more_in(&[5, 6, 9, 9]), -2);
    assert_eq!(more_in(&[5, 6, 5, 6, 5, 6]), 0);
}

#[test]
fn a_round_of_which_a_part_was_left_out_is_none() {
    assert_eq!(more_in(&[5, 6, 5, 6, 6, 9]), 0);
}
