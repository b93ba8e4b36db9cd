//! The complete set of outcomes of small programs, under every interleaving within a bound.

#![cfg(target_os = "linux")]

mod driver;

use std::collections::BTreeSet;

use driver::Program;
use protocol::{End, Misread, Request, Rules, SwitchAt, TaskId};

fn outcomes(name: &str, preemptions: usize) -> Vec<String> {
    let explored = Program::compile(name).explore(preemptions);
    explored.outcomes.into_keys().collect()
}

macro_rules! facts {
    ($($fact:ident: $name:literal within $bound:literal is $outcomes:expr;)*) => {$(
        #[test]
        fn $fact() {
            assert_eq!(outcomes($name, $bound), $outcomes);
        }
    )*};
}

facts! {
    a_racy_counter_ends_at_each_of_three_values: "racy_counter" within 2 is ["-1", "0", "1"];
    a_counter_under_a_lock_is_always_right: "mutex_counter" within 2 is ["0"];
    two_locks_in_opposite_order_can_deadlock: "two_locks" within 2 is ["0", "Deadlock"];
    an_atomic_counter_in_two_steps_loses_updates: "atomic_load_store" within 2 is ["-1", "0", "1"];
    an_atomic_counter_in_one_step_loses_none: "atomic_update" within 2 is ["0"];
    sequentially_consistent_flags_are_never_both_missed: "store_buffering" within 3 is ["01", "10", "11"];
    a_loop_that_only_reads_gives_way: "spin_flag" within 1 is ["done"];
    scoped_threads_borrow_and_are_joined: "scope_borrows" within 2 is ["inc 0"];
    a_condition_variable_hands_over: "condvar_handover" within 2 is ["7"];
    a_notification_that_comes_first_is_lost: "condvar_without_loop" within 2 is ["Deadlock", "rang"];
    one_ticket_goes_to_either_waiter: "notify_one_of_two" within 1 is ["a", "b"];
    messages_come_in_either_order: "channels" within 1 is ["12", "21"];
    a_forgotten_sender_keeps_the_receiver_waiting: "channel_forgotten_sender" within 2 is ["Deadlock"];
    a_rendezvous_waits_for_the_receiver: "rendezvous" within 2 is ["5 true"];
    readers_never_see_half_a_write: "rwlock" within 2 is ["true true"];
    nobody_writes_between_writing_and_reading: "downgrade" within 2 is ["1 true"];
    a_barrier_separates_before_and_after: "barrier" within 2 is ["2 2 true"];
    initialisers_run_once: "once_and_lazy" within 1 is ["true 101"];
    a_panic_under_the_lock_poisons_it: "poison" within 2 is ["true false", "true true"];
    a_panic_of_main_is_told: "panic_in_main" within 2 is
        ["panic: index out of bounds: the len is 3 but the index is 3"];
    an_unpark_is_not_lost: "park" within 2 is ["on"];
    sleeping_orders_nothing: "sleep_orders_nothing" within 1 is ["false", "true"];
    statics_are_fresh_in_every_process: "fresh_statics" within 1 is ["parent 0 | child 0"];
    a_file_without_a_lock_loses_updates: "file_counter" within 2 is ["-1", "0", "1", "11", "a child failed"];
    a_file_under_a_lock_loses_none: "locked_file_counter" within 1 is ["0"];
    locks_on_files_can_deadlock_across_processes: "file_lock_deadlock" within 1 is ["Deadlock", "done"];
    a_killed_child_lets_go_of_its_lock: "killed_child" within 1 is ["None signal: 9 (SIGKILL)"];
    output_and_exit_code_of_a_child_are_seen: "child_output" within 1 is ["from a child blue Some(7)"];
    a_counter_on_the_heap_loses_updates: "heap_race" within 1 is ["-1", "0", "1"];
    private_memory_is_private: "private_heap" within 0 is ["20 135"];
    reading_the_same_twice_is_no_spinning: "same_reads" within 1 is ["-1", "0", "1"];
    to_give_back_and_try_again_ends: "back_off" within 2 is ["0"];
    to_keep_and_try_again_is_a_livelock: "spin_holding" within 1 is ["0", "Livelock"];
    two_loops_that_wait_for_each_other_are_a_livelock: "livelock" within 0 is ["Livelock"];
    trying_a_lock_tells_whether_it_is_held: "try_locks" within 2 is ["false false", "false true", "true false", "true true"];
    a_message_comes_in_time_or_not: "receive_timeout" within 2 is ["Err(Timeout)", "Ok(1)"];
    a_notification_comes_in_time_or_not: "wait_timeout" within 2 is ["false true", "true false"];
    nobody_wakes_without_a_reason_by_default: "wake_without_reason" within 2 is ["true"];
    a_file_that_only_one_can_make_is_a_lock: "lock_file" within 1 is ["0"];
    to_look_for_a_lock_file_is_no_lock: "lock_file_by_exists" within 2 is ["-1", "0", "1"];
    the_order_of_a_hash_map_is_no_chance: "hash_order" within 1 is ["same"];
    a_lock_file_that_stays_is_a_livelock: "lock_file_left" within 1 is ["Livelock"];
    a_lock_on_a_file_can_be_tried_until_it_is_got: "file_try_lock" within 1 is ["0"];
    a_shared_lock_is_given_up_for_an_exclusive_one: "file_lock_upgrade" within 2 is ["done"];
    a_process_has_ended_when_it_is_asked_after_or_not: "try_wait" within 2 is
        ["None exit status: 0", "None signal: 9 (SIGKILL)", "Some(true) exit status: 0"];
    a_renamed_file_is_seen_whole: "rename_publishes" within 2 is ["new", "old"];
    a_folder_shows_the_files_that_are_there: "folder_listing" within 2 is ["0", "1", "2"];
    appending_loses_nothing: "append_processes" within 1 is ["ab", "ba"];
    who_swaps_in_what_is_there_waits: "swap_spin" within 2 is ["Livelock"];
    main_loses_updates_on_the_heap_too: "heap_race_with_main" within 2 is ["-1", "0", "1"];
    a_read_on_the_stack_comes_before_the_write_or_after: "stack_race" within 2 is ["0", "1"];
    who_waits_for_a_broken_initialiser_is_told: "once_poisoned" within 2 is ["true false", "true true"];
    the_end_of_a_file_moves: "seek_end" within 2 is ["0", "4"];
    pieces_of_lines_get_mixed_up: "print_pieces" within 2 is ["aa | bb", "aba | b", "abb | a", "baa | b", "bab | a", "bb | aa"];
}

