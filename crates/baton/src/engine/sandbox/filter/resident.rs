//! The filter of a resident process: a program makes only calls that leave nothing behind.

use super::bpf::{ALLOW, CALL, FIRST_ARGUMENT, MACHINE, REFUSE, answer, jump, load, machine};

/// The offset in `seccomp_data` of the address behind the call, the lower half first.
pub(super) const INSTRUCTION: u32 = 8;

/// What changes nothing, ends the process, or returns from the handler of a signal. No thread waits for a futex but the one
/// that it wakes by itself.
const HARMLESS: [i64; 8] = [
    libc::SYS_clock_gettime,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
];

// Where in the filter what is looked at.
const NUMBERS: usize = 8;
const STREAM: usize = NUMBERS + HARMLESS.len();
const REFUSED: usize = STREAM + 3;
const ALLOWED: usize = STREAM + 4;

/// The executor's own calls, made at this address, are allowed, and so are those that leave nothing. A signal tells of all
/// others.
pub(super) fn filter(gate: usize) -> [libc::sock_filter; ALLOWED + 1] {
    let [low, high] = [gate as u32, (gate as u64 >> 32) as u32];
    let mut filter = [answer(REFUSE); ALLOWED + 1];
    let mut set = |at: usize, value: u32, holds: usize, otherwise: usize| {
        let over = |target: usize| (target - at - 1) as u8;
        filter[at] = jump(libc::BPF_JEQ, value, over(holds), over(otherwise));
    };
    set(1, machine::NUMBER, 2, REFUSED);
    set(3, low, 4, 6);
    set(5, high, ALLOWED, 6);
    set(7, libc::SYS_write as u32, STREAM, NUMBERS);
    for (number, call) in HARMLESS.into_iter().enumerate() {
        let at = NUMBERS + number;
        let otherwise = if at + 1 == STREAM { REFUSED } else { at + 1 };
        set(at, call as u32, ALLOWED, otherwise);
    }
    // The standard streams that are written to: the server's files in memory.
    set(STREAM + 1, libc::STDOUT_FILENO as u32, ALLOWED, STREAM + 2);
    set(STREAM + 2, libc::STDERR_FILENO as u32, ALLOWED, REFUSED);
    filter[0] = load(MACHINE);
    filter[2] = load(INSTRUCTION);
    filter[4] = load(INSTRUCTION + 4);
    filter[6] = load(CALL);
    filter[STREAM] = load(FIRST_ARGUMENT);
    filter[ALLOWED] = answer(ALLOW);
    filter
}
