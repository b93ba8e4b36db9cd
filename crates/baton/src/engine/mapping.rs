//! Fresh memory from the system.

use ::std::ptr;

/// Memory that this process shares with those that it forks. What is not used costs nothing.
///
/// # Errors
/// What mmap(2) says.
pub(crate) fn map_shared(size: usize) -> ::std::io::Result<usize> {
    map_memory(size, libc::MAP_SHARED)
}

/// Memory of this process and, as copies, of those that it forks. What is not used costs nothing.
///
/// # Errors
/// What mmap(2) says.
pub(crate) fn map_private(size: usize) -> ::std::io::Result<usize> {
    map_memory(size, libc::MAP_PRIVATE)
}

/// Memory of this process that those that it forks do not even have: nothing they write reaches it, and no fork copies it.
///
/// # Errors
/// What mmap(2) and madvise(2) say.
pub(crate) fn map_out_of_reach(size: usize) -> ::std::io::Result<usize> {
    let address = map_private(size)?;
    // SAFETY: a fresh mapping of that size.
    match unsafe { libc::madvise(address as *mut libc::c_void, size, libc::MADV_DONTFORK) } {
        0 => Ok(address),
        _ => Err(::std::io::Error::last_os_error()),
    }
}

/// Maps nothing there: no access can reach it, and no other mapping comes to lie there by itself.
///
/// # Errors
/// What mmap(2) says, and `EEXIST` where something is mapped already.
pub(crate) fn map_nothing(start: usize, size: usize) -> ::std::io::Result<()> {
    let kind =
        libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | libc::MAP_FIXED_NOREPLACE;
    let wanted = start as *mut libc::c_void;
    // SAFETY: it replaces no mapping.
    let address = unsafe { libc::mmap(wanted, size, libc::PROT_NONE, kind, -1, 0) };
    if address == wanted {
        Ok(())
    } else {
        Err(::std::io::Error::last_os_error())
    }
}

/// Makes memory one that no access can reach, for good.
///
/// # Safety
/// Nothing uses what lies there, nor will.
pub(crate) unsafe fn close(start: usize, end: usize) {
    // SAFETY: the caller's. Where the system refuses, the memory stays what it is, and is not used either.
    unsafe { libc::mprotect(start as *mut libc::c_void, end - start, libc::PROT_NONE) };
}

fn map_memory(size: usize, sharing: i32) -> ::std::io::Result<usize> {
    let access = libc::PROT_READ | libc::PROT_WRITE;
    let kind = sharing | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: an anonymous mapping at an address of the system's choice touches nothing that exists.
    let address = unsafe { libc::mmap(ptr::null_mut(), size, access, kind, -1, 0) };
    if address == libc::MAP_FAILED {
        Err(::std::io::Error::last_os_error())
    } else {
        Ok(address as usize)
    }
}
