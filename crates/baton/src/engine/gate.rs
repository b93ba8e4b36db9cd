//! System calls from one place in the program's image, by which a filter tells the executor's own from the program's.

use ::std::ffi::c_long;

#[cfg(not(all(target_arch = "x86_64", not(miri))))]
use super::system;

/// Does the system call; a negative number is an error.
///
/// # Safety
/// As the system call's.
pub(crate) unsafe fn call<const N: usize>(number: c_long, arguments: [usize; N]) -> isize {
    const { assert!(N <= 6) };
    // SAFETY: the caller's.
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    unsafe {
        let argument = |at: usize| arguments.get(at).copied().unwrap_or(0);
        machine::gate(
            argument(0),
            argument(1),
            argument(2),
            argument(3),
            argument(4),
            argument(5),
            number,
        )
    }
    // SAFETY: the caller's.
    #[cfg(not(all(target_arch = "x86_64", not(miri))))]
    unsafe {
        system::call(number, arguments)
    }
}

/// The address of the instruction behind the call, as the kernel tells it to a filter.
#[cfg(all(target_arch = "x86_64", not(miri)))]
pub(crate) fn address() -> usize {
    &raw const machine::baton_behind_the_gate as usize
}

/// There is no such place, and no filter asks for it.
#[cfg(not(all(target_arch = "x86_64", not(miri))))]
pub(crate) fn address() -> usize {
    0
}

#[cfg(all(target_arch = "x86_64", not(miri)))]
mod machine {
    use ::std::ffi::c_long;

    unsafe extern "C" {
        pub(super) static baton_behind_the_gate: u8;
    }

    /// The arguments come in the registers of a function, and the number of the call on the stack.
    #[unsafe(naked)]
    pub(super) unsafe extern "C" fn gate(
        first: usize,
        second: usize,
        third: usize,
        fourth: usize,
        fifth: usize,
        sixth: usize,
        number: c_long,
    ) -> isize {
        ::core::arch::naked_asm!(
            "mov r10, rcx",
            "mov rax, [rsp + 8]",
            "syscall",
            ".globl baton_behind_the_gate",
            ".hidden baton_behind_the_gate",
            "baton_behind_the_gate:",
            "ret",
        )
    }
}
