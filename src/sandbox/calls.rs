//! The system calls that no process in the sandbox may make: those that look into other processes or get in their way, that
//! make namespaces or mounts, and those that open large parts of the kernel which no exercise needs (seccomp(2)).

use std::io;

/// Refuses the calls to this process, and to all that it starts, for good.
///
/// # Errors
/// When the kernel takes no filter.
#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
pub fn refuse() -> io::Result<()> {
    Ok(())
}

/// Refuses the calls to this process, and to all that it starts, for good.
///
/// # Errors
/// When the kernel takes no filter.
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub fn refuse() -> io::Result<()> {
    filters::all()
        .and_then(|all| {
            all.iter()
                .try_for_each(|filter| seccompiler::apply_filter_all_threads(filter))
        })
        .map_err(io::Error::other)
}

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod filters {
    use std::collections::BTreeMap;
    use std::env::consts::ARCH;

    use nix::libc::{self, c_int, c_long};
    use seccompiler::{
        BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
        SeccompFilter, SeccompRule,
    };

    /// Refused whatever their arguments are.
    const REFUSED: [c_long; 51] = [
        // Into other processes.
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_process_madvise,
        libc::SYS_pidfd_getfd,
        libc::SYS_kcmp,
        // Of others, or so that others come first: a check that gets no processor looks like one on a busy machine.
        libc::SYS_setpriority,
        libc::SYS_ioprio_set,
        libc::SYS_sched_setparam,
        libc::SYS_sched_setscheduler,
        libc::SYS_sched_setattr,
        // Memory that is no process's, and that no limit counts.
        libc::SYS_shmget,
        libc::SYS_msgget,
        libc::SYS_semget,
        // Namespaces and mounts.
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_mount,
        libc::SYS_umount2,
        libc::SYS_pivot_root,
        libc::SYS_chroot,
        libc::SYS_open_tree,
        libc::SYS_move_mount,
        libc::SYS_mount_setattr,
        libc::SYS_fsopen,
        libc::SYS_fsconfig,
        libc::SYS_fsmount,
        libc::SYS_fspick,
        libc::SYS_name_to_handle_at,
        libc::SYS_open_by_handle_at,
        libc::SYS_quotactl,
        libc::SYS_quotactl_fd,
        libc::SYS_swapon,
        libc::SYS_swapoff,
        // Large parts of the kernel.
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_userfaultfd,
        libc::SYS_io_uring_setup,
        libc::SYS_io_uring_enter,
        libc::SYS_io_uring_register,
        libc::SYS_add_key,
        libc::SYS_request_key,
        libc::SYS_keyctl,
        libc::SYS_fanotify_init,
        libc::SYS_acct,
        libc::SYS_syslog,
        libc::SYS_init_module,
        libc::SYS_finit_module,
        libc::SYS_delete_module,
        libc::SYS_kexec_load,
        libc::SYS_reboot,
        libc::SYS_vhangup,
    ];

    /// Refused to a process that names another one than itself, which is 0 in the first argument.
    const REFUSED_OF_OTHERS: [c_long; 2] = [libc::SYS_prlimit64, libc::SYS_sched_setaffinity];

    /// Whatever else the kernel could make sockets for: it may lead out of the machine (`AF_VSOCK`), or into parts of the kernel
    /// that no exercise needs (`AF_ALG`).
    const SOCKETS: [c_int; 4] = [
        libc::AF_UNIX,
        libc::AF_INET,
        libc::AF_INET6,
        libc::AF_NETLINK,
    ];

    /// With these flags, clone(2) makes namespaces.
    const NAMESPACES: [c_int; 7] = [
        libc::CLONE_NEWUSER,
        libc::CLONE_NEWNS,
        libc::CLONE_NEWPID,
        libc::CLONE_NEWNET,
        libc::CLONE_NEWIPC,
        libc::CLONE_NEWUTS,
        libc::CLONE_NEWCGROUP,
    ];

    /// Calls with this bit in their number are those of x86_64's other table (x32).
    const OTHER_TABLE: c_long = 0x4000_0000;

    /// Calls that have a number of their own in the other table. The first table has no call with these numbers.
    const REFUSED_THERE: [c_long; 4] = [
        521, // ptrace
        528, // kexec_load
        539, // process_vm_readv
        540, // process_vm_writev
    ];

    pub fn all() -> Result<[BpfProgram; 3], Error> {
        let mut refused = rules(REFUSED.map(|call| (call, Vec::new())));
        refused.extend(rules(REFUSED_THERE.map(|call| (call, Vec::new()))));
        let of_clone = NAMESPACES.map(|flag| {
            let flag = u64::from(flag.cast_unsigned());
            let is_set = SeccompCmpOp::MaskedEq(flag);
            let has_it = SeccompCondition::new(0, SeccompCmpArgLen::Qword, is_set, flag)?;
            SeccompRule::new(vec![has_it])
        });
        let of_clone: Result<Vec<_>, _> = of_clone.into_iter().collect();
        refused.extend(rules([(libc::SYS_clone, of_clone?)]));
        let of_another = SeccompRule::new(vec![first_is_not(0)?])?;
        refused.extend(rules(
            REFUSED_OF_OTHERS.map(|call| (call, vec![of_another.clone()])),
        ));
        let other_sockets: Result<Vec<_>, _> = SOCKETS.into_iter().map(first_is_not).collect();
        let other_sockets = vec![SeccompRule::new(other_sockets?)?];
        let other_sockets = rules(
            [libc::SYS_socket, libc::SYS_socketpair].map(|call| (call, other_sockets.clone())),
        );
        // Its flags lie in memory, where no filter can look. Where the kernel seems not to know it, clone(2) is called.
        let unknown = rules([(libc::SYS_clone3, Vec::new())]);
        Ok([
            program(refused, libc::EPERM)?,
            program(unknown, libc::ENOSYS)?,
            program(other_sockets, libc::EAFNOSUPPORT)?,
        ])
    }

    /// That the first argument, of 32 bits, is another one.
    fn first_is_not(value: c_int) -> Result<SeccompCondition, Error> {
        let value = u64::from(value.cast_unsigned());
        let condition = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, value)?;
        Ok(condition)
    }

    type Rules = BTreeMap<c_long, Vec<SeccompRule>>;

    /// The rules for these calls, in both tables. A call without a condition is always refused.
    fn rules<const N: usize>(calls: [(c_long, Vec<SeccompRule>); N]) -> Rules {
        let in_both =
            |(call, rules): (c_long, Vec<_>)| [(call, rules.clone()), (call | OTHER_TABLE, rules)];
        calls.into_iter().flat_map(in_both).collect()
    }

    fn program(rules: Rules, error: c_int) -> Result<BpfProgram, Error> {
        let refused = SeccompAction::Errno(error.cast_unsigned());
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, refused, ARCH.try_into()?)?;
        Ok(filter.try_into()?)
    }
}

