//! The functions that the compiler's passes name, in machine code: each adds what it knows of its caller, and calls on.

use super::{on_access, on_copy, on_fill};

/// Returns to the program, from a callback that has given an [`Answer`](super::Answer). The number of bytes to clear is a multiple of 64.
#[cfg(target_arch = "x86_64")]
macro_rules! clears {
    () => {
        "test rdx, rdx
         jz 3f
         mov rcx, rsp
         sub rcx, rdx
         xorps xmm0, xmm0
         2: movups [rcx], xmm0
         movups [rcx + 16], xmm0
         movups [rcx + 32], xmm0
         movups [rcx + 48], xmm0
         add rcx, 64
         cmp rcx, rsp
         jb 2b
         3: ret"
    };
}

#[cfg(target_arch = "aarch64")]
macro_rules! clears {
    () => {
        "cbz x1, 4f
         sub x1, sp, x1
         3: str xzr, [x1], #8
         mov x2, sp
         cmp x1, x2
         b.lo 3b
         4: ret"
    };
}

macro_rules! accesses {
    ($($name:ident $kind:literal)*) => {$(
        #[doc(hidden)]
        #[unsafe(no_mangle)]
        #[unsafe(naked)]
        pub extern "C" fn $name(_address: usize) {
            #[cfg(target_arch = "x86_64")]
            ::core::arch::naked_asm!(
                "mov rsi, [rsp]",
                "mov rdx, rbp",
                "mov ecx, {kind}",
                "sub rsp, 8",
                "call {body}",
                "add rsp, 8",
                clears!(),
                kind = const $kind,
                body = sym on_access,
            );
            #[cfg(target_arch = "aarch64")]
            ::core::arch::naked_asm!(
                "mov x1, x30",
                "mov x2, x29",
                "mov w3, {kind}",
                "stp x29, x30, [sp, #-16]!",
                "bl {body}",
                "ldp x29, x30, [sp], #16",
                clears!(),
                kind = const $kind,
                body = sym on_access,
            );
        }
    )*};
}

accesses! {
    __sanitizer_cov_load1 1
    __sanitizer_cov_load2 2
    __sanitizer_cov_load4 4
    __sanitizer_cov_load8 8
    __sanitizer_cov_load16 16
    __sanitizer_cov_store1 257
    __sanitizer_cov_store2 258
    __sanitizer_cov_store4 260
    __sanitizer_cov_store8 264
    __sanitizer_cov_store16 272
}

macro_rules! copies {
    ($($name:ident $body:ident)*) => {$(
        #[doc(hidden)]
        #[unsafe(no_mangle)]
        #[unsafe(naked)]
        pub extern "C" fn $name(_to: usize, _from: usize, _size: usize) -> usize {
            #[cfg(target_arch = "x86_64")]
            ::core::arch::naked_asm!(
                "mov rcx, [rsp]",
                "mov r8, rbp",
                "sub rsp, 8",
                "call {body}",
                "add rsp, 8",
                clears!(),
                body = sym $body,
            );
            #[cfg(target_arch = "aarch64")]
            ::core::arch::naked_asm!(
                "mov x3, x30",
                "mov x4, x29",
                "stp x29, x30, [sp, #-16]!",
                "bl {body}",
                "ldp x29, x30, [sp], #16",
                clears!(),
                body = sym $body,
            );
        }
    )*};
}

copies! {
    __memprof_memcpy on_copy
    __memprof_memmove on_copy
    __memprof_memset on_fill
}

unsafe extern "C" {
    fn memmove(to: *mut u8, from: *const u8, size: usize) -> *mut u8;
}

/// Stands in for the C library's because of one caller: `String::clone` is compiled with std, so the passes do not see it
/// copy a string's bytes. All other calls go on to `memmove`, which does all that `memcpy` promises.
#[doc(hidden)]
#[unsafe(no_mangle)]
#[unsafe(naked)]
pub extern "C" fn memcpy(_to: usize, _from: usize, _size: usize) -> usize {
    #[cfg(target_arch = "x86_64")]
    ::core::arch::naked_asm!(
        "mov rcx, [rsp]",
        "lea rax, [rip + {clone}]",
        "neg rax",
        "add rax, rcx",
        "cmp rax, {size}",
        "jae {memmove}",
        "mov r8, rbp",
        "sub rsp, 8",
        "call {body}",
        "add rsp, 8",
        clears!(),
        clone = sym <String as Clone>::clone,
        size = const SIZE_OF_CLONE,
        memmove = sym memmove,
        body = sym on_copy,
    );
    #[cfg(target_arch = "aarch64")]
    ::core::arch::naked_asm!(
        "adrp x3, {clone}",
        "add x3, x3, :lo12:{clone}",
        "sub x3, x30, x3",
        "cmp x3, {size}",
        "b.hs 2f",
        "mov x3, x30",
        "mov x4, x29",
        "stp x29, x30, [sp, #-16]!",
        "bl {body}",
        "ldp x29, x30, [sp], #16",
        clears!(),
        "2: b {memmove}",
        clone = sym <String as Clone>::clone,
        size = const SIZE_OF_CLONE,
        memmove = sym memmove,
        body = sym on_copy,
    );
}

/// `String::clone` calls `memcpy` within about so many bytes of its machine code.
const SIZE_OF_CLONE: usize = 128;

#[doc(hidden)]
#[unsafe(no_mangle)]
pub extern "C" fn __sanitizer_cov_trace_pc_guard(_guard: *const u32) {}

#[doc(hidden)]
#[unsafe(no_mangle)]
pub extern "C" fn __sanitizer_cov_trace_pc_guard_init(_start: *const u32, _stop: *const u32) {}

/// Where memprof would count accesses. What it makes loads this address, and does nothing with it.
#[doc(hidden)]
#[unsafe(no_mangle)]
pub static __memprof_shadow_memory_dynamic_address: usize = 0;
