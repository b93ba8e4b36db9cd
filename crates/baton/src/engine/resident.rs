//! A process that stays for one execution after the other, for programs without processes of their own: to fork one and to
//! reap it takes most of the time of a short execution.
//!
//! Its tasks share one thread ([`contexts`]). Its keeper puts back, after each execution, what the program has written
//! ([`snapshot`]). All else that an execution could leave behind, it would do by a system call; a filter lets only those through that
//! leave nothing. At any other the execution is given up, and the server runs it in processes of its own.

use ::std::ffi::c_void;
use ::std::sync::atomic::Ordering::Relaxed;

use super::control::{self, Message};
use super::snapshot::Snapshot;
use super::{arena, contexts, futex, mapping, memory, regions, sandbox, stack, state};

#[repr(C, align(4096))]
struct Keeper {
    stack: [u8; 256 << 10],
    snapshot: Snapshot,
}

/// Makes this process, a fresh child of the server, resident. Returns at the beginning of each execution, until one ends the
/// process.
pub(super) fn begin() {
    // Shared memory is no part of a snapshot.
    let Ok(keeper) = mapping::map_shared(size_of::<Keeper>()) else {
        contexts::give_up()
    };
    state::map_beginnings();
    // SAFETY: a fresh child has one thread. The keeper has a stack of its own, and does not return.
    unsafe {
        stack::prepare_shared();
        regions::leave_first(arena::PREPARED + 1);
        memory::leave_first_shadows(arena::PREPARED + 1);
        let keeper = keeper as *mut Keeper;
        let top = (&raw mut (*keeper).snapshot) as usize;
        contexts::make_keeper(top, keep, (&raw mut (*keeper).snapshot).cast());
    }
}

/// Runs between executions, on the keeper's stack.
extern "C" fn keep(snapshot: *mut c_void) {
    // SAFETY: `begin` passes a fresh one, which lies outside of what a snapshot is of.
    let snapshot = unsafe { &mut *snapshot.cast::<Snapshot>() };
    // SAFETY: this is the only thread, and its stack is the keeper's.
    if unsafe { snapshot.take() }.is_err() || !sandbox::enter_resident() {
        contexts::give_up()
    }
    let begin = state::resident();
    loop {
        futex::wait_for_grant(begin);
        let message = contexts::run_first();
        // SAFETY: as above, and no task goes on.
        if unsafe { snapshot.put_back() }.is_err() {
            control::tell(Message::Unrestorable as u8);
            control::rest()
        }
        // Whatever the program has written there: only the server may begin the next one, after the message.
        begin.store(futex::IDLE, Relaxed);
        control::tell(message);
    }
}
