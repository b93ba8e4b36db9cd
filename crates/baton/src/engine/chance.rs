//! Random numbers, which are not left to chance: the order of a `HashMap` must be the same in every execution.

use ::std::ffi::{c_uint, c_void};

use super::{system, task};

/// As getrandom(2), which std asks for the keys of its hash maps; but in an execution always the same bytes.
///
/// # Safety
/// As the system call's.
#[doc(hidden)]
#[cfg_attr(not(miri), unsafe(no_mangle))]
pub unsafe extern "C" fn getrandom(bytes: *mut c_void, count: usize, flags: c_uint) -> isize {
    if task::current().is_some() {
        // SAFETY: the caller's: there is room for so many bytes.
        unsafe { bytes.cast::<u8>().write_bytes(0x5a, count) };
        return count as isize;
    }
    // SAFETY: the caller's.
    let result =
        unsafe { system::call(libc::SYS_getrandom, [bytes as usize, count, flags as usize]) };
    system::told_as_a_library_does(result)
}
