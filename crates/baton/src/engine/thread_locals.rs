//! The destructors of thread-local values: kept here instead of in the C library, so that they run as a part of the task,
//! before its last step, on whatever real thread it is.

use ::std::cell::RefCell;
use ::std::ffi::{c_int, c_void};
use ::std::mem::ManuallyDrop;

type Destructor = unsafe extern "C" fn(*mut c_void);

// Without a destructor of its own, and const-initialised: it can be used for as long as the thread runs.
::std::thread_local! {
    static REGISTERED: RefCell<ManuallyDrop<Vec<(Destructor, *mut c_void)>>> =
        const { RefCell::new(ManuallyDrop::new(Vec::new())) };
}

/// What std calls to have a destructor run at the thread's end; it takes the place of the C library's.
#[doc(hidden)]
#[cfg_attr(not(miri), unsafe(no_mangle))]
pub extern "C" fn __cxa_thread_atexit_impl(
    destructor: Destructor,
    value: *mut c_void,
    _library: *mut c_void,
) -> c_int {
    REGISTERED.with(|registered| registered.borrow_mut().push((destructor, value)));
    0
}

/// Runs this thread's destructors, the last registered first; those that they register, too.
#[inline(never)]
pub(crate) fn destroy() {
    let last = || REGISTERED.with(|registered| registered.borrow_mut().pop());
    while let Some((destructor, value)) = last() {
        // SAFETY: registered for this value of this thread, and taken off the list.
        unsafe { destructor(value) };
    }
}
