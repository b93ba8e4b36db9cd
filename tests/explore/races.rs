//! Data races by happens-before in the programs of baton's own tests: in some executions, in all, or in none.

use std::path::Path;

use protocol::SwitchAt;
use racelings::exploration::search::Reduction;

use crate::survey::Program;

/// The number of executions with at most one preemption that have a data race, and the number of all of them.
fn racing(program: &Program, switch_at: SwitchAt) -> (u64, u64) {
    let survey = program.survey(switch_at, Reduction::None, 1);
    (survey.racing, survey.executions)
}

fn compiled(name: &str) -> Program {
    Program::compile(&Path::new("crates/baton/tests/programs").join(format!("{name}.rs")))
}

fn assert_no_race(name: &str) {
    let (racing, executions) = racing(&compiled(name), SwitchAt::EveryAccess);
    assert_eq!(racing, 0, "{name}: of {executions}");
}

#[test]
fn a_racy_counter_is_a_data_race_however_it_ends_also_on_the_heap() {
    for name in ["racy_counter", "heap_race"] {
        let program = compiled(name);
        for switch_at in [SwitchAt::EveryAccess, SwitchAt::Synchronisation] {
            let (racing, executions) = racing(&program, switch_at);
            assert_eq!(racing, executions, "{name}");
        }
    }
}

#[test]
fn a_relaxed_flag_publishes_nothing() {
    let (racing, _) = racing(&compiled("publish_relaxed"), SwitchAt::Synchronisation);
    assert!(racing > 0, "no race, switching at synchronisation only");
}

#[test]
fn release_and_acquire_publish_and_so_do_fences() {
    assert_no_race("publish_release");
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