/// A thread that waits looks at many numbers in each iteration, and yields nowhere: too many for the loop to be seen.
const LONG_LOOP: &str = "
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let numbers = vec![0_u8; 40];
    let waiting = thread::spawn(move || {
        while !READY.load(SeqCst) {
            for number in &numbers {
                black_box(*number);
            }
        }
    });
    let sets_it = thread::spawn(|| READY.store(true, SeqCst));
    waiting.join().unwrap();
    sets_it.join().unwrap();
}
";

#[test]
fn a_long_loop_that_only_reads_gives_way_after_a_while() {
    let mut program = Program::from_text(LONG_LOOP);
    for switch_at in [SwitchAt::Synchronisation, SwitchAt::EveryAccess] {
        program.switch_at = switch_at;
        let reply = program.run(&[]);
        assert_eq!(reply.end, End::Exited { code: 0 }, "{switch_at:?}");
    }
}

#[test]
fn a_wait_may_end_without_a_notification_where_that_is_allowed() {
    let mut program = Program::compile("wake_without_reason");
    program.spurious_wakeups = 1;
    assert_eq!(program.explore(2).outcomes(), ["false", "true"]);
}

#[test]
fn no_more_waits_end_without_a_notification_than_are_allowed() {
    // The waiter checks again, as it should, but is never notified.
    let text = "use std::sync::{Condvar, Mutex}; static M: Mutex<u32> = Mutex::new(0); static C: Condvar = Condvar::new();
        fn main() { let mut m = M.lock().unwrap(); while *m < 3 { m = C.wait(m).unwrap(); *m += 1; } println!(\"{}\", *m); }";
    let mut program = Program::from_text(text);
    for (allowed, outcomes) in [
        (0, vec!["Deadlock"]),
        (2, vec!["Deadlock"]),
        (3, vec!["3", "Deadlock"]),
    ] {
        program.spurious_wakeups = allowed;
        assert_eq!(program.explore(0).outcomes(), outcomes, "{allowed}");
    }
}

#[test]
fn one_read_of_a_private_number_misreads_and_the_next_does_not() {
    let mut program = Program::compile("private_number");
    let accesses = program.run(&[]).tasks[0].accesses;
    let outputs: BTreeSet<String> = (1..=accesses)
        .map(|access| {
            let misread = Some(Misread {
                task: TaskId::FIRST,
                access,
                added: 10,
            });
            let request = Request {
                rules: Rules {
                    misread,
                    ..Rules::default()
                },
                ..Request::default()
            };
            let reply = program.executor.run(&request).unwrap();
            String::from_utf8_lossy(&reply.stdout).into_owned()
        })
        .collect();
    for expected in ["13 3\n", "3 13\n", "13 13\n", "3 3\n"] {
        assert!(outputs.contains(expected), "{outputs:?}");
    }
}
