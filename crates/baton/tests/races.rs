//! Data races found by happens-before, in some execution or in none.

#![cfg(target_os = "linux")]

mod driver;

use baton::race::races;
use driver::Program;
use protocol::{ObjectKind, SwitchAt};

/// How many of the executions within the bound have a data race, of how many.
fn racing(name: &str, switch_at: SwitchAt) -> (usize, usize) {
    let mut program = Program::compile(name);
    program.switch_at = switch_at;
    let mut racing = 0;
    let explored = program.explore_with(1, |reply| {
        let races = races(reply);
        racing += usize::from(!races.is_empty());
        for race in races {
            assert_eq!(reply.objects[race.object as usize].kind, ObjectKind::Memory);
            assert_ne!(race.first.task, race.second.task);
        }
    });
    (racing, explored.executions)
}

fn assert_some_race(name: &str) {
    let (racing, _) = racing(name, SwitchAt::Synchronisation);
    assert!(
        racing > 0,
        "{name}: no race, switching at synchronisation only"
    );
}

fn assert_all_race(name: &str) {
    for switch_at in [SwitchAt::EveryAccess, SwitchAt::Synchronisation] {
        let (racing, executions) = racing(name, switch_at);
        assert_eq!(racing, executions, "{name}");
    }
}

fn assert_no_race(name: &str) {
    let (racing, executions) = racing(name, SwitchAt::EveryAccess);
    assert_eq!(racing, 0, "{name}: of {executions}");
}

#[test]
fn a_racy_counter_is_a_data_race_however_it_ends() {
    assert_all_race("racy_counter");
}

#[test]
fn a_counter_on_the_heap_is_a_data_race_too() {
    assert_all_race("heap_race");
}

#[test]
fn a_relaxed_flag_publishes_nothing() {
    assert_some_race("publish_relaxed");
}

#[test]
fn release_and_acquire_publish() {
    assert_no_race("publish_release");
}

#[test]
fn fences_publish() {
    assert_no_race("publish_fences");
}

#[test]
fn what_synchronises_is_no_data_race() {
    for name in [
        "mutex_counter",
        "two_locks",
        "scope_borrows",
        "condvar_handover",
        "channels",
        "rendezvous",
    ] {
        assert_no_race(name);
    }
}

#[test]
fn locks_for_readers_barriers_and_initialisers_synchronise() {
    for name in [
        "rwlock",
        "barrier",
        "once_and_lazy",
        "private_heap",
        "poison",
        "park",
        "notify_one_of_two",
    ] {
        assert_no_race(name);
    }
}
