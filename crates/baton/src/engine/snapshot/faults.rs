//! How many page faults there were.

use ::std::mem::MaybeUninit;
use ::std::num::NonZeroU64;

use super::pages::ok;
use crate::engine::gate;

/// Those of this thread until now, which is the only one of its process. `None` where the system does not tell.
pub(super) fn until_now() -> Option<NonZeroU64> {
    let mut usage = MaybeUninit::<libc::rusage>::uninit();
    let thread = libc::RUSAGE_THREAD as usize;
    // SAFETY: the kernel writes one answer.
    ok(unsafe { gate::call(libc::SYS_getrusage, [thread, usage.as_mut_ptr() as usize]) }).ok()?;
    // SAFETY: the call has succeeded, so it has filled it in.
    let usage = unsafe { usage.assume_init() };
    NonZeroU64::new(usage.ru_minflt as u64 + usage.ru_majflt as u64)
}
