//! System calls without a library in between: each piece of a library's code that a fresh child runs costs it a page
//! fault.

use ::std::ffi::{c_long, c_void};
use ::std::io;

/// The result of a function of the C library.
///
/// # Errors
/// `errno`, where the result is negative.
pub(crate) fn check(result: i32) -> io::Result<i32> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

/// Does the system call; a negative number is an error.
///
/// # Safety
/// As the system call's.
#[inline(always)]
pub(crate) unsafe fn call<const N: usize>(number: c_long, arguments: [usize; N]) -> isize {
    let argument = |at: usize| arguments.get(at).copied().unwrap_or(0);
    let result: isize;
    // SAFETY: the caller's; what the kernel overwrites is named.
    unsafe {
        #[cfg(target_arch = "x86_64")]
        ::core::arch::asm!(
            "syscall",
            inlateout("rax") number as isize => result,
            in("rdi") argument(0),
            in("rsi") argument(1),
            in("rdx") argument(2),
            in("r10") argument(3),
            in("r8") argument(4),
            in("r9") argument(5),
            lateout("rcx") _,
            lateout("r11") _,
            options(nostack),
        );
        #[cfg(target_arch = "aarch64")]
        ::core::arch::asm!(
            "svc 0",
            in("x8") number,
            inlateout("x0") argument(0) as isize => result,
            in("x1") argument(1),
            in("x2") argument(2),
            in("x3") argument(3),
            in("x4") argument(4),
            in("x5") argument(5),
            options(nostack),
        );
    }
    result
}

/// An error is returned as -1, and in the thread's `errno`.
pub(crate) fn told_as_a_library_does(result: isize) -> isize {
    if result >= 0 {
        return result;
    }
    // SAFETY: the thread's own error number.
    unsafe { *libc::__errno_location() = -result as i32 };
    -1
}

/// Makes a thread of this process run on that stack, with that thread pointer; its id is written to `id`. What clone(2)
/// says: the new thread's id, or an error. `body` must not return.
///
/// # Safety
/// Stack and thread pointer belong to a thread that does not run, and are not used otherwise.
pub(crate) unsafe fn clone_thread(
    stack: usize,
    pointer: usize,
    id: usize,
    body: extern "C" fn(*mut c_void),
    argument: *mut c_void,
) -> isize {
    let result: isize;
    // SAFETY: the caller's, for the new thread, which leaves this function at once: to `body`, on its own stack, with
    // nothing to return to. For the old one it is a system call.
    unsafe {
        #[cfg(target_arch = "x86_64")]
        ::core::arch::asm!(
            "syscall",
            "test rax, rax",
            "jnz 2f",
            "xor ebp, ebp",
            "mov rdi, r9",
            "push 0",
            "jmp r12",
            "2:",
            inlateout("rax") libc::SYS_clone as isize => result,
            in("rdi") NEW_THREAD, in("rsi") stack, in("rdx") 0, in("r10") id, in("r8") pointer,
            in("r9") argument, in("r12") body,
            lateout("rcx") _, lateout("r11") _,
        );
        #[cfg(target_arch = "aarch64")]
        ::core::arch::asm!(
            "svc 0",
            "cbnz x0, 2f",
            "mov x29, xzr",
            "mov x30, xzr",
            "mov x0, x6",
            "br x7",
            "2:",
            in("x8") libc::SYS_clone, inlateout("x0") NEW_THREAD as isize => result,
            in("x1") stack, in("x2") 0, in("x3") pointer, in("x4") id,
            in("x6") argument, in("x7") body,
        );
    }
    result
}

/// What a thread shares with its process, and that its thread pointer and id are given.
const NEW_THREAD: i32 = libc::CLONE_VM
    | libc::CLONE_FS
    | libc::CLONE_FILES
    | libc::CLONE_SIGHAND
    | libc::CLONE_THREAD
    | libc::CLONE_SYSVSEM
    | libc::CLONE_SETTLS
    | libc::CLONE_CHILD_SETTID;

/// As write(2).
pub(crate) fn write(descriptor: i32, bytes: &[u8]) -> isize {
    // SAFETY: as many bytes as are said can be read.
    unsafe {
        call(
            libc::SYS_write,
            [descriptor as usize, bytes.as_ptr() as usize, bytes.len()],
        )
    }
}

/// Ends the process at once.
pub(crate) fn exit_process(code: i32) -> ! {
    loop {
        // SAFETY: the call does not return.
        unsafe { call(libc::SYS_exit_group, [code as usize]) };
    }
}

/// Ends this thread at once, and nothing of what a library would do at its end.
///
/// # Safety
/// No thread joins this one through the library, and no thread uses its stack any more.
pub(crate) unsafe fn exit_thread() -> ! {
    loop {
        // SAFETY: the call does not return.
        unsafe { call(libc::SYS_exit, [0]) };
    }
}
