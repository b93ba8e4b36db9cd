//! What a thread waits for, by the system call that it is asleep in.

/// A wait, as its system call and arguments tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wait {
    /// futex(2) with no limit in time. `expected` is the value that the word
    /// had when it went to sleep.
    Futex { scope: Scope, expected: u32 },
    /// flock(2), or fcntl(2) that locks.
    FileLock { fd: u64 },
    /// wait4(2) or waitid(2), for one child or for any.
    Child { pid: Option<u32> },
    /// Ends by itself when a time has passed.
    Timed,
    /// Something else, in a word or two.
    Other(&'static str),
}

/// The processes that may wake a thread that waits on a futex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// `FUTEX_PRIVATE_FLAG`: threads of its own process.
    Process,
    /// All processes that share the memory; also the kernel at the end of a thread.
    Shared,
}

/// The numbers of the system calls on this machine.
struct Numbers {
    futex: i64,
    flock: i64,
    fcntl: i64,
    wait4: i64,
    waitid: i64,
    /// nanosleep and clock_nanosleep.
    sleep: [i64; 2],
    read: i64,
    write: i64,
}

const NUMBERS: Option<Numbers> = if cfg!(target_arch = "x86_64") {
    Some(Numbers {
        futex: 202,
        flock: 73,
        fcntl: 72,
        wait4: 61,
        waitid: 247,
        sleep: [35, 230],
        read: 0,
        write: 1,
    })
} else if cfg!(target_arch = "aarch64") {
    Some(Numbers {
        futex: 98,
        flock: 32,
        fcntl: 25,
        wait4: 260,
        waitid: 95,
        sleep: [101, 115],
        read: 63,
        write: 64,
    })
} else {
    None
};

impl Wait {
    /// What is not known to be one of the waits above is `Other`.
    pub(super) fn of(number: i64, args: [u64; 6]) -> Self {
        let Some(known) = &NUMBERS else {
            return Self::Other("asleep");
        };
        match number {
            n if n == known.futex => Self::of_futex(args),
            n if n == known.flock => Self::FileLock { fd: args[0] },
            n if n == known.fcntl => Self::of_fcntl(args),
            n if n == known.wait4 => Self::of_wait4(args),
            n if n == known.waitid => Self::of_waitid(args),
            n if known.sleep.contains(&n) => Self::Timed,
            n if n == known.read => Self::Other("reads"),
            n if n == known.write => Self::Other("writes"),
            _ => Self::Other("asleep"),
        }
    }

    fn of_futex(args: [u64; 6]) -> Self {
        const PRIVATE: u64 = 128;
        const CLOCK_REALTIME: u64 = 256;
        const WAIT: u64 = 0;
        const WAIT_BITSET: u64 = 9;
        let [_, operation, expected, timeout, ..] = args;
        match operation & !(PRIVATE | CLOCK_REALTIME) {
            WAIT | WAIT_BITSET if timeout == 0 => Self::Futex {
                scope: if operation & PRIVATE == 0 {
                    Scope::Shared
                } else {
                    Scope::Process
                },
                // The argument is 32 bits wide; the register's rest is noise.
                expected: expected as u32,
            },
            WAIT | WAIT_BITSET => Self::Timed,
            _ => Self::Other("asleep"),
        }
    }

    fn of_fcntl(args: [u64; 6]) -> Self {
        const F_SETLKW: u64 = 7;
        const F_OFD_SETLKW: u64 = 38;
        match args[1] {
            F_SETLKW | F_OFD_SETLKW => Self::FileLock { fd: args[0] },
            _ => Self::Other("asleep"),
        }
    }

    /// The pid is a signed 32 bit number; `-1` is any child.
    fn of_wait4(args: [u64; 6]) -> Self {
        let pid = args[0] as u32 as i32;
        Self::Child {
            pid: u32::try_from(pid).ok().filter(|pid| *pid != 0),
        }
    }

    fn of_waitid(args: [u64; 6]) -> Self {
        const P_ALL: u64 = 0;
        const P_PID: u64 = 1;
        match args[0] {
            P_ALL => Self::Child { pid: None },
            P_PID => Self::Child {
                pid: Some(args[1] as u32),
            },
            _ => Self::Other("waits for a process"),
        }
    }
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::*;

    #[test]
    fn only_a_futex_with_no_time_limit_is_endless() {
        let private = Wait::Futex {
            scope: Scope::Process,
            expected: 2,
        };
        assert_eq!(Wait::of(202, [0x10, 0x80, 2, 0, 0, 0]), private);
        assert_eq!(Wait::of(202, [0x10, 0x189, 2, 0, 0, u64::MAX]), private);
        let join = Wait::Futex {
            scope: Scope::Shared,
            expected: 4711,
        };
        assert_eq!(Wait::of(202, [0x10, 0x109, 4711, 0, 0, u64::MAX]), join);
        assert_eq!(Wait::of(202, [0x10, 0x89, 2, 0x7ffe, 0, 0]), Wait::Timed);
        let lock_pi = Wait::of(202, [0x10, 0x86, 0, 0, 0, 0]);
        assert_eq!(lock_pi, Wait::Other("asleep"));
    }

    #[test]
    fn waits_for_children_tell_which_one() {
        let any = u64::from(u32::MAX);
        assert_eq!(
            Wait::of(61, [any, 0, 0, 0, 0, 0]),
            Wait::Child { pid: None }
        );
        assert_eq!(
            Wait::of(61, [42, 0, 0, 0, 0, 0]),
            Wait::Child { pid: Some(42) }
        );
        assert_eq!(
            Wait::of(247, [1, 42, 0, 4, 0, 0]),
            Wait::Child { pid: Some(42) }
        );
        assert_eq!(Wait::of(247, [0, 0, 0, 4, 0, 0]), Wait::Child { pid: None });
    }

    #[test]
    fn of_fcntl_only_the_lock_that_waits_is_a_lock() {
        assert_eq!(Wait::of(72, [3, 7, 0, 0, 0, 0]), Wait::FileLock { fd: 3 });
        assert_eq!(Wait::of(72, [3, 38, 0, 0, 0, 0]), Wait::FileLock { fd: 3 });
        assert_eq!(Wait::of(72, [3, 6, 0, 0, 0, 0]), Wait::Other("asleep"));
        assert_eq!(Wait::of(73, [5, 2, 0, 0, 0, 0]), Wait::FileLock { fd: 5 });
    }
}
