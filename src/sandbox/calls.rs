//! The system calls that no process in the sandbox may make: those that look into other processes, that make namespaces or
//! mounts, and those that open large parts of the kernel which no exercise needs (seccomp(2)).

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
    const REFUSED: [c_long; 43] = [
        // Into other processes.
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_process_madvise,
        libc::SYS_pidfd_getfd,
        libc::SYS_kcmp,
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

    /// Calls with this bit in their number are the same ones, of x86_64's other table (x32).
    const OTHER_TABLE: c_long = 0x4000_0000;

    pub fn all() -> Result<[BpfProgram; 2], Error> {
        let mut refused = rules(REFUSED.map(|call| (call, Vec::new())));
        let of_clone = NAMESPACES.map(|flag| {
            let flag = u64::from(flag.cast_unsigned());
            let is_set = SeccompCmpOp::MaskedEq(flag);
            let has_it = SeccompCondition::new(0, SeccompCmpArgLen::Qword, is_set, flag)?;
            SeccompRule::new(vec![has_it])
        });
        let of_clone: Result<Vec<_>, _> = of_clone.into_iter().collect();
        refused.extend(rules([(libc::SYS_clone, of_clone?)]));
        // Its flags lie in memory, where no filter can look. Where the kernel seems not to know it, clone(2) is called.
        let unknown = rules([(libc::SYS_clone3, Vec::new())]);
        Ok([
            program(refused, libc::EPERM)?,
            program(unknown, libc::ENOSYS)?,
        ])
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
mod tests {
    #[test]
    #[cfg(all(
        target_os = "linux",
        any(target_arch = "x86_64", target_arch = "aarch64")
    ))]
    fn the_filters_are_well_formed() {
        let filters = super::filters::all().unwrap();
        assert!(filters.iter().all(|filter| filter.len() > 5));
    }
}
