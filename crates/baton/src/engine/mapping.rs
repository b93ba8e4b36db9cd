//! The memory that the state lies in, and how to get at it.

use ::std::ptr;
use ::std::sync::atomic::{AtomicPtr, Ordering};

use super::state::State;

static STATE: AtomicPtr<State> = AtomicPtr::new(ptr::null_mut());

/// Makes the mapping. To be called once, by the server, before it forks.
///
/// # Errors
/// What mmap(2) says.
pub(crate) fn map() -> ::std::io::Result<()> {
    let address = map_shared(size_of::<State>())?;
    STATE.store(address as *mut State, Ordering::Release);
    Ok(())
}

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

/// The mapping; null outside of a server and its children.
pub(crate) fn pointer() -> *mut State {
    STATE.load(Ordering::Relaxed)
}

/// Makes all of it zero again, once it can no longer be believed.
pub(crate) fn erase() {
    // SAFETY: called by the server when no child lives; all-zero bytes are a state.
    unsafe { pointer().write_bytes(0, 1) };
}

/// The state, for the holder of the baton.
///
/// # Safety
/// The caller holds the baton (or is the server while nobody does), the mapping exists, and no other reference from
/// this function is in use.
pub(crate) unsafe fn held() -> &'static mut State {
    // SAFETY: the mapping lives as long as the process, all its bytes are initialised (zero is valid for each field),
    // and the caller is alone with it.
    unsafe { &mut *pointer() }
}
