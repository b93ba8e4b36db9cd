//! Filters on the system calls of the program's processes: they make threads, and no processes.
//!
//! The server makes all processes of an execution. A process that the program makes past std takes no part in the execution,
//! and a program that forks without end would make thousands of them before anything could count them. So the kernel refuses
//! the call (seccomp(2)) and sends a signal to the thread that made it. The signal's handler ends the execution, as any
//! other call that is not supported does.
//!
//! Other programs inherit the filter, and they may need processes of their own. So an execution that starts one is run again
//! with another filter ([`lift`]): its processes can make others, and all stay in the process group of the execution. The
//! kernel kills a group as one, and no fork slips through, however fast they are. If each process had a session of its own,
//! no walk through all of them would be fast enough.

mod bpf;
mod resident;

use ::std::ffi::c_void;
use ::std::sync::atomic::{AtomicBool, Ordering};

use crate::engine::beyond::PROCESSES;
use crate::engine::control::{self, Message};
use crate::engine::{contexts, frames, gate, system, unsupported};
use bpf::{ALLOW, CALL, FIRST_ARGUMENT, MACHINE, REFUSE, answer, jump, load, machine};

/// Whether this process is under the filter that refuses processes.
static IN_FORCE: AtomicBool = AtomicBool::new(false);

/// Keeps this process, which has one thread, from making processes, for good. Where the kernel has no filters, nothing
/// changes.
pub(super) fn enter() {
    IN_FORCE.store(install(&NO_PROCESSES), Ordering::Relaxed);
}

/// Lets this process, which has one thread, do nothing by a system call that would have to be put back after an execution.
/// Returns whether the kernel has taken the filter.
pub(super) fn enter_resident() -> bool {
    let filter = resident::filter(gate::address());
    let is_in_force = install(&filter);
    IN_FORCE.store(is_in_force, Ordering::Relaxed);
    is_in_force
}

/// Keeps this process, and all that it makes, in its process group, for good.
pub(super) fn stay_in_group() {
    install(&STAY_IN_GROUP);
}

/// Whether the kernel has taken the filter.
fn install(filter: &[libc::sock_filter]) -> bool {
    let program = libc::sock_fprog {
        len: filter.len() as u16,
        filter: filter.as_ptr().cast_mut(),
    };
    // SAFETY: plain system calls; the kernel copies the filter.
    let refused = unsafe {
        system::call(
            libc::SYS_prctl,
            [libc::PR_SET_NO_NEW_PRIVS as usize, 1, 0, 0, 0],
        );
        system::call(
            libc::SYS_seccomp,
            [
                libc::SECCOMP_SET_MODE_FILTER as usize,
                libc::SECCOMP_FILTER_FLAG_SPEC_ALLOW as usize,
                &raw const program as usize,
            ],
        )
    };
    refused == 0
}

/// Called by a task before it starts another program. Where this process is under the filter the execution ends, and the
/// server runs it again without.
pub(crate) fn lift() {
    if IN_FORCE.load(Ordering::Relaxed) {
        control::tell_server(Message::Program);
        control::rest()
    }
}

/// Whether a process that ended with this status was ended by the filter: the kernel ends a process that blocks or ignores
/// the signal.
pub(crate) fn has_ended_it(status: i32) -> bool {
    libc::WIFSIGNALED(status) && libc::WTERMSIG(status) == libc::SIGSYS
}

/// Handles the signal that the kernel sends for a call which the filter refuses.
pub(super) extern "C" fn refused(_: i32, info: *mut libc::siginfo_t, context: *mut c_void) {
    /// The `si_code` of a signal that the filter has sent, and not a process.
    const BY_FILTER: i32 = 1;
    // SAFETY: the kernel passes both, as sigaction(2) says for SA_SIGINFO.
    let (code, context) = unsafe { ((*info).si_code, &*context.cast::<libc::ucontext_t>()) };
    if code == BY_FILTER && contexts::are_in_use() {
        contexts::give_up();
    }
    if code == BY_FILTER {
        let (instruction, caller, frame) = registers(context);
        let frames = frames::frames_of_call(instruction, caller, frame);
        unsupported::stop_at(PROCESSES, None, frames);
    }
    // Not a task, or not a refused call: the handler is reset, so the signal ends the process when this returns.
    // SAFETY: a call that a handler may make.
    unsafe { libc::raise(libc::SIGSYS) };
}

/// Where a thread was when a signal came: its next instruction, the address that the C library's `syscall`, which has no
/// frame of its own, returns to, and its frame pointer.
#[cfg(target_arch = "x86_64")]
fn registers(context: &libc::ucontext_t) -> (usize, usize, usize) {
    let register = |number: i32| context.uc_mcontext.gregs[number as usize] as usize;
    (
        register(libc::REG_RIP),
        crate::engine::task::word_on_stack(register(libc::REG_RSP)),
        register(libc::REG_RBP),
    )
}

