//! The kernel's files that tell of a process's memory, read without a library in between.

use ::std::ffi::CStr;

use crate::engine::arena::PAGE;
use crate::engine::gate;

/// The system refuses it, or there is more than there is room for.
#[derive(Debug)]
pub(crate) struct Refused;

/// What pagemap says of a page.
pub(super) const PRESENT: u64 = 1 << 63;
pub(super) const SWAPPED: u64 = 1 << 62;
pub(super) const OF_A_FILE: u64 = 1 << 61;

/// What pagemap (proc_pid_pagemap(5)) says of the pages between two addresses.
pub(super) fn look<const MOST: usize>(
    pagemap: usize,
    start: usize,
    end: usize,
    into: &mut [u64; MOST],
) -> Result<&[u64], Refused> {
    let pages = (end - start) / PAGE;
    let into = into.get_mut(..pages).ok_or(Refused)?;
    // SAFETY: room for as many bytes as are said.
    let read = ok(unsafe {
        gate::call(
            libc::SYS_pread64,
            [
                pagemap,
                into.as_mut_ptr() as usize,
                size_of_val(into),
                start / PAGE * size_of::<u64>(),
            ],
        )
    })?;
    (read == size_of_val(into)).then_some(&*into).ok_or(Refused)
}

/// Opens a file to read it.
pub(super) fn open(path: &CStr) -> Result<usize, Refused> {
    let how = libc::O_RDONLY | libc::O_CLOEXEC;
    // SAFETY: the path ends with NUL.
    ok(unsafe {
        gate::call(
            libc::SYS_openat,
            [
                libc::AT_FDCWD as usize,
                path.as_ptr() as usize,
                how as usize,
            ],
        )
    })
}

/// Closes a file of ours.
pub(super) fn close(file: usize) {
    // SAFETY: a descriptor of ours.
    unsafe { gate::call(libc::SYS_close, [file]) };
}

/// As much as there is; an error where there is more than room for it.
pub(super) fn read_all(file: usize, into: &mut [u8]) -> Result<usize, Refused> {
    let mut length = 0;
    loop {
        let rest = &mut into[length..];
        // SAFETY: room for as many bytes as are said.
        let read = ok(unsafe {
            gate::call(
                libc::SYS_read,
                [file, rest.as_mut_ptr() as usize, rest.len()],
            )
        })?;
        length += read;
        if length == into.len() {
            return Err(Refused);
        }
        if read == 0 {
            return Ok(length);
        }
    }
}

/// What a system call returns, where that is no error.
pub(super) fn ok(result: isize) -> Result<usize, Refused> {
    usize::try_from(result).map_err(|_| Refused)
}
