//! Filters in classic BPF: a jump skips one number of instructions where its test holds, and another where it does not.

#[cfg(target_arch = "x86_64")]
pub(super) mod machine {
    /// `AUDIT_ARCH_X86_64`.
    pub(crate) const NUMBER: u32 = 0xc000_003e;
    pub(crate) const FORK: u32 = libc::SYS_fork as u32;
    pub(crate) const VFORK: u32 = libc::SYS_vfork as u32;
}

#[cfg(target_arch = "aarch64")]
pub(super) mod machine {
    /// `AUDIT_ARCH_AARCH64`.
    pub(crate) const NUMBER: u32 = 0xc000_00b7;
    /// There is no such call.
    pub(crate) const FORK: u32 = u32::MAX;
    pub(crate) const VFORK: u32 = u32::MAX;
}

/// The offsets in `seccomp_data` of the call's number, the machine's number, and the lower half of the first argument.
pub(super) const CALL: u32 = 0;
pub(super) const MACHINE: u32 = 4;
pub(super) const FIRST_ARGUMENT: u32 = 16;

pub(super) const ALLOW: u32 = libc::SECCOMP_RET_ALLOW;
pub(super) const REFUSE: u32 = libc::SECCOMP_RET_TRAP;

pub(super) const fn load(from: u32) -> libc::sock_filter {
    instruction(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, from, 0, 0)
}

pub(super) const fn jump(test: u32, value: u32, holds: u8, otherwise: u8) -> libc::sock_filter {
    instruction(libc::BPF_JMP | test | libc::BPF_K, value, holds, otherwise)
}

pub(super) const fn answer(answer: u32) -> libc::sock_filter {
    instruction(libc::BPF_RET | libc::BPF_K, answer, 0, 0)
}

const fn instruction(code: u32, k: u32, jt: u8, jf: u8) -> libc::sock_filter {
    libc::sock_filter {
        code: code as u16,
        jt,
        jf,
        k,
    }
}