#[cfg(target_arch = "aarch64")]
fn registers(context: &libc::ucontext_t) -> (usize, usize, usize) {
    let context = &context.uc_mcontext;
    (
        context.pc as usize,
        context.regs[30] as usize,
        context.regs[29] as usize,
    )
}

/// Numbers from here on belong to another table of calls, x86_64's x32.
const OTHER_TABLE: u32 = 0x4000_0000;

const SETSID: u32 = libc::SYS_setsid as u32;
const SETPGID: u32 = libc::SYS_setpgid as u32;
const KILL: u32 = libc::SYS_kill as u32;

/// Numbers from here on are negative as signed ones of 32 bits.
const NEGATIVE: u32 = 1 << 31;

const CLONE: u32 = libc::SYS_clone as u32;
const CLONE3: u32 = libc::SYS_clone3 as u32;

/// The call fails as if the kernel did not know it. The flags of clone3(2) lie in memory, where no filter can look; the C
/// library then calls clone(2).
const UNKNOWN: u32 = libc::SECCOMP_RET_ERRNO | libc::ENOSYS as u32;

/// The call does nothing and succeeds: a shell that sets a group for each of its jobs works without groups, too.
const PRETEND: u32 = libc::SECCOMP_RET_ERRNO;

/// Refuses to make a process. It is classic BPF: a jump skips one number of instructions where its test holds, and another
/// where it does not.
const NO_PROCESSES: [libc::sock_filter; 14] = [
    load(MACHINE),
    jump(libc::BPF_JEQ, machine::NUMBER, 0, 9),
    load(CALL),
    jump(libc::BPF_JEQ, CLONE, 5, 0),
    jump(libc::BPF_JEQ, CLONE3, 8, 0),
    jump(libc::BPF_JEQ, machine::FORK, 5, 0),
    jump(libc::BPF_JEQ, machine::VFORK, 4, 0),
    jump(libc::BPF_JGE, OTHER_TABLE, 3, 0),
    answer(ALLOW),
    load(FIRST_ARGUMENT),
    jump(libc::BPF_JSET, libc::CLONE_THREAD as u32, 1, 0),
    answer(REFUSE),
    answer(ALLOW),
    answer(UNKNOWN),
];