#[cfg(test)]
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod tests {
    use nix::libc;
    use seccompiler::BpfProgram;

    use super::filters;

    /// This machine, as the kernel numbers machines (linux/audit.h).
    const MACHINE: u32 = 0xc000_0000
        | if cfg!(target_arch = "x86_64") {
            62
        } else {
            183
        };

    /// What a filter answers to a call with this first argument.
    fn answer(filter: &BpfProgram, machine: u32, call: u32, first: u32) -> u32 {
        let (mut at, mut loaded) = (0, 0);
        loop {
            let statement = &filter[at];
            at += 1;
            match (u32::from(statement.code), statement.k) {
                (0x20, 0) => loaded = call,
                (0x20, 4) => loaded = machine,
                (0x20, 16) => loaded = first,
                (0x20, 20) => loaded = 0,
                (0x54, k) => loaded &= k,
                (0x15, k) if loaded == k => at += usize::from(statement.jt),
                (0x15, _) => at += usize::from(statement.jf),
                (0x05, k) => at += k as usize,
                (0x06, k) => return k,
                other => panic!("{other:?} is not expected"),
            }
        }
    }

    /// What a filter answers on this machine.
    fn here(filter: &BpfProgram, call: libc::c_long, first: i32) -> u32 {
        let call = u32::try_from(call).unwrap();
        answer(filter, MACHINE, call, first.cast_unsigned())
    }

    fn errno(errno: i32) -> u32 {
        libc::SECCOMP_RET_ERRNO | errno.cast_unsigned()
    }

    #[test]
    fn calls_are_refused_by_all_their_numbers_and_those_of_another_machine_end_the_process() {
        let [refused, unknown, sockets] = filters::all().unwrap();
        // Those of x32: three have the same number there, three another one.
        let x32 = [
            libc::SYS_bpf,
            libc::SYS_mount,
            libc::SYS_unshare,
            521,
            539,
            540,
        ];
        let x32 = x32.map(|call| call | 0x4000_0000);
        for call in [libc::SYS_ptrace, libc::SYS_process_vm_readv]
            .iter()
            .chain(&x32)
        {
            assert_eq!(here(&refused, *call, 0), errno(libc::EPERM), "{call:#x}");
        }
        assert_eq!(here(&unknown, libc::SYS_clone3, 0), errno(libc::ENOSYS));
        for filter in [&refused, &unknown, &sockets] {
            assert_eq!(here(filter, libc::SYS_openat, 0), libc::SECCOMP_RET_ALLOW);
            let other = answer(filter, MACHINE ^ 1, 0, 0);
            assert_eq!(other, libc::SECCOMP_RET_KILL_PROCESS);
        }
    }

    #[test]
    fn limits_and_processors_of_others_are_not_changed_and_priorities_of_none() {
        let [refused, ..] = filters::all().unwrap();
        for call in [libc::SYS_prlimit64, libc::SYS_sched_setaffinity] {
            assert_eq!(here(&refused, call, 0), libc::SECCOMP_RET_ALLOW);
            for pid in [1, -1, i32::MAX] {
                assert_eq!(here(&refused, call, pid), errno(libc::EPERM));
            }
        }
        for call in [libc::SYS_setpriority, libc::SYS_sched_setscheduler] {
            assert_eq!(here(&refused, call, 0), errno(libc::EPERM));
        }
        let fork = here(&refused, libc::SYS_clone, libc::SIGCHLD);
        assert_eq!(fork, libc::SECCOMP_RET_ALLOW);
        let with_namespace = here(&refused, libc::SYS_clone, libc::CLONE_NEWUSER | 1);
        assert_eq!(with_namespace, errno(libc::EPERM));
    }

    #[test]
    fn there_are_sockets_of_four_families() {
        let [.., sockets] = filters::all().unwrap();
        for call in [libc::SYS_socket, libc::SYS_socketpair] {
            for family in [
                libc::AF_UNIX,
                libc::AF_INET,
                libc::AF_INET6,
                libc::AF_NETLINK,
            ] {
                assert_eq!(here(&sockets, call, family), libc::SECCOMP_RET_ALLOW);
            }
            for family in [0, libc::AF_VSOCK, libc::AF_ALG, libc::AF_PACKET, -1] {
                assert_eq!(here(&sockets, call, family), errno(libc::EAFNOSUPPORT));
            }
        }
    }
}
