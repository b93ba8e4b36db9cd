//! The same schedule gives the same trace: in one server, in another one, and when it is given in full.

#![cfg(target_os = "linux")]

mod driver;

use driver::{Program, run_of};
use protocol::{Reply, Request};

/// Compares the traces as text, then everything.
fn assert_same(first: &Reply, second: &Reply, when: &str) {
    let (one, two) = (driver::draw(first), driver::draw(second));
    let differs = one.lines().zip(two.lines()).find(|(one, two)| one != two);
    assert_eq!(differs, None, "{when}");
    assert_eq!(timeless(first), timeless(second), "{when}");
}

/// Without the parts that depend on the machine.
fn timeless(reply: &Reply) -> Reply {
    Reply {
        processor_micros: 0,
        ..reply.clone()
    }
}

fn assert_repeats(name: &str) {
    let mut one = Program::compile(name);
    let first = one.run(&[]);
    assert_same(&first, &one.run(&[]), "the same server");
    let full = first.decisions();
    assert_same(&first, &one.run(&full), "the schedule in full");
    let mut other = one.again();
    assert_same(
        &first,
        &other.run(&Request::default()).unwrap(),
        "another server",
    );
}

#[test]
fn threads_repeat() {
    assert_repeats("racy_counter");
    assert_repeats("scope_borrows");
    assert_repeats("condvar_handover");
}

#[test]
fn channels_repeat() {
    assert_repeats("channels");
}

#[test]
fn processes_repeat() {
    assert_repeats("file_counter");
    assert_repeats("killed_child");
    assert_repeats("file_lock_deadlock");
}

#[test]
fn memory_that_is_shared_unforeseen_repeats() {
    assert_repeats("heap_race_with_main");
    assert_repeats("stack_race");
}

#[test]
fn hash_maps_and_folders_repeat() {
    assert_repeats("hash_order");
    assert_repeats("folder_listing");
}

#[test]
fn panics_repeat() {
    assert_repeats("poison");
}

#[test]
fn every_schedule_found_by_a_search_repeats() {
    let mut program = Program::compile("atomic_load_store");
    for first in 0..3 {
        for second in 1..3 {
            let reply = program.run(&run_of(&[0, 1, 1, first.max(1), second]));
            let again = program.run(&reply.decisions());
            assert_eq!(timeless(&reply), timeless(&again));
        }
    }
}