/// No process leaves the group, and no signal to a group (or to all processes) is sent: timeout(1), for example, believes
/// that it has a group of its own, and its signal would reach the whole execution. Programs for another machine (32 bits)
/// are allowed everything.
const STAY_IN_GROUP: [libc::sock_filter; 14] = [
    load(MACHINE),
    jump(libc::BPF_JEQ, machine::NUMBER, 0, 5),
    load(CALL),
    jump(libc::BPF_JEQ, SETSID, 8, 0),
    jump(libc::BPF_JEQ, SETPGID, 7, 0),
    jump(libc::BPF_JEQ, KILL, 2, 0),
    jump(libc::BPF_JGE, OTHER_TABLE, 6, 0),
    answer(ALLOW),
    load(FIRST_ARGUMENT),
    jump(libc::BPF_JEQ, 0, 2, 0),
    jump(libc::BPF_JGE, NEGATIVE, 1, 0),
    answer(ALLOW),
    answer(PRETEND),
    answer(UNKNOWN),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Not the gate.
    const ELSEWHERE: usize = 0x5555_5556_1000;

    fn answer_of(
        filter: &[libc::sock_filter],
        machine: u32,
        call: u32,
        first_argument: u32,
    ) -> u32 {
        answer_at(ELSEWHERE, filter, machine, call, first_argument)
    }

    /// What the filter answers to a call at that address, by an interpreter of the few instructions that it has.
    fn answer_at(
        instruction: usize,
        filter: &[libc::sock_filter],
        machine: u32,
        call: u32,
        first_argument: u32,
    ) -> u32 {
        const HIGHER_HALF: u32 = resident::INSTRUCTION + 4;
        let (mut at, mut value) = (0, 0);
        loop {
            let libc::sock_filter { code, jt, jf, k } = filter[at];
            let jump = |holds| usize::from(if holds { jt } else { jf });
            at += 1;
            match u32::from(code) & !libc::BPF_JMP {
                _ if code == answer(0).code => return k,
                _ if code == load(0).code => {
                    value = match k {
                        CALL => call,
                        MACHINE => machine,
                        FIRST_ARGUMENT => first_argument,
                        resident::INSTRUCTION => instruction as u32,
                        HIGHER_HALF => (instruction as u64 >> 32) as u32,
                        other => panic!("nothing lies at {other}"),
                    }
                }
                libc::BPF_JEQ => at += jump(value == k),
                libc::BPF_JGE => at += jump(value >= k),
                libc::BPF_JSET => at += jump(value & k != 0),
                other => panic!("no such instruction: {other}"),
            }
        }
    }

    fn answer_to(machine: u32, call: u32, first_argument: u32) -> u32 {
        answer_of(&NO_PROCESSES, machine, call, first_argument)
    }

    fn answer_here(call: u32, first_argument: i32) -> u32 {
        answer_to(machine::NUMBER, call, first_argument as u32)
    }

    #[test]
    fn threads_are_allowed_and_processes_are_refused() {
        // As glibc makes a thread, forks, and starts another program.
        assert_eq!(answer_here(CLONE, 0x3d_0f00), ALLOW);
        assert_eq!(answer_here(CLONE, 0x120_0011), REFUSE);
        assert_eq!(answer_here(CLONE, 0x4111), REFUSE);
        assert_eq!(answer_here(CLONE, 0), REFUSE);
        assert_eq!(answer_here(CLONE3, 0), UNKNOWN);
        assert_eq!(answer_here(machine::FORK, 0), REFUSE);
        assert_eq!(answer_here(machine::VFORK, 0), REFUSE);
    }

    #[test]
    fn calls_by_another_table_are_refused() {
        assert_eq!(answer_here(OTHER_TABLE | CLONE, 0x120_0011), REFUSE);
        // fork(2) on a 32-bit x86.
        assert_eq!(answer_to(0x4000_0003, 2, 0), REFUSE);
    }

    #[test]
    fn all_other_calls_are_allowed() {
        let makes = [CLONE, CLONE3, machine::FORK, machine::VFORK];
        for call in (0..1000).filter(|call| !makes.contains(call)) {
            assert_eq!(answer_here(call, -1), ALLOW, "{call}");
        }
    }

    #[test]
    fn a_process_that_may_make_others_cannot_leave_its_group() {
        let answer = |machine, call| answer_of(&STAY_IN_GROUP, machine, call, 7);
        let leaves = [SETSID, SETPGID];
        for call in leaves {
            assert_eq!(answer(machine::NUMBER, call), PRETEND);
            assert_eq!(answer(machine::NUMBER, OTHER_TABLE | call), UNKNOWN);
        }
        for call in (0..1000).filter(|call| !leaves.contains(call)) {
            assert_eq!(answer(machine::NUMBER, call), ALLOW, "{call}");
        }
    }

    #[test]
    fn a_signal_to_one_process_is_sent_and_one_to_a_group_is_not() {
        for (id, expected) in [
            (1, ALLOW),
            (i32::MAX, ALLOW),
            (0, PRETEND),
            (-1, PRETEND),
            (-7, PRETEND),
            (i32::MIN, PRETEND),
        ] {
            let answer = answer_of(&STAY_IN_GROUP, machine::NUMBER, KILL, id as u32);
            assert_eq!(answer, expected, "{id}");
        }
    }

    #[test]
    fn a_resident_program_makes_only_calls_that_leave_nothing() {
        let gate = 0x5555_5557_2468;
        let filter = resident::filter(gate);
        let answer =
            |at, call: i64, first| answer_at(at, &filter, machine::NUMBER, call as u32, first);
        for call in 0..1000 {
            assert_eq!(answer(gate, call, 9), ALLOW, "{call}");
            let harmless = [
                libc::SYS_clock_gettime,
                libc::SYS_exit_group,
                libc::SYS_futex,
                libc::SYS_getpid,
                libc::SYS_gettid,
                libc::SYS_rt_sigreturn,
                libc::SYS_sched_getaffinity,
                libc::SYS_sched_yield,
            ];
            let expected = if harmless.contains(&call) {
                ALLOW
            } else {
                REFUSE
            };
            assert_eq!(answer(ELSEWHERE, call, 9), expected, "{call}");
        }
        for (stream, expected) in [
            (0, REFUSE),
            (1, ALLOW),
            (2, ALLOW),
            (3, REFUSE),
            (63, REFUSE),
        ] {
            assert_eq!(
                answer(ELSEWHERE, libc::SYS_write, stream),
                expected,
                "{stream}"
            );
        }
        // An address that is the gate's in one half only, another machine, and another table.
        for near in [gate ^ (1 << 40), gate ^ 1] {
            assert_eq!(answer(near, libc::SYS_openat, 0), REFUSE);
        }
        let getpid = libc::SYS_getpid as u32;
        assert_eq!(answer_at(gate, &filter, 0x4000_0003, getpid, 0), REFUSE);
        assert_eq!(
            answer(ELSEWHERE, libc::SYS_getpid | i64::from(OTHER_TABLE), 0),
            REFUSE
        );
    }
}
